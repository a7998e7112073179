"""Whatever is written is shown, or it is told that it is not; what shows nothing is refused."""

import comrak
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parley.checking.rules.text import check_markdown
from parley.model.findings import Findings
from parley.model.markup.markdown import find_flaws, find_losses, render
from parley.model.markup.trial import extensions
from parley.model.markup.unshown import (
    Unshown,
    find_hidden_references,
    find_unshown,
    may_lose,
    shows_nothing,
    unescape,
)

EMPTY = (
    "[1]: https://example.org|[^1]: A note that nothing calls.|[^1]\n\n[^1]: |&nbsp;|&#8203;|&ZeroWidthSpace;|#|######"
    "|```\n```|~~~\n\n~~~|\u2800|\u3164|- |>|> -|***|---|\n\n&nbsp;\n\n|&#x2800;|- [](https://example.org)"
)


@pytest.mark.parametrize("text", [*EMPTY.split("|"), "||\n|-|", "[](https://example.org)"])
@pytest.mark.parametrize("is_line", [False, True])
def test_a_text_that_shows_nothing_is_refused(text: str, is_line: bool) -> None:
    findings = Findings("x", text)
    check_markdown(text, 1, findings, is_line=is_line)
    assert any(problem.rule == "empty-body" for problem in findings.problems)


@pytest.mark.parametrize(
    "text", ["a", "👍", "…", "`.`", "[a](https://example.org)", "1\\.", "<https://example.org>", "|a|\n|-|"]
)
def test_a_text_that_shows_anything_is_not_empty(text: str) -> None:
    assert "empty" not in {flaw.what for flaw in find_flaws(text)}


@pytest.mark.parametrize(
    ("text", "word", "line"),
    [
        ("Few answer.\n\n[^1]: The study\n    is old.", "The", 3),
        ("> Few answer.\n>\n> [^1]: The study.", "The", 3),
        ("See.\n\n[1]: https://example.org", "https", 3),
        ("See [1].\n\n[1]: https://a.example\n[1]: https://b.example", "https", 4),
        ("See [that](https://example.org).\n\n[1]: https://example.org", "https", 3),  # each word stands elsewhere, too
        ("|a|b|\n|-|-|\n|c|d|extra words|", "extra", 3),
        ("|a|b|\n|-|-|\n|c|d|c|", "c", 3),
        ("```py title=words\nx\n```", "title", 1),
        ("- a\n\n  ~~~ sql select\n  x\n  ~~~", "select", 3),
    ],
)
def test_what_would_not_be_shown_is_told_with_its_line(text: str, word: str, line: int) -> None:
    assert [(lost.word, lost.line) for lost in find_losses(text)] == [(word, line)]


@pytest.mark.parametrize(
    "text",
    [
        "[a][1] and [1] and [B][]\n\n[1]: https://example.org/ü%20x 'The title'\n[b]: /an-address",
        "As said[^note].\n\n[^note]: By *whom*?\n\n    And when?",
        "3. a\n4. b\n   7) c ```d```",
        "|**B**usiness|\\|b|\n|:-:|-|\n|c `\\|`|&copy; caf&eacute;|\n|d|",
        "````md\n```py\nx | y\n```\n[1]: unused\n````",
        "    [1]: in code\n    | a | b |",
        "[Foo*bar\\]]\n\n[Foo*bar\\]]: https://example.org",
        "[ ] a | b\n[x] c",
        "<https://example.org/?a|b> www.example.org/a|b",
    ],
)
def test_what_is_shown_is_not_told(text: str) -> None:
    assert list(find_losses(text)) == []


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("One two", ""),
        *(
            (line, "")
            for line in ("One [sql]: two", "`One` ~~~ two", "~One~ two", "`One` two", "One ``two", "One ~~two")
        ),
        ("- One ``` sql two", "only the name of the language belongs after the marks that begin code"),
        ("| One | two |", "the row has more cells than the header of its table"),
        ("[1]: two", "no link uses this address, or another has its name"),
        ("> [^1]: two", "nothing refers to this note"),
        ("~~~ sql two", "only the name of the language belongs after the marks that begin code"),
    ],
)
def test_why_a_word_is_not_shown_is_said_where_the_line_tells_it(line: str, why: str) -> None:
    assert [(lost.word, lost.why) for lost in find_unshown(line, "<p>One</p><code>sql</code>")] == [("two", why)]


