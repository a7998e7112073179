"""Static comment files, as Staticman and its kin write them, in the layouts that there are.

A folder for each page with a file for each comment; one folder with the comments of all pages, which name their page in
a field; a file for each page with a list of comments; one file with a list for each page. Files are YAML, JSON, TOML or
Markdown with front matter. Sites call their fields differently (`mapping.FIELDS`); what is not known there is ignored,
also where it looks like a key of this project. Some name a parent by its id, some by its number among the page's
top-level comments, and some put the answers into the comment.
"""

import json
import re
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

from parley.importing import ids
from parley.importing.bodies.conversion import title_from_name
from parley.importing.dates import parse_date
from parley.importing.mapping import FieldMapping
from parley.importing.records import (
    Archive,
    Author,
    BadArchive,
    Comment,
    Fault,
    ImportedThread,
    Markup,
    Noticed,
    Record,
)
from parley.importing.streams.files import find_files, read_text
from parley.importing.streams.plain_data import BODY, parse_plain
from parley.importing.streams.scratch import as_stored, open_scratch
from parley.model.languages.speaking import _

_ENDINGS = (".yml", ".yaml", ".json", ".toml", ".md", ".markdown")
_PAGES = (".md", ".markdown")
_NOTHING = frozenset({"null", "~", "undefined", "none", "false"})
_FORMS = ("raw", "markdown", "rendered", "html", "text", "value")
"""Under which a text stands where a body is several things."""

_DEPTHS = ("depth", "level", "indent", "nesting")
"""Under which a list in the order of its page says how far a comment is moved in."""

_ANSWERS = ("replies", "children", "answers", "comments")
"""Under which the answers to a comment stand within it."""

_LIKE_PARENT = re.compile(r"repl|parent|respon|answer|depth|^level$", re.IGNORECASE)

Fields = dict[str, str]


@dataclass(slots=True)
class _Collected:
    """The comments of a page as they are read: `named` are the ids that stand in the files."""

    comments: list[Comment] = field(default_factory=list)
    fields: list[Fields] = field(default_factory=list)
    named: set[str] = field(default_factory=set)
    address: str = ""


def read_static(archive: Archive) -> Iterator[Record]:
    """Read all comments of a folder, or those of a file."""
    with closing(open_scratch(_TABLES)) as waiting:
        yield from _read(archive, waiting)


_TABLES = "CREATE TABLE comment (number INTEGER PRIMARY KEY, page TEXT, own TEXT, thread TEXT, said TEXT);"
"""Comments by the `page` that their file tells, the one that they name themselves, and the one of their folder."""


def _read(archive: Archive, waiting: sqlite3.Connection) -> Iterator[Record]:
    root = archive.path
    for folder, files in groupby(find_files(root, _ENDINGS), key=lambda file: file.parent):
        (thread,) = as_stored((folder.relative_to(root).as_posix() if root.is_dir() and folder != root else root.stem,))
        before = _last(waiting)
        for file in files:
            try:
                data = parse_plain(read_text(archive, file), file)
                for page, fields, above in _find_comments(data, file, archive.mapping):
                    own = _find_page(fields, archive.mapping)
                    row = as_stored((page, own, thread, json.dumps((fields, file.stem, above))))
                    waiting.execute("INSERT INTO comment VALUES (NULL, ?, ?, ?, ?)", row)
            except BadArchive as bad:
                yield from bad.faults
        named = {own for (own,) in waiting.execute("SELECT DISTINCT own FROM comment WHERE number > ?", (before,))}
        if folder != root and ("" in named or len(named) < 2):
            waiting.execute("UPDATE comment SET own = '' WHERE number > ?", (before,))
            for name, made in _take_pages(waiting, before, archive.mapping):
                yield from _read_page(name if name == thread else _join(thread, name), made, archive)
            waiting.execute("DELETE FROM comment WHERE number > ?", (before,))
    for name, made in _take_pages(waiting, 0, archive.mapping):
        yield from _read_page(name, made, archive)


def _last(waiting: sqlite3.Connection) -> int:
    return int(waiting.execute("SELECT coalesce(max(number), 0) FROM comment").fetchone()[0])


def _take_pages(waiting: sqlite3.Connection, after: int, mapping: FieldMapping) -> Iterator[tuple[str, _Collected]]:
    """The pages of the comments behind a number, in their order, one at a time in memory."""
    key = "coalesce(nullif(page, ''), nullif(own, ''), thread)"
    names = waiting.execute(
        f"SELECT {key}, group_concat(number) FROM comment WHERE number > ? GROUP BY 1 ORDER BY min(number)",  # noqa: S608
        (after,),
    )
    for name, numbers in names:
        page = _Collected()
        for number in sorted(map(int, numbers.split(","))):
            (said,) = waiting.execute("SELECT said FROM comment WHERE number = ?", (number,)).fetchone()
            fields, stem, above = json.loads(said)
            _add(page, fields, stem, above, mapping)
        yield name, page


