"""`make words`: the words of the product, out of the code, and the catalogues brought up to date with them.

They are in the order of their letters and without their places, so that who adds some disturbs nobody who translates.

PYTHONPATH=tests python -m extract_words
"""

import io
import sys
from collections.abc import Iterator
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import write_po
from babel.plural import PluralRule, to_gettext

from parley.commands.cli import COMMANDS, load_command
from parley.commands.cli import main as main_command
from parley.commands.shared.helping import tell
from parley.model.languages import catalogues
from parley.model.languages.catalogues import IN_SCRIPT, TEMPLATE, find_locale, read_catalogue
from parley.model.languages.speaking import list_forms
from rooms import HOOKS

KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "N_": None,
    "NN_": (1, 2),
    "Naming": (3,),
    "parley_say": None,
    "pgettext": ((1, "c"), 2),
    "ngettext": (1, 2),
}

SORTS = {".py": "python", ".js": "javascript", ".html": "jinja2.ext:babel_extract", ".xml": "jinja2.ext:babel_extract"}

SIGNS = {
    "block_start_string": "<%",
    "block_end_string": "%>",
    "variable_start_string": "<<",
    "variable_end_string": ">>",
    "comment_start_string": "<#",
    "comment_end_string": "#>",
    "trimmed": "false",
}
"""How the files of a new site are written."""

COMMENT = """\
# The words of Parley, in English; each language has a file beside this one.
"""


def find_sort(path: Path) -> str | None:
    """Who reads the words of a file; what stands among the templates is one, whatever else it is."""
    if "vendor" in path.parts:
        return None
    if is_scaffold(path):
        return SORTS[".html"]
    return SORTS[".html"] if "templates" in path.parts and path.suffix == ".js" else SORTS.get(path.suffix)


def is_scaffold(path: Path) -> bool:
    return "scaffold/files" in path.as_posix()


def collect() -> Catalog:
    """The words of all files."""
    catalog = _begin(Catalog(charset="utf-8", fuzzy=False))
    for path in sorted(HOOKS.rglob("*")):
        if path.is_file() and (sort := find_sort(path)):
            with path.open("rb") as stream:
                options: dict[str, str | bool] = (
                    {"silent": "false"} if sort.startswith("jinja2") else {"template_string": True}
                )
                if is_scaffold(path):
                    options |= SIGNS
                for _, words, comments, context in extract(sort, stream, KEYWORDS, ["Words:"], options):
                    notes = [*comments, *([IN_SCRIPT] if sort == "javascript" else [])]
                    catalog.add(words, auto_comments=notes, context=context)
    for words in list_help():
        catalog.add(words, auto_comments=[IN_HELP])
    return catalog


IN_HELP = "In the help of a command."


def list_help() -> list[str]:
    """What the help of all commands looks up."""
    found: dict[str, None] = {}
    for command in (main_command, *map(load_command, COMMANDS)):
        tell(command, lambda words: found.setdefault(words) or words)
    return [words for words in found if words]


def _begin(catalog: Catalog) -> Catalog:
    catalog.header_comment = COMMENT.strip()
    return catalog


def render(catalog: Catalog) -> str:
    stream = io.BytesIO()
    write_po(stream, catalog, width=110, no_location=True, sort_output=True)
    kept = (line for line in stream.getvalue().decode().splitlines(keepends=True) if not _is_of_the_day(line))
    return "".join(kept)


def _is_of_the_day(line: str) -> bool:
    """Tell what a tool writes about itself and the clock, and nobody reads."""
    names = (
        "Project-Id",
        "Report-Msgid",
        "POT-Creation",
        "PO-Revision",
        "Last-Translator",
        "Language-Team",
        "Generated",
    )
    return line.startswith(tuple(f'"{name}' for name in names))


def update(language: str, template: Catalog) -> Catalog:
    """The catalogue of a language with all words of the template; what has changed is to be looked at."""
    file = catalogues.FOLDER / f"{language}.po"
    locale = find_locale(language)
    assert locale, f"{language} is no language that CLDR knows"
    catalog = read_catalogue(file) if file.is_file() else Catalog(locale=language.replace("-", "_"), charset="utf-8")
    vars(catalog).update(_num_plurals=len(list_forms(locale)), _plural_expr=_write_rule(locale))
    catalog.update(template, no_fuzzy_matching=True, keep_user_comments=True)
    catalog.obsolete.clear()
    catalog.fuzzy = False
    if not file.is_file():
        name = locale.get_display_name("en")
        catalog.header_comment = (
            f"# {name}. Made by a machine, and read twice; it wants the eyes of those who speak it."
        )
    return catalog


def _write_rule(locale: Locale) -> str:
    """The rule by which programs for translators choose a form, in the language of C."""
    rules = {tag: rule for tag, rule in locale.plural_form.rules.items() if tag in list_forms(locale)}
    return str(to_gettext(PluralRule(rules))).partition("plural=")[2].strip(" ;")


def list_languages() -> Iterator[str]:
    yield from (file.stem for file in sorted(catalogues.FOLDER.glob("*.po")))


def main(*added: str) -> None:
    template = collect()
    (catalogues.FOLDER / TEMPLATE).write_text(render(template), encoding="utf-8")
    for language in sorted({*list_languages(), *added}):
        text = render(update(language, template))
        (catalogues.FOLDER / f"{language}.po").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
