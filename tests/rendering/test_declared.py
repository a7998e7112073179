"""Sites of communities that have nothing in common but the program: what their settings declare, and nothing else."""

import contextlib
import json
import re
import shutil
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
import yaml
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

from declaring_sites import CO_OPERATIVE, SITES, write_site
from microdata import read_microdata
from parley.checking.loading import check_posts
from parley.commands.cli import main
from parley.commands.shared.common import read_settings
from parley.forge.issue_events import Event
from parley.forge.proposals import propose
from parley.model.library import Library
from parley.model.settings import LISTS, Settings
from parley.rendering import theme
from parley.rendering.search.documents import render_documents
from support import ROOT, build_site, run_parley, start_parley, write_tree

FOREIGN = re.compile(r"\b(?:outreach|schools?|practices?|(?:old|new)[ _-]school)\b", re.IGNORECASE)
"""What the program has no word for: the subject of the first site that was made with it."""

OFF = {"beekeepers": {"tags", "people", "latest"}, "co-operative": {"archive"}, "course": set[str]()}
ROOF = "discussions/new-roof"


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """The folder of each site, built; `parley build` is strict."""
    made = {name: write_site(tmp_path_factory.mktemp(name), name) for name in SITES}
    for folder in made.values():
        build_site(folder)
        call("forms", cwd=folder)
    return made


def call(*arguments: str, cwd: Path, code: int = 0) -> Result:
    """Run a command as `run_parley` does, within this process."""
    with contextlib.chdir(cwd):
        done = CliRunner(env={"COLUMNS": "200"}).invoke(main, arguments)
    assert done.exit_code == code, f"exit code {done.exit_code}, not {code}\n{done.output}"
    return done


def load(folder: Path) -> tuple[Library, Settings]:
    settings = read_settings(folder / "mkdocs.yml")
    check = check_posts(folder / "posts", declaration=settings.declaration)
    assert check.library is not None, check.problems
    return check.library, settings


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if name in ("href", "src", "action") and value]


def list_links(site: Path) -> Iterator[tuple[str, str]]:
    """Each page with each address on the site that it leads to."""
    for file in sorted(site.rglob("*.html")):
        page, parser = file.relative_to(site).as_posix(), _Links()
        parser.feed(file.read_text(encoding="utf-8"))
        for link in parser.found:
            way = urlsplit(urljoin(f"https://talk.example/{page}", link))
            if way.netloc == "talk.example":
                yield page, way.path.removeprefix("/")


def read_data(folder: Path) -> Any:
    return json.loads((folder / "site/assets/parley/write.json").read_text(encoding="utf-8"))


def read_page(folder: Path, address: str) -> str:
    return (folder / "site" / address / "index.html").read_text(encoding="utf-8")


def read_form(folder: Path, name: str) -> dict[str, Any]:
    """The fields of an issue form by their ids."""
    form = yaml.safe_load((folder / f".github/ISSUE_TEMPLATE/{name}.yml").read_text(encoding="utf-8"))
    return {field["id"]: field for field in form["body"] if "id" in field}


def list_options(folder: Path, command: str) -> set[str]:
    """The long options of a command."""
    told = call(command, "--help", cwd=folder).stdout
    return set(re.findall(r"^  (?:-\w, )?(--[a-z_-]+)", told, re.MULTILINE))


def draw_document(folder: Path, place: tuple[str, str]) -> str:
    library, settings = load(folder)
    post = next(post for post in library.posts() if post.place == place)
    return render_documents(post, library, theme.environment(library, settings), settings)[0]


# The words of another community.


NEUTRAL = (
    "docs/rules.md",
    "docs/parley/pages/command-line.md",
    "docs/guides/reply.md",
    "docs/parley/pages/import.md",
    "docs/parley/pages/declare.md",
)
"""Pages about the program that every site keeps."""


def test_the_program_has_no_word_for_the_subject_of_a_site() -> None:
    texts = {}
    for file in (*sorted((ROOT / "hooks").rglob("*")), *(ROOT / name for name in NEUTRAL)):
        if file.is_file() and "__pycache__" not in file.parts and "node_modules" not in file.parts:
            texts[file.relative_to(ROOT).as_posix()] = file.read_bytes().decode("utf-8", "replace")
    assert {Path(name).suffix for name in texts} >= {".py", ".html", ".js", ".css", ".svg", ".xml", ".json", ".md"}
    found = [f"{name}: {word[0]}" for name, text in texts.items() for word in FOREIGN.finditer(f"{name}\n{text}")]
    assert found == []


@pytest.mark.parametrize("name", SITES)
def test_no_word_of_another_community_is_on_a_site(sites: Mapping[str, Path], name: str) -> None:
    files = [file for file in (sites[name] / "site").rglob("*") if file.is_file()]
    ours = [file for file in files if not {"javascripts", "stylesheets"} & {part.name for part in file.parents}]
    assert len(ours) > 30
    for file in (*ours, *(sites[name] / ".github").rglob("*.yml")):
        if file.suffix in (".html", ".js", ".css", ".json", ".xml", ".yml"):
            assert not FOREIGN.search(file.read_text(encoding="utf-8")), file
    for command in ("reply", "new", "check", "schema"):
        assert not FOREIGN.search(call(command, "--help", cwd=sites[name]).stdout)


