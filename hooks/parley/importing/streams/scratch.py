"""Tables on disk for what has to be known of a whole archive at once, so that memory does not grow with it."""

import os
import pickle
import sqlite3
import tempfile
from collections.abc import Iterator, MutableMapping
from pathlib import Path
from typing import Any, TypeVar
from weakref import finalize


def open_scratch(tables: str = "", *, kilobytes: int = 16000) -> sqlite3.Connection:
    """Open a database of these tables that takes 16 MB of memory at most and has no name: nothing is left of it."""
    database = sqlite3.connect("")  # SQLite's own temporary file
    settings = f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -{kilobytes};"
    database.executescript(settings + tables)
    return database


def find_scratch() -> Path:
    """The folder in which SQLite keeps databases without a name (sqlite.org/tempfiles.html, 5)."""
    named = (os.environ.get(name, "") for name in ("SQLITE_TMPDIR", "TMPDIR"))
    usual = ("/var/tmp", "/usr/tmp") if os.name == "posix" else ()  # noqa: S108 (looked at, not written to)
    found = (one for one in (*named, *usual) if one and Path(one).is_dir() and os.access(one, os.W_OK))
    return Path(next(found, tempfile.gettempdir()))


def as_stored(values: tuple[Any, ...]) -> tuple[Any, ...]:
    """Values as SQLite takes them: half a character, which JSON can hold, becomes a question mark."""
    return tuple(value.encode(errors="replace").decode() if isinstance(value, str) else value for value in values)


Value = TypeVar("Value")


class Kept(MutableMapping[str, Value]):
    """A dictionary on disk, in the order of its keys. A value that was changed has to be put in anew."""

    def __init__(self) -> None:
        self._db = open_scratch("CREATE TABLE kept (key TEXT PRIMARY KEY, value BLOB) WITHOUT ROWID;", kilobytes=2000)
        finalize(self, self._db.close)

    def __getitem__(self, key: str) -> Value:
        found = self._db.execute("SELECT value FROM kept WHERE key = ?", as_stored((key,))).fetchone()
        if found is None:
            raise KeyError(key)
        value: Value = pickle.loads(found[0])  # noqa: S301 (what this process has put there itself)
        return value

    def __setitem__(self, key: str, value: Value) -> None:
        self._db.execute("INSERT OR REPLACE INTO kept VALUES (?, ?)", as_stored((key, pickle.dumps(value))))

    def __delitem__(self, key: str) -> None:
        if not self._db.execute("DELETE FROM kept WHERE key = ?", as_stored((key,))).rowcount:
            raise KeyError(key)

    def __iter__(self) -> Iterator[str]:
        return (key for (key,) in self._db.execute("SELECT key FROM kept ORDER BY key"))

    def __len__(self) -> int:
        return int(self._db.execute("SELECT count(*) FROM kept").fetchone()[0])
