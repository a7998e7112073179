"""What differs between two checkouts of the repository: the one that is there and the one that is proposed."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from parley.checking.rules.change.changeset import FileChange
from parley.model.languages.causes import explain
from parley.model.languages.speaking import _
from parley.model.problems import ParleyError
from parley.reading import checkouts

MAX_FILES = 100_000
"""Files of a checkout that are looked at: four times the largest archive the site has been tried with."""

MAX_COMPARED = 16 * 1024 * 1024
"""Bytes of a file that are read; a larger one counts as changed, which is the careful answer."""

LEFT_OUT = ".git"
"""The one entry at the top of a checkout that is no part of the proposal."""


class NotCompared(ParleyError):
    """It cannot be told what has changed; the message says why."""


def find_changes(base: Path, head: Path) -> tuple[FileChange, ...]:
    """Every file that was added, edited (its mode included) or deleted, in the order of paths.

    Links are compared by where they lead and never followed. An empty folder counts as a file, because that is how a
    checkout shows a repository within the repository.

    Raises:
        NotCompared: one of the two is no folder, cannot be read, or has more than `MAX_FILES` files.
    """
    before, after = _list_files(base), _list_files(head)
    changes = {*_compare(base, head, before, after)}
    if any(map(_runs, (*before.values(), *after.values()))):
        turned = _find_programs(base, before) ^ _find_programs(head, after)
        changes |= {FileChange(path, "edited") for path in turned & before.keys() & after.keys()}
    return tuple(sorted(changes))


def _runs(status: os.stat_result) -> bool:
    return bool(stat.S_ISREG(status.st_mode) and status.st_mode & stat.S_IXUSR)  # git keeps no other bit of the mode


def _find_programs(root: Path, files: dict[str, os.stat_result]) -> frozenset[str]:
    """What is executable as git has it; without git as the system has it, unless it says so of every file."""
    known = checkouts.find_programs(root)
    if known is not None:
        return known
    marked = frozenset(path for path, status in files.items() if _runs(status))
    plain = sum(stat.S_ISREG(status.st_mode) for status in files.values())
    return marked if len(marked) < plain else frozenset()


def _compare(
    base: Path, head: Path, before: dict[str, os.stat_result], after: dict[str, os.stat_result]
) -> Iterator[FileChange]:
    for path in before.keys() | after.keys():
        if path not in after:
            yield FileChange(path, "deleted")
        elif path not in before:
            yield FileChange(path, "added")
        elif not _is_same(base / path, head / path, before[path], after[path]):
            yield FileChange(path, "edited")


def _list_files(root: Path) -> dict[str, os.stat_result]:
    if root.is_symlink() or not root.is_dir():
        raise NotCompared(_("there is no folder '{root}'", root=root))
    found: dict[str, os.stat_result] = {}
    waiting = [""]
    while waiting:
        folder = waiting.pop()
        try:
            with os.scandir(root / folder) as scan:
                entries = list(scan)
                for entry in entries:
                    path = f"{folder}/{entry.name}" if folder else entry.name
                    if path == LEFT_OUT:
                        continue
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(path)
                    else:
                        found[path] = entry.stat(follow_symlinks=False)
                if folder and not entries:
                    found[folder] = root.lstat()  # a folder, as it is
        except OSError as error:
            raise NotCompared(_("a folder can't be read: {error}", error=explain(error, root / folder))) from None
        if len(found) > MAX_FILES:
            raise NotCompared(_("'{root}' holds more than {max_files} files", root=root, max_files=MAX_FILES))
    return found


def _is_same(one: Path, other: Path, before: os.stat_result, after: os.stat_result) -> bool:
    if stat.S_IFMT(before.st_mode) != stat.S_IFMT(after.st_mode):
        return False
    if stat.S_ISDIR(before.st_mode):
        return True
    if stat.S_ISLNK(before.st_mode):
        return one.readlink() == other.readlink()
    if not stat.S_ISREG(before.st_mode):
        return False
    if before.st_size != after.st_size or before.st_size > MAX_COMPARED:
        return False
    return _has_same_bytes(one, other)


def _has_same_bytes(one: Path, other: Path) -> bool:
    try:
        with one.open("rb") as first, other.open("rb") as second:
            return first.read() == second.read()
    except OSError as error:
        raise NotCompared(_("a file can't be read: {error}", error=explain(error, one))) from None
