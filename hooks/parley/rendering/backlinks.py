"""What leads to a contribution from elsewhere, as `mentioning` finds it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from parley.model.entries import Moment

MOST = 50
"""Mentions that are listed; of a text that is named everywhere, the rest are only counted."""


@dataclass(frozen=True, slots=True)
class Backlink:
    """A text that leads to another: its address, and the title of its page, empty within the same thread.

    `author` and `date` tell of a contribution; a page of the maintainers' has none.
    """

    address: str
    title: str
    author: str = ""
    date: Moment | None = None


Backlinks = Mapping[str, Sequence[Backlink]]
"""What leads to each contribution, by the path of its file, or to a page of the maintainers', by its address."""


def join_backlinks(one: Backlinks, other: Backlinks) -> Backlinks:
    """The links of both, those of the first before those of the other."""
    return {target: (*one.get(target, ()), *other.get(target, ())) for target in (*one, *(other.keys() - one.keys()))}
