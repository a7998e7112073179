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
    assert "UP</blockquote>" in lead_back(draw("> - so\n\nNo."), "UP")


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
