"""Passages of a text that others quote: found by their words, marked without breaking anything."""

import re

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.model.markup import markdown as markup
from parley.model.markup.passages import (
    QuotedPassage,
    find_passage,
    find_quote,
    flatten,
    lead_back,
    mark_passages,
)
from parley.model.markup.typography import fold

TEXT = """\
Some *say one* is [enough `here` now](https://example.org/). And
more & "so" on; 1 < 2.

Two[^1] lines. Twice. Twice.

- first **item**
- second item

| a | b |
|---|---|
| cell one | cell two |

```
code here
```

日本語の文章です。

[^1]: a note
"""


def draw(text: str) -> str:
    return markup.render(text, contribution_id="x", here="", heading=4)


@pytest.mark.parametrize(
    ("quote", "words"),
    [
        ("> say one\n> is enough", "say one is enough"),
        ("> **say** one", "say one"),
        ("> here now", "here now"),
        ('> And more & "so" on; 1 \\< 2.', 'And more & "so" on; 1 < 2.'),
        ("> And more & “so” on; 1 \\< 2.", 'And more & "so" on; 1 < 2.'),
        ("> on; 1 \\< 2.\n>\n> Two lines.", "on; 1 < 2.\nTwo lines."),
        ("> - first item\n> - second", "first item\nsecond"),
        ("> cell two", "cell two"),
        ("> の文章", "の文章"),
        ("> > Two lines.\n\nYes.", "Two lines."),
    ],
)
def test_words_that_stand_there_once_are_found(quote: str, words: str) -> None:
    drawn = draw(TEXT)
    flat = flatten(drawn)
    found = find_quote(draw(f"{quote}\n\nI doubt it."))
    assert found == fold(words)[0]
    place = find_passage(flat, found)
    assert place
    marked = mark_passages(drawn, [QuotedPassage(*place, "passage~a", '<sup><a href="#a">x</a></sup>')])
    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parseFragment(marked)
    inside = "".join("".join(mark.itertext()) for mark in tree.iter("mark"))
    assert re.sub(r"\s", "", inside) == re.sub(r"\s", "", words)
    assert [mark.get("id") for mark in tree.iter("mark") if mark.get("id")] == ["passage~a"]
    assert not tree.findall(".//a//a")
    assert re.sub(r"</?mark[^>]*>|<sup><a href=\"#a\">x</a></sup>", "", marked) == drawn


@pytest.mark.parametrize(
    "quote",
    [
        "Words before.\n\n> say one",
        "> Twice.",
        "> ay one",
        "> say On",
        "> nowhere",
        "> code here",
        "> ```\n> code here\n> ```",
        "> a note",
        "> say one\n>\n> ```\n> code\n> ```",
        "    > say one",
        "> [!NOTE]\n> say one",
        "\\> say one",
        ">",
    ],
)
def test_what_is_not_proven_is_not_found(quote: str) -> None:
    found = find_quote(draw(quote))
    assert find_passage(flatten(draw(TEXT)), found) is None


def test_passages_that_overlap_are_each_marked_and_answered() -> None:
    drawn = draw("One two *three four* five.")
    calls = {name: f'<sup><a href="#{name}">x</a></sup>' for name in "abcd"}
    spans = {"a": (0, 13), "b": (4, 18), "c": (4, 18), "d": (8, 13)}
    marked = mark_passages(drawn, [QuotedPassage(*spans[name], f"p~{name}", calls[name]) for name in "abcd"])
    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parseFragment(marked)
    assert "".join("".join(mark.itertext()) for mark in tree.iter("mark")) == "One two three four"
    assert sorted(str(one.get("id")) for one in tree.iter() if one.get("id")) == ["p~a", "p~b", "p~c", "p~d"]
    assert not tree.findall(".//mark//mark")
    assert all(marked.count(call) == 1 for call in calls.values())


def test_a_quotation_leads_back_from_its_end() -> None:
    assert lead_back(draw("> so\n\nNo."), "UP") == draw("> soUP\n\nNo.")


