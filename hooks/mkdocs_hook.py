"""The adapter: MkDocs' events in, plain calls to `parley` out.

This is the only file that knows MkDocs. To lay the site out with another program, rewrite this file.
"""

import logging
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property, partial
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from mkdocs.commands.build import build as build_with_mkdocs
from mkdocs.commands.build import get_context
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, MkDocsException
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as HostPage
from mkdocs.utils import get_relative_url
from mkdocs.utils.yaml import yaml_load
from yaml import YAMLError

from parley.building.epoch import find_epoch
from parley.building.frames import Frame, cut_frame, mark
from parley.building.indexing import Index
from parley.building.manifest import Inputs, find_variables
from parley.building.output import Output
from parley.building.policy import build_policy
from parley.building.previews import Preview
from parley.building.site import Site, write_site
from parley.caching.cache import Cache, find_file, make_key
from parley.caching.compiled import Compiled
from parley.caching.workers import Workers, find_workers
from parley.checking.arrivals import date_library
from parley.checking.loading import check_posts
from parley.checking.report import render_summary, render_text
from parley.model import urls
from parley.model.findings import Findings
from parley.model.problems import InvalidPosts, ParleyError, Problem
from parley.model.settings import InvalidSettings, Settings, parse_settings
from parley.reading.history import find_history, mark_history
from parley.rendering import theme
from parley.rendering.contributing import render_data, render_names
from parley.rendering.embeds import EmbedExtension, EmbedPage
from parley.rendering.heads import find_scripts, render_head
from parley.rendering.pages import Page, build_pages
from parley.rendering.pages.card import Cards, build_cards
from parley.rendering.pages.embeds import Options, render_embed
from parley.rendering.pages.redirects import build_redirects
from parley.rendering.planned import Planned
from parley.rendering.results import ThreadResults
from parley.rendering.search.bundles import name_bundles
from parley.rendering.search.documents import render_choices

log = get_plugin_logger("parley")

EPOCH = "SOURCE_DATE_EPOCH"
POSTS = "parley_posts"
"""Where `build_site` leaves a folder that takes the place of the one in the settings."""
OUTPUT = "parley_output"
"""Where it leaves what knows the site of before."""
WORKERS = "parley_workers"
"""Where it leaves those who draw."""


class GeneratedPage(File):
    """A page of ours as MkDocs has to know it, so that links and the navigation lead to it; we write it ourselves."""

    def is_documentation_page(self) -> bool:
        return False

    def copy_file(self, dirty: bool = False) -> None:
        pass


@dataclass
class Build:
    """What one run of MkDocs has to remember from event to event."""

    site: Site
    embeds: EmbedExtension
    cache: Cache
    index: Index
    pages: dict[str, Page] = field(default_factory=dict)
    frames: dict[tuple[str, bool], Frame] = field(default_factory=dict)
    env: Any = None
    files: Any = None
    problems: list[Problem] = field(default_factory=list)
    sets_epoch: bool = False
    nav: Any = None
    policy: str = ""
    search_form: str = ""

    @cached_property
    def cards(self) -> Cards:
        return build_cards(self.site.library)

    def close(self) -> None:
        self.cache.save()
        if self.cache.trouble:
            print(f"Nothing is kept for the next build, which takes longer: {self.cache.trouble}", file=sys.stderr)
        if not _preview:
            self.cache.close()
        self.index.close()
        self.site.workers.close()


_build: Build | None = None
_preview: Preview | None = None
"""Where this is no build but a server of previews."""


def on_startup(command: str, dirty: bool) -> None:
    global _preview
    _preview = Preview() if command == "serve" else None


def _current() -> Build:
    assert _build is not None, "on_config comes first"  # noqa: S101
    return _build


@contextmanager
def _telling() -> Iterator[None]:
    """End a build that fails as MkDocs ends one: with a message, and without a traceback."""
    try:
        yield
    except InvalidPosts as invalid:
        print(render_text(invalid.problems), file=sys.stderr)
        raise Abort(f"The site was not built: {invalid}.") from invalid
    except ParleyError as error:
        raise Abort(f"The site was not built: {error}") from None


