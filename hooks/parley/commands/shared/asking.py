"""Options for the keys that the table of keys asks for."""

from collections.abc import Container, Iterator, Mapping
from typing import Any

import click

from parley.commands.shared.common import find_path, is_watched, read_settings
from parley.commands.shared.texts import typed
from parley.model.languages.speaking import _
from parley.model.problems import ParleyError
from parley.model.settings import NOTHING_DECLARED, Declaration
from parley.reading.readers import Choice, Flag, Key, ListOf, Markdown
from parley.reading.schema import FileSchema, list_kinds


def asking(*kinds: str) -> type[click.Command]:
    """A command with an option for each key that is asked for in some kinds of file; they come as keywords."""

    class Asking(click.Command):
        def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
            given = {name: find_path(args, f"--{name}") for name in ("config", "posts")}
            ctx.meta[_MARK] = read_settings(given["config"], given["posts"]).declaration
            return super().parse_args(ctx, args)

        def get_params(self, ctx: click.Context) -> list[click.Parameter]:
            declared = ctx.meta.get(_MARK, NOTHING_DECLARED)
            known = list_kinds(declared)
            own = [one for one in super().get_params(ctx) if one.name not in _find_pointless(declared)]
            asked = {key.name: key for kind in kinds if kind in known for key in list_options(known[kind])}
            at = next(number for number, param in enumerate(own) if param.name in ("body", "posts"))
            taken = {name for param in own for name in param.opts}
            return [*own[:at], *(make_option(key, taken) for key in asked.values()), *own[at:]]

    return Asking


def _find_pointless(declared: Declaration) -> Iterator[str]:
    """The options for what a site does without."""
    if "tags" not in declared.lists:
        yield "tags"
    if not declared.comparisons:
        yield "discussions"


def list_options(form: FileSchema) -> list[Key]:
    """The keys of a kind of file that a command has options for: those that are asked for, and texts in Markdown."""
    return [key for key in form.keys if key.ask or isinstance(key.reader, Markdown)]


def make_option(key: Key, taken: Container[str] = ()) -> click.Option:
    """`--shared-rule` for the key `shared_rule`, or `--key-posts` where that is the name of another option."""
    name = f"--{key.name.replace('_', '-')}"
    names = [f"--key-{name[2:]}" if name in taken else name, f"{_MARK}{key.name}"]
    about = _(key.about)
    about = f"{about[0].upper()}{about[1:]}."
    match key.reader:
        case Choice(options):
            return click.Option(names, type=click.Choice(options), help=about)
        case Flag():
            return click.Option(names, is_flag=True, help=about)
        case ListOf():
            again = _("{about} May be given again.", about=about)
            return click.Option(names, type=typed, multiple=True, metavar=_("TEXT"), help=again)
    return click.Option(names, type=typed, metavar=_("TEXT"), help=about)


_MARK = "key_"
"""Tells what was given for a key from what else a command takes."""


def ask_missing(form: FileSchema, values: dict[str, Any]) -> dict[str, Any]:
    """The values with an answer for each key that the site asks everybody for.

    Raises:
        ParleyError: nobody is there to answer.
    """
    for key in form.asked:
        if key.required and key.name not in values and key.ask:
            if not is_watched():
                raise ParleyError(
                    _(
                        "this site asks everybody for --{option}: {about}",
                        option=key.name.replace("_", "-"),
                        about=_(key.about),
                    )
                )
            options = key.reader.options if isinstance(key.reader, Choice) else None
            answer = click.prompt(key.ask.label, type=click.Choice(options) if options else str, err=True)
            values[key.name] = str(answer)
    return values


def pick_values(given: Mapping[str, Any]) -> dict[str, Any]:
    """What was given for keys, in the types of JSON."""
    values = {name.removeprefix(_MARK): value for name, value in given.items() if name.startswith(_MARK) and value}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}
