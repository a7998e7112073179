"""All files of `posts/` to entries, thread by thread, where most are the same as the last time.

A thread whose files have the stamps of the last time is not read; one whose texts are known is not parsed.
"""

import hashlib
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from parley.caching.cache import NOTHING, Cache, Digest, make_digest, pack, unpack
from parley.caching.stamps import Stamp, is_settled
from parley.caching.workers import ALONE, Workers, WrongResult, cut_batches
from parley.checking.hosted import Openings, open_pages
from parley.checking.parsing import parse_sources
from parley.checking.rules.entry import Entry
from parley.checking.stages.of_threads import check_threads
from parley.model.characters import visible
from parley.model.entries import find_agreed_thread
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

_Stamped = dict[str, tuple[Stamp, bytes]]
"""The stamps of files, which can be relied on, and the digests of their texts, by their paths."""

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

    declared: str = ""
    """All that the declaration says, for digests of what depends on it."""

    @property
    def kinds(self) -> Kinds:
        return list_kinds(self.declaration)


@dataclass(slots=True)
class _ThreadFiles:
    """The files of a post and its replies, or others that stand together, on their way to entries."""

    files: Sequence[Found]
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
    origin = replace(origin, tags=_find_tags(files, origin), declared=repr(origin.declaration))
    if wanted:
        files = [file if wanted(file.slot) else file._replace(stamp=None) for file in files]
    if cache is NOTHING:
        return _show(openings, _parse_sources(origin, _read_files(files, problems, origin))), problems, {}
    threads = [_ThreadFiles(group) for group in _gather(files)]
    key = make_digest("files", str(origin.posts.absolute()), origin.declared)
    last = cache.find(key, dict) or {}
    table = dict(last)
    _parse(_find_unknown(threads, table, problems, origin, cache), origin, cache, workers)
    if table != last:
        cache.keep(key, {file.path: table[file.path] for file in files if file.path in table})
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
    threads: Iterable[_ThreadFiles], table: _Stamped, problems: list[Problem], origin: Origin, cache: Cache
) -> Iterator[_ThreadFiles]:
    """The threads that have to be parsed; each is read when it is asked for, while those before are being parsed.

    A thread is found by the stamps in the `table`, else by its texts, which are read; then the table has them.
    """
    now = time.time()
    for thread in threads:
        known = ((path, stamp, table.get(path)) for path, _slot, stamp, _content in thread.files)
        thread.digests = {path: one[1] for path, stamp, one in known if one and one[0] == stamp}
        if len(thread.digests) == len(thread.files) and _find_entries(thread, origin, cache):
            continue
        found: list[Problem] = []
        thread.sources = sources = _read_files(thread.files, found, origin)
        thread.is_sound = not found and all(source.text is not None for source in sources)
        thread.digests = {source.path: _digest(source.path, source.text, origin.declared) for source in sources}
        problems += found
        if thread.is_sound:
            stamps = ((file.path, file.stamp) for file in thread.files)
            table |= {path: (stamp, thread.digests[path]) for path, stamp in stamps if stamp and is_settled(stamp, now)}
        if not _find_entries(thread, origin, cache):
            yield thread


def _gather(files: Iterable[Found]) -> Iterable[list[Found]]:
    """The files of each thread; what is to be written stands behind all others."""
    found: dict[tuple[str, ...], list[Found]] = {}
    for file in files:
        found.setdefault(_place(file), []).append(file)
    return found.values()


def _place(file: Found) -> tuple[str, ...]:
    _path, (kind, name, post), *_ = file
    if kind == "agreement":  # those of a thread together
        return "", kind, *find_agreed_thread(file.path)
    return post or ("", kind, name[:2])  # of ten thousand people a few


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
    thread.entries = cache.remember(("thread", _key(thread), origin), _build_entries, thread.files, found, origin)
    if any(entry.findings.problems for entry in thread.entries):  # of a state before this one
        thread.entries = _build_entries(thread.files, found, origin)
    return True


def _build_entries(files: Sequence[Found], found: Known, origin: Origin) -> list[Entry]:
    """Entries that read their file again where its text or the places of its values are asked for."""
    places, kinds, entries = partial(_find_places, origin), origin.kinds, []
    for file in files:
        path, slot, *_ = file
        findings = Findings(f"{origin.label}/{visible(path)}", read=partial(_read_again, origin, file))
        entries.append(Entry(path, slot, findings, *found[path], find_places=places, kind=kinds.get(slot.kind)))
    return entries


def _read_again(origin: Origin, file: Found) -> str:
    return read_file(origin.posts, origin.label, file)[0].text or ""


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
        changed = (one for one in parsed if one.findings.given is not None)
        mended = {one.path: _digest(one.path, one.findings.text, origin.declared) for one in changed}
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
        return pack({one.path: (one.read._replace(places={}, text_lines={}), one.body, one.links) for one in entries})
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
