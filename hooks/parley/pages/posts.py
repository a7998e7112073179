"""The pages of discussions and practices, with their threads."""

from collections.abc import Iterator, Mapping, Sequence

import jinja2

from parley import urls
from parley.model import Kind, Library, Post
from parley.pages.card import Card, Cards
from parley.pages.page import Page, render
from parley.pages.related import find_related
from parley.pages.thread import build_map, build_rows
from parley.threads import build_tree

REMOVED_TITLE = {"discussion": "A removed discussion", "practice": "A removed practice"}


def build_post_pages(library: Library, cards: Cards, drawer: jinja2.Environment) -> Iterator[Page]:
    """One page for each discussion and each practice."""
    related = find_related(library, cards)
    for post in library.posts():
        yield _build_page(post, cards[post.kind, post.id], library, related, drawer)


def _build_page(
    post: Post,
    card: Card,
    library: Library,
    related: Mapping[tuple[Kind, str], Sequence[Card]],
    drawer: jinja2.Environment,
) -> Page:
    nodes = build_tree(library.replies_to(post))
    rows = build_rows(nodes)
    title = post.title or REMOVED_TITLE[post.kind]
    anchors = [row.anchor for row in rows]
    anchors += [urls.reply_anchor(alias) for row in rows for alias in row.reply.aliases]
    values = {
        "post": post,
        "card": card,
        "title": title,
        "rows": rows,
        "map": build_map(nodes),
        "related": related.get((post.kind, post.id), ()),
    }
    return Page(
        address=card.address,
        title=title,
        description=card.summary,
        render=render(drawer, f"{post.kind}.html", card.address, **values),
        path=post.path,
        changed=card.last,
        anchors=tuple(anchors),
    )
