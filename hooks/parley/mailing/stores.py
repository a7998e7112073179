"""Where mails lie: files, an mbox, a Maildir. (`imap` knows a folder on a server.)

A Maildir remembers what has been answered and what waits for its sender, by the flags that mail programs show: R and F.
A file and an mbox remember nothing; there a mail is known by the reply that it has become.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, Protocol

from parley.importing.formats.mbox import split_mails
from parley.importing.records import Archive, BadArchive
from parley.mailing.letters import MAX_BYTES, MAX_HEAD
from parley.model.languages.causes import explain
from parley.model.languages.speaking import _
from parley.model.problems import ParleyError

State = Literal["done", "waiting"]


@dataclass(frozen=True, slots=True)
class Delivery:
    """A mail as it lies there; `place` is how its store knows it, and `is_cut` says that it was too large."""

    place: str
    data: bytes
    arrived: datetime | None = None
    is_cut: bool = False


class Store(Protocol):
    """`remembers` tells whether what was marked is new no longer the next time."""

    @property
    def remembers(self) -> bool: ...

    def new(self) -> Iterator[Delivery]:
        """Mails that have not been marked."""
        ...

    def waiting(self) -> Iterator[Delivery]:
        """Mails that wait for their senders."""
        ...

    def mark(self, place: str, state: State) -> None: ...


@dataclass(frozen=True, slots=True)
class Files:
    """Mails in files of their own or in mbox files; `-` is what standard input `given`."""

    paths: tuple[Path, ...]
    given: bytes = b""
    remembers: bool = False

    def new(self) -> Iterator[Delivery]:
        for path in self.paths:
            if str(path) == "-":
                yield _cut("-", self.given)
            else:
                yield from _read_file(path)

    def waiting(self) -> Iterator[Delivery]:
        return iter(())

    def mark(self, place: str, state: State) -> None:
        """A file remembers nothing."""


def _cut(place: str, data: bytes, arrived: datetime | None = None) -> Delivery:
    is_cut = len(data) > MAX_BYTES
    return Delivery(place, data[: MAX_HEAD + 1] if is_cut else data, arrived, is_cut)


def _read_file(path: Path) -> Iterator[Delivery]:
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise ParleyError(_("a mail can't be read: {error}", error=explain(error, path))) from None
    if not data.startswith(b"From "):
        yield _cut(str(path), data)
        return
    try:
        for number, (one, line) in enumerate(split_mails(path, Archive(path))):
            if one is not None:
                yield _cut(f"{path}:{line}", one)
            elif not number:
                yield _cut(str(path), data)
    except BadArchive as error:
        raise ParleyError(str(error)) from None


@dataclass(frozen=True, slots=True)
class Maildir:
    """A Maildir, as most mail servers and many programs have it.

    Source: D. J. Bernstein, "Using maildir format": `new/` and `cur/`, and behind `:2,` the flags in their order.
    """

    folder: Path
    remembers: bool = True

    def new(self) -> Iterator[Delivery]:
        yield from self._list(lambda flags: not flags & set("RFT"))

    def waiting(self) -> Iterator[Delivery]:
        yield from self._list(lambda flags: "F" in flags and not flags & set("RT"))

    def _list(self, wanted: "Wanted") -> Iterator[Delivery]:
        try:
            files = sorted(file for name in ("new", "cur") for file in (self.folder / name).iterdir())
        except OSError as error:
            raise ParleyError(_("the Maildir can't be read: {error}", error=explain(error, self.folder))) from None
        for file in sorted(files, key=lambda file: file.name):
            if file.name.startswith(".") or not wanted(_flags(file.name)):
                continue
            try:
                if file.is_symlink() or not file.is_file():
                    continue
                arrived = datetime.fromtimestamp(int(file.stat().st_mtime), UTC)
                with file.open("rb") as stream:
                    data = stream.read(MAX_BYTES + 1)
            except OSError:  # another program has just given it another name
                continue
            yield _cut(file.name.partition(":")[0], data, arrived)

    def mark(self, place: str, state: State) -> None:
        for name in ("new", "cur"):
            for file in (self.folder / name).iterdir():
                if file.name.partition(":")[0] == place:
                    flags = (_flags(file.name) - {"F"}) | {"R" if state == "done" else "F"}
                    file.rename(self.folder / "cur" / f"{place}:2,{''.join(sorted(flags | {'S'}))}")
                    return


class Wanted(Protocol):
    def __call__(self, flags: set[str], /) -> bool: ...


def _flags(name: str) -> set[str]:
    return set(name.partition(":2,")[2])


def is_maildir(path: Path) -> bool:
    return all((path / name).is_dir() for name in ("new", "cur"))
