"""One run of MkDocs, from its settings to a site that is written, and why a site is not built."""

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path

from markupsafe import Markup
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.plugins import get_plugin_logger
from mkdocs.structure.nav import Navigation

from parley.building.epoch import setting_epoch
from parley.building.indexing import Index
from parley.building.output import Output
from parley.building.parts import Site, open_site
from parley.building.site import Drawing, keep_templates, recall_templates
from parley.caching.cache import Cache
from parley.caching.workers import Workers, find_workers
from parley.checking.arrivals import date_library
from parley.checking.hosted import host_articles
from parley.checking.loading import check_posts
from parley.checking.report import render_leftovers, render_summary, render_text
from parley.model import urls
from parley.model.entries import Article
from parley.model.findings import Findings, InvalidPosts
from parley.model.languages.catalogues import speak
from parley.model.languages.speaking import N_, _, ngettext
from parley.model.library import Library
from parley.model.markup.typography import set_page
from parley.model.problems import ParleyError, Problem
from parley.model.settings import Settings
from parley.reading.history import find_history
from parley.reading.hosts import NO_ADDRESS
from parley.rendering.backlinks import MOST, Backlinks, join_backlinks
from parley.rendering.cards.drawing import list_bare
from parley.rendering.cards.fonts import can_draw
from parley.rendering.data.twins import PageText
from parley.rendering.embeds import EmbedExtension, EmbedPage
from parley.rendering.mentioning import Directory, find_backlinks, find_page_backlinks
from parley.rendering.pages.card import Cards, build_cards
from parley.rendering.pages.embeds import Options, render_embed
from parley.rendering.pages.page import Page
from parley.rendering.pages.posts import add_mentions, list_mentions, put_mentions
from parley.rendering.search.languages import NO_DICTIONARY, find_language, lacks_dictionary
from parley_mkdocs.frames import Frames
from parley_mkdocs.look import Look, find_look
from parley_mkdocs.settings import find_settings, is_alone


@contextmanager
def telling() -> Iterator[None]:
    """End a build that fails as MkDocs ends one: with a message, and without a traceback."""
    try:
        yield
    except InvalidPosts as invalid:
        print(render_text(invalid.problems), file=sys.stderr)
        raise Abort(_("The site was not built: {invalid}.", invalid=invalid)) from invalid
    except ParleyError as error:
        raise Abort(_("The site was not built: {error}", error=error)) from None


def refuse_pages(problems: Sequence[Problem]) -> None:
    """End a build if there are problems on the maintainers' pages, with all of them.

    Raises:
        Abort: there are; nothing says that the posts are to blame.
    """
    if problems:
        print(render_text(problems), file=sys.stderr)
        raise Abort(_("The site was not built: {problems}.", problems=InvalidPosts(problems)))


OTHER_USERS = frozenset({"mkdocstrings", "mkautodoc", "mkdocs-click"})
"""Plug-ins and extensions that read lines with `:::`, too."""


def give_address(config: MkDocsConfig, address: str) -> None:
    """Let MkDocs know the address that a web host has told, and whoever builds what is left out without any."""
    config.site_url = address
    if not address:
        print(_(NO_ADDRESS), file=sys.stderr)  # a warning of MkDocs would stop a strict build
    if lacks_dictionary(find_language()):
        print(NO_DICTIONARY, file=sys.stderr)


NO_CARDS = N_("`cards` needs two libraries more, so no cards are drawn: pip install 'mkdocs-parley[cards]'")

log = get_plugin_logger("parley")


@dataclass(frozen=True, slots=True)
class Request:
    """What the command asks of a run beside the settings of MkDocs; where it asks nothing, they decide.

    `posts` is a folder in place of theirs, `output` knows the site of before, and `settings` have been read already,
    where nobody else may change them.
    """

    posts: Path | None = None
    output: Output | None = None
    workers: Workers | None = None
    settings: Settings | None = None


