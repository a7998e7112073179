"""What has been drawn of a thread, found again by the next build unless something of the thread has changed."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from parley.caching.cache import NOTHING, Cache, Key, make_key
from parley.caching.workers import WrongResult
from parley.model.entries import Contribution, Library, Post, Reply
from parley.model.settings import Settings
from parley.rendering.references import find_pages

Result = TypeVar("Result")


FORMS: Mapping[str, type] = {"post": str, "thread": str, "documents": list, "entries": dict, "excerpts": dict}
"""What each result of a thread is."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """Parts of a thread by their names, and the path of the post that they were drawn from."""

    path: str
    parts: Mapping[str, Any]


class ThreadResults:
    """Results that depend on the files of one post and its replies, their authors, the settings and the tags."""

    def __init__(self, library: Library, settings: Settings, cache: Cache = NOTHING) -> None:
        self._library = library
        self._common = make_key(settings, sorted(library.tags.items()))
        self._cache = cache
        self._keys: dict[str, Key | None] = {}
        self._narrowed: dict[tuple[str, str], Key | None] = {}
        self._people: dict[str, str] = {}
        self._held: dict[tuple[str, str], Any] = {}

    def get(self, what: str, post: Post, make: Callable[[], Result]) -> Result:
        """The result called `what` of a thread, made only where it is not known."""
        if (what, post.path) in self._held:
            held: Result = self._held[what, post.path]
            return held
        key = self.find_key(what, post)
        found: Result | None = self._cache.find(key, FORMS[what.partition(" ")[0]]) if key else None
        if found is None:
            found = make()
            if key:
                self._cache.keep(key, found)
        return found

    def knows(self, what: str, post: Post) -> bool:
        """Tell whether the cache has this result."""
        key = self.find_key(what, post)
        return key is not None and self._cache.has(key)

    def use(self, what: str, post: Post) -> None:
        """Let the cache keep this result for later builds."""
        if key := self.find_key(what, post):
            self._cache.use(key)

    def hold(self, post: Post, drawn: Drawn) -> None:
        """Take in results that were made elsewhere, for the cache, and to be at hand until they are let go.

        Raises:
            WrongResult: they were made of another thread.
        """
        if drawn.path != post.path:
            raise WrongResult(f"wanted of {post.path}, drawn of {drawn.path}")
        for what, result in drawn.parts.items():
            self._held[what, post.path] = result
            if key := self.find_key(what, post):
                self._cache.keep(key, result)

    def let_go(self, post: Post, *whats: str) -> None:
        for what in whats:
            self._held.pop((what, post.path), None)

    def narrow(self, what: str, post: Post, key: Key | None) -> None:
        """Let a result depend on less than its thread: on what `key` is a digest of."""
        self._narrowed[what, post.path] = key

    def find_key(self, what: str, post: Post) -> Key | None:
        """A digest of all that one result of a thread depends on."""
        narrowed = (what, post.path)
        thread = self._narrowed[narrowed] if narrowed in self._narrowed else self.key(post)
        return what.encode() + thread if thread else None

    def key(self, post: Post) -> Key | None:
        """A digest of all that the thread's results depend on; None where nothing is known of its texts."""
        if post.path not in self._keys:
            self._keys[post.path] = self.trace((post, *self._library.replies_to(post)))
        return self._keys[post.path]

    def trace(self, items: Iterable[Contribution], *besides: object) -> Key | None:
        """A digest of contributions, by files, arrivals and authors, and of other values, by their `repr`."""
        items = list(items)
        digests = [self._library.digests.get(item.path, b"") for item in items]
        if not all(digests):
            return None
        people = [self._describe(handle) for handle in sorted({item.author for item in items})]
        times = [(at, one.arrived, one.touched) for at, one in enumerate(items) if one.arrived or one.touched]
        return make_key(self._common, b"".join(digests), people, times, self._find_places(items), besides)

    def _find_places(self, items: Iterable[Contribution]) -> list[object]:
        """The later pages of long threads on which the items stand, and to which links in them lead."""
        later = [(item.id, item.page) for item in items if isinstance(item, Reply) and item.page > 1]
        return [later, find_pages(items, self._library)]

    def _describe(self, handle: str) -> str:
        if handle not in self._people:
            self._people[handle] = repr(self._library.people.get(handle))
        return self._people[handle]
