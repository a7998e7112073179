"""What tests of importing share: an empty forum, and an import as the command does it."""

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from declared import DECLARED, load_library
from parley.importing.formats import FORMATS
from parley.importing.mapping import FIELDS, FieldMapping
from parley.importing.records import Archive, Record
from parley.importing.result import ImportResult, render_json
from parley.importing.writer import Choices, import_records
from parley.model.entries import Discussion, Reply
from parley.model.library import Library
from support import NOW, write_tree

TAGS = "- {slug: old, title: Old, summary: From an archive.}\n- {slug: law, title: Law, summary: Allowed.}\n"


def make_posts(folder: Path, **files: str) -> Path:
    """A folder of posts with two tags and nothing else."""
    return write_tree(folder / "posts", {"tags.yml": TAGS})


def bring(
    form: str, source: Path, posts: Path, *, dry_run: bool = False, name: str = "", **mapping: Any
) -> tuple[ImportResult, Library]:
    """Import an archive and load what came of it, which fails where anything blocks."""
    mapping["fields"] = {**FIELDS, **mapping.get("fields", {})}
    known = FieldMapping(**mapping)
    records = FORMATS[form].read(Archive(source, known, declaration=DECLARED))
    return bring_records(records, posts, dry_run=dry_run, name=name or form, mapping=known)


def read_records(form: str, source: Path, **mapping: Any) -> list[Record]:
    """What a reader makes of an archive, before anything is placed."""
    return list(FORMATS[form].read(Archive(source, FieldMapping(**mapping))))


def bring_records(
    records: Iterable[Record],
    posts: Path,
    *,
    dry_run: bool = False,
    name: str = "test",
    mapping: FieldMapping | None = None,
) -> tuple[ImportResult, Library]:
    choices = Choices(name, ("old",), mapping or FieldMapping(), dry_run)
    result = import_records(records, posts, choices, now=NOW)
    json.loads(render_json(result))
    assert not result.discussions.unaccounted
    assert not result.replies.unaccounted
    return result, load_library(posts, now=NOW)


def only(library: Library) -> tuple[Discussion, dict[str, Reply]]:
    """The one discussion of a library and its replies by what stands behind the name of the archive in their ids."""
    (post,) = library.discussions
    return post, {reply.id.partition("-")[2]: reply for reply in library.replies_to(post)}


def snapshot(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


Make = Callable[..., Path]
