"""A long thread is cut into pages, and whatever leads to a reply leads to the page that it stands on."""

import html
import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alone import find_differences, write_mixed
from building.test_rebuilding import Project
from declared import load_library
from microdata import read_microdata
from model.test_threads import forests, reply
from parley.model import sheets, urls
from parley.model.entries import Reply
from parley.model.lookup import parse_place
from parley.model.settings import Settings
from parley.model.sheets import NEAR, SIZE, cut_thread, number_replies
from parley.model.threads import order_by_date
from parley.rendering.pages import build_pages, moderation, people
from parley.rendering.pages.listing import lists
from parley.rendering.pages.thread import build_rows
from parley.rendering.search import documents
from parley.rendering.search.indexer import Indexer
from parley_mkdocs.settings import read_settings
from support import GOOD, NOW, Files, digest, write_project

FOLDER = "discussions/two-follow-ups"
ADDRESS = "http://127.0.0.1:8000/"


def numbered(replies: Sequence[Reply]) -> tuple[Reply, ...]:
    return number_replies(order_by_date(replies))


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages of three replies."""
    monkeypatch.setattr(sheets, "SIZE", 3)
    monkeypatch.setattr(sheets, "NEAR", 2)


@pytest.fixture(autouse=True)
def whole(request: pytest.FixtureRequest) -> None:
    """Hypothesis draws many examples within one patch."""
    if "small" not in request.fixturenames and "forest" in request.node.name:
        request.getfixturevalue("small")


@given(forests())
def test_a_page_of_a_forest_is_filled_before_the_next_begins(replies: list[Reply]) -> None:
    pages = [one.page for one in numbered(replies)]
    assert sorted(pages) == [1 + at // 3 for at in range(len(replies))]


@given(forests())
def test_in_a_forest_no_answer_stands_on_a_page_before_what_it_answers(replies: list[Reply]) -> None:
    page = {one.id: one.page for one in numbered(replies)}
    assert all(page[one.reply_to] <= page[one.id] for one in replies if one.reply_to)


@given(forests(), st.data())
def test_one_more_reply_moves_nothing_in_a_forest(replies: list[Reply], data: st.DataObject) -> None:
    """Whatever it answers, and however deep."""
    to = data.draw(st.sampled_from(["", *(one.id for one in replies)]))
    before = {one.id: one.page for one in numbered(replies)}
    after = {one.id: one.page for one in numbered([*replies, reply("new", to, 1000)])}
    assert {name: page for name, page in after.items() if name != "new"} == before
    assert after["new"] == max(after.values())


@given(forests(), st.integers(0, 5))
def test_what_a_late_reply_moves_in_a_forest_is_found_from_its_former_page(replies: list[Reply], minute: int) -> None:
    before = {one.id: one.page for one in numbered(replies)}
    after = numbered([*replies, reply("late", "", minute)])
    leads = {sheet.number: {one.id for one in sheet.elsewhere} for sheet in cut_thread(after)}
    moved = [one for one in after if one.id in before and one.page != before[one.id]]
    assert all(one.page == before[one.id] + 1 and one.id in leads[before[one.id]] for one in moved)


@given(forests())
def test_the_pages_of_a_forest_hold_every_reply_once_and_the_first_an_anchor_for_each(replies: list[Reply]) -> None:
    cut = cut_thread(numbered(replies))
    shown = [node.reply.id for sheet in cut for node in sheet.nodes]
    assert sorted(shown) == sorted(one.id for one in replies)
    assert {node.reply.id for node in cut[0].nodes} | {one.id for one in cut[0].elsewhere} == set(shown)
    assert [sheet.before for sheet in cut] == [sum(len(other.nodes) for other in cut[:at]) for at in range(len(cut))]


@given(forests())
def test_lists_of_a_forest_open_and_close_in_pairs_on_each_page(replies: list[Reply]) -> None:
    for sheet in cut_thread(numbered(replies)):
        open_lists = open_items = 0
        for row in build_rows(sheet):
            open_lists -= row.ends_lists
            open_items -= row.ends_lists + row.ends_item
            open_lists += row.begins_list
            open_items += 1
            assert open_items == open_lists == row.node.level + 1


@pytest.mark.slow
@pytest.mark.parametrize("shape", ["star", "chain", "flat"])
def test_twenty_thousand_replies_of_any_shape_are_cut_in_one_go(shape: str) -> None:
    answered = {"star": ["r0"] * 20_000, "chain": [f"r{n}" for n in range(20_000)], "flat": [""] * 20_000}[shape]
    answers = [reply(f"r{n}", answered[n - 1], n) for n in range(1, 20_000)]
    cut = cut_thread(numbered([reply("r0"), *answers]))
    assert [len(sheet.nodes) for sheet in cut] == [SIZE] * (20_000 // SIZE)
    assert max(len(sheet.elsewhere) for sheet in cut[1:]) == NEAR
    away = [way for sheet in cut for row in build_rows(sheet) for way in row.away]
    assert len(away) == {"star": len(cut) - 1, "chain": len(cut) - 1, "flat": 0}[shape]


def test_an_answer_dated_before_what_it_answers_still_comes_after_it(small: None) -> None:
    """A day counts as its first second; within a day that is before every reply with a time."""
    early = [reply(f"r{n}", minute=n + 60) for n in range(4)]
    pages = {one.id: one.page for one in numbered([*early, reply("answer", "r3", 0)])}
    assert pages == {"r0": 1, "r1": 1, "r2": 1, "r3": 2, "answer": 2}


def test_of_what_a_reply_is_tied_to_a_page_depends_on_what_stands_on_others(small: None) -> None:
    chain = [reply(f"r{n}", f"r{n - 1}" if n else "", n) for n in range(4)]
    first, second = cut_thread(numbered([*chain, reply("late", "r0", 5)]))
    others = {
        one: [other.id if other else None for other, _ in sheet.ties[one].list_others(sheet.number)]
        for sheet, one in ((first, "r0"), (first, "r1"), (second, "r3"), (second, "late"))
    }
    assert others == {
        "r0": [None, None, None, None, "late"],
        "r1": [None, None, None, "late"],
        "r3": ["r2", "r0", None, None],
        "late": ["r0", None, "r1", None],
    }


def test_a_thread_as_long_as_a_page_is_left_as_it_is() -> None:
    replies = numbered([reply(f"r{n}", minute=n) for n in range(SIZE)])
    assert {one.page for one in replies} == {1}
    assert len(cut_thread(replies)) == 1
    assert cut_thread(())[0].is_whole


# Whole sites of small pages


def _reply(day: int, to: int = 0, text: str = "", author: str = "ana", extra: str = "") -> tuple[str, str]:
    head = f"author: {author}\ndate: 2026-10-{day:02}\n" + (f"reply_to: r-{to}\n" if to else "") + extra
    return f"replies/r-{day}.md", f"---\n{head}---\n\n{text or f'Reply {day}.'}\n"


LONG: Files = dict(
    [
        _reply(2, text="See [the last](#reply-r-12), [the first](#reply-r-2) and [one removed](#reply-r-7)."),
        _reply(3, 2, author="mia"),
        _reply(4, author="the-host", extra="school: old\n"),
        _reply(5, 2),
        _reply(6, 5, "Look at [that](/discussions/two-follow-ups/page/2/#reply-former) and [this](#reply-r-2)."),
        _reply(7, 2, extra="removed: spam\nupdated: 2026-10-20\n"),
        _reply(8, 7),
        _reply(9, 4, extra="aliases: [former, first-of-all]\n"),
        _reply(10, 2, "A note[^1], and [up](#reply-r-3).\n\n[^1]: Here."),
        _reply(11, 10),
        _reply(12, 2),
    ]
)
PRACTICE = "practices/first-meeting"
CUT: Files = {
    **{path: text for path, text in GOOD.items() if "/replies/" not in path},
    **{f"{folder}/{path}": text for folder in (FOLDER, PRACTICE) for path, text in LONG.items()},
    f"{FOLDER}/post.md": str(GOOD[f"{FOLDER}/post.md"]).replace("tags:", "aliases: [before]\ntags:")
    + "\nThe [last](#reply-r-12).\n",
    f"{PRACTICE}/post.yml": str(GOOD[f"{PRACTICE}/post.yml"])
    .replace("Shake hands.", "'See [it](/discussions/two-follow-ups/#reply-r-11).'")
    .replace("Say why.", "'As [he](#reply-r-12) says.'"),
    "discussions/other/post.md": str(GOOD[f"{FOLDER}/post.md"])
    + "\nSee [one](/discussions/two-follow-ups/#reply-r-9), [two](/discussions/before/#reply-first-of-all), "
    "[three](/practices/first-meeting/page/3/#reply-r-2).\n",
}
"""A discussion and a practice with four pages each, and links to them from everywhere."""

_ID = re.compile(r'\sid="([^"]*)"')
_HREF = re.compile(r'\shref="([^"]*)"')


def open_project(folder: Path, patch: pytest.MonkeyPatch) -> Project:
    patch.setenv("PARLEY_CACHE", str(folder / "cache"))
    project = write_project(folder / "project", CUT, home="# Home\n\n::: latest\n\n::: practice slug=first-meeting\n")
    patch.chdir(project)
    return Project(project, patch)


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, small: None) -> Project:
    """A project to change."""
    return open_project(tmp_path, monkeypatch)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """One that was built, to look at; with the documents for the search beside the site."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sheets, "SIZE", 3)
        patch.setattr(sheets, "NEAR", 2)
        project = open_project(tmp_path_factory.mktemp("cut"), patch)
        given: dict[str, str] = {}
        add = Indexer.add
        patch.setattr(Indexer, "add", lambda self, name, text: (given.update({name: text}), add(self, name, text))[1])
        project.build()
        (project.folder / "documents.json").write_text(json.dumps(given))
    return project


