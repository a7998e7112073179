"""What a page is, and how a long list becomes several."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar

import jinja2

from parley.model import urls
from parley.model.entries import Moment
from parley.model.languages.speaking import _
from parley.rendering.backlinks import Backlink
from parley.rendering.planned import Dependencies

Mentions = Mapping[str, Sequence[Backlink]]
"""What leads to each contribution of a page, by its anchor."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the site, to be laid out by the host.

    `title` and `description` are plain text; `render` draws the HTML of the content. `path` is the file below posts/
    that the page is made from, if it is made from one; `changed` the last change of what stands on it; `published`
    and `author` tell when a post came that can be read, and the name of who wrote it; `language` is that of its
    words, where it isn't the site's; `anchors` are ids that others may link to and the finished page must have;
    `feed` is the address of the feed that follows it, and `followed` what that is called, where it follows more than
    this page; `is_post` tells the page of a post from one that leads to
    posts, and `thread` is the address of the post for a later page of its thread; `twin` is the way from the page to
    its Markdown, and `card` the address of a picture of the post; `mentions` tells what leads to each contribution on
    the page of a post, by its anchor, which is empty for the post; `canonical` is the address of the page to be found
    in its place, where it shows something that stands there; `depends` is all that its content depends on, if that is
    known.
    """

    address: str
    title: str
    description: str
    render: Callable[..., str]
    path: str = ""
    changed: Moment | None = None
    published: Moment | None = None
    author: str = ""
    language: str = ""
    anchors: tuple[str, ...] = ()
    feed: str = ""
    followed: str = ""
    is_post: bool = False
    thread: str = ""
    twin: str = ""
    card: str = ""
    mentions: Mentions = field(default_factory=dict)
    canonical: str = ""
    depends: Dependencies | None = None

    def list_ids(self) -> tuple[str, ...]:
        """What the finished page of a post has to show: whose thread stands on it, and the anchors of its replies."""
        return (self.thread or self.address, *self.anchors) if self.is_post else self.anchors


@dataclass(frozen=True, slots=True)
class Pager:
    """Where one page of a list stands among the others.

    Addresses are empty at the ends: nothing is before the front, which stands at the list's own address. `number` is 0
    where the front has none; `last` is 0 where the number of pages is not told, so that a page stays the same when
    there are more.
    """

    number: int
    last: int
    front: str
    previous: str
    next: str

    @property
    def is_front(self) -> bool:
        return not self.previous


NAMES = 200
"""People, tags or comparisons on a page: a telephone shows them without a wait, and most sites have no more."""

T = TypeVar("T")


def render(drawer: jinja2.Environment, template: str, here: str, **values: Any) -> Callable[[], str]:
    """A call that draws a template for the page at `here`."""
    return partial(_draw, drawer, template, {"here": here, **values})


def _draw(drawer: jinja2.Environment, template: str, values: dict[str, Any]) -> str:
    return drawer.get_template(template).render(values)


def cut(items: Sequence[T], size: int, address: str) -> Iterator[tuple[str, Sequence[T], Pager]]:
    """Cut a list into pages of `size` items, numbered from the front: the address, the items and the pager of each.

    For lists that are ordered anew all the time. There is at least one page.
    """
    parts = [items[at : at + size] for at in range(0, len(items), size)] or [items]
    return _link(parts, range(1, len(parts) + 1), len(parts), address)


def cut_from_oldest(items: Sequence[T], size: int, address: str) -> Iterator[tuple[str, Sequence[T], Pager]]:
    """Cut a list that begins with the newest into pages numbered from the oldest: address, items and pager of each.

    For lists that only grow at the front. Page 1 holds the `size` oldest items for ever, page 2 the next `size`. The
    front has no number and holds the rest: at least `size` and fewer than twice as many, or all where there are fewer.
    So a new item changes the front alone; or it makes a page as well, and the one below leads there.
    """
    full = max(0, len(items) // size - 1)
    rest = len(items) - full * size
    parts = [items[:rest], *(items[at : at + size] for at in range(rest, len(items), size))]
    return _link(parts, [0, *range(full, 0, -1)], 0, address)


def _link(
    parts: Sequence[Sequence[T]], numbers: Sequence[int], last: int, front: str
) -> Iterator[tuple[str, Sequence[T], Pager]]:
    """Give the parts of a list, the front before the others, their addresses and the ways between them."""
    addresses = [front, *(urls.numbered(front, number) for number in numbers[1:])]
    ways = ["", *addresses, ""]
    for at, number in enumerate(numbers):
        yield addresses[at], parts[at], Pager(number, last, front, previous=ways[at], next=ways[at + 2])


def numbered_title(title: str, pager: Pager) -> str:
    """`Tags`, and further on `Tags, page 2`."""
    return title if pager.is_front else _("{title}, page {number}", title=title, number=pager.number)
