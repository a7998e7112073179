"""The files of a site beside the pages of its host: what is written, and what of it has to be drawn first."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import PurePath
from typing import Any

import jinja2

from parley.building import progress
from parley.building.digests import Digests
from parley.building.indexing import FEW, Index
from parley.building.output import Output
from parley.building.parts import LISTED, PARTS, Drawn, Parts, Renderer, draw_apart
from parley.building.verify import find_missing, look_over
from parley.caching.cache import Cache, Digest, make_digest
from parley.caching.workers import Workers
from parley.model import urls
from parley.model.entries import Post
from parley.model.library import Library
from parley.model.settings import MARKDOWN, Settings
from parley.reading.schema import list_kinds
from parley.rendering import theme
from parley.rendering.cards.drawing import describe_card
from parley.rendering.data.thread_data import render_schema
from parley.rendering.feeds.feeds import plan_feeds, plan_thread_feed
from parley.rendering.feeds.weekly import plan_digest
from parley.rendering.pages import Page
from parley.rendering.pages.posts import name_part
from parley.rendering.planned import Dependencies, Planned

Keyed = tuple[Planned, Digest | None]
"""A file with a digest of what it depends on."""


@dataclass(frozen=True, slots=True)
class Site:
    """What a site is drawn from, and where it goes."""

    library: Library
    settings: Settings
    drawer: jinja2.Environment
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
        return self.parts.recall(
            part, post, partial(PARTS[part], post, Renderer(self.library, self.settings, self.drawer))
        )

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
        if not self.waiting:
            return False
        self.put(self.waiting.popleft())
        return True


def open_site(library: Library, settings: Settings, cache: Cache, output: Output, workers: Workers) -> Site:
    """A site whose parts a cache keeps."""
    digests, drawer = Digests(library, settings), theme.environment(library, settings)
    return Site(library, settings, drawer, digests, Parts(digests, cache), output, workers)


def open_index(site: Site) -> Index:
    """The index of a site, empty."""
    return Index(site.library, site.digests, site.parts, site.output, partial(site.draw, "documents"))


@dataclass(frozen=True, slots=True)
class Drawing:
    """The parts that are lacking of each post, by its path, and what others draw of them."""

    lacking: Mapping[str, frozenset[str]]
    drawn: Iterator[Drawn]


def begin_drawing(site: Site, index: Index) -> Drawing | None:
    """Let others draw all threads while the host has work of its own, if no site of before has any of it.

    Few threads aren't worth it, as their documents are drawn here before all else.
    """
    posts = list(index.posts())
    return None if site.output.knows_any or len(posts) <= FEW else _draw_apart(site, posts, partial(_list_all, site))


def write_site(
    site: Site, pages: Iterable[tuple[Page, Planned]], index: Index, begun: Drawing | None = None
) -> list[str]:
    """Write everything of ours, all else while others draw threads; their index is made beside that, too.

    `begun` is what they draw already. Gives what is wrong with the files that were made.
    """
    threads = {post.path: list(map(site.key, plan_thread(site, post))) for post in site.library.posts()}
    for page, planned in pages:
        (threads[page.path] if page.is_post else site.waiting).append(site.key(planned))
    site.waiting.extend(map(site.key, plan_data(site)))
    left = sum(map(len, threads.values()))
    total = left + len(site.waiting)
    for keyed in _bring_threads(site, threads, index, begun):
        site.put(keyed)
        left -= 1
        progress.advance(total - left - len(site.waiting), total)
    index.finish()
    while site.put_next():
        progress.advance(total - len(site.waiting), total)
    index.write()
    return find_missing(site.output.folder) + site.faults


def _bring_threads(
    site: Site, threads: Mapping[str, Sequence[Keyed]], index: Index, begun: Drawing | None
) -> Iterator[Keyed]:
    """The data and the pages of each post, to be written while the workers draw those that follow."""
    posts = list(index.posts())
    drawing = begun or _draw_apart(site, posts, lambda post: _find_lacking(site, post, threads[post.path], index))
    arrived: dict[str, Drawn] = {}
    for post in posts:
        site.parts.use(post)  # what is taken over from the site of before may be wanted later
        while post.path in drawing.lacking and post.path not in arrived:
            one = next(drawing.drawn)
            arrived[one.path] = one
        if post.path in drawing.lacking:
            site.parts.hold(post, arrived.pop(post.path))
        yield from threads[post.path]
        if index.wants(post):
            index.add(post)
        site.parts.let_go(post)


def _draw_apart(site: Site, posts: Iterable[Post], find: Callable[[Post], frozenset[str]]) -> Drawing:
    """Let others draw what `find` finds to be needed of each post, and is known from no other build."""
    found = [(post, frozenset(part for part in find(post) if not site.parts.knows(part, post))) for post in posts]
    wanted = [(post, parts) for post, parts in found if parts]
    drawn = draw_apart(wanted, site.library, site.settings, site.workers, site.put_next)
    return Drawing({post.path: parts for post, parts in wanted}, drawn)


def _list_all(site: Site, post: Post) -> frozenset[str]:
    """All parts of a post; its first page may be the host's."""
    data = (_DATA[PurePath(planned.name).suffix] for planned in plan_thread(site, post))
    numbers = range(_find_first(post), site.library.count_pages(post) + 1)
    return frozenset({"documents", *LISTED, *data, *map(name_part, numbers)})


