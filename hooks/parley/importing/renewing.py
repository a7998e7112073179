"""What has changed in an archive since an earlier import: edited texts and removals, as changes to files here."""

from datetime import datetime
from pathlib import Path

from parley.editing.edits import find_head, set_keys
from parley.editing.transactions import Change
from parley.importing.target import read_state
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


def renew(posts: Path, file: Path, body: str, edited: datetime) -> Change | None:
    """Put the newer text in the place of the older one; keys that somebody has added here stay."""
    return _change(posts, file, {"updated": _write(edited)}, body)


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
