"""The folder that a build fills, with what it takes over from the site of before."""

import errno
import os
import shutil
from collections.abc import Callable
from pathlib import Path

from parley.building.manifest import NOTHING, Manifest, find_state
from parley.caching.cache import Digest


class Output:
    """The folder that a build fills. What the site before had as well, by its key, is linked instead of made."""

    def __init__(self, folder: Path, site: Path | None = None, before: Manifest = NOTHING) -> None:
        """`site` is the one that `folder` will replace, and `before` what is known of it."""
        self.folder = folder
        self.keys: dict[str, Digest] = {}
        self._site = site
        self._files = before.files
        self._folders: set[str] = set()

    def write(self, name: str, text: str) -> None:
        """Write a file."""
        file = Path(self._make_room(name))
        file.unlink(missing_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")

    def put(self, name: str, key: Digest | None, make: Callable[[], str]) -> bool:
        """Bring in a file; gives whether it had to be made."""
        if self.link(name, key):
            return False
        self.write(name, make())
        if key:
            self.keys[name] = key
        return True

    def has(self, name: str, key: Digest | None) -> bool:
        """Tell whether the site before has this file, untouched and with this content."""
        known = self._files.get(name)
        if self._site is None or known is None or known[1] is None or known[1] != key:
            return False
        try:
            status = os.lstat(f"{self._site}/{name}")
        except OSError:
            return False
        return known[0] == find_state(status)

    def link(self, name: str, key: Digest | None) -> bool:
        """Take a file over from the site before, if it has it."""
        if self._site is None or key is None or not self.has(name, key):
            return False
        try:
            os.link(f"{self._site}/{name}", self._make_room(name), follow_symlinks=False)
        except OSError:  # a file system without links, or too many of them
            return False
        self.keys[name] = key
        return True

    def has_folder(self, name: str, key: Digest | None) -> bool:
        """Tell whether the site before has a folder whose files all have this key."""
        names = self._list(name)
        return bool(names) and all(self.has(file, key) for file in names)

    def copy_folder(self, name: str, key: Digest | None) -> None:
        """Take a folder over that the site before has.

        Raises:
            OSError: it cannot be read, or not be written.
        """
        for file in self._list(name):
            if not self.link(file, key):
                if not self._site or not self.has(file, key):
                    raise OSError(errno.ESTALE, "the file has changed in the meantime", file)
                shutil.copyfile(self._site / file, self._make_room(file))
        self.keep_folder(name, key)

    def _list(self, folder: str) -> list[str]:
        return [file for file in self._files if file.startswith(folder)]

    def keep_folder(self, name: str, key: Digest | None) -> None:
        """Remember that all files of a folder belong to this key."""
        if key:
            for file in (self.folder / name).rglob("*"):
                if file.is_file():
                    self.keys[file.relative_to(self.folder).as_posix()] = key

    def _make_room(self, name: str) -> str:
        """The path of a file whose folder is there; texts, for a `Path` of each of ten thousand files takes as long."""
        folder = name.rpartition("/")[0]
        if folder not in self._folders:
            (self.folder / folder).mkdir(parents=True, exist_ok=True)
            self._folders.add(folder)
        return f"{self.folder}/{name}"