def find_reply_links(project: Project) -> Iterator[tuple[str, str]]:
    """Every link of a site to a reply, full, with the file that it stands in."""
    for file in sorted(project.site.rglob("*")):
        name = file.relative_to(project.site).as_posix()
        if file.suffix not in (".html", ".xml", ".json") or name.startswith(("assets/", "pagefind")):
            continue
        text = file.read_text()
        found = [html.unescape(link) for link in _HREF.findall(text)]
        if file.suffix != ".html":
            text = html.unescape(text)
            found += _HREF.findall(text)  # of the HTML in a feed
        found += re.findall(rf'"({ADDRESS}[^"#]*#reply-[^"]*)"', text)
        for link in found:
            if "#reply-" in link:
                yield name, urljoin(ADDRESS + name.removesuffix("index.html"), link)


def test_every_link_to_a_reply_leads_to_the_page_that_it_stands_on(built: Project) -> None:
    """But for links by a former address of a post, which leads on."""
    standing: set[str] = set()
    for file in built.site.rglob("index.html"):
        page = f"{ADDRESS}{file.parent.relative_to(built.site).as_posix()}/"
        for article in re.findall(r"<article class=\"pa-reply.*?</h3>", file.read_text(), re.DOTALL):
            standing.update(f"{page}#{anchor}" for anchor in _ID.findall(article))
    assert len(standing) == 2 * (11 + 2)
    links = [(name, link.replace("/before/", "/two-follow-ups/")) for name, link in find_reply_links(built)]
    assert sorted({(name, link) for name, link in links if link not in standing}) == []
    assert {"index.html", "feed.xml"} <= {name.rpartition("/")[2] for name, _ in links}
    assert {link for link in standing if not re.search("former|first-of-all", link)} <= {link for _, link in links}


