"""A text costs little to draw, or is refused before it costs much; what looks large and is not passes."""

import subprocess
import time

import pytest

from parley.checking.rules.text import check_markdown
from parley.model.findings import Findings
from parley.model.markup import trial
from parley.model.markup.budget import (
    MAX_GROWTH,
    MAX_NESTING,
    Table,
    allowed_html,
    find_depth,
    find_large_table,
    find_odd_line,
    looks_odd,
)
from parley.model.markup.markdown import find_flaws, render
from parley.model.problems import Problem


def table(columns: int, rows: int, row: str = "|a\n") -> str:
    return "|" + "a|" * columns + "\n|" + "-|" * columns + "\n" + row * rows


def problems_of(text: str) -> list[Problem]:
    findings = Findings("x", text)
    check_markdown(text, 1, findings)
    return findings.problems


@pytest.mark.parametrize("text", [table(500, 2000), table(7500, 16000, "a\n"), table(4000, 9000, "a\n")])
def test_a_small_table_that_would_be_drawn_large_is_refused_at_its_line(text: str) -> None:
    (problem,) = problems_of(f"Words.\n\n{text}")
    assert (problem.rule, problem.line) == ("too-costly", 4)
    assert "cells" in problem.message


@pytest.mark.parametrize("before", ["> ", "- ", "1. ", "  ", "> - "])
def test_a_table_is_counted_within_quotes_and_lists(before: str) -> None:
    lines = "\n".join(before + line for line in table(500, 2000).split("\n"))
    assert find_large_table(lines)
    assert {problem.rule for problem in problems_of(lines)} == {"too-costly"}


def test_many_tables_share_the_budget_of_their_text() -> None:
    one = table(30, 30)
    assert not problems_of(one)
    assert {problem.rule for problem in problems_of((one + "\n") * 100)} == {"too-costly"}


@pytest.mark.parametrize(
    "text",
    [
        table(12, 200, "|" + "some words|" * 12 + "\n"),
        table(6, 60, "||\n"),
        "|" * 40 + "\n" + "|-" * 40 + "|\n" + "|1" * 40 + "|\n",
        "```\n" + "|---|---|---|\n| a | b | c |\n" * 1000 + "```\n",
        "```\n" + table(40, 3000, "| a b c\n") + "```\n",
        "| a | b |\n" * 2000,
        "\n\n".join(["| a | b |\n|---|---|\n| c | d |"] * 500),
    ],
    ids=["full", "short rows", "narrow", "drawn with signs", "only code", "no rule", "many small"],
)
def test_a_table_that_somebody_may_mean_passes(text: str) -> None:
    assert problems_of(text) == []


@pytest.mark.parametrize(
    "text",
    ["[^a]" * 9000 + "\n\n[^a]: x", "|" * 101 + "\n" + "|:-:" * 100 + "|\n" + ("|" * 101 + "\n") * 300],
    ids=["one note named often", "empty cells with sides"],
)
def test_a_text_that_grows_too_much_is_refused(text: str) -> None:
    assert "too-costly" in {problem.rule for problem in problems_of(text)}


def test_what_passes_grows_within_the_budget() -> None:
    text = "[^a]" * 50 + " words" * 300 + "\n\n[^a]: x"
    assert problems_of(text) == []
    assert len(render(text, contribution_id="x" * 80, here="", heading=4)) < MAX_GROWTH * len(text)


def test_a_parser_that_dies_takes_nobody_along() -> None:
    """In a process of its own; here, so many cells end the process, and no `except` helps."""
    assert trial.can_be_drawn("Words. " * 9000)
    assert not trial.can_be_drawn(table(4000, 9000, "a\n"))


def test_a_parser_that_takes_long_is_stopped() -> None:
    before = time.process_time()
    assert not trial.can_be_drawn("[^ " * 10000 + "]" * 10000)
    assert time.process_time() - before < 1


def test_where_a_text_was_not_survived_the_oddest_line_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("parley.model.markup.markdown.can_be_drawn", lambda text: False)
    text = "Words.\n\n" + "(a) (b) " * 400 + "\n\nMore words.\n"
    (problem,) = problems_of(text)
    assert (problem.rule, problem.line) == ("too-costly", 3)


def test_prose_is_drawn_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """To start a process for each of ten thousand replies would take minutes."""
    monkeypatch.setattr("parley.model.markup.markdown.can_be_drawn", lambda text: pytest.fail("a process was started"))
    prose = "As for *the* second one, see [that page](https://example.org/a), or `code` of it.\n\n> It was quoted.\n\n"
    quotations = "".join(f"> Line {number} of a letter, quoted.\n" for number in range(500))
    for text in (prose * 300, quotations, "王小明说的话。" * 900, "- an item of a list\n" * 1000):
        assert list(find_flaws(text)) == []
        assert not looks_odd(text)


