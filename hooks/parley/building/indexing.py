"""The index of a site: bundles taken over from the site before, or made by Pagefind beside everything else."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Literal

from parley.building.output import Output
from parley.building.parts import Site
from parley.caching.cache import Digest
from parley.caching.workers import WrongResult
from parley.model import urls
from parley.model.entries import Article, Post
from parley.rendering.planned import Dependencies
from parley.rendering.search.documents import cut_posts
from parley.rendering.search.indexer import Indexer
from parley.rendering.search.languages import find_language
from parley.rendering.search.pages import join_documents

FEW = 100
"""Documents that may be drawn before all others are handed to the search."""


class Bundle:
    """Some of the threads, in a folder of the site."""

    def __init__(self, folder: str, posts: Sequence[Post]) -> None:
        self.folder = folder
        self.posts = posts
        self.language = find_language(posts[0] if posts else None)
        self.indexer = Indexer(language=self.language)
        self.key: Digest | None = None
        self.state: Literal["wanted", "asked for", "written"] = "wanted"
        """Whether documents are still to be handed over, or all have been, or the site has the files."""
        self.given = 0
        """The number of posts whose documents have been handed over."""

    def add(self, post: Post, documents: Sequence[str]) -> None:
        """Hand over the documents of the next post, one for each page of its thread.

        Raises:
            WrongResult: they are those of another.
        """
        wanted = self.posts[self.given].path
        if post.path != wanted:
            raise WrongResult(f"the index wants {wanted}, and was given {post.path}")
        for number, document in enumerate(documents, 1):
            self.indexer.add(urls.sheet(post, number), document)
        self.given += 1
        if self.given == len(self.posts):
            self.indexer.finish()
            self.state = "asked for"

    def write(self, output: Output) -> None:
        """Bring the index into the site, where it may have to be waited for."""
        if self.state != "written":
            self.indexer.write(output.folder / self.folder)
            self.indexer.close()
            output.keep_folder(self.folder, self.key)
            self.state = "written"


class Index:
    """All bundles of a site. Their documents are handed over one bundle after the other."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._bundles = [Bundle(f"{name}/", posts) for name, posts in cut_posts(site.library).items()]
        self._others: Mapping[str, str] = {}
        self._by_path = {post.path: bundle for bundle in self._bundles for post in bundle.posts}

    def posts(self) -> Iterator[Post]:
        """All posts in the order in which their documents have to come."""
        return chain.from_iterable(bundle.posts for bundle in self._bundles)

    def start(self, others: Mapping[str, str], *, is_begun: bool = False) -> None:
        """Take over the bundles that the site before had, and hand over the documents of the rest.

        Those of a bundle come later if many of them have to be drawn first, or if others have begun with that. `others`
        are the documents of pages that are not ours, by their addresses; the first bundle has them, too.

        Raises:
            SearchError: Pagefind does not run here.
        """
        self._others = others
        hosted = {post.address for post in self.posts() if isinstance(post, Article)}
        for bundle in self._bundles:
            own = {post.address for post in bundle.posts if isinstance(post, Article)}
            wanted = others.keys() - hosted | own if bundle is self._bundles[0] else own
            beside = {address: document for address, document in others.items() if address in wanted}
            values = (bundle.language, *sorted(beside.items()))
            bundle.key = self._site.digests.find(Dependencies(bundle.posts, values=values))
            if self._site.output.take_over_folder(bundle.folder, bundle.key):
                bundle.state = "written"
                continue
            bundle.indexer.start()
            for address, document in beside.items():
                if address not in hosted:  # else it comes with the thread below it
                    bundle.indexer.add(address, document)
            lacking = sum(not self._site.parts.knows("documents", post) for post in bundle.posts)
            if lacking <= FEW and not (lacking and is_begun):
                for post in bundle.posts:
                    bundle.add(post, self._list_documents(post))

    def _list_documents(self, post: Post) -> Sequence[str]:
        first, *later = self._site.draw("documents", post)
        page = self._others.get(post.address) if isinstance(post, Article) else None
        return [join_documents(page, first) if page else first, *later]

    def wants(self, post: Post) -> bool:
        """Tell whether the document of a post is still to be handed over."""
        return self._by_path[post.path].state == "wanted"

    def add(self, post: Post) -> None:
        """Hand over the document of the next post that is wanted.

        Raises:
            SearchError: Pagefind has failed.
        """
        self._by_path[post.path].add(post, self._list_documents(post))
        for bundle in self._bundles:
            if bundle.state == "asked for" and bundle.indexer.has_answered():
                bundle.write(self._site.output)  # and end this Pagefind, before the next needs the memory

    def write(self) -> None:
        """Bring every bundle into the site.

        Raises:
            SearchError: Pagefind has failed.
        """
        for bundle in self._bundles:
            bundle.write(self._site.output)

    def close(self) -> None:
        for bundle in self._bundles:
            bundle.indexer.close()
