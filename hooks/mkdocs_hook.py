"""The adapter: MkDocs' events in, plain calls to `parley` out.

This is the only file that knows MkDocs. To lay the site out with another program, rewrite this file.
"""

import logging
import os
import sys
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any

from mkdocs.commands.build import build as build_with_mkdocs
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, MkDocsException
from mkdocs.plugins import get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as HostPage

from parley import progress, theme, urls
from parley.embeds import EmbedExtension, EmbedPage
from parley.epoch import find_epoch
from parley.findings import Findings
from parley.loading import check_posts
from parley.model import Library
from parley.pages import Page, build_pages
from parley.pages.card import build_cards
from parley.pages.embeds import Options, render_embed
from parley.pages.redirects import build_redirects
from parley.problems import InvalidPosts, ParleyError, Problem
from parley.report import render_summary, render_text
from parley.settings import Settings, parse_settings
from parley.verify import find_faults

log = get_plugin_logger("parley")

EPOCH = "SOURCE_DATE_EPOCH"
POSTS = "parley_posts"
"""Where `build_site` leaves a folder that takes the place of the one in the settings."""


@dataclass
class Build:
    """What one run of MkDocs has to remember from event to event."""

    library: Library
    settings: Settings
    embeds: EmbedExtension
    pages: dict[str, Page] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    written: int = 0
    sets_epoch: bool = False


_build: Build | None = None


def _current() -> Build:
    assert _build is not None, "on_config comes first"  # noqa: S101
    return _build


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    global _build
    try:
        settings = parse_settings(
            config.extra.get("parley"),
            site_name=config.site_name,
            description=config.site_description or "",
            site_url=config.site_url or "",
            repository=config.repo_url or "",
        )
        other: Path | None = config.extra.get(POSTS)
        folder = other or Path(config.config_file_path).parent / settings.posts
        check = check_posts(folder, str(other) if other else settings.posts)
        if check.library is None:
            raise InvalidPosts(check.problems)
    except InvalidPosts as invalid:
        print(render_text(invalid.problems), file=sys.stderr)
        raise Abort(f"The site was not built: {invalid}.") from invalid
    except ParleyError as error:
        raise Abort(f"The site was not built: {error}") from None
    log.info(render_summary(check))
    _build = Build(check.library, settings, EmbedExtension(check.library))
    if EPOCH not in os.environ:
        os.environ[EPOCH] = str(find_epoch(check.library))
        _build.sets_epoch = True
    if not config.repo_url:
        config.edit_uri = None  # there is nothing to edit at; MkDocs would warn on every page
    config.markdown_extensions.append(_build.embeds)  # type: ignore[arg-type]  # Python-Markdown takes objects too
    config.theme.dirs.insert(0, str(theme.HOST))
    config.extra_css[:0] = [urls.COLOURS, urls.STYLE_SHEET]
    config.watch += [str(folder), str(theme.FOLDER)]
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    build = _current()
    docs = Path(config.docs_dir).name
    for file in files.documentation_pages():
        file.edit_uri = f"{docs}/{file.src_uri}"
    drawer = theme.environment(build.library, build.settings)
    build.pages = {page.address: page for page in build_pages(build.library, build.settings)}
    for page in build.pages.values():
        files.append(
            _file(config, f"{page.address}index.md", "", f"{build.settings.posts}/{page.path}" if page.path else "")
        )
    files.append(_file(config, urls.STYLE_SHEET, theme.STYLE_SHEET.read_text(encoding="utf-8")))
    files.append(_file(config, urls.COLOURS, drawer.get_template("colours.css").render()))
    for address, document in build_redirects(build.library, drawer):
        files.append(_file(config, urls.file_of(address), document))
    return files


def _file(config: MkDocsConfig, uri: str, content: str, edit_uri: str = "") -> File:
    file = File.generated(config, uri, content=content, inclusion=InclusionLevel.NOT_IN_NAV)
    file.edit_uri = edit_uri or None
    return file


def on_page_markdown(markdown: str, page: HostPage, config: MkDocsConfig, files: Files) -> str:
    build = _current()
    ours = build.pages.get(page.url)
    if ours is None:
        _enter(page, markdown, config)
        return markdown
    # these two are all that the theme's templates, which escape nothing, get of a contributor's text
    page.meta["title"] = escape(ours.title)
    page.meta["description"] = escape(ours.description)
    page.meta["hide"] = ["navigation", "toc"]
    if ours.changed:
        page.update_date = ours.changed.day.isoformat()
    return markdown


def _enter(page: HostPage, markdown: str, config: MkDocsConfig) -> None:
    """Prepare for the embed lines of one of the maintainers' pages."""
    build = _current()
    text = page.file.content_string
    first_line = text.count("\n", 0, max(text.find(markdown), 0)) + 1
    drawer = theme.environment(build.library, build.settings)
    cards = build_cards(build.library)

    def draw(name: str, options: Options) -> str:
        return render_embed(name, options, library=build.library, cards=cards, drawer=drawer, here=page.url)

    findings = Findings(f"{Path(config.docs_dir).name}/{page.file.src_uri}", text, build.problems)
    build.embeds.page = EmbedPage(findings, first_line, draw)


def on_env(env: Any, config: MkDocsConfig, files: Files) -> Any:
    problems = _current().problems
    if problems:
        print(render_text(problems), file=sys.stderr)
        raise Abort(f"The site was not built: {InvalidPosts(problems)}.")
    return env


def on_page_context(context: Any, page: HostPage, config: MkDocsConfig, nav: Navigation) -> Any:
    ours = _current().pages.get(page.url)
    if ours is not None:
        page.content = ours.render()
        context["parley_page"] = True
    return context


def on_post_page(output: str, page: HostPage, config: MkDocsConfig) -> str:
    build = _current()
    page.content = ""  # written; keeping ten thousand pages in memory would serve nobody
    build.written += 1
    progress.advance(build.written, len(build.pages))
    return output


def on_post_build(config: MkDocsConfig) -> None:
    _forget_epoch()
    faults = find_faults(Path(config.site_dir), _current().pages.values())
    for fault in faults[:20]:
        log.error(fault)
    if faults:
        raise Abort(f"The site is not complete: {len(faults)} faults.")


def on_build_error(error: Exception) -> None:
    _forget_epoch()


def _forget_epoch() -> None:
    if _build is not None and _build.sets_epoch:
        os.environ.pop(EPOCH, None)


def build_site(config_file: Path, site: Path, posts: Path | None = None) -> None:
    """Let MkDocs build the whole site into the folder `site`, strictly.

    Raises:
        InvalidPosts: the posts have errors, which have been written to standard error.
        ParleyError: the build failed for another reason.
    """
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s: %(message)s")
    try:
        config = load_config(str(config_file), site_dir=str(site), strict=True)
        if posts is not None:
            config.extra[POSTS] = posts
        build_with_mkdocs(config)
    except (MkDocsException, SystemExit) as error:
        if isinstance(error.__cause__, InvalidPosts):
            raise error.__cause__ from None
        raise ParleyError(str(error)) from error
