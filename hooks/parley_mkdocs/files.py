"""Parley's files as MkDocs has to know them."""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import jinja2
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure import StructureItem
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page as HostPage
from mkdocs.structure.toc import AnchorLink, TableOfContents

from parley.building.frames import mark
from parley.model import urls
from parley.model.languages.speaking import _
from parley.model.markup.escaping import escape_text
from parley.rendering.pages.page import Page


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


def is_translation(config: MkDocsConfig) -> bool:
    """Tell whether these are only the maintainers' pages once more, in another language than the site's first.

    mkdocs-static-i18n has the host build each language after the first, into the same folder.
    """
    languages = (
        (getattr(one, "current_language", None), getattr(one, "default_language", None))
        for one in config.plugins.values()
    )
    return any(current and first and current != first for current, first in languages)


def make_page(page: Page, posts: str, config: MkDocsConfig) -> GeneratedPage:
    """A page for MkDocs; `posts` is the folder of posts as the repository has it."""
    posts = find_way(config) + posts
    name = _name_for_links(page.address)
    file = GeneratedPage(name, None, config.site_dir, use_directory_urls=True, inclusion=InclusionLevel.NOT_IN_NAV)
    file.dest_uri = urls.file_of(page.address)
    file.edit_uri = f"{posts}/{page.path}" if page.path else None
    return file


def leave_out(nav: Navigation, address: str) -> None:
    """Take a page of ours out of the navigation, which there would lead to nothing as long as it is empty."""

    def is_kept(item: StructureItem) -> bool:
        if isinstance(item, Section):
            item.children = list(filter(is_kept, item.children))
            return bool(item.children)
        return not (isinstance(item, HostPage) and isinstance(item.file, GeneratedPage) and item.url == address)

    nav.items = list(filter(is_kept, nav.items))
    nav.pages = list(filter(is_kept, nav.pages))


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
    nothing, all_of_it = _("Nobody has written here yet."), _("All discussions")
    front = f'::: front else="{nothing}"\n\n[{all_of_it}](discussions/index.md)\n'
    text = f"# {escape_text(config.site_name, at_start=False)}\n\n{front}"
    return File.generated(config, "index.md", content=text)


def find_theme_sheets(files: Files) -> list[str]:
    """The style sheets of Material for MkDocs, in the order in which it links them."""
    return sorted(file.src_uri for file in files.css_files() if file.src_uri.startswith("assets/stylesheets/"))


_IDLE = re.compile(r"assets/javascripts/(?:lunr|workers)/|assets/(?:javascripts|stylesheets)/[^/]*\.map\Z")


def leave_out_idle(files: Files) -> None:
    """Leave out Material's own files that no page loads where its search is off, and the maps of its sources: 2 MB."""
    for file in list(files):
        if _IDLE.match(file.src_uri) and Path(file.src_dir or "").parts[-2:] == ("material", "templates"):
            files.remove(file)


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


def list_addresses(files: Files, pages: Mapping[str, Page], site_url: str) -> Iterator[tuple[str, str]]:
    """The address of each of our pages, which are given by it, with the day of its last change, where that is known."""
    for file in files:
        ours = pages.get(file.page.url if file.page else file.url)
        if ours and site_url and not ours.canonical:
            yield site_url + ours.address, ours.changed.day.isoformat() if ours.changed else ""
