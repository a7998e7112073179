"""Isso's database, a file of SQLite; it is read where it lies and not changed.

Source: Isso's tables `threads` and `comments`; `mode` is 1 for what is shown, 2 for what waits for a moderator and 4
for what was deleted and has answers.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime

from parley.importing.dates import parse_date
from parley.importing.records import Archive, Author, BadArchive, Comment, Fault, ImportedThread, Record
from parley.importing.streams.files import find_files, open_file
from parley.model.characters import visible
from parley.model.languages.speaking import N_, _

_REASONS = {1: "", 2: N_("not approved"), 4: "deleted"}
_COLUMNS = "tid, id, parent, created, modified, mode, text, author, website"
_LIKES = "SELECT count(*) FROM pragma_table_info('comments') WHERE name = 'likes'"


def read_isso(archive: Archive) -> Iterator[Record]:
    """Read a database, or all of a folder."""
    for file in find_files(archive.path, (".db", ".sqlite", ".sqlite3")):
        open_file(file).close()
        try:
            with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as database:
                database.text_factory = lambda data: data.decode(errors="replace")
                yield from _read(database, archive)
        except sqlite3.Error as error:
            raise BadArchive(
                Fault(file, 1, _("this isn't a database of Isso: {error}", error=visible(str(error))))
            ) from None
        archive.advance(file.stat().st_size)


def _read(database: sqlite3.Connection, archive: Archive) -> Iterator[Record]:
    site = archive.mapping.site.rstrip("/")
    for id, uri, title in database.execute("SELECT id, uri, title FROM threads ORDER BY id"):
        address = uri if "://" in uri else f"{site}{uri}" if site else ""
        yield ImportedThread(id=uri or str(id), title=title or "", address=address)
    uris = {id: uri or str(id) for id, uri in database.execute("SELECT id, uri FROM threads")}
    likes = "likes" if database.execute(_LIKES).fetchone()[0] else "0"
    for row in database.execute(f"SELECT {_COLUMNS}, {likes} FROM comments ORDER BY id"):  # noqa: S608 (constants)
        thread, id, parent, created, modified, mode, text, author, website, liked = row
        yield Comment(
            id=str(id),
            thread=uris.get(thread, str(thread)),
            parent=str(parent or ""),
            author=Author(author or "", link=website or ""),
            date=_date(created),
            edited=_date(modified),
            body=text or "",
            markup="markdown",
            dropped=_REASONS.get(mode, N_("not approved")),
            versioned=True,
            values=archive.mapping.fill_agreed(liked if isinstance(liked, int) else 0),
        )


def _date(seconds: object) -> datetime | None:
    return parse_date(f"{seconds:.3f}") if isinstance(seconds, int | float) else None
