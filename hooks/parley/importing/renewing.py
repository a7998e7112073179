"""What has changed in an archive since an earlier import: edited texts and removals, as changes to files here."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from parley.editing.edits import find_head, set_keys, to_text
from parley.editing.transactions import Change
from parley.importing import ids
from parley.importing.target import Opened, read_state
from parley.model.entries import Moment
from parley.model.languages.speaking import N_, _
from parley.model.layout import FileKind
from parley.model.problems import ParleyError

_GONE = frozenset({N_("deleted"), N_("hidden"), N_("spam")})
"""Reasons for which a text that was imported is not shown any longer."""

REMOVED = N_("It was removed in the archive.")


def is_gone(reason: str) -> bool:
    """Tell whether a reason to leave something out is one to take it back as well."""
    return reason in _GONE


def is_edited(file: Path, kind: FileKind, edited: datetime | None) -> bool:
    """Tell whether a text was changed in the archive after the file was written or last edited here."""
    if edited is None:
        return False
    changed, removed = read_state(file, kind)
    return changed is not None and not removed and changed.is_before(Moment(edited))


def withdraw(posts: Path, file: Path, kind: FileKind, now: datetime) -> Change | None:
    """Mark what was removed in the archive as removed; None where it is already, or only a person can change it."""
    if read_state(file, kind)[1]:
        return None
    return _change(posts, file, {"updated": _write(now), "removed": _(REMOVED)}, None)


def is_renamed(opened: Opened, title: str, suffix: str) -> bool:
    """Tell whether a discussion has another title in the archive than here and than when it was imported first.

    The name of its folder tells the words that it had then. A title that somebody has changed here alone is no other.
    """
    return ids.slug(title, suffix) not in {*_names(opened), ids.slug(opened.head.get("title") or "", suffix)}


def is_as_brought(opened: Opened, suffix: str, edited: datetime | None, closed: str) -> bool:
    """Tell whether a post has the title under which it came, and nobody has changed or closed it here since."""
    head = opened.head
    updated, locked = head.get("updated"), head.get("locked")
    untouched = locked == closed if locked else updated is None or (edited and updated == Moment(edited))
    return bool(untouched) and ids.slug(head.get("title") or "", suffix) in _names(opened)


def _names(opened: Opened) -> set[str]:
    return {opened.slug, *(opened.head.get("aliases") or ())}


def renew(posts: Path, file: Path, body: str, edited: datetime, title: str = "") -> Change | None:
    """Put the newer text, and title, in the place of the older one; keys that somebody has added here stay."""
    return _change(posts, file, {"updated": _write(edited)} | ({"title": title} if title else {}), body)


def rename(posts: Path, file: Path, title: str, edited: datetime, stands: Mapping[str, str]) -> Change | None:
    """Change a title alone, and a text that `stands` has for one that holds it."""
    body = stands.get(to_text(file.read_bytes()).partition("\n---\n")[2].strip())
    return _change(posts, file, {"updated": _write(edited), "title": title}, body)


def _write(moment: datetime) -> str:
    return Moment(moment.replace(microsecond=0)).written


def _change(posts: Path, file: Path, values: dict[str, str], body: str | None) -> Change | None:
    data = file.read_bytes()
    path = file.relative_to(posts).as_posix()
    try:
        made = set_keys(data, path, values)
    except (ParleyError, UnicodeDecodeError):
        return None
    if body is not None:
        text = made.decode("utf-8")
        _head, end = find_head(text, path)
        fence = text.index("\n", end) + 1
        made = f"{text[:fence]}\n{body}\n".encode()
    return Change(path, data, made)
