"""Plain text to Markdown that shows the same characters."""

import re

ADDRESS = re.compile(r"https?://[^\s<>]+|www\.[^\s<>]+", re.IGNORECASE)
"""Addresses become links by themselves; a backslash in one would become part of it."""

_SPECIAL = re.compile(r"[\\`*\[\]<~]|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w)")
_AT_START = re.compile(r"[#+\-=>|:]|\d{1,9}(?=[.)](?:\s|$))")

_SHIFT = 0x10F000
"""Backslashes travel through the converter as characters that nothing else uses, so that it does not double them."""

_STAND_INS = re.compile(f"[{chr(_SHIFT)}-{chr(_SHIFT + 0x7F)}]")


def escape(text: str, *, at_start: bool) -> str:
    """Escape whatever Markdown would take for markup; `at_start` says whether the text begins a line."""
    pieces, end = [], 0
    for found in ADDRESS.finditer(text):
        pieces += [_SPECIAL.sub(r"\\\g<0>", text[end : found.start()]), found[0]]
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


def hide_escapes(text: str) -> str:
    """Each backslash and what it escapes as one stand-in."""
    return re.sub(r"\\([!-~])", lambda found: chr(_SHIFT + ord(found[1])), text)


def show_escapes(text: str) -> str:
    """Stand-ins back to backslashes."""
    return _STAND_INS.sub(lambda found: f"\\{chr(ord(found[0]) - _SHIFT)}", text)


def drop_stand_ins(text: str) -> str:
    """A text of an archive without the characters that are stand-ins here."""
    return _STAND_INS.sub("", text)
