"""Which feeds a site has: its own with archives, and one of each tag, person, discussion and practice."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from parley.model import urls
from parley.model.entries import Library, Moment
from parley.model.settings import Settings
from parley.rendering.feeds.atom import AtomWriter, Feed
from parley.rendering.feeds.entries import FeedEntry, arrival, build_entries, identify, last_change
from parley.rendering.planned import Planned, Recall, draw_now

MOST = 50
"""Entries of one document."""

ARCHIVED = 40
"""Entries of an archive. The current document so has room, for ten at least, for edits and removals of older ones."""


def build_feeds(library: Library, settings: Settings, recall: Recall = draw_now) -> Iterator[tuple[str, str]]:
    """The address and the XML of each feed, as `plan_feeds` plans them."""
    return ((planned.name, planned.make()) for planned in plan_feeds(library, settings, recall))


def plan_feeds(library: Library, settings: Settings, recall: Recall = draw_now) -> Iterator[Planned]:
    """The file of each feed; none where the site has no address, as a feed is read elsewhere, or holds nothing yet.

    A document holds the `MOST` contributions that were written or changed last, so that an edit and a removal reach
    those who have the old text. What counts is when it could first be read, so a reply that has waited for its merge is
    as new as any. The site's feed goes back to the beginning: `feed-1.xml` holds the first `ARCHIVED` contributions
    that came, and so on. RFC 5005 has paged feeds as well, but their pages all change with every reply, and
    who walks through them meanwhile misses entries. An archive keeps its name and its entries, unless a load of many
    contributions brings older ones, or nobody knows of arrivals and somebody dates a contribution back. The feed of a
    post is repeated at its former addresses.
    """
    entries = sorted(build_entries(library), key=last_change, reverse=True)
    if not settings.site_url or not entries:
        return
    writer = AtomWriter(library, settings, recall)
    for feed in (
        *_build_site(entries, settings),
        *_build_tags(entries, library, settings),
        *_build_people(entries, library, settings),
        *_build_posts(entries),
    ):
        for address in (feed.address, *map(urls.feed_address, feed.former)):
            yield Planned(address, feed.depends, partial(writer.write_feed, feed), feed.list_ids)


def _find_update(part: Sequence[FeedEntry], entries: Sequence[FeedEntry]) -> Moment:
    """When a feed with some of all entries last changed; up to the last change of all, one without any had none."""
    return (part or entries)[0].turn.changed


def _build_site(entries: Sequence[FeedEntry], settings: Settings) -> Iterator[Feed]:
    """The current document, with all that is in no archive yet, then the archives."""
    name, about, home = settings.site_name, settings.description, urls.HOME
    by_arrival = sorted(entries, key=arrival)
    last = len(by_arrival) // ARCHIVED
    rest = {entry.address for entry in by_arrival[last * ARCHIVED :]}
    older = [entry.address for entry in entries if entry.address not in rest]
    current = rest.union(older[: MOST - len(rest)])
    part: Sequence[FeedEntry] = [entry for entry in entries if entry.address in current]
    links: tuple[tuple[str, str], ...] = (("prev-archive", urls.feed_address(home, last)),) if last else ()
    yield Feed(name, urls.feed_address(home), home, name, about, part, _find_update(part, entries), links=links)
    for number in range(1, last + 1):
        part = sorted(by_arrival[(number - 1) * ARCHIVED : number * ARCHIVED], key=last_change, reverse=True)
        links = (("current", urls.feed_address(home)),)
        if number > 1:
            links += (("prev-archive", urls.feed_address(home, number - 1)),)
        if number < last:
            links += (("next-archive", urls.feed_address(home, number + 1)),)
        updated = part[0].turn.changed
        yield Feed(
            name, urls.feed_address(home, number), home, name, about, part, updated, links=links, is_archive=True
        )


def _build_tags(entries: Sequence[FeedEntry], library: Library, settings: Settings) -> Iterator[Feed]:
    tagged: dict[str, list[FeedEntry]] = {slug: [] for slug in library.tags}
    for entry in entries:
        for slug in entry.post.tags:
            tagged[slug].append(entry)
    for tag in library.tags.values():
        identity, page, part = f"{settings.site_name}/tag {tag.slug}", urls.tag(tag.slug), tagged[tag.slug][:MOST]
        updated = _find_update(part, entries)
        yield Feed(identity, urls.feed_address(page), page, tag.title, tag.summary, part, updated)


def _build_people(entries: Sequence[FeedEntry], library: Library, settings: Settings) -> Iterator[Feed]:
    written: dict[str, list[FeedEntry]] = {handle: [] for handle in library.people}
    for entry in entries:
        if not entry.item.removed:
            written.setdefault(entry.item.author, []).append(entry)
    for handle in sorted(written):
        person, part = library.person(handle), written[handle][:MOST]
        identity, page = f"{settings.site_name}/person {(*person.aliases, handle)[0]}", urls.person(handle)
        updated = _find_update(part, entries)
        former = tuple(map(urls.person, person.aliases))
        yield Feed(identity, urls.feed_address(page), page, person.byline, person.about, part, updated, former)


def _build_posts(entries: Iterable[FeedEntry]) -> Iterator[Feed]:
    for thread in _group(entries).values():
        post = thread[0].post
        page = urls.post(post.kind, post.id)
        former = tuple(urls.post(post.kind, alias) for alias in post.former_names)
        part = thread[:MOST]
        yield Feed(
            identify(post),
            urls.feed_address(page),
            page,
            post.shown_title,
            post.summary,
            part,
            part[0].turn.changed,
            former,
        )


def _group(entries: Iterable[FeedEntry]) -> dict[str, list[FeedEntry]]:
    """The entries of each post and its replies, by the path of the post."""
    threads: dict[str, list[FeedEntry]] = {}
    for entry in entries:
        threads.setdefault(entry.post.path, []).append(entry)
    return threads
