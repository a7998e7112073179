"""Text as Markdown that shows the same characters: in a file of ours, and where a forge draws it."""

import re

from parley.model.characters import visible

_ADDRESS = re.compile(r"https?://[^\s<>]+|www\.[^\s<>]+", re.IGNORECASE)
"""Addresses become links by themselves; a backslash in one would become part of it."""

_SPECIAL = re.compile(r"[\\`*\[\]<~]|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w)")
_AT_START = re.compile(r"[#+\-=>|:]|\d{1,9}(?=[.)](?:\s|$))")


_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")
_CALLS = re.compile(r"(?<=[@#])(?=\w)|(?<=\bGH)(?=-\d)", re.IGNORECASE)
_JOINER = "\u2060"


def escape_text(text: str, *, at_start: bool) -> str:
    """A plain text for the Markdown of a file; `at_start` says whether it begins a line."""
    pieces, end = [], 0
    for found in _ADDRESS.finditer(text):
        address = found[0]
        if text[found.end() : found.end() + 1] == "<" and not address.lower().startswith("www."):
            address = f"<{address}>"  # or the backslash behind it would become a part of it
        pieces += [_SPECIAL.sub(r"\\\g<0>", text[end : found.start()]), address]
        end = found.end()
    pieces.append(_SPECIAL.sub(r"\\\g<0>", text[end:]))
    escaped = "".join(pieces)
    return _escape_start(escaped) if at_start else escaped


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
    fence = "`" * (_longest_run(plain) + 1)
    pad = " " if plain.startswith(("`", " ")) or plain.endswith(("`", " ")) else ""
    return f"{fence}{pad}{plain}{pad}{fence}"


def code_block(text: str) -> str:
    """A stranger's lines of text as a block of code where a forge draws it."""
    return fence("\n".join(visible(line) for line in text.split("\n")), "text")


def fence(text: str, language: str = "") -> str:
    """Lines of text as they are, in a fence that is longer than any in them."""
    marks = "`" * max(3, _longest_run(text) + 1)
    return f"{marks}{language}\n{text}\n{marks}"


def _longest_run(text: str) -> int:
    return max(map(len, re.findall("`+", text)), default=0)
