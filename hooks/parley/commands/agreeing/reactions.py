"""`parley reactions`: thumbs up at the Git host, to agreements."""

import json
import os
import urllib.error
import urllib.request
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click

from parley.commands.shared.common import DEFAULT_POSTS, OUTPUT, POSTS, read_part, read_settings, write_output
from parley.editing.transactions import write_changes
from parley.forge.reactions import draw_changes, draw_tree, find_interface, list_reactions
from parley.model.languages.speaking import _
from parley.model.problems import ParleyError


@click.command()
@POSTS
@click.option("--token", default="", envvar="PARLEY_TOKEN", help="What the Git host's interface is asked with.")
def reactions(posts: Path | None, token: str) -> None:
    """Take in who gave a thumb up to the issue or pull request from which something came.

    Each is an agreement, in a file that only this command writes; what was taken back there is taken back here. The
    Git host is that of the settings; with a token, better given as PARLEY_TOKEN, it may be asked more often. In a
    workflow the files are its output, too, for a job that may write.
    """
    settings = read_settings(None, posts)
    if not settings.repository:
        raise ParleyError(_("the site names no repository (repo_url), so there are no reactions to ask for"))
    root, library = posts or DEFAULT_POSTS, read_part(posts).library
    base = find_interface(settings.repository, settings.forge)
    found = list(list_reactions(base, settings.forge, library, partial(_fetch, token)))
    changes, counted = draw_changes(found, library, root, settings.posts)
    if os.environ.get(OUTPUT):
        tree, changes = draw_tree(changes, settings.posts)
        write_output(f"tree={tree}")
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


class _SameHost(urllib.request.HTTPRedirectHandler):
    """Follows the way to where a repository is now, at the same host; no other is told the token."""

    def redirect_request(self, req: urllib.request.Request, *told: Any) -> urllib.request.Request | None:
        made = super().redirect_request(req, *told)
        if made and urlsplit(made.full_url)[:2] != urlsplit(req.full_url)[:2]:
            raise ParleyError(_("the Git host leads from {address} to another host", address=req.full_url))
        return made


def _fetch(token: str, address: str) -> Any:
    headers = {"Accept": "application/json", "User-Agent": "parley"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    try:
        opener = urllib.request.build_opener(_SameHost)
        with opener.open(urllib.request.Request(address, headers=headers), timeout=60) as answer:  # noqa: S310
            return json.load(answer)
    except urllib.error.HTTPError as error:
        raise ParleyError(_("the Git host answered {code} to {address}", code=error.code, address=address)) from None
    except (OSError, ValueError) as error:
        raise ParleyError(_("the Git host can't be asked: {error}", error=error)) from None
