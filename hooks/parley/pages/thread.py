"""A tree of replies as the steps in which it is drawn, and the map that stands beside it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from parley import urls
from parley.model import Moment, Reply
from parley.threads import Node

BARS = 24
"""Bars in the picture of replies over time."""


@dataclass(frozen=True, slots=True)
class Row:
    """A node with what has to be closed and opened before it when the tree is written as nested lists.

    `ends_lists` lists end first, then (`ends_item`) the item before; `begins_list` opens a list for answers, which will
    hold `list_size` replies at all depths. `anchor` is the reply's own; `parent`, `root`, `previous` and `next` are the
    anchors of what it answers, of the first reply of the thread and of the neighbours that answer the same, or empty.
    `seconds` put it in its place by date: since 1970, and never before what it answers.
    """

    node: Node
    anchor: str
    ends_lists: int
    ends_item: bool
    begins_list: bool
    list_size: int
    parent: str
    root: str
    previous: str
    next: str
    seconds: int

    @property
    def reply(self) -> Reply:
        return self.node.reply


def build_rows(nodes: Sequence[Node]) -> tuple[Row, ...]:
    """Write a tree as a sequence of steps, so that a template draws any depth with one loop."""
    siblings: dict[str, list[str]] = {}
    position: dict[str, int] = {}
    for node in nodes:
        group = siblings.setdefault(node.parent.id if node.parent else "", [])
        position[node.reply.id] = len(group)
        group.append(urls.reply_anchor(node.reply.id))
    rows: list[Row] = []
    seconds: dict[str, int] = {}
    level, root = -1, ""
    for node in nodes:
        group = siblings[node.parent.id if node.parent else ""]
        at = position[node.reply.id]
        root = group[at] if node.depth == 0 else root
        written = int(node.reply.date.at.timestamp())
        seconds[node.reply.id] = max(written, seconds[node.parent.id]) if node.parent else written
        rows.append(
            Row(
                node,
                anchor=group[at],
                ends_lists=max(0, level - node.level),
                ends_item=node.level <= level,
                begins_list=node.level > level,
                list_size=rows[-1].node.below if rows else 0,
                parent=urls.reply_anchor(node.parent.id) if node.parent else "",
                root=root if node.depth > 1 else "",
                previous=group[at - 1] if at else "",
                next=group[at + 1] if at + 1 < len(group) else "",
                seconds=seconds[node.reply.id],
            )
        )
        level = node.level
    return tuple(rows)


@dataclass(frozen=True, slots=True)
class Map:
    """A thread at a glance.

    `people` are handles with their number of replies, most first; `bars` the numbers of replies in `BARS` equal spans
    from `first` to `last`; `answers` the replies to the post itself. Removed replies count for nothing.
    """

    people: tuple[tuple[str, int], ...]
    bars: tuple[int, ...]
    first: Moment | None
    last: Moment | None
    answers: tuple[Node, ...]


def build_map(nodes: Sequence[Node]) -> Map:
    """Sum a thread up."""
    shown = [node.reply for node in nodes if not node.reply.removed]
    dates = sorted(reply.date for reply in shown)
    people = sorted(Counter(reply.author for reply in shown).items(), key=lambda item: (-item[1], item[0]))
    return Map(
        people=tuple(people),
        bars=_build_bars([date.at.timestamp() for date in dates]),
        first=dates[0] if dates else None,
        last=dates[-1] if dates else None,
        answers=tuple(node for node in nodes if node.depth == 0 and not node.reply.removed),
    )


def _build_bars(seconds: Sequence[float]) -> tuple[int, ...]:
    if not seconds or seconds[0] == seconds[-1]:
        return ()
    span = (seconds[-1] - seconds[0]) / BARS
    counts = Counter(min(int((moment - seconds[0]) / span), BARS - 1) for moment in seconds)
    return tuple(counts[number] for number in range(BARS))
