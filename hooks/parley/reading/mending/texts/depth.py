"""Quotations and lists that go deeper than a page can show, to the deepest that it shows."""

import re
from collections.abc import Iterator

from parley.model.languages.speaking import _
from parley.model.markup.budget import MAX_NESTING
from parley.reading.mending.texts.changing import Replacement

_QUOTES = re.compile(r"^(?:[ ]{0,3}>[ ]?){2,}", re.MULTILINE)
_ITEM = re.compile(r"^([ ]*)(?:[-*+]|\d{1,9}[.)])[ ]", re.MULTILINE)
KEPT = MAX_NESTING - 4
"""Levels that are left of too many, so that emphasis and a list have room in the deepest."""


def find_changes(text: str) -> Iterator[Replacement]:
    """Take away the marks of quotations beyond the deepest, as mails gather them, and the indents of lists."""
    for found in _QUOTES.finditer(text):
        if found[0].count(">") > KEPT:
            yield Replacement(
                found.start(),
                found.end(),
                "> " * KEPT,
                _("a quotation more than {kept} deep is {kept} deep", kept=KEPT),
            )
    above: list[int] = []
    for found in _ITEM.finditer(text):
        indent = len(found[1])
        while above and above[-1] >= indent:
            above.pop()
        if len(above) >= KEPT:
            what = _("a list more than {kept} deep is {kept} deep", kept=KEPT)
            yield Replacement(found.start(), found.end(1), " " * above[KEPT - 1], what)
        above.append(indent)
