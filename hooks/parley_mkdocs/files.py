"""Parley's files as MkDocs has to know them."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
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
from parley_mkdocs.look import Look

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
    posts = find_way(config) + posts
    name = _name_for_links(page.address)
    file = GeneratedPage(name, None, config.site_dir, use_directory_urls=True, inclusion=InclusionLevel.NOT_IN_NAV)
    file.dest_uri = urls.file_of(page.address)
    file.edit_uri = f"{posts}/{page.path}" if page.path else None
    return file


def find_way(config: MkDocsConfig) -> str:
    """The way to the project from where the host's links for editing lead, which is the folder of pages or the project.

    So `edit/main/docs/` gives `../`, `edit/main/` nothing.
    """
    docs, home = Path(config.docs_dir).absolute(), Path(config.config_file_path).absolute().parent
    inside = docs.relative_to(home).as_posix() if docs.is_relative_to(home) else docs.name
    at = (config.edit_uri_template or config.edit_uri or "").partition("{")[0].rstrip("/")
    return "../" * (inside.count("/") + 1) if f"/{at}".endswith(f"/{inside}") else ""


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
    library: Library, settings: Settings, drawer: jinja2.Environment, look: Look, sheets: Sequence[str]
) -> Iterator[tuple[str, str]]:
    """What a site has beside its pages, by name: styles, scripts, their data, and the ways from former addresses.

    `sheets` are those of the theme, which ours take into a layer below them where they look as none of its own do.
    """
    assets = (*sorted(theme.ASSETS.iterdir()), theme.PARSER)
    texts = {asset.name: asset.read_text(encoding="utf-8") for asset in assets}
    colours = drawer.get_template("colours.css").render(sheets=sheets if look.is_editorial else [], here=urls.ASSETS)
    for name, text in fit_sheets(texts, colours, look).items():
        yield urls.ASSETS + name, text
    for name, text in texts.items():
        if not name.endswith(".css"):
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


_REM = re.compile(r"(?<![\w.-])(\d*\.?\d+)rem\b")
_OURS = re.compile(r"\.(parley|pa-dialog|pa-write|pa-search|pa-search-dialog)(?![\w-])")
"""What all that is ours stands in."""

_NOTHING = ":not(#\\_)"
"""Whatever has no such id, which is everything; a rule with it counts more than any of a theme's."""

MATERIAL_REM = 0.8
"""What we call a rem, 16 px where a reader has changed nothing, is that much of Material's, which are 20."""


def fit_sheets(texts: Mapping[str, str], colours: str, look: Look) -> dict[str, str]:
    """Our style sheets by name, of their `texts`, without what a browser doesn't need.

    In the editorial look the theme's are in a layer below them. Beside the theme's own look they go for what is ours
    alone, and there before the theme's.
    """
    sheets = {
        "parley.css": "\n".join([colours, *(texts[name] for name in look.sheets)]),
        "write.css": texts["write.css"],
    }
    return {name: " ".join(_COMMENT.sub("", _fit(text, look)).split()) for name, text in sheets.items()}


def _fit(text: str, look: Look) -> str:
    if look.is_editorial:
        return text
    text = _OURS.sub(lambda found: found[0] + _NOTHING, text)
    return _REM.sub(lambda found: f"{float(found[1]) * MATERIAL_REM:g}rem", text) if look.is_material else text


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


def mark_page(page: HostPage, title: str = "") -> None:
    """Put marks where the content and, if no other is given, the title of a page of ours will stand."""
    page.title = page.title or title or mark("title")
    page.meta = {"title": mark("title"), "hide": ["navigation", "toc"]}
    page.toc = TableOfContents([AnchorLink("", "content", 1)])  # where the link leads that skips the header
    page.content = mark("content")


def find_address(file: File) -> str:
    """The address that a page of the maintainers' has where addresses are folders: what the rest of us knows it by."""
    folder = file.url.rpartition("/")[0]
    return file.url if file.url.endswith("/") or not file.name else f"{folder}/{file.name}/".lstrip("/")


def draw_ways(pages: Mapping[str, File], drawer: jinja2.Environment) -> Iterator[tuple[str, str]]:
    """What leads on from the addresses of some of the maintainers' pages, where theirs are no folders."""
    for address, file in pages.items():
        if file.dest_uri != urls.file_of(address):
            way = urls.relative(file.url, address)
            yield (
                urls.file_of(address),
                drawer.get_template("redirect.html").render(here=address, target=way, title=file.name),
            )


def name_lists(declared: Declaration) -> Iterator[tuple[str, str]]:
    """The pages that lead to everything beside the discussions, for who has lost the way."""
    if declared.comparisons:
        yield f"{declared.comparisons.path}/", f"All {declared.comparisons.title.lower()}"
    if "latest" in declared.lists:
        yield urls.LATEST, "The latest contributions"


def list_addresses(files: Files, pages: Mapping[str, Page], site_url: str) -> Iterator[tuple[str, str]]:
    """The address of each of our pages, which are given by it, with the day of its last change, where that is known."""
    for file in files:
        ours = pages.get(file.page.url if file.page else file.url)
        if ours and site_url:
            yield site_url + ours.address, ours.changed.day.isoformat() if ours.changed else ""
