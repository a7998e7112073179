"""Atom, in which feeds and their entries are written.

Sources: RFC 4287 (Atom), RFC 4685 (who answers whom).
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from parley.model import urls, words
from parley.model.entries import Comparison, Contribution, Discussion, Moment, Post, Reply
from parley.model.languages.speaking import SOURCE, _, ngettext, show_labelled
from parley.model.library import Library
from parley.model.markup import markdown as markup
from parley.model.markup.mentions import Mention
from parley.model.settings import Settings
from parley.model.threads import find_state
from parley.reading.schema import list_kinds
from parley.rendering.feeds.elements import element
from parley.rendering.feeds.entries import FeedEntry, make_id
from parley.rendering.fields import list_choices, list_fields, list_sides
from parley.rendering.homes import find_home
from parley.rendering.pages.card import excerpt_own
from parley.rendering.pages.settled import Settled
from parley.rendering.planned import Dependencies
from parley.rendering.references import find_thread, make_lead, make_mention
from parley.rendering.wording import find_moved, name_take, show_removal

BUDGET = 100_000
"""Characters of entries in full; those behind them have their first words. A reader fetches a feed again and again."""


@dataclass(frozen=True, slots=True)
class Feed:
    """One document; its entries begin with the last change, `updated` is when it was.

    `identity` makes its id. That of a post's feed is the post's; that of any other is the name of the site, as it has
    nothing else of its own: a site of another name is another site. `page` shows the same to readers, `former` are its
    former addresses. A brief one has first words in the place of texts.
    """

    identity: str
    address: str
    page: str
    title: str
    subtitle: str
    entries: Sequence[FeedEntry]
    updated: Moment
    former: tuple[str, ...] = ()
    is_brief: bool = False

    @property
    def id(self) -> str:
        return make_id(f"feed {self.identity}")

    def list_ids(self) -> list[str]:
        """The id of the document and those of its entries."""
        return [self.id, *(entry.id for entry in self.entries)]

    @property
    def depends(self) -> Dependencies:
        """All that the document depends on."""
        files = [file for entry in self.entries for file in entry.files]
        turns = [(entry.turn.published, entry.turn.changed) for entry in self.entries]
        about = self.identity, self.address, self.page, self.title, self.subtitle
        return Dependencies(items=files, values=(turns, self.updated, about))


class AtomWriter:
    """Writes documents and entries. Each entry is drawn and made into XML once, however many feeds it is in."""

    def __init__(self, library: Library, settings: Settings, *, counts: bool = False) -> None:
        """With `counts` entries tell how many agree: not so in feeds whose former documents must stay as they are."""
        self._counts = counts
        self._library = library
        self._settings = settings
        self._language = {"xml:lang": settings.language} if settings.language != SOURCE else {}
        self._written: dict[str, str] = {}

    def write_feed(self, feed: Feed, written: Iterable[str] | None = None) -> str:
        """The XML of a document, with its entries or others that have been `written`."""
        if written is None:
            written = self._list_entries(feed.entries) if not feed.is_brief else self._list_briefly(feed.entries)
        name = self._settings.site_name
        parts = [
            element("id", feed.id),
            element("title", name if feed.title == name else f"{feed.title} - {name}"),
            *([element("subtitle", feed.subtitle)] if feed.subtitle else []),
            element("updated", feed.updated.instant),
            self.write_author(name, urls.HOME),
            element("link", rel="alternate", href=self._full(feed.page)),
            element("link", rel="self", type="application/atom+xml", href=self._full(feed.address)),
        ]
        return _DECLARATION + element("feed", "", *parts, *written, **_NAMESPACES, **self._language) + "\n"

    def _list_briefly(self, entries: Iterable[FeedEntry]) -> Iterator[str]:
        return (self._write_entry(entry, self._draw if entry.item.removed else _draw_briefly) for entry in entries)

    def _list_entries(self, entries: Iterable[FeedEntry]) -> Iterator[str]:
        room = BUDGET
        for entry in entries:
            if entry.address not in self._written:
                self._written[entry.address] = self._write_entry(entry, self._draw)
            written = self._written[entry.address]
            if len(written) > room and not entry.item.removed:
                written = self._write_entry(entry)
            room -= len(written)
            yield written

    def _write_entry(self, entry: FeedEntry, draw: Callable[[FeedEntry], str] | None = None) -> str:
        """With its text as it is drawn, or else with its first words as a summary."""
        item = entry.item
        of_post = words.show_title(entry.post)
        title = of_post if isinstance(item, Post) else _("Re: {title}", title=of_post)
        if not item.author:
            author = self.write_author(self._settings.site_name, urls.HOME)
        else:
            person = self._library.person(item.author)
            author = self.write_author(person.byline, find_home(item.author, self._library, self._settings) or None)
        summary = item.summary if isinstance(item, Post) else "" if draw else excerpt_own(item.body)
        return element(
            "entry",
            "",
            element("id", entry.id),
            element("title", _("Removed") if item.removed else title),
            element("published", entry.turn.published.instant),
            element("updated", entry.turn.changed.instant),
            author,
            element("link", rel="alternate", href=self._full(entry.address)),
            *self._write_badge(item),
            *self._write_place(entry),
            *([element("summary", summary)] if summary else []),
            *([element("content", draw(entry), type="html")] if draw else []),
            **({"xml:lang": item.language} if item.language else {}),
        )

    def write_author(self, name: str, page: str | None) -> str:
        """With the page that tells more, or, where it is None, without any."""
        ways = () if page is None else (element("uri", self._full(page)),)
        return element("author", "", element("name", name), *ways)

    def _write_badge(self, item: Contribution) -> Iterator[str]:
        """The role of who wrote it: an element, as whoever likes can write any words into a name."""
        role = self._library.person(item.author).role
        if role in words.BADGES:
            place = urls.PEOPLE if "people" in self._library.declaration.lists else urls.schema_address("person")
            yield element("category", term=role, scheme=self._full(place), label=_(words.BADGES[role]))

    def _write_place(self, entry: FeedEntry) -> Iterator[str]:
        """Where an entry belongs: what it answers and its stance, or its tags and where its answers are."""
        item = entry.item
        if answers := entry.answers:
            ref, address = answers
            yield element("thr:in-reply-to", ref=ref, href=self._full(address))
        if isinstance(item, Post):
            # without thr:count, which would change an entry, and the archive it is in, with every reply
            address = self._full(urls.feed_address(urls.post(*item.place)))
            yield element("link", rel="replies", type="application/atom+xml", href=address)
            if state := find_state(item, self._library.replies_to(item)):
                has_page = "outcomes" in self._library.declaration.lists
                scheme = urls.OUTCOMES if has_page else urls.schema_address(item.kind)
                label = _("Answered") if state == "answered" else _("Settled")
                yield element("category", term=state, scheme=self._full(scheme), label=label)
            for slug in item.tags:
                label = self._library.tags[slug].title
                yield element("category", term=slug, scheme=self._full(urls.TAGS), label=label)
        elif item.stance and (stances := self._library.declaration.stances):
            about = self._library.declaration.comparisons
            scheme = self._full(f"{about.path}/" if about else urls.schema_address("reply"))
            yield element("category", term=item.stance, scheme=scheme, label=stances.by_key[item.stance].name)
        if self._counts and (number := self._library.count_agreed(item)):
            scheme = self._full(f"{urls.schema_address('thread')}#/properties/agreements")
            yield element(
                "category", term=str(number), scheme=scheme, label=ngettext("{n} agrees", "{n} agree", number)
            )
        if isinstance(item, Reply) and item.takes:
            scheme = self._full(f"{urls.schema_address('reply')}#/properties/takes")
            yield element("category", term=item.takes, scheme=scheme, label=name_take(item.takes))
        if not item.removed:
            kinds = list_kinds(self._library.declaration)
            place = self._full(urls.schema_address(item.kind if isinstance(item, Post) else "reply"))
            for key, option, label in list_choices(item, kinds):
                yield element("category", term=option, scheme=f"{place}#/properties/{key}", label=label)

    def _draw(self, entry: FeedEntry) -> str:
        """The HTML of an entry. Its links are full: many readers resolve none, or resolve them against the feed."""
        item = entry.item
        if item.removed:
            now = find_moved(item)
            way = (" ", element("a", _("Read it where it is now"), href=self._full(now[1:]))) if now else ()
            return element("p", show_removal(item), *way)
        parts: list[str] = []
        lead = make_lead(self._library, self._settings, find_thread(item), urls.HOME)
        mention = make_mention(self._library, self._settings, urls.HOME, item)
        draw = partial(markup.render, here=urls.HOME, lead=lead, mention=mention)
        draw_line = partial(_draw_line, lead=lead, mention=mention)
        declared = self._library.declaration
        if settled := entry.settled:
            draw_summary = partial(draw, contribution_id=f"outcome_{item.id}", heading=4)
            parts += self._draw_outcome(settled, draw_summary, draw_line)
        if isinstance(item, Comparison) and declared.comparisons:
            for heading, text in list_sides(item, declared.comparisons):
                parts += [element("h3", heading), draw_line(text)]
        # the ids are those of the page, so that the link to a footnote leads there
        parts.append(draw(item.body, contribution_id=urls.name_body(item), heading=3))
        if isinstance(item, Discussion) and item.questions:
            parts += [element("h3", _("The questions")), _html_list((question, "") for question in item.questions)]
        for field in list_fields(item, list_kinds(declared)):
            value = element("a", field.text, href=field.address) if field.address else ""
            parts.append(element("p", show_labelled(field.label, "" if value else field.text), value))
        if item.sources:
            parts += [element("h3", _("Sources")), _html_list((source.name, source.url) for source in item.sources)]
        page = self._full(entry.address.partition("#")[0])
        starts = {"./": self._settings.site_url, "#": f"{page}#"}
        return _LOCAL_LINK.sub(lambda found: found[1] + starts[found[2]], "".join(parts))

    def _draw_outcome(
        self, settled: Settled, draw: Callable[[str], str], draw_line: Callable[[str], str]
    ) -> Iterator[str]:
        """What has come of a post, with the ways to the replies that it rests on."""
        post, outcome = settled.post, settled.post.outcome
        if settled.answer:
            yield element("h3", _("Answer")) + self._html_ways(post, [settled.answer])
        if outcome:
            yield element("h3", _("Outcome")) + draw(outcome.summary) + self._html_ways(post, settled.replies)
        for heading, claims in ((_("Agreed"), settled.agreed), (_("Still differ"), settled.differ)):
            if claims:
                yield element("h4", heading)
            for claim in claims:
                yield draw_line(claim.point.text) + self._html_ways(post, claim.replies)

    def _html_ways(self, post: Post, replies: Sequence[Reply]) -> str:
        ways = (
            (_(words.REMOVED_REPLY) if one.removed else self._library.person(one.author).byline, urls.reply(post, one))
            for one in replies
        )
        return _html_list((text, self._full(address)) for text, address in ways) if replies else ""

    def _full(self, address: str) -> str:
        return self._settings.site_url + address


_NAMESPACES = {"xmlns": "http://www.w3.org/2005/Atom", "xmlns:thr": "http://purl.org/syndication/thread/1.0"}
_DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n'

_LOCAL_LINK = re.compile(r'(<a href=")(\./|#)')
"""A link within the site, as the cleaner of `markup` writes it for the first page. No text holds a bare `<`."""


def _draw_briefly(entry: FeedEntry) -> str:
    return element("p", excerpt_own(entry.item.body))


def _draw_line(text: str, lead: markup.Lead, mention: Mention) -> str:
    """A text that is one of several of a post: without notes, as on its page, where those of two would be one."""
    return element("div", "", markup.render_line(text, here=urls.HOME, heading=4, lead=lead, mention=mention))


def _html_list(items: Iterable[tuple[str, str]]) -> str:
    """Texts, each with the address it links to or with none."""
    return element("ul", "", *(_html_item(text, address) for text, address in items))


def _html_item(text: str, address: str) -> str:
    return element("li", "", element("a", text, href=address)) if address else element("li", text)
