"""Addresses, which are stable for ever: to change one breaks links that others have made."""

from datetime import UTC, datetime

import pytest

from parley.model import urls
from parley.model.entries import Comparison, Discussion, Moment, Reply

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

ADDRESSES = {
    urls.HOME: "",
    urls.DISCUSSIONS: "discussions/",
    urls.TAGS: "tags/",
    urls.PEOPLE: "people/",
    urls.LATEST: "latest/",
    urls.ARCHIVE: "archive/",
    urls.RULES: "rules/",
    urls.SEARCH: "search/",
    urls.MODERATION: "moderation/",
    urls.SCHEMAS: "schema/",
    urls.STYLE_SHEET: "assets/parley/parley.css",
    urls.JOIN: "assets/parley/join.js",
    urls.FRAME: "assets/parley/frame.js",
    urls.ICONS: "assets/parley/icons.svg",
    urls.WRITING_DATA: "assets/parley/write.json",
    urls.WRITING_NAMES: "assets/parley/names.json",
    urls.WRITING_HOMES: "assets/parley/homes.json",
    urls.SEARCH_CHOICES: "search/choices.json",
    urls.SEARCH_INDEX: "pagefind",
    urls.post("discussions", "one"): "discussions/one/",
    urls.post("practices", "two"): "practices/two/",
    urls.reply(DISCUSSION, REPLY): "discussions/one/#reply-2026-11-20-bob",
    urls.reply(PRACTICE, REPLY): "practices/two/#reply-2026-11-20-bob",
    urls.thread_address(DISCUSSION): "discussions/one/thread.json",
    urls.thread_address(PRACTICE): "practices/two/thread.json",
    urls.body_prefix("x"): "in-x_",
    urls.feed_address(""): "feed.xml",
    urls.feed_address("tags/law/"): "tags/law/feed.xml",
    urls.schema_address("reply"): "schema/reply.json",
    urls.tag("law"): "tags/law/",
    urls.person("ana"): "people/ana/",
    urls.person("ana_acme"): "people/ana_acme/",
    urls.person("ana.maria-"): "people/ana.maria-/",
    urls.person("aux"): "people/~aux/",
    urls.person("con.rad"): "people/~con.rad/",
    urls.person("aux", "2026-01"): "people/in/2026-01/#person-aux",
    urls.archive(2026): "archive/2026/",
    urls.numbered("latest/", 2): "latest/page/2/",
    urls.file_of("tags/"): "tags/index.html",
    urls.file_of(""): "index.html",
}


def test_every_address_is_where_it_was() -> None:
    assert list(ADDRESSES) == list(ADDRESSES.values())


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
