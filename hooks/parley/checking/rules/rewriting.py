"""A published text changes in the open, and nothing slips in before what others have said already."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

from parley.checking.rules.entry import Entry
from parley.checking.rules.threads import show_moment
from parley.model.entries import Kind, Moment

DAYS = 3
"""Days by which something new, or an edit, may be dated before the newest contribution of its thread."""

_FREE = frozenset("author date updated tags discussions pinned aliases merged locked removed".split())
"""Keys that are no part of what was said; most of them have rules of their own."""

Newest = Mapping[tuple[Kind, str], Moment]
"""The date of the newest contribution of each thread."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a value, and the key that it belongs to."""

    rule: str
    message: str
    help: str
    key: str


def find_newest(entries: Iterable[Entry]) -> Newest:
    """The date of the newest contribution of each thread among some files."""
    newest: dict[tuple[Kind, str], Moment] = {}
    for entry in entries:
        written = entry.moment("date")
        if entry.slot.post and written:
            newest[entry.slot.post] = max(newest.get(entry.slot.post, written), written)
    return newest


def judge_addition(new: Entry, newest: Newest) -> Fault | None:
    """Show a maintainer a new file that would stand long before what its thread has by now."""
    return _judge_day(new, "date", newest.get(new.slot.post) if new.slot.post else None)


def judge_edit(old: Entry, new: Entry, newest: Newest) -> Fault | None:
    """Refuse an edit of what was published that does not say when it was made."""
    if not (old.read.complete and new.read.complete) or not (edited := next(_find_edits(old, new), "")):
        return None
    was, now = old.moment("updated"), new.moment("updated")
    if now is None:
        message = f"{edited} is not as it was published, and nothing says that it was edited"
        help = "Add a line with the time of the edit in UTC, in this form: updated: 2026-11-22T17:05:00Z"
        return Fault("silent-edit", message, help, "date")
    if was and now.at <= was.at:
        message = (
            f"{edited} is not as it was published, and updated {show_moment(now)} tells of an edit before this one"
        )
        help = "Put the time of this edit in UTC, in the form 2026-11-22T17:05:00Z."
        return Fault("silent-edit", message, help, "updated")
    return _judge_day(new, "updated", newest.get(old.slot.post) if old.slot.post else None)


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


_WAITED = "If it has waited since then, it may stand: a maintainer decides. Else put the day on which you send it."


def _judge_day(new: Entry, key: str, newest: Moment | None) -> Fault | None:
    given = new.moment(key)
    if given and newest and given.day + timedelta(days=DAYS) < newest.day:
        message = (
            f"{key} {show_moment(given)} is more than {DAYS} days before {show_moment(newest)}, "
            "that of the newest contribution here"
        )
        return Fault("back-dated", message, _WAITED, key)
    return None
