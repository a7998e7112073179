"""Which checks there are, in four lists: of a file, of a thread, between files, of a change.

A list is gone through row by row, and no check is called from anywhere else. A row is a check and the ids of the rules
that it may report. An id is public: it's printed with each problem, has its heading in docs/rules.md and its golden
case in tests/cases/, and is never used again for something else.
"""

from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

Rows = tuple[tuple[Callable[[T], None], *tuple[str, ...]], ...]

READING = (
    *("unreadable-file", "odd-file", "file-too-large", "not-utf8", "control-character"),
    *("unknown-file", "bad-name", "name-clash", "missing-post", "missing-page"),
    *("untidy", "no-front-matter", "yaml-syntax", "yaml-feature", "duplicate-key"),
    *(
        "unknown-key",
        "undeclared",
        "missing-key",
        "wrong-type",
        "wrong-length",
        "wrong-value",
        "bad-date",
        "bad-link",
        "mixed-script",
    ),
)
"""Rules that are reported where files are read: of what can't be read there is nothing to check."""

ELSEWHERE = ("not-compared", "bad-embed")
"""Rules about what is no file of posts/: two trees that can't be compared, and the maintainers' pages."""


def run(rows: Rows[T], subject: T) -> None:
    """Go through a list."""
    for check, *_ in rows:
        check(subject)
