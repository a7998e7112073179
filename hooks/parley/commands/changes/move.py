"""`parley move`: a reply and its answers to another place."""

from pathlib import Path

import click

from parley.commands.changes.changing import edited_now, forget_unseen, make_changes, read_bytes, tell_of_move
from parley.commands.shared.common import DRY_RUN, POSTS, read_part
from parley.commands.shared.target import DISCUSSION, complete_discussion, find_post, find_reply, find_target
from parley.commands.shared.texts import typed
from parley.editing.moving import Told, plan_answer, plan_move
from parley.model.languages.speaking import _
from parley.model.problems import ParleyError


@click.command()
@DISCUSSION
@click.argument("other", metavar="OTHER", shell_complete=complete_discussion)
@click.argument("reason", type=typed)
@DRY_RUN
@POSTS
def move(discussion: str, other: str, reason: str, dry_run: bool, posts: Path | None) -> None:
    """Move a reply, and all answers to it, below another post or reply. Maintainers only.

    DISCUSSION names the reply to move: an address with #reply-…, or the path of its file. OTHER is the post or, with
    #reply-…, the reply that it shall answer. A note stays where it was and leads to where it is; ids stay the same.

    \b
    parley move two-follow-ups#reply-2026-10-02-ana one-follow-up "…"
    """
    from_, to = find_target(posts, discussion), find_target(posts, other)
    if not from_.reply:
        raise ParleyError(_("name the reply to move, as two-follow-ups#reply-2026-10-02-ana"))
    library = read_part(posts).library
    post, new = find_post(library, from_), find_post(library, to)
    root = find_reply(library, post, from_.reply)
    parent = find_reply(library, new, to.reply) if to.reply else None
    told = Told(" ".join(reason.split()), edited_now(root))

    def read(path: str) -> bytes:
        return read_bytes(posts, path)

    if post.place == new.place:
        made = plan_answer(root, parent, post, library, read, told)
    else:
        made = plan_move(root, post, new, parent, library, read, told)
    make_changes(posts, forget_unseen(posts, made.changes, "moved"), dry_run=dry_run)
    tell_of_move(made)
