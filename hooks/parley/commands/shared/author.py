"""Whose name stands on what a command writes."""

import re
import subprocess
import unicodedata
from pathlib import Path

import click

from parley.commands.shared.common import is_watched
from parley.editing.slugs import spell
from parley.model import layout
from parley.model.findings import shorten
from parley.model.languages.speaking import _
from parley.model.problems import ParleyError
from parley.reading.readers import NO_HANDLE

AUTHOR = click.option("--author", metavar="HANDLE", help="Your handle: the login at your Git host.  [default: git's]")


def find_author(given: str | None) -> str:
    """The handle that was given, else git's `github.user`, else its `user.name`, else what a person answers.

    Raises:
        ParleyError: none of them gives a handle.
    """
    if given is not None:
        return read_handle(given)
    if login := _ask_git("github.user"):
        return read_handle(login)
    if (name := _ask_git("user.name")) and _is_latin(name) and (handle := spell(name)):
        click.echo(_("Writing as '{handle}', from git's user.name; --author names another.", handle=handle), err=True)
        return handle
    if is_watched():
        return read_handle(str(click.prompt(_("Your handle (the login at your Git host)"), err=True)))
    raise ParleyError(_("no author given: pass --author HANDLE, or run `git config --global github.user HANDLE`"))


def _is_latin(name: str) -> bool:
    """Tell whether a name is in Latin letters: how people spell theirs in others is for them to say."""
    return all(unicodedata.name(char, "").startswith("LATIN") for char in name if char.isalpha())


def read_handle(text: str) -> str:
    """The handle that is meant.

    Raises:
        ParleyError: nobody can have it.
    """
    handle = text.strip().removeprefix("@").lower()
    if layout.is_bot(handle):
        raise ParleyError(
            _("author '{text}' is a bot's login; contributions are written by people", text=shorten(text))
        )
    if not layout.is_name(handle, layout.HANDLE):
        more = f". {_(NO_HANDLE)}" if layout.is_login(handle) else ""
        raise ParleyError(
            _("author '{text}' must be {wanted}{more}", text=shorten(text), wanted=_(layout.HANDLE.wanted), more=more)
        )
    return handle


def _ask_git(key: str) -> str:
    try:
        done = subprocess.run(  # noqa: S603
            ["git", "config", "--get", key],  # noqa: S607 (whichever git the person uses)
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
            timeout=10,
            cwd=Path.cwd(),
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return re.sub(r"\s+", " ", done.stdout).strip()
