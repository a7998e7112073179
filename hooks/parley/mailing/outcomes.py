"""What may become of a mail, and who decides it."""

from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from typing import Literal, Protocol

from parley.mailing.letters import Letter

What = Literal["ignored", "waiting", "confirmed", "refused", "filed", "again", "later", "expired", "failed"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """`why` is for a log, which is public: it holds no address and no word of a stranger.

    `waits` tells that a maintainer has to look at the files at `paths` before they go on the site.
    """

    what: What
    why: str
    answer: EmailMessage | None = None
    paths: tuple[str, ...] = ()
    waits: bool = False


@dataclass(frozen=True, slots=True)
class Confirmation:
    """The name of the mail that a sender speaks of, and whether they say that it was theirs.

    `is_late` says that the question could be answered only until before now.
    """

    name: bytes
    is_yes: bool
    is_late: bool = False


class Decider(Protocol):
    """Decides what becomes of a mail; `own` is the site's address."""

    @property
    def own(self) -> str: ...

    @property
    def now(self) -> datetime: ...

    def name(self, letter: Letter) -> bytes:
        """A name of a mail and of what is made of it: what a sender confirms is this, and nothing else."""
        ...

    def label(self, letter: Letter) -> str:
        """A name of a mail for a log."""
        ...

    def find_confirmation(self, letter: Letter) -> Confirmation | None: ...

    def tell_late(self, letter: Letter) -> Outcome:
        """To somebody who has confirmed a mail too late."""
        ...

    def handle(self, letter: Letter, arrived: datetime | None, *, is_confirmed: bool = False) -> Outcome: ...
