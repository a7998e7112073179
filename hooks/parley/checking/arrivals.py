"""A library with the times at which its contributions came and were changed, as the history of their files has them."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import TypeVar

from parley.model.entries import Contribution, Moment, Post, Reply
from parley.model.library import Library
from parley.reading.history import History, Life

T = TypeVar("T", bound=Contribution)


def date_library(library: Library, history: History) -> Library:
    """The library with `arrived` and `touched` for each post and reply of which something is known.

    A new name is no arrival: what stands under a former name, which `aliases` and `merged` tell, goes on living there.
    """
    if not history:
        return library
    return replace(
        library,
        discussions=tuple(_date_post(post, history) for post in library.discussions),
        comparisons=tuple(_date_post(post, history) for post in library.comparisons),
        articles={name: _date_post(post, history) for name, post in library.articles.items()},
        replies={
            post.place: tuple(_date(reply, history, _name_reply(post, reply)) for reply in library.replies_to(post))
            for post in library.posts()
            if post.place in library.replies
        },
    )


def _date_post(post: T, history: History) -> T:
    assert isinstance(post, Post)  # noqa: S101
    return _date(post, history, (f"{post.folder}/{name}/post" for name in post.aliases))


def _name_reply(post: Post, reply: Reply) -> Iterator[str]:
    """Where a reply may have been: under each name of its post and of its own, or as a post that was merged."""
    if not (reply.aliases or post.former_names):
        return
    folder = post.folder
    for name in reply.names:
        yield from (f"{folder}/{slug}/replies/{name}" for slug in post.names)
        if name in post.merged:
            yield f"{folder}/{name}/post"


def _date(item: T, history: History, former: Iterable[str]) -> T:
    life = history.get(item.path.rpartition(".")[0])
    if life is None or life.went is not None:
        return item
    lives = [known for name in former if (known := history.get(name))]
    touched = life.touched
    while earlier := _find_earlier(life, lives):
        life, touched = earlier, max(touched, earlier.touched)
    return replace(item, arrived=_find_moment(life.arrived), touched=_find_moment(touched))


def _find_earlier(life: Life, lives: Iterable[Life]) -> Life | None:
    """The life of which this one is the continuation: it was there until the other began."""
    return next((one for one in lives if one.came < life.came and (one.went is None or one.went >= life.came)), None)


def _find_moment(seconds: int) -> Moment | None:
    return Moment(datetime.fromtimestamp(seconds, UTC)) if seconds else None
