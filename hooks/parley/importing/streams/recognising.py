"""What a file or folder looks like, by what it holds and not by its name."""

import gzip
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from parley.importing.mapping import FIELDS
from parley.importing.records import BadArchive
from parley.importing.streams.files import open_file
from parley.importing.streams.repair import repair
from parley.model.characters import visible
from parley.model.languages.speaking import N_, _
from parley.model.problems import ParleyError

_TAR_AT = 257
"""Where a tar archive says what it is (POSIX, ustar)."""

_HEAD = 1 << 16
_SAMPLES = 200
"""Files of a folder that are looked at."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """The name of a format, or nothing, and what the file looks like in a few words."""

    form: str
    looks: str


class Unrecognised(ParleyError):
    """Nobody can tell from the source alone which format it has."""


def recognise(source: Path) -> Likeness:
    """The format of a file or of the files of a folder.

    Raises:
        Unrecognised: it is none that is known, or the files of a folder differ.
    """
    if not source.is_dir():
        found = look_at(source)
        if not found.form:
            raise Unrecognised(
                _(
                    "{source} looks like {looks}, which no format is; name one with --format",
                    source=source,
                    looks=found.looks,
                )
            )
        return found
    kinds: dict[str, Path] = {}
    looks: dict[str, str] = {}
    for file in _list_samples(source):
        with suppress(BadArchive):
            like = look_at(file)
            kinds.setdefault(like.form, file)
            looks.setdefault(like.form, like.looks)
    unknown = kinds.pop("", None)
    if len(kinds) > 1 and "static" in kinds:  # a site has settings and pages beside its comments
        kinds.pop("static")
    if len(kinds) == 1:
        (form,) = kinds
        return Likeness(form, _("a folder with {looks}", looks=looks[form]))
    if kinds:
        shown = "; ".join(
            _("{name} looks like {looks}", name=file.name, looks=looks[form]) for form, file in kinds.items()
        )
        raise Unrecognised(
            _("{source} has files of several formats ({shown}); name one with --format", source=source, shown=shown)
        )
    what = (
        _("{name} looks like {looks}", name=unknown.name, looks=looks[""])
        if unknown
        else _("it has no file that could be looked at")
    )
    raise Unrecognised(
        _(
            "{source} has nothing that looks like an archive ({what}); name a format with --format",
            source=source,
            what=what,
        )
    )


def _list_samples(folder: Path) -> Iterator[Path]:
    """Some files of a folder, those of each folder below it in turn."""
    count = 0
    for file in sorted(folder.rglob("*"), key=lambda file: (file.suffix.lower() in _DULL, len(file.parts), file)):
        if count == _SAMPLES:
            return
        hidden = any(part.startswith(".") for part in file.relative_to(folder).parts)
        if not hidden and not file.is_symlink() and file.is_file():
            count += 1
            yield file


_DULL = frozenset({".html", ".htm", ".css", ".js", ".png", ".jpg", ".jpeg", ".gif", ".svg", ".pdf", ".zip"})


def look_at(file: Path) -> Likeness:
    """What a file looks like by its first bytes.

    Raises:
        BadArchive: it cannot be read.
    """
    try:
        with open_file(file) as stream:
            data = stream.read(_HEAD)
    except (OSError, EOFError, gzip.BadGzipFile):
        return Likeness("", _("a packed file that breaks off"))
    for mark, looks in _MAGIC:
        if data.startswith(mark):
            return Likeness("", _(looks))
    if data[_TAR_AT : _TAR_AT + 5] == b"ustar":
        return Likeness("", _("a tar archive; unpack it first"))
    if data.startswith(b"SQLite format 3\0"):
        return _look_at_database(file)
    text = repair(data, lambda _kind, _line: None).lstrip("\ufeff \t\r\n")
    if not text:
        return Likeness("", _("an empty file"))
    if text.startswith("From "):
        return Likeness("mbox", _("an mbox"))
    if text.startswith("<"):
        return _look_at_xml(text)
    if text.startswith(("{", "[")):
        return _look_at_json(text)
    return _look_at_text(text, file)


_MAGIC = (
    (b"PK\x03\x04", N_("a ZIP archive; unpack it first")),
    (b"%PDF", "a PDF"),
    (b"7z\xbc\xaf", N_("a 7z archive; unpack it first")),
    (b"BZh", N_("a file packed by bzip2; unpack it first")),
    (b"\xfd7zXZ", N_("a file packed by xz; unpack it first")),
    (b"\x28\xb5\x2f\xfd", N_("a file packed by zstd; unpack it first")),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
)


def _look_at_database(file: Path) -> Likeness:
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as database:
            tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            columns = {row[1] for row in database.execute("PRAGMA table_info(comments)")}
    except sqlite3.Error:
        return Likeness("", _("a database that can't be read"))
    if {"threads", "comments"} <= tables and {"tid", "mode", "text"} <= columns:
        return Likeness("isso", _("a database of Isso"))
    return Likeness(
        "", _("a database (SQLite) with the tables {tables}", tables=visible(", ".join(sorted(tables)[:6])))
    )


def _look_at_xml(text: str) -> Likeness:
    root = re.search(r"<([A-Za-z][\w:.-]*)((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>", text)
    name, attributes = (root[1], root[2]) if root else ("", "")
    if name == "disqus" or "disqus.com/disqus-internals" in attributes:
        return Likeness("disqus", _("an export of Disqus"))
    if "wordpress.org/export/" in text or "<wp:wxr_version>" in text:
        return Likeness("wordpress", _("an export of WordPress"))
    if name == "feed" and ("schemas.google.com/blogger" in text or "blogger.com" in text):
        return Likeness("blogger", _("an export of Blogger"))
    if re.match(r"<!doctype html|<html", text, re.IGNORECASE):
        return Likeness("", _("a web page"))
    return Likeness(
        "", _("XML with the root element <{name}>", name=visible(name[:40])) if name else _("something like XML")
    )


_OF_JSON = (
    ("archive", N_("an archive in Parley's own format"), r'"format"\s*:\s*"parley-archive/'),
    (
        "discourse",
        N_("topics of Discourse"),
        r'"post_stream"\s*:|"topic_id"\s*:.*"post_number"|"post_number"\s*:.*"topic_id"',
    ),
    (
        "commento",
        N_("an export of Commento or Comentario"),
        r'"commentHex"\s*:|"pageId"\s*:.*"markdown"\s*:|"commenters"\s*:',
    ),
    ("remark42", N_("a backup of Remark42"), r'"locator"\s*:\s*\{|^\{"version":\d+,"users":.*"posts":'),
    ("cusdis", N_("comments of Cusdis"), r'"by_nickname"\s*:'),
    ("parley", N_("a thread of Parley"), r'"format"\s*:\s*"parley-thread'),
    (
        "github",
        N_("discussions or issues of GitHub"),
        r'"(?:issue_url|discussion_url|authorAssociation|author_association|pageInfo|repository_url)"\s*:'
        r'|"\w*(?:url|Url|URL)"\s*:\s*"https?:(?:\\?/){2}(?:api\.)?github\.com(?:\\?/)'
        r'[^"\s]+(?:\\?/)(?:issues|discussions|pull)(?:\\?/)\d+'
        r'|"title"\s*:.*"body"\s*:|"body"\s*:.*"title"\s*:',
    ),
)


def _look_at_json(text: str) -> Likeness:
    for form, looks, pattern in _OF_JSON:
        if re.search(pattern, text, re.DOTALL):
            return Likeness(form, _(looks))
    keys = re.findall(r'"([^"\\]{1,40})"\s*:', text)
    if _are_fields(keys):
        return Likeness("static", _("comment files"))
    return Likeness(
        "", _("JSON with the keys {keys}", keys=visible(", ".join(dict.fromkeys(keys[:30]))[:120])) if keys else "JSON"
    )


def _look_at_text(text: str, file: Path) -> Likeness:
    if re.search(r"^(?:CREATE TABLE|INSERT INTO)\b", text, re.MULTILINE | re.IGNORECASE):
        return Likeness("phpbb", _("a dump of phpBB's database")) if _is_board(file) else Likeness("", _(_DUMP))
    head = text.split("\n---", 1)[0] if text.startswith("---") else text
    head = text.split("\n+++", 1)[0] if text.startswith("+++") else head
    keys = re.findall(r"^[\s-]{0,8}([A-Za-z_]\w{0,30})\s*[:=]", head, re.MULTILINE)
    is_page = text.startswith(("---", "+++")) and file.suffix.lower() in (".md", ".markdown")
    if _are_fields(keys, is_page=is_page):
        return Likeness("static", _("comment files"))
    return Likeness("", _("a page with front matter") if is_page else _("plain text"))


_DUMP = N_("a dump of a database (SQL) that isn't phpBB's")


def _is_board(file: Path) -> bool:
    """Tell whether a dump has the posts of a board, wherever they stand in it."""
    with open_file(file) as stream:
        last = b""
        while data := stream.read(1 << 20):
            if b"bbcode_uid" in last[-20:] + data:
                return True
            last = data
    return False


def _are_fields(keys: list[str], *, is_page: bool = False) -> bool:
    """Tell whether keys are those of a comment: who wrote it, and what or when."""
    names = {*keys}

    def has(what: str) -> bool:
        return not names.isdisjoint(FIELDS[what])

    if is_page and "title" in names:  # an article
        return has("parent") or has("page")
    return has("name") and (has("body") or is_page) and (has("date") or has("id"))
