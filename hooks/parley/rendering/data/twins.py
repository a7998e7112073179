"""A thread as Markdown, for programs that read: who wrote what and when, in answer to whom, with the addresses.

What a contributor wrote stands in a quotation, line by line as written, so that no heading, open code or list in it can
pass for a part of the whole. Nothing else has lines that begin with `>`.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from parley.model import urls, words
from parley.model.entries import Article, Comparison, Discussion, Point, Post, Reply, Source
from parley.model.languages.speaking import _, ngettext
from parley.model.library import Library
from parley.model.markup.escaping import escape_text
from parley.model.markup.places import find_links
from parley.model.settings import Settings
from parley.reading.hosted import find_embed_lines, find_fenced
from parley.reading.schema import list_kinds
from parley.rendering.fields import list_fields, list_sides
from parley.rendering.wording import find_moved, name_source, name_take, show_removal


@dataclass(frozen=True, slots=True)
class PageText:
    """A page of the maintainers': where it is read, its title, what it is about, and its Markdown."""

    address: str
    title: str
    about: str
    text: str


def draw_twin(post: Post, library: Library, settings: Settings) -> str:
    """A post and its replies."""
    writer = _Writer(post, library, settings.site_url or urls.root(urls.post(*post.place)))
    return join_parts((f"# {escape_line(words.show_title(post))}", *writer.draw_item(post), *writer.draw_replies()))


def draw_page_twin(
    page: PageText, article: Article | None, library: Library, settings: Settings, lead: Callable[[str], str]
) -> str:
    """A page of the maintainers' in its own Markdown, with the replies of its thread if it has one.

    `lead` gives where a link to a file in their folder leads, or nothing.
    """
    lines = page.text.strip().split("\n")
    code = set(find_fenced(lines))
    for number in find_embed_lines(lines):
        lines[number] = ""
    text = "\n".join(
        line if number in code else _FILE.sub(lambda found: lead(found[0]) or found[0], line)
        for number, line in enumerate(lines)
    )
    heading = () if text.startswith("# ") or "\n# " in text else (f"# {escape_line(page.title)}",)
    writer = _Writer(article, library, settings.site_url or urls.root(page.address)) if article else None
    return join_parts((*heading, text.strip(), *(writer.draw_replies() if writer else ())))


_FILE = re.compile(r"(?<=\]\()[^\s()<>:#]+\.md(?=[#)\s])")
"""A link to another file of the maintainers', as they write it."""


