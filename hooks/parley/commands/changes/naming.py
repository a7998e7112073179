"""Commands about one contribution: how it is named, and what is done to its file."""

from collections.abc import Callable
from pathlib import Path

import click

from parley.commands.changes.changing import change_keys, edited_now, make_changes, take_back
from parley.commands.shared.common import DRY_RUN, POSTS
from parley.commands.shared.target import DISCUSSION, complete_reply, find_removable, read_thread
from parley.commands.shared.texts import typed
from parley.model.entries import Contribution

Doing = Callable[[Contribution], tuple[str, str]]
"""The key that says why it is done, and the key that is taken out then. It raises a ParleyError where it can't be."""


def command(verb: str) -> Callable[[Doing], click.Command]:
    """A command that does to a post or a reply what a function plans, whose name and description it has."""

    def decorate(plan: Doing) -> click.Command:
        @click.command(name=verb, help=plan.__doc__)
        @DISCUSSION
        @click.argument("reason", type=typed)
        @click.option("--reply", "reply_id", metavar="ID", help=f"The reply to {verb}.", shell_complete=complete_reply)
        @click.option("--post", "whole", is_flag=True, help=f"{verb.capitalize()} the post itself; its replies stay.")
        @DRY_RUN
        @POSTS
        def run(
            discussion: str, reason: str, reply_id: str | None, whole: bool, dry_run: bool, posts: Path | None
        ) -> None:
            target, part, post = read_thread(posts, discussion)
            item = find_removable(target, part.library, post, reply_id, whole=whole)
            done, undone = plan(item)
            if done == "restored":
                change = take_back(posts, item, undone, done, reason)
            else:
                values = {"updated": edited_now(item), done: " ".join(reason.split())}
                change = change_keys(posts, item.path, values, without=(undone,))
            make_changes(posts, [change], dry_run=dry_run)

        return run

    return decorate
