"""How a body is cut, masked and compared on its way to Markdown, step by step; whole bodies are in test_bodies."""

import pytest

from parley.importing.bodies import conversion
from parley.importing.bodies.conversion import ConvertedText, convert, mask
from parley.importing.bodies.html_reader import CODE
from parley.importing.records import Markup

MASKED = {
    "ana@corp.io": "ana@…",
    "mailto:ana@corp.io": "mailto:ana@…",
    "[a](mailto:ana@corp.io?x)": "[a](mailto:ana@…?x)",
    "ana@corp.io, bob.li+x@mail.corp.io!": "ana@…, bob.li+x@…!",
    "ANA@CORP.IO": "ANA@…",
    "git2@corp.io": "git2@…",
    "ana@notexample.org": "ana@…",
    "git@corp.io": "git@corp.io",
    "mailto:git@corp.io": "mailto:git@corp.io",
    "a@example.org a@mail.example.com a@x.invalid": "a@example.org a@mail.example.com a@x.invalid",
    "@ana ana@ a@localhost ana@…": "@ana ana@ a@localhost ana@…",
}


@pytest.mark.parametrize("text", MASKED)
def test_of_a_mail_address_the_name_stays_where_it_is_somebodys(text: str) -> None:
    changes: set[str] = set()
    assert mask(text, changes) == MASKED[text]
    assert changes == (set() if MASKED[text] == text else {"masked"})


