"""What the dialog for writing says agrees with what the check says."""

from pathlib import Path

import pytest

from declared import check_posts, load_library
from hinting import find_hints
from parley.rendering.hints import HINTS
from support import FORUM, GOOD, NOW, write_tree

FOLDER = "discussions/two-follow-ups/replies"
RULES = sorted({hint.rule for hint in HINTS})

WRITTEN = {
    "misleading-link": [
        "[https://example.org](https://evil.example/example.org)",
        "See [http://www.example.org/a?b](<https://example.org.evil.example>).",
        "[https://example.org](https://example.org@evil.example)",
        "[https://evil.example/example.org](https://example.org)",
        "[example.org](https://evil.example/)",
        "[www.example.org/a](https://evil.example/www.example.org)",
        "<https://example.org@evil.example/>",
        "See https://example.org@evil.example/a",
    ],
    "contact-data": ["Mail ana.b+c@firm.io.", "Ring +49 30 901820 today", "+1 650-253-0000", "`ana@firm.io`"],
    "secret": ["ghp_" + "a1" * 18, "AKIA" + "A" * 16, "-----BEGIN RSA PRIVATE KEY-----"],
    "control-character": ["a\u202eb", "a\u202db"],
}
FIXED = {
    "a\u202eb \u202dc": "ab c",
    "`a\u202eb`": "`ab`",
    "[https://example.org](https://evil.example/a_b) on": "<https://evil.example/a_b> on",
    "[example.org](https://evil.example/a) <https://example.org@evil.example/>": (
        "<https://evil.example/a> <https://evil.example/>"
    ),
    "`[https://example.org](https://evil.example)`": "`[https://example.org](https://evil.example)`",
    "ghp_" + "a1" * 18: "ghp_" + "a1" * 18,
    "Mail ana.b+c@firm.io.": "Mail ana.b+c@firm.io.",
    "Plain & *good*, 👩‍👩‍👧 and שלום.": "Plain & *good*, 👩‍👩‍👧 and שלום.",
}
"""What the dialog's button makes of a text: what would be refused is mended where it can be, and nothing else is."""

PLAIN = [
    "5 < 6 and 7 > 3, so a<b.",
    "`<b>` is bold in HTML, and so is\n\n```html\n<b>this</b> ![x](y) [x](y)\n```\n",
    "~~~\n<i>never closed",
    "See <https://example.org/a?b=c> or [this](https://example.org), [that](/discussions/two-follow-ups/).",
    "[Ana's reply](#reply-2026-10-02-ana), [both](/discussions/two-follow-ups/#reply-2026-10-02-ana)",
    "ISBN 978-3-16-148410-0, 2026-11-22, 1,234,567.89, 192.168.0.1, +1, 3 + 4, C++ 2020",
    "Write to name@example.org, that is an example.",
    r"A link is written \[words\](address), or \[x](y), or [x\](y), and \<b> is no HTML.",
    r"A check list: \[ \](x) and \![x](https://example.org)",
    "[https://example.org/a](https://www.example.org/a), [http://docs.example.org](https://example.org:8080/docs)",
    "[https://example.org...](https://example.org/a), [https://www.example.org](<http://example.org>)",
    "[x]( https://example.org )",
    "[https://example.org](https://web.archive.org/web/2019/https://example.org/)",
    "[https://example.org/a](https://arquivo.pt/wayback/2019/https://example.org/a)",
    "[https://example.org/a](https://www.webcitation.org/query?url=https://example.org/a)",
    "[https://bücher.example](https://xn--bcher-kva.example/)",
    "[example.org](https://www.example.org/a), [www.docs.example.org/x](http://example.org), https://medium.example/@ana",
    "Tabs\tand a family 👩‍👩‍👧 and שלום are fine.",
]


def check(tmp_path: Path, text: str) -> set[str]:
    files = {**GOOD, f"{FOLDER}/2026-10-09-eve.md": f"---\nauthor: eve\ndate: 2026-10-09\n---\n\n{text}\n"}
    return {problem.rule for problem in check_posts(write_tree(tmp_path / "posts", files), "posts", NOW).problems}


@pytest.mark.parametrize(("rule", "text"), [(rule, text) for rule in WRITTEN for text in WRITTEN[rule]])
def test_a_mistake_that_the_check_tells_is_told_while_typing(tmp_path: Path, rule: str, text: str) -> None:
    assert check(tmp_path, text) == {rule}
    assert {hint.rule for hint, _ in find_hints(text)} == {rule}


@pytest.mark.parametrize("text", PLAIN)
def test_what_the_check_takes_is_not_objected_to(tmp_path: Path, text: str) -> None:
    assert check(tmp_path, text) == set()
    assert find_hints(text) == []


def test_every_hint_is_tried() -> None:
    assert sorted(WRITTEN) == RULES


def test_nothing_is_objected_to_in_a_forum_that_is_right() -> None:
    for one in load_library(FORUM / "posts", now=NOW).contributions():
        assert find_hints(one.body) == [], one.path


@pytest.mark.parametrize("text", FIXED)
def test_what_the_dialog_mends_passes_the_check_and_a_secret_is_left_to_its_author(tmp_path: Path, text: str) -> None:
    fixable = {hint.rule for hint in HINTS if hint.fix is not None}
    assert not check(tmp_path, FIXED[text]) & fixable
    assert ("secret" in check(tmp_path, FIXED[text])) is text.startswith("ghp_")
