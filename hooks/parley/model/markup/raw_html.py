"""HTML in a contributor's Markdown: where the parser really takes something for it, and the one tag that is drawn.

`<br>` is how Markdown breaks a line in the cell of a table, on forges too, so it means a break here, wherever it stands
within a line. All other HTML is shown as the words it is, once it has been mended.
"""

import re

import comrak

from parley.model.markup.trial import draw

OMITTED = "<!-- raw HTML omitted -->"
"""What comrak leaves in the place of HTML."""

_CANDIDATE = re.compile(r"<(?:!--|/?[A-Za-z][A-Za-z0-9-]*(?=[\s/>])|\?|![A-Z]|!\[CDATA\[)", re.IGNORECASE)
_BREAK = re.compile(r"<br[ \t]*/?>", re.IGNORECASE)
_ONLY_MARKS = re.compile(r"(?:[ \t>*+.)0-9-]|\[\^[^\]\n]*\]:)*")
"""What stands before the text of a line; HTML behind it may be a block of its own, which takes along what follows."""


def is_break(text: str, offset: int) -> bool:
    """Tell whether a tag breaks a line: it does where words stand before it on its line."""
    return bool(_BREAK.match(text, offset)) and not _ONLY_MARKS.fullmatch(text, text.rfind("\n", 0, offset) + 1, offset)


def draw_breaks(drawn: str, text: str) -> str:
    """What was drawn of a text with the breaks that it has, if it has no other HTML."""
    if OMITTED not in drawn or not _BREAK.search(text):
        return drawn
    places = [found.start() for found in _CANDIDATE.finditer(text)]
    if not all(is_break(text, place) for place in places) and _find_marked(text):  # some may stand in code
        return drawn
    return drawn.replace(OMITTED, "<br />\n")


def find_html(text: str) -> list[int]:
    """The offsets at which the parser takes a text for HTML, but for `<br>`; the text has some.

    What looks like a tag inside code is drawn with `&lt;` and is none; only the parser can tell.
    """
    return _find_marked(text) or [next((found.start() for found in _CANDIDATE.finditer(text) if _is_open(found)), 0)]


def _is_open(found: re.Match[str]) -> bool:
    before = found.string[max(found.start() - 50, 0) : found.start()]
    return (len(before) - len(before.rstrip("\\"))) % 2 == 0


def _find_marked(text: str) -> list[int]:
    """Mark everything that looks like HTML, and see which marks are drawn as HTML.

    A mark lengthens the name of a tag; where that changes what the parser makes of it (an unfinished `<div`), it stands
    behind the name.
    """
    candidates = [found for found in _CANDIDATE.finditer(text) if not is_break(text, found.start())]
    numbers = _find_marks(text, candidates, "") or _find_marks(text, candidates, " ")
    return [candidates[number].start() for number in numbers]


def _find_marks(text: str, candidates: list[re.Match[str]], gap: str) -> list[int]:
    """The numbers of the candidates that the parser takes for HTML."""
    pieces, end = [], 0
    for number, found in enumerate(candidates):
        if found[0] == "<!--":
            rest = text[found.end() : found.end() + 2]  # `<!-->` and `<!--->` are whole comments
            mark = f" parley{number}- {'--' if rest[:1] == '>' else '-' if rest == '->' else ''}"
        else:
            apart = " " if found[0][1] == "!" else "" if found[0][1] in "/?" else gap
            mark = f"{apart}parley{number}-{'?' if found[0] == '<?' and text.startswith('>', found.end()) else ''}"
        pieces += [text[end : found.end()], mark]
        end = found.end()
    options = comrak.RenderOptions()
    options.unsafe_ = True
    drawn = draw("".join((*pieces, text[end:])), options)
    return sorted({int(number) for number in _MARK.findall(drawn)})


_MARK = re.compile(r"<(?:/?[A-Za-z][A-Za-z0-9-]*?|!--|\?|![A-Za-z]|!\[CDATA\[) ?parley(\d{1,6})-")
