"""One file on its way to the model: what could be read of it, where each value stands, and what is wrong with it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from parley.model.entries import Moment, Tag, ThreadName
from parley.model.findings import Findings
from parley.model.layout import Slot
from parley.model.problems import Severity
from parley.reading.nodes import Body, KeyTable, Position, Values


@dataclass(slots=True)
class Entry:
    """`values` holds what is right even when other keys are wrong, so that every check sees as much as there is.

    `links` are the links within the site that the texts hold: address, line, column. `was_read` is False where the
    file is there and could not be read, or was not to be. `find_places` gives the places that `read` would hold, where
    nobody has parsed the file: they are needed only where something is wrong. `kind` has the keys of such
    files, where they have been looked at.
    """

    path: str
    slot: Slot
    findings: Findings
    read: Values
    body: Body | None = None
    links: list[tuple[str, int, int]] = field(default_factory=list)
    was_read: bool = True
    find_places: "Callable[[Entry], Mapping[str, tuple[Position, ...]]] | None" = None
    kind: KeyTable | None = None

    @property
    def values(self) -> Mapping[str, Any]:
        return self.read.values

    @property
    def text(self) -> str:
        """Its Markdown, without the empty lines around it."""
        return self.body.text.strip("\n") if self.body else ""

    @property
    def guarded(self) -> list[str]:
        """The keys of such a file that only maintainers set."""
        return [key.name for key in self.kind.keys if key.guarded] if self.kind else []

    def moment(self, key: str) -> Moment | None:
        return self.values.get(key)

    def place(self, key: str, item: int) -> Position:
        places = (self.find_places(self) if self.find_places else self.read.places).get(key, ())
        return places[item] if item < len(places) else Position(1, 1)

    @property
    def former_names(self) -> tuple[str, ...]:
        return (*(self.values.get("aliases") or ()), *(self.values.get("merged") or ()))

    def add(
        self, rule: str, message: str, help: str, key: str, item: int = 0, severity: Severity = Severity.ERROR
    ) -> None:
        """Report a problem with the value of a key, or with one item of it."""
        place = self.place(key, item)
        where = {"line": place.line, "column": place.column, "width": place.width}
        self.findings.add(rule, message, help, severity, **where)


@dataclass(frozen=True)
class ThreadEntries:
    """The replies to a post; `post` is None where the post itself is missing."""

    post: Entry | None
    replies: Sequence[Entry]

    @cached_property
    def by_id(self) -> Mapping[str, Entry]:
        return {entry.slot.name: entry for entry in self.replies}

    @cached_property
    def parents(self) -> Mapping[str, str]:
        """The id of what it answers for each reply that answers one of these."""
        named = ((entry.slot.name, str(entry.values.get("reply_to") or "")) for entry in self.replies)
        return {name: parent for name, parent in named if parent in self.by_id}


@dataclass(frozen=True, slots=True)
class SiteEntries:
    """All posts and replies, each by its thread, and all people; `tags` is None where the list can't be read.

    `now` decides which dates lie in the future. The `site_name` may be nobody's name.
    """

    contributions: Sequence[Entry]
    posts: Mapping[ThreadName, Entry]
    replies: Mapping[ThreadName, Sequence[Entry]]
    people: Sequence[Entry]
    agreements: Sequence[Entry]
    tags: Mapping[str, Tag] | None
    now: datetime
    site_name: str


def group_threads(entries: Iterable[Entry]) -> Iterator[ThreadEntries]:
    """Each thread of which there are replies."""
    posts, replies = _group(entries)
    for key, group in replies.items():
        yield ThreadEntries(posts.get(key), group)


def group_site(
    entries: Sequence[Entry], tags: Mapping[str, Tag] | None, now: datetime, site_name: str = ""
) -> SiteEntries:
    posts, replies = _group(entries)
    contributions = [entry for entry in entries if entry.slot.post]
    people = [entry for entry in entries if entry.slot.kind == "person"]
    agreements = [entry for entry in entries if entry.slot.kind == "agreement"]
    return SiteEntries(contributions, posts, replies, people, agreements, tags, now, site_name)


def _group(entries: Iterable[Entry]) -> tuple[dict[ThreadName, Entry], dict[ThreadName, list[Entry]]]:
    posts: dict[ThreadName, Entry] = {}
    replies: dict[ThreadName, list[Entry]] = {}
    for entry in entries:
        if entry.slot.post and entry.slot.kind == "reply":
            replies.setdefault(entry.slot.post, []).append(entry)
        elif entry.slot.post:
            posts[entry.slot.post] = entry
    return posts, replies


def show_moment(moment: Moment) -> str:
    """A moment as a message tells it: to the minute, or the day alone."""
    return moment.at.strftime("%Y-%m-%dT%H:%MZ") if moment.exact else moment.day.isoformat()
