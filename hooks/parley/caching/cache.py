"""What a build has worked out, kept for the next one.

Results are found by a digest of everything they depend on, the program included, so a stale one is never found and
nothing has to be declared invalid. The cache may be deleted at any time, also while a build runs. Whatever is wrong
with it (broken, cut short, locked, no room, no rights) costs time and nothing else: it is thrown away whole.
"""

import hashlib
import io
import os
import pickle
import sqlite3
import sys
from collections.abc import Callable, Hashable
from contextlib import suppress
from dataclasses import fields, is_dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, TypeVar

import platformdirs

import parley
from parley.model.extending import list_code
from parley.model.languages.speaking import _, spoken

_WAIT = 5.0
"""Seconds to wait for another build that is writing."""

_BATCH = 4_000_000
"""Bytes of results that are written together."""

_PACKAGES = ("parley", "parley_mkdocs")
"""Ours: the generator, and the adapter, which puts the finished pages together."""

_LIBRARIES = (
    *("comrak", "nh3", "jinja2", "markupsafe", "pyyaml", "phonenumbers", "babel"),
    *("mkdocs", "mkdocs-material", "pagefind", "resvg-py", "fonttools"),
)

Digest = bytes
T = TypeVar("T")


@cache
def program() -> bytes:
    """A digest of the code, the templates and the libraries that results depend on."""
    digest = hashlib.sha256(sys.version.encode())
    for name in _LIBRARIES:
        with suppress(PackageNotFoundError):
            digest.update(f"{name} {version(name)}\n".encode())
    folder = Path(parley.__file__).parents[1]
    files = [file for name in _PACKAGES for file in (folder / name).rglob("*") if file.is_file()]
    for file in sorted(file for file in files if file.suffix != ".pyc"):
        digest.update(file.relative_to(folder).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    for added, code in list_code():
        digest.update(added.encode() + b"\0" + code + b"\0")
    return digest.digest()


def make_digest(*parts: object) -> Digest:
    """A digest of texts, of bytes, of other values by what they print (their `repr`), of program and language."""
    digest = hashlib.sha256(program() + spoken().language.encode())
    for part in parts:
        text = part if isinstance(part, str | bytes) else repr(part)
        data = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
        digest.update(len(data).to_bytes(8) + data)
    return digest.digest()


class Cache:
    """A file of results. Not to be shared by threads; several builds may use one file at the same time."""

    def __init__(self, file: Path | None, *, holds: bool = False) -> None:
        """`file` is made where there is none; without one, nothing is ever found or kept.

        A cache that `holds` has at hand all that it gave and took, for one preview after the other; it forgets none.
        """
        self._holds = holds
        self._at_hand: dict[Hashable, Any] = {}
        self.trouble = ""
        """Why nothing is kept, and where; empty where all is well."""
        self._used: set[Digest] = set()
        self._new: dict[Digest, bytes] = {}
        self._size = 0
        self._file = file
        self._connection: sqlite3.Connection | None = None
        if file is None:
            return
        try:
            file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._connection = _open(file)
        except Exception as error:  # whatever a broken file may hold
            self._throw_away(error)

    def find(self, key: Digest, kind: type[Any] = object) -> Any:
        """The result, or None where there is none of this kind. Results are never None."""
        if key in self._at_hand:
            return self._at_hand[key]
        found = self._do(lambda connection: _read(connection, key))
        self._used.add(key)
        return self._hold(key, found) if found is not None and isinstance(found, kind) else None

    def remember(self, key: Hashable, make: Callable[..., T], *arguments: Any) -> T:
        """What `make` gives for the arguments; the same object every time where the cache holds it."""
        held: T = self._at_hand[key] if key in self._at_hand else self._hold(key, make(*arguments))
        return held

    def _hold(self, key: Hashable, result: T) -> T:
        if self._holds:
            self._at_hand[key] = result
        return result

    def has(self, key: Digest) -> bool:
        """Tell whether there is a result, and let it stay. It may be broken all the same, and then is not found."""
        found = self._do(
            lambda connection: connection.execute("SELECT 1 FROM results WHERE key = ?", (key,)).fetchone()
        )
        self._used.add(key)
        return found is not None

    def keep(self, key: Digest, result: object, packed: bytes | None = None) -> None:
        """Keep a result for the next build; `packed` is what `pack` has made of it already."""
        self._hold(key, result)
        if self._connection is None:
            return
        self._new[key] = value = packed or pack(result)
        self._used.add(key)
        self._size += len(value)
        if self._size > _BATCH:
            self.write()

    def save(self) -> None:
        """Write what is new, and forget what was neither found nor kept since the cache was opened."""
        self.write()
        if not self._holds:
            self._do(lambda connection: _forget_others(connection, self._used))

    def write(self) -> None:
        """Write what is new, and forget nothing."""
        rows = [(key, value, _seal(key, value)) for key, value in self._new.items()]
        self._new, self._size = {}, 0
        self._do(lambda connection: connection.executemany("INSERT OR REPLACE INTO results VALUES (?, ?, ?)", rows))

    def _do(self, work: Callable[[sqlite3.Connection], Any]) -> Any:
        """What `work` gives, done wholly or not at all; None where it fails."""
        if self._connection is None:
            return None
        try:
            with self._connection as connection:
                return work(connection)
        except Exception as error:  # whatever a broken file may hold
            self._throw_away(error)
            return None

    def _throw_away(self, error: Exception) -> None:
        """Keep and find nothing from now on, and let the next build begin anew."""
        self.close()
        self.trouble = f"{self._file}: {error}"
        if self._file:
            with suppress(OSError):
                self._file.unlink()

    def close(self) -> None:
        if self._connection is not None:
            with suppress(Exception):
                self._connection.close()
        self._connection = None


class _Pickler(pickle.Pickler):
    """Lets frozen data be made by its class, which takes a third of the time that setting its slots one by one does."""

    def reducer_override(self, value: Any) -> Any:
        kind: Any = type(value)
        names = _name_fields(kind)
        return NotImplemented if names is None else (kind, tuple(getattr(value, name) for name in names))


@cache
def _name_fields(kind: type) -> tuple[str, ...] | None:
    """What a class of data takes, in order; None for a class that is none of data, or wants names or other ways."""
    if not is_dataclass(kind) or any(part.kw_only or not part.init for part in fields(kind)):
        return None
    return tuple(part.name for part in fields(kind))


def pack(result: object) -> bytes:
    """A result as a cache keeps it."""
    stream = io.BytesIO()
    _Pickler(stream, pickle.HIGHEST_PROTOCOL).dump(result)
    return stream.getvalue()


def unpack(packed: bytes) -> Any:
    """The result that `pack` was given."""
    return pickle.loads(packed)  # noqa: S301 (written by us into a folder of the user's own, or by a worker of ours)


def _read(connection: sqlite3.Connection, key: Digest) -> Any:
    """The result of a key, or None.

    Raises:
        ValueError: it is that of another, or was changed since.
    """
    row = connection.execute("SELECT value, digest FROM results WHERE key = ?", (key,)).fetchone()
    if row and _seal(key, row[0]) != row[1]:
        raise ValueError(_("it was damaged or written by somebody else"))
    return unpack(row[0]) if row else None


def _seal(key: Digest, value: bytes) -> bytes:
    """A digest of a result and of what it is the result of, which only those can make who have the secret."""
    digest = hashlib.blake2b(key, key=find_secret(), digest_size=32)
    digest.update(value)
    return digest.digest()


def find_secret() -> bytes:
    """The secret without which nothing in a cache is believed; empty where nobody else can write to it."""
    secret = os.environ.get("PARLEY_CACHE_KEY", "")
    return hashlib.sha256(secret.encode()).digest() if secret else b""


def _open(file: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(file, timeout=_WAIT, check_same_thread=False)  # one at a time all the same
    connection.execute("PRAGMA trusted_schema = OFF")  # a file from elsewhere runs nothing
    connection.execute("PRAGMA synchronous = OFF")  # a cache that a loss of power breaks is thrown away
    connection.execute("PRAGMA journal_mode = MEMORY")
    connection.execute("CREATE TABLE IF NOT EXISTS results (key BLOB PRIMARY KEY, value BLOB, digest BLOB)")
    connection.execute("SELECT key FROM results LIMIT 1").fetchone()
    return connection


def _forget_others(connection: sqlite3.Connection, used: set[Digest]) -> None:
    kept = [key for (key,) in connection.execute("SELECT key FROM results")]
    connection.executemany("DELETE FROM results WHERE key = ?", [(key,) for key in kept if key not in used])


def find_file(*places: Path) -> Path:
    """Where the cache of a project, or of a site of it, lies: where PARLEY_CACHE says, else where the system wants it.

    By default it is not below the project, whose folders are watched while somebody edits. One that is moves with it,
    as from a machine of a forge to the next, which may have another place for both.
    """
    folder = Path(os.environ.get("PARLEY_CACHE") or platformdirs.user_cache_path("parley")).resolve()
    names = [place.resolve() for place in places]
    if folder.is_relative_to(names[0]):
        names = [Path(os.path.relpath(name, folder)) for name in names]
    return folder / f"{hashlib.sha256(repr([*map(str, names)]).encode()).hexdigest()[:16]}.sqlite"


NOTHING = Cache(None)
"""A cache that keeps nothing."""
