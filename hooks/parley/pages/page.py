"""What a page is, and how a long list becomes several."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

import jinja2

from parley import urls
from parley.model import Moment


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the site, to be laid out by the host.

    `title` and `description` are plain text; `render` draws the HTML of the content. `path` is the file below posts/
    that the page is made from, if it is made from one; `changed` the last change of what stands on it; `anchors` are
    ids that others may link to and the finished page must have; `feed` is the address of the feed that follows it;
    `is_post` tells the page of a post from one that leads to posts.
    """

    address: str
    title: str
    description: str
    render: Callable[[], str]
    path: str = ""
    changed: Moment | None = None
    anchors: tuple[str, ...] = ()
    feed: str = ""
    is_post: bool = False


@dataclass(frozen=True, slots=True)
class Pager:
    """Where one page of a list stands among the others; addresses are empty at the ends."""

    number: int
    last: int
    previous: str
    next: str


Item = TypeVar("Item")


def render(drawer: jinja2.Environment, template: str, here: str, **values: Any) -> Callable[[], str]:
    """A call that draws a template for the page at `here`."""
    return partial(_draw, drawer, template, {"here": here, **values})


def _draw(drawer: jinja2.Environment, template: str, values: dict[str, Any]) -> str:
    return drawer.get_template(template).render(values)


def cut(items: Sequence[Item], size: int, address: str) -> Iterator[tuple[str, Sequence[Item], Pager]]:
    """Cut a list into pages of `size` items: the address, the items and the pager of each; at least one page."""
    last = max(1, -(-len(items) // size))
    for number in range(1, last + 1):
        pager = Pager(
            number,
            last,
            urls.numbered(address, number - 1) if number > 1 else "",
            urls.numbered(address, number + 1) if number < last else "",
        )
        yield urls.numbered(address, number), items[(number - 1) * size : number * size], pager
