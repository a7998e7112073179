"""The text of a contribution: from an option, a file, standard input, or the editor of a person."""

import sys
import tempfile
from collections.abc import Callable, Sequence
from typing import TextIO

import click

from parley.commands.common import BLOCKED, is_watched, show_problems
from parley.findings import visible
from parley.problems import ParleyError, Problem

BODY = click.option("--body", "-m", metavar="TEXT", help="The text, in Markdown.")
FILE = click.option(
    "--file",
    "-F",
    "file",
    type=click.File("r", encoding="utf-8"),
    help="A file that holds the text; - for standard input.",
)

SCISSORS = "------------------------ >8 ------------------------"
"""Ends the text in an editor; git cuts its messages at the same line."""

Try = Callable[[str], Sequence[Problem]]
"""Tells what would be wrong with a text."""


def find_text(body: str | None, file: TextIO | None) -> str | None:
    """The text that was given by an option or is piped in; None where a person may be asked.

    Raises:
        ParleyError: there is none, and nobody to ask.
    """
    if body is not None and file is not None:
        raise ParleyError("give the text by --body or by --file, not by both")
    try:
        if body is not None:
            return body
        if file is not None:
            return file.read()
        if is_watched():
            return None
        piped = "" if sys.stdin.isatty() else sys.stdin.read()
    except UnicodeDecodeError:
        raise ParleyError("the text is not UTF-8; save it with the encoding UTF-8") from None
    if not piped.strip():
        raise ParleyError("there is no text: give --body or --file, or pipe it in")
    return piped


def write_in_editor(form: str, try_: Try, *, ending: str = ".md") -> str:
    """Let a person write, beginning from `form`, until nothing is wrong or the person gives up.

    What was written is never lost: a text that is given up is kept in a file, whose name is told.

    Raises:
        Abort: the editor was left without a change.
        Exit: the person gave up.
    """
    text = form
    while True:
        edited = click.edit(text, extension=ending, require_save=True)
        if edited is None or not edited.strip() or edited == form:
            click.echo("Nothing was written.", err=True)
            raise click.Abort
        text = edited
        problems = try_(text)
        if not any(problem.blocks for problem in problems):
            return text
        show_problems(problems)
        if not click.confirm("Open the editor again?", default=True, err=True):
            with tempfile.NamedTemporaryFile("w", suffix=ending, delete=False, encoding="utf-8") as kept:
                kept.write(text)
            click.echo(f"Your text is kept in {kept.name}", err=True)
            raise click.exceptions.Exit(BLOCKED)


def cut(text: str) -> str:
    """A text from an editor without the hints below the scissors."""
    lines = text.replace("\r\n", "\n").split("\n")
    if SCISSORS in lines:
        lines = lines[: lines.index(SCISSORS)]
    return "\n".join(lines).strip("\n")


def form_for(hint: str) -> str:
    """An empty text with a hint below the scissors."""
    return f"\n\n{SCISSORS}\n{visible_lines(hint)}\nWrite above this line, in Markdown. An empty text writes nothing.\n"


def visible_lines(text: str) -> str:
    """A text of a contributor, fit for a terminal or an editor: what has no shape is shown as its code."""
    return "\n".join(visible(line.replace("\t", "    ")) for line in text.split("\n"))
