"""What somebody means by a slug, a path below `posts/`, or an address of the site."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import unquote

from parley.model import layout, urls
from parley.model.entries import Post, Reply
from parley.model.layout import PAGES
from parley.model.library import Library

_LONGEST = 2000
"""Characters that are looked at; addresses of the site are far shorter."""

_PLACE = (
    r"(?:.*/)?(?P<folder>%s)/(?P<slug>[^/#?]+)"
    r"(?:/replies/(?P<file>[^/#?]+)\.(?:md|yml)|(?:/page/\d+)?/[^/#?]*)?(?:\?[^#]*)?(?:#reply-(?P<anchor>.+)|#.*)?"
)
_PAGE = re.compile(
    r"(?:.*/)?pages/(?P<slug>[^#?]+?)(?:/replies/(?P<file>[^/#?]+)\.(?:md|yml)"
    r"|(?:/page/\d+)?(?:/(?:post\.yml|index\.html|thread\.json|feed\.xml)?)?)(?:\?[^#]*)?(?:#reply-(?P<anchor>.+)|#.*)?",
    re.DOTALL,
)
_NAME = re.compile(r"(?P<slug>[^/#]+)(?:#reply-(?P<anchor>.+))?/?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Place:
    """The name of a post, the folders in which it may be, and the name of a reply, if one was named."""

    folders: tuple[str, ...]
    slug: str
    reply: str = ""


def parse_place(text: str, folders: tuple[str, ...]) -> Place:
    """Read what names a post in one of the `folders` of posts.

    That is `two-follow-ups`, `posts/discussions/two-follow-ups/post.md`, or an address. An address with `#reply-…` at
    its end, and the file of a reply, name the reply as well.
    """
    cleaned = unquote(text.strip()[:_LONGEST]).replace("\\", "/")
    if PAGES in folders and (found := _PAGE.fullmatch(cleaned)):
        return Place((PAGES,), found["slug"], found["file"] or found["anchor"] or "")
    if found := re.fullmatch(_PLACE % "|".join(map(re.escape, folders)), cleaned, re.DOTALL):
        return Place((found["folder"],), found["slug"], found["file"] or found["anchor"] or "")
    if named := _NAME.fullmatch(cleaned):
        return Place(folders, named["slug"], named["anchor"] or "")
    return Place(folders, cleaned)


def is_about(text: str, post: Post, library: Library) -> bool:
    """Tell whether somebody means a post, under the name that it has or had."""
    place = parse_place(text, library.declaration.folders)
    return post.folder in place.folders and place.slug in post.names


def parse_reply_name(text: str) -> str:
    """The id in what names a reply: the id itself, its file, its anchor, or an address that ends in that."""
    name = text.strip().rpartition("/")[2].rpartition("#")[2].removeprefix("reply-")
    return name.removesuffix(".md").removesuffix(".yml").removesuffix(".yaml")


def find_reply(replies: Iterable[Reply], name: str) -> Reply | None:
    """The reply of this id, or that had it once."""
    return next((reply for reply in replies if name in reply.names), None)


def find_post_of(path: str, library: Library) -> Post | None:
    """The post in whose thread a file stands, by its path below `posts/`."""
    slot = layout.find_slot(path)
    return next((post for post in library.posts() if slot and post.place == slot.post), None)


def find_address(path: str, library: Library) -> str:
    """The address of the post or reply in a file, or nothing."""
    post = find_post_of(path, library)
    if post is None or post.path == path:
        return post.address if post else ""
    return next((urls.reply(post, reply) for reply in library.replies_to(post) if reply.path == path), "")
