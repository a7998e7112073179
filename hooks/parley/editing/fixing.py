"""What `parley check --fix` changes: files as they are read, and without what their site no longer declares."""

from collections.abc import Iterable
from pathlib import Path

from parley.checking.rules.entry import Entry
from parley.editing.edits import Unchangeable
from parley.editing.leftovers import find_leftovers, remove_keys
from parley.editing.transactions import Change


def plan_fixes(entries: Iterable[Entry], posts: Path) -> tuple[list[Change], list[Unchangeable]]:
    """A change of each file that is untidy or has leftovers, and what keeps others from being changed."""
    changes, refused = [], []
    for entry in entries:
        names = find_leftovers(entry)
        if entry.findings.given is None and not names:
            continue
        before = (posts / entry.path).read_bytes()
        after = before if entry.findings.given is None else _encode(entry.findings.text, before)
        try:
            after = remove_keys(after, entry.path, names) if names else after
        except Unchangeable as error:
            refused.append(error)  # which keeps nothing else from being changed
        if after != before:
            changes.append(Change(entry.path, before, after))
    return changes, refused


def _encode(text: str, before: bytes) -> bytes:
    """A mended text as the file had it: with the line ends of Windows where these were used."""
    return text.replace("\n", "\r\n" if b"\r\n" in before else "\n").encode("utf-8")
