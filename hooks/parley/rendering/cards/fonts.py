"""The fonts of cards: ours and those of the site, never those of the machine, or two would draw two pictures."""

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib.util import find_spec
from pathlib import Path

from parley.model.languages.speaking import _
from parley.model.problems import ParleyError
from parley.model.settings import Font

OURS = tuple(
    Path(__file__).parent / "typefaces" / name
    for name in (
        "SourceSerif4-SemiBold.ttf",  # Latin, Greek, Cyrillic
        "NotoNaskhArabic-SemiBold.ttf",
        "NotoSerifHebrew-SemiBold.ttf",
    )
)

_UNSEEN = frozenset({"Cf", "Mn", "Me"})
_LEFT_OUT = frozenset({"So", "Sk", "Cs", "Co", "Cn"})
"""Kinds of characters that are left out where no font has them: emoji, and what makes one of several."""

KEPT = 20_000
"""Texts of which is remembered how they are drawn."""


@dataclass(frozen=True)
class Face:
    """A font that has been read: its file, its family, and how wide its letters are, in parts of their size."""

    file: str
    family: str
    widths: dict[int, float]


@dataclass(frozen=True)
class Faces:
    """Fonts in the order in which they are asked for a letter."""

    faces: Sequence[Face]

    @cached_property
    def widths(self) -> dict[int, float]:
        found: dict[int, float] = {}
        for face in reversed(self.faces):
            found.update(face.widths)
        return found

    @cached_property
    def plain(self) -> Callable[[str], str]:
        """Gives a text as it is drawn, in one line; empty where a font lacks something that can't be left out.

        A build asks for each title several times, and for the name of the site with each of them.
        """
        return lru_cache(KEPT)(self._plain)

    def _plain(self, text: str) -> str:
        kept = []
        for char in " ".join(unicodedata.normalize("NFC", text).split()):
            kind = unicodedata.category(char)
            if ord(char) in self.widths or kind == "Cf":
                kept.append(char)
            elif kind not in _LEFT_OUT and not 0xFE00 <= ord(char) <= 0xFE0F:
                return ""
        words = "".join(kept).split()
        return " ".join(word for word in words if any(unicodedata.category(char) != "Cf" for char in word))

    def measure(self, text: str) -> float:
        """How wide a text is at the most, in parts of its size."""
        return sum(self.widths.get(ord(char), 0) for char in text if unicodedata.category(char) not in _UNSEEN)


def can_draw() -> bool:
    """Tell whether the libraries are installed that draw cards."""
    return bool(find_spec("resvg_py") and find_spec("fontTools"))


@cache
def load_faces(fonts: tuple[Font, ...]) -> Faces:
    """The fonts of a site, behind ours.

    Raises:
        ParleyError: a file is none of a font.
    """
    return Faces(tuple(_read_faces((*map(str, OURS), *(font.path for font in fonts)))))


def _read_faces(files: Sequence[str]) -> Iterator[Face]:
    from fontTools.ttLib import TTFont, TTLibError

    for file in files:
        try:
            with Path(file).open("rb") as stream, TTFont(stream, lazy=True) as font:
                size, widths = font["head"].unitsPerEm, font["hmtx"]
                known = {code: widths[name][0] / size for code, name in font.getBestCmap().items()}
                face = Face(file, font["name"].getBestFamilyName() or Path(file).stem, known)
        except (OSError, TTLibError, KeyError, AttributeError) as error:
            raise ParleyError(
                _("{file} isn't a font that cards can be drawn with: {error}", file=file, error=error)
            ) from error
        yield face