# What people are asked for.

ASKED: Mapping[str, dict[str, list[str]]] = {
    "beekeepers": {"reply": ["takes"], "discussion": []},
    "co-operative": {"reply": ["stance", "takes"], "discussion": ["budget"]},
    "course": {"reply": ["takes"], "discussion": []},
}
METHODS = [*(f"--{side}{ending}" for side in ("table", "graph", "code") for ending in ("", "-better-when")), "--rule"]
METHOD = {*METHODS}
ALWAYS = {"--author", "--body", "--file", "--posts", "--help"}


DONE = ("restored", "moved", "moved_to")
"""What maintainers say of a reply, on every site."""


@pytest.mark.parametrize("name", SITES)
def test_each_way_of_writing_asks_for_what_is_declared_and_nothing_else(sites: Mapping[str, Path], name: str) -> None:
    folder, asked, tags = sites[name], ASKED[name], [] if "tags" in OFF[name] else ["tags"]
    data = read_data(folder)
    parts = [option[2:].replace("-", "_") for option in METHODS] if name == "course" else []
    sides = ["stance"] if name == "co-operative" else []  # of who agrees
    keys = {kind: [key["name"] for key in keys] for kind, keys in data["keys"].items()}
    assert keys == {**asked, **({"comparison": parts} if parts else {})}
    assert re.findall(r"data-pa-key=\"(\w+)\"", data["form"]) == parts + asked["reply"] + asked["discussion"] + sides
    assert ("data-pa-tag" in data["form"]) is bool(tags)
    assert list(read_form(folder, "reply")) == ["discussion", "reply_to", *asked["reply"], "text"]
    assert list(read_form(folder, "discussion")) == ["title", *tags, "questions", *asked["discussion"], "text"]
    options = {kind: {f"--{key}" for key in keys} for kind, keys in asked.items()}
    assert list_options(folder, "reply") == {*ALWAYS, "--to", *options["reply"]}
    method = {*METHOD, "--discussion"} if name == "course" else set[str]()
    one = {*ALWAYS, "--slug", "--summary", "--question", "--config", *(f"--{tag[:-1]}" for tag in tags)}
    assert list_options(folder, "new") == one | options["discussion"] | method
    files = {
        kind: json.loads((folder / f"site/schema/{kind}.json").read_text(encoding="utf-8"))["properties"]
        for kind in ("reply", "discussion", "person")
    }
    graded = ["graded"] if name == "course" else []
    replied = [
        "author",
        "date",
        "updated",
        "reply_to",
        *asked["reply"],
        "language",
        "sources",
        "removed",
        *DONE,
        "aliases",
        *graded,
    ]
    assert list(files["reply"]) == [*replied, "body"]
    assert ("tags" in files["discussion"]) is bool(tags)
    assert ("budget" in files["discussion"]) is (name == "co-operative")
    assert (folder / "site/schema/method.json").is_file() is (name == "course")


def test_who_must_take_a_side_is_not_told_to_leave_it_empty(sites: Mapping[str, Path]) -> None:
    field = read_form(sites["co-operative"], "reply")["stance"]
    assert field["validations"] == {"required": True}
    assert field["attributes"]["label"] == "Where do you stand?"
    assert field["attributes"]["description"] == "Write agree, aside or object."
    assert '<option value="">choose one</option>' in read_data(sites["co-operative"])["form"]


def test_a_template_for_a_discussion_names_the_keys_that_are_asked_for(sites: Mapping[str, Path]) -> None:
    assert "%23%20budget%3A%20Budget" in read_page(sites["co-operative"], "discussions")
    assert "tags%3A" not in read_page(sites["beekeepers"], "discussions")


@pytest.mark.parametrize(
    ("name", "answers", "head"),
    [
        ("beekeepers", {}, {"title": "What now?"}),
        ("co-operative", {"Tags": "plans", "Budget in euros": "250"}, {"tags": ["plans"], "budget": 250}),
    ],
)
def test_an_issue_becomes_a_discussion_with_what_was_asked(
    sites: Mapping[str, Path], name: str, answers: Mapping[str, str], head: Mapping[str, Any]
) -> None:
    settings = read_settings(sites[name] / "mkdocs.yml")
    filled = {"Title of the discussion": "What now?", "Your opening post": "I wonder.", **answers}
    labels = [field["attributes"]["label"] for field in read_form(sites[name], "discussion").values()]
    body = "\n\n".join(f"### {label}\n\n{filled.get(label, '_No response_')}" for label in labels)
    event = Event(7, "eve", 77, datetime(2026, 11, 20, 12, tzinfo=UTC), body)
    made = propose(event, sites[name] / "posts", settings=settings)
    assert made.mistakes == ()
    assert made.draft
    assert head.items() <= yaml.safe_load(made.draft.text.split("---")[1]).items()


# Where it is shown.


