"""Several files below `posts/` changed together: all of them, or none."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from parley.model.languages.causes import explain
from parley.model.languages.speaking import _
from parley.model.problems import ParleyError
from parley.reading.sources import find_link

Undo = list[Callable[[], object]]
"""What takes back each step that was made, in the order of the steps."""


@contextmanager
def undoing() -> Iterator[Undo]:
    """Take the steps back, the last one first, when the block ends with an exception, whichever it is.

    A step that cannot be taken back leaves those before it as they are, and its error takes the place of the other.
    """
    undo: Undo = []
    try:
        yield undo
    except BaseException:
        for step in reversed(undo):
            step()
        raise


def make_folders(folder: Path, undo: Undo) -> None:
    """Make a folder and those above it that are not there."""
    for one in reversed((folder, *folder.parents)):
        if not one.exists():
            one.mkdir()
            undo.append(partial(_remove_empty, one))


def _remove_empty(folder: Path) -> None:
    with suppress(OSError):  # there is something in it
        folder.rmdir()


@dataclass(frozen=True, slots=True)
class Change:
    """The content of the file at `path` below `posts/`; `before` or `after` is None where there is no file."""

    path: str
    before: bytes | None
    after: bytes | None


class NotChanged(ParleyError):
    """Nothing was written; the message says why."""


def write_changes(posts: Path, changes: Sequence[Change]) -> None:
    """Make all changes. Whatever goes wrong, what was done is undone; folders left empty are taken away.

    New files are laid beside `posts` first and old ones are kept there until the end, so that each step is a rename.

    Raises:
        NotChanged: a file is no longer what it was, or the disk or the rights do not allow it.
    """
    try:
        staging = Path(tempfile.mkdtemp(prefix=f".{posts.name}.", dir=posts.absolute().parent))
        clear = partial(shutil.rmtree, staging, ignore_errors=True)
        with undoing() as undo:
            undo.append(clear)  # taken last: it keeps the old files until they are back
            for number, change in enumerate(changes):
                _check_unchanged(posts, change)
                if change.after is not None:
                    (staging / f"new-{number}").write_bytes(change.after)
            for number, change in enumerate(changes):
                _make(posts / change.path, staging, number, change, undo)
        clear()
    except OSError as error:
        raise NotChanged(_("nothing was changed: {error}", error=explain(error, posts))) from error
    for change in changes:
        if change.after is None:
            _remove_emptied(posts, (posts / change.path).parent)


def _check_unchanged(posts: Path, change: Change) -> None:
    file = posts / change.path
    if link := find_link(posts, change.path):
        raise NotChanged(_("nothing was changed: {file} is a symbolic link", file=link))
    if (file.read_bytes() if file.exists() else None) != change.before:
        if change.before is None:
            raise NotChanged(_("nothing was changed: {file} already exists", file=file))
        raise NotChanged(_("nothing was changed: {file} has changed in the meantime", file=file))


def _make(file: Path, staging: Path, number: int, change: Change, undo: Undo) -> None:
    old, new = staging / f"old-{number}", staging / f"new-{number}"
    if change.before is not None:
        if change.after is not None:
            shutil.copymode(file, new)
        file.rename(old)
        undo.append(lambda: old.rename(file))
    if change.after is not None:
        make_folders(file.parent, undo)
        new.rename(file)
        undo.append(file.unlink)


def _remove_emptied(posts: Path, folder: Path) -> None:
    """Remove a folder that holds no file, and those above it that are empty then; git keeps no empty folder.

    `posts/discussions` stays, and so does what is beside these.
    """
    depth = len(folder.relative_to(posts).parts)
    if depth > 1:
        for inside, _folders, _files in os.walk(folder, topdown=False):
            _remove_empty(Path(inside))
        for above in folder.parents[: depth - 2]:
            _remove_empty(above)
