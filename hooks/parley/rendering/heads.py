"""What stands in the head of every page."""

import jinja2

from parley.model import urls
from parley.model.markup.typography import set_words
from parley.model.settings import Settings
from parley.rendering.pages.page import Page


def render_head(drawer: jinja2.Environment, settings: Settings, page: Page, canonical: str) -> str:
    """The elements that describe a page to those who do not read it; `canonical` is its whole address, or empty."""
    return drawer.get_template("head.html").render(
        page=page,
        title=set_words(page.title, settings, page.language),
        description=set_words(page.description, settings, page.language) or settings.description,
        canonical=canonical,
        twin=page.twin,
        search=urls.OPEN_SEARCH if settings.site_url and not page.is_post else "",
        feeds=_find_feeds(settings, page.followed or page.title, page.feed),
    )


def _find_feeds(settings: Settings, title: str, feed: str) -> list[tuple[str, str]]:
    """Name and address of the feeds that follow a page: its own, then the site's."""
    own = [(title, settings.site_url + feed)] if feed else []
    return [*own, (settings.site_name, settings.site_url + urls.feed_address(urls.HOME))] if settings.site_url else []
