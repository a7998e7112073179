"""The digest: what came in each week, by thread. Only weeks in which something came have a page."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import jinja2

from parley.model import urls
from parley.model.entries import Reply
from parley.model.languages.speaking import _, ngettext, show_day
from parley.rendering.pages.activity import Activity
from parley.rendering.pages.card import Card
from parley.rendering.pages.page import Page, cut, numbered_title, render
from parley.rendering.planned import Dependencies

THREADS = 100
"""Threads on a page of a week."""

SHOWN = 3
"""Replies of a thread that are shown with their first words: those that came first, as none is better than another."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """What came in a thread in a week: whether it began in it, and its replies in the order in which they came."""

    card: Card
    began: bool
    replies: Sequence[Activity]

    @property
    def shown(self) -> Sequence[Activity]:
        return self.replies[:SHOWN]

    @property
    def facts(self) -> tuple[object, ...]:
        """All that a page shows of it, but for first words."""
        lines = [(event.address, event.author) for event in self.replies[: SHOWN + 1]]
        post = self.card.post
        return self.card.address, post.title, self.card.summary if self.began else "", len(self.replies), lines


@dataclass(frozen=True, slots=True)
class Week:
    """A week by its year and number (ISO 8601), with the threads in which something came: the new ones first."""

    year: int
    number: int
    threads: Sequence[Gathered]
    last: Activity

    @property
    def address(self) -> str:
        return urls.digest(self.year, self.number)

    @property
    def title(self) -> str:
        return _("Week {number} of {year}", number=self.number, year=str(self.year))

    @property
    def counted(self) -> list[str]:
        """How many threads and replies came in it."""
        threads = [ngettext("{n} new thread", "{n} new threads", self.began)] if self.began else []
        return [*threads, *([ngettext("{n} reply", "{n} replies", self.replies)] if self.replies else [])]

    @property
    def days(self) -> str:
        """Its first and its last day."""
        monday = date.fromisocalendar(self.year, self.number, 1)
        return _("{first} to {last}", first=show_day(monday), last=show_day(monday + timedelta(days=6)))

    @property
    def began(self) -> int:
        return sum(thread.began for thread in self.threads)

    @property
    def replies(self) -> int:
        return sum(len(thread.replies) for thread in self.threads)


def gather_weeks(events: Sequence[Activity]) -> list[Week]:
    """The weeks in which something came, the newest first; of `events`, too, the newest is the first."""
    weeks: dict[tuple[int, int], dict[str, list[Activity]]] = {}
    for event in reversed(events):
        year, number, _day = event.since.day.isocalendar()
        weeks.setdefault((year, number), {}).setdefault(event.card.address, []).append(event)
    made = []
    for (year, number), threads in sorted(weeks.items(), reverse=True):
        gathered = [
            Gathered(found[0].card, any(not one.reply for one in found), [one for one in found if one.reply])
            for found in threads.values()
        ]
        last = max((found[-1] for found in threads.values()), key=lambda one: one.turn.place)
        made.append(Week(year, number, sorted(gathered, key=lambda thread: not thread.began), last))
    return made


def build_digest_pages(events: Sequence[Activity], drawer: jinja2.Environment) -> Iterator[Page]:
    """A page for each week, one for each year, and the list of all years with the weeks of the last."""
    weeks = gather_weeks(events)
    years: dict[int, list[Week]] = {}
    for week in weeks:
        years.setdefault(week.year, []).append(week)
    sizes = {year: len(found) for year, found in years.items()}
    feed = urls.feed_address(urls.DIGEST)
    for year, found in [(0, next(iter(years.values()), [])), *years.items()]:
        address = urls.digest(year) if year else urls.DIGEST
        named = [(week.address, week.number, week.began, week.replies) for week in found]
        yield Page(
            address,
            _("Digest of {year}", year=str(year)) if year else _("Digest"),
            _("What came in each week, by thread."),
            render(drawer, "digest.html", address, year=year, weeks=found, years={} if year else sizes),
            feed=feed,
            followed=_("Digest"),
            depends=Dependencies(values=(year, named, {} if year else sizes)),
        )
    ways = ["", *(week.address for week in weeks), ""]
    for at, week in enumerate(weeks):
        later, earlier = ways[at], ways[at + 2]
        for address, part, pager in cut(week.threads, THREADS, week.address):
            values = {"week": week, "threads": part, "pager": pager, "later": later, "earlier": earlier}
            shown: list[Reply] = [one.reply for thread in part for one in thread.shown if one.reply]
            posts = [thread.card.post for thread in part]
            facts = [thread.facts for thread in part], pager, later, earlier, week.began, week.replies
            yield Page(
                address,
                numbered_title(_("Digest: {week}", week=week.title), pager),
                _("What came here from {days}.", days=week.days),
                render(drawer, "week.html", address, **values),
                changed=week.last.turn.published,
                feed=feed,
                followed=_("Digest"),
                depends=Dependencies(items=[*posts, *shown], values=facts),
            )
