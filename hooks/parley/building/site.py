"""The files of a site beside the pages of its host: what is written, and what of it has to be drawn first."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import PurePath

from parley.building.indexing import FEW, Index
from parley.building.parts import KEPT, LISTED, Drawn, Keyed, Site, draw_apart
from parley.building.verify import find_missing
from parley.caching.cache import Cache, make_digest
from parley.model import urls
from parley.model.entries import Post
from parley.model.settings import MARKDOWN
from parley.reading.schema import list_kinds
from parley.rendering import theme
from parley.rendering.cards.drawing import describe_card
from parley.rendering.data.thread_data import render_schema
from parley.rendering.feeds.feeds import plan_feeds, plan_thread_feed
from parley.rendering.feeds.weekly import plan_digest
from parley.rendering.pages import Page
from parley.rendering.pages.posts import name_part
from parley.rendering.planned import Dependencies, Planned


@dataclass(frozen=True, slots=True)
class Drawing:
    """The parts that are lacking of each post, by its path, and what others draw of them."""

    lacking: Mapping[str, frozenset[str]]
    drawn: Iterator[Drawn]


def begin_drawing(site: Site, index: Index) -> Drawing | None:
    """Let others draw all threads while the host has work of its own, if no site of before has any of it.

    Few threads aren't worth it, as their documents are drawn here before all else.
    """
    posts = list(index.posts())
    return None if site.output.knows_any or len(posts) <= FEW else _draw_apart(site, posts, partial(_list_all, site))


def write_site(
    site: Site, pages: Iterable[tuple[Page, Planned]], index: Index, begun: Drawing | None = None
) -> list[str]:
    """Write everything of ours, all else while others draw threads; their index is made beside that, too.

    `begun` is what they draw already. Gives what is wrong with the files that were made.
    """
    threads = {post.path: list(map(site.key, plan_thread(site, post))) for post in site.library.posts()}
    for page, planned in pages:
        (threads[page.path] if page.is_post else site.waiting).append(site.key(planned))
    site.waiting.extend(map(site.key, plan_data(site)))
    left = sum(map(len, threads.values()))
    total = left + len(site.waiting)
    for keyed in _bring_threads(site, threads, index, begun):
        site.put(keyed)
        left -= 1
        site.output.report(total - left - len(site.waiting), total)
    while site.put_next():
        site.output.report(total - len(site.waiting), total)
    index.write()
    return find_missing(site.output.folder) + site.faults


def _bring_threads(
    site: Site, threads: Mapping[str, Sequence[Keyed]], index: Index, begun: Drawing | None
) -> Iterator[Keyed]:
    """The data and the pages of each post, to be written while the workers draw those that follow."""
    posts = list(index.posts())
    drawing = begun or _draw_apart(site, posts, lambda post: _find_lacking(site, post, threads[post.path], index))
    arrived: dict[str, Drawn] = {}
    for post in posts:
        while post.path in drawing.lacking and post.path not in arrived:
            one = next(drawing.drawn)
            arrived[one.path] = one
        if post.path in drawing.lacking:
            site.parts.hold(post, arrived.pop(post.path))
        yield from threads[post.path]
        if index.wants(post):
            index.add(post)
        site.parts.let_go(post)


def _draw_apart(site: Site, posts: Iterable[Post], find: Callable[[Post], frozenset[str]]) -> Drawing:
    """Let others draw what `find` finds to be needed of each post, and is known from no other build."""
    # which parts the cache has is asked of all, as those that a site of before makes needless may be wanted later
    known = {post.path: [part for part in KEPT if site.parts.knows(part, post)] for post in posts}
    wanted = [(post, parts) for post in posts if (parts := find(post).difference(known[post.path]))]
    drawn = draw_apart(wanted, site.library, site.settings, site.workers, site.put_next)
    return Drawing({post.path: parts for post, parts in wanted}, drawn)


def _list_all(site: Site, post: Post) -> frozenset[str]:
    """All parts of a post; its first page may be the host's."""
    data = (_DATA[PurePath(planned.name).suffix] for planned in plan_thread(site, post))
    numbers = range(_find_first(post), site.library.count_pages(post) + 1)
    return frozenset({"documents", *LISTED, *data, *map(name_part, numbers)})


def _find_lacking(site: Site, post: Post, files: Sequence[Keyed], index: Index) -> frozenset[str]:
    """The parts that are needed for this build; `files` are the data, then the pages."""
    needed = {"documents"} if index.wants(post) else set()
    page = _find_first(post) - 1
    for planned, key in files:
        part = _DATA.get(PurePath(planned.name).suffix)
        page += not part
        if not site.output.has(planned.name, key):
            needed |= {part} if part else {name_part(page), *LISTED}  # lists show a change, too
    return frozenset(needed)


def _find_first(post: Post) -> int:
    """The number of the first page of a thread that is ours."""
    return 1 if post.address == urls.post(*post.place) else 2


_DATA = {".json": "thread", ".xml": "feed", ".md": "twin", ".png": "card"}
"""The parts that are files for programs, by the ends of their names."""


def plan_thread(site: Site, post: Post) -> Iterator[Planned]:
    """What programs read of a thread: its data and Markdown, and its feed and picture if the site has an address."""
    ids = [post.path, *(reply.id for reply in site.library.replies_to(post))]
    yield Planned(urls.thread_address(post), Dependencies((post,)), partial(site.draw, "thread", post), lambda: ids)
    own = urls.post(*post.place)
    if MARKDOWN in site.library.declaration.lists and post.address == own:
        yield Planned(urls.twin(own), Dependencies((post,)), partial(site.draw, "twin", post))
    if shown := describe_card(post, site.library, site.settings):
        yield Planned(urls.card(own), Dependencies(values=(shown,)), partial(site.draw, "card", post))
    yield from plan_thread_feed(post, site.library, site.settings, partial(site.draw, "feed", post))


def plan_data(site: Site) -> Iterator[Planned]:
    """What programs read: feeds and schemas."""
    yield from plan_feeds(site.library, site.settings, plan_digest)
    kinds, name_of = list_kinds(site.library.declaration), site.library.declaration.name_of
    for kind in (*kinds, "tags", "policy", "thread", "archive"):
        yield Planned(urls.schema_address(name_of(kind)), None, partial(render_schema, kind, kinds))


_TEMPLATES = "templates"
"""Templates that one build has compiled, kept for the next: to compile one takes longer than to draw it."""


def recall_templates(cache: Cache) -> None:
    """Let this process use what builds before it have compiled."""
    theme.Compiled.known.update(cache.find(make_digest(_TEMPLATES), dict) or {})


def keep_templates(cache: Cache) -> None:
    """Keep the compiled templates that this process has used."""
    key = make_digest(_TEMPLATES)
    if theme.Compiled.used == theme.Compiled.known and cache.has(key):
        return
    cache.keep(key, dict(theme.Compiled.used))
    theme.Compiled.known = dict(theme.Compiled.used)
