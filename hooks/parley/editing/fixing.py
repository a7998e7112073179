"""What `parley check --fix` changes: files as they are read, and without what their site no longer declares."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from parley.checking.rules.entry import Entry
from parley.editing.edits import Unchangeable, set_keys
from parley.editing.leftovers import find_leftovers, remove_keys
from parley.editing.transactions import Change

Dates = Mapping[str, Mapping[str, str]]
"""By the path of a file, the dates that it should have."""


def plan_fixes(entries: Iterable[Entry], posts: Path, dates: Dates) -> tuple[list[Change], list[Unchangeable]]:
    """A change of each file that is untidy or misdated or has leftovers, and what keeps others from being changed."""
    changes, refused = [], []
    for entry in entries:
        names = find_leftovers(entry)
        dated = dates.get(entry.path, {})
        if entry.findings.given is None and not names and not dated:
            continue
        before = (posts / entry.path).read_bytes()
        after = before if entry.findings.given is None else _encode(entry.findings.text, before)
        try:
            after = remove_keys(after, entry.path, names) if names else after
            after = set_keys(after, entry.path, dated) if dated else after
        except Unchangeable as error:
            refused.append(error)  # which keeps nothing else from being changed
        if after != before:
            changes.append(Change(entry.path, before, after))
    return changes, refused


def _encode(text: str, before: bytes) -> bytes:
    """A mended text as the file had it: with the line ends of Windows where these were used."""
    return text.replace("\n", "\r\n" if b"\r\n" in before else "\n").encode("utf-8")
