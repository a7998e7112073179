"""What may become of a mail, and who decides it."""

from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from typing import Literal, Protocol

from parley.mailing.letters import Letter

What = Literal["ignored", "waiting", "confirmed", "refused", "filed", "again", "later", "failed"]


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
    """The name of the mail that a sender speaks of, and whether they say that it was theirs."""

    name: bytes
    is_yes: bool


class Decider(Protocol):
    """Decides what becomes of a mail; `own` is the site's address."""

    @property
    def own(self) -> str: ...

    def name(self, letter: Letter) -> bytes:
        """A name of a mail, the same for one that arrives twice."""
        ...

    def label(self, letter: Letter) -> str:
        """A name of a mail for a log."""
        ...

    def find_confirmation(self, letter: Letter) -> Confirmation | None: ...

    def handle(self, letter: Letter, arrived: datetime | None, *, is_confirmed: bool = False) -> Outcome: ...
