"""What several commands share: exit codes and options."""

from pathlib import Path

import click

BLOCKED = 1
FAILED = 2
"""Exit codes: 0 nothing blocks, 1 the posts have errors, 2 the tool itself failed."""

POSTS = click.option(
    "--posts", type=click.Path(path_type=Path), default=None, help="Folder of the posts.  [default: posts]"
)
