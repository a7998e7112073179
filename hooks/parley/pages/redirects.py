"""What stands at the former address of a post: a page that leads on, made from our own list of aliases."""

from collections.abc import Iterator

import jinja2

from parley import urls
from parley.model import Library


def build_redirects(library: Library, drawer: jinja2.Environment) -> Iterator[tuple[str, str]]:
    """The address and the whole HTML document of each redirect."""
    for post in library.posts():
        for alias in post.aliases:
            here = urls.post(post.kind, alias)
            target = urls.relative(urls.post(post.kind, post.id), here)
            yield (
                here,
                drawer.get_template("redirect.html").render(here=here, target=target, title=post.title or "Moved"),
            )
