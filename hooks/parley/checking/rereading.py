"""All files of `posts/` to entries, thread by thread, where most are the same as the last time.

A thread whose files have the stamps of the last time is not read; one whose texts are known is not parsed.
"""

import hashlib
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any

from parley.caching.cache import NOTHING, Cache, Digest, make_digest, pack, unpack
from parley.caching.stamps import is_settled, stamp
from parley.caching.workers import ALONE, Workers, WrongResult, cut_batches
from parley.checking.hosted import Openings, open_pages
from parley.checking.parsing import parse_sources
from parley.checking.rules.entry import Entry
from parley.checking.stages.of_threads import check_threads
from parley.model.characters import visible
from parley.model.entries import ThreadName, find_agreed_thread
from parley.model.findings import Findings
from parley.model.layout import FOR_MAINTAINERS
from parley.model.problems import Problem
from parley.model.settings import NOTHING_DECLARED, Declaration
from parley.reading import schema
from parley.reading.frontmatter import parse_yaml
from parley.reading.mending.mend import mend
from parley.reading.nodes import Body, Position, Values
from parley.reading.schema import Kinds, list_kinds
from parley.reading.sources import Contents, FileFilter, Found, SourceFile, change_files, find_files, read_file

Known = Mapping[str, tuple[Values, Body | None, list[tuple[str, int, int]]]]
"""What is kept of the files of a thread, by the path of each."""

BATCH = 400
"""Files that are parsed together: half a second of work, most of it."""


@dataclass(frozen=True, slots=True)
class Origin:
    """A folder of posts, what stands for it in the paths of problems, and what its site declares."""

    posts: Path
    label: str
    declaration: Declaration = NOTHING_DECLARED
    tags: tuple[tuple[str, str], ...] = ()
    """The title of each tag in lower case, and its slug."""

    @property
    def kinds(self) -> Kinds:
        return list_kinds(self.declaration)


@dataclass(slots=True)
class _ThreadFiles:
    """The files of a post and its replies, or others that stand together, on their way to entries."""

    files: Sequence[Found]
    stamps: Digest | None
    digests: Mapping[str, bytes] = field(default_factory=dict)
    """Of the path and the text of each file, by its path; empty where there is no text."""
    sources: Sequence[SourceFile] = ()
    entries: Sequence[Entry] | None = None
    is_sound: bool = True
    """Whether the bytes of all files could be read, and without anything to say about them."""

    @property
    def name(self) -> str:
        """The path of the first file."""
        return self.files[0].path

    @property
    def paths(self) -> list[str]:
        return [file.path for file in self.files]

    @property
    def is_kept(self) -> bool:
        return self.is_sound and self.files[0].slot.kind not in FOR_MAINTAINERS  # whose content is no entry's


def read_threads(
    origin: Origin,
    contents: Contents,
    wanted: FileFilter | None = None,
    cache: Cache = NOTHING,
    workers: Workers = ALONE,
) -> tuple[list[Entry], list[Problem], dict[str, bytes]]:
    """The entries of all files, what is wrong with their names and bytes, and a digest of each file by its path.

    Without a `cache` no digests are known, and each entry has the place of every value.

    Raises:
        NoPosts: there is no folder of posts.
    """
    files, problems = find_files(origin.posts, origin.label, origin.declaration.folders)
    openings = open_pages(origin.declaration.pages, files, origin.label)
    files, problems = change_files(files, problems, {**openings.contents, **contents}, origin.label)
    problems += openings.problems
    origin = replace(origin, tags=_find_tags(files, origin))
    if wanted:
        files = [file if wanted(file.slot) else replace(file, status=None) for file in files]
    if cache is NOTHING:
        return _show(openings, _parse_sources(origin, _read_files(files, problems, origin))), problems, {}
    now = time.time()
    threads = [_find_thread(list(group), origin, now) for _, group in groupby(_gather(files), _place)]
    unknown = _find_unknown(threads, problems, origin, cache)
    _parse(unknown, origin, cache, workers)
    entries = _show(openings, [entry for thread in threads for entry in thread.entries or ()])
    digests = {path: digest for thread in threads for path, digest in thread.digests.items()}
    return entries, problems, digests


