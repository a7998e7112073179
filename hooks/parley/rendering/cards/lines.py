"""A title in lines: as large as it fits, and lines of about the same length."""

import re
from collections.abc import Callable, Iterator

from parley.model.markup.typography import PACKED

SIZES = (84, 72, 62, 54, 46, 40)
"""Of letters, in pixels, the largest first."""

LEADING = 1.2
"""From a line to the next, in sizes."""

WIDTH, HEIGHT = 1040, 360

_PIECE = re.compile(rf"\s+|{PACKED.pattern}[、。，．・：；？！」』）】〉》ー…]*|(?:(?!{PACKED.pattern})\S)+")
"""What no line ends within: a word, or a letter of a script without spaces with the signs that may not begin a line."""

Gauge = Callable[[str], float]
"""How wide a text is, in parts of its size."""


def break_title(title: str, measure: Gauge) -> tuple[int, list[str]]:
    """The size of a title's letters, and its lines; one that fits in no size ends with three dots."""
    for size in SIZES:
        lines = _break(title, measure, WIDTH / size)
        if len(lines) * size * LEADING <= HEIGHT:
            return size, _balance(title, lines, measure, WIDTH / size)
    size = SIZES[-1]
    return size, _cut(lines[: int(HEIGHT / size / LEADING)], measure, WIDTH / size)


def cut_line(text: str, measure: Gauge, width: float) -> str:
    """As much of a text as fits in a line."""
    return text if measure(text) <= width else _cut([text], measure, width)[0]


def _cut(lines: list[str], measure: Gauge, width: float) -> list[str]:
    last = lines[-1]
    while last and measure(f"{last}…") > width:
        last = last[:-1]
    return [*lines[:-1], f"{last.rstrip()}…"]


def _balance(title: str, lines: list[str], measure: Gauge, width: float) -> list[str]:
    """As many lines, without a word that stands alone in the last."""
    narrower = lines
    for part in range(19, 11, -1):
        found = _break(title, measure, width * part / 20)
        if len(found) > len(lines):
            break
        narrower = found
    return narrower


def _break(title: str, measure: Gauge, width: float) -> list[str]:
    lines, line = [], ""
    for piece in _cut_pieces(title, measure, width):
        if line and measure(line + piece.rstrip()) > width:
            lines.append(line.rstrip())
            line = ""
        line += piece if line else piece.lstrip()
    return [*lines, line.rstrip()] if line.strip() else lines


def _cut_pieces(title: str, measure: Gauge, width: float) -> Iterator[str]:
    for piece in _PIECE.findall(title):
        while measure(piece) > width:  # longer than a line
            end = next(end for end in range(len(piece), 0, -1) if end == 1 or measure(piece[:end]) <= width)
            yield piece[:end]
            piece = piece[end:]
        yield piece
