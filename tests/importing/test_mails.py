"""A plain text shows as it looked in its mail."""

import pytest

from parley.importing.bodies.mails import render_text

DRAWN = {
    # quotations
    ">none\n> one\n >  two\n> > three\n>>>four": "> none\n> one\n> two\n> > three\n> > > four",
    "a > b\n>": "a > b\n>",
    "> a\n\nb": "> a\n\n\nb",
    ">>> a\n>> b\nc": "> > > a\n> >\n> > b\n\nc",
    ">>> a\n> b\nc": "> > > a\n>\n> b\n\nc",
    f"{'>' * 5}a\n{'>' * 6}b\n{'>' * 7}c\n{'>' * 40}d": ("> > > > > a\n> > > > > > b\n> > > > > > c\n> > > > > > d"),
    f"{'>' * 41} e": "> > > > > > \\> e",
    # code begins behind an empty line and goes on
    "    a\n\tb\n    c\n  d\n    e": "    a\n    b\n    c\nd\ne",
    "a\n\n\tb\n\n        c": "a\n\n    b\n\n        c",
    "a\n\n x\n\nb\tc": "a\n\nx\n\nb\tc",
    "> a\n    b *c*": "> a\n\n    b *c*",
    ">     a\n>     b": ">     a\n>     b",
    "> \n>     a": ">\n>     a",
    # lists
    "- a\n *  b \n   + c\n1. d\n12) e\n123. f": "- a\n*  b\n+ c\n1. d\n12) e\n123. f",
    "-a\n1.b\n1234. c\n1: d": "\\-a\n1.b\n1234\\. c\n1: d",
    "- # a\n- - b\n- *c*": "- \\# a\n- \\- b\n- \\*c\\*",
    # lines drawn with signs
    "Title\n===\n  - - -\n __": "Title\n\\===\n\\- - -\n\\__",
    "-- *a*\n=": "\\-- \\*a\\*\n\\=",
    "+ + +\n~*_": "\\+ + +\n\\~*_",
    "-- \nAna": "\\--\nAna",
    # words
    "# a\n  *b* \n\n\n_c_ XX": "\\# a\n\\*b\\*\n\n\n\\_c\\_ XX",
    "\n\n\na\n\n": "a",
    "\n \n": "",
}


@pytest.mark.parametrize("text", DRAWN)
def test_a_plain_text_becomes_markdown_that_looks_like_it(text: str) -> None:
    assert render_text(text) == DRAWN[text]
