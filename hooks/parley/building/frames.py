"""The host's page around a page of ours.

Nearly all of it is the same on thousands of pages: the theme's head, header, navigation and footer. So it is drawn once
for all pages that share it, with marks in the places of what differs, and each page is put together from the pieces.
"""

import hashlib
import re
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
