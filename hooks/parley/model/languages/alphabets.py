"""Letters of one alphabet that pass for letters of another.

Source: Unicode Technical Standard 39, "Unicode Security Mechanisms": a word that mixes scripts is suspect, except where
scripts are written together anyway (Han with Kana or Hangul).
"""

import re
import string
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

_WRITTEN_TOGETHER = frozenset({"CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "HANGUL", "BOPOMOFO", "IDEOGRAPHIC"})


def find_odd_letter(text: str) -> str:
    """The letter of a word that is not of the alphabet of the word's others, or nothing where all agree.

    >>> find_odd_letter("аna")
    'а'
    """
    for word in () if text.isascii() else text.split():
        letters = [char for char in word if char.isalpha()]
        scripts = {script for char in letters if (script := _script(char)) not in _WRITTEN_TOGETHER}
        if len(scripts) > 1:
            common = "LATIN" if "LATIN" in scripts else max(sorted(scripts), key=[_script(c) for c in letters].count)
            return next(char for char in letters if _script(char) not in {common, *_WRITTEN_TOGETHER})
    return ""


def name_letter(letter: str) -> str:
    """`CYRILLIC SMALL LETTER A`, as Unicode calls it."""
    return unicodedata.name(letter, f"U+{ord(letter):04X}")


def _script(letter: str) -> str:
    """The first word of a letter's name: LATIN, CYRILLIC, GREEK, CJK …"""
    return unicodedata.name(letter, "UNKNOWN").split()[0]


_MORE = str.maketrans("вкмнт" + "εικμν", "bkmht" + "elkmv")
"""Small Cyrillic, then Greek letters, each with the Latin one whose capital looks the same: Unicode's list compares no
small letters with capitals.
"""

_LEET = str.maketrans("358il", "esbll")
"""What passes for a letter at a glance."""


REMEMBERED = 10_000
"""Names whose forms are kept: a site seldom has more, and an archive may have a hundred times as many."""


@cache
def _look_alikes() -> dict[int, str]:
    """Each character that looks like another with that other, or several.

    Source: Unicode Technical Standard 39, confusables.txt, as packed by tests/pack_confusables.py.
    """
    table: dict[int, str] = {}
    for line in (Path(__file__).parent / "confusables.txt").read_text(encoding="utf-8").split("\n"):
        if line and not line.startswith("#"):
            target, *sources = line.split(" ")
            written = "".join(chr(int(code, 16)) for code in target.split("+"))
            table |= {int(source, 16): written for source in sources}
    for letter in string.ascii_uppercase.replace("X", ""):  # the list leaves out most of these, and there is no such X
        table.setdefault(ord(unicodedata.lookup(f"LATIN LETTER SMALL CAPITAL {letter}")), letter.casefold())
    return table


@lru_cache(REMEMBERED)  # people write more than once
def skeletons(name: str) -> frozenset[str]:
    """The forms of which names that look alike have one in common.

    A form is the skeleton of the name without case, accents, spaces and punctuation. There are two where a capital
    looks like another letter than its small one does: `CaroI` passes for `carol`, and is `caroi` as well.

    Source: Unicode Technical Standard 39, section 4, "Confusable Detection".
    """
    return frozenset({_draw(name), _draw(name.casefold())})


_EUROPEAN = frozenset(map(chr, (*range(0xDF, 0x180), 0x219, 0x21B, *range(0x1EA0, 0x1F00)))) - frozenset("÷ıĳĸŀŉŋſ")
"""Small Latin letters with accents or strokes that languages write, but for those that pass for another at a glance."""


@lru_cache(REMEMBERED)
def spellings(name: str) -> frozenset[str]:
    """Finer forms, which keep apart the letters of European languages: `Müller` and `Muller`, `Groß` and `Gross`.

    For two people of whom neither speaks for the site. An accent that no language writes is overlooked still.
    """
    composed = unicodedata.normalize("NFKC", name)
    return frozenset({_spell(composed), _spell(composed.lower())})


def _spell(text: str) -> str:
    small = (char.lower() for char in text)
    kept = (one if one in _EUROPEAN else _draw(char) for char, one in zip(text, small, strict=True))
    return "".join(kept).translate({0x219: "ş", 0x21B: "ţ"}).replace("vv", "w")


@lru_cache(REMEMBERED)
def outlines(name: str) -> frozenset[str]:
    """Coarser forms: `the-editor`, `the-edlt0r` and `theeditor` give one. For names that nobody may come near."""
    if name.isascii():  # where capitals give what their small letters give, `I` and `i` too
        return frozenset({_draw(name).translate(_LEET)})
    return frozenset(form.translate(_LEET) for form in skeletons(name))


def find_words(name: str) -> list[str]:
    """The words of a name, whatever stands between them: `TheEditor (new)` has three."""
    spaced = "".join(char if unicodedata.category(char)[0] in "LMN" else " " for char in name)
    return re.sub(r"(?<=[^\W\d_A-Z])(?=[A-Z])", " ", spaced).split()


def _draw(text: str) -> str:
    drawn = text.translate(_draw_ascii()) if text.isascii() else _draw_any(text)
    return drawn.replace("vv", "w")


@cache
def _draw_ascii() -> dict[int, str]:
    """What becomes of each character of most names: thousands are drawn in every build."""
    return {number: _draw_any(chr(number)) for number in range(128)}


def _draw_any(text: str) -> str:
    for _turn in range(2):  # what looks like a capital is made small by then
        text = unicodedata.normalize("NFKD", text).translate(_MORE).translate(_look_alikes()).casefold()
    text = unicodedata.normalize("NFD", text)
    return "".join(char for char in text if char.isalnum() or _is_vowel(char))


def _is_vowel(char: str) -> bool:
    """Tell a mark that makes another letter, as in Devanagari or Thai, from an accent that a reader overlooks."""
    return (
        unicodedata.category(char)[0] == "M" and unicodedata.combining(char) < 200 and unicodedata.combining(char) != 1
    )
