"""The pages of discussions and practices, with their threads."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import jinja2

from parley import urls
from parley.model import Discussion, Library, Practice, Reply
from parley.pages.card import Card, Cards
from parley.pages.page import Page, render
from parley.threads import Node, build_tree

REMOVED_TITLE = {"discussion": "A removed discussion", "practice": "A removed practice"}


@dataclass(frozen=True, slots=True)
class Row:
    """A node with what has to be closed and opened before it when the tree is written as nested lists.

    `ends_lists` lists end first, then (`ends_item`) the item before; `begins_list` opens a list for answers.
    """

    node: Node
    anchor: str
    ends_lists: int
    ends_item: bool
    begins_list: bool

    @property
    def reply(self) -> Reply:
        return self.node.reply


def build_rows(nodes: Sequence[Node]) -> tuple[Row, ...]:
    """Write a tree as a sequence of steps, so that a template draws any depth with one loop."""
    rows = []
    level = -1
    for node in nodes:
        rows.append(
            Row(
                node,
                urls.reply_anchor(node.reply.id),
                ends_lists=max(0, level - node.level),
                ends_item=node.level <= level,
                begins_list=node.level > level,
            )
        )
        level = node.level
    return tuple(rows)


def build_post_pages(library: Library, cards: Cards, drawer: jinja2.Environment) -> Iterator[Page]:
    """One page for each discussion and each practice."""
    related = _related_practices(library)
    for post in library.posts():
        card = cards[post.kind, post.id]
        if isinstance(post, Practice):
            others = [cards["discussion", slug] for slug in post.discussions]
        else:
            others = [cards["practice", slug] for slug in related.get(post.id, ())]
        yield _build_page(post, card, library, [other for other in others if not other.post.removed], drawer)


def _build_page(
    post: Discussion | Practice, card: Card, library: Library, related: Sequence[Card], drawer: jinja2.Environment
) -> Page:
    rows = build_rows(build_tree(library.replies_to(post)))
    title = post.title or REMOVED_TITLE[post.kind]
    anchors = [row.anchor for row in rows]
    anchors += [urls.reply_anchor(alias) for row in rows for alias in row.reply.aliases]
    return Page(
        address=card.address,
        title=title,
        description=card.summary,
        render=render(
            drawer, f"{post.kind}.html", card.address, post=post, card=card, title=title, rows=rows, related=related
        ),
        path=post.path,
        changed=card.last,
        anchors=tuple(anchors),
    )


def _related_practices(library: Library) -> dict[str, list[str]]:
    """The practices that name a discussion, by the discussion's slug."""
    found: dict[str, list[str]] = {}
    for practice in library.practices:
        for slug in practice.discussions:
            found.setdefault(slug, []).append(practice.id)
    return found
