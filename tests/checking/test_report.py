"""How a problem is shown: the line it stands in, and the place marked, whatever it holds and however long it is."""

import pytest

from parley.checking.report import count, render_excerpt
from parley.model.problems import Problem

LINE = "".join(chr(ord("a") + at % 26) for at in range(300))


@pytest.mark.parametrize(
    ("excerpt", "column", "width", "shown", "mark"),
    [
        ("abc", 1, 1, "abc", "^"),
        ("abc", 2, 2, "abc", " ^^"),
        ("abc", 4, 0, "abc", "   ^"),
        (LINE[:100], 100, 1, LINE[:100], " " * 99 + "^"),
        (LINE[:101], 51, 1, f"{LINE[:100]}…", " " * 50 + "^"),
        (LINE[:101], 52, 1, f"…{LINE[1:101]}", " " * 51 + "^"),
        (LINE, 1, 3, f"{LINE[:100]}…", "^^^"),
        (LINE, 150, 2, f"…{LINE[99:199]}…", " " * 51 + "^^"),
        (LINE, 250, 1, f"…{LINE[199:299]}…", " " * 51 + "^"),
        (LINE, 300, 1, f"…{LINE[249:]}", " " * 51 + "^"),
        ("\ta\u202eb", 2, 2, " a\\u202eb", " ^^^^^^^"),
        ("雪雪 é", 2, 1, "雪雪 é", "  ^^"),
    ],
)
def test_the_place_is_marked_in_as_much_of_the_line_as_fits(
    excerpt: str, column: int, width: int, shown: str, mark: str
) -> None:
    problem = Problem("a.md", 7, column, "x", "m", excerpt=excerpt, width=width)
    assert render_excerpt(problem) == f"7 | {shown}\n  | {mark}"


def test_a_line_without_anything_to_see_is_not_shown() -> None:
    assert render_excerpt(Problem("a.md", 7, 1, "x", "m", excerpt=" \t")) == ""


@pytest.mark.parametrize("noun", ["attached file", "attached mail", "character", "contribution", "day", "error"])
def test_one_is_one_and_two_are_several(noun: str) -> None:
    assert [count(number, noun) for number in (0, 1, 2)] == [f"0 {noun}s", f"1 {noun}", f"2 {noun}s"]