def _check_host(config: MkDocsConfig) -> None:
    """Refuse settings of the host under which the site would be built and not work.

    Raises:
        InvalidSettings: with all of them, and what to do instead.
    """
    mistakes = []
    features = [name for name in config.theme.get("features") or [] if str(name).startswith("navigation.instant")]
    if features:
        mistakes.append(
            f"theme.features has {', '.join(features)}, which puts pages into a window without starting their scripts: "
            "threads would have no tools and the search no page. Take it out"
        )
    if not config.use_directory_urls:
        mistakes.append(
            "use_directory_urls is false, but every address of posts, feeds and rules ends with a slash. Take it out"
        )
    own = config.theme.custom_dir and Path(config.theme.custom_dir)
    names = [file.relative_to(theme.HOST).as_posix() for file in sorted(theme.HOST.rglob("*")) if file.is_file()]
    if own and (hidden := [name for name in names if (own / name).is_file()]):
        mistakes.append(
            f"theme.custom_dir has {', '.join(hidden)}, in whose place a template of Parley stands, so nothing of it "
            "would be seen. Write into another template of the theme, such as partials/footer.html, and take it out"
        )
    if mistakes:
        raise InvalidSettings("\n".join(f"mkdocs.yml: {mistake}." for mistake in mistakes))


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    global _build
    if _preview:
        _preview.begin()
    with _telling():
        _check_host(config)
        settings = _parse_settings(config)
        other: Path | None = config.extra.get(POSTS)
        folder = other or Path(config.config_file_path).parent / settings.posts
        file = find_file(Path(config.config_file_path).parent)
        cache = _preview.open_cache(file) if _preview else Cache(file)
        workers = config.extra.get(WORKERS) or find_workers("processes")
        label = str(other) if other else settings.posts
        check = check_posts(folder, label, cache=cache, workers=workers, site_name=settings.site_name)
        if check.library is None:
            raise InvalidPosts(check.problems)
    library = date_library(check.library, find_history(folder, cache))
    log.info(render_summary(check))
    site = Site(
        library,
        settings,
        theme.environment(library, settings, cache),
        ThreadResults(library, settings, cache),
        config.extra.get(OUTPUT) or Output(Path(config.site_dir)),
        workers,
    )
    index = Index(site.library, site.results, site.output, partial(site.draw, "documents"))
    _build = Build(site, EmbedExtension(library), cache, index)
    if not _preview:
        with _telling():
            _build.index.start()
    if EPOCH not in os.environ:
        os.environ[EPOCH] = str(find_epoch(library))
        _build.sets_epoch = True
    if not config.repo_url:
        config.edit_uri = None  # there is nothing to edit at; MkDocs would warn on every page
    config.markdown_extensions.append(_build.embeds)  # type: ignore[arg-type]  # Python-Markdown takes objects too
    config.theme.dirs.insert(0, str(theme.HOST))
    config.extra_css[:0] = [urls.COLOURS, urls.STYLE_SHEET, urls.SEARCH_STYLE]
    config.watch += [str(folder), str(theme.FOLDER)]
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    build = _current()
    docs = Path(config.docs_dir).name
    for file in files.documentation_pages():
        file.edit_uri = f"{docs}/{file.src_uri}"
    own = {file.url for file in files.documentation_pages()}  # a page of the maintainers' takes the place of a list
    pages = build_pages(build.site.library, build.site.settings, build.site.drawer, build.site.results)
    build.pages = {page.address: page for page in pages if page.path or page.address not in own}
    for page in build.pages.values():
        files.append(_add_page(build, page, config))
    for asset in sorted(theme.ASSETS.iterdir()):
        files.append(_file(config, urls.ASSETS + asset.name, asset.read_text(encoding="utf-8")))
    files.append(_file(config, urls.COLOURS, build.site.drawer.get_template("colours.css").render()))
    for address, document in build_redirects(build.site.library, build.site.drawer):
        files.append(_file(config, urls.file_of(address), document))
    files.append(_file(config, urls.SEARCH_CHOICES, render_choices(build.site.library)))
    form = build.site.drawer.get_template("write.html").render()
    files.append(_file(config, urls.WRITING_DATA, render_data(build.site.settings, form)))
    files.append(_file(config, urls.WRITING_NAMES, render_names(build.site.library)))
    build.search_form = build.site.drawer.get_template("search_form.html").render(
        bundles=name_bundles(build.site.library)
    )
    return files


