"""The feeds, as strict parsers and feed readers see them."""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urldefrag
from xml.etree import ElementTree

import feedparser  # type: ignore[import-untyped]
import html5lib
import pytest

from corpus import write_corpus
from declared import load_library
from feeding import build_feeds
from parley.model.entries import Discussion, Moment, Reply, Tag
from parley.model.library import Library
from parley.model.markup import markdown as markup
from parley.model.settings import Settings
from parley.rendering.feeds import elements
from parley.rendering.feeds.atom import BUDGET
from parley.rendering.feeds.entries import post_id, reply_id
from parley.rendering.feeds.feeds import draw_thread_feed, plan_feeds, plan_thread_feed
from parley.rendering.pages import build_pages
from support import FORUM, GOOD, NOW, Files

Tree = Callable[[Files], Path]
Feeds = Mapping[str, str]
Element = ElementTree.Element

SITE = "https://example.org/talk/"
SETTINGS = Settings(site_name="Talk & Co", site_url=SITE, description="About <talk>", person_page=1, person_feed=1)
WHOLE = replace(SETTINGS, feed_size=500)
FOLDER = "discussions/two-follow-ups"
POST = f"{FOLDER}/post.md"
ANA = f"{FOLDER}/replies/2026-10-02-ana.md"
BOB = f"{FOLDER}/replies/2026-10-03-bob.yml"
PRACTICE = "practices/first-meeting/post.yml"
REMOVAL = "updated: 2026-10-05\nremoved: it named a person\n"
A = "{http://www.w3.org/2005/Atom}"
THR = "{http://purl.org/syndication/thread/1.0}"
RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def load(tree: Tree, files: Files | None = None) -> Library:
    return load_library(tree({**GOOD, **(files or {})}), now=NOW)


@pytest.fixture
def build(tree: Tree) -> Callable[..., Feeds]:
    """The feeds of GOOD with some files changed, by address."""
    return lambda files=None: dict(build_feeds(load(tree, files), SETTINGS))


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return load_library(write_corpus(tmp_path_factory.mktemp("large") / "posts", discussions=3, replies=70))


def entries(text: str) -> list[Element]:
    return ElementTree.fromstring(text).findall(f"{A}entry")


def find_entry(text: str, address: str) -> Element:
    [found] = [entry for entry in entries(text) if link(entry, "alternate") == SITE + address]
    return found


def text_of(element: Element, name: str) -> str:
    return element.findtext(f"{A}{name}") or ""


def link(element: Element, relation: str) -> str:
    return next((one.attrib["href"] for one in element.findall(f"{A}link") if one.get("rel") == relation), "")


def ids(text: str) -> list[str]:
    return [text_of(entry, "id") for entry in entries(text)]


def test_every_page_with_contributions_has_its_feed(build: Callable[..., Feeds]) -> None:
    assert set(build()) == {
        "feed.xml",
        "tags/law/feed.xml",
        "tags/sales/feed.xml",
        "people/ana/feed.xml",
        "people/bob/feed.xml",
        "people/the-host/feed.xml",
        "people/ana/answers/feed.xml",
        "people/the-host/answers/feed.xml",
        "digest/feed.xml",
        f"{FOLDER}/feed.xml",
        "practices/first-meeting/feed.xml",
    }


def test_all_that_the_feeds_of_a_site_hold() -> None:
    """To the letter, the newest first; an entry is written out where it comes first, and is known by its id later.

    `PARLEY_ACCEPT=1 pytest tests/rendering/test_feeds.py` writes what is found into `feeds.txt`. An id never changes.
    """
    told, seen = [], set()
    for address, text in build_feeds(load_library(FORUM / "posts", now=NOW), SETTINGS):
        head, *found = text.replace("><", ">\n<").removesuffix("</feed>\n").split("<entry>\n")
        lines = [one if one not in seen else f"{one.partition(chr(10))[0]}\n" for one in found]
        seen.update(found)
        told.append("".join([f"=== {address}\n{head}", *lines]))
    expected = Path(__file__).with_name("feeds.txt")
    if "PARLEY_ACCEPT" in os.environ:
        expected.write_text("\n".join(told), encoding="utf-8")
    assert "\n".join(told) == expected.read_text(encoding="utf-8")


def test_a_feed_of_a_thread_has_the_ids_that_are_announced(tree: Tree) -> None:
    library = load(tree)
    for post in library.posts():
        text = draw_thread_feed(post, library, SETTINGS)
        [planned] = plan_thread_feed(post, library, SETTINGS, lambda: "")
        assert planned.list_ids
        assert list(planned.list_ids()) == re.findall("<id>(.*?)</id>", text)


