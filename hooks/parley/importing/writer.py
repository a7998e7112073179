"""Records to files below `posts/`: read all, then name people, then write page by page, then move all at once."""

import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import Literal

from parley.editing.transactions import Change
from parley.importing.carrying.pictures import FOLDER, Pictures, find_published
from parley.importing.leading.places import Places
from parley.importing.leading.redirects import check_name, write_redirects
from parley.importing.leading.relinking import relink
from parley.importing.mapping import FieldMapping
from parley.importing.names import name_people
from parley.importing.pages import PageWriter, archive_author
from parley.importing.records import (
    BadArchive,
    Carried,
    Comment,
    Fault,
    ImportedThread,
    Liked,
    Missing,
    Noticed,
    ReadyFile,
    Record,
)
from parley.importing.result import ImportResult
from parley.importing.staging import list_files, publish, stage, staging, tell
from parley.importing.streams.scratch import find_scratch
from parley.importing.streams.spool import Identity, Spool
from parley.importing.target import Destination, load_target
from parley.model.languages.speaking import _
from parley.model.problems import ParleyError
from parley.model.settings import NOTHING_DECLARED, Declaration
from parley.reading.readers import did_you_mean
from parley.reading.schema import list_kinds

MAX_FAULTS = 1000
"""Faults of an archive that are kept, so that one with a million of them does not fill the memory."""

NewTag = tuple[str, str, str]
Step = Literal["people", "discussions", "links", "files", "end"]
Watch = Callable[[Step, int], None]
"""Told what is being done, and the number of discussions or files so far."""


@dataclass(frozen=True, slots=True)
class Choices:
    """How an archive is imported. `name` stands before the ids of its replies and tells it from other archives.

    Nobody in it is shown under the `site_name`. With `verify`, what is drawn of each text is held against its record;
    kinds of differences that are `allowed` are no loss. `redirects` from the addresses of the archive are written to a
    file; they lead to where the site has its `site_address`. `pictures` is the folder of the files that came with the
    archive. The mapping can fill keys of the site's `declaration`.
    """

    name: str
    tags: tuple[str, ...] = ()
    mapping: FieldMapping = field(default_factory=FieldMapping)
    dry_run: bool = False
    site_name: str = ""
    verify: bool = False
    redirects: Path | None = None
    site_address: str = ""
    allowed: frozenset[str] = frozenset()
    pictures: Path | None = None
    declaration: Declaration = NOTHING_DECLARED


def import_records(
    records: Iterable[Record], posts: Path, choices: Choices, *, now: datetime | None = None, watch: Watch | None = None
) -> ImportResult:
    """Import a stream of records. A second import of the same records changes nothing.

    Raises:
        BadArchive: the archive cannot be read as a whole; nothing was written.
        ParleyError: the folder of posts or the choices do not allow it; nothing was written.
    """
    if choices.redirects:
        check_name(choices.redirects)
    with _telling(posts):
        target = load_target(posts)
    result = ImportResult(allowed=choices.allowed)
    with staging(posts) as folder, _telling(posts):
        ready = folder / "posts"
        ready.mkdir()
        spool, places = Spool(folder / "spool"), Places(folder / "places")
        try:
            _read(records, spool, places, ready, target, result)
            moment, told = now or datetime.now(UTC), watch or (lambda _step, _number: None)
            changes = _write(spool, places, ready, target, choices, result, moment, told)
        finally:
            spool.close()
            places.close()
        result.files = sum(1 for _ in list_files(ready))
        if not choices.dry_run:
            staged = (ready.with_name(FOLDER), find_published(posts, choices.name)) if choices.pictures else None
            publish(ready, posts, changes, staged, lambda number: told("files", number))
        told("end", result.files)
    return result


@contextmanager
def _telling(posts: Path) -> Iterator[None]:
    """Tell which place is full or can't be written, while nothing has been moved below `posts` yet."""
    try:
        yield
    except OSError as error:
        place = _("next to {posts}/", posts=posts)
        raise ParleyError(_("nothing was imported: {error}", error=tell(error, place))) from error
    except sqlite3.OperationalError as error:
        what = _(
            "next to {posts}/, where an import needs room for a second copy of its archive: {error}",
            posts=posts,
            error=error,
        )
        scratch = find_scratch()
        there, here = shutil.disk_usage(scratch), shutil.disk_usage(posts.parent)
        if there.total != here.total and there.free < here.free:  # another disk
            what = _("in {folder}, the system's folder for temporary files: {error}", folder=scratch, error=error)
        raise ParleyError(_("nothing was imported: {what}. Free some space there.", what=what)) from error


