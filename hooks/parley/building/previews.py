"""A site that one person looks at while writing: a file of it is made when it is asked for, and then only that one."""

import gc
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain
from pathlib import Path

from parley.building.parts import Parts, Site
from parley.building.site import plan_data, plan_thread
from parley.caching.cache import Cache
from parley.model.entries import Post
from parley.rendering import theme
from parley.rendering.planned import Planned
from parley.rendering.search.documents import build_documents, cut_posts
from parley.rendering.search.indexer import index_later
from parley.rendering.search.languages import find_language
from parley.rendering.search.pages import join_documents

DATA = (".xml", ".json")
"""How the names of feeds and schemas end, which are planned only for who asks for one."""


class Preview:
    """What one state of a previewed site leaves for the next, and what of it nobody has asked for yet.

    While a state is made, from `begin` to `end`, whoever asks for a file has to wait.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._cache: Cache | None = None
        self._site: Site | None = None
        self._waiting: dict[str, Planned] = {}
        self._stops: list[Callable[[], None]] = []

    def begin(self) -> None:
        """Let the next state be made: the index of the last one is not needed any more."""
        self._lock.acquire()
        self.stop()

    def end(self) -> None:
        """Let files be asked for."""
        if self._site and not gc.get_freeze_count():
            gc.freeze()  # most of the first state stays, and every edit would have it searched for garbage
        if self._lock.locked():
            self._lock.release()

    def stop(self) -> None:
        """Return when nothing is written in the background."""
        while self._stops:
            self._stops.pop()()

    def open_cache(self, file: Path) -> Cache:
        """The cache of all states, which has at hand what they had in common."""
        self._cache = self._cache or Cache(file, holds=True)
        return self._cache

    def postpone(
        self,
        site: Site,
        pages: Iterable[Planned],
        others: Mapping[str, str],
        cache: Path,
        on_error: Callable[[Exception], None],
    ) -> None:
        """Write nothing yet, and make the index in the background; `others` are what it has of other pages."""
        threads = chain.from_iterable(plan_thread(site, post) for post in site.library.posts())
        self._site = site
        self._waiting = {planned.name: planned for planned in (*pages, *threads)}
        self._stops = [
            index_later(
                _draw_later(posts, site, others if at == 0 else {}, cache),
                site.output.folder / name,
                on_error,
                find_language(posts[0] if posts else None),
            )
            for at, (name, posts) in enumerate(cut_posts(site.library).items())
        ]

    def write(self, name: str) -> bool:
        """Write the file of this name, if there is to be one and it has not been written; tells whether it was."""
        with self._lock:
            if self._site and name.endswith(DATA) and name not in self._waiting:
                self._waiting |= {planned.name: planned for planned in plan_data(self._site)}
            planned = self._waiting.pop(name, None)
            if self._site and planned:
                self._site.output.write(planned.name, planned.make())
            return planned is not None


def _draw_later(
    posts: Sequence[Post], site: Site, others: Mapping[str, str], file: Path
) -> Iterator[tuple[str, Callable[[], str]]]:
    """The documents for the search, drawn by another thread, with a way into the cache of its own."""
    hosted = {post.address for post in site.library.articles.values()}
    for address, document in others.items():
        if address not in hosted:
            yield address, partial(str, document)
    cache = Cache(file)
    drawer = theme.environment(site.library, site.settings)
    for address, draw in build_documents(posts, site.library, drawer, site.settings, Parts(site.digests, cache).recall):
        page = others.get(address) if address in hosted else None
        yield address, partial(_join, page, draw) if page else draw
    cache.write()
    cache.close()


def _join(page: str, draw: Callable[[], str]) -> str:
    return join_documents(page, draw())
