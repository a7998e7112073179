"""Characters that a text names instead of writing them: `&shy;`, `&#8203;`."""

import html
import re
import sys
from collections.abc import Iterator

from parley.model.characters import find_hidden

_REFERENCE = re.compile(r"&(?:#x[0-9a-f]{1,6}|#[0-9]{1,7}|[a-z][a-z0-9]{1,40});", re.IGNORECASE)


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
    for offset, _ in find_hidden("".join((*pieces, text[end:]))):
        if origin := origins.get(offset):
            yield origin.start(), origin[0]


def unescape(reference: str) -> str:
    """The character as comrak draws it; the standard library swallows controls."""
    if not reference.startswith("&#"):
        return html.unescape(reference)
    digits = reference[2:-1].lower()
    code = int(digits[1:], 16) if digits.startswith("x") else int(digits)
    return chr(code) if 0 < code <= sys.maxunicode else "\ufffd"
