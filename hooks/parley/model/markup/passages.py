"""Passages of a text that others quote: where the words of a quotation stand in it, and marks around them.

Both are read as they are drawn, by their words alone, with any white space as one space, and however their quotes and
dashes are written: who quotes may have copied them from a page. Words that stand there twice, or only as parts of
others, are found nowhere; nor is what stands in a block of code or a note.
"""

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from parley.model.markup.typography import fold

_PIECE = re.compile(r'<(/?)([a-z][a-z0-9]*)(?:[^>"]|"[^"]*")*>|&[^;\s<&]{1,40};|\s+|[^<&\s]+|[<&]')
_BLOCKS = frozenset("p ul ol li h2 h3 h4 h5 h6 blockquote pre table thead tbody tr th td section div hr".split())
_LEFT_OUT = frozenset({"pre", "section", "sup"})
"""Code, notes, and the calls of notes; contributors have no other of these elements."""

_NO_ROOM = frozenset({"a", "code"})
"""Within these stands no link."""

_QUOTE, _QUOTE_END = "<blockquote>", "</blockquote>"
_BORDER = re.compile(r"[A-Za-z0-9_\u00c0-\u052f]")
"""A letter of a script that has spaces between its words."""

MOST_CALLS = 5
"""Links to answers that stand behind one passage."""


@dataclass(frozen=True, slots=True)
class Flat:
    """The words of HTML, folded, a line for each block, and of each character where it begins and ends there.

    `exits` are the places behind a character at which a link may stand.
    """

    words: str
    starts: Sequence[int]
    ends: Sequence[int]
    exits: Sequence[int]


def flatten(drawn: str) -> Flat:
    """The words of cleaned HTML."""
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    exits: list[int] = []
    left_out, inside, waiting = 0, 0, 0

    def add(char: str, start: int, end: int) -> None:
        last = words[-1] if words else "\n"
        if char == "\n" and last == " ":
            for each in (words, starts, ends, exits):
                each.pop()
            last = words[-1] if words else "\n"
        if char not in " \n" or last not in " \n":
            words.append(char)
            starts.append(start)
            ends.append(end)
            exits.append(end)

    for found in _PIECE.finditer(drawn):
        closes, tag = found[1], found[2]
        if tag in _LEFT_OUT:
            left_out += -1 if closes else 1
        if tag in _NO_ROOM and not left_out:
            inside += -1 if closes else 1
            if not inside:
                exits[waiting:] = [found.end()] * (len(exits) - waiting)
            elif inside == 1 and not closes:
                waiting = len(exits)
        if tag in _BLOCKS:
            add("\n", found.start(), found.start())
        elif tag == "br":
            add(" ", found.start(), found.start())
        elif not tag and not left_out:
            start, end = found.span()
            if found[0].isspace() or found[0][0] == "&":
                text = html.unescape(found[0])
                add(" " if text.isspace() else text, start, end)
            else:  # a word, whose characters are their own
                words.extend(found[0])
                starts.extend(range(start, end))
                for each in (ends, exits):
                    each.extend(range(start + 1, end + 1))
    folded, places = fold("".join(char[:1] for char in words))
    return Flat(
        folded,
        [starts[first] for first, _ in places],
        [ends[last - 1] for _, last in places],
        [exits[last - 1] for _, last in places],
    )


def find_quote(drawn: str) -> str:
    """The words of the quotation with which a text begins; nothing where it doesn't, or quotes code."""
    end = _find_end(drawn)
    within = drawn[len(_QUOTE) : end] if end else ""
    return flatten(within).words.strip() if within and "<pre" not in within else ""


def _find_end(drawn: str) -> int:
    """Where the quotation ends with which a text begins; 0 for none."""
    depth = 0
    for found in re.finditer(f"{_QUOTE}|{_QUOTE_END}", drawn) if drawn.startswith(_QUOTE) else ():
        depth += 1 if found[0] == _QUOTE else -1
        if not depth:
            return found.start()
    return 0


def find_passage(flat: Flat, quoted: str) -> tuple[int, int] | None:
    """Where the words of a quotation stand, if that is one place."""
    start = flat.words.find(quoted) if quoted else -1
    if start < 0 or flat.words.find(quoted, start + 1) >= 0:
        return None
    end = start + len(quoted)
    for at in (start, end):
        if 0 < at < len(flat.words) and all(map(_BORDER.match, flat.words[at - 1 : at + 1])):
            return None  # within a word
    return start, end


@dataclass(frozen=True, slots=True)
class QuotedPassage:
    """A passage from one character of the words to before another; `call` is the HTML of the link to its answer."""

    start: int
    end: int
    name: str
    call: str


def mark_passages(drawn: str, passages: Sequence[QuotedPassage]) -> str:
    """The HTML with a mark around each piece of text of a passage: each within one element, so that all stay whole."""
    flat = flatten(drawn)
    inserts = [*_list_marks(flat, passages), *_list_calls(flat, passages)]
    pieces, at = [], 0
    for place, _, text in sorted(inserts, key=lambda insert: insert[:2]):
        pieces += [drawn[at:place], text]
        at = place
    return "".join((*pieces, drawn[at:]))


def _list_marks(flat: Flat, passages: Sequence[QuotedPassage]) -> Iterator[tuple[int, int, str]]:
    """What to put in where: ends before links, and links before beginnings."""
    borders = {border for one in passages for border in (one.start, one.end)}
    covered = sorted({at for one in passages for at in range(one.start, one.end)})
    runs: list[tuple[int, int]] = []
    for at in covered:
        if flat.starts[at] == flat.ends[at]:
            continue  # where a block or a line ends
        if runs and runs[-1][1] == at - 1 and flat.ends[at - 1] == flat.starts[at] and at not in borders:
            runs[-1] = runs[-1][0], at
        else:
            runs.append((at, at))
    names = {start: [one.name for one in group] for start, group in groupby(passages, key=lambda one: one.start)}
    for first, last in runs:
        ids = [html.escape(name) for name in names.get(first, ())]
        more = "".join(_ANCHOR.format(name) for name in ids[1:])
        yield flat.starts[first], 2, more + (_NAMED.format(ids[0]) if ids else "<mark>")
        yield flat.ends[last], 0, "</mark>"


_ANCHOR = '<span id="{}"></span>'
_NAMED = '<mark id="{}">'


def _list_calls(flat: Flat, passages: Sequence[QuotedPassage]) -> Iterator[tuple[int, int, str]]:
    for end, group in groupby(sorted(passages, key=lambda one: one.end), key=lambda one: one.end):
        yield flat.exits[end - 1], 1, "".join(one.call for one in list(group)[:MOST_CALLS])


def lead_back(drawn: str, call: str) -> str:
    """A text with the link behind the quotation with which it begins."""
    end = _find_end(drawn)
    last = drawn.rfind("</p>", 0, end)
    place = last if last >= 0 and not drawn[last + len("</p>") : end].strip() else end
    return drawn[:place] + call + drawn[place:]
