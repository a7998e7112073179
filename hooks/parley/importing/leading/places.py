"""Where the threads of an archive were read before, and where they are now; kept on disk like what they are made of."""

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

COMMENT = re.compile(
    r"(?:[a-z]*comment[_-]?|c|dsq-|post[_-]?|reply[_-]?|p|isso-|remark42__comment-)?([\w-]{1,80})", re.IGNORECASE
)
"""The number of a comment in an anchor, as programs call it: `comment-12`, `issuecomment-12`, `c12`."""

_DISCOURSE = re.compile(r"/t/(?:[^/]*[^/\d][^/]*/)?(\d+)(?:/(\d+))?/?")
"""With the words of a topic's title, which are never a number alone, or without."""


@dataclass(frozen=True, slots=True)
class Moved:
    """A thread or comment: `old` is its address in the archive, `way` that below the first page of this site."""

    old: str
    way: str
    title: str


def settle(address: str) -> tuple[str, str]:
    """What all ways to write an address share, and its anchor; nothing where it is no address on the web."""
    try:
        parts = urlsplit(unquote(address))
    except ValueError:
        return "", ""
    host = (parts.netloc or "").lower().removeprefix("www.")
    if not host:
        return "", ""
    path, anchor = re.sub(r"/(?:index\.\w+)?$", "", parts.path), parts.fragment
    if found := _DISCOURSE.fullmatch(parts.path):
        path, anchor = f"/t/{found[1]}", anchor or found[2] or ""
    query = "" if parts.query.startswith(("utm_", "u=", "showComment")) else parts.query
    return f"{host}{path}?{query}" if query else f"{host}{path}", anchor


class Places:
    """A table in a file; `spare` is another one beside it, in which what is to stand elsewhere is made whole first."""

    def __init__(self, file: Path) -> None:
        self.spare = file.with_name("redirects.new")
        self._db = sqlite3.connect(file)
        self._db.executescript(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
            "CREATE TABLE thread (sign TEXT PRIMARY KEY, old TEXT, slug TEXT, title TEXT);"
            "CREATE TABLE carried (sign TEXT PRIMARY KEY, name TEXT);"
            "CREATE TABLE comment (slug TEXT, anchor TEXT, id TEXT, old TEXT, PRIMARY KEY (slug, anchor));"
        )

    def close(self) -> None:
        self._db.close()

    def add_thread(self, address: str, slug: str, title: str) -> None:
        sign, _ = settle(address)
        if sign:
            self._db.execute("INSERT OR IGNORE INTO thread VALUES (?, ?, ?, ?)", (sign, address, slug, title))

    def add_comment(self, slug: str, anchor: str, id: str, address: str) -> None:
        sign, own = settle(address)
        address = address if sign else ""  # a path alone leads nowhere
        for name in dict.fromkeys((anchor, own)):
            if name:
                self._db.execute("INSERT OR IGNORE INTO comment VALUES (?, ?, ?, ?)", (slug, name, id, address))

    def add_carried(self, address: str, name: str) -> None:
        """Note what a file is called that could be read at an address."""
        self._db.execute("INSERT OR IGNORE INTO carried VALUES (?, ?)", (settle(address)[0], name))

    def find_carried(self, address: str) -> str:
        """What the file at an address is called in the archive's folder, or nothing."""
        found = self._db.execute("SELECT name FROM carried WHERE sign = ?", (settle(address)[0],)).fetchone()
        return str(found[0]) if found else ""

    def find(self, address: str) -> Moved | None:
        """Where what was at an address is now."""
        sign, anchor = settle(address)
        found = (
            self._db.execute("SELECT old, slug, title FROM thread WHERE sign = ?", (sign,)).fetchone() if sign else None
        )
        if found is None:
            return None
        old, slug, title = found
        id = self._find_comment(slug, anchor) if anchor else ""
        return Moved(old, f"/discussions/{slug}/{f'#reply-{id}' if id else ''}", title)

    def _find_comment(self, slug: str, anchor: str) -> str:
        number = COMMENT.fullmatch(anchor)
        for name in (anchor, number[1] if number else ""):
            found = self._db.execute("SELECT id FROM comment WHERE slug = ? AND anchor = ?", (slug, name)).fetchone()
            if found:
                return str(found[0])
        return ""

    def threads(self) -> Iterator[Moved]:
        for old, slug, title in self._db.execute("SELECT old, slug, title FROM thread ORDER BY old"):
            yield Moved(old, f"/discussions/{slug}/", title)

    def anchors(self, way: str) -> Iterator[tuple[str, str]]:
        """The anchors that the comments of a discussion had, and the ids of their replies here."""
        slug = way.strip("/").rpartition("/")[2]
        yield from self._db.execute("SELECT anchor, id FROM comment WHERE slug = ? ORDER BY anchor", (slug,))

    def comments(self) -> Iterator[Moved]:
        """The comments that had an address of their own."""
        found = self._db.execute("SELECT DISTINCT old, slug, id FROM comment WHERE old != '' ORDER BY old")
        for old, slug, id in found:
            yield Moved(old, f"/discussions/{slug}/#reply-{id}", "")

    def all(self) -> Iterator[Moved]:
        """Every old address once: where a comment had the address of its thread, it is the comment's.

        Those with a question come first: a server takes the first line that fits, whatever is asked behind the rest.
        """
        for query in (
            "SELECT old, slug, '' FROM thread WHERE old NOT IN (SELECT old FROM comment)",
            "SELECT old, slug, max(id) FROM comment WHERE old != '' GROUP BY old",
        ):
            for old, slug, id in self._db.execute(f"{query} ORDER BY old NOT LIKE '%?%', old"):
                yield Moved(old, f"/discussions/{slug}/{f'#reply-{id}' if id else ''}", "")
