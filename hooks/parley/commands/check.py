"""`parley check`: all mistakes of all files at once, or those of a pull request."""

import os
import secrets
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from difflib import unified_diff
from pathlib import Path

import click

from parley.caching.means import open_means
from parley.checking.check import Check
from parley.checking.loading import check_posts
from parley.checking.report import count, render_github, render_json, render_summary, render_text
from parley.commands.shared.common import BLOCKED, CONFIG, DEFAULT_CONFIG, LENIENT, POSTS, find_home, read_settings
from parley.commands.sites.forms import FOLDER
from parley.editing.fixing import Fix, plan_conflicts, plan_fixes, plan_moves
from parley.editing.redating import find_dates
from parley.editing.transactions import write_changes
from parley.forge.editor import FILE, is_stale
from parley.forge.issue_forms import find_stale
from parley.forge.review import review
from parley.forge.summary import SummaryLinks, render_step_summary
from parley.model.characters import visible
from parley.model.languages.causes import explain
from parley.model.languages.speaking import _
from parley.model.problems import ParleyError
from parley.reading.schema import list_kinds
from parley.reading.sources import MARKS

STEP_SUMMARY = "GITHUB_STEP_SUMMARY"
"""Where GitHub Actions tells a step to write what it wants to say in Markdown."""


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@POSTS
@CONFIG
@click.option("--format", "form", type=click.Choice(["text", "github", "json"]), default="text", show_default=True)
@click.option("--fix", is_flag=True, help="Show how to tidy files.")
@click.option("--write", is_flag=True, help="With --fix: do it.")
@click.option("--remove-undeclared", is_flag=True, help="With --fix: take out keys and values that aren't declared.")
@click.option("--base", type=click.Path(path_type=Path), help="A checkout of the site as it is.")
@click.option("--head", type=click.Path(path_type=Path), help="A checkout of the site as it would be.")
@click.option("--actor", envvar="PARLEY_ACTOR", help="The login of the person who sent it.")
@click.option("--actor-id", default="", envvar="PARLEY_ACTOR_ID", help="The number of their account at the Git host.")
@click.option("--maintainer", is_flag=True, envvar="PARLEY_MAINTAINER", help="The sender is a maintainer.")
@click.option(
    "--summary",
    type=click.Path(path_type=Path, dir_okay=False),
    help=f"File to append a Markdown summary to.  [default: ${STEP_SUMMARY} with --format github]",
)
@click.option("--repository", default="", envvar="PARLEY_REPOSITORY", help="Their repository's page.")
@click.option("--branch", default="", envvar="PARLEY_BRANCH", help="Their branch.")
@click.option(
    "--preview-url", envvar="PARLEY_PREVIEW_URL", help="For the summary: the preview; empty if there is none."
)
@click.option("--page-url", default="", envvar="PARLEY_PAGE_URL", help="For the summary: one page of the preview.")
@click.option("--rules-url", default="", envvar="PARLEY_RULES_URL", help="The page of rules.")
@LENIENT
@click.pass_context
def check(
    ctx: click.Context,
    paths: tuple[Path, ...],
    posts: Path | None,
    config: Path | None,
    form: str,
    fix: bool,
    write: bool,
    remove_undeclared: bool,
    base: Path | None,
    head: Path | None,
    actor: str | None,
    actor_id: str,
    maintainer: bool,
    summary: Path | None,
    repository: str,
    branch: str,
    preview_url: str | None,
    page_url: str,
    rules_url: str,
    lenient: bool,
) -> None:
    """Check all posts, replies and people, and say how to fix what is wrong.

    All files are read, since one may refer to another; with PATHS, only problems in these files and folders are
    reported. Exit code 0: nothing blocks; 1: there are errors; 2: the tool itself failed.

    With --base, --head and --actor, a pull request is checked: what it changes, and whether its sender may.
    """
    if base or head:
        found = _review(base, head, actor, str(posts or "posts"), maintainer, paths, config, actor_id)
    else:
        label = str(posts or "posts")
        known = read_settings(config, posts)
        checked = check_posts(Path(label), label, site_name=known.site_name, declaration=known.declaration)
        found = narrow(checked, paths)
        if stale := find_stale(FOLDER, list_kinds(known.declaration)):
            asks = _(
                "The issue forms ({stale}) don't ask for what this site does: run `parley forms`.",
                stale=", ".join(stale),
            )
            found = replace(found, notes=(*found.notes, asks))
        if is_stale(FILE, known):
            asks = _("{file} doesn't ask for what this site does: run `parley forms`.", file=FILE)
            found = replace(found, notes=(*found.notes, asks))
        if fix:
            _fix(found, Path(label), known.declaration.folders, write=write, leftovers=remove_undeclared)
            return
    _print(found, form)
    if form == "github" and not summary and os.environ.get(STEP_SUMMARY):
        summary = Path(os.environ[STEP_SUMMARY])
    if summary:
        links = SummaryLinks(repository, branch, preview_url, rules_url, page_url)
        _write_summary(summary, render_step_summary(found, links))
    ctx.exit(BLOCKED if any(problem.blocks for problem in found.problems) and not lenient else 0)


