"""`parley reactions`: thumbs up at the Git host, to agreements."""

import json
import os
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import click

from parley.commands.shared.common import DEFAULT_POSTS, POSTS, read_part, read_settings
from parley.editing.transactions import write_changes
from parley.forge.reactions import draw_changes, find_interface, list_reactions
from parley.model.languages.speaking import _
from parley.model.problems import ParleyError

TOKEN = "PARLEY_TOKEN"  # noqa: S105 (the name of a variable)
"""With what the Git host's interface is asked, where it wants to know by whom."""


@click.command()
@POSTS
def reactions(posts: Path | None) -> None:
    """Take in who gave a thumb up to the issue or pull request from which something came.

    Each is an agreement, in a file that only this command writes; what was taken back there is taken back here. The
    Git host is that of the settings. A token in PARLEY_TOKEN lets it be asked more often.
    """
    settings = read_settings(None, posts)
    if not settings.repository:
        raise ParleyError(_("the site names no repository (repo_url), so there are no reactions to ask for"))
    root, library = posts or DEFAULT_POSTS, read_part(posts).library
    base = find_interface(settings.repository, settings.forge)
    found = list(list_reactions(base, settings.forge, library, _fetch))
    changes, counted = draw_changes(found, library, root, settings.posts)
    write_changes(root, changes)
    for change in changes:
        click.echo(f"{change.path}{'' if change.after else ' (deleted)'}")
    click.echo(
        _(
            "{counted} of {found} reactions count; {changes} files changed.",
            counted=counted,
            found=len(found),
            changes=len(changes),
        ),
        err=True,
    )


def _fetch(address: str) -> Any:
    headers = {"Accept": "application/json", "User-Agent": "parley"}
    if token := os.environ.get(TOKEN):
        headers["Authorization"] = f"Bearer {token}"
    try:
        with urllib.request.urlopen(urllib.request.Request(address, headers=headers), timeout=60) as answer:  # noqa: S310
            return json.load(answer)
    except urllib.error.HTTPError as error:
        raise ParleyError(_("the Git host answered {code} to {address}", code=error.code, address=address)) from None
    except (OSError, ValueError) as error:
        raise ParleyError(_("the Git host can't be asked: {error}", error=error)) from None
