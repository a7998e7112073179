"""Flat replies to a tree.

A tree is a flat tuple in the order in which it is read: each reply, then all below it. That form has no depth limit (a
chain of 5,000 replies is one long tuple), can be drawn by one loop, and is as easy to send to another process.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from parley.model import Reply

DRAWN_DEPTH = 6
"""Levels of indentation; deeper replies go on at the last level and name whom they answer."""


@dataclass(frozen=True, slots=True)
class Node:
    """A reply in its place: `depth` counts from 0, `below` is the number of replies under it at any depth."""

    reply: Reply
    depth: int
    parent: Reply | None
    below: int

    @property
    def level(self) -> int:
        """The level at which it is drawn."""
        return min(self.depth, DRAWN_DEPTH - 1)


def build_tree(replies: Iterable[Reply]) -> tuple[Node, ...]:
    """Put replies in reading order: answers under what they answer, siblings by (date, id).

    The order of the input does not matter. A reply to one that is not there stands at the top level; each reply
    comes out exactly once, unless replies answer each other in a ring, which loading has refused.
    """
    ordered = sorted(replies, key=lambda reply: (reply.date.at, reply.id))
    known = {reply.id for reply in ordered}
    answers: dict[str, list[Reply]] = {}
    for reply in reversed(ordered):
        answers.setdefault(reply.reply_to if reply.reply_to in known else "", []).append(reply)

    found: list[tuple[Reply, int, Reply | None]] = []
    stack: list[tuple[Reply, int, Reply | None]] = [(reply, 0, None) for reply in answers.get("", ())]
    while stack:
        reply, depth, parent = stack.pop()
        found.append((reply, depth, parent))
        stack += [(answer, depth + 1, reply) for answer in answers.get(reply.id, ())]

    below = {reply.id: 0 for reply, _, _ in found}
    for reply, _, parent in reversed(found):
        if parent is not None:
            below[parent.id] += below[reply.id] + 1
    return tuple(Node(reply, depth, parent, below[reply.id]) for reply, depth, parent in found)
