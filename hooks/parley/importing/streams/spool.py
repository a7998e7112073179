"""Where records wait on disk until the last of an archive has been read, so that memory does not grow with it."""

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from parley.importing.bodies.conversion import clean
from parley.importing.placing import Head
from parley.importing.records import Author, Comment, ImportedThread, Liked, Markup
from parley.importing.streams.scratch import as_stored

_TABLES = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA cache_size = -16000;
CREATE TABLE thread (
    row INTEGER PRIMARY KEY, id TEXT UNIQUE, page TEXT, title TEXT, name TEXT, account TEXT, link TEXT, date INTEGER,
    body TEXT, markup TEXT, address TEXT, categories TEXT, closed INTEGER, answers TEXT,
    dropped TEXT, edited INTEGER, is_page INTEGER, former TEXT
);
CREATE INDEX page ON thread (page);
CREATE TABLE same (sign TEXT PRIMARY KEY, thread TEXT);
CREATE TABLE comment (
    row INTEGER PRIMARY KEY, thread TEXT, id TEXT, parent TEXT, name TEXT, account TEXT, link TEXT, date INTEGER,
    body TEXT, markup TEXT, digest BLOB, dropped TEXT, edited INTEGER, address TEXT, given TEXT, UNIQUE (thread, id)
);
CREATE TABLE liked (thread TEXT, comment TEXT, name TEXT, account TEXT, UNIQUE (thread, comment, account, name));
"""


_THREAD = tuple(
    (
        "id page title name account link date body markup address categories closed answers dropped edited is_page "
        "former"
    ).split()
)
_COMMENT = tuple("thread id parent name account link date body markup digest dropped edited address given".split())


@dataclass(frozen=True, slots=True)
class Identity:
    """Somebody who wrote in the archive; `first` is when, as far as is known."""

    author: Author
    first: float


class Spool:
    """A database in one file, which its owner deletes."""

    def __init__(self, file: Path) -> None:
        self._db = sqlite3.connect(file)
        self._db.executescript(_TABLES)

    def close(self) -> None:
        self._db.close()

    def add_thread(self, thread: ImportedThread) -> bool:
        """Keep a thread; tells whether it is new: a later one with the same id is the same, or a version of it."""
        author = thread.author or Author("")
        who = (author.name if thread.author else None, author.account, author.link, _seconds(thread.date))
        what = (thread.body, thread.markup, thread.address, "\n".join(thread.categories), thread.closed)
        rest = (thread.answers, thread.dropped, _seconds(thread.edited), thread.is_page, thread.former)
        values = as_stored((thread.id, thread.id, thread.title, *who, *what, *rest))
        made = self._db.execute(
            "INSERT OR IGNORE INTO thread VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", values
        )
        if not made.rowcount:
            self._renew("thread", "id = ?", values[:1], dict(zip(_THREAD, values, strict=True)), thread.edited)
            return False
        for sign in thread.same_as:
            self._join(*as_stored((sign, thread.id)))
        return True

    def _renew(
        self, table: str, where: str, key: tuple[Any, ...], values: dict[str, Any], edited: datetime | None
    ) -> bool:
        """Put a record in the place of one of the same id if it is newer or removed; tells whether it was put there.

        Of two without a date the later one is taken for the newer.
        """
        query = f"SELECT edited, date, dropped, body FROM {table} WHERE {where}"  # noqa: S608 (a constant)
        known = self._db.execute(query, key).fetchone()
        old, new = known[0] or known[1] or 0, _seconds(edited) or values["date"] or 0
        if (
            new < old
            or (known[2] and not values["dropped"] and new == old)
            or (known[3:] + known[2:3])
            == (
                values["body"],
                values["dropped"],
            )
        ):
            return False
        if table == "thread" and not values["body"] and known[3] and not values["dropped"]:
            return False  # what names a thread says less than what has its text
        columns = [name for name in values if name not in ("id", "thread", "page")]
        sets = ", ".join(f"{name} = ?" for name in columns)
        self._db.execute(
            f"UPDATE {table} SET {sets} WHERE {where}",  # noqa: S608 (constants)
            (*(values[name] for name in columns), *key),
        )
        return True

    def _join(self, sign: str, thread: str) -> None:
        """Make all threads with one sign one page."""
        self._db.execute("INSERT OR IGNORE INTO same VALUES (?, ?)", (sign, thread))
        first = self._one("SELECT thread FROM same WHERE sign = ?", sign)
        page, own = self._page(first), self._page(thread)
        if page != own:
            self._db.execute("UPDATE thread SET page = ? WHERE page = ?", (page, own))

    def _page(self, thread: str) -> str:
        return str(self._one("SELECT page FROM thread WHERE id = ?", thread))

    def add_comment(self, comment: Comment) -> Literal["new", "known", "renewed", "older"]:
        """Keep a comment; tells what it is to those that are kept: one with the id and the text of another is known.

        One with the id of another but with another text is kept under an id made of both, unless ids are of versions:
        then the newest counts.
        """
        author = comment.author
        digest = _digest(comment.body)
        who = (author.name, author.account, author.link, _seconds(comment.date))
        rest = (comment.dropped, _seconds(comment.edited), comment.address, json.dumps(comment.values))
        values = (comment.parent, *who, comment.body, comment.markup, digest, *rest)
        for id in (comment.id, f"{comment.id}#{digest.hex()}"):
            row = as_stored((comment.thread, id, *values))
            made = self._db.execute(
                "INSERT OR IGNORE INTO comment VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row
            )
            if made.rowcount:
                return "new"
            known = self._db.execute(
                "SELECT digest, dropped FROM comment WHERE thread = ? AND id = ?", row[:2]
            ).fetchone()
            if known == (digest, comment.dropped):
                return "known"
            if comment.versioned:
                named = dict(zip(_COMMENT, row, strict=True))
                is_newer = self._renew("comment", "thread = ? AND id = ?", row[:2], named, comment.edited)
                return "renewed" if is_newer else "older"
            if known[0] == digest:
                return "known"
        return "known"

    def add_liked(self, liked: Liked) -> None:
        """Keep that somebody agreed with something."""
        row = as_stored((liked.thread, liked.comment, liked.author.name, liked.author.account))
        self._db.execute("INSERT OR IGNORE INTO liked VALUES (?, ?, ?, ?)", row)

    def likes(self, thread: str, comment: str) -> Iterator[Author]:
        """Who agreed with a comment, or without one with what opened its thread."""
        query = "SELECT name, account FROM liked WHERE thread = ? AND comment = ? ORDER BY account, name"
        yield from (Author(*row) for row in self._db.execute(query, (thread, comment)).fetchall())

    def finish(self) -> list[str]:
        """Make ready for reading; gives the ids of threads that comments name and the archive does not hold.

        Such a thread is made from what is known of it: its id.
        """
        lost = self._db.execute(
            "SELECT DISTINCT thread FROM comment WHERE thread NOT IN (SELECT id FROM thread) ORDER BY thread"
        )
        ids = [str(id) for (id,) in lost]
        for id in ids:
            self.add_thread(ImportedThread(id=id))
        return ids

    def pages(self) -> Iterator[tuple[ImportedThread, ...]]:
        """The threads of each page, the oldest first."""
        for (page,) in self._db.execute("SELECT page FROM thread GROUP BY page ORDER BY min(row)"):
            rows = self._db.execute("SELECT * FROM thread WHERE page = ? ORDER BY date IS NULL, date, id", (page,))
            yield tuple(map(_build_thread, rows.fetchall()))

    def heads(self, thread: str) -> Iterator[Head]:
        """The comments of a thread without their texts."""
        columns = "row, id, parent, account, name, date, digest, dropped, edited"
        for row, id, parent, account, name, date, digest, dropped, edited in self._db.execute(
            f"SELECT {columns} FROM comment WHERE thread = ? ORDER BY row",  # noqa: S608 (a constant)
            (thread,),
        ):
            who = account or name
            yield Head(row, id, parent, who, _moment(date), digest, dropped, thread, _moment(edited))

    def comment(self, row: int) -> Comment:
        """One comment with its text."""
        columns = "thread, id, parent, name, account, link, date, body, markup, dropped, edited, address, given"
        found = self._db.execute(f"SELECT {columns} FROM comment WHERE row = ?", (row,))  # noqa: S608 (a constant)
        thread, id, parent, name, account, link, date, body, markup, dropped, edited, address, given = found.fetchone()
        form: Markup = markup
        return Comment(
            id=id,
            thread=thread,
            parent=parent,
            author=Author(name, account, link),
            date=_moment(date),
            body=body,
            markup=form,
            dropped=dropped,
            edited=_moment(edited),
            address=address,
            values=tuple((key, text) for key, text in json.loads(given)),
        )

    def address(self, row: int) -> str:
        """Where a comment could be read."""
        return str(self._one("SELECT address FROM comment WHERE row = ?", row))

    def keep_parts(self, row: int, parts: tuple[str, ...], changes: set[str]) -> None:
        """Keep the converted text of a comment in place of the one it came with."""
        self._db.execute("UPDATE comment SET body = ? WHERE row = ?", (json.dumps([parts, sorted(changes)]), row))

    def parts(self, row: int) -> tuple[tuple[str, ...], set[str]]:
        """What `keep_parts` has kept."""
        parts, changes = json.loads(self._one("SELECT body FROM comment WHERE row = ?", row))
        return tuple(parts), set(changes)

    def identities(self) -> Iterator[Identity]:
        """Everybody who wrote something that is kept, in no order."""
        found = self._db.execute(
            "SELECT name, account, max(link), min(coalesce(date, 1e18)) FROM ("
            "SELECT name, account, link, date FROM comment WHERE dropped = '' UNION ALL "
            "SELECT name, account, link, date FROM thread WHERE dropped = '' AND name IS NOT NULL) "
            "GROUP BY account, name"
        )
        for name, account, link, first in found:
            yield Identity(Author(name, account, link), first)

    def _one(self, query: str, *values: Any) -> Any:
        found = self._db.execute(query, values).fetchone()
        return found[0] if found else None


def _build_thread(row: tuple[Any, ...]) -> ImportedThread:
    _, id, _, title, name, account, link, date, body, markup, address, categories, closed, *rest = row
    answers, dropped, edited, is_page, former = rest
    return ImportedThread(
        id=id,
        title=title,
        author=None if name is None else Author(name, account, link),
        date=_moment(date),
        body=body,
        markup=markup,
        address=address,
        categories=tuple(categories.split("\n")) if categories else (),
        closed=bool(closed),
        answers=answers,
        dropped=dropped,
        edited=_moment(edited),
        is_page=bool(is_page),
        former=former,
    )


def _digest(body: str) -> bytes:
    return hashlib.sha256(" ".join(clean(body).split()).encode()).digest()[:16]


def _seconds(moment: datetime | None) -> int | None:
    return None if moment is None else int(moment.timestamp())


def _moment(seconds: int | None) -> datetime | None:
    with suppress(ValueError, OverflowError, OSError):
        return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
    return None
