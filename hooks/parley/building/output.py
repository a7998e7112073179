"""The folder that a build fills, with what it takes over from the site of before."""

import os
import shutil
import stat
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from parley.building.manifest import NOTHING, Content, Manifest, digest_bytes, find_state
from parley.caching.cache import Digest, find_secret


class Output:
    """The folder that a build fills. What the site before had as well, by its key, is linked instead of made."""

    def __init__(
        self,
        folder: Path,
        site: Path | None = None,
        before: Manifest = NOTHING,
        report: Callable[[int, int], object] = lambda _done, _total: None,
    ) -> None:
        """`site` is the one that `folder` will replace, and `before` what is known of it.

        `report` is told how many of the pages are written, and how many there will be.
        """
        self.folder = folder
        self.report = report
        self.contents: dict[str, Content] = {}
        self._site = site
        self._files = dict(before.files)
        self._folders: set[str] = set()

    @property
    def knows_any(self) -> bool:
        """Whether there may be something to take over."""
        return bool(self._files)

    def write(self, name: str, content: str | bytes, key: Digest | None = None) -> None:
        """Write a file."""
        file, data = Path(self._make_room(name)), content.encode() if isinstance(content, str) else content
        file.unlink(missing_ok=True)  # of the host, or a link to that of the site before, which must stay as it is
        file.write_bytes(data)
        if key:
            self.contents[name] = key, digest_bytes(data)

    def put(self, name: str, key: Digest | None, make: Callable[[], str | bytes]) -> str | bytes | None:
        """Bring in a file; gives what stands in it if it had to be made."""
        if self.take_over(name, key):
            return None
        self.write(name, content := make(), key)
        return content

    def has(self, name: str, key: Digest | None) -> bool:
        """Tell whether the site before has this file, untouched and with this content.

        Its bytes decide where its time or its place is another, as after a copy, and where others may have been at it.
        """
        state, content = self._files.get(name, ((), None))
        if self._site is None or content is None or content[0] != key:
            return False
        file = f"{self._site}/{name}"
        try:
            status = os.lstat(file)
            if find_state(status) == state and not find_secret():
                return True
            if not stat.S_ISREG(status.st_mode) or digest_bytes(Path(file).read_bytes()) != content[1]:
                return False
        except OSError:
            return False
        self._files[name] = find_state(status), content
        return True

    def take_over(self, name: str, key: Digest | None) -> bool:
        """Bring in the file of the site before, if it has it: as a link, or as a copy where there are no links.

        Raises:
            OSError: there is no room, or the site before has changed in the meantime.
        """
        if not self.has(name, key):
            return False
        old, new = f"{self._site}/{name}", self._make_room(name)
        try:
            os.link(old, new, follow_symlinks=False)
        except OSError:  # a file system without links, or too many of them, or a file of the host in the way
            Path(new).unlink(missing_ok=True)
            shutil.copyfile(old, new)
        if content := self._files[name][1]:
            self.contents[name] = content
        return True

    def take_over_folder(self, name: str, key: Digest | None) -> bool:
        """Bring in a folder of the site before if all its files have this key, or else nothing of it."""
        files = [file for file in self._files if file.startswith(name)]
        if files and not all(self.take_over(file, key) for file in files):
            shutil.rmtree(self.folder / name, ignore_errors=True)
            self._folders.clear()
            return False
        return bool(files)

    def keep_folder(self, name: str, key: Digest | None) -> None:
        """Remember that all files of a folder belong to this key."""
        if key:
            for file in (self.folder / name).rglob("*"):
                if file.is_file():
                    self.contents[file.relative_to(self.folder).as_posix()] = key, digest_bytes(file.read_bytes())

    def _make_room(self, name: str) -> str:
        """The path of a file whose folder is there; texts, for a `Path` of each of ten thousand files takes as long."""
        folder = name.rpartition("/")[0]
        if folder not in self._folders:
            self._folders.add(folder)
            with suppress(FileExistsError):
                Path(self._make_room(folder) if folder else self.folder).mkdir()
        return f"{self.folder}/{name}"