def test_a_site_without_an_address_has_no_feeds(tree: Tree) -> None:
    assert not list(build_feeds(load(tree), Settings()))


@pytest.mark.parametrize("forum", [False, True])
def test_every_feed_is_what_the_standard_asks_for(tree: Tree, forum: bool) -> None:
    library = (
        load_library(FORUM / "posts", now=NOW)
        if forum
        else load(tree, {BOB: str(GOOD[BOB]).replace("author:", f"{REMOVAL}author:")})
    )
    names = {name: post.id for post in library.posts() for name in post.names}
    for address, text in build_feeds(library, SETTINGS):
        assert text.startswith('<?xml version="1.0" encoding="utf-8"?>\n')
        feed = ElementTree.fromstring(text)
        assert link(feed, "self") == SITE + "/".join(names.get(part, part) for part in address.split("/"))
        assert len(feed.findall(f"{A}author")) == 1
        for element in (feed, *feed.findall(f"{A}entry")):
            for name in ("id", "title", "updated"):
                assert len(element.findall(f"{A}{name}")) == 1, f"{address}: {name}"
            assert text_of(element, "id").startswith("urn:uuid:")
            assert RFC_3339.fullmatch(text_of(element, "updated"))
            assert text_of(element, "title").strip()
            assert link(element, "alternate").startswith(SITE)
        for entry in feed.findall(f"{A}entry"):
            assert entry.findtext(f"{A}author/{A}name")
            assert RFC_3339.fullmatch(text_of(entry, "published"))
            assert entry.find(f"{A}content").get("type") == "html"  # type: ignore[union-attr]
            assert text_of(entry, "content").strip()


@pytest.mark.parametrize("forum", [False, True])
def test_a_feed_reader_finds_nothing_to_forgive(tree: Tree, forum: bool) -> None:
    library = load_library(FORUM / "posts", now=NOW) if forum else load(tree)
    for address, text in build_feeds(library, SETTINGS):
        read = feedparser.parse(text.encode(), response_headers={"content-type": "application/atom+xml"})
        assert not read.bozo, f"{address}: {read.get('bozo_exception')}"
        assert read.version == "atom10"
        assert len(read.entries) == len(entries(text))
        assert all(entry.author_detail.href.startswith(SITE) for entry in read.entries)


def test_every_link_is_full_and_leads_to_a_page_and_an_anchor_of_the_site(tree: Tree) -> None:
    body = (
        "[the post](/discussions/two-follow-ups/), [bob](/discussions/two-follow-ups/#reply-2026-10-03-bob), "
        '[out](https://example.com/#x), [here](#reply-2026-10-02-ana) and a note[^1]. `<a href="#code">`'
        "\n\n[^1]: Noted.\n"
    )
    library = load(
        tree,
        {
            ANA: f"{GOOD[ANA]!s}{body}",
            POST: f"{GOOD[POST]!s}A note[^1].\n\n[^1]: Noted.\n",
            PRACTICE: str(GOOD[PRACTICE]).replace("Say why.", "'See [this](/discussions/two-follow-ups/).'"),
        },
    )
    pages = {page.address: page for page in build_pages(library, SETTINGS)}
    found = 0
    for text in dict(build_feeds(library, SETTINGS)).values():
        root = ElementTree.fromstring(text)
        hrefs = [element.attrib["href"] for element in root.iter() if "href" in element.attrib]
        hrefs += [element.text or "" for element in root.iter(f"{A}uri")]
        for content in root.iter(f"{A}content"):
            parsed = html5lib.parseFragment(content.text or "", namespaceHTMLElements=False)
            hrefs += [a.get("href") for a in parsed.iter("a")]
        for href in hrefs:
            found += 1
            page, anchor = urldefrag(href)
            assert href.startswith("https://")
            if page.startswith(SITE) and not page.endswith(".xml"):
                assert page[len(SITE) :] in {*pages, ""}, href
                assert not anchor or f'id="{anchor}"' in pages[page[len(SITE) :]].render(), href
    assert found > 50
    assert 'href="#code"' in text_of(
        find_entry(dict(build_feeds(library, SETTINGS))["feed.xml"], f"{FOLDER}/#reply-2026-10-02-ana"), "content"
    ).replace("&quot;", '"')


