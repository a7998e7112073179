"""Beside whose theme our pages stand, and what of ours stands on the pages of the maintainers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import jinja2
from mkdocs.config.defaults import MkDocsConfig

from parley.model import urls
from parley.model.languages.speaking import _
from parley.model.settings import Settings
from parley.reading.declaring import InvalidSettings
from parley.rendering import theme

PAGE = "parley.html"
"""The template around a page that has something of ours."""

_FEATURE = "partials/javascripts/base.html"
"""What Material for MkDocs has, and the themes made of it, and no other."""

_TOGGLE = re.compile(r'(<input class="md-toggle"[^>]*?) autocomplete="off"')
"""A box to tick, for which HTML has no such attribute. Where a browser keeps it ticked, frame.js unticks it."""

_NO_STOP = re.compile(r'(<label\b[^>]*) tabindex=""')
_LED_NOWHERE = re.compile(r'(<label\b[^>]*) for="__toc"')
_CODE = re.compile(r"(?<!<pre>)(?<!</span>)<code>[^<]*</code>")
_OPTION = re.compile(r"(?<![\w-])--?[A-Za-z][\w-]*")


def mend_theme(html: str) -> str:
    """A page of Material's without what HTML doesn't allow."""
    html = _NO_STOP.sub(r"\1", _TOGGLE.sub(r"\1", html))
    return html if 'id="__toc"' in html else _LED_NOWHERE.sub(r"\1", html)


def keep_options_whole(html: str) -> str:
    """The text of a page, in which no line ends behind the hyphens of an option such as `--dry-run`."""
    return _CODE.sub(lambda code: _OPTION.sub(r'<span class="pa-whole">\g<0></span>', code[0]), html)


@dataclass(frozen=True, slots=True)
class Look:
    """`is_material` tells the theme, `is_editorial` the look; `has_search` that the theme's own search is on, and
    `is_instant` that the theme swaps pages. With `is_everywhere` our search stands on all pages.
    """

    is_material: bool
    is_editorial: bool
    is_everywhere: bool
    has_search: bool
    is_instant: bool

    @property
    def on_all_pages(self) -> bool:
        """Tell whether the maintainers' pages have something of ours, whatever stands on them."""
        return self.is_editorial or self.is_everywhere

    def surround(self, is_ours: bool) -> dict[str, object]:
        """What the template has to know of a page, by the names that it has for it."""
        lean = self.is_material and (is_ours or self.is_editorial)
        around: dict[str, object] = {
            "parley_lean": lean,
            "parley_layers": self.is_editorial,
            "parley_control": is_ours or self.on_all_pages,
            "parley_in_place": lean and self.has_search,
            "parley_arriving": self.is_instant,
        }
        return around | ({"parley_page": True} if is_ours else {})

    @property
    def sheets(self) -> theme.Sheets:
        """How our style sheets are made."""
        return theme.Sheets(
            "editorial" if self.is_editorial else "theme", theme.MATERIAL_REM if self.is_material else 1
        )


def find_look(config: MkDocsConfig, settings: Settings) -> Look:
    """How the site looks.

    Raises:
        InvalidSettings: the settings of the host would give a site that doesn't work; with all of them.
    """
    features = [str(name) for name in config.theme.get("features") or []]
    names = ("search", "material/search")
    enabled = [getattr(config.plugins[name].config, "enabled", True) for name in names if name in config.plugins]
    look = Look(
        is_material=any((Path(folder) / _FEATURE).is_file() for folder in config.theme.dirs),
        is_editorial=settings.look == "editorial",
        is_everywhere=settings.search == "all" or settings.look == "editorial",
        has_search=any(enabled),
        is_instant=any(name.startswith("navigation.instant") for name in features),
    )
    if mistakes := list(_find_mistakes(config, look, settings)):
        raise InvalidSettings("\n".join(f"mkdocs.yml: {mistake}." for mistake in mistakes))
    return look


def _find_mistakes(config: MkDocsConfig, look: Look, settings: Settings) -> Iterator[str]:
    if look.is_editorial and not look.is_material:
        yield _(
            "extra.parley.look is editorial, which needs Material for MkDocs; theme.name is {name}. "
            "Remove one of the two",
            name=config.theme.name,
        )
    if settings.search == "all" and look.has_search:
        yield _(
            "extra.parley.search is all, but plugins has search, so every page would have two search "
            "boxes. Remove one of the two"
        )
    own = config.theme.custom_dir and Path(config.theme.custom_dir)
    partials = [file.relative_to(theme.LEAN).as_posix() for file in sorted(theme.LEAN.rglob("javascripts/*.html"))]
    if look.is_material and own and (hidden := [name for name in partials if (own / name).is_file()]):
        yield _(
            "theme.custom_dir has {hidden}, in whose place Parley's pages have a script of their "
            "own. Use another template of the theme, such as partials/footer.html, and remove it",
            hidden=", ".join(hidden),
        )


def enter_theme(config: MkDocsConfig, look: Look, language: str) -> None:
    """Let the host find our templates: below the adopter's, and above the theme's where all pages are drawn by us.

    Material speaks the language of the site as well, where it can.
    """
    words = f"partials/languages/{language}.html"
    if look.is_material and any((Path(folder) / words).is_file() for folder in config.theme.dirs):
        config.theme["language"] = language
    own = 1 if config.theme.custom_dir else 0
    config.theme.dirs[own:own] = [str(theme.LEAN)] if look.is_editorial else []
    config.theme.dirs.append(str(theme.HOST))
    if look.has_search and not look.is_editorial:
        config.extra_javascript.append(urls.JOIN)


def draw_lean(env: jinja2.Environment, config: MkDocsConfig, look: Look) -> jinja2.Environment:
    """The host's environment for our own pages alone, which leave out what they share."""
    if look.is_editorial or not look.is_material:
        return env
    own = [str(config.theme.custom_dir)] if config.theme.custom_dir else []
    loader = jinja2.ChoiceLoader([jinja2.FileSystemLoader([*own, str(theme.LEAN)]), env.loader or jinja2.BaseLoader()])
    return env.overlay(loader=loader)
