"""Where the parser found the parts of a text, as offsets: links and pictures."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

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
_LINK = re.compile(
    "<a " + _PLACE + r' href="([^"]*)"[^>]*>(.*?)</a>|<img ' + _PLACE + r' src="([^"]*)"[^>]*>', re.DOTALL
)
_TAG = re.compile("<[^>]*>")


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
            is_picture = found[5] is None
            line, column, last_line, last_column, escaped = found.groups()[6:] if is_picture else found.groups()[:5]
            start = lines.find(int(line), int(column) - 1)
            end = lines.find(int(last_line), int(last_column))
            form = _PICTURE_FORM if is_picture else _LINK_FORM
            shift = next(
                (one for one in lines.list_shifts(int(line), start) if form.fullmatch(text, start + one, end + one)),
                None,
            )
            words = "" if is_picture else html.unescape(_TAG.sub("", found[6]))
            place = (start + shift, end + shift) if shift is not None else (0, 0)
            yield Link(*place, html.unescape(escaped), words, is_picture)


_PICTURE_FORM = re.compile(r"!\[.*[\])]", re.DOTALL)
_LINK_FORM = re.compile(
    r"\[.*[\])]|<[^<>\s]*>|(?:(?:https?|mailto|xmpp):|www\.|[^\s<@]+@)[^\s<]*", re.DOTALL | re.IGNORECASE
)


def _find_all(drawn: str) -> Iterator[re.Match[str]]:
    for found in _LINK.finditer(drawn):
        yield from _LINK.finditer(found[6] or "")
        yield found


MOST_ADDRESSES = 100
"""Lines of addresses before a paragraph that are looked at."""


class _Lines:
    """Lines of a text, in which the parser counts bytes."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = [0, *(found.end() for found in re.finditer("\n", text))]

    def find(self, line: int, column: int) -> int:
        """The offset of a place: bytes of its line before it."""
        start = self.starts[min(line, len(self.starts)) - 1]
        piece = self.text[start : start + column]
        if piece.isascii():
            return start + len(piece)
        return start + len(piece.encode("utf-8", "surrogatepass")[:column].decode(errors="ignore"))

    def list_shifts(self, number: int, start: int) -> Iterator[int]:
        r"""How far behind it a place on a line may really stand.

        In a table the parser counts one character too few for each `\|`; in a paragraph that begins with addresses of
        links, it leaves out their lines.
        """
        line = self.starts[number - 1]
        yield 0
        yield from range(1, self.text.count("\\|", line, start + 1) + 1)
        yield from (below - line for below in self.starts[number : number + MOST_ADDRESSES])


_CODE = re.compile(r"<(?:pre|code) " + _PLACE)


def blank_code(text: str) -> str:
    """A text with blanks in the place of code, and everything else where it was."""
    if "`" not in text and "    " not in text and "\t" not in text and "~~~" not in text:
        return text
    options = with_places()
    options.escape = True
    drawn = draw(text, options)
    lines, blanked = _Lines(text), list(text)
    for line, column, last_line, last_column in _CODE.findall(drawn):
        start, end = lines.find(int(line), int(column) - 1), lines.find(int(last_line), int(last_column))
        blanked[start:end] = [char if char == "\n" else " " for char in text[start:end]]
    return "".join(blanked)