def test_authors_have_no_address_where_there_are_no_pages_of_people(tree: Tree) -> None:
    library = load(tree)
    lists = replace(library.declaration, lists=("tags",))
    found = dict(build_feeds(replace(library, declaration=lists), SETTINGS))
    assert found["feed.xml"].count("<uri>") == 1, "the site's own"


def test_a_reply_names_what_it_answers(build: Callable[..., Feeds], tree: Tree) -> None:
    text = build()[f"{FOLDER}/feed.xml"]
    post = find_entry(text, f"{FOLDER}/")
    ana, bob = (find_entry(text, f"{FOLDER}/#reply-{name}") for name in ("2026-10-02-ana", "2026-10-03-bob"))
    assert post.find(f"{THR}in-reply-to") is None
    for entry, parent in ((ana, post), (bob, ana)):
        answered = entry.find(f"{THR}in-reply-to")
        assert answered is not None
        assert answered.attrib == {"ref": text_of(parent, "id"), "href": link(parent, "alternate")}
    assert link(post, "replies") == f"{SITE}{FOLDER}/feed.xml"


def test_every_chain_of_answers_ends_at_a_post(large: Library) -> None:
    texts = [text for address, text in build_feeds(large, WHOLE) if address == "feed.xml"]
    parents = {}
    for text in texts:
        for entry in entries(text):
            answered = entry.find(f"{THR}in-reply-to")
            parents[text_of(entry, "id")] = answered.attrib["ref"] if answered is not None else ""
    posts = {post_id(post) for post in large.posts()}
    for start in parents:
        step = start
        while parents[step]:
            step = parents[step]
        assert step in posts


def test_entries_say_who_when_and_about_what(build: Callable[..., Feeds]) -> None:
    feeds = build({ANA: str(GOOD[ANA]).replace("school", "updated: 2026-10-05\nschool")})
    post = find_entry(feeds["feed.xml"], f"{FOLDER}/")
    assert post.findtext(f"{A}author/{A}name") == "The Host"
    assert post.findtext(f"{A}author/{A}uri") == f"{SITE}people/the-host/"
    assert [one.attrib for one in post.findall(f"{A}category")] == [
        {"term": "house-voice", "scheme": f"{SITE}people/", "label": "house voice"},
        {"term": "sales", "scheme": f"{SITE}tags/", "label": "Sales"},
    ]
    ana = find_entry(feeds["feed.xml"], f"{FOLDER}/#reply-2026-10-02-ana")
    assert (text_of(ana, "title"), text_of(ana, "published"), text_of(ana, "updated")) == (
        "Re: Two follow-ups?",
        "2026-10-02T00:00:00Z",
        "2026-10-05T00:00:00Z",
    )
    assert [one.get("label") for one in ana.findall(f"{A}category")] == ["Old school"]
    assert text_of(ana, "content") == "<p>One is enough.</p>\n"


def test_a_practice_is_told_in_full(build: Callable[..., Feeds]) -> None:
    extra = "caution: Mind *this*.\nsources: [{name: A < B, url: 'https://example.org/?a=1&b=2'}]\nbody: More.\n"
    entry = find_entry(build({PRACTICE: f"{GOOD[PRACTICE]!s}{extra}"})["feed.xml"], "practices/first-meeting/")
    words = "".join(html5lib.parseFragment(text_of(entry, "content"), namespaceHTMLElements=False).itertext())
    for part in (
        "Shake hands.",
        "Meet online.",
        "It is near.",
        "It is far.",
        "Say why.",
        "Mind this.",
        "More.",
        "A < B",
    ):
        assert part in words


def test_questions_are_part_of_a_discussion(build: Callable[..., Feeds]) -> None:
    text = str(GOOD[POST]).replace("tags:", "questions: ['One <b> or *two*?']\ntags:")
    assert "<li>One &lt;b&gt; or *two*?</li>" in text_of(
        find_entry(build({POST: text})["feed.xml"], f"{FOLDER}/"), "content"
    )


