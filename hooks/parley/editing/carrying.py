"""What a file keeps that becomes one of another kind, as a reply does that opens a discussion."""

from typing import Any

from parley.model.entries import Contribution, kind_of
from parley.reading.schema import FileSchema, Kinds

_KEPT = ("author", "date", "updated", "sources")


def carry(item: Contribution, kind: FileSchema, kinds: Kinds) -> dict[str, Any]:
    """The values that go with it: who wrote it and when, its sources, and what the site declares of both kinds."""
    own = _list_values(item, kinds)
    wanted = (key.name for key in kind.keys if key.name in _KEPT or key.declared)
    return {name: value for name in wanted if (value := own.get(name))}


def list_left(item: Contribution, kind: FileSchema, kinds: Kinds) -> tuple[str, ...]:
    """The declared keys of it that have a value and no place in a file of the other kind."""
    names = {key.name for key in kind.keys}
    declared = (key.name for key in kinds[kind_of(item)].keys if key.declared and key.name not in names)
    values = _list_values(item, kinds)
    return tuple(name for name in declared if values[name])


def _list_values(item: Contribution, kinds: Kinds) -> dict[str, Any]:
    return {key.name: item.get(key.field or key.name) for key in kinds[kind_of(item)].keys}
