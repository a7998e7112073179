"""Digests of what the files of a site depend on, by which a build tells what it has made before."""

import hashlib
from functools import cache

from parley.caching.cache import Digest, make_digest
from parley.model.entries import Contribution, Post, Reply
from parley.model.library import Library
from parley.model.settings import Settings
from parley.rendering.homes import find_home
from parley.rendering.planned import Dependencies
from parley.rendering.references import find_mentioned, find_pages


class Digests:
    """Digests of dependencies in one library, with its settings and tags."""

    def __init__(self, library: Library, settings: Settings) -> None:
        self._library = library
        self._common = make_digest(settings, sorted(library.tags.items()))
        self._threads: dict[str, Digest | None] = {}
        self._items: dict[str, Digest | None] = {}
        self._describe = cache(
            lambda handle: make_digest(handle, library.people.get(handle), find_home(handle, library, settings))
        )

    def find(self, depends: Dependencies | None) -> Digest | None:
        """A digest of all that a content depends on; None where that, or one of the texts, is not known."""
        if depends is None:
            return None
        threads, items = [*map(self.of_thread, depends.threads)], [*map(self._of_item, depends.items)]
        if not all(threads) or not all(items):
            return None
        return make_digest(self._common, threads, b"".join(filter(None, items)), depends.values)

    def of_thread(self, post: Post) -> Digest | None:
        """A digest of all that the parts of a thread depend on."""
        if post.path not in self._threads:
            items, agreements = (post, *self._library.replies_to(post)), self._library.agreements.get(post.place, ())
            self._threads[post.path] = self.find(Dependencies(items=items, values=agreements))
        return self._threads[post.path]

    def _of_item(self, item: Contribution) -> Digest | None:
        """A digest of all that is shown of a contribution, made once: most stand on several pages.

        Beside its text these are its authors, who agrees with it, its arrival, its page if that is a later one of a
        long thread, and what stands behind the links in it and the names of people whom it mentions.
        """
        if item.path not in self._items:
            text, people = self._library.digests.get(item.path), map(self._describe, sorted(item.handles))
            mentioned = [
                (name, handle, self._describe(handle)) for name, handle in find_mentioned((item,), self._library)
            ]
            before = item.page - 1 if isinstance(item, Reply) else 0
            facts = item.arrived, item.touched, item.agreed, before, find_pages((item,), self._library), mentioned
            more = repr(facts).encode() if any(facts) else b""  # of most there is nothing
            self._items[item.path] = hashlib.sha256(b"".join((text, *people, more))).digest() if text else None
        return self._items[item.path]