def test_feeds_of_tags_people_and_posts_hold_what_belongs_there(build: Callable[..., Feeds]) -> None:
    feeds = build()
    thread = {f"{SITE}{FOLDER}/", f"{SITE}{FOLDER}/#reply-2026-10-02-ana", f"{SITE}{FOLDER}/#reply-2026-10-03-bob"}
    practice = {f"{SITE}practices/first-meeting/"}
    held = {address: {link(entry, "alternate") for entry in entries(text)} for address, text in feeds.items()}
    assert held["feed.xml"] == held["tags/sales/feed.xml"] == thread | practice
    assert held[f"{FOLDER}/feed.xml"] == thread
    assert held["tags/law/feed.xml"] == held["practices/first-meeting/feed.xml"] == practice
    assert held["people/bob/feed.xml"] == {f"{SITE}{FOLDER}/#reply-2026-10-03-bob"}
    assert "people/mia/feed.xml" not in feeds
    assert text_of(ElementTree.fromstring(feeds["tags/law/feed.xml"]), "title") == "Law - Talk & Co"


def test_what_is_removed_takes_the_place_of_what_readers_have(build: Callable[..., Feeds]) -> None:
    address = f"{FOLDER}/#reply-2026-10-02-ana"
    before = find_entry(build()["feed.xml"], address)
    feeds = build({ANA: str(GOOD[ANA]).replace("author:", f"{REMOVAL}author:")})
    after = find_entry(feeds["feed.xml"], address)
    assert text_of(after, "id") == text_of(before, "id")
    assert text_of(after, "updated") == "2026-10-05T00:00:00Z"
    assert text_of(after, "title") == "Removed"
    assert text_of(after, "content") == "<p>Removed on 5 October 2026: it named a person</p>"
    assert after.findtext(f"{A}author/{A}name") == "Talk & Co"
    assert "people/ana/feed.xml" not in feeds
    assert "One is enough" not in "".join(feeds.values())
    assert "people/ana" not in "".join(feeds.values())


def test_a_removed_post_says_nothing_of_itself_and_keeps_its_replies(build: Callable[..., Feeds]) -> None:
    feeds = build({POST: str(GOOD[POST]).replace("author:", f"{REMOVAL}author:")})
    text = feeds[f"{FOLDER}/feed.xml"]
    assert "Two follow-ups" not in "".join(feeds.values())
    assert text_of(ElementTree.fromstring(text), "title") == "A removed discussion - Talk & Co"
    assert len(entries(text)) == 3


def test_who_has_written_often_enough_has_feeds_which_are_the_same_under_another_name(tree: Tree) -> None:
    files = {
        **{
            f"{FOLDER}/replies/{name}.md": f"---\nauthor: eve\ndate: 2026-10-0{name[1]}\n---\n\nYes.\n"
            for name in ("r4", "r5")
        },
        f"{FOLDER}/replies/r6.md": "---\nauthor: cem\ndate: 2026-10-06\nreply_to: r5\n---\n\nNo.\n",
        f"{FOLDER}/replies/r7.md": f"---\nauthor: dan\ndate: 2026-10-05\n{REMOVAL}reply_to: r5\n---\n\nNo.\n",
    }
    settings = replace(SETTINGS, person_feed=2)
    found = dict(build_feeds(load(tree, files), settings))
    own = [address for address in found if address.startswith("people/")]
    assert own == [f"people/{name}/feed.xml" for name in ("eve", "the-host", "eve/answers", "the-host/answers")]
    assert ids(found["people/eve/answers/feed.xml"]) == [ids(found["feed.xml"])[at] for at in (0, 1)]
    renamed = {**files, "people/zoe.yml": "name: Zoe\naliases: [eve, yve]\n"}
    now = dict(build_feeds(load(tree, renamed), settings))
    for kind in ("", "/answers"):
        former, address, other = (f"people/{name}{kind}/feed.xml" for name in ("eve", "zoe", "yve"))
        assert now[former] == now[address] == now[other]
        assert re.findall("<id>(.*?)</id>", now[address]) == re.findall("<id>(.*?)</id>", found[former])


def test_of_a_thread_below_a_page_the_replies_are_in_the_feeds_of_the_site(tree: Tree) -> None:
    files = {**GOOD, "pages/setup/replies/r.md": "---\nauthor: ana\ndate: 2026-10-09\n---\n\nIt works.\n"}
    feeds = dict(build_feeds(load(tree, files), SETTINGS))
    assert [address for address, text in feeds.items() if "It works." in text] == [
        "feed.xml",
        "people/ana/feed.xml",
        "pages/setup/feed.xml",
    ]
    assert [address for address, text in feeds.items() if "<title>Setup</title>" in text] == ["pages/setup/feed.xml"]


# ids