def _review(
    base: Path | None,
    head: Path | None,
    actor: str | None,
    posts: str,
    maintainer: bool,
    paths: tuple[Path, ...],
    config: Path | None,
    actor_id: str,
) -> Check:
    if not (base and head and actor):
        raise click.UsageError(_("--base, --head and --actor go together"))
    if paths:
        raise click.UsageError(_("PATHS can't be used here: a pull request is checked as a whole"))
    if Path(posts).is_absolute() or ".." in Path(posts).parts:
        raise click.UsageError(_("--posts must be a folder inside --base and --head here"))
    home = find_home(config)  # of the code that runs, whose cache knows what the last build has read
    if config is None and (base / DEFAULT_CONFIG).is_file():
        config = base / DEFAULT_CONFIG  # never those of the head, which are a stranger's
    with open_means(home) as means:
        return review(
            base,
            head,
            actor,
            posts=Path(posts).as_posix(),
            is_maintainer=maintainer,
            settings=read_settings(config),
            account=actor_id,
            means=means,
        )


def _fix(found: Check, posts: Path, folders: tuple[str, ...], *, write: bool, leftovers: bool) -> None:
    """Show, or make, what tidies files, puts dates and places right and, with `leftovers`, takes out the undeclared."""
    shown = {problem.path for problem in found.problems}
    dates = find_dates(found.entries, datetime.now(UTC))
    wanted = [one for one in found.entries if one.findings.path in shown]
    mended = plan_conflicts(wanted, posts)
    whole = {fix.path for fix in mended}  # the rest of it can be told once it is one text again
    fixes, refused = plan_fixes((one for one in wanted if one.path not in whole), posts, dates, leftovers=leftovers)
    fixes += mended
    fixes += plan_moves(posts, folders, {one.path for one in found.problems if one.rule == "unknown-file"})
    for error in refused:
        click.echo(str(error), err=True)
    for fix in fixes:
        _show(fix, posts)
    if write:
        write_changes(posts, [change for fix in fixes for change in fix.changes])
        for stray in {fix.path.split("/")[0] for fix in fixes} - {fix.home.split("/")[0] for fix in fixes}:
            with suppress(OSError):  # the rest of it is somebody's
                (posts / stray).rmdir()
    told = count(len(fixes), "file")
    click.echo(
        _("{told} changed.", told=told)
        if write
        else _("{told} to change; --write does it.", told=told)
        if fixes
        else _("Nothing to fix.")
    )


def _show(fix: Fix, posts: Path) -> None:
    old, new = (f"{posts}/{visible(path)}" for path in (fix.path, fix.home))
    if old != new:
        click.echo(_("rename {old}\n    to {new}", old=old, new=new))
    lines = unified_diff(_list_lines(fix.before), _list_lines(fix.after), old, new, lineterm="")
    if shown := "\n".join(map(visible, lines)):
        click.echo(shown)


def _list_lines(data: bytes) -> list[str]:
    return data.decode(MARKS.get(data[:2], "utf-8"), "replace").replace("\r\n", "\n").rstrip("\n").split("\n")


def _print(found: Check, form: str) -> None:
    if form == "json":
        click.echo(render_json(found))
        return
    if found.problems and form == "text":
        click.echo(render_text(found.problems))
    if found.problems and form == "github":
        # a forge takes '##[' anywhere in a line for a command, and the lines are a stranger's
        pause = secrets.token_hex(16)
        click.echo(f"::stop-commands::{pause}\n{render_text(found.problems)}\n::{pause}::")
        click.echo(render_github(found.problems))
    click.echo(render_summary(found))


def _write_summary(file: Path, text: str) -> None:
    try:
        with file.open("a", encoding="utf-8", errors="replace") as stream:
            stream.write(text)
    except OSError as error:
        raise ParleyError(_("the summary can't be written: {error}", error=explain(error, file))) from None


def narrow(found: Check, paths: tuple[Path, ...]) -> Check:
    """Keep the problems in the given files and folders, and of the folders they are in; all where none is given."""
    if not paths:
        return found
    wanted = [path.absolute() for path in paths]
    at = {problem: Path(problem.path).absolute() for problem in found.problems}
    kept = tuple(
        one for one in at if any(at[one].is_relative_to(path) or path.is_relative_to(at[one]) for path in wanted)
    )
    return replace(found, problems=kept)
