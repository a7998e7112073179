"""`parley split`: a reply and its answers become a discussion."""

from pathlib import Path

import click

from parley.commands.changes.changing import edited_now, make_changes, read_bytes, tell_of_move
from parley.commands.shared.common import DEFAULT_POSTS, DRY_RUN, POSTS, read_part
from parley.commands.shared.target import DISCUSSION, check_slug, find_post, find_reply, find_target, list_slugs
from parley.commands.shared.texts import typed
from parley.editing.moving import Told, plan_split
from parley.editing.slugs import make_slug
from parley.model.languages.speaking import _
from parley.model.layout import DISCUSSIONS
from parley.model.problems import ParleyError


@click.command()
@DISCUSSION
@click.argument("title", type=typed)
@click.argument("reason", type=typed)
@click.option("--slug", help="The name of its folder and its address.  [default: made from the title]")
@click.option("--tag", "tags", multiple=True, help="A tag of the new discussion.  [default: those of the old one]")
@DRY_RUN
@POSTS
def split(
    discussion: str, title: str, reason: str, slug: str | None, tags: tuple[str, ...], dry_run: bool, posts: Path | None
) -> None:
    """Make a discussion of its own of a reply and all answers to it. Maintainers only.

    DISCUSSION names the reply: an address with #reply-…, or the path of its file. It opens the new discussion under
    TITLE. A note stays where it was and leads there.

    \b
    parley split two-follow-ups#reply-2026-10-02-ana "…" "…"
    """
    target = find_target(posts, discussion)
    if not target.reply:
        raise ParleyError(_("name the reply to begin with, as two-follow-ups#reply-2026-10-02-ana"))
    library = read_part(posts).library
    post = find_post(library, target)
    root = find_reply(library, post, target.reply)
    taken = {name for one in library.discussions for name in one.names} | set(
        list_slugs(posts or DEFAULT_POSTS, DISCUSSIONS)
    )
    title = " ".join(title.split())
    if slug:
        check_slug(slug)
        if slug in taken:
            raise ParleyError(_("'{slug}' is, or was, the name of another discussion", slug=slug))
    told = Told(" ".join(reason.split()), edited_now(root))
    name, wanted = slug or make_slug(title, taken), tags or post.tags
    made = plan_split(root, post, title, name, wanted, library, lambda path: read_bytes(posts, path), told)
    make_changes(posts, made.changes, dry_run=dry_run)
    tell_of_move(made)
