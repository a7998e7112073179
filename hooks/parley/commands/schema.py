"""`parley schema`: the keys of a kind of file, for editors and other programs."""

import click

from parley.reading.schema import KINDS
from parley.rendering.data.thread_data import render_schema


@click.command()
@click.argument("kind", type=click.Choice([*KINDS, "tags", "thread"]))
def schema(kind: str) -> None:
    """Print the JSON Schema of a kind of YAML file, or of thread.json.

    The site has it at /schema/KIND.json too. An editor with the YAML language server completes and checks a
    file that begins with: # yaml-language-server: $schema=ADDRESS
    """
    click.echo(render_schema(kind), nl=False)
