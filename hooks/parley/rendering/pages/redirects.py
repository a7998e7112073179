"""What stands at the former address of a post, a person or a page of the maintainers': a page that leads on."""

from collections.abc import Iterator

import jinja2

from parley.model import urls
from parley.model.entries import Post
from parley.model.library import Library
from parley.model.settings import Settings


def build_redirects(library: Library, drawer: jinja2.Environment) -> Iterator[tuple[str, str]]:
    """The address and the whole HTML document of each redirect."""
    for person in library.people.values() if "people" in library.declaration.lists else ():
        for alias in person.aliases:
            here = urls.person(alias)
            target = urls.relative(urls.person(person.handle), here)
            yield here, drawer.get_template("redirect.html").render(here=here, target=target, title=person.byline)
    for post in library.posts():
        anchors = {name: reply for reply in library.replies_to(post) for name in reply.names}
        moved = (post.id,) if post.address != urls.post(*post.place) else ()
        for name in (*moved, *post.former_names):
            here = urls.post(post.folder, name)
            began = anchors.get(name) if name in post.merged else None  # the reply that a merged post has become
            target = urls.reply(post, began) if began else post.address
            yield _build_redirect(here, target, post, drawer)
            for number in range(2, library.count_pages(post) + 1 if name != post.id else 0):
                later = urls.sheet(post, 1 if name in post.merged else number)
                yield _build_redirect(urls.thread_page(post.folder, name, number), later, post, drawer)


def build_moved(settings: Settings, drawer: jinja2.Environment) -> Iterator[tuple[str, str]]:
    """The same for the pages of the maintainers' that the settings name."""
    for old, new in settings.moved:
        here = f"{old.strip('/')}/"
        target = new if "://" in new else urls.relative(new.strip().removeprefix("/"), here)
        yield here, drawer.get_template("redirect.html").render(here=here, target=target, title=new)


def _build_redirect(here: str, target: str, post: Post, drawer: jinja2.Environment) -> tuple[str, str]:
    way = urls.relative(target, here)
    return here, drawer.get_template("redirect.html").render(here=here, target=way, title=post.title or "Moved")
