"""What else to read: posts that name each other, then posts that share tags."""

from collections import Counter
from collections.abc import Mapping, Sequence

from parley.model.entries import Comparison, ThreadName
from parley.model.layout import DISCUSSIONS
from parley.model.library import Library
from parley.rendering.pages.card import Card, Cards

MOST = 5
PER_TAG = 30
"""The liveliest posts of a tag stand for all of it, so that the work grows with the posts and not with their square."""

COMMON = 0.2
"""A tag that more than this share of many posts have says nothing of what two of them are about."""


def find_related(library: Library, cards: Cards) -> Mapping[ThreadName, Sequence[Card]]:
    """For each post at most `MOST` others, those that it names or is named by first. Removed ones are left out."""
    named = _find_named(library)
    uses = Counter(slug for card in cards.values() for slug in card.post.tags)
    telling = [slug for slug in library.tags if uses[slug] <= max(PER_TAG, COMMON * len(cards))]
    by_tag: dict[str, list[Card]] = {slug: [] for slug in telling}
    ranks: dict[str, int] = {}
    for card in sorted(cards.values(), key=_liveliness):
        ranks[card.address] = len(ranks)
        for slug in by_tag.keys() & {*card.post.tags}:
            if len(by_tag[slug]) < PER_TAG:
                by_tag[slug].append(card)
    return {
        key: _choose(card, [cards[other] for other in named.get(key, ())], by_tag, ranks) for key, card in cards.items()
    }


def _liveliness(card: Card) -> tuple[int, float, str]:
    """The most answered posts come first, then the newest: unlike the last reply, this hardly ever changes a list."""
    return -card.replies, -card.post.date.at.timestamp(), card.address


def _find_named(library: Library) -> dict[ThreadName, list[ThreadName]]:
    """The posts that each post is tied to by name, in either direction."""
    named: dict[ThreadName, list[ThreadName]] = {}
    names = {alias: post.id for post in library.discussions for alias in post.names}
    for post in library.comparisons:
        assert isinstance(post, Comparison)  # noqa: S101
        for slug in dict.fromkeys(names[name] for name in post.discussions if name in names):
            named.setdefault(post.place, []).append((DISCUSSIONS, slug))
            named.setdefault((DISCUSSIONS, slug), []).append(post.place)
    return named


def _choose(
    card: Card, named: Sequence[Card], by_tag: Mapping[str, Sequence[Card]], ranks: Mapping[str, int]
) -> tuple[Card, ...]:
    alike = [other for slug in card.post.tags for other in by_tag.get(slug, ())]
    shared = Counter(other.address for other in alike)
    others = {other.address: other for other in alike}
    by_likeness = sorted(others.values(), key=lambda other: (-shared[other.address], ranks[other.address]))
    chosen = {other.address: other for other in (*named, *by_likeness) if not other.post.removed}
    chosen.pop(card.address, None)
    return tuple(chosen.values())[:MOST]
