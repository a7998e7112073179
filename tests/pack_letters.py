"""Makes the tables by which titles in any script get a name, out of the library AnyAscii.

python tests/pack_letters.py

A table says of each letter, mark and digit how it reads in the letters of ASCII, in runs: the first code point, how
those from it on read, separated by commas, and whether each of them is a word of its own. What ends a word is in none.
"""

import json
import re
import unicodedata
from collections.abc import Iterator
from importlib.metadata import files, version
from itertools import groupby

from anyascii import anyascii

from parley.editing.slugs import END, STARTS, TABLES

ENDS_WORD = "-"

_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")
"""Each is a word or a part of one: 人 reads `ren`, wherever it stands."""

_JOINED = "’‘ʼ"
"""What stands inside a word and is left out, as `'` is: `don’t` gives `dont`."""


def pack(start: int) -> str:
    """The table that begins at a code point, as JSON."""
    end = min((one for one in STARTS if one > start), default=END)
    runs = [*_find_runs(start, end)]
    source = f"Made by tests/pack_letters.py from AnyAscii {version('anyascii')}. {_read_licence()}"
    return json.dumps({"source": source, "runs": runs}, separators=(",", ":")) + "\n"


def _read_licence() -> str:
    """The notice that has to go along with what is made of the library."""
    [file] = [one for one in files("anyascii") or () if one.name == "LICENSE"]
    return " ".join(file.read_text(encoding="utf-8").split())


def _find_runs(start: int, end: int) -> Iterator[tuple[int, str, bool]]:
    for (is_apart, ends_word), group in groupby(range(start, end), _find_kind):
        if not ends_word:
            numbers = list(group)
            yield numbers[0], ",".join(spell(chr(number)) for number in numbers), is_apart


def _find_kind(number: int) -> tuple[bool, bool]:
    char = chr(number)
    return bool(_HAN.match(char)), spell(char) == ENDS_WORD


def spell(char: str) -> str:
    """How a character reads: a hyphen for what ends a word, nothing for what only joins letters."""
    kind = unicodedata.category(char)
    if kind == "Cf" or char in _JOINED:
        return ""
    if kind[0] not in "LMN":
        return ENDS_WORD
    spelled = re.sub("[^a-z0-9]+", "-", re.sub("['`\"]", "", anyascii(char).lower()))
    return spelled.strip("-") if _HAN.match(char) else spelled


if __name__ == "__main__":
    for first, file in zip(STARTS, TABLES, strict=True):
        file.write_text(pack(first), encoding="ascii", newline="\n")
