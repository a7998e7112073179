"""What is published stays: every address leads on, and a text changes in the open, not before what was said already."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from typing import TypeAlias

from parley.checking.rules.change.addresses import show_address
from parley.checking.rules.change.changeset import ChangeSet, Edit, is_carried_along
from parley.checking.rules.entry import Entry, show_moment
from parley.model import urls
from parley.model.entries import Moment, Person, ThreadName
from parley.model.findings import shorten
from parley.model.languages.speaking import N_, _
from parley.model.problems import Severity
from parley.model.settings import Settings
from parley.reading.writing import REMOVED

_KEEP = N_(
    "Readers have linked to it. Keep the file and add 'removed: <why>' and 'updated: <today>'; "
    "if you renamed it, list the old name under 'aliases' in the new file."
)


def check_permalinks(change: ChangeSet) -> None:
    """Check every name under which a file could be reached."""
    for edit in change.edits:
        if edit.is_allowed:
            _check_address(change, edit)


def _check_address(change: ChangeSet, edit: Edit) -> None:
    old, new = edit.old, edit.new
    lost = change.addresses.find_lost(old)
    for address in lost:
        help = _("Put it back in 'aliases': readers have linked to it.") if new else _(_KEEP)
        _report(change, new or old, address, "aliases", help, _("Do this only if the law requires it."))
    if new is not None and not lost and old.slot != new.slot and not is_carried_along(old, new):
        message = _("'{old}' will redirect to '{new}'", old=show_address(old), new=show_address(new))
        help = _("Make sure the new name is one you want to keep.")
        change.add(new, "changed-permalink", message, help, "aliases", severity=Severity.NOTICE)


def check_pages_of_people(change: ChangeSet) -> None:
    """Every page of a person has to lead on, under another handle if need be."""
    lost = _find_handles(change.before.values()) - _find_handles(change.after.values()) - {REMOVED}
    for path in change.paths:
        old = change.before.get(path)
        if old is None or not (old.slot.kind == "person" or change.actor.is_maintainer):
            continue  # nobody else may change an author at all
        is_person = old.slot.kind == "person"
        for handle in (old.slot.name, *old.former_names) if is_person else (old.values.get("author"),):
            if handle in lost:
                lost.remove(handle)
                entry = change.after.get(path) or old
                key = "aliases" if entry.slot.kind == "person" else "author"
                example = f"aliases: [{shorten(handle)}]."
                own = _("List the former handle in your file in people/: {example}", example=example)
                words = N_("If it is somebody's former handle, list it in their file in people/: {example}")
                _report(change, entry, f"/{urls.person(shorten(handle))}", key, own, _(words, example=example))
    for path in change.paths:
        old, new = change.before.get(path), change.after.get(path)
        if old and _earns_page(old) and not (new and (_earns_page(new) or not new.read.complete)):
            _tell_of_lost_page(change, new or old, old.slot.name)


def _tell_of_lost_page(change: ChangeSet, entry: Entry, handle: str) -> None:
    """Tell of a page that only the file had earned. Whose it is decides that, so nobody is stopped."""
    after = change.after.values()
    written = sum(one.values.get("author") == handle for one in after)
    leads_on = any(handle in one.former_names for one in after if one.slot.kind == "person")
    if 0 < written < Settings().person_page and not leads_on:
        message = _(
            "'/{person}' no longer works: {written} of {person_page} contributions",
            person=urls.person(handle),
            written=written,
            person_page=Settings().person_page,
        )
        help = _("To keep the page, let the file say something of the person, such as 'about'.")
        change.add(entry, "changed-permalink", message, help, "about", severity=Severity.NOTICE)


def _earns_page(entry: Entry) -> bool:
    if entry.slot.kind != "person" or not entry.kind or not entry.read.complete:
        return False
    person: Person = entry.kind.make(dict(entry.values), handle=entry.slot.name)
    return person.is_presented


def _report(change: ChangeSet, entry: Entry, address: str, key: str, help: str, help_for_maintainers: str) -> None:
    if change.actor.is_maintainer:
        message = _("'{address}' no longer works", address=address)
        change.add(entry, "changed-permalink", message, help_for_maintainers, key, severity=Severity.NOTICE)
    else:
        change.add(entry, "lost-permalink", _("'{address}' would stop working", address=address), help, key)


def _find_handles(entries: Iterable[Entry]) -> set[str]:
    """Every handle under which there is a page, or was once: of a file in people/, a former one, an author's."""
    found: set[str] = set()
    for entry in entries:
        if entry.slot.kind == "person":
            found |= {entry.slot.name, *entry.former_names}
        elif author := entry.values.get("author"):
            found.add(author)
    return found


