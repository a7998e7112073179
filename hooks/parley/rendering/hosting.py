"""The thread of a page of the maintainers' as a part of that page."""

import re
from collections.abc import Callable

PLACE = re.compile(r"<div data-parley-thread(?:=(?:\"[^\"<>]*\"|\'[^\'<>]*\'|[^\s\"\'<>]*))?\s*></div>")
"""Where a page wants its thread."""


def put_thread(html: str, draw: Callable[[], str] | None) -> str:
    """The content of a page with its thread: where it's wanted, else at the end. Without one, no place is left."""
    if draw is None:
        return PLACE.sub("", html)
    found = PLACE.search(html)
    before, after = (html[: found.start()], html[found.end() :]) if found else (html, "")
    return before + draw() + PLACE.sub("", after)
