"""What is done on each event of MkDocs, in the order in which they come."""

from collections.abc import Callable, Iterable
from contextlib import ExitStack, closing
from html import escape
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

from parley.building.beside import draw_others, name_lists
from parley.building.frames import mark, squeeze_script
from parley.building.output import Output
from parley.building.policy import build_policy
from parley.building.previews import Preview
from parley.building.site import begin_drawing, write_site
from parley.caching.cache import Cache, find_file
from parley.caching.means import collecting_rarely
from parley.caching.workers import Workers
from parley.model import urls
from parley.model.findings import InvalidPosts
from parley.model.languages.speaking import _
from parley.model.problems import ParleyError
from parley.model.settings import MARKDOWN
from parley.reading.hosted import name_page
from parley.rendering import theme
from parley.rendering.data.llms import LLMS, draw_llms
from parley.rendering.data.twins import PageText
from parley.rendering.pages import build_pages
from parley.rendering.saying import say
from parley.rendering.search.documents import list_bundles
from parley.rendering.search.pages import render_page_document
from parley_mkdocs import files as hosted
from parley_mkdocs.frames import Frames
from parley_mkdocs.look import PAGE, draw_lean, enter_theme, keep_options_whole, mend_theme
from parley_mkdocs.project import Project
from parley_mkdocs.run import Request, Run, begin_run, give_address, log, refuse_pages, telling
from parley_mkdocs.settings import is_alone
from parley_mkdocs.twins import draw_twins

ROBOTS = "robots.txt"
"""Tells crawlers where the sitemap is, unless an adopter has such a file in docs/."""


