"""The checks that need more than one thread: names, tags, links, and the day on which somebody looks."""

from parley.checking.rules import agreements, dates, library, people
from parley.checking.rules.entry import SiteEntries
from parley.checking.stages import Rows

CHECKS: Rows[SiteEntries] = (
    (dates.check_future, "future-date"),
    (people.check_people, "mixed-script", "handle-imitation", "reserved-name"),
    (library.check_tags, "unknown-tag"),
    (library.check_related, "unknown-discussion"),
    (library.check_outcomes, "unknown-answer"),
    (library.check_links, "unknown-page"),
    (library.check_aliases, "alias-clash"),
    (agreements.check_agreements, "idle-agreement"),
)
