"""`parley from-issue`: an issue written with a form, to the file it asks for."""

import os
from collections.abc import Mapping
from pathlib import Path

import click

from parley.caching.means import open_means
from parley.commands.shared.common import BLOCKED, LENIENT, POSTS, find_home, read_settings, write_output
from parley.editing.transactions import Change, write_changes
from parley.forge.answers import Answer, answer
from parley.forge.issue_events import OthersEvent, load_event
from parley.forge.proposals import describe, propose
from parley.model.languages.causes import explain
from parley.model.languages.speaking import _
from parley.model.problems import ParleyError

SITE_URL = "PARLEY_SITE_URL"
"""Where the site stands, if its settings don't say so."""


@click.command(name="from-issue")
@click.option("--event", type=click.Path(path_type=Path), required=True, help="Event file, as the Git host wrote it.")
@POSTS
@click.option("--result", type=click.Path(path_type=Path, dir_okay=False), help="File to write the result to, as JSON.")
@click.option("--texts", type=click.Path(path_type=Path, file_okay=False), help="Folder for the result, a file each.")
@click.option("--accepted", default="", envvar="PARLEY_ACCEPTED", help="SHA-256 of the text that was accepted before.")
@LENIENT
@click.pass_context
def from_issue(
    ctx: click.Context,
    event: Path,
    posts: Path | None,
    result: Path | None,
    texts: Path | None,
    accepted: str,
    lenient: bool,
) -> None:
    """Turn an issue written with a form into a file in the posts folder.

    The file is checked together with all others first, and written only if there is nothing to fix. The result
    holds its path, what its pull request should say, whether it needs a maintainer, and a comment for the issue. Exit
    code 0: there is nothing to fix; 1: there is, and the comment says what; 2: the tool itself failed.
    """
    posts = posts or Path("posts")
    settings = read_settings(None, posts)
    try:
        read = load_event(event).accept(accepted)
    except OthersEvent as others:
        click.echo(_("Nothing to do: {others}", others=others))
        return
    with open_means(find_home(None, posts)) as means:
        proposal = propose(read, posts, settings=settings, means=means)
    said = answer(proposal, os.environ.get(SITE_URL) or settings.site_url)
    written = [(proposal.draft, proposal.before), (proposal.person, None)]
    if changes := [Change(draft.path, before, draft.text.encode()) for draft, before in written if draft]:
        write_changes(posts, changes)
    if result:
        _write_texts({result.name: said.to_json(indent=2) + "\n"}, result.parent)
    write_output(f"path={said.path}\nresult={said.to_json()}")  # so nothing in them can begin another output
    if texts:
        _write_texts(_list_texts(said, read.number), texts)
    click.echo(describe(proposal))
    ctx.exit(0 if said.ok or lenient else BLOCKED)


def _list_texts(said: Answer, number: int) -> dict[str, str]:
    """What a shell needs, so that no word of a stranger stands in a script; what there isn't is an empty file."""
    names = ("path", "title", "message", "body", "comment", "published", "author")
    found = {name: getattr(said, name) for name in names}
    return found | {"number": str(number), "accepted": "yes" if said.accepted and said.path else ""}


def _write_texts(texts: Mapping[str, str], folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            (folder / name).write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise ParleyError(_("the result can't be written: {error}", error=explain(error, folder))) from None
