"""`parley remove`: a post or a reply becomes a note, and its answers stay."""

from pathlib import Path

import click

from parley.commands.changes.changing import change_keys, edited_now, make_changes
from parley.commands.shared.common import DRY_RUN, POSTS
from parley.commands.shared.target import DISCUSSION, complete_reply, find_removable, read_thread
from parley.commands.shared.texts import typed
from parley.model.findings import shorten
from parley.model.problems import ParleyError


@click.command()
@DISCUSSION
@click.argument("reason", type=typed)
@click.option("--reply", "reply_id", metavar="ID", help="The reply to remove.", shell_complete=complete_reply)
@click.option("--post", "whole", is_flag=True, help="Remove the post itself; its replies stay.")
@DRY_RUN
@POSTS
def remove(discussion: str, reason: str, reply_id: str | None, whole: bool, dry_run: bool, posts: Path | None) -> None:
    """Remove a reply, or with --post the post itself, and say why. Maintainers only.

    The site hides text and author, and shows a note with the date and the reason in its place. The text stays in the
    file and in the history of the repository; docs/moderation.md says how to remove it there.
    """
    target, part, post = read_thread(posts, discussion)
    item = find_removable(target, part.library, post, reply_id, whole=whole)
    if item.removed:
        raise ParleyError(f"'{item.id}' is already removed: {shorten(item.removed, 300)}")
    values = {"updated": edited_now(item), "removed": " ".join(reason.split())}
    make_changes(posts, [change_keys(posts, item.path, values, without=("restored",))], dry_run=dry_run)