def test_what_is_declared_has_its_place_on_pages(sites: Mapping[str, Path]) -> None:
    page = read_page(sites["co-operative"], ROOF)
    glance = page.partition('class="pa-glance"')[2].partition("</section>")[0]
    assert re.search(r"<dt>Budget in euros</dt> *<dd[^>]*>12000</dd>", glance)
    assert re.findall(r'<span class="pa-stance">([^<]+)<', page) == ["I agree", "I object", "I stand aside"]
    page = read_page(sites["course"], "discussions/homework")
    assert re.findall(r"Graded: <bdi>(\w+)", page.partition('class="pa-replies"')[2]) == ["Passed", "Draft"]
    page = read_page(sites["course"], "methods/adding")
    assert re.findall(r'class="pa-side__name">([^<]+)<', page) == ["By table", "By graph", "In code"]
    assert "What all three need" in page
    matrix = read_page(sites["course"], "methods")
    assert re.findall(r'<th scope="col"[^>]*>([^<]+)<', matrix)[:4] == ["Method", "By table", "By graph", "In code"]
    assert not (sites["beekeepers"] / "site/comparisons").exists()
    assert "House voices" not in read_page(sites["co-operative"], "people")  # it has none
    assert re.search(r"\d started</span>", read_page(sites["co-operative"], "people/in/2026-10"))
    assert "pa-stance" not in read_page(sites["beekeepers"], "discussions/winter-food")


def test_what_is_found_is_narrowed_and_ordered_by_it(sites: Mapping[str, Path]) -> None:
    document = draw_document(sites["co-operative"], ("discussions", "new-roof"))
    filters = set(re.findall(r'data-pagefind-filter="((?:stance|budget|school):[^"]+)"', document))
    assert filters == {"stance:agree", "stance:aside", "stance:object", "budget:12000"}
    assert 'data-pagefind-sort="budget:12000"' in document
    kept = (sites["co-operative"] / "site/assets/parley/frame.js").read_text(encoding="utf-8")
    names = {'name=\\"stance\\"', 'name=\\"budget.from\\"', 'name=\\"budget.to\\"', 'value=\\"budget\\"'}
    assert names <= set(re.findall(r'\w+=\\"[\w.]+\\"', kept))
    choices = json.loads((sites["co-operative"] / "site/search/choices.json").read_text(encoding="utf-8"))
    assert choices["budget"] == [["900", "900"], ["12000", "12000"]]
    document = draw_document(sites["course"], ("discussions", "homework"))
    assert set(re.findall(r'data-pagefind-filter="(graded:\w+)"', document)) == {"graded:passed", "graded:draft"}
    assert re.findall(r"\|(graded=\w*)", document) == ["graded=", "graded=passed", "graded=draft"]
    kept = (sites["beekeepers"] / "site/assets/parley/frame.js").read_text(encoding="utf-8")
    form = kept.partition("data-pa-search-form")[2].partition("data-pa-thread-tools")[0]
    assert set(re.findall(r'name=\\"(\w+)\\"', form)) == {"q", "kind", "author", "outcome", "year", "house", "sort"}


def test_feeds_have_a_category_for_each_side(sites: Mapping[str, Path]) -> None:
    feed = (sites["co-operative"] / "site" / ROOF / "feed.xml").read_text(encoding="utf-8")
    found = re.findall(r'<category term="(agree|aside|object)" scheme="([^"]+)" label="([^"]+)"', feed)
    scheme = "https://talk.example/schema/reply.json"
    assert sorted(found) == [(key, scheme, f"I {words}") for key, words in SIDES.items()]
    assert "Budget in euros: 12000" in feed


SIDES = {"agree": "agree", "aside": "stand aside", "object": "object"}


def test_a_thread_goes_out_and_comes_in_again_with_all_of_it(sites: Mapping[str, Path], tmp_path: Path) -> None:
    for name, folder in sites.items():
        schema = json.loads((folder / "site/schema/thread.json").read_text(encoding="utf-8"))
        for file in (folder / "site").rglob("thread.json"):
            if file.parent.name != "schema":
                data = json.loads(file.read_text(encoding="utf-8"))
                assert [one.message for one in Draft202012Validator(schema).iter_errors(data)] == []
        there = tmp_path / name
        shutil.copytree(folder, there, ignore=shutil.ignore_patterns("site", "posts", ".github"))
        tags = folder / "posts/tags.yml"
        write_tree(there / "posts", {"tags.yml": tags.read_text(encoding="utf-8")} if tags.is_file() else {})
        (there / "posts").mkdir(exist_ok=True)
        call("import", "parley", str(folder / "site"), "--to", "posts", cwd=there)
        before, after = load(folder)[0], load(there)[0]
        assert after.discussions == before.discussions
        assert after.comparisons == before.comparisons
        assert after.replies == before.replies
    data = json.loads((sites["co-operative"] / "site" / ROOF / "thread.json").read_text(encoding="utf-8"))
    assert data["post"]["budget"] == 12000
    assert [one.get("stance") for one in data["replies"]] == ["agree", "object", "aside", None]


def test_of_what_was_removed_nothing_is_left(sites: Mapping[str, Path]) -> None:
    page = read_page(sites["co-operative"], ROOF)
    removed = page.partition('aria-labelledby="reply-2026-10-05-dan"')[2].partition("</article>")[0]
    assert "Removed on" in removed
    assert "object" not in removed
    assert "object 1</span>" in page  # the other one
    data = json.loads((sites["co-operative"] / "site" / ROOF / "thread.json").read_text(encoding="utf-8"))
    assert set(data["replies"][-1]) == {"id", "date", "updated", "removed"}


# Lists that a site does without.