DAYS = 3
"""Days by which something new, or an edit, may be dated before the newest contribution of its thread."""

_FREE = frozenset("author date updated tags discussions pinned aliases merged locked body".split())
"""Keys that are no part of what was said; most of them have rules of their own."""

Newest: TypeAlias = Mapping[ThreadName | None, Moment]
"""The date of the newest contribution of each thread."""


def check_edits(change: ChangeSet) -> None:
    """Check that edits say when they were made, and show a maintainer what would stand long before its thread's end."""
    newest = _find_newest(change.before.values())
    for edit in change.edits:
        if edit.is_allowed and edit.new is not None and not _is_merged(change, edit.old):
            _check_time(change, edit.old, edit.new, newest)
    if not change.actor.is_maintainer:
        for new in change.additions:
            _check_day(change, new, "date", newest.get(new.slot.post))


def _is_merged(change: ChangeSet, old: Entry) -> bool:
    """Tell whether a file becomes something else, in a thread that takes in its own."""
    post = change.addresses.find_post(old)
    merged = post.values.get("merged") if post else None
    return bool(merged and old.slot.post and old.slot.post[1] in merged)


def _find_newest(entries: Iterable[Entry]) -> Newest:
    """The date of the newest contribution of each thread among some files, without what is said to come."""
    newest: dict[ThreadName | None, Moment] = {}
    for entry in entries:
        written = entry.moment("date")
        if written and not any(one.rule == "future-date" for one in entry.findings.problems):
            newest[entry.slot.post] = max(newest.get(entry.slot.post, written), written)
    return newest


def _check_time(change: ChangeSet, old: Entry, new: Entry, newest: Newest) -> None:
    if not (old.read.complete and new.read.complete) or not (edited := next(_find_edits(old, new), "")):
        return
    was, now = old.moment("updated"), new.moment("updated")
    if now is None:
        message = _("{edited} was edited after publication, but nothing says so", edited=edited)
        help = _("Add a line with the time of the edit, in UTC: updated: 2026-11-22T17:05:00Z")
        change.add(new, "silent-edit", message, help, "date")
    elif was and now.at <= was.at:
        message = _(
            "{edited} was edited after publication, but updated {now} is from an earlier edit",
            edited=edited,
            now=show_moment(now),
        )
        help = _("Use the time of this edit, in UTC, as 2026-11-22T17:05:00Z.")
        change.add(new, "silent-edit", message, help, "updated")
    else:
        _check_day(change, new, "updated", newest.get(old.slot.post))


def _find_edits(old: Entry, new: Entry) -> Iterator[str]:
    """The keys by which two published files differ for their readers; a lock that is taken away says itself."""
    if old.values.get("removed") != new.values.get("removed"):
        yield "removed"
    elif old.values.get("removed"):
        return
    if new.values.get("locked") not in (None, old.values.get("locked")):
        yield "locked"
    if old.text != new.text:
        yield _("the text")
    for key in sorted((old.values.keys() | new.values.keys()) - _FREE.union(new.guarded)):
        if old.values.get(key) != new.values.get(key):
            yield key


_WAITED = N_("If it has waited since then, it may stay: a maintainer decides. Otherwise use the day you send it.")


def _check_day(change: ChangeSet, new: Entry, key: str, newest: Moment | None) -> None:
    given = new.moment(key)
    if given and newest and given.day + timedelta(days=DAYS) < newest.day:
        message = _(
            "{key} {given} is more than {days} days before {newest}, the date of the newest contribution here",
            key=key,
            given=show_moment(given),
            days=DAYS,
            newest=show_moment(newest),
        )
        change.add(new, "back-dated", message, _(_WAITED), key, severity=Severity.WARNING)