@pytest.mark.parametrize(
    "text",
    [
        *("<br>", "<BR/>", "<br \t/>"),
        *("&#xf;", "&#X1f60fF;", "&#9;", "&#1234567;", "&copy;", "&Frac12;", "&pi;", f"&{'a' * 41};"),
        *("- [x] ", "* [X]\t", "+ [x]\n", "1. [x] ", "12) [x] ", "123456789. [x] ", "> -  [x] ", " [x] ", "\t> - [x] "),
        *(f"> [!{name}]" for name in "NOTE TIP IMPORTANT WARNING CAUTION note Tip".split()),
        *(" \t>\t[!NOTE]\\ ", ">[!NOTE]\t", "> [!NOTE]\n> "),
        *("1. ", "2)\t", "3.\n", "123456789) ", "12.", "> 1. ", "- 1. ", "* 1. ", "+\t1. ", "1. 2. > 3)", "\n\n4. "),
        *("[^note]", "[^a\\]b]", f"[^{'a' * 1000}]", "[^a] [^b]", "[^1]:"),
        *("[note]:", "> [a b]:", "\n\t[a]:", "[][a]", "[][a][b]"),
        *("```py", "~~~py", "```` \tpy", "- ```py", "> ~~~~ c++", "\n```py\n```"),
    ],
)
def test_what_is_written_for_the_parser_is_no_word(text: str) -> None:
    assert list(find_unshown(text, "")) == []


@pytest.mark.parametrize(
    ("text", "drawn", "word"),
    [
        *(("<br x>", "", "br"), ("<bra>", "", "bra"), ("<brr/>", "", "brr")),
        *(("&#x1234567;", "", "x1234567"), ("&#12345678;", "", "12345678"), ("&#xg;", "", "xg"), ("&#;a", "", "a")),
        *(
            ("&2a;", "", "2a"),
            ("&a;", "", "a"),
            (f"&{'a' * 42};", "", "a" * 42),
            ("&copy", "", "copy"),
            ("&#x;", "", "x"),
        ),
        *(("- [x]a", "", "x"), ("- [y] ", "", "y"), ("-[x] ", "", "x"), ("[x] ", "", "x"), ("see - [x] ", "see", "x")),
        *(("- x] ", "", "x"), ("1234567890. [x] ", "", "1234567890"), ("1: [x] ", "", "1")),
        *(
            ("> [!other]", "", "other"),
            ("> [!NOTE] a", "", "NOTE"),
            ("[!NOTE]", "", "NOTE"),
            ("> [!NOTEs]", "", "NOTEs"),
        ),
        *(("see > [!NOTE]", "see", "NOTE"), ("> [!TIP", "", "TIP"), ("> [TIP]", "", "TIP")),
        *(
            ("1.a", "", "1"),
            ("1: a", "", "1"),
            ("1234567890.", "", "1234567890"),
            ("a 1. ", "a", "1"),
            ("-1. ", "", "1"),
        ),
        *((f"[^{'a' * 1001}]", "", "a" * 1001), ("[a^]", "", "a"), ("[^a", "", "a"), ("[^[a]", "", "a")),
        *(("[note]", "", "note"), ("a [note]:", "a", "note"), ("[a] [b]", "a", "b"), ("[a][b", "a", "b")),
        *(
            ("``py", "", "py"),
            ("```py x", "", "x"),
            ("`a` b ```py", "a b", "py"),
            ("~~py", "", "py"),
            ("```py`x", "", "x"),
        ),
        *(("XX", "", "XX"), ("XX", '<a href="a" title="b">', "XX"), ("a_b", "a", "b"), ("é", "e", "é")),
    ],
)
def test_what_is_like_it_is_a_word(text: str, drawn: str, word: str) -> None:
    assert [lost.word for lost in find_unshown(text, drawn)] == [word]