ADDRESSES = {
    "tags": "tags/",
    "people": "people/",
    "latest": "latest/",
    "archive": "archive/",
    "outcomes": "outcomes/",
    "digest": "digest/",
}


@pytest.mark.parametrize("name", SITES)
def test_a_list_that_is_off_is_neither_built_nor_linked(sites: Mapping[str, Path], name: str) -> None:
    site = sites[name] / "site"
    links = list(list_links(site))
    linked = {way for _, way in links}
    for page, way in links:
        assert not any(way.startswith(ADDRESSES[one]) for one in OFF[name]), page
        target = site / way / "index.html" if way.endswith("/") or not way else site / way
        assert target.is_file(), f"{page} leads to {way}"
    for one in LISTS:
        assert (site / ADDRESSES[one]).exists() is (one not in OFF[name])
        assert any(way.startswith(ADDRESSES[one]) for way in linked) is (one not in OFF[name]), one
    for file in site.rglob("*.xml"):
        for one in OFF[name]:
            assert f"https://talk.example/{ADDRESSES[one]}" not in file.read_text(encoding="utf-8"), file


def test_a_site_may_do_without_any_list(tmp_path: Path) -> None:
    folder = write_site(
        tmp_path, "beekeepers", "extra: {parley: {off: [tags, people, latest, archive, outcomes, digest, markdown]}}\n"
    )
    build_site(folder)
    site = folder / "site"
    assert {file.name for file in site.iterdir() if file.is_dir()} == {
        "assets",
        "discussions",
        "moderation",
        "pagefind",
        "schema",
        "search",
    }
    assert not [way for _, way in list_links(site) if way.startswith(tuple(ADDRESSES.values()))]
    assert "See also" not in read_page(folder, "discussions")
    # what was built without it is not taken for what is to be built with it
    write_site(folder, "beekeepers", "extra: {parley: {off: [tags]}}\n")
    build_site(folder)
    assert 'href="../../people/flora/"' in read_page(folder, "discussions/winter-food")


# A key that a newcomer adds.

ADDED = CO_OPERATIVE.replace(
    "    fields:\n",
    "    fields:\n"
    "      room:\n"
    "        type: choice\n"
    "        options: { hall: Great hall, yard: Back yard }\n"
    "        on: [discussion, reply]\n"
    "        label: Room needed\n"
    "        help: Leave it out if none is.\n"
    "        shown: byline\n"
    "        searched: true\n"
    "        filtered: true\n"
    "        sorted: true\n"
    "        term: contentLocation\n"
    "      minutes:\n"
    "        type: link\n"
    "        on: [reply]\n"
    "        label: Minutes\n"
    "        stays: true\n",
)
ADDED_POSTS = {
    f"{ROOF}/post.md": (
        "---\ntitle: A new roof\nauthor: flora\ndate: 2026-10-01\ntags: [plans]\nroom: hall\n---\n\nIt leaks.\n"
    ),
    f"{ROOF}/replies/2026-10-02-ana.md": (
        "---\nauthor: ana\ndate: 2026-10-02\nstance: agree\nroom: yard\n---\n\nPlease.\n"
    ),
    f"{ROOF}/replies/2026-10-05-dan.md": (
        "---\nauthor: dan\ndate: 2026-10-05\nupdated: 2026-10-06\nstance: object\nroom: hall\n"
        "minutes: https://minutes.example/\nremoved: spam\n---\n\nBuy mine.\n"
    ),
}


ARCHIVED = "_id: a1\nname: Eve\nmessage: No.\ndate: 2019-01-02T10:00:00Z\nplace: Back yard\n"


