"""Links of contributors to replies with the pages that these stand on, and mentions of people.

A link is written with the address of the post, or with the anchor alone within a thread. Where the reply is on a
later page of a long thread, the link has to lead there; so what is drawn of a text depends on that page as well. What
`@ana` and `/people/ana/` lead to depends on whether somebody has that handle and where they are found.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from parley.model import layout, urls
from parley.model.entries import Comparison, Contribution, ThreadName
from parley.model.library import Library
from parley.model.markup.mentions import find_mentions
from parley.model.settings import Declaration, Settings
from parley.rendering.homes import find_home, has_feed

_LINK = re.compile(rf"(?:/[a-z0-9-]+(?:/[a-z0-9-]+)+?/(?:page/[0-9]{{1,9}}/)?)?#reply-{layout.ID.pattern.pattern}")


def find_thread(item: Contribution) -> ThreadName | None:
    """The thread that a contribution belongs to, by its path."""
    slot = layout.find_slot(item.path)
    return slot.post if slot else None


_PERSON = re.compile(rf"/{urls.PEOPLE}([a-z0-9_.-]+)/(feed\.xml|page/[0-9]{{1,9}}/)?(?:#\S*)?")
_TAG = re.compile(rf"/{urls.TAGS}({layout.SLUG.pattern.pattern})/(?:feed\.xml)?")


def make_lead(
    library: Library, settings: Settings, thread: ThreadName | None, here: str
) -> Callable[[str], str | None]:
    """A call that gives the way from the page at `here` to what a link in a text of a thread means; see `Lead`."""
    mention = make_mention(library, settings, here)

    def lead(link: str) -> str | None:
        target = _read(link, thread)
        if target is None:
            return lead_to_list(link)
        folder, slug, reply = target
        number = library.page_of((folder, slug), reply)
        own = library.articles.get(slug) if (folder, slug) == thread and folder == layout.PAGES else None
        page = urls.sheet(own, number) if own else urls.thread_page(folder, slug, number)
        anchor = f"#{urls.reply_anchor(reply)}"
        return anchor if page == here else f"{urls.root(here)}{page}{anchor}"

    def lead_to_list(link: str) -> str | None:
        if found := _PERSON.fullmatch(link):
            handle = library.known.get(found[1], "")
            is_feed = found[2] == "feed.xml" and handle == found[1] and has_feed(handle, library, settings)
            return "" if is_feed else mention(found[1]) or None
        if (found := _TAG.fullmatch(link)) and found[1] not in library.tags:
            return None
        return ""

    return lead


def make_mention(
    library: Library, settings: Settings, here: str, item: Contribution | None = None
) -> Callable[[str], str]:
    """A call that gives the way from the page at `here` to whom a name means, in a text of an item where one is given.

    It is nothing for a name that means nobody here.
    """
    whom = _find_whom(item, library) if item else library.known

    def find_way(named: str) -> str:
        handle = whom.get(named)
        home = find_home(handle, library, settings) if handle else ""
        return home and urls.root(here) + home

    return find_way


def _find_whom(item: Contribution, library: Library) -> Mapping[str, str]:
    """The handles of those whom names mean in the texts of a contribution: in an archive's they are no handles."""
    if library.person(item.author).is_of_archive:
        return library.called.get(find_thread(item) or ("", ""), {})
    return library.known


def find_mentioned(items: Iterable[Contribution], library: Library) -> list[tuple[str, str]]:
    """What mentions in some contributions, and links to people, need: the names, each with the handle that it means."""
    found: list[tuple[str, str]] = []
    for item in items:
        whom, texts = _find_whom(item, library), [text for text in list_texts(item, library.declaration) if text]
        named = {(name, whom[name]) for text in texts for name in find_mentions(text) if name in whom}
        linked = (name for text in texts if urls.PEOPLE in text for name, _rest in _PERSON.findall(text))
        found += sorted(named | {(name, library.known[name]) for name in linked if name in library.known})
    return found


def _read(link: str, thread: ThreadName | None) -> tuple[str, str, str] | None:
    own = urls.parse_own_reply(link)
    target = (*thread, own) if own and thread else urls.parse_internal(link)
    return target if target and target[2] else None


def find_pages(items: Iterable[Contribution], library: Library) -> dict[ThreadName, dict[str, int]]:
    """The part of `Library.pages` that links in some contributions need."""
    found: dict[ThreadName, dict[str, int]] = {}
    if library.pages:
        for item in items:
            for folder, slug, reply in _find_links(item, library.declaration):
                if (page := library.page_of((folder, slug), reply)) > 1:
                    found.setdefault((folder, slug), {})[reply] = page
    return found


def _find_links(item: Contribution, declaration: Declaration) -> Iterator[tuple[str, str, str]]:
    """What may be links in the texts of a contribution: some may stand in code, none is left out."""
    for text in list_texts(item, declaration):
        if text and "#reply-" in text:
            for link in _LINK.findall(text):
                if target := _read(link, find_thread(item)):
                    yield target


def list_texts(item: Contribution, declaration: Declaration) -> Iterator[str | None]:
    """The Markdown of a contribution."""
    declared = declaration.comparisons if isinstance(item, Comparison) else None
    yield item.body
    for part in declared.parts() if declared else ():
        yield item.get(part.key)
    yield from item.asides
