"""Which kind of picture a file is, by what it begins with and never by its name.

Source: the beginnings that the WHATWG's MIME Sniffing Standard gives for pictures (6.1), and ISO/IEC 23000-22 for AVIF.
What can hold a program or an address, such as SVG, is none.
"""

import re

_BEGINNINGS = (
    (re.compile(rb"\x89PNG\r\n\x1a\n"), ".png"),
    (re.compile(rb"\xff\xd8\xff"), ".jpg"),
    (re.compile(rb"GIF8[79]a"), ".gif"),
    (re.compile(rb"RIFF.{4}WEBPVP", re.DOTALL), ".webp"),
    (re.compile(rb".{4}ftypavi[fs]", re.DOTALL), ".avif"),
)


def find_ending(data: bytes) -> str:
    """The ending that a picture with this beginning has; nothing where it is no picture that is safe to show."""
    return next((ending for begin, ending in _BEGINNINGS if begin.match(data)), "")
