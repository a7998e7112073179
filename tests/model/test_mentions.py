"""`@ana` leads to Ana where she is known, and nowhere else: not in code, in links or in addresses."""

import html
import re

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parley.model.layout import HANDLE
from parley.model.markup.markdown import render, render_line, render_plain
from parley.model.markup.mentions import MOST, find_mentions
from parley.model.urls import person

KNOWN = ("ana", "a_b.c-d", "_zoe_", "x-", "con", "b", "override", "the-host")


def find_way(handle: str) -> str:
    assert HANDLE.pattern.fullmatch(handle)
    return f"../../{person(handle)}" if handle in KNOWN else ""


def draw(text: str) -> str:
    return render(text, contribution_id="p", here="discussions/a/", heading=2, mention=find_way).strip()


def find_mentioned(drawn: str) -> list[str]:
    return re.findall(r'<a href="\.\./\.\./people/[^"]*">(@[^<]*)</a>', drawn)


@pytest.mark.parametrize(
    ("text", "mentioned"),
    [
        ("@ana", "@ana"),
        ("Ask @Ana, @b: (@ana) “@b”. @the-host's!", "@Ana @b @ana @b @the-host"),
        ("**@ana** ~~@b~~\n@ana\\\n@b", "@ana @b @ana @b"),
        ("# @ana\n\n> @b\n\n- [ ] @ana\n\n| @b |\n|---|\n| @ana |", "@ana @b @ana @b @ana"),
        ("Said.[^1]\n\n[^1]: By @ana.", "@ana"),
        ("感谢@ana、@bさん", "@ana @b"),
        ("@a_b.c-d. @\\_zoe\\_ @con @x-", "@a_b.c-d @_zoe_ @con @x-"),
        ("@ana- @ana_, \\@ana &#64;b", "@ana @ana @ana @b"),
        ("@ana... @ana? @ana/@b", "@ana @ana @ana"),
    ],
)
def test_who_is_known_is_led_to(text: str, mentioned: str) -> None:
    assert find_mentioned(draw(text)) == mentioned.split()
    assert set(KNOWN) & set(find_mentions(text)) >= {one[1:].lower() for one in mentioned.split()}


@pytest.mark.parametrize(
    "text",
    [
        "@nobody @anna @ana.b @ana.bsky.social @ana1",
        "`@ana` ``@b``",
        "```\n@ana\n```\n\n    @b",
        "[@ana](https://example.org) [by **@b**](https://example.org)",
        "ana@ana.cc x@ana b.@ana +@b é@ana ана@ana",
        "@ana@example.org @@ana @ana/repository npm@b @b/core",
        "https://example.org/@ana www.example.org/@b example.org/@ana",
        "@ ana @**ana** @-@ @. @",
        "[x](https://example.org '@ana')",
        "[x](https://example.org/?a=%22>@ana)",
        "<https://example.org/@ana> mailto:ana@example.org",
    ],
)
def test_what_mentions_nobody_stays_as_it_is(text: str) -> None:
    assert draw(text) == render(text, contribution_id="p", here="discussions/a/", heading=2).strip()


def test_the_rest_of_the_text_is_untouched() -> None:
    text = "A <b> & @ana[^1] `x`\n\n[^1]: y"
    plain = render(text, contribution_id="p", here="discussions/a/", heading=2).strip()
    link = '<a href="../../people/ana/">@ana</a>'
    assert draw(text) == plain.replace("@ana", link)
    assert render_line("To @ana", here="discussions/a/", mention=find_way) == f"To {link}"
    assert render_plain(text).startswith("A & @ana")


def test_a_list_of_all_who_ever_wrote_stays_words() -> None:
    assert len(find_mentioned(draw("@ana " * 5000))) == MOST


PIECES = st.sampled_from(
    [
        "@ana",
        "@b",
        "@",
        "ana",
        "_",
        "*",
        "**",
        "`",
        "``",
        "\n",
        "\n\n",
        "    ",
        "```\n",
        "[",
        "](https://example.org)",
        ".",
        "-",
        "<",
        ">",
        '"',
        "&",
        "&#64;",
        "\\",
        "www.example.org/",
        "[^1]",
        "[^1]: ",
        "/",
        " ",
        "|",
        "~~",
        "é",
        "<br>",
        "@_zoe_",
    ]
)


@settings(max_examples=500, deadline=None)
@given(st.lists(PIECES, max_size=20).map("".join))
def test_a_mention_is_never_in_code_or_in_a_link_and_never_unforeseen(text: str) -> None:
    drawn = draw(text)
    tree = html5lib.parseFragment(drawn, namespaceHTMLElements=False)
    for outer in tree.iter():
        if outer.tag in ("a", "code", "pre"):
            assert not [one for one in outer.iter("a") if one is not outer]
    foreseen = set(find_mentions(text))
    for words in find_mentioned(drawn):
        assert html.unescape(words)[1:].lower() in foreseen
    undone = re.sub(r'<a href="\.\./\.\./people/[^"]*">(@[^<]*)</a>', r"\1", drawn)
    assert undone == render(text, contribution_id="p", here="discussions/a/", heading=2).strip()
