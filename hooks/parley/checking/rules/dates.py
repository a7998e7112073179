"""Dates of one file: among themselves, and against the day on which somebody looks."""

from parley.checking.rules.entry import Entry, SiteEntries, show_moment
from parley.model.languages.speaking import N_, _
from parley.model.problems import Severity

FIX = N_("`parley check --fix --write` dates it so.")


def check_own_dates(entry: Entry) -> None:
    """Check the dates of one file among themselves; a lock and a removal need theirs."""
    written, updated = entry.moment("date"), entry.moment("updated")
    if written and updated and updated.is_surely_before(written):
        message = _(
            "updated {updated} is before date {written}", updated=show_moment(updated), written=show_moment(written)
        )
        entry.add(
            "too-early",
            message,
            _("Use the day of the last edit. {fix}", fix=_(FIX)),
            "updated",
            severity=Severity.NOTICE,
        )
    for key in ("locked", "unlocked", "removed", "restored", "moved"):
        if key in entry.values and "updated" not in entry.values:
            entry.add(
                "missing-key",
                _("'{key}' needs 'updated', the day it was {key}", key=key),
                _("Add it: updated: <today>."),
                key,
            )


def check_future(site: SiteEntries) -> None:
    """Report what is said to be of a day to come. A change with such a date is refused (`forge/review`).

    What is published already is shown as it is, for a file must not keep a site from being built until a day has come.
    """
    for entry in site.contributions:
        for key in ("date", "updated"):
            moment = entry.moment(key)
            if moment and moment.earliest > site.now:
                message = _("{key} {moment} is in the future", key=key, moment=show_moment(moment))
                help = _("Use the day you wrote it. {fix}", fix=_(FIX))
                entry.add("future-date", message, help, key, severity=Severity.WARNING)
