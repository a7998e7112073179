"""The document that Pagefind reads for each post, and what the search form offers."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import jinja2

from parley.model import urls, words
from parley.model.entries import Article, Comparison, Contribution, Discussion, Moment, Person, Post, Reply
from parley.model.library import Library
from parley.model.markup import markdown as markup
from parley.model.markup.typography import set_words
from parley.model.settings import Settings
from parley.model.threads import find_state
from parley.reading.schema import Kinds, list_kinds
from parley.rendering.fields import list_fields
from parley.rendering.planned import Recall, draw_now
from parley.rendering.search.languages import find_language


@dataclass(frozen=True, slots=True)
class Passage:
    """What one person wrote, without markup: the post, which has no heading, or a reply.

    `anchor` names it for Pagefind, and comes back with each result: the anchor on the page (`post` for the post), and
    what a result is narrowed by, namely handle, stance, date, whether a house voice speaks, what a reply does to what
    it answers if it says so, how many agree, and what the site declares of replies, empty where a text has none; as in
    `reply-2026-10-02-ana|ana|old|2026-10-02|no|takes=asks|grade=a`.
    """

    anchor: str
    heading: str
    text: str


def build_documents(
    posts: Iterable[Post],
    library: Library,
    drawer: jinja2.Environment,
    settings: Settings,
    recall: Recall = draw_now,
) -> Iterator[tuple[str, Callable[[], str]]]:
    """The address of each page of a post with a call that draws the document which Pagefind reads for it."""
    for post in posts:
        find = partial(recall, "documents", post, partial(render_documents, post, library, drawer, settings))
        for number in range(library.count_pages(post)):
            yield urls.sheet(post, number + 1), partial(_pick, find, number)


def _pick(find: Callable[[], Sequence[str]], position: int) -> str:
    return find()[position]


def render_documents(post: Post, library: Library, drawer: jinja2.Environment, settings: Settings) -> list[str]:
    """The documents that Pagefind reads for a post, one for each page of its thread.

    A browser fetches the whole of a document for each result in it, so a long thread is no more one than a page is.
    Quotes and dashes are those that its page shows, which are seen in results.
    """
    pages: dict[int, list[Post | Reply]] = {1: [post]}
    for reply in library.replies_to(post):
        pages.setdefault(reply.page, []).append(reply)
    return [_render_document(post, pages[number], library, drawer, settings) for number in sorted(pages)]


def _render_document(
    post: Post, items: Iterable[Post | Reply], library: Library, drawer: jinja2.Environment, settings: Settings
) -> str:
    """The document of one page: title, text, and under a heading of its own each reply.

    It holds the words of people and nothing of the page around them, or every reply would be found under "reply" and
    "October"; and it is a quarter of the page, which Pagefind would need twice the time to read. Its filters hold
    every value that occurs in the thread; who shows the results narrows them to the parts that have it.
    """
    is_hosted = isinstance(post, Article) and post.at is not None
    written = [one for one in items if not one.removed and not isinstance(one, Article)]
    stances = {one.stance for one in written if isinstance(one, Reply) and one.stance}
    filters = {
        "kind": [post.kind],
        "tag": list(post.tags),
        "author": sorted({one.author for one in written}),
        **({library.declaration.stances.key: sorted(stances)} if library.declaration.stances else {}),
        "takes": sorted({one.takes for one in written if isinstance(one, Reply) and one.takes}),
        "year": sorted({str(one.date.day.year) for one in written}),
        "outcome": _list_states(post, library),
        "house": sorted({_house(one, library) for one in written}),
    }
    for key in (field.key for field in library.declaration.fields if field.filtered):
        filters[key] = sorted({value for one in written for value in _list_values(one, key)})
    sorts = {field.key: _list_values(post, field.key)[:1] for field in library.declaration.fields if field.sorted}
    if agreed := sum(map(library.count_agreed, written)):
        sorts["agreed"] = [str(agreed)]
    document = drawer.get_template("search_document.html").render(
        language=find_language(post),
        title=words.show_title(post),
        is_first=any(one is post for one in items) and not is_hosted,  # else the page itself has the title
        filters=filters,
        sorts={key: value for key, values in sorts.items() for value in values},
        parts=[_build_passage(one, library, settings) for one in written],
        last=max((one.date.written for one in written), default=post.date.written),
    )
    return document.replace("PAGEFIND_", "PAGEFIND")  # its own marks in a text, with which a part could pose as another


def _build_passage(one: Contribution, library: Library, settings: Settings) -> Passage:
    reply = one if isinstance(one, Reply) else None
    return Passage(
        "|".join(
            (
                urls.reply_anchor(reply.id) if reply else "post",
                one.author,
                reply.stance if reply else "",
                one.date.written,
                _house(one, library),
                *((f"takes={reply.takes}",) if reply and reply.takes else ()),
                *((f"agreed={agreed}",) if (agreed := library.count_agreed(one)) else ()),
                *(
                    f"{field.key}={value}"
                    for field in library.declaration.fields
                    if field.filtered and "reply" in field.on
                    for value in _list_values(one, field.key) or ("",)
                ),
            )
        ),
        library.person(one.author).byline if reply else "",
        " ".join(_list_words(one, list_kinds(library.declaration), settings)),
    )


def _list_states(post: Post, library: Library) -> list[str]:
    """`answered` and `settled`, as far as they are true."""
    state = find_state(post, library.replies_to(post))
    return [*(["answered"] if state == "answered" else []), *(["settled"] if post.outcome else [])]


def _list_values(one: Contribution, key: str) -> list[str]:
    """The values of a declared key, as they stand in addresses: a word of a choice, a number, a day, `true`."""
    value = one.get(key)
    values = value if isinstance(value, tuple) else (value,)
    return [str(one.day if isinstance(one, Moment) else one).replace("True", "true") for one in values if one]


def _list_words(one: Contribution, kinds: Kinds, settings: Settings) -> Iterator[str]:
    """All words of a contribution, in the order of its page: of Markdown those that are drawn, of lines all."""
    language = str(getattr(one, "language", "") or settings.language)
    printed = language if settings.typographic else ""
    words, line = (
        partial(markup.render_words, printed=printed),
        partial(set_words, settings=settings, language=language),
    )
    if isinstance(one, Discussion | Comparison) and one.summary:
        yield line(one.summary)
    if isinstance(one, Discussion):
        yield from map(line, one.questions)
    if isinstance(one, Comparison):
        yield from (words(one.get(key.name) or "") for key in kinds["comparison"].markdown)
    yield from map(words, (one.body, *one.asides))
    for field in list_fields(one, kinds, searched=True):
        yield words(field.text) if field.is_markdown else line(field.text)
    yield from (line(source.name) for source in one.sources)


def _house(one: Contribution, library: Library) -> str:
    return "yes" if library.is_voice(one.author) else "no"


def _name_choices(person: Person) -> list[str]:
    """The handle, how the person is shown, and the name alone where that is something else."""
    return [person.handle, person.byline, *([person.name] if person.mention else [])]


def render_choices(library: Library) -> str:
    """What the search form offers, as JSON: value and words for tag, author and year.

    An author may be asked for by any of the words. Of numbers and days that the site declares all are there, since the
    index knows no order: who asks for those from one to another asks for each between.
    """
    shown = [one for one in library.contributions() if one.author]
    choices = {
        "tag": sorted(((tag.slug, tag.title) for tag in library.tags.values()), key=lambda pair: pair[1].casefold()),
        "author": [_name_choices(library.person(handle)) for handle in sorted({one.author for one in shown})],
        **{
            field.key: sorted({(one, one) for item in shown for one in _list_values(item, field.key)}, key=_by_number)
            for field in library.declaration.fields
            if field.filtered and field.is_measured
        },
        "year": [(year, year) for year in sorted({str(one.date.day.year) for one in shown}, reverse=True)],
    }
    return json.dumps(choices, ensure_ascii=False, separators=(",", ":"))


def _by_number(pair: tuple[str, str]) -> tuple[float, str]:
    try:
        return float(pair[0]), ""
    except ValueError:
        return 0, pair[0]


LARGE = 7_000
"""Posts and replies with which an index is not cut yet. It takes Pagefind 1 to 2 s and up to 300 MB."""

BUNDLES = 4
"""Of a large index: after a reply one of them is made again, and a reader fetches something of each."""


def cut_posts(library: Library) -> Mapping[str, Sequence[Post]]:
    """The posts of each bundle by its folder: by their language, and by a digest of their addresses, so that none ever
    moves for another. Those in the language of the site come first.

    None is empty, except that of an empty library; a browser reads those of a language with the program of the first.
    """
    is_large = sum(1 for _ in library.contributions()) > LARGE
    bundles: dict[tuple[str, int], list[Post]] = {}
    for post in library.posts():
        digest = hashlib.sha256(urls.post(*post.place).encode()).digest()
        language = find_language(post)
        own = "" if language == find_language() else language
        bundles.setdefault((own, digest[0] % BUNDLES if is_large else 0), []).append(post)
    return {_name_bundle(*key): bundles[key] for key in sorted(bundles)} or {urls.SEARCH_INDEX: []}


def _name_bundle(language: str, number: int) -> str:
    return "-".join(filter(None, (urls.SEARCH_INDEX, language, str(number + 1) if number else "")))


def list_bundles(library: Library) -> str:
    """The names of the bundles as the search form has them: those of each language behind a comma, those that are empty
    left out."""
    languages: dict[str, list[str]] = {}
    for name, posts in cut_posts(library).items():
        if posts:
            languages.setdefault(find_language(posts[0]), []).append(name)
    return ",".join(" ".join(names) for names in languages.values())
