"""llms.txt (llmstxt.org): what a program finds first, which leads it to the Markdown of all pages."""

from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import quote

from parley.model import urls
from parley.model.entries import Discussion
from parley.model.languages.speaking import _
from parley.model.library import Library
from parley.model.settings import Settings
from parley.rendering.data.twins import PageText, escape_line, join_parts
from parley.rendering.pages.card import Card, Cards, newest_first, shorten
from parley.rendering.pages.page import Page

LLMS = "llms.txt"

ListedPage = tuple[str, str, str]
"""The name of a page, its address and what it is about."""

MOST = 200
"""Discussions that it names, those last active: it is read whole, and the archive has the rest."""

ABOUT = 160
"""Characters of what a page is about."""


def draw_llms(
    texts: Iterable[PageText], known: Cards, library: Library, settings: Settings, pages: Mapping[str, Page]
) -> str:
    """The site, how to read on, and lists of what there is: of each page its name, its address and what it is about."""
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
    about = [f"> {escape_line(settings.description)}"] if settings.description else []
    listed = [(title, "\n".join(map(_draw_line, entries))) for title, entries in sections]
    files = [part for title, lines in listed if lines for part in (f"## {escape_line(title)}", lines)]
    return join_parts((f"# {escape_line(settings.site_name)}", *about, notes, *files))


def _describe(card: Card, site: str) -> ListedPage:
    return card.post.title, site + urls.twin(card.address), shorten(card.summary, ABOUT)


def _list_ways(pages: Mapping[str, Page], site: str) -> Iterator[ListedPage]:
    """The lists that lead to everything, which have no Markdown of their own."""
    for address in (urls.OUTCOMES, urls.ARCHIVE, urls.LATEST, urls.TAGS, urls.PEOPLE):
        if page := pages.get(address):
            yield page.title, site + address, page.description
    if site:
        yield "Atom", site + urls.feed_address(urls.HOME), _("What came last.")


def _draw_line(entry: ListedPage) -> str:
    name, address, about = entry
    way = quote(address, safe="/:#?&=%@+,;~!$*")  # a space or a bracket would end the link
    return f"- [{escape_line(name)}]({way}){f': {escape_line(about)}' if about else ''}"
