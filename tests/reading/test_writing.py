"""A library to the texts of its files: loading them gives the same library again."""

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from declared import DECLARED, KINDS, check_posts, load_library
from parley.checking.check import Check
from parley.model.characters import remove_hidden
from parley.model.entries import Comparison, Discussion, Moment, Person, Reply, Source, Tag, kind_of
from parley.model.library import Library
from parley.reading.mending.blocks import Line
from parley.reading.mending.body import mend_markdown
from parley.reading.mending.head import mend_keys
from parley.reading.mending.repairs import Mended
from parley.reading.writing import Item, file_keys, render_file, render_keys
from support import FORUM, GOOD, NOW, Files, write_tree

Tree = Callable[[Files], Path]
DAY = Moment.from_day(datetime(2026, 10, 1).date())
ABOUT_CONTENT = {
    "bad-link",
    "contact-data",
    "deep-nesting",
    "handle-imitation",
    "mixed-script",
    "empty-body",
    "not-shown",
    "conflict-marker",
    "misleading-link",
    "secret",
    "too-costly",
}
"""Rules about what a text says; a random text may break them, however well its file is written."""

FRAGMENTS = (
    r"--- ... : # ' '' - > { } [ ] , &a *b !t % @ ` null 404 1e3 ~ << = ? | |2 \ \n é 🙂 👩‍🚀 שלום ا word".split()
    + '" : | #|\t| |  |\u00a0|\u3000|\u200d|\ufffd|word |\n|\n\n|\n---\n|\n  '.split("|")
)
CHARACTERS = st.characters(exclude_categories=["Cs", "Cc"])
TEXTS = st.lists(st.sampled_from(FRAGMENTS) | CHARACTERS, max_size=60).map(
    lambda parts: mend_markdown(remove_hidden("".join(parts))).text
)


def with_word(text: str) -> str:
    """The schema asks for a letter or a digit."""
    return text if any(char.isalnum() for char in text) else f"{text}a"


def fill_library(text: str, ending: str, opened: Moment, changed: Moment | None) -> Library:
    """A library with one text, as far as each key can hold it, in all places that hold any."""
    line, block = " ".join(with_word(text[:39]).split("\n")).strip(), with_word(text.strip("\n"))
    source = Source(line, "https://example.org/a:b#c?d=[e],f&g", line, "law")
    common: dict[str, Any] = {
        "author": "404",
        "date": opened,
        "updated": changed,
        "sources": (source, Source(f"{line}2", "http://é.example/:")),
        "body": block,
    }
    post: dict[str, Any] = {"title": line, "tags": ("true", "law"), "summary": line, "pinned": True, **common}
    parts = {key.name: block for key in KINDS["comparison"].markdown}
    discussion = Discussion(
        path=f"discussions/one/post.{ending}", id="one", questions=(line, f"{line}?"), aliases=("0x1", "null"), **post
    )
    practice = Comparison(
        path=f"practices/two/post.{ending}",
        id="two",
        kind="practice",
        discussions=("one",),
        added=tuple(parts.items()),
        **post,
    )
    practice = (
        replace(practice, pinned=False, added=tuple(list(parts.items())[:-1]), body="") if ending == "md" else practice
    )
    reply = Reply(path=f"practices/two/replies/three.{ending}", id="three", stance="both", **common)
    answer = Reply(
        path=f"practices/two/replies/x.{ending}", id="x", reply_to="three", author="b", date=opened, body="a"
    )
    return Library(
        (discussion,),
        (practice,),
        {("practices", "two"): (reply, answer)},
        {"404": Person("404", "Ana", "maintainer", "https://example.org/#me", line, "people/404.yml")},
        {slug: Tag(slug, line, line) for slug in ("true", "law")},
        declaration=DECLARED,
    )


MOMENTS = st.datetimes(datetime(1970, 1, 1), datetime(2026, 11, 20), timezones=st.just(UTC)).map(
    lambda at: Moment(at.replace(microsecond=0)) if at.second % 2 else Moment.from_day(at.date())
)


def render_library(library: Library) -> dict[str, str | bytes]:
    tag = next(iter(library.tags), "")
    files: dict[str, str | bytes] = {"tags.yml": yaml.safe_dump([asdict(tag) for tag in library.tags.values()])}
    replies = [reply for group in library.replies.values() for reply in group]
    items: list[Item] = [*library.posts(), *replies, *library.people.values()]
    return files | {item.path: render_file(item, KINDS, stand_in_tag=tag) for item in items}


def check(files: Files) -> Check:
    with tempfile.TemporaryDirectory() as folder:
        return check_posts(write_tree(Path(folder), files), now=NOW)


@given(TEXTS, st.sampled_from(["md", "yml"]), MOMENTS)
@settings(deadline=None)
def test_what_was_written_is_loaded_as_it_was(text: str, ending: str, opened: Moment) -> None:
    changed = Moment(opened.at + timedelta(days=2))
    library = fill_library(text, ending, opened, changed if opened.exact else None)
    found = check(render_library(library))
    assert {problem.rule for problem in found.problems} <= ABOUT_CONTENT, found.problems
    assert found.library in (None, library)


@given(TEXTS.map(lambda text: text.replace("\n", " ")))
def test_every_reader_of_yaml_takes_a_text_for_a_text(text: str) -> None:
    read = yaml.safe_load(render_file(Person("ana", f"x{text}", about=f"{text}x"), KINDS))
    assert read == {"name": f"x{text}", "role": "contributor", "about": f"{text}x"}


