"""Help and complaints of commands, in the language that is spoken: ours, and those of click itself."""

import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from copy import copy
from inspect import cleandoc

import click
from click import _termui_impl, core, decorators, exceptions, formatting, parser, termui, types

from parley.commands.shared.common import find_path, read_settings
from parley.model.languages.speaking import N_, NN_, _, spoken

Say = Callable[[str], str]

EXAMPLE = "\b\n"
"""Begins a paragraph whose lines stand as they are: commands, or what is said in the language already."""

_SENTENCE = re.compile(r"(?<=\.)\s+")
_DEFAULT = re.compile(r"(.*?)  \[default: (.*)\]", re.DOTALL)
_NAME = re.compile(r"[\w./<>-]+")
_PLACEHOLDER = re.compile(r"[A-Z]{2,}")


def speak_for(args: Sequence[str]) -> None:
    """Speak the language of the site before a word of a command has been read, so that its help does, too."""
    if list(args) == ["--version"]:
        return
    with suppress(Exception):  # whoever needs the settings meets it again, and says so
        read_settings(find_path(args, "--config"), find_path(args, "--posts"))


def tell(command: click.Command, say: Say = _) -> click.Command:
    """A copy of a command whose help is in the language that is spoken."""
    told = copy(command)
    summary, more = _tell_help(cleandoc(command.help or ""), say)
    told.short_help = summary
    told.help = summary + more
    told.options_metavar = _tell_placeholders(command.options_metavar or "", say)
    if isinstance(told, click.Group):
        told.subcommand_metavar = _tell_placeholders(told.subcommand_metavar, say)
    told.params = [_tell_parameter(param, say) for param in command.params]
    told._help_option = None  # click keeps it, with the words of the language in which it was made
    return told


def _tell_help(text: str, say: Say) -> tuple[str, str]:
    """The first sentence of a help, which stands in the list of commands as well, and all the rest."""
    first, *others = text.split("\n\n")
    summary, *rest = _SENTENCE.split(first, maxsplit=1)
    more = "".join(f" {_tell_paragraph(part, say)}" for part in rest)
    return _tell_paragraph(summary, say), more + "".join(f"\n\n{_tell_paragraph(part, say)}" for part in others)


def _tell_paragraph(text: str, say: Say) -> str:
    return text if text.startswith(EXAMPLE) else say(" ".join(text.split()))


def _tell_placeholders(text: str, say: Say) -> str:
    """`[OPTIONS]`: a word in capitals stands for what is to be written there."""
    return _PLACEHOLDER.sub(lambda found: say(found[0]), text)


def _tell_parameter(param: click.Parameter, say: Say) -> click.Parameter:
    told = copy(param)
    told.metavar = _tell_placeholders(_find_placeholder(param), say) or None
    if isinstance(told.type, click.Path | click.File):
        told.type = copy(told.type)
        told.type.name = say(told.type.name)  # complaints begin with it
    if isinstance(told, click.Option) and told.help:
        told.help = _tell_option(told.help, say)
    return told


def _find_placeholder(param: click.Parameter) -> str:
    """What stands for a value in the usage, unless click lists all that it can be."""
    if param.metavar:
        return param.metavar
    if isinstance(param.type, click.Choice) or (isinstance(param, click.Option) and param.is_flag):
        return ""
    name = param.name if isinstance(param, click.Argument) else param.type.name
    asked = name.upper() if param.required or isinstance(param, click.Option) else f"[{name.upper()}]"
    return asked if param.nargs == 1 else f"{asked}..."


def _tell_option(text: str, say: Say) -> str:
    found = _DEFAULT.fullmatch(text)
    if not found:
        return say(text)
    about, default = found.groups()
    is_name = _NAME.fullmatch(default) and not _PLACEHOLDER.fullmatch(default)
    value = default if is_name else say(default)
    return f"{say(about)}  [{say('default: {default}').format(default=value)}]"


_OWN = (
    N_("default: {default}"),
    N_("required"),
    N_("Options"),
    N_("Usage:"),
    N_("Show the version and exit."),
    N_("Show this message and exit."),
    N_("Aborted!"),
    N_("Error: {message}"),
    N_("Error: invalid input"),
    N_("Try '{command} {option}' for help."),
    N_("Invalid value: {message}"),
    N_("Invalid value for {param_hint}: {message}"),
    N_("Missing argument"),
    N_("Missing option"),
    N_("Missing command."),
    N_("No such option {name!r}."),
    N_("No such command {name!r}."),
    N_("Option {name!r} does not take a value."),
    N_("Choose from:\n\t{choices}"),
    N_("Could not open file {filename!r}: {message}"),
    N_("{editor}: Editing failed"),
    N_("{editor}: Editing failed: {e}"),
    N_("file"),
    N_("directory"),
    N_("path"),
    N_("{name} {filename!r} does not exist."),
    N_("{name} {filename!r} is a file."),
    N_("{name} {filename!r} is a directory."),
    N_("{name} {filename!r} is not readable."),
    NN_("Did you mean {possibility}?", "(Did you mean one of: {possibilities}?)"),
    NN_("Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})"),
    NN_("Option {name!r} requires an argument.", "Option {name!r} requires {nargs} arguments."),
    NN_("{value!r} is not {choice}.", "{value!r} is not one of {choices}."),
)
"""What click says of its own accord in our commands: it looks its words up, but has no catalogues of them."""


def teach() -> None:
    """Let click say its words by our catalogue, which takes those of gettext's own for the process."""
    for module in (core, decorators, exceptions, formatting, parser, termui, types, _termui_impl):
        for name, say in (("_", _), ("ngettext", _choose)):
            if hasattr(module, name):
                setattr(module, name, say)


def _choose(one: str, many: str, number: int) -> str:
    return spoken().choose(one, many, number)
