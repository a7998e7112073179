"""All that is drawn of a thread, by this process or by another: each part depends on the thread alone."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import jinja2

from parley import theme
from parley.feeds import draw_entries
from parley.model import Discussion, Library, Practice
from parley.pages.card import build_card
from parley.pages.lists import draw_excerpts
from parley.pages.posts import draw_post
from parley.results import Drawn
from parley.search.documents import render_document
from parley.settings import Settings
from parley.thread_data import draw_thread_data
from parley.workers import cut_batches

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
    "document": lambda post, desk: render_document(post, desk.library, desk.drawer),
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


def draw_threads(task: Task) -> list[Drawn]:
    """The parts of each post that are wanted, in the order in which they are."""
    desk = Desk(task.library, task.settings, theme.environment(task.library, task.settings))
    posts = {post.path: post for post in task.library.posts()}
    return [
        Drawn(path, {what: draw(posts[path], desk) for what, draw in PARTS.items() if what in wanted})
        for path, wanted in task.wanted.items()
    ]


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
    handles = {one.author for one in (*posts, *(reply for thread in replies.values() for reply in thread))}
    part = Library(
        discussions=tuple(post for post in posts if isinstance(post, Discussion)),
        practices=tuple(post for post in posts if isinstance(post, Practice)),
        replies=replies,
        people={handle: library.people[handle] for handle in sorted(handles & library.people.keys())},
        tags=library.tags,
    )
    return Task(part, settings, {post.path: wanted for post, wanted in batch})
