"""Dates of one file: among themselves, and against the day on which somebody looks."""

from parley.checking.rules.entry import Entry, SiteEntries, show_moment


def check_own_dates(entry: Entry) -> None:
    """Check the dates of one file among themselves; a lock and a removal need theirs."""
    written, updated = entry.moment("date"), entry.moment("updated")
    if written and updated and updated.is_surely_before(written):
        message = f"updated {show_moment(updated)} is before date {show_moment(written)}"
        entry.add("too-early", message, "Use the day of the last edit.", "updated")
    for key in ("locked", "unlocked", "removed", "restored", "moved"):
        if key in entry.values and "updated" not in entry.values:
            entry.add("missing-key", f"'{key}' needs 'updated', the day it was {key}", "Add it: updated: <today>.", key)


def check_future(site: SiteEntries) -> None:
    for entry in site.contributions:
        for key in ("date", "updated"):
            moment = entry.moment(key)
            if moment and moment.earliest > site.now:
                help = "Use the day you wrote it."
                entry.add("future-date", f"{key} {show_moment(moment)} is in the future", help, key)