def test_what_a_link_or_a_picture_has_is_shown() -> None:
    text = "[a](https://b.example/c%20d 'e &amp; f') ![g](/h 'i')"
    drawn = '<a href="https://b.example/c%20d" title="e &amp; f">a</a> <img src="/h" alt="g" title="i" />'
    assert list(find_unshown(text, drawn)) == []
    for name in ("href", "title", "src", "alt"):
        assert list(find_unshown("word", f'<x {name}="word">')) == []
        assert len(list(find_unshown("word", f'<x data-{name}="word">'))) == 1


def test_a_loss_is_told_once_for_lines_that_follow_each_other() -> None:
    text = "one\n  two\n\nshown\n\n three three\nshown | four"
    assert list(find_unshown(text, "<p>shown shown</p>")) == [
        Unshown("one", 1, 1, ""),
        Unshown("three", 6, 2, ""),
    ]
    assert list(find_unshown("shown\n| a |\n```b c\n", "<p>shown b c</p>")) == [
        Unshown("a", 2, 3, "the row has more cells than the header of its table")
    ]
    assert list(find_unshown("a |\nb", "<p>a</p>")) == [Unshown("b", 2, 1, "")]
    assert list(find_unshown("a\nb |", "<p>b</p>")) == [Unshown("a", 1, 1, "")]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("word\n\nword", 3),
        ("[1]: word\n\nword", 1),
        ("\n> [^a]: word\n\nword\n\n[b]: shown", 2),
        ("shown\n\n[1]: word\n\nword\n\n[2]: shown", 3),
        ("``` py word\n```\n\nword\n\n```", 1),
        ("shown\n\n- ~~~ py word\n  ~~~\n\nword\n\n~~~", 3),
        ("``word``\n\nword", 3),
    ],
)
def test_of_the_places_of_a_word_that_of_a_definition_or_of_code_is_told(text: str, line: int) -> None:
    drawn = "<p>word shown</p><a href='#'>shown</a>"
    assert [(lost.word, lost.line) for lost in find_unshown(text, drawn)] == [("word", line)]


def test_a_word_may_be_part_of_a_longer_one_or_of_an_address() -> None:
    for written, drawn, lost in (
        ("**b**old", "<strong>b</strong>old", []),
        ("b*o*ld b", "b<em>o</em>ld", ["b"]),
        ("a b b b", "a b", ["b"]),
        ("[x](https://a.example/ü)", '<a href="https://a.example/%C3%BC">x</a>', []),
        ("ü ü", '<a href="https://a.example/%C3%BC">x</a>', ["ü"]),
        ("20 20 20", '<a href="a%20%20">x</a>', ["20"]),
    ):
        assert [one.word for one in find_unshown(written, drawn)] == lost


def test_so_many_words_are_looked_for() -> None:
    shown = " ".join(f"shown{number}" for number in range(250))
    lost = " ".join(f"lost{number}" for number in range(199))
    assert [one.word for one in find_unshown(f"{shown}\n\n{lost}\n\nnext\n\nlast", shown)] == ["lost0", "next"]


def test_references_to_hidden_characters_are_found_where_they_come_to_stand() -> None:
    text = "a\u200bb&#8203;c &amp; &#x202E;&fjlig;&ZeroWidthSpace;&#0;&#8203"
    assert list(find_hidden_references(text)) == [(3, "&#8203;"), (18, "&#x202E;"), (33, "&ZeroWidthSpace;")]
    assert list(find_hidden_references("می&#8204;خواهم &#x645;&zwnj;&#x62e; &#x1F468;&#x200D;&#128105;")) == []
    for family in ("👨&#x200D;👩", "b 👨&#x200D;👩", "b 👨&#x200D;&#128105;", "b &#x1F468;&#x200D;👩 c"):
        assert list(find_hidden_references(family)) == []
    assert list(find_hidden_references("ab&amp;\u200b")) == []
    assert list(find_hidden_references("&#8203;a")) == [(0, "&#8203;")]
    assert list(find_hidden_references("a&#8204;b &#9;&#x7f;")) == [(1, "&#8204;"), (14, "&#x7f;")]


