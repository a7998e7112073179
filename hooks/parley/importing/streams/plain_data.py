"""YAML, JSON, TOML and front matter of strangers as mappings, lists and texts: nothing is guessed or expanded."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from parley.importing.records import BadArchive, Fault
from parley.importing.streams.json_stream import parse_json
from parley.model.characters import visible
from parley.model.languages.speaking import _
from parley.reading.frontmatter import LOADER

_MAX_DEPTH = 50

BODY = "\0body"
"""The key of what stands below front matter."""

_TEXTS = frozenset({"name", "author"})
"""Fields in which `null` may be what somebody is called."""


def parse_plain(text: str, file: Path) -> Any:
    """What a file holds, by its ending: a mapping or a list, in which every value is a text, a mapping or a list.

    Raises:
        BadArchive: it is none.
    """
    ending = file.suffix.lower()
    if ending == ".json":
        return _flatten(parse_json(text, file, str))
    if ending == ".toml":
        return _parse_toml(text, file)
    if ending in (".yml", ".yaml"):
        return _parse_yaml(text, file)
    return _parse_page(text, file)


def _parse_page(text: str, file: Path) -> Any:
    """Front matter between lines of `---` (YAML) or `+++` (TOML), and what stands below it; nothing without any."""
    lines = text.split("\n")
    mark = lines[0].strip()
    end = next((at for at, line in enumerate(lines[1:], 1) if line.strip() == mark), 0)
    if mark not in ("---", "+++") or not end:
        return {}
    head = "\n".join(["", *lines[1:end]])
    data = _parse_yaml(head, file) if mark == "---" else _parse_toml(head, file)
    if isinstance(data, dict):
        data[BODY] = "\n".join(lines[end + 1 :]).strip("\n")
    return data


def _parse_toml(text: str, file: Path) -> Any:
    try:
        return _flatten(tomllib.loads(text.replace("\r\n", "\n"), parse_float=str))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise BadArchive(Fault(file, 1, _("this isn't TOML: {error}", error=visible(str(error))))) from None


def _flatten(value: Any, depth: int = 0) -> Any:
    if depth > _MAX_DEPTH:
        return ""
    if isinstance(value, dict):
        return {str(key): _flatten(one, depth + 1) for key, one in value.items()}
    if isinstance(value, list):
        return [_flatten(one, depth + 1) for one in value]
    if value is None or isinstance(value, bool):
        return ""
    return value if isinstance(value, str) else value.isoformat() if hasattr(value, "isoformat") else str(value)


def _parse_yaml(text: str, file: Path) -> Any:
    try:
        return _build(yaml.parse(text, Loader=LOADER))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        message = _("this isn't YAML: {problem}", problem=error.problem or error.context or "parsing failed")
    except (yaml.YAMLError, ValueError, OverflowError, AttributeError, RecursionError) as error:
        position = getattr(error, "position", 0)
        line, message = text.count("\n", 0, position) + 1, _("this isn't YAML: {error}", error=error).split("\n")[0]
    raise BadArchive(Fault(file, line, visible(message))) from None


def _build(events: Iterator[Any]) -> Any:
    """The first document, with an empty text for an alias and for a key that is no text."""
    open_: list[Any] = []
    keys: list[str | None] = []
    result: Any = None
    for event in events:
        value: Any
        if isinstance(event, yaml.CollectionStartEvent):
            if len(open_) >= _MAX_DEPTH:  # the parser needs minutes for a hundred thousand open brackets
                raise ValueError(_("it is nested more than {max_depth} deep", max_depth=_MAX_DEPTH))
            open_.append({} if isinstance(event, yaml.MappingStartEvent) else [])
            keys.append(None)
            continue
        if isinstance(event, yaml.CollectionEndEvent):
            value = open_.pop()
            keys.pop()
        elif isinstance(event, yaml.ScalarEvent):
            value = event.value
            if open_ and isinstance(open_[-1], dict) and keys[-1] is not None and keys[-1] not in _TEXTS:
                value = "" if not event.style and value.lower() in ("null", "~") else value
        elif isinstance(event, yaml.AliasEvent):
            value = ""
        elif isinstance(event, yaml.DocumentEndEvent):
            return result
        else:
            continue
        if not open_:
            result = value
        elif isinstance(open_[-1], list):
            open_[-1].append(value)
        elif keys[-1] is None:
            keys[-1] = value if isinstance(value, str) else ""
        else:
            open_[-1][keys[-1]] = value
            keys[-1] = None
    return result
