"""The files of a site, drawn from their sources in `files/` and from what the site declares."""

import json
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import jinja2
import yaml

from parley.forge.issue_forms import list_forms, render_form
from parley.model.entries import Person
from parley.model.languages.speaking import _, pgettext
from parley.model.markup.escaping import escape_text
from parley.model.settings import Declaration
from parley.reading.schema import list_kinds
from parley.reading.writing import render_file
from parley.scaffold.editors import draw_editor
from parley.scaffold.recipe import Recipe

FOLDER = Path(__file__).parent / "files"

PROGRAM_PAGES = ("rules.md", "moderation.md", "privacy.md", "guides/formatting.md")
"""Pages about the program, in English, for sites in that language; `pyproject.toml` lays them into the package."""

GENERATED = frozenset({"discussions/index.md", "latest/index.md", "outcomes/index.md", "people/index.md"})
"""Pages of ours to which the maintainers' pages lead."""

ONCE = "<# once"
"""What is the maintainers' own from the first day begins so: no upgrade touches it."""

_DRAWER = jinja2.Environment(
    block_start_string="<%",
    block_end_string="%>",
    variable_start_string="<<",
    variable_end_string=">>",
    comment_start_string="<#",
    comment_end_string="#>",
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
    autoescape=False,  # noqa: S701 (settings, scripts and Markdown; nothing of a stranger's)
)
_DRAWER.filters |= {
    "quoted": lambda text: json.dumps(text, ensure_ascii=False),  # which is YAML and TOML as well
    "markdown": lambda text: escape_text(text, at_start=False),
    "scalar": lambda text: yaml.safe_dump([text], allow_unicode=True, width=1000)[2:].rstrip("\n"),
    "leading": lambda text, address: text.replace("]", f"]({address})"),
}
_DRAWER.globals |= {"_": _, "pgettext": pgettext}


@dataclass(frozen=True, slots=True)
class Made:
    """A file of a site; `once` tells that it is the maintainers' own from then on."""

    path: str
    text: str
    once: bool = False


def draw_files(recipe: Recipe) -> Iterator[Made]:
    """The files that a recipe alone decides, with words in the language that is spoken."""
    values = {name: getattr(recipe, name) for name in dir(recipe) if not name.startswith("_")}
    for folder in (FOLDER / name for name in recipe.sets):
        for file in sorted(file for file in folder.rglob("*") if file.is_file()):
            source = file.read_text(encoding="utf-8")
            text = _DRAWER.from_string(source.partition("\n")[2] if source.startswith(ONCE) else source).render(values)
            yield Made(_name(file.relative_to(folder), recipe.docs), text, source.startswith(ONCE))
    if recipe.login:
        kinds = list_kinds(Declaration())
        person = Person(recipe.login, recipe.login, role="maintainer", path=f"people/{recipe.login}.yml")
        yield Made(f"posts/{person.path}", render_file(person, kinds), once=True)


def draw_declared(recipe: Recipe, declared: Declaration) -> Iterator[Made]:
    """The files that follow from what a site declares: forms for issues, settings of editors, pages about the rules."""
    kinds = list_kinds(declared)
    if recipe.git_host == "github":
        for form in list_forms(kinds):
            yield Made(f".github/ISSUE_TEMPLATE/{form.name}.yml", render_form(form))
    yield from (Made(path, text) for path, text in draw_editor(declared))
    if not recipe.is_english:
        yield Made(_name(Path("docs/moderation.md"), recipe.docs), f"# {_('Moderation')}\n\n::: moderation\n")
        return
    for name in PROGRAM_PAGES:
        text = _unlink(name, (_find_pages() / name).read_text(encoding="utf-8"))
        yield Made(_name(Path("docs", name), recipe.docs), text if recipe.attributes else _ATTRIBUTES.sub("", text))


def _name(file: Path, docs: str) -> str:
    """The path in the site of a source, whose pages lie in `docs`."""
    parts = [part.replace("dot_", ".", 1) if part.startswith("dot_") else part for part in file.parts]
    return posixpath.normpath("/".join([docs, *parts[1:]] if parts[0] == "docs" else parts))


_ATTRIBUTES = re.compile(r"(?m)(?<=\S) \{ ?#[\w-]+ ?\}$")
"""The name of a heading, for Python-Markdown's `attr_list`."""


def _find_pages() -> Path:
    """The folder of the pages about the program: in the package, or beside its source."""
    packed = FOLDER.with_name("pages")
    return packed if packed.is_dir() else FOLDER.parents[3] / "docs"


_LINK = re.compile(r"\[([^\]]*)\]\(([^)#\s]+\.md)(?:#[^)]*)?\)")

_PROGRAM = re.compile(r'<a href="(?:\.\./)+parley/[^"]*">([^<]*)</a>')
"""A link to the site of the program, which stands beside this one alone."""


def _unlink(name: str, text: str) -> str:
    """A page with words in the place of links to pages that the site hasn't got."""
    known = GENERATED | set(PROGRAM_PAGES) | {"contribute.md", "house-rules.md", "index.md"}

    def keep(found: re.Match[str]) -> str:
        return found[0] if posixpath.normpath(posixpath.join(posixpath.dirname(name), found[2])) in known else found[1]

    return _LINK.sub(keep, _PROGRAM.sub(r"\1", text))