def test_a_reference_is_drawn_as_the_parser_draws_it() -> None:
    for reference, drawn in (
        *(("&amp;", "&"), ("&nope;", "&nope;"), ("&#65;", "A"), ("&#x41;", "A"), ("&#X3a;", ":"), ("&#1;", "\x01")),
        *(("&#0;", "\ufffd"), ("&#x10FFFF;", "\U0010ffff"), ("&#1114111;", "\U0010ffff"), ("&#1114112;", "\ufffd")),
    ):
        assert unescape(reference) == drawn


def test_calls_of_notes_and_ways_back_show_nothing() -> None:
    call = '<sup data-sourcepos="1:1-1:4" class="footnote-ref"><a href="#fn-1" id="fnref-1">1</a></sup>'
    back = '<a href="#fnref-1" class="footnote-backref">↩</a>'
    assert shows_nothing(f"<p>{call} {call}</p><li>{back}{back}</li>")
    for drawn in (f"{call}a{call}", f"{back}a{back}", f"{call}a", f"{back}a", "<sup>1</sup>", '<a href="#fn-1">1</a>'):
        assert not shows_nothing(f"<p>{drawn}</p>")


def test_a_side_of_a_practice_is_held_against_what_is_drawn_of_a_side() -> None:
    """It has neither tables nor notes, so that both are shown as they are written."""
    text = "Few answer.\n\n[^1]: The study.\n\n|a|\n|-|\n|b|c|"
    assert [lost.line for lost in find_losses(text)] == [3, 7]
    assert list(find_losses(text, is_line=True)) == []
    assert [lost.line for lost in find_losses("a\n\n[1]: https://example.org", is_line=True)] == [3]


def test_many_losses_are_told_in_part() -> None:
    text = "a\n\n" + "\n\n".join(f"[n{number}]: https://example.org/{number}" for number in range(23))
    assert [lost.line for lost in find_losses(text)] == list(range(3, 43, 2))


SIGNS = "[ ] ( ) : ! ^ | - * ** _ ` ``` ~~~ > # \\ & ; 1. 2) &amp; &#65; [a] [^a] [a]: [^a]: ~~ ' \""
WORDS = ("a", "b", "c", "one", "two", "https://a.example", "|-|-|\n", "x|y\n", "\n", "\n\n", " ", "    ")
PIECES = st.sampled_from([*SIGNS.split(" "), *WORDS])


@settings(max_examples=400, deadline=None)
@given(st.lists(PIECES, max_size=25).map("".join))
def test_whatever_is_told_is_not_to_be_seen_as_often_as_it_was_written(text: str) -> None:
    """No false alarm: the page shows the word fewer times than the text has it."""
    shown = render(text, contribution_id="p", here="", heading=2)
    for lost in find_losses(text):
        assert text.count(lost.word) > 0
        assert 1 <= lost.line <= text.count("\n") + 1
        assert text.split("\n")[lost.line - 1][lost.column - 1 :].startswith(lost.word)
        assert shown.count(lost.word) < text.count(lost.word) or len(lost.word) == 1


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from("One two, three *four* **five** `six` - seven\n> eight\n\n1. nine ".split(" ")), max_size=20
    )
)
def test_words_in_plain_markdown_are_all_shown(words: list[str]) -> None:
    assert list(find_losses(" ".join(words))) == []


def test_the_title_of_a_link_is_kept() -> None:
    drawn = render("[x](https://example.org 'Said \"so\" in 2019 <b>')", contribution_id="p", here="", heading=2)
    assert 'title="Said &quot;so&quot; in 2019 ‹b›"' in drawn


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES, max_size=25).map("".join))
def test_a_text_that_is_not_looked_at_loses_nothing(text: str) -> None:
    told = {flaw.what for flaw in find_flaws(text)} & {"html", "image", "link"}
    if not may_lose(text) and not told:
        assert list(find_unshown(text, comrak.render_markdown(text, extensions()))) == []
