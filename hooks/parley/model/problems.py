"""What can be wrong with a contribution, and the one error that carries all of it.

ParleyError             something to tell a person in one sentence
├── findings.InvalidPosts    every problem found in posts/, at least one of them an error
└── (others)                 beside the step that raises them
"""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """An error blocks the build; a warning is for a maintainer to decide; a notice is advice."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One finding.

    `path` is shown to the contributor as it is, `line` and `column` count from 1, `rule` is one of those in
    `checking.stages`, `message` says what was found (in quotes) and what is wanted, `help` how to mend it. `excerpt` is
    the line it stands in and `width` the number of characters to mark there.
    """

    path: str
    line: int
    column: int
    rule: str
    message: str
    help: str = ""
    excerpt: str = ""
    width: int = 1
    severity: Severity = Severity.ERROR

    @property
    def blocks(self) -> bool:
        return self.severity is Severity.ERROR


class ParleyError(Exception):
    """The tool cannot go on; the message tells a person why."""
