"""Flat replies to a tree.

A tree is a flat tuple in the order in which it is read: each reply, then all below it. That form has no depth limit (a
chain of 5,000 replies is one long tuple), can be drawn by one loop, and is as easy to send to another process.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from parley.model.entries import Contribution, Moment, Post, PostState, Reply

DRAWN_DEPTH = 6
"""Levels of indentation; deeper replies go on at the last level and name whom they answer."""


@dataclass(frozen=True, slots=True)
class Branch:
    """A reply in its place: `depth` counts from 0, `below` is the number of replies under it at any depth."""

    reply: Reply
    depth: int
    parent: Reply | None
    below: int

    @property
    def level(self) -> int:
        """The level at which it is drawn."""
        return min(self.depth, DRAWN_DEPTH - 1)


def find_state(post: Post, replies: Iterable[Reply]) -> PostState | None:
    """What has become of a post, in a word; an answer that was removed answers nothing any more."""
    if post.answer and any(post.answer in reply.names and not reply.removed for reply in replies):
        return "answered"
    return "settled" if post.outcome else None


def build_tree(replies: Iterable[Reply]) -> tuple[Branch, ...]:
    """Put replies in reading order: answers under what they answer, siblings by (date, id).

    The order of the input does not matter. A reply to one that is not there stands at the top level; each reply
    comes out exactly once, unless replies answer each other in a ring, which loading has refused.
    """
    found = list(_walk(replies))
    below = {reply.id: 0 for reply, _, _ in found}
    for reply, _, parent in reversed(found):
        if parent is not None:
            below[parent.id] += below[reply.id] + 1
    return tuple(Branch(reply, depth, parent, below[reply.id]) for reply, depth, parent in found)


def _walk(replies: Iterable[Reply]) -> Iterator[tuple[Reply, int, Reply | None]]:
    """Each reply in reading order with its depth and what it answers."""
    ordered = sorted(replies, key=lambda reply: (reply.date.at, reply.id))
    known = {reply.id for reply in ordered}
    answers: dict[str, list[Reply]] = {}
    for reply in reversed(ordered):
        answers.setdefault(reply.reply_to if reply.reply_to in known else "", []).append(reply)
    stack: list[tuple[Reply, int, Reply | None]] = [(reply, 0, None) for reply in answers.get("", ())]
    while stack:
        reply, depth, parent = stack.pop()
        yield reply, depth, parent
        stack += [(answer, depth + 1, reply) for answer in answers.get(reply.id, ())]


def find_rings(parents: Mapping[str, str]) -> Iterator[list[str]]:
    """The ids of each ring of replies that answer each other, by what each answers. Every reply is walked over once."""
    done: set[str] = set()
    for start in parents:
        walk: list[str] = []
        step = start
        while step in parents and step not in done:
            done.add(step)
            walk.append(step)
            step = parents[step]
        if step in walk:
            yield walk[walk.index(step) :]


def order_by_date(replies: Iterable[Reply]) -> tuple[Reply, ...]:
    """Replies by (date, id), but none before what it answers: a day alone may stand for any second of it."""
    keys: dict[str, tuple[datetime, int, str, Reply]] = {}
    for reply, depth, parent in _walk(replies):
        at = max(reply.date.at, keys[parent.id][0]) if parent else reply.date.at
        keys[reply.id] = at, depth, reply.id, reply
    return tuple(reply for *_, reply in sorted(keys.values()))  # no two have one id


@dataclass(frozen=True, slots=True)
class Turn:
    """When a post or a reply could first be read, and when it last changed, neither before what it answers.

    `written` puts in order what came at one moment, as many do with one merge; it is not before what is answered.
    `depth` is 0 for the post, and parts what was written at one moment: an answer is deeper than what it answers.
    """

    published: Moment
    changed: Moment
    written: Moment
    depth: int

    @property
    def place(self) -> tuple[object, ...]:
        """What puts contributions in the order in which they came."""
        return self.published.at, self.written.at, self.depth


def take_turns(post: Contribution, replies: Iterable[Reply]) -> Mapping[str, Turn]:
    """The turn of a post and of each of its replies, by the paths of their files."""
    first = Turn(post.published, post.last_change, post.date, 0)
    turns = {post.path: first}
    for reply, depth, parent in _walk(replies):
        before = turns[parent.path] if parent else first
        published = _not_before(before.published, reply.published)
        written = _not_before(before.written, reply.date)
        turns[reply.path] = Turn(published, reply.find_change(published), written, depth + 1)
    return turns


def count_before_edits(post: Contribution, replies: Iterable[Reply], turns: Mapping[str, Turn]) -> Mapping[str, int]:
    """For each post and reply that was edited the number of its answers, at any depth, that were there before."""
    replies = tuple(replies)
    if not any(item.updated for item in (post, *replies)):
        return {}
    nodes = build_tree(replies)
    threads: list[tuple[Contribution, Sequence[Branch]]] = [(post, nodes)] if post.updated else []
    threads += [(node.reply, nodes[at : at + node.below]) for at, node in enumerate(nodes, 1) if node.reply.updated]
    return {
        item.path: sum(
            turns[node.reply.path].published.is_before(turns[item.path].changed)
            for node in answers
            if not node.reply.removed
        )
        for item, answers in threads
    }


def _not_before(earlier: Moment, moment: Moment) -> Moment:
    return moment if moment.at >= earlier.at else Moment(earlier.at, exact=False)
