"""Ends of lines as whoever wrote in a forge's comment saw them: as breaks, not as spaces."""

import re
from html import unescape

import comrak

from parley.model.markup.markdown import find_cost
from parley.model.markup.trial import extensions, with_places

_BLOCK = re.compile(
    r"<(/?)(p|ul|ol|blockquote|table|div|section|pre)"
    r'(?: class="[^"]*")?(?: data-sourcepos="(\d+):\d+-(\d+):\d+")?'
)
_ACROSS = re.compile(r'<(?:code|a|img) data-sourcepos="(\d+):\d+-(\d+):\d+"')
_NO_BREAK = re.compile(r"(?:\\|  |<br[ \t]*/?>)$|^\s*\[[^\]]+\]:", re.IGNORECASE)
"""A line that has its break, or is the address of a link."""

_TAG = re.compile("<[^>]*>")


def keep_line_breaks(text: str) -> str:
    """The Markdown of a comment with a break at the end of each line within a paragraph.

    Forges draw comments so, and files not (GitHub's `breaks`; CommonMark 0.31, 6.7). Lists, quotations, tables and code
    are left as they are.
    """
    if "\n" not in text.strip() or find_cost(text):
        return text
    drawn = _draw(text)
    ends = _find_ends(drawn) - {line for first, last in _ACROSS.findall(drawn) for line in range(int(first), int(last))}
    lines = text.split("\n")
    for number in ends:
        if 0 < number < len(lines) and lines[number - 1].strip() and not _NO_BREAK.search(lines[number - 1]):
            lines[number - 1] = lines[number - 1].rstrip() + "\\"
    made = "\n".join(lines)
    return made if _read(_draw(made)) == _read(drawn) else text


def _draw(text: str) -> str:
    return comrak.render_markdown(text, extensions(), render_options=with_places())


def _find_ends(drawn: str) -> set[int]:
    """The lines that end within a paragraph which stands in nothing else."""
    ends, depth = set(), 0
    for closing, tag, first, last in _BLOCK.findall(drawn):
        if tag != "p":
            depth += -1 if closing else 1
        elif not closing and depth == 0 and first:
            ends |= set(range(int(first), int(last)))
    return ends


def _read(drawn: str) -> str:
    return "".join(unescape(_TAG.sub("", drawn)).split())
