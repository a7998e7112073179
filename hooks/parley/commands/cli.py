"""The command `parley`."""

import io
import multiprocessing
import os
import sys
from typing import Any

import click

from parley import __version__
from parley.commands.accept import accept
from parley.commands.agreeing.agree import agree
from parley.commands.agreeing.reactions import reactions
from parley.commands.archives.export import export
from parley.commands.archives.import_ import import_
from parley.commands.attach import attach
from parley.commands.build import build
from parley.commands.changes.ban import ban
from parley.commands.changes.lock import lock
from parley.commands.changes.merge import merge
from parley.commands.changes.move import move
from parley.commands.changes.outcome import outcome
from parley.commands.changes.pin import pin
from parley.commands.changes.remove import remove
from parley.commands.changes.rename import rename
from parley.commands.changes.restore import restore
from parley.commands.changes.split import split
from parley.commands.check import check
from parley.commands.from_issue import from_issue
from parley.commands.from_mail import from_mail
from parley.commands.new import new
from parley.commands.preview import preview
from parley.commands.queue import queue
from parley.commands.reply import reply
from parley.commands.schema import schema
from parley.commands.shared.common import FAILED
from parley.commands.shared.helping import speak_for, teach, tell
from parley.commands.show import show
from parley.commands.sites.forms import forms
from parley.commands.sites.init import init
from parley.commands.sites.languages import languages
from parley.commands.sites.upgrade import upgrade
from parley.commands.stats import stats
from parley.model.languages.causes import explain
from parley.model.languages.speaking import N_, _
from parley.model.problems import ParleyError

DEBUG = "PARLEY_DEBUG"

PASSED_ON = (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError)
"""What click itself turns into a message or an exit code; a pipe is broken when `| head` has seen enough."""


UNGUARDED = N_(
    "parley: each worker process runs the calling script again; "
    'put the call of `main` into the script below `if __name__ == "__main__":`'
)


class _Commands(click.Group):
    """Turns whatever goes wrong into one line and exit code 2, never blamed on a contributor."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        speak_for(args)
        return super().make_context(info_name, args, parent, **extra)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        found = super().get_command(ctx, name)
        return found and tell(found)

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        click.Group.format_usage(tell(self), ctx, formatter)

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        click.Group.format_help(tell(self), ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """List the commands by task, in the order in which they are needed."""
        for task, commands in TASKS.items():
            with formatter.section(_(task)):
                formatter.write_dl([(command.name or "", tell(command).get_short_help_str()) for command in commands])

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except ParleyError as error:
            told = str(error)
        except Exception as error:
            if DEBUG in os.environ or isinstance(error, PASSED_ON):
                raise
            told = _tell(error)
        click.echo(_("parley: {told}", told=told), err=True)
        return ctx.exit(FAILED)

    def main(self, *args: Any, **extra: Any) -> Any:
        """Let no encoding of a terminal end a command: what it lacks is shown as a question mark."""
        if getattr(multiprocessing.current_process(), "_inheriting", False):  # as multiprocessing itself asks
            sys.exit(_(UNGUARDED))
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(errors="replace")
        return super().main(*args, **extra)


def _tell(error: Exception) -> str:
    """What went wrong that no command has foreseen: with the system, with what is installed, or with us."""
    if isinstance(error, OSError):
        return explain(error)
    if isinstance(error, MemoryError):
        return _("there isn't enough memory; close other programs")
    if isinstance(error, ModuleNotFoundError):
        return _(
            "the package '{name}' isn't installed for {executable}; install what Parley needs there, "
            "or run the command of the environment that has it",
            name=error.name,
            executable=sys.executable,
        )
    return _(
        "this is a bug in the tool, not your mistake: {name}: {error}\nSet {debug}=1 to see where "
        "it happened, and please report it.",
        name=type(error).__name__,
        error=error,
        debug=DEBUG,
    )


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def main() -> None:
    """Turn a folder of posts and replies into a discussion site.

    DISCUSSION in the commands below is a slug (two-follow-ups), a path in posts/, or an address on the site.
    """


TASKS = {
    N_("Begin"): (init, upgrade),
    N_("Write"): (new, reply, agree, outcome),
    N_("Look"): (show, preview, check, stats),
    N_("Publish"): (build, attach, schema, forms, languages, import_, export),
    N_("Moderate"): (lock, remove, restore, pin, rename, move, split, merge, ban, queue),
    N_("Take in"): (from_issue, from_mail, reactions, accept),
}
for command in (command for commands in TASKS.values() for command in commands):
    main.add_command(command)
teach()


if __name__ == "__main__":
    sys.exit(main(prog_name="parley"))
