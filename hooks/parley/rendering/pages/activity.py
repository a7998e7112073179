"""What has been written on a site, each contribution with all that a list shows of it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache, partial

from parley.model import urls
from parley.model.entries import Article, Contribution, Moment, Reply
from parley.model.library import Library
from parley.model.threads import Turn, take_turns
from parley.rendering.pages.card import Card, Cards, excerpt_own, shorten
from parley.rendering.planned import Dependencies, Recall, draw_now

ANSWERED_LENGTH = 120

LATE = timedelta(days=2)
"""How long after it was written something comes late, whatever part of its day it was written in."""

Excerpts = Mapping[str, tuple[str, str]]
"""By a reply's id its first words, and fewer of them for where it is answered."""


def draw_excerpts(replies: Iterable[Reply]) -> Excerpts:
    """The first words of each reply that are its own."""
    first = {reply.id: excerpt_own(reply.body) for reply in replies}
    return {name: (words, shorten(words, ANSWERED_LENGTH)) for name, words in first.items()}


@dataclass(frozen=True, slots=True)
class Activity:
    """One contribution in a stream of them.

    `reply` is None where the post itself is meant, `parent` where the post is what is answered. `excerpts` gives the
    first words of all replies of the thread, `turn` tells when it came.
    """

    card: Card
    excerpts: Callable[[], Excerpts]
    turn: Turn
    reply: Reply | None = None
    parent: Reply | None = None

    @property
    def date(self) -> Moment:
        return self.reply.date if self.reply else self.card.post.date

    @property
    def came_late(self) -> bool:
        """Tell whether it came days after it was written, which explains its place in the list."""
        return self.turn.published.at - self.date.at >= LATE

    @property
    def since(self) -> Moment:
        """The day on which it came, without the time of the merge, which tells a reader nothing."""
        return Moment.from_day(self.turn.published.day)

    @property
    def author(self) -> str:
        return self.reply.author if self.reply else self.card.post.author

    @property
    def address(self) -> str:
        return urls.reply(self.card.post, self.reply) if self.reply else self.card.address

    @property
    def excerpt(self) -> str:
        """The first words of the reply, or the post's summary."""
        return self.excerpts()[self.reply.id][0] if self.reply else self.card.summary

    @property
    def asked(self) -> str:
        """Who wrote what the reply answers, where that can be read."""
        answered = (self.parent or self.card.post) if self.reply else None
        return answered.author if answered and not answered.removed else ""

    @property
    def first_words(self) -> str:
        """Fewer words of the reply."""
        return self.excerpts()[self.reply.id][1] if self.reply else ""

    @property
    def answered(self) -> str:
        """The first words of the reply that it answers, if it answers one."""
        return self.excerpts()[self.parent.id][1] if self.parent else ""

    @property
    def files(self) -> list[Contribution]:
        """What it is drawn from."""
        return [one for one in (self.card.post, self.reply, self.parent) if one]


def build_events(library: Library, cards: Cards, recall: Recall = draw_now) -> list[Activity]:
    """Every contribution that can be read, those that came last first."""
    events = []
    for post in library.posts():
        card = cards[post.place]
        draw = partial(draw_excerpts, library.replies_to(post))
        excerpts = cache(partial(recall, "excerpts", post, draw))
        turns = take_turns(post, library.replies_to(post))
        if not post.removed and not isinstance(post, Article):
            events.append(Activity(card, excerpts, turns[post.path]))
        replies = {reply.id: reply for reply in library.replies_to(post)}
        shown = [reply for reply in replies.values() if not reply.removed]
        events += [Activity(card, excerpts, turns[one.path], one, replies.get(one.reply_to)) for one in shown]
    events.sort(key=lambda event: (*event.turn.place, event.address), reverse=True)
    return events


def depend_on_events(events: Sequence[Activity], *besides: object) -> Dependencies:
    """What a page depends on that shows events and their first words."""
    summaries = [event.card.summary for event in events if not event.reply]
    turns = [event.turn.published for event in events]
    return Dependencies(items=[file for event in events for file in event.files], values=(turns, summaries, besides))