def _join(folder: str, name: str) -> str:
    return f"{folder}/{name}" if folder not in ("", ".") else name


def _find_comments(data: Any, file: Path, mapping: FieldMapping) -> Iterator[tuple[str, Fields, str]]:
    """The comments of a file with the name of the page where the file tells it, and the id of what holds an answer."""
    if isinstance(data, list) and any(isinstance(one, dict) for one in data):
        yield from _walk(data, "" if _name_pages(data, mapping) else file.stem, mapping, is_list=True)
    elif not isinstance(data, dict):
        raise BadArchive(Fault(file, 1, _("a comment must be keys with values")))
    elif _is_comment(data, mapping) or (data and file.suffix.lower() not in _PAGES and not _holds_lists(data)):
        yield from _walk([data], "", mapping, is_list=False)
    else:
        for name, value in data.items():
            if isinstance(value, list):
                yield from _walk(value, name if name not in ("comments", "data") else file.stem, mapping)


def _name_pages(comments: list[Any], mapping: FieldMapping) -> bool:
    """Tell whether the comments of a list are of several pages, each of which is named by its own."""
    pages = {_find_page(_take_texts(one, mapping), mapping) for one in comments if isinstance(one, dict)}
    return len(pages) > 1 and "" not in pages


def _find_page(fields: Fields, mapping: FieldMapping) -> str:
    """The page that a comment names; an address without a host is one of the site, and nobody's own."""
    named = _find(fields, "page", mapping).strip()
    link = _find(fields, "link", mapping).strip()
    return named or (link if re.match(r"/(?!/)", link) else "")


def _holds_lists(data: Mapping[str, Any]) -> bool:
    return any(isinstance(value, list) and any(isinstance(one, dict) for one in value) for value in data.values())


def _is_comment(data: Mapping[str, Any], mapping: FieldMapping) -> bool:
    """Tell whether these are the fields of a comment and not of a page or of a settings file."""
    names = {*data}
    has_body = any(name in names for name in (*mapping.fields["body"], BODY))
    return has_body and any(name in names for key in ("name", "date", "id") for name in mapping.fields[key])


def _walk(
    comments: list[Any], page: str, mapping: FieldMapping, *, is_list: bool = True
) -> Iterator[tuple[str, Fields, str]]:
    """The comments of a list and their answers; one without an id gets one that stays where a list grows at its top."""
    known = [one for one in comments if isinstance(one, dict)]
    in_order = _are_nested([_find_depth(one) for one in known])
    waiting = [(one, "") for one in reversed(known)]
    around: list[tuple[int, str]] = []
    while waiting:
        one, above = waiting.pop()
        fields = _take_texts(one, mapping)
        id = _find(fields, "id", mapping).strip()
        if is_list and not id:
            said = _find(fields, "date", mapping) or _find(fields, "body", mapping)
            id = fields[mapping.fields["id"][0]] = ids.content_id(_find(fields, "name", mapping), said)
        if in_order:
            depth = _find_depth(one) or 0
            around = [higher for higher in around if higher[0] < depth]
            above = around[-1][1] if around else above
            around.append((depth, id))
        yield page, fields, above
        for key in _ANSWERS:
            if isinstance(one.get(key), list):
                waiting += [(answer, id) for answer in reversed(one[key]) if isinstance(answer, dict)]


def _find_depth(comment: Mapping[str, Any]) -> int | None:
    """How far a comment is moved in on its page, as far as it says that."""
    value = next((one for key in _DEPTHS if isinstance(one := comment.get(key), str)), "")
    return int(value) if value.isdecimal() and len(value) < 4 else None


def _are_nested(told: list[int | None]) -> bool:
    """Tell whether depths are those of comments of which each stands below what it answers."""
    depths = [one for one in told if one is not None]
    if not any(depths) or len(depths) < len(told) or depths[0] > min(depths):
        return False
    return all(after <= before + 1 for before, after in pairwise(depths))


def _take_texts(data: Mapping[str, Any], mapping: FieldMapping) -> Fields:
    """The texts of a comment, and those of who wrote it where they stand apart; a body may be a list of lines."""
    fields = {key: value for key, value in data.items() if isinstance(value, str)}
    for key in mapping.fields["body"]:
        inner = data.get(key)
        if isinstance(inner, list):
            fields[key] = "\n".join(line for line in inner if isinstance(line, str))
        elif isinstance(inner, dict):  # as the interface of WordPress writes it
            fields[key] = next((inner[name] for name in _FORMS if isinstance(inner.get(name), str)), "")
    for key in ("author", "user"):
        inner = data.get(key)
        if isinstance(inner, dict):
            fields |= {f"{key}_{name}": value for name, value in inner.items() if isinstance(value, str)}
            fields[key] = next((inner[name] for name in ("name", "displayName", "login") if inner.get(name)), "")
    return fields


