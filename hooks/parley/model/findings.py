"""Collects the problems of one file, each with the line it stands in."""

from collections.abc import Callable
from dataclasses import dataclass, field

from parley.model.characters import visible
from parley.model.problems import Problem, Severity
from parley.model.secrets import blot

EXCERPT_LENGTH = 100
"""Characters of a long line that are shown, so that one line of 64 kB does not fill the screen."""

MAX_PROBLEMS = 200
"""Problems of a severity shown of one file; a file of 64 kB can be made to hold twenty thousand."""


@dataclass(slots=True)
class Findings:
    """The problems of the file at `path`, whose text (if it could be read) gives the excerpts.

    `read` gets the text when it is needed, where nobody has read the file. Access tokens are blotted out of messages
    and excerpts, whichever rule prints them.
    """

    path: str
    text: str = ""
    problems: list[Problem] = field(default_factory=list)
    read: Callable[[], str] | None = None
    _lines: list[str] | None = None
    _counts: dict[str, int] = field(default_factory=dict)

    @property
    def lines(self) -> list[str]:
        if self._lines is None:
            self._lines = blot(self.text or (self.read() if self.read else "")).split("\n")
        return self._lines

    def add(
        self,
        rule: str,
        message: str,
        help: str = "",
        severity: Severity = Severity.ERROR,
        /,
        *,
        line: int = 1,
        column: int = 1,
        width: int = 1,
    ) -> None:
        # each severity is counted for itself, so that warnings cannot crowd out an error
        count = self._counts[severity] = self._counts.get(severity, 0) + 1
        if count > MAX_PROBLEMS + 1:
            return
        if count == MAX_PROBLEMS + 1:
            help = f"{help} This file has more; they are shown once these {MAX_PROBLEMS} are fixed.".strip()
        excerpt, shown_width = self._excerpt(line, column, width)
        message, help = visible(blot(message)), visible(help)
        self.problems.append(Problem(self.path, line, column, rule, message, help, excerpt, shown_width, severity))

    def find_place(self, needle: str, line: int, column: int) -> tuple[int, int]:
        """Where `needle` stands from a place on, as line and column; the place itself where it comes no more.

        It may stand further down: the address of a link by reference, or a text whose lines YAML has folded.
        """
        for number in range(line, len(self.lines) + 1):
            start = self.lines[number - 1].find(needle, column - 1 if number == line else 0)
            if start >= 0:
                return number, start + 1
        return line, column

    def _excerpt(self, line: int, column: int, width: int) -> tuple[str, int]:
        if not 0 < line <= len(self.lines):
            return "", 1
        text = self.lines[line - 1]
        width = max(1, min(width, len(text) - column + 1, EXCERPT_LENGTH))
        return text, width


def shorten(text: str, longest: int = 60) -> str:
    """One line of a contributor's text, fit to stand in a message: control characters shown, length bounded."""
    text = visible(blot(text))
    return text if len(text) <= longest else text[: longest - 1] + "…"
