"""The pages that lead to posts: lists, tags, latest contributions, archive."""

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import groupby

import jinja2

from parley.model import urls
from parley.model.entries import Article, Comparison, Discussion, Moment, Tag
from parley.model.languages.speaking import _, lower, show_month
from parley.model.library import Library
from parley.model.settings import Comparisons
from parley.rendering.pages.activity import Activity, depend_on_events
from parley.rendering.pages.card import Card, Cards, newest_first
from parley.rendering.pages.listing.narrowed import build_narrowed_pages, describe, find_narrowings
from parley.rendering.pages.listing.weeks import build_digest_pages
from parley.rendering.pages.page import NAMES, Page, cut, cut_from_oldest, numbered_title, render
from parley.rendering.planned import Dependencies

LINES = 200
"""Contributions on a page of a year, of which each is a line."""

POSTS = 1000
"""Posts on a page of a year of the archive."""


def build_list_pages(
    library: Library, cards: Cards, events: Sequence[Activity], drawer: jinja2.Environment, size: int
) -> Iterator[Page]:
    """Every page that lists something but people."""
    yield from _build_discussions(library, cards, drawer, size)
    if library.declaration.comparisons:
        yield from _build_comparisons(library, cards, library.declaration.comparisons, drawer)
    if "tags" in library.declaration.lists:
        yield from _build_tags(library, cards, drawer, size)
    if "latest" in library.declaration.lists:
        yield from _build_latest(events, drawer, size)
    if "digest" in library.declaration.lists:
        yield from build_digest_pages(events, drawer)
    if "archive" in library.declaration.lists:
        yield from _build_archive(cards, drawer)
    yield Page(
        urls.SEARCH, _("Search"), _("Search every post and every reply."), render(drawer, "search.html", urls.SEARCH)
    )


def _build_discussions(library: Library, cards: Cards, drawer: jinja2.Environment, size: int) -> Iterator[Page]:
    listed = newest_first(card for card in cards.values() if isinstance(card.post, Discussion))
    narrowings = find_narrowings(listed, library.declaration, "discussion", urls.DISCUSSIONS)
    yield from build_narrowed_pages(narrowings, _("Discussions"), urls.DISCUSSIONS, drawer, size)
    for address, part, pager in cut(listed, size, urls.DISCUSSIONS):
        values = {"cards": part, "pager": pager, "total": len(listed), "narrowings": narrowings}
        yield Page(
            address,
            numbered_title(_("Discussions"), pager),
            _("Every discussion, most recently active first."),
            render(drawer, "discussions.html", address, **values),
            changed=_latest(part),
            depends=_depend_on_cards(part, pager, len(listed), describe(narrowings)),
        )


def _build_comparisons(
    library: Library, cards: Cards, declared: Comparisons, drawer: jinja2.Environment
) -> Iterator[Page]:
    """All comparisons, each below the first of its tags."""
    order = {slug: place for place, slug in enumerate(library.tags)}
    listed = [card for card in cards.values() if isinstance(card.post, Comparison) and not card.post.removed]
    first = {card.address: next((slug for slug in card.post.tags if slug in order), "") for card in listed}

    def place(card: Card) -> tuple[int, str, str]:
        return order.get(first[card.address], len(order)), card.post.title.casefold(), card.post.id

    listed.sort(key=place)
    front = f"{declared.path}/"
    narrowings = find_narrowings(listed, library.declaration, "comparison", front)
    yield from build_narrowed_pages(narrowings, declared.title, front, drawer, NAMES)
    pages = list(cut(listed, NAMES, front))
    elsewhere = [(card.post.id, pager.number) for _, part, pager in pages[1:] for card in part]
    for address, part, pager in pages:
        away = elsewhere if pager.is_front else []  # whose anchors were on this page before it was full
        groups = [
            (library.tags.get(slug), list(found)) for slug, found in groupby(part, lambda card: first[card.address])
        ]
        yield Page(
            address,
            numbered_title(declared.title, pager),
            declared.about or declared.lead or declared.title,
            render(
                drawer,
                "comparisons.html",
                address,
                **{"cards": part, "groups": groups, "pager": pager, "elsewhere": away, "narrowings": narrowings},
            ),
            changed=_latest(part),
        )


