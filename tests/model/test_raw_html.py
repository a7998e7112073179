"""HTML is found where the parser takes something for it; `<br>` behind words breaks their line."""

import pytest

from parley.model.markup.raw_html import OMITTED, draw_breaks, find_html, is_break
from parley.model.markup.trial import draw


def render(text: str) -> str:
    return draw_breaks(draw(text), text).strip()


@pytest.mark.parametrize(
    ("text", "breaks"),
    [
        *((f"a{tag}b", True) for tag in ("<br>", "<BR>", "<Br/>", "<br />", "<br \t/>")),
        *((f"a{tag}b", False) for tag in ("<br x>", "</br>", "<br\n>", "<b r>", "<brr>", "<br//>", "<br", "<i><br>")),
        *((f"{before}<br>", False) for before in ("", "\n", "a\n", "> ", "- ", "* ", "+ ", "12. ", "3) ", " \t")),
        *((f"{before}<br>", False) for before in ("> - 1. ", "[^1]: ", "[^note]: - ", "> [^1]: ", "09")),
        *((f"{before}<br>", True) for before in ("\na", "> a", "- . a", "[^1] ", "[^]: ", "[1]: ", "| ", "`", "#")),
    ],
)
def test_a_break_stands_behind_words_of_its_line(text: str, breaks: bool) -> None:
    assert is_break(text, text.index("<")) == breaks


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("a<br>b", "<p>a<br />\nb</p>"),
        ("a <BR/>\nb<br >", "<p>a <br />\n\nb<br />\n</p>"),
        ("`<b>` <br>", "<p><code>&lt;b&gt;</code> <br />\n</p>"),
        ("`<br>`", "<p><code>&lt;br&gt;</code></p>"),
        ("`<br>` <b>", f"<p><code>&lt;br&gt;</code> {OMITTED}</p>"),
        ("a<br><b>", f"<p>a{OMITTED}{OMITTED}</p>"),
        ("a<br>\n\n</div", f"<p>a{OMITTED}</p>\n{OMITTED}"),
        ("a<br>\n\n<div", f"<p>a{OMITTED}</p>\n{OMITTED}"),
        ("<br>", OMITTED),
        ("- <br>a", f"<ul>\n<li>{OMITTED}a</li>\n</ul>"),
        ("<div", OMITTED),
        ("<b>", OMITTED),
        ("a <b", "<p>a &lt;b</p>"),
    ],
)
def test_breaks_are_drawn_in_a_text_without_other_html(text: str, drawn: str) -> None:
    assert render(text) == drawn


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a <i>x</i> <br>", "<i </i"),
        ("a <x-1 y> </x-1>", "<x-1 </x-1"),
        ("a <H1/> <a-b/> <b\nc>", "<H1 <a-b <b"),
        ("a <!--> <!---> <!-- b --> <!----> <!--- c -->", "<!-- <!-- <!-- <!-- <!--"),
        ("a <?b?> <??> <!Z y> <![CDATA[z]]> </b >", "<? <? <!Z <![CDATA[ </b"),
        ("<?>\n\nb\n\n<?\n\nb?>\n\nc <i>", "<? <? <i"),
        ("<!doctype html>\n\nb", "<!d"),
        ("a <!-->", "<!--"),
        ("a <!--->", "<!--"),
        ("<!-->\n\n`<i>`", "<!--"),
        ("<!--->\n\n`<i>`", "<!--"),
        ("<?>\n\n`<i>`", "<?"),
        ("a <b_c> <ab:c> <b.c> <i>", "<i"),
        ("[^1]: b <u>\n\na[^1] <i>", "<u <i"),
        ("<!-- a\n\nb -->\n\n<i>", "<!-- <i"),
        ("<div", "<div"),
        ("é\n\n</div", "</div"),
        ("- <div\n\nb", "<div"),
        ("<div\n\nb <div>", "<div"),
        ("<br>", "<br"),
        ("a <br x><br>", "<br"),
        ("a[^1] <i>\n\n[^1]: b <u> <br> <s>", "<i <u <s"),
        ("<i>" * 12, " ".join(["<i"] * 12)),
        ("\\<b> \\\\<i> `<u>` <3 <é> < s> <a.b> <a@b.c> <https://b.c>", "<i"),
        ("<script>a</script> </script>", "<script </script </script"),
        ("x <parley1- y> <parley0-", "<parley1-"),
        ("a <!-- b -- c <![CDATA[ -->", "<!-- <![CDATA["),
        ("[x](<b c>) <br>", ""),
        ("", ""),
    ],
)
def test_html_is_found_where_the_parser_takes_it_for_some(text: str, found: str) -> None:
    names = found.split()
    places = find_html(text)
    assert [text[place:].startswith(name) for place, name in zip(places, names, strict=True)] == [True] * len(names)
    assert places == sorted(set(places))
