"""The open form for conversations that move (`parley-archive`): a JSON file with threads and their comments.

`parley schema archive` describes it; `parley export` writes it.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

from parley.importing.dates import parse_date
from parley.importing.records import Archive, Author, Comment, Fault, ImportedThread, Markup, Record
from parley.importing.streams.files import find_files, open_file
from parley.importing.streams.json_stream import Path_, objects_of, read_objects, text_of
from parley.model.languages.speaking import _
from parley.rendering.data.archive_data import FORMAT

_MARKUPS = ("html", "markdown", "lines", "text")
_FORMAT = re.compile(r'"format"\s*:\s*"(parley-archive/[^"]{1,20})"')


def read_archive(archive: Archive) -> Iterator[Record]:
    """Read an archive, which may be packed by gzip, or all of a folder."""
    for file in find_files(archive.path, (".json", ".json.gz")):
        version = _find_version(file)
        if version != FORMAT:
            told = (
                _("its format is {version}; this version of Parley reads {format}", version=version, format=FORMAT)
                if version
                else _("its format is not named; this version of Parley reads {format}", format=FORMAT)
            )
            yield Fault(file, 1, told)
            continue
        for thread in read_objects(archive, file, _is_wanted):
            yield from _read_thread(thread, file)


def _find_version(file: Path) -> str:
    with open_file(file) as stream:
        found = _FORMAT.search(stream.read(4096).decode(errors="replace"))
    return found[1] if found else ""


def _is_wanted(path: Path_, first_key: str) -> bool:
    return path[:-1] == ("threads", "item")


def _read_thread(thread: dict[str, Any], file: Path) -> Iterator[Record]:
    id = text_of(thread, "id")
    if not id:
        yield Fault(file, 1, _("a thread has no id"))
        return
    categories = thread.get("categories")
    yield ImportedThread(
        id=id,
        title=text_of(thread, "title"),
        author=_author(thread),
        date=parse_date(text_of(thread, "date")),
        edited=parse_date(text_of(thread, "edited")),
        body=text_of(thread, "body"),
        markup=_markup(thread),
        address=text_of(thread, "address"),
        categories=tuple(one for one in categories if isinstance(one, str)) if isinstance(categories, list) else (),
        closed=thread.get("closed") is True,
        dropped=_reason(thread),
    )
    for comment in objects_of(thread, "comments"):
        if not text_of(comment, "id"):
            yield Fault(file, 1, _("a comment of thread {id} has no id", id=id))
            continue
        yield Comment(
            id=text_of(comment, "id"),
            thread=id,
            parent=text_of(comment, "parent"),
            author=_author(comment) or Author(""),
            date=parse_date(text_of(comment, "date")),
            edited=parse_date(text_of(comment, "edited")),
            body=text_of(comment, "body"),
            markup=_markup(comment),
            dropped=_reason(comment),
            versioned=True,
            address=text_of(comment, "address"),
        )


def _author(data: dict[str, Any]) -> Author | None:
    author = data.get("author")
    if not isinstance(author, dict):
        return None
    return Author(text_of(author, "name"), text_of(author, "account"), text_of(author, "link"))


def _markup(data: dict[str, Any]) -> Markup:
    named = text_of(data, "markup")
    return cast("Markup", named) if named in _MARKUPS else "markdown"


def _reason(data: dict[str, Any]) -> str:
    return "deleted" if text_of(data, "removed") else ""
