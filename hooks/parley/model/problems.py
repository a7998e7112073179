"""What can be wrong with a contribution, and the one error that carries all of it.

ParleyError             something to tell a person in one sentence
├── InvalidPosts        every problem found in posts/, at least one of them an error
└── (others)            beside the step that raises them
"""

import errno
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from parley.model.languages.speaking import N_, _, ngettext


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


class InvalidPosts(ParleyError):
    """At least one file in posts/ has an error. `problems` holds all findings, warnings included, in order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        errors = sum(problem.blocks for problem in self.problems)
        super().__init__(ngettext("{n} error must be fixed first", "{n} errors must be fixed first", errors))


_RIGHTS = N_("permission denied"), N_("Change its permissions, or run this as a user who has access.")
_FILES = N_("too many open files"), N_("Raise the limit (`ulimit -n`), or close other programs.")
_CAUSES = {
    errno.ENOSPC: (N_("the disk is full"), N_("Free some space, or choose another location.")),
    errno.EFBIG: (N_("the file is larger than the system allows"), N_("Raise the limit (`ulimit -f`).")),
    errno.EACCES: _RIGHTS,
    errno.EPERM: _RIGHTS,
    errno.EROFS: (N_("the disk is read-only"), N_("Choose another location.")),
    errno.EMFILE: _FILES,
    errno.ENFILE: _FILES,
    errno.ENOMEM: (N_("there isn't enough memory"), N_("Close other programs.")),
    errno.ENOENT: (N_("no such file or folder"), ""),
    errno.EIO: (N_("the disk reports an error"), N_("Check the disk.")),
    errno.ENAMETOOLONG: (N_("the name is too long for the disk"), N_("Choose a shorter path.")),
}
if hasattr(errno, "EDQUOT"):  # not on Windows
    _CAUSES[errno.EDQUOT] = (N_("your disk quota is used up"), N_("Free some space, or choose another location."))

_SHORTAGES = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOMEM})

SOMEWHERE = N_("the terminal, a pipe or a temporary file")
"""Where something was written whose name nobody knows."""


def explain(error: OSError, place: object = SOMEWHERE) -> str:
    """`site/index.html: the disk is full. Free some space, or choose another location.`

    `place` is what was read or written where the error itself doesn't say. Of two names, as a copy has, the second is
    the one that was to be written.
    """
    where = error.filename2 or error.filename or (_(SOMEWHERE) if place is SOMEWHERE else place)
    what, cure = _CAUSES.get(error.errno or 0, (error.strerror or str(error), ""))
    if isinstance(where, bytes):
        where = where.decode(errors="replace")
    return f"{where}: {_(what)}. {_(cure) if cure else ''}".strip()


def is_shortage(error: OSError) -> bool:
    """Tell whether any other file would have met with the same, so that this one isn't to blame."""
    return error.errno in _SHORTAGES
