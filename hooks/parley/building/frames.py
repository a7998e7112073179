"""The host's page around a page of ours.

Nearly all of it is the same on thousands of pages: the theme's head, header and footer. So it is drawn once for all
pages that share it, with marks in the places of what differs, and each page is put together from the pieces. Icons, and
what scripts alone need, are not in it but in files that a browser keeps.
"""

import hashlib
import re
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_MARK = re.compile("\ue000([a-z]+)\ue001")
"""Characters for private use, which no template of a theme holds. What is put between the pieces is not searched."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Pieces of HTML and, between them, the names of what goes there: text, name, text, …, text."""

    pieces: Sequence[str]
    digest: str

    def fill(self, values: Mapping[str, str]) -> str:
        """The whole page. Values are finished HTML.

        Raises:
            KeyError: a mark has no value.
        """
        parts = list(self.pieces)
        parts[1::2] = [values[name] for name in parts[1::2]]
        return "".join(parts)


def mark(name: str) -> str:
    """What to put into a template where the value of this name will stand."""
    return f"\ue000{name}\ue001"


def cut_frame(html: str) -> Frame:
    """A frame from a page that was drawn with marks."""
    return Frame(_MARK.split(html), hashlib.sha256(html.encode("utf-8", "surrogatepass")).hexdigest())


_SVG = re.compile(r"(<svg\b[^>]*>)(.*?)(</svg>)", re.DOTALL)
_VIEW = re.compile(r'\bviewBox="([^"]*)"')
_NAMESPACE = ' xmlns="http://www.w3.org/2000/svg"'


@dataclass(frozen=True, slots=True)
class Icon:
    """A picture of the theme's, as the symbol of a file: the name by which it is shown, its box and what it shows."""

    name: str
    view: str
    content: str


def find_icons(html: str) -> dict[str, Icon]:
    """The icons of a page of the theme by what they show. Their names follow from that, so pages stay as they are."""
    icons = {}
    for opening, content, _ in _SVG.findall(html):
        view = _VIEW.search(opening)
        icons[content] = Icon(f"{zlib.crc32(content.encode()):x}", view[1] if view else "", content)
    return icons


def point_to_icons(html: str, icons: Mapping[str, Icon], address: str) -> str:
    """The same page with ways to the symbols, which are in the file at `address`, in the places of the icons."""

    def point(found: re.Match[str]) -> str:
        opening, content, closing = found.groups()
        if content not in icons:
            return found[0]
        return f'{opening.replace(_NAMESPACE, "")}<use href="{address}#{icons[content].name}"/>{closing}'

    return _SVG.sub(point, html)


_WHITE = re.compile(r"(<(pre|script|style|textarea)\b.*?</\2>)|\s+", re.DOTALL | re.IGNORECASE)


def squeeze(html: str) -> str:
    """The same page without indentation and empty lines: a browser shows any white space as one space."""
    return _WHITE.sub(lambda found: found[1] or ("\n" if "\n" in found[0] else " "), html).strip()


_COMMENT = re.compile(r"^ *//.*\n|(?<=[;{,]) // [^\"'`\n]*$", re.MULTILINE)  # no text, whose end would follow
_INDENT = re.compile(r"^ +", re.MULTILINE)


def squeeze_script(text: str) -> str:
    """A script without indents and comments, but for those that quote, unless a text in it goes over several lines."""
    is_plain = all(line.count("`") % 2 == 0 for line in text.split("\n"))
    return _INDENT.sub("", _COMMENT.sub("", text)) if is_plain else text
