"""`parley check`: all mistakes of all files at once."""

import secrets
from pathlib import Path

import click

from parley.commands.common import BLOCKED, POSTS
from parley.loading import Check, check_posts
from parley.report import render_github, render_json, render_summary, render_text


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@POSTS
@click.option("--format", "form", type=click.Choice(["text", "github", "json"]), default="text", show_default=True)
@click.pass_context
def check(ctx: click.Context, paths: tuple[Path, ...], posts: Path | None, form: str) -> None:
    """Check all posts, replies and people, and say how to mend what is wrong.

    All files are read, because one may refer to another; with PATHS, only problems in these files and folders are
    reported. Exit code 0: nothing blocks; 1: there are errors; 2: the tool itself failed.
    """
    found = narrow(check_posts(posts or Path("posts"), str(posts or "posts")), paths)
    if form == "json":
        click.echo(render_json(found))
    else:
        if found.problems and form == "text":
            click.echo(render_text(found.problems))
        if found.problems and form == "github":
            # a forge takes '##[' anywhere in a line for a command, and the lines are a stranger's
            pause = secrets.token_hex(16)
            click.echo(f"::stop-commands::{pause}\n{render_text(found.problems)}\n::{pause}::")
            click.echo(render_github(found.problems))
        click.echo(render_summary(found))
    ctx.exit(BLOCKED if any(problem.blocks for problem in found.problems) else 0)


def narrow(found: Check, paths: tuple[Path, ...]) -> Check:
    """Keep the problems in the given files and folders; all of them where none is given."""
    if not paths:
        return found
    wanted = [path.absolute() for path in paths]
    kept = tuple(
        problem
        for problem in found.problems
        if any(Path(problem.path).absolute().is_relative_to(path) for path in wanted)
    )
    return Check(kept, found.library, found.files)