def join_parts(parts: Iterable[str]) -> str:
    return "\n\n".join(parts) + "\n"


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes one thread; `site` is the address of the site, or the way to its root."""

    post: Post
    library: Library
    site: str

    def draw_replies(self) -> Iterator[str]:
        replies = {reply.id: reply for reply in self.library.replies_to(self.post)}
        shown = sum(not reply.removed for reply in replies.values())
        if replies:
            yield "## " + ngettext("{n} reply", "{n} replies", shown)
        for reply in replies.values():
            yield f"### {self._name(reply)}, {reply.date.written}"
            yield from self.draw_item(reply, replies.get(reply.reply_to))

    def draw_item(self, item: Post | Reply, parent: Reply | None = None) -> Iterator[str]:
        """The facts of a contribution, then its texts; `parent` is the reply that it answers."""
        yield "\n".join(self._list_facts(item, parent))
        if item.removed:
            yield escape_line(show_removal(item)) + self._draw_way(find_moved(item))
            return
        if isinstance(item, Post):
            yield from self._draw_outcome(item)
        sides = self.library.declaration.comparisons
        for label, text in list_sides(item, sides) if isinstance(item, Comparison) and sides else ():
            yield f"{escape_line(label)}:\n\n{_quote(text, self.site)}"
        if item.body.strip():
            yield _quote(item.body, self.site)
        if isinstance(item, Discussion) and item.questions:
            yield _("Questions:") + "\n\n" + "\n".join(f"- {escape_line(question)}" for question in item.questions)
        if item.sources:
            yield _("Sources:") + "\n\n" + "\n".join(map(_draw_source, item.sources))

    def _draw_way(self, moved: str) -> str:
        """The way to where a text can be read now, behind what tells that it was moved; nothing of others."""
        return f" [{_('Read it where it is now')}](<{self.site}{moved[1:]}>)" if moved else ""

    def _draw_outcome(self, post: Post) -> Iterator[str]:
        """What has come of a post, each text with the replies that it rests on."""
        if post.answer:
            yield _tell(_("Answer"), _anchor(post.answer))
        if outcome := post.outcome:
            if outcome.by:
                name = escape_line(self.library.person(outcome.by).byline)
                yield _tell(_("Outcome"), _("in the words of {name}", name=name))
            groups = ((_("Agreed"), outcome.agreed), (_("Still differ"), outcome.differ))
            texts = [(label, point) for label, points in groups for point in points]
            for label, point in ((_("Outcome"), Point(outcome.summary, outcome.rests_on)), *texts):
                if point.text:
                    facts = ", ".join((*map(_anchor, point.rests_on), *self._name_conceding(point)))
                    yield f"{label}{f' ({facts})' if facts else ''}:\n\n{_quote(point.text, self.site)}"

    def _name_conceding(self, point: Point) -> Iterator[str]:
        stances = self.library.declaration.stances
        if stances and point.conceded_by in stances.by_key:
            yield _("{side} concedes", side=escape_line(stances.by_key[point.conceded_by].name))

    def _name(self, item: Post | Reply) -> str:
        """Who wrote it, with the role that the site gives them."""
        if not item.author:
            return _(words.MOVED_REPLY if isinstance(item, Reply) and find_moved(item) else words.REMOVED_REPLY)
        person = self.library.person(item.author)
        role = f" ({_(words.BADGES[person.role])})" if person.role in words.BADGES else ""
        return escape_line(person.byline) + role

    def _list_facts(self, item: Post | Reply, parent: Reply | None) -> Iterator[str]:
        address = urls.reply(self.post, item) if isinstance(item, Reply) else item.address
        yield _tell(_("Address"), f"<{self.site}{address}>")
        if parent:
            yield _tell(_("In reply to"), f"{self._name(parent)}, #{urls.reply_anchor(parent.id)}")
        if item.removed:
            return
        declared = self.library.declaration
        if isinstance(item, Post):
            yield _tell(_("By"), f"{self._name(item)}, {item.date.written}")
            if item.tags:
                yield _tell(_("Tags"), ", ".join(escape_line(self.library.tags[slug].title) for slug in item.tags))
            if item.locked:
                yield _tell(_("Locked"), escape_line(item.locked))
        else:
            if item.stance and declared.stances:
                yield _tell(escape_line(declared.stances.label), escape_line(declared.stances.by_key[item.stance].name))
            if item.takes:
                yield _tell(_("What it does"), name_take(item.takes))
        if item.updated:
            yield _tell(_("Edited"), item.updated.written)
        if item.agreed:
            names = (self.library.person(handle).byline for handle, _side in item.agreed)
            yield _tell(_("Agree"), escape_line(", ".join(names)))
        for field in list_fields(item, list_kinds(declared)):
            yield _tell(escape_line(field.label), escape_line(field.text))


def _tell(label: str, fact: str) -> str:
    return f"- {label}: {fact}"


def _anchor(name: str) -> str:
    return f"#{urls.reply_anchor(name)}"


def _draw_source(source: Source) -> str:
    more = ", ".join(filter(None, (name_source(source.kind or ""), source.date)))
    way = source.url.replace("<", "%3C").replace(">", "%3E").replace(" ", "%20")
    return f"- [{escape_line(source.name, linked=True)}](<{way}>){f' ({escape_line(more)})' if more else ''}"


def escape_line(words: str, *, linked: bool = False) -> str:
    """Words on a line of their own."""
    return escape_text(" ".join(words.split()), at_start=False, linked=linked)


_LINE = re.compile(r"\r\n|\r|\n")
_INDENT = re.compile(r"[ \t]*")


def _quote(text: str, site: str) -> str:
    """A text as a quotation. Tabs at the beginning of a line are spaces, as the sign before them moves what follows."""
    lines = _LINE.split(_lead_on(text.strip("\r\n"), site))
    return "\n".join(f"> {_INDENT.sub(lambda found: found[0].expandtabs(4), line, count=1)}".rstrip() for line in lines)


def _lead_on(text: str, site: str) -> str:
    """The text with its links from the root of the site as they are followed from anywhere."""
    if "](/" not in text and "]: /" not in text and "](</" not in text:
        return text
    changes = {
        link.start + text[link.start : link.end].rfind(link.address): link.address
        for link in find_links(text)
        if link.address.startswith("/") and link.end and link.address in text[link.start : link.end]
    }
    for at, address in sorted(changes.items(), reverse=True):
        text = text[:at] + site + address[1:] + text[at + len(address) :]
    return text
