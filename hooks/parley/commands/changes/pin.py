"""`parley pin`: a post stays on top of lists."""

from pathlib import Path

import click

from parley.commands.changes.changing import change_keys, make_changes
from parley.commands.shared.common import DRY_RUN, POSTS
from parley.commands.shared.target import DISCUSSION, read_thread
from parley.model.languages.speaking import N_, _
from parley.model.problems import ParleyError


@click.command()
@DISCUSSION
@click.option("--off", is_flag=True, help="Unpin it.")
@DRY_RUN
@POSTS
def pin(discussion: str, off: bool, dry_run: bool, posts: Path | None) -> None:
    """Pin a discussion or comparison to the top of lists, or unpin it. Maintainers only."""
    _target, _part, post = read_thread(posts, discussion)
    if post.pinned is not off:
        words = N_("'{id}' is not pinned") if off else N_("'{id}' is already pinned")
        raise ParleyError(_(words, id=post.id))
    values, without = ({}, ("pinned",)) if off else ({"pinned": True}, ())
    make_changes(posts, [change_keys(posts, post.path, values, without=without)], dry_run=dry_run)
