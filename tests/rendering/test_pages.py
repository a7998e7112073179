"""What readers get: the pages of a library, drawn without the host."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from declared import load_library
from parley.model import sheets, urls
from parley.model.library import Library
from parley.model.settings import Settings
from parley.model.sheets import cut_thread
from parley.rendering.heads import render_head
from parley.rendering.pages import Page, build_pages
from parley.rendering.pages.card import build_card
from parley.rendering.pages.listing import lists
from parley.rendering.pages.page import cut, cut_from_oldest
from parley.rendering.pages.redirects import build_moved
from parley.rendering.pages.thread import build_map
from parley.rendering.theme import environment
from support import GOOD, NOW, Files

Draw = Callable[..., Mapping[str, Page]]
FOLDER = "discussions/two-follow-ups"
ANA = f"{FOLDER}/replies/2026-10-02-ana.md"
BOB = f"{FOLDER}/replies/2026-10-03-bob.yml"
REMOVED = "author: ana\nupdated: 2026-10-05\nremoved: it named a person\n"


@pytest.fixture
def draw(tree: Callable[[Files], Path]) -> Draw:
    """The pages of GOOD with some files changed, by address."""

    def build(files: Files | None = None, **settings: object) -> Mapping[str, Page]:
        library = load_library(tree({**GOOD, **(files or {})}), now=NOW)
        return {page.address: page for page in build_pages(library, Settings(**settings))}  # type: ignore[arg-type]

    return build


def discussion(draw: Draw, files: Files | None = None, **settings: object) -> str:
    return draw(files, **settings)[urls.post("discussions", "two-follow-ups")].render()


def test_every_page_is_well_formed_and_has_one_title(draw: Draw) -> None:
    for page in draw().values():
        parsed = html5lib.HTMLParser(strict=True).parseFragment(page.render())
        assert len(parsed.findall(".//{http://www.w3.org/1999/xhtml}h1")) == 1, page.address


def test_ids_stand_once_on_a_page(draw: Draw) -> None:
    for page in draw().values():
        ids = [element.get("id") for element in html5lib.parseFragment(page.render()).iter() if element.get("id")]
        assert len(ids) == len(set(ids)), page.address


def test_every_link_within_the_site_leads_to_a_page_and_an_anchor(draw: Draw) -> None:
    pages = draw()
    for page in pages.values():
        parsed = html5lib.parseFragment(page.render(), namespaceHTMLElements=False)
        for link in parsed.findall(".//a[@href]"):
            href = link.get("href")
            if not href.startswith("http"):
                target, _, anchor = resolve(page.address, href).partition("#")
                assert target in pages, f"{page.address} leads to {href}"
                assert not anchor or f'id="{anchor}"' in pages[target].render(), f"{page.address} leads to {href}"


def resolve(here: str, href: str) -> str:
    if href.startswith("#"):
        return here + href
    steps = here.rstrip("/").split("/") if here else []
    for part in href.split("../")[:-1]:
        assert part == ""
        steps.pop()
    return "/".join([*steps, href.replace("../", "").removeprefix("./")]).lstrip("/")


def test_a_reply_has_its_anchor_its_author_its_date_its_school_and_whom_it_answers(draw: Draw) -> None:
    html = discussion(draw)
    bob = html.partition('id="reply-2026-10-03-bob"')[2]
    assert 'itemprop=url href="../../people/in/2026-10/#person-bob" data-pa-author="B">' in bob
    assert 'href="#reply-2026-10-03-bob"' in bob
    assert 'datetime="2026-10-03T09:30:00Z">3 October 2026, 09:30 UTC</time></a>' in bob
    assert 'in reply to <a href="#reply-2026-10-02-ana" data-pa-parent><bdi>ana</bdi></a>' in bob
    assert '<span class="pa-stance">Old school</span>' in html
    assert 'datetime="2026-10-02T00:00:00Z">2 October 2026</time></a>' in html


def test_a_removed_reply_leaves_a_note_and_its_answers(draw: Draw) -> None:
    html = discussion(draw, {ANA: f"---\n{REMOVED}date: 2026-10-02\n---\n\nJo Doe lives at number 7.\n"})
    assert "Removed on <time" in html
    assert "it named a person" in html
    assert "number 7" not in html
    assert "people/ana" not in html
    assert 'id="reply-2026-10-02-ana"' in html
    assert 'in reply to <a href="#reply-2026-10-02-ana" data-pa-parent>a removed reply</a>' in html
    assert ">1 reply<" in html


def test_a_removed_post_leaves_a_note_and_its_thread(draw: Draw) -> None:
    text = str(GOOD[f"{FOLDER}/post.md"]).replace("author: the-host\n", REMOVED)
    pages = draw({f"{FOLDER}/post.md": text})
    page = pages[f"{FOLDER}/"]
    assert page.title == "A removed discussion"
    assert "Two follow-ups" not in page.render()
    assert "One is enough." in page.render()
    for address in ("discussions/", "tags/sales/", "archive/2026/", "practices/first-meeting/"):
        assert FOLDER not in pages[address].render(), address


def test_an_edited_reply_leads_to_the_history_of_its_file(draw: Draw) -> None:
    text = str(GOOD[ANA]).replace("school", "updated: 2026-10-02\nschool")
    html = discussion(draw, {ANA: text}, repository="https://forge.example/us/talk/")
    assert f'<a href="https://forge.example/us/talk/commits/main/posts/{ANA}">edited</a> <time' in html
    without = discussion(draw, {ANA: text}, repository="")
    assert '<span class="pa-edited">edited <time' in without


def test_an_edit_tells_after_how_many_answers_it_was_made(draw: Draw) -> None:
    reply, post = str(GOOD[ANA]).replace("school", "updated: 2026-10-05\nschool"), str(GOOD[f"{FOLDER}/post.md"])
    removal = "updated: 2026-10-04\nremoved: spam\n"
    answers = {
        f"{FOLDER}/replies/{name}.md": f"---\nauthor: eve\ndate: {date}\nreply_to: {to}\n{keys}---\n\nX.\n"
        for name, date, to, keys in (
            ("below", "2026-10-04T10:00:00Z", "2026-10-03-bob", ""),
            ("of-that-day", "2026-10-05", "2026-10-02-ana", ""),
            ("gone", "2026-10-04", "2026-10-02-ana", removal),
        )
    }
    html = discussion(draw, {ANA: reply, **answers}, repository="https://forge.example/us/talk/")
    link = f'<a href="https://forge.example/us/talk/commits/main/posts/{ANA}">edited after 2 replies</a>'
    # the others came on the day of the edit, or are gone
    assert f'{link}, <time itemprop=dateModified datetime="2026-10-05T00:00:00Z">' in html
    edited = post.replace("tags:", "updated: 2026-10-03T09:29:00Z\ntags:")
    assert 'edited after 1 reply, <time itemprop=dateModified datetime="2026-10-03T09:29:00Z">' in discussion(
        draw, {f"{FOLDER}/post.md": edited, **answers}, repository=""
    )
    locked = edited.replace("tags:", "locked: Enough.\ntags:").replace("10-03T09:29", "10-06T09:31")
    assert "edited or locked after 4 replies, " in discussion(draw, {f"{FOLDER}/post.md": locked}, repository="")


def test_a_locked_discussion_says_why_and_since_when(draw: Draw) -> None:
    text = str(GOOD[f"{FOLDER}/post.md"]).replace("tags:", "locked: it had run its course\nupdated: 2026-10-04\ntags:")
    assert "no new replies: <bdi>it had run its course</bdi>" in discussion(draw, {f"{FOLDER}/post.md": text})


def test_a_former_id_of_a_reply_is_a_second_anchor(draw: Draw) -> None:
    html = discussion(draw, {ANA: str(GOOD[ANA]).replace("school", "aliases: [first]\nschool")})
    assert '<span id="reply-first"></span>' in html


def test_questions_and_sources_are_shown(draw: Draw) -> None:
    extra = (
        "questions: [Is it?, Why?]\nsources:\n  - {name: A law, url: 'https://law.example/1', date: 2018, kind: law}\n"
    )
    html = discussion(draw, {f"{FOLDER}/post.md": str(GOOD[f"{FOLDER}/post.md"]).replace("tags:", f"{extra}tags:")})
    assert "The questions" in html
    assert '<a href="https://law.example/1" rel="nofollow ugc noopener noreferrer"><bdi>A law</bdi></a>' in html
    assert "(law, <bdi>2018</bdi>)" in html


def test_a_house_voice_and_a_maintainer_are_called_so(draw: Draw) -> None:
    html = discussion(draw, {ANA: str(GOOD[ANA]).replace("author: ana", "author: mia")})
    assert 'The Host</bdi></a></span> <span class="pa-badge">house voice</span>' in html
    name = 'Mia Maintains</bdi> <bdi class="pa-handle" itemprop=alternateName>@mia</bdi></a></span>'
    assert f'{name} <span class="pa-badge">maintainer</span>' in html


def test_a_practice_and_the_discussions_it_names_lead_to_each_other(draw: Draw) -> None:
    pages = draw()
    assert "../../discussions/two-follow-ups/" in pages["practices/first-meeting/"].render()
    assert "../../practices/first-meeting/" in pages[f"{FOLDER}/"].render()


def test_two_footnotes_of_one_name_stay_apart_on_a_page(draw: Draw) -> None:
    note = "\nSee[^1].\n\n[^1]: A note.\n"
    post = f"{FOLDER}/post.md"
    html = discussion(draw, {ANA: str(GOOD[ANA]) + note, post: str(GOOD[post]) + note})
    assert 'href="#in-2026-10-02-ana_fn-1"' in html
    assert 'id="in-2026-10-02-ana_fn-1"' in html
    assert 'id="in-post_two-follow-ups_fn-1"' in html


def test_a_link_to_a_reply_of_another_discussion_is_relative(draw: Draw) -> None:
    other = str(GOOD[f"{FOLDER}/post.md"]) + "\nSee [her](/discussions/two-follow-ups/#reply-2026-10-02-ana).\n"
    html = draw({"discussions/other/post.md": other})["discussions/other/"].render()
    assert 'href="../../discussions/two-follow-ups/#reply-2026-10-02-ana"' in html


def test_pinned_posts_stand_first_and_then_those_with_the_latest_replies(draw: Draw) -> None:
    post = str(GOOD[f"{FOLDER}/post.md"])
    html = draw(
        {
            "discussions/newer/post.md": post.replace("2026-10-01", "2026-10-20"),
            "discussions/pinned/post.md": post.replace("2026-10-01", "2026-01-01").replace(
                "tags:", "pinned: true\ntags:"
            ),
        }
    )["discussions/"].render()
    assert [html.index(f"../discussions/{slug}/") for slug in ("pinned", "newer", "two-follow-ups")] == sorted(
        html.index(f"../discussions/{slug}/") for slug in ("pinned", "newer", "two-follow-ups")
    )


def test_practices_stand_by_title_whatever_its_capitals(draw: Draw) -> None:
    text = str(GOOD["practices/first-meeting/post.yml"])
    titles = {"d": "apples", "c": "Apricots", "b": "bananas", "a": "Cherries", "e": "cherries"}
    files = {f"practices/{slug}/post.yml": text.replace("Meeting first", title) for slug, title in titles.items()}
    html = draw(files)["practices/"].render()
    assert re.findall(r'href="\.\./practices/([a-z-]+)/"', html) == [*"dcbae", "first-meeting"]


def test_the_archive_begins_with_the_newest_year(draw: Draw) -> None:
    post = str(GOOD[f"{FOLDER}/post.md"])
    files = {f"discussions/of-{year}/post.md": post.replace("2026", str(year)) for year in (2024, 2019, 2025)}
    pages = draw(files)
    assert re.findall(r'href="\.\./archive/([0-9]+)/"', pages["archive/"].render()) == ["2026", "2025", "2024", "2019"]
    assert "of-2024" in pages["archive/2024/"].render()


def test_long_lists_are_cut_into_pages_and_lose_nothing(draw: Draw) -> None:
    post = str(GOOD[f"{FOLDER}/post.md"])
    pages = draw({f"discussions/d{n}/post.md": post for n in range(6)}, page_size=3)
    listed = "".join(
        pages[address].render() for address in ("discussions/", "discussions/page/2/", "discussions/page/3/")
    )
    assert all(f"discussions/d{n}/" in listed for n in range(6))
    assert "discussions/page/4/" not in pages


@pytest.mark.parametrize(("items", "sizes"), [(0, [0]), (1, [1]), (3, [3]), (4, [3, 1]), (6, [3, 3])])
def test_a_list_has_at_least_one_page_and_none_is_empty_but_that(items: int, sizes: list[int]) -> None:
    assert [len(part) for _, part, _ in cut(list(range(items)), 3, "x/")] == sizes


numbers = st.integers(min_value=0, max_value=60)
sizes = st.integers(min_value=1, max_value=7)


@pytest.mark.parametrize(
    ("items", "sizes"), [(0, [0]), (5, [5]), (6, [3, 3]), (8, [5, 3]), (9, [3, 3, 3]), (11, [5, 3, 3])]
)
def test_the_newest_page_is_never_nearly_empty(items: int, sizes: list[int]) -> None:
    assert [len(part) for _, part, _ in cut_from_oldest(list(range(items)), 3, "x/")] == sizes


@given(numbers, sizes)
def test_pages_numbered_from_the_oldest_hold_everything_once(total: int, size: int) -> None:
    newest_first = list(range(total, 0, -1))
    pages = list(cut_from_oldest(newest_first, size, "x/"))
    assert [item for _, part, _ in pages for item in part] == newest_first
    for address, part, pager in pages[1:]:
        assert address == f"x/page/{pager.number}/"
        assert part == list(range(pager.number * size, (pager.number - 1) * size, -1))


@given(numbers, sizes)
def test_a_new_item_changes_the_front_or_fills_one_page(total: int, size: int) -> None:
    before, after = (
        {address: (part, pager) for address, part, pager in cut_from_oldest(range(count, 0, -1), size, "x/")}
        for count in (total, total + 1)
    )
    changed = {address for address, page in after.items() if before.get(address) != page}
    filled = len(after) - 1
    assert before.keys() <= after.keys()
    if len(before) == len(after):
        assert changed == {"x/"}
    else:
        assert changed == {"x/", f"x/page/{filled}/", *([f"x/page/{filled - 1}/"] if filled > 1 else [])}


@given(numbers, sizes, st.sampled_from([cut, cut_from_oldest]))
def test_pages_lead_to_their_neighbours_and_to_the_front(total: int, size: int, way: Callable[..., Any]) -> None:
    addresses, _, pagers = zip(*way(range(total), size, "x/"), strict=True)
    assert addresses[0] == "x/"
    assert [pager.previous for pager in pagers] == ["", *addresses[:-1]]
    assert [pager.next for pager in pagers] == [*addresses[1:], ""]
    assert {pager.front for pager in pagers} == {"x/"}


def test_a_new_reply_leaves_the_older_pages_of_latest_and_of_its_author_as_they_are(
    draw: Draw, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "LINES", 2)

    def drawn(replies: int) -> dict[str, tuple[object, ...]]:
        days = [f"2026-10-{day:02}" for day in range(10, 10 + replies)]
        files = {f"{FOLDER}/replies/{day}-ana.yml": f"author: ana\ndate: {day}\nbody: It depends.\n" for day in days}
        pages = draw({ANA: GOOD[ANA], **files}, page_size=2).values()
        return {page.address: (page.title, page.description, page.changed, page.render()) for page in pages}

    before, after = drawn(7), drawn(8)
    changed = {address for address, page in after.items() if before.get(address) != page}
    assert {address for address in changed if "/page/" in address} == {"latest/2026/page/5/", "latest/2026/page/4/"}
    assert {"latest/", "latest/2026/", "people/ana/"} <= changed
    assert {f"people/ana/page/{number}/" for number in (1, 2, 3)} <= after.keys() - changed


def test_latest_shows_the_newest_and_leads_to_a_line_for_each_contribution_of_a_year(
    draw: Draw, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "LINES", 1)
    older = str(GOOD[f"{FOLDER}/post.md"]).replace("2026-10-01", "2025-12-31")
    pages = draw({f"{FOLDER}/post.md": older}, page_size=1)
    year = "latest/2026/"
    assert pages[f"{year}page/1/"].title == "Latest of 2026, page 1"
    latest, front, oldest = (pages[address].render() for address in ("latest/", year, f"{year}page/1/"))
    assert re.findall(r'<a href="\.\./latest/(\d+)/">', latest) == ["2026", "2025"]
    assert "The newest of 4 contributions" in latest
    assert "#reply-2026-10-03-bob" in latest
    assert "#reply-2026-10-02-ana" not in latest
    assert '<a rel="next" href="../../latest/2026/page/2/">Older</a>' in front
    assert "Newer" not in front
    assert '<a rel="prev" href="../../../../latest/2026/page/2/">Newer</a>' in oldest
    assert "<span>Page 1</span>" in oldest
    assert "Older" not in oldest


def test_an_empty_library_invites_whoever_comes_first(tmp_path: Path) -> None:
    pages = {page.address: page.render() for page in build_pages(load_library(tmp_path, now=NOW), Settings())}
    assert all("<h1" in text for text in pages.values())
    for address in ("discussions/", "latest/", "archive/", "people/"):
        assert "Yours can be the first." in pages[address]
        assert re.search(r"<button[^>]* data-pa-write-new hidden>Start the first discussion</button>", pages[address])
    assert "Write the first practice" in pages["practices/"]
    assert "<table" not in pages["practices/"]
    assert "There are no tags yet." in pages["tags/"]


@pytest.mark.parametrize(("number", "letters"), [(40, []), (300, ["0–9", "A", "E", "Q", "…", "М", "蜂"])])
def test_many_tags_stand_below_their_first_letters(draw: Draw, number: int, letters: list[str]) -> None:
    starts = ("apple", "Èclair", "éclair", "9 frames", "Мёд", "蜂", "«Quote»", "Queen")
    listed = [f"{starts[at % len(starts)]} {at}" for at in range(number - 2)]
    tags = "".join(f"- {{slug: t{at}, title: {title}, summary: x}}\n" for at, title in enumerate(listed))
    text = draw({"tags.yml": str(GOOD["tags.yml"]) + tags})["tags/"].render()
    assert all(f">{title}</bdi></a>" in text for title in listed)
    found = re.findall(r'<h2 id="letter-(\d+)">(.+?)</h2>', text)
    assert sorted(letter for _, letter in found if letter not in "LS") == sorted(letters)
    assert re.findall(r'href="#letter-(\d+)">(.+?)</a>', text) == found
    assert ("narrow.js" in text) is bool(letters)


def test_what_is_removed_counts_for_nothing_at_a_glance(tree: Callable[[Files], Path]) -> None:
    files = {
        **GOOD,
        ANA: str(GOOD[ANA]).replace("author: ana\n", REMOVED),
        f"{FOLDER}/replies/2026-10-04-cy.md": "---\nauthor: cy\ndate: 2026-10-04\n---\n\nNo.\n",
        f"{FOLDER}/replies/2026-10-09-dan.md": (
            "---\nauthor: dan\ndate: 2026-10-09\nupdated: 2026-10-10\nremoved: spam\n---\n\nBuy.\n"
        ),
    }
    library = load_library(tree(files), now=NOW)
    map = build_map(cut_thread(library.replies_to(library.discussions[0]))[0], library.is_voice)
    assert map.people == (("bob", 1), ("cy", 1))
    [sheet] = cut_thread(library.replies_to(library.discussions[0]))
    by_cy, by_bob = (next(n.reply for n in sheet.nodes if n.reply.author == name) for name in ("cy", "bob"))
    assert build_map(sheet, library.is_voice, [by_bob, by_cy, by_cy]).people == (
        ("cy", 2),
        ("bob", 1),
    )  # of the whole thread
    assert [node.reply.author for node in map.answers] == ["cy"]
    assert map.first
    assert map.last
    assert (map.first.day.day, map.last.day.day) == (3, 4)
    card = build_card(
        replace(library.discussions[0], removed="spam", author=""),
        library.replies_to(library.discussions[0]),
        library.is_voice,
    )
    assert (card.replies, card.people) == (2, 2)


def test_a_house_voice_is_nobody_where_people_are_counted(draw: Draw) -> None:
    pages = draw()
    assert "2 people ·" in pages["discussions/"].render()  # the host, a house voice, opened it
    people = pages["people/"].render()
    assert people.index("Mia Maintains") < people.index("<h2>House voices</h2>") < people.index("The Host")
    alone = {
        ANA: str(GOOD[ANA]).replace("author: ana", "author: the-host"),
        BOB: str(GOOD[BOB]).replace("author: bob", "author: the-host"),
    }
    pages = draw(alone)
    assert "2 replies · a house voice ·" in pages["discussions/"].render()
    assert "<h3>House voices</h3>" in pages[f"{FOLDER}/"].render()
    for page in pages.values():
        assert not re.search(r"[0-9] (?:person|people)\b", page.render()), page.address


def test_each_page_of_a_long_thread_says_when_something_on_it_changed_last(
    draw: Draw, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheets, "SIZE", 2)
    monkeypatch.setattr(sheets, "NEAR", 1)
    more = {
        f"{FOLDER}/replies/2026-10-{day:02}-{name}.md": (
            f"---\nauthor: {name}\ndate: 2026-10-{day:02}\n{keys}---\n\nNo.\n"
        )
        for day, name, keys in (
            (4, "cy", "updated: 2026-10-09\n"),
            (5, "dan", ""),
            (6, "eve", ""),
            (7, "ana", "updated: 2026-10-08\nremoved: spam\n"),
        )
    }
    pages = draw(more)
    changed = [page.changed and page.changed.written for address, page in pages.items() if address.startswith(FOLDER)]
    assert changed == ["2026-10-09", "2026-10-09", "2026-10-08"]
    people = re.compile(r'<ul class="pa-map__people">.*?</ul>', re.DOTALL)
    maps = [
        re.findall(r">([a-z]+)</bdi></a>", people.findall(pages[f"{FOLDER}/{path}"].render())[0])
        for path in ("", "page/2/")
    ]
    assert maps == [["ana", "bob", "cy", "dan", "eve"], ["cy", "dan"]], "the first has those of the whole thread"


def test_every_page_says_what_it_is_made_from_when_that_changed_and_what_follows_it(draw: Draw) -> None:
    post = str(GOOD[f"{FOLDER}/post.md"])
    edited = str(GOOD[ANA]).replace("school", "updated: 2026-10-05\naliases: [first]\nschool")
    pages = draw(
        {ANA: edited, "people/ana.yml": "name: Ana É\nabout: Writes letters.\n", "people/nil.yml": "name: Nil\n"},
        person_page=1,
        person_feed=1,
    )
    facts = {
        address: (page.path, page.changed.written if page.changed else "", page.feed, page.is_post, page.anchors)
        for address, page in pages.items()
    }
    assert "updated" not in post
    assert facts[f"{FOLDER}/"] == (
        f"{FOLDER}/post.md",
        "2026-10-05",
        f"{FOLDER}/feed.xml",
        True,
        ("reply-2026-10-02-ana", "reply-first", "reply-2026-10-03-bob"),
    )
    practice = "practices/first-meeting/"
    assert facts[practice] == (f"{practice}post.yml", "2026-10-01", f"{practice}feed.xml", True, ())
    assert facts["people/ana/"] == ("people/ana.yml", "2026-10-02", "people/ana/feed.xml", False, ())
    assert facts["people/nil/"][:3] == ("people/nil.yml", "", ""), "nothing to follow"
    assert facts["people/bob/"][1] == "2026-10-03T09:30:00Z"
    assert facts["tags/sales/"][2] == "tags/sales/feed.xml"
    assert facts["latest/"][1] == "2026-10-03T09:30:00Z"
    assert not any(is_post for address, (*_, is_post, _) in facts.items() if address not in (f"{FOLDER}/", practice))
    assert pages[f"{FOLDER}/"].list_ids() == (f"{FOLDER}/", *facts[f"{FOLDER}/"][4])
    assert pages["latest/"].list_ids() == ()
    described = {address: page.description for address, page in pages.items()}
    assert described["people/ana/"] == "Writes letters."
    assert "has written here" in described["people/bob/"]
    assert described[f"{FOLDER}/"] == "Some say one."


def test_former_pages_of_the_maintainers_lead_on_and_a_card_is_shown_with_links() -> None:
    moved = (("guides/old", "guides/new/#part"), ("a/", "/"), ("b/", "https://x.example/b/"))
    settings = Settings(moved=moved, card="images/card.png", site_url="https://talk.example/", description="Of talk.")
    drawer = environment(Library(), settings)
    found = dict(build_moved(settings, drawer))
    assert list(found) == ["guides/old/", "a/", "b/"]
    ways = ["../../guides/new/#part", "../", "https://x.example/b/"]
    for html, way in zip(found.values(), ways, strict=True):
        assert f'<a href="{way}" data-pa-target>' in html
    head = render_head(drawer, settings, Page("", "T", "", str), "")
    assert 'og:image" content="https://talk.example/images/card.png"' in head
    described = '<meta name="description" property="og:description" content="Of talk.">'
    assert described in head, "what has no words of its own has those of the site"
    assert "og:image" not in render_head(environment(Library(), Settings()), Settings(), Page("", "T", "", str), "")
