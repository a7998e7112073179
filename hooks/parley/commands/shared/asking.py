"""Options for the keys that the table of keys asks for."""

from collections.abc import Mapping
from typing import Any

import click

from parley.commands.shared.texts import typed
from parley.reading.schema import KINDS, Choice, Flag, Key, ListOf


def asking(*kinds: str) -> type[click.Command]:
    """A command with an option for each key that is asked for in some kinds of file; they come as keywords."""

    class Asking(click.Command):
        def get_params(self, ctx: click.Context) -> list[click.Parameter]:
            own = super().get_params(ctx)
            asked = {key.name: key for kind in kinds for key in KINDS[kind].asked}
            at = next(number for number, param in enumerate(own) if param.name == "body")
            return [*own[:at], *map(make_option, asked.values()), *own[at:]]

    return Asking


def make_option(key: Key) -> click.Option:
    """`--old-school` for the key `old_school`."""
    name = f"--{key.name.replace('_', '-')}"
    about = f"{key.about[0].upper()}{key.about[1:]}."
    match key.reader:
        case Choice(options):
            return click.Option([name], type=click.Choice(options), help=about)
        case Flag():
            return click.Option([name], is_flag=True, help=about)
        case ListOf():
            return click.Option([name], type=typed, multiple=True, metavar="TEXT", help=f"{about} May be given again.")
    return click.Option([name], type=typed, metavar="TEXT", help=about)


def pick_values(given: Mapping[str, Any]) -> dict[str, Any]:
    """What was given for keys, in the types of JSON."""
    values = {name: list(value) if isinstance(value, tuple) else value for name, value in given.items()}
    return {name: value for name, value in values.items() if value}
