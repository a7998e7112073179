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

_PIECE = re.compile(r'<(/?)([a-z][a-z0-9]*)(?:[^>"]|"[^"]*")*>|&(?:amp|lt|gt|nbsp);|\s+|[^<&\s]+|[<&]')
_BLOCKS = frozenset("p ul ol li h2 h3 h4 h5 h6 blockquote pre table thead tbody tr th td section div hr".split())
_LEFT_OUT = frozenset({"pre", "section", "sup"})
"""Code, notes, and the calls of notes; contributors have no other of these elements."""

_NO_ROOM = frozenset({"a", "code"})
"""Within these stands no link."""

_QUOTE, _QUOTE_END = "<blockquote>", "</blockquote>"
_LETTER = r"[A-Za-z0-9_\u00c0-\u052f]"
"""A letter of a script that has spaces between its words."""

_WITHIN_A_WORD = re.compile(f"(?<={_LETTER}){_LETTER}")

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
    opened: list[int] = []
    left_out = 0

    def add(char: str, start: int, end: int) -> None:
        last = words[-1] if words else "\n"
        if char == "\n" and last == " ":
            for each in (words, starts, ends, exits):
                each.pop()
        elif char.isspace() and last.isspace():
            return
        words.append(char)
        starts.append(start)
        ends.append(end)
        exits.append(end)

    for found in _PIECE.finditer(drawn):
        closes, tag = found[1], found[2]
        if tag in _LEFT_OUT:
            left_out += -1 if closes else 1
        if tag in _NO_ROOM and closes:
            first = opened.pop()
            exits[first:] = [found.end()] * (len(exits) - first)
        elif tag in _NO_ROOM:
            opened.append(len(exits))
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
    folded, places = fold("".join(words))
    return Flat(
        folded,
        [starts[first] for first, _ in places],
        [ends[last - 1] for _, last in places],
        [exits[last - 1] for _, last in places],
    )


def find_quote(drawn: str) -> str:
    """The words of the quotation with which a text begins; nothing where it doesn't, or quotes code."""
    within = drawn[: _find_end(drawn)]
    return "" if "<pre" in within else flatten(within).words.removesuffix("\n")


def _find_end(drawn: str) -> int:
    """Where the quotation ends with which a text begins; 0 for none."""
    depth = 0
    for found in re.finditer(f"{_QUOTE}|{_QUOTE_END}", drawn) if drawn.startswith(_QUOTE) else ():
        depth += 1 if found[0] == _QUOTE else -1
        if depth < 1:
            return found.start()
    return 0


def find_passage(flat: Flat, quoted: str) -> tuple[int, int] | None:
    """Where the words of a quotation stand, of which there are some, if that is one place."""
    start = flat.words.find(quoted)
    end = start + len(quoted)
    if start < 0 or start < flat.words.rfind(quoted):
        return None
    return None if any(_WITHIN_A_WORD.match(flat.words, at) for at in (start, end)) else (start, end)


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
    runs = _list_runs(flat, passages)
    names = {start: [one.name for one in group] for start, group in groupby(passages, key=lambda one: one.start)}
    ends = [(flat.ends[last], "</mark>") for _, last in runs]
    begins = [(flat.starts[first], _begin_mark(names.get(first, ()))) for first, _ in runs]
    pieces, at = [], 0
    for place, text in sorted((*ends, *_list_calls(flat, passages), *begins), key=lambda insert: insert[0]):
        pieces += [drawn[at:place], text]
        at = place
    return "".join((*pieces, drawn[at:]))


def _list_runs(flat: Flat, passages: Sequence[QuotedPassage]) -> list[tuple[int, int]]:
    """The first and the last character of each piece that gets one mark."""
    borders = {border for one in passages for border in (one.start, one.end)}
    runs: list[tuple[int, int]] = []
    for at in sorted({at for one in passages for at in range(one.start, one.end)}):
        if flat.starts[at] == flat.ends[at]:
            continue  # where a block or a line ends
        if at not in borders and flat.ends[at - 1] == flat.starts[at]:
            runs[-1] = runs[-1][0], at
        else:
            runs.append((at, at))
    return runs


def _begin_mark(names: Sequence[str]) -> str:
    """The beginning of a mark with an id for each passage that begins there."""
    ids = [html.escape(name) for name in names]
    return "".join(map(_ANCHOR.format, ids[1:])) + (_NAMED.format(ids[0]) if ids else "<mark>")


_ANCHOR = '<span id="{}"></span>'
_NAMED = '<mark id="{}">'


def _list_calls(flat: Flat, passages: Sequence[QuotedPassage]) -> Iterator[tuple[int, str]]:
    for end, group in groupby(sorted(passages, key=lambda one: one.end), key=lambda one: one.end):
        yield flat.exits[end - 1], "".join(one.call for one in list(group)[:MOST_CALLS])


def lead_back(drawn: str, call: str) -> str:
    """A text with the link behind the quotation with which it begins."""
    end = _find_end(drawn)
    return _LAST.sub(lambda found: call + found[0], drawn[:end], count=1) + drawn[end:]


_LAST = re.compile(r"(?:</p>)?\s*\Z")
"""Where a link can stand behind the last words of a quotation."""
