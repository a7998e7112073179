"""The threads of one page to the files of a discussion and its replies."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from parley.editing.drafts import post_path
from parley.editing.transactions import Change
from parley.importing import ids
from parley.importing.bodies.conversion import ConvertedText, convert, make_title, title_from_name
from parley.importing.leading.places import Places
from parley.importing.leading.relinking import Find, relink_change
from parley.importing.mapping import CATEGORY, FieldMapping
from parley.importing.names import Register, identity_key
from parley.importing.placing import Head, Placed, place
from parley.importing.records import Author, ImportedThread
from parley.importing.renewing import is_as_brought, is_edited, is_gone, is_renamed, rename, renew, withdraw
from parley.importing.result import OF_DISCUSSION, Difference, ImportResult
from parley.importing.staging import stage
from parley.importing.streams.scratch import Kept
from parley.importing.streams.spool import Spool
from parley.importing.target import Destination, Opened, find_id, read_date, read_state
from parley.model.entries import AGREES_POST, CLOCK_SKEW, Discussion, Moment, Reply, kind_of
from parley.model.findings import Findings, shorten
from parley.model.languages.speaking import N_, _
from parley.model.layout import AGREEMENTS, DISCUSSIONS, FileKind
from parley.model.markup.escaping import escape_text
from parley.model.markup.markdown import render_plain
from parley.model.settings import NOTHING_DECLARED
from parley.reading.mending.mend import mend
from parley.reading.mending.values import SEPARATOR
from parley.reading.nodes import Position, ScalarNode, SequenceNode
from parley.reading.readers import Choice, Key, ListOf, WebAddress
from parley.reading.schema import Kinds, list_kinds
from parley.reading.writing import render_file

_EMPTY = N_("it has no text")
_LOCKED = N_("the discussion is locked here")
_NOT_ANSWERED = N_("nobody replied")
_CLOSED = N_("It was closed in the archive.")
_UNDATED = datetime(1970, 1, 1, tzinfo=UTC)
MAX_TAGS = 5
_TITLE_WORDS = 8
"""Words of a text that stand for its title."""


def archive_author(name: str) -> Author:
    """In whose name a discussion is opened where the archive has its comments alone."""
    return Author(f"Archive {name}", f"archive-{name}")


Prove = Callable[[str, str, str, str, tuple[str, ...], set[str]], Iterable[Difference]]
"""See `proof.prove`."""


@dataclass(slots=True)
class PageWriter:
    """Writes pages into the folder `ready` and counts in `result` what becomes of each record."""

    target: Destination
    name: str
    tags: tuple[str, ...]
    mapping: FieldMapping
    people: Register
    spool: Spool
    ready: Path
    result: ImportResult
    now: datetime
    changes: Kept[Change] = field(default_factory=Kept)
    renewed: Kept[tuple[str, set[str], str]] = field(default_factory=Kept)
    prove: Prove | None = None
    places: Places | None = None
    kinds: Kinds = field(default_factory=lambda: list_kinds(NOTHING_DECLARED))

    def write(self, threads: tuple[ImportedThread, ...]) -> None:
        """Write the page that these threads are; one of them gives it its title, text and address."""
        live = [thread for thread in threads if not thread.dropped]
        for thread in threads:
            if thread.dropped:
                self.result.discussions.dropped[thread.dropped] += 1
                self._drop_all(self.spool.heads(thread.id), OF_DISCUSSION + thread.dropped)
                if there := self.target.find_discussion(self._suffix(thread)):
                    self._withdraw(there.post, "discussion", f"{thread.id}: {thread.dropped}", thread.dropped)
        if not live:
            return
        known = [thread for thread in live if self._suffix(thread) in self.target.slugs]
        if len(known) > 1:  # what came as several discussions stays several
            for thread in known[1:]:
                self.write((thread,))
            self.write(tuple(thread for thread in live if thread not in known[1:]))
            return
        titled = sorted(live, key=lambda one: (one.author is None, not one.title.strip() or "://" in one.title))
        main = (*known, *titled)[0]
        self.result.discussions.merged += len(live) - 1
        opened = self.target.find_discussion(self._suffix(main))
        heads = self._load_heads(main, live, opened.replies if opened else {})
        if opened:
            self.result.discussions.known += 1
            self._renew_post(main, opened)
            self._note_places(live, opened.slug, make_title(main.title, opened.slug)[0])
            self._write_replies(heads, opened)
        elif (main.author is None or main.is_page) and all(head.dropped for head in heads):
            self.result.discussions.dropped[_NOT_ANSWERED] += 1
            self._drop_all(heads, "")
        else:
            self.result.discussions.placed += 1
            self._open(main, live, heads)

    def _render(self, item: Discussion | Reply) -> str:
        """The text of a file in the form in which it would be read: what was only untidy is in order."""
        return mend(item.path, render_file(item, self.kinds), self.kinds[kind_of(item)]).text

    def _suffix(self, thread: ImportedThread) -> str:
        former = ids.thread_suffix(self.name, thread.former) if thread.former else ""
        return former if former in self.target.slugs else ids.thread_suffix(self.name, thread.id)

    def _drop_all(self, heads: Iterable[Head], reason: str) -> None:
        for head in heads:
            self._drop(head, reason or head.dropped)

    def _drop(self, head: Head, reason: str) -> None:
        self.result.replies.dropped[reason] += 1
        self.result.name_case(reason, f"{head.thread}/{head.id}")

    def _load_heads(self, main: ImportedThread, threads: list[ImportedThread], known: Mapping[str, Path]) -> list[Head]:
        """The comments of all threads of a page, each with its text converted; an empty one is marked as dropped.

        Where two threads have a comment of one id, the id of the thread is put before those of all but the main one.
        """
        heads: list[Head] = []
        taken: set[str] = set()
        for thread in sorted(threads, key=lambda thread: thread is not main):
            found = list(self.spool.heads(thread.id))
            if not taken.isdisjoint(head.id for head in found):
                apart = f"{thread.id}/"
                found = [replace(one, id=apart + one.id, parent=one.parent and apart + one.parent) for one in found]
            taken.update(head.id for head in found)
            heads += (self._prepare(head, thread, known) for head in found)
        return heads

    def _prepare(self, head: Head, thread: ImportedThread, known: Mapping[str, Path]) -> Head:
        """Convert the text of a comment, unless its file is known; then it needs none, and stays even if dropped."""
        if file := known.get(ids.reply_id(self.name, head.id)):
            where = f"{head.thread}/{head.id}"
            if head.dropped:
                self._withdraw(file, "reply", f"{where}: {head.dropped}", head.dropped)
            elif head.edited and head.edited <= self.now + CLOCK_SKEW and is_edited(file, "reply", head.edited):
                comment = self.spool.comment(head.row)
                body = convert(comment.body, comment.markup, thread.address or self.mapping.site)
                self._prove(where, comment.body, comment.markup, thread.address, body)
                self._renew(file, body, head.edited, where)
            return replace(head, dropped="")
        if head.dropped:
            return head
        comment = self.spool.comment(head.row)
        body = convert(comment.body, comment.markup, thread.address or self.mapping.site)
        self.spool.keep_parts(head.row, body.parts, body.changes)
        self._prove(f"{head.thread}/{head.id}", comment.body, comment.markup, thread.address, body)
        date = head.date if head.date and head.date <= self.now + CLOCK_SKEW else None
        return replace(head, date=date, dropped="" if body.parts else _EMPTY)

    def _withdraw(self, file: Path | None, kind: FileKind, where: str, reason: str) -> None:
        """Mark a file as removed whose text was removed in the archive; otherwise only tell of it."""
        change = withdraw(self.target.posts, file, kind, self.now) if file and is_gone(reason) else None
        if change:
            self.changes[change.path] = change
        self.result.mend("removed" if change else "withdrawn", where)

    def _renew_post(self, thread: ImportedThread, opened: Opened) -> None:
        """Bring the text and the title of a discussion if they were edited in the archive."""
        if not opened.post or opened.head.get("removed"):
            return
        here, suffix = opened.head.get("title") or "", self._suffix(thread)
        title, whole = make_title(thread.title, here)
        renamed = is_renamed(opened, title, suffix)
        edited = thread.edited if is_edited(opened.post, "discussion", thread.edited) else None
        body = convert(thread.body, thread.markup, thread.address or self.mapping.site) if edited else None
        if edited and body and (body.parts or not renamed):
            self._prove(thread.id, thread.body, thread.markup, thread.address, body)
            parts = _add_title(whole, body.parts)
            self._renew(opened.post, replace(body, parts=parts), edited, thread.id, title if renamed else "")
        elif renamed:
            # what had or has to be shortened is left to a person: its text begins with it
            simple = not whole and not here.endswith("…") and opened.post.suffix == ".md"
            free = simple and (edited or is_as_brought(opened, suffix, thread.edited, _(_CLOSED)))
            stands = {} if thread.body else {self._stand_in(here, thread): self._stand_in(title, thread)}
            change = rename(self.target.posts, opened.post, title, edited or self.now, stands) if free else None
            if change:
                self.changes[change.path] = change
            self.result.mend("titled" if change else "withdrawn", thread.id)

    def _renew(self, file: Path, body: ConvertedText, edited: datetime, where: str, title: str = "") -> None:
        """Bring a text that was edited in the archive; one in several parts is left to a person."""
        single = len(body.parts) == 1 and not file.with_name(f"{ids.part_id(file.stem, 2)}.md").exists()
        part = body.parts[0] if single and file.suffix == ".md" else None
        change = renew(self.target.posts, file, part, edited, title) if part is not None else None
        if change:
            self.changes[change.path] = change
            self.renewed[change.path] = where, body.changes, title
        else:
            self.result.mend("withdrawn", where)

    def finish(self, find: Find) -> Iterable[Change]:
        """What is to be changed of the files there: texts that were edited lead to the places here as new ones do.

        Where the archive has a later date of the same text, nothing was edited.
        """
        for path, (where, changes, title) in self.renewed.items():
            change = self.changes[path]
            made = relink_change(change, find)
            if title:
                self.result.mend("titled", where)
            if made:
                self.changes[path] = made
                self._count({*changes, *(("relinked",) if made != change else ()), "edited"}, where)
            elif not title:
                del self.changes[path]
        return self.changes.values()

    def _prove(self, where: str, source: str, form: str, address: str, body: ConvertedText) -> None:
        """Hold what will be drawn against what the archive has, if that is wanted."""
        if self.prove:
            self.result.verified += 1
            for difference in self.prove(where, source, form, address or self.mapping.site, body.parts, body.changes):
                self.result.differ(difference)

    def _open(self, thread: ImportedThread, threads: list[ImportedThread], heads: list[Head]) -> None:
        """Write the post and all replies of a discussion that is new here."""
        first = min((head.date for head in heads if head.date and not head.dropped), default=None)
        date = thread.date if thread.date and thread.date <= self.now + CLOCK_SKEW else None
        if thread.author is None:  # who has the comments alone knows little of the page
            date = min((one for one in (date, first) if one), default=None)
        if not date and (thread.author or not first):
            self.result.mend("undated", thread.id)
        moment = Moment(date or first or _UNDATED)
        title, whole = make_title(thread.title, self._find_title(thread, heads))
        if whole:
            self.result.mend("retitled", thread.id)
        if thread.answers:
            self.result.mend("orphaned", _("{id}: what it answers isn't in the archive", id=thread.id))
        opened = Opened(ids.slug(title, self._suffix(thread)), moment, None, {})
        path = post_path(DISCUSSIONS, opened.slug)
        self._note_places(threads, opened.slug, title)
        last = self._write_replies(heads, opened)
        body = convert(thread.body, thread.markup, thread.address or self.mapping.site)
        parts = body.parts or (self._stand_in(title, thread),)
        self._count(body.changes, thread.id)
        parts = _add_title(whole, parts)
        if body.parts:
            self._prove(thread.id, thread.body, thread.markup, thread.address, body)
        author = self._write_person(thread.author or archive_author(self.name))
        closed = all(one.closed for one in threads)
        values = {
            "author": author,
            "date": moment,
            "updated": self._find_update(thread.edited, moment, last if closed else None),
            "title": title,
            "tags": self._choose_tags(threads),
            "locked": _(_CLOSED) if closed else "",
        }
        values |= self._read_values("discussion", self._pick_values(threads), thread.id)
        post: Discussion = self.kinds["discussion"].make(values, path=path, id=opened.slug, body=parts[0])
        stage(self.ready, path, self._render(post))
        self._write_agreed(opened, thread.id, "", author)
        self._write_parts(opened, f"{self.name}-opening", author, moment, parts, "")

    def _note_places(self, threads: list[ImportedThread], slug: str, title: str) -> None:
        for thread in threads:
            if self.places:
                self.places.add_thread(thread.address, slug, title)

    def _find_update(self, edited: datetime | None, date: Moment, locked: datetime | None = None) -> Moment | None:
        """The moment of the last change: of the text, as far as it is one, and of the lock."""
        if edited and not date.at < edited <= self.now:
            edited = None
        last = max((one for one in (edited, locked and max(locked, date.at)) if one), default=None)
        return Moment(last) if last else None

    def _find_title(self, thread: ImportedThread, heads: list[Head]) -> str:
        """What an untitled discussion is called: by the end of its address, by an id of words, or by how it begins."""
        for name in (urlsplit(thread.address).path, thread.id):
            words = title_from_name(re.sub(r"\.\w{1,5}$", "", name.strip("/").rpartition("/")[2]))
            if re.search(r"[^\W\d_]{3}", words) and not re.fullmatch(r"[0-9a-f-]+", name):
                return words
        first = next((head for head in heads if not head.dropped), None)
        text = " ".join(convert(thread.body[:2000], thread.markup).parts)
        plain = render_plain(text) if text else " ".join(self.spool.parts(first.row)[0]) if first else ""
        return " ".join(re.sub(r"[\\`*_\[\]<>#|~]", "", plain).split()[:_TITLE_WORDS])

    def _stand_in(self, title: str, thread: ImportedThread) -> str:
        """What stands where a discussion has no text of its own."""
        if thread.author:
            return escape_text(title, at_start=True)
        address = thread.address.replace(" ", "%20")
        shown = escape_text(title, at_start=False)
        if not thread.title and not address:
            return _("The comments on a page whose title and address the archive does not have.")
        if WebAddress.pattern.fullmatch(address) and not set("()<>") & set(address):
            shown = f"[{escape_text(title, at_start=False, linked=True)}]({address})"
        return _("The comments on {shown}.", shown=shown)

    def _choose_tags(self, threads: list[ImportedThread]) -> tuple[str, ...]:
        mapped = self.mapping.tags
        found = [mapped[category] for thread in threads for category in thread.categories if category in mapped]
        found = [*found, *self.tags] or [mapped["*"]]
        return tuple(dict.fromkeys(found))[:MAX_TAGS]

    def _write_replies(self, heads: list[Head], opened: Opened) -> datetime:
        """Write the replies that are not here yet; gives the date of the last one."""
        start = opened.date.at if opened.date else _UNDATED
        names = {head.id: ids.reply_id(self.name, head.id) for head in heads}
        known = {id for id, name in names.items() if name in opened.replies}
        placement = place(heads, start, known)
        self._tell_gone(opened, set(names.values()))
        tally = self.result.replies
        tally.merged += len(placement.merged)
        self._drop_all(placement.dropped, "")
        for head, reason in placement.orphaned:
            if head.id not in known:
                self.result.mend("orphaned", f"{head.thread}/{head.id}: {reason}")
        for kind, group in (("redated", placement.redated), ("undated", placement.undated)):
            for head in group:
                if head.id not in known:
                    self.result.mend(kind, f"{head.thread}/{head.id}")
        dates: dict[str, datetime] = {"": start}
        for one in placement.placed:
            name, parent = names[one.head.id], names.get(one.parent, "")
            date = max(one.date, dates.get(parent, start))
            if self.places and (one.head.id in known or parent in dates):
                address = self.spool.address(one.head.row)
                self.places.add_comment(opened.slug, one.head.id.rpartition("/")[2], name, address)
            if one.head.id in known:
                there = read_date(opened.replies[name])
                dates[name] = there.at if there else date
                tally.known += 1
            elif parent not in dates or (opened.locked and opened.locked.is_before(Moment(date))):
                self._drop(one.head, _LOCKED)
            else:
                dates[name] = date
                self._write_reply(one, opened, name, parent, Moment(date))
                tally.placed += 1
        return max(dates.values())

    def _tell_gone(self, opened: Opened, names: set[str]) -> None:
        """Tell of replies of an earlier import that the archive does not have any longer; only a person knows why."""
        names = names | {f"{self.name}-opening"}
        stay = {file for id, file in opened.replies.items() if not names.isdisjoint((id, ids.find_whole(id)))}
        for file in sorted({*opened.replies.values()} - stay):
            if find_id(file).startswith(f"{self.name}-") and not read_state(file, "reply")[1]:
                self.result.mend("withdrawn", file.relative_to(self.target.posts).as_posix())

    def _write_reply(self, one: Placed, opened: Opened, name: str, parent: str, date: Moment) -> None:
        comment = self.spool.comment(one.head.row)
        parts, changes = self.spool.parts(one.head.row)
        self._count(changes, f"{one.head.thread}/{one.head.id}")
        author = self._write_person(comment.author)
        parent = find_id(opened.replies[parent]) if parent in opened.replies else parent
        values = self._read_values("reply", comment.values, f"{one.head.thread}/{one.head.id}")
        updated = self._find_update(comment.edited, date)
        self._stage_reply(opened, name, author, date, parts[0], parent, updated, values)
        self._write_agreed(opened, comment.thread, comment.id, author, name)
        self._write_parts(opened, name, author, date, parts, name)

    def _write_agreed(self, opened: Opened, thread: str, comment: str, author: str, name: str = "") -> None:
        """Write who agreed with a post or, by its name, with a reply, of those who wrote something there themselves.

        So nobody becomes a person here who has only pressed a button elsewhere.
        """
        for who in self.spool.likes(thread, comment):
            where = f"{thread}/{comment}"
            if identity_key(who) not in self.people:
                self.result.mend("strangers", where)
            elif (handle := self._write_person(who)) != author:
                path = f"{AGREEMENTS}/{DISCUSSIONS}/{opened.slug}/{handle}/{name or f'{self.name}-opening'}.yml"
                made = self.kinds["agreement"].make({"agrees": (name or AGREES_POST,)}, handle=handle, path=path)
                stage(self.ready, path, render_file(made, self.kinds))
                self.result.mend("agreed", where)

    def _write_parts(
        self, opened: Opened, name: str, author: str, date: Moment, parts: tuple[str, ...], parent: str
    ) -> None:
        """Write what did not fit into the first file, each part as an answer to the one before."""
        for number, part in enumerate(parts[1:], 2):
            id = ids.part_id(name, number)
            self._stage_reply(opened, id, author, date, part, parent)
            parent = id

    def _stage_reply(
        self,
        opened: Opened,
        id: str,
        author: str,
        date: Moment,
        body: str,
        parent: str,
        updated: Moment | None = None,
        values: Mapping[str, Any] | None = None,
    ) -> None:
        path = f"discussions/{opened.slug}/replies/{id}.md"
        head = {"author": author, "date": date, "updated": updated, "reply_to": parent, **(values or {})}
        reply: Reply = self.kinds["reply"].make(head, path=path, id=id, body=body)
        stage(self.ready, path, self._render(reply))

    def _pick_values(self, threads: list[ImportedThread]) -> list[tuple[str, str]]:
        """Texts for the keys of a discussion, which its categories give."""
        categories = [category for thread in threads for category in thread.categories]
        sources = self.mapping.values.items()
        return [(key, source.pick(categories)) for key, source in sources if CATEGORY in source.names]

    def _read_values(self, kind: str, given: Iterable[tuple[str, str]], where: str) -> dict[str, Any]:
        """The values of declared keys from texts of the archive; one that doesn't fit is left out and told."""
        keys = {key.name: key for key in self.kinds[kind].keys if key.declared}
        values: dict[str, Any] = {}
        for name, text in given:
            if not text or name not in keys:
                continue
            value = keys[name].reader.read(_as_node(text, keys[name]), name, Findings(""))
            if value is None:
                self.result.mend("unfit", f"{where}: {name} '{shorten(text)}'")
            else:
                values[name] = value
        return values

    def _write_person(self, author: Author) -> str:
        """The handle of an author, whose file is written the first time."""
        key = identity_key(author)
        named = self.people[key]
        handle = named.person.handle
        if self.people.meet(key):
            if named.renamed:
                self.result.mend("renamed", f"{author.name or author.account}: {named.person.name}")
            if handle not in self.target.people:
                self.result.people += 1
                stage(self.ready, named.person.path, render_file(named.person, self.kinds))
        return handle

    def _count(self, changes: set[str], where: str) -> None:
        for kind in sorted(changes):
            self.result.mend(kind, where)


def _add_title(whole: str, parts: tuple[str, ...]) -> tuple[str, ...]:
    """A text after the whole title, where that was too long to be one."""
    return (f"{escape_text(whole, at_start=True)}\n\n{parts[0]}", *parts[1:]) if whole and parts else parts


_NOWHERE = Position(1, 1)


def _as_node(text: str, key: Key) -> ScalarNode | SequenceNode:
    """A text of the archive as what a file would have: of a list its parts, of an option its key."""
    reader = key.reader.item if isinstance(key.reader, ListOf) else key.reader
    named = (
        {name.casefold(): option for option, name in zip(reader.options, reader.names, strict=False)}
        if isinstance(reader, Choice)
        else {}
    )
    parts = [one.strip() for one in SEPARATOR.split(text) if one.strip()] if isinstance(key.reader, ListOf) else [text]
    nodes = [ScalarNode(named.get(one.casefold(), one), _NOWHERE) for one in parts]
    return SequenceNode(tuple(nodes), _NOWHERE) if isinstance(key.reader, ListOf) else nodes[0]
