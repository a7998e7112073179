"""Tables on disk for what a reader has to know of a whole archive before it can tell of its first record."""

import sqlite3
from typing import Any


def open_scratch(tables: str = "") -> sqlite3.Connection:
    """Open a database of these tables that takes 16 MB of memory at most and has no name: nothing is left of it."""
    database = sqlite3.connect("")  # SQLite's own temporary file
    settings = "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -16000;"
    database.executescript(settings + tables)
    return database


def as_stored(values: tuple[Any, ...]) -> tuple[Any, ...]:
    """Values as SQLite takes them: half a character, which JSON can hold, becomes a question mark."""
    return tuple(value.encode(errors="replace").decode() if isinstance(value, str) else value for value in values)