def _find_lacking(site: Site, post: Post, files: Sequence[Keyed], index: Index) -> frozenset[str]:
    """The parts that are needed for this build; `files` are the data, then the pages."""
    needed = {"documents"} if index.wants(post) else set()
    page = _find_first(post) - 1
    for planned, key in files:
        part = _DATA.get(PurePath(planned.name).suffix)
        page += not part
        if not site.output.has(planned.name, key):
            needed |= {part} if part else {name_part(page), *LISTED}  # lists show a change, too
    return frozenset(needed)


def _find_first(post: Post) -> int:
    """The number of the first page of a thread that is ours."""
    return 1 if post.address == urls.post(*post.place) else 2


_DATA = {".json": "thread", ".xml": "feed", ".md": "twin", ".png": "card"}
"""The parts that are files for programs, by the ends of their names."""


def plan_thread(site: Site, post: Post) -> Iterator[Planned]:
    """What programs read of a thread: its data and Markdown, and its feed and picture if the site has an address."""
    ids = [post.path, *(reply.id for reply in site.library.replies_to(post))]
    yield Planned(urls.thread_address(post), Dependencies((post,)), partial(site.draw, "thread", post), lambda: ids)
    own = urls.post(*post.place)
    if MARKDOWN in site.library.declaration.lists and post.address == own:
        yield Planned(urls.twin(own), Dependencies((post,)), partial(site.draw, "twin", post))
    if shown := describe_card(post, site.library, site.settings):
        yield Planned(urls.card(own), Dependencies(values=(shown,)), partial(site.draw, "card", post))
    yield from plan_thread_feed(post, site.library, site.settings, partial(site.draw, "feed", post))


def plan_data(site: Site) -> Iterator[Planned]:
    """What programs read: feeds and schemas."""
    yield from plan_feeds(site.library, site.settings, plan_digest)
    kinds, name_of = list_kinds(site.library.declaration), site.library.declaration.name_of
    for kind in (*kinds, "tags", "policy", "thread", "archive"):
        yield Planned(urls.schema_address(name_of(kind)), None, partial(render_schema, kind, kinds))


_TEMPLATES = "templates"
"""Templates that one build has compiled, kept for the next: to compile one takes longer than to draw it."""


def recall_templates(cache: Cache) -> None:
    """Let this process use what builds before it have compiled."""
    theme.Compiled.known.update(cache.find(make_digest(_TEMPLATES), dict) or {})


def keep_templates(cache: Cache) -> None:
    """Keep the compiled templates that this process has used."""
    key = make_digest(_TEMPLATES)
    if theme.Compiled.used == theme.Compiled.known and cache.has(key):
        return
    cache.keep(key, dict(theme.Compiled.used))
    theme.Compiled.known = dict(theme.Compiled.used)
