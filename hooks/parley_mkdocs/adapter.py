"""What is done on each event of MkDocs, in the order in which they come."""

from collections.abc import Callable, Iterable
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from wsgiref.types import WSGIApplication

import jinja2
from mkdocs.commands.build import build as build_with_mkdocs
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, MkDocsException
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as HostPage

from parley.building.output import Output
from parley.building.policy import build_policy
from parley.building.previews import Preview
from parley.building.site import write_site
from parley.caching.cache import Cache, find_file
from parley.caching.workers import Workers
from parley.model import urls
from parley.model.problems import InvalidPosts, ParleyError
from parley.reading.hosted import name_page
from parley.rendering import theme
from parley.rendering.pages import build_pages
from parley.rendering.search.documents import cut_posts
from parley_mkdocs import files as hosted
from parley_mkdocs.frames import Frames
from parley_mkdocs.project import Project
from parley_mkdocs.run import Request, Run, begin_run, check_host, give_address, log, refuse_pages, telling
from parley_mkdocs.settings import is_alone

ROBOTS = "robots.txt"
"""Tells crawlers where the sitemap is, unless an adopter has such a file in docs/."""


class Adapter:
    """Serves one run of MkDocs after the other, for hook, plug-in and command: there is one instance, `adapter`.

    An event names what it uses of what MkDocs hands over.
    """

    def __init__(self) -> None:
        self.preview: Preview | None = None
        """Where this is no build but a server of previews."""
        self._request = Request()
        self._run: Run | None = None
        self._ending = ExitStack()
        """What has to be done at the end of the run, however it ends."""

    def build(self, project: Project, output: Output, workers: Workers | None = None) -> None:
        """Let MkDocs build the whole site into the folder of `output`, strictly. A project is built once.

        Raises:
            InvalidPosts: the posts have errors, which have been written to standard error.
            ParleyError: the build failed for another reason.
        """
        self._request = Request(project.posts, output, workers, project.settings)
        try:
            build_with_mkdocs(project.config)
        except (MkDocsException, SystemExit) as error:
            if isinstance(error.__cause__, InvalidPosts):
                raise error.__cause__ from None
            raise ParleyError(str(error)) from error
        finally:
            self._request = Request()
            self._end()  # of what is interrupted, MkDocs tells nobody

    @property
    def run(self) -> Run:
        """The run that is going on."""
        assert self._run is not None, "on_config comes first"  # noqa: S101
        return self._run

    def on_startup(self, command: str, **_: object) -> None:
        self.preview = Preview() if command == "serve" else None

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        if self.preview:
            self.preview.begin()
            self._ending.callback(self.preview.end)
        file = find_file(Path(config.config_file_path).parent)
        with telling():
            if config.plugins.events["config"].count(self.on_config) > 1:
                raise ParleyError("mkdocs.yml names Parley twice, in `plugins` and in `hooks`. Remove one of the two.")
            check_host(config)
            cache = self.preview.open_cache(file) if self.preview else self._ending.enter_context(closing(Cache(file)))
            self._run = run = begin_run(config, self._request, cache, self._ending)
        if not config.site_url and not self.preview:
            give_address(config, run.site.settings.site_url)
        if not config.repo_url:
            config.edit_uri = None  # there is nothing to edit at; MkDocs would warn on every page
        config.markdown_extensions.append(run.embeds)  # type: ignore[arg-type]  # Python-Markdown takes objects too
        config.theme.dirs.insert(0, str(theme.HOST))
        config.extra_css[:0] = [urls.STYLE_SHEET]
        config.watch += [str(run.folder), str(theme.FOLDER)]
        return config

    @event_priority(-200)  # behind those that choose addresses of pages, such as blogs
    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        sources = hosted.list_sources(files, config.plugins.values())
        self.run.host({name_page(file.src_uri): file.url.removeprefix("./") for file in sources})
        site, docs = self.run.site, Path(config.docs_dir).name
        if not self.preview:
            with telling():
                self.run.index.start()
        for file in files.documentation_pages():
            file.edit_uri = f"{docs}/{file.src_uri}"
        if all(file.dest_uri != urls.file_of(urls.HOME) for file in files):
            files.append(hosted.make_home(config))
        own = {file.url for file in files.documentation_pages()}  # a page of the maintainers' takes the place of a list
        pages = build_pages(site.library, site.settings, site.drawer, site.parts.recall)
        self.run.pages = {page.address: page for page in pages if page.path or page.address not in own}
        for file in files.documentation_pages():
            if (page := self.run.pages.get(file.url)) and page.path:
                log.warning(f"{docs}/{file.src_uri} has the address of {site.settings.posts}/{page.path}. Rename it.")
        for page in self.run.pages.values():
            files.append(hosted.make_page(page, site.settings.posts, config))
        sheets = hosted.find_theme_sheets(files)
        for name, content in hosted.draw_others(site.library, site.settings, site.drawer, sheets):
            files.append(hosted.make_file(name, content, config))
        if site.settings.site_url and ROBOTS not in files.src_uris:
            text = f"User-agent: *\nDisallow:\n\nSitemap: {site.settings.site_url}sitemap.xml\n"
            files.append(hosted.make_file(ROBOTS, text, config))
        return files

    def on_nav(self, nav: Navigation, **_: object) -> Navigation:
        self.run.nav = nav
        for page in nav.pages:
            if isinstance(page.file, hosted.GeneratedPage):
                hosted.mark_page(page)
        return nav

    def on_page_markdown(self, markdown: str, page: HostPage, config: MkDocsConfig, **_: object) -> str:
        path = f"{Path(config.docs_dir).name}/{page.file.src_uri}"
        self.run.expect_embeds(path, page.file.content_string, markdown, page.url)
        return markdown

    def on_env(self, env: jinja2.Environment, config: MkDocsConfig, files: Files) -> jinja2.Environment:
        run, site = self.run, self.run.site
        refuse_pages(run.problems)
        if is_alone(config):  # another may have given the environment filters of its own, which compiling can run
            env.bytecode_cache = theme.Compiled()
        run.frames = Frames(site.drawer, site.settings, config, env, run.nav, files)
        # MkDocs puts a script of its own into what it serves
        policy = "" if self.preview else build_policy(run.frames.draw_empty(run.pages))
        run.frames.around["parley_policy"] = policy
        kept = run.frames.keep()
        kept["body"] = site.drawer.get_template("kept.html").render(bundles=cut_posts(site.library))
        kept |= {"scripts": theme.SCRIPTS, "threadScripts": theme.THREAD_SCRIPTS}
        files.append(hosted.make_file(urls.FRAME, site.drawer.get_template("frame.js").render(kept=kept), config))
        icons = site.drawer.get_template("icons.svg").render(icons=run.frames.icons.values())
        files.append(hosted.make_file(urls.ICONS, icons, config))
        return env

    def on_template_context(self, context: Any, template_name: str, **_: object) -> Any:
        run = self.run
        if template_name == "404.html":
            run.frames.surround(context, "Not found", "", "")
            context["parley_page"] = True
            context["parley_lists"] = list(hosted.name_lists(run.site.library.declaration))
        if template_name == "sitemap.xml":
            addresses = hosted.list_addresses(run.frames.files, run.pages, run.site.settings.site_url)
            context["parley_sitemap"] = list(addresses)
        return context

    @event_priority(-200)  # behind searches, which would take replies for a part of the page
    def on_page_context(self, context: Any, page: HostPage, **_: object) -> Any:
        page.content = self.run.put_thread(page.content or "", page.url)
        title = "" if page.is_homepage else str(page.title or "")
        description = str(page.meta.get("description", ""))
        self.run.frames.surround(context, title, description, page.canonical_url or "")
        return context

    def on_post_build(self, config: MkDocsConfig) -> None:
        run = self.run
        pages = [(page, run.frames.plan(page)) for page in run.pages.values()]
        if self.preview:
            file = find_file(Path(config.config_file_path).parent)
            self.preview.postpone(run.site, (planned for _, planned in pages), file, log.warning)
        else:
            with telling():
                faults = write_site(run.site, pages, run.index)
            for fault in faults[:20]:
                log.error(fault)
            if faults:
                raise Abort(f"The site is incomplete: {len(faults)} problems.")
        run.save()
        self._end()

    def on_build_error(self, **_: object) -> None:
        self._end()  # without saving, so that nothing is forgotten that was not asked for

    def _end(self) -> None:
        self._run = None
        self._ending.close()

    def on_serve(self, server: LiveReloadServer, config: MkDocsConfig, **_: object) -> LiveReloadServer:
        if self.preview:
            serve: Any = server.get_app()
            server.set_app(write_first(serve, self.preview.write, config.site_url or ""))
        return server

    def on_shutdown(self) -> None:
        if self.preview:
            self.preview.stop()


def write_first(serve: WSGIApplication, write: Callable[[str], bool], site_url: str) -> WSGIApplication:
    """An application (PEP 3333) that lets `write` bring in the file that is asked for, and then `serve` show it."""
    mount = urlsplit(site_url or "/").path

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        name = environ["PATH_INFO"].encode("latin-1").decode(errors="replace").removeprefix(mount)
        name = f"{name}index.html" if not name or name.endswith("/") else name
        said: list[tuple[Any, ...]] = []

        def note(*status: Any) -> Any:
            said.append(status)

        write(name)
        body = serve(environ, note)
        # while MkDocs waits for the end of a build, the site that we had written into is emptied
        if said[-1][0].startswith("404") and write(name):
            body = serve(environ, note)
        start_response(*said[-1])
        return body

    return answer


adapter = Adapter()
