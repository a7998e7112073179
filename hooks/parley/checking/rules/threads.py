"""Replies among themselves and with the post they belong to."""

from collections.abc import Iterable, Mapping, Sequence

from parley.checking.rules.entry import Entry
from parley.checking.rules.library import check_aliases
from parley.model.entries import Kind, Moment
from parley.model.findings import shorten
from parley.reading.schema import did_you_mean


def check_threads(entries: Iterable[Entry]) -> None:
    """Check each thread of which there are files for itself."""
    posts: dict[tuple[Kind, str], Entry] = {}
    replies: dict[tuple[Kind, str], list[Entry]] = {}
    for entry in entries:
        if entry.slot.post and entry.slot.kind == "reply":
            replies.setdefault(entry.slot.post, []).append(entry)
        elif entry.slot.post:
            posts[entry.slot.post] = entry
    for key, group in replies.items():
        check_thread(posts.get(key), group)
        check_aliases(group, "reply")


def check_thread(post: Entry | None, replies: Sequence[Entry]) -> None:
    """Check the replies of one post; `post` is None where the post itself is missing."""
    by_id = {entry.slot.name: entry for entry in replies}
    parents = _check_parents(replies, by_id)
    _check_cycles(parents, by_id)
    for entry in replies:
        parent = by_id[parents[entry.slot.name]] if entry.slot.name in parents else post
        if not _check_not_before(entry, parent) and parent is not post:
            _check_not_before(entry, post)
        if post is not None:
            _check_lock(entry, post)


def check_changes(entry: Entry) -> None:
    """Check the dates of one file among themselves; a lock and a removal need theirs."""
    written, updated = entry.moment("date"), entry.moment("updated")
    if written and updated and updated.is_surely_before(written):
        message = f"updated {show_moment(updated)} is before date {show_moment(written)}"
        entry.add("too-early", message, "Put the day of the last edit.", "updated")
    for key in ("locked", "removed"):
        if key in entry.values and "updated" not in entry.values:
            entry.add("missing-key", f"'{key}' needs 'updated', the day it was {key}", "Add it: updated: <today>.", key)


def _check_parents(replies: Sequence[Entry], by_id: Mapping[str, Entry]) -> dict[str, str]:
    """The parent of each reply that names a known one."""
    parents = {}
    for entry in replies:
        parent: str | None = entry.values.get("reply_to")
        if parent is None:
            continue
        if parent in by_id:
            parents[entry.slot.name] = parent
        else:
            message = (
                f"reply_to '{shorten(parent)}' is no reply in this {entry.slot.post[0] if entry.slot.post else ''}"
            )
            nearest = did_you_mean(parent, tuple(name for name in by_id if name != entry.slot.name))
            help = f"{nearest} Leave the line out to answer the post itself.".strip()
            entry.add("unknown-parent", message, help, "reply_to")
    return parents


def _check_cycles(parents: Mapping[str, str], by_id: Mapping[str, Entry]) -> None:
    """Report each ring of replies once, at the first of its ids. Every reply is walked over once."""
    done: set[str] = set()
    for start in sorted(parents):
        walk: dict[str, None] = {}
        step = start
        while step in parents and step not in done and step not in walk:
            walk[step] = None
            step = parents[step]
        if step in walk:
            names = list(walk)
            ring = names[names.index(step) :]
            first = min(ring)
            turn = ring.index(first)
            shown = [*ring[turn:], *ring[:turn], first]
            if len(shown) > 6:
                shown = [*shown[:3], "…", *shown[-2:]]
            message = f"reply_to leads round in a ring: {' → '.join(shown)}"
            by_id[first].add("reply-cycle", message, "One of them must answer another reply, or the post.", "reply_to")
        done.update(walk)


def _check_not_before(entry: Entry, earlier: Entry | None) -> bool:
    """Report a date before that of `earlier`; tell whether it is one, as one problem is enough for a date."""
    written = entry.moment("date")
    before = earlier.moment("date") if earlier else None
    if earlier and written and before and written.is_surely_before(before):
        what = f"reply '{earlier.slot.name}', which it answers" if earlier.slot.kind == "reply" else "its post"
        message = f"date {show_moment(written)} is before {show_moment(before)}, that of {what}"
        entry.add("too-early", message, "Put the day you wrote it on.", "date")
        return True
    return False


def _check_lock(entry: Entry, post: Entry) -> None:
    written, lock = entry.moment("date"), post.moment("updated")
    if post.values.get("locked") and written and lock and lock.is_before(written):
        message = f"'{post.slot.name}' has taken no replies since {show_moment(lock)}: {shorten(post.values['locked'])}"
        entry.add("locked", message, "Open a discussion of its own and link to this one.", "date")


def show_moment(moment: Moment) -> str:
    """A moment as a message tells it: to the minute, or the day alone."""
    return moment.at.strftime("%Y-%m-%dT%H:%MZ") if moment.exact else moment.day.isoformat()
