"""Parley's own `thread.json`: the files as they were, with their ids, stances, sources and removals.

A person who was a maintainer elsewhere is a contributor here, until a maintainer of this site says otherwise.
"""

from collections.abc import Iterator
from typing import Any

from parley.importing.records import Archive, BadArchive, Fault, ReadyFile, Record
from parley.importing.streams.files import find_files
from parley.importing.streams.json_stream import objects_of, read_json, text_of
from parley.model.findings import InvalidPosts
from parley.model.layout import find_slot
from parley.reading.schema import list_kinds
from parley.rendering.data.thread_data import parse_thread_data


def read_parley(archive: Archive) -> Iterator[Record]:
    """Read a thread, or all threads of a folder, such as of a whole built site."""
    for file in find_files(archive.path, (".json",)):
        if archive.path.is_dir() and file.name != "thread.json":
            continue
        try:
            data = read_json(archive, file)
            if archive.path.is_dir() and isinstance(data, dict) and "$schema" in data:
                continue  # it says what a thread is, and is none
            demoted = _demote(data)
            files = parse_thread_data(data, list_kinds(archive.declaration))
        except BadArchive as bad:
            yield from bad.faults
            continue
        except InvalidPosts as invalid:
            yield from (Fault(file, 1, f"{one.path}: {one.message}") for one in invalid.problems)
            continue
        tags = tuple(
            (text_of(tag, "slug"), text_of(tag, "title"), text_of(tag, "summary")) for tag in objects_of(data, "tags")
        )
        for path, text in files.items():
            slot = find_slot(path)
            kind = slot.kind if slot else "reply"
            named = kind if kind in ("person", "reply", "agreement") else "post"
            yield ReadyFile(path, text, named, tags, "demoted" if path in demoted else "")


def _demote(data: Any) -> set[str]:
    """Make maintainers contributors in the data; gives the paths of their files."""
    people = data.get("people") if isinstance(data, dict) else None
    demoted = set()
    for handle, person in people.items() if isinstance(people, dict) else ():
        if isinstance(person, dict) and person.get("role") == "maintainer":
            person["role"] = "contributor"
            demoted.add(f"people/{handle}.yml")
    return demoted
