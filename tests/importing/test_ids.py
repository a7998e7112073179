"""Names of files from the ids of an archive."""

import pytest

from parley.importing import ids
from parley.model import layout


@pytest.mark.parametrize(
    "id", ["2521126018", "a", "a-b-1", "x0123456789abcde", "x0123456789abcdeg", "x0123456789abcdef0"]
)
def test_an_id_that_can_be_in_a_files_name_stays(id: str) -> None:
    assert ids.reply_id("disqus", id) == f"disqus-{id}"


@pytest.mark.parametrize("id", ["A", "a b", "a/b", "", "é", "-a", "a--b", "a.b", "x0123456789abcdef", "y" * 64])
def test_any_other_gets_a_hash_of_its_own(id: str) -> None:
    made = ids.reply_id("disqus", id)
    assert made.startswith("disqus-x")
    assert made != f"disqus-{id}"
    assert len(made) == len("disqus-x") + 16
    assert layout.is_name(made)
    assert made == ids.reply_id("disqus", id) != ids.reply_id("disqus", f"{id}z")


def test_ids_that_differ_in_case_give_different_names() -> None:
    assert len({ids.reply_id("d", id).lower() for id in ("abc", "Abc", "ABC")}) == 3


def test_the_longest_name_leaves_room_for_the_number_of_a_part() -> None:
    assert ids.reply_id("d", "y" * 68) == f"d-{'y' * 68}"
    assert ids.reply_id("d", "y" * 69) != f"d-{'y' * 69}"
    assert layout.is_name(ids.part_id(ids.reply_id("d", "y" * 68), 99))
    assert ids.part_id("a", 2) == "a-part-2"


def test_a_discussion_is_found_again_by_the_end_of_its_name() -> None:
    suffix = ids.thread_suffix("disqus", "10")
    assert suffix == ids.thread_suffix("disqus", "10")
    assert len({suffix, ids.thread_suffix("disqus", "11"), ids.thread_suffix("disqu", "s10")}) == 3
    assert ids.slug("Two, and more?", suffix) == f"two-and-more-{suffix}"
    assert ids.find_suffix(ids.slug("Other title", suffix)) == suffix


@pytest.mark.parametrize(
    "slug", ["two-follow-ups", "two-0123456789a", "two-012345678", "two-012345678g", "0123456789-a"]
)
def test_a_name_of_somebody_elses_has_no_such_end(slug: str) -> None:
    assert ids.find_suffix(slug) == ""


def test_what_has_no_id_gets_one_from_what_it_says() -> None:
    assert ids.content_id("a", "b") == ids.content_id("a", "b") != ids.content_id("ab", "")
    assert len(ids.content_id("\ud800")) == 17


def test_names_are_these_for_ever() -> None:
    """The files of the last import are called so: by any other name everything would be imported a second time."""
    assert ids.thread_suffix("disqus", "10") == "8fca18224e"
    assert ids.reply_id("disqus", "A b") == "disqus-xa760b0e1e5180903"
    assert ids.content_id("ana", "2020-01-01", "Text") == "x965b599b77fa9fd6"
    assert ids.slug("Two, and more?", "0123456789") == "two-and-more-0123456789"
    assert ids.part_id("disqus-1", 2) == "disqus-1-part-2"
