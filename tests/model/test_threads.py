"""Flat replies to a tree, in any order, of any shape and depth."""

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.model.entries import Discussion, Moment, Reply, Settlement
from parley.model.sheets import cut_thread
from parley.model.threads import (
    DRAWN_DEPTH,
    build_tree,
    count_before_edits,
    find_rings,
    find_state,
    order_by_date,
    take_turns,
)
from parley.rendering.pages.thread import build_map, build_rows

START = datetime(2026, 1, 1, tzinfo=UTC)


def reply(name: str, to: str = "", minute: int = 0, removed: str = "") -> Reply:
    date = Moment(START + timedelta(minutes=minute))
    return Reply(path=f"{name}.md", id=name, author="ana", date=date, body="x", reply_to=to, removed=removed)


POST = Discussion(path="post.md", id="p", author="ana", date=Moment(START), body="x", title="P", tags=())


@st.composite
def forests(draw: st.DrawFn) -> list[Reply]:
    """Replies of which each answers the post or one made before it, in mixed order."""
    size = draw(st.integers(0, 30))
    replies: list[Reply] = []
    for number in range(size):
        to = draw(st.sampled_from(["", *(one.id for one in replies)]))
        replies.append(reply(f"r{number}", to, draw(st.integers(0, 5))))
    return draw(st.permutations(replies))


@given(forests())
def test_every_reply_comes_out_once_and_below_what_it_answers(replies: list[Reply]) -> None:
    nodes = build_tree(replies)
    assert sorted(node.reply.id for node in nodes) == sorted(one.id for one in replies)
    place = {node.reply.id: position for position, node in enumerate(nodes)}
    for position, node in enumerate(nodes):
        assert (node.parent.id if node.parent else "") == node.reply.reply_to
        if node.parent:
            parent = nodes[place[node.parent.id]]
            assert parent.depth == node.depth - 1
            assert place[node.parent.id] < position <= place[node.parent.id] + parent.below
        else:
            assert node.depth == 0


@given(forests(), st.randoms())
def test_the_order_of_files_changes_nothing(replies: list[Reply], chance: random.Random) -> None:
    mixed = list(replies)
    chance.shuffle(mixed)
    assert build_tree(mixed) == build_tree(replies)


@given(forests())
def test_siblings_stand_by_date_and_then_by_id(replies: list[Reply]) -> None:
    nodes = build_tree(replies)
    for parent in {node.reply.reply_to for node in nodes}:
        keys = [(node.reply.date.at, node.reply.id) for node in nodes if node.reply.reply_to == parent]
        assert keys == sorted(keys)


@given(forests())
def test_lists_open_and_close_in_pairs_and_never_deeper_than_drawn(replies: list[Reply]) -> None:
    open_lists = open_items = 0
    for row in build_rows(cut_thread(replies)[0]):
        open_lists -= row.ends_lists
        open_items -= row.ends_lists + row.ends_item
        open_lists += row.begins_list
        open_items += 1
        assert open_items == open_lists == row.node.level + 1 <= DRAWN_DEPTH


def test_an_answer_to_a_removed_reply_keeps_its_place() -> None:
    nodes = build_tree([reply("a", removed="spam"), reply("b", "a", 1), reply("c", "b", 2)])
    assert [(node.reply.id, node.depth) for node in nodes] == [("a", 0), ("b", 1), ("c", 2)]


def test_a_reply_to_nobody_known_stands_at_the_top() -> None:
    assert [node.depth for node in build_tree([reply("a", "gone")])] == [0]


def test_a_chain_of_five_thousand_is_no_deeper_for_the_machine_than_one_of_five() -> None:
    chain = [reply(f"r{n}", f"r{n - 1}" if n else "", n) for n in range(5000)]
    nodes = build_tree(chain)
    assert nodes[-1].depth == 4999
    assert nodes[0].below == 4999
    assert [row.node.level for row in build_rows(cut_thread(chain)[0])][:8] == [0, 1, 2, 3, 4, 5, 5, 5], (
        "six levels are drawn"
    )
    assert {row.node.level for row in build_rows(cut_thread(chain)[0])} == set(range(DRAWN_DEPTH))


