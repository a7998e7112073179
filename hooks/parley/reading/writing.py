"""What was loaded, back to the text of its file.

Loading the text gives the same object again. YAML is written as a person would write it: plain where every reader of
YAML takes it for a text, in quotes where not, folded (`>-`) where it is long, behind `|` where it has lines.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import fields
from textwrap import wrap
from typing import Any

from parley.model import layout
from parley.model.characters import NEVER
from parley.model.entries import Agreement, Moment, Person, Point, Post, Reply, Settlement, Source, kind_of
from parley.reading import readers
from parley.reading.nodes import KeyTable

Item = Post | Reply | Agreement | Person

REMOVED = "removed"
"""Stands in the file of a removed contribution where a key is needed whose value the model has not kept."""

LINE = 100
"""Characters of a text or a list that is written on one line."""

FOLDED = 116
"""Characters on a line of a longer text, its indentation aside."""


def render_file(item: Item, kinds: Mapping[str, KeyTable], *, stand_in_tag: str = REMOVED) -> str:
    """The text of a file: front matter and body where the path ends in `.md`, else keys with `body: |`.

    A removed post has no tags left, but its file needs one that is in tags.yml: `stand_in_tag`. Like the other
    stand-ins it is withheld when the file is loaded.
    """
    values = file_keys(item, kinds)
    if isinstance(item, Agreement):  # a line for each
        names = "".join(f"\n  - {name}" for name in values.pop("agrees", ()))
        return f"agrees:{names}\n{render_keys(values)}"
    if isinstance(item, Person):
        return render_keys(values)
    if item.removed:
        values = _fill_in(values, kinds[kind_of(item)].keys, stand_in_tag)
    if layout.is_markdown(item.path):
        body = f"\n{item.body}\n" if item.body else ""
        return f"---\n{render_keys(values)}---\n{body}"
    return render_keys(values) + (f"body: {_render_block(item.body)}" if item.body else "")


def file_keys(item: Item, kinds: Mapping[str, KeyTable]) -> dict[str, Any]:
    """The keys of an item's file in the order of its schema, the body aside, with values in the types of JSON.

    Dates are written as in a file; keys without a value are left out.
    """
    values = ((key, item.get(key.field or key.name)) for key in kinds[kind_of(item)].keys)
    return {key.name: _plain(value, key.reader) for key, value in values if value}


def render_value(value: Settlement) -> Any:
    """An outcome in the types of JSON."""
    return _plain(value)


def _plain(value: Any, reader: readers.Reader | None = None) -> Any:
    match value:
        case str() if isinstance(reader, readers.Number) and reader.pattern.fullmatch(value):
            number = float(value) if "." in value else int(value)
            return number if str(number) == value else value  # `1.50` says more than 1.5
        case Moment():
            return value.written
        case tuple():
            return [_plain(item) for item in value]
        case Settlement(text) | Point(text) if value == type(value)(text):
            return text
        case Source() | Settlement() | Point():
            return _record(value)
    return value


def _record(item: Source | Settlement | Point) -> dict[str, Any]:
    values = {field.name: _plain(getattr(item, field.name)) for field in fields(item)}
    return {name: value for name, value in values.items() if value}


def _fill_in(values: Mapping[str, Any], keys: Iterable[readers.Key], tag: str) -> dict[str, Any]:
    filled: dict[str, Any] = {}
    for key in keys:
        if key.name in values:
            filled[key.name] = values[key.name]
        elif key.required and not key.declared:
            is_list, is_name = isinstance(key.reader, readers.ListOf), isinstance(key.reader, readers.Name)
            filled[key.name] = [tag] if is_list else REMOVED if is_name else REMOVED.capitalize()
    return filled


def render_keys(values: Mapping[str, Any]) -> str:
    """Keys with their values, in the types of JSON, as the lines of a file."""
    return "".join(f"{name}:{_render_value(value)}" for name, value in values.items())


def _render_value(value: Any) -> str:
    """What follows the colon of a key in the first column, up to the end of the last line."""
    if isinstance(value, bool | int | float):
        return f" {json.dumps(value)}\n"
    if isinstance(value, list):
        return _render_list(value)
    if isinstance(value, dict):
        return "\n" + _indent(render_keys(value))
    if "\n" in value and not NEVER.search(value):
        return f" {_render_block(value)}"
    return _render_folded(value) or f" {_render_scalar(value)}\n"


def _render_list(items: list[Any]) -> str:
    if all(isinstance(item, str) and layout.is_name(item) for item in items):
        line = f" [{', '.join(map(_render_scalar, items))}]\n"
        if len(line) <= LINE:
            return line
    drawn = (_render_record(item) if isinstance(item, dict) else f"{_render_scalar(item)}\n" for item in items)
    return "\n" + "".join(f"  - {item}" for item in drawn)


def _render_record(record: Mapping[str, Any]) -> str:
    if all(isinstance(value, str) and "\n" not in value for value in record.values()):
        return "    ".join(f"{name}: {_render_scalar(value)}\n" for name, value in record.items())
    return _indent(render_keys(record), 4)[4:]


def _indent(lines: str, depth: int = 2) -> str:
    return "".join(f"{' ' * depth}{line}\n" if line else "\n" for line in lines.removesuffix("\n").split("\n"))


def _render_block(text: str) -> str:
    """A literal block. Its depth is told where the first line does not show it (YAML 1.2, 8.1.1.1)."""
    lines = "\n".join(f"  {line}" if line else "" for line in text.split("\n"))
    depth = "2" if text.startswith((" ", "\t")) else ""
    return f"|{depth}\n{lines}\n"


def _render_folded(text: str) -> str:
    """A long text on several lines, which readers join by spaces (YAML 1.2, 8.1.3), or nothing where that alters it."""
    if len(text) <= LINE or text.startswith(" ") or NEVER.search(text):
        return ""
    lines = wrap(text, FOLDED, break_long_words=False, break_on_hyphens=False)
    if len(lines) == 1 or " ".join(lines) != text:
        return ""
    return "".join([" >-\n", *(f"  {line}\n" for line in lines)])


_NOT_PLAIN = re.compile(r"[\s\-?:,\[\]{}#&*!|>'\"%@`=<~]|.*(?:: |:$| #| $|[\t\n])", re.DOTALL)
"""What means something else without quotes (YAML 1.2, 7.3.3), and some beginnings that only look as if they did."""

_OTHER_TYPE = re.compile(
    r"null|true|false|yes|no|on|off|y|n|[-+]?\.(?:inf|nan)"
    r"|[-+]?[0-9.][0-9_.,:]*(?:e[-+]?[0-9]+)?|0x[0-9a-f_]+|0o[0-7_]+|0b[01_]+",
    re.IGNORECASE,
)
"""What a reader of YAML 1.1 or 1.2 takes for a number, a truth value or nothing. This project takes it for a text."""

_TO_ESCAPE = re.compile(rf'["\\\t\n\r]|{NEVER.pattern}')


def _render_scalar(text: str) -> str:
    to_escape = set(_TO_ESCAPE.findall(text))
    if to_escape - {'"', "\\"}:
        return f'"{_TO_ESCAPE.sub(_escape, text)}"'
    if text and not _NOT_PLAIN.match(text) and not _OTHER_TYPE.fullmatch(text):
        return text
    return "'" + text.replace("'", "''") + "'" if to_escape else f'"{text}"'


def _escape(found: re.Match[str]) -> str:
    """A character as it stands between double quotes (YAML 1.2, 5.7)."""
    char = found.group()
    short = {'"': '\\"', "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}
    return short.get(char) or f"\\U{ord(char):08x}"