def _show(openings: Openings, entries: list[Entry]) -> list[Entry]:
    """Let problems with what opens the thread of a page name the file of the page."""
    for entry in entries:
        entry.findings.path = openings.shown.get(entry.path, entry.findings.path)
    return entries


def _find_tags(files: Iterable[Found], origin: Origin) -> tuple[tuple[str, str], ...]:
    """The tags of the site by their titles, by which strangers name them; what is wrong with the list, others tell."""
    file = next((file for file in files if file.slot.kind == "tags"), None)
    text = read_file(origin.posts, origin.label, file)[0].text if file else None
    findings = Findings("")
    node = parse_yaml(text, findings) if text else None
    tags = schema.TAGS.read(node, "", findings) if node else None
    return tuple((tag.title.casefold(), tag.slug) for tag in tags or ())


def _read_files(files: Iterable[Found], problems: list[Problem], origin: Origin) -> list[SourceFile]:
    sources = []
    for file in files:
        source, more = read_file(origin.posts, origin.label, file)
        sources.append(source)
        problems += more
    return sources


def _find_unknown(
    threads: Iterable[_ThreadFiles], problems: list[Problem], origin: Origin, cache: Cache
) -> Iterator[_ThreadFiles]:
    """The threads that have to be parsed; each is read when it is asked for, while those before are being parsed."""
    for thread in threads:
        problems += _recall(thread, origin, cache)
        if thread.entries is None:
            yield thread


def _gather(files: Iterable[Found]) -> list[Found]:
    """All files with those of their thread, in the order of threads; what is to be written stands behind all others."""
    found: dict[tuple[str, ThreadName | None], list[Found]] = {}
    for file in files:
        found.setdefault(_place(file), []).append(file)
    return [file for group in found.values() for file in group]


def _place(file: Found) -> tuple[str, ThreadName | None]:
    if file.slot.kind == "agreement":  # those of a thread together
        return "/".join((file.slot.kind, *find_agreed_thread(file.path))), None
    return ("" if file.slot.post else file.slot.kind), file.slot.post


def _find_thread(files: Sequence[Found], origin: Origin, now: float) -> _ThreadFiles:
    known = [(file.path, stamp(file.status)) for file in files if file.status and is_settled(file.status, now)]
    return _ThreadFiles(
        files,
        make_digest("stamps", str(origin.posts.absolute()), repr(origin.declaration), known)
        if len(known) == len(files)
        else None,
    )


def _recall(thread: _ThreadFiles, origin: Origin, cache: Cache) -> list[Problem]:
    """Find the entries of a thread by its stamps, else by its texts; those that are found in neither way are read."""
    problems: list[Problem] = []
    digests = cache.find(thread.stamps, dict) if thread.stamps else None
    if digests and list(digests) == thread.paths:
        thread.digests = digests
        if _find_entries(thread, origin, cache):
            return problems
    thread.sources = sources = _read_files(thread.files, problems, origin)
    thread.is_sound = not problems and all(source.text is not None for source in sources)
    declared = repr(origin.declaration)
    thread.digests = {source.path: _digest(source.path, source.text, declared) for source in sources}
    if thread.is_sound and thread.stamps:
        cache.keep(thread.stamps, thread.digests)
    _find_entries(thread, origin, cache)
    return problems


def _digest(path: str, text: str | None, declared: str) -> bytes:
    if text is None:
        return b""
    return hashlib.sha256(f"{path}\0{declared}\0{text}".encode("utf-8", "surrogatepass")).digest()


def _find_entries(thread: _ThreadFiles, origin: Origin, cache: Cache) -> bool:
    if not thread.is_kept:
        return False
    found = cache.find(_key(thread), dict)
    if found is None or list(found) != thread.paths:
        return False
    key = "thread", _key(thread), origin
    thread.entries = cache.remember(key, _build_entries, thread.files, found, origin)
    if any(entry.findings.problems for entry in thread.entries):  # of a state before this one
        thread.entries = _build_entries(thread.files, found, origin)
    return True


