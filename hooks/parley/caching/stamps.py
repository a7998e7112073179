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


def is_settled(known: Stamp, now: float) -> bool:
    """Tell whether a stamp can be relied on: the last change lies far enough back (`now` in seconds of the epoch)."""
    _mode, _size, modified, changed, _place = known
    return max(modified, changed) < (now - SETTLED) * 1e9


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What the system said of every file at or below `roots` but for those `ignored`, when none had been read yet.

    `stamps` are by path, and `taken` is when the first was: in seconds of the epoch.
    """

    roots: tuple[Path, ...]
    ignored: tuple[Path, ...]
    stamps: Mapping[str, Stamp]
    taken: float


def take_snapshot(roots: Iterable[Path], ignored: Iterable[Path] = ()) -> Snapshot:
    """A snapshot of the files of now.

    What is `ignored` is left out with all below it, and what is hidden directly below the first root, which is that of
    the project: there lie files of tools.
    """
    now, roots, ignored = time.time(), tuple(roots), tuple(ignored)
    return Snapshot(roots, ignored, {path: stamp(status) for path, status in _walk(roots, ignored)}, now)


def mark_files(snapshot: Snapshot) -> dict[str, Mark]:
    """A mark for each file by its path: its stamp, or a digest where that cannot be relied on."""
    now = snapshot.taken
    return {path: known if is_settled(known, now) else _digest(path, known) for path, known in snapshot.stamps.items()}


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
    waiting = [(str(top), os.path.realpath(top)) for top in tops if top.is_dir()]
    while waiting:
        folder, real = waiting.pop()
        if real in seen:
            continue
        seen.add(real)
        hides = folder == str(tops[0])
        with suppress(OSError), os.scandir(folder) as entries:
            for entry in entries:
                name, path = entry.name, entry.path
                if name == "__pycache__" or (hides and name.startswith(".")) or path in left_out:
                    continue
                try:
                    if entry.is_dir():
                        leads = entry.is_symlink() or os.name == "nt"  # where other things than links lead elsewhere
                        waiting.append((path, os.path.realpath(path) if leads else f"{real}/{name}"))
                    elif entry.is_file():
                        yield path, entry.stat()
                except OSError:  # a link that leads to itself
                    continue


def _digest(path: str, known: Stamp) -> bytes:
    mode, *_ = known
    try:
        with Path(path).open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").digest() + mode.to_bytes(4)
    except OSError:
        return os.urandom(8)  # equal to nothing
