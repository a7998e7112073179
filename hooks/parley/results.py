"""What has been drawn of a thread, found again by the next build unless something of the thread has changed."""

from collections.abc import Callable
from typing import TypeVar

from parley.cache import NOTHING, Cache, Key, make_key
from parley.model import Library, Post
from parley.settings import Settings

Result = TypeVar("Result")


class ThreadResults:
    """Results that depend on one post, its replies, their authors, the post's tags, the settings, and little else."""

    def __init__(self, library: Library, settings: Settings, cache: Cache = NOTHING) -> None:
        self._library = library
        self._settings_key = make_key(settings)
        self._cache = cache
        self._keys: dict[str, Key] = {}

    def get(self, what: str, post: Post, make: Callable[[], Result], *besides: object) -> Result:
        """The result called `what` of a thread, made only where it is not known.

        `besides` are other values that it depends on; their `repr` has to tell them apart.
        """
        thread = self.key(post)
        if thread is None:
            return make()
        key = make_key(what, thread, besides)
        found: Result | None = self._cache.find(key)
        if found is None:
            found = make()
            self._cache.keep(key, found)
        return found

    def key(self, post: Post) -> Key | None:
        """A digest of all that the thread's results depend on; None where nothing is known of its texts."""
        if post.path not in self._keys:
            digest = self._library.digests.get((post.kind, post.id))
            if digest is None:
                return None
            handles = sorted({post.author, *(reply.author for reply in self._library.replies_to(post))})
            people = [self._library.people.get(handle) for handle in handles]
            tags = [self._library.tags[slug] for slug in post.tags] or list(self._library.tags.values())[:1]
            self._keys[post.path] = make_key(self._settings_key, digest, people, tags)
        return self._keys[post.path]
