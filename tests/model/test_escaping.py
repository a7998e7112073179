"""A plain text keeps its characters as Markdown: in a file of ours, and where a forge draws a stranger's words."""

import html
import re

import comrak
import pytest

from parley.model.markup.escaping import (
    code_block,
    code_span,
    escape_markdown,
    escape_text,
    fence,
    has_address,
    keep_entities,
)
from parley.model.markup.trial import extensions

TEXTS = (
    ("say `a` *b* [c] <d> ~e~ \\f", r"say \`a\` \*b\* \[c\] \<d> \~e\~ \\f"),
    ("_g_ h_i &amp; &j & k &#1", r"\_g\_ h_i \&amp; \&j & k \&#1"),
    ("1.a # - > | : = +", "1.a # - > | : = +"),
    ("zhttp://a.example/*b* 2http://a.example/*b*c", r"zhttp://a.example/\*b\* 2http://a.example/*b*c"),
    ("http://localhost/*a* http:///*b*", r"http://localhost/\*a\* http:///\*b\*"),
    ("ftp://a.example/*b*, http://.x/*a*", r"<ftp://a.example/*b>\*, <http://.x/*a>\*"),
    ("HTTPS://A.example/*b*c! Ftp://a.example.", "<HTTPS://A.example/*b*c>! <Ftp://a.example>."),
    ("www.A.example/*b*c. https://B.example/_c_d", None),
    (
        "WWW.a.example, Www.b.example",
        r"[WWW.a.example](<http://WWW.a.example>), [Www.b.example](<http://Www.b.example>)",
    ),
    ("WWW.a.example/b*", r"[WWW.a.example/b](<http://WWW.a.example/b>)\*"),
    ("www.a.example/b_c*", r"[www.a.example/b_c](<http://www.a.example/b_c>)\*"),
    ("www.a.example/b*c*", r"[www.a.example/b\*c](<http://www.a.example/b*c>)\*"),
    ("(https://a.example/(b)) https://a.example/[b] https://a.example/{b}", None),
    ("[https://a.example/b] {https://a.example/b}", r"\[<https://a.example/b>\] {<https://a.example/b>}"),
    ("https://a.example/(b)*", r"<https://a.example/(b)>\*"),
    ("[https://a.example/[b]]", r"\[<https://a.example/[b]>\]"),
    ("[[https://a.example/{[b]}*]]", r"\[\[<https://a.example/{[b]}>\*\]\]"),
    ("http://localhost/www.*a* https://a.b:c/*d*", r"http://localhost/www.\*a\* https\://a.b:c/\*d\*"),
    ("https://a.example/X, https://a.example/b: c", None),
    ("https://a.example/b|c ~https://a.example/b~", r"https://a.example/b|c \~<https://a.example/b>\~"),
    ("https://a.example/b&copy;c", "<https://a.example/b&amp;copy;c>"),
    ("https://a.example/b&#65;c", "<https://a.example/b&amp;#65;c>"),
    ("https://a.example/?b=c&d=e&f;", "<https://a.example/?b=c&d=e&f>;"),
    ("https://a.example/?b=c&d=e&#f g", None),
    ("https://github.com@evil.example/*b*", r"https\://github.com@evil.example/\*b\*"),
    ("www.github.com@evil.example", r"www\.github.com@evil.example"),
    ("（https://a.example/b）“https://c.example”", "（<https://a.example/b>）“<https://c.example>”"),
    ("Two: https://a.example/b https://a.example/c", None),
    ("https:// www.", None),
)


@pytest.mark.parametrize(("text", "escaped"), TEXTS)
def test_a_text_stays_as_it_is(text: str, escaped: str | None) -> None:
    assert escape_text(text, at_start=False) == (text if escaped is None else escaped)
    drawn = comrak.render_markdown(escape_text(text, at_start=True), extensions())
    assert html.unescape(re.sub("<[^>]*>", "", drawn)).strip() == text


def test_the_text_of_a_link_has_no_links() -> None:
    text = "*See* https://a.example/*b*, www.c.example/_d_"
    assert escape_text(text, at_start=False, linked=True) == r"\*See\* https://a.example/\*b\*, www.c.example/\_d\_"


def test_an_address_ends_where_something_follows_on_its_line() -> None:
    for text, whole in (
        ("Or https://a.example/b", "Or <https://a.example/b>"),
        ("Or https://a.example/b.", "Or <https://a.example/b>."),
        ("www.a.example", "[www.a.example](<http://www.a.example>)"),
        ("https://a.example c", "https://a.example c"),
    ):
        assert escape_text(text, at_start=False) == text
        assert escape_text(text, at_start=False, goes_on=True) == whole


@pytest.mark.parametrize(
    ("line", "escaped"),
    [
        *((f"{sign} a", f"\\{sign} a") for sign in "#+-=>|:"),
        *((f"  {sign}", f"  \\{sign}") for sign in "#+-=>|:"),
        *(("1. a", r"1\. a"), ("12) a", r"12\) a"), ("123456789.", r"123456789\."), ("  3.\n", "  3\\.\n")),
        *((text, text) for text in ("1.a", "1234567890. a", "1: a", "a # b", "a 1. b", "!a", "", "?-", "X# a")),
        *(("# a  ", "\\# a  "), ("  1. a ", "  1\\. a ")),
    ],
)
def test_what_would_begin_a_block_does_so_at_the_start_alone(line: str, escaped: str) -> None:
    assert escape_text(line, at_start=True) == escaped
    assert escape_text(line, at_start=False) == line


def test_an_address_is_known_by_its_beginning() -> None:
    assert [
        text for text in ("a www.b", "(http://c)", "FTP://d", "awww.b", "www", "ahttp://b") if has_address(text)
    ] == [
        "a www.b",
        "(http://c)",
        "FTP://d",
    ]


def test_a_reference_in_an_address_stays_its_characters() -> None:
    assert (
        keep_entities("https://a.b/?c&amp;d&e&#1;&#x2;&f;g& ;")
        == "https://a.b/?c&amp;amp;d&e&amp;#1;&amp;#x2;&amp;f;g& ;"
    )


def test_nothing_works_in_a_strangers_line_at_a_forge() -> None:
    signs = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
    assert escape_markdown(signs) == "".join(f"\\{sign}" for sign in signs)
    assert escape_markdown("@ana #12 GH-3 gh-4 xGH-5 a\nb @ GH-x \u202ec @é") == (
        "\\@\u2060ana \\#\u206012 GH\u2060\\-3 gh\u2060\\-4 xGH\\-5 a b \\@ GH\\-x \\\\u202ec \\@\u2060é"
    )


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *(("a", "`a`"), ("a\nb", "`a b`"), ("`a", "`` `a ``"), ("a`", "`` a` ``"), ("a`b", "``a`b``")),
        *((" a", "`  a `"), ("a ", "` a  `"), ("`` a ```b", "```` `` a ```b ````"), ("\u202e", "`\\u202e`")),
    ],
)
def test_a_line_is_shown_as_code(text: str, code: str) -> None:
    assert code_span(text) == code


def test_lines_are_shown_as_a_block_of_code() -> None:
    assert fence("a") == "```\na\n```"
    assert fence("a ``\nb", "py") == "```py\na ``\nb\n```"
    assert fence("```\n````\n``") == "`````\n```\n````\n``\n`````"
    assert code_block("a\u202e\n```\n\u200b") == "````text\na\\u202e\n```\n\\u200b\n````"
