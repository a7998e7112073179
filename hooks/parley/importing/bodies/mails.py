"""Plain text, as mails have it, to Markdown: paragraphs, quotations and lists as they look."""

import re

from parley.model.markup.escaping import escape_text

_QUOTE = re.compile(r"^(?:[ ]?>){1,40}[ ]?")
_LIST = re.compile(r"[ ]{0,3}(?:[-*+]|\d{1,3}[.)])[ ]+(?=\S)")
_RULE = re.compile(r"[ ]{0,3}(?:[-=_*~+][ ]*){2,}")
_CODE = re.compile(r" {4}|\t")

MAX_QUOTE = 6
"""Levels of quotation that are kept; deeper ones are drawn as the sixth."""


def render_text(text: str) -> str:
    """Markdown that shows a plain text: `>` quotes, `- ` begins a list, indented lines after an empty one are code."""
    lines: list[str] = []
    before_depth, may_be_code = 0, True
    for line in text.split("\n"):
        rest = _QUOTE.sub("", line)
        depth = min(line.count(">") - rest.count(">"), MAX_QUOTE)
        if depth < before_depth:
            lines.append(" ".join(">" * depth))  # or the line would count as part of the quotation above
            may_be_code = True
        in_code = may_be_code and _CODE.match(rest) is not None
        lines.append(("> " * depth + _render_line(rest, in_code=in_code)).rstrip())
        before_depth, may_be_code = depth, in_code or not rest.split()
    return "\n".join(lines).strip("\n")


def _render_line(line: str, *, in_code: bool) -> str:
    if in_code:
        return line.expandtabs(4)
    if _RULE.fullmatch(line):
        return f"\\{line.strip()}"
    if marker := _LIST.match(line):
        return marker[0].lstrip() + escape_text(line[marker.end() :], at_start=True)
    return escape_text(line.strip(), at_start=True)
