"""What a site was made of, kept beside it: so that an unchanged site is not built, and unchanged files are not made.

Only what can be seen whole is relied on: every file that a build reads, every variable that the settings may name, the
program with all its libraries, and every file of the site as the build left it.
"""

import hashlib
import os
import re
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from parley.building import epoch
from parley.caching.cache import Cache, Digest, find_file, make_digest
from parley.caching.stamps import Mark, Snapshot, mark_files, match, take_snapshot
from parley.reading import hosts
from parley.reading.history import mark_history

FileState = tuple[int, ...]
"""Size, time and place of a file that only a build has written: a short way to tell that it is the same."""

Content = tuple[Digest, bytes]
"""The key of a file, which is a digest of all that it depends on, and a digest of its bytes."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a site is made of: files and folders, but for what is `ignored` of them, variables, and a history.

    `history` is the folder whose history it is, and the mark that it had.
    """

    roots: tuple[Path, ...]
    ignored: tuple[Path, ...]
    variables: tuple[tuple[str, str | None], ...]
    history: tuple[Path, str]

    def mark(self, snapshot: Snapshot | None = None) -> dict[str, Mark]:
        """The marks of all files, from a `snapshot` that was taken of the same ones before, or from one of now."""
        if snapshot is None or (snapshot.roots, snapshot.ignored) != (self.roots, self.ignored):
            snapshot = take_snapshot(self.roots, self.ignored)
        return mark_files(snapshot)


@dataclass(frozen=True, slots=True)
class Manifest:
    """What stood in a site when it was finished: its files by their path, with their content if it has a key.

    `inputs` is None where not everything is known that the site is made of.
    """

    files: Mapping[str, tuple[FileState, Content | None]] = field(default_factory=dict)
    inputs: Inputs | None = None
    marks: Mapping[str, Mark] = field(default_factory=dict)
    libraries: bytes = b""

    def take_snapshot(self) -> Snapshot | None:
        """A snapshot of the files that the site was made of; None where not all of them are known."""
        return take_snapshot(self.inputs.roots, self.inputs.ignored) if self.inputs else None

    def is_up_to_date(self, site: Path, snapshot: Snapshot | None) -> bool:
        """Tell whether a build would make the same site as the one that stands there, of the files of a `snapshot`."""
        return (
            self.inputs is not None
            and snapshot is not None
            and self.libraries == find_libraries()
            and all(os.environ.get(name) == value for name, value in self.inputs.variables)
            and mark_history(self.inputs.history[0]) == self.inputs.history[1]
            and match(self.marks, snapshot)
            and list_files(site) == {name: place for name, (place, _) in self.files.items()}
        )


NOTHING = Manifest()


def find_variables(settings: str) -> tuple[tuple[str, str | None], ...]:
    """The variables whose names occur in the text of the settings, wherever it is, and those that every build reads."""
    names = {*re.findall(r"\w+", settings), epoch.VARIABLE, *hosts.VARIABLES}
    return tuple((name, os.environ.get(name)) for name in sorted(names))


def find_libraries() -> bytes:
    """A digest of the Python that runs and the names and versions of all that is installed beside it."""
    digest = hashlib.sha256(sys.version.encode())
    for folder in sys.path:
        with suppress(OSError):
            digest.update(repr(sorted(path.name for path in Path(folder).glob("*-info"))).encode())
    return digest.digest()


def load_manifest(project: Path, site: Path, *request: object) -> Manifest:
    """What is known of the site of a project that was built on a `request`; nothing if another program made it."""
    kept = Cache(find_file(project, site))
    found = kept.find(make_digest("manifest", request))
    kept.close()
    return found if isinstance(found, Manifest) else NOTHING


def save_manifest(project: Path, site: Path, made: Manifest, *request: object) -> None:
    """Keep what is known of a site that has just been put in its place."""
    kept = Cache(find_file(project, site))
    kept.keep(make_digest("manifest", request), made)
    kept.save()
    kept.close()


def build_manifest(
    folder: Path, contents: Mapping[str, Content], inputs: Inputs | None, marks: Mapping[str, Mark]
) -> Manifest:
    """What a build has made, found in the folder that it filled: soon another may put its own site in the place.

    `contents` are those of files with a key, and `marks` those that the inputs had before it began.
    """
    files = {name: (state, contents.get(name)) for name, state in list_files(folder).items()}
    return Manifest(files, inputs, marks, find_libraries())


def list_files(site: Path) -> dict[str, FileState]:
    """The place of every file of a site, which it keeps when the site changes its own."""
    files: dict[str, FileState] = {}
    waiting = [""]
    while waiting:
        folder = waiting.pop()
        with suppress(OSError), os.scandir(site / folder) as entries:
            for entry in entries:
                name = f"{folder}{entry.name}"
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(f"{name}/")
                else:
                    status = entry.stat(follow_symlinks=False)
                    files[name] = find_state(status)
    return files


def digest_bytes(data: bytes) -> bytes:
    """A digest of what stands in a file of a site."""
    return hashlib.sha256(data).digest()


def find_state(status: os.stat_result) -> FileState:
    """The size, time and place of a file."""
    return status.st_size, status.st_mtime_ns, status.st_ino
