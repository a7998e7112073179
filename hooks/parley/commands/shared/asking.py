"""Options for the keys that the table of keys asks for."""

from collections.abc import Container, Mapping
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
            taken = {name for param in own for name in param.opts}
            return [*own[:at], *(make_option(key, taken) for key in asked.values()), *own[at:]]

    return Asking


def make_option(key: Key, taken: Container[str] = ()) -> click.Option:
    """`--old-school` for the key `old_school`, or `--key-posts` where a command has an option of that name already."""
    name = f"--{key.name.replace('_', '-')}"
    names = [f"--key-{name[2:]}" if name in taken else name, f"{_MARK}{key.name}"]
    about = f"{key.about[0].upper()}{key.about[1:]}."
    match key.reader:
        case Choice(options):
            return click.Option(names, type=click.Choice(options), help=about)
        case Flag():
            return click.Option(names, is_flag=True, help=about)
        case ListOf():
            return click.Option(names, type=typed, multiple=True, metavar="TEXT", help=f"{about} May be given again.")
    return click.Option(names, type=typed, metavar="TEXT", help=about)


_MARK = "key_"
"""Tells what was given for a key from what else a command takes."""


def pick_values(given: Mapping[str, Any]) -> dict[str, Any]:
    """What was given for keys, in the types of JSON."""
    values = {name.removeprefix(_MARK): value for name, value in given.items() if name.startswith(_MARK) and value}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}
