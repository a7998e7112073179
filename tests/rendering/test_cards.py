"""A post as a list shows it, and what else to read."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from parley.model.entries import Comparison, Discussion, Moment, Post, Reply, Tag
from parley.model.library import Library
from parley.rendering.pages.card import build_card, build_cards, excerpt, newest_first, shorten
from parley.rendering.pages.related import find_related

START = datetime(2026, 1, 1, tzinfo=UTC)


def post(slug: str, day: int = 0, **more: object) -> Discussion:
    values: dict[str, object] = {"author": "ana", "title": slug, "tags": ("law",), "body": "Text.", **more}
    date = Moment(START + timedelta(days=day))
    return Discussion(path=f"discussions/{slug}/post.md", id=slug, date=date, **values)  # type: ignore[arg-type]


def practice(slug: str, *discussions: str, **more: object) -> Comparison:
    values: dict[str, object] = {"author": "ana", "title": slug, "tags": (), "body": "", **more}
    date = Moment(START)
    return Comparison(
        path=f"practices/{slug}/post.yml",
        id=slug,
        date=date,
        discussions=discussions,
        **values,  # type: ignore[arg-type]
    )


def replies(number: int, **more: object) -> tuple[Reply, ...]:
    made = (
        Reply(path="", id=f"r{at}", author=f"p{at}", date=Moment(START + timedelta(hours=at + 1)), body="x")
        for at in range(number)
    )
    return tuple(replace(one, **more) for one in made)  # type: ignore[arg-type]


def library(*posts: Post, answers: dict[str, int] | None = None) -> Library:
    found = answers or {}
    return Library(
        tuple(one for one in posts if isinstance(one, Discussion)),
        tuple(one for one in posts if isinstance(one, Comparison)),
        {one.place: replies(found.get(one.id, 0)) for one in posts},
        {},
        {slug: Tag(slug, slug, slug) for slug in ("law", "old")},
    )


OTHERS = [post(f"q{at}", tags=()) for at in range(130)]
"""Beside which a tag of some thirty posts tells them apart."""


def related(there: Library, slug: str) -> list[str]:
    found = find_related(there, build_cards(there))
    (key,) = (key for key in found if key[1] == slug)
    return [card.post.id for card in found[key]]


@pytest.mark.parametrize(
    ("words", "longest", "shown"),
    [
        ("one two", 7, "one two"),
        ("one two", 6, "one\N{NO-BREAK SPACE}…"),
        ("one two three", 8, "one two\N{NO-BREAK SPACE}…"),
        ("", 5, ""),
    ],
)
def test_words_are_cut_between_two_of_them(words: str, longest: int, shown: str) -> None:
    assert shorten(words, longest) == shown


def test_the_first_paragraph_stands_for_a_text() -> None:
    assert excerpt("One *two*\nthree.\n\nFour.") == "One two three."
    assert excerpt("```\ncode\n```\n\nWords.") == "Words."
    assert excerpt("Ask once.[^1] Or [^2], `[^1]`.\n\n[^1]: As the manual says.") == "Ask once. Or [^2], [^1]."
    assert excerpt("x" * 240) == "x" * 240
    assert excerpt("word " * 100) == "word " * 47 + "word\N{NO-BREAK SPACE}…"
    assert excerpt("one two", 5) == "one\N{NO-BREAK SPACE}…"


def test_a_card_counts_what_is_shown() -> None:
    card = build_card(
        post("a", summary="In short."),
        (
            *replies(2, stance="old"),
            *replies(1, author="p1", stance="new"),
            *replies(1, author="gone", removed="spam", stance="both"),
            *replies(1, author="ana", updated=Moment(START + timedelta(days=3))),
        ),
        {"p0"}.__contains__,
    )
    assert (card.summary, card.replies, card.people, card.voices) == ("In short.", 4, 2, 1)
    assert dict(card.stances) == {"old": 2, "new": 1}
    assert card.last == Moment(START + timedelta(days=3))
    assert card.address == "discussions/a/"
    assert build_card(post("a"), (), bool).summary == "Text."
    late = replies(1, removed="spam", date=Moment(START + timedelta(days=9)))
    assert build_card(post("a", updated=Moment(START + timedelta(days=1))), late, bool).last.at == START + timedelta(
        days=1
    )


def test_pinned_posts_stand_first_then_the_last_that_was_written_to_and_equals_by_name() -> None:
    there = library(post("b"), post("a"), post("old", -5, pinned=True), post("late", 5), post("gone", 9, removed="x"))
    assert [card.post.id for card in newest_first(build_cards(there).values())] == ["old", "late", "a", "b"]


def test_named_posts_come_before_those_that_share_tags_and_in_both_directions() -> None:
    there = library(
        post("a"),
        post("b", aliases=("was-b",)),
        post("shares", tags=("law", "old")),
        practice("p", "was-b", "a", "b", "nowhere", tags=("old",)),
    )
    assert related(there, "p") == ["b", "a", "shares"]
    assert related(there, "b") == ["p", "a", "shares"]


def test_who_shares_more_tags_comes_first_then_the_most_answered_then_the_newest() -> None:
    both = ("law", "old")
    there = library(
        post("me", tags=both),
        post("one-tag", 9),
        post("new", 5, tags=both),
        post("old", 1, tags=both),
        post("busy", 0, tags=both),
        post("none", tags=()),
        answers={"busy": 2, "one-tag": 9},
    )
    assert related(there, "me") == ["busy", "new", "old", "one-tag"]


def test_at_most_five_are_shown_and_none_that_was_removed() -> None:
    there = library(*(post(f"d{number}", number) for number in range(8)), post("gone", 20, removed="spam"))
    assert related(there, "d0") == ["d7", "d6", "d5", "d4", "d3"]
    assert related(there, "d7") == ["d6", "d5", "d4", "d3", "d2"]


def test_the_thirty_liveliest_stand_for_a_tag() -> None:
    number = 32
    names = [f"d{at:02}" for at in range(number)]
    tagged = [post(name, at, tags=("law", "old") if at < 2 else ("law",)) for at, name in enumerate(names)]
    there = library(*tagged, *OTHERS, answers={"d01": 1})
    assert "d01" in related(there, "d00"), "shares both tags, and is among the liveliest of one"
    assert related(there, "d31")[0] == "d01"
    assert related(there, "d31")[1:] == ["d30", "d29", "d28", "d27"]


def test_the_thirty_first_of_a_tag_does_not_stand_for_it() -> None:
    names = [f"d{at:02}" for at in range(32)]
    tagged = [post(name, at, tags=("law", "old") if at < 3 else ("law",)) for at, name in enumerate(names)]
    there = library(*tagged, *OTHERS)
    assert related(there, "d00") == ["d02", "d31", "d30", "d29", "d28"], "d01, the 31st, counts as sharing one tag"


def test_a_tag_that_every_fifth_post_has_says_nothing_where_there_are_many() -> None:
    shared = [post(f"p{at}", at) for at in range(31)]
    assert related(library(*shared[:30]), "p0") == ["p29", "p28", "p27", "p26", "p25"]
    assert related(library(*shared), "p0") == []
    assert related(library(*shared, *OTHERS[:123]), "p0") == []
    assert related(library(*shared, *OTHERS[:124]), "p0") == ["p30", "p29", "p28", "p27", "p26"]
