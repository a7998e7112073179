"""A site while it is built, and all that is drawn of a thread, by this process or by another.

Each part of a thread depends on the thread alone.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import jinja2

from parley.building.digests import Digests
from parley.building.output import Output
from parley.building.verify import look_over
from parley.caching.cache import NOTHING, Cache, Digest
from parley.caching.workers import Workers, WrongResult, cut_batches
from parley.model.entries import Article, Comparison, Discussion, Post
from parley.model.library import Library
from parley.model.settings import Settings
from parley.rendering import theme
from parley.rendering.cards.drawing import describe_card, draw_card
from parley.rendering.data.thread_data import draw_thread_data
from parley.rendering.data.twins import draw_twin
from parley.rendering.feeds.feeds import draw_thread_feed
from parley.rendering.pages.activity import draw_excerpts
from parley.rendering.pages.card import build_card
from parley.rendering.pages.posts import draw_post, draw_sheets, find_number
from parley.rendering.planned import Planned
from parley.rendering.references import find_mentioned, find_pages
from parley.rendering.search.documents import render_documents

BATCH = 600
"""Contributions that are drawn together: a second of work, as every batch needs templates of its own."""


@dataclass(frozen=True, slots=True)
class Renderer:
    """What a thread is drawn with."""

    library: Library
    settings: Settings
    drawer: jinja2.Environment


def _draw_page(post: Post, by: Renderer) -> str:
    return draw_post(
        post, build_card(post, by.library.replies_to(post), by.library.is_voice), by.library, by.drawer, by.settings
    )


PARTS: Mapping[str, Callable[[Post, Renderer], Any]] = {
    "post": _draw_page,
    "thread": lambda post, by: draw_thread_data(post, by.library, by.settings),
    "twin": lambda post, by: draw_twin(post, by.library, by.settings),
    "documents": lambda post, by: render_documents(post, by.library, by.drawer, by.settings),
    "feed": lambda post, by: draw_thread_feed(post, by.library, by.settings),
    "excerpts": lambda post, by: draw_excerpts(by.library.replies_to(post)),
    "card": lambda post, by: draw_card(describe_card(post, by.library, by.settings), by.drawer, by.settings),
}
"""How each part is drawn, by its name. Each further page of a long thread is a part as well."""

LISTED = ("excerpts",)
"""Parts that lists show, when all threads are written."""

KEPT: Mapping[str, type] = {"documents": list, "excerpts": dict}
"""Parts that other files are made of, and what each is. The rest are files: the site of before has them."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """Parts of a thread by their names, and the path of the post that they were drawn from."""

    path: str
    parts: Mapping[str, Any]


class Parts:
    """Parts of the threads of a library: those at hand, those that a cache has kept, and those drawn now."""

    def __init__(self, digests: Digests, cache: Cache = NOTHING) -> None:
        self._digests = digests
        self._cache = cache
        self._at_hand: dict[str, Mapping[str, Any]] = {}

    def recall(self, part: str, post: Post, draw: Callable[[], Any]) -> Any:
        """A part of a thread, drawn only where it is not known."""
        at_hand = self._at_hand.get(post.path, {})
        if part in at_hand:
            return at_hand[part]
        key = self._find_key(part, post)
        found = self._cache.find(key, KEPT[part]) if key else None
        if found is None:
            found = draw()
            if key:
                self._cache.keep(key, found)
        if part in LISTED:  # for the next list
            self._at_hand[post.path] = {**at_hand, part: found}
        return found

    def knows(self, part: str, post: Post) -> bool:
        """Tell whether the cache has a part; what it has it keeps for later builds."""
        key = self._find_key(part, post)
        return key is not None and self._cache.has(key)

    def hold(self, post: Post, drawn: Drawn) -> None:
        """Take in parts that were drawn elsewhere, for the cache, and to be at hand until they are let go.

        Raises:
            WrongResult: they were drawn of another thread.
        """
        if drawn.path != post.path:
            raise WrongResult(f"wanted of {post.path}, drawn of {drawn.path}")
        self._at_hand[post.path] = drawn.parts
        for part, result in drawn.parts.items():
            if key := self._find_key(part, post):
                self._cache.keep(key, result)

    def let_go(self, post: Post) -> None:
        """Hold of a thread that is written only what lists show."""
        if held := self._at_hand.get(post.path):
            self._at_hand[post.path] = {part: held[part] for part in LISTED if part in held}

    def _find_key(self, part: str, post: Post) -> Digest | None:
        thread = self._digests.of_thread(post) if part in KEPT else None
        return part.encode() + thread if thread else None


Keyed = tuple[Planned, Digest | None]
"""A file with a digest of what it depends on."""


@dataclass(frozen=True, slots=True)
class Site(Renderer):
    """What a site is drawn from, and where it goes."""

    digests: Digests
    parts: Parts
    output: Output
    workers: Workers
    waiting: deque[Keyed] = field(default_factory=deque)
    """Files that are brought in while others draw threads."""
    faults: list[str] = field(default_factory=list)
    """What is wrong with the files that were made."""

    def draw(self, part: str, post: Post) -> Any:
        """A part of a thread, drawn if it is not known."""
        return self.parts.recall(part, post, partial(PARTS[part], post, self))

    def key(self, planned: Planned) -> Keyed:
        return planned, self.digests.find(planned.depends)

    def put(self, keyed: Keyed) -> None:
        """Bring in a file."""
        planned, key = keyed
        text = self.output.put(planned.name, key, planned.make)
        if isinstance(text, str):
            self.faults.extend(look_over(planned, text))

    def put_next(self) -> bool:
        """Bring in one of the files that wait, and tell whether there was one."""
        if self.waiting:
            self.put(self.waiting.popleft())
            return True
        return False


def open_site(library: Library, settings: Settings, cache: Cache, output: Output, workers: Workers) -> Site:
    """A site whose parts a cache keeps."""
    digests, drawer = Digests(library, settings), theme.environment(library, settings)
    return Site(library, settings, drawer, digests, Parts(digests, cache), output, workers)


@dataclass(frozen=True, slots=True)
class Task:
    """Threads to draw: a library that holds nothing else, and by the path of each post the parts that are wanted."""

    library: Library
    settings: Settings
    wanted: Mapping[str, frozenset[str]]


def draw_threads(task: Task) -> list[Drawn]:
    """The parts of each post that are wanted, in the order in which they are."""
    by = Renderer(task.library, task.settings, theme.environment(task.library, task.settings))
    posts = {post.path: post for post in task.library.posts()}
    return [Drawn(path, _draw_parts(posts[path], wanted, by)) for path, wanted in task.wanted.items()]


def _draw_parts(post: Post, wanted: frozenset[str], by: Renderer) -> dict[str, Any]:
    """Parts of a thread by their names; its further pages together, as each is cut out of the whole."""
    drawn = {part: draw(post, by) for part, draw in PARTS.items() if part in wanted}
    if later := {name: find_number(name) for name in sorted(wanted - PARTS.keys())}:
        card = build_card(post, by.library.replies_to(post), by.library.is_voice)
        sheets = draw_sheets(post, card, by.library, by.drawer, by.settings, later.values())
        drawn |= {name: sheets[number] for name, number in later.items()}
    return drawn


def draw_apart(
    wanted: Iterable[tuple[Post, frozenset[str]]],
    library: Library,
    settings: Settings,
    workers: Workers,
    meanwhile: Callable[[], bool] = bool,
) -> Iterator[Drawn]:
    """The parts of each post that are wanted, drawn by workers, in whatever order, who begin at once.

    `meanwhile` does something else while they draw, as in `Workers.map`.

    Raises:
        WrongResult: they are of others, or some are lacking.
    """
    waiting: dict[str, frozenset[str]] = {}

    def build_tasks() -> Iterator[Task]:
        for batch in cut_batches(wanted, BATCH, lambda item: 1 + len(library.replies_to(item[0]))):
            waiting.update((post.path, parts) for post, parts in batch)
            yield _build_task(batch, library, settings)

    return _look_over(workers.map(draw_threads, build_tasks(), meanwhile), waiting)


def _look_over(batches: Iterable[Sequence[Drawn]], waiting: dict[str, frozenset[str]]) -> Iterator[Drawn]:
    """What was drawn, as long as it's what was `waiting` for it."""
    for batch in batches:
        for drawn in batch:
            if drawn.parts.keys() != waiting.pop(drawn.path, frozenset()):
                raise WrongResult(f"rendered from {drawn.path}, but not asked for: {', '.join(drawn.parts)}")
            yield drawn
    if waiting:
        raise WrongResult(f"nothing was rendered of {', '.join(waiting)}")


