"""Whether a file is still the same, told without reading it, as git tells it: by its size, its times and its place."""

import hashlib
import os
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

Stamp = tuple[int, ...]

Mark = Stamp | bytes
"""A stamp, or a digest of the content with the mode where the times could not tell one change from the next."""

SETTLED = 2.0
"""Seconds after which a second change must show in the times, on every file system there is (FAT counts by twos)."""


def stamp(status: os.stat_result) -> Stamp:
    """What changes with the content of a file: whatever is put in its place or written into it."""
    return status.st_mode, status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino


def is_settled(status: os.stat_result, now: float) -> bool:
    """Tell whether a stamp can be relied on: the last change lies far enough back (`now` in seconds of the epoch)."""
    return max(status.st_mtime, status.st_ctime) < now - SETTLED


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What the system said of every file at or below `roots` but for those `ignored`, when none had been read yet.

    `stamps` are by path, and `young` the paths of files whose stamps cannot be relied on.
    """

    roots: tuple[Path, ...]
    ignored: tuple[Path, ...]
    stamps: Mapping[str, Stamp]
    young: frozenset[str]


def take_snapshot(roots: Iterable[Path], ignored: Iterable[Path] = ()) -> Snapshot:
    """A snapshot of the files of now.

    What is `ignored` is left out with all below it, and what is hidden directly below the first root, which is that of
    the project: there lie files of tools.
    """
    now = time.time()
    roots, ignored = tuple(roots), tuple(ignored)
    stamps, young = {}, set()
    for path, status in _walk(roots, ignored):
        stamps[path] = stamp(status)
        if not is_settled(status, now):
            young.add(path)
    return Snapshot(roots, ignored, stamps, frozenset(young))


def mark_files(snapshot: Snapshot) -> dict[str, Mark]:
    """A mark for each file by its path: its stamp, or a digest where it is young."""
    return {path: _digest(path, known) if path in snapshot.young else known for path, known in snapshot.stamps.items()}


def match(marks: Mapping[str, Mark], snapshot: Snapshot) -> bool:
    """Tell whether the files are those that were marked, and the same."""
    return marks.keys() == snapshot.stamps.keys() and all(
        known == (_digest(path, snapshot.stamps[path]) if isinstance(known, bytes) else snapshot.stamps[path])
        for path, known in marks.items()
    )


def _walk(roots: Iterable[Path], ignored: Iterable[Path]) -> Iterator[tuple[str, os.stat_result]]:
    """Every file once, links followed. What cannot be looked at has no mark; who reads it will say so."""
    left_out = {str(path.absolute()) for path in ignored}
    seen = {os.path.realpath(path) for path in left_out}
    tops = [root.absolute() for root in roots]
    files = {str(top): top.stat() for top in tops if top.is_file()}
    yield from files.items()
    left_out |= files.keys()
    waiting = [str(top) for top in tops if top.is_dir()]
    while waiting:
        folder = waiting.pop()
        real = os.path.realpath(folder)
        if real in seen:
            continue
        seen.add(real)
        hides = folder == str(tops[0])
        with suppress(OSError), os.scandir(folder) as entries:
            for entry in entries:
                if entry.name == "__pycache__" or (hides and entry.name.startswith(".")) or entry.path in left_out:
                    continue
                with suppress(OSError):  # a link that leads to itself
                    if entry.is_dir():
                        waiting.append(entry.path)
                    elif entry.is_file():
                        yield entry.path, entry.stat()


def _digest(path: str, known: Stamp) -> bytes:
    mode, *_ = known
    try:
        with Path(path).open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").digest() + mode.to_bytes(4)
    except OSError:
        return os.urandom(8)  # equal to nothing
