"""The maintainers' pages as Markdown."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from posixpath import dirname, join, normpath

from mkdocs.structure.files import Files

from parley.model import urls
from parley.model.entries import Article
from parley.model.library import Library
from parley.model.settings import Settings
from parley.rendering.data.twins import PageText, draw_page_twin
from parley.rendering.pages.page import Page


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
