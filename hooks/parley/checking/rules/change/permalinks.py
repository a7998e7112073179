"""Every address under which something could be read has to lead on."""

from collections.abc import Iterable

from parley.checking.rules.change.addresses import show_address
from parley.checking.rules.change.changeset import ChangeSet, Edit, is_carried_along
from parley.checking.rules.entry import Entry
from parley.model import urls
from parley.model.findings import shorten
from parley.model.problems import Severity
from parley.reading.writing import REMOVED

_KEEP = (
    "Readers have linked to it. Keep the file and add 'removed: <why>' and 'updated: <today>'; "
    "if you renamed it, list the old name under 'aliases' in the new file."
)


def check_permalinks(change: ChangeSet) -> None:
    """Check every name under which a file could be reached."""
    for edit in change.edits:
        if edit.is_allowed:
            _check_edit(change, edit)


def _check_edit(change: ChangeSet, edit: Edit) -> None:
    old, new = edit.old, edit.new
    lost = change.addresses.find_lost(old)
    for address in lost:
        help = "Put it back in 'aliases': readers have linked to it." if new else _KEEP
        _report(change, new or old, address, "aliases", help, "Do this only if the law requires it.")
    if new is not None and not lost and old.slot != new.slot and not is_carried_along(old, new):
        message = f"'{show_address(old)}' will redirect to '{show_address(new)}'"
        help = "Make sure the new name is one you want to keep."
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
                own = f"List the former handle in your file in people/: {example}"
                others = f"If it is somebody's former handle, list it in their file in people/: {example}"
                _report(change, entry, f"/{urls.person(shorten(handle))}", key, own, others)


def _report(change: ChangeSet, entry: Entry, address: str, key: str, help: str, help_for_maintainers: str) -> None:
    if change.actor.is_maintainer:
        message = f"'{address}' no longer works"
        change.add(entry, "changed-permalink", message, help_for_maintainers, key, severity=Severity.NOTICE)
    else:
        change.add(entry, "lost-permalink", f"'{address}' would stop working", help, key)


def _find_handles(entries: Iterable[Entry]) -> set[str]:
    """Every handle under which there is a page, or was once: of a file in people/, a former one, an author's."""
    found: set[str] = set()
    for entry in entries:
        if entry.slot.kind == "person":
            found |= {entry.slot.name, *entry.former_names}
        elif author := entry.values.get("author"):
            found.add(author)
    return found