@pytest.mark.parametrize(
    "text", ["no", "Null", "~", "404", "1_000", "1e3", "0x1F", "0o17", ".inf", "12:30", "=", "2026.5"]
)
def test_what_other_readers_take_for_another_type_stands_in_quotes(text: str) -> None:
    assert render_file(Person("ana", text), KINDS).startswith(f'name: "{text}"\n')


def test_characters_that_no_file_may_hold_are_escaped() -> None:
    name = "a\x08b\u202ec\u2028d\ufeffe\x85f\rg\nh\U000e0001"
    text = render_file(Person("ana", name), KINDS)
    assert text.isascii()
    assert yaml.safe_load(text)["name"] == name


def test_a_file_reads_as_a_person_would_write_it() -> None:
    post = Discussion(
        path="discussions/one/post.md",
        id="one",
        author="404",
        date=DAY,
        updated=Moment(datetime(2026, 10, 2, 9, 30, tzinfo=UTC)),
        title="One: or two?",
        tags=("law", "sales"),
        summary='Half a "school"',
        sources=(Source("RFC 1855", "https://example.org/#a", "1995", "guide"), Source("B", "https://example.org/b")),
        pinned=True,
        locked="it's over",
        aliases=("uno",),
        questions=("Why?", "- or not"),
        body="Text: *as it is*.\n\n---\n\tend",
    )
    assert render_file(post, KINDS) == (
        "---\n"
        'title: "One: or two?"\n'
        'author: "404"\n'
        "date: 2026-10-01\n"
        "updated: 2026-10-02T09:30:00Z\n"
        "tags: [law, sales]\n"
        'summary: Half a "school"\n'
        "sources:\n"
        "  - name: RFC 1855\n"
        "    url: https://example.org/#a\n"
        '    date: "1995"\n'
        "    kind: guide\n"
        "  - name: B\n"
        "    url: https://example.org/b\n"
        "locked: it's over\n"
        "pinned: true\n"
        "aliases: [uno]\n"
        "questions:\n"
        "  - Why?\n"
        '  - "- or not"\n'
        "---\n"
        "\n"
        "Text: *as it is*.\n\n---\n\tend\n"
    )


def test_a_long_text_is_folded_and_a_text_with_lines_keeps_them(tree: Tree) -> None:
    long = "The word of a contributor is given back as it was. " * 4 + "End."
    files = {
        **GOOD,
        "practices/first-meeting/post.yml": str(GOOD["practices/first-meeting/post.yml"])
        .replace("Shake hands.", f"'{long}'")
        .replace("Meet online.", "|2\n    indented\n\n  not\n"),
    }
    practice = load_library(tree(files), now=NOW).comparisons[0]
    text = render_file(practice, KINDS)
    assert "old_school: >-\n  The word" in text
    assert "new_school: |2\n    indented\n\n  not\n" in text
    assert max(map(len, text.splitlines())) <= 120


def test_keys_stand_in_the_order_of_the_schema(tree: Tree) -> None:
    library = load_library(FORUM / "posts", now=NOW)
    for post in library.posts():
        order = [key.name for key in KINDS[kind_of(post)].keys]
        written = list(file_keys(post, KINDS))
        assert written == [name for name in order if name in written]


@pytest.mark.parametrize("posts", [None, FORUM / "posts"], ids=["small", "forum"])
def test_every_file_can_be_written_anew(tree: Tree, tmp_path: Path, posts: Path | None) -> None:
    library = load_library(posts or tree(GOOD), now=NOW)
    assert load_library(write_tree(tmp_path / "anew", render_library(library)), now=NOW) == library


REMOVED: Mapping[str, str | bytes] = {
    path: str(text).replace(
        "author:", f"updated: 2026-10-05\nremoved: it named a person\naliases: [former-{number}]\nauthor:"
    )
    for number, (path, text) in enumerate(GOOD.items())
}


def test_a_removed_contribution_is_loaded_as_removed_again(tree: Tree, tmp_path: Path) -> None:
    library = load_library(tree({**GOOD, **REMOVED}), now=NOW)
    files = render_library(library)
    assert "One is enough" not in str(files)
    assert load_library(write_tree(tmp_path / "anew", files), now=NOW) == library


@given(TEXTS, st.sampled_from(["md", "yml"]), MOMENTS)
@settings(deadline=None)
def test_what_was_written_has_nothing_to_be_mended(text: str, ending: str, opened: Moment) -> None:
    library = fill_library(text, ending, opened, None)
    replies = [reply for group in library.replies.values() for reply in group]
    items: list[Item] = [*library.posts(), *replies, *library.people.values()]
    for item in items:
        written = render_file(item, KINDS)
        head = written.split("---\n", 2)[1] if written.startswith("---\n") else written
        lines = head.removesuffix("\n").split("\n")
        kind = KINDS[kind_of(item)]
        mended = mend_keys(item.path, [Line(at, line) for at, line in enumerate(lines, 1)], kind, {}, as_it_is)
        assert mended.repairs == []
        assert mended.lines == lines


def as_it_is(text: str, *, is_line: bool = False) -> Mended:
    return Mended(text)


def test_numbers_and_yes_or_no_stand_without_quotes() -> None:
    assert render_keys({"a": 2.5, "b": True, "c": 3}) == "a: 2.5\nb: true\nc: 3\n"