def test_a_field_that_is_added_in_one_place_is_everywhere(tmp_path: Path) -> None:
    folder = write_site(tmp_path, "co-operative", ADDED)
    write_tree(folder / "posts", ADDED_POSTS)
    build_site(folder)
    call("forms", cwd=folder)
    data, page = read_data(folder), read_page(folder, ROOF)
    for kind in ("reply", "discussion"):
        assert "room" in [key["name"] for key in data["keys"][kind]]  # the dialog, and what it sends as an issue
        assert ["room", "Room needed"] in data["forms"][kind]
        assert read_form(folder, kind)["room"]["attributes"] == {
            "label": "Room needed",
            "description": "Write hall or yard. Leave it out if none is.",
        }
        schema = json.loads((folder / f"site/schema/{kind}.json").read_text(encoding="utf-8"))
        assert schema["properties"]["room"] == {
            "description": "Leave it out if none is.",
            "enum": ["hall", "yard"],
        }
    assert read_form(folder, "discussion")["budget"]["attributes"]["description"] == "Write a number from 0."
    assert data["form"].count('<option value="hall">Great hall</option>') == 2
    assert {"--room"} <= list_options(folder, "reply") & list_options(folder, "new")
    assert re.findall(r"Room needed: <bdi><data itemprop=contentLocation value=\"([^\"]+)\">\1<", page) == [
        "Great hall",
        "Back yard",
    ]
    document = draw_document(folder, ("discussions", "new-roof"))
    assert {"room:hall", "room:yard"} == set(re.findall(r'data-pagefind-filter="(room:\w+)"', document))
    assert 'data-pagefind-sort="room:hall"' in document
    assert "Back yard" in document  # found by its words
    feed = (folder / "site" / ROOF / "feed.xml").read_text(encoding="utf-8")
    assert "Room needed: Great hall" in feed
    categories = re.findall(r'<category term="(\w+)" scheme="https://talk.example/schema/(\S+)" label="(.+?)"/>', feed)
    assert ("hall", "discussion.json#/properties/room", "Room needed: Great hall") in categories
    assert [one[1:] for one in categories if one[0] == "yard"] == [
        ("reply.json#/properties/room", "Room needed: Back yard")
    ]
    [data] = read_microdata(page, f"https://talk.example/{ROOF}/")
    assert (data["contentLocation"], data["comment"][0]["contentLocation"]) == ("Great hall", "Back yard")
    assert "contentLocation" not in data["comment"][-1]  # it was removed
    thread = json.loads((folder / "site" / ROOF / "thread.json").read_text(encoding="utf-8"))
    assert [thread["post"]["room"], thread["replies"][0]["room"]] == ["hall", "yard"]
    removed = thread["replies"][-1]
    assert (removed["minutes"], "room" in removed) == ("https://minutes.example/", False)  # it stays
    form = (folder / "site/assets/parley/frame.js").read_text(encoding="utf-8")
    assert 'name=\\"room\\"' in form  # narrows the search
    assert "Great hall" in read_page(folder, "discussions/~room/hall")  # and the list of discussions
    schema = json.loads((folder / "site/schema/thread.json").read_text(encoding="utf-8"))
    assert [one.message for one in Draft202012Validator(schema).iter_errors(thread)] == []
    thread["post"]["room"] = "cellar"
    assert list(Draft202012Validator(schema).iter_errors(thread))
    call("forms", "--editor", cwd=folder)
    editor = yaml.safe_load((folder / "docs/admin/config.yml").read_text(encoding="utf-8"))
    asked = {one["name"]: {field["name"]: field for field in one["fields"]} for one in editor["collections"][:2]}
    for kind in ("discussion", "discussion_replies"):
        assert [one["value"] for one in asked[kind]["room"]["options"]] == ["hall", "yard"]
    write_tree(tmp_path / "again", {"map.yml": "values: {room: place}\n", "data/old/1.yml": ARCHIVED})
    there = write_site(tmp_path / "again/site", "co-operative", ADDED)
    given = ("--to", "posts", "--tag", "plans", "--map", str(tmp_path / "again/map.yml"))
    call("import", "static", str(tmp_path / "again/data"), *given, cwd=there)
    assert "room: yard\n" in "".join(file.read_text() for file in (there / "posts/discussions").glob("*/replies/*"))
    shutil.rmtree(there / "posts/discussions")
    call("import", "parley", str(folder / "site"), "--to", "posts", cwd=there)
    assert load(there)[0].replies == load(folder)[0].replies
    reply = ("reply", "new-roof", "--author", "eve", "--body", "Yes.")
    assert "--stance" in call(*reply, "--room", "yard", cwd=folder, code=2).stderr
    call(*reply, "--stance", "agree", "--room", "yard", cwd=folder)
    (written,) = (folder / "posts" / ROOF / "replies").glob("*-eve-*.md")
    assert "stance: agree\nroom: yard\n" in written.read_text(encoding="utf-8")
    wrong = {
        f"{ROOF}/replies/2026-10-02-ana.md": ADDED_POSTS[f"{ROOF}/replies/2026-10-02-ana.md"].replace("yard", "yad")
    }
    write_tree(folder / "posts", wrong)
    told = call("check", cwd=folder).stdout
    assert "2026-10-02-ana.md:5:7: warning[undeclared]: room 'yad' must be one of hall, yard" in told
    assert "Did you mean 'yard'?" in told


def test_names_are_text_wherever_they_stand_and_a_page_of_the_docs_is_never_lost(tmp_path: Path) -> None:
    payload = """'"><script>alert(1)</script> | = : {{ 7*7 }}'"""
    settings = SITES["course"][0].replace("title: Methods", f"title: {payload}").replace("Graded", payload)
    settings = settings.replace("label:", "help: x\n        label:").replace("shown: byline", "shown: glance")
    folder = write_site(tmp_path, "course", settings)
    build_site(folder)
    for page in (folder / "site").rglob("*.html"):
        assert "<script>alert" not in page.read_text(encoding="utf-8"), page
    replies = read_page(folder, "discussions/homework").partition('class="pa-replies"')[2]
    assert '<dd dir="auto">Passed' in replies  # a reply has no glance
    write_tree(folder, {"docs/methods/adding.md": "# Mine\n"})
    told = start_parley("build", cwd=folder, code=2).stderr
    assert "docs/methods/adding.md has the address of posts/methods/adding/post.yml. Rename it." in told


