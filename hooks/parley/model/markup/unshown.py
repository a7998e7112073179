"""What somebody has written and nobody would see: the words of a text that are not in what is drawn of it.

Markdown drops without a word what it has no use for: a note that nothing calls, an address that no link uses, cells
behind the last column, words behind the name of a language. Instead of a list of such cases, the words of both sides
are counted; only then it is looked at why.
"""

import html
import re
import sys
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from parley.model.characters import find_hidden, is_blank
from parley.model.languages.speaking import _
from parley.model.markup.marks import ALERTS

MOST = 20
"""Places that are told of one text."""


@dataclass(frozen=True, slots=True)
class Unshown:
    """Words that are not shown: the first of them, where it stands (from 1), and why, where that is known."""

    word: str
    line: int
    column: int
    why: str


_TAG = re.compile(r"<[^>]+>")
_ATTRIBUTE = re.compile(r' (?:href|title|src|alt)="([^"]+)')
_CALL = re.compile(r'<sup [^>]+ class="footnote-ref">.+?</sup>|<a href="#fnref-.+?</a>')
_REFERENCE = re.compile(r"&(?:#x[0-9a-f]{1,6}|#[0-9]{1,7}|[a-z][a-z0-9]{1,40});", re.IGNORECASE)


def shows_nothing(drawn: str) -> bool:
    """Tell whether a text, as the parser draws it, has nothing to read in it."""
    return is_blank(html.unescape(_TAG.sub("", _CALL.sub("", drawn))))


_WORD = re.compile(r"[^\W_]+")
_MAY_LOSE = re.compile(r"\]:|\]\[|```|~~~|\|")
"""What a text has that loses words."""

_LABEL = r"(?:\\.|[^\[\]\\]){0,1000}"
"""The name of a note or of an address (CommonMark 0.31, 6.3: at most 999 characters)."""

_NOT_WORDS = (
    re.compile(r"<br[ \t]*/?>", re.IGNORECASE),
    _REFERENCE,
    re.compile(r"^[ \t>]*(?:[-*+]|\d{1,9}[.)])?[ \t]+\[[xX]\](?=[ \t\n])", re.MULTILINE),  # boxes of tasks
    re.compile(rf"^[ \t]*>[ \t]*\[!(?:{'|'.join(ALERTS)})\][ \t\\]*$", re.MULTILINE | re.IGNORECASE),
    re.compile(r"^(?:[ \t>]|[-*+][ \t]|\d{1,9}[.)](?![^ \t\n]))+", re.MULTILINE),  # quotes and numbers of lists
    re.compile(rf"\[\^{_LABEL}\]"),  # names of notes, which are numbered
    re.compile(rf"^[ \t>]*\[{_LABEL}\](?=:)", re.MULTILINE),  # names of addresses
    re.compile(rf"(?<=\])\[{_LABEL}\]"),
    re.compile(r"^[^`~\n]*(?:`{3,}|~{3,})[ \t]*[^ \t\n`]+", re.MULTILINE),  # the language of a block of code
)
"""What is written for the parser alone, or comes out as another word. Too much of it hides a loss, but makes none."""


def may_lose(text: str) -> bool:
    """Tell whether a text has anything of which words can be missing, without drawing it."""
    return _MAY_LOSE.search(text) is not None


def find_unshown(text: str, drawn: str) -> Iterator[Unshown]:
    """Find the words of a text that are missing from what the parser has drawn of it, the first of each place."""
    starts = [0, *(found.end() for found in re.finditer("\n", text))]
    first: dict[int, tuple[int, str]] = {}
    for offset, word in _find_lost(text, drawn):
        first.setdefault(bisect_right(starts, offset), (offset, word))
    lines = text.split("\n")
    for line in [line for line in first if line - 1 not in first][:MOST]:
        offset, word = first[line]
        yield Unshown(word, line, offset - starts[line - 1] + 1, _explain(lines[line - 1]))


def _find_lost(text: str, drawn: str) -> list[tuple[int, str]]:
    written = text
    for pattern in _NOT_WORDS:
        written = pattern.sub(_blank, written)
    attributes = html.unescape("\n".join(_ATTRIBUTE.findall(drawn)))
    shown = f"{html.unescape(_TAG.sub('', drawn))}\n{attributes}"
    decoded = unquote(shown)
    missing = Counter(_WORD.findall(written)) - Counter(_WORD.findall(shown))
    lost: list[tuple[int, str]] = []
    for word, number in list(missing.items())[:MOST_COUNTED]:
        places = [found.start() for found in re.finditer(rf"(?<![^\W_]){word}(?![^\W_])", written)]
        places.sort(key=lambda at: _likely(text, at), reverse=True)
        # it may be part of a longer one: **b**old
        least = sorted((number, *(len(places) - one.count(word) for one in (shown, decoded))))[0]
        lost += [(places.pop(), word) for _turn in range(least)]
    return sorted(lost)


MOST_COUNTED = 200
"""Words that are looked for among the others; each costs a reading of the whole."""


def _blank(found: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", found[0])


_DEFINITION = re.compile(rf"[ \t>]*\[(\^?){_LABEL}\]:")
_FENCE = re.compile(r"[^`~\n]*(?:`{3,}|~{3,})")


def _likely(text: str, offset: int) -> tuple[bool, int]:
    """Among places of one word, the most likely to be lost first: where a definition or code begins, else the last."""
    start = text.rfind("\n", 0, offset) + 1
    return not (_DEFINITION.match(text, start) or _FENCE.match(text, start)), -offset


def _explain(line: str) -> str:
    if found := _DEFINITION.match(line):
        return _("nothing refers to this note") if found[1] else _("no link uses this address, or another has its name")
    if _FENCE.match(line):
        return _("only the name of the language belongs after the marks that begin code")
    return _("the row has more cells than the header of its table") if "|" in line else ""


def find_hidden_references(text: str) -> Iterator[tuple[int, str]]:
    """References whose characters are hidden where they come to stand, with their offsets.

    What is written as it is has been looked at.
    """
    pieces, origins, end, length = [], {}, 0, 0
    for found in _REFERENCE.finditer(text):
        pieces += [text[end : found.start()], unescape(found[0])]
        length += len(pieces[-2])
        origins.update(dict.fromkeys(range(length, length + len(pieces[-1])), found))
        length, end = length + len(pieces[-1]), found.end()
    for offset, _char in find_hidden("".join((*pieces, text[end:]))):
        if origin := origins.get(offset):
            yield origin.start(), origin[0]


def unescape(reference: str) -> str:
    """The character as comrak draws it; the standard library swallows controls."""
    if not reference.startswith("&#"):
        return html.unescape(reference)
    digits = reference[2:-1].lower()
    code = int(digits[1:], 16) if digits.startswith("x") else int(digits)
    return chr(code) if 0 < code <= sys.maxunicode else "\ufffd"