@pytest.mark.parametrize(
    ("drawn", "words", "pieces"),
    [
        ("<p>a  b\n c</p>\n<p>d</p>", "a b c\nd\n", ["a", "  ", "b", "\n ", "c", "", "d", ""]),
        ("X y", "X y", ["X", " ", "y"]),
        ("a&nbsp; b &amp;&lt;&gt;", "a b &<>", ["a", "&nbsp;", "b", " ", "&amp;", "&lt;", "&gt;"]),
        ("<li>a\n<ul>\n<li>b <p>", "a\nb\n", ["a", "", "b", ""]),
        ("<p> a<br>\nb <br>c", "a b c", ["a", "", "b", " ", "c"]),
        ('<p title="a>b" class="">a<h2>c', "a\nc", ["a", "", "c"]),
        ("“a” -- «\u202fb\u202f»", "'a' - 'b'", ["“", "a", "”", " ", "--", " ", "«", "b", "»"]),
        ("<pre><code>x</code></pre>a<sup>1</sup>b<section><p>c</p></section>", "ab\n", ["a", "b", ""]),
        ("", "", []),
    ],
)
def test_each_character_knows_what_stands_for_it(drawn: str, words: str, pieces: list[str]) -> None:
    flat = flatten(drawn)
    assert flat.words == words
    assert [drawn[start:end] for start, end in zip(flat.starts, flat.ends, strict=True)] == pieces
    assert flat.exits == flat.ends


def test_blocks_part_words_and_what_stands_within_a_line_does_not() -> None:
    tags = "p ul ol li h2 h3 h4 h5 h6 blockquote table thead tbody tr th td div hr pre section br em del a span sup"
    found: dict[str, list[str]] = {}
    for tag in tags.split():
        flat = flatten(f"a<{tag}>b</{tag}>c")
        found.setdefault(flat.words, []).append(tag)
        assert len(flat.words) < 4 or [flat.starts[1], flat.starts[3]] == [1, len(f"a<{tag}>b")]
    assert found == {
        "a\nb\nc": "p ul ol li h2 h3 h4 h5 h6 blockquote table thead tbody tr th td div hr".split(),
        "a\nc": ["pre", "section"],
        "a b c": ["br"],
        "abc": ["em", "del", "a", "span"],
        "ac": ["sup"],
    }


def test_links_to_answers_stand_behind_links_and_code_and_not_in_them() -> None:
    drawn = 'x <a href="y">y <code>z</code> w</a> v <code>u</code> t'
    flat = flatten(drawn)
    left = {char: drawn[place:] for char, place in zip(flat.words, flat.exits, strict=True) if char != " "}
    behind = " v <code>u</code> t"
    assert left == {"x": drawn[1:], "y": behind, "z": behind, "w": behind, "v": behind[2:], "u": " t", "t": ""}


@pytest.mark.parametrize(
    ("drawn", "words"),
    [
        ("<blockquote>\n<p>a</p>\n<p>b</p>\n</blockquote>\n<p>c</p>", "a\nb"),
        ("<blockquote>\n<blockquote><p>a</p></blockquote>\n<p>b</p></blockquote>\n<p>c</p>", "a\nb"),
        ("<blockquote>\n<p>a</p></blockquote>\n<blockquote>\n<p>b</p></blockquote>", "a"),
        ("<p>c</p>\n<blockquote>\n<p>a</p></blockquote>", ""),
        ("<blockquote>\n<p>a</p>\n<pre><code>b\n</code></pre></blockquote>\n<p>c</p>", ""),
        ("<blockquote>\n<p>a</p></blockquote>\n<pre><code>b\n</code></pre>", "a"),
        ("<blockquote>\n</blockquote>\n<p>c</p>", ""),
    ],
)
def test_a_quotation_is_what_a_text_begins_with(drawn: str, words: str) -> None:
    assert find_quote(drawn) == words


@pytest.mark.parametrize(
    ("words", "quote", "place"),
    [
        ("Some say so.\n", "Some", (0, 4)),
        ("Some say so.\n", "ome", None),
        ("Some say so.\n", "Som", None),
        ("Some say so.\n", "so.", (9, 12)),
        ("Some say so", "say so", (5, 11)),
        ("Some say so", "Some say so", (0, 11)),
        ("Some say", "none", None),
        ("so so", "so", None),
        ("a b a b a", "a b a", None),
        ("- - -", "- -", None),
        ("---", "--", None),
        ("Straße", "Stra", None),
        ("какой", "как", None),
        ("a_b c9d", "b", None),
        ("a_b c9d", "c9", None),
        ("日本語", "本", (1, 2)),
        ("日x語", "x", (1, 2)),
    ],
)
def test_a_passage_stands_in_one_place_and_begins_and_ends_no_word_halfway(
    words: str, quote: str, place: tuple[int, int] | None
) -> None:
    assert find_passage(flatten(words), quote) == place


