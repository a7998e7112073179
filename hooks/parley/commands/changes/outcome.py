"""`parley outcome`: what has come of a discussion, written into its post."""

from pathlib import Path

import click

from parley.commands.changes.changing import edited_now, make_changes, read_bytes
from parley.commands.shared.author import read_handle
from parley.commands.shared.common import DRY_RUN, POSTS, read_settings
from parley.commands.shared.target import DISCUSSION, complete_reply, find_reply, read_thread
from parley.commands.shared.texts import typed
from parley.editing.settling import read_point, write_outcome
from parley.editing.transactions import Change
from parley.model.entries import Settlement
from parley.model.languages.speaking import _
from parley.model.lookup import parse_reply_name
from parley.model.problems import ParleyError


@click.command()
@DISCUSSION
@click.argument("text", type=typed, default="")
@click.option("--agreed", multiple=True, metavar="LINE", help="What is agreed; may be given several times.")
@click.option("--differ", multiple=True, metavar="LINE", help="Where there is still a difference; the same.")
@click.option("--rests-on", multiple=True, metavar="ID", shell_complete=complete_reply, help="A reply it rests on.")
@click.option("--answer", metavar="ID", shell_complete=complete_reply, help="The reply that answers the post.")
@click.option("--by", metavar="HANDLE", help="Whose words the outcome is.")
@click.option("--off", is_flag=True, help="Take outcome and answer away.")
@DRY_RUN
@POSTS
def outcome(
    discussion: str,
    text: str,
    agreed: tuple[str, ...],
    differ: tuple[str, ...],
    rests_on: tuple[str, ...],
    answer: str | None,
    by: str | None,
    off: bool,
    dry_run: bool,
    posts: Path | None,
) -> None:
    """Say what has come of a discussion or comparison. For its author and maintainers.

    A LINE may end with the replies it rests on, as #reply-ID, and say which side gave ground: "old concedes". What the
    post says already stays where nothing takes its place.

    \b
    parley outcome two-follow-ups "…" --agreed "… #reply-2026-10-02-ana"
    """
    _target, part, post = read_thread(posts, discussion)
    stances = read_settings(None, posts).declaration.stances
    there = post.outcome or Settlement()
    given = bool(text or agreed or differ or rests_on or by)
    if off and (given or answer):
        raise ParleyError(_("--off takes everything away, so nothing else can be said with it"))
    if not (off or given or answer):
        raise ParleyError(_("say what has come of it, or name the reply that answers it: --answer ID"))
    if off and not (post.outcome or post.answer):
        raise ParleyError(_("'{id}' has no outcome", id=post.id))
    made = Settlement(
        text.strip() or there.summary,
        read_handle(by) if by else there.by,
        tuple(map(parse_reply_name, rests_on)) or there.rests_on,
        tuple(read_point(line, stances) for line in agreed) or there.agreed,
        tuple(read_point(line, stances) for line in differ) or there.differ,
    )
    answered = find_reply(part.library, post, answer).id if answer else post.answer
    before = read_bytes(posts, post.path)
    settled = made if given else post.outcome
    after = write_outcome(before, post.path, None if off else settled, "" if off else answered, edited_now(post))
    make_changes(posts, [Change(post.path, before, after)], dry_run=dry_run)