def _build_task(batch: Sequence[tuple[Post, frozenset[str]]], library: Library, settings: Settings) -> Task:
    posts = [post for post, _ in batch]
    replies = {post.place: library.replies_to(post) for post in posts}
    items = [*posts, *(reply for thread in replies.values() for reply in thread)]
    mentioned = find_mentioned(items, library)
    handles = {*(name for one in items for name in one.handles), *(handle for _name, handle in mentioned)}
    own = {(post.folder, name) for post in posts for name in post.names}
    part = Library(
        discussions=tuple(post for post in posts if isinstance(post, Discussion)),
        comparisons=tuple(post for post in posts if isinstance(post, Comparison)),
        articles={post.id: post for post in posts if isinstance(post, Article)},
        replies=replies,
        people={handle: library.people[handle] for handle in sorted(handles & library.people.keys())},
        tags=library.tags,
        months={handle: library.months[handle] for handle in sorted(handles & library.months.keys())},
        known={name: handle for name, handle in mentioned if library.known.get(name) == handle},
        called={place: library.called[place] for place in replies if place in library.called},
        declaration=library.declaration,
        agreements={post.place: library.agreements[post.place] for post in posts if post.place in library.agreements},
        pages={**find_pages(items, library), **{key: library.pages[key] for key in sorted(own & library.pages.keys())}},
    )
    return Task(part, settings, {post.path: wanted for post, wanted in batch})
