"""The checks of a file by itself. What they find stays with the file until its text changes."""

from parley.checking.rules import dates, text
from parley.checking.rules.entry import Entry
from parley.checking.stages import Rows
from parley.model.extending import find_added, load_added

CHECKS: Rows[Entry] = (
    (text.check_secrets, "secret"),
    (text.check_contact_data, "contact-data"),
    (text.check_conflicts, "conflict-marker"),
    (text.check_template, "template-text"),
    (
        text.check_texts,
        *("misleading-link", "empty-body", "not-shown"),
        *("deep-nesting", "too-costly", "wrong-length", "control-character"),
    ),
    (text.check_addresses, "misleading-link"),
    (dates.check_own_dates, "too-early", "missing-key"),
    (text.check_body, "empty-body"),
)


def find_others() -> Rows[Entry]:
    """The checks of other packages, each for the rule by whose id it is called."""
    return tuple((load_added(point), point.name) for point in find_added("parley.rules"))
