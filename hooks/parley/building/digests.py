"""Digests of what the files of a site depend on, by which a build tells what it has made before."""

from collections.abc import Sequence

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
        self._settings = settings
        self._common = make_digest(settings, sorted(library.tags.items()))
        self._threads: dict[str, Digest | None] = {}
        self._people: dict[str, str] = {}
        self._mentioned: dict[str, Sequence[tuple[str, str]]] = {}

    def find(self, depends: Dependencies | None) -> Digest | None:
        """A digest of all that a content depends on; None where that, or one of the texts, is not known."""
        if depends is None:
            return None
        threads = [self.of_thread(post) for post in depends.threads]
        texts = [self._library.digests.get(item.path) for item in depends.items]
        if not all(threads) or not all(texts):
            return None
        return make_digest(self._common, threads, texts, *self._list_facts(depends.items), depends.values)

    def of_thread(self, post: Post) -> Digest | None:
        """A digest of all that the parts of a thread depend on."""
        if post.path not in self._threads:
            items, agreements = (post, *self._library.replies_to(post)), self._library.agreements.get(post.place, ())
            self._threads[post.path] = self.find(Dependencies(items=items, values=agreements))
        return self._threads[post.path]

    def _list_facts(self, items: Sequence[Contribution]) -> list[object]:
        """What is shown of contributions and not in their files.

        These are their authors, who agrees with them, their arrivals, the later pages of long threads on which they
        are, and those to which links in them lead, and the people whom they mention.
        """
        agreed = [(at, one.agreed) for at, one in enumerate(items) if one.agreed]
        people = [self._describe(handle) for handle in sorted({name for item in items for name in item.handles})]
        times = [(at, one.arrived, one.touched) for at, one in enumerate(items) if one.arrived or one.touched]
        later = [(item.id, item.page) for item in items if isinstance(item, Reply) and item.page > 1]
        mentioned = [
            (named, handle, self._describe(handle)) for item in items for named, handle in self._find_mentioned(item)
        ]
        return [people, times, agreed, later, find_pages(items, self._library), mentioned]

    def _find_mentioned(self, item: Contribution) -> Sequence[tuple[str, str]]:
        """Whom a contribution mentions, asked once: all stand on several pages."""
        if item.path not in self._mentioned:
            self._mentioned[item.path] = find_mentioned((item,), self._library)
        return self._mentioned[item.path]

    def _describe(self, handle: str) -> str:
        if handle not in self._people:
            home = find_home(handle, self._library, self._settings)
            self._people[handle] = repr((self._library.people.get(handle), home))
        return self._people[handle]