def _file(config: MkDocsConfig, uri: str, content: str) -> File:
    return File.generated(config, uri, content=content, inclusion=InclusionLevel.NOT_IN_NAV)


def _name_for_links(address: str) -> str:
    """What maintainers write in a link to one of our pages, as if it were a file of theirs."""
    return f"{address}index.md"


def _add_page(build: Build, page: Page, config: MkDocsConfig) -> File:
    name = _name_for_links(page.address)
    file = GeneratedPage(name, None, config.site_dir, use_directory_urls=True, inclusion=InclusionLevel.NOT_IN_NAV)
    file.dest_uri = urls.file_of(page.address)
    file.edit_uri = f"{build.site.settings.posts}/{page.path}" if page.path else None
    return file


def on_page_markdown(markdown: str, page: HostPage, config: MkDocsConfig, files: Files) -> str:
    """Prepare for the embed lines of one of the maintainers' pages."""
    build = _current()
    text = page.file.content_string
    first_line = text.count("\n", 0, max(text.find(markdown), 0)) + 1
    site = build.site

    def draw(name: str, options: Options) -> str:
        return render_embed(name, options, library=site.library, cards=build.cards, drawer=site.drawer, here=page.url)

    findings = Findings(f"{Path(config.docs_dir).name}/{page.file.src_uri}", text, build.problems)
    build.embeds.page = EmbedPage(findings, first_line, draw)
    return markdown


def on_env(env: Any, config: MkDocsConfig, files: Files) -> Any:
    build = _current()
    if build.problems:
        print(render_text(build.problems), file=sys.stderr)
        raise Abort(f"The site was not built: {InvalidPosts(build.problems)}.")  # the posts are not to blame
    if len(config.plugins) == 1:  # another may have given the environment filters of its own, which compiling can run
        env.bytecode_cache = Compiled(build.cache)
    if not _preview:  # MkDocs puts a script of its own into what it serves
        build.policy = build_policy(_empty_pages(env, files, config))
    build.env = env
    return env


def _empty_pages(env: Any, files: Files, config: MkDocsConfig) -> Iterator[str]:
    """The theme's page without content, as it looks from every depth of the site and from the page for errors."""
    build = _current()
    pages = [file.page for file in files.documentation_pages() if file.page]
    depths = {address.count("/"): address for address in build.pages}
    roots = {get_relative_url(".", url) for url in (*(page.url for page in pages), *depths.values())}
    for root in sorted(roots | {urlsplit(config.site_url or "/").path}):
        context = get_context(build.nav, files, config, pages[0])
        yield env.get_template("main.html").render({**context, "base_url": root, "parley_page": True})


def _find_frame(build: Build, page: Page, config: MkDocsConfig) -> Frame:
    """The frame of a page: the same for all pages of a depth and kind, but for those in the navigation."""
    file = _find_generated(build, page)
    in_nav = file.page is not None and file.page in build.nav.pages
    root = page.address if in_nav else get_relative_url(".", page.address)
    key = root, page.is_post
    if key not in build.frames:
        hosted = _find_hosted(build, page, config)
        hosted.active = in_nav
        context: dict[str, Any] = {**get_context(build.nav, build.files, config, hosted)}
        context = {
            **context,
            "parley_page": True,
            "parley_policy": build.policy,
            "parley_search": build.search_form,
            "parley_scripts": find_scripts(is_post=page.is_post),
            "parley_head": mark("head"),
            "parley_source": mark("source"),
        }
        build.frames[key] = cut_frame(build.env.get_template("main.html").render(context))
        hosted.active = False
    return build.frames[key]


