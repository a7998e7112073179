"""Files that are put together apart and moved below `posts/` all at once, or not at all."""

import errno
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path

from filelock import FileLock, Timeout

from parley.editing.transactions import Change, Undo, undoing
from parley.importing.streams.scratch import Kept
from parley.model import layout
from parley.model.languages.causes import explain
from parley.model.languages.speaking import _
from parley.model.problems import ParleyError


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
        raise ParleyError(_("can't write next to {posts}/: {error}", posts=posts, error=tell(error, posts))) from None
    try:
        yield folder
    finally:
        lock.release()
        _remove(folder)


def _remove(folder: Path) -> None:
    """Take a folder away, first the people in it: they may be a million, and are never listed as a whole."""
    with suppress(OSError), os.scandir(folder / "posts" / layout.PEOPLE) as entries:
        for entry in entries:
            Path(entry.path).unlink()
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
            _remove(stale)


def stage(folder: Path, path: str, text: str) -> None:
    """Write a file that is to lie at `path` below `posts/`."""
    file = folder / path
    try:
        stream = file.open("x", encoding="utf-8", newline="\n")
    except FileNotFoundError:  # the first of its folder
        file.parent.mkdir(parents=True, exist_ok=True)
        stream = file.open("x", encoding="utf-8", newline="\n")
    with stream:
        stream.write(text)


def publish(
    folder: Path,
    posts: Path,
    changes: Iterable[Change],
    pictures: tuple[Path, Path] | None,
    watch: Callable[[int], None],
) -> None:
    """Move all staged files below `posts` and make the changes to files there; `watch` gets the number of those moved.

    `pictures` are moved before from the first folder to the second, so that no text leads to what is not there.

    Nothing else that is there is overwritten.

    Raises:
        ParleyError: a file could not be moved, or is no longer what it was; what was done before is taken back.
    """
    try:
        with undoing() as undo:
            for way in filter(None, (pictures, (folder, posts))):
                _place_all(*way, undo, watch)
            _replace_all(changes, folder, posts, undo)
    except OSError as error:
        raise ParleyError(_("nothing was imported: {error}", error=tell(error, posts))) from None


def tell(error: OSError, place: object) -> str:
    """What went wrong, at a place that people know where the error names what only this import has made."""
    is_own = _PREFIX in str(error.filename2 or error.filename or "")
    return explain(OSError(error.errno, os.strerror(error.errno or 0)) if is_own else error, place)


def _place_all(folder: Path, target: Path, undo: Undo, watch: Callable[[int], None]) -> None:
    """Give all files of a folder their places; one step takes them back, for there may be a million."""
    placed = 0
    made: Kept[None] = Kept()

    def take_back() -> None:
        for file in islice(list_files(folder), placed):
            (target / file.relative_to(folder)).unlink()
        for one in sorted(made, reverse=True):  # what lies deeper first
            with suppress(OSError):  # somebody else has put something into it
                Path(one).rmdir()

    undo.append(take_back)
    above = None
    for file in list_files(folder):
        place = target / file.relative_to(folder)
        if place.parent != above:
            above = place.parent
            _make_folders(above, made)
        _place(file, place, folder.with_name("copy"))
        placed += 1
        watch(placed)


def _make_folders(folder: Path, made: Kept[None]) -> None:
    for one in reversed((folder, *folder.parents)):
        if not one.exists():
            one.mkdir()
            made[str(one)] = None


def _place(file: Path, target: Path, spare: Path) -> None:
    """Give a file its place, whole at once; unlike a move, this fails where something is already.

    `spare` is where a copy is made on a disk that knows no second names.
    """
    try:
        os.link(file, target)
    except FileExistsError:
        raise
    except OSError:
        if target.exists():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target)) from None
        shutil.copyfile(file, spare)
        spare.rename(target)


def put(spare: Path, file: Path) -> None:
    """Give what was written as a whole the place of a file at once, be it on another disk."""
    try:
        spare.replace(file)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        beside = file.with_name(f"{file.name}.new")
        try:
            shutil.copyfile(spare, beside)
            beside.replace(file)
        except BaseException:
            beside.unlink(missing_ok=True)
            raise


def _replace_all(changes: Iterable[Change], folder: Path, posts: Path, undo: Undo) -> None:
    """Put files in the places of others, each at once; those are kept aside, and one step takes all back."""
    replaced: Kept[str] = Kept()

    def take_back() -> None:
        for path, old in replaced.items():
            Path(old).replace(posts / path)

    undo.append(take_back)
    for number, change in enumerate(changes):
        _replace(folder.with_name(f"{number}.old"), posts, change, replaced)


def _replace(old: Path, posts: Path, change: Change, replaced: Kept[str]) -> None:
    target, new = posts / change.path, old.with_suffix(".new")
    if target.is_symlink() or target.read_bytes() != change.before or change.after is None:
        raise ParleyError(_("nothing was imported: {target} has changed in the meantime", target=target))
    shutil.copy2(target, old)
    new.write_bytes(change.after)
    shutil.copymode(target, new)
    replaced[change.path] = str(old)
    new.replace(target)


def list_files(folder: Path) -> Iterator[Path]:
    """The files of a folder, each before those that lie deeper: a post before its replies, and people first.

    People come as the system gives them, for there may be a million of them.
    """
    people = folder / layout.PEOPLE
    if people.is_dir():
        with os.scandir(people) as entries:
            yield from (people / entry.name for entry in entries)
    yield from (Path(root) / name for root, names in walk_texts(folder) for name in names)


def walk_texts(folder: Path) -> Iterator[tuple[str, list[str]]]:
    """Each folder in one of staged files with the names of its files, but for that of people."""
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name != layout.PEOPLE)
        yield root, sorted(names)
