"""Files that are put together apart and moved below `posts/` all at once, or not at all."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from parley.editing.transactions import Undo, make_folders, undoing
from parley.model.problems import ParleyError, explain


@contextmanager
def staging(posts: Path) -> Iterator[Path]:
    """A folder beside `posts`, on the same disk, gone at the end whatever happens.

    Raises:
        ParleyError: nothing can be written there.
    """
    try:
        folder = Path(tempfile.mkdtemp(prefix=".parley-import-", dir=posts.absolute().parent))
    except OSError as error:
        raise ParleyError(f"can't write next to {posts}/: {explain(error, posts)}") from None
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def stage(folder: Path, path: str, text: str) -> None:
    """Write a file that is to lie at `path` below `posts/`."""
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("x", encoding="utf-8", newline="\n") as stream:
        stream.write(text)


def publish(folder: Path, posts: Path) -> int:
    """Move all staged files below `posts`; gives their number. Nothing that is there is overwritten.

    Raises:
        ParleyError: a file could not be moved; those moved before are taken back.
    """
    files = list(_files(folder))
    try:
        with undoing() as undo:
            for file in files:
                target = posts / file.relative_to(folder)
                make_folders(target.parent, undo)
                _place(file, target, undo)
    except OSError as error:
        raise ParleyError(f"nothing was imported: {explain(error, posts)}") from None
    return len(files)


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


def _files(folder: Path) -> Iterator[Path]:
    """The files of a folder, each before those that lie deeper: a post before its replies."""
    for root, folders, names in os.walk(folder):
        folders.sort(key=lambda name: (name != "people", name))
        yield from (Path(root) / name for name in sorted(names))