@dataclass
class Run:
    """What one run of MkDocs has to remember from event to event. What has no value at first, an event brings."""

    site: Site
    cache: Cache
    folder: Path
    """That of the posts."""
    index: Index
    embeds: EmbedExtension
    look: Look
    articles: dict[str, Article] = field(init=False)
    """What opens the threads below pages, by their addresses."""
    pages: dict[str, Page] = field(init=False)
    """Our pages by address."""
    directory: Directory = field(init=False)
    backlinks: Backlinks = field(init=False)
    """What leads to contributions and to the maintainers' pages, but for those pages."""
    nav: Navigation = field(init=False)
    frames: Frames = field(init=False)
    begun: Drawing | None = None
    """The threads that others draw already."""
    problems: list[Problem] = field(default_factory=list)
    """Mistakes on the maintainers' pages."""
    embedded: dict[str, list[str]] = field(default_factory=dict)
    """What contributors wrote and stands on a page of the maintainers, by its address."""
    bases: dict[str, str] = field(default_factory=dict)
    """The templates in whose place stands ours, by the addresses of the maintainers' pages."""
    documents: dict[str, str] = field(default_factory=dict)
    """What the search reads of the maintainers' pages, by their addresses."""

    texts: list[tuple[str, PageText]] = field(default_factory=list)
    """What the maintainers wrote on each page, by its file."""
    written: list[tuple[str, str, str]] = field(default_factory=list)
    """Address, title and HTML of the maintainers' pages, as they wrote them."""

    @cached_property
    def cards(self) -> Cards:
        return build_cards(self.site.library)

    def host(self, addresses: Mapping[str, str]) -> None:
        """Take in where the maintainers' pages are read, by their names."""
        site = self.site
        if site.library.articles:
            library = host_articles(site.library, addresses)
            self.site = open_site(library, site.settings, self.cache, site.output, site.workers)
            self.index = Index(self.site)
        self.articles = {article.address: article for article in self.site.library.articles.values()}

    def find_links(self, addresses: Iterable[str]) -> None:
        """Look for what leads from one contribution to another, or to the maintainers' pages at some addresses."""
        self.directory = Directory(self.site.library, self.site.settings, addresses)
        self.backlinks = find_backlinks(self.site.library, self.directory)

    def take_links(self, address: str, title: str, html: str) -> None:
        """Look later at what leads from a page of the maintainers' to contributions; what we put there doesn't."""
        for drawn in self.embedded.get(address, ()):
            html = html.replace(drawn, "")
        self.written.append((address, title, html))

    @cached_property
    def all_backlinks(self) -> Backlinks:
        """What leads to contributions, once all pages of the maintainers' have been read."""
        return join_backlinks(find_page_backlinks(self.written, self.directory), self.backlinks)

    def mention_pages(self) -> None:
        """Let our pages say where the maintainers' mention what stands there."""
        library = self.site.library
        for post in library.posts():
            replies = library.replies_to(post)
            for number in range(1, library.count_pages(post) + 1):
                if page := self.pages.get(urls.sheet(post, number)):
                    mentions = list_mentions(post, replies, number, self.all_backlinks)
                    if mentions != page.mentions:
                        self.pages[page.address] = add_mentions(page, mentions)

    def put_thread(self, html: str, address: str) -> str:
        """The content of the maintainers' page at an address, with what leads there, and its thread if it has one."""
        article = self.articles.get(address)
        whole = _put_thread(html, partial(self._draw_hosted, article) if article else None)
        if links := self.backlinks.get(address):
            template = self.site.drawer.get_template("page_mentions.html")
            drawn = set_page(template.render(here=address, links=links, most=MOST), self.site.settings)
            self.embedded.setdefault(address, []).append(drawn)
            whole += drawn
        return whole

    def _draw_hosted(self, article: Article) -> str:
        site = self.site
        mentions = list_mentions(article, site.library.replies_to(article), 1, self.all_backlinks)
        whole = put_mentions(site.draw("post", article), mentions, article.address, site.drawer)
        drawn = Markup(whole)  # noqa: S704 (from templates with autoescape)
        html = set_page(self.site.drawer.get_template("hosted.html").render(drawn=drawn), site.settings)
        self.embedded.setdefault(article.address, []).append(html)
        return html

    def expect_embeds(self, path: str, text: str, markdown: str, here: str) -> None:
        """Prepare for the embed lines of one of the maintainers' pages.

        `markdown` is what is drawn of the `text` of the file at `path`, and `here` the address of the page.
        """
        first_line = text.count("\n", 0, max(text.find(markdown), 0)) + 1
        site = self.site

        def draw(name: str, options: Options) -> str:
            html = render_embed(name, options, library=site.library, cards=self.cards, drawer=site.drawer, here=here)
            html = set_page(html, site.settings)
            self.embedded.setdefault(here, []).append(html)
            return html

        self.embeds.page = EmbedPage(Findings(path, text, self.problems), first_line, draw)

    def save(self) -> None:
        """Keep what was worked out for the next build, and forget what this one did not need."""
        keep_templates(self.cache)
        self.cache.save()
        if self.cache.trouble:
            print(
                _("Nothing could be cached, so the next build will take longer: {trouble}", trouble=self.cache.trouble),
                file=sys.stderr,
            )


