"""The pages that lead to posts: lists, tags, people, latest contributions, archive."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache, partial
from itertools import groupby

import jinja2

from parley.model import urls
from parley.model.entries import Contribution, Library, Moment, Person, Reply
from parley.model.threads import Turn, take_turns
from parley.rendering.pages.card import Card, Cards, excerpt, newest_first, shorten
from parley.rendering.pages.page import Page, Pager, cut, cut_from_oldest, render
from parley.rendering.planned import Dependencies, Recall, draw_now
from parley.rendering.wording import MONTHS

ANSWERED_LENGTH = 120

NAMES = 200
"""People, tags or practices on a page: a telephone shows them without a wait, and most sites have no more."""

LINES = 1000
"""Posts on a page of a year, of which each is a line."""

LATE = timedelta(days=2)
"""How long after it was written something comes late, whatever part of its day it was written in."""

Excerpts = Mapping[str, tuple[str, str]]
"""By a reply's id its first words, and fewer of them for where it is answered."""


def draw_excerpts(replies: Iterable[Reply]) -> Excerpts:
    """The first words of each reply."""
    first = {reply.id: excerpt(reply.body) for reply in replies}
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
    def answered(self) -> str:
        """The first words of what the reply answers."""
        return self.excerpts()[self.parent.id][1] if self.parent else self.card.post.title

    @property
    def files(self) -> list[Contribution]:
        """What it is drawn from."""
        return [one for one in (self.card.post, self.reply, self.parent) if one]


def build_list_pages(
    library: Library, cards: Cards, drawer: jinja2.Environment, size: int, recall: Recall
) -> Iterator[Page]:
    """Every page that lists something."""
    events = build_events(library, cards, recall)
    yield from _build_discussions(cards, drawer, size)
    yield from _build_practices(cards, drawer)
    yield from _build_tags(library, cards, drawer, size)
    yield from _build_people(library, events, drawer, size)
    yield from _build_latest(events, drawer, size)
    yield from _build_archive(cards, drawer)
    yield Page(
        urls.SEARCH,
        "Search",
        "Search every post and every reply.",
        render(drawer, "search.html", urls.SEARCH),
    )


def build_events(library: Library, cards: Cards, recall: Recall = draw_now) -> list[Activity]:
    """Every contribution that can be read, those that came last first."""
    events = []
    for post in library.posts():
        card = cards[post.kind, post.id]
        draw = partial(draw_excerpts, library.replies_to(post))
        excerpts = cache(partial(recall, "excerpts", post, draw))
        turns = take_turns(post, library.replies_to(post))
        if not post.removed:
            events.append(Activity(card, excerpts, turns[post.path]))
        replies = {reply.id: reply for reply in library.replies_to(post)}
        shown = [reply for reply in replies.values() if not reply.removed]
        events += [Activity(card, excerpts, turns[one.path], one, replies.get(one.reply_to)) for one in shown]
    events.sort(key=lambda event: (*event.turn.place, event.address), reverse=True)
    return events


def _build_discussions(cards: Cards, drawer: jinja2.Environment, size: int) -> Iterator[Page]:
    listed = newest_first(card for card in cards.values() if card.post.kind == "discussion")
    for address, part, pager in cut(listed, size, urls.DISCUSSIONS):
        yield Page(
            address,
            _numbered_title("Discussions", pager),
            "Every discussion, most recently active first.",
            render(drawer, "discussions.html", address, cards=part, pager=pager, total=len(listed)),
            changed=_latest(part),
            depends=_depend_on_cards(part, pager, len(listed)),
        )


def _build_practices(cards: Cards, drawer: jinja2.Environment) -> Iterator[Page]:
    listed = [card for card in cards.values() if card.post.kind == "practice" and not card.post.removed]
    listed.sort(key=lambda card: (card.post.title.casefold(), card.post.id))
    pages = list(cut(listed, NAMES, urls.PRACTICES))
    elsewhere = [(card.post.id, pager.number) for _, part, pager in pages[1:] for card in part]
    for address, part, pager in pages:
        away = elsewhere if pager.is_front else []  # whose anchors were on this page before it was full
        yield Page(
            address,
            _numbered_title("Practices", pager),
            "Old-school and new-school practice side by side, and when each is the better choice.",
            render(drawer, "practices.html", address, cards=part, pager=pager, elsewhere=away),
            changed=_latest(part),
        )


