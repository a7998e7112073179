"""Files that are put together apart and moved below `posts/` all at once, or not at all."""

import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from parley.editing.transactions import Change, Undo, make_folders, undoing
from parley.model.problems import ParleyError, explain


@contextmanager
def staging(posts: Path) -> Iterator[Path]:
    """A folder beside `posts`, on the same disk, gone at the end whatever happens.

    Raises:
        ParleyError: nothing can be written there.
    """
    try:
        remove_stale(posts.absolute().parent)
        folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=posts.absolute().parent))
        lock = FileLock(folder / _LOCK)
        lock.acquire()
    except OSError as error:
        raise ParleyError(f"can't write next to {posts}/: {explain(error, posts)}") from None
    try:
        yield folder
    finally:
        lock.release()
        shutil.rmtree(folder, ignore_errors=True)


_PREFIX = ".parley-import-"
_LOCK = "lock"
"""Held as long as the import runs that a folder belongs to."""


def remove_stale(folder: Path) -> None:
    """Take away what imports have left behind that were killed."""
    for stale in folder.glob(f"{_PREFIX}*"):
        lock = FileLock(stale / _LOCK)
        with suppress(OSError, Timeout):
            lock.acquire(timeout=0)
            lock.release()
            shutil.rmtree(stale, ignore_errors=True)


def stage(folder: Path, path: str, text: str) -> None:
    """Write a file that is to lie at `path` below `posts/`."""
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("x", encoding="utf-8", newline="\n") as stream:
        stream.write(text)


def publish(
    folder: Path, posts: Path, changes: Sequence[Change] = (), pictures: tuple[Path, Path] | None = None
) -> int:
    """Move all staged files below `posts` and make the changes to files there; gives the number of new files.

    `pictures` are moved before from the first folder to the second, so that no text leads to what is not there.

    Nothing else that is there is overwritten.

    Raises:
        ParleyError: a file could not be moved, or is no longer what it was; what was done before is taken back.
    """
    try:
        with undoing() as undo:
            for file, target in (*_list_moves(pictures), *_list_moves((folder, posts))):
                make_folders(target.parent, undo)
                _place(file, target, undo)
            for number, change in enumerate(changes):
                _replace(folder.with_name(f"{number}"), posts / change.path, change, undo)
    except OSError as error:
        raise ParleyError(f"nothing was imported: {explain(error, posts)}") from None
    return sum(1 for _ in _files(folder))


def _list_moves(way: tuple[Path, Path] | None) -> Iterator[tuple[Path, Path]]:
    if way is not None:
        yield from ((file, way[1] / file.relative_to(way[0])) for file in _files(way[0]))


def _place(file: Path, target: Path, undo: Undo) -> None:
    """Give a file its place; unlike a move, this fails where something is already."""
    try:
        os.link(file, target)
        undo.append(target.unlink)
    except FileExistsError:
        raise
    except OSError:  # the disk knows no second names
        with target.open("xb") as stream:
            undo.append(target.unlink)
            stream.write(file.read_bytes())


def _replace(aside: Path, target: Path, change: Change, undo: Undo) -> None:
    """Put a file in the place of another at once, which is kept aside until the end."""
    if target.is_symlink() or target.read_bytes() != change.before or change.after is None:
        raise ParleyError(f"nothing was imported: {target} has changed in the meantime")
    old, new = aside.with_suffix(".old"), aside.with_suffix(".new")
    shutil.copy2(target, old)
    new.write_bytes(change.after)
    shutil.copymode(target, new)
    new.replace(target)
    undo.append(lambda: old.replace(target))


def _files(folder: Path) -> Iterator[Path]:
    """The files of a folder, each before those that lie deeper: a post before its replies."""
    for root, folders, names in os.walk(folder):
        folders.sort(key=lambda name: (name != "people", name))
        yield from (Path(root) / name for name in sorted(names))
