"""`parley import`: an archive of comments, from elsewhere, as files below `posts/`."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from parley.commands.shared.common import BLOCKED, read_settings
from parley.importing import ids
from parley.importing.formats import FORMATS
from parley.importing.map_files import load_mapping
from parley.importing.mapping import FieldMapping
from parley.importing.records import Archive
from parley.importing.result import render_json, render_text
from parley.importing.streams.files import size
from parley.model.layout import is_name
from parley.model.problems import ParleyError, explain

_LIST = "\n".join(f"  {form.name:<10} {form.about}" for form in FORMATS.values())


@click.command("import", epilog=f"\b\nFORMAT is one of\n{_LIST}")
@click.argument("form", metavar="FORMAT", type=click.Choice(tuple(FORMATS)))
@click.argument("source", type=click.Path(path_type=Path, exists=True))
@click.option("--to", "posts", type=click.Path(path_type=Path), required=True, help="Posts folder.")
@click.option(
    "--map", "mapping", type=click.Path(path_type=Path, dir_okay=False), help="File that maps fields and tags."
)
@click.option("--tag", "tags", multiple=True, help="A tag for all discussions; may be given up to five times.")
@click.option("--name", help="The archive's name in reply ids.  [default: FORMAT]")
@click.option("--report", type=click.Path(path_type=Path, dir_okay=False), help="File to write a JSON report to.")
@click.option("--dry-run", is_flag=True, help="Read and convert everything, report it, and write no posts.")
@click.pass_context
def import_(
    ctx: click.Context,
    form: str,
    source: Path,
    posts: Path,
    mapping: Path | None,
    tags: tuple[str, ...],
    name: str | None,
    report: Path | None,
    dry_run: bool,
) -> None:
    """Import an archive of comments as discussions and replies.

    Either all files are written or none. What an earlier import of the same archive brought stays as it is, so a
    newer export adds what is new. Exit code 0: everything was imported, or left out for a reason that the report
    gives; 1: the archive lacks something; 2: nothing could be imported.
    """
    from parley.importing.writer import Choices, import_records  # its libraries are for this command alone

    name = name or form
    if len(name) > ids.NAME_LENGTH or not is_name(name):
        raise click.BadParameter(
            f"must be letters a-z, digits and hyphens, at most {ids.NAME_LENGTH}", param_hint="--name"
        )
    settings = read_settings(None, posts)
    known = load_mapping(mapping) if mapping else FieldMapping()
    choices = Choices(name, _flatten(tags), known, dry_run, settings.site_name)
    with _watched(source) as (on_bytes, on_page):
        records = FORMATS[form].read(Archive(source, known, on_bytes, settings.declaration))
        result = import_records(records, posts, choices, watch=on_page)
    if report:
        _write_report(report, render_json(result))
    click.echo(render_text(result))
    click.echo("Nothing was written: this was a dry run." if dry_run else f"Now run: parley check --posts {posts}")
    ctx.exit(0 if result.complete else BLOCKED)


def _write_report(file: Path, text: str) -> None:
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise ParleyError(f"everything was imported, but the report can't be written: {explain(error, file)}") from None


def _flatten(tags: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(tag for given in tags for tag in re.split(r"[,\s]+", given) if tag)


Watches = tuple[Callable[[int], None], Callable[[int], None]]


@contextmanager
def _watched(source: Path) -> Iterator[Watches]:
    """Show how much has been read and how many discussions are written, if a person watches."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield (lambda _: None), (lambda _: None)
        return
    columns = TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn()
    with Progress(*columns, console=console, transient=True) as bar:
        reading = bar.add_task("Reading", total=size(source) or None)
        writing = bar.add_task("Discussions written: 0", total=None, visible=False)
        yield (
            lambda count: bar.advance(reading, count),
            lambda number: bar.update(writing, description=f"Discussions written: {number}", visible=True),
        )
