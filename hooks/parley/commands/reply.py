"""`parley reply`: an answer to a discussion, a comparison, or one of their replies."""

from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

import click

from parley.commands.shared.asking import ask_missing, asking, pick_values
from parley.commands.shared.author import AUTHOR, find_author
from parley.commands.shared.common import POSTS, around, read_part
from parley.commands.shared.drafting import keep_draft, try_draft
from parley.commands.shared.target import DISCUSSION, complete_reply, find_post, find_reply, find_target
from parley.commands.shared.texts import BODY, FILE, cut, find_text, form_for, write_in_editor
from parley.editing.drafts import Draft, draft_reply, make_reply_id
from parley.model.findings import shorten
from parley.model.languages.speaking import _
from parley.model.problems import ParleyError
from parley.reading.schema import list_kinds


@click.command(cls=asking("reply"))
@DISCUSSION
@click.option(
    "--to", metavar="ID", help="The reply to answer; without it you reply to the post.", shell_complete=complete_reply
)
@AUTHOR
@BODY
@FILE
@POSTS
def reply(
    discussion: str,
    to: str | None,
    author: str | None,
    body: str | None,
    file: IO[bytes] | None,
    posts: Path | None,
    **given: Any,
) -> None:
    """Reply to a discussion or comparison, or to one of its replies.

    DISCUSSION is its slug, a path in posts/, or an address on the site; an address with #reply-… names the reply as
    well.

    The text comes from --body, --file, or standard input; otherwise your editor opens. Text that wouldn't
    pass the check isn't written.

    \b
    parley reply two-follow-ups --to 2026-10-02-ana --body "…"
    parley reply discussions/two-follow-ups < answer.md
    """
    target = find_target(posts, discussion)
    wanted = around(target.place)
    library = read_part(posts, wanted).library
    post = find_post(library, target)
    if post.locked:
        raise ParleyError(_("'{id}' takes no new replies: {locked}", id=post.id, locked=shorten(post.locked, 300)))
    named = to if to is not None else target.reply
    parent = find_reply(library, post, named) if named else None
    handle = find_author(author)
    replies = library.replies_to(post)
    taken = {name for one in replies for name in one.names}
    now = datetime.now(UTC).replace(microsecond=0)
    id = make_reply_id(handle, now, taken)
    kinds = list_kinds(library.declaration)
    reply_to, values = parent.id if parent else "", ask_missing(kinds["reply"], pick_values(given))

    def draft(text: str) -> Draft:
        return draft_reply(post, id, handle, cut(text), now, kinds, reply_to=reply_to, values=values)

    text = find_text(body, file)
    if text is None:
        answered = parent or post
        hint = _(
            "You are replying to {byline}:\n\n{body}\n",
            byline=library.person(answered.author).byline,
            body=answered.body,
        )
        text = write_in_editor(form_for(hint), lambda written: try_draft(draft(written), posts, wanted))
    written = keep_draft(draft(text), posts, wanted)
    click.echo(_("See it with: parley preview {written}", written=written), err=True)
    settles = handle == post.author or library.person(handle).role == "maintainer"
    if settles and not (post.outcome or post.answer):
        click.echo(_("When something has come of it, say so with: parley outcome {id}", id=post.id), err=True)
