"""What is removed is gone: no value of any key that is not marked to stay survives in anything that is made.

All of it walks the table of keys, with a key of its own in each kind of file, so that whoever adds a key is covered.
"""

import gzip
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from declared import DECLARED, KINDS, load_library
from parley.building.output import Output
from parley.caching.workers import Workers
from parley.commands.cli import main
from parley.model.entries import Comparison, Discussion, Reply
from parley.model.findings import InvalidPosts
from parley.reading.readers import (
    Choice,
    Date,
    Flag,
    Key,
    Language,
    ListOf,
    MappingOf,
    Name,
    ReplyName,
    Text,
    WebAddress,
)
from parley.rendering.data.thread_data import parse_thread_data
from parley_mkdocs.adapter import adapter
from parley_mkdocs.project import load_project
from support import GOOD, MKDOCS_YML, NOW, Files, digest, write_tree


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscussionOfBook(Discussion):
    book: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonOfBook(Comparison):
    book: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyOfBook(Reply):
    book: str = ""


ADDED = {"discussion": DiscussionOfBook, "comparison": ComparisonOfBook, "reply": ReplyOfBook}
STAYS = {"date", "updated", "reply_to", "locked", "pinned", "removed", "moved_to", "aliases", "merged"}
REFERENCES = {"tags": ["{}-tag"], "discussions": ["{}-talk"]}
"""Keys whose values are names that stand on the site anyway; for these, what is made must not tell one from another."""

REPLIES = "discussions/gone/replies"
PLACES = {
    "discussions/gone/post.md": "discussion",
    "practices/went/post.yml": "comparison",
    f"{REPLIES}/2026-10-02-one.md": "reply",
    f"{REPLIES}/2026-10-03-two.yml": "reply",
    "practices/went/replies/2026-10-02-one.md": "reply",
    "discussions/alpha-talk/replies/2026-10-02-one.md": "reply",
}
"""What is removed: posts of both kinds, replies that are answered and not, in threads that are removed and not."""

ALIVE: Files = {
    **GOOD,
    "tags.yml": "".join(f"- {{slug: {word}-tag, title: {word}, summary: A tag.}}\n" for word in ("alpha", "beta")),
    "discussions/alpha-talk/post.md": (
        "---\ntitle: First\nauthor: ana\ndate: 2026-10-01\ntags: [alpha-tag]\n---\n\nSee [it](/discussions/gone/).\n"
    ),
    "discussions/beta-talk/post.md": (
        "---\ntitle: Second\nauthor: ana\ndate: 2026-10-01\ntags: [beta-tag]\n---\n\nWords.\n"
    ),
    "discussions/two-follow-ups/post.md": str(GOOD["discussions/two-follow-ups/post.md"]).replace("sales", "alpha-tag"),
    "practices/first-meeting/post.yml": str(GOOD["practices/first-meeting/post.yml"])
    .replace("law, sales", "beta-tag")
    .replace("[two-follow-ups]", "[gone, two-follow-ups]"),
    f"{REPLIES}/2026-10-04-bob.md": ("---\nauthor: bob\ndate: 2026-10-04\nreply_to: 2026-10-02-one\n---\n\nNot so.\n"),
}
HOME = "# Home\n" + "".join(
    f"\n::: {name}\n" for name in ("discussions", "practices", "questions", "latest", "tags", "moderation")
)


@pytest.fixture(autouse=True)
def _more_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for kind, model in ADDED.items():
        known = KINDS[kind]
        more = replace(known, keys=(*known.keys, Key("book", Text(300), "a key that the book adds")), build=model)
        monkeypatch.setitem(KINDS, kind, more)


def withheld_keys(kind: str) -> tuple[Key, ...]:
    return tuple(key for key in KINDS[kind].yaml_keys if not key.stays)


def mark_of(path: str, key: str, word: str) -> str:
    """A word that stands nowhere else, also as a handle."""
    place = re.sub("discussions|practices|replies|[^a-z]", "", path.rpartition(".")[0])
    return f"{place}{re.sub('[^a-z]', '', key)}{word}"


def make_value(path: str, key: Key, word: str) -> Any:
    if key.name in REFERENCES:
        return [one.format(word) for one in REFERENCES[key.name]]
    if isinstance(key.reader, ReplyName):
        return "2026-10-02-one"  # no other would be accepted
    mark = mark_of(path, key.name, word)
    match key.reader:
        case Choice(options):
            return options[word == "beta"]
        case Date():
            return f"200{int(word == 'beta')}-01-01"
        case Flag():
            return str(word == "beta").lower()
        case Language():
            return "de" if word == "beta" else "fr"
        case WebAddress():
            return f"https://example.org/{mark}"
        case ListOf(MappingOf(keys)):
            return [{one.name: make_value(path, replace(one, name=f"{key.name}{one.name}"), word) for one in keys}]
        case ListOf():
            return [mark]
        case Name():
            return mark
    return f"A {mark}"


def write_removed(word: str, *, removed: bool) -> Files:
    """A file for each place with a value for every key that does not stay, and a text, all with this word."""
    files = {}
    for path, kind in PLACES.items():
        values = {key.name: make_value(path, key, word) for key in withheld_keys(kind)}
        body = values.pop("body")
        values |= {"date": "2026-10-03" if path.endswith("two.yml") else "2026-10-02"}
        values |= {"updated": "2026-11-05", **({"removed": "it named a person"} if removed else {})}
        front = "".join(f"{name}: {json.dumps(value)}\n" for name, value in values.items())
        files[path] = f"---\n{front}---\n\n{body}\n" if path.endswith(".md") else f"{front}body: {body}\n"
    return files


