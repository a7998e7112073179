"""What somebody proposes to change, file by file, beside the files as they are."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from parley.checking.rules.change.actors import Actor, Entries
from parley.checking.rules.change.addresses import Addresses
from parley.checking.rules.entry import Entry
from parley.model.findings import Findings
from parley.model.problems import Problem, Severity
from parley.reading.nodes import Position


@dataclass(frozen=True, slots=True, order=True)
class FileChange:
    """One file that is not the same in both trees; `path` is relative to the checkout, with forward slashes."""

    path: str
    what: Literal["added", "edited", "deleted"]


@dataclass(frozen=True, slots=True)
class Edit:
    """A post or reply that is there: `new` is where its address would lead, None where nothing would stand there.

    `is_allowed` tells whether whoever proposes it may change this file at all, `is_proposed` that it is another's post
    of which nothing but the outcome would change: anybody may propose one, and a maintainer decides.
    """

    old: Entry
    new: Entry | None
    is_allowed: bool
    is_proposed: bool


@dataclass(frozen=True, slots=True)
class PersonEdit:
    """The file of a person that is added, changed or, where `new` is None, deleted."""

    old: Entry | None
    new: Entry | None
    is_allowed: bool

    @property
    def entry(self) -> Entry:
        entry = self.new or self.old
        assert entry is not None  # noqa: S101
        return entry


@dataclass(frozen=True)
class ChangeSet:
    """The changed files of a repository whose posts stand in the folder `posts`, and what is wrong with that.

    `before` and `after` are all files below `posts`, as they are and as they would be.
    """

    actor: Actor
    before: Entries
    after: Entries
    files: tuple[FileChange, ...]
    posts: str
    problems: list[Problem] = field(default_factory=list)

    @cached_property
    def paths(self) -> list[str]:
        """The changed files below `posts`."""
        start = f"{self.posts}/"
        return sorted({file.path.removeprefix(start) for file in self.files if file.path.startswith(start)})

    @cached_property
    def addresses(self) -> Addresses:
        """Where addresses would lead."""
        return Addresses(self.after.values())

    @cached_property
    def edits(self) -> tuple[Edit, ...]:
        """All posts and replies that are there and would be changed, moved or deleted."""
        found = []
        for path in self.paths:
            old = self.before.get(path)
            if old and old.slot.post:
                new = self.addresses.find(old)
                is_owned = self.actor.is_maintainer or self.actor.owns(old.values.get("author"))
                is_proposed = not is_owned and _only_settles(old, new)
                found.append(Edit(old, new, is_owned or is_proposed or is_carried_along(old, new), is_proposed))
        return tuple(found)

    @cached_property
    def additions(self) -> tuple[Entry, ...]:
        """Posts and replies that are new; one to which an address leads on is none."""
        followed = {edit.new and edit.new.path for edit in self.edits}
        new = (self.after[path] for path in self.paths if path in self.after and path not in self.before)
        return tuple(entry for entry in new if entry.slot.post and entry.path not in followed)

    @cached_property
    def agreements(self) -> tuple[tuple[Entry, bool], ...]:
        """The changed files of agreements, and whether each is of who proposes the change."""
        changed = ((self.after.get(path) or self.before.get(path)) for path in self.paths)
        return tuple((one, self.actor.owns(one.slot.name)) for one in changed if one and one.slot.kind == "agreement")

    @cached_property
    def people(self) -> tuple[PersonEdit, ...]:
        return tuple(self._find_people())

    def _find_people(self) -> Iterator[PersonEdit]:
        for path in self.paths:
            old, new = self.before.get(path), self.after.get(path)
            entry = new or old
            if entry and entry.slot.kind == "person":
                yield PersonEdit(old, new, self.actor.is_maintainer or self.actor.owns(entry.slot.name))

    def add(
        self,
        entry: Entry,
        rule: str,
        message: str,
        help: str,
        key: str = "author",
        item: int = 0,
        severity: Severity = Severity.ERROR,
    ) -> None:
        """Report a problem with a file; one that is there no more has no line to show."""
        stands = self.after.get(entry.path) is entry
        known = entry.findings
        findings = Findings(known.path, known.whole, given=known.given) if stands else Findings(known.path)
        place = entry.place(key, item) if stands else Position(1, 1)
        where = {"line": place.line, "column": place.column, "width": place.width}
        findings.add(rule, message, help, severity, **where)
        self.problems.extend(findings.problems)


SETTLING = frozenset({"outcome", "answer"})
"""Keys that say what has come of a post."""


def _only_settles(old: Entry, new: Entry | None) -> bool:
    """Tell whether a post says something else of what has come of it, and is the same otherwise."""
    if new is None or new.path != old.path or not (old.read.complete and new.read.complete):
        return False
    names = old.values.keys() | new.values.keys()
    changed = {name for name in names if old.values.get(name) != new.values.get(name)}
    return bool(changed & SETTLING) and changed <= {*SETTLING, "updated"} and old.text == new.text


def is_carried_along(old: Entry, new: Entry | None) -> bool:
    """Tell whether a reply stands unchanged in the folder of its post, which has got another name."""
    return (
        new is not None
        and old.slot.post != new.slot.post
        and old.slot.name == new.slot.name
        and bool(old.findings.whole)
        and old.findings.whole == new.findings.whole
    )
