"""What a check of `posts/` gives."""

from dataclasses import dataclass

from parley.checking.rules.entry import Entry
from parley.model.library import Library
from parley.model.problems import Problem


@dataclass(frozen=True, slots=True)
class Check:
    """What a check of `posts/` found: all problems in order, what was read, and the library where nothing blocks.

    `entries` are the files as they were read, `notes` what a reader should know beside the problems. `deleted` are the
    paths, as problems show them, of files that a change takes away.
    """

    problems: tuple[Problem, ...]
    library: Library | None
    files: int
    entries: tuple[Entry, ...] = ()
    notes: tuple[str, ...] = ()
    deleted: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Selection:
    """What is right in the files that were read, and the problems of these files, in order."""

    problems: tuple[Problem, ...]
    library: Library