def _build_tags(library: Library, cards: Cards, drawer: jinja2.Environment, size: int) -> Iterator[Page]:
    tagged: dict[str, list[Card]] = {slug: [] for slug in library.tags}
    for card in cards.values():
        for slug in card.post.tags:
            tagged[slug].append(card)
    sizes = {slug: len(found) for slug, found in tagged.items()}
    titled = sorted(library.tags.values(), key=lambda tag: tag.title.lower())
    for address, named, pager in cut(titled, NAMES, urls.TAGS):
        yield Page(
            address,
            _numbered_title("Tags", pager),
            "What the discussions and practices are about.",
            render(drawer, "tags.html", address, listed=named, sizes=sizes, pager=pager),
        )
    for tag in library.tags.values():
        listed = newest_first(tagged[tag.slug])
        for address, part, pager in cut(listed, size, urls.tag(tag.slug)):
            yield Page(
                address,
                _numbered_title(tag.title, pager),
                tag.summary,
                render(drawer, "tag.html", address, tag=tag, cards=part, pager=pager, total=len(listed)),
                changed=_latest(part),
                feed=urls.feed_address(urls.tag(tag.slug)),
                depends=_depend_on_cards(part, tag, pager, len(listed)),
            )


def _build_people(library: Library, events: list[Activity], drawer: jinja2.Environment, size: int) -> Iterator[Page]:
    by_person: dict[str, list[Activity]] = {handle: [] for handle in library.people}
    for event in events:
        by_person.setdefault(event.author, []).append(event)
    people = [library.person(handle) for handle in sorted(by_person)]
    counts = {handle: len(found) for handle, found in by_person.items()}
    pages = list(cut(people, NAMES, urls.PEOPLE))
    letters: dict[str, str] = {}
    for address, named, _ in pages if len(pages) > 1 else ():
        for person in named:
            letters.setdefault(person.handle[0].lower(), address)
    for address, named, pager in pages:
        numbers = [counts[person.handle] for person in named]
        yield Page(
            address,
            _numbered_title("People", pager),
            "Everyone who has written here.",
            render(drawer, "people.html", address, people=named, counts=counts, pager=pager, letters=letters),
            depends=Dependencies(values=(named, numbers, pager, letters)),
        )
    for person in people:
        found = by_person[person.handle]
        for address, part, pager in cut_from_oldest(found, size, urls.person(person.handle)):
            yield Page(
                address,
                _numbered_title(person.byline, pager),
                person.about or f"What {person.byline} has written here.",
                render(
                    drawer,
                    "person.html",
                    address,
                    who=person,
                    events=part,
                    pager=pager,
                    total=len(found),
                ),
                path=person.path,
                changed=part[0].turn.published if part else None,
                feed=urls.feed_address(urls.person(person.handle)),
                depends=_depend_on_events(part, pager, len(found), person),
            )


def _build_latest(events: list[Activity], drawer: jinja2.Environment, size: int) -> Iterator[Page]:
    for address, part, pager in cut_from_oldest(events, size, urls.LATEST):
        yield Page(
            address,
            _numbered_title("Latest", pager),
            "Every post and every reply, newest first.",
            render(drawer, "latest.html", address, events=part, pager=pager, total=len(events)),
            changed=part[0].turn.published if part else None,
            depends=_depend_on_events(part, pager, len(events)),
        )


def _depend_on_cards(cards: Sequence[Card], *besides: object) -> Dependencies:
    return Dependencies(items=[card.post for card in cards], values=([card.facts for card in cards], besides))


def _depend_on_events(events: Sequence[Activity], pager: Pager, total: int, who: Person | None = None) -> Dependencies:
    """What a page of events depends on; only the front tells how many there are in all."""
    summaries = [event.card.summary for event in events if not event.reply]
    turns = [event.turn.published for event in events]
    shown = [file for event in events for file in event.files]
    return Dependencies(items=shown, values=(turns, summaries, who, pager, total if pager.is_front else 0))


def _build_archive(cards: Cards, drawer: jinja2.Environment) -> Iterator[Page]:
    years: dict[int, list[Card]] = {}
    for card in sorted(cards.values(), key=lambda card: (card.post.date.at, card.address)):
        if not card.post.removed:
            years.setdefault(card.post.date.day.year, []).append(card)
    sizes = {year: len(found) for year, found in sorted(years.items(), reverse=True)}
    yield Page(
        urls.ARCHIVE,
        "Archive",
        "All posts by the year they were started.",
        render(drawer, "archive.html", urls.ARCHIVE, sizes=sizes),
    )
    for year, found in years.items():
        for address, part, pager in cut(found, LINES, urls.archive(year)):
            months = {month: list(group) for month, group in groupby(part, _find_month)}
            yield Page(
                address,
                _numbered_title(f"Archive of {year}", pager),
                f"Every post started in {year}.",
                render(drawer, "year.html", address, year=year, months=months, total=sizes[year], pager=pager),
                changed=_latest(part),
            )


def _find_month(card: Card) -> str:
    return MONTHS[card.post.date.day.month - 1]


def _latest(cards: Sequence[Card]) -> Moment | None:
    return max((card.last for card in cards), default=None)


def _numbered_title(title: str, pager: Pager) -> str:
    return title if pager.is_front else f"{title}, page {pager.number}"