FACTS = {"github.com": ["https://api.github.com"], "gitlab.com": ["https://gitlab.com"]}
"""Where a theme asks how many have starred a repository."""


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

    @event_priority(-50)  # behind those that change the address of the site, such as mike
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        if self.preview:
            self.preview.begin()
            self._ending.callback(self.preview.end)
        else:
            self._ending.enter_context(collecting_rarely())
        file = find_file(Path(config.config_file_path).parent)
        with telling():
            if config.plugins.events["config"].count(self.on_config) > 1:
                raise ParleyError(_("mkdocs.yml names Parley twice in `plugins` and `hooks`. Remove one of them."))
            cache = self.preview.open_cache(file) if self.preview else self._ending.enter_context(closing(Cache(file)))
            self._run = run = begin_run(config, self._request, cache, self._ending)
        if not config.site_url and not self.preview:
            give_address(config, run.site.settings.site_url)
        if not config.repo_url and not urlsplit(config.edit_uri or "").netloc:
            config.edit_uri = None  # there is nothing to edit at; MkDocs would warn on every page
        config.markdown_extensions.append(run.embeds)  # type: ignore[arg-type]  # Python-Markdown takes objects too
        enter_theme(config, run.look, run.site.settings.language)
        config.watch += [str(run.folder), str(theme.FOLDER)]
        return config

    @event_priority(-200)  # behind those that choose addresses of pages, such as blogs
    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        sources = list(hosted.list_sources(files, config.plugins.values()))
        self.run.host({name_page(file.src_uri): file.url.removeprefix("./") for file in sources})
        site, docs = self.run.site, Path(config.docs_dir).name
        if not self.preview and not hosted.is_translation(config):
            self.run.begun = begin_drawing(site, self.run.index)
        homes = {urls.file_of(urls.HOME), "index.md", "README.md"}  # that of a translation is written elsewhere
        has_home = any(file.dest_uri in homes or file.src_uri in homes for file in files)
        if not has_home and not hosted.is_translation(config):
            files.append(hosted.make_home(config))
        own = {hosted.find_address(file): file for file in files.documentation_pages()}
        self.run.find_links(file.url.removeprefix("./") for file in sources)
        pages = list(build_pages(site.library, site.settings, site.drawer, site.parts.recall, self.run.backlinks))
        # a page of the maintainers' takes the place of a list
        taken = {*own, *(f"{name_page(file.src_uri)}/" for file in own.values())}  # one in another language has its own
        self.run.pages = {page.address: page for page in pages if page.path or page.address not in taken}
        for address, file in own.items():
            if (page := self.run.pages.get(address)) and page.path:
                log.warning(
                    _(
                        "{docs}/{src_uri} has the address of {posts}/{path}. Rename it.",
                        docs=docs,
                        src_uri=file.src_uri,
                        posts=site.settings.posts,
                        path=page.path,
                    )
                )
        for page in self.run.pages.values():
            files.append(hosted.make_page(page, site.settings.posts, config))
        known = {urls.RULES, *(page.address for page in pages)}
        ways = {address: file for address, file in own.items() if address in known}
        if self.run.look.is_material and not self.run.look.has_search and is_alone(config):
            hosted.leave_out_idle(files)
        sheets = hosted.find_theme_sheets(files)
        others = draw_others(site.library, site.settings, site.drawer, self.run.look.sheets, sheets)
        for name, content in (*others, *hosted.draw_ways(ways, site.drawer)):
            files.append(hosted.make_file(name, content, config))
        if site.settings.site_url and ROBOTS not in files.src_uris:
            text = f"User-agent: *\nDisallow:\n\nSitemap: {site.settings.site_url}sitemap.xml\n"
            files.append(hosted.make_file(ROBOTS, text, config))
        return files

    def on_nav(self, nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
        self.run.nav = nav
        if not any(card.state for card in self.run.cards.values()):
            hosted.leave_out(nav, urls.OUTCOMES)
        for page in nav.pages:
            if isinstance(page.file, hosted.GeneratedPage):
                hosted.mark_page(page, escape(self.run.pages[page.url].title))
        if config.nav is None and urls.DISCUSSIONS in self.run.pages:  # else no way would lead to them
            file = hosted.find_generated(files, self.run.pages[urls.DISCUSSIONS])
            if file.page is None:
                way = HostPage(_("Discussions"), file, config)
                hosted.mark_page(way)
                nav.items.append(way)
                nav.pages.append(way)
        return nav

    def on_page_markdown(self, markdown: str, page: HostPage, config: MkDocsConfig, **_: object) -> str:
        path = f"{Path(config.docs_dir).name}/{page.file.src_uri}"
        self.run.expect_embeds(path, page.file.content_string, markdown, page.url)
        return markdown

    def on_page_content(self, html: str, page: HostPage, config: MkDocsConfig, **_: object) -> str:
        run, title = self.run, str(page.title or config.site_name)
        run.take_links(page.url, title, html)
        about = str(page.meta.get("description") or "")
        run.texts.append((page.file.src_uri, PageText(page.url, title, about, page.markdown or "")))
        if page.meta.get("search", {}) != {"exclude": True}:
            run.documents[page.url] = render_page_document(run.site.drawer, title, html)
        places = (run.embedded, run.articles, run.backlinks)
        if run.look.on_all_pages or any(page.url in place for place in places):
            run.bases[page.url] = str(page.meta.get("template", "main.html"))
            page.meta["template"] = PAGE
        return keep_options_whole(html) if run.look.is_editorial else html

    def on_env(self, env: jinja2.Environment, config: MkDocsConfig, files: Files) -> jinja2.Environment:
        run, site = self.run, self.run.site
        refuse_pages(run.problems)
        if not self.preview and not hosted.is_translation(config):
            with telling():
                run.index.start(run.documents, is_begun=run.begun is not None)
        env.globals["parley_say"] = say
        if is_alone(config):  # another may have given the environment filters of its own, which compiling can run
            env.bytecode_cache = theme.Compiled()
        lean = draw_lean(env, config, run.look)
        guarded = not self.preview  # MkDocs puts a script of its own into what it serves
        run.frames = Frames(site.drawer, site.settings, config, run.look, env, lean, run.nav, files, guarded)
        if run.look.is_editorial and guarded:
            run.frames.around["parley_policy"] = build_policy(run.frames.draw_empty(run.pages), site.settings.allow)
        if hosted.is_translation(config):
            return env  # what our own pages need was written with them
        kept = run.frames.keep()
        kept["body"] = site.drawer.get_template("kept.html").render(bundles=list_bundles(site.library))
        kept |= {"scripts": theme.SCRIPTS, "threadScripts": theme.THREAD_SCRIPTS}
        files.append(
            hosted.make_file(urls.FRAME, squeeze_script(site.drawer.get_template("frame.js").render(kept=kept)), config)
        )
        icons = site.drawer.get_template("icons.svg").render(icons=run.frames.icons.values())
        files.append(hosted.make_file(urls.ICONS, icons, config))
        return env

    def on_template_context(self, context: Any, template_name: str, **_about: object) -> Any:
        run = self.run
        if template_name == "404.html" and run.look.is_editorial:
            run.frames.surround(context, _("Not found"), "", "")
            context["parley_page"] = True
            context["parley_base"] = "main.html"
            context["parley_lists"] = list(name_lists(run.site.library.declaration))
        return context

    def on_post_template(self, output: str, template_name: str, **_about: object) -> str:
        run = self.run
        if template_name == "404.html" and run.look.is_material:
            output = mend_theme(output) if run.look.is_editorial else output
            return output.replace("<h1>404 - Not found</h1>", f"<h1>404 - {escape(_('Not found'))}</h1>")
        if template_name != "sitemap.xml":
            return output
        addresses = list(hosted.list_addresses(run.frames.files, run.pages, run.site.settings.site_url))
        entries = run.site.drawer.get_template("sitemap.xml").render(addresses=addresses)
        return output.replace("</urlset>", f"{entries}</urlset>") if addresses or "<url>" in output else ""

    @event_priority(-200)  # behind searches, which would take replies for a part of the page
    def on_page_context(self, context: Any, page: HostPage, **_: object) -> Any:
        page.content = self.run.put_thread(page.content or "", page.url)
        if page.url not in self.run.bases:
            return context  # nothing of ours stands there, and nothing of ours is done
        context["parley_base"] = self.run.bases[page.url]
        if page.url in self.run.embedded and not self.run.look.is_editorial and not self.preview:
            context["parley_policy"] = mark("policy")
        title = "" if page.is_homepage else str(page.title or "")
        description = str(page.meta.get("description", ""))
        self.run.frames.surround(context, title, description, page.canonical_url or "")
        return context

    @event_priority(-200)  # after all others, as the policy names every script
    def on_post_page(self, output: str, page: HostPage, **_: object) -> str:
        if self.run.look.is_editorial:
            output = mend_theme(output)
        if page.url in self.run.bases and MARKDOWN in self.run.site.library.declaration.lists:
            link = self.run.site.drawer.get_template("twin.html").render(twin=urls.twin(page.url.rpartition("/")[2]))
            output = output.replace("</head>", f"{link}\n</head>", 1)
        if mark("policy") not in output:
            return output
        trusted = output
        for drawn in self.run.embedded[page.url]:
            trusted = trusted.replace(drawn, "")  # nothing that contributors wrote can name itself
        settings = self.run.site.settings
        shows_facts = 'data-md-component="source"' in trusted  # in the theme's link to the repository
        asked = FACTS.get(urlsplit(settings.repository).netloc, ()) if shows_facts else ()
        return output.replace(mark("policy"), build_policy([trusted], settings.allow, asked))

    def on_post_build(self, config: MkDocsConfig) -> None:
        run, is_alike = self.run, hosted.is_translation(config)
        run.mention_pages()
        if MARKDOWN in run.site.library.declaration.lists:
            self._write_twins(run, is_listed=not is_alike)
        if is_alike:
            self._end()
            return
        pages = [(page, run.frames.plan(page)) for page in run.pages.values()]
        if self.preview:
            file = find_file(Path(config.config_file_path).parent)
            self.preview.postpone(run.site, (planned for _, planned in pages), run.documents, file, log.warning)
        else:
            with telling():
                faults = write_site(run.site, pages, run.index, run.begun)
            for fault in faults[:20]:
                log.error(fault)
            if faults:
                raise Abort(_("The site is incomplete: {number} problems.", number=len(faults)))
        run.save()
        self._end()

    def _write_twins(self, run: Run, *, is_listed: bool) -> None:
        """Write the Markdown of the maintainers' pages and what leads to it, but over no file of theirs."""
        site, files = run.site, run.frames.files
        twins = draw_twins(run.texts, files, site.library, site.settings, run.articles, run.pages)
        named = draw_llms([text for _, text in run.texts], run.cards, site.library, site.settings, run.pages)
        theirs = {file.dest_uri for file in files}
        for name, text in (*twins, *([(LLMS, named)] if is_listed else [])):
            if name not in theirs:
                run.site.output.write(name, text)

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
