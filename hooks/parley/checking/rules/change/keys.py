"""Keys that stay as they were published, and keys that are a maintainer's."""

from collections.abc import Iterator

from parley.checking.rules.change.changeset import ChangeSet
from parley.checking.rules.entry import Entry, show_moment
from parley.model.entries import Moment
from parley.model.findings import shorten

FIXED = ("author", "date")
MAINTAINERS = ("pinned", "locked")
"""Keys of a post that only a maintainer sets or takes away."""


def check_fixed_keys(change: ChangeSet) -> None:
    for old, new in _find_own_edits(change):
        for key in FIXED:
            was, now = old.values.get(key), new.values.get(key)
            if was is not None and now is not None and was != now:
                help = "Put it back; the time of an edit goes into 'updated'." if key == "date" else "Put it back."
                message = f"{key} '{_show(now)}' was '{_show(was)}' when this was published"
                change.add(new, "fixed-key", message, help, key)


def check_maintainers_keys(change: ChangeSet) -> None:
    for old, new in _find_own_edits(change):
        _check_keys(change, new, old)
        if old.values.get("removed") and new.values.get("removed") != old.values["removed"]:
            message = "this was removed; only a maintainer may restore it or change the reason"
            help = "Leave 'removed' as it was, and ask a maintainer."
            change.add(new, "maintainers-key", message, help, "removed")
    if not change.actor.is_maintainer:
        for new in change.additions:
            _check_keys(change, new, None)


def _find_own_edits(change: ChangeSet) -> Iterator[tuple[Entry, Entry]]:
    """What authors change of theirs; what an address leads on to elsewhere was there before."""
    if change.actor.is_maintainer:
        return
    for edit in change.edits:
        new = edit.new
        if edit.is_allowed and new and (new.path == edit.old.path or new.path not in change.before):
            yield edit.old, new


def _check_keys(change: ChangeSet, new: Entry, old: Entry | None) -> None:
    for key in MAINTAINERS:
        was, now = (old.values.get(key) if old else None) or None, new.values.get(key) or None
        if was != now:
            message = f"only a maintainer may {'set' if now else 'remove'} '{key}'"
            change.add(new, "maintainers-key", message, f"Leave '{key}' as it was, and ask a maintainer.", key)


def _show(value: str | Moment) -> str:
    return show_moment(value) if isinstance(value, Moment) else shorten(value)
