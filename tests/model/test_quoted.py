"""A reply that begins with words of what it answers quotes a passage of it, if these words stand there alone."""

from datetime import UTC, datetime

import pytest

from parley.model.entries import Contribution, Discussion, Moment, Point, Reply, Settlement
from parley.model.markup.quoting import Answered, Quotes, find_quotes, may_quote

DATE = Moment(datetime(2026, 11, 20, tzinfo=UTC))
BODY = "Some *say* so; one is enough.\n\nMeet here, always."
POST = Discussion(
    path="discussions/a/post.md",
    id="a",
    author="ana",
    date=DATE,
    body=BODY,
    title="A",
    outcome=Settlement(summary="One is enough.", agreed=(Point("Always meet."),)),
)


def reply(name: str, body: str, to: str = "", removed: str = "", page: int = 1) -> Reply:
    path = f"discussions/a/replies/{name}.md"
    return Reply(path=path, id=name, author="bob", date=DATE, body=body, reply_to=to, removed=removed, page=page)


def read(item: Contribution) -> list[str | None]:
    texts = [item.body, None, "", item.body, *item.asides]
    return [*texts, "Awesome words; the host. Two\n\nTwo"] if item is POST else texts


def find(*replies: Reply) -> list[tuple[str, int, int, str]]:
    quotes = find_quotes(POST, replies, read)
    assert quotes.quoting.keys() == {one.reply.path for found in quotes.passages.values() for one in found}
    assert {text for _, text in quotes.passages} <= {BODY, *(one.body for one in replies), read(POST)[-1]}
    return [
        (path.removeprefix("discussions/a/"), one.start, one.end, one.reply.id)
        for (path, _), found in quotes.passages.items()
        for one in found
    ]


@pytest.mark.parametrize(
    ("body", "removed", "quotes"),
    [
        ("> a", "", True),
        (" \n\t> a", "", True),
        (">", "", True),
        ("a > b", "", False),
        ("a\n\n> b", "", False),
        ("> a", "Rude", False),
        ("", "", False),
    ],
)
def test_a_reply_may_quote_that_begins_with_a_quotation(body: str, removed: str, quotes: bool) -> None:
    assert may_quote(reply("b", body, removed=removed)) == quotes


@pytest.mark.parametrize(
    ("quote", "place"),
    [
        ("> Some **say**", (0, 8)),
        ("> so; one is", (9, 19)),
        ("> enough.\n>\n> Meet", (20, 32)),
        ("> always.\n\nNever.", (39, 46)),
        ("> nothing of it", None),
        ("> ome say", None),
        ("> some", None),
        ("> one", (13, 16)),
        ("> One is enough.", None),
        ("> Two", None),
        ("> here, always.\n>\n>     code", None),
        (">", None),
        ("Some say", None),
    ],
)
def test_a_passage_of_the_post_is_found(quote: str, place: tuple[int, int] | None) -> None:
    assert find(reply("b", quote)) == ([("post.md", *place, "b")] if place else [])


def test_words_that_another_text_of_the_post_holds_are_proven_by_neither() -> None:
    """As a part of a word, too, as `so` is of `Awesome`."""
    assert find(reply("b", "> so")) == []
    assert find(reply("b", "> me h")) == []
    assert find(reply("b", "> words;")) == [("post.md", 8, 14, "b")]


def test_replies_are_quoted_too_and_nothing_that_is_removed_or_unknown() -> None:
    known = [
        reply("b", "Who says?\n\n    code", page=2),
        reply("c", "> Who says\n\nAna.", to="b"),
        reply("d", "> Ana.\n\nSo.", to="c"),
        reply("e", "Gone.", removed="Rude"),
        reply("f", "> Gone.", to="e"),
        reply("g", "> Who says", to="nobody"),
        reply("h", "> Who says", to="b", removed="Rude"),
        reply("i", "    code"),
        reply("j", ">\n\nWell?", to="i"),
        reply("k", "> code", to="i"),
    ]
    quotes = find_quotes(POST, known, read)
    folder = "discussions/a/replies/"
    assert quotes == Quotes(
        {
            (f"{folder}b.md", known[0].body): [Answered(0, 8, known[1])],
            (f"{folder}c.md", known[1].body): [Answered(9, 13, known[2])],
        },
        {f"{folder}c.md": 2, f"{folder}d.md": 1},
    )
    assert find_quotes(POST, [reply("b", "> Ana", to="c")], read) == Quotes()
    assert find_quotes(POST, [reply("b", "> Some say", page=3)], read).quoting == {f"{folder}b.md": 1}
    gone = Discussion(path="", id="a", author="", date=DATE, body=BODY, title="", removed="Rude")
    assert find_quotes(gone, [reply("b", "> Some say")], read) == Quotes({}, {})


def test_passages_stand_in_the_order_of_the_text() -> None:
    quotes = ["> Meet here", "> say so; one", "> say so", "> Some", "> say so; one"]
    found = find(*(reply(f"r{number}", quote) for number, quote in enumerate(quotes)))
    assert [(start, end, name) for _, start, end, name in found] == [
        (0, 4, "r3"),
        (5, 11, "r2"),
        (5, 16, "r1"),
        (5, 16, "r4"),
        (28, 37, "r0"),
    ]
