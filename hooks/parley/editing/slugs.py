"""The name of a folder from a title in any script.

The dialog for writing makes the same names, from the same tables of letters (`write-slug.js`).
"""

import json
import re
import unicodedata
from collections.abc import Container, Mapping
from functools import cache
from itertools import chain, count
from pathlib import Path

from parley.model import layout

LONGEST = 60

STARTS = (0x80, 0x3400, 0xAC00)
"""Where each table begins: alphabets, Han characters, Korean syllables and what comes behind them."""

END = 0x10000
"""Behind it are scripts that are dead or rare, and letters of mathematics, which are read as the plain ones."""

TABLES = tuple(Path(__file__).parent / "letters" / f"letters-{start:04x}.json" for start in STARTS)
"""How letters read in those of ASCII. Source: AnyAscii, as packed by tests/pack_letters.py."""


def make_slug(title: str, taken: Container[str] = ()) -> str:
    """A folder's name from a title: `Grüße, and then?` gives `grusse-and-then`, `Как жить` gives `kak-zhit`.

    A title without a letter or digit gives a short id of its own; a name that is taken, or that no file can have
    everywhere, gets a number behind it.
    """
    made = spell(title) or _name_signs(title)
    names = chain((made,), (f"{made}-{number}" for number in count(2)))
    return next(name for name in names if name not in taken and layout.is_file_name(name))


def spell(text: str) -> str:
    """A text in the letters a to z and digits, in whole words of at most `LONGEST` characters in all; or nothing."""
    plain = text if text.isascii() else "".join(map(_spell_letter, unicodedata.normalize("NFKC", text)))
    made = ""
    for word in re.findall(r"[a-z0-9]+", plain.lower().replace("'", "").replace("`", "")):
        longer = f"{made}-{word}" if made else word[:LONGEST]
        if len(longer) > LONGEST:
            break
        made = longer
    return made


def _spell_letter(char: str) -> str:
    start = max((one for one in STARTS if one <= ord(char) < END), default=0)
    return _load(start).get(char, "-") if start else char if char.isascii() else "-"


@cache
def _load(start: int) -> Mapping[str, str]:
    """A table of letters: how each reads, with a hyphen where a word begins or ends. What is in none ends a word."""
    table: dict[str, str] = {}
    for first, read, is_apart in json.loads(TABLES[STARTS.index(start)].read_bytes())["runs"]:
        for number, spelled in enumerate(read.split(","), first):
            table[chr(number)] = f"-{spelled}-" if is_apart else spelled
    return table


def _name_signs(title: str) -> str:
    """`topic-1x4m2q7` for a title of signs alone, such as 🎉: the same for the same title (FNV-1a, 32 bits)."""
    if not title.strip():
        return "untitled"
    found = 0x811C9DC5
    for byte in title.strip().encode(errors="replace"):
        found = (found ^ byte) * 0x01000193 % 2**32
    digits = ""
    while found:
        found, digit = divmod(found, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[digit] + digits
    return f"topic-{digits or 0}"