def test_ids_are_these_for_ever(tree: Tree) -> None:
    """If this fails, every reader of every site would show everything once more."""
    library = load(tree)
    [discussion], [practice] = library.discussions, library.comparisons
    ana, bob = library.replies_to(discussion)
    assert [post_id(discussion), post_id(practice), reply_id(discussion, ana), reply_id(discussion, bob)] == [
        "urn:uuid:3677cc59-2723-5804-8e53-740194f0eda5",
        "urn:uuid:9fb8de62-2f3f-559b-a4b7-b5ddd05b997c",
        "urn:uuid:a5892f53-7519-565b-b0b2-b04121f91f13",
        "urn:uuid:d8fe6bc1-94fc-5a3d-8246-bc85b2cb927e",
    ]


def test_an_entry_has_one_id_in_all_feeds_and_shares_it_with_no_other(large: Library) -> None:
    by_address: dict[str, set[str]] = {}
    for _, text in build_feeds(large, SETTINGS):
        for entry in entries(text):
            by_address.setdefault(link(entry, "alternate"), set()).add(text_of(entry, "id"))
    assert all(len(found) == 1 for found in by_address.values())
    assert len({one for found in by_address.values() for one in found}) == len(by_address) == 214


def test_feeds_have_ids_of_their_own(large: Library) -> None:
    heads = {
        address: text_of(ElementTree.fromstring(text), "id")
        for address, text in build_feeds(large, SETTINGS)
        if not address.startswith("feed-")
    }
    assert len(set(heads.values())) == len(heads)


def test_ids_stay_when_the_site_moves_and_when_texts_titles_and_authors_change(tree: Tree) -> None:
    changed = {
        POST: str(GOOD[POST])
        .replace("Two follow-ups?", "Three?")
        .replace("the-host", "mia")
        .replace("tags", "updated: 2026-10-09\ntags"),
        ANA: str(GOOD[ANA]).replace("author: ana", f"{REMOVAL}author: eve"),
    }
    before = dict(build_feeds(load(tree), SETTINGS))
    moved = replace(SETTINGS, site_url="https://moved.example/")
    after = dict(build_feeds(load(tree, changed), moved))
    assert set(ids(after["feed.xml"])) == set(ids(before["feed.xml"]))
    for address in ("feed.xml", "tags/sales/feed.xml", f"{FOLDER}/feed.xml"):
        assert text_of(ElementTree.fromstring(after[address]), "id") == text_of(
            ElementTree.fromstring(before[address]), "id"
        )


def test_ids_stay_when_a_post_or_a_reply_gets_another_name(tree: Tree) -> None:
    before = load(tree)
    [post] = before.discussions
    ana, bob = before.replies_to(post)
    renamed = replace(post, id="follow-ups", aliases=(post.id,))
    again = replace(post, id="third-name", aliases=(post.id, "follow-ups"))
    assert post_id(post) == post_id(renamed) == post_id(again)
    assert reply_id(post, ana) == reply_id(renamed, ana) == reply_id(again, replace(ana, id="new", aliases=(ana.id,)))
    assert reply_id(post, ana) != reply_id(post, bob)


def test_two_sites_with_equal_slugs_share_no_id(tree: Tree) -> None:
    [post] = load(tree).discussions
    [other] = load(tree, {POST: str(GOOD[POST]).replace("2026-10-01", "2026-09-30")}).discussions
    assert post_id(post) != post_id(other)


def test_a_followed_post_is_followed_at_its_former_address(build: Callable[..., Feeds]) -> None:
    feeds = build({POST: str(GOOD[POST]).replace("tags:", "aliases: [first-name]\ntags:")})
    assert feeds["discussions/first-name/feed.xml"] == feeds[f"{FOLDER}/feed.xml"]
    assert link(ElementTree.fromstring(feeds["discussions/first-name/feed.xml"]), "self") == f"{SITE}{FOLDER}/feed.xml"


# how much a feed holds


def test_every_document_begins_with_its_last_change_and_says_when_that_was(large: Library, tree: Tree) -> None:
    for library in (large, load(tree)):
        feeds = dict(build_feeds(library, SETTINGS))
        whole = text_of(ElementTree.fromstring(feeds["feed.xml"]), "updated")
        for address, text in feeds.items():
            changes = [text_of(entry, "updated") for entry in entries(text)]
            assert changes == sorted(changes, reverse=True), address
            assert text_of(ElementTree.fromstring(text), "updated") == (changes[0] if changes else whole), address


