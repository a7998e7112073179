"""What the dialog for writing would say of a text, worked out without a browser."""

import re
from collections.abc import Iterator

from parley.rendering.hints import HINTS, Hint


def find_hints(text: str) -> list[tuple[Hint, str]]:
    """What the page would say of a text, the first find of each hint."""
    found = []
    outside = blank_code(text)
    for hint in HINTS:
        where = text if hint.in_code else outside
        for match in hint.pattern.finditer(where):
            if not (hint.unless and hint.unless.search(match[1])):
                found.append((hint, match[0]))
                break
    return found


_FENCE = re.compile(r"(`{3,}(?=[^`]*$)|~{3,})")
_RUNS = re.compile(r"`+|\n[ \t]*(?=\n)")


def blank_code(text: str) -> str:
    """The text with its code as spaces, line ends kept: fenced blocks, closed or not, and spans, near enough.

    A regular expression took half a minute for 60,000 backticks; here each line and each run is looked at once.
    """
    return _blank_spans("\n".join(_blank_blocks(text.split("\n"))))


def _blank_blocks(lines: list[str]) -> Iterator[str]:
    fence = ""
    for line in lines:
        found = _FENCE.match(line)
        yield " " * len(line) if fence or found else line
        if fence and line.startswith(fence) and not line.strip(f"{fence[0]} \t"):
            fence = ""
        elif not fence and found:
            fence = found[1]


def _blank_spans(text: str) -> str:
    """Blank what stands between two runs of as many backticks, within a paragraph."""
    runs = list(_RUNS.finditer(text))
    closing: list[int] = []
    latest: dict[str, int] = {}
    for number, run in reversed(list(enumerate(runs))):
        if run[0].startswith("\n"):
            latest.clear()
        closing.append(latest.get(run[0], 0))
        latest[run[0]] = number
    closing.reverse()
    parts, done, number = [], 0, 0
    while number < len(runs):
        if close := closing[number]:
            start, end = runs[number].start(), runs[close].end()
            parts += [text[done:start], re.sub(r"[^\n]", " ", text[start:end])]
            done, number = end, close
        number += 1
    return "".join((*parts, text[done:]))
