"""A draft on its way to disk: checked as if it were there, then written, never over anything."""

from collections.abc import Callable
from pathlib import Path

import click

from parley.commands.shared.common import BLOCKED, DEFAULT_POSTS, read_part, read_settings, show_problems
from parley.editing.drafts import Draft, mend_draft, write_draft
from parley.model.characters import visible
from parley.model.languages.speaking import _
from parley.model.layout import Slot
from parley.model.problems import Problem
from parley.reading.schema import list_kinds

SlotFilter = Callable[[Slot], bool]


def try_draft(draft: Draft, posts: Path | None, wanted: SlotFilter) -> list[Problem]:
    """What a check would say about a file that is still to be written."""
    part = read_part(posts, wanted, contents={draft.path: draft.text.encode()})
    return [problem for problem in part.problems if problem.path.endswith(f"/{visible(draft.path)}")]


def keep_draft(draft: Draft, posts: Path | None, wanted: SlotFilter) -> Path:
    """Write a file that passes the check, mended as it has been read, and say where it is.

    Raises:
        Exit: it would not pass; nothing was written, and what is wrong has been said.
    """
    problems = try_draft(draft, posts, wanted)
    unfit = any(problem.rule == "undeclared" for problem in problems)  # harmless in old files; here it is a slip
    if show_problems(problems) or unfit:
        click.echo(_("Nothing was written."), err=True)
        raise click.exceptions.Exit(BLOCKED)
    kinds = list_kinds(read_settings(None, posts).declaration)
    mended, repairs = mend_draft(draft, kinds)
    file = write_draft(mended, posts or DEFAULT_POSTS)
    click.echo(str(file))
    for what in dict.fromkeys(repair.what for repair in repairs):
        click.echo(f"  {what}", err=True)
    return file
