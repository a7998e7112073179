"""The document that Pagefind reads for each post, and what the search form offers."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import jinja2

from parley.model import urls
from parley.model.entries import Contribution, Discussion, Library, Person, Post, Practice, Reply
from parley.model.markup import markdown as markup
from parley.reading.schema import markdown_keys
from parley.rendering.fields import list_fields
from parley.rendering.planned import Recall, draw_now
from parley.rendering.search.files import LANGUAGE


@dataclass(frozen=True, slots=True)
class Part:
    """What one person wrote, without markup: the post, which has no heading, or a reply.

    `anchor` names it for Pagefind, and comes back with each result: the anchor on the page (`post` for the post), and
    what a result is narrowed by, namely handle, school, date, whether a house voice speaks; as in
    `reply-2026-10-02-ana|ana|old|2026-10-02|no`.
    """

    anchor: str
    heading: str
    text: str


def build_documents(
    posts: Iterable[Post], library: Library, drawer: jinja2.Environment, recall: Recall = draw_now
) -> Iterator[tuple[str, Callable[[], str]]]:
    """The address of each page of a post with a call that draws the document which Pagefind reads for it."""
    for post in posts:
        find = partial(recall, "documents", post, partial(render_documents, post, library, drawer))
        for number in range(library.count_pages(post)):
            yield urls.thread_page(post.kind, post.id, number + 1), partial(_pick, find, number)


def _pick(find: Callable[[], Sequence[str]], position: int) -> str:
    return find()[position]


def render_documents(post: Post, library: Library, drawer: jinja2.Environment) -> list[str]:
    """The documents that Pagefind reads for a post, one for each page of its thread.

    A browser fetches the whole of a document for each result in it, so a long thread is no more one than a page is.
    """
    pages: dict[int, list[Post | Reply]] = {1: [post]}
    for reply in library.replies_to(post):
        pages.setdefault(reply.page, []).append(reply)
    return [_render_document(post, pages[number], library, drawer) for number in sorted(pages)]


def _render_document(post: Post, items: Iterable[Post | Reply], library: Library, drawer: jinja2.Environment) -> str:
    """The document of one page: title, text, and under a heading of its own each reply.

    It holds the words of people and nothing of the page around them, or every reply would be found under "school" and
    "October"; and it is a quarter of the page, which Pagefind would need twice the time to read. Its filters hold
    every value that occurs in the thread; who shows the results narrows them to the parts that have it.
    """
    written = [one for one in items if not one.removed]
    schools = {one.school for one in written if isinstance(one, Reply) and one.school}
    filters = {
        "kind": [post.kind],
        "tag": list(post.tags),
        "author": sorted({one.author for one in written}),
        "school": sorted(schools),
        "year": sorted({str(one.date.day.year) for one in written}),
        "house": sorted({_house(one, library) for one in written}),
    }
    document = drawer.get_template("search_document.html").render(
        language=LANGUAGE,
        title=post.shown_title,
        is_first=any(one is post for one in items),
        filters=filters,
        parts=[_build_part(one, library) for one in written],
        last=max((one.date.written for one in written), default=post.date.written),
    )
    return document.replace("PAGEFIND_", "PAGEFIND")  # its own marks in a text, with which a part could pose as another


def _build_part(one: Contribution, library: Library) -> Part:
    reply = one if isinstance(one, Reply) else None
    return Part(
        "|".join(
            (
                urls.reply_anchor(reply.id) if reply else "post",
                one.author,
                reply.school if reply and reply.school else "",
                one.date.written,
                _house(one, library),
            )
        ),
        library.person(one.author).byline if reply else "",
        " ".join(markup.render_words(text) for text in _find_texts(one)),
    )


def _find_texts(one: Contribution) -> Iterator[str]:
    """All Markdown of a contribution, in the order of its page."""
    if isinstance(one, Discussion):
        yield from one.questions
    if isinstance(one, Practice):
        yield from (one.get(name) for name in markdown_keys("practice"))
    yield one.body
    yield from (field.text for field in list_fields(one, searched=True))
    yield from (source.name for source in one.sources)


def _house(one: Contribution, library: Library) -> str:
    return "yes" if library.person(one.author).role == "house-voice" else "no"


def _name_choices(person: Person) -> list[str]:
    """The handle, how the person is shown, and the name alone where that is something else."""
    return [person.handle, person.byline, *([person.name] if person.mention else [])]


def render_choices(library: Library) -> str:
    """What the search form offers, as JSON: value and words for tag, author and year.

    An author may be asked for by any of the words.
    """
    shown = [one for one in library.contributions() if not one.removed]
    choices = {
        "tag": sorted(((tag.slug, tag.title) for tag in library.tags.values()), key=lambda pair: pair[1].casefold()),
        "author": [_name_choices(library.person(handle)) for handle in sorted({one.author for one in shown})],
        "year": [(year, year) for year in sorted({str(one.date.day.year) for one in shown}, reverse=True)],
    }
    return json.dumps(choices, ensure_ascii=False, separators=(",", ":"))


LARGE = 7_000
"""Posts and replies with which an index is not cut yet. It takes Pagefind 1 to 2 s and up to 300 MB."""

BUNDLES = 4
"""Of a large index: after a reply one of them is made again, and a reader fetches something of each."""


def cut_posts(library: Library) -> Mapping[str, Sequence[Discussion | Practice]]:
    """The posts of each bundle by its folder: by a digest of their addresses, so that none ever moves for another.

    None is empty, except that of an empty library; a browser reads each with the program of the first.
    """
    is_large = sum(1 for _ in library.contributions()) > LARGE
    bundles: dict[int, list[Discussion | Practice]] = {}
    for post in library.posts():
        digest = hashlib.sha256(urls.post(post.kind, post.id).encode()).digest()
        bundles.setdefault(digest[0] % BUNDLES if is_large else 0, []).append(post)
    names = {number: f"{urls.SEARCH_INDEX}-{number + 1}" if number else urls.SEARCH_INDEX for number in sorted(bundles)}
    return {name: bundles[number] for number, name in names.items()} or {urls.SEARCH_INDEX: []}