@pytest.mark.parametrize(
    ("bounds", "written", "said"),
    [
        ("least: 0", "-1", "a number from 0"),
        ("most: 12345678.5", "12345679", "a number to 12345678.5"),
        ("{least: 1, most: 999999999999999}", "0", "a number from 1 to 999999999999999"),
        ("type: number", "many", "a number"),
    ],
)
def test_what_a_number_must_be_is_said_with_the_bounds_it_has(
    tmp_path: Path, bounds: str, written: str, said: str
) -> None:
    lines = "\n        ".join(bounds.strip("{}").split(", "))
    settings = CO_OPERATIVE.replace("        least: 0\n", "" if lines == "type: number" else f"        {lines}\n")
    folder = write_site(tmp_path, "co-operative", settings)
    post = folder / "posts" / ROOF / "post.md"
    post.write_text(post.read_text(encoding="utf-8").replace("budget: 12000", f"budget: {written}"), encoding="utf-8")
    assert f"budget '{written}' must be {said}\n" in call("check", cwd=folder).stdout


# Changing one's mind.


def test_another_name_keeps_old_files_valid(tmp_path: Path) -> None:
    renamed = CO_OPERATIVE.replace("budget:", "costs:").replace("type: number", "type: number\n        was: [budget]")
    renamed = renamed.replace(
        "object: { name: I object, many: object }", "against: { name: I am against, was: [object] }"
    )
    renamed = renamed.replace("question:", "key: view\n      was: [stance]\n      question:")
    folder = write_site(tmp_path, "co-operative", renamed)
    assert "nothing to fix" in call("check", cwd=folder).stdout
    library, _ = load(folder)
    post = next(post for post in library.discussions if post.id == "new-roof")
    assert post.get("costs") == "12000"
    assert [reply.stance for reply in library.replies_to(post)] == ["agree", "against", "aside", ""]
    build_site(folder)
    assert '<span class="pa-stance">I am against<' in read_page(folder, ROOF)
    schema = json.loads((folder / "site/schema/reply.json").read_text(encoding="utf-8"))
    old = {"author": "bob", "date": "2026-10-03", "stance": "object", "body": "No."}
    assert [one.message for one in Draft202012Validator(schema).iter_errors(old)] == []


def test_another_key_of_an_option_keeps_old_files_valid(tmp_path: Path) -> None:
    fields = (
        "      room: {type: choice, on: [reply], label: Room,\n"
        "        options: {hall: Hall, court: {name: Court, was: [yard]}}}\n"
        "      sizes: {type: choices, on: [discussion], label: Sizes, filtered: true,\n"
        "        options: {small: {name: Small, was: [s, xs]}, large: Large}}\n    off:"
    )
    folder = write_site(tmp_path, "co-operative", CO_OPERATIVE.replace("    off:", fields))
    reply, post = folder / f"posts/{ROOF}/replies/2026-10-02-ana.md", folder / f"posts/{ROOF}/post.md"
    reply.write_text(reply.read_text().replace("stance:", "room: yard\nstance:"))
    post.write_text(post.read_text().replace("budget:", "sizes: [s, large]\nbudget:"))
    assert "nothing to fix" in call("check", cwd=folder).stdout
    library, _ = load(folder)
    roof = next(post for post in library.discussions if post.id == "new-roof")
    assert (roof.get("sizes"), library.replies_to(roof)[0].get("room")) == (("small", "large"), "court")
    assert "sizes:small" in draw_document(folder, ("discussions", "new-roof"))
    made = json.loads(call("schema", "reply", cwd=folder).stdout)["properties"]["room"]
    assert made["enum"] == ["hall", "court", "yard"]


def test_lists_are_narrowed_to_each_value_that_was_chosen_without_a_script(tmp_path: Path) -> None:
    fields = (
        "      status: {type: choice, on: [discussion], label: Status, filtered: true,\n"
        "        options: {open: Open, aux: In a <b>drawer</b>, done: Done}}\n"
        "      sizes: {type: choices, on: [discussion, comparison], label: Sizes, filtered: true,\n"
        "        options: {small: Small, large: Large}}\n"
        "      urgent: {type: flag, on: [discussion], label: Urgent, filtered: true}\n"
        "      quiet: {type: choice, on: [discussion], label: Quiet, options: {a: A, b: B}}\n    off:"
    )
    sides = "    comparisons: {sides: {a: {heading: A}, b: {heading: B}}}\n    fields:"
    settings = CO_OPERATIVE.replace("    off:", fields).replace("    fields:", sides)
    folder = write_site(tmp_path, "co-operative", settings)
    roof, shed = (folder / f"posts/discussions/new-{name}/post.md" for name in ("roof", "shed"))
    roof.write_text(roof.read_text().replace("budget:", "status: aux\nsizes: [small, large]\nurgent: true\nbudget:"))
    shed.write_text(shed.read_text().replace("budget:", "status: open\nsizes: [large]\nquiet: a\nbudget:"))
    compared = "title: Red or green\nauthor: ana\ndate: 2026-10-05\ntags: [plans]\nsizes: [small]\na: Red.\nb: Green.\n"
    compared += "a_better_when: At noon.\nb_better_when: At night.\n"
    write_tree(folder / "posts", {"comparisons/red-or-green/post.yml": compared})
    run_parley("build", cwd=folder)
    site, front = folder / "site", read_page(folder, "discussions")
    [sizes] = re.findall(r"<p[^>]*pa-narrowing[^>]*><bdi>Sizes</bdi>:(.*?)</p>", front, re.DOTALL)
    assert re.findall(r'href="([^"]+)"><bdi>(\w+)</bdi></a> (\d)', sizes) == [
        ("../discussions/~sizes/small/", "Small", "1"),
        ("../discussions/~sizes/large/", "Large", "2"),
    ]
    assert '<a href="../search/?kind=discussion&amp;sort=budget">highest first</a>' in front
    assert "Quiet" not in front
    made = {file.parent.relative_to(site).as_posix() for file in site.glob("*/~*/*/index.html")}
    assert made == {
        *(f"discussions/~{one}" for one in ("status/open", "status/~aux", "sizes/small", "sizes/large", "urgent/yes")),
        "comparisons/~sizes/small",
    }, "a value that nobody chose has no page"
    page = read_page(folder, "discussions/~status/~aux")
    assert "Status: In a &lt;b&gt;drawer&lt;/b&gt;</bdi></h1>" in page
    assert ("A new roof" in page, "A new shed" in page) == (True, False)
    assert " aria-current=page><bdi>In a &lt;b&gt;drawer" in page
    assert "Red or green" in read_page(folder, "comparisons/~sizes/small")
    assert "/discussions/~urgent/yes/" in (site / "sitemap.xml").read_text()
    run_parley("build", cwd=folder)
    roof.write_text(roof.read_text().replace("status: aux", "status: open"))
    run_parley("build", cwd=folder)
    assert not (site / "discussions/~status/~aux").exists()
    assert ">Open</bdi></a> 2" in read_page(folder, "discussions")


