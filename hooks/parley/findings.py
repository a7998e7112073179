"""Collects the problems of one file, each with the line it stands in."""

import unicodedata
from dataclasses import dataclass, field

from parley.problems import Problem

EXCERPT_LENGTH = 100
"""Characters of a long line that are shown, so that one line of 64 kB does not fill the screen."""

MAX_PROBLEMS = 200
"""Problems shown of one file; a file of 64 kB can be made to hold twenty thousand."""


@dataclass(slots=True)
class Findings:
    """The problems of the file at `path`, whose text (if it could be read) gives the excerpts.

    `hidden` texts, such as a token that must not be printed once more, are blotted out of excerpts.
    """

    path: str
    text: str = ""
    problems: list[Problem] = field(default_factory=list)
    hidden: set[str] = field(default_factory=set)
    _lines: list[str] | None = None

    @property
    def lines(self) -> list[str]:
        if self._lines is None:
            self._lines = self.text.split("\n")
        return self._lines

    def add(self, rule: str, message: str, help: str = "", *, line: int = 1, column: int = 1, width: int = 1) -> None:
        if len(self.problems) > MAX_PROBLEMS:
            return
        if len(self.problems) == MAX_PROBLEMS:
            help = f"{help} There is more in this file; it is shown once these {MAX_PROBLEMS} are mended.".strip()
        excerpt, shown_width = self._excerpt(line, column, width)
        self.problems.append(Problem(self.path, line, column, rule, message, help, excerpt, shown_width))

    def find_column(self, line: int, needle: str) -> int:
        """The column at which `needle` stands in a line, or 1 where it does not."""
        return self.lines[line - 1].find(needle) + 1 or 1 if 0 < line <= len(self.lines) else 1

    def _excerpt(self, line: int, column: int, width: int) -> tuple[str, int]:
        if not 0 < line <= len(self.lines):
            return "", 1
        text = self.lines[line - 1]
        for secret in self.hidden:
            text = text.replace(secret, "*" * len(secret))
        width = max(1, min(width, len(text) - column + 1, EXCERPT_LENGTH))
        return text, width


def shorten(text: str, longest: int = 60) -> str:
    """One line of a contributor's text, fit to stand in a message: control characters shown, length bounded."""
    text = visible(text)
    return text if len(text) <= longest else text[: longest - 1] + "…"


def visible(text: str) -> str:
    """The text with each character that has no shape of its own written as its code."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(char if is_visible(char) else f"\\u{ord(char):04x}" for char in text)


def is_visible(char: str) -> bool:
    """Tell whether a terminal shows the character where it stands and leaves its neighbours alone."""
    return char == " " or unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Zs"}