def begin_run(config: MkDocsConfig, request: Request, cache: Cache, ending: ExitStack) -> Run:
    """Read and check the posts. Whatever has to be closed again is entered into `ending`.

    Raises:
        InvalidPosts: the posts have errors.
        ParleyError: there are other reasons not to build the site.
    """
    settings = request.settings or find_settings(config)
    speak(settings.language)
    if settings.cards and not can_draw():
        print(_(NO_CARDS), file=sys.stderr)
        settings = replace(settings, cards=False)
    look = find_look(config, settings)
    folder = request.posts or Path(config.config_file_path).parent / settings.posts
    workers = request.workers or find_workers("processes")
    ending.callback(workers.close)
    library = _load_library(folder, str(request.posts or settings.posts), settings, cache, workers)
    if bare := list_bare(library, settings):
        _tell_bare(bare)
    recall_templates(cache)
    site = open_site(library, settings, cache, request.output or Output(Path(config.site_dir)), workers)
    others = {*config.plugins, *(str(name) for name in config.markdown_extensions)}
    shared = any(name.rpartition("/")[2] in OTHER_USERS for name in others)
    index = Index(site)
    ending.callback(lambda: run.index.close())
    if is_alone(config):  # else the other pages have the day of the build, as without us
        ending.enter_context(setting_epoch(library))
    run = Run(site, cache, folder, index, EmbedExtension(library, shared), look)
    return run


def _tell_bare(files: Sequence[str]) -> None:
    said = ngettext(
        "{n} post has no card of its own, because no font has its letters: {file}. Name one that does in `card_fonts`.",
        "{n} posts have no card of their own, because no font has their letters, such as {file}. "
        "Name one that does in `card_fonts`.",
        len(files),
        file=files[0],
    )
    print(said, file=sys.stderr)  # it stops no build, strict or not


def _load_library(folder: Path, label: str, settings: Settings, cache: Cache, workers: Workers) -> Library:
    check = check_posts(
        folder, label, cache=cache, workers=workers, site_name=settings.site_name, declaration=settings.declaration
    )
    if check.library is None:
        raise InvalidPosts(check.problems)
    if gone := [problem for problem in check.problems if problem.rule == "undeclared"]:
        print(render_text(gone), render_leftovers(gone), sep="\n", file=sys.stderr)  # it stops no build, strict or not
    library = date_library(check.library, find_history(folder, cache))
    log.info(render_summary(check))
    return library


_PLACE = re.compile(r"<div data-parley-thread(?:=(?:\"[^\"<>]*\"|\'[^\'<>]*\'|[^\s\"\'<>]*))?\s*></div>")
"""Where a page wants its thread."""


def _put_thread(html: str, draw: Callable[[], str] | None) -> str:
    """The content of a page with its thread: where it's wanted, else at the end. Without one, no place is left."""
    if draw is None:
        return _PLACE.sub("", html)
    found = _PLACE.search(html)
    before, after = (html[: found.start()], html[found.end() :]) if found else (html, "")
    return before + draw() + _PLACE.sub("", after)
