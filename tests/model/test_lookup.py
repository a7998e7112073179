"""What somebody means by a slug, a path or an address."""

from datetime import UTC, datetime

import pytest

from parley.model.entries import Moment, Reply
from parley.model.lookup import Place, find_reply, parse_place, parse_reply_name

BOTH = ("discussions", "practices")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("two-follow-ups", Place(BOTH, "two-follow-ups")),
        (" two-follow-ups/ ", Place(BOTH, "two-follow-ups")),
        ("two#reply-a-1", Place(BOTH, "two", "a-1")),
        ("two#top", Place(BOTH, "two#top")),
        ("", Place(BOTH, "")),
        ("/discussions/two/", Place(("discussions",), "two")),
        ("practices/two", Place(("practices",), "two")),
        ("posts/discussions/two/post.md", Place(("discussions",), "two")),
        ("posts\\practices\\two\\post.yml", Place(("practices",), "two")),
        ("posts/practices/two/replies/a-1.md", Place(("practices",), "two", "a-1")),
        ("discussions/two/replies/a-1.yml", Place(("discussions",), "two", "a-1")),
        ("https://x.example/talk/discussions/two/?a=b#reply-a-1", Place(("discussions",), "two", "a-1")),
        ("https://x.example/discussions/two/#replies", Place(("discussions",), "two")),
        ("https://x.example/discussions/two/%23reply-a", Place(("discussions",), "two", "a")),
        ("https://x.example/discussions/a%20b/", Place(("discussions",), "a b")),
        ("discussions/", Place(BOTH, "discussions")),
        ("tags/two/", Place(BOTH, "tags/two/")),
        ("discussions/two/replies/a-1.txt", Place(BOTH, "discussions/two/replies/a-1.txt")),
        ("discussions/two/other/deep/er", Place(BOTH, "discussions/two/other/deep/er")),
        ("x" * 3000, Place(BOTH, "x" * 2000)),
    ],
)
def test_a_post_and_perhaps_a_reply_are_meant(text: str, place: Place) -> None:
    assert parse_place(text, BOTH) == place


@pytest.mark.parametrize(
    "text",
    ["a-1", " a-1 ", "#reply-a-1", "reply-a-1", "a-1.md", "a-1.yml", "x/replies/a-1.md", "https://x/d/two/#reply-a-1"],
)
def test_a_reply_is_meant_by_id_file_anchor_and_address(text: str) -> None:
    assert parse_reply_name(text) == "a-1"


def test_a_reply_is_found_under_a_former_id_too() -> None:
    date = Moment(datetime(2026, 1, 1, tzinfo=UTC))
    replies = [
        Reply(path="", id="a", author="ana", date=date, body=""),
        Reply(path="", id="b", author="ana", date=date, body="", aliases=("old",)),
    ]
    assert find_reply(replies, "b") is find_reply(replies, "old") is replies[1]
    assert find_reply(replies, "") is find_reply([], "a") is None