def _build_entries(files: Sequence[Found], found: Known, origin: Origin) -> list[Entry]:
    """Entries that read their file again where its text or the places of its values are asked for."""

    def build(file: Found) -> Entry:
        shown = f"{origin.label}/{visible(file.path)}"
        findings = Findings(shown, read=lambda: read_file(origin.posts, origin.label, file)[0].text or "")
        places, kind = partial(_find_places, origin), origin.kinds.get(file.slot.kind)
        return Entry(file.path, file.slot, findings, *found[file.path], find_places=places, kind=kind)

    return [build(file) for file in files]


def _find_places(origin: Origin, entry: Entry) -> Mapping[str, tuple[Position, ...]]:
    text = entry.findings.read() if entry.findings.read else ""
    return _parse_files(origin, [SourceFile(entry.path, entry.slot, text)])[0].read.places


def _key(thread: _ThreadFiles) -> Digest:
    return make_digest("entries", b"".join(thread.digests.values()))


def _parse(threads: Iterable[_ThreadFiles], origin: Origin, cache: Cache, workers: Workers) -> None:
    waiting: dict[str, _ThreadFiles] = {}

    def read() -> Iterator[Sequence[SourceFile]]:
        for thread in threads:
            waiting[thread.name] = thread
            yield thread.sources

    for batch in workers.map(partial(_parse_batch, origin), cut_batches(read(), BATCH, len)):
        for name, parsed in batch.items():
            _take_in(waiting.pop(name), parsed, origin, cache)
    if waiting:
        raise WrongResult(f"nothing came back for {', '.join(waiting)}")


def _take_in(thread: _ThreadFiles, parsed: bytes | list[Entry], origin: Origin, cache: Cache) -> None:
    """Give a thread its entries, and keep those with which nothing is wrong.

    Raises:
        WrongResult: they are of other files than those of the thread.
    """
    known: Mapping[str, Any] = unpack(parsed) if isinstance(parsed, bytes) else {one.path: one for one in parsed}
    if list(known) != thread.paths:
        raise WrongResult(f"wanted of {', '.join(thread.paths)}, parsed of {', '.join(known)}")
    if isinstance(parsed, bytes):
        thread.entries = _build_entries(thread.files, known, origin)
        if thread.is_kept:
            cache.keep(_key(thread), known, parsed)
    else:
        thread.entries = parsed
        declared = repr(origin.declaration)
        mended = {
            one.path: _digest(one.path, one.findings.text, declared) for one in parsed if one.findings.given is not None
        }
        thread.digests = {**thread.digests, **mended}  # what follows from a file follows from its mended text
    thread.sources = ()


def _parse_batch(origin: Origin, batch: Sequence[Sequence[SourceFile]]) -> dict[str, bytes | list[Entry]]:
    """By the path of its first file each thread's entries, checked with each other.

    Where nothing is wrong, they are what is known of them, packed.
    """
    return {sources[0].path: _parse_thread(origin, sources) for sources in batch}


def _parse_thread(origin: Origin, sources: Sequence[SourceFile]) -> bytes | list[Entry]:
    entries = _parse_sources(origin, sources)
    if all(
        entry.was_read and entry.slot.kind not in FOR_MAINTAINERS and not entry.findings.problems for entry in entries
    ):
        return pack({one.path: (replace(one.read, places={}, text_lines={}), one.body, one.links) for one in entries})
    return entries


def _parse_sources(origin: Origin, sources: Sequence[SourceFile]) -> list[Entry]:
    """An entry for each file, checked by itself and with its thread."""
    entries = _parse_files(origin, sources)
    check_threads(entries)
    return entries


def _parse_files(origin: Origin, sources: Iterable[SourceFile]) -> list[Entry]:
    tags = dict(origin.tags)
    return parse_sources(origin.label, [_mend(source, origin, tags) for source in sources], origin.kinds)


def _mend(source: SourceFile, origin: Origin, tags: Mapping[str, str]) -> SourceFile:
    if source.text is None:
        return source
    mended = mend(source.path, source.text, origin.kinds.get(source.slot.kind), tags)
    if not mended.repairs:
        return source
    return replace(source, text=mended.text, given=source.text, repairs=mended.repairs)
