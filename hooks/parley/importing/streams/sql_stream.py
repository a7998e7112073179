"""Rows out of a dump of MySQL or MariaDB (`mysqldump`, phpMyAdmin, phpBB's own backup), one at a time in memory.

Only what a dump needs is read: which columns a table has, and the values that are put into it. A parser of the whole
language needs a statement as a whole and reads 0.6 MB a second; see docs/decisions/0034. Source of how texts are
written: MySQL Reference Manual, 11.1.1, "String Literals".
"""

import codecs
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import IO

from parley.importing.records import Archive, BadArchive, Fault
from parley.importing.streams.files import MAX_ITEM, open_text
from parley.model.languages.speaking import _

_TEXT = r"'(?>(?:[^'\\]++|\\.|'')*)'"
_QUOTED = rf"{_TEXT}|\"(?>(?:[^\"\\]++|\\.|\"\")*)\"|`[^`]*+`"
_VALUE = rf"\s*+(?:_\w++\s*+)?(?:{_QUOTED}|[^\s,()'\"`]++)\s*+"
_BLANK = re.compile(r"(?>(?:\s++|--(?=\s)[^\n]*+\n|#[^\n]*+\n|/\*(?>(?:[^*]++|\*(?!/))*)\*/|;)*)", re.DOTALL)
_INSERT = re.compile(
    r"(?:INSERT|REPLACE)\s+(?>(?:(?:IGNORE|DELAYED|LOW_PRIORITY|HIGH_PRIORITY)\s+)*)(?:INTO\s+)?"
    r"(?:(?:`[^`]+`|\"[^\"]+\"|[\w$]+)\s*\.\s*)?(`[^`]+`|\"[^\"]+\"|[\w$]+)\s*(\([^()]*\))?\s*VALUES?\s*(?=\()",
    re.IGNORECASE,
)
_CREATE = re.compile(
    r"CREATE\s+TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?(?:(?:`[^`]+`|\"[^\"]+\"|[\w$]+)\s*\.\s*)?"
    r"(`[^`]+`|\"[^\"]+\"|[\w$]+)\s*\(",
    re.IGNORECASE,
)
_COLUMN = re.compile(r"\s*(?:`([^`]+)`|\"([^\"]+)\"|([A-Za-z_$][\w$]*))")
_NO_COLUMN = frozenset("key primary unique index fulltext spatial constraint foreign check".split())
_PART = re.compile(rf"(?>(?:{_QUOTED}|\([^()'\"`]*+\)|[^,()'\"`]++)*)", re.DOTALL)
_ROW = re.compile(rf"\({_VALUE}(?>(?:,{_VALUE})*)\)", re.DOTALL)
_VALUES = re.compile(rf"\s*+(?:_\w++\s*+)?({_QUOTED}|[^\s,()'\"`]++)\s*+[,)]", re.DOTALL)
_NEXT = re.compile(r"\s*+([,;])\s*+")
_STATEMENT = re.compile(rf"(?>(?:[^;'\"`]++|{_QUOTED})*);", re.DOTALL)
_ESCAPE = re.compile(r"\\(.)|(['\"])\2", re.DOTALL)
_MEANT = {"0": "\0", "b": "\b", "n": "\n", "r": "\r", "t": "\t", "Z": "\x1a"}

_CHUNK = 1 << 18
_MOST = 2 * MAX_ITEM
"""Characters of one row or statement."""

Columns = Mapping[str, str]
"""A row: its values by the names of their columns."""


def read_rows(archive: Archive, file: Path, is_wanted: Callable[[str], bool]) -> Iterator[tuple[str, Columns]]:
    """The rows of wanted tables with the tables' names, each as columns and values; NULL is an empty text.

    Raises:
        BadArchive: it breaks off within a row, or has a row with more or fewer values than its table has columns.
    """
    try:
        with open_text(archive, file) as stream:
            yield from _Dump(file, stream, is_wanted).rows()
    except (OSError, EOFError) as error:
        raise BadArchive(Fault(file, 1, _("it can't be read any further: {error}", error=error))) from None


