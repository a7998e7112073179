"""`parley forms`: the issue forms of the repository, as the table of keys has them."""

from pathlib import Path

import click

from parley.commands.shared.common import read_settings
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
def forms(to: Path) -> None:
    """Write the issue forms with which people write without a file.

    Run it after a change of what they are asked for. Other files in the folder stay as they are.
    """
    to.mkdir(parents=True, exist_ok=True)
    for form in list_forms(list_kinds(read_settings(None).declaration)):
        file = to / f"{form.name}.yml"
        file.write_text(render_form(form), encoding="utf-8", newline="\n")
        click.echo(str(file))