def test_a_late_removal_reaches_the_readers_of_the_current_document(large: Library) -> None:
    post = large.discussions[0]
    first, *others = large.replies_to(post)
    gone = replace(first, author="", body="", removed="spam", updated=replace(first.date, at=NOW))
    changed = replace(large, replies={**large.replies, post.place: (gone, *others)})
    entry = entries(dict(build_feeds(changed, SETTINGS))["feed.xml"])[0]
    assert text_of(entry, "id") == reply_id(post, first)
    assert text_of(entry, "content") == "<p>Removed on 22 November 2026, 12:00 UTC: spam</p>"


def spread(days: float, size: int = 60) -> Library:
    """One discussion by ana, with `size` replies by her, so many days apart."""
    start = datetime(2020, 1, 1, tzinfo=UTC)
    post = Discussion(
        path=f"{FOLDER}/post.md",
        id="two-follow-ups",
        author="ana",
        date=Moment(start),
        body="Go.",
        title="A",
        tags=("sales",),
    )
    replies = tuple(
        Reply(
            path=f"{FOLDER}/replies/r{number}.md",
            id=f"r{number}",
            author="ana",
            date=Moment(start + timedelta(days=days * number)),
            body=f"Text {number}.",
        )
        for number in range(1, size + 1)
    )
    tags = {"sales": Tag("sales", "Sales", "To sell.")}
    return Library(
        discussions=(post,),
        replies={("discussions", "two-follow-ups"): replies},
        tags=tags,
        months={"ana": ("2020-01",) * size},
    )


@pytest.mark.parametrize(
    ("days", "size", "held"),
    [
        (0, 30, 30),
        (0.1, 7, 7),
        (1, 30, 30),
        (2, 30, 16),
        (7.75, 30, 4),
        (10, 30, 4),
        (15, 30, 3),
        (16, 30, 3),
        (400, 30, 3),
        (400, 2, 2),
    ],
)
def test_a_thread_and_a_person_have_what_came_last_in_a_month_and_the_site_and_a_tag_as_much_as_is_set(
    days: float, size: int, held: int
) -> None:
    feeds = dict(build_feeds(spread(days), replace(SETTINGS, feed_size=size)))
    assert len(ids(feeds["feed.xml"])) == len(ids(feeds["tags/sales/feed.xml"])) == size
    for address in (f"{FOLDER}/feed.xml", "people/ana/feed.xml"):
        assert ids(feeds[address]) == ids(feeds["feed.xml"])[:held], address


@pytest.mark.parametrize("size", [0, 1, 2, 5])
def test_a_small_thread_is_in_its_feed_whole(size: int) -> None:
    feeds = dict(build_feeds(spread(1, size), SETTINGS))
    assert {len(ids(feeds[address])) for address in ("feed.xml", f"{FOLDER}/feed.xml")} == {size + 1}
    assert find_faults(feeds[f"{FOLDER}/feed.xml"]) == []


def test_a_feed_that_grows_too_large_goes_on_with_first_words() -> None:
    library = spread(0.01, 40)
    [(name, replies)] = library.replies.items()
    replies = tuple(replace(reply, body=f"Of {reply.id}.\n\n{'More and more. ' * 600}") for reply in replies)
    feeds = dict(build_feeds(replace(library, replies={name: replies}), SETTINGS))
    for address in ("feed.xml", f"{FOLDER}/feed.xml"):
        assert find_faults(feeds[address]) == []
        assert BUDGET < len(feeds[address]) < 1.5 * BUDGET
        whole = [entry.find(f"{A}content") is not None for entry in entries(feeds[address])]
        assert whole == sorted(whole, reverse=True), "the newest are whole"
        assert 5 < whole.count(True) < len(whole)
        last = entries(feeds[address])[-1]
        assert text_of(last, "summary") == "Of r11."
        assert link(last, "alternate") == f"{SITE}{FOLDER}/#reply-r11"
        assert last.find(f"{THR}in-reply-to") is not None


def test_what_is_removed_says_so_in_a_feed_that_is_too_large() -> None:
    library = spread(0.01, 40)
    [(name, replies)] = library.replies.items()
    long = [replace(reply, body="More and more. " * 900) for reply in replies]
    long[15] = replace(long[15], author="", body="", removed="spam", updated=long[15].date)
    feed = dict(build_feeds(replace(library, replies={name: tuple(long)}), SETTINGS))["feed.xml"]
    entry = find_entry(feed, f"{FOLDER}/#reply-r16")
    assert "spam" in text_of(entry, "content")
    assert entry.find(f"{A}summary") is None


