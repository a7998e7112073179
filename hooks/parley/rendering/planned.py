"""A file of a site before it is made."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from parley.caching.cache import Key


@dataclass(frozen=True, slots=True)
class Planned:
    """A file to come: its path in the site, the key of its content where that is known, and a call that makes it.

    `list_ids` gives the ids that the finished file has to show, as `verify` finds them; None where it shows none.
    """

    name: str
    key: Key | None
    make: Callable[[], str]
    list_ids: Callable[[], Iterable[str]] | None = None