def test_a_tree_is_each_reply_and_then_all_below_it_with_how_deep_it_stands_and_how_many_follow() -> None:
    """The sixth level is the last drawn; what came at one moment stands by id, what answers nobody known at the top."""
    replies = [
        *(reply("b", "", 1), reply("a", "", 1), reply("c", "gone", 0), reply("d", "a", 3), reply("e", "a", 2)),
        *(reply("f", "d", 9), reply("g", "f", 9), reply("h", "g", 9), reply("i", "h", 9), reply("j", "i", 9)),
        reply("k", "e", 5),
    ]
    drawn = [
        (node.reply.id, node.depth, node.level, node.parent.id if node.parent else "", node.below)
        for node in build_tree(replies)
    ]
    assert drawn == [
        ("c", 0, 0, "", 0),
        ("a", 0, 0, "", 8),
        ("e", 1, 1, "a", 1),
        ("k", 2, 2, "e", 0),
        ("d", 1, 1, "a", 5),
        ("f", 2, 2, "d", 4),
        ("g", 3, 3, "f", 3),
        ("h", 4, 4, "g", 2),
        ("i", 5, 5, "h", 1),
        ("j", 6, 5, "i", 0),
        ("b", 0, 0, "", 0),
    ]


@pytest.mark.parametrize(
    ("answer", "outcome", "state"),
    [
        ("", None, None),
        ("", Settlement("Done."), "settled"),
        ("a", None, "answered"),
        ("a", Settlement("Done."), "answered"),
        ("former", None, "answered"),
        ("removed", None, None),
        ("removed", Settlement("Done."), "settled"),
        ("gone", None, None),
    ],
)
def test_what_has_become_of_a_post_is_told_in_a_word(
    answer: str, outcome: Settlement | None, state: str | None
) -> None:
    replies = [reply("b"), replace(reply("a"), aliases=("former",)), reply("removed", removed="spam")]
    assert find_state(replace(POST, answer=answer, outcome=outcome), replies) == state


@pytest.mark.parametrize(
    ("parents", "rings"),
    [
        ({}, []),
        ({"a": "", "b": "a", "c": "b"}, []),
        ({"a": "gone"}, []),
        ({"a": "a"}, [["a"]]),
        ({"a": "b", "b": "a"}, [["a", "b"]]),
        ({"x": "a", "a": "b", "b": "c", "c": "a", "y": "x"}, [["a", "b", "c"]]),
        ({"a": "b", "b": "a", "c": "", "d": "e", "e": "d", "f": "d"}, [["a", "b"], ["d", "e"]]),
    ],
)
def test_replies_that_answer_each_other_in_a_ring_are_found_once(
    parents: dict[str, str], rings: list[list[str]]
) -> None:
    """What only leads into a ring is no part of it."""
    assert list(find_rings(parents)) == rings


def test_replies_go_by_date_and_none_before_what_it_answers() -> None:
    """A day alone stands for its first second, so an answer of that day would go before what has a time."""
    replies = [
        *(reply("late", "", 9), reply("day", "late", 0), reply("below", "day", 8), reply("after", "day", 10)),
        *(reply("z", "", 9), reply("b", "", 4), reply("a", "", 4), reply("first", "", 0)),
        *(reply("y", "first", 12), reply("x", "z", 12), reply("v", "", 12)),
    ]
    wanted = ["first", "a", "b", "late", "z", "day", "below", "after", "v", "x", "y"]
    assert [one.id for one in order_by_date(replies)] == wanted
    assert [one.id for one in order_by_date(reversed(replies))] == wanted


def test_for_what_was_edited_the_answers_that_were_there_before_are_counted() -> None:
    """Answers at any depth count, and those that were removed don't; what nobody edited is not there."""

    def edited(one: Reply, minute: int) -> Reply:
        return replace(one, updated=Moment(START + timedelta(minutes=minute)))

    replies = [
        edited(reply("a", "", 1), 5),  # of b, c and d below it, c is later and d was removed
        *(reply("b", "a", 2), reply("c", "b", 5), reply("d", "a", 3, removed="spam")),
        edited(reply("e", "", 6), 8),  # of f below it; no other's answers are its own
        *(reply("f", "e", 7), reply("g", "", 7)),
    ]
    post = replace(POST, updated=Moment(START + timedelta(minutes=7)))
    turns = take_turns(post, replies)
    assert count_before_edits(post, iter(replies), turns) == {"post.md": 4, "a.md": 1, "e.md": 1}
    assert count_before_edits(POST, replies, take_turns(POST, replies)) == {"a.md": 1, "e.md": 1}
    assert count_before_edits(POST, [reply("b")], take_turns(POST, [reply("b")])) == {}


