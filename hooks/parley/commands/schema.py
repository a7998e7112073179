"""`parley schema`: the keys of a kind of file, for editors and other programs."""

from pathlib import Path

import click

from parley.commands.shared.common import CONFIG, read_settings
from parley.model.languages.speaking import _
from parley.model.problems import ParleyError
from parley.reading.schema import list_kinds
from parley.rendering.data.thread_data import render_schema


@click.command()
@click.argument("kind")
@CONFIG
def schema(kind: str, config: Path | None) -> None:
    """Print the JSON Schema of a KIND of YAML file, or of thread.json or an archive.

    KIND is discussion, reply, person, tags, policy, thread, archive, or what the site calls its comparisons. The site
    has it at /schema/KIND.json too. An editor with the YAML language server completes and checks a file that begins
    with:
    # yaml-language-server: $schema=ADDRESS
    """
    declaration = read_settings(config).declaration
    kinds = list_kinds(declaration)
    known = (*map(declaration.name_of, kinds), "tags", "policy", "thread", "archive")
    if kind not in known:
        raise ParleyError(_("there is no kind '{kind}'; write one of {known}", kind=kind, known=", ".join(known)))
    click.echo(render_schema(declaration.kind_of(kind), kinds), nl=False)
