"""Which feeds a site has: its own, and one of each tag, person, discussion and comparison."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from parley.model import urls, words
from parley.model.entries import Article, Post
from parley.model.languages.speaking import _
from parley.model.library import Library
from parley.model.settings import Settings
from parley.rendering.feeds.atom import AtomWriter, Feed
from parley.rendering.feeds.entries import FeedEntry, build_entries, build_thread, identify, last_change, pick_recent
from parley.rendering.homes import has_feed
from parley.rendering.planned import Dependencies, Planned
from parley.rendering.wording import show_about

PlanFeeds = Callable[[Sequence[FeedEntry], Library, Settings, AtomWriter], Iterator[Planned]]


def plan_feeds(library: Library, settings: Settings, *others: PlanFeeds) -> Iterator[Planned]:
    """The files of all feeds but those of threads; none where the site has no address, or holds nothing yet.

    A feed is read elsewhere, so it needs full addresses. It holds the contributions that were written or changed last,
    `Settings.feed_size` at most, so that an edit and a removal reach those who have the old text. What counts is when
    it could first be read, so a reply that has waited for its merge is as new as any. `others` plan more of them.
    """
    written = (one for one in build_entries(library) if not isinstance(one.item, Article))
    entries = sorted(written, key=last_change, reverse=True) if settings.site_url else []
    if not entries:
        return
    writer = AtomWriter(library, settings)
    for feed in (
        _build_site(entries, settings),
        *_build_tags(entries, library, settings),
        *_build_people(entries, library, settings),
        *_build_answers(entries, library, settings),
    ):
        for address in (feed.address, *map(urls.feed_address, feed.former)):
            yield Planned(address, feed.depends, partial(writer.write_feed, feed), feed.list_ids)
    for plan in others:
        yield from plan(entries, library, settings, writer)


def plan_thread_feed(post: Post, library: Library, settings: Settings, draw: Callable[[], str]) -> Iterator[Planned]:
    """The files of the feed of a thread, each as `draw` draws it: at its address and at those of its former names."""

    def list_ids() -> list[str]:
        return _build_thread_feed(post, library, settings).list_ids()

    for name in post.names if settings.site_url else ():
        yield Planned(urls.feed_address(urls.post(post.folder, name)), Dependencies((post,)), draw, list_ids)


def draw_thread_feed(post: Post, library: Library, settings: Settings) -> str:
    """The XML of the feed of a thread."""
    return AtomWriter(library, settings, counts=True).write_feed(_build_thread_feed(post, library, settings))


def _build_thread_feed(post: Post, library: Library, settings: Settings) -> Feed:
    entries = sorted(build_thread(post, library), key=last_change, reverse=True)
    return Feed(
        identify(post),
        urls.feed_address(urls.post(*post.place)),
        post.address,
        words.show_title(post),
        post.summary,
        pick_recent(entries, settings.feed_size),
        entries[0].turn.changed,
    )


def _build_site(entries: Sequence[FeedEntry], settings: Settings) -> Feed:
    name, home, part = settings.site_name, urls.HOME, entries[: settings.feed_size]
    return Feed(name, urls.feed_address(home), home, name, settings.description, part, entries[0].turn.changed)


def _build_tags(entries: Sequence[FeedEntry], library: Library, settings: Settings) -> Iterator[Feed]:
    tagged: dict[str, list[FeedEntry]] = {slug: [] for slug in library.tags}
    for entry in entries:
        for slug in entry.post.tags:
            tagged[slug].append(entry)
    for tag in library.tags.values():
        identity, page = f"{settings.site_name}/tag {tag.slug}", urls.tag(tag.slug)
        part = tagged[tag.slug][: settings.feed_size]
        updated = (part or entries)[0].turn.changed  # up to the last change of all, one without any had none
        yield Feed(identity, urls.feed_address(page), page, tag.title, tag.summary, part, updated)


def _build_people(entries: Sequence[FeedEntry], library: Library, settings: Settings) -> Iterator[Feed]:
    written: dict[str, list[FeedEntry]] = {}
    for entry in entries:
        if has_feed(entry.item.author, library, settings):
            written.setdefault(entry.item.author, []).append(entry)
    for handle in sorted(written):
        person, part = library.person(handle), pick_recent(written[handle], settings.feed_size)
        identity, page = f"{settings.site_name}/person {(*person.aliases, handle)[0]}", urls.person(handle)
        updated = part[0].turn.changed
        former = tuple(map(urls.person, person.aliases))
        yield Feed(identity, urls.feed_address(page), page, person.byline, show_about(person), part, updated, former)


def _build_answers(entries: Sequence[FeedEntry], library: Library, settings: Settings) -> Iterator[Feed]:
    """What others answer to somebody who has a feed: their first words, as the texts are in other feeds."""
    answers: dict[str, list[FeedEntry]] = {}
    for entry in entries:
        asked = (entry.parent or entry.post).author  # of a post itself its author, who answers nobody with it
        if asked != entry.item.author and has_feed(asked, library, settings):
            answers.setdefault(asked, []).append(entry)
    for handle in sorted(answers):
        person, part = library.person(handle), pick_recent(answers[handle], settings.feed_size)
        identity, page = f"{settings.site_name}/answers {(*person.aliases, handle)[0]}", urls.person(handle)
        title = _("Answers to {name}", name=person.byline)
        former = tuple(f"{urls.person(name)}{urls.ANSWERS}" for name in person.aliases)
        yield Feed(
            identity,
            urls.feed_address(page + urls.ANSWERS),
            page,
            title,
            "",
            part,
            part[0].turn.changed,
            former,
            is_brief=True,
        )
