"""Live lists for the maintainers' own pages: what `::: discussions limit=5` stands for."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import jinja2

from parley.model.entries import Comparison, Discussion, Post, Reply
from parley.model.extending import find_added, load_added
from parley.model.languages.speaking import lower, pgettext, show_list
from parley.model.library import Library
from parley.model.settings import Declaration
from parley.reading.readers import Key
from parley.reading.schema import list_kinds
from parley.rendering.pages.activity import Activity, build_events
from parley.rendering.pages.card import Card, Cards, excerpt_own, newest_first
from parley.rendering.pages.moderation import build_measures

MOST = 100
FRONT_CARDS = 3
FRONT_LINES = 5
"""Discussions below the one that leads the front page, and lines of what stands beside them."""

QUOTED_LENGTH = 130
"""Characters of what is quoted there."""

ORDERS = ("active", "newest", "liveliest")


@dataclass(frozen=True, slots=True)
class Options:
    """`slug` names one comparison; `limit`, `tag` and `order` narrow, shorten and order a list, and `lead` begins it.

    `instead` is the Markdown that stands where there is nothing to show, and None where the page says none; `missing`
    tells that the tag or comparison that was named is not there.
    """

    limit: int = MOST
    tag: str = ""
    order: str = "active"
    slug: str = ""
    lead: str = ""
    instead: str | None = None
    missing: bool = False


EmbedValues = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Embed:
    """The options it takes and what its template is given; `source` is the template where another package adds one."""

    options: tuple[str, ...]
    gather: Callable[[Library, Cards, Options], EmbedValues]
    source: str = ""


def _pick(kind: type[Post], cards: Cards, options: Options) -> list[Card]:
    listed = newest_first(card for card in cards.values() if isinstance(card.post, kind))
    listed = [card for card in listed if not options.tag or options.tag in card.post.tags]
    if options.order == "newest":
        listed.sort(key=lambda card: card.post.published.at, reverse=True)
    elif options.order == "liveliest":
        listed.sort(key=lambda card: card.replies, reverse=True)
    return listed


def _discussions(library: Library, cards: Cards, options: Options) -> EmbedValues:
    return {"cards": _pick(Discussion, cards, options)[: options.limit]}


def _comparisons(library: Library, cards: Cards, options: Options) -> EmbedValues:
    return {"cards": _pick(Comparison, cards, options)[: options.limit]}


def _comparison(library: Library, cards: Cards, options: Options) -> EmbedValues:
    found = (card for card in cards.values() if isinstance(card.post, Comparison))
    return {"card": next(card for card in found if card.post.id == options.slug)}


def _questions(library: Library, cards: Cards, options: Options) -> EmbedValues:
    """The first question of each discussion before the second of any."""
    numbered = [
        (number, card, question)
        for card in _pick(Discussion, cards, options)
        if isinstance(card.post, Discussion) and not card.post.locked
        for number, question in enumerate(card.post.questions)
    ]
    questions = [(card, question) for _, card, question in sorted(numbered, key=lambda one: one[0])]
    return {"questions": questions[: options.limit]}


def _front(library: Library, cards: Cards, options: Options) -> EmbedValues:
    """One discussion with its quarrel, `limit` more, what is new, and what is asked elsewhere."""
    listed = _pick(Discussion, cards, options)
    lead = next((card for card in listed if options.lead in card.post.names), next(iter(listed), None))
    if lead is None:
        return {}
    others = [card for card in listed if card is not lead]
    newest: dict[str, Activity] = {}
    for event in build_events(library, cards):
        newest.setdefault(event.card.address, event)
    asked = Options(limit=FRONT_LINES, tag=options.tag, order=options.order)
    return {
        "lead": lead,
        "quarrel": _find_quarrel(library.replies_to(lead.post)),
        "cards": others[: min(options.limit, FRONT_CARDS)],
        "events": list(newest.values())[:FRONT_LINES],
        **_questions(library, {place: card for place, card in cards.items() if card is not lead}, asked),
    }


def _find_quarrel(replies: Sequence[Reply]) -> list[tuple[Reply, str]]:
    """The first replies of two stances, with their first words; the first two where nobody takes any."""
    shown = [reply for reply in replies if not reply.removed]
    first: dict[str, Reply] = {}
    for reply in shown:
        first.setdefault(reply.stance or reply.id, reply)
    taken = [reply for reply in first.values() if reply.stance]
    return [(reply, excerpt_own(reply.body, QUOTED_LENGTH)) for reply in (taken if len(taken) > 1 else shown)[:2]]


def _latest(library: Library, cards: Cards, options: Options) -> EmbedValues:
    return {"events": build_events(library, cards)[: options.limit]}


def _tags(library: Library, cards: Cards, options: Options) -> EmbedValues:
    return {"slugs": sorted(library.tags, key=lambda slug: library.tags[slug].title)}


def _moderation(library: Library, cards: Cards, options: Options) -> EmbedValues:
    # the list is for looking moderators over the shoulder, so it is whole unless a page asks for less
    return {"measures": build_measures(library)[: options.limit if options.limit < MOST else None]}


def _thread(library: Library, cards: Cards, options: Options) -> EmbedValues:
    """Only the place of it: the page may be drawn before its thread, and parts of it elsewhere."""
    return {"place": True}


def _keys(library: Library, cards: Cards, options: Options) -> EmbedValues:
    """The table of keys: each key once, with the kinds of file that have it and what it means."""
    rows: dict[Key, list[str]] = {}
    declared = library.declaration.comparisons
    kinds = list_kinds(library.declaration)
    named = {
        "discussion": pgettext("files", "discussions"),
        "comparison": lower(declared.title) if declared else "",
        "reply": pgettext("files", "replies"),
        "person": pgettext("files", "people"),
    }
    for kind in ("discussion", "comparison", "reply", "person"):
        subject = named[kind]
        for key in kinds[kind].keys if kind in kinds else ():
            rows.setdefault(key, []).append(subject)
    return {"keys": [(key, show_list(on)) for key, on in rows.items()]}


_EMBEDS: Mapping[str, Embed] = {
    "discussions": Embed(("limit", "tag", "order"), _discussions),
    "comparisons": Embed(("limit", "tag", "order"), _comparisons),
    "comparison": Embed(("slug",), _comparison),
    "questions": Embed(("limit", "tag", "order"), _questions),
    "front": Embed(("limit", "tag", "order", "lead"), _front),
    "latest": Embed(("limit",), _latest),
    "tags": Embed((), _tags),
    "moderation": Embed(("limit",), _moderation),
    "keys": Embed((), _keys),
    "thread": Embed((), _thread),
}


def list_embeds(declaration: Declaration) -> Mapping[str, tuple[str, Embed]]:
    """What may stand in an embed line: by its name on this site that of its template, and what it takes."""
    declared = declaration.comparisons
    names = {"comparisons": declared.path, "comparison": declared.name} if declared else {}
    added = {point.name: (point.name, load_added(point)) for point in find_added("parley.embeds")}
    return added | {
        names.get(name, name): (name, embed)
        for name, embed in _EMBEDS.items()
        if declared or not name.startswith("comparison")
    }


def render_embed(
    name: str, options: Options, *, library: Library, cards: Cards, drawer: jinja2.Environment, here: str
) -> str:
    """The HTML of an embed on the page at `here`; empty where the page has something to say instead."""
    if options.missing:
        return ""
    template, embed = list_embeds(library.declaration)[name]
    values = embed.gather(library, cards, options)
    if options.instead is not None and not any(values.values()):
        return ""
    drawn = drawer.from_string(embed.source) if embed.source else drawer.get_template(f"embeds/{template}.html")
    return drawn.render(here=here, **values)
