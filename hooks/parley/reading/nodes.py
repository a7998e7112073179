"""What a file of keys holds, each node with the position at which it stands."""

from dataclasses import dataclass
from typing import NamedTuple


class Position(NamedTuple):
    """Line and column count from 1; `width` is the number of characters on that line.

    A tuple, which is pickled in half the time of a frozen dataclass: every value of every file has one, and all of them
    go from process to process and into the cache.
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


@dataclass(frozen=True, slots=True)
class Body:
    """Markdown and the line of the file at which it begins."""

    text: str
    line: int
