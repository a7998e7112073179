"""Replies among themselves and with the post they belong to."""

from parley.checking.rules.dates import FIX
from parley.checking.rules.entry import Entry, ThreadEntries, show_moment
from parley.model.findings import shorten
from parley.model.problems import Severity
from parley.model.threads import find_rings
from parley.reading.readers import did_you_mean


def check_parents(thread: ThreadEntries) -> None:
    for entry in thread.replies:
        parent: str | None = entry.values.get("reply_to")
        if parent is not None and parent not in thread.by_id:
            message = f"reply_to '{shorten(parent)}' isn't a reply in this thread"
            nearest = did_you_mean(parent, tuple(name for name in thread.by_id if name != entry.slot.name))
            help = f"{nearest} Leave the line out to reply to the post itself.".strip()
            entry.add("unknown-parent", message, help, "reply_to")


def check_cycles(thread: ThreadEntries) -> None:
    """Report each ring of replies once, at the first of its ids."""
    for ring in find_rings(dict(sorted(thread.parents.items()))):
        first = min(ring)
        turn = ring.index(first)
        shown = [*ring[turn:], *ring[:turn], first]
        if len(shown) > 6:
            shown = [*shown[:3], "…", *shown[-2:]]
        message = f"these replies answer each other in a loop: {' → '.join(shown)}"
        help = "One of them must answer another reply, or the post."
        thread.by_id[first].add("reply-cycle", message, help, "reply_to")


def check_dates(thread: ThreadEntries) -> None:
    """Tell what is older than what it answers, or than the post; everywhere it's put behind that."""
    for entry in thread.replies:
        name = thread.parents.get(entry.slot.name)
        parent = thread.post if name is None else thread.by_id[name]
        if not _check_not_before(entry, parent) and parent is not thread.post:
            _check_not_before(entry, thread.post)


def _check_not_before(entry: Entry, earlier: Entry | None) -> bool:
    """Report a date before that of `earlier`; tell whether it is one, as one problem is enough for a date."""
    written = entry.moment("date")
    before = earlier.moment("date") if earlier else None
    if earlier and written and before and written.is_surely_before(before):
        what = f"reply '{earlier.slot.name}', which it answers" if earlier.slot.kind == "reply" else "its post"
        message = f"date {show_moment(written)} is before {show_moment(before)}, the date of {what}"
        entry.add("too-early", message, f"Use the day you wrote it. {FIX}", "date", severity=Severity.NOTICE)
        return True
    return False


def check_lock(thread: ThreadEntries) -> None:
    post = thread.post
    lock = post.moment("updated") if post and post.values.get("locked") else None
    if post is None or lock is None:
        return
    for entry in thread.replies:
        written = entry.moment("date")
        if written and lock.is_before(written):
            why = shorten(post.values["locked"])
            message = f"'{post.slot.name}' has taken no replies since {show_moment(lock)}: {why}"
            entry.add("locked", message, "Start a new discussion and link to this one.", "date")
