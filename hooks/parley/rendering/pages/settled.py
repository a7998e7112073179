"""What a thread has come to, with the replies that it rests on."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from parley.model import layout
from parley.model.entries import Point, Post, Reply, Settlement


@dataclass(frozen=True, slots=True)
class SettledPoint:
    """A point of the outcome of a post, with the replies it rests on."""

    post: Post
    point: Point
    replies: tuple[Reply, ...]

    @property
    def is_between_sides(self) -> bool:
        """Tell whether replies of more than one side bear it out."""
        return len({reply.stance for reply in self.replies if reply.stance}) > 1


@dataclass(frozen=True, slots=True)
class Settled:
    """An outcome with the replies that it names; `marked` are the ids of all of them."""

    post: Post
    answer: Reply | None
    replies: tuple[Reply, ...]
    agreed: tuple[SettledPoint, ...]
    differ: tuple[SettledPoint, ...]
    marked: frozenset[str]

    @property
    def answered_by(self) -> str:
        return self.answer.id if self.answer else ""

    @property
    def accepts(self) -> bool:
        """Tell whether a reply to the post itself answers it, and can be read: search engines know such an answer."""
        return bool(self.answer and not self.answer.removed and not self.answer.reply_to)

    @property
    def named(self) -> list[Reply]:
        """All replies that are named in it."""
        lines = (reply for line in (*self.agreed, *self.differ) for reply in line.replies)
        return [*self.replies, *lines, *([self.answer] if self.answer else [])]


def show_outcome(post: Post, replies: Iterable[Reply]) -> Settled | None:
    """What the page of a thread shows of what has come of it; None where it has come to nothing yet."""
    outcome = post.outcome
    if not (outcome or post.answer):
        return None
    known = {name: reply for reply in replies for name in reply.names}

    def find(ids: Iterable[str]) -> tuple[Reply, ...]:
        return tuple(dict.fromkeys(known[id] for id in ids if id in known))

    def list_lines(points: Iterable[Point]) -> tuple[SettledPoint, ...]:
        return tuple(SettledPoint(post, point, find(point.rests_on)) for point in points)

    answer = next(iter(find([post.answer])), None)
    if outcome is None:
        return Settled(post, answer, (), (), (), frozenset()) if answer else None
    return Settled(
        post,
        answer,
        find(outcome.rests_on),
        list_lines(outcome.agreed),
        list_lines(outcome.differ),
        frozenset(reply.id for reply in find(_list_replies(outcome))),
    )


_LINK = re.compile(rf"\]\(<?#reply-({layout.ID.pattern.pattern})>?\)")
"""A link in Markdown to a reply of the same thread."""


def _list_replies(outcome: Settlement) -> Iterator[str]:
    """The ids of the replies that it rests on: those its keys name, and those that its texts link to."""
    yield from outcome.named
    for text in outcome.texts:
        yield from (found[1] for found in _LINK.finditer(text))
