"""What a file of keys holds, and what was read of it by the table of its keys, each with its position."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol


class Position(NamedTuple):
    """Line and column count from 1; `width` is the number of characters on that line.

    A tuple, as `Body` and `Values` are, which is made and unpickled in half the time of a frozen dataclass: every file
    has some, and all of them go from process to process and into the cache.
    """

    line: int
    column: int
    width: int = 1


@dataclass(frozen=True, slots=True)
class ScalarNode:
    """A text. `block` is True for a block (`|` or `>`), whose first line is the one after `place`.

    `refused` is True where a problem was found already, and the text stands for nothing.
    """

    text: str
    place: Position
    plain: bool = True
    block: bool = False
    refused: bool = False


@dataclass(frozen=True, slots=True)
class SequenceNode:
    items: "tuple[Node, ...]"
    place: Position


@dataclass(frozen=True, slots=True)
class MappingNode:
    """Pairs in the order of the file; no key stands twice."""

    pairs: "tuple[tuple[ScalarNode, Node], ...]"
    place: Position


Node = ScalarNode | SequenceNode | MappingNode


class Body(NamedTuple):
    """Markdown and the line of the file at which it begins."""

    text: str
    line: int


class Values(NamedTuple):
    """What was read by a table of keys.

    `values` has an entry for each known key of the file, None where the value is wrong; `places` has the place of each
    value, or of each of its items where it is a list; `text_lines` the line on which the text of a value begins, which
    for a block (`|`) is the line below. `complete` is False when anything is wrong or missing.
    """

    values: Mapping[str, Any]
    places: Mapping[str, tuple[Position, ...]]
    text_lines: Mapping[str, int]
    complete: bool


NOTHING = Values({}, {}, {}, complete=False)
"""What is read of a file whose YAML cannot be parsed."""


class KeyTable(Hashable, Protocol):
    """What a check has to know of a kind of file: its keys, and those with Markdown (see `schema.FileSchema`)."""

    @property
    def said(self) -> str: ...

    @property
    def keys(self) -> Sequence[Any]: ...

    @property
    def yaml_keys(self) -> Sequence[Any]: ...

    @property
    def markdown(self) -> Sequence[Any]: ...

    @property
    def asked(self) -> Sequence[Any]: ...

    @property
    def body(self) -> str: ...

    @property
    def called(self) -> str: ...

    def make(self, values: Mapping[str, Any], **others: Any) -> Any: ...
