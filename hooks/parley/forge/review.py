"""What a pull request changes: its problems, and whether whoever sends it may change that.

Two checkouts are compared: the base, as the site is, and the head, as it would be. A problem that was there before, in
a file that is not touched, is not laid at the door of whoever sends the change. Where the two cannot be compared,
everything is checked and that is said: a check must never become smaller in silence.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from parley.caching.means import BARE, Means
from parley.checking.check import Check
from parley.checking.loading import check_posts
from parley.checking.rules.change.actors import Actor
from parley.checking.rules.change.changeset import ChangeSet, FileChange
from parley.checking.rules.entry import Entry
from parley.checking.stages import of_changes, run
from parley.forge.changes import NotCompared, find_changes
from parley.model.characters import visible
from parley.model.findings import Findings
from parley.model.languages.speaking import NN_, _, ngettext, show_list
from parley.model.problems import Problem, Severity
from parley.model.settings import Settings
from parley.reading.sources import NoPosts

REFUSED = frozenset({"future-date", "missing-page"})
"""What is a warning in what is published, and no change may bring in."""


def review(
    base: Path,
    head: Path,
    login: str,
    *,
    posts: str = "posts",
    is_maintainer: bool = False,
    now: datetime | None = None,
    settings: Settings | None = None,
    account: str = "",
    means: Means = BARE,
) -> Check:
    """Check the posts of `head` as a change of `base` that `login` proposes.

    `posts` is the folder of the posts in both, relative to them. Rights are those that the base gives: to authors of
    its files, and to whoever has `role: maintainer` in its `people/`. `is_maintainer` gives that role from outside.
    `account` is the number of the login at the forge, where that is known.

    Raises:
        NoPosts: `head` has no posts.
    """
    found = compare(base, head, posts=posts, settings=settings or Settings(), now=now, means=means)
    if not isinstance(found, Compared):
        return found
    rest = {"posts": posts, "account": account}
    return judge(found.before, found.after, found.changes, login, is_maintainer=is_maintainer, **rest)


@dataclass(frozen=True, slots=True)
class Compared:
    """The checks of two trees, and the files in which they differ, at least one."""

    before: Check
    after: Check
    changes: tuple[FileChange, ...]


def compare(
    base: Path, head: Path, *, posts: str, settings: Settings, now: datetime | None, means: Means = BARE
) -> Compared | Check:
    """Check two trees and see what differs; the check of `head`, and why, where that can't be told.

    Raises:
        NoPosts: `head` has no posts.
    """
    check = partial(check_posts, now=now, site_name=settings.site_name, declaration=settings.declaration)
    check = partial(check, cache=means.cache, workers=means.workers)
    after = check(head / posts, posts)
    try:
        changes = find_changes(base, head)
        before = check(base / posts, posts)
    except (NotCompared, NoPosts) as error:
        return _say_not_compared(after, posts, error.what if isinstance(error, NoPosts) else str(error))
    if not changes:
        return _say_not_compared(after, posts, _("nothing differs from what is there"))
    return Compared(before, after, changes)


def judge(
    before: Check,
    after: Check,
    changes: Iterable[FileChange],
    login: str,
    *,
    posts: str,
    is_maintainer: bool = False,
    account: str = "",
) -> Check:
    """Turn the check of a tree into that of a change, given the check of the tree before it."""
    changes = tuple(changes)
    old, new = _by_path(before), _by_path(after)
    actor = Actor.find(login, old, is_maintainer=is_maintainer, account=account)
    change = ChangeSet(actor, old, new, changes, posts)
    run(of_changes.CHECKS, change)
    kept, left_out = _narrow(before.problems, after.problems, {f"{posts}/{visible(path)}" for path in change.paths})
    kept = _refuse(kept, before.problems)
    notes = [_count_changes(changes)]
    if left_out:
        notes.append(
            ngettext(
                "{n} problem was there before, in files that this doesn't touch; a maintainer has to fix that.",
                "{n} problems were there before, in files that this doesn't touch; a maintainer has to fix that.",
                left_out,
            )
        )
    deleted = frozenset(visible(file.path) for file in changes if file.what == "deleted")
    return replace(after, problems=tuple(sorted(kept + change.problems)), notes=tuple(notes), deleted=deleted)


def _by_path(check: Check) -> dict[str, Entry]:
    return {entry.path: entry for entry in check.entries}


def _narrow(before: Iterable[Problem], after: Iterable[Problem], touched: set[str]) -> tuple[list[Problem], int]:
    """The problems of the touched files and those that are new, and the number of the others."""
    known = {(problem.path, problem.rule, problem.message) for problem in before}
    found = list(after)
    kept = [
        problem
        for problem in found
        if problem.path in touched or (problem.path, problem.rule, problem.message) not in known
    ]
    return kept, len(found) - len(kept)


def _refuse(found: Iterable[Problem], before: Iterable[Problem]) -> list[Problem]:
    """Make errors of what is new and `REFUSED`; what was there already keeps no other change of its file away."""
    known = {(problem.path, problem.rule, problem.message) for problem in before}
    return [
        replace(one, severity=Severity.ERROR)
        if one.rule in REFUSED and (one.path, one.rule, one.message) not in known
        else one
        for one in found
    ]


def _count_changes(changes: tuple[FileChange, ...]) -> str:
    counts = {what: sum(change.what == what for change in changes) for what in ("added", "edited", "deleted")}
    told = [ngettext(*words, counts[what]) for what, words in _CHANGES.items() if counts[what]]
    return ngettext(
        "{n} file changed: {told}.", "{n} files changed: {told}.", len(changes), told=show_list(told, "unit")
    )


_CHANGES = {
    "added": NN_("{n} added", "{n} added"),
    "edited": NN_("{n} edited", "{n} edited"),
    "deleted": NN_("{n} deleted", "{n} deleted"),
}


def _say_not_compared(check: Check, posts: str, why: str) -> Check:
    findings = Findings(posts)
    findings.add(
        "not-compared",
        _("can't tell what is changed: {why}", why=why),
        _("All files were checked, but not whose they are; a maintainer must review this."),
        Severity.WARNING,
    )
    return replace(check, problems=tuple(sorted((*check.problems, *findings.problems))))