def _build_tags(library: Library, cards: Cards, drawer: jinja2.Environment, size: int) -> Iterator[Page]:
    declared = library.declaration.comparisons
    tagged: dict[str, list[Card]] = {slug: [] for slug in library.tags}
    for card in cards.values():
        for slug in card.post.tags:
            tagged[slug].append(card)
    sizes = {slug: len(found) for slug, found in tagged.items()}
    about = (
        _("What the discussions and {comparisons} are about.", comparisons=lower(declared.title))
        if declared
        else _("What the discussions are about.")
    )
    titled = sorted(library.tags.values(), key=lambda tag: tag.title.lower())
    groups = _group_by_letter(titled)
    yield Page(
        urls.TAGS, _("Tags"), about, render(drawer, "tags.html", urls.TAGS, groups=groups, sizes=sizes, about=about)
    )
    for tag in library.tags.values():
        listed = newest_first(tagged[tag.slug])
        for address, part, pager in cut(listed, size, urls.tag(tag.slug)):
            yield Page(
                address,
                numbered_title(tag.title, pager),
                tag.summary,
                render(drawer, "tag.html", address, tag=tag, cards=part, pager=pager, total=len(listed)),
                changed=_latest(part),
                feed=urls.feed_address(urls.tag(tag.slug)),
                followed=tag.title,
                depends=_depend_on_cards(part, tag, pager, len(listed)),
            )


UNGROUPED = 40
"""Tags that are seen at a glance; more stand below their first letters."""


def _group_by_letter(tags: Sequence[Tag]) -> dict[str, list[Tag]]:
    """Tags below their first letters, without accents; below none, where they are few."""
    groups: dict[str, list[Tag]] = {}
    for tag in tags:
        first = unicodedata.normalize("NFKD", tag.title).upper()[0]
        letter = first if first.isalpha() else "0–9" if first.isdigit() else "…"
        groups.setdefault(letter if len(tags) > UNGROUPED else "", []).append(tag)
    return dict(sorted(groups.items()))


def _build_latest(events: Sequence[Activity], drawer: jinja2.Environment, size: int) -> Iterator[Page]:
    """The newest on the front, and a line for each of a year."""
    years: dict[int, list[Activity]] = {}
    for event in events:
        years.setdefault(event.since.day.year, []).append(event)
    sizes = {year: len(found) for year, found in years.items()}
    newest = events[:size]
    yield Page(
        urls.LATEST,
        _("Latest"),
        _("The newest posts and replies."),
        render(drawer, "latest.html", urls.LATEST, events=newest, sizes=sizes),
        changed=newest[0].turn.published if newest else None,
        depends=depend_on_events(newest, sizes),
    )
    for year, found in years.items():
        for address, part, pager in cut_from_oldest(found, LINES, urls.latest(year)):
            months = {month: list(group) for month, group in groupby(part, lambda event: _name_month(event.since))}
            lines = [(event.address, event.card.post.title, event.author, event.since) for event in part]
            yield Page(
                address,
                numbered_title(_("Latest of {year}", year=year), pager),
                _("Every post and every reply of {year}, newest first.", year=year),
                render(drawer, "latest_year.html", address, year=year, months=months, pager=pager),
                changed=part[0].turn.published,
                depends=Dependencies(items=[file for event in part for file in event.files[:2]], values=(lines, pager)),
            )


def _depend_on_cards(cards: Sequence[Card], *besides: object) -> Dependencies:
    return Dependencies(items=[card.post for card in cards], values=([card.facts for card in cards], besides))


def _build_archive(cards: Cards, drawer: jinja2.Environment) -> Iterator[Page]:
    years: dict[int, list[Card]] = {}
    for card in sorted(cards.values(), key=lambda card: (card.post.date.at, card.address)):
        if not card.post.removed and not isinstance(card.post, Article):
            years.setdefault(card.post.date.day.year, []).append(card)
    sizes = {year: len(found) for year, found in sorted(years.items(), reverse=True)}
    gone = [card for card in cards.values() if isinstance(card.post, Article) and card.post.at is None]
    yield Page(
        urls.ARCHIVE,
        _("Archive"),
        _("All posts by the year they were started."),
        render(drawer, "archive.html", urls.ARCHIVE, sizes=sizes, gone=gone),
    )
    for year, found in years.items():
        for address, part, pager in cut(found, POSTS, urls.archive(year)):
            months = {month: list(group) for month, group in groupby(part, lambda card: _name_month(card.post.date))}
            yield Page(
                address,
                numbered_title(_("Archive of {year}", year=year), pager),
                _("Every post started in {year}.", year=year),
                render(drawer, "year.html", address, year=year, months=months, total=sizes[year], pager=pager),
                changed=_latest(part),
            )


def _name_month(moment: Moment) -> str:
    return show_month(moment.day.month)


def _latest(cards: Sequence[Card]) -> Moment | None:
    return max((card.last for card in cards), default=None)