class _Dump:
    """What is read ahead of a dump: `text` from `at` on; the rest is still in the stream."""

    def __init__(self, file: Path, stream: IO[bytes], is_wanted: Callable[[str], bool]) -> None:
        self.file = file
        self.stream = stream
        self.is_wanted = is_wanted
        self.text = ""
        self.at = 0
        self.line = 1
        self.decoder = codecs.getincrementaldecoder("utf-8")()
        self.ended = False
        self.columns: dict[str, list[str]] = {}

    def rows(self) -> Iterator[tuple[str, Columns]]:
        while self._skip_blank():
            if start := self._match(_INSERT, needs_more=False):
                yield from self._read_insert(_bare(start[1]), start[2])
                continue
            found = self._match(_STATEMENT)
            if found is None:
                if not self.ended or self.text[self.at :].strip("\0 \t\r\n"):
                    raise self._fault(_("a statement of the dump breaks off here"))
                return
            if created := _CREATE.match(found[0]):
                self.columns[_bare(created[1])] = list(_list_columns(found[0][created.end() :]))

    def _read_insert(self, table: str, named: str | None) -> Iterator[tuple[str, Columns]]:
        columns = [_bare(one) for one in named[1:-1].split(",")] if named else self.columns.get(table, [])
        wanted = self.is_wanted(table)
        while row := self._match(_ROW):
            if wanted:
                values = [_read_value(one) for one in _VALUES.findall(row[0], 1)]
                if len(values) != len(columns):
                    raise self._fault(
                        _(
                            "a row of {table} has {number} values for {columns} columns",
                            table=table,
                            number=len(values),
                            columns=len(columns),
                        )
                    )
                yield table, dict(zip(columns, values, strict=True))
            mark = self._match(_NEXT)
            if mark is None or mark[1] == ";":
                break
        else:
            raise self._fault(_("a row of {table} breaks off here, or isn't written as MySQL writes rows", table=table))
        if mark is None and self._match(_STATEMENT) is None:  # such as ON DUPLICATE KEY UPDATE
            raise self._fault(_("what stands behind the rows of {table} breaks off here", table=table))

    def _skip_blank(self) -> bool:
        """Go to the next statement; tells whether there is one."""
        while True:
            found = _BLANK.match(self.text, self.at)
            end = found.end() if found else self.at
            is_open = self.text.startswith(("--", "/*", "#"), end)
            if end < len(self.text) and not is_open:
                self.at = end
                return True
            self.at = end
            if not self._read_more():
                return end < len(self.text) and not is_open

    def _match(self, pattern: re.Pattern[str], *, needs_more: bool = True) -> re.Match[str] | None:
        """What a pattern finds here, with as much of the file as it takes; goes behind it."""
        while True:
            found = pattern.match(self.text, self.at)
            if found and (found.end() < len(self.text) or self.ended):
                self.at = found.end()
                return found
            if found is None and (not needs_more and len(self.text) - self.at > _LONGEST_HEAD):
                return None
            if not self._read_more():
                if found:
                    self.at = found.end()
                return found

    def _read_more(self) -> bool:
        """Read on, as much as there is already, so that a long row is not looked at a thousand times."""
        if self.ended:
            return False
        kept = len(self.text) - self.at
        if kept > _MOST:
            raise self._fault(_("one row is too large to read"))
        self.line += self.text.count("\n", 0, self.at)
        data = self.stream.read(max(_CHUNK, kept))
        self.ended = not data
        whole = self.decoder.decode(data, final=self.ended)
        self.text = self.text[self.at :] + whole
        self.at = 0
        return not self.ended

    def _fault(self, message: str) -> BadArchive:
        return BadArchive(Fault(self.file, self.line + self.text.count("\n", 0, self.at), message))


_LONGEST_HEAD = 20_000
"""Characters within which a statement says into which table it puts what."""


def _bare(name: str) -> str:
    return name.strip().strip('`"')


def _list_columns(text: str) -> Iterator[str]:
    """The names of the columns in what stands behind the bracket of a `CREATE TABLE`."""
    at = 0
    while at < len(text):
        name = _COLUMN.match(text, at)
        if name and not (name[3] and name[3].lower() in _NO_COLUMN):
            yield name[1] or name[2] or name[3]
        part = _PART.match(text, at)
        at = part.end() if part else at
        if not text.startswith(",", at):
            return
        at += 1


def _read_value(written: str) -> str:
    quote = written[0]
    if quote not in "'\"":
        return "" if written.upper() in ("NULL", "DEFAULT") else written
    text = written[1:-1]
    if "\\" in text or quote * 2 in text:
        return _ESCAPE.sub(lambda found: _MEANT.get(found[1], found[1]) if found[1] else found[2], text)
    return text
