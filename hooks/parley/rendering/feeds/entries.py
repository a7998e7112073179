"""Entries of feeds: what each stands for, and the ids that it and its answers have for ever."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from uuid import UUID, uuid5

from parley.model import urls
from parley.model.entries import Article, Contribution, Post, Reply
from parley.model.library import Library
from parley.model.threads import Turn, take_turns
from parley.rendering.pages.settled import Settled, show_outcome

NAMESPACE = UUID("0ab9b5ff-155e-4729-b7f9-ed0af2a93eac")
"""Parley's own, so that no other program makes the same ids. It must never change."""

RECENT = timedelta(days=30)
LEAST = 3
"""Of a thread or a person a feed has what came within that time before the newest, and no fewer than so many: whoever
asks for it once a month misses nothing, and most threads are long quiet."""


def post_id(post: Post) -> str:
    """The id of a post's entry, for ever.

    An id must survive a move of the site (RFC 4287, 4.2.6), so it holds no address; and two sites that have nothing but
    a slug in common must not share it, so it holds the day of the post. The site's name, titles and authors may change
    or be withheld; the day and the first name, which is the first of `aliases` if there are any, do not. A fork that
    has copied a post gives it the same id, and rightly: it is the same post.
    """
    return make_id(identify(post))


def reply_id(post: Post, reply: Reply) -> str:
    """The id of a reply's entry, for ever; made like that of its post, and within it."""
    return make_id(f"{identify(post)}/{identify(reply)}")


def identify(item: Contribution) -> str:
    """What makes the id of a contribution, within its post if it is a reply."""
    kind = item.kind if isinstance(item, Post) else "reply"
    name = (*item.aliases, item.id)[0]
    return f"{kind} {name}" if isinstance(item, Article) else f"{kind} {name} {item.date.day.isoformat()}"


@lru_cache  # an id is written in the entry of its contribution, and in that of every answer to it
def make_id(identity: str) -> str:
    """The id that has this identity."""
    return uuid5(NAMESPACE, identity).urn


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """A contribution on its way into feeds.

    `parent` is the reply that it answers, if it answers one; `settled` is what has come of it, where it is a post.
    """

    post: Post
    item: Post | Reply
    turn: Turn
    parent: Reply | None = None
    settled: Settled | None = None

    @property
    def files(self) -> list[Contribution]:
        """What it is drawn from."""
        named = self.settled.named if self.settled else ()
        return [one for one in (self.post, self.item, self.parent, *named) if one]

    @property
    def id(self) -> str:
        return self._identify(self.item)

    @property
    def address(self) -> str:
        return self._locate(self.item)

    @property
    def answers(self) -> tuple[str, str] | None:
        """The id and the address of what a reply answers."""
        answered = self.parent or self.post
        return (self._identify(answered), self._locate(answered)) if isinstance(self.item, Reply) else None

    def _identify(self, item: Post | Reply) -> str:
        return reply_id(self.post, item) if isinstance(item, Reply) else post_id(item)

    def _locate(self, item: Post | Reply) -> str:
        return urls.reply(self.post, item) if isinstance(item, Reply) else item.address


def build_entries(library: Library) -> Iterator[FeedEntry]:
    """An entry for each contribution, thread by thread."""
    for post in library.posts():
        yield from build_thread(post, library)


def build_thread(post: Post, library: Library) -> Iterator[FeedEntry]:
    """The entries of a post and its replies."""
    replies = {reply.id: reply for reply in library.replies_to(post)}
    turns = take_turns(post, replies.values())
    settled = show_outcome(post, tuple(replies.values()))
    yield FeedEntry(post, post, turns[post.path], settled=settled)
    for reply in replies.values():
        yield FeedEntry(post, reply, turns[reply.path], replies.get(reply.reply_to))


def last_change(entry: FeedEntry) -> tuple[object, ...]:
    """What entries are sorted by, to have the last change come last."""
    return entry.turn.changed.at, *entry.turn.place, entry.address


def pick_recent(entries: Sequence[FeedEntry], most: int) -> Sequence[FeedEntry]:
    """The entries for the feed of one thread or person, of all theirs with the last change first."""
    return [
        entry
        for number, entry in enumerate(entries[:most])
        if number < LEAST or entries[0].turn.changed.at - entry.turn.changed.at <= RECENT
    ]
