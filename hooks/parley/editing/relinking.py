"""Names of replies that go to another thread: which are free there, and what links to those that change."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from parley.editing.edits import to_text
from parley.model import layout, urls
from parley.model.entries import Post, Reply, kind_of
from parley.model.library import Library
from parley.reading.schema import list_kinds


def list_names(replies: Iterable[Reply]) -> set[str]:
    """All ids, now and formerly, of some replies."""
    return {name for reply in replies for name in reply.names}


def free_name(name: str, taken: set[str]) -> str:
    """The name, or with a number behind it where it is taken."""
    names = (name, *(f"{name[: layout.ID.longest - 5].rstrip('-')}-{number}" for number in range(2, 10_000)))
    return next(free for free in names if free not in taken)


def rename_taken(moved: Sequence[Reply], taken: set[str]) -> Iterator[tuple[str, str]]:
    """A new id for each reply whose own is taken; an alias cannot help, as the old one belongs to another."""
    used = taken | list_names(moved)
    for reply in moved:
        if reply.id in taken:
            new = free_name(reply.id, used)
            used.add(new)
            yield reply.id, new


_END = r"(?!\.?[a-z0-9_-])"
"""Where an id ends; a dot behind it ends a sentence."""


def _link(post: Post, id: str) -> re.Pattern[str]:
    """A link to a reply, from its own thread or from anywhere."""
    place = f"(?:/{urls.post(*post.place)}(?:page/[0-9]+/)?)?"
    return re.compile(rf"(\]\(<?|\]:\s*<?)({place}#reply-){re.escape(id)}{_END}")


def relink(data: bytes, post: Post, renamed: Mapping[str, str]) -> bytes:
    """The content of a file with links to the replies of a post that get another id."""
    text = to_text(data)
    for old, new in renamed.items():
        text = _link(post, old).sub(rf"\g<1>\g<2>{new}", text)
    return text.encode("utf-8")


def find_links(post: Post, library: Library, renamed: Mapping[str, str]) -> Iterator[str]:
    """The files of other threads that link to a reply whose id changes."""
    own, kinds = post.path.rpartition("/")[0], list_kinds(library.declaration)
    replies = (reply for group in library.replies.values() for reply in group)
    for item in (*library.posts(), *replies):
        if not item.path.startswith(f"{own}/"):
            texts = "\n".join([item.body, *(item.get(key.name) or "" for key in kinds[kind_of(item)].markdown)])
            place = f"/{urls.post(*post.place)}(?:page/[0-9]+/)?#reply-"
            if any(re.search(rf"{place}{re.escape(old)}{_END}", texts) for old in renamed):
                yield item.path
