"""`parley lock`: a thread takes no new replies, or takes them again."""

from pathlib import Path

import click

from parley.commands.changes.changing import change_keys, edited_now, make_changes, take_back
from parley.commands.shared.common import DRY_RUN, POSTS
from parley.commands.shared.target import DISCUSSION, read_thread
from parley.commands.shared.texts import typed
from parley.model.findings import shorten
from parley.model.languages.speaking import _
from parley.model.problems import ParleyError


@click.command()
@DISCUSSION
@click.argument("reason", type=typed)
@click.option("--off", is_flag=True, help="Unlock it.")
@DRY_RUN
@POSTS
def lock(discussion: str, reason: str, off: bool, dry_run: bool, posts: Path | None) -> None:
    """Lock a discussion or comparison, or unlock it, and say why. Maintainers only.

    Readers see the reason and the date on its page and on /moderation/. Existing replies stay.
    """
    _target, _part, post = read_thread(posts, discussion)
    if off and not post.locked:
        raise ParleyError(_("'{id}' isn't locked", id=post.id))
    if post.locked and not off:
        raise ParleyError(_("'{id}' is already locked: {locked}", id=post.id, locked=shorten(post.locked, 300)))
    if off:
        change = take_back(posts, post, "locked", "unlocked", reason)
    else:
        values = {"updated": edited_now(post), "locked": " ".join(reason.split())}
        change = change_keys(posts, post.path, values, without=("unlocked",))
    make_changes(posts, [change], dry_run=dry_run)
