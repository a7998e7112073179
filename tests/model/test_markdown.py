"""Markdown becomes HTML that leads where it should, its words are all there, and what is wrong is told in its place."""

import nh3
import pytest

from attacks import first_wall_gone
from parley.model.markup import markdown as markup
from parley.model.markup.markdown import (
    COSTS,
    POST_HEADING,
    REPLY_HEADING,
    Flaw,
    find_code_lines,
    find_cost,
    find_flaws,
    list_links,
    render,
    render_line,
    render_plain,
    render_words,
)

HERE = "discussions/a/"


def draw(text: str, lead: markup.Lead | None = None) -> str:
    return render(text, contribution_id="p", here=HERE, heading=4, lead=lead).strip()


def refuse(*_: object, **__: object) -> nh3.Cleaner:
    pytest.fail("a text was parsed once more")


# where links lead

OUT = ' rel="nofollow ugc noopener noreferrer"'


def lead_away(address: str) -> str | None:
    return {"#reply-b": "page/2/#reply-b", "/people/ana/": "../../ana.html", "/people/bob/": None}.get(address, "")


@pytest.mark.parametrize(
    ("address", "link"),
    [
        ("#reply-b", '<a href="page/2/#reply-b">x</a>'),
        ("#reply-c", '<a href="#reply-c">x</a>'),
        ("#x", '<a href="#in-p_x">x</a>'),
        ("/people/ana/", '<a href="../../ana.html">x</a>'),
        ("/people/bob/", f"<a{OUT}>x</a>"),
        ("/tags/law/", '<a href="../../tags/law/">x</a>'),
        ("/guide/", '<a href="../../guide/">x</a>'),
        ("https://example.org/", f'<a href="https://example.org/"{OUT}>x</a>'),
        ("//example.org/", f"<a{OUT}>x</a>"),
        ("guide", f"<a{OUT}>x</a>"),
    ],
)
def test_a_link_leads_where_it_is_led(address: str, link: str) -> None:
    assert draw(f"[x]({address})", lead_away) == f"<p>{link}</p>"
    assert render_line(f"[x]({address})", here=HERE, lead=lead_away) == link.replace("in-p_", "in-line_")


@pytest.mark.parametrize("address", ["#reply-a", "/people/ana/", "/tags/law/"])
def test_who_leads_is_asked_only_where_a_text_has_a_link_that_depends_on_it(address: str) -> None:
    def lead(asked: str) -> str:
        found.append(asked)
        return ""

    found: list[str] = []
    others = "[a](/guide/) [b](#x) people/tags [c](https://example.org/people/)"
    assert "<a" in draw(others, lead)
    assert "<a" in render_line(others, here=HERE, lead=lead)
    assert found == []
    assert "<a" in draw(f"[x]({address})", lead)
    assert "<a" in render_line(f"[x]({address})", here=HERE, lead=lead)
    assert found == [address] * 2


def test_what_is_the_same_on_each_page_is_cleaned_once(monkeypatch: pytest.MonkeyPatch) -> None:
    for text in ("He did, ideally, say: [an id3](https://a.example)", "A *grid* [of](mailto:ana@example.org) hrefs"):
        drawn = draw(text)
        with monkeypatch.context() as patched:
            patched.setattr(markup, "_cleaner", refuse)
            assert render(text, contribution_id="q", here="", heading=2).strip() == drawn


def test_headings_stand_below_the_title_of_a_page_and_below_the_byline_of_a_reply() -> None:
    drawn = [render("# x", contribution_id="p", here="", heading=top).strip() for top in (POST_HEADING, REPLY_HEADING)]
    assert drawn == ["<h2>x</h2>", "<h4>x</h4>"]