def test_nothing_in_a_feed_is_indented(large: Library) -> None:
    for _, text in build_feeds(large, SETTINGS):
        assert not re.search(r">\s+<", text.partition("\n")[2])


def test_entries_have_no_empty_summary_name_the_kind_of_a_feed_and_begin_headings_below_their_own(tree: Tree) -> None:
    text = "# One\n\n## Two\n"
    practice = str(GOOD[PRACTICE]).replace("Say why.", "Why.") + "body: |\n  # Three\n"
    library = load(tree, {POST: f"{GOOD[POST]!s}\n{text}", ANA: f"{GOOD[ANA]!s}\n{text}", PRACTICE: practice})
    feed = dict(build_feeds(library, SETTINGS))["feed.xml"]
    post = find_entry(feed, f"{FOLDER}/")
    assert all(entry.find(f"{A}summary") is None for entry in entries(feed))
    for one in (*entries(feed), ElementTree.fromstring(feed)):
        [page] = [link for link in one.findall(f"{A}link") if link.get("rel") == "alternate"]
        assert page.attrib == {"rel": "alternate", "href": page.attrib["href"]}
    [answered] = find_entry(feed, f"{FOLDER}/#reply-2026-10-02-ana").findall(f"{THR}in-reply-to")
    assert answered.get("href") == f"{SITE}{FOLDER}/"
    [replies] = [one for one in post.findall(f"{A}link") if one.get("rel") == "replies"]
    assert replies.attrib == {
        "rel": "replies",
        "type": "application/atom+xml",
        "href": f"{SITE}{FOLDER}/feed.xml",
    }
    for entry in (post, find_entry(feed, f"{FOLDER}/#reply-2026-10-02-ana")):
        assert re.findall(r"<h(\d)", text_of(entry, "content")) == ["3", "4"]
    content = text_of(find_entry(feed, "practices/first-meeting/"), "content")
    assert set(re.findall(r"<h(\d)", content)) == {"3"}
    assert "Three" in content


ONCE = {f"{A}{name}" for name in ("id", "title", "updated", "subtitle", "published", "summary", "content")}
NEEDED = {f"{A}{name}" for name in ("id", "title", "updated")}
CHILDREN = {
    "feed": "author category contributor generator icon id link logo rights subtitle title updated entry",
    "entry": "author category content contributor id link published rights source summary title updated",
}


def find_faults(text: str) -> list[str]:
    """What a strict reading of RFC 4287, RFC 4685 and RFC 5005 finds in a feed."""
    feed = ElementTree.fromstring(text)
    faults: list[str] = []
    for element in (feed, *feed.findall(f"{A}entry")):
        kind = element.tag.removeprefix(A)
        tags = [child.tag for child in element]
        allowed = {f"{A}{name}" for name in CHILDREN[kind].split()} | {f"{THR}in-reply-to"}
        faults += [f"{kind} has {tag}" for tag in {*tags} - allowed]
        faults += [f"{kind} lacks {tag}" for tag in NEEDED - {*tags}]
        faults += [f"{kind} has {tag} twice" for tag in ONCE if tags.count(tag) > 1]
        ways = [(one.get("rel"), one.get("type"), one.get("hreflang")) for one in element.findall(f"{A}link")]
        faults += [f"{kind} has two alternates" for way in ways if way[0] == "alternate" and ways.count(way) > 1]
        faults += [
            f"{kind} has a link without an address" for one in element.findall(f"{A}link") if not one.get("href")
        ]
        faults += [
            f"{kind} has a category without a term" for one in element.findall(f"{A}category") if not one.get("term")
        ]
        for author in element.findall(f"{A}author"):
            parts = [child.tag for child in author]
            faults += (
                [f"an author has {parts}"] if parts.count(f"{A}name") != 1 or not author.findtext(f"{A}name") else []
            )
        for name in ("updated", "published"):
            faults += [
                f"{name} is no time" for one in element.findall(f"{A}{name}") if not RFC_3339.fullmatch(one.text or "")
            ]
        if text_of(element, "published") > text_of(element, "updated"):
            faults.append(f"{kind} was updated before it was published")
    shown = [(text_of(entry, "id"), text_of(entry, "updated")) for entry in feed.findall(f"{A}entry")]
    faults += ["an entry stands twice"] if len({*shown}) < len(shown) else []
    if shown and max(updated for _, updated in shown) != text_of(feed, "updated"):
        faults.append("the feed was not updated with its newest entry")
    if shown != sorted(shown, key=lambda one: one[1], reverse=True):
        faults.append("the last change does not come first")
    return faults


