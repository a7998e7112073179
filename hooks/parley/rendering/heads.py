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
        search=urls.OPEN_SEARCH if settings.site_url and _is_high(page) else "",
        feeds=_find_feeds(settings, page),
    )


def _is_high(page: Page) -> bool:
    """Tell whether it is a page from which somebody sets out, where a browser may learn how the site is searched."""
    return not page.is_post and "/" not in page.address.rstrip("/")


def _find_feeds(settings: Settings, page: Page) -> list[tuple[str, str]]:
    """Name and address of the feeds that follow a page: its own, then the site's."""
    is_beside = page.feed == urls.feed_address(page.address)
    way = page.feed.removeprefix(page.address) if is_beside else urls.relative(page.feed, page.address)
    own = [(page.followed or page.title, way)] if page.feed else []
    return [*own, (settings.site_name, settings.site_url + urls.feed_address(urls.HOME))] if settings.site_url else []
