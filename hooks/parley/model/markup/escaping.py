"""Text as Markdown that shows the same characters: in a file of ours, and where a forge draws it."""

import re
from collections import Counter

from parley.model.characters import visible
from parley.model.markup.addresses import find_deceit, is_link

_ADDRESS = re.compile(
    r"(?<![a-z])(?:(?:https?|ftp)://|www\.)[^\s<>\"`\\“”„‘’«»、。，；：！？（）【】《》「」『』〈〉]+", re.IGNORECASE
)
"""Addresses become links by themselves; a backslash in one would become part of it, and so would marks of a sentence in
a language that has no spaces.
"""

_LINKED = re.compile(r"(?:https?|ftp)://[^/?#]*\.|www\.", re.IGNORECASE)
"""Such as do: `http://localhost/` has no dot (GFM, 6.9), and its marks would be marks."""

_SMALL = re.compile("[a-z]+(?:://|[.])")
"""The beginning of those that drawing notices."""

_BEHIND = frozenset(".,:;!?'*_~|")
_BRACKETS = {")": "(", "]": "[", "}": "{"}
_LEFT_OUT = re.compile(r"[.,:!?')]*(?=\s|\Z)")
"""What may stand behind a bare address, as drawing leaves it out of the link (GFM, 6.9)."""

_ENTITY = re.compile(r"&(?=#?\w+;)")
"""Begins what is drawn as another sign in an address between `<` and `>` (CommonMark 0.31, 2.5), not in a bare one."""

_SPECIAL = re.compile(r"[\\`*\[\]<~]|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w)")
_AT_START = re.compile(r"[#+\-=>|:]|\d{1,9}(?=[.)](?:\s|$))")


_WHERE_LINKED = re.compile(r"(?<=www)\.|:(?=//)", re.IGNORECASE)
"""The signs at which drawing notices that an address becomes a link."""

_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")
_CALLS = re.compile(r"(?<=[@#])(?=\w)|(?<=\bGH)(?=-\d)", re.IGNORECASE)
_JOINER = "\u2060"


def escape_text(text: str, *, at_start: bool, linked: bool = False, goes_on: bool = False) -> str:
    """A plain text for the Markdown of a file.

    `at_start` says whether it begins a line, `linked` that it's the text of a link, in which there are no others, and
    `goes_on` that something follows on its line.
    """
    pieces, end = [], 0
    for found in _ADDRESS.finditer(text):
        address = found[0][: _find_end(found[0])]
        pieces.append(_escape(text[end : found.start()]))
        end = found.start() + len(address)
        full = f"http://{address}" if address.lower().startswith("www.") else address
        bare = _LEFT_OUT.match(text, end) if _SMALL.match(address) else None
        if linked or not _LINKED.match(address):
            address = _escape(address)
        elif not is_link(full) or find_deceit(full):
            address = _WHERE_LINKED.sub(r"\\\g<0>", _escape(address))
        elif bare and not (goes_on and bare.end() == len(text)) and not _ENTITY.search(address):
            address, end = f"{address}{bare[0]}", bare.end()
        elif full != address:
            address = f"[{_escape(address)}](<{keep_entities(full)}>)"
        else:
            address = f"<{keep_entities(address)}>"  # or what is behind it would become a part of it
        pieces.append(address)
    pieces.append(_escape(text[end:]))
    escaped = "".join(pieces)
    return _escape_start(escaped) if at_start else escaped


def has_address(text: str) -> bool:
    """Tell whether a text has what becomes a link by itself, where it matters whether something goes on behind it."""
    return _ADDRESS.search(text) is not None


def keep_entities(address: str) -> str:
    """An address for a link of Markdown or for the place between `<` and `>`, where `&amp;` would become `&`."""
    return _ENTITY.sub("&amp;", address)


def _escape(text: str) -> str:
    return _SPECIAL.sub(r"\\\g<0>", text)


def _find_end(address: str) -> int:
    """Where an address ends in what was found of it: before marks of the sentence around it."""
    unopened = Counter({close: address.count(close) - address.count(opening) for close, opening in _BRACKETS.items()})
    end = len(address)
    while (last := address[end - 1]) in _BEHIND or unopened[last] > 0:
        unopened[last] -= 1
        end -= 1
    return end


def _escape_start(line: str) -> str:
    """Escape what would begin a heading, a list, a quotation, a table or a rule."""
    bare = line.lstrip(" ")
    found = _AT_START.match(bare)
    if found is None:
        return line
    indent = line[: len(line) - len(bare)]
    return f"{indent}{found[0]}\\{bare[found.end() :]}" if found[0].isdigit() else f"{indent}\\{bare}"


def escape_markdown(text: str) -> str:
    r"""A stranger's line of text where a forge draws Markdown, so that nothing in it works: `*a*` gives `\*a\*`.

    Every sign of ASCII may stand behind a backslash (CommonMark 0.31, 2.4), which also keeps bare addresses from
    becoming links. An invisible joiner keeps `@name` from calling a person and `#12` from marking an issue, which
    forges look for after Markdown is done.
    """
    plain = visible(text.replace("\n", " "))
    return _PUNCTUATION.sub(r"\\\g<0>", _CALLS.sub(_JOINER, plain))


def code_span(text: str) -> str:
    """One line of text as code within a paragraph."""
    plain = visible(text.replace("\n", " "))
    fence = "`" * (max(map(len, re.findall("`+", plain)), default=0) + 1)
    pad = " " if plain.startswith(("`", " ")) or plain.endswith(("`", " ")) else ""
    return f"{fence}{pad}{plain}{pad}{fence}"


def code_block(text: str) -> str:
    """A stranger's lines of text as a block of code where a forge draws it."""
    return fence("\n".join(visible(line) for line in text.split("\n")), "text")


def fence(text: str, language: str = "") -> str:
    """Lines of text as they are, in a fence that is longer than any in them."""
    marks = "`" * (max(map(len, re.findall("`{3,}", text)), default=2) + 1)
    return f"{marks}{language}\n{text}\n{marks}"
