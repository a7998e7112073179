"""Atom feeds of the site, of each tag, each person, each discussion and each practice.

Sources: RFC 4287 (Atom), RFC 4685 (who answers whom), RFC 5005, section 4 (archived feeds).
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from uuid import UUID, uuid5

from parley.caching.cache import Key
from parley.model import urls, words
from parley.model.entries import Contribution, Discussion, Library, Moment, Post, Practice, Reply
from parley.model.markup import markdown as markup
from parley.model.settings import Settings
from parley.model.threads import Turn, take_turns
from parley.rendering.feeds.elements import element
from parley.rendering.planned import Planned
from parley.rendering.references import find_thread, make_lead
from parley.rendering.results import ThreadResults
from parley.rendering.theme import name_sides, show_removal

MOST = 50
"""Entries of one document."""

ARCHIVED = 40
"""Entries of an archive. The current document so has room, for ten at least, for edits and removals of older ones."""

NAMESPACE = UUID("0ab9b5ff-155e-4729-b7f9-ed0af2a93eac")
"""Parley's own, so that no other program makes the same ids. It must never change."""

REMEMBERED = 500
"""Ids that are at hand: each is written in the entry of its contribution, and in that of every answer to it."""


def build_feeds(
    library: Library, settings: Settings, results: ThreadResults | None = None
) -> Iterator[tuple[str, str]]:
    """The address and the XML of each feed, as `plan_feeds` plans them."""
    return ((planned.name, planned.make()) for planned in plan_feeds(library, settings, results))


def plan_feeds(library: Library, settings: Settings, results: ThreadResults | None = None) -> Iterator[Planned]:
    """The file of each feed; none where the site has no address, as a feed is read elsewhere, or holds nothing yet.

    A document holds the `MOST` contributions that were written or changed last, so that an edit and a removal reach
    those who have the old text. What counts is when it could first be read, so a reply that has waited for its merge is
    as new as any. The site's feed goes back to the beginning: `feed-1.xml` holds the first `ARCHIVED` contributions
    that came, and so on. RFC 5005 has paged feeds as well, but their pages all change with every reply, and
    who walks through them meanwhile misses entries. An archive keeps its name and its entries, unless a load of many
    contributions brings older ones, or nobody knows of arrivals and somebody dates a contribution back. The feed of a
    post is repeated at its former addresses.
    """
    entries = sorted(_build_entries(library), key=_last_change, reverse=True)
    if not settings.site_url or not entries:
        return
    results = results or ThreadResults(library, settings)
    scribe = _Scribe(library, settings, results)
    for feed in (
        *_build_site(entries, settings),
        *_build_tags(entries, library, settings),
        *_build_people(entries, library, settings),
        *_build_posts(entries),
    ):
        for address in (feed.address, *map(urls.feed_address, feed.former)):
            yield Planned(address, feed.trace(results), partial(scribe.render, feed), feed.list_ids)


def draw_entries(post: Discussion | Practice, library: Library, settings: Settings) -> Mapping[str, str]:
    """The XML of the entries of a post and its replies, by their addresses."""
    scribe = _Scribe(library, settings, ThreadResults(library, settings))
    return {entry.address: scribe.write(entry) for entry in _build_thread(post, library)}


def post_id(post: Post) -> str:
    """The id of a post's entry, for ever.

    An id must survive a move of the site (RFC 4287, 4.2.6), so it holds no address; and two sites that have nothing but
    a slug in common must not share it, so it holds the day of the post. The site's name, titles and authors may change
    or be withheld; the day and the first name, which is the first of `aliases` if there are any, do not. A fork that
    has copied a post gives it the same id, and rightly: it is the same post.
    """
    return _make_id(_identify(post))


def reply_id(post: Post, reply: Reply) -> str:
    """The id of a reply's entry, for ever; made like that of its post, and within it."""
    return _make_id(f"{_identify(post)}/{_identify(reply)}")


def _identify(item: Contribution) -> str:
    kind = item.kind if isinstance(item, Post) else "reply"
    return f"{kind} {(*item.aliases, item.id)[0]} {item.date.day.isoformat()}"


@lru_cache(REMEMBERED)
def _make_id(identity: str) -> str:
    return uuid5(NAMESPACE, identity).urn


