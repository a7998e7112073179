"""How the index of a large site is cut: into bundles that Pagefind makes one by one and that a browser reads together.

Two bundles need half the memory each, can be made at the same time, and a reply changes one of them. They cost a reader
another 30 kB for each word of a search, so that a site has one for as long as it is small.
"""

import hashlib
from collections.abc import Mapping, Sequence

from parley.model import urls
from parley.model.entries import Discussion, Library, Practice

LARGE = 10_000
"""Posts and replies with which an index is not cut yet. It takes Pagefind 5 s and 400 MB."""


def name_bundles(library: Library) -> tuple[str, ...]:
    """The folders of the bundles; the first has the program that reads them all."""
    is_large = sum(1 for _ in library.contributions()) > LARGE
    return (urls.SEARCH_INDEX, f"{urls.SEARCH_INDEX}-2") if is_large else (urls.SEARCH_INDEX,)


def cut_posts(library: Library) -> Mapping[str, Sequence[Discussion | Practice]]:
    """The posts of each bundle by its folder: by a digest of their addresses, so that none ever moves for another."""
    names = name_bundles(library)
    bundles: dict[str, list[Discussion | Practice]] = {name: [] for name in names}
    for post in library.posts():
        digest = hashlib.sha256(urls.post(post.kind, post.id).encode()).digest()
        bundles[names[digest[0] % len(names)]].append(post)
    return bundles
