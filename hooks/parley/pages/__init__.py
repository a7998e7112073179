"""A library to the pages of its site.

page       what a page is; long lists cut into numbered pages
card       a post as a list shows it
posts      the pages of discussions and practices, with their threads
lists      the pages that lead to them: lists, tags, people, latest, archive
moderation every lock and removal, for everybody to see
preview    one page as a file that stands alone
redirects  what stands at the former address of a post
"""

from collections.abc import Iterator

from jinja2 import Environment

from parley import theme
from parley.model import Library
from parley.pages import lists, posts
from parley.pages.card import build_cards
from parley.pages.moderation import build_moderation_pages
from parley.pages.page import Page
from parley.results import ThreadResults
from parley.settings import Settings


def build_pages(
    library: Library, settings: Settings, drawer: Environment | None = None, results: ThreadResults | None = None
) -> Iterator[Page]:
    """Every generated page of the site; none is drawn before its `render` is called."""
    drawer = drawer or theme.environment(library, settings)
    cards = build_cards(library)
    results = results or ThreadResults(library, settings)
    yield from posts.build_post_pages(library, cards, drawer, settings, results)
    yield from lists.build_list_pages(library, cards, drawer, settings.page_size, results)
    yield from build_moderation_pages(library, drawer)


__all__ = ["Page", "build_pages"]
