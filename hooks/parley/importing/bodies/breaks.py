"""Line ends that are breaks where the text comes from, and only spaces in Markdown."""

import re
from itertools import pairwise

_FENCE = re.compile(r"[ >]*(?:[-*+]|\d{1,9}[.)])?[ ]*(`{3,}|~{3,})")
_OWN_LINE = re.compile(
    r"[ >]*(?:$|#{1,6}(?:\s|$)|(?:[-*+]|\d{1,9}[.)])(?:\s|$)|\||(?:[-*_=]\s*){2,}$|\[[^\]]+\]:"
    r"|</?[a-z][^>]*>\s*$|\[!\w+\]\s*$)",
    re.IGNORECASE,
)
"""What begins a line of its own in Markdown: lists, headings, tables, rules, definitions, HTML."""

_TABLE = re.compile(r"[ >]*[^|]*\|.*\|?")


def keep_line_breaks(text: str) -> str:
    """Markdown in which each line end within a paragraph is a break: two spaces stand at its end.

    Lists, quotations, tables, code and HTML stay as they are.
    """
    lines = text.split("\n")
    fence = ""
    for at, (line, after) in enumerate(pairwise(lines)):
        mark = _FENCE.match(line)
        if fence:
            fence = "" if mark and mark[1].startswith(fence) else fence
        elif mark:
            fence = mark[1]
        elif _breaks(line, after):
            lines[at] = f"{line.rstrip()}  "
    return "\n".join(lines)


def _breaks(line: str, after: str) -> bool:
    bare = line.lstrip(" >")
    if not bare.strip() or line.endswith(("  ", "\\")) or line.startswith(("    ", "\t")):
        return False
    if _OWN_LINE.match(after) or _FENCE.match(after):
        return False
    if bare.startswith(("#", "|", "<")) or re.fullmatch(r"(?:[-*_=]\s*){2,}|\[!\w+\]\s*", bare):
        return False
    quoted = line.lstrip().startswith(">")
    return quoted == after.lstrip().startswith(">")
