"""`parley forms`: the issue forms of the repository and the settings of an editor, as the table of keys has them."""

from pathlib import Path

import click

from parley.commands.shared.common import read_settings
from parley.forge import editor as editors
from parley.forge.issue_forms import list_forms, render_form
from parley.reading.schema import list_kinds

FOLDER = Path(".github/ISSUE_TEMPLATE")


@click.command()
@click.option(
    "--to",
    type=click.Path(path_type=Path, file_okay=False),
    default=FOLDER,
    show_default=True,
    help="Folder of the forms.",
)
@click.option("--editor", is_flag=True, help=f"Write {editors.FILE} too, for Sveltia CMS; later it is kept up to date.")
def forms(to: Path, editor: bool) -> None:
    """Write the issue forms with which people write without a file.

    Run it after a change of what they are asked for. Other files in the folder stay as they are.
    """
    settings = read_settings(None)
    for form in list_forms(list_kinds(settings.declaration)):
        _write(to / f"{form.name}.yml", render_form(form))
    there = editors.FILE.is_file()
    if editor or there:
        before = editors.FILE.read_text(encoding="utf-8") if there else ""
        _write(editors.FILE, editors.render_settings(settings, before))
    if editor and not (page := editors.FILE.with_name("index.html")).exists():
        _write(page, editors.draw_page())


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8", newline="\n")
    click.echo(str(file))
