"""Whom a round may ask whether a mail was theirs: whoever forges a sender must not fill the mailbox of somebody else.

Nothing is stored: the mails that wait for a sender tell how many questions are open, and the days on which they arrived
tell when the next may follow.
"""

from datetime import datetime, timedelta

from parley.mailing.senders import VALID

APART = timedelta(days=1)
"""How long after a question that is still open the next one goes to the same sender."""

ASKED = timedelta(days=7)
"""How long after its arrival a mail may be asked about."""


class Questions:
    """The questions that are open now."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self._next: dict[str, datetime] = {}

    def add(self, sender: str, arrived: datetime | None) -> None:
        """Count one that was asked, or is asked now; in the order in which the mails have arrived."""
        at = min(arrived or self.now, self.now)
        self._next[sender] = max(at, self._next.get(sender, at)) + APART

    def may_ask(self, sender: str) -> bool:
        return self._next.get(sender, self.now) <= self.now

    def is_too_old(self, arrived: datetime | None) -> bool:
        """Tell whether a mail has lain here for so long that nobody is asked any more."""
        return bool(arrived) and arrived + ASKED < self.now  # type: ignore[operator]

    def is_closed(self, arrived: datetime | None) -> bool:
        """Tell whether no question about a mail can still be answered, whenever it was asked."""
        return bool(arrived) and arrived + ASKED + VALID < self.now  # type: ignore[operator]
