"""The checks of a file by itself. What they find stays with the file until its text changes."""

from parley.checking.rules import dates, text
from parley.checking.rules.entry import Entry
from parley.checking.stages import Rows

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
