"""Letters of one alphabet that pass for letters of another.

Source: Unicode Technical Standard 39, "Unicode Security Mechanisms": a word that mixes scripts is suspect, except where
scripts are written together anyway (Han with Kana or Hangul).
"""

import unicodedata
from functools import cache

_WRITTEN_TOGETHER = frozenset({"CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "HANGUL", "BOPOMOFO", "IDEOGRAPHIC"})


def find_odd_letter(text: str) -> str:
    """Say which letter of a word is not of the alphabet of the word's others, or nothing where all agree.

    >>> find_odd_letter("аna")
    "mixes alphabets: 'а' is CYRILLIC SMALL LETTER A"
    """
    for word in text.split():
        letters = [char for char in word if char.isalpha()]
        scripts = {script for char in letters if (script := _script(char)) not in _WRITTEN_TOGETHER}
        if len(scripts) > 1:
            common = "LATIN" if "LATIN" in scripts else max(sorted(scripts), key=[_script(c) for c in letters].count)
            odd = next(char for char in letters if _script(char) not in {common, *_WRITTEN_TOGETHER})
            return f"mixes alphabets: '{odd}' is {unicodedata.name(odd, 'a letter of another alphabet')}"
    return ""


def _script(letter: str) -> str:
    """The first word of a letter's name: LATIN, CYRILLIC, GREEK, CJK …"""
    return unicodedata.name(letter, "UNKNOWN").split()[0]


_LOOK_ALIKES = str.maketrans(
    "01358i" + "авеһіјкмнорԛѕтухԝԁ" + "αεικμνορτυχ",
    "olesbl" + "abehljkmhopqstyxwd" + "aelkmvoptux",
)
"""Digits, then Cyrillic, then Greek letters, each above the Latin one that it passes for.

Source: Unicode Technical Standard 39, confusables.txt; those of small letters and of capitals.
"""


@cache  # people write more than once
def skeleton(name: str) -> str:
    """A form that names which look alike have in common: `the-editor`, `the-edlt0r` and `theeditor` give one."""
    text = unicodedata.normalize("NFKD", name).casefold()
    text = "".join(char for char in text if char.isalnum()).translate(_LOOK_ALIKES)
    return text.replace("rn", "m").replace("vv", "w")
