"""The command `parley`."""

import importlib
import os
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from parley import __version__, progress
from parley.loading import Check, check_posts
from parley.problems import InvalidPosts, ParleyError
from parley.publish import publish
from parley.report import render_github, render_json, render_summary, render_text

BLOCKED = 1
FAILED = 2
"""Exit codes: 0 nothing blocks, 1 the posts have errors, 2 the tool itself failed."""

DEBUG = "PARLEY_DEBUG"

POSTS = click.option(
    "--posts", type=click.Path(path_type=Path), default=None, help="Folder of the posts.  [default: posts]"
)


class _Commands(click.Group):
    """Turns whatever goes wrong into one line and exit code 2, never blamed on a contributor."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except ParleyError as error:
            click.echo(f"parley: {error}", err=True)
            ctx.exit(FAILED)
        except Exception as error:
            if DEBUG in os.environ or isinstance(error, (click.ClickException, click.exceptions.Exit, click.Abort)):
                raise
            click.echo(f"parley: this is a fault of the tool, not yours: {type(error).__name__}: {error}", err=True)
            click.echo(f"Set {DEBUG}=1 to see where it happened, and please report it.", err=True)
            ctx.exit(FAILED)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def main() -> None:
    """Turn a folder of posts and replies into a discussion site."""


@main.command()
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


@main.command()
@POSTS
@click.option(
    "--site", type=click.Path(path_type=Path), default=Path("site"), show_default=True, help="Folder to fill."
)
@click.option(
    "--config",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    default=Path("mkdocs.yml"),
    show_default=True,
    help="File of settings.",
)
@click.pass_context
def build(ctx: click.Context, posts: Path | None, site: Path, config: Path) -> None:
    """Build the site beside the old one, look it over, and swap the two.

    Whatever goes wrong, the old site stays as it was.
    """
    host = importlib.import_module("mkdocs_hook")  # the one module that knows the host; the package does not

    def fill(folder: Path) -> None:
        with _watched():
            host.build_site(config, folder, posts)

    try:
        publish(site, fill, on_wait=lambda: click.echo("Waiting for another build to finish …", err=True))
    except InvalidPosts as invalid:
        click.echo(f"The site was not built: {invalid}.", err=True)
        ctx.exit(BLOCKED)
    click.echo(f"The site is in {site}/")


@contextmanager
def _watched() -> Iterator[None]:
    """Show a progress bar while pages are written, if a person watches."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield
        return
    columns = TextColumn("Pages"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("pages", total=None)
        with progress.reporting(lambda done, total: bar.update(task, completed=done, total=total)):
            yield


if __name__ == "__main__":
    sys.exit(main())
