"""All feeds of a site, as a build writes them."""

from collections.abc import Iterator
from functools import partial

from parley.model.library import Library
from parley.model.settings import Settings
from parley.rendering.feeds.feeds import draw_thread_feed, plan_feeds, plan_thread_feed
from parley.rendering.feeds.weekly import plan_digest


def build_feeds(library: Library, settings: Settings) -> Iterator[tuple[str, str]]:
    """The address and the XML of each feed."""
    for planned in plan_feeds(library, settings, plan_digest):
        yield planned.name, planned.make()
    for post in library.posts():
        draw = partial(draw_thread_feed, post, library, settings)
        for planned in plan_thread_feed(post, library, settings, draw):
            yield planned.name, planned.make()