def test_what_was_taken_out_is_told_by_its_kind() -> None:
    changes: set[str] = set()
    token = "ghp_" + "a1" * 15
    assert mask(f"use {token}, ana@corp.io", changes) == "use (access token removed), ana@…"
    assert changes == {"blotted", "masked"}
    changes = set()
    assert mask(f"use {token}", changes) == "use (access token removed)"
    assert changes == {"blotted"}


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", []),
        ("Xa\n", ["Xa"]),
        ("a" * 15 + "XX bbbb", ["a" * 15 + "XX", " bbbb"]),
        ("a" * 14 + " bbbbb", ["a" * 14 + " bbbbb"]),
        ("é" * 7 + " bbbbb", ["é" * 7 + " bbbbb"]),
        ("a" * 14 + " bbbbb c", ["a" * 14, " bbbbb c"]),
        ("a" * 25 + " " + "b" * 12 + " " + "c" * 12, ["a" * 20, "aaaaa " + "b" * 12, " " + "c" * 12]),
        ("\n\n", []),
        ("x" * 20, ["x" * 20]),
        ("x" * 21, ["x" * 20, "x"]),
        ("é" * 10, ["é" * 10]),
        ("é" * 11, ["é" * 10, "é"]),
        ("x" + "é" * 10, ["x" + "é" * 9, "é"]),
        ("a" * 10 + " " + "b" * 10, ["a" * 10 + " " + "b" * 9, "b"]),
        ("a" * 11 + " " + "b" * 9, ["a" * 11, " " + "b" * 9]),
        ("a" * 12 + " b\ncc " + "d" * 9, ["a" * 12 + " b", "cc " + "d" * 9]),
        ("a" * 11 + "\n\nb\nc dddddddd", ["a" * 11, "b\nc dddddddd"]),
        ("\n\n" + "x" * 20 + "\n\n", ["x" * 20]),
        ("\n" + "x" * 20 + "y\n", ["x" * 20, "y"]),
        ("a" * 15 + "\n\n\n\nbbbbb", ["a" * 15, "bbbbb"]),
        ("a" * 20 + "\n\n" + "b" * 19 + "\n", ["a" * 20, "b" * 19]),
        ("a b c d e f g h i j k l m n o p q", ["a b c d e f g h i j", " k l m n o p q"]),
        ("x" * 41, ["x" * 20, "x" * 20, "x"]),
        ("```\nabc\ndef\nghi\njkl\n```\nend", ["```\nabc\ndef\nghi\njkl\n```", "end"]),
        (
            "```\nabcdefgh\nijklmnop\nqrstuvwx\nyzabcdef\n```\nend",
            ["```\nabcdefgh\n```", "```\nijklmnop\nqrstuvwx\n```", "```\nyzabcdef\n```\nend"],
        ),
        ("```py\nabcdefgh\nijklmnop\n```", ["```py\nabcdefgh\n```", "```py\nijklmnop\n```"]),
        ("> ~~~~ py\n> abc def\n> ghi\n> ~~~~\nend", ["> ~~~~ py\n> abc def\n> ~~~~", "> ~~~~ py\n> ghi\n> ~~~~\nend"]),
        ("```\nabcdefghijklmno\n````  \nend", ["```\nabcdefghijklmno\n```", "end"]),
        ("```\nabcdefghijklmno\n```x\nend", ["```\nabcdefghijklmno\n```", "```\n```x\nend"]),
        ("```\nabcdefghijklmno\n```", ["```\nabcdefghijklmno\n```"]),
    ],
)
def test_a_long_text_is_cut_at_its_last_seam_behind_the_middle(
    text: str, parts: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The limit is in bytes, and a block of code that is cut ends with its part and begins anew."""
    monkeypatch.setattr(conversion, "MAX_PART", 20)
    assert list(conversion._split(text)) == parts


def test_in_plain_text_no_line_opens_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conversion, "MAX_PART", 20)
    text = "```\nabc\ndef\nghi\njkl\n```\nend"
    assert list(conversion._split(text, marked=False)) == ["```\nabc\ndef\nghi\njkl", "```\nend"]


@pytest.mark.parametrize(
    ("text", "opened"),
    [
        *((text, ("", "")) for text in ("a", "x\n```\ny\n```", "```\na\n````", "> > ```py\nx\n> > ```", "    ```\nx")),
        *((text, ("", "")) for text in ("```a`b\nx", "``\nx", "~~\nx", "```\na\n  ```\n", "  ```\na\n```", "a ```\nb")),
        *((text, ("", "")) for text in (f"{'`' * 100}\nx", f"{'> ' * 51}```\nx", "~~~\na\n~~~~ ")),
        ("```", ("```\n", "```")),
        ("```py\nx", ("```py\n", "```")),
        ("````\na\n```", ("````\n", "````")),
        ("~~~\na\n```", ("~~~\n", "~~~")),
        ("```\na\n``` x", ("```\n", "```")),
        ("> ```\na", ("> ```\n", "> ```")),
        (">```\na", (">```\n", ">```")),
        ("   ```\nx", ("   ```\n", "   ```")),
        ("~~~a`b\nx", ("~~~a`b\n", "~~~")),
        ("```\na\n```\n~~~\nb", ("~~~\n", "~~~")),
        (f"```{'n' * 99}\nx", (f"```{'n' * 99}\n", "```")),
        (f"```{'n' * 100}\nx", ("```\n", "```")),
        (f"{'`' * 99}\nx", (f"{'`' * 99}\n", "`" * 99)),
        (f"{'> ' * 50}```\nx", (f"{'> ' * 50}```\n", f"{'> ' * 50}```")),
    ],
)
def test_the_block_of_code_in_which_a_text_ends_is_known_by_its_first_line(text: str, opened: tuple[str, str]) -> None:
    assert conversion._find_open(text) == opened


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("x" * 40, ["x" * 40]),
        ("x" * 41, ["x" * 40, "x"]),
        ("x" * 16 + "</p>" + "y" * 40, ["x" * 16 + "</p>" + "y" * 20, "y" * 20]),
        *(
            (f"{'x' * 20}{end}{'y' * 31}", [f"{'x' * 20}{end}", "y" * 31])
            for end in ("</p>", "</div>", "</li>", "</pre>")
        ),
        *((f"{'x' * 20}{end}{'y' * 31}", [f"{'x' * 20}{end}", "y" * 31]) for end in ("<br>", "<br />", ">\n", "> ")),
        (f"{'x' * 25}</p>yy</div>{'z' * 30}", [f"{'x' * 25}</p>", f"yy</div>{'z' * 30}"]),
        (f"{'x' * 25}\ny z{'w' * 30}", ["x" * 25, f"\ny z{'w' * 30}"]),
        (f"{'x' * 25} y{'w' * 30}", ["x" * 25, f" y{'w' * 30}"]),
        (f"x\n{'y' * 15} <b a='c d\ne'>f g</b>{'z' * 30}", [f"x\n{'y' * 15} <b a='c d\ne'>f g</b>zz", "z" * 28]),
        (f"{'x' * 20}<b{' c' * 10}>", [f"{'x' * 20}<b{' c' * 8}", " c c>"]),
        (f"{'x' * 21}<b{' c' * 10}>", ["x" * 21, f"<b{' c' * 10}>"]),
        (f"<b>{'x' * 20} <i{' c' * 10}>", [f"<b>{'x' * 20}", f" <i{' c' * 10}>"]),
        ("<b>x y</b> " * 9, ["<b>x y</b> " * 3] * 3),
    ],
)
def test_html_is_cut_behind_a_block_or_in_a_seam_and_in_no_tag(
    text: str, pieces: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversion, "MAX_PIECE", 40)
    assert list(conversion._split_html(text)) == pieces


@pytest.mark.parametrize(
    ("text", "words", "every"),
    [
        ("a <String> b", "a \\<String> b", "a \\<String> b"),
        ("a <b>b</b>", "a <b>b</b>", "a \\<b>b\\</b>"),
        ("<String> <T> <b>x</b>", "\\<String> \\<T> <b>x</b>", "\\<String> \\<T> \\<b>x\\</b>"),
        ("<Foo>\n\n<Bar>\n\n`<Baz>`", "\\<Foo>\n\n\\<Bar>\n\n`<Baz>`", "\\<Foo>\n\n\\<Bar>\n\n`<Baz>`"),
        ("a <!-- b --> c", "a <!-- b --> c", "a \\<!-- b --> c"),
        ("a <? b ?>", "a \\<? b ?>", "a \\<? b ?>"),
        ("[a](javascript:x) <Foo>", "[a](javascript:x) \\<Foo>", "[a](javascript:x) \\<Foo>"),
        ("<Foo> " * 49, "\\<Foo> " * 49, "\\<Foo> " * 49),
        ("<Foo> " * 51, "\\<Foo> " * 50 + "<Foo> ", "\\<Foo> " * 50 + "<Foo> "),
    ],
)
def test_what_looks_like_a_tag_and_is_a_word_is_made_one(text: str, words: str, every: str) -> None:
    """Of many in one line no more than fifty: what is left is read as HTML is."""
    assert conversion._spare_words(text) == words
    assert conversion._spare_words(text, every=True) == every


def test_a_word_is_told_from_markup_by_its_name() -> None:
    texts = "<?x|<!x|<String|</Foo|<b9z>|<a:b>|<a-b|<Z z>|<!-- x|</b|<b|<B>|< b|x<Foo|<9|".split("|")
    assert [text for text in texts if conversion._is_word(text)] == texts[:8]


@pytest.mark.parametrize(
    ("text", "spared"),
    [
        ("<code>*a*</code> *b*", "<code>&#42;a&#42;</code> *b*"),
        ("<PRE class='x'>a~b`c\\d_e</PRE>*", "<PRE class='x'>a&#126;b&#96;c&#92;d&#95;e</PRE>*"),
        ("<tt>*</tt><kbd>_</kbd><samp>~</samp>", "<tt>&#42;</tt><kbd>&#95;</kbd><samp>&#126;</samp>"),
        ("an open <code>*a*", "an open <code>&#42;a&#42;"),
        ("<code>*</pre>*</code>*", "<code>&#42;</pre>&#42;</code>*"),
        ("<b>*a*</b> <codes>*</codes>", "<b>*a*</b> <codes>*</codes>"),
        ("<code><b>*</b></code>", "<code><b>&#42;</b></code>"),
        ("<pre><code>*</code></pre>*", "<pre><code>&#42;</code></pre>*"),
        ("<code>\n*\n</code >*", "<code>\n&#42;\n</code >*"),
    ],
)
def test_signs_of_code_in_html_are_no_marks(text: str, spared: str) -> None:
    assert conversion._spare_code(text) == spared


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a  b\n\n# c\nd", "a b\n\n\\# c\n\nd"),
        (f"a{CODE}b\n  *c*{CODE}d", "a\n\n```\nb\n  *c*\n```\n\nd"),
        (f"{CODE}x{CODE}", "```\nx\n```"),
        ("  \n ", ""),
        ("[^ " * 16, " ".join(["\\[^"] * 16)),
        ("[^ " * 17, " ".join(["\\[ ^"] * 17)),
    ],
)
def test_the_words_alone_are_a_paragraph_for_each_line_and_code_is_code(text: str, words: str) -> None:
    changes: set[str] = set()
    assert (conversion._plain(text, changes), changes) == (words, {"plain"})


@pytest.mark.parametrize(
    ("text", "settled", "changes"),
    [
        ("a *b*", "a *b*", set()),
        ("see ana@corp.io", "see ana@…", {"masked"}),
        ("*a* <script> <b>", "*a* \\<script> \\<b>", set()),
        ("*a* <script>\n```\nx\n```", "\\*a\\* \\<script>\n\n\\`\\`\\`\n\nx\n\n\\`\\`\\`", {"plain"}),
        ("*a* [b](javascript:x)", "\\*a\\* \\[b\\](javascript:x)", {"plain"}),
        ("@ " * 1000, "@ " * 1000, set()),
        ("@ " * 1001, "```\n" + " at  " * 1001 + "\n```", {"plain"}),
        ("a\u200bb @", "```\na\u200bb @\n```", {"plain"}),
        ("a\u200bb " + "@" * 1000, "```\na\u200bb " + "@" * 1000 + "\n```", {"plain"}),
    ],
)
def test_a_part_that_may_not_stand_gives_up_as_little_as_it_must(text: str, settled: str, changes: set[str]) -> None:
    told: set[str] = set()
    assert conversion._settle(text, told) == settled
    assert told == changes


@pytest.mark.parametrize(
    ("text", "words", "codes"),
    [
        ("a *b* [c](http://x.example/) `d`\n\n- e\n- f", "a b c d e f", []),
        ("```py\na <b>  \n\n c &amp;\n```\nd\n\n    e", "a <b> c &amp; d e", ["a <b>\n\n c &amp;", "e"]),
        ("# A\nb\n***\nc\n> d\n\n| e | f |\n| - | - |\n| g | h |", "A b c d e f g h", []),
        ("1. a\n2. ~~b~~ www.x.example\n\n   c", "a b www.x.example c", []),
        ("a  \nb&amp;lt;\n###### x\ny", "a b&lt; x y", []),
    ],
)
def test_all_that_a_reader_sees_is_compared_word_by_word_and_code_line_by_line(
    text: str, words: str, codes: list[str]
) -> None:
    assert conversion._says(text) == (words.split(), codes)


@pytest.mark.parametrize(
    ("source", "form", "body"),
    [
        ("[a](b)[^1] <i>c</i>\n\n[^1]: d", "markdown", ConvertedText(("a\\[^1\\] *c*\n\n\\[^1\\]: d",), {"unlinked"})),
        ("`<code>*a*</code>` ![i](/i.png)", "markdown", ConvertedText(("`<code>*a*</code>` i",))),
        ("`<code>*a*</code>` <b>c</b>", "markdown", ConvertedText(("`<code>*a*</code>` **c**",))),
        ("<code>*a*</code>\nb", "markdown", ConvertedText(("`*a*` b",))),
        ("<code>*a*</code>\nb", "lines", ConvertedText(("`a`  \nb",))),
        ("a <b>*c*</b> <Foo> <i>d</i>", "markdown", ConvertedText(("a ***c*** \\<Foo> *d*",))),
        ("- a\n\n    <b> run", "text", ConvertedText(("- a\n\n    \\<b> run",))),
        ("\nXaX\n", "text", ConvertedText(("XaX",))),
        ("*a* <b>c</b> <Foo>", "text", ConvertedText(("\\*a\\* \\<b>c\\</b> \\<Foo>",))),
        ("a *b* <b>c</b> [^1]\n\n[^1]: d", "lines", ConvertedText(("a *b* **c** \\[^1\\]\n\n\\[^1\\]: d",))),
        ("<code></code>*a* <b>c</b>", "markdown", ConvertedText(("*a* **c**",))),
        ("a\nb *c*", "markdown", ConvertedText(("a\nb *c*",))),
        ("a\nb *c*", "lines", ConvertedText(("a\\\nb *c*",))),
        ("a\nb *c*", "text", ConvertedText(("a\nb \\*c\\*",))),
        ("a <b>b</b>\nc", "lines", ConvertedText(("a **b**  \nc",))),
        ("[a](mailto:ana@corp.io) *b*", "markdown", ConvertedText(("a *b*",), {"masked"})),
        ("a<script>b</script> *c*", "html", ConvertedText(("a \\*c\\*",), {"stripped"})),
        ("<a href='b'>c</a>", "html", ConvertedText(("c",), {"unlinked"})),
        # a star beside 。 ends no emphasis, so there is none
        ("<p><b>中文。</b>后 <i>x</i></p>", "html", ConvertedText(("中文。后 x",))),
        (
            "\n\na\r\nb\rc\x0bd\x0ce\x85f\u2028g\u2029h\ud800i\u200b\n",
            "markdown",
            ConvertedText(("a\nb\nc\nd\ne\nf\ng\nh?i",)),
        ),
        ("\u2028\na\r\n\r\nb", "text", ConvertedText(("a\n\nb",))),
        ("&gt; " * 20 + "a <b>b</b>", "html", ConvertedText(("\\> " + "> " * 19 + "a **b**",))),
        ("> " * 20 + "a *b*", "markdown", ConvertedText(("\\> " + "> " * 19 + "a \\*b\\*",), {"plain"})),
    ],
)
def test_each_form_is_read_in_its_own_way(source: str, form: Markup, body: ConvertedText) -> None:
    assert convert(source, form) == body


@pytest.mark.parametrize(
    ("source", "form", "parts"),
    [
        ("```\nabc\ndef\nghi\njkl\n```\nend", "markdown", ("```\nabc\ndef\nghi\njkl\n```", "end")),
        ("```\nabc\ndef\nghi\njkl\n```\nend", "text", ("\\`\\`\\`\nabc\ndef\nghi\njkl", "\\`\\`\\`", "end")),
        ("```\nabcdefgh\nijklmnop\nqrstuvwx", "text", ("\\`\\`\\`\nabcdefgh\nijklmnop", "qrstuvwx")),
        (" \n ", "lines", ()),
        ("  ", "markdown", ()),
        ("<p>one two three</p> \n <p>four five six</p>", "html", ("one two three", "four five six")),
        ("<b>one two three</b> <i>four five six</i>", "html", ("**one two three**", "*four five six*")),
        ("<b>one two</b> <i>three</i>", "html", ("**one two** *three*",)),
        (f"<p>one two three</p><p>{' ' * 30}</p>", "html", ("one two three",)),
    ],
)
def test_a_body_in_several_parts_is_told_as_such(
    source: str, form: Markup, parts: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversion, "MAX_PART", 24)
    monkeypatch.setattr(conversion, "MAX_PIECE", 30)
    assert convert(source, form) == ConvertedText(parts, {"split"} if len(parts) > 1 else set())
