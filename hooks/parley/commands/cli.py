"""The command `parley`."""

import importlib
import io
import multiprocessing
import os
import sys
from typing import Any

import click

from parley import __version__
from parley.commands.shared.common import FAILED
from parley.commands.shared.helping import speak_for, teach, tell
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


TASKS = {
    N_("Begin"): ("sites.init", "sites.upgrade"),
    N_("Write"): ("new", "reply", "agreeing.agree", "changes.outcome"),
    N_("Look"): ("show", "preview", "check", "stats"),
    N_("Publish"): (
        "build",
        "attach",
        "schema",
        "sites.forms",
        "sites.languages",
        "archives.import_",
        "archives.export",
    ),
    N_("Moderate"): (
        "changes.lock",
        "changes.remove",
        "changes.restore",
        "changes.pin",
        "changes.rename",
        "changes.move",
        "changes.split",
        "changes.merge",
        "changes.ban",
        "queue",
    ),
    N_("Take in"): ("from_issue", "from_mail", "agreeing.reactions", "accept"),
}
"""The modules of the commands by task, in the order in which they are needed."""


def _name(module: str) -> str:
    return module.rpartition(".")[2].strip("_").replace("_", "-")


COMMANDS = {_name(module): module for modules in TASKS.values() for module in modules}
"""The module of each command, which is loaded when its command is wanted: none needs what the others do."""


def load_command(name: str) -> click.Command:
    """The command of that name. Raises KeyError where there is none."""
    module = importlib.import_module(f"parley.commands.{COMMANDS[name]}")
    found: click.Command = getattr(module, module.__name__.rpartition(".")[2])
    return found


class _Commands(click.Group):
    """Turns whatever goes wrong into one line and exit code 2, never blamed on a contributor."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        speak_for(args)
        return super().make_context(info_name, args, parent, **extra)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:  # noqa: ARG002
        if name in COMMANDS:
            return tell(load_command(name))
        self.commands = {one: load_command(one) for one in COMMANDS}  # of which click names those that are near
        return None

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return sorted(COMMANDS)

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        click.Group.format_usage(tell(self), ctx, formatter)

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        click.Group.format_help(tell(self), ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        for task, modules in TASKS.items():
            with formatter.section(_(task)):
                told = {name: tell(load_command(name)) for name in map(_name, modules)}
                formatter.write_dl([(name, command.get_short_help_str()) for name, command in told.items()])

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


teach()


if __name__ == "__main__":
    sys.exit(main(prog_name="parley"))
