"""A text is drawn within limits by a process of its own, and what comes of that is understood."""

import io
import resource
import runpy
import subprocess
import sys
import threading
from types import SimpleNamespace

import pytest
from comrak import ExtensionOptions

from parley.model.markup import trial


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("[a]\n\n[a]: <b>", '<p><a href="b">a</a></p>\n'),
        ("```\na", "<pre><code>a\n</code></pre>\n"),
        ("```\na\n", "<pre><code>a\n</code></pre>\n"),
        ("```\na\n\n", "<pre><code>a\n\n</code></pre>\n"),
        ("~~a~~ www.b.example", '<p><del>a</del> <a href="http://www.b.example">www.b.example</a></p>\n'),
        ("- [x] a", '<ul>\n<li><input type="checkbox" checked="" disabled="" /> a</li>\n</ul>\n'),
        (
            "|a|\n|-|",
            "<table>\n<thead>\n<tr>\n<th>a</th>\n</tr>\n</thead>\n</table>\n",
        ),
        ("", ""),
    ],
)
def test_a_text_is_drawn_as_forges_draw_it_with_or_without_its_last_line_end(text: str, drawn: str) -> None:
    assert trial.draw(text) == drawn


def test_a_text_may_be_drawn_with_places_or_fewer_extensions() -> None:
    assert trial.draw("a", trial.with_places()) == '<p data-sourcepos="1:1-1:1">a</p>\n'
    plain = trial.draw("~~a~~[^1]\n\n[^1]: b", known=ExtensionOptions())
    assert plain == '<p>~~a~~<a href="b">^1</a></p>\n'
    assert 'id="fn-1"' in trial.draw("~~a~~[^1]\n\n[^1]: b")


def test_a_process_is_asked_quietly_and_its_answer_understood(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []

    def answer(command: list[str], **more: object) -> object:
        asked.append((command, more))
        return SimpleNamespace(returncode=code)

    monkeypatch.setattr(subprocess, "run", answer)
    found = {}
    for code in (0, 1, 3, 4, -6, -9, -24):
        found[code] = trial.can_be_drawn("é")
    assert found == {0: True, 1: False, 3: False, 4: True, -6: False, -9: False, -24: False}
    assert asked[0] == (
        [sys.executable, "-P", trial.__file__],
        {"input": b"\xc3\xa9", "stdout": -3, "stderr": -3, "timeout": 30, "check": False},
    )


def test_within_limits_a_text_is_drawn_on_a_small_stack(monkeypatch: pytest.MonkeyPatch) -> None:
    limited: list[str] = []
    drawn: list[object] = []

    def draw(text: str, options: object) -> str:
        drawn.append((text, options.sourcepos, threading.stack_size(), list(limited)))  # type: ignore[attr-defined]
        if text == "b":
            raise MemoryError
        return text

    monkeypatch.setattr(trial, "_limit", lambda: limited.append("limited"))
    monkeypatch.setattr(trial, "draw", draw)
    monkeypatch.setattr(threading, "excepthook", lambda _: None)
    before = threading.stack_size()
    try:
        for text, code in (("é", 0), ("b", 3)):
            monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(text.encode())))
            assert trial._draw_within_limits() == code
    finally:
        threading.stack_size(before)
    assert drawn == [("é", True, 262144, ["limited"]), ("b", True, 262144, ["limited"] * 2)]


def test_limits_are_taken_as_far_as_the_system_has_them(monkeypatch: pytest.MonkeyPatch) -> None:
    taken: dict[int, tuple[int, int]] = {}

    def take(number: int, limit: tuple[int, int]) -> None:
        if number == refused:
            raise ValueError
        taken[number] = limit

    monkeypatch.setattr(resource, "setrlimit", take)
    monkeypatch.setattr(resource, "getrlimit", lambda number: (1, 100 + number))
    limits = {resource.RLIMIT_CORE: 0, resource.RLIMIT_CPU: 2, resource.RLIMIT_DATA: 209_715_200}
    for refused in (None, resource.RLIMIT_CORE, resource.RLIMIT_CPU):
        trial._limit()
        assert taken == {number: (most, 100 + number) for number, most in limits.items() if number != refused}
        taken.clear()
    monkeypatch.setitem(sys.modules, "resource", None)
    trial._limit()
    assert taken == {}


def test_where_no_thread_is_to_be_had_the_process_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(resource, "setrlimit", lambda number, limit: None)
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(b"a")))
    monkeypatch.setattr(threading.Thread, "start", refuse)
    before = threading.stack_size()
    try:
        with pytest.raises(SystemExit) as ended:
            runpy.run_path(trial.__file__, run_name="__main__")
    finally:
        threading.stack_size(before)
    assert ended.value.code == 4