@dataclass(frozen=True, slots=True)
class _Entry:
    """A contribution on its way into feeds. `parent` is the reply that it answers, if it answers one."""

    post: Discussion | Practice
    item: Discussion | Practice | Reply
    turn: Turn
    parent: Reply | None = None

    @property
    def id(self) -> str:
        return self._identify(self.item)

    @property
    def address(self) -> str:
        return self._locate(self.item)

    @property
    def answers(self) -> tuple[str, str] | None:
        """The id and the address of what a reply answers."""
        answered = self.parent or self.post
        return (self._identify(answered), self._locate(answered)) if isinstance(self.item, Reply) else None

    def _identify(self, item: Discussion | Practice | Reply) -> str:
        return reply_id(self.post, item) if isinstance(item, Reply) else post_id(item)

    def _locate(self, item: Discussion | Practice | Reply) -> str:
        return urls.reply(self.post, item) if isinstance(item, Reply) else urls.post(item.kind, item.id)


@dataclass(frozen=True, slots=True)
class _Feed:
    """One document; its entries begin with the last change, `updated` is when it was; see `_find_update`.

    `identity` makes its id. That of a post's feed is the post's; that of any other is the name of the site, as it has
    nothing else of its own: a site of another name is another site. `page` shows the same to readers, `former` are its
    former addresses; `links` are other documents by relation.
    """

    identity: str
    address: str
    page: str
    title: str
    subtitle: str
    entries: Sequence[_Entry]
    updated: Moment
    former: tuple[str, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    is_archive: bool = False

    @property
    def id(self) -> str:
        return _make_id(f"feed {self.identity}")

    def list_ids(self) -> list[str]:
        """The id of the document and those of its entries."""
        return [self.id, *(entry.id for entry in self.entries)]

    def trace(self, results: ThreadResults) -> Key | None:
        """A digest of all that the document depends on."""
        files = [file for entry in self.entries for file in (entry.post, entry.item, entry.parent) if file]
        turns = [(entry.turn.published, entry.turn.changed) for entry in self.entries]
        about = self.identity, self.address, self.page, self.title, self.subtitle, self.links, self.is_archive
        return results.trace(files, turns, self.updated, about)


def _build_entries(library: Library) -> Iterator[_Entry]:
    for post in library.posts():
        yield from _build_thread(post, library)


def _build_thread(post: Discussion | Practice, library: Library) -> Iterator[_Entry]:
    replies = {reply.id: reply for reply in library.replies_to(post)}
    turns = take_turns(post, replies.values())
    yield _Entry(post, post, turns[post.path])
    for reply in replies.values():
        yield _Entry(post, reply, turns[reply.path], replies.get(reply.reply_to))


def _last_change(entry: _Entry) -> tuple[object, ...]:
    return entry.turn.changed.at, *_arrival(entry)


def _arrival(entry: _Entry) -> tuple[object, ...]:
    return *entry.turn.place, entry.address


def _find_update(part: Sequence[_Entry], entries: Sequence[_Entry]) -> Moment:
    """When a feed with some of all entries last changed; up to the last change of all, one without any had none."""
    return (part or entries)[0].turn.changed


def _build_site(entries: Sequence[_Entry], settings: Settings) -> Iterator[_Feed]:
    """The current document, with all that is in no archive yet, then the archives."""
    name, about, home = settings.site_name, settings.description, urls.HOME
    by_arrival = sorted(entries, key=_arrival)
    last = len(by_arrival) // ARCHIVED
    rest = {entry.address for entry in by_arrival[last * ARCHIVED :]}
    older = [entry.address for entry in entries if entry.address not in rest]
    current = rest.union(older[: MOST - len(rest)])
    part: Sequence[_Entry] = [entry for entry in entries if entry.address in current]
    links: tuple[tuple[str, str], ...] = (("prev-archive", urls.feed_address(home, last)),) if last else ()
    yield _Feed(name, urls.feed_address(home), home, name, about, part, _find_update(part, entries), links=links)
    for number in range(1, last + 1):
        part = sorted(by_arrival[(number - 1) * ARCHIVED : number * ARCHIVED], key=_last_change, reverse=True)
        links = (("current", urls.feed_address(home)),)
        if number > 1:
            links += (("prev-archive", urls.feed_address(home, number - 1)),)
        if number < last:
            links += (("next-archive", urls.feed_address(home, number + 1)),)
        updated = part[0].turn.changed
        yield _Feed(
            name, urls.feed_address(home, number), home, name, about, part, updated, links=links, is_archive=True
        )


def _build_tags(entries: Sequence[_Entry], library: Library, settings: Settings) -> Iterator[_Feed]:
    tagged: dict[str, list[_Entry]] = {slug: [] for slug in library.tags}
    for entry in entries:
        for slug in entry.post.tags:
            tagged[slug].append(entry)
    for tag in library.tags.values():
        identity, page, part = f"{settings.site_name}/tag {tag.slug}", urls.tag(tag.slug), tagged[tag.slug][:MOST]
        updated = _find_update(part, entries)
        yield _Feed(identity, urls.feed_address(page), page, tag.title, tag.summary, part, updated)


def _build_people(entries: Sequence[_Entry], library: Library, settings: Settings) -> Iterator[_Feed]:
    written: dict[str, list[_Entry]] = {handle: [] for handle in library.people}
    for entry in entries:
        if not entry.item.removed:
            written.setdefault(entry.item.author, []).append(entry)
    for handle in sorted(written):
        person, part = library.person(handle), written[handle][:MOST]
        identity, page = f"{settings.site_name}/person {(*person.aliases, handle)[0]}", urls.person(handle)
        updated = _find_update(part, entries)
        former = tuple(map(urls.person, person.aliases))
        yield _Feed(identity, urls.feed_address(page), page, person.byline, person.about, part, updated, former)


def _build_posts(entries: Iterable[_Entry]) -> Iterator[_Feed]:
    threads = _group(entries)
    for path in sorted(threads):
        post = threads[path][0].post
        page = urls.post(post.kind, post.id)
        former = tuple(urls.post(post.kind, alias) for alias in post.former_names)
        part = threads[path][:MOST]
        yield _Feed(
            _identify(post),
            urls.feed_address(page),
            page,
            post.shown_title,
            post.summary,
            part,
            part[0].turn.changed,
            former,
        )


def _group(entries: Iterable[_Entry]) -> dict[str, list[_Entry]]:
    """The entries of each post and its replies, by the path of the post."""
    threads: dict[str, list[_Entry]] = {}
    for entry in entries:
        threads.setdefault(entry.post.path, []).append(entry)
    return threads


class _Scribe:
    """Writes documents. Each entry is drawn and made into XML once, however many feeds it is in."""

    def __init__(self, library: Library, settings: Settings, results: ThreadResults) -> None:
        self._library = library
        self._settings = settings
        self._results = results
        self._written: dict[str, str] = {}

    def render(self, feed: _Feed) -> str:
        """The XML of a document."""
        name = self._settings.site_name
        parts = [
            _line("id", feed.id),
            _line("title", name if feed.title == name else f"{feed.title} - {name}"),
        ]
        if feed.subtitle:
            parts.append(_line("subtitle", feed.subtitle))
        parts += [
            _line("updated", feed.updated.instant),
            self._write_author(name, urls.HOME),
            _line("link", rel="alternate", type="text/html", href=self._full(feed.page)),
        ]
        for relation, address in (("self", feed.address), *feed.links):
            parts.append(_line("link", rel=relation, type="application/atom+xml", href=self._full(address)))
        if feed.is_archive:
            parts.append(_line("fh:archive"))
        return _DECLARATION + _line("feed", "\n", *parts, *map(self._find, feed.entries), **_NAMESPACES)

    def _find(self, entry: _Entry) -> str:
        if entry.address not in self._written:
            draw = partial(draw_entries, entry.post, self._library, self._settings)
            self._written |= self._results.get("entries", entry.post, draw)
        return self._written[entry.address]

    def write(self, entry: _Entry) -> str:
        """The XML of an entry."""
        item = entry.item
        title = item.shown_title if isinstance(item, Post) else f"Re: {entry.post.shown_title}"
        if item.removed:
            author = self._write_author(self._settings.site_name, urls.HOME)
        else:
            person = self._library.person(item.author)
            author = self._write_author(person.byline, urls.person(item.author))
        parts = [
            _line("id", entry.id),
            _line("title", "Removed" if item.removed else title),
            _line("published", entry.turn.published.instant),
            _line("updated", entry.turn.changed.instant),
            author,
            _line("link", rel="alternate", type="text/html", href=self._full(entry.address)),
            *self._write_badge(item),
            *self._write_place(entry),
        ]
        if isinstance(item, Post) and item.summary:
            parts.append(_line("summary", item.summary))
        return _line("entry", "\n", *parts, _line("content", self._draw(entry), type="html"))

    def _write_author(self, name: str, page: str) -> str:
        return _line("author", "", _line("name", name), _line("uri", self._full(page)))

    def _write_badge(self, item: Contribution) -> Iterator[str]:
        """The role of who wrote it: an element, as whoever likes can write any words into a name."""
        role = "" if item.removed else self._library.person(item.author).role
        if role in words.BADGES:
            yield _line("category", term=role, scheme=self._full(urls.PEOPLE), label=words.BADGES[role])

    def _write_place(self, entry: _Entry) -> Iterator[str]:
        """Where an entry belongs: what it answers and its school, or its tags and where its answers are."""
        item = entry.item
        if answers := entry.answers:
            ref, address = answers
            yield _line("thr:in-reply-to", ref=ref, href=self._full(address), type="text/html")
        if isinstance(item, Post):
            # without thr:count, which would change an entry, and the archive it is in, with every reply
            address = self._full(urls.feed_address(entry.address))
            yield _line("link", rel="replies", type="application/atom+xml", href=address)
            for slug in item.tags:
                label = self._library.tags[slug].title
                yield _line("category", term=slug, scheme=self._full(urls.TAGS), label=label)
        elif item.school:
            label = self._settings.schools[item.school].name
            yield _line("category", term=item.school, scheme=self._full(urls.PRACTICES), label=label)

    def _draw(self, entry: _Entry) -> str:
        """The HTML of an entry. Its links are full: many readers resolve none, or resolve them against the feed."""
        item = entry.item
        if item.removed:
            return element("p", show_removal(item))
        parts: list[str] = []
        draw = partial(markup.render, here=urls.HOME, lead=make_lead(self._library, find_thread(item), urls.HOME))
        if isinstance(item, Practice):
            for heading, text in name_sides(item, self._settings):
                parts += [element("h3", heading), draw(text, contribution_id="line", heading=4)]
        # the ids are those of the page, so that the link to a footnote leads there
        name = item.id if isinstance(item, Reply) else f"post_{item.id}"
        parts.append(draw(item.body, contribution_id=name, heading=3))
        if isinstance(item, Discussion) and item.questions:
            parts += [element("h3", "The questions"), _html_list((question, "") for question in item.questions)]
        if item.sources:
            parts += [element("h3", "Sources"), _html_list((source.name, source.url) for source in item.sources)]
        page = self._full(entry.address.partition("#")[0])
        starts = {"./": self._settings.site_url, "#": f"{page}#"}
        return _LOCAL_LINK.sub(lambda found: found[1] + starts[found[2]], "".join(parts))

    def _full(self, address: str) -> str:
        return self._settings.site_url + address


_NAMESPACES = {
    "xmlns": "http://www.w3.org/2005/Atom",
    "xmlns:thr": "http://purl.org/syndication/thread/1.0",
    "xmlns:fh": "http://purl.org/syndication/history/1.0",
}
_DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n'

_LOCAL_LINK = re.compile(r'(<a href=")(\./|#)')
"""A link within the site, as the cleaner of `markup` writes it for the first page. No text holds a bare `<`."""


def _line(name: str, text: str = "", *inner: str, **attributes: str) -> str:
    """An element on a line of its own."""
    return element(name, text, *inner, **attributes) + "\n"


def _html_list(items: Iterable[tuple[str, str]]) -> str:
    """Texts, each with the address it links to or with none."""
    return element("ul", "", *(_html_item(text, address) for text, address in items))


def _html_item(text: str, address: str) -> str:
    return element("li", "", element("a", text, href=address)) if address else element("li", text)