@pytest.mark.parametrize(
    ("html", "drawn"),
    [
        ('<a href="#x" title="a<b>">y</a>', '<a href="#in-p_x" title="a‹b›">y</a>'),
        ('<a href="http:x">y</a><a href="https://">z</a>', f"<a{OUT}>y</a><a{OUT}>z</a>"),
        ('<ol start="12"><li id="a">y</li></ol>', '<ol start="12"><li id="in-p_a">y</li></ol>'),
        ('<ol start="-1"></ol><ol start="²"></ol><ol start="x"></ol>', "<ol></ol>" * 3),
        *(
            (f'<table><tbody><tr><td align="{side}">y</td></tr></tbody></table>',) * 2
            for side in ("left", "center", "right")
        ),
        *(('<table><thead><tr><th align="left">y</th></tr></thead></table>',) * 2,),
        (
            '<table><tbody><tr><td align="top">y</td></tr></tbody></table>',
            "<table><tbody><tr><td>y</td></tr></tbody></table>",
        ),
        ('<code class="language-c++">y</code>',) * 2,
        ('<code class="language-c x">y</code><code class="c">z</code>', "<code>y</code><code>z</code>"),
        ('<section class="footnotes">y</section>',) * 2,
        ('<section class="language-c">y</section>', "<section>y</section>"),
        ("a<!-- b -->c", "ac"),
        ('<b lang="de" onclick="x">y</b>', "y"),
    ],
)
def test_what_the_second_wall_keeps_of_attributes(html: str, drawn: str) -> None:
    with first_wall_gone():
        assert draw(f"<div>{html}</div>") == f"<div>{drawn}</div>"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("*a*\nb", "<em>a</em>\nb"),
        ("a\n\nb", "<p>a</p>\n<p>b</p>"),
        ("- a", "<ul>\n<li>a</li>\n</ul>"),
        ("- a\n\nb", "<ul>\n<li>a</li>\n</ul>\n<p>b</p>"),
        ("a\n\n- b", "<p>a</p>\n<ul>\n<li>b</li>\n</ul>"),
        ("<div>\n\nb", "b"),
        (
            "~~a~~ https://. www.example.org",
            f'<del>a</del> https://. <a href="http://www.example.org"{OUT}>www.example.org</a>',
        ),
        ("- [ ] a[^1] | b |", "<ul>\n<li>[ ] a[^1] | b |</li>\n</ul>"),
        ("@ana", "@ana"),
        ("", ""),
    ],
)
def test_a_line_is_drawn_without_its_paragraph(text: str, line: str) -> None:
    assert render_line(text, here=HERE) == line


# words

COMMON = "*a* **b** ~~c~~ `d` [e](https://example.org) f\\\ng\n\n- h\n\n3. i\n\n> j\n\n---\n\n&amp; <"


def test_the_words_of_common_markup_are_found_without_a_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markup, "_plain_cleaner", refuse)
    words = "a b c d e f g h i j & <"
    assert render_words(COMMON) == render_plain(COMMON) == words
    for level in range(1, 7):
        assert render_words(f"{'#' * level} A{level}\n\n9. b") == f"A{level} b"


def test_the_words_of_a_note_are_without_its_calls_and_its_ways_back() -> None:
    text = "a[^1] b[^1] c[^2]\n\n[^1]: d *e*\n\n    f\n[^2]: [g](#fnref-x) h"
    assert render_words(text) == "a b c d e f g h"
    assert render_plain(text) == "a b c"


def test_quotes_are_those_of_the_language_in_which_words_are_printed() -> None:
    text = 'a "b" -- c'
    assert [render_words(text), render_words(text, ""), render_words(text, "de")] == [text, text, "a „b“ – c"]


def test_addresses_are_listed_as_they_are_written() -> None:
    text = "[a](/guide/?b&c) [d](x) <https://example.org> ![e](f) www.example.org http://. `[g](h)`"
    assert list(list_links(text)) == ["/guide/?b&c", "x", "https://example.org", "http://www.example.org"]


# what is wrong

EMPTY = "has no visible text"
MAILS = "says 'b@c.example' but mails 'e@f.example'"


