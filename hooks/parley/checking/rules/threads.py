"""Replies among themselves and with the post they belong to."""

from parley.checking.rules.dates import FIX
from parley.checking.rules.entry import Entry, ThreadEntries, show_moment
from parley.model.findings import shorten
from parley.model.languages.speaking import N_, _
from parley.model.problems import Severity
from parley.model.threads import find_rings
from parley.reading.readers import did_you_mean


def check_parents(thread: ThreadEntries) -> None:
    for entry in thread.replies:
        parent: str | None = entry.values.get("reply_to")
        if parent is not None and parent not in thread.by_id:
            message = _("reply_to '{parent}' isn't a reply in this thread", parent=shorten(parent))
            nearest = did_you_mean(parent, tuple(name for name in thread.by_id if name != entry.slot.name))
            help = _("Leave the line out to reply to the post itself.")
            help = f"{nearest} {help}".strip()
            entry.add("unknown-parent", message, help, "reply_to")


def check_cycles(thread: ThreadEntries) -> None:
    """Report each ring of replies once, at the first of its ids."""
    for ring in find_rings(dict(sorted(thread.parents.items()))):
        first = min(ring)
        turn = ring.index(first)
        shown = [*ring[turn:], *ring[:turn], first]
        if len(shown) > 6:
            shown = [*shown[:3], "…", *shown[-2:]]
        message = _("these replies answer each other in a loop: {shown}", shown=" → ".join(shown))
        help = _("One of them must answer another reply, or the post.")
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
        days = {"written": show_moment(written), "before": show_moment(before)}
        if earlier.slot.kind == "reply":
            words = N_("date {written} is before {before}, the date of reply '{reply}', which it answers")
            days["reply"] = earlier.slot.name
        else:
            words = N_("date {written} is before {before}, the date of its post")
        message = _(words, **days)
        entry.add(
            "too-early", message, _("Use the day you wrote it. {fix}", fix=_(FIX)), "date", severity=Severity.NOTICE
        )
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
            why = shorten(post.values["locked"]).rstrip(".")
            message = _(
                "'{name}' has taken no replies since {lock}: {why}",
                name=post.slot.name,
                lock=show_moment(lock),
                why=why,
            )
            entry.add("locked", message, _("Start a new discussion and link to this one."), "date")
