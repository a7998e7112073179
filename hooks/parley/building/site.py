"""The files of a site beside the pages of its host: what is written, and what of it has to be drawn first."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import jinja2

from parley.building import progress
from parley.building.indexing import Index
from parley.building.output import Output
from parley.building.verify import find_faults
from parley.caching.workers import Workers, WrongResult
from parley.model import urls
from parley.model.entries import Discussion, Library, Practice
from parley.model.settings import Settings
from parley.reading.schema import KINDS, json_schema
from parley.rendering.data.thread_data import render_thread_data, thread_schema
from parley.rendering.drawing import PARTS, Desk, build_tasks, draw_threads, list_parts
from parley.rendering.feeds.feeds import plan_feeds
from parley.rendering.pages import Page
from parley.rendering.pages.posts import name_part
from parley.rendering.planned import Planned
from parley.rendering.results import Drawn, ThreadResults

Post = Discussion | Practice

LISTED = ("entries", "excerpts")
"""Parts of threads that lists and feeds show, when all threads are written."""


@dataclass(frozen=True, slots=True)
class Site:
    """What a site is drawn from, and where it goes."""

    library: Library
    settings: Settings
    drawer: jinja2.Environment
    results: ThreadResults
    output: Output
    workers: Workers

    def draw(self, what: str, post: Post) -> Any:
        """A part of a thread, drawn if it is not known."""
        desk = Desk(self.library, self.settings, self.drawer)
        return self.results.get(what, post, partial(PARTS[what], post, desk))


@dataclass(slots=True)
class Threads:
    """The threads of a site on their way into it: drawn by the workers as far as they are not known."""

    site: Site
    pages: Mapping[str, Sequence[tuple[Page, Planned]]]
    """The pages of each thread in their order, by the path of its post."""
    index: Index
    made: list[Planned] = field(default_factory=list)
    """The files that were not there before."""

    def write(self) -> Iterator[Page]:
        """Write the page and the data of each post, one by one."""
        posts = list(self.index.posts())
        lacking = {post.path: wanted for post in posts if (wanted := self._find_lacking(post))}
        drawn = self._draw([(post, lacking[post.path]) for post in posts if post.path in lacking])
        arrived: dict[str, Drawn] = {}
        for post in posts:
            while post.path in lacking and post.path not in arrived:
                one = next(drawn)
                arrived[one.path] = one
            if post.path in lacking:
                self.site.results.hold(post, arrived.pop(post.path))
            yield from self._write(post)

    def _draw(self, wanted: list[tuple[Post, frozenset[str]]]) -> Iterator[Drawn]:
        """The parts of each post, in whatever order.

        Raises:
            WrongResult: they are of others, or some are lacking.
        """
        waiting = {post.path: parts for post, parts in wanted}
        for batch in self.site.workers.map(draw_threads, build_tasks(wanted, self.site.library, self.site.settings)):
            for drawn in batch:
                if drawn.parts.keys() != waiting.pop(drawn.path, frozenset()):
                    raise WrongResult(f"drawn of {drawn.path}, but not wanted: {', '.join(drawn.parts)}")
                yield drawn
        raise WrongResult(f"nothing was drawn of {', '.join(waiting)}")

    def _find_lacking(self, post: Post) -> frozenset[str]:
        """The parts that are needed for this build and known from no other."""
        site = self.site
        for what in list_parts(post, site.library):  # what is taken over from the site of before may be wanted later
            site.results.use(what, post)
        needed = set()
        for number, (_, page) in enumerate(self.pages[post.path], 1):
            if not site.output.has(page.name, page.key):
                needed |= {name_part(number), "entries", "excerpts"}  # changed, and lists and feeds show it, too
        if not site.output.has(urls.thread_address(post), site.results.key(post)):
            needed.add("thread")
        if self.index.wants(post):
            needed.add("documents")
        return frozenset(what for what in needed if not site.results.knows(what, post))

    def _write(self, post: Post) -> Iterator[Page]:
        site = self.site
        for page, planned in self.pages[post.path]:
            self.made += filter(site.output.put, [planned])
            yield page
        self.made += filter(site.output.put, [plan_thread(site, post)])
        if self.index.wants(post):
            self.index.add(post)
        site.results.let_go(post, *(what for what in list_parts(post, site.library) if what not in LISTED))


def write_site(site: Site, pages: Iterable[tuple[Page, Planned]], index: Index) -> list[str]:
    """Write everything of ours, threads first, so that their index is made while the rest is written.

    Gives what is wrong with the files that were made.
    """
    pages = list(pages)
    posts: dict[str, list[tuple[Page, Planned]]] = {}
    for page, planned in pages:
        if page.is_post:
            posts.setdefault(page.path, []).append((page, planned))
    threads = Threads(site, posts, index)
    for number, _ in enumerate(threads.write(), 1):
        progress.advance(number, len(pages))
    index.finish()
    made = threads.made
    others = [planned for page, planned in pages if not page.is_post]
    for number, planned in enumerate(others, len(pages) - len(others) + 1):
        made += filter(site.output.put, [planned])
        progress.advance(number, len(pages))
    made += filter(site.output.put, plan_data(site))
    index.write()
    return find_faults(site.output.folder, made)


def plan_thread(site: Site, post: Post) -> Planned:
    """The data of a thread."""
    address, draw = urls.thread_address(post), partial(site.draw, "thread", post)
    return Planned(address, site.results.key(post), draw, partial(_list_paths, post, site.library))


def _list_paths(post: Post, library: Library) -> list[str]:
    return [item.path for item in (post, *library.replies_to(post))]


def plan_data(site: Site) -> Iterator[Planned]:
    """What programs read: feeds and schemas."""
    yield from plan_feeds(site.library, site.settings, site.results)
    yield Planned(urls.schema_address("thread"), None, lambda: render_thread_data(thread_schema()))
    for kind in (*KINDS, "tags"):
        yield Planned(urls.schema_address(kind), None, partial(_draw_schema, kind))


def _draw_schema(kind: str) -> str:
    return render_thread_data(json_schema(kind))
