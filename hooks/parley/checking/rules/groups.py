"""Entries as the checks of a thread and those between files look at them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from parley.checking.rules.entry import Entry
from parley.model.entries import Kind, Tag


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
    posts: Mapping[tuple[Kind, str], Entry]
    replies: Mapping[tuple[Kind, str], Sequence[Entry]]
    people: Sequence[Entry]
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
    return SiteEntries(contributions, posts, replies, people, tags, now, site_name)


def _group(entries: Iterable[Entry]) -> tuple[dict[tuple[Kind, str], Entry], dict[tuple[Kind, str], list[Entry]]]:
    posts: dict[tuple[Kind, str], Entry] = {}
    replies: dict[tuple[Kind, str], list[Entry]] = {}
    for entry in entries:
        if entry.slot.post and entry.slot.kind == "reply":
            replies.setdefault(entry.slot.post, []).append(entry)
        elif entry.slot.post:
            posts[entry.slot.post] = entry
    return posts, replies
