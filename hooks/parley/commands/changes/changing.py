"""A change to files that exist, on its way to disk: checked as if it were made, then made as a whole or not at all."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import click

from parley.checking.loading import check_posts
from parley.commands.shared.common import BLOCKED, DEFAULT_POSTS, read_settings, show_problems
from parley.editing.edits import NewValues, set_keys
from parley.editing.leftovers import remove_keys
from parley.editing.merging import Merge
from parley.editing.moving import Move
from parley.editing.transactions import Change, write_changes
from parley.model.characters import visible
from parley.model.entries import Contribution, Moment
from parley.model.languages.causes import explain
from parley.model.languages.speaking import _, ngettext
from parley.model.layout import find_slot
from parley.model.problems import ParleyError, Problem
from parley.reading.checkouts import ask_git


def read_bytes(posts: Path | None, path: str) -> bytes:
    """The content of a file below posts/.

    Raises:
        ParleyError: it cannot be read.
    """
    try:
        return ((posts or DEFAULT_POSTS) / path).read_bytes()
    except OSError as error:
        slot = find_slot(path)
        if slot and slot.kind == "article":
            raise ParleyError(
                _(
                    "nothing was changed: what opens the thread '{name}' is the page itself. Change its "
                    "front matter; to lock it, write 'comments: {{locked: <why>, updated: <today>}}' there",
                    name=slot.name,
                )
            ) from None
        raise ParleyError(_("nothing was changed: {error}", error=explain(error, path))) from error


def list_files(posts: Path | None, folder: str) -> list[str]:
    """The paths below posts/ of all files in one of its folders, however deep; a link counts as a file.

    Raises:
        ParleyError: a folder cannot be read, so that what moves with the others would be left behind.
    """
    root = posts or DEFAULT_POSTS
    found: list[str] = []
    waiting = [root / folder]
    while waiting:
        try:
            inside = list(waiting.pop().iterdir())
        except OSError as error:
            raise ParleyError(_("nothing was changed: {error}", error=explain(error, folder))) from error
        for file in inside:
            if file.is_dir() and not file.is_symlink():
                waiting.append(file)
            else:
                found.append(file.relative_to(root).as_posix())
    return sorted(found)


def change_keys(posts: Path | None, path: str, values: NewValues, *, without: tuple[str, ...] = ()) -> Change:
    """The change that sets some keys of a file, takes others out, and leaves the rest of it to the byte."""
    data = read_bytes(posts, path)
    kept = remove_keys(data, path, without) if without else data
    return Change(path, data, set_keys(kept, path, values) if values else kept)


def take_back(posts: Path | None, item: Contribution, undone: str, done: str, reason: str) -> Change:
    """The change that ends a decision, such as `locked`, and says why, as `unlocked`.

    One that was never committed, which nobody has seen, leaves nothing: the file is as git has it, to the byte.
    """
    path, data = item.path, read_bytes(posts, item.path)
    committed = ask_git(posts or DEFAULT_POSTS, "show", f"HEAD:./{path}")
    changed = ("updated", undone, done)
    is_unseen = bool(committed) and remove_keys(committed, path, (undone,)) == committed
    if is_unseen and remove_keys(committed, path, changed) == remove_keys(data, path, changed):
        click.echo(_("It was never committed, so nothing of it is left."), err=True)
        return Change(path, data, committed)
    values = {"updated": edited_now(item), done: " ".join(reason.split())}
    return change_keys(posts, path, values, without=(undone,))


def forget_unseen(posts: Path | None, changes: Sequence[Change], *told: str) -> Sequence[Change]:
    """The changes that bring back what was moved or split; all of it as git has it where that was never committed.

    `told` are the keys that they leave in a file which was there before.
    """
    unseen = [_forget(posts or DEFAULT_POSTS, change, ("updated", *told)) for change in changes]
    made = [change for change in unseen if change]
    if len(made) < len(changes) or not any(change.after for change in made):
        return changes
    click.echo(_("It was never committed, so nothing of it is left."), err=True)
    return made


def _forget(posts: Path, change: Change, told: tuple[str, ...]) -> Change | None:
    """The change to what git has of a file, where nothing but the note of a move would differ from it."""
    path, after = change.path, change.after
    committed = ask_git(posts, "show", f"HEAD:./{path}")
    if not committed:
        return replace(change, after=None) if after is None or b"\nmoved_to: " in after else None
    if after is None or remove_keys(after, path, told) != remove_keys(committed, path, told):
        return None
    return replace(change, after=committed)


def edited_now(item: Contribution) -> str:
    """The time as `updated` has it, later than that of the last edit: a day would not tell two edits apart."""
    now = Moment(datetime.now(UTC).replace(microsecond=0))
    if item.updated and item.updated.exact and item.updated.at >= now.at:
        now = Moment(item.updated.at + timedelta(seconds=1))
    return now.written


def make_changes(posts: Path | None, changes: Sequence[Change], *, dry_run: bool) -> None:
    """Check the changes, make them, and say which files they concern.

    Raises:
        Exit: posts/ would have an error that it does not have now; nothing was written, and the error has been shown.
    """
    root = posts or DEFAULT_POSTS
    if show_problems(_find_new_errors(root, changes)):
        click.echo(_("Nothing was changed."), err=True)
        raise click.exceptions.Exit(BLOCKED)
    if not dry_run:
        write_changes(root, changes)
    for change in changes:
        sign = "+" if change.before is None else "-" if change.after is None else "~"
        click.echo(f"{sign} {visible(str(root / change.path))}")
    if dry_run:
        click.echo(_("Nothing was changed: this was a dry run."), err=True)


def tell_of_move(made: Move) -> None:
    """Say where replies are now, and what a person has to do besides."""
    more = ""
    if made.moved > 1:
        more = _(", with {replies} below it", replies=ngettext("{n} reply", "{n} replies", made.moved - 1))
    click.echo(_("It is at /{address} now{more}.", address=made.address, more=more), err=True)
    for old, new in made.renamed.items():
        click.echo(
            _("Reply '{old}' will be renamed to '{new}': there is already one of that name.", old=old, new=new),
            err=True,
        )
    tell_rest(made)


def tell_rest(made: Move | Merge) -> None:
    """Say what is not kept, and what a person has to do besides."""
    for key in made.left:
        click.echo(_("What '{key}' says isn't kept: the new file can't have it.", key=key), err=True)
    for path in made.links:
        click.echo(_("{path} links to one of them; change it by hand.", path=path), err=True)


def _find_new_errors(root: Path, changes: Sequence[Change]) -> list[Problem]:
    contents = {change.path: change.after for change in changes if find_slot(change.path)}
    check = partial(check_posts, root, str(root), declaration=read_settings(None, root).declaration)
    after = [problem for problem in check(contents=contents).problems if problem.blocks]
    if not after:
        return []
    before = {(problem.path, problem.rule, problem.message) for problem in check().problems}
    return [problem for problem in after if (problem.path, problem.rule, problem.message) not in before]
