"""Files of an archive, opened with care: nothing but plain files is read, and what is read is counted."""

import gzip
import io
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from parley.importing.records import Archive, BadArchive, Fault
from parley.importing.streams.repair import RepairedStream, repair
from parley.model.languages.speaking import _, show_list

_GZIP = b"\x1f\x8b"

MAX_ITEM = 32 * 1024 * 1024
"""Bytes of one thing that is read as a whole, such as a mail or a topic."""


class _Counted(io.RawIOBase):
    """A stream that tells how many bytes were read from it."""

    def __init__(self, stream: IO[bytes], advance: Callable[[int], None]) -> None:
        self._stream = stream
        self._advance = advance

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        data = self._stream.read(len(buffer))
        buffer[: len(data)] = data
        self._advance(len(data))
        return len(data)

    def close(self) -> None:
        self._stream.close()
        super().close()


def open_file(file: Path, advance: Callable[[int], None] = lambda _: None) -> IO[bytes]:
    """Open a plain file, also one packed by gzip.

    Raises:
        BadArchive: it is a folder, a device or not there.
    """
    try:
        descriptor = os.open(file, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        stream = os.fdopen(descriptor, "rb")
        if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
            stream.close()
            raise BadArchive(Fault(file, 1, _("this isn't a plain file")))
    except OSError as error:
        raise BadArchive(Fault(file, 1, _("it can't be read: {error}", error=error.strerror))) from None
    counted = io.BufferedReader(_Counted(stream, advance), 1 << 16)
    if counted.peek(2)[:2] == _GZIP:
        packed = gzip.GzipFile(fileobj=counted)
        packed.myfileobj = counted  # type: ignore[assignment]  # so that it is closed together with this
        return packed  # type: ignore[return-value]
    return counted


def read_whole(file: Path, advance: Callable[[int], None] = lambda _: None) -> bytes:
    """The bytes of a file that is read as a whole.

    Raises:
        BadArchive: it cannot be read, or is larger than `MAX_ITEM`.
    """
    try:
        with open_file(file, advance) as stream:
            data = stream.read(MAX_ITEM + 1)
    except (OSError, EOFError) as error:
        raise BadArchive(Fault(file, 1, _("it can't be read: {error}", error=error))) from None
    if len(data) > MAX_ITEM:
        raise BadArchive(Fault(file, 1, _("it has more than {max_item} bytes", max_item=MAX_ITEM)))
    return data


def find_files(path: Path, endings: tuple[str, ...]) -> Iterator[Path]:
    """A file itself, or all files of a folder with one of the endings, in the order of names. Links are not followed.

    Raises:
        BadArchive: there is nothing.
    """
    if not path.is_dir():
        yield path
        return
    found = False
    for root, folders, names in os.walk(path):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if name.lower().endswith(endings) and not (Path(root) / name).is_symlink():
                found = True
                yield Path(root) / name
    if not found:
        raise BadArchive(
            Fault(path, 1, _("the folder has no file that ends in {endings}", endings=show_list(endings, "or")))
        )


def read_text(archive: Archive, file: Path) -> str:
    """The text of a file that is read as a whole; bytes and characters that are no text are repaired and noticed.

    Raises:
        BadArchive: it cannot be read, or is larger than `MAX_ITEM`.
    """
    return repair(read_whole(file, archive.advance), archive.notice(file))


def open_text(archive: Archive, file: Path) -> IO[bytes]:
    """Open a plain file as a stream of UTF-8 in which what is no text is repaired and noticed.

    Raises:
        BadArchive: as `open_file`.
    """
    return io.BufferedReader(RepairedStream(open_file(file, archive.advance), archive.notice(file)), 1 << 16)


def size(path: Path) -> int:
    """The bytes of a file or of all files of a folder, for a progress bar."""
    files = [path] if path.is_file() else path.rglob("*") if path.is_dir() else []
    return sum(file.stat().st_size for file in files if file.is_file() and not file.is_symlink())
