"""Parley's files as MkDocs has to know them."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import jinja2
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page as HostPage
from mkdocs.structure.toc import AnchorLink, TableOfContents

from parley.building.frames import mark
from parley.editing.slugs import TABLES
from parley.model import urls
from parley.model.library import Library
from parley.model.markup.escaping import escape_text
from parley.model.settings import Declaration, Settings
from parley.reading.schema import list_kinds
from parley.rendering import theme
from parley.rendering.dialog import render_data, render_homes, render_names
from parley.rendering.pages.page import Page
from parley.rendering.pages.redirects import build_redirects
from parley.rendering.search.documents import render_choices

HOME = """\
::: front else="Nobody has written here yet."

[All discussions](discussions/index.md)
"""

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


class GeneratedPage(File):
    """A page of ours as MkDocs has to know it, so that links and the navigation lead to it; we write it ourselves."""

    def is_documentation_page(self) -> bool:
        return False

    def copy_file(self, dirty: bool = False) -> None:
        pass


def list_sources(files: Files, plugins: Iterable[Any]) -> Iterator[File]:
    """The files of all pages of the maintainers'.

    Material's blog hides its posts from other plug-ins until the navigation has been made, and knows them itself.
    """
    yield from files.documentation_pages()
    for plugin in plugins:
        yield from (post.file for post in getattr(getattr(plugin, "blog", None), "posts", ()))


def make_page(page: Page, posts: str, config: MkDocsConfig) -> GeneratedPage:
    """A page for MkDocs; `posts` is the folder of posts as the repository has it."""
    name = _name_for_links(page.address)
    file = GeneratedPage(name, None, config.site_dir, use_directory_urls=True, inclusion=InclusionLevel.NOT_IN_NAV)
    file.dest_uri = urls.file_of(page.address)
    file.edit_uri = f"{posts}/{page.path}" if page.path else None
    return file


def _name_for_links(address: str) -> str:
    """What maintainers write in a link to one of our pages, as if it were a file of theirs."""
    return f"{address}index.md"


def make_file(name: str, content: str, config: MkDocsConfig) -> File:
    """A file that MkDocs writes for us."""
    return File.generated(config, name, content=content, inclusion=InclusionLevel.NOT_IN_NAV)


def make_home(config: MkDocsConfig) -> File:
    """The first page of a site whose maintainers have written none."""
    text = f"# {escape_text(config.site_name, at_start=False)}\n\n{HOME}"
    return File.generated(config, "index.md", content=text)


def find_theme_sheets(files: Files) -> list[str]:
    """The style sheets of Material for MkDocs, in the order in which it links them."""
    return sorted(file.src_uri for file in files.css_files() if file.src_uri.startswith("assets/stylesheets/"))


def draw_others(
    library: Library, settings: Settings, drawer: jinja2.Environment, sheets: Sequence[str]
) -> Iterator[tuple[str, str]]:
    """What a site has beside its pages, by name: styles, scripts, their data, and the ways from former addresses.

    `sheets` are those of the theme, which ours take into a layer below them.
    """
    assets = (*sorted(theme.ASSETS.iterdir()), theme.PARSER)
    texts = {asset.name: asset.read_text(encoding="utf-8") for asset in assets}
    colours = drawer.get_template("colours.css").render(sheets=sheets, here=urls.ASSETS)
    looks = "\n".join([colours, *(texts.pop(name) for name in theme.LOOKS)])
    yield urls.STYLE_SHEET, " ".join(_COMMENT.sub("", looks).split())  # a browser needs no more of it
    for name, text in texts.items():
        yield urls.ASSETS + name, text
    for address, document in build_redirects(library, drawer):
        yield urls.file_of(address), document
    yield urls.SEARCH_CHOICES, render_choices(library)
    yield (
        urls.WRITING_DATA,
        render_data(settings, list_kinds(library.declaration), drawer.get_template("write.html").render()),
    )
    for table in TABLES:
        yield urls.ASSETS + table.name, table.read_text(encoding="ascii")
    yield urls.WRITING_NAMES, render_names(library)
    yield urls.WRITING_HOMES, render_homes(library, settings)


def find_generated(files: Files, page: Page) -> File:
    """What `make_page` has made of a page."""
    return files.src_uris[_name_for_links(page.address)]


def find_hosted(files: Files, page: Page, config: MkDocsConfig) -> HostPage:
    """What MkDocs knows of a page of ours; made for the few that are drawn, unless the navigation has it."""
    file = find_generated(files, page)
    if file.page is None:
        mark_page(HostPage(None, file, config))
    assert file.page is not None, "it enters itself"  # noqa: S101
    return file.page


def mark_page(page: HostPage) -> None:
    """Put marks where the title and the content of a page of ours will stand."""
    page.meta = {"title": mark("title"), "hide": ["navigation", "toc"]}
    page.toc = TableOfContents([AnchorLink("", "content", 1)])  # where the link leads that skips the header
    page.content = mark("content")


def name_lists(declared: Declaration) -> Iterator[tuple[str, str]]:
    """The pages that lead to everything beside the discussions, for who has lost the way."""
    if declared.comparisons:
        yield f"{declared.comparisons.path}/", f"All {declared.comparisons.title.lower()}"
    if "latest" in declared.lists:
        yield urls.LATEST, "The latest contributions"


def list_addresses(files: Files, pages: Mapping[str, Page], site_url: str) -> Iterator[tuple[str, str]]:
    """The address of each page with the day of its last change, where that is known; `pages` are ours by address."""
    for file in files:
        ours = pages.get(file.page.url if file.page else file.url)
        if ours and site_url:
            yield site_url + ours.address, ours.changed.day.isoformat() if ours.changed else ""
        elif file.page and file.page.canonical_url:
            yield file.page.canonical_url, file.page.update_date
