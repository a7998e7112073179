"""The files of a site, drawn from their sources in `files/`."""

from collections.abc import Iterator
from pathlib import Path

import jinja2

from parley.scaffold.recipe import Recipe

FOLDER = Path(__file__).parent / "files"

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


def draw_files(recipe: Recipe) -> Iterator[tuple[str, str]]:
    """The path and the text of every file of a site."""
    for name in ("any", *recipe.sets):
        folder = FOLDER / name
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                parts = (part.replace("dot_", ".", 1) for part in file.relative_to(folder).parts)
                text = _DRAWER.from_string(file.read_text(encoding="utf-8"))
                yield "/".join(parts), text.render({name: getattr(recipe, name) for name in dir(recipe)})