@pytest.mark.parametrize(
    ("drawn", "spans", "marked"),
    [
        ("<p>One two</p>", [(0, 7)], '<p><mark id="a">One two</mark>{a}</p>'),
        (
            "<p>One <em>two</em> three</p>",
            [(4, 9)],
            '<p>One <em><mark id="a">two</mark></em><mark> t</mark>{a}hree</p>',
        ),
        ("<p>a</p>\n<p>b</p>", [(0, 3)], '<p><mark id="a">a</mark></p>\n<p><mark>b</mark>{a}</p>'),
        (
            "<p>a<br>b</p>",
            [(0, 3)],
            '<p><mark id="a">a</mark><br><mark>b</mark>{a}</p>',
        ),
        ("<p>One two</p>", [(0, 3), (4, 7)], '<p><mark id="a">One</mark>{a} <mark id="b">two</mark>{b}</p>'),
        (
            "<p>One two</p>",
            [(0, 7), (4, 7)],
            '<p><mark id="a">One </mark><mark id="b">two</mark>{a}{b}</p>',
        ),
        (
            "<p>One two</p>",
            [(0, 7), (0, 3), (4, 7)],
            '<p><span id="b"></span><mark id="a">One</mark>{b}<mark> </mark><mark id="c">two</mark>{a}{c}</p>',
        ),
        (
            "<p>One</p>",
            [(0, 3)] * 3,
            '<p><span id="b"></span><span id="c"></span><mark id="a">One</mark>{a}{b}{c}</p>',
        ),
        (
            '<p><a href="x">One two</a> three</p>',
            [(0, 7), (4, 5)],
            '<p><a href="x"><mark id="a">One </mark><mark id="b">t</mark><mark>wo</mark></a>{b}{a} three</p>',
        ),
        (f"<p>{'x' * 60} One two</p>", [(61, 68)], f"<p>{'x' * 60} " + '<mark id="a">One two</mark>{a}</p>'),
    ],
)
def test_marks_are_put_around_words_and_calls_behind_them(
    drawn: str, spans: list[tuple[int, int]], marked: str
) -> None:
    passages = [
        QuotedPassage(start, end, name, "{" + name + "}") for name, (start, end) in zip("abc", spans, strict=False)
    ]
    assert mark_passages(drawn, passages) == marked


def test_of_many_answers_to_one_passage_the_first_are_led_to_and_all_lead_back() -> None:
    names = "gfedcba"
    drawn = mark_passages("<p>One</p>", [QuotedPassage(0, 3, name, name.upper()) for name in names])
    assert drawn.endswith('<mark id="g">One</mark>GFEDC</p>')
    assert re.findall('id="(.)"', drawn) == ["f", "e", "d", "c", "b", "a", "g"]


@pytest.mark.parametrize(
    ("drawn", "led"),
    [
        ("<blockquote>\n<p>a</p>\n</blockquote>\n<p>b</p>", "<blockquote>\n<p>a↑</p>\n</blockquote>\n<p>b</p>"),
        ("<blockquote><p>a</p><p>b</p></blockquote>", "<blockquote><p>a</p><p>b↑</p></blockquote>"),
        ("<blockquote><p>a</p><ul></ul></blockquote>", "<blockquote><p>a</p><ul></ul>↑</blockquote>"),
        ("<blockquote>\n<ul>\n</ul>\n</blockquote>", "<blockquote>\n<ul>\n</ul>↑\n</blockquote>"),
        ("<blockquote><ul></ul></blockquote><p>b</p>", "<blockquote><ul></ul>↑</blockquote><p>b</p>"),
    ],
)
def test_the_way_back_stands_at_the_end_of_the_last_paragraph_if_that_ends_the_quotation(drawn: str, led: str) -> None:
    assert lead_back(drawn, "↑") == led


@given(st.text("ab<>&*`_ \n>-[]()1.#|", max_size=60), st.data())
def test_whatever_is_marked_the_rest_stays_as_it_is(text: str, data: st.DataObject) -> None:
    drawn = draw(text)
    flat = flatten(drawn)
    assert len(flat.words) == len(flat.starts) == len(flat.ends) == len(flat.exits)
    if not flat.words.strip():
        return
    last = len(flat.words)
    passages = []
    for name in "ab":
        start = data.draw(st.integers(0, last - 1))
        passages.append(QuotedPassage(start, data.draw(st.integers(start + 1, last)), name, "<sup></sup>"))
    marked = mark_passages(drawn, sorted(passages, key=lambda one: (one.start, one.end)))
    html5lib.HTMLParser(strict=True).parseFragment(marked)
    assert re.sub(r'</?mark[^>]*>|<span id="[ab]"></span>|<sup></sup>', "", marked) == drawn
