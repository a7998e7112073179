"""The pages of discussions and practices, with their threads."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial

import jinja2
from markupsafe import Markup

from parley import urls
from parley.cache import Key
from parley.model import Discussion, Library, Practice
from parley.pages.card import Card, Cards
from parley.pages.page import Page
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
        card, others = cards[post.kind, post.id], related.get((post.kind, post.id), ())
        draw = partial(results.get, "post", post, partial(draw_post, post, card, library, drawer, settings))
        page = build_post_page(post, card, library, others, drawer, draw)
        yield replace(page, find_key=partial(_trace, post, others, results))


def _trace(post: Discussion | Practice, related: Sequence[Card], results: ThreadResults) -> Key | None:
    return results.trace([card.post for card in related], results.key(post), [card.facts for card in related])


def build_post_page(
    post: Discussion | Practice,
    card: Card,
    library: Library,
    related: Sequence[Card],
    drawer: jinja2.Environment,
    draw: Callable[[], str],
) -> Page:
    """The page of one post, with what `draw` gives and links to the `related` ones below its thread."""
    names = [name for reply in library.replies_to(post) for name in reply.names]
    return Page(
        address=card.address,
        title=post.shown_title,
        description=card.summary,
        render=partial(_join, draw, related, card.address, drawer),
        path=post.path,
        changed=card.last,
        anchors=tuple(map(urls.reply_anchor, names)),
        feed=urls.feed_address(card.address),
        is_post=True,
    )


def _join(draw: Callable[[], str], related: Sequence[Card], here: str, drawer: jinja2.Environment) -> str:
    drawn = Markup(draw())  # noqa: S704 (from a template with autoescape)
    return drawer.get_template("post_page.html").render(here=here, drawn=drawn, related=related)


def draw_post(
    post: Discussion | Practice, card: Card, library: Library, drawer: jinja2.Environment, settings: Settings
) -> str:
    """A post with its thread and its structured data: all of its page that nothing but its own files decides."""
    nodes = build_tree(library.replies_to(post))
    return drawer.get_template(f"{post.kind}.html").render(
        here=card.address,
        post=post,
        card=card,
        title=post.shown_title,
        rows=build_rows(nodes),
        map=build_map(nodes),
        structured_data=partial(_draw_structured_data, post, card, library, settings),
    )


def _draw_structured_data(post: Discussion | Practice, card: Card, library: Library, settings: Settings) -> Markup:
    data = build_structured_data(post, library.replies_to(post), library, settings, card.summary)
    return Markup(render_structured_data(data))  # noqa: S704 (it holds no <, > or &)
