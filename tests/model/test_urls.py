"""Addresses, which are stable for ever: to change one breaks links that others have made."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from parley.model import urls
from parley.model.entries import Article, Comparison, Discussion, Moment, Post, Reply

DATE = Moment(datetime(2026, 10, 1, tzinfo=UTC))
DISCUSSION = Discussion(path="discussions/one/post.md", id="one", author="ana", date=DATE, body="", title="", tags=())
PRACTICE = Comparison(
    path="practices/two/post.yml",
    id="two",
    author="ana",
    date=DATE,
    body="",
    title="",
    tags=(),
)
REPLY = Reply(path="", id="2026-11-20-bob", author="bob", date=DATE, body="")

ARTICLE = Article(
    path="pages/guide/law/post.yml",
    id="guide/law",
    author="",
    date=DATE,
    body="",
    title="",
    tags=(),
    at="guide/law.html",
)


def test_every_address_is_where_it_was() -> None:
    """The addresses are asked for in the order in which the module has them."""
    addresses = (
        (urls.HOME, ""),
        (urls.DISCUSSIONS, "discussions/"),
        (urls.TAGS, "tags/"),
        (urls.PEOPLE, "people/"),
        (urls.LATEST, "latest/"),
        (urls.ARCHIVE, "archive/"),
        (urls.RULES, "rules/"),
        (urls.SEARCH, "search/"),
        (urls.MODERATION, "moderation/"),
        (urls.OUTCOMES, "outcomes/"),
        (urls.DIGEST, "digest/"),
        (urls.ANSWERS, "answers/"),
        (urls.SCHEMAS, "schema/"),
        (urls.ASSETS, "assets/parley/"),
        (urls.OPEN_SEARCH, "assets/parley/opensearch.xml"),
        (urls.STYLE_SHEET, "assets/parley/parley.css"),
        (urls.MATRIX_SHEET, "assets/parley/matrix.css"),
        (urls.FRAME, "assets/parley/frame.js"),
        (urls.ICONS, "assets/parley/icons.svg"),
        (urls.OFFLINE, "assets/parley/offline.js"),
        (urls.JOIN, "assets/parley/join.js"),
        (urls.WRITING_DATA, "assets/parley/write.json"),
        (urls.WRITING_NAMES, "assets/parley/names.json"),
        (urls.WRITING_HOMES, "assets/parley/homes.json"),
        (urls.SEARCH_CHOICES, "search/choices.json"),
        (urls.SEARCH_INDEX, "pagefind"),
        (urls.post("discussions", "one"), "discussions/one/"),
        (urls.post("practices", "two"), "practices/two/"),
        (urls.thread_page("practices", "two", 1), "practices/two/"),
        (urls.thread_page("practices", "two", 2), "practices/two/page/2/"),
        (urls.thread_page("practices", "two", 3), "practices/two/page/3/"),
        (urls.argument(DISCUSSION), "discussions/one/argument/"),
        (urls.argument(ARTICLE), "pages/guide/law/argument/"),
        (urls.sheet(PRACTICE, 1), "practices/two/"),
        (urls.sheet(PRACTICE, 2), "practices/two/page/2/"),
        (urls.sheet(ARTICLE, 1), "guide/law.html"),
        (urls.sheet(ARTICLE, 2), "pages/guide/law/page/2/"),
        (urls.reply_anchor("2026-11-20-bob"), "reply-2026-11-20-bob"),
        (urls.reply(DISCUSSION, REPLY), "discussions/one/#reply-2026-11-20-bob"),
        (urls.reply(PRACTICE, REPLY), "practices/two/#reply-2026-11-20-bob"),
        (urls.reply(ARTICLE, REPLY), "guide/law.html#reply-2026-11-20-bob"),
        (urls.reply(DISCUSSION, replace(REPLY, page=2)), "discussions/one/page/2/#reply-2026-11-20-bob"),
        (urls.passage_anchor("2026-11-20-bob"), "passage~2026-11-20-bob"),
        (urls.body_prefix("x"), "in-x_"),
        (urls.name_body(replace(REPLY, id="a_b-c")), "a~b-c"),
        (urls.name_body(DISCUSSION), "post_one"),
        (urls.feed_address(""), "feed.xml"),
        (urls.feed_address("tags/law/"), "tags/law/feed.xml"),
        (urls.card("discussions/one/"), "discussions/one/post-card.png"),
        (urls.twin("discussions/one/"), "discussions/one/index.md"),
        (urls.twin("guide/law.html"), "guide/law.md"),
        (urls.twin(""), "index.md"),
        (urls.thread_address(DISCUSSION), "discussions/one/thread.json"),
        (urls.thread_address(PRACTICE), "practices/two/thread.json"),
        (urls.thread_address(ARTICLE), "pages/guide/law/thread.json"),
        (urls.schema_address("reply"), "schema/reply.json"),
        (urls.tag("law"), "tags/law/"),
        (urls.narrowed("discussions/", "status", "open"), "discussions/~status/open/"),
        (urls.narrowed("discussions/", "tag", "aux"), "discussions/~tag/~aux/"),
        (urls.person("ana"), "people/ana/"),
        (urls.person("ana_acme"), "people/ana_acme/"),
        (urls.person("ana.maria-"), "people/ana.maria-/"),
        (urls.person("aux"), "people/~aux/"),
        (urls.person("con.rad"), "people/~con.rad/"),
        (urls.person("aux", "2026-01"), "people/in/2026-01/#person-aux"),
        (urls.people_in("2026-01"), "people/in/2026-01/"),
        (urls.person_anchor("ana"), "person-ana"),
        (urls.latest(2026), "latest/2026/"),
        (urls.digest(2026), "digest/2026/"),
        (urls.digest(2026, 1), "digest/2026/01/"),
        (urls.digest(2026, 47), "digest/2026/47/"),
        (urls.archive(2026), "archive/2026/"),
        (urls.numbered("latest/", 2), "latest/page/2/"),
        (urls.file_of("tags/"), "tags/index.html"),
        (urls.file_of(""), "index.html"),
    )
    assert [is_ for is_, _was in addresses] == [was for _is, was in addresses]


def test_what_the_site_has_at_its_top_no_folder_of_posts_can_be_called() -> None:
    """Beside the pages of the site, what MkDocs and the search put there, and where else entries are kept."""
    pages = "tags people latest archive digest outcomes rules search moderation schema"
    assert frozenset(pages.split()) | {"assets", "pages", "pagefind", "agreements"} == urls.RESERVED


@pytest.mark.parametrize(
    ("post", "number", "other", "way"),
    [
        (DISCUSSION, 1, 2, "page/2/"),
        (DISCUSSION, 1, 3, "page/3/"),
        (DISCUSSION, 2, 1, "../../"),
        (DISCUSSION, 2, 3, "../3/"),
        (DISCUSSION, 3, 2, "../2/"),
        (ARTICLE, 1, 2, "../pages/guide/law/page/2/"),
        (ARTICLE, 2, 1, "../../../../../guide/law.html"),
        (ARTICLE, 3, 2, "../../../../../pages/guide/law/page/2/"),
    ],
)
def test_the_way_between_two_pages_of_a_thread(post: Post, number: int, other: int, way: str) -> None:
    assert urls.other_sheet(post, number, other) == way


@pytest.mark.parametrize(
    ("target", "here", "way"),
    [
        ("tags/law/", "discussions/one/", "../../tags/law/"),
        ("discussions/one/#reply-a", "discussions/one/", "#reply-a"),
        ("discussions/one/#reply-a", "discussions/", "../discussions/one/#reply-a"),
        ("discussions/one/", "discussions/one/", "../../discussions/one/"),
        ("", "", "./"),
        ("", "tags/", "../"),
        ("tags/", "", "tags/"),
        ("tags/#a#b", "tags/", "#a#b"),
    ],
)
def test_the_way_from_page_to_page(target: str, here: str, way: str) -> None:
    assert urls.relative(target, here) == way
    assert urls.root(here) == urls.relative("", here)


@pytest.mark.parametrize(
    ("href", "found"),
    [
        ("/discussions/one/", ("discussions", "one", "")),
        ("/practices/two/", ("practices", "two", "")),
        ("/discussions/one/#reply-a-1", ("discussions", "one", "a-1")),
        ("/practices/two/#reply-a-1", ("practices", "two", "a-1")),
        ("/discussions/one", None),
        ("discussions/one/", None),
        ("/discussions/One/", None),
        ("/discussions/a b/", None),
        ("/discussions//", None),
        ("/tags/one/", None),
        ("/discussions/one/#reply-", None),
        ("/discussions/one/#reply-A", None),
        ("/discussions/one/#top", None),
        ("/discussions/one/x", None),
        ("x/discussions/one/", None),
        ("/discussions/one/\n", None),
        ("/discussions/one/page/2/#reply-a-1", ("discussions", "one", "a-1")),
        ("/discussions/one/page/2/", None),
        ("/discussions/one/page/#reply-a-1", None),
        ("/discussions/one/page/1234567890/#reply-a-1", None),
        ("/pages/law/", ("pages", "law", "")),
        ("/pages/guide/set-up/", ("pages", "guide/set-up", "")),
        ("/pages/guide/set-up/page/2/#reply-a-1", ("pages", "guide/set-up", "a-1")),
        ("/discussions/guide/set-up/", None),
    ],
)
def test_a_link_of_a_contributor_to_a_post_or_reply_is_read(href: str, found: object) -> None:
    assert urls.parse_internal(href) == found


@pytest.mark.parametrize(
    ("href", "id"),
    [
        ("#reply-2026-11-20-bob", "2026-11-20-bob"),
        ("#reply-", ""),
        ("#reply-A", ""),
        ("#reply-a_b", "a_b"),
        ("#reply-2026-11-27-ana.maria-k3p9", "2026-11-27-ana.maria-k3p9"),
        ("#reply-ana--b-", "ana--b-"),
        ("#reply-_a", ""),
        ("#reply-a.", ""),
        ("#reply-a..b", ""),
        ("#reply-.a", ""),
        ("reply-a", ""),
        ("x#reply-a", ""),
        ("#reply-a ", ""),
        ("#top", ""),
    ],
)
def test_a_link_to_a_reply_of_the_same_page_is_read(href: str, id: str) -> None:
    assert urls.parse_own_reply(href) == id


@pytest.mark.parametrize(
    "way",
    [
        "/",
        "/a/",
        "/9/",
        "/2026-11/a.b_c-d/",
        "/feed.xml",
        "/tags/law/feed.xml",
        "/discussions/one/thread.json",
        "/search/?q=",
        "/search/?q=set-up+%C3%A4.x",
        "/#a",
        "/rules/#9",
        "/people/in/2026-11/#person-a.b_c",
        "/discussions/one/feed.xml#a",
    ],
)
def test_a_page_or_a_feed_is_known_by_its_address(way: str) -> None:
    assert urls.is_page(way)
    assert not urls.is_page(way[1:])
    assert not urls.is_page(f"{way} ")


@pytest.mark.parametrize(
    "way",
    [
        *("", "tags/", "//", "/tags", "/tags/x.html", "/-a/", "/A/", "/tags/?q=x", "/?q=x", "/search/?p=x"),
        *("/search/?q=é", "/search/?q=x y", "/feedxml", "/thread-json", "/#", "/#-a", "/#A", "/feed.xmlthread.json"),
    ],
)
def test_what_is_no_page_of_the_site_is_none(way: str) -> None:
    assert not urls.is_page(way)
