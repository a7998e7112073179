"""Plain text, as mails have it, to Markdown: paragraphs, quotations and lists as they look."""

import re

from parley.model.markup.escaping import escape_text

_QUOTE = re.compile(r"(?:[ ]?>){1,40}[ ]?")
_LIST = re.compile(r"[ ]{0,3}(?:[-*+]|\d{1,3}[.)])[ ]+(?=\S)")
_RULE = re.compile(r"[ ]{0,3}(?:[-=_*~+][ ]*){2,}")
_CODE = re.compile(r" {4}|\t")

MAX_QUOTE = 6
"""Levels of quotation that are kept; deeper ones are drawn as the sixth."""


def render_text(text: str) -> str:
    """Markdown that shows a plain text: `>` quotes, `- ` begins a list, indented lines after an empty one are code."""
    lines: list[str] = []
    before_depth, after_empty, in_code = 0, True, False
    for line in text.split("\n"):
        quote = _QUOTE.match(line)
        depth = min(quote[0].count(">"), MAX_QUOTE) if quote else 0
        rest = line[quote.end() :] if quote else line
        prefix = "> " * depth
        if depth < before_depth:
            lines.append(("> " * depth).rstrip())  # or the line would count as part of the quotation above
            after_empty = True
        in_code = bool(_CODE.match(rest)) and (after_empty or in_code)
        lines.append((prefix + _render_line(rest, in_code=in_code)).rstrip())
        before_depth, after_empty = depth, not rest.strip()
    return "\n".join(lines).strip("\n")


def _render_line(line: str, *, in_code: bool) -> str:
    if in_code:
        return line.expandtabs(4)
    bare = line.strip()
    if not bare:
        return ""
    if _RULE.fullmatch(line):
        return f"\\{bare}"
    marker = _LIST.match(line)
    if marker:
        return marker[0].lstrip() + escape_text(line[marker.end() :].strip(), at_start=True)
    return escape_text(bare, at_start=True)