def test_the_address_of_every_reply_as_it_was_before_the_thread_grew_leads_on_without_scripts(built: Project) -> None:
    for folder in (FOLDER, PRACTICE):
        first = (built.site / folder / "index.html").read_text()
        ways = dict(re.findall(r'<a id="(reply-[^"]*)" href="(page/[^"]*)">', first))
        here = set(_ID.findall(first))
        for name in (*(f"r-{day}" for day in range(2, 13)), "former", "first-of-all"):
            assert f"reply-{name}" in here
            if way := ways.get(f"reply-{name}"):
                page, anchor = way.split("#")
                assert f'id="{anchor}"' in (built.site / folder / page / "index.html").read_text()
        assert len(ways) == 8 + 2


def test_former_addresses_lead_to_the_same_pages(built: Project) -> None:
    for number in (2, 3, 4):
        text = (built.site / f"discussions/before/page/{number}/index.html").read_text()
        assert f'url=../../../../discussions/two-follow-ups/page/{number}/"' in text
    assert not (built.site / "discussions/before/page/5").exists()


def test_pages_lead_to_each_other_and_say_what_they_are(built: Project) -> None:
    pages = [(built.site / FOLDER / path / "index.html").read_text() for path in ("", "page/2", "page/3", "page/4")]
    titles = [re.findall(r"<title>(.*?)</title>", page)[0] for page in pages]
    assert titles == ["Two follow-ups? - Small", *(f"Two follow-ups?, page {n} - Small" for n in (2, 3, 4))]
    for number, page in enumerate(pages, 1):
        address = f"{ADDRESS}{urls.thread_page('discussions', 'two-follow-ups', number)}"
        assert f'<link rel="canonical" href="{address}">' in page
        assert page.count('rel="next" href="page/2/"' if number == 1 else f'rel="next" href="../{number + 1}/"') == (
            2 if number < 4 else 0
        )
        assert page.count('rel="prev" href="../../"' if number == 2 else f'rel="prev" href="../{number - 1}/"') == (
            2 if number > 1 else 0
        )
        assert f"<loc>{address}</loc>" in (built.site / "sitemap.xml").read_text()
        assert 'title="Two follow-ups?, page' not in page or f"{ADDRESS}{FOLDER}/feed.xml" in page
    assert "Page 1 of 4" in pages[0]
    newest = f"{datetime(2026, 10, 12, tzinfo=UTC).timestamp():.0f}"
    assert [re.findall('data-pa-latest="([^"]*)"', page) for page in pages] == [[newest], [], [], []]
    assert 'href="page/4/">Latest replies, page 4</a>' in pages[0]
    assert ">2 replies on page 2</a>" in pages[0]
    assert 'in reply to <a itemprop=parentItem href="../../#reply-r-2" data-pa-parent><bdi>ana</bdi></a>' in pages[1]