def _plan_page(build: Build, page: Page, config: MkDocsConfig) -> Planned:
    frame = _find_frame(build, page, config)
    source = _find_generated(build, page).edit_uri
    places = page.address, source, config.site_url, config.repo_url, config.edit_uri, config.edit_uri_template
    content = None if _preview else page.find_key()
    around = frame.digest, page.title, page.description, page.feed
    key = make_key("page", content, around, places) if content else None
    make = partial(_render_page, build, page, frame, config)
    return Planned(urls.file_of(page.address), key, make, page.list_ids)


def _render_page(build: Build, page: Page, frame: Frame, config: MkDocsConfig) -> str:
    hosted = _find_hosted(build, page, config)
    return frame.fill(
        {
            "title": escape(page.title),
            "head": render_head(
                build.site.drawer,
                build.site.settings,
                page.title,
                page.description,
                hosted.canonical_url or "",
                is_post=page.is_post,
                feed=page.feed,
            ),
            "content": page.render(),
            "source": build.site.drawer.get_template("source.html").render(address=hosted.edit_url),
        }
    )


def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
    build = _current()
    build.nav, build.files = nav, files
    for page in nav.pages:
        if isinstance(page.file, GeneratedPage):
            _mark_page(page)
    return nav


def _mark_page(page: HostPage) -> None:
    page.meta = {"title": mark("title"), "hide": ["navigation", "toc"]}
    page.content = mark("content")


def _find_generated(build: Build, page: Page) -> File:
    file: File = build.files.src_uris[_name_for_links(page.address)]
    return file


def _find_hosted(build: Build, page: Page, config: MkDocsConfig) -> HostPage:
    """What MkDocs knows of a page of ours; made for the few that are drawn, unless the navigation has it."""
    file = _find_generated(build, page)
    if file.page is None:
        _mark_page(HostPage(None, file, config))
    assert file.page is not None, "it enters itself"  # noqa: S101
    return file.page


def on_page_context(context: Any, page: HostPage, config: MkDocsConfig, nav: Navigation) -> Any:
    title = "" if page.is_homepage else str(page.title or "")
    _add_frame(context, title, str(page.meta.get("description", "")), page.canonical_url or "")
    return context


def on_template_context(context: Any, template_name: str, config: MkDocsConfig) -> Any:
    if template_name == "404.html":
        _add_frame(context, "Not found", "", "")
    if template_name == "sitemap.xml":
        context["parley_sitemap"] = list(_list_addresses(_current().files))
    return context


def _list_addresses(files: Files) -> Iterator[tuple[str, str]]:
    """The address of each page with the day of its last change, where that is known."""
    build = _current()
    site_url = build.site.settings.site_url
    for file in files:
        ours = build.pages.get(file.page.url if file.page else file.url)
        if ours and site_url:
            yield site_url + ours.address, ours.changed.day.isoformat() if ours.changed else ""
        elif file.page and file.page.canonical_url:
            yield file.page.canonical_url, file.page.update_date


def _add_frame(context: Any, title: str, description: str, canonical: str) -> None:
    """Give a template of the host what stands around the content of one of the maintainers' pages, finished."""
    build = _current()
    context["parley_policy"] = build.policy
    context["parley_search"] = build.search_form
    context["parley_scripts"] = find_scripts(is_post=False)
    context["parley_head"] = render_head(build.site.drawer, build.site.settings, title, description, canonical)


def on_post_build(config: MkDocsConfig) -> None:
    _forget_epoch()
    build = _current()
    pages = [(page, _plan_page(build, page, config)) for page in build.pages.values()]
    if _preview:
        file = find_file(Path(config.config_file_path).parent)
        _preview.postpone(build.site, (planned for _, planned in pages), file, log.warning)
        build.close()
        _preview.end()
        return
    with _telling():
        faults = write_site(build.site, pages, build.index)
    for fault in faults[:20]:
        log.error(fault)
    if faults:
        raise Abort(f"The site is not complete: {len(faults)} faults.")
    build.close()


