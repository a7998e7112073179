"""What moderators did, for everybody to see: each lock, removal, move and ban with its day and its reason.

The list is made from the files alone, so that nothing can be locked, removed or moved without standing here. What a
removed contribution said, and who wrote it, is withheld here as everywhere.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import jinja2

from parley.model import urls, words
from parley.model.entries import Done, Moment
from parley.model.languages.speaking import _
from parley.model.library import Library
from parley.rendering.pages.page import Page, cut_from_oldest, numbered_title, render

MOST = 200
"""Measures on a page; its front has up to twice as many."""


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure. `address` leads to what it is about, or to the stub; `where` is the title of the page."""

    what: Done
    kind: str
    where: str
    address: str
    date: Moment
    reason: str


def build_measures(library: Library) -> list[Measure]:
    """All measures, the newest first."""
    measures = sorted(_find_measures(library), key=lambda measure: (measure.address, measure.what))
    return sorted(measures, key=lambda measure: measure.date.at, reverse=True)


def _find_measures(library: Library) -> Iterator[Measure]:
    for person in library.people.values():
        if person.banned and person.banned_since:
            yield Measure("banned", "person", f"@{person.handle}", "", person.banned_since, person.banned)
    for post in library.posts():
        where, address = words.show_title(post), post.address
        for what, reason in post.measures:
            yield Measure(what, post.kind, where, address, post.last_edit, reason)
        for reply in library.replies_to(post):
            for what, reason in reply.measures:
                yield Measure(what, "reply", where, urls.reply(post, reply), reply.last_edit, reason)


def build_moderation_pages(library: Library, drawer: jinja2.Environment) -> Iterator[Page]:
    """The pages of all measures; a page of the maintainers' at their address can hold the same list as an embed."""
    for address, measures, pager in cut_from_oldest(build_measures(library), MOST, urls.MODERATION):
        yield Page(
            address,
            numbered_title(_("Moderation"), pager),
            _("Every lock, removal and move, with its date and reason."),
            render(drawer, "moderation.html", address, measures=measures, pager=pager),
            changed=measures[0].date if measures else None,
        )
