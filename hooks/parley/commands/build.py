"""`parley build`: the whole site, beside the old one."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from click.core import ParameterSource
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from parley.building.manifest import NOTHING, Manifest, build_manifest, load_manifest, save_manifest
from parley.building.offline.folder import take_offline
from parley.building.offline.zipping import zip_folder
from parley.building.output import Output
from parley.building.publish import publish
from parley.caching.means import collecting_rarely
from parley.caching.workers import find_workers
from parley.commands.shared.common import BLOCKED, LENIENT, POSTS
from parley.model.findings import InvalidPosts
from parley.model.languages.speaking import _


@click.command()
@POSTS
@click.option(
    "--site",
    type=click.Path(path_type=Path),
    default=Path("site"),
    show_default=True,
    help="Folder to write the site to.",
)
@click.option(
    "--config",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    default=Path("mkdocs.yml"),
    show_default=True,
    help="Settings file.",
)
@click.option(
    "--executor",
    metavar="EXECUTOR",
    default="processes",
    show_default=True,
    help="Where to render: in processes, in none but this one, or on a Dask cluster at dask://HOST:PORT.",
)
@LENIENT
@click.option("--force", is_flag=True, help="Build every page again, even if nothing has changed.")
@click.option(
    "--offline", is_flag=True, help="Build one that is read without a server, into offline/ if no --site is given."
)
@click.option("--zip", "packed", is_flag=True, help="Pack that one as well: offline.zip, beside its folder.")
@click.pass_context
def build(
    ctx: click.Context,
    posts: Path | None,
    site: Path,
    config: Path,
    executor: str,
    force: bool,
    offline: bool,
    packed: bool,
    lenient: bool,
) -> None:
    """Build the site next to the old one, check it, and swap the two.

    If anything goes wrong, the old site stays as it was. If nothing has changed since, it stays as well.
    """
    if packed and not offline:
        raise click.UsageError(_("--zip packs a site that is read without a server; add --offline"))
    if offline and ctx.get_parameter_source("site") is ParameterSource.DEFAULT:
        site = Path("offline")
    ctx.with_resource(collecting_rarely())
    workers = find_workers(executor)
    home, request = config.resolve().parent, (config.name, str(posts))
    before = NOTHING if force or offline else load_manifest(home, site, *request)
    snapshot = before.take_snapshot()
    if before.is_up_to_date(site, snapshot):
        click.echo(_("Nothing has changed; the site is in {site}/", site=site))
        return
    # here, so that no other command has to wait until MkDocs is imported
    from parley_mkdocs.adapter import adapter
    from parley_mkdocs.project import load_project

    made: list[Manifest] = []

    def fill(folder: Path) -> None:
        project = load_project(config, folder, posts)
        inputs = project.find_inputs(site)
        marks = inputs.mark(snapshot) if inputs else {}
        with _watched() as report, workers:
            output = Output(folder, site, before if inputs else NOTHING, report)
            adapter.build(project, output, workers)
        if offline:
            _take_offline(folder, project.site_url)
        else:
            made.append(build_manifest(folder, output.contents, inputs, marks))

    try:
        publish(site, fill, on_wait=lambda: click.echo(_("Waiting for another build to finish …"), err=True))
    except InvalidPosts as invalid:
        click.echo(_("The site was not built: {invalid}.", invalid=invalid), err=True)
        ctx.exit(0 if lenient else BLOCKED)
    if made:
        save_manifest(home, site, made[0], *request)
    click.echo(_("The site is in {site}/", site=site))
    if packed:
        file = site.with_name(f"{site.name}.zip")
        zip_folder(site, file)
        click.echo(_("Packed: {file}, {size} MB", file=file, size=f"{file.stat().st_size / 1000000.0:.1f}"))


def _take_offline(folder: Path, site_url: str) -> None:
    for page, address in take_offline(folder, site_url):
        click.echo(_("{page} leads to {address}, which isn't in the folder", page=page, address=address), err=True)


@contextmanager
def _watched() -> Iterator[Callable[[int, int], None]]:
    """Show a progress bar while pages are written, if a person watches; gives what is told how far that has come."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda _done, _total: None
        return
    columns = TextColumn("Pages"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("pages", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
