"""Cusdis: what its interface answers for the comments of a page or of a project, as JSON, whole or page by page.

A comment has its answers in `replies`; those of a project name their page in `page`.
"""

from collections.abc import Iterator
from typing import Any

from parley.importing.dates import parse_date
from parley.importing.records import Archive, Author, Comment, ImportedThread, Record
from parley.importing.streams.files import find_files
from parley.importing.streams.json_stream import read_json, text_of
from parley.model.languages.speaking import N_


def read_cusdis(archive: Archive) -> Iterator[Record]:
    """Read a file, or all files of a folder."""
    opened: set[str] = set()
    for file in find_files(archive.path, (".json",)):
        waiting = [(one, "", "") for one in _comments(read_json(archive, file))]
        while waiting:
            one, page, parent = waiting.pop()
            about = one.get("page")
            page = text_of(one, "pageId") or text_of(about, "id", "slug") or page
            if page not in opened:
                opened.add(page)
                address = text_of(about, "url")
                yield ImportedThread(
                    id=page, title=text_of(about, "title"), address=address if "://" in address else ""
                )
            yield _build_comment(one, page, parent)
            waiting += [(answer, page, text_of(one, "id")) for answer in _comments(one.get("replies"))]


def _comments(data: Any) -> list[dict[str, Any]]:
    """The comments of a list, of a page of an answer, or of several."""
    for _ in range(3):
        if isinstance(data, dict):
            data = data.get("data", data.get("comments"))
    if not isinstance(data, list):
        return []
    found = []
    for one in data:
        if isinstance(one, dict) and "by_nickname" in one:
            found.append(one)
        elif isinstance(one, dict) and ("data" in one or "comments" in one):
            found += _comments(one)
    return found


def _build_comment(one: dict[str, Any], page: str, parent: str) -> Comment:
    deleted = bool(text_of(one, "deletedAt"))
    return Comment(
        id=text_of(one, "id"),
        thread=page,
        parent=text_of(one, "parentId") or parent,
        author=Author(text_of(one, "by_nickname")),
        date=parse_date(text_of(one, "createdAt")),
        body=text_of(one, "content"),
        markup="lines",
        dropped="deleted" if deleted else N_("not approved") if one.get("approved") is False else "",
        versioned=True,
    )
