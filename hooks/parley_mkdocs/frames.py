"""What the theme draws around the pages, those of the maintainers and ours."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
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
from mkdocs.structure.pages import Page as HostPage
from mkdocs.utils import get_relative_url

from parley.building.frames import Frame, Icon, cut_frame, find_icons, mark, point_to_icons, squeeze
from parley.building.policy import build_policy
from parley.model import urls
from parley.model.markup.typography import set_page, set_words
from parley.model.settings import Settings
from parley.rendering.heads import render_head
from parley.rendering.pages.page import Page
from parley.rendering.planned import Planned
from parley_mkdocs.files import GeneratedPage, find_generated, find_hosted
from parley_mkdocs.look import PAGE, Look, mend_theme

_PALETTE = re.compile(r'(<form\b[^>]*data-md-component="palette"[^>]*>)(.*?)(</form>)', re.DOTALL)
"""What chooses the colours: a form that the theme hides until its scripts serve it."""

_SEARCH = re.compile(r'<label\b[^>]*\bfor="__search"[^>]*>.*?</label>', re.DOTALL)
"""What opens the search of the theme, in whose place ours stands."""

_LAST = re.compile(r'<script (?=src="[^"]*"></script>\s*</body>)')
"""The theme's own script, unless the site has some behind it. It needs a whole page, and no page waits for it."""

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
    look: Look
    env: jinja2.Environment
    """That of the host, which draws the maintainers' pages."""
    lean: jinja2.Environment
    """That for our own."""
    nav: Navigation
    files: Files
    is_guarded: bool = True
    """Whether pages have a policy."""
    around: dict[str, str] = field(default_factory=dict)
    icons: dict[str, Icon] = field(default_factory=dict)
    drawn: dict[str, Frame] = field(default_factory=dict)

    @property
    def hooks(self) -> list[Any]:
        """The adopter's own hooks. They see our pages, which other plug-ins don't: those expect a file in docs/."""
        hooks: Mapping[str, Any] = dict(self.config.hooks)  # type: ignore[arg-type]  # MkDocs calls it a list
        return [hook for hook in hooks.values() if not hasattr(hook, "PARLEY")]

    def tell(self, event: str, value: Any, **about: Any) -> Any:
        """Let the hooks change something of a page of ours, as MkDocs lets them of others."""
        for hook in self.hooks:
            if heard := getattr(hook, event, None):
                changed = heard(value, config=self.config, **about)
                value = value if changed is None else changed
        return value

    def keep(self) -> dict[str, object]:
        """Take out of the theme's page what all pages share: for frame.js, which gives it to each."""
        if not self.look.is_material:
            return {}
        cut = mark("cut")
        html = squeeze(self._draw_around(None, base_url=".", parley_cut=cut))
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
        pages = list(self._list_pages())
        depths = {address.count("/"): address for address in addresses}
        roots = {get_relative_url(".", url) for url in (*(page.url for page in pages), *depths.values())}
        for root in sorted(roots | {urlsplit(self.config.site_url or "/").path}):
            yield self._draw_around(next(iter(pages), None), base_url=root)

    def _list_pages(self) -> Iterator[HostPage]:
        return (file.page for file in self.files.documentation_pages() if file.page)

    def _draw_around(self, page: HostPage | None, **values: object) -> str:
        """What the theme draws around a page of ours."""
        context = get_context(self.nav, self.files, self.config, page)
        whole = {**context, **self.around, **self.look.surround(is_ours=True), **values}
        if page and isinstance(page.file, GeneratedPage):
            whole = self.tell("on_page_context", whole, page=page, nav=self.nav)
        return _SEARCH.sub("", self.lean.get_template(PAGE).render(whole))

    def surround(self, context: Any, title: str, description: str, canonical: str) -> None:
        """Give a template of ours what stands around the content of one of the maintainers' pages, finished."""
        context.update(self.look.surround(is_ours=False))
        if self.look.is_editorial:
            context.update(self.around)
            context["parley_head"] = render_head(
                self.drawer, self.settings, Page("", title, description, str), canonical
            )

    def plan(self, page: Page) -> Planned:
        """A page of ours."""
        frame = self._find(page)
        source = find_generated(self.files, page).edit_uri
        config = self.config
        places = page.address, source, config.site_url, config.repo_url, config.edit_uri, config.edit_uri_template
        around = (
            *(frame.digest, page.title, page.description, page.language),
            *(page.feed, page.followed, page.twin, page.card),
        )
        heard = any(hasattr(hook, "on_post_page") for hook in self.hooks)
        depends = page.depends.add(around, places) if page.depends and not heard else None
        return Planned(urls.file_of(page.address), depends, partial(self._render, page, frame), page.list_ids)

    def _find(self, page: Page) -> Frame:
        """The frame of a page: the same for all pages of a folder, but for those in the navigation.

        A link of the navigation to that folder, or into it, is shorter than from elsewhere.
        """
        file = find_generated(self.files, page)
        in_nav = file.page is not None and file.page in self.nav.pages
        key = page.address if in_nav else f"in {page.address.rstrip('/').rpartition('/')[0]}"
        if key not in self.drawn:
            self.drawn[key] = self._draw(page, in_nav)
        return self.drawn[key]

    def _draw(self, page: Page, in_nav: bool) -> Frame:
        hosted = find_hosted(self.files, page, self.config)
        hosted.active = in_nav
        marks = {"parley_head": mark("head"), "parley_source": mark("source")}
        if self.look.is_editorial or not self.is_guarded:
            html = self._draw_around(hosted, **marks)
        else:  # some themes write into a script of each page what page it is
            html = self._draw_around(hosted, **marks, parley_policy=mark("policy"))
            html = html.replace(mark("policy"), build_policy([html], self.settings.allow))
        if self.look.is_material:
            html = mend_theme(_TABBED.sub("", _PALETTE.sub(r"\1\3", html)))
            html = _LAST.sub("<script defer ", html)
        hosted.active = False
        html = point_to_icons(squeeze(html), self.icons, get_relative_url(urls.ICONS, page.address))
        if self.look.is_instant:  # the theme's script fails on the page to come where the other name stands
            html = html.replace("<use href=", "<use xlink:href=")
        return cut_frame(html)

    def _render(self, page: Page, frame: Frame) -> str:
        hosted = find_hosted(self.files, page, self.config)
        canonical = hosted.canonical_url or ""
        canonical = f"{self.settings.site_url}{page.canonical}" if canonical and page.canonical else canonical
        html = frame.fill(
            {
                "title": escape(set_words(page.title, self.settings, page.language)),
                "head": render_head(self.drawer, self.settings, page, canonical),
                "content": set_page(page.render(), self.settings),
                "source": self.drawer.get_template("source.html").render(address=hosted.edit_url),
            }
        )
        if self.hooks:
            title, description = escape(page.title), escape(page.description)  # as all that the theme knows of a page
            hosted.title, hosted.meta = title, {"title": title, "description": description}
            html = self.tell("on_post_page", html, page=hosted)
        return html
