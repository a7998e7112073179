"""Collects the problems of one file, each with the line it stands in."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from parley.model.characters import visible
from parley.model.languages.speaking import _, ngettext
from parley.model.problems import ParleyError, Problem, Severity
from parley.model.secrets import blot

EXCERPT_LENGTH = 100
"""Characters of a long line that are shown, so that one line of 64 kB does not fill the screen."""

MAX_PROBLEMS = 200
"""Problems of a severity shown of one file; a file of 64 kB can be made to hold twenty thousand."""


class InvalidPosts(ParleyError):
    """At least one file in posts/ has an error. `problems` holds all findings, warnings included, in order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        errors = sum(problem.blocks for problem in self.problems)
        super().__init__(ngettext("{n} error must be fixed first", "{n} errors must be fixed first", errors))


@dataclass(slots=True)
class Findings:
    """The problems of the file at `path`, whose text (if it could be read) gives the excerpts.

    `read` gets the text when it is needed, where nobody has read the file. Access tokens are blotted out of messages
    and excerpts, whichever rule prints them. Where the text was mended before it was looked at, `given` is what stands
    in the file, and every place within the text is told as the place that it has there.
    """

    path: str
    text: str = ""
    problems: list[Problem] = field(default_factory=list)
    read: Callable[[], str] | None = None
    given: str | None = None
    _given: "_Given | None" = None
    _lines: Sequence[str] | None = None
    _counts: dict[str, int] = field(default_factory=dict)

    @property
    def whole(self) -> str:
        """The text, read now where nobody has read it."""
        return self.text or (self.read() if self.read else "")

    @property
    def lines(self) -> Sequence[str]:
        if self._lines is None:
            self._lines = blot(self.whole).split("\n")
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
            more = _("This file has more; they are shown once these {number} are fixed.", number=MAX_PROBLEMS)
            help = f"{help} {more}".strip()
        lines = self.lines
        if self.given is not None:
            self._given = given = self._given or _Given.compare(self.given, lines)
            line, column, width = given.find(line, column, width)
            lines = given.lines
        excerpt, shown_width = _excerpt(lines, line, column, width)
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


def _excerpt(lines: Sequence[str], line: int, column: int, width: int) -> tuple[str, int]:
    if not 0 < line <= len(lines):
        return "", 1
    text = lines[line - 1]
    width = max(1, min(width, len(text) - column + 1, EXCERPT_LENGTH))
    return text, width


MAX_COMPARED = 2000
"""Lines that are compared one by one: a file of 64 kB can have as many lines, all of them changed."""


@dataclass(frozen=True, slots=True)
class _Given:
    """The lines of a file as they are, those of its mended text, and which of them each of these comes from."""

    lines: Sequence[str]
    mended: Sequence[str]
    origins: Sequence[int]

    @classmethod
    def compare(cls, given: str, mended: Sequence[str]) -> "_Given":
        lines = blot(given).split("\n")
        most = min(len(lines), len(mended))
        start = next((at for at in range(most) if lines[at] != mended[at]), most)
        end = next((at for at in range(most - start) if lines[-1 - at] != mended[-1 - at]), most - start)
        old, new = lines[start : len(lines) - end], mended[start : len(mended) - end]
        # a line that was changed comes from the one in its place, an added one from the last before it
        inner = [min(at, max(len(old) - 1, 0)) for at in range(len(new))]
        if len(old) + len(new) <= MAX_COMPARED:
            for _, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
                inner[c:d] = [max(min(a + at, b - 1), 0) if b > a else max(a - 1, 0) for at in range(d - c)]
        tail = range(len(lines) - end, len(lines))
        return cls(lines, mended, [*range(start), *(start + at for at in inner), *tail])

    def find(self, line: int, column: int, width: int) -> tuple[int, int, int]:
        """The place in the file of a place in the mended text: the same words, if they stand in the line it is from."""
        if not 0 < line <= len(self.origins):
            return min(line, len(self.lines)), column, width
        mended, number = self.mended[line - 1], self.origins[line - 1]
        if not number < len(self.lines) or mended == self.lines[number]:
            return number + 1, column, width
        text = self.lines[number]
        words = mended[column - 1 : column - 1 + width].strip("\"'")
        found = text.find(words) if len(words) > 1 else -1
        return (number + 1, found + 1, len(words)) if found >= 0 else (number + 1, 1, max(len(text), 1))


def shorten(text: str, longest: int = 60) -> str:
    """One line of a contributor's text, fit to stand in a message: control characters shown, length bounded."""
    text = visible(blot(text))
    return text if len(text) <= longest else text[: longest - 1] + "…"
