"""A post as a list shows it."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from parley.model.entries import Moment, Post, PostState, Reply, ThreadName
from parley.model.library import Library
from parley.model.markup import markdown as markup
from parley.model.threads import find_state

SUMMARY_LENGTH = 240
FACES = 3


@dataclass(frozen=True, slots=True)
class Card:
    """A post with what its thread adds up to. Removed replies count for nothing.

    `people` counts those who wrote, `voices` the house voices, which are nobody; `faces` are the handles of those who
    wrote most, people first. `stances` gives the number of replies that take each stance, and `takes` of those that say
    what they do to what they answer; `last` is when the latest of
    post, replies and edits came, `state` what has become of it.
    """

    post: Post
    address: str
    summary: str
    replies: int
    people: int
    voices: int
    faces: tuple[str, ...]
    last: Moment
    stances: Mapping[str, int]
    takes: Mapping[str, int] = field(default_factory=dict)
    state: PostState | None = None

    @property
    def facts(self) -> tuple[object, ...]:
        """All that a list shows of the thread."""
        return (
            self.summary,
            self.replies,
            self.people,
            self.voices,
            self.faces,
            self.last,
            sorted(self.stances.items()),
            self.state,
        )


Cards = Mapping[ThreadName, Card]


def build_cards(library: Library) -> Cards:
    """A card for each post, removed ones included, by (kind, slug)."""
    return {post.place: build_card(post, library.replies_to(post), library.is_voice) for post in library.posts()}


def build_card(post: Post, replies: Sequence[Reply], is_voice: Callable[[str], bool]) -> Card:
    """The card of one post with the given replies; `is_voice` tells which handles are house voices."""
    shown = [reply for reply in replies if not reply.removed]
    authors = Counter(item.author for item in (post, *shown) if item.author and not item.removed)
    voices = sum(map(is_voice, authors))
    return Card(
        post=post,
        address=post.address,
        summary=post.summary or excerpt(post.body),
        replies=len(shown),
        people=len(authors) - voices,
        voices=voices,
        faces=tuple(sorted(authors, key=lambda one: (is_voice(one), -authors[one], one))[:FACES]),
        last=max([post.last_change, *(reply.last_change for reply in shown)]),
        stances=Counter(reply.stance for reply in shown if reply.stance),
        takes=Counter(reply.takes for reply in shown if reply.takes),
        state=find_state(post, replies),
    )


def newest_first(cards: Iterable[Card]) -> list[Card]:
    """Pinned posts, then by last activity; equals by slug, so that the order never wavers."""
    listed = sorted((card for card in cards if not card.post.removed), key=lambda card: card.post.id)
    listed.sort(key=lambda card: (card.post.pinned, card.last.at), reverse=True)
    return listed


_NOTED = re.compile(r"(?<!`)\[\^([^\]\s]+)\](?!:)")
"""What leads to a footnote, which an excerpt hasn't got."""


def excerpt(body: str, longest: int = SUMMARY_LENGTH) -> str:
    """The first paragraph without markup, at most `longest` characters of it; what stands further down is not shown."""
    start = _NOTED.sub(lambda found: "" if f"\n[^{found[1]}]:" in body else found[0], body[: 4 * longest])
    return shorten(markup.render_plain(start.partition("\n\n")[0]) or markup.render_plain(start), longest)


_QUOTED = re.compile(r"(?:[ \t]*>[^\n]*(?:\n|\Z)|[ \t]*\n)+")


def excerpt_own(body: str, longest: int = SUMMARY_LENGTH) -> str:
    """The first words of a reply that are its own: behind what it quotes, if it begins with that.

    A list names who wrote it beside them, so the words of somebody else would pass for theirs.
    """
    start = body[: 16 * longest]
    own = start[found.end() :] if (found := _QUOTED.match(start)) else start
    return excerpt(own if own.strip() else start, longest)


def shorten(words: str, longest: int) -> str:
    """The first of the words, at most `longest` characters of them."""
    return words if len(words) <= longest else f"{words[:longest].rpartition(' ')[0]}\N{NO-BREAK SPACE}…"
