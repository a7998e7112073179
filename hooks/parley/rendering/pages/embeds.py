"""Live lists for the maintainers' own pages: what `::: discussions limit=5` stands for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import jinja2

from parley.model.entries import Discussion, Kind, Library
from parley.reading.schema import KINDS, Key
from parley.rendering.pages.activity import build_events
from parley.rendering.pages.card import Card, Cards, newest_first
from parley.rendering.pages.moderation import build_measures

MOST = 100
ORDERS = ("active", "newest", "liveliest")


@dataclass(frozen=True, slots=True)
class Options:
    """`slug` names one practice; `limit`, `tag` and `order` narrow, shorten and order a list.

    `instead` is the Markdown that stands where there is nothing to show, and None where the page says none; `missing`
    tells that the tag or practice that was named is not there.
    """

    limit: int = MOST
    tag: str = ""
    order: str = "active"
    slug: str = ""
    instead: str | None = None
    missing: bool = False


EmbedValues = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Embed:
    """The options it takes and what its template is given."""

    options: tuple[str, ...]
    gather: Callable[[Library, Cards, Options], EmbedValues]


def _pick(kind: Kind, cards: Cards, options: Options) -> list[Card]:
    listed = newest_first(card for card in cards.values() if card.post.kind == kind)
    listed = [card for card in listed if not options.tag or options.tag in card.post.tags]
    if options.order == "newest":
        listed.sort(key=lambda card: card.post.published.at, reverse=True)
    elif options.order == "liveliest":
        listed.sort(key=lambda card: card.replies, reverse=True)
    return listed


def _discussions(library: Library, cards: Cards, options: Options) -> EmbedValues:
    return {"cards": _pick("discussion", cards, options)[: options.limit]}


def _practices(library: Library, cards: Cards, options: Options) -> EmbedValues:
    return {"cards": _pick("practice", cards, options)[: options.limit]}


def _practice(library: Library, cards: Cards, options: Options) -> EmbedValues:
    return {"card": cards["practice", options.slug]}


def _questions(library: Library, cards: Cards, options: Options) -> EmbedValues:
    """The first question of each discussion before the second of any."""
    numbered = [
        (number, card, question)
        for card in _pick("discussion", cards, options)
        if isinstance(card.post, Discussion) and not card.post.locked
        for number, question in enumerate(card.post.questions)
    ]
    questions = [(card, question) for _, card, question in sorted(numbered, key=lambda one: one[0])]
    return {"questions": questions[: options.limit]}


def _latest(library: Library, cards: Cards, options: Options) -> EmbedValues:
    return {"events": build_events(library, cards)[: options.limit]}


def _tags(library: Library, cards: Cards, options: Options) -> EmbedValues:
    return {"slugs": sorted(library.tags, key=lambda slug: library.tags[slug].title)}


def _moderation(library: Library, cards: Cards, options: Options) -> EmbedValues:
    # the list is for looking moderators over the shoulder, so it is whole unless a page asks for less
    return {"measures": build_measures(library)[: options.limit if options.limit < MOST else None]}


_SUBJECTS = {"discussion": "discussions", "practice": "practices", "reply": "replies", "person": "people"}


def _keys(library: Library, cards: Cards, options: Options) -> EmbedValues:
    """The table of keys: each key once, with the kinds of file that have it and what it means."""
    rows: dict[Key, list[str]] = {}
    for kind, subject in _SUBJECTS.items():
        for key in KINDS[kind].keys:
            rows.setdefault(key, []).append(subject)
    return {"keys": [(key, " and ".join(filter(None, (", ".join(on[:-1]), on[-1])))) for key, on in rows.items()]}


EMBEDS: Mapping[str, Embed] = {
    "discussions": Embed(("limit", "tag", "order"), _discussions),
    "practices": Embed(("limit", "tag", "order"), _practices),
    "practice": Embed(("slug",), _practice),
    "questions": Embed(("limit", "tag", "order"), _questions),
    "latest": Embed(("limit",), _latest),
    "tags": Embed((), _tags),
    "moderation": Embed(("limit",), _moderation),
    "keys": Embed((), _keys),
}


def render_embed(
    name: str, options: Options, *, library: Library, cards: Cards, drawer: jinja2.Environment, here: str
) -> str:
    """The HTML of an embed on the page at `here`; empty where the page has something to say instead."""
    if options.missing:
        return ""
    values = EMBEDS[name].gather(library, cards, options)
    if options.instead is not None and not any(values.values()):
        return ""
    return drawer.get_template(f"embeds/{name}.html").render(here=here, **values)
