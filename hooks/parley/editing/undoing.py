"""Steps on disk that are all made, or all taken back."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

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
    with suppress(OSError):  # somebody else has put something into it
        folder.rmdir()
