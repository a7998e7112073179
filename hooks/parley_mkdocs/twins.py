"""The maintainers' pages as Markdown, and llms.txt, which leads programs to that of all pages."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from posixpath import dirname, join, normpath

from mkdocs.structure.files import Files

from parley.model import urls
from parley.model.entries import Article, Discussion
from parley.model.languages.speaking import _
from parley.model.library import Library
from parley.model.settings import Settings
from parley.rendering.data.twins import PageText, draw_llms, draw_page_twin, list_pages
from parley.rendering.pages.card import Card, Cards, newest_first, shorten
from parley.rendering.pages.page import Page

LLMS = "llms.txt"

MOST = 200
"""Discussions that it names, those last active: it is read whole, and the archive has the rest."""

ABOUT = 160
"""Characters of what a page is about."""


def draw_twins(
    texts: Sequence[tuple[str, PageText]],
    files: Files,
    library: Library,
    settings: Settings,
    articles: Mapping[str, Article],
    pages: Mapping[str, Page],
) -> Iterator[tuple[str, str]]:
    """The Markdown of the maintainers' pages, by their names; of each page its file and what stands on it."""
    for source, page in texts:
        lead = partial(_lead, files, pages, source, settings.site_url or urls.root(page.address))
        yield urls.twin(page.address), draw_page_twin(page, articles.get(page.address), library, settings, lead)


def _lead(files: Files, pages: Mapping[str, Page], source: str, root: str, link: str) -> str:
    """Where a link in a file leads: to the Markdown of a page that has some, else to the page."""
    file = files.src_uris.get(normpath(join(dirname(source), link)))
    if file is None:
        return ""
    address = file.url.removeprefix("./")
    ours = pages.get(address)
    return root + (address if ours and not ours.twin else urls.twin(address))


def draw_list(
    texts: Iterable[PageText], known: Cards, library: Library, settings: Settings, pages: Mapping[str, Page]
) -> str:
    """The llms.txt of a site."""
    declared, site = library.declaration.comparisons, settings.site_url
    cards = [card for card in newest_first(known.values()) if card.address in pages]
    discussions = [card for card in cards if isinstance(card.post, Discussion)]
    others = [card for card in cards if not isinstance(card.post, Discussion)]
    sections = [
        (_("Pages"), [(one.title, site + urls.twin(one.address), one.about) for one in texts]),
        (_("Discussions"), [_describe(card, site) for card in discussions[:MOST]]),
        (declared.title if declared else _("Other threads"), [_describe(card, site) for card in others[:MOST]]),
        ("Optional", _list_ways(pages, site)),  # a name that the form has
    ]
    notes = _("Addresses that end in .md lead to Markdown. What a person wrote stands in a quotation below their name.")
    return draw_llms(settings, notes, [(title, list_pages(pages)) for title, pages in sections])


def _describe(card: Card, site: str) -> tuple[str, str, str]:
    return card.post.title, site + urls.twin(card.address), shorten(card.summary, ABOUT)


def _list_ways(pages: Mapping[str, Page], site: str) -> Iterator[tuple[str, str, str]]:
    """The lists that lead to everything, which have no Markdown of their own."""
    for address in (urls.OUTCOMES, urls.ARCHIVE, urls.LATEST, urls.TAGS, urls.PEOPLE):
        if page := pages.get(address):
            yield page.title, site + address, page.description
    if site:
        yield "Atom", site + urls.feed_address(urls.HOME), _("What came last.")
