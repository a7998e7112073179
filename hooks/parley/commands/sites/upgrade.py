"""`parley upgrade`: the files that `parley init` wrote, as this version writes them."""

import posixpath
from dataclasses import replace
from pathlib import Path

import click

from parley import __version__
from parley.checking.report import count
from parley.commands.shared.common import BLOCKED, DEFAULT_CONFIG, read_pages, read_settings
from parley.editing.transactions import Change, write_changes
from parley.model.languages.speaking import SOURCE, _
from parley.model.problems import ParleyError
from parley.scaffold.files import draw_declared, draw_files
from parley.scaffold.origin import PACKAGE, find_origin
from parley.scaffold.receipt import FILE, Receipt, load_receipt, name_text, render_receipt
from parley.scaffold.recipe import Recipe
from parley.scaffold.upgrading import Renewal, find_renewals


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False, exists=True), default=Path())
@click.option("--write", is_flag=True, help="Write the changes, instead of only showing them.")
@click.pass_context
def upgrade(ctx: click.Context, folder: Path, write: bool) -> None:
    """Bring workflows, forms and the other files that `parley init` wrote to the installed version.

    Shows the changes as a diff; --write makes them, for you to review and commit. Your own changes stay: they are
    merged, and where that can't be done, the file stays as it is and the exit code is 1. Settings, posts and your own
    pages are never touched.
    """
    if not (folder / DEFAULT_CONFIG).is_file():
        raise ParleyError(_("{folder} isn't there; name the folder of the site", folder=folder / DEFAULT_CONFIG))
    settings, record = read_settings(folder / DEFAULT_CONFIG), load_receipt(folder)
    docs, named = read_pages(folder / DEFAULT_CONFIG)
    name, branch = settings.site_name, settings.branch
    # a site that was given our pages in English keeps them, whatever its language
    language = SOURCE if posixpath.normpath(f"{docs}/rules.md") in record.files else settings.language
    recipe = Recipe(
        __version__,
        record.git_host,
        record.web_hosts,
        name,
        "",
        language,
        "",
        branch,
        docs=docs,
        attributes=named,
        origin=find_origin() if _has_origin(folder) else "",
    )
    made = [*draw_files(recipe), *draw_declared(recipe, settings.declaration)]
    renewals = list(find_renewals(folder, record, made))
    clean = [renewal for renewal in renewals if not renewal.conflict]
    for renewal in clean:
        click.echo(renewal.render(), nl=False)
    for renewal in (renewal for renewal in renewals if renewal.conflict):
        click.echo(
            _(
                "{path} stays as it is: {conflict}. This version would change:",
                path=renewal.path,
                conflict=renewal.conflict,
            ),
            err=True,
        )
        click.echo(renewal.render(), nl=False, err=True)
    if write:
        _write(folder, record, clean, {file.path: file.text for file in made if not file.once})
    elif clean:
        click.echo(_("Nothing was written; --write changes {clean}.", clean=count(len(clean), "file")), err=True)
    elif not renewals:
        click.echo(_("All files are those of version {version}.", version=__version__), err=True)
    if len(clean) < len(renewals):
        ctx.exit(BLOCKED)


def _has_origin(folder: Path) -> bool:
    """Tell whether the site installs the program from elsewhere than a package index."""
    return f"{PACKAGE} @ ".encode() in (_read(folder / "requirements.txt") or b"")


def _write(folder: Path, record: Receipt, renewals: list[Renewal], made: dict[str, str]) -> None:
    changes = [
        Change(one.path, _read(folder / one.path), None if one.after is None else one.after.encode())
        for one in renewals
    ]
    changed = {renewal.path for renewal in renewals}
    ours = {path for path in made if path in changed or _read(folder / path) == made[path].encode()}
    files = {path: name for path, name in record.files.items() if path in made}
    new = replace(record, version=__version__, files={**files, **{path: name_text(made[path]) for path in ours}})
    if new != record:
        changes.append(Change(FILE, _read(folder / FILE), render_receipt(new).encode()))
    write_changes(folder, changes)
    click.echo(_("Changed {renewals}; `git diff` shows them.", renewals=count(len(renewals), "file")), err=True)


def _read(file: Path) -> bytes | None:
    return file.read_bytes() if file.is_file() else None
