"""Dates that cannot be: the future, and an answer before what it answers. For `parley check --fix`."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from parley.checking.rules.entry import Entry, ThreadEntries, group_threads
from parley.model.entries import Moment
from parley.reading.mending.dates import is_today

KEYS = ("date", "updated")


def find_dates(entries: Iterable[Entry], now: datetime) -> dict[str, dict[str, str]]:
    """By the path of its file, the dates that a contribution should have instead of those it has.

    What lies in the future is of today, and so is what says "today". A reply is not earlier than what it answers, as
    that will be dated; an edit is not earlier than what it changes.
    """
    entries = [entry for entry in entries if entry.slot.post]
    dated = {entry.path: _bring_back(entry, now) for entry in entries}
    for thread in group_threads(entries):
        for reply, answered in _list_answers(thread):
            _put_behind(dated[reply.path], dated[answered.path].get("date"))
    for dates in dated.values():
        written, updated = dates.get("date"), dates.get("updated")
        if written and updated and updated.is_surely_before(written):
            dates["updated"] = written
    return {path: new for entry in entries for path in (entry.path,) if (new := _compare(entry, dated[path]))}


def _bring_back(entry: Entry, now: datetime) -> dict[str, Moment]:
    today = Moment.from_day(now.date())
    known = ((key, today if _says_today(entry, key) else entry.moment(key)) for key in KEYS)
    return {key: today if moment.earliest > now else moment for key, moment in known if moment}


def _says_today(entry: Entry, key: str) -> bool:
    if entry.values.get(key, key) is not None:
        return False
    place = entry.place(key, 0)
    return is_today(entry.findings.lines[place.line - 1][place.column - 1 :])


def _list_answers(thread: ThreadEntries) -> Iterator[tuple[Entry, Entry]]:
    """Each reply with what it answers, from the post on; those in a ring answer nothing that has a date."""
    answers: dict[str, list[Entry]] = {}
    for reply in thread.replies:
        answers.setdefault(thread.parents.get(reply.slot.name, ""), []).append(reply)
    waiting = [(reply, thread.post) for reply in answers.get("", ())]
    while waiting:
        reply, answered = waiting.pop()
        if answered:
            yield reply, answered
        waiting += [(one, reply) for one in answers.get(reply.slot.name, ())]


def _put_behind(dates: dict[str, Moment], before: Moment | None) -> None:
    written = dates.get("date")
    if written and before and written.is_surely_before(before):
        dates["date"] = before


def _compare(entry: Entry, dates: Mapping[str, Moment]) -> dict[str, str]:
    return {key: moment.written for key, moment in dates.items() if moment != entry.moment(key)}
