"""What every archive is made of, whatever its format: threads and comments as they were, not yet as files."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal, Protocol

from parley.importing.mapping import FieldMapping
from parley.model.characters import visible
from parley.model.problems import ParleyError
from parley.model.settings import NOTHING_DECLARED, Declaration

Markup = Literal["html", "markdown", "text"]
"""How a body is written; `text` is plain text with line ends, such as a mail."""


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote something. `account` is the login where the archive has one: it tells two people of one name apart."""

    name: str
    account: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedThread:
    """What a page of comments is about.

    `id` is the archive's own and unique in it. `author` is None where the archive has the comments alone; the
    discussion is then opened in the name of the archive. Threads that share one of `same_as` are one. `answers` is
    the id of something outside the archive that it answers. `dropped` is the reason why it is left out, with all its
    comments.
    """

    id: str
    title: str = ""
    author: Author | None = None
    date: datetime | None = None
    body: str = ""
    markup: Markup = "html"
    address: str = ""
    categories: tuple[str, ...] = ()
    closed: bool = False
    same_as: tuple[str, ...] = ()
    answers: str = ""
    dropped: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """One answer. `parent` is the id of the comment it answers, or empty; `dropped` the reason why it is left out."""

    id: str
    thread: str
    author: Author
    date: datetime | None
    body: str
    markup: Markup = "html"
    parent: str = ""
    dropped: str = ""


@dataclass(frozen=True, slots=True)
class ReadyFile:
    """A file as Parley itself has written it, for archives that Parley made; `path` lies below `posts/`.

    `tags` are slug, title and summary of the tags it needs; `mended` is a kind of `result` where it was changed.
    """

    path: str
    text: str
    kind: Literal["post", "reply", "person"]
    tags: tuple[tuple[str, str, str], ...] = ()
    mended: str = ""


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that the archive says it should hold and does not."""

    what: str


@dataclass(frozen=True, slots=True)
class Fault:
    """A place at which the archive cannot be read."""

    path: Path
    line: int
    message: str

    def __str__(self) -> str:
        return f"{visible(str(self.path))}:{self.line}: {self.message}"


Record = ImportedThread | Comment | ReadyFile | Missing | Fault


class BadArchive(ParleyError):
    """The archive cannot be read; nothing was written. `faults` are all that were found."""

    def __init__(self, *faults: Fault) -> None:
        self.faults = faults
        shown = "\n".join(map(str, faults[:20]))
        more = f"\n… and {len(faults) - 20} more" if len(faults) > 20 else ""
        super().__init__(f"the archive can't be read; nothing was written\n{shown}{more}")


def _nobody_watches(_: int) -> None:
    pass


@dataclass(frozen=True, slots=True)
class Archive:
    """What is to be imported: a file or a folder, how its fields are called, and who is told of the bytes read."""

    path: Path
    mapping: FieldMapping = field(default_factory=FieldMapping)
    advance: Callable[[int], None] = _nobody_watches
    declaration: Declaration = NOTHING_DECLARED


class ArchiveReader(Protocol):
    """Reads one format, as a stream: an archive may be larger than memory.

    Raises:
        BadArchive: reading cannot go on. Where it can, a `Fault` among the records tells the place.
    """

    def __call__(self, archive: Archive) -> Iterator[Record]: ...
