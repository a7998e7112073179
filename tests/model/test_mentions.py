"""`@ana` leads to Ana where she is known, and nowhere else: not in code, in links or in addresses."""

import html
import re

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parley.model.layout import HANDLE
from parley.model.markup.markdown import render, render_line, render_plain
from parley.model.markup.mentions import find_mentions, link_mentions
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
        "@ana@example.org @@ana @ana/repository npm@b @b/core @ana/_x -@ana x-@ana @ana/Z @anaé é@ana",
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
    for written, linked in ((199, 199), (200, 200), (201, 200), (5000, 200)):
        assert len(find_mentioned(draw("@ana " * written))) == linked


def list_asked(drawn: str) -> list[str]:
    """The handles that are looked for, of which none is known."""
    asked: list[str] = []

    def find_none(handle: str) -> str:
        asked.append(handle)
        return ""

    assert link_mentions(drawn, find_none) == drawn
    return asked


def test_a_handle_is_asked_for_as_a_whole_and_without_marks_at_its_end() -> None:
    for written, handles in (
        *(("Ana", "ana"), ("ana_-", "ana_- ana"), ("_ana", "_ana"), ("ana._", "ana._"), ("___", ""), ("ana.html", "")),
        *(("a" * 64, "a" * 64), ("a" * 65, ""), (f"{'a' * 64}_", "a" * 64), ("anaX-", "anax- anax"), ("anaX", "anax")),
    ):
        assert list_asked(f"@{written}") == handles.split()


def test_what_is_in_a_tag_is_no_mention() -> None:
    way = '<a href="../../people/ana/">@ana</a>'
    for drawn in (
        *('<p title="a > @ana" class=b>{}</p>', '<p title="" lang="@ana">{}</p>', '<abbr title="@ana">{}</abbr>'),
        *(
            "<pre>@ana</pre>{}<br>{}",
            '<a href="" title="<">@ana</a>{}',
            '<a title="a>">@ana</a> {}',
            "<code>@ana</code>{}",
        ),
    ):
        assert link_mentions(drawn.replace("{}", "@ana"), find_way) == drawn.replace("{}", way)


def test_what_may_mention_somebody_is_found_however_it_is_written() -> None:
    assert list(find_mentions("&#64;Ana")) == ["ana", "ana"]
    assert list(find_mentions("@a_b.c-d")) == "a a_ a_b a_b. a_b.c a_b.c- a_b.c-d a_b.c-d".split()
    assert list(find_mentions("\\@\\_zoe\\_ and @ana.")) == [
        "",
        "_",
        "_zoe",
        "_zoe_",
        "_zoe_",
        "_zoe_",
        "ana",
        "ana.",
        "ana.",
        "ana.",
    ]
    assert list(find_mentions("a@b, @@c @ &amp;")) == ["b", "b", "c", "c"]
    assert list(find_mentions("Ana & Ben")) == []


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