def _read(
    records: Iterable[Record], spool: Spool, places: Places, ready: Path, target: Destination, result: ImportResult
) -> None:
    faults: list[Fault] = []
    wanted: dict[str, NewTag] = {}
    for record in records:
        match record:
            case ImportedThread():
                result.discussions.read += 1
                result.discussions.merged += not spool.add_thread(record)
            case Comment():
                result.replies.read += 1
                became = spool.add_comment(record)
                result.replies.merged += became != "new"
                if became in ("renewed", "older"):
                    result.mend("superseded", f"{record.thread}/{record.id}")
            case Liked():
                spool.add_liked(record)
            case ReadyFile():
                wanted |= {tag[0]: tag for tag in record.tags if tag[0] not in target.tags}
                _stage_ready(record, ready, target, result)
            case Missing():
                result.missing.append(record.what)
            case Carried(address, name):
                places.add_carried(address, name)
            case Noticed(kind, where):
                result.mend(kind, where)
            case Fault() if len(faults) < MAX_FAULTS:
                faults.append(record)
    if faults:
        raise BadArchive(*faults)
    _refuse_missing(wanted.values(), target)


def _stage_ready(file: ReadyFile, ready: Path, target: Destination, result: ImportResult) -> None:
    stem = file.path.rpartition(".")[0]
    known = any((target.posts / f"{stem}{ending}").exists() for ending in (".md", ".yml"))
    staged = (ready / file.path).exists()
    tally = {"post": result.discussions, "reply": result.replies}.get(file.kind)
    if tally:
        tally.read += 1
        tally.known += known
        tally.merged += staged and not known
        tally.placed += not (known or staged)
    if not known and not staged:
        stage(ready, file.path, file.text)
        if file.mended:
            result.mend(file.mended, file.path)
        result.people += file.kind == "person"
        if file.kind == "agreement":
            result.mend("agreed", file.path)


def _write(
    spool: Spool,
    places: Places,
    ready: Path,
    target: Destination,
    choices: Choices,
    result: ImportResult,
    now: datetime,
    watch: Watch,
) -> Iterable[Change]:
    for id in spool.finish():
        result.discussions.read += 1
        result.mend("unknown", id)
    _check_tags(spool, target, choices)
    _check_values(choices)
    archive = Identity(archive_author(choices.name), 0)
    identities = chain((archive,), spool.identities())
    watch("people", 0)
    people = name_people(identities, choices.name, target.people, target.writers, choices.site_name)
    pages = PageWriter(target, choices.name, choices.tags, choices.mapping, people, spool, ready, result, now)
    pages.places, pages.kinds = places, list_kinds(choices.declaration)
    if choices.verify:
        from parley.importing.proof import prove  # its library is for this alone

        pages.prove = prove
    for number, threads in enumerate(spool.pages(), 1):
        pages.write(threads)
        watch("discussions", number)
    find = places.find
    if choices.pictures:
        published = find_published(target.posts, choices.name)
        pictures = Pictures(choices.pictures, choices.name, ready.with_name(FOLDER), published, places, result.mend)
        find = lambda address: places.find(address) or pictures.find(address)  # noqa: E731
    relink(ready, find, lambda path: result.mend("relinked", path), lambda number: watch("links", number))
    changes = pages.finish(find)
    if choices.redirects and not choices.dry_run:
        result.redirects = write_redirects(choices.redirects, places, choices.site_address)
    return changes


def _check_tags(spool: Spool, target: Destination, choices: Choices) -> None:
    """Every discussion needs a tag of tags.yml; without any discussion to write, none is asked for."""
    mapped = choices.mapping.tags
    _refuse_missing(((tag, "…", "…") for tag in dict.fromkeys((*choices.tags, *mapped.values()))), target)
    if not choices.tags and "*" not in mapped and next(spool.pages(), None):
        raise ParleyError(_("every discussion needs a tag; name one of tags.yml with --tag"))


def _check_values(choices: Choices) -> None:
    """A key that the mapping fills is one that the site declares for what is imported."""
    kinds = list_kinds(choices.declaration)
    known = {key.name for kind in ("discussion", "reply") for key in kinds[kind].keys if key.declared}
    for key in choices.mapping.values:
        if key not in known:
            help = did_you_mean(key, tuple(known)) or _("Declare it in mkdocs.yml, or take it out of the map.")
            raise ParleyError(
                _("the map fills '{key}', which no discussion or reply of this site has. {help}", key=key, help=help)
            )


def _refuse_missing(tags: Iterable[NewTag], target: Destination) -> None:
    entries = [f"- slug: {slug}\n  title: {title}\n  summary: {about}" for slug, title, about in tags]
    entries = [entry for entry in entries if entry.split("\n")[0].removeprefix("- slug: ") not in target.tags]
    if entries:
        listed = "\n".join(entries)
        raise ParleyError(
            _(
                "{posts} lacks these tags; nothing was written. Add them:\n{listed}",
                posts=target.posts / "tags.yml",
                listed=listed,
            )
        )
