"""`parley agree`: agreement with a post or some of its replies, without a word."""

from pathlib import Path
from typing import Any

import click

from parley.commands.shared.asking import asking, pick_values
from parley.commands.shared.author import AUTHOR, find_author
from parley.commands.shared.common import POSTS, around, read_part
from parley.commands.shared.drafting import keep_draft
from parley.commands.shared.target import DISCUSSION, complete_reply, find_post, find_reply, find_target
from parley.editing.drafts import draft_agreement, make_ending
from parley.forge.proposals import find_no_agreement
from parley.model.entries import AGREES_POST, Post, Reply
from parley.model.findings import shorten
from parley.model.languages.speaking import _
from parley.model.problems import ParleyError
from parley.reading.schema import list_kinds


@click.command(cls=asking("agreement"))
@DISCUSSION
@click.option(
    "--with", "names", metavar="ID", multiple=True, help="A reply; repeat it for more.", shell_complete=complete_reply
)
@AUTHOR
@POSTS
def agree(discussion: str, names: tuple[str, ...], author: str | None, posts: Path | None, **given: Any) -> None:
    """Agree with a discussion or comparison, or with some of its replies.

    DISCUSSION is its slug, a path in posts/, or an address on the site; an address with #reply-… names the reply as
    well.

    To take it back, delete the file.

    \b
    parley agree two-follow-ups --with 2026-10-02-ana --with 2026-10-03-bob
    parley agree two-follow-ups
    """
    target = find_target(posts, discussion)
    wanted = around(target.place)
    library = read_part(posts, wanted).library
    post = find_post(library, target)
    if post.locked:
        raise ParleyError(_("'{id}' takes no new agreement: {locked}", id=post.id, locked=shorten(post.locked, 300)))
    handle = find_author(author)
    named = names or ((target.reply,) if target.reply else ())
    replies = [find_reply(library, post, name) for name in dict.fromkeys(named)]
    items: list[Post] | list[Reply] = replies or [post]
    for item in items:
        if wrong := find_no_agreement(item, handle):
            raise ParleyError(_("'{id}': {wrong}; nothing was written", id=item.id, wrong=wrong[0]))
    agrees = [reply.id for reply in replies] or [AGREES_POST]
    kinds = list_kinds(library.declaration)
    keep_draft(draft_agreement(post, handle, agrees, make_ending(), kinds, pick_values(given)), posts, wanted)
