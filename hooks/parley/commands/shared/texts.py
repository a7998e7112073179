"""The text of a contribution: from an option, a file, standard input, or the editor of a person."""

import codecs
import locale
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO

import click

from parley.commands.shared.common import BLOCKED, is_watched, show_problems
from parley.model.characters import visible
from parley.model.languages.speaking import _
from parley.model.problems import ParleyError, Problem

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # begins as UTF-16 does, so it is asked first
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decode(data: bytes) -> str:
    """The characters of a text: UTF-8, or UTF-16 and 32 where a mark at the beginning says so.

    Else the encoding of the terminal counts, if it is another one, and that is told. Nothing is guessed from the bytes:
    a wrong guess would be published.

    Raises:
        ParleyError: it is none of these.
    """
    marked = next((name for mark, name in _MARKS if data.startswith(mark)), "")
    try:
        return data.decode(marked or "utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        wrong = _("the text isn't UTF-8: byte {data} in line {line}", data=f"{data[error.start]:#04x}", line=line)
    other = "" if marked else _find_other()
    if other:
        try:
            text = data.decode(other)
        except (UnicodeDecodeError, LookupError):
            pass
        else:
            click.echo(
                _("The text isn't UTF-8, so it was read as {other}, the encoding of this terminal.", other=other),
                err=True,
            )
            return text
    raise ParleyError(_("{wrong}. Save it as UTF-8.", wrong=wrong))


def _find_other() -> str:
    """The terminal's encoding, where it is neither UTF-8 nor ASCII."""
    for name in (getattr(sys.stdin, "encoding", None), locale.getpreferredencoding(False)):
        try:
            found = codecs.lookup(name or "").name
        except LookupError:
            continue
        if found not in ("utf-8", "ascii"):
            return found
    return ""


def typed(value: str) -> str:
    """A text on the command line: Python has made characters of its bytes by the terminal's encoding.

    Raises:
        ParleyError: its bytes are no text.
    """
    try:
        data = value.encode()
    except UnicodeEncodeError:  # bytes that are none in that encoding, which Python keeps as halves of characters
        data = value.encode("utf-8", "surrogateescape" if os.name == "posix" else "replace")
    return decode(data)


BODY = click.option("--body", "-m", type=typed, metavar="TEXT", help="The text, in Markdown.")
FILE = click.option("--file", "-F", "file", type=click.File("rb"), help="A file with the text; - for standard input.")

SCISSORS = "------------------------ >8 ------------------------"
"""Ends the text in an editor; git cuts its messages at the same line."""

MAX_BYTES = 1024 * 1024
"""What is read of a text: many times what a file may hold in any encoding. A device or a pipe may never end."""

Try = Callable[[str], Sequence[Problem]]
"""Tells what would be wrong with a text."""


def find_text(body: str | None, file: IO[bytes] | None) -> str | None:
    """The text that was given by an option or is piped in; None where a person may be asked.

    Raises:
        ParleyError: there is none, and nobody to ask; or it is far too long.
    """
    if body is not None and file is not None:
        raise ParleyError(_("pass the text with --body or --file, not both"))
    if body is not None:
        return body
    if file is not None:
        return decode(_read(file))
    if is_watched():
        return None
    piped = decode(_read_pipe())
    if not piped.strip():
        raise ParleyError(_("there is no text: pass --body or --file, or pipe it in"))
    return piped


def _read_pipe() -> bytes:
    if sys.stdin is None or sys.stdin.isatty():
        return b""
    binary = getattr(sys.stdin, "buffer", None)
    return _read(binary) if binary else sys.stdin.read().encode()


def _read(stream: IO[bytes]) -> bytes:
    data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise ParleyError(_("the text has more than {max_bytes} bytes; shorten it", max_bytes=MAX_BYTES))
    return data


def write_in_editor(form: str, try_: Try, *, ending: str = ".md") -> str:
    """Let a person write, beginning from `form`, until nothing is wrong or the person gives up.

    What was written is never lost: a text that is given up is kept in a file, whose name is told.

    Raises:
        Abort: the editor was left without a change.
        Exit: the person gave up.
    """
    with tempfile.NamedTemporaryFile("wb", suffix=ending, delete=False) as stream:
        stream.write(form.encode())
    file = Path(stream.name)
    while True:
        click.edit(filename=stream.name)
        try:
            text = decode(file.read_bytes()).replace("\r\n", "\n")
        except ParleyError as error:
            _offer_again(file, str(error))
            continue
        if not text.strip() or text == form:
            file.unlink()
            click.echo(_("Nothing was written."), err=True)
            raise click.Abort
        problems = try_(text)
        if not any(problem.blocks for problem in problems):
            file.unlink()
            return text
        show_problems(problems)
        _offer_again(file)


def _offer_again(file: Path, message: str = "") -> None:
    """Ask whether to go on with a text that has mistakes.

    Raises:
        Exit: the person gives up.
    """
    if message:
        click.echo(message, err=True)
    if not click.confirm(_("Open the editor again?"), default=True, err=True):
        click.echo(_("Your text is kept in {file}", file=file), err=True)
        raise click.exceptions.Exit(BLOCKED)


def cut(text: str) -> str:
    """A text from an editor without the hints below the scissors."""
    lines = text.replace("\r\n", "\n").split("\n")
    if SCISSORS in lines:
        lines = lines[: lines.index(SCISSORS)]
    return "\n".join(lines).strip("\n")


def form_for(hint: str) -> str:
    """An empty text with a hint below the scissors."""
    return _(
        "\n\n{scissors}\n{hint}\nWrite above this line, in Markdown. Leave it empty to write nothing.\n",
        scissors=SCISSORS,
        hint=visible_lines(hint),
    )


def visible_lines(text: str) -> str:
    """A text of a contributor, fit for a terminal or an editor: what has no shape is shown as its code."""
    return "\n".join(visible(line.replace("\t", "    ")) for line in text.split("\n"))
