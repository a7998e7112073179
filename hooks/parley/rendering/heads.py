"""What stands in the head of every page."""

import jinja2

from parley.model import urls
from parley.model.entries import Moment
from parley.model.markup.typography import set_words
from parley.model.settings import Settings


def render_head(
    drawer: jinja2.Environment,
    settings: Settings,
    title: str,
    description: str,
    canonical: str,
    *,
    is_post: bool = False,
    feed: str = "",
    published: Moment | None = None,
    changed: Moment | None = None,
    author: str = "",
    language: str = "",
    twin: str = "",
    card: str = "",
) -> str:
    """The elements that describe a page to those who do not read it; `canonical` is its whole address, or empty.

    What follows the title tells of a post, see `pages.Page`.
    """
    return drawer.get_template("head.html").render(
        title=set_words(title, settings, language),
        description=set_words(description, settings, language) or settings.description,
        canonical=canonical,
        is_article=is_post,
        published=published,
        changed=changed,
        author=author,
        twin=twin,
        card=card,
        search=urls.OPEN_SEARCH if settings.site_url and not is_post else "",
        feeds=_find_feeds(settings, title, feed),
    )


def _find_feeds(settings: Settings, title: str, feed: str) -> list[tuple[str, str]]:
    """Name and address of the feeds that follow a page: its own, then the site's."""
    own = [(title, settings.site_url + feed)] if feed else []
    return [*own, (settings.site_name, settings.site_url + urls.feed_address(urls.HOME))] if settings.site_url else []