@pytest.mark.parametrize(
    ("text", "flaws"),
    [
        ("a <b>", [Flaw("html", "<b>", 1, 3)]),
        ("<i> <div\n\n<i> <u>", [Flaw("html", "<i>", 1, 1), Flaw("html", "<i>", 3, 1)]),
        ("<div\n\nb", [Flaw("html", "<div\n\nb", 1, 1)]),
        ("a <i " + "x" * 80 + ">", [Flaw("html", "<i " + "x" * 17, 1, 3)]),
        ("a <i " + "x" * 56 + ">", [Flaw("html", "<i " + "x" * 56 + ">", 1, 3)]),
        ("a <i " + "x" * 57 + ">", [Flaw("html", "<i " + "x" * 17, 1, 3)]),
        (
            "a <!-- b\nc\n--> <b>\n<i>",
            [Flaw("html", "<!-- b\nc\n-->", 1, 3), Flaw("html", "<b>", 3, 5), Flaw("html", "<i>", 4, 1)],
        ),
        (
            "\n é [](https://a.example) [b](https://a.example)",
            [Flaw("deceit", "https://a.example", 2, 4, "has no visible text")],
        ),
        (
            "é [a@b.example](mailto:c@d.example)",
            [Flaw("deceit", "mailto:c@d.example", 1, 3, "says 'a@b.example' but mails 'c@d.example'")],
        ),
        (
            "é [b](https://a@b.example)",
            [Flaw("deceit", "https://a@b.example", 1, 3, "goes to 'b.example', whatever comes before the '@'")],
        ),
        ("é ![b](c) [![d](e)](https://a.example)", [Flaw("image", "c", 1, 3), Flaw("image", "e", 1, 12)]),
        ("é [b](x&y) [c](/guide/) [d](/index.html)", [Flaw("link", "x&y", 1, 3), Flaw("link", "/index.html", 1, 25)]),
        (
            "é [b](/discussions/a/) [c](#reply-d) [e](#f)",
            [Flaw("internal", "/discussions/a/", 1, 3), Flaw("internal", "#reply-d", 1, 24), Flaw("link", "#f", 1, 38)],
        ),
        ("[a](http://) https:// <http://>", [Flaw("link", "http://", 1, 1), Flaw("link", "http://", 1, 23)]),
        (" \n [a]: b  \n", [Flaw("empty", "[a]: b", 2, 2)]),
        ("\\", []),
        ("[^1]: a  \r\rb", []),
        ("[a]: b\r\n[c]: d", [Flaw("empty", "[a]: b", 1, 1)]),
        ("*", [Flaw("empty", "*", 1, 1)]),
        ("&#8203;", [Flaw("empty", "&#8203;", 1, 1), Flaw("control", "&#8203;", 1, 1)]),
        ("a\n é &zwj;", [Flaw("control", "&zwj;", 2, 4)]),
        ("`&#8203;` &amp;", []),
        ("", []),
        ("![](b)", [Flaw("image", "b", 1, 1)]),
        ("[a](javascript:b)", [Flaw("link", "javascript:b", 1, 1)]),
        ("[a]()", [Flaw("link", "", 1, 1)]),
        ("[](a) https://example.org", [Flaw("link", "a", 1, 1)]),
        ("a\n" * 11 + "123456789 [b](c)", [Flaw("link", "c", 12, 11)]),
        ("a\n" * 11 + "123456789 [](https://a.example)", [Flaw("deceit", "https://a.example", 12, 11, EMPTY)]),
        ("| a |\n|---|\n| \\|é[b](c) |", [Flaw("link", "c", 3, 5)]),
        ("[*b@c.example* `d`](mailto:e@f.example)", []),
        ("[*b@c*.example](mailto:e@f.example)", [Flaw("deceit", "mailto:e@f.example", 1, 1, MAILS)]),
        ("[<b>](https://a.example)", [Flaw("html", "<b>", 1, 2)]),
        ("\n&#8203;x", [Flaw("control", "&#8203;", 2, 1)]),
        ("> " * 15 + "*a* **b *c ~~d~~***", [Flaw("nesting", "", 1, 39)]),
        ("\n".join("  " * depth + "- é" for depth in range(18)), [Flaw("nesting", "", 17, 33)]),
        ("<br>", [Flaw("html", "<br>", 1, 1)]),
        ("a\r\n\r[b](c)", [Flaw("link", "c", 3, 1)]),
        ("http:// https:// [a](b) www.example.org", [Flaw("link", "b", 1, 18)]),
        ("é\nhttp://. https://. [a](b)", [Flaw("link", "b", 2, 20)]),
        ("https://a.example:99999/", [Flaw("link", "https://a.example:99999/", 1, 1)]),
        ('c [](https://a.example "b")', [Flaw("deceit", "https://a.example", 1, 3, EMPTY)]),
        (" \n", []),
        ("> " * 14 + "é a[^1] b[^1]\n\n[^1]: c", []),
        ("> " * 15 + "é a[^1]\n\n[^1]: c", [Flaw("nesting", "", 1, 34)]),
        ("a\n\n" + "- " * 17 + "b", [Flaw("nesting", "", 3, 1)]),
        ("\n".join("> " * depth + "é" for depth in range(1, 18)), [Flaw("nesting", "", 17, 1)]),
    ],
)
def test_each_flaw_is_told_with_its_words_in_its_place(text: str, flaws: list[Flaw]) -> None:
    assert list(find_flaws(text)) == flaws


