"""Static comment files, as Staticman and its kin write them: a folder a page, a YAML or JSON file a comment.

The folder's path is the thread's id. Sites call their fields differently (`mapping.FIELDS`); what is not known there is
ignored, also where it looks like a key of this project. Some name a parent by its id, some by its number among the
page's top-level comments.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import groupby
from pathlib import Path

import yaml

from parley.importing.bodies.conversion import title_from_name
from parley.importing.dates import parse_date
from parley.importing.mapping import FieldMapping
from parley.importing.records import Archive, Author, BadArchive, Comment, Fault, ImportedThread, Markup, Record
from parley.importing.streams.files import decode, find_files, read_whole
from parley.importing.streams.json_stream import parse_json
from parley.model.characters import visible
from parley.reading.frontmatter import LOADER

_ENDINGS = (".yml", ".yaml", ".json")
_MAX_DEPTH = 50
_NOTHING = frozenset({"null", "~", "undefined", "none"})


def read_static(archive: Archive) -> Iterator[Record]:
    """Read all threads of a folder of comments."""
    root = archive.path
    for folder, files in groupby(find_files(root, _ENDINGS), key=lambda file: file.parent):
        thread = folder.relative_to(root).as_posix() if root.is_dir() and folder != root else root.stem
        comments: list[Comment] = []
        named: set[str] = set()
        address = ""
        for file in files:
            try:
                fields = _read_fields(decode(read_whole(file, archive.advance), file), file)
                id = _find(fields, "id", archive.mapping).strip()
                named.add(id)
                comments.append(_build(fields, thread, id or file.stem, archive.mapping))
                address = address or fields.get("_parent", "")
            except BadArchive as bad:
                yield from bad.faults
        pattern = archive.mapping.address
        yield ImportedThread(
            id=thread,
            title=title_from_name(thread),
            address=pattern.replace("{thread}", thread) if pattern else address,
        )
        yield from _find_parents(comments, named, archive.mapping.parents)


def _read_fields(text: str, file: Path) -> dict[str, str]:
    """The fields of a comment as texts: an author named `no` or `404` keeps that name, ids are compared as texts."""
    if file.suffix.lower() == ".json":
        return _read_json(text, file)
    try:
        return _read_yaml(text)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        message = f"this isn't YAML: {error.problem or error.context or 'parsing failed'}"
    except (yaml.YAMLError, ValueError, OverflowError, AttributeError, RecursionError) as error:
        position = getattr(error, "position", 0)
        line, message = text.count("\n", 0, position) + 1, f"this isn't YAML: {error}".split("\n")[0]
    raise BadArchive(Fault(file, line, visible(message))) from None


def _read_yaml(text: str) -> dict[str, str]:
    """The scalars of the outermost mapping; whatever is nested is ignored, and nothing is expanded or built."""
    fields: dict[str, str] = {}
    depth, key = 0, None
    for event in yaml.parse(text, Loader=LOADER):
        if isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
            if depth == 1:  # it was a value, or a key that is no text
                key = "" if key is None else None
        elif isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > _MAX_DEPTH:  # the parser needs minutes for a hundred thousand open brackets
                raise ValueError(f"it is nested more than {_MAX_DEPTH} deep")
            if depth == 1 and not isinstance(event, yaml.MappingStartEvent):
                raise ValueError("a comment must be keys with values")
        elif depth == 1 and isinstance(event, yaml.ScalarEvent | yaml.AliasEvent):
            value = event.value if isinstance(event, yaml.ScalarEvent) else ""
            if key is None:
                key = value
            else:
                plain = isinstance(event, yaml.ScalarEvent) and not event.style
                fields[key] = "" if plain and value.lower() in ("null", "~") and key not in _TEXTS else value
                key = None
        elif depth == 0 and isinstance(event, yaml.ScalarEvent):
            raise ValueError("a comment must be keys with values")
    return fields


_TEXTS = frozenset({"name", "author"})
"""Fields in which `null` may be what somebody is called."""


def _read_json(text: str, file: Path) -> dict[str, str]:
    data = parse_json(text, file, str)
    if not isinstance(data, dict):
        raise BadArchive(Fault(file, 1, "a comment must be keys with values"))
    return {key: value for key, value in data.items() if isinstance(value, str)}


def _find(fields: Mapping[str, str], what: str, mapping: FieldMapping) -> str:
    values = (fields.get(name, "") for name in mapping.fields[what])
    return next((value for value in values if value.strip()), "")


def _build(fields: Mapping[str, str], thread: str, id: str, mapping: FieldMapping) -> Comment:
    parent = _find(fields, "parent", mapping).strip()
    body = _find(fields, "body", mapping)
    return Comment(
        id=id,
        thread=thread,
        parent="" if parent.lower() in _NOTHING else parent,
        author=Author(" ".join(_find(fields, "name", mapping).split()), link=_find(fields, "link", mapping).strip()),
        date=parse_date(_find(fields, "date", mapping)),
        body=body,
        markup=_guess_markup(body) if mapping.body == "auto" else _MARKUPS[mapping.body],
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
