"""An open form for conversations that move: threads with their comments, from any program to any other.

It says less than `thread.json`: what every forum has, and nothing that only Parley knows. The schema describes it for
those who write an adapter.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from parley.model.entries import Contribution, Moment, Post
from parley.model.library import Library
from parley.model.settings import Settings

FORMAT = "parley-archive/1"
"""Changes when who reads the old form could not read the new one."""


def render_archive(library: Library, settings: Settings) -> Iterator[str]:
    """The text of an archive of everything that can be read on a site, piece by piece: a line for each thread."""
    head = {"format": FORMAT, "site": {"name": settings.site_name, "address": settings.site_url}}
    yield json.dumps(head, ensure_ascii=False)[:-1] + ', "threads": ['
    mark = "\n"
    for post in library.posts():
        yield mark + json.dumps(_build_thread(post, library, settings), ensure_ascii=False, separators=(",", ":"))
        mark = ",\n"
    yield "\n]}\n"


def _build_thread(post: Post, library: Library, settings: Settings) -> dict[str, Any]:
    address = settings.site_url + post.address
    return {
        **_build(post, library),
        "title": post.title,
        "address": address if "://" in address else "",
        "categories": list(post.tags),
        "closed": bool(post.locked),
        "comments": [
            {**_build(reply, library), **({"parent": reply.reply_to} if reply.reply_to else {})}
            for reply in library.replies_to(post)
        ],
    }


def _build(item: Contribution, library: Library) -> dict[str, Any]:
    data: dict[str, Any] = {"id": item.id, "date": _write(item.date)}
    if item.updated and item.date.is_before(item.updated):
        data["edited"] = _write(item.updated)
    if item.removed:
        return {**data, "removed": item.removed}
    person = library.person(item.author)
    link = {"link": person.link} if person.link else {}
    return {
        **data,
        "author": {"name": person.name or person.handle, "account": person.handle, **link},
        "markup": "markdown",
        "body": item.body or "",
    }


def _write(moment: Moment) -> str:
    return f"{moment.at:%Y-%m-%dT%H:%M:%SZ}"


_TEXT = {"type": "string"}
_DATE = {"type": "string", "description": "ISO 8601, with a zone or in UTC"}
_AUTHOR = {
    "type": ["object", "null"],
    "description": "who wrote it; nobody where the archive has the comments alone",
    "required": ["name"],
    "properties": {
        "name": {**_TEXT, "description": "as readers see it"},
        "account": {**_TEXT, "description": "the login, which tells two people of one name apart"},
        "link": {**_TEXT, "description": "an address of theirs on the web"},
    },
    "additionalProperties": False,
}
_SHARED: Mapping[str, Any] = {
    "id": {**_TEXT, "minLength": 1, "description": "the archive's own, and the same in every export"},
    "author": _AUTHOR,
    "date": _DATE,
    "edited": {**_DATE, "description": "when the text was last changed"},
    "markup": {
        "enum": ["html", "markdown", "lines", "text"],
        "description": "how the body is written; lines is Markdown in which every line end is a break",
        "default": "markdown",
    },
    "body": _TEXT,
    "removed": {**_TEXT, "description": "the reason why it isn't shown; it then needs no body"},
    "address": {**_TEXT, "description": "where it can be read"},
}


def archive_schema() -> dict[str, Any]:
    """The JSON Schema of an archive.

    Source: JSON Schema draft 2020-12.
    """
    comment = {
        "type": "object",
        "required": ["id"],
        "properties": {
            **_SHARED,
            "parent": {**_TEXT, "description": "the id of the comment it answers; none where it answers the thread"},
        },
        "additionalProperties": False,
    }
    thread = {
        "type": "object",
        "required": ["id", "comments"],
        "properties": {
            **_SHARED,
            "title": _TEXT,
            "categories": {"type": "array", "items": _TEXT},
            "closed": {"type": "boolean", "description": "it takes no more answers"},
            "comments": {"type": "array", "items": comment},
        },
        "additionalProperties": False,
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "An archive of conversations",
        "type": "object",
        "required": ["format", "threads"],
        "properties": {
            "format": {"const": FORMAT},
            "site": {"type": "object", "properties": {"name": _TEXT, "address": _TEXT}, "additionalProperties": False},
            "threads": {"type": "array", "items": thread},
        },
        "additionalProperties": False,
    }