@pytest.mark.parametrize("error", [OSError("no process"), ValueError("no program")])
def test_where_no_process_can_be_started_the_counts_stand_alone(
    error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(subprocess, "run", refuse)
    assert trial.can_be_drawn("x")
    assert {problem.rule for problem in problems_of(table(500, 2000))} == {"too-costly"}
    assert {problem.rule for problem in problems_of("[^a" * (MAX_NESTING + 1))} == {"deep-nesting"}


def test_a_machine_that_is_too_busy_for_a_trial_refuses_the_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trial, "PATIENCE", 0.001)
    assert not trial.can_be_drawn("x")


def test_the_odd_line_is_the_one_with_most_signs() -> None:
    assert find_odd_line("words\n***\n[[[[[\n\n**") == len("words\n***\n")
    assert find_odd_line("words") == find_odd_line("") == 0


def test_a_text_may_grow_twenty_times_and_a_short_one_as_if_it_were_longer() -> None:
    assert [allowed_html("a" * number) for number in (0, 999, 1000, 1001)] == [20000, 20000, 20000, 20020]


def test_a_long_text_looks_odd_where_less_than_three_fifths_are_letters() -> None:
    assert [looks_odd("a1" * 600 + "é" * letters + " " * (805 - letters)) for letters in (2, 3)] == [True, False]


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("a" + "[^" * 16, None),
        ("a" + "[^" * 17, 33),
        ("]" * 3 + "[^" * 17, 35),
        ("[^" * 16 + "]" + "[^", None),
        ("[^" * 16 + "]" + "[^[^", 35),
        ("[^" * 16 + "]]" + "[^[^[^", 38),
        ("[^" * 16 + "\n \t\n" + "[^" * 16, None),
        ("[^" * 16 + "\n \t\n" + "[^" * 17, 68),
        ("[^" * 16 + "\n>\n" + "[^", 35),
        ("[" * 20 + "^" * 20, None),
    ],
)
def test_notes_are_open_until_they_are_closed_or_their_paragraph_ends(text: str, at: int | None) -> None:
    assert find_depth(text) == at


BAR = "|-" * 9
"""The rule of a table of ten columns."""


@pytest.mark.parametrize(
    ("rule", "columns"),
    [
        (BAR, 10),
        (BAR + "|", 11),
        ("-" + BAR, 10),
        ("-" + "|" * 9, 10),
        ("|:-:" * 9 + "|", 11),
        (" | -- \t" * 9 + "| ", 11),
        ("> - * + 1. 23) \t" + BAR, 10),
        ("a" + BAR, 0),
        ("|a" + BAR, 0),
        (BAR + "a", 0),
        (BAR + "|.", 0),
        ("|" * 9, 0),
        ("-" * 9, 0),
        ("|::" * 9, 0),
    ],
)
def test_a_rule_is_one_line_of_pipes_and_dashes_perhaps_in_a_quote_or_list(rule: str, columns: int) -> None:
    whole = f"a\n{rule}\n" + "|\n" * 997
    assert find_large_table(whole) == (Table(2, columns * 999) if columns else None)


def test_tables_end_with_their_paragraph_and_the_first_of_the_largest_is_told() -> None:
    small, large = f"a\n{BAR}\n" + "|\n" * 40, f"a\n{BAR}|-\n" + "|\n" * 196
    for blank in ("\n", ">\n", " \t>\n"):
        text = f"{small}{blank}{large}{blank}{large}{blank}b"
        start = text.index(f"{BAR}|-")
        assert find_large_table(text) == Table(start, 10 * 41 + 2 * 11 * 197)
    assert find_large_table(f"{BAR}\n{BAR * 3}\n" + "|\n" * 200) == Table(0, 28 * 203)
    assert find_large_table(f"{BAR * 3}\n{BAR}\n" + "|\n" * 200) == Table(0, 28 * 203)
    assert find_large_table(f"{BAR}\nb\n" + "|\n" * 400) == Table(0, 10 * 403)


def test_a_table_is_large_where_its_empty_cells_take_more_room_than_the_text_may() -> None:
    assert find_large_table("a\n" + "|-" * 39 + "\n|" * 49) is None
    assert find_large_table("a\n" + "|-" * 39 + "\n|" * 50) == Table(2, 2040)


def test_no_file_has_room_for_twice_as_many_cells_as_bytes() -> None:
    assert [Table(0, 2 * 64 * 1024 + more).is_hopeless for more in (0, 1)] == [False, True]