def on_serve(server: LiveReloadServer, config: MkDocsConfig, builder: Callable[..., None]) -> LiveReloadServer:
    """Let the server of a preview write what is asked for before it looks for the file."""
    serve: Any = server.get_app()

    def write_and_serve(environ: dict[str, Any], start_response: Any) -> Any:
        mount = urlsplit(config.site_url or "/").path
        name = environ["PATH_INFO"].encode("latin-1").decode(errors="replace").removeprefix(mount)
        if _preview:
            _preview.write(f"{name}index.html" if not name or name.endswith("/") else name)
        return serve(environ, start_response)

    server.set_app(write_and_serve)
    return server


def on_build_error(error: Exception) -> None:
    _forget_epoch()
    if _build is not None:
        _build.cache.close()  # before anything is forgotten that was not asked for
        _build.close()
    if _preview:
        _preview.end()


def on_shutdown() -> None:
    if _preview:
        _preview.stop()


def _forget_epoch() -> None:
    if _build is not None and _build.sets_epoch:
        os.environ.pop(EPOCH, None)


def _parse_settings(config: Mapping[str, Any]) -> Settings:
    return parse_settings(
        (config.get("extra") or {}).get("parley"),
        site_name=config.get("site_name") or "",
        description=config.get("site_description") or "",
        site_url=config.get("site_url") or "",
        repository=config.get("repo_url") or "",
    )


def read_settings(config_file: Path) -> Settings:
    """The settings of the site, read without anything that a build needs besides.

    Raises:
        ParleyError: the file is not one of settings.
    """
    try:
        with config_file.open("rb") as stream:
            config = yaml_load(stream)
    except (OSError, YAMLError, MkDocsException) as error:
        raise ParleyError(f"{config_file} cannot be read: {error}") from error
    if not isinstance(config, Mapping) or not isinstance(config.get("extra") or {}, Mapping):
        raise ParleyError(f"{config_file} must be keys with values, and so must extra in it")
    site_url = str(config.get("site_url") or "")
    return _parse_settings({**config, "site_url": f"{site_url.rstrip('/')}/" if site_url else ""})


def find_inputs(config_file: Path, site: Path, posts: Path | None = None) -> Inputs | None:
    """All that the site in the folder `site` will be made of; None where that cannot be known.

    Raises:
        ParleyError: the settings are wrong.
    """
    config = _load_config(config_file, site, posts)
    text = config_file.read_text(encoding="utf-8", errors="replace")
    hooks: Mapping[str, Any] = dict(config.plugins)
    files = [Path(module.__file__) for module in hooks.values() if getattr(module, "__file__", None)]
    if len(hooks) > 1 or "INHERIT" in text:
        return None  # another plug-in may ask the clock, the net or the history
    project = Path(config.config_file_path).parent
    contributed = (posts or project / _parse_settings(config).posts).absolute()
    folders = [project, Path(config.docs_dir), contributed]
    folders += [Path(config.theme.custom_dir)] if config.theme.custom_dir else []
    ignored = (site, site.absolute().parent / f".{site.name}.lock", find_file(project).parent)
    history = contributed, mark_history(contributed)
    return Inputs((*folders, *files), ignored, find_variables(text), history)


def build_site(config_file: Path, output: Output, posts: Path | None = None, workers: Workers | None = None) -> None:
    """Let MkDocs build the whole site into the folder of `output`, strictly.

    Raises:
        InvalidPosts: the posts have errors, which have been written to standard error.
        ParleyError: the build failed for another reason.
    """
    config = _load_config(config_file, output.folder, posts)
    config.extra |= {OUTPUT: output, WORKERS: workers}
    try:
        build_with_mkdocs(config)
    except (MkDocsException, SystemExit) as error:
        if isinstance(error.__cause__, InvalidPosts):
            raise error.__cause__ from None
        raise ParleyError(str(error)) from error


def _load_config(config_file: Path, site: Path, posts: Path | None) -> MkDocsConfig:
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s: %(message)s")
    try:
        config = load_config(str(config_file), site_dir=str(site), strict=True)
    except MkDocsException as error:
        raise ParleyError(str(error)) from error
    if posts is not None:
        config.extra[POSTS] = posts
    return config
