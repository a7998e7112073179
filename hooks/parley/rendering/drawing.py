"""All that is drawn of a thread, by this process or by another: each part depends on the thread alone."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import jinja2

from parley.caching.workers import cut_batches
from parley.model.entries import Discussion, Library, Practice
from parley.model.settings import Settings
from parley.rendering import theme
from parley.rendering.data.thread_data import draw_thread_data
from parley.rendering.feeds.feeds import draw_entries
from parley.rendering.pages.card import build_card
from parley.rendering.pages.lists import draw_excerpts
from parley.rendering.pages.posts import draw_post, draw_sheets, find_number, name_part
from parley.rendering.references import find_pages
from parley.rendering.results import Drawn
from parley.rendering.search.documents import render_documents

BATCH = 600
"""Contributions that are drawn together: a second of work, as every batch needs templates of its own."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What a post is drawn with."""

    library: Library
    settings: Settings
    drawer: jinja2.Environment


def _draw_page(post: Discussion | Practice, desk: Desk) -> str:
    card = build_card(post, desk.library.replies_to(post))
    return draw_post(post, card, desk.library, desk.drawer, desk.settings)


PARTS: Mapping[str, Callable[[Discussion | Practice, Desk], Any]] = {
    "post": _draw_page,
    "thread": lambda post, desk: draw_thread_data(post, desk.library, desk.settings),
    "documents": lambda post, desk: render_documents(post, desk.library, desk.drawer),
    "entries": lambda post, desk: draw_entries(post, desk.library, desk.settings),
    "excerpts": lambda post, desk: draw_excerpts(desk.library.replies_to(post)),
}
"""How each part is drawn, by the name under which `ThreadResults` knows it."""


@dataclass(frozen=True, slots=True)
class Task:
    """Threads to draw: a library that holds nothing else, and by the path of each post the parts that are wanted."""

    library: Library
    settings: Settings
    wanted: Mapping[str, frozenset[str]]


def list_parts(post: Discussion | Practice, library: Library) -> list[str]:
    """The names of all parts of a thread: those of `PARTS`, and each further page of a long one."""
    return [*PARTS, *map(name_part, range(2, library.count_pages(post) + 1))]


def _draw_parts(post: Discussion | Practice, wanted: frozenset[str], desk: Desk) -> dict[str, Any]:
    """Parts of a thread by their names; its further pages together, as each is cut out of the whole."""
    drawn = {what: draw(post, desk) for what, draw in PARTS.items() if what in wanted}
    later = {name: find_number(name) for name in sorted(wanted - PARTS.keys())}
    if later:
        card = build_card(post, desk.library.replies_to(post))
        sheets = draw_sheets(post, card, desk.library, desk.drawer, desk.settings, later.values())
        drawn |= {name: sheets[number] for name, number in later.items()}
    return drawn


def draw_threads(task: Task) -> list[Drawn]:
    """The parts of each post that are wanted, in the order in which they are."""
    desk = Desk(task.library, task.settings, theme.environment(task.library, task.settings))
    posts = {post.path: post for post in task.library.posts()}
    return [Drawn(path, _draw_parts(posts[path], wanted, desk)) for path, wanted in task.wanted.items()]


def build_tasks(
    posts: Iterable[tuple[Discussion | Practice, frozenset[str]]], library: Library, settings: Settings
) -> Iterator[Task]:
    """Cut the work into tasks, in the order of the posts, whatever that is."""
    batches = cut_batches(posts, BATCH, lambda item: 1 + len(library.replies_to(item[0])))
    return (_build_task(batch, library, settings) for batch in batches)


def _build_task(
    batch: Sequence[tuple[Discussion | Practice, frozenset[str]]], library: Library, settings: Settings
) -> Task:
    posts = [post for post, _ in batch]
    replies = {(post.kind, post.id): library.replies_to(post) for post in posts}
    items = [*posts, *(reply for thread in replies.values() for reply in thread)]
    handles = {one.author for one in items}
    own = {(post.kind, name) for post in posts for name in post.names}
    part = Library(
        discussions=tuple(post for post in posts if isinstance(post, Discussion)),
        practices=tuple(post for post in posts if isinstance(post, Practice)),
        replies=replies,
        people={handle: library.people[handle] for handle in sorted(handles & library.people.keys())},
        tags=library.tags,
        pages={**find_pages(items, library), **{key: library.pages[key] for key in sorted(own & library.pages.keys())}},
    )
    return Task(part, settings, {post.path: wanted for post, wanted in batch})
