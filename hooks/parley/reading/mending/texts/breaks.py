"""Ends of lines as whoever wrote in a forge's comment saw them: as breaks, not as spaces."""

import re
from html import unescape

from parley.model.markup.markdown import find_cost
from parley.model.markup.trial import draw, with_places

_END = re.compile(r'<br data-sourcepos="(\d+):')
_ACROSS = re.compile(r'<(?:code|a|img) data-sourcepos="(\d+):\d+-(\d+):\d+"')
_NO_BREAK = re.compile(r"(?:\\|  |<br[ \t]*/?>|\[!\w+\])$|^\s*\[[^\]^][^\]]*\]:", re.IGNORECASE)
"""A line that has its break, or none to have: the mark of an alert, the address of a link."""

_TAG = re.compile("<[^>]*>")


def keep_line_breaks(text: str) -> str:
    """The Markdown of a comment with a break at the end of each line that goes on in the next.

    Forges draw comments so, and files not (GitHub's `breaks`; CommonMark 0.31, 6.7). Code and the words of links are
    left as they are. The preview in the browser does the same (`write-preview-breaks.js`).
    """
    if "\n" not in text.strip() or find_cost(text):
        return text
    drawn = _draw(text)
    across = {line for first, last in _ACROSS.findall(drawn) for line in range(int(first), int(last))}
    lines = text.split("\n")
    for number in {int(line) for line in _END.findall(drawn)} - across:
        if lines[number - 1].strip() and not _NO_BREAK.search(lines[number - 1]):
            lines[number - 1] = lines[number - 1].rstrip(" \t") + "\\"
    made = "\n".join(lines)
    return made if _read(_draw(made)) == _read(drawn) else text


def _draw(text: str) -> str:
    options = with_places()
    options.hardbreaks = True
    return draw(text, options)


def _read(drawn: str) -> str:
    return "".join(unescape(_TAG.sub("", drawn)).split())
