"""JSON of archives: whole files of bounded size, and objects out of files larger than memory."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import ijson

from parley.importing.records import Archive, BadArchive, Fault
from parley.importing.streams.files import MAX_ITEM, open_file, open_text, read_text
from parley.model.characters import visible
from parley.model.languages.speaking import _

_MAX_DEPTH = 60
_SPACE = re.compile(r"[\s,]*")
_MAX_EVENTS = 5_000_000
"""Parts of one entry; the largest discussion of a forge has some ten thousand."""

Path_ = tuple[str, ...]


def read_json(archive: Archive, file: Path) -> Any:
    """The content of a file.

    Raises:
        BadArchive: it is no JSON, too large or nested too deep.
    """
    return parse_json(read_text(archive, file), file)


def parse_json(text: str, file: Path, parse_number: Callable[[str], Any] | None = None) -> Any:
    """The content of a file with this text; `parse_number` makes something else of numbers than JSON has them.

    Raises:
        BadArchive: it is no JSON, or nested too deep.
    """
    try:
        return json.loads(
            text, strict=False, parse_int=parse_number, parse_float=parse_number, parse_constant=parse_number
        )
    except json.JSONDecodeError as error:
        raise BadArchive(Fault(file, error.lineno, _("this isn't JSON: {error}", error=error.msg))) from None
    except (RecursionError, ValueError) as error:
        raise BadArchive(Fault(file, 1, _("this JSON can't be read: {error}", error=error))) from None


def read_objects(archive: Archive, file: Path, is_wanted: Callable[[Path_, str], bool]) -> Iterator[dict[str, Any]]:
    """The wanted objects of a file, one at a time; the file may hold several values, one behind the other.

    `is_wanted` is asked with the keys that lead to an object (`item` stands for an item of a list) and its first key.

    Raises:
        BadArchive: it is no JSON, or nested too deep.
    """
    try:
        with open_text(archive, file) as stream:
            yield from _build_objects(_events(stream), is_wanted)
    except (ijson.JSONError, UnicodeDecodeError) as error:
        raise BadArchive(Fault(file, _find_line(file), _("this isn't JSON: {error}", error=_say(error)))) from None
    except (OSError, EOFError, ValueError) as error:
        raise BadArchive(
            Fault(file, _find_line(file), _("it can't be read any further: {error}", error=error))
        ) from None


def _events(stream: Any) -> Iterator[tuple[str, Any]]:
    yield from ijson.basic_parse(stream, multiple_values=True, use_float=True)


def _build_objects(
    events: Iterator[tuple[str, Any]], is_wanted: Callable[[Path_, str], bool]
) -> Iterator[dict[str, Any]]:
    path: list[str] = []  # the key that each open list or object stands under, then the key at which it is read
    opened = False
    builder: Any = None
    inside = count = 0
    for event, value in events:
        if builder is None and opened and event == "map_key" and is_wanted(tuple(path), value):
            builder, inside, count = ijson.ObjectBuilder(), len(path), 0
            builder.event("start_map", None)
        opened = event == "start_map"
        if builder is not None:
            count += 1
            if count > _MAX_EVENTS:
                raise ValueError(_("one entry is too large to read"))
            builder.event(event, value)
        if event in ("start_map", "start_array"):
            path.append("item" if event == "start_array" else "")
            if len(path) > _MAX_DEPTH:
                raise ValueError(_("it is nested more than {max_depth} deep", max_depth=_MAX_DEPTH))
        elif event == "map_key":
            path[-1] = value
        elif event in ("end_map", "end_array"):
            path.pop()
            if builder is not None and len(path) < inside:
                yield builder.value
                builder = None


def _say(error: Exception) -> str:
    return visible(str(error).strip().split("\n")[0])[:120]


def _find_line(file: Path) -> int:
    """The line of the first mistake of a file; the first line where the file is too large to look at once more."""
    try:
        with open_file(file) as stream:
            text = stream.read(MAX_ITEM).decode("utf-8-sig")
        position, decoder = 0, json.JSONDecoder()
        while (space := _SPACE.match(text, position)) and space.end() < len(text):
            position = decoder.raw_decode(text, space.end())[1]
    except json.JSONDecodeError as error:
        return error.lineno
    except UnicodeDecodeError as error:
        return bytes(error.object).count(b"\n", 0, error.start) + 1
    except (OSError, EOFError, RecursionError, ValueError):
        pass
    return 1


def text_of(data: Any, *keys: str) -> str:
    """A text or whole number under one of the keys, as a text; nothing where there is neither."""
    for key in keys:
        value = data.get(key) if isinstance(data, dict) else None
        if isinstance(value, str) and value:
            return value
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
    return ""


def objects_of(data: Any, key: str) -> list[dict[str, Any]]:
    """The objects of a list, also where it is a page of a GraphQL answer (`nodes` or `edges`)."""
    value = data.get(key) if isinstance(data, dict) else None
    if isinstance(value, dict):
        edges = value.get("edges")
        if isinstance(edges, list):
            value = [edge.get("node") for edge in edges if isinstance(edge, dict)]
        else:
            value = value.get("nodes")
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