def test_what_comes_with_one_merge_goes_by_when_it_was_written_and_then_by_its_depth() -> None:
    """Both came at one moment; an answer that tells no time of its own takes that of what it answers."""
    arrived = Moment(START + timedelta(hours=1))
    replies = [
        replace(one, arrived=arrived)
        for one in (reply("x", "", 3), reply("below", "x", 2), reply("y", "", 5), reply("deep", "below", 3))
    ]
    turns = take_turns(POST, replies)
    assert sorted(turns, key=lambda path: turns[path].place) == ["post.md", "x.md", "below.md", "deep.md", "y.md"]
    assert turns["below.md"].place == (arrived.at, START + timedelta(minutes=3), 2)
    assert {turns[path].changed for path in turns if path != "post.md"} == {arrived}


def test_rows_lead_to_what_is_answered_to_the_first_and_to_the_neighbours() -> None:
    replies = [reply("a"), reply("b", "a", 1), reply("c", "b", 2), reply("d", "a", 3), reply("e", "", 4)]
    rows = build_rows(cut_thread(replies)[0])
    ways = {row.reply.id: (row.anchor, row.parent, row.root, row.previous, row.next, row.list_size) for row in rows}
    assert ways == {
        "a": ("reply-a", "", "", "", "#reply-e", 0),
        "b": ("reply-b", "#reply-a", "", "", "#reply-d", 3),
        "c": ("reply-c", "#reply-b", "#reply-a", "", "", 1),
        "d": ("reply-d", "#reply-a", "", "#reply-b", "", 0),
        "e": ("reply-e", "", "", "#reply-a", "", 0),
    }


# a thread at a glance


def nobody(handle: str) -> bool:
    """No handle is that of a house voice."""
    return not handle


def test_people_stand_by_number_of_replies_and_then_by_name() -> None:
    said = ["zoe", "bob", "ana", "bob", "cy", "ana"]
    replies = [replace(reply(f"r{number}", minute=number), author=author) for number, author in enumerate(said)]
    assert build_map(cut_thread(replies)[0], nobody).people == (("ana", 2), ("bob", 2), ("cy", 1), ("zoe", 1))


def test_house_voices_stand_apart_from_people() -> None:
    replies = [replace(reply(f"r{at}", minute=at), author=name) for at, name in enumerate(["host", "ana", "host"])]
    map = build_map(cut_thread(replies)[0], {"host"}.__contains__)
    assert (map.people, map.voices) == ((("ana", 1),), (("host", 2),))


def test_the_span_of_a_thread_is_that_of_its_dates_in_whatever_order_it_is_read() -> None:
    map = build_map(cut_thread([reply("a", minute=5), reply("b", "a", minute=240), reply("c", minute=100)])[0], nobody)
    assert map.first == reply("x", minute=5).date
    assert map.last == reply("x", minute=240).date
    assert [node.reply.id for node in map.answers] == ["a", "c"]


def test_what_is_dated_before_what_it_answers_takes_its_place_behind_it_as_of_no_exact_moment() -> None:
    date = Moment(START + timedelta(minutes=5))
    post = Discussion(path="post.md", id="p", author="ana", date=date, body="x", title="P", tags=())
    replies = [reply("early"), reply("same", minute=5), reply("late", minute=9), reply("under", "late", minute=6)]
    turns = take_turns(post, replies)
    wanted = {"early": (5, False), "same": (5, True), "late": (9, True), "under": (9, False)}
    for name, (minute, exact) in wanted.items():
        turn = turns[f"{name}.md"]
        moment = Moment(START + timedelta(minutes=minute), exact=exact)
        assert (turn.published, turn.written) == (moment, moment), name
    assert [turns[f"{name}.md"].depth for name in ("early", "late", "under")] == [1, 1, 2]
    assert turns["post.md"].place == (date.at, date.at, 0)


def test_bars_count_every_reply_in_equal_spans() -> None:
    minutes = [0, 9, 10, 11, 120, 239, 240]
    map = build_map(cut_thread([reply(f"r{minute}", minute=minute) for minute in minutes])[0], nobody)
    wanted = [0] * 24  # of ten minutes each; the last holds its end as well
    wanted[0], wanted[1], wanted[12], wanted[23] = 2, 2, 1, 2
    assert map.bars == tuple(wanted)


def test_a_thread_of_one_moment_or_of_none_has_no_bars() -> None:
    assert build_map(cut_thread([reply("a"), reply("b")])[0], nobody).bars == ()
    empty = build_map(cut_thread([reply("a", removed="spam")])[0], nobody)
    assert (empty.people, empty.bars, empty.first, empty.last, empty.answers) == ((), (), None, None, ())
