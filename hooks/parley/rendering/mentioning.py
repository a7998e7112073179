"""Where a contribution is mentioned: the links to it in other contributions and on the maintainers' pages.

A link counts where the finished page has one, so nothing in code is one. It may have the full address of the site, a
former name, or the number of a page of a long thread. What leads to itself, to what it answers or to the post of its
own thread tells a reader nothing, and is left out.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from html import unescape
from urllib.parse import unquote, urljoin, urlsplit

from parley.model import urls, words
from parley.model.entries import Article, Contribution, Post, Reply
from parley.model.library import Library
from parley.model.markup import markdown as markup
from parley.model.settings import Settings
from parley.rendering.backlinks import Backlink, Backlinks
from parley.rendering.references import list_texts

_MAY_LEAD = re.compile(r"\]\(\s*<?(?:/|#reply-)|\]:")
"""What a text holds that leads somewhere on this site, unless it has the whole address."""

_ANCHOR = urls.reply_anchor("")
_NUMBER = re.compile(r"page/[0-9]{1,9}/$")
_HREF = re.compile(r"<a\b[^>]*?\bhref=[\"']?([^\"'\s>]+)", re.IGNORECASE)


class Directory:
    """What stands at the addresses of a site: its contributions, and the pages of the maintainers'."""

    def __init__(self, library: Library, settings: Settings, pages: Iterable[str] = ()) -> None:
        """`pages` are the addresses of the maintainers' pages, where these are known."""
        self._library = library
        self._posts = {urls.post(post.folder, name): post for post in library.posts() for name in post.names}
        self._posts |= {post.address: post for post in library.posts()}
        self._pages = {_plain(page): page for page in pages}
        self._pages |= {_plain(post.address): post.address for post in library.articles.values()}
        self._replies: dict[str, dict[str, Reply]] = {}
        self.site = settings.site_url or "http://site.invalid/"
        self.host = urlsplit(settings.site_url).netloc.casefold()
        self._root = urlsplit(self.site)

    def find(self, link: str, page: str) -> str:
        """The path or address, as `Backlinks` has it, of what a link on a page means; nothing if it isn't ours."""
        try:
            whole = urlsplit(urljoin(self.site + page, link))
        except ValueError:  # an address that no browser can read, either
            return ""
        if whole.netloc.casefold() != self._root.netloc.casefold() or not whole.path.startswith(self._root.path):
            return ""
        return self._find(unquote(whole.path[len(self._root.path) :]), whole.fragment)

    def is_page(self, target: str) -> bool:
        """Tell whether what was found is a page of the maintainers'."""
        return _plain(target) in self._pages

    def _find(self, path: str, fragment: str, turns: int = 3) -> str:
        plain = _NUMBER.sub("", _plain(path))
        post = self._posts.get(plain)
        if post is None:
            return self._pages.get(plain, "")
        reply = self._list_replies(post).get(fragment.removeprefix(_ANCHOR)) if fragment.startswith(_ANCHOR) else None
        if reply is None:
            return post.address if isinstance(post, Article) else "" if post.removed else post.path
        if reply.removed:
            path, _, fragment = reply.moved_to[1:].partition("#")
            return self._find(path, fragment, turns - 1) if path and turns else ""
        return reply.path

    def _list_replies(self, post: Post) -> Mapping[str, Reply]:
        """The replies of a thread by all their names."""
        if post.path not in self._replies:
            replies = self._library.replies_to(post)
            self._replies[post.path] = {name: reply for reply in replies for name in reply.names}
        return self._replies[post.path]


def _plain(path: str) -> str:
    """An address without the name of the file that stands for its folder, which a server does not ask for."""
    return path.removesuffix("index.html")


def find_backlinks(library: Library, directory: Directory) -> Backlinks:
    """What the contributions of a library lead to, those that lead there newest first."""
    found: dict[str, list[Backlink]] = {}
    for post in library.posts():
        replies = {reply.id: reply for reply in library.replies_to(post)}
        for item in (post, *replies.values()):
            if item.removed:
                continue
            parent = replies.get(item.reply_to) if isinstance(item, Reply) else None
            known = {"", item.path, post.path, post.address, parent.path if parent else ""}
            links = _list_links(item, library, directory)
            for target in dict.fromkeys(directory.find(link, post.address) for link in links):
                if target not in known and not (item is post and _is_within(target, post)):  # what its outcome rests on
                    found.setdefault(target, []).append(_build(item, post, library, target))
    return {target: sorted(links, key=_place, reverse=True) for target, links in found.items()}


def _build(item: Contribution, post: Post, library: Library, target: str) -> Backlink:
    address = urls.reply(post, item) if isinstance(item, Reply) else post.address
    author = library.person(item.author).byline if item.author else ""
    return Backlink(address, "" if _is_within(target, post) else words.show_title(post), author, item.date)


def _is_within(target: str, post: Post) -> bool:
    return target.startswith(f"{post.path.rpartition('/')[0]}/replies/")


def _place(link: Backlink) -> tuple[object, ...]:
    return link.date.at if link.date else None, link.address


def _list_links(item: Contribution, library: Library, directory: Directory) -> Iterator[str]:
    """The addresses of the links of a contribution, as it has them from the root of the site."""
    for text in list_texts(item, library.declaration):
        if text and (_MAY_LEAD.search(text) or (directory.host and directory.host in text.casefold())):
            for link in markup.list_links(text):
                yield directory.site + link[1:] if link.startswith("/") and not link.startswith("//") else link
    yield from (source.url for source in item.sources)


def find_page_backlinks(pages: Iterable[tuple[str, str, str]], directory: Directory) -> Backlinks:
    """What pages of the maintainers' lead to among the contributions; of each its address, its title and its HTML."""
    found: dict[str, list[Backlink]] = {}
    for address, title, html in pages:
        targets = dict.fromkeys(directory.find(unescape(link), address) for link in _HREF.findall(html))
        for target in targets:
            if target and not directory.is_page(target):
                found.setdefault(target, []).append(Backlink(address, title))
    return found
