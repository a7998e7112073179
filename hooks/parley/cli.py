"""The command `parley`."""

import os
import sys

import click

from parley import __version__
from parley.commands.build import build
from parley.commands.check import check
from parley.commands.common import FAILED
from parley.commands.import_ import import_
from parley.problems import ParleyError

DEBUG = "PARLEY_DEBUG"


class _Commands(click.Group):
    """Turns whatever goes wrong into one line and exit code 2, never blamed on a contributor."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except ParleyError as error:
            click.echo(f"parley: {error}", err=True)
            ctx.exit(FAILED)
        except Exception as error:
            if DEBUG in os.environ or isinstance(error, (click.ClickException, click.exceptions.Exit, click.Abort)):
                raise
            click.echo(f"parley: this is a fault of the tool, not yours: {type(error).__name__}: {error}", err=True)
            click.echo(f"Set {DEBUG}=1 to see where it happened, and please report it.", err=True)
            ctx.exit(FAILED)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def main() -> None:
    """Turn a folder of posts and replies into a discussion site."""


for command in (check, build, import_):
    main.add_command(command)


if __name__ == "__main__":
    sys.exit(main())
