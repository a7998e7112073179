"""What is read of HTML, before a library makes Markdown of it: for each body the smaller HTML, its words, its code."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from parley.importing.bodies.html_bodies import read_html
from parley.importing.bodies.html_reader import CODE, drop_stand_ins, hide_escapes, show_escapes
from parley.reading.readers import WebAddress
from support import hold

READINGS = Path(__file__).with_name("told") / "readings.json"
"""Bodies as pages have them; what stands beside each is looked through when it changes."""


def tell(source: str, base: str = "https://b.example/p/") -> Iterator[str]:
    found = read_html(source, base)
    yield show_escapes(found.html)
    yield found.plain.replace(CODE, "¦")
    if found.rough != found.plain:
        yield f"rough: {found.rough.replace(CODE, '¦')}"
    yield from (f"code: {code}" for code in found.codes)
    yield from (name for name in ("unlinked", "stripped") if getattr(found, name))


def test_what_is_read_of_each_body() -> None:
    sources = json.loads(READINGS.read_text(encoding="utf-8"))
    text = json.dumps({source: list(tell(source)) for source in sources}, ensure_ascii=False, indent=1)
    hold(READINGS, text + "\n")


@pytest.mark.parametrize(
    ("address", "base", "full"),
    [
        ("//c.example/x", "", "http://c.example/x"),
        ("//c.example/x", "https://b.example/", "https://c.example/x"),
        ("https://c.example/x", "", "https://c.example/x"),
        ("/x", "", ""),
        ("x//", "", ""),
        ("page", "", ""),
        ("/x?a:b", "", ""),
        ("page", "https://b.example/p/q", "https://b.example/p/page"),
        ("//[x", "https://b.example/", ""),
        ("sms:1 2", "https://b.example/", ""),
        ("sms:" + "1" * (WebAddress.most - 4), "", "sms:" + "1" * (WebAddress.most - 4)),
        ("sms:" + "1" * (WebAddress.most - 3), "", ""),
        ("http://c.example/".ljust(WebAddress.most, "x"), "", "http://c.example/".ljust(WebAddress.most, "x")),
        ("http://c.example/".ljust(WebAddress.most + 1, "x"), "", ""),
    ],
)
def test_only_what_a_browser_can_follow_is_a_link(address: str, base: str, full: str) -> None:
    html, *_, last = tell(f"<a href='{address}'>y</a>", base)
    words = f"y ({address})" if address.startswith("sms:") else "y"
    assert html == (f'<a href="{full}">y</a>' if full else words)
    assert (last == "unlinked") is (full == "")


def test_where_emphasis_does_not_fit_the_words_are_kept() -> None:
    source = "<b>a</b> <details><summary>b</summary><i>c</i> <s>d</s></details> <code>e</code>"
    found = read_html(source, "", emphasis=False)
    assert found.html == "a <p><p>b</p>c d</p><code>e</code>"


SPACES = " \t\n\u00a0\u2000\u2005\u200a\u202f\u205f\u3000"


def test_any_space_is_one_and_what_a_converter_uses_itself_is_dropped() -> None:
    for space in SPACES:
        assert list(tell(f"a{space}{space}b")) == ["a b"] * 2, space
    assert drop_stand_ins("X\U0010f000\U0010f07e\U0010f07f\\ ~") == "X\U0010f07f\\ ~"
    text = "X \\! \\~ \\\\ \\ \x7f"
    assert show_escapes(hide_escapes(text)) == text
    assert "\\" not in hide_escapes("\\!\\~\\\\")
    assert hide_escapes("\\ \\\x7f") == "\\ \\\x7f"


@pytest.mark.parametrize(("levels", "passed"), [(60, "<strong>a</strong>"), (61, "a")])
def test_of_tags_that_stand_in_more_than_sixty_others_the_words_are_kept(levels: int, passed: str) -> None:
    html, *_ = tell("<div>" * levels + "<b>a</b>")
    assert html == "<p>" * levels + passed + "</p>" * levels


@pytest.mark.parametrize("tag", ["blockquote", "ul", "ol"])
def test_twelve_levels_are_kept_of_what_is_counted(tag: str) -> None:
    html, *_ = tell(f"<{tag}>" * 11 + f"<i>a</i><{tag}><b>b</b></{tag}><s>c</s>")
    inner = f"<em>a</em><{tag}>b</{tag}><del>c</del>"
    assert html == f"<{tag}>" * 11 + inner + f"</{tag}>" * 11
