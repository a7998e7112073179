"""The pages of people: the list of those who have one, theirs, and who wrote in each month."""

from collections.abc import Iterator, Mapping, Sequence

import jinja2

from parley.model import urls
from parley.model.entries import Person
from parley.model.languages.speaking import _, show_month, show_month_of
from parley.model.library import Library
from parley.model.settings import Settings
from parley.rendering import homes
from parley.rendering.pages.activity import Activity, depend_on_events
from parley.rendering.pages.page import NAMES, Page, cut, cut_from_oldest, numbered_title, render
from parley.rendering.planned import Dependencies
from parley.rendering.wording import show_about

MOST_ACTIVE = 24
"""People on top of a list that has several pages."""

Written = Mapping[str, Sequence[Activity]]
"""What each person has written that can be read, newest first."""


def build_people_pages(
    library: Library, settings: Settings, events: Sequence[Activity], drawer: jinja2.Environment
) -> Iterator[Page]:
    """Every page that tells of people."""
    written: dict[str, list[Activity]] = {one.handle: [] for one in library.people.values() if one.is_presented}
    for event in events:
        written.setdefault(event.author, []).append(event)
    asked = {event.asked for event in events if event.asked != event.author}
    without = {handle: month for handle in written if (month := homes.find_month(handle, library, settings))}
    months: dict[str, set[str]] = {}
    for handle in written:
        for month in library.months.get(handle, ()):
            months.setdefault(month, set()).add(handle)
    people = [library.person(handle) for handle in sorted(written.keys() - without.keys())]
    yield from _build_list(people, written, sorted(months), drawer)
    for person in people:
        page = urls.person(person.handle)
        feed = urls.feed_address(page) if homes.has_feed(person.handle, library, settings) else ""
        is_asked = feed and settings.site_url and person.handle in asked
        answers = urls.feed_address(page + urls.ANSWERS) if is_asked else ""
        yield from _build_person(person, written[person.handle], feed, answers, drawer, settings.page_size)
    for month, handles in sorted(months.items()):
        here = [handle for handle in handles if without.get(handle) == month]
        homes_of = {one: homes.find_home(one, library, settings) for one in sorted(handles.difference(here))}
        yield from _build_month(month, here, homes_of, written, library, drawer)


def _build_list(
    people: Sequence[Person], written: Written, months: Sequence[str], drawer: jinja2.Environment
) -> Iterator[Page]:
    """Those who have a page, by their handles; on the front also who wrote most, and the way to everybody else."""
    counts = {person.handle: len(written[person.handle]) for person in people}
    pages = list(cut(people, NAMES, urls.PEOPLE))
    letters: dict[str, str] = {}
    for address, named, _pager in pages if len(pages) > 1 else ():
        for person in named:
            letters.setdefault(person.handle[0], address)
    authors = [person for person in people if not person.is_voice]
    most = sorted(authors, key=lambda person: (-counts[person.handle], person.handle))[:MOST_ACTIVE] if letters else []
    years: dict[str, list[tuple[str, str]]] = {}
    for month in reversed(months):
        years.setdefault(month[:4], []).insert(0, (urls.people_in(month), show_month(int(month[5:]), short=True)))
    for address, named, pager in pages:
        top, ways = (most, years) if pager.is_front else ([], {})
        numbers = [counts[person.handle] for person in (*named, *top)]
        values = {"people": named, "counts": counts, "pager": pager, "letters": letters, "most": top, "years": ways}
        yield Page(
            address,
            numbered_title(_("People"), pager),
            _("Who has written here."),
            render(drawer, "people.html", address, **values),
            depends=Dependencies(values=(named, numbers, pager, letters, top, ways)),
        )


def _build_person(
    person: Person, found: Sequence[Activity], feed: str, answers: str, drawer: jinja2.Environment, size: int
) -> Iterator[Page]:
    for address, part, pager in cut_from_oldest(found, size, urls.person(person.handle)):
        total = len(found) if pager.is_front else 0  # an older page tells nothing that grows
        values = {"who": person, "events": part, "pager": pager, "total": total, "answers": answers}
        yield Page(
            address,
            numbered_title(person.byline, pager),
            show_about(person) or _("What {name} has written here.", name=person.byline),
            render(drawer, "person.html", address, **values),
            path=person.path,
            changed=part[0].turn.published if part else None,
            feed=feed,
            followed=person.byline,
            depends=depend_on_events(part, pager, total, person, answers if pager.is_front else ""),
        )


def _build_month(
    month: str,
    here: Sequence[str],
    elsewhere: Mapping[str, str],
    written: Written,
    library: Library,
    drawer: jinja2.Environment,
) -> Iterator[Page]:
    """Who wrote in a month: those who are found here with all that they wrote, and the ways to the others.

    A full month goes on with further pages, to which its front leads: that knows everybody for ever.
    """
    lines = sorted((min((one.date.at, one.address) for one in written[handle]), handle) for handle in here)
    address = urls.people_in(month)
    pages = list(cut([handle for _, handle in lines], NAMES, address))
    further = {one: f"{at}#{urls.person_anchor(one)}" for at, part, _ in pages[1:] for one in part}
    title = show_month_of(int(month[:4]), int(month[5:]))
    for at, part, pager in pages:
        people = [(library.person(handle), written[handle][::-1]) for handle in part]
        away = [(library.person(handle), way) for handle, way in {**elsewhere, **further}.items() if pager.is_front]
        shown = [
            (who, [(one.address, one.card.post.title, one.date, not one.reply) for one in did]) for who, did in people
        ]
        yield Page(
            at,
            numbered_title(_("People of {month}", month=title), pager),
            _("Who wrote here in {month}.", month=title),
            render(drawer, "people_in.html", at, title=title, people=people, away=away, pager=pager),
            depends=Dependencies(values=(shown, away, pager)),
        )
