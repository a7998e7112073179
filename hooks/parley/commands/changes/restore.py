"""`parley restore`: what was removed can be read again."""

from pathlib import Path

import click

from parley.commands.changes.changing import change_keys, edited_now, make_changes
from parley.commands.shared.common import DRY_RUN, POSTS
from parley.commands.shared.target import DISCUSSION, complete_reply, find_removable, read_thread
from parley.commands.shared.texts import typed
from parley.model.entries import Reply
from parley.model.problems import ParleyError


@click.command()
@DISCUSSION
@click.argument("reason", type=typed)
@click.option("--reply", "reply_id", metavar="ID", help="The reply to restore.", shell_complete=complete_reply)
@click.option("--post", "whole", is_flag=True, help="Restore the post itself.")
@DRY_RUN
@POSTS
def restore(discussion: str, reason: str, reply_id: str | None, whole: bool, dry_run: bool, posts: Path | None) -> None:
    """Restore a removed reply, or with --post the removed post, and say why. Maintainers only.

    Its text and author, which are still in the file, can be read again; /moderation/ says when and why.
    """
    target, part, post = read_thread(posts, discussion)
    item = find_removable(target, part.library, post, reply_id, whole=whole)
    if isinstance(item, Reply) and item.moved_to:
        raise ParleyError(f"'{item.id}' was moved to {item.moved_to}; move it back with `parley move`")
    if not item.removed:
        raise ParleyError(f"'{item.id}' isn't removed")
    values = {"updated": edited_now(item), "restored": " ".join(reason.split())}
    make_changes(posts, [change_keys(posts, item.path, values, without=("removed",))], dry_run=dry_run)
