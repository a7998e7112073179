"""Bytes of a text that somebody has typed, saved or piped in, to characters."""

import codecs
import locale
import sys

import click

from parley.model.problems import ParleyError

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
        wrong = f"the text isn't UTF-8: byte {data[error.start]:#04x} in line {line}"
    other = "" if marked else _find_other()
    if other:
        try:
            text = data.decode(other)
        except (UnicodeDecodeError, LookupError):
            pass
        else:
            click.echo(f"The text isn't UTF-8, so it was read as {other}, the encoding of this terminal.", err=True)
            return text
    raise ParleyError(f"{wrong}. Save it as UTF-8.")


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
