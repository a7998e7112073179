"""Boxes of tasks and alerts are drawn as forges draw them, and nothing else is."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attacks import first_wall_gone
from parley.model.markup.markdown import find_flaws, find_losses, render, render_plain, render_words
from parley.reading.mending.body import mend_markdown

DONE = '<span class="pa-task" role="img" aria-label="done">☑</span>'
OPEN = '<span class="pa-task" role="img" aria-label="to do">☐</span>'


def draw(text: str) -> str:
    return render(text, contribution_id="p", here="", heading=2).strip()


def title(word: str) -> str:
    return f'<div class="pa-alert pa-alert--{word.lower()}">\n<p class="pa-alert__title">{word}</p>\n'


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("- [ ] call\n- [x] write\n* [X] ask", f"<li>{OPEN} call</li>|<li>{DONE} write</li>|<li>{DONE} ask</li>"),
        ("1. [x] *one*\n\n   more", f"<li>\n<p>{DONE} <em>one</em></p>\n<p>more</p>\n</li>"),
        ("- [ ] a\n  - [x] b", f"<li>{OPEN} a\n<ul>\n<li>{DONE} b</li>"),
        ("- \\[ ] a\n- [ ]b\n- [y] c\n- [x](https://example.org)", "<li>[ ] a</li>|<li>[ ]b</li>|<li>[y] c</li>"),
        ("- [ ]\n- [x]", "<li>[ ]</li>|<li>[x]</li>"),
        ("[ ] a\n\n`- [ ] b`\n\n    - [x] c", "<p>[ ] a</p>|<code>- [ ] b</code>|<code>- [x] c\n</code>"),
    ],
)
def test_boxes_of_tasks_are_signs_with_words(text: str, drawn: str) -> None:
    assert all(part in draw(text) for part in drawn.split("|")), draw(text)
    assert "<input" not in draw(text)


@pytest.mark.parametrize("word", ["Note", "Tip", "Important", "Warning", "Caution"])
def test_an_alert_has_its_word_and_its_form(word: str) -> None:
    whole = f"{title(word)}<p>Two <em>lines</em>\nof it</p>\n</div>\n<p>after</p>"
    for written in (f"[!{word.upper()}]", f"[!{word.lower()}]  ", f"[!{word}]\\"):
        assert draw(f"> {written}\n> Two *lines*\n> of it\n\nafter") == whole


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("> [!NOTE]\n>\n> - a\n>   > b", "<ul>\n<li>a\n<blockquote>\n<p>b</p>\n</blockquote>\n</li>\n</ul>\n</div>"),
        (
            "> [!TIP]\n>\n> ```\n> </blockquote><li>\n> ```\n> b",
            "<pre><code>&lt;/blockquote&gt;&lt;li&gt;\n</code></pre>\n<p>b</p>\n</div>",
        ),
        ("> [!NOTE]\n> a\n\n> [!TIP]\n> b", f"<p>a</p>\n</div>\n{title('Tip')}<p>b</p>\n</div>"),
        ("Said.[^1]\n\n[^1]: There.\n\n> [!NOTE]\n> a", f"{title('Note')}<p>a</p>\n</div>"),
    ],
)
def test_an_alert_ends_where_its_quotation_does(text: str, drawn: str) -> None:
    assert drawn in draw(text), draw(text)


@pytest.mark.parametrize(
    "text",
    [
        "> [!NOTE]",
        "> [!NOTE] and more\n> a",
        "> [!NOTES]\n> a",
        "> [!DANGER]\n> a",
        "> \\[!NOTE]\n> a",
        "> a\n> [!NOTE]\n> b",
        "> **[!NOTE]**\n> a",
        "[!NOTE]\na",
        "> `[!NOTE]`\n> a",
        "> > [!NOTE]\n> > a",
        "- > [!NOTE]\n  > a",
        "> [!NOTE]\n> a\n\n[!NOTE]: https://example.org",
    ],
)
def test_what_forges_show_as_a_quotation_stays_one(text: str) -> None:
    assert "pa-alert" not in draw(text)
    assert "!NOTE" in draw(text) or "!DANGER" in draw(text)


def test_an_alert_is_drawn_behind_html_that_closes_what_is_not_open() -> None:
    with first_wall_gone():
        assert draw("</li>\n\n> [!NOTE]\n> a") == f"{title('Note')}<p>a</p>\n</div>"


def test_nothing_of_them_is_told_as_lost_or_changed_by_mending() -> None:
    text = "> [!warning]\n> a\n\n- [x] b\n- [X] c\n\n1. [x] d\n\n| e | f |\n|---|---|\n| g | h |"
    assert not list(find_losses(text))
    assert not list(find_flaws(text))
    assert mend_markdown(text).text == text
    assert render_plain(text) == "Warning a ☑ b ☑ c ☑ d"
    assert render_words("> [!NOTE]\n> a\n\n- [ ] b") == "Note a ☐ b"


def test_a_file_full_of_them_may_be_sent() -> None:
    assert not list(find_flaws("- [ ] a\n" * 7000))
    assert not list(find_flaws(">[!TIP]\n>a\n\n" * 4500))


PIECES = st.sampled_from(
    [
        "> ",
        ">",
        "- ",
        "1. ",
        "[!NOTE]",
        "[!tip]",
        "[ ] ",
        "[x] ",
        "\n",
        "\n\n",
        "  ",
        "a",
        "`",
        "```\n",
        "*",
        "[^1]",
        ": ",
        "|",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=25).map("".join))
def test_what_is_drawn_of_anything_is_well_formed(text: str) -> None:
    """Cleaning it once more changes nothing: each element that is opened is closed in its place."""
    drawn = draw(text)
    assert drawn.count("<div") == drawn.count("</div>")
    assert drawn.count("<blockquote") == drawn.count("</blockquote>")
    assert "<input" not in drawn
    alerts = [part.partition("</div>")[0] for part in drawn.split("<div ")[1:]]
    assert all(part.count("<blockquote") == part.count("</blockquote>") for part in alerts)