# what costs too much

NOTES = "\n\n[^a]: b"
BAR = "|-" * 9


def tell(text: str) -> list[Flaw]:
    flaws = list(find_flaws(text))
    assert {flaw.what for flaw in flaws} <= COSTS | {"empty"}
    return flaws


def test_of_a_text_that_costs_too_much_only_that_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[str] = []

    def try_drawing(text: str) -> bool:
        tried.append(text)
        return draws

    monkeypatch.setattr(markup, "can_be_drawn", try_drawing)
    table, odd = f"a <b>\n{BAR}\n" + "|\n" * 997, "é <b>\n" + "?!" * 1000
    for draws in (True, False):
        assert tell("é\n" + "> " * 17 + "<b>") == [Flaw("nesting", "", 2, 1)]
        assert find_cost("a <b> ?!") is None
        assert tried == []
        assert find_cost(table) == (None if draws else Flaw("table", "9,990", 2, 1))
        assert find_cost(odd) == (None if draws else Flaw("cost", "", 2, 1))
        assert find_code_lines(f"{odd}\n\n    a") == ({4} if draws else set())
        assert tried == [table, odd, f"{odd}\n\n    a"]
        tried.clear()
    assert tell(table) == [Flaw("table", "9,990", 2, 1)]
    assert tell(odd) == [Flaw("cost", "", 2, 1)]
    tried.clear()
    assert tell("a\n" + "|-" * 400 + "\n" + "|\n" * 400) == [Flaw("table", "161,202", 2, 1)]
    assert tried == []


def test_a_text_may_grow_to_its_limit_and_not_beyond() -> None:
    """As the first post of the longest name it is longest; a link within the site has its way to the root then."""
    text = "[^a]" * 55 + "[x](/guide/)"
    whole = render(text + NOTES, contribution_id="post_" + "x" * 80, here="discussions/a/page/2/", heading=4)
    room = 20000 - len(whole)
    assert 0 < room < 400
    assert tell(text + "a" * room + NOTES) == []
    assert tell("é?\n" + text + "a" * (room - 2) + NOTES) == [Flaw("growth", "", 2, 1)]


def test_what_has_grown_too_much_is_told_as_a_table_where_it_has_a_large_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markup, "can_be_drawn", lambda text: True)
    assert tell(f"{'|b' * 9}\n{BAR}\n" + "|a\n" * 997) == [Flaw("table", "9,990", 2, 1)]
    assert tell("|b" * 100 + "\n" + "|:-:" * 100 + "\n" + ("|" * 101 + "\n") * 100) == [Flaw("growth", "", 2, 1)]


def test_prose_is_cleaned_when_it_is_drawn_and_not_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markup, "render", refuse)
    for text in ("A *word* or [two](https://example.org).\n\n" * 30, "[^a]" * 5 + NOTES, "- b\n" * 100):
        assert list(find_flaws(text)) == []


def test_lines_of_code_are_those_of_blocks() -> None:
    text = "a `b`\n\n" * 6 + "```py\nc\n\nd\n```\n\n    e\n\n> ~~~\n> f" + "\n\ng\n\n- - h\n\n" + " " * 14 + "i"
    assert find_code_lines("a\n\n- - - - - ~~~\n" + " " * 10 + "b") == {3, 4}
    assert find_code_lines(text) == {13, 14, 15, 16, 17, 19, 20, 21, 22, 28}