def _add(page: _Collected, fields: Fields, stem: str, above: str, mapping: FieldMapping) -> None:
    id = _find(fields, "id", mapping).strip()
    page.named.add(id)
    page.fields.append(fields)
    page.comments.append(_build(fields, id or stem, above, mapping))
    page.address = page.address or fields.get("_parent", "")


def _read_page(thread: str, page: _Collected, archive: Archive) -> Iterator[Record]:
    pattern = archive.mapping.address
    own = page.address if "://" in page.address else ""
    yield ImportedThread(
        id=thread,
        title=title_from_name(thread),
        address=pattern.replace("{thread}", thread.strip("/")) if pattern else own,
    )
    comments = [replace(one, thread=thread) for one in page.comments]
    if not any(one.parent for one in comments):
        key, is_sure = _guess_parents(page)
        if is_sure:
            comments = [
                replace(one, parent=fields.get(key, "").strip())
                for one, fields in zip(comments, page.fields, strict=True)
            ]
        elif key:
            yield Noticed("unanswered", f"{thread}: {key}")
    yield from _find_parents(comments, page.named, archive.mapping.parents)


def _guess_parents(page: _Collected) -> tuple[str, bool]:
    """A field that looks like the name of a parent, if there is one, and whether its values are ids of comments."""
    ids = {one.id for one in page.comments}
    keys = sorted({key for fields in page.fields for key in fields if key not in ("_id", "id", "_parent")})
    likely = ""
    for key in keys:
        values = [value for fields in page.fields if (value := fields.get(key, "").strip())]
        others = all(
            fields.get(key, "").strip() != one.id for fields, one in zip(page.fields, page.comments, strict=True)
        )
        if values and others and ids.issuperset(values) and len(ids) > 1:
            return key, True
        if _LIKE_PARENT.search(key) and any(value.lower() not in (*_NOTHING, "0", "") for value in values):
            likely = likely or key
    return likely, False


def _find(fields: Mapping[str, str], what: str, mapping: FieldMapping) -> str:
    values = (fields.get(name, "") for name in mapping.fields.get(what, ()))
    return next((value for value in values if value.strip()), "")


def _build(fields: Mapping[str, str], id: str, above: str, mapping: FieldMapping) -> Comment:
    parent = _find(fields, "parent", mapping).strip() or above
    body = _find(fields, "body", mapping) or fields.get(BODY, "")
    return Comment(
        id=id,
        thread="",
        parent="" if parent.lower() in _NOTHING else parent,
        author=Author(" ".join(_find(fields, "name", mapping).split()), link=_find(fields, "link", mapping).strip()),
        date=parse_date(_find(fields, "date", mapping)),
        body=body,
        markup=_guess_markup(body) if mapping.body == "auto" else _MARKUPS[mapping.body],
        values=tuple(
            (key, text)
            for key, source in mapping.values.items()
            if (text := source.pick(fields.get(name, "") for name in source.names))
        ),
    )


_MARKUPS: Mapping[str, Markup] = {"html": "html", "markdown": "markdown", "text": "text"}


def _guess_markup(body: str) -> Markup:
    """Bodies are Markdown, which may hold HTML; what is HTML from its first to its last character is read as such."""
    bare = body.strip()
    return "html" if bare.startswith("<") and bare.endswith(">") else "markdown"


def _find_parents(comments: list[Comment], named: set[str], how: str) -> Iterator[Comment]:
    """The comments with the ids of their parents; `how` is one of `Mapping.parents`.

    `comments` are in the order of file names, `named` are the ids that stand in the files. Numbers are taken for
    positions only where no comment has such an id.
    """
    by_position = how in ("name-order", "date-order")
    if how == "auto":
        wanted = {comment.parent for comment in comments if comment.parent}
        by_position = not wanted & named and all(one.isdecimal() for one in wanted)
    if not by_position:
        yield from comments
        return
    top = [comment for comment in comments if comment.parent in ("", "0")]
    if how == "date-order":
        top.sort(key=lambda comment: (comment.date is None, comment.date, comment.id))
    for comment in comments:
        number = int(comment.parent[:9]) if comment.parent.isdecimal() else 0
        if comment.parent == "0" or 0 < number <= len(top):
            yield replace(comment, parent=top[number - 1].id if number else "")
        else:
            yield comment
