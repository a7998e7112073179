"""What the maintainers of a site let pass without looking, and what waits for one of them."""

from dataclasses import dataclass
from datetime import datetime, time


@dataclass(frozen=True, slots=True)
class Quiet:
    """A thread whose new replies wait each day from `begins` to `ends` (UTC); all day, where both are the same."""

    thread: str
    begins: time
    ends: time

    def holds(self, now: datetime) -> bool:
        """Tell whether a reply that comes at this moment waits."""
        clock = now.time().replace(tzinfo=None)
        if self.begins < self.ends:
            return self.begins <= clock < self.ends
        return clock >= self.begins or clock < self.ends


@dataclass(frozen=True, slots=True)
class Policy:
    """The limits within which a contribution is accepted by rule; one beyond them waits for a maintainer.

    `a_day` are contributions of one person within 24 hours, `links` those in one text, `words` what no text may hold.
    """

    a_day: int = 10
    links: int = 5
    words: tuple[str, ...] = ()
    quiet: tuple[Quiet, ...] = ()


NO_POLICY = Policy()
"""What holds where a site has no file of its own."""
