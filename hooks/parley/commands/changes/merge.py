"""`parley merge`: two discussions become one."""

from collections.abc import Iterator
from pathlib import Path

import click

from parley.commands.changes.changing import forget_unseen, list_files, make_changes, read_bytes, tell_rest
from parley.commands.shared.common import DEFAULT_POSTS, DRY_RUN, POSTS, read_part
from parley.commands.shared.target import complete_discussion, find_post, find_target
from parley.editing.merging import plan_merge
from parley.editing.transactions import Change
from parley.model.languages.speaking import _, ngettext
from parley.model.problems import ParleyError
from parley.reading.schema import list_kinds


@click.command()
@click.argument("discussion", metavar="DISCUSSION", shell_complete=complete_discussion)
@click.argument("other", nargs=-1, metavar="[into] OTHER", shell_complete=complete_discussion)
@DRY_RUN
@POSTS
def merge(discussion: str, other: tuple[str, ...], dry_run: bool, posts: Path | None) -> None:
    """Merge a discussion into OTHER, an older one. Maintainers only.

    Its post becomes a reply of the other, and its replies move below that reply. Replies keep their ids, and the old
    addresses redirect to where the text is now. All of it is done or nothing; --dry-run shows what would be done.

    \b
    parley merge two-follow-ups into one-follow-up
    """
    words = other[1:] if len(other) == 2 and other[0].lower() == "into" else other
    if len(words) != 1:
        raise click.UsageError(_("name two discussions: parley merge DISCUSSION into OTHER"))
    from_, to = find_target(posts, discussion), find_target(posts, words[0])
    library = read_part(posts).library
    one, two = find_post(library, from_), find_post(library, to)
    merge = plan_merge(one, two, library, lambda path: read_bytes(posts, path))
    changes = [*merge.changes, *_find_rest(posts, from_.folder, merge.changes)]
    kinds = list_kinds(library.declaration)
    apart = {key.name for key in kinds["reply"].keys} - {key.name for key in kinds["discussion"].keys}
    make_changes(posts, forget_unseen(posts, changes, "merged", *apart), dry_run=dry_run)
    moved = len(library.replies_to(one))
    click.echo(
        _(
            "The post becomes reply '{begin}' of '{id}', with {moved} below it.",
            begin=merge.begin,
            id=two.id,
            moved=ngettext("{n} reply", "{n} replies", moved),
        ),
        err=True,
    )
    for old, new in merge.renamed.items():
        click.echo(
            _(
                "Reply '{old}' will be renamed to '{new}': '{id}' already has one of that name.",
                old=old,
                new=new,
                id=two.id,
            ),
            err=True,
        )
    tell_rest(merge)
    if lost := [slug for slug in one.tags if slug not in two.tags]:
        click.echo(
            _("Tags that '{id}' doesn't have: {lost}. Add those that fit.", id=two.id, lost=", ".join(lost)), err=True
        )


def _find_rest(posts: Path | None, folder: str, changes: tuple[Change, ...]) -> Iterator[Change]:
    """Take away what only held a folder open; refuse to move a part, while another part cannot be read."""
    root = posts or DEFAULT_POSTS
    moved = {change.path for change in changes}
    for path in list_files(posts, folder):
        if path.endswith("/.gitkeep"):
            yield Change(path, read_bytes(posts, path), None)
        elif path not in moved:
            raise ParleyError(
                _("{root} can't be moved: it has errors, or no place there; run `parley check`", root=root / path)
            )