def test_what_is_gone_is_told_stops_nothing_and_is_taken_out(tmp_path: Path) -> None:
    dropped = CO_OPERATIVE.replace("        object: { name: I object, many: object }\n", "")
    dropped = f"{dropped.partition('    fields:')[0]}    off: [archive]\n"
    folder = write_site(tmp_path, "co-operative", dropped)
    posts = folder / "posts"
    before = {file: file.read_bytes() for file in posts.rglob("*.*") if file.is_file()}
    told = call("check", cwd=folder).stdout
    assert told.count("warning[undeclared]") == 4  # two budgets, and one side in two replies
    assert "error" not in told
    gone = "4 files with something that mkdocs.yml doesn't declare: `parley check --fix --remove-undeclared`"
    assert gone in told
    said = run_parley("build", cwd=folder).stderr
    assert "a discussion has no key 'budget'" in said
    assert "stance 'object' must be one of agree, aside" in said
    assert gone in said
    page = read_page(folder, ROOF)
    assert "object" not in page.partition('class="pa-replies"')[2].partition("pa-invitation")[0]
    assert "12000" not in page
    assert "0 files changed." in call("check", "--fix", "--write", cwd=folder).stdout, "nobody asked for it"
    shown = call("check", "--fix", "--remove-undeclared", cwd=folder).stdout
    assert {"-budget: 12000", "-budget: 900", "-stance: object"} <= set(shown.split("\n"))
    assert not [line for line in shown.split("\n") if line.startswith("+") and not line.startswith("+++")]
    assert {file: file.read_bytes() for file in before} == before
    done = call("check", "--fix", "--remove-undeclared", "--write", cwd=folder).stdout
    assert "4 files changed." in done
    changed = {file for file, text in before.items() if file.read_bytes() != text}
    assert len(changed) == 4
    assert "nothing to fix" in call("check", cwd=folder).stdout


def test_of_a_value_that_does_not_fit_nothing_is_lost_that_does(tmp_path: Path) -> None:
    sizes = "      size: {type: choices, on: [discussion], label: Size, options: {a: A, b: B}, was: [old]}\n    off:"
    folder = write_site(tmp_path, "co-operative", CO_OPERATIVE.replace("    off:", sizes))
    roof, shed = (folder / f"posts/discussions/new-{name}/post.md" for name in ("roof", "shed"))
    roof.write_text(roof.read_text().replace("budget: 12000", "budget: 12000 EUR\nsize: [a, gone]"))
    shed.write_text(shed.read_text().replace("budget: 900", "size: [a]\nold: [b]"))
    told = call("check", cwd=folder).stdout
    assert "budget '12000 EUR' must be a number from 0" in told
    assert "size 'gone' must be one of a, b" in told
    assert "a discussion has 'size' under a former name as well" in told
    library, _ = load(folder)
    assert {post.id: post.get("size") for post in library.discussions} == {"new-roof": ("a",), "new-shed": ("a",)}
    fixed = call("check", "--fix", "--remove-undeclared", cwd=folder).stdout
    assert "-budget: 12000 EUR" in fixed
    assert "-size" not in fixed
    assert "-old" not in fixed


def test_a_number_that_is_none_is_told_to_who_writes_it(tmp_path: Path) -> None:
    folder = write_site(tmp_path, "co-operative", CO_OPERATIVE.replace("on: [discussion]", "on: [reply]"))
    given = ("reply", "new-shed", "--author", "ana", "--stance", "agree", "--body", "Yes.", "--budget")
    with contextlib.chdir(folder):
        done = CliRunner().invoke(main, [*given, "3x"])
    assert "budget '3x' must be a number from 0" in done.output
    assert "bug" not in done.output
    assert (done.exit_code, "Nothing was written." in done.output) == (1, True)