def test_a_strict_reader_finds_no_fault_in_any_feed(tree: Tree, large: Library) -> None:
    changed = {
        ANA: str(GOOD[ANA]).replace("author:", f"{REMOVAL}author:"),
        BOB: str(GOOD[BOB]).replace("author:", "updated: 2026-10-03\nauthor:"),
        POST: str(GOOD[POST]).replace("tags:", "summary: Short.\naliases: [once]\ntags:"),
        f"{FOLDER}/replies/day.md": "---\nauthor: bob\ndate: 2026-10-03\nreply_to: 2026-10-03-bob\n---\n\nYes.\n",
    }
    for library in (load(tree, changed), large):
        feeds = dict(build_feeds(library, SETTINGS))
        assert len(feeds) > 7
        assert {address: faults for address, text in feeds.items() if (faults := find_faults(text))} == {}


def test_a_strict_reader_is_strict() -> None:
    broken = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title><id>y</id><updated>2026-10-01</updated>'
        "<published>2026-10-01T00:00:00Z</published><entry><id>z</id></entry></feed>"
    )
    assert len(find_faults(broken)) >= 5


# what strangers write


@pytest.mark.parametrize(
    "payload", ["]]>", "a & b", "&amp;", "<script>alert(1)</script>", "\"'><img src=x onerror=1>", "<![CDATA[x]]>"]
)
def test_whatever_a_title_holds_is_text(tree: Tree, payload: str) -> None:
    library = load(tree)
    [post] = library.discussions
    post = replace(post, title=payload, summary=payload, questions=(payload,), body=payload)
    person = replace(library.people["the-host"], name=payload)
    library = replace(library, discussions=(post,), people={**library.people, "the-host": person})
    for text in dict(build_feeds(library, SETTINGS)).values():
        assert not feedparser.parse(text.encode()).bozo
    text = dict(build_feeds(library, SETTINGS))[f"{FOLDER}/feed.xml"]
    entry = find_entry(text, f"{FOLDER}/")
    assert text_of(entry, "title") == text_of(entry, "summary") == payload
    assert entry.findtext(f"{A}author/{A}name") == f"{payload} @the-host"
    parsed = html5lib.parseFragment(text_of(entry, "content"), namespaceHTMLElements=False)
    assert {element.tag for element in parsed.iter()} <= {"DOCUMENT_FRAGMENT", "p", "h3", "ul", "li"}
    assert parsed.find(".//li").text == payload


@pytest.mark.parametrize("character", ["\x08", "\x00", "\ufffe", "\x1f", "\ud800"])
def test_a_character_that_xml_forbids_loses_no_feed(tree: Tree, character: str) -> None:
    library = load(tree)
    [post] = library.discussions
    spoilt = replace(post, title=f"a{character}b", body=f"c{character}d" if character != "\ud800" else "c")
    for text in dict(build_feeds(replace(library, discussions=(spoilt,)), SETTINGS)).values():
        assert ElementTree.fromstring(text.encode()) is not None
    entry = find_entry(dict(build_feeds(replace(library, discussions=(spoilt,)), SETTINGS))["feed.xml"], f"{FOLDER}/")
    assert text_of(entry, "title") == "ab"


def test_an_element_is_escaped_and_its_values_keep_every_space() -> None:
    drawn = elements.element("a", 'x<&>"\x00', "<b/>", c='"d"\t\r\n<&>\x0b', e="")
    assert drawn == '<a c="&quot;d&quot;&#09;&#13;&#10;&lt;&amp;&gt;" e="">x&lt;&amp;&gt;"<b/></a>'
    assert (elements.element("a"), elements.element("a", b="c")) == ("<a/>", '<a b="c"/>')


# cost


def test_each_body_is_drawn_once_for_all_feeds_of_the_site_tags_and_people(
    large: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[str] = []
    render = markup.render

    def counting(text: str, **options: object) -> str:
        drawn.append(str(options["contribution_id"]))
        return render(text, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(markup, "render", counting)
    feeds = [planned.make() for planned in plan_feeds(large, WHOLE)]
    assert len(feeds) > 100
    assert len(drawn) == 213


def test_equal_libraries_give_equal_bytes(tree: Tree) -> None:
    root = tree(GOOD)
    one, other = (list(build_feeds(load_library(root, now=NOW), SETTINGS)) for _ in range(2))
    assert one == other
