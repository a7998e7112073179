"""What a site has beside its pages: styles, scripts, their data, and the ways from former addresses."""

import re
from collections.abc import Iterator, Mapping, Sequence

import jinja2

from parley.building.frames import squeeze_script
from parley.editing.slugs import TABLES
from parley.model import urls
from parley.model.languages.speaking import _, lower
from parley.model.library import Library
from parley.model.settings import Declaration, Settings
from parley.reading.schema import list_kinds
from parley.rendering import theme
from parley.rendering.dialog import render_data, render_homes, render_names
from parley.rendering.pages.redirects import build_moved, build_redirects
from parley.rendering.saying import list_script_words, name_region
from parley.rendering.search.documents import render_choices

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def draw_others(
    library: Library, settings: Settings, drawer: jinja2.Environment, look: theme.Sheets, sheets: Sequence[str] = ()
) -> Iterator[tuple[str, str]]:
    """What a site has beside its pages, by name: styles, scripts, their data, and the ways from former addresses.

    `sheets` are those of the theme, which ours take into a layer below them where they look as none of its own do.
    """
    assets = (*sorted(theme.ASSETS.iterdir()), theme.PARSER)
    texts = {asset.name: asset.read_text(encoding="utf-8") for asset in assets}
    colours = drawer.get_template("colours.css").render(
        sheets=sheets if look.name == "editorial" else [], here=urls.ASSETS
    )
    for name, text in fit_sheets(texts, colours, look).items():
        yield urls.ASSETS + name, text
    yield urls.JOIN, drawer.get_template("join.js").render()
    for name, text in texts.items():
        if not name.endswith(".css"):
            yield (
                urls.ASSETS + name,
                squeeze_script(text) if name.endswith(".js") and name != theme.PARSER.name else text,
            )
    words = drawer.get_template("words.js").render(
        language=settings.language, region=name_region(), words=list_script_words()
    )
    yield urls.ASSETS + "words.js", squeeze_script(words)
    for address, document in (*build_redirects(library, drawer), *build_moved(settings, drawer)):
        yield urls.file_of(address), document
    if settings.site_url:
        yield urls.OPEN_SEARCH, drawer.get_template("opensearch.xml").render(search=settings.site_url + urls.SEARCH)
    yield urls.SEARCH_CHOICES, render_choices(library)
    yield (
        urls.WRITING_DATA,
        render_data(settings, list_kinds(library.declaration), drawer.get_template("write.html").render()),
    )
    for table in TABLES:
        yield urls.ASSETS + table.name, table.read_text(encoding="ascii")
    yield urls.WRITING_NAMES, render_names(library)
    yield urls.WRITING_HOMES, render_homes(library, settings)


_REM = re.compile(r"(?<![\w.-])(\d*\.?\d+)rem\b")
_OURS = re.compile(r"\.(parley|pa-dialog|pa-write|pa-search|pa-search-dialog)(?![\w-])")
"""What all that is ours stands in."""

_NOTHING = ":not(#\\_)"
"""Whatever has no such id, which is everything; a rule with it counts more than any of a theme's."""


def fit_sheets(texts: Mapping[str, str], colours: str, look: theme.Sheets) -> dict[str, str]:
    """Our style sheets by name, of their `texts`, without what a browser doesn't need.

    In the editorial look the theme's are in a layer below them. Beside the theme's own look they go for what is ours
    alone, and there before the theme's.
    """
    sheets = {
        "parley.css": "\n".join([colours, *(texts[name] for name in theme.LOOKS[look.name])]),
        "matrix.css": texts["matrix.css"],
        "write.css": texts["write.css"],
    }
    return {name: _squeeze(_COMMENT.sub("", _fit(text, look))) for name, text in sheets.items()}


_STRING = re.compile(r'("[^"]*")')
_SPACE = re.compile(r"(?<=:) | ?([{};,]) ?")


def _squeeze(style: str) -> str:
    """A style sheet without the spaces that only people need, but for those in strings."""
    parts = _STRING.split(" ".join(style.split()))
    return "".join(part if at % 2 else _SPACE.sub(r"\1", part) for at, part in enumerate(parts))


def _fit(text: str, look: theme.Sheets) -> str:
    if look.name == "editorial":
        return text
    text = _OURS.sub(lambda found: found[0] + _NOTHING, text)
    return _REM.sub(lambda found: f"{float(found[1]) * look.rem:g}rem", text) if look.rem != 1 else text


def name_lists(declared: Declaration) -> Iterator[tuple[str, str]]:
    """The pages that lead to everything beside the discussions, for who has lost the way."""
    if declared.comparisons:
        yield f"{declared.comparisons.path}/", _("All {comparisons}", comparisons=lower(declared.comparisons.title))
    if "latest" in declared.lists:
        yield urls.LATEST, _("The latest contributions")
    if "digest" in declared.lists:
        yield urls.DIGEST, _("What came in each week")