def test_a_file_that_only_a_person_can_change_keeps_no_other_from_being_changed(tmp_path: Path) -> None:
    folder = write_site(tmp_path, "co-operative", f"{CO_OPERATIVE.partition('    fields:')[0]}")
    odd = folder / "posts/discussions/new-roof/post.md"
    before = odd.read_text().replace("budget: 12000", "? budget\n: 12000")
    odd.write_text(before)
    told = call("check", "--fix", "--remove-undeclared", "--write", cwd=folder).output
    assert "new-roof/post.md can't be edited automatically; remove by hand: budget" in told
    assert "1 file changed." in told
    assert odd.read_text() == before
    assert "budget" not in (folder / "posts/discussions/new-shed/post.md").read_text()


def test_a_list_that_is_turned_off_leaves_no_post_wrong(tmp_path: Path) -> None:
    folder = write_site(tmp_path, "course", "extra: {parley: {off: [tags]}}\n")
    shutil.rmtree(folder / "posts/methods")
    told = call("check", cwd=folder).stdout
    assert "error" not in told
    assert "no key 'tags'" in told
    build_site(folder)
    assert not (folder / "site/tags").exists()
    call("check", "--fix", "--remove-undeclared", "--write", cwd=folder)
    assert "nothing to fix" in call("check", cwd=folder).stdout


# Who may set what, and what everybody is asked for.


def judge(tmp_path: Path, name: str, changed: Mapping[str, str], actor: str = "ana", code: int = 0) -> str:
    base, head = (write_site(tmp_path / side, name) for side in ("base", "head"))
    write_tree(head / "posts", changed)
    given = ("--base", str(base), "--head", str(head), "--actor", actor)
    done = call("check", *given, cwd=tmp_path, code=code)
    return done.stdout


GRADED = "discussions/homework/replies/2026-10-02-ana.md"


@pytest.mark.parametrize("value", ["graded: draft\n", ""])
def test_a_maintainers_field_is_refused_from_anybody_else(tmp_path: Path, value: str) -> None:
    text = f"---\nauthor: ana\ndate: 2026-10-02\n{value}---\n\nMy answer is four.\n"
    told = judge(tmp_path, "course", {GRADED: text}, code=1)
    assert "error[maintainers-key]: only a maintainer may" in told
    assert "error" not in judge(tmp_path / "again", "course", {GRADED: text}, "flora")


def test_a_maintainers_field_is_refused_in_what_is_new(tmp_path: Path) -> None:
    new = "discussions/homework/replies/2026-11-20-ana.md"
    text = "---\nauthor: ana\ndate: 2026-11-20\ngraded: passed\n---\n\nI know it now.\n"
    assert "only a maintainer may set 'graded'" in judge(tmp_path, "course", {new: text}, code=1)
    clean = judge(tmp_path / "again", "course", {new: text.replace("graded: passed\n", "")})
    assert "maintainers-key" not in clean


def test_a_side_that_must_be_taken_is_missed_in_a_new_reply_alone(tmp_path: Path) -> None:
    new = "discussions/new-shed/replies/2026-11-20-ana.md"
    text = "---\nauthor: ana\ndate: 2026-11-20\n---\n\nWhere would it stand?\n"
    told = judge(tmp_path, "co-operative", {new: text}, code=1)
    assert told.count("missing-answer") >= 1
    assert "2026-10-06-bob.md" not in told  # which has none, and is older than the question
    answered = text.replace("---\n\n", "stance: aside\n---\n\n")
    assert "missing-answer" not in judge(tmp_path / "again", "co-operative", {new: answered})
    old = "discussions/new-shed/replies/2026-10-06-bob.md"
    edited = "---\nauthor: bob\ndate: 2026-10-06\nupdated: 2026-11-27\n---\n\nWritten before, and edited.\n"
    assert "missing-answer" not in judge(tmp_path / "edited", "co-operative", {old: edited}, "bob")


@pytest.mark.parametrize(
    ("type", "written", "told"), [("date", "2026-12-24", "2026-12-24"), ("number", "0", "0"), ("flag", "yes", "true")]
)
def test_whatever_a_site_sorts_by_is_given_to_the_search(tmp_path: Path, type: str, written: str, told: str) -> None:
    settings = CO_OPERATIVE.replace(
        "    fields:\n",
        f"    fields:\n      due: {{type: {type}, on: [discussion], label: Due, sorted: true}}\n",
    )
    folder = write_site(tmp_path, "co-operative", settings)
    post = folder / f"posts/{ROOF}/post.md"
    post.write_text(post.read_text(encoding="utf-8").replace("budget:", f"due: {written}\nbudget:"), encoding="utf-8")
    drawn = draw_document(folder, ("discussions", "new-roof"))
    assert f'<meta data-pagefind-sort="due:{told}">' in drawn


def test_the_check_tells_of_forms_that_ask_for_something_else(tmp_path: Path) -> None:
    folder = write_site(tmp_path, "co-operative")
    assert "parley forms" not in call("check", cwd=folder).output, "a site may do without forms"
    call("forms", cwd=folder)
    assert "parley forms" not in call("check", cwd=folder).output
    settings = (folder / "mkdocs.yml").read_text(encoding="utf-8")
    (folder / "mkdocs.yml").write_text(
        settings.replace("Where do you stand?", "Which side is yours?"), encoding="utf-8"
    )
    assert (
        "The issue forms (reply) don't ask for what this site does: run `parley forms`."
        in call("check", cwd=folder).output
    )