def find_marks(word: str) -> dict[str, str]:
    """Each mark with what it is the value of; names of one of few, or of something on the site, have none."""
    marks: dict[str, str] = {}
    for path, kind in PLACES.items():
        for key in withheld_keys(kind):
            text = json.dumps(make_value(path, key, word))
            marks |= dict.fromkeys(re.findall(rf"[a-z]+{word}\b", text), f"{path} {key.name}")
    return marks


def build(project: Path, posts: Files, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Build the site here, with the table of keys as it is here."""
    write_tree(project, {"mkdocs.yml": MKDOCS_YML, "docs/index.md": HOME})
    write_tree(project / "posts", posts)
    monkeypatch.setenv("PARLEY_CACHE", str(project / "cache"))
    site = project / "site"
    adapter.build(load_project(project / "mkdocs.yml", site), Output(site), Workers())
    return site


def read_all(site: Path) -> Iterator[tuple[str, str]]:
    """The texts of all files, those of the index unpacked."""
    for file in site.rglob("*"):
        if file.is_file():
            data = file.read_bytes()
            data = gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data
            yield file.relative_to(site).as_posix(), data.decode(errors="replace").lower()


def test_what_was_removed_is_in_nothing_that_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    marks = find_marks("alpha")
    site = build(tmp_path / "one", {**ALIVE, **write_removed("alpha", removed=False)}, monkeypatch)
    lost = {about for mark, about in marks.items() if not any(mark in text for _, text in read_all(site))}
    assert not lost, "what is not on the site before cannot be looked for afterwards"

    build(tmp_path / "one", write_removed("alpha", removed=True), monkeypatch)
    found = {f"{marks[mark]} in {name}" for name, text in read_all(site) for mark in marks if mark in text}
    assert not found
    page = (site / "discussions/gone/index.html").read_text(encoding="utf-8")
    assert page.count("it named a person") >= 3
    assert "Not so." in page

    other = build(tmp_path / "two", {**ALIVE, **write_removed("beta", removed=True)}, monkeypatch)
    assert digest(site) == digest(other), "what is made of a removed file tells what the file says"


def test_commands_show_nothing_of_what_was_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    marks = find_marks("alpha")
    monkeypatch.chdir(tmp_path)
    write_tree(tmp_path, {"mkdocs.yml": MKDOCS_YML})
    said: dict[bool, str] = {}
    for removed in (False, True):
        write_tree(tmp_path / "posts", {**ALIVE, **write_removed("alpha", removed=removed)})
        texts = [
            CliRunner().invoke(main, arguments).output
            for slug in ("discussions/gone", "practices/went", "alpha-talk")
            for arguments in (["show", slug], ["preview", slug, "--to", f"{removed}.html"])
        ]
        files = [file.read_text(encoding="utf-8") for file in tmp_path.glob(f"{removed}*.html")]
        said[removed] = "\n".join((*texts, *files, CliRunner().invoke(main, ["stats"]).output)).lower()
    assert sum(mark in said[False] for mark in marks) > len(PLACES)
    assert [marks[mark] for mark in marks if mark in said[True]] == []
    assert "it named a person" in said[True]


@pytest.mark.parametrize("kind", ADDED)
def test_only_what_a_stub_needs_is_marked_to_stay(kind: str) -> None:
    keys = KINDS[kind].yaml_keys
    assert {key.name for key in keys if key.stays} == STAYS & {key.name for key in keys}
    assert {"date", "updated", "removed", "aliases"} <= {key.name for key in keys if key.stays}


def test_a_removed_contribution_is_made_of_what_stays_alone(tmp_path: Path) -> None:
    posts = write_tree(tmp_path, {**ALIVE, **write_removed("alpha", removed=True)})
    removed = [item for item in load_library(posts, now=NOW).contributions() if item.removed]
    assert {item.path for item in removed} == PLACES.keys()
    for item in removed:
        kept = STAYS | {"path", "id", "kind", "page", "added"}
        values = {name: getattr(item, name) for name in all_fields(type(item)) if name not in kept}
        assert not any(values.values()), values
        assert not any(value for _, value in item.added), item.added
        assert {"author", "body", "sources", "book"} <= values.keys()


def all_fields(model: type) -> Iterable[str]:
    return getattr(model, "__dataclass_fields__", {})


@pytest.mark.parametrize(("path", "kind"), PLACES.items())
def test_data_of_a_removed_contribution_brings_nothing_back(path: str, kind: str) -> None:
    post: dict[str, Any] = {
        "path": path,
        "kind": DECLARED.name_of(kind),
        "id": "x",
        "address": "/x/",
        "date": "2026-10-01",
    }
    post |= {"updated": "2026-11-05", "removed": "it named a person"}
    folder = path.partition("/replies/")[0]
    opened = {**post, "path": f"{folder}/post.md", "kind": "discussion" if "disc" in path else "practice"}
    tags = [{"slug": "law", "title": "Law", "summary": "Allowed."}]
    data = {"format": "parley-thread/1", "replies": [], "post": post, "people": {}, "tags": tags}
    data |= {"post": opened, "replies": [post]} if kind == "reply" else {}
    assert path in parse_thread_data(data, KINDS)
    for key in withheld_keys(kind):
        item: Mapping[str, Any] = {**post, key.name: make_value(path, key, "alpha")}
        with pytest.raises(InvalidPosts) as caught:
            parse_thread_data({**data, "post": item} if kind != "reply" else {**data, "replies": [item]}, KINDS)
        assert [problem.rule for problem in caught.value.problems] == ["unknown-key"], key.name
