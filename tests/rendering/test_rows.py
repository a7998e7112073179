"""What stands beside and between the replies of a thread: its steps, the ways to other replies, and its map."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from parley.model.entries import Moment, Reply
from parley.model.sheets import cut_thread
from parley.model.threads import Turn
from parley.rendering.pages.thread import Row, build_map, build_rows

START = datetime(2026, 1, 1, tzinfo=UTC)


def reply(name: str, to: str = "", minute: int = 0, page: int = 1, author: str = "ana", removed: str = "") -> Reply:
    date = Moment(START + timedelta(minutes=minute))
    return Reply(
        path=f"{name}.md", id=name, author=author, date=date, body="x", reply_to=to, page=page, removed=removed
    )


def steps(row: Row) -> tuple[int, bool, bool, int]:
    return row.ends_lists, row.ends_item, row.begins_list, row.list_size


def ways(row: Row) -> tuple[str, ...]:
    return row.answered.id if row.answered else "", row.parent, row.root, row.previous, row.next


THREAD = [
    reply("a"),
    reply("b", "a", 1),
    reply("c", "b", 2),
    reply("d", "a", 3),
    reply("e", "", 4),
    reply("f", "a", 5, page=2),
    reply("g", "f", 6, page=2),
    reply("h", "", 7, page=2),
    reply("i", "a", 8, page=3),
    reply("j", "i", 9, page=3),
]


def test_the_steps_of_each_page_and_the_ways_from_one_to_another() -> None:
    first, second, third = ([*build_rows(sheet, lead=lambda here, to: f"{here}>{to}/")] for sheet in cut_thread(THREAD))
    assert {row.anchor: (steps(row), ways(row)) for row in (*first, *second, *third)} == {
        "reply-a": ((0, False, True, 0), ("", "", "", "", "#reply-e")),
        "reply-b": ((0, False, True, 3), ("a", "#reply-a", "", "", "#reply-d")),
        "reply-c": ((0, False, True, 1), ("b", "#reply-b", "#reply-a", "", "")),
        "reply-d": ((1, True, False, 0), ("a", "#reply-a", "", "#reply-b", "1>2/#reply-f")),
        "reply-e": ((1, True, False, 0), ("", "", "", "#reply-a", "1>2/#reply-h")),
        "reply-f": ((0, False, True, 0), ("a", "2>1/#reply-a", "", "2>1/#reply-d", "2>3/#reply-i")),
        "reply-g": ((0, False, True, 1), ("f", "#reply-f", "2>1/#reply-a", "", "")),
        "reply-h": ((1, True, False, 0), ("", "", "", "2>1/#reply-e", "")),
        "reply-i": ((0, False, True, 0), ("a", "3>1/#reply-a", "", "3>2/#reply-f", "")),
        "reply-j": ((0, False, True, 1), ("i", "#reply-i", "3>1/#reply-a", "", "")),
    }
    assert {row.reply.id: row.away for row in first if row.away} == {
        "a": (("1>2/#reply-f", 1, 2), ("1>3/#reply-i", 1, 3)),
    }
    assert [row.reply.id for row in (*first, *second, *third) if not row.is_apart] == ["b", "c"]


def test_a_reply_shows_without_words_what_it_answers_right_below_that_down_to_the_last_level() -> None:
    chain = [reply(f"c{number}", f"c{number - 1}" if number else "", number) for number in range(8)]
    [sheet] = cut_thread([*chain, reply("z", "c0", 9)])
    rows = build_rows(sheet)
    assert [row.reply.id for row in rows if row.is_nested] == ["c1", "c2", "c3", "c4", "c5", "z"]
    assert [row.reply.id for row in rows if row.is_next] == ["c1", "c2", "c3", "c4", "c5"]
    assert not any(row.is_apart for row in rows)


def test_seconds_are_told_where_the_date_on_the_page_does_not_put_a_reply_in_its_place() -> None:
    day = Moment.from_day(START.date())
    noon, evening = (Moment(START + timedelta(hours=hour)) for hour in (12, 20))
    late = Moment(START + timedelta(hours=30))
    ana, bob, cem, dan = (reply(name) for name in ("a", "b", "c", "d"))
    replies = [
        replace(ana, date=noon),
        replace(bob, date=day, reply_to="a"),  # of no known time, but not before what it answers
        replace(cem, date=evening),
        replace(dan, date=day),
    ]
    [sheet] = cut_thread(replies)
    at = int(noon.at.timestamp())

    def find(turns: Mapping[str, Moment]) -> dict[str, int]:
        given = {f"{name}.md": Turn(moment, moment, moment, 1) for name, moment in turns.items()}
        return {row.reply.id: row.seconds for row in build_rows(sheet, given)}

    assert find({}) == {"a": 0, "b": at, "c": 0, "d": 0}
    assert find({"b": noon}) == {"a": 0, "b": 0, "c": 0, "d": 0}, "it came then, which the page shows with its date"
    assert find({"b": late, "c": late}) == {"a": 0, "b": at, "c": 0, "d": 0}, "what came on another day is not shown"
    shown = int(day.at.timestamp())
    assert find({"d": evening}) == {"a": 0, "b": at, "c": 0, "d": shown}


def test_a_map_of_a_thread_of_several_pages_is_that_of_all_but_for_the_answers_to_list() -> None:
    thread = [*THREAD, reply("k", "", 10, 3, "bob"), reply("l", "", 99, 3, "cem", "spam"), reply("m", "", 9, 3, "bob")]
    third = cut_thread(thread)[2]
    own = build_map(third, {"ana"}.__contains__)
    assert (own.people, own.voices, own.newest) == ((("bob", 2),), (("ana", 2),), "k")
    assert [node.reply.id for node in own.answers] == ["m", "k"]
    whole = build_map(third, {"ana"}.__contains__, thread)
    assert (whole.people, whole.voices, whole.newest) == ((("bob", 2),), (("ana", 10),), "k")
    assert whole.answers == own.answers
    assert (whole.first, whole.last) == (thread[0].date, thread[10].date)


def test_people_of_a_map_stand_by_number_then_by_name_in_whatever_order_they_wrote() -> None:
    replies = [reply(f"r{at}", "", at, 1, name) for at, name in enumerate(("zoe", "cy", "bob", "ana", "bob", "zoe"))]
    assert build_map(cut_thread(replies)[0], lambda handle: False).people == (
        ("bob", 2),
        ("zoe", 2),
        ("ana", 1),
        ("cy", 1),
    )


@pytest.mark.parametrize(
    ("minutes", "bars"),
    [
        ([], ()),
        ([5], ()),
        ([5, 5], ()),
        ([0, 24], (1, *[0] * 22, 1)),
        ([0, 1, 1, 23, 24], (1, 2, *[0] * 21, 2)),
    ],
)
def test_bars_of_a_map_are_24_equal_spans_where_there_is_one_at_all(minutes: list[int], bars: tuple[int, ...]) -> None:
    [sheet] = cut_thread([reply(f"r{at}", "", minute) for at, minute in enumerate(minutes)])
    made = build_map(sheet, lambda handle: False)
    assert made.bars == bars
    assert (made.first is None, made.last is None, made.newest) == (
        not minutes,
        not minutes,
        f"r{len(minutes) - 1}" if minutes else "",
    )
