"""The checks of a thread by itself: of replies among themselves and with their post."""

from collections.abc import Iterable

from parley.checking.rules import library, threads
from parley.checking.rules.entry import Entry, ThreadEntries, group_threads
from parley.checking.stages import Rows, run

CHECKS: Rows[ThreadEntries] = (
    (threads.check_parents, "unknown-parent"),
    (threads.check_cycles, "reply-cycle"),
    (threads.check_dates, "too-early"),
    (threads.check_lock, "locked"),
    (library.check_reply_aliases, "alias-clash"),
)


def check_threads(entries: Iterable[Entry]) -> None:
    """Check each thread of which there are replies for itself."""
    for thread in group_threads(entries):
        run(CHECKS, thread)
