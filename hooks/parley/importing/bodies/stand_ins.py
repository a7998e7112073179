"""Backslashes on their way through the converter of HTML."""

import re

_SHIFT = 0x10F000
"""Backslashes travel through the converter as characters that nothing else uses, so that it does not double them."""

_STAND_INS = re.compile(f"[{chr(_SHIFT)}-{chr(_SHIFT + 0x7F)}]")


def hide_escapes(text: str) -> str:
    """Each backslash and what it escapes as one stand-in."""
    return re.sub(r"\\([!-~])", lambda found: chr(_SHIFT + ord(found[1])), text)


def show_escapes(text: str) -> str:
    """Stand-ins back to backslashes."""
    return _STAND_INS.sub(lambda found: f"\\{chr(ord(found[0]) - _SHIFT)}", text)


def drop_stand_ins(text: str) -> str:
    """A text of an archive without the characters that are stand-ins here."""
    return _STAND_INS.sub("", text)
