"""A library to the pages of its site.

page       what a page is; long lists cut into numbered pages
card       a post as a list shows it
posts      the pages of discussions and comparisons, with their threads
argument   what is said for and against a post
activity   what has been written, as lists show it
listing/   the pages that lead to posts: lists, tags, values of fields, latest, archive
people     the pages of people, and who wrote in each month
settled    what a thread has come to, with the replies that it rests on
outcomes   what threads have come to, and what is agreed and is not over all of them
moderation every lock and removal, for everybody to see
preview    one page as a file that stands alone
redirects  what stands at the former address of a post
"""

from collections.abc import Iterator

from jinja2 import Environment

from parley.model.library import Library
from parley.model.settings import Settings
from parley.rendering import theme
from parley.rendering.backlinks import Backlinks
from parley.rendering.mentioning import Directory, find_backlinks
from parley.rendering.pages import posts
from parley.rendering.pages.activity import build_events
from parley.rendering.pages.argument import build_argument_pages
from parley.rendering.pages.card import build_cards
from parley.rendering.pages.listing import lists
from parley.rendering.pages.moderation import build_moderation_pages
from parley.rendering.pages.outcomes import build_outcome_pages
from parley.rendering.pages.page import Page
from parley.rendering.pages.people import build_people_pages
from parley.rendering.planned import Recall, draw_now


def build_pages(
    library: Library,
    settings: Settings,
    drawer: Environment | None = None,
    recall: Recall = draw_now,
    backlinks: Backlinks | None = None,
) -> Iterator[Page]:
    """Every generated page of the site; none is drawn before its `render` is called.

    `backlinks` are those between contributions, where they have been looked for.
    """
    drawer = drawer or theme.environment(library, settings)
    cards = build_cards(library)
    if backlinks is None:
        backlinks = find_backlinks(library, Directory(library, settings))
    yield from posts.build_post_pages(library, cards, drawer, settings, recall, backlinks)
    yield from build_argument_pages(library, cards, drawer)
    events = build_events(library, cards, recall)
    yield from lists.build_list_pages(library, cards, events, drawer, settings.page_size)
    if "people" in library.declaration.lists:
        yield from build_people_pages(library, settings, events, drawer)
    if "outcomes" in library.declaration.lists:
        yield from build_outcome_pages(library, cards, drawer, settings.page_size)
    yield from build_moderation_pages(library, drawer)


__all__ = ["Page", "build_pages"]
