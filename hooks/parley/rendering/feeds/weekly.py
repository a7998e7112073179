"""The feed of the digest: an entry for each week that is over, so that nobody is told of half a week.

A week is over when something has come in a later one: nothing else tells the time to a build that is to give the same
bytes tomorrow. The only week of a site is told at once. What comes last is in the feed of the site at any time.
"""

from collections.abc import Iterator, Sequence
from functools import partial

from parley.model import urls, words
from parley.model.entries import Moment, Post
from parley.model.languages.speaking import _, ngettext, show_labelled, show_list
from parley.model.library import Library
from parley.model.settings import Settings
from parley.rendering.feeds.atom import AtomWriter, Feed
from parley.rendering.feeds.elements import element
from parley.rendering.feeds.entries import FeedEntry, make_id
from parley.rendering.planned import Dependencies, Planned

MOST = 12
"""Weeks in the feed: a quarter of a year."""

NAMES = 5
"""People who are named with the replies of a thread."""


def plan_digest(
    entries: Sequence[FeedEntry], library: Library, settings: Settings, writer: AtomWriter
) -> Iterator[Planned]:
    """The file of the feed, if the site has a digest; `entries` are those of the feed of the site, and more."""
    if "digest" not in library.declaration.lists:
        return
    weeks: dict[tuple[int, int], list[FeedEntry]] = {}
    for entry in entries:
        if not entry.item.removed:
            weeks.setdefault(entry.turn.published.day.isocalendar()[:2], []).append(entry)
    known = sorted(weeks, reverse=True)
    over = known[1 : MOST + 1] or known
    told = [(week, sorted(weeks[week], key=lambda entry: (*entry.turn.place, entry.address))) for week in over]
    updated = told[0][1][-1].turn.published if told else max(entry.turn.published for entry in entries)
    facts = [
        (week, [(one.address, words.show_title(one.post), one.item.author, one.turn.published) for one in found])
        for week, found in told
    ]
    names = sorted({entry.item.author for _week, found in told for entry in found})
    people = [library.person(name) for name in names]
    feed = Feed(
        f"{settings.site_name}/digest",
        urls.feed_address(urls.DIGEST),
        urls.DIGEST,
        _("Digest"),
        _("What came in each week, by thread."),
        (),
        updated,
    )

    def write() -> str:
        return writer.write_feed(feed, [_write_week(week, found, library, settings, writer) for week, found in told])

    def list_ids() -> list[str]:
        return [feed.id, *(_identify(week, settings) for week, _found in told)]

    yield Planned(feed.address, Dependencies(values=(facts, people, feed.updated)), write, list_ids)


def _identify(week: tuple[int, int], settings: Settings) -> str:
    year, number = week
    return make_id(f"{settings.site_name}/digest {year}-{number:02}")


def _write_week(
    week: tuple[int, int], found: Sequence[FeedEntry], library: Library, settings: Settings, writer: AtomWriter
) -> str:
    year, number = week
    threads: dict[str, list[FeedEntry]] = {}
    for entry in found:
        threads.setdefault(entry.post.path, []).append(entry)
    items = sorted(threads.values(), key=lambda thread: not any(isinstance(one.item, Post) for one in thread))
    last: Moment = found[-1].turn.published
    return element(
        "entry",
        "",
        element("id", _identify(week, settings)),
        element("title", _("Week {number} of {year}", number=number, year=str(year))),
        element("published", last.instant),
        element("updated", last.instant),
        writer.write_author(settings.site_name, urls.HOME),
        element("link", rel="alternate", href=settings.site_url + urls.digest(year, number)),
        element("content", element("ul", "", *map(partial(_write_thread, library, settings), items)), type="html"),
    )


def _write_thread(library: Library, settings: Settings, found: Sequence[FeedEntry]) -> str:
    """A line of a week: the thread, who began it, and who replied how often."""
    replies = [entry for entry in found if not isinstance(entry.item, Post)]
    handles = list(dict.fromkeys(entry.item.author for entry in replies))
    named = [library.person(handle).byline for handle in handles[:NAMES]]
    more = len(handles) - len(named)
    told = [_("new, by {name}", name=library.person(found[0].item.author).byline)] if len(replies) < len(found) else []
    if replies:
        names = show_list([*named, *([ngettext("{n} more", "{n} more", more)] if more else [])], "unit")
        told.append(show_labelled(ngettext("{n} reply", "{n} replies", len(replies)), names))
    link = element("a", words.show_title(found[0].post), href=settings.site_url + found[0].address)
    return element("li", "", link, element("span", f" ({'; '.join(told)})"))
