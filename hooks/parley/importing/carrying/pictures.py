"""Pictures out of the folder that came with an archive: found by the addresses that texts have for them."""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from parley.editing.slugs import make_slug
from parley.importing.carrying.kinds import find_ending
from parley.importing.leading.places import Moved, Places
from parley.model.languages.speaking import _
from parley.model.problems import ParleyError

FOLDER = "files"
"""Below the folder of the maintainers' pages: what lies there is published as it is."""

MAX_PICTURE = 5_000_000
MAX_ALL = 500_000_000
"""Bytes of one picture and of all. A repository that is much larger is slow for everybody who clones it."""

_RESIZED = re.compile(r"(?:-\d{2,5}x\d{2,5}|_\d_\d{2,5}x\d{2,5})(?=\.\w{3,5}\Z)")
"""What WordPress and Discourse put into the names of smaller versions."""

_FEWEST_PARTS = 2
"""Parts of an address that a file's path has to end in: `logo.png` alone could be anybody's."""


def find_published(posts: Path, name: str) -> Path:
    """The folder in which the pictures of an archive are published.

    Raises:
        ParleyError: there is no folder of the maintainers' pages beside the posts.
    """
    docs = posts.absolute().parent / "docs"
    if not docs.is_dir():
        raise ParleyError(
            _("there is no folder {docs}/ for pictures; make one, as the site publishes what lies there", docs=docs)
        )
    return docs / FOLDER / name


@dataclass(slots=True)
class Pictures:
    """Stages the pictures that are asked for in `ready`; `published` is where they will lie, for those there already.

    `told` is told of each picture that is taken (`fetched`), and of each that stays behind (`unfetched`), with why.
    """

    folder: Path
    name: str
    ready: Path
    published: Path
    places: Places
    told: Callable[[str, str], None]
    total: int = 0
    _refused: set[bytes] = field(default_factory=set)

    def find(self, address: str) -> Moved | None:
        """Where the picture with an address is on this site, if the folder has it."""
        file = self._find_file(address)
        if file is None:
            return None
        shown = file.relative_to(self.folder).as_posix()
        reason, data = self._read(file)
        if reason:
            key = hashlib.blake2b(shown.encode(), digest_size=8).digest()
            if key not in self._refused:
                self._refused.add(key)
                self.told("unfetched", f"{shown}: {reason}")
            return None
        title = unquote(urlsplit(address).path).rpartition("/")[2]
        path = f"{hashlib.sha256(data).hexdigest()[:12]}-{make_slug(file.stem)[:40]}{find_ending(data)}"
        target = self.ready / path
        if not target.exists() and not (self.published / path).exists():
            self.total += len(data)
            self.ready.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
            self.told("fetched", shown)
        return Moved(address, f"/{FOLDER}/{self.name}/{path}", title)

    def _read(self, file: Path) -> tuple[str, bytes]:
        """Why a file is not taken, or its bytes."""
        try:
            with file.open("rb") as stream:
                data = stream.read(MAX_PICTURE + 1)
        except OSError as error:
            return _("it can't be read: {strerror}", strerror=error.strerror), b""
        if len(data) > MAX_PICTURE:
            return _("more than {max_picture} MB", max_picture=MAX_PICTURE // 1000000), b""
        if not find_ending(data):
            return _("no picture that is safe to show"), b""
        if self.total + len(data) > MAX_ALL:
            return _("more than {max_all} MB with those before", max_all=MAX_ALL // 1000000), b""
        return "", data

    def _find_file(self, address: str) -> Path | None:
        if named := self.places.find_carried(address):
            return self._settle(named)
        try:
            path = urlsplit(address).path
        except ValueError:
            return None
        parts = unquote(path).strip("/").split("/")
        if any(part in ("", ".", "..") or set(part) & set("\\:\0") for part in parts):
            return None
        for start in range(len(parts) - _FEWEST_PARTS + 1):
            way = "/".join(parts[start:])
            if file := self._settle(way) or (_RESIZED.search(way) and self._settle(_RESIZED.sub("", way))):
                return file
        return None

    def _settle(self, way: str) -> Path | None:
        """A plain file within the folder, which no link leads out of."""
        file = self.folder / way
        try:
            inside = file.resolve().is_relative_to(self.folder.resolve())
            return file if inside and file.is_file() else None
        except (OSError, ValueError):
            return None
