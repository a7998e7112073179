"""`parley attach`, from the posts to a site that has them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from markupsafe import Markup

from parley.building.beside import draw_others
from parley.building.epoch import setting_epoch
from parley.building.frames import Frame
from parley.building.indexing import Index
from parley.building.output import Output
from parley.building.parts import Site, open_site
from parley.building.policy import Loaded, build_policy
from parley.building.site import keep_templates, recall_templates, write_site
from parley.building.verify import ALWAYS
from parley.caching.cache import Cache, find_file
from parley.caching.workers import find_workers
from parley.checking.arrivals import date_library
from parley.checking.check import Check
from parley.checking.hosted import host_articles
from parley.checking.loading import check_posts
from parley.model import urls
from parley.model.entries import Article
from parley.model.findings import InvalidPosts
from parley.model.languages.catalogues import speak
from parley.model.languages.speaking import _
from parley.model.markup.typography import set_page
from parley.model.problems import ParleyError
from parley.model.settings import MARKDOWN, Settings
from parley.reading.history import find_history
from parley.rendering import theme
from parley.rendering.backlinks import Backlinks, join_backlinks
from parley.rendering.heads import render_head
from parley.rendering.mentioning import Directory, find_backlinks, find_page_backlinks
from parley.rendering.pages import build_pages
from parley.rendering.pages.page import Page
from parley.rendering.pages.posts import list_mentions, put_mentions
from parley.rendering.planned import Planned
from parley.rendering.search.documents import list_bundles
from parley.rendering.search.pages import render_page_document
from parley_attach.frames import PLACE, cut_page, fill, find_program
from parley_attach.pages import MADE, OURS, OURS_END, SitePage, drop_ours, find_title, list_asking, put_in, read_pages
from parley_attach.twins import write_twins

SCRIPT = f"{urls.ASSETS}attached.js"


@dataclass(frozen=True, slots=True)
class Joined:
    """What was done: our pages that were written, the pages that have a thread, and what a maintainer should know."""

    pages: int
    threads: int
    notes: tuple[str, ...]


def attach(folder: Path, posts: Path, label: str, settings: Settings, frame: str = "") -> tuple[Joined, Check]:
    """Write our pages into a site that another program has built, and threads into its pages.

    `frame` is the address or the file of the page that is taken as the frame; by default the one with a place for it.
    Nothing is written before everything is known to be right. Doing it again gives the same.

    Raises:
        InvalidPosts: the posts have errors.
        ParleyError: the folder holds no site, or none of its pages can be the frame.
    """
    if not folder.is_dir():
        raise ParleyError(_("there is no folder {folder}/; build the site first", folder=folder))
    speak(settings.language)
    pages = tuple(read_pages(folder))
    around = _find_frame(pages, frame, folder)
    declared = settings.declaration.pages or ()
    asking = list_asking(pages, declared)
    settings = replace(settings, declaration=replace(settings.declaration, pages=asking))
    with ExitStack() as ending:
        cache, workers = ending.enter_context(closing(Cache(find_file(posts, folder)))), find_workers("processes")
        ending.callback(workers.close)
        check = check_posts(
            posts, label, cache=cache, workers=workers, site_name=settings.site_name, declaration=settings.declaration
        )
        if check.library is None:
            raise InvalidPosts(check.problems)
        library = date_library(check.library, find_history(posts, cache))
        library = host_articles(library, {page.name: page.address for page in reversed(asking)})
        ending.enter_context(setting_epoch(library))
        recall_templates(cache)
        site = open_site(library, settings, cache, Output(folder), workers)
        backlinks = _find_backlinks(site, pages)
        own = list(build_pages(library, settings, site.drawer, site.parts.recall, backlinks))
        notes = list(_write(site, own, pages, around, backlinks, ending))
        keep_templates(cache)
        cache.save()
    named = {page.name for page in asking}
    notes += [
        _("{file} asks for a thread, but the site has no element with data-parley-thread for it", file=page.file)
        for page in declared
        if page.name not in named
    ]
    return Joined(len(own), len(library.articles), tuple(notes)), check


def _find_frame(pages: Sequence[SitePage], wanted: str, folder: Path) -> Frame:
    way = wanted.removeprefix("/").removesuffix("index.html")
    names = {way, f"{way.strip('/')}/"}
    found = [page for page in pages if (page.address in names if wanted else page.is_frame)]
    if len(found) != 1:
        known = " or ".join(page.address for page in found[:3])
        what = (
            _("there is no page '{wanted}' in {folder}/", wanted=wanted, folder=folder)
            if wanted
            else _("no page in {folder}/ has an element with {place}", folder=folder, place=PLACE)
        )
        what = (
            _("{number} pages have an element with {place}: {known}", number=len(found), place=PLACE, known=known)
            if found
            else what
        )
        raise ParleyError(
            _("{what}. Name the page that looks as ours should with --frame, such as --frame about/", what=what)
        )
    return cut_page(found[0].text, found[0].address)


def _find_backlinks(site: Site, pages: Sequence[SitePage]) -> Backlinks:
    directory = Directory(site.library, site.settings, (page.address for page in pages))
    written = [(page.address, find_title(page.text), page.find_words()) for page in pages if page.is_found]
    return join_backlinks(find_page_backlinks(written, directory), find_backlinks(site.library, directory))


def _write(
    site: Site, own: Sequence[Page], pages: Sequence[SitePage], frame: Frame, backlinks: Backlinks, ending: ExitStack
) -> Iterator[str]:
    """Write everything; gives what a maintainer should know."""
    theirs = {page.address: page for page in pages if not page.is_frame}
    for page in own:
        if page.address in theirs:
            file, what = theirs[page.address].file, f"{site.settings.posts}/{page.path}"
            yield (
                _("{file} stays, so {what} has no page there", file=file, what=what)
                if page.path
                else _("{file} stays, so our list has no page there", file=file)
            )
    own = [page for page in own if page.address not in theirs]
    index = Index(site)
    ending.callback(index.close)
    index.start(
        {
            page.address: render_page_document(site.drawer, find_title(page.text), page.find_words())
            for page in pages
            if page.is_found
        }
    )
    kept = {
        "body": site.drawer.get_template("kept.html").render(bundles=list_bundles(site.library)),
        "scripts": theme.SCRIPTS,
        "threadScripts": theme.THREAD_SCRIPTS,
    }
    site.output.write(SCRIPT, site.drawer.get_template("attached.js").render(kept=kept))
    for name, text in draw_others(site.library, site.settings, site.drawer, _find_sheets(pages)):
        if name.removesuffix("index.html") not in theirs:
            site.output.write(name, text)
    policy, remark = _find_policy(site, own, frame)
    yield from (*remark, *_write_sitemap(site, own))
    planned = [(page, _plan(site, page, frame, policy)) for page in own]
    faults = [fault for fault in write_site(site, planned, index) if not fault.startswith(ALWAYS)]
    if faults:
        raise ParleyError(_("the site is incomplete: {faults}", faults="; ".join(faults[:5])))
    if _has_twins(site):
        write_twins(site, pages, own)
    by_address = {article.address: article for article in site.library.articles.values()}
    for one in pages:
        if (article := by_address.get(one.address)) and one.find_place():
            name = one.file.relative_to(site.output.folder).as_posix()
            site.output.write(name, one.encode(_draw_thread(site, one, article, backlinks)))
            if program := find_program(one.text):
                yield _(
                    "scripts of {program} draw {file} anew in the browser, so its thread goes when pages swap",
                    program=program,
                    file=one.file,
                )
            if one.has_base:
                yield _("{file} has a base element, so links within its thread lead elsewhere", file=one.file)


def _find_sheets(pages: Iterable[SitePage]) -> theme.Sheets:
    """Zensical's sites have the variables and the sizes of Material; of others nothing is known."""
    is_material = any("md-typeset" in page.text for page in pages)
    return theme.Sheets("theme", theme.MATERIAL_REM) if is_material else theme.Sheets("attached")


