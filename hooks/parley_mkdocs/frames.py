"""What the theme draws around the pages, those of the maintainers and ours."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from html import escape
from typing import Any
from urllib.parse import urlsplit

import jinja2
from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.utils import get_relative_url

from parley.building.frames import Frame, Icon, cut_frame, find_icons, mark, point_to_icons, squeeze
from parley.model import urls
from parley.model.settings import Settings
from parley.rendering.heads import render_head
from parley.rendering.pages.page import Page
from parley.rendering.planned import Planned
from parley_mkdocs.files import find_generated, find_hosted

_PALETTE = re.compile(r'(<form\b[^>]*data-md-component="palette"[^>]*>)(.*?)(</form>)', re.DOTALL)
"""What chooses the colours: a form that the theme hides until its scripts serve it."""

_TABBED = re.compile(r"<script>[^<]*\b__tab[^<]*</script>")
"""What chooses a tab of Material's within a text, and contributors write none."""


@dataclass(frozen=True, slots=True)
class Frames:
    """The frames of one run of MkDocs, each drawn when it is needed for the first time.

    `around` is what every page has, by the names under which the theme's templates know it.
    """

    drawer: jinja2.Environment
    settings: Settings
    config: MkDocsConfig
    env: jinja2.Environment
    nav: Navigation
    files: Files
    around: dict[str, str] = field(default_factory=dict)
    icons: dict[str, Icon] = field(default_factory=dict)
    drawn: dict[str, Frame] = field(default_factory=dict)

    def keep(self) -> dict[str, object]:
        """Take out of the theme's page what all pages share: for frame.js, which gives it to each."""
        cut, context = mark("cut"), get_context(self.nav, self.files, self.config)
        whole = {**context, **self.around, "base_url": ".", "parley_page": True, "parley_cut": cut}
        html = squeeze(self.env.get_template("main.html").render(whole))
        self.icons.update(find_icons(html))
        before, navigation, _, config, _ = html.split(cut)
        palette = _PALETTE.search(before)
        return {
            "palette": palette[2] if palette else "",
            "navigation": navigation,
            "config": json.loads(config[config.index(">") + 1 : config.rindex("<")]),
            "scope": self.config.extra.get("scope", ""),
        }

    def draw_empty(self, addresses: Iterable[str]) -> Iterator[str]:
        """The theme's page without content, as it looks from every depth of the site and from the page for errors.

        `addresses` are those of our pages.
        """
        pages = [file.page for file in self.files.documentation_pages() if file.page]
        depths = {address.count("/"): address for address in addresses}
        roots = {get_relative_url(".", url) for url in (*(page.url for page in pages), *depths.values())}
        for root in sorted(roots | {urlsplit(self.config.site_url or "/").path}):
            context = get_context(self.nav, self.files, self.config, next(iter(pages), None))
            yield self.env.get_template("main.html").render({**context, "base_url": root, "parley_page": True})

    def surround(self, context: Any, title: str, description: str, canonical: str) -> None:
        """Give a template of the theme what stands around the content of one of the maintainers' pages, finished."""
        head = render_head(self.drawer, self.settings, title, description, canonical)
        context.update(self.around, parley_head=head)

    def plan(self, page: Page) -> Planned:
        """A page of ours."""
        frame = self._find(page)
        source = find_generated(self.files, page).edit_uri
        config = self.config
        places = page.address, source, config.site_url, config.repo_url, config.edit_uri, config.edit_uri_template
        around = frame.digest, page.title, page.description, page.feed
        depends = page.depends.add(around, places) if page.depends else None
        return Planned(urls.file_of(page.address), depends, partial(self._render, page, frame), page.list_ids)

    def _find(self, page: Page) -> Frame:
        """The frame of a page: the same for all pages of a depth, but for those in the navigation."""
        file = find_generated(self.files, page)
        in_nav = file.page is not None and file.page in self.nav.pages
        key = page.address if in_nav else get_relative_url(".", page.address)
        if key not in self.drawn:
            self.drawn[key] = self._draw(page, in_nav)
        return self.drawn[key]

    def _draw(self, page: Page, in_nav: bool) -> Frame:
        hosted = find_hosted(self.files, page, self.config)
        hosted.active = in_nav
        marked = {
            **get_context(self.nav, self.files, self.config, hosted),
            **self.around,
            "parley_page": True,
            "parley_head": mark("head"),
            "parley_source": mark("source"),
        }
        html = _TABBED.sub("", _PALETTE.sub(r"\1\3", self.env.get_template("main.html").render(marked)))
        hosted.active = False
        return cut_frame(point_to_icons(squeeze(html), self.icons, get_relative_url(urls.ICONS, page.address)))

    def _render(self, page: Page, frame: Frame) -> str:
        hosted = find_hosted(self.files, page, self.config)
        canonical = hosted.canonical_url or ""
        head = partial(render_head, self.drawer, self.settings, page.title, page.description, canonical)
        return frame.fill(
            {
                "title": escape(page.title),
                "head": head(
                    is_post=page.is_post,
                    feed=page.feed,
                    published=page.published,
                    changed=page.changed,
                    author=page.author,
                ),
                "content": page.render(),
                "source": self.drawer.get_template("source.html").render(address=hosted.edit_url),
            }
        )
