"""What a pull request changes: its problems, and whether whoever sends it may change that.

Two checkouts are compared: the base, as the site is, and the head, as it would be. A problem that was there before, in
a file that is not touched, is not laid at the door of whoever sends the change. Where the two cannot be compared,
everything is checked and that is said: a check must never become smaller in silence.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from parley.checking.check import Check
from parley.checking.loading import check_posts
from parley.checking.report import count
from parley.checking.rules.entry import Entry
from parley.checking.rules.ownership import Actor, check_ownership
from parley.forge.changes import Change, NotCompared, find_changes
from parley.model import layout
from parley.model.findings import Findings, shorten, visible
from parley.model.problems import Problem
from parley.reading.sources import NoPosts, clash_key

MAX_NAMED = 5
"""Files outside posts/ that a message names; it counts the rest."""


def review(
    base: Path,
    head: Path,
    login: str,
    *,
    posts: str = "posts",
    is_maintainer: bool = False,
    now: datetime | None = None,
    site_name: str = "",
    account: str = "",
) -> Check:
    """Check the posts of `head` as a change of `base` that `login` proposes.

    `posts` is the folder of the posts in both, relative to them. Rights are those that the base gives: to authors of
    its files, and to whoever has `role: maintainer` in its `people/`. `is_maintainer` gives that role from outside.
    `account` is the number of the login at the forge, where that is known.

    Raises:
        NoPosts: `head` has no posts.
    """
    after = check_posts(head / posts, posts, now, site_name=site_name)
    try:
        changes = find_changes(base, head)
        before = check_posts(base / posts, posts, now, site_name=site_name)
    except (NotCompared, NoPosts) as error:
        return _say_not_compared(after, posts, str(error))
    if not changes:
        return _say_not_compared(after, posts, "nothing differs from what is there")
    return judge(before, after, changes, login, posts=posts, is_maintainer=is_maintainer, account=account)


def judge(
    before: Check,
    after: Check,
    changes: Iterable[Change],
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
    below = {change.path.removeprefix(f"{posts}/") for change in changes if change.path.startswith(f"{posts}/")}
    kept, left_out = _narrow(before.problems, after.problems, {f"{posts}/{visible(path)}" for path in below})
    problems = kept + check_ownership(old, new, below, actor) + _find_twins(changes, posts)
    if not actor.is_maintainer:
        problems += _find_other_files(changes, posts)
    notes = [_count_changes(changes)]
    if left_out:
        there = "1 problem was" if left_out == 1 else f"{left_out} problems were"
        notes.append(f"{there} there before, in files that this does not touch; a maintainer has to mend that.")
    deleted = frozenset(visible(change.path) for change in changes if change.what == "deleted")
    return replace(after, problems=tuple(sorted(problems)), notes=tuple(notes), deleted=deleted)


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


def _find_twins(changes: Iterable[Change], posts: str) -> list[Problem]:
    """Files in a folder that is the one of the posts to many file systems, and that nothing here reads."""
    depth = posts.count("/") + 1
    problems: list[Problem] = []
    for change in changes:
        folder = "/".join(change.path.split("/")[:depth])
        if change.what != "deleted" and folder != posts and clash_key(folder) == clash_key(posts):
            findings = Findings(visible(change.path))
            message = f"folder '{shorten(folder)}' and '{posts}' are the same name to many file systems"
            findings.add("name-clash", message, f"Put the file into {posts}/.")
            problems += findings.problems
    return problems


def _find_other_files(changes: Iterable[Change], posts: str) -> list[Problem]:
    """Point a maintainer to what is no post, reply or person: the list of tags, and everything outside `posts/`."""
    problems: list[Problem] = []
    others: list[str] = []
    mixed = False
    for change in changes:
        slot = layout.find_slot(change.path.removeprefix(f"{posts}/")) if change.path.startswith(f"{posts}/") else None
        if slot is None:
            others.append(change.path)
            continue
        mixed = mixed or slot.kind != "tags"
        if slot.kind == "tags":
            findings = Findings(visible(change.path))
            findings.add("for-a-maintainer", "the list of tags is changed", "A maintainer decides on tags.")
            problems += findings.problems
    if others:
        findings = Findings(visible(others[0]))
        named = ", ".join(f"'{shorten(path)}'" for path in others[:MAX_NAMED])
        more = f" and {len(others) - MAX_NAMED} more" if len(others) > MAX_NAMED else ""
        what = "beside posts, this changes" if mixed else "this changes"
        help = "A maintainer has to look at it."
        if mixed:
            help = f"{help} Posts are merged sooner when they come in a pull request of their own."
        findings.add("for-a-maintainer", f"{what} {count(len(others), 'other file')}: {named}{more}", help)
        problems += findings.problems
    return problems


def _count_changes(changes: tuple[Change, ...]) -> str:
    counts = {what: sum(change.what == what for change in changes) for what in ("added", "edited", "deleted")}
    told = ", ".join(f"{number} {what}" for what, number in counts.items() if number)
    return f"{count(len(changes), 'file')} changed: {told}."


def _say_not_compared(check: Check, posts: str, why: str) -> Check:
    findings = Findings(posts)
    findings.add(
        "not-compared",
        f"what is changed cannot be told: {why}",
        "All files were checked, but not whose they are; a maintainer has to look.",
    )
    return replace(check, problems=tuple(sorted((*check.problems, *findings.problems))))
