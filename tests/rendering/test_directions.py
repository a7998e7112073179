"""Texts from right to left: nothing is tied to a left or a right, and each part of a mixed text goes its own way."""

import re

import pytest

from parley.model.markup.directions import show_directions
from parley.model.markup.markdown import render, render_line
from parley.rendering import theme

SHEETS = sorted([*theme.ASSETS.glob("*.css"), *theme.TEMPLATES.glob("*.css")])
SIDED = re.compile(
    r"(?:^|[\s;{])(?:(?:(?:scroll-)?(?:margin|padding)|border(?:-(?:top|bottom))?|inset|overflow)-)?(?:top|right|bottom|left)"
    r"(?:-(?:color|style|width|(?:left|right)-radius))?\s*:[^;]*|(?:text-align|float|clear):\s*(?:left|right)"
)
FOUR = re.compile(r"\b(margin|padding|inset|border-(?:width|style|color|radius)|scroll-(?:margin|padding)): ([^;]*);")
VALUE = re.compile(r"(?:[^\s()]|\((?:[^()]|\([^()]*\))*\))+")
ARROWS = re.compile(
    r"(?![\u2191\u2193\u2195\u21d1\u21d3])[\u2190-\u21ff\u2794-\u27be\u2b00-\u2b11«»‹›]|&[lr]a(?:rr|quo);|\\21[9a-f]"
)
"""Signs that point to a side. `↩` behind a note is the parser's."""


def list_sided(sheet: str) -> list[str]:
    """What of a style sheet means the left or the right, or would with other values."""
    text = re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)
    found = [one.strip(" {;\n") for one in SIDED.findall(text)]
    for name, values in FOUR.findall(text):
        sides = VALUE.findall(values)
        if len(sides) == 4 and sides[1] != sides[3]:
            found.append(f"{name}: {values}")
    return found


def test_no_rule_means_the_left_or_the_right() -> None:
    """But for a column of a table that its writer has set to the right, which is one in every language."""
    assert len(SHEETS) > 5
    found = {(sheet.name, rule) for sheet in SHEETS for rule in list_sided(sheet.read_text(encoding="utf-8"))}
    assert found == {("parley.css", "text-align: right")}


@pytest.mark.parametrize(
    "rule",
    [
        "a {\n  margin-left: 0;\n}",
        "a { border-right-color: red; }",
        "a { left: 0; }",
        "a { padding: 0 1em 0 calc(1em + (2px)); }",
        "a { float: right }",
        "a { border-top-left-radius: 0; }",
        "a { inset: 0 auto 0 0; }",
    ],
)
def test_a_rule_that_means_a_side_is_found(rule: str) -> None:
    assert list_sided(rule)


def test_no_sign_of_ours_points_to_a_side() -> None:
    files = [*SHEETS, *theme.TEMPLATES.rglob("*.html"), *theme.HOST.rglob("*.html"), *theme.ASSETS.glob("*.js")]
    found = {(file.name, sign) for file in files for sign in ARROWS.findall(file.read_text(encoding="utf-8"))}
    assert found == {("write-preview-clean.js", "‹"), ("write-preview-clean.js", "›")}  # in place of < and >


def test_each_title_in_a_link_has_its_own_direction() -> None:
    """A question of the other direction would else begin with its mark."""
    lines = [line for file in theme.TEMPLATES.rglob("*.html") for line in file.read_text(encoding="utf-8").splitlines()]
    titles = [line for line in lines if re.search(r"title\b[^}]*\}\}(?:</bdi>)?</a>", line)]
    assert len(titles) > 10
    assert [line for line in titles if "</bdi></a>" not in line and 'dir="auto"' not in line] == []


def draw(text: str) -> str:
    drawn = render(
        text, contribution_id="a", here="discussions/a/", heading=4, mention=lambda handle: f"/people/{handle}/"
    )
    return re.sub(r' rel="[^"]*"|\n', "", drawn)


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("One & *two*", "<p>One &amp; <em>two</em></p>"),
        ("日本 `x`", "<p>日本 <code>x</code></p>"),
        ("مرحبا *بك*", "<p>مرحبا <em>بك</em></p>"),
        ("> مرحبا\n\nYes.", '<blockquote dir="rtl"><p>مرحبا</p></blockquote><p>Yes.</p>'),
        (
            "> Yes &\n> > לא\n\nמה",
            '<blockquote dir="ltr"><p>Yes &amp;</p><blockquote dir="rtl"><p>לא</p></blockquote></blockquote><p>מה</p>',
        ),
        ("One\n\nשתיים\n\n3", '<p>One</p><p dir="rtl">שתיים</p><p>3</p>'),
        ("- א\n- b", '<ul><li>א</li><li dir="ltr">b</li></ul>'),
        ("```\nx\n```\n\n& א", '<pre dir="ltr"><code>x</code></pre><p>&amp; א</p>'),
        ("`x` א", '<p><code dir="ltr">x</code> א</p>'),
        ("@ana א", '<p><a href="/people/ana/" dir="ltr">@ana</a> א</p>'),
        ("https://example.org/ א", '<p><a href="https://example.org/" dir="ltr">https://example.org/</a> א</p>'),
        ("[*a*](https://example.org) א", '<p><a href="https://example.org"><em>a</em></a> א</p>'),
        (
            "> [!NOTE]\n> א",
            '<div class="pa-alert pa-alert--note" dir="rtl"><p class="pa-alert__title">Note</p><p>א</p></div>',
        ),
        ("http://example.org א", '<p><a href="http://example.org" dir="ltr">http://example.org</a> א</p>'),
        ("WWW.a.example א", "<p>WWW.a.example א</p>"),
        ("[by x@y](/tags/a/) א", '<p><a href="../../tags/a/">by x@y</a> א</p>'),
        (
            "- [x] א",
            '<ul><li><span class="pa-task" role="img" aria-label="done">☑</span> א</li></ul>',
        ),
        ("One\n# א", '<p>One</p><h4 dir="rtl">א</h4>'),
        ("> x<br>y\n\nא", '<blockquote dir="ltr"><p>x<br>y</p></blockquote><p>א</p>'),
        ("> x\n>\n> ---\n\nא", '<blockquote dir="ltr"><p>x</p><hr></blockquote><p>א</p>'),
        ("> 1\n\n`א`", '<blockquote dir="ltr"><p>1</p></blockquote><p><code dir="ltr">א</code></p>'),
        ("One `x` ש", '<p>One <code dir="ltr">x</code> ש</p>'),
        ("One\n\n> two ש", '<p>One</p><blockquote dir="ltr"><p>two ש</p></blockquote>'),
        (
            "1 א\n\n| b | ג |\n|-|-|\n| 2 | d |",
            '<p>1 א</p><table dir="ltr"><thead><tr><th>b</th><th dir="rtl">ג</th></tr></thead>'
            "<tbody><tr><td>2</td><td>d</td></tr></tbody></table>",
        ),
    ],
)
def test_each_part_goes_its_own_way(text: str, drawn: str) -> None:
    assert draw(text) == drawn


def test_what_is_no_link_is_no_address_and_may_have_an_empty_attribute() -> None:
    cleaned = '<p>א <em>@x</em> <a href="/x" title="">b</a></p>'
    assert show_directions(cleaned) == cleaned


def test_a_line_goes_its_own_way_too() -> None:
    assert render_line("א `b`", here="a/") == 'א <code dir="ltr">b</code>'