def test_a_page_tells_search_engines_of_its_own_comments(built: Project) -> None:
    told = []
    for path in ("", "page/2/", "page/3/", "page/4/"):
        text = (built.site / FOLDER / path / "index.html").read_text()
        [data] = read_microdata(text, f"{ADDRESS}{FOLDER}/{path}")
        assert data["url"] == f"{ADDRESS}{FOLDER}/"
        assert ("commentCount" in data) == (not path)
        ids = re.findall(r"'url': '([^']*#reply-[^']*)'", str(data))
        told += ids
        assert all(found.startswith(f"{ADDRESS}{FOLDER}/{path}#") for found in ids)
    assert len(told) == 11


def test_search_gets_a_document_for_each_page(built: Project) -> None:
    given = json.loads((built.folder / "documents.json").read_text())
    pages = [f"{FOLDER}/{page}" for page in ("", "page/2/", "page/3/", "page/4/")]
    assert [name for name in given if name.startswith(FOLDER)] == pages
    for name, text in given.items():
        assert ("<h1>" in text) == ("/page/" not in name)
        assert ('id="title|' in text) == ("/page/" in name)
    assert re.findall(r'id="reply-(r-\d+)\|', given[f"{FOLDER}/page/2/"]) == ["r-5", "r-6"]


@pytest.mark.parametrize("number", [pytest.param(1, marks=pytest.mark.slow), 2])
def test_every_page_of_a_cut_thread_is_that_of_its_thread_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, small: None, number: int
) -> None:
    folder = write_project(tmp_path / "project")
    write_mixed(folder / "posts", 12, 8)
    monkeypatch.setenv("PARLEY_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(folder)
    monkeypatch.setattr(documents, "LARGE", 10_000 if number == 1 else 10)
    project = Project(folder, monkeypatch)
    settings = read_settings(Path("mkdocs.yml"))
    for arguments in ((), ("--force",)):
        project.build(*arguments)
        assert find_differences(project.site, load_library(folder / "posts", now=NOW), settings) == []


def test_a_reply_makes_its_page_anew_and_the_first_and_leaves_the_others(site: Project) -> None:
    site.build()
    places = site.places()
    path, text = _reply(20, 3)
    site.write(f"posts/{FOLDER}/{path}", text)
    site.build()
    now = site.places()
    assert digest(site.site) == site.build_from_nothing()
    pages = {name for name in now if name.startswith(f"{FOLDER}/") and name.endswith("index.html")}
    made = {name for name in pages if now[name] != places.get(name)}
    assert made == {f"{FOLDER}/index.html", f"{FOLDER}/page/4/index.html"}


def test_a_reply_that_comes_late_moves_others_and_every_page_that_shows_it(site: Project) -> None:
    site.build()
    site.write(f"posts/{FOLDER}/replies/late.md", "---\nauthor: ana\ndate: 2026-10-03\n---\n\nLate.\n")
    site.build()
    assert digest(site.site) == site.build_from_nothing()
    site.change(f"posts/{FOLDER}/replies/r-3.md", "Reply 3", "Edited")
    site.build()
    assert digest(site.site) == site.build_from_nothing()


def test_below_the_size_no_byte_tells_of_pages(tree: Callable[[Files], Path], monkeypatch: pytest.MonkeyPatch) -> None:
    def draw() -> dict[str, str]:
        library = load_library(posts, now=NOW)
        return {page.address: page.render() for page in build_pages(library, Settings())}

    posts = tree(CUT)
    monkeypatch.setattr(sheets, "SIZE", 11)
    pages = draw()
    monkeypatch.setattr(sheets, "SIZE", 10**6)
    assert draw() == pages
    assert not any("/page/" in text for text in pages.values())


@pytest.mark.parametrize(
    "address", [f"/{FOLDER}/page/2/#reply-r-6", f"https://x.example/{FOLDER}/page/12/?a=b#reply-r-6"]
)
def test_an_address_with_a_page_names_its_reply(address: str) -> None:
    place = parse_place(address, ("discussions",))
    assert (place.slug, place.reply) == ("two-follow-ups", "r-6")


def test_a_link_to_a_page_of_a_thread_needs_a_reply_that_is_there(tree: Callable[[Files], Path]) -> None:
    assert urls.parse_internal("/discussions/x/page/2/#reply-a") == ("discussions", "x", "a")
    assert urls.parse_internal("/discussions/x/page/2/") is None
    assert urls.parse_internal("/discussions/x/page/two/#reply-a") is None


# Lists that have one page as long as they are short


@pytest.fixture
def short_lists(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two entries a page."""
    for module, name in ((lists, "NAMES"), (people, "NAMES"), (lists, "POSTS"), (moderation, "MOST")):
        monkeypatch.setattr(module, name, 2)


@pytest.mark.parametrize(
    ("name", "pages", "entries"),
    [
        ("people/", 5, {f"people/p{n}/" for n in range(7)} | {"people/mia/", "people/the-host/"}),
        ("tags/", 1, {f"tags/t{n}/" for n in range(7)}),
        ("practices/", 3, {f"practices/p{n}/" for n in range(5)}),
        ("archive/2026/", 6, {f"discussions/d{n}/" for n in range(7)}),
        ("moderation/", 2, {f"discussions/d0/#reply-r{n}" for n in range(5)}),
    ],
)
def test_a_long_list_is_cut_into_pages_and_loses_nothing(
    tree: Callable[[Files], Path], short_lists: None, name: str, pages: int, entries: set[str]
) -> None:
    found = {page.address: page for page in build_pages(load_library(tree(MANY), now=NOW), Settings(person_page=1))}
    parts = [address for address in found if re.fullmatch(rf"{name}(page/\d+/)?", address)]
    assert len(parts) == pages
    linked = {
        urljoin(ADDRESS + address, link).removeprefix(ADDRESS)
        for address in parts
        for link in _HREF.findall(found[address].render())
    }
    assert entries <= linked
    assert {address for address in linked if re.fullmatch(rf"{name}page/\d+/", address)} == {*parts} - {name}


def test_an_anchor_of_the_matrix_leads_on_from_its_first_page(tree: Callable[[Files], Path], short_lists: None) -> None:
    library = load_library(tree(MANY), now=NOW)
    found = {page.address: page.render() for page in build_pages(library, Settings(person_page=1))}
    ways = dict(re.findall(r'<a id="(practice-[^"]*)" href="(page/[^"]*)">', found["practices/"]))
    assert ways.keys() == {"practice-p2", "practice-p3", "practice-p4"}
    for anchor, way in ways.items():
        page, _, target = way.partition("#")
        assert target == anchor
        assert f'<tr id="{anchor}"' in found[f"practices/{page}"]


def test_letters_lead_to_the_page_on_which_they_begin(tree: Callable[[Files], Path], short_lists: None) -> None:
    library = load_library(tree(MANY), now=NOW)
    found = {page.address: page.render() for page in build_pages(library, Settings(person_page=1))}
    ways = re.findall(r'<a href="([^"]*)">([a-z])</a>', found["people/page/2/"])
    assert ways == [("../../../people/", "m"), ("../../../people/", "p"), ("../../../people/page/5/", "t")]


def test_a_short_list_has_one_page_and_no_letters(tree: Callable[[Files], Path]) -> None:
    found = {page.address: page.render() for page in build_pages(load_library(tree(MANY), now=NOW), Settings())}
    for address in ("people/", "tags/", "practices/", "archive/2026/", "moderation/"):
        assert "pa-pager" not in found[address]
        assert f"{address}page/1/" not in found


_PRACTICE = (
    str(GOOD[f"{PRACTICE}/post.yml"]).replace("[law, sales]", "[t0]").replace("discussions: [two-follow-ups]\n", "")
)
_POST = "---\ntitle: D\nauthor: p{0}\ndate: 2026-0{1}-01\ntags: [t{0}]\n---\n\nGo.\n"
_STUB = "---\nauthor: p0\ndate: 2026-02-01\nremoved: spam\nupdated: 2026-02-0{}\n---\n\nx\n"
MANY: Files = {
    "tags.yml": "".join(f"- {{slug: t{n}, title: Tag {n}, summary: Of {n}.}}\n" for n in range(7)),
    **{path: text for path, text in GOOD.items() if path.startswith("people/")},
    **{f"discussions/d{n}/post.md": _POST.format(n, n + 1) for n in range(7)},
    **{f"discussions/d0/replies/r{n}.md": _STUB.format(n + 2) for n in range(5)},
    **{f"practices/p{n}/post.yml": _PRACTICE for n in range(5)},
}
"""More of everything than stands on a page of two."""


def test_what_lists_count_leaves_out_removed_replies_of_earlier_pages(small: None) -> None:
    gone = replace(reply("r0"), removed="Spam.", updated=reply("r0").date)
    cut = cut_thread(numbered([gone, *map(reply, ("r1", "r2", "r3"))]))
    assert [(sheet.before, sheet.shown_before) for sheet in cut] == [(0, 0), (3, 2)]
