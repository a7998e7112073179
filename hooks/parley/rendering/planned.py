"""A file of a site before it is made: what it depends on, and a call that makes it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from parley.model.entries import Contribution, Post


@dataclass(frozen=True, slots=True)
class Dependencies:
    """All that a content depends on, besides settings, tags and program: two contents with equal ones are the same.

    They are whole `threads`, named by their posts, single contributions as `items`, and `values` whose `repr` says all.
    """

    threads: Sequence[Post] = ()
    items: Sequence[Contribution] = ()
    values: tuple[object, ...] = ()

    def add(self, *values: object) -> "Dependencies":
        """The same with more values."""
        return replace(self, values=(*self.values, *values))


@dataclass(frozen=True, slots=True)
class Planned:
    """A file to come: its path in the site, what its content depends on if that is known, and a call that makes it: the
    text, or the bytes of a picture.

    `list_ids` gives the ids that the finished file has to show, as `verify` finds them; None where it shows none.
    """

    name: str
    depends: Dependencies | None
    make: Callable[[], Any]
    list_ids: Callable[[], Iterable[str]] | None = None


Recall = Callable[[str, Post, Callable[[], Any]], Any]
"""Gives a part of a thread by its name: what is known of it already, else what the call draws."""


def draw_now(part: str, post: Post, draw: Callable[[], Any]) -> Any:
    """A `Recall` that knows nothing."""
    return draw()