def _find_policy(site: Site, own: Sequence[Page], frame: Frame) -> tuple[str, tuple[str, ...]]:
    """The policy of our pages, which lets the scripts and styles of the frame work; or none, and why."""
    depths = {page.address.count("/"): page.address for page in own}
    drawn = [fill(frame, here, "", _draw_head(site, here), "", "") for here in depths.values()]
    if any(Loaded(document).has_handlers for document in drawn):
        return "", (_("the frame has attributes such as onclick, which a policy would stop, so our pages have none"),)
    return str(_POLICY.format(build_policy(drawn, site.settings.allow))), ()


_POLICY = Markup('<meta http-equiv="Content-Security-Policy" content="{}">')


def _write_sitemap(site: Site, own: Sequence[Page]) -> Iterator[str]:
    """Add our pages to the sitemap of the site, in the place of those of an earlier time; or write one."""
    if not site.settings.site_url:
        return
    file = site.output.folder / SITEMAP
    text = drop_ours(file.read_text(encoding="utf-8")) if file.is_file() else f"{_URLSET}\n</urlset>\n"
    if "</urlset>" not in text:
        yield _("{file} lists other sitemaps, so it can't list our pages", file=file)
        return
    entries = site.drawer.get_template(SITEMAP).render(
        addresses=[
            (site.settings.site_url + page.address, page.changed.day.isoformat() if page.changed else "")
            for page in own
            if not page.canonical
        ]
    )
    site.output.write(SITEMAP, text.replace("</urlset>", f"{OURS}{entries}{OURS_END}</urlset>"))


SITEMAP = "sitemap.xml"
_URLSET = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'


def _plan(site: Site, page: Page, frame: Frame, policy: str) -> Planned:
    return Planned(urls.file_of(page.address), None, partial(_draw, site, page, frame, policy), page.list_ids)


def _draw(site: Site, page: Page, frame: Frame, policy: str) -> str:
    settings, address = site.settings, page.address
    head = render_head(site.drawer, settings, replace(page, card=""), settings.site_url and settings.site_url + address)
    content = set_page(page.render(), settings)
    made = fill(frame, address, head, _draw_head(site, address), content, policy).rstrip()
    end = made.lower().rfind("</html>")
    return f"{made[:end] if end >= 0 else made}{_comment(MADE)}</html>"


_comment: Callable[[str], str] = "<!-- {} -->".format


def _draw_head(site: Site, here: str, title: str = "", feed: str = "", twin: str = "") -> str:
    return site.drawer.get_template("attached_head.html").render(here=here, title=title, feed=feed, twin=twin)


def _has_twins(site: Site) -> bool:
    return MARKDOWN in site.library.declaration.lists


def _draw_thread(site: Site, page: SitePage, article: Article, backlinks: Backlinks) -> str:
    mentions = list_mentions(article, site.library.replies_to(article), 1, backlinks)
    whole = put_mentions(site.draw("post", article), mentions, article.address, site.drawer)
    drawn = Markup(whole)  # noqa: S704 (from templates with autoescape)
    feed = urls.feed_address(urls.post(*article.place)) if site.settings.site_url else ""
    twin = urls.twin(page.address.rpartition("/")[2]) if page.is_found and _has_twins(site) else ""
    head = _draw_head(site, page.address, article.title, feed, twin)
    return put_in(page, site.drawer.get_template("hosted.html").render(drawn=drawn), head)
