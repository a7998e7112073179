"""`parley import`: an archive of comments, from elsewhere, as files below `posts/`."""

import re
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from parley.commands.shared.common import BLOCKED, read_settings
from parley.importing import ids
from parley.importing.formats import FORMATS
from parley.importing.map_files import load_mapping
from parley.importing.mapping import FieldMapping
from parley.importing.records import Archive
from parley.importing.result import KINDS_OF_LOSS, render_json, render_text
from parley.importing.streams.files import size
from parley.model.languages.causes import explain
from parley.model.languages.speaking import N_, _
from parley.model.layout import is_name
from parley.model.problems import ParleyError


class _Import(click.Command):
    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section(_("FORMAT is one of")):
            formatter.write_dl([(form.name, _(form.about)) for form in FORMATS.values()])


@click.command("import", cls=_Import)
@click.argument("words", metavar="[FORMAT] SOURCE", nargs=-1, required=True)
@click.option("--format", "form", type=click.Choice(tuple(FORMATS)), help="The format, where it isn't recognised.")
@click.option("--to", "posts", type=click.Path(path_type=Path), required=True, help="Posts folder.")
@click.option(
    "--map", "mapping", type=click.Path(path_type=Path, dir_okay=False), help="File that maps fields and tags."
)
@click.option("--tag", "tags", multiple=True, help="A tag for all discussions; may be given up to five times.")
@click.option("--name", help="The archive's name in reply ids.  [default: FORMAT]")
@click.option("--report", type=click.Path(path_type=Path, dir_okay=False), help="File to write a JSON report to.")
@click.option("--verify", is_flag=True, help="End with 1 where a record lost words, links, images or code.")
@click.option(
    "--allow",
    multiple=True,
    type=click.Choice(KINDS_OF_LOSS),
    metavar="KIND",
    help=f"With --verify, a kind of difference to accept: {', '.join(KINDS_OF_LOSS)}.",
)
@click.option(
    "--redirects",
    type=click.Path(path_type=Path),
    help="File to write redirects from the old addresses to: _redirects, .conf (nginx), .csv (Cloudflare) or .json; "
    "or a folder of pages that lead on (GitHub Pages).",
)
@click.option(
    "--fetch-images",
    "pictures",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Folder of the files that came with the archive; pictures from it go to docs/files/.",
)
@click.option("--dry-run", is_flag=True, help="Read and convert everything, report it, and write no posts.")
@click.pass_context
def import_(
    ctx: click.Context,
    words: tuple[str, ...],
    form: str | None,
    posts: Path,
    mapping: Path | None,
    tags: tuple[str, ...],
    name: str | None,
    report: Path | None,
    verify: bool,
    allow: tuple[str, ...],
    redirects: Path | None,
    pictures: Path | None,
    dry_run: bool,
) -> None:
    """Import an archive of comments as discussions and replies.

    The format is recognised by what SOURCE holds. Either all files are written or none. A newer export adds what is
    new, brings what was edited and marks what was removed; everything else stays as it is. Exit code 0: everything was
    imported, or left out for a reason that the report gives; 1: the archive lacks something, or --verify found a
    difference; 2: nothing could be imported.
    """
    from parley.importing.writer import Choices, import_records  # its libraries are for this command alone

    form, source = _choose(words, form)
    name = name or form
    if len(name) > ids.NAME_LENGTH or not is_name(name):
        raise click.BadParameter(
            _("must be letters a-z, digits and hyphens, at most {name_length}", name_length=ids.NAME_LENGTH),
            param_hint="--name",
        )
    settings = read_settings(None, posts)
    known = load_mapping(mapping) if mapping else FieldMapping()
    choices = Choices(
        name,
        _flatten(tags),
        known,
        dry_run,
        settings.site_name,
        verify=verify,
        allowed=frozenset(allow),
        redirects=redirects,
        pictures=pictures,
        declaration=settings.declaration,
        site_address="" if _LOCAL.match(settings.site_url) else settings.site_url,
    )
    with _stoppable(), _watched(source) as (on_bytes, on_step):
        records = FORMATS[form].read(Archive(source, known, on_bytes, declaration=settings.declaration))
        result = import_records(records, posts, choices, watch=on_step)
    if report:
        _write_report(report, render_json(result))
    click.echo(render_text(result))
    click.echo(
        _("Nothing was written: this was a dry run.")
        if dry_run
        else _("Now run: parley check --posts {posts}", posts=posts)
    )
    ctx.exit(0 if result.complete and not result.lost else BLOCKED)


_LOCAL = re.compile(r"https?://(?:localhost|127\.0\.0\.1|\[::1\])[:/]")
"""Where a site is looked at before it has an address; nobody is sent there."""


def _choose(words: tuple[str, ...], form: str | None) -> tuple[str, Path]:
    """The format and the source; says which format was recognised where none was named."""
    from parley.importing.streams.recognising import recognise

    if len(words) == 2 and form is None and words[0] in FORMATS:
        form, words = words[0], words[1:]
    if len(words) != 1:
        known = ", ".join(FORMATS)
        raise click.UsageError(
            _("name one file or folder, and before it at most a format, one of {known}", known=known)
        )
    source = Path(words[0])
    if not source.exists():
        raise click.UsageError(_("there is no file or folder '{source}'", source=source))
    if form is None:
        found = recognise(source)
        form = found.form
        click.echo(_("{source} looks like {looks}: read as '{form}'.", source=source, looks=found.looks, form=form))
    return form, source


@contextmanager
def _stoppable() -> Iterator[None]:
    """End in order when somebody ends the program, so that nothing is left behind."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(number: int, frame: FrameType | None) -> None:
        raise SystemExit(128 + number)

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _write_report(file: Path, text: str) -> None:
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise ParleyError(
            _("everything was imported, but the report can't be written: {error}", error=explain(error, file))
        ) from None


def _flatten(tags: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(tag for given in tags for tag in re.split(r"[,\s]+", given) if tag)


_STEPS = {
    "people": N_("Naming people"),
    "discussions": N_("Discussions written: {number}"),
    "links": N_("Texts searched for links to each other: {number}"),
    "files": N_("Files put in their places: {number}"),
    "end": N_("Clearing up"),
}
"""What is said of each step of an import once everything has been read."""

Watches = tuple[Callable[[int], None], Callable[[str, int], None]]


@contextmanager
def _watched(source: Path) -> Iterator[Watches]:
    """Show how much has been read and which step has come how far, if a person watches."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield (lambda _count: None), (lambda _step, _number: None)
        return
    columns = TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn()
    with Progress(*columns, console=console, transient=True) as bar:
        reading = bar.add_task(_("Reading"), total=size(source) or None)
        writing = bar.add_task("", total=None, visible=False)
        yield (
            lambda count: bar.advance(reading, count),
            lambda step, number: bar.update(writing, description=_(_STEPS[step], number=number), visible=True),
        )
