"""HTML in a contributor's Markdown: where the parser really takes something for it, and the one tag that is drawn.

`<br>` is how Markdown breaks a line in the cell of a table, on forges too, so it means a break here, wherever it stands
within a line. All other HTML is shown as the words it is, once it has been mended.
"""

import re

import comrak

from parley.model.markup.trial import draw

OMITTED = "<!-- raw HTML omitted -->"
"""What comrak leaves in the place of HTML."""

_CANDIDATE = re.compile(r"<(?:!--|/?[a-z][a-z0-9-]*(?=[\s/>]|\Z)|\?|![a-z]|!\[CDATA\[)(?=(-?>)?)", re.IGNORECASE)
_BREAK = re.compile(r"<br[ \t]*/?>", re.IGNORECASE)
_ONLY_MARKS = re.compile(r"(?:[ \t>*+.)0-9-]|\[\^[^\]]+\]:)*")
"""What stands before the text of a line; HTML behind it may be a block of its own, which takes along what follows."""


def is_break(text: str, offset: int) -> bool:
    """Tell whether a tag breaks a line: it does where words stand before it on its line."""
    return bool(_BREAK.match(text, offset)) and not _ONLY_MARKS.fullmatch(text, text.rfind("\n", 0, offset) + 1, offset)


def draw_breaks(drawn: str, text: str) -> str:
    """What was drawn of a text with the breaks that it has, if it has no other HTML."""
    return drawn if OMITTED not in drawn or find_html(text) else drawn.replace(OMITTED, "<br />\n")


def find_html(text: str) -> list[int]:
    """The offsets at which the parser takes a text for HTML, but for `<br>`.

    What looks like a tag inside code is drawn with `&lt;` and is none; only the parser can tell. So everything that
    looks like HTML is marked, to see which marks are drawn as HTML. A mark lengthens the name of a tag; where that
    changes what the parser makes of it (an unfinished `<div`), it stands behind the name.
    """
    candidates = [found for found in _CANDIDATE.finditer(text) if not is_break(text, found.start())]
    numbers = _find_marks(text, candidates, "") or _find_marks(text, candidates, " ")
    return [candidates[number].start() for number in numbers]


def _find_marks(text: str, candidates: list[re.Match[str]], gap: str) -> list[int]:
    """The numbers of the candidates that the parser takes for HTML."""
    pieces, end = [], 0
    for number, found in enumerate(candidates):
        ends = _ENDS.get(f"{found[0]}{found[1]}", "")
        mark = f"{' ' if '!' in found[0] else gap}parley{number}- {ends}"
        pieces += [text[end : found.end()], mark]
        end = found.end()
    options = comrak.RenderOptions()
    options.unsafe_ = True
    drawn = draw("".join((*pieces, text[end:])), options)
    return sorted(map(int, _MARK.findall(drawn)))


_ENDS = {"<!-->": "--", "<!--->": "-", "<?>": "?"}
"""What a mark ends with so that the `>` behind it ends what it ended before."""

_MARK = re.compile(r"<(?:/?[a-z][a-z0-9-]*|!--|\?|![a-z]|!\[CDATA\[) ?parley(\d+)-", re.IGNORECASE)
