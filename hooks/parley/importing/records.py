"""What every archive is made of, whatever its format: threads and comments as they were, not yet as files."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal, Protocol, TypeAlias

from parley.importing.mapping import FieldMapping
from parley.model.characters import visible
from parley.model.languages.speaking import _
from parley.model.problems import ParleyError
from parley.model.settings import NOTHING_DECLARED, Declaration

Markup: TypeAlias = Literal["html", "markdown", "lines", "text"]
"""How a body is written; `lines` is Markdown in which every line end is a break, as forges draw comments; `text` is
plain text with line ends, such as a mail."""


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
    comments. `edited` is when its text was last changed; of several records of one id the newest counts. What `is_page`
    comes only where somebody has answered. `former` is the id under which it came before, in older versions.
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
    edited: datetime | None = None
    is_page: bool = False
    former: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """One answer. `parent` is the id of the comment it answers, or empty; `dropped` the reason why it is left out.

    `edited` is when its text was last changed. Where `versioned`, two records of one id are two versions of one
    comment, of which the newest counts and no text of a removed one; otherwise they are two comments. `address` is
    where it could be read; `values` are texts for keys that the site declares.
    """

    id: str
    thread: str
    author: Author
    date: datetime | None
    body: str
    markup: Markup = "html"
    parent: str = ""
    dropped: str = ""
    edited: datetime | None = None
    versioned: bool = False
    address: str = ""
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Liked:
    """Somebody who agreed with a comment, or without one with what opened its thread, as everybody could see there."""

    thread: str
    comment: str
    author: Author


@dataclass(frozen=True, slots=True)
class ReadyFile:
    """A file as Parley itself has written it, for archives that Parley made; `path` lies below `posts/`.

    `tags` are slug, title and summary of the tags it needs; `mended` is a kind of `result` where it was changed.
    """

    path: str
    text: str
    kind: Literal["post", "reply", "person", "agreement"]
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


@dataclass(frozen=True, slots=True)
class Noticed:
    """Something that was read otherwise than written: `kind` is one of `result`, `where` a place in the archive."""

    kind: str
    where: str


@dataclass(frozen=True, slots=True)
class Carried:
    """A file that belongs to the archive: where it could be read, and what it is called in the archive's folder."""

    address: str
    name: str


Record = ImportedThread | Comment | Liked | ReadyFile | Missing | Fault | Noticed | Carried


class BadArchive(ParleyError):
    """The archive cannot be read; nothing was written. `faults` are all that were found."""

    def __init__(self, *faults: Fault) -> None:
        self.faults = faults
        shown = "\n".join(map(str, faults[:20]))
        more = f"\n… and {len(faults) - 20} more" if len(faults) > 20 else ""
        super().__init__(_("the archive can't be read; nothing was written\n{shown}{more}", shown=shown, more=more))


def _nobody_watches(_: int) -> None:
    pass


MAX_NOTICED = 10_000
"""Repairs between two records that are counted, so that a file which is no text does not fill the memory."""


@dataclass(frozen=True, slots=True)
class Archive:
    """What is to be imported: a file or a folder, how its fields are called, and who is told of the bytes read.

    What streams repair goes into `noticed`, and from there among the records.
    """

    path: Path
    mapping: FieldMapping = field(default_factory=FieldMapping)
    advance: Callable[[int], None] = _nobody_watches
    noticed: "list[Noticed]" = field(default_factory=list)
    declaration: Declaration = NOTHING_DECLARED

    def notice(self, file: Path) -> Callable[[str, int], None]:
        """Gives who is told of a kind of repair and its line in a file."""

        def add(kind: str, line: int) -> None:
            if len(self.noticed) < MAX_NOTICED:
                self.noticed.append(Noticed(kind, f"{visible(file.name)}:{line}"))

        return add


class ArchiveReader(Protocol):
    """Reads one format, as a stream: an archive may be larger than memory.

    Raises:
        BadArchive: reading cannot go on. Where it can, a `Fault` among the records tells the place.
    """

    def __call__(self, archive: Archive) -> Iterator[Record]: ...
