"""Who agrees with what: files of agreements to the posts and replies that they name, by their names of now."""

from collections.abc import Iterable, Iterator, Mapping

from parley.model import urls
from parley.model.entries import AGREES_POST, Agreed, Agreement, Contribution, Post, Reply, ThreadName

Replies = Mapping[ThreadName, Iterable[Reply]]


def tie_agreements(agreements: Iterable[Agreement], posts: Iterable[Post]) -> dict[ThreadName, tuple[Agreement, ...]]:
    """The agreements of each thread; those in the folder of a former name are of the thread that has it now.

    What is in the folder of no thread is of none.
    """
    places = {(post.folder, name): post.place for post in posts for name in (*post.former_names, post.id)}
    found: dict[ThreadName, list[Agreement]] = {}
    for one in agreements:
        if place := places.get(one.thread):
            found.setdefault(place, []).append(one)
    return {place: tuple(sorted(group, key=lambda one: (one.handle, one.path))) for place, group in found.items()}


def find_agreed(
    agreements: Mapping[ThreadName, Iterable[Agreement]], posts: Iterable[Post], replies: Replies
) -> dict[str, tuple[Agreed, ...]]:
    """By the path of a contribution who agrees with it, and on which side.

    Nobody agrees with themselves or with what was removed, and nobody counts twice. What was moved to another thread
    is found there. The side is that of the file, else the one that the last reply of the same person takes in the
    thread.
    """
    by_place = {post.place: post for post in posts}
    found: dict[str, dict[str, str]] = {}
    for place, group in agreements.items():
        taken = (one for one in replies.get(place, ()) if one.stance and not one.removed)
        sides = {one.author: one.stance for one in sorted(taken, key=lambda one: (one.date, one.id))}
        for one in group:
            for item in _find_items(one, by_place[place], by_place, replies):
                if not item.removed and item.author != one.handle:
                    found.setdefault(item.path, {})[one.handle] = one.stance or sides.get(one.handle, "")
    return {path: tuple(sorted(who.items())) for path, who in found.items()}


def _find_items(
    agreement: Agreement, post: Post, posts: Mapping[ThreadName, Post], replies: Replies
) -> Iterator[Contribution]:
    by_name = {name: reply for reply in replies.get(post.place, ()) for name in reply.names}
    for name in agreement.agrees:
        item = by_name.get(name)
        if item and item.moved_to:
            yield from _follow(item.moved_to, posts, replies)
        elif item:
            yield item
        elif name == AGREES_POST and agreement.thread[1] not in post.merged:
            yield post


def _follow(address: str, posts: Mapping[ThreadName, Post], replies: Replies) -> Iterator[Contribution]:
    """What a note leads to, where it is there."""
    if place := urls.parse_internal(address):
        folder, slug, name = place
        post = posts.get((folder, slug))
        yield from (one for one in replies.get((folder, slug), ()) if name in one.names)
        if post and not name:
            yield post
