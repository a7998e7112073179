"""Where the parser found the parts of a text, as offsets: links and pictures."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from parley.model.markup.trial import draw, with_places


@dataclass(frozen=True, slots=True)
class Link:
    """A link or a picture from `start` to `end`, the address it has, and the words it shows (none of a picture).

    Both are 0 where the parser does not tell the place.
    """

    start: int
    end: int
    address: str
    words: str
    is_picture: bool


_PLACE = r'data-sourcepos="(\d+):(\d+)-(\d+):(\d+)"'
_LINK = re.compile("<(?:a|(img)) " + _PLACE + r' (?:href|src)="([^"]*)"[^>]*>(?(1)|(.*?)</a>)', re.DOTALL)
_TAG = re.compile("<[^>]+>")


def find_links(text: str) -> Iterator[Link]:
    """All links and pictures of a text, in the order in which they end.

    HTML is escaped while it is drawn, so that every match is comrak's own.
    """
    options = with_places()
    options.unsafe_ = options.escape = True
    drawn = draw(text, options)
    if "<a " in drawn or "<img " in drawn:
        lines = _Lines(text)
        for found in _find_all(drawn):
            image, *place, escaped, inner = found.groups()
            form = _PICTURE_FORM if image else _LINK_FORM
            spans = (span for span in lines.list_spans(*map(int, place)) if form.fullmatch(text, *span))
            words = html.unescape(_TAG.sub("", inner or ""))
            yield Link(*next(spans, (0, 0)), html.unescape(escaped), words, bool(image))


_PICTURE_FORM = re.compile(r"!\[.+[\])]", re.DOTALL)
_LINK_FORM = re.compile(r"\[.+[\])]|<[^<>\s]+>|(?:https?:|www\.|[^\s<@]+@)[^\s<]+", re.DOTALL)


def _find_all(drawn: str) -> Iterator[re.Match[str]]:
    for found in _LINK.finditer(drawn):
        yield from _LINK.finditer(found[7] or "")
        yield found


MOST_ADDRESSES = 100
"""Lines of addresses before a paragraph that are looked at."""

MOST_PIPES = 20
"""`\\|` before a link in its cell that are looked at."""


class _Lines:
    """Lines of a text as the parser counts them, in which it counts bytes."""

    def __init__(self, text: str) -> None:
        lines = re.split("(?<=\n)|(?<=\r)(?!\n)", text)
        self.starts = [*accumulate(map(len, lines), initial=0)]
        self.lines = [line.encode() for line in lines]

    def find(self, line: int, column: int) -> int:
        """The offset of a place: bytes of its line before it."""
        return self.starts[line - 1] + len(self.lines[line - 1][:column].decode(errors="ignore"))

    def list_spans(self, line: int, column: int, last_line: int, last_column: int) -> Iterator[tuple[int, int]]:
        r"""Where what the parser found may really stand.

        In the cell of a table the parser counts one byte too few for each `\|`; in a paragraph that begins with
        addresses of links, it leaves out their lines.
        """
        pipes = self.lines[line - 1].count(b"\\|")
        for more in range(pipes + 1)[: MOST_PIPES + 1]:
            yield self.find(line, column - 1 + more), self.find(last_line, last_column + more)
        for more, _ in enumerate(self.lines[last_line - 1 : last_line + MOST_ADDRESSES]):
            yield self.find(line + more, column - 1), self.find(last_line + more, last_column)


_CODE = re.compile(r"<(?:pre|code) " + _PLACE)


def blank_code(text: str) -> str:
    """A text with blanks in the place of code, and everything else where it was."""
    lines, blanked = _Lines(text), list(text)
    for line, column, last_line, last_column in _CODE.findall(draw(text, with_places())):
        start, end = lines.find(int(line), int(column) - 1), lines.find(int(last_line), int(last_column))
        blanked[start:end] = [char if char == "\n" else " " for char in text[start:end]]
    return "".join(blanked)
