"""`parley rename`: another slug, with a redirect from the old one."""

from pathlib import Path

import click

from parley.commands.changes.changing import change_keys, list_files, make_changes, read_bytes
from parley.commands.shared.common import DEFAULT_POSTS, DRY_RUN, POSTS
from parley.commands.shared.target import DISCUSSION, check_slug, list_slugs, read_thread
from parley.editing.transactions import Change
from parley.model.languages.speaking import _
from parley.model.problems import ParleyError


@click.command()
@DISCUSSION
@click.argument("slug")
@DRY_RUN
@POSTS
def rename(discussion: str, slug: str, dry_run: bool, posts: Path | None) -> None:
    """Give a discussion or comparison a new SLUG. Maintainers only.

    The old slug becomes an alias: its address, its feed and links to its replies redirect, so nothing else has to be
    changed. To change the title, just edit it; the address doesn't depend on it.
    """
    target, _part, post = read_thread(posts, discussion)
    check_slug(slug)
    root = posts or DEFAULT_POSTS
    if slug in list_slugs(root, post.folder):
        raise ParleyError(_("there is '{slug}' already", slug=slug))
    if slug in post.former_names:
        raise ParleyError(
            _("'{slug}' is a former name of '{id}'; remove it from its aliases first, by hand", slug=slug, id=post.id)
        )
    folder = f"{post.folder}/{slug}"
    changed = change_keys(posts, post.path, {"aliases": [*post.aliases, post.id]})
    changes = []
    for path in list_files(posts, target.folder):
        data = changed if path == post.path else Change(path, *[read_bytes(posts, path)] * 2)
        changes += [
            Change(path, data.before, None),
            Change(f"{folder}{path.removeprefix(target.folder)}", None, data.after),
        ]
    make_changes(posts, changes, dry_run=dry_run)
    click.echo(_("/{folder}/ now redirects to /{new}/.", folder=target.folder, new=folder), err=True)
