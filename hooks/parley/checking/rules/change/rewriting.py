"""A published text changes in the open, and nothing slips in before what others have said already."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta

from parley.checking.rules.change.changeset import ChangeSet
from parley.checking.rules.entry import Entry, show_moment
from parley.model.entries import Kind, Moment
from parley.model.problems import Severity

DAYS = 3
"""Days by which something new, or an edit, may be dated before the newest contribution of its thread."""

_FREE = frozenset("author date updated tags discussions pinned aliases merged locked removed".split())
"""Keys that are no part of what was said; most of them have rules of their own."""

Newest = Mapping[tuple[Kind, str], Moment]
"""The date of the newest contribution of each thread."""


def check_edits(change: ChangeSet) -> None:
    """Check that edits say when they were made, and show a maintainer what would stand long before its thread's end."""
    newest = _find_newest(change.before.values())
    for edit in change.edits:
        if edit.is_allowed and edit.new is not None and _goes_on(change, edit.old, edit.new):
            _check_edit(change, edit.old, edit.new, newest)
    if not change.actor.is_maintainer:
        for new in change.additions:
            _check_day(change, new, "date", newest.get(new.slot.post) if new.slot.post else None)


def _goes_on(change: ChangeSet, old: Entry, new: Entry) -> bool:
    """Tell whether a file goes on being what it was, under any name; what is merged becomes something else."""
    post = change.addresses.find_post(old)
    merged = post.values.get("merged") if post else None
    is_moved = old.slot.post is not None and old.slot.post[1] in (merged or ())
    return old.slot.kind == new.slot.kind and not is_moved


def _find_newest(entries: Iterable[Entry]) -> Newest:
    """The date of the newest contribution of each thread among some files."""
    newest: dict[tuple[Kind, str], Moment] = {}
    for entry in entries:
        written = entry.moment("date")
        if entry.slot.post and written:
            newest[entry.slot.post] = max(newest.get(entry.slot.post, written), written)
    return newest


def _check_edit(change: ChangeSet, old: Entry, new: Entry, newest: Newest) -> None:
    if not (old.read.complete and new.read.complete) or not (edited := next(_find_edits(old, new), "")):
        return
    was, now = old.moment("updated"), new.moment("updated")
    if now is None:
        message = f"{edited} was edited after publication, but nothing says so"
        help = "Add a line with the time of the edit, in UTC: updated: 2026-11-22T17:05:00Z"
        change.add(new, "silent-edit", message, help, "date")
    elif was and now.at <= was.at:
        message = f"{edited} was edited after publication, but updated {show_moment(now)} is from an earlier edit"
        help = "Use the time of this edit, in UTC, as 2026-11-22T17:05:00Z."
        change.add(new, "silent-edit", message, help, "updated")
    else:
        _check_day(change, new, "updated", newest.get(old.slot.post) if old.slot.post else None)


def _find_edits(old: Entry, new: Entry) -> Iterator[str]:
    """The keys by which two published files differ for their readers; a lock that is taken away says itself."""
    if old.values.get("removed") != new.values.get("removed"):
        yield "removed"
    elif old.values.get("removed"):
        return
    if new.values.get("locked") not in (None, old.values.get("locked")):
        yield "locked"
    if _text(old) != _text(new):
        yield "the text"
    for key in sorted((old.values.keys() | new.values.keys()) - _FREE - {"body"}):
        if old.values.get(key) != new.values.get(key):
            yield key


def _text(entry: Entry) -> str:
    return entry.body.text.strip("\n") if entry.body else ""


_WAITED = "If it has waited since then, it may stay: a maintainer decides. Otherwise use the day you send it."


def _check_day(change: ChangeSet, new: Entry, key: str, newest: Moment | None) -> None:
    given = new.moment(key)
    if given and newest and given.day + timedelta(days=DAYS) < newest.day:
        message = (
            f"{key} {show_moment(given)} is more than {DAYS} days before {show_moment(newest)}, "
            "the date of the newest contribution here"
        )
        change.add(new, "back-dated", message, _WAITED, key, severity=Severity.WARNING)
