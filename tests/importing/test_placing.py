"""Places in the thread: parents, orphans, rings, doubles and dates."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from parley.importing.placing import Head, Placement, place

OPENED = datetime(2020, 1, 1, tzinfo=UTC)


def head(id: str, parent: str = "", minute: int | None = 1, text: str = "", dropped: str = "", who: str = "a") -> Head:
    date = None if minute is None else OPENED + timedelta(minutes=minute)
    return Head(0, id, parent, who, date, (text or id).encode(), dropped)


def parents(placement: Placement) -> dict[str, str]:
    return {one.head.id: one.parent for one in placement.placed}


def test_an_answer_to_something_left_out_answers_the_nearest_that_was_not() -> None:
    heads = [head("a"), head("b", "a", dropped="spam"), head("c", "b", dropped="spam"), head("d", "c"), head("e", "x")]
    found = place(heads, OPENED)
    assert parents(found) == {"a": "", "d": "a", "e": ""}
    assert [(one.id, reason) for one, reason in found.orphaned] == [
        ("d", "what it answers was left out"),
        ("e", "what it answers isn't in the archive"),
    ]


def test_doubles_are_merged_with_all_their_answers() -> None:
    heads = [
        head("a", text="x"),
        head("b", text="x"),
        head("c", "b", 2),
        head("d", "a", 2),
        head("e", text="x", who="z"),
    ]
    found = place(heads, OPENED)
    assert parents(found) == {"a": "", "e": "", "c": "a", "d": "a"}
    assert [one.id for one in found.merged] == ["b"]


def test_the_double_that_an_earlier_import_has_brought_is_kept() -> None:
    found = place([head("a", text="x"), head("b", text="x"), head("c", "a", 2)], OPENED, known={"b"})
    assert parents(found) == {"b": "", "c": "b"}


def test_what_was_left_out_takes_no_double_with_it() -> None:
    """A comment that was sent twice, and once deleted, is still there."""
    found = place([head("a", text="x", dropped="deleted"), head("b", text="x"), head("c", "b", 2)], OPENED)
    assert parents(found) == {"b": "", "c": "b"}
    assert [one.id for one in found.dropped] == ["a"]
    assert not found.merged


def test_a_double_that_answers_its_twin_does_not_answer_itself() -> None:
    found = place([head("p"), head("a", "p", 2, "x"), head("b", "a", 2, "x")], OPENED, known={"b"})
    assert parents(found) == {"p": "", "b": "p"}


def test_texts_that_differ_and_undated_comments_are_no_doubles() -> None:
    heads = [
        head("a", text="x"),
        head("b", text="y"),
        head("c", minute=None, text="x"),
        head("d", minute=None, text="x"),
    ]
    assert len(place(heads, OPENED).placed) == 4


def test_rings_are_opened_at_their_first_comment() -> None:
    found = place([head("a", "c", 3), head("b", "a", 1), head("c", "b", 2), head("d", "d")], OPENED)
    assert parents(found) == {"b": "", "c": "b", "a": "c", "d": ""}
    assert [(one.id, reason) for one, reason in found.orphaned] == [
        ("d", "it answers itself in a loop"),
        ("b", "it answers itself in a loop"),
    ]
    assert parents(place([head("a", "b", 3), head("b", "a", None)], OPENED)) == {"a": "", "b": "a"}, "undated is last"


def test_nothing_is_older_than_what_it_answers() -> None:
    found = place([head("a", minute=9), head("b", "a", 5), head("c", "b", None), head("d", minute=-60)], OPENED)
    dates = {one.head.id: one.date for one in found.placed}
    assert dates["b"] == dates["c"] == dates["a"]
    assert dates["d"] == OPENED
    assert {one.id for one in found.redated} == {"b", "d"}
    assert [one.id for one in found.undated] == ["c"]


def test_a_chain_of_ten_thousand_needs_no_depth() -> None:
    found = place([head(f"{n:05}", f"{n - 1:05}" if n else "", n) for n in range(10_000)], OPENED)
    assert len(found.placed) == 10_000
    assert not found.orphaned


IDS = st.sampled_from("abcdefgh")
HEADS = st.lists(
    st.tuples(IDS, st.sampled_from(["", *"abcdefghxy"]), st.none() | st.integers(-5, 5), st.booleans(), st.booleans()),
    unique_by=lambda one: one[0],
).map(lambda found: [head(i, p, m, "same" if s else "", "spam" if d else "") for i, p, m, s, d in found])


@given(HEADS, st.sets(IDS))
def test_every_comment_goes_to_one_place_and_parents_come_first(heads: list[Head], known: set[str]) -> None:
    found = place(heads, OPENED, known)
    placed = [one.head.id for one in found.placed]
    everywhere = [*placed, *(one.id for one in found.merged), *(one.id for one in found.dropped)]
    assert sorted(everywhere) == sorted(one.id for one in heads)
    dates = {"": OPENED}
    for one in found.placed:
        assert one.parent in dates
        assert one.date >= dates[one.parent]
        dates[one.head.id] = one.date


@given(HEADS, st.randoms())
def test_the_order_of_the_archive_does_not_matter(heads: list[Head], chance: object) -> None:
    shuffled = list(heads)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert parents(place(heads, OPENED)) == parents(place(shuffled, OPENED))
