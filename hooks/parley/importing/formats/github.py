"""GitHub Discussions and Issues as JSON: answers of the GraphQL interface, whole or page by page, or lists of entries.

Discussions have two levels. `body`, the Markdown, is taken where it is there, else `bodyHTML`.
"""

import re
from collections.abc import Iterator
from typing import Any

from parley.importing import ids
from parley.importing.dates import parse_date
from parley.importing.records import Archive, Author, Comment, Fault, ImportedThread, Markup, Missing, Record
from parley.importing.streams.files import find_files
from parley.importing.streams.json_stream import Path_, objects_of, read_objects, text_of

_GHOST = "ghost"
"""What GitHub calls those whose account is gone."""

_AROUND = frozenset("data repository organization user viewer search nodes edges node item discussions issues".split())
_ENVELOPE = frozenset(
    "data repository organization user viewer errors extensions pageInfo totalCount nodes edges".split()
)


def read_github(archive: Archive) -> Iterator[Record]:
    """Read a file, or all files of a folder."""
    for file in find_files(archive.path, (".json", ".jsonl", ".ndjson")):
        found = False
        for entry in read_objects(archive, file, _is_entry):
            if text_of(entry, "title") and ("comments" in entry or "body" in entry or "bodyHTML" in entry):
                found = True
                yield from _read_entry(entry)
        if not found:
            yield Fault(file, 1, "there is no discussion and no issue in it (title, body, comments)")


def _is_entry(path: Path_, first_key: str) -> bool:
    """Tell whether an object is a discussion or an issue by where it stands and its first key."""
    if first_key in _ENVELOPE:
        return False
    keys = path[:-1]  # the last is the object's own
    if keys and keys[-1] in ("discussion", "issue"):
        return True
    if any(key not in _AROUND for key in keys):
        return False
    return not keys or keys[-1] == "node" or (keys[-1] == "item" and keys[-2:-1] != ("edges",))


def _read_entry(entry: dict[str, Any]) -> Iterator[Record]:
    thread = text_of(entry, "url", "id", "number")
    body, form = _body(entry)
    yield ImportedThread(
        id=thread,
        title=text_of(entry, "title"),
        author=_author(entry),
        date=parse_date(text_of(entry, "createdAt", "created_at")),
        body=body,
        markup=form,
        address=text_of(entry, "url", "html_url"),
        categories=tuple(_categories(entry)),
        closed=entry.get("locked") is True,
        dropped=_reason(entry),
    )
    comments = objects_of(entry, "comments")
    lacking = _count_lacking(entry, "comments", len(comments))
    for comment in comments:
        built = _build_comment(comment, thread, "")
        yield built
        replies = objects_of(comment, "replies")
        lacking += _count_lacking(comment, "replies", len(replies))
        for reply in replies:
            yield _build_comment(reply, thread, built.id)
    if lacking:
        yield Missing(f"{thread}: {lacking} or more comments; fetch the following pages (pageInfo.hasNextPage)")


def _count_lacking(data: dict[str, Any], key: str, there: int) -> int:
    """How many of a page's entries are not there, at least."""
    page = data.get(key)
    if not isinstance(page, dict):
        return 0
    total = text_of(page, "totalCount")
    info = page.get("pageInfo")
    more = isinstance(info, dict) and info.get("hasNextPage") is True
    return max(int(more), int(total[:9]) - there) if total.isdecimal() else int(more)


def _build_comment(data: dict[str, Any], thread: str, parent: str) -> Comment:
    author = _author(data)
    body, form = _body(data)
    date = text_of(data, "createdAt", "created_at")
    above = data.get("replyTo")
    return Comment(
        id=text_of(data, "id", "databaseId", "url") or ids.content_id(author.account, author.name, date, body),
        thread=thread,
        parent=text_of(above, "id") or parent,
        author=author,
        date=parse_date(date),
        body=body,
        markup=form,
        dropped=_reason(data),
    )


def _reason(data: dict[str, Any]) -> str:
    if data.get("deletedAt"):
        return "deleted"
    return "hidden" if data.get("isMinimized") is True else ""


def _author(data: dict[str, Any]) -> Author:
    author = data.get("author") or data.get("user")
    account = author if isinstance(author, str) else text_of(author, "login")
    name = text_of(author, "name") or account
    return Author(name, account) if name else Author(_GHOST, _GHOST)


_DRAWN = re.compile(r"\s*<(?:p|div|h[1-6]|ul|ol|pre|blockquote|table)\b[^>]{0,200}\bdir=\"auto\"", re.IGNORECASE)


def _body(data: dict[str, Any]) -> tuple[str, Markup]:
    """The text and how it is written; some tools put the HTML under `body`."""
    text = text_of(data, "body")
    if text:
        return text, "html" if _DRAWN.match(text) else "markdown"
    return text_of(data, "bodyHTML", "body_html"), "html"


def _categories(entry: dict[str, Any]) -> Iterator[str]:
    category = entry.get("category")
    name = text_of(category, "name") or text_of(entry, "category")
    if name:
        yield name
    for label in objects_of(entry, "labels"):
        if name := text_of(label, "name"):
            yield name
