"""The pages of discussions and practices, with their threads."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

import jinja2
from markupsafe import Markup

from parley import urls
from parley.model import Discussion, Library, Practice
from parley.pages.card import Card, Cards
from parley.pages.page import Page, render
from parley.pages.related import find_related
from parley.pages.thread import build_map, build_rows
from parley.results import ThreadResults
from parley.settings import Settings
from parley.structured_data import build_structured_data, render_structured_data
from parley.threads import build_tree


def build_post_pages(
    library: Library, cards: Cards, drawer: jinja2.Environment, settings: Settings, results: ThreadResults
) -> Iterator[Page]:
    """One page for each discussion and each practice."""
    related = find_related(library, cards)
    for post in library.posts():
        key = post.kind, post.id
        page = build_post_page(post, cards[key], library, related.get(key, ()), drawer, settings)
        yield replace(page, render=partial(_render, page, post, related.get(key, ()), results))


def _render(page: Page, post: Discussion | Practice, related: Sequence[Card], results: ThreadResults) -> str:
    shown = [(card.address, card.post.title, card.post.pinned, card.post.locked, card.facts) for card in related]
    return results.get("page", post, page.render, shown)


def build_post_page(
    post: Discussion | Practice,
    card: Card,
    library: Library,
    related: Sequence[Card],
    drawer: jinja2.Environment,
    settings: Settings,
) -> Page:
    """The page of one post, with links to the `related` ones below its thread."""
    nodes = build_tree(library.replies_to(post))
    rows = build_rows(nodes)
    title = post.shown_title
    anchors = [row.anchor for row in rows]
    anchors += [urls.reply_anchor(alias) for row in rows for alias in row.reply.aliases]
    values = {
        "post": post,
        "card": card,
        "title": title,
        "rows": rows,
        "map": build_map(nodes),
        "related": related,
        "structured_data": partial(_draw_structured_data, post, card, library, settings),
    }
    return Page(
        address=card.address,
        title=title,
        description=card.summary,
        render=render(drawer, f"{post.kind}.html", card.address, **values),
        path=post.path,
        changed=card.last,
        anchors=tuple(anchors),
        feed=urls.feed_address(card.address),
        is_post=True,
    )


def _draw_structured_data(post: Discussion | Practice, card: Card, library: Library, settings: Settings) -> Markup:
    data = build_structured_data(post, library.replies_to(post), library, settings, card.summary)
    return Markup(render_structured_data(data))  # noqa: S704 (it holds no <, > or &)
