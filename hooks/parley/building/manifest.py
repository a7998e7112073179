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
from parley.caching.cache import Cache, Key, find_file, make_key
from parley.caching.stamps import Look, Mark, hold, look_at, mark_files
from parley.reading.history import mark_history

Place = tuple[int, ...]
"""Size, time and place of a file that only a build has written."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a site is made of: files and folders, but for what is `ignored` of them, variables, and a history.

    `history` is the folder whose history it is, and the mark that it had.
    """

    roots: tuple[Path, ...]
    ignored: tuple[Path, ...]
    variables: tuple[tuple[str, str | None], ...]
    history: tuple[Path, str]

    def mark(self, look: Look | None = None) -> dict[str, Mark]:
        """The marks of all files, from a `look` that somebody had at the same ones before, or from one at once."""
        places = self.roots, self.ignored
        return mark_files(look if look and (look.roots, look.ignored) == places else look_at(*places))


@dataclass(frozen=True, slots=True)
class Manifest:
    """What stood in a site when it was finished: its files by their path, with the key of their content if it has one.

    `inputs` is None where not everything is known that the site is made of.
    """

    files: Mapping[str, tuple[Place, Key | None]] = field(default_factory=dict)
    inputs: Inputs | None = None
    marks: Mapping[str, Mark] = field(default_factory=dict)
    libraries: bytes = b""

    def look(self) -> Look | None:
        """A look at the files that the site was made of; None where not all of them are known."""
        return look_at(self.inputs.roots, self.inputs.ignored) if self.inputs else None

    def is_up_to_date(self, site: Path, look: Look | None) -> bool:
        """Tell whether a build would make the same site as the one that stands there, of the files of a `look`."""
        return (
            self.inputs is not None
            and look is not None
            and self.libraries == find_libraries()
            and all(os.environ.get(name) == value for name, value in self.inputs.variables)
            and mark_history(self.inputs.history[0]) == self.inputs.history[1]
            and hold(self.marks, look)
            and list_files(site) == {name: place for name, (place, _) in self.files.items()}
        )


NOTHING = Manifest()


def find_variables(settings: str) -> tuple[tuple[str, str | None], ...]:
    """The variables whose names occur in the text of the settings, wherever it is, and those that every build reads."""
    names = {*re.findall(r"\w+", settings), epoch.VARIABLE}
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
    kept = Cache(find_file(project, str(site.absolute())))
    found = kept.find(make_key("manifest", request))
    kept.close()
    return found if isinstance(found, Manifest) else NOTHING


def save_manifest(project: Path, site: Path, made: "Made", *request: object) -> None:
    """Keep what is known of a site that has just been put in its place."""
    files = {name: (place, made.keys.get(name)) for name, place in made.files.items()}
    kept = Cache(find_file(project, str(site.absolute())))
    kept.keep(make_key("manifest", request), Manifest(files, made.inputs, made.marks, find_libraries()))
    kept.save()
    kept.close()


@dataclass(frozen=True, slots=True)
class Made:
    """What a build has found out: its files and their keys, and its inputs with their marks from before it began.

    The files are those of the folder that it filled: by now another build may have put its own site in the place.
    """

    files: Mapping[str, Place]
    keys: Mapping[str, Key]
    inputs: Inputs | None
    marks: Mapping[str, Mark]


def list_files(site: Path) -> dict[str, Place]:
    """The place of every file of a site, which it keeps when the site changes its own."""
    files: dict[str, Place] = {}
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
                    files[name] = find_place(status)
    return files


def find_place(status: os.stat_result) -> Place:
    """The size, time and place of a file."""
    return status.st_size, status.st_mtime_ns, status.st_ino
