"""What drawing a text may cost, counted from the text before any parser sees it.

A table is drawn with all its cells, written or not; quotes and notes within each other cost the parser the square of
their number; so eight kilobytes can become ten megabytes, or use up the memory of the machine, where a parser that is
no Python ends the process. What can be counted is counted here; for the rest, a text that looks odd is drawn once by a
process of its own (`trial`), and what has come out is measured (`allowed_html`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

MAX_BYTES = 64 * 1024
"""Bytes of a file: three times a long essay; every later step is bounded by it."""

MAX_NESTING = 16
"""Deeper structures cannot be read on a phone, and very deep ones cost parsers and browsers minutes."""

MAX_GROWTH = 20
"""Characters of HTML for each one of a text. Prose has 1.1, tables of single figures 8, a list of bare addresses 9."""

SMALL = 1000
"""Characters of a text below which its HTML is too little to count."""

_CELL = len("<td></td>\n")
"""Characters of HTML that an empty cell takes at the least."""

_WORTH_A_TRIAL = 2000
"""Characters; no shorter text has cost more than a few hundredths of a second."""

_PLAIN = 0.6
"""The share of letters and digits that prose has at the least; of 24,000 replies one that is long has less."""


def allowed_html(text: str) -> int:
    """Characters of HTML that a text may be drawn as."""
    return MAX_GROWTH * max(len(text), SMALL)


def looks_odd(text: str) -> bool:
    """Tell whether so much of a text is signs and spaces that nobody may have meant it to be read."""
    return len(text) > _WORTH_A_TRIAL and sum(map(str.isalnum, text)) < _PLAIN * len(text)


_TOO_DEEP = re.compile(
    rf"^(?!(?:[ \t]*>){{0,{MAX_NESTING}}}[ \t*_-]*$)"
    rf"(?:[ \t]*(?:>|[-*+][ \t]|\d{{1,9}}[.)][ \t])){{{MAX_NESTING + 1}}}",
    re.MULTILINE,
)
"""A line that opens too many quotes and lists at once; found here, because comrak needs seconds for thousands."""


def find_depth(text: str) -> int | None:
    """The offset at which too many quotes, lists or notes are opened at once."""
    found = _TOO_DEEP.search(text)
    return found.start() if found else next((at for at, depth in _open_notes(text) if depth > MAX_NESTING), None)


def _open_notes(text: str) -> Iterator[tuple[int, int]]:
    """Where a paragraph opens and closes notes, and how many are open; comrak needs a minute for sixteen thousand."""
    depth = 0
    for found in re.finditer(r"\[\^|\]|\n[ \t]*\n", text) if "[^" in text else ():
        depth = depth + 1 if found[0] == "[^" else max(depth - 1, 0) if found[0] == "]" else 0
        yield found.start(), depth


_BLANK = re.compile(r"\n[ \t>]*(?=\n)")
_RULE = re.compile(r"^(?=[^|\n]*\|)[ \t>*+0-9.)|:-]*-[ \t|:]*$", re.MULTILINE)
"""The line below a table's head, perhaps within quotes and lists."""


MOST_CELLS = MAX_GROWTH * MAX_BYTES // _CELL
"""Cells that no file has room for, however they are written."""


@dataclass(frozen=True, slots=True)
class Table:
    """Where the rule of the largest table stands, and the cells of all tables."""

    start: int
    cells: int

    @property
    def is_hopeless(self) -> bool:
        return self.cells > MOST_CELLS


def find_large_table(text: str) -> Table | None:
    """Where the tables of a text seem to take more room than it may have.

    Rows reach to the next empty line and are filled up to the columns of the head (GFM 0.29, 4.10). What only looks
    like a table, in a block of code say, counts as one: only the parser can tell.
    """
    tables: list[Table] = []
    blanks = (found.start() for found in _BLANK.finditer(text))
    for start, end in pairwise((0, *blanks, len(text))) if "|" in text else ():
        rules = [(found.start(), text.count("|", *found.span()) + 1) for found in _RULE.finditer(text, start, end)]
        if rules:
            first, _ = rules[0]
            columns = max(number for _, number in rules)
            tables.append(Table(first, columns * (1 + text.count("\n", first, end))))
    cells = sum(table.cells for table in tables)
    if cells * _CELL <= allowed_html(text):
        return None
    return Table(max(tables, key=lambda table: table.cells).start, cells)


def find_odd_line(text: str) -> int:
    """The offset of the line that has most signs: where somebody would look first."""
    lines = text.split("\n")
    counts = [len(line) - sum(map(str.isalnum, line)) for line in lines]
    worst = counts.index(max(counts))
    return sum(len(line) + 1 for line in lines[:worst])
