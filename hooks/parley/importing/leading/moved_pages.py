"""Redirects for a host that serves files alone, such as GitHub Pages: a page at each old address that leads on.

The anchor of a comment never reaches a server, so that each page has the places of its comments, and finds by a script
which one is meant; without scripts it leads to the discussion. What stood behind a question mark cannot be a file.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

import jinja2

from parley.importing.leading.places import COMMENT, Moved, Places
from parley.importing.staging import put, tell
from parley.model.languages.speaking import _, spoken
from parley.model.problems import ParleyError
from parley.model.settings import Settings
from parley.rendering.saying import teach
from parley.rendering.theme import TEMPLATES

_PAGE = re.compile(r"\.(?:html?|php|aspx?)\Z", re.IGNORECASE)
_LONGEST = 200
"""Bytes of a part of a path; file systems take 255."""


def write_moved_pages(folder: Path, places: Places, site: str) -> int:
    """Write a page for each old address of a thread or comment that a file can stand at; gives their number.

    Raises:
        ParleyError: something else stands where a page is to stand, or nothing can be written there.
    """
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=True, undefined=jinja2.StrictUndefined
    )
    teach(made)
    template = made.get_template("moved.html")
    count = 0
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for place, replies in _list_pages(places):
            file = find_file(folder, place.old)
            if file and _has_room(file):
                _check_free(file)
                target = site.rstrip("/") + place.way
                title = place.title or _("This comment")
                values = {"target": target, "title": title, "replies": replies, "prefix": COMMENT.pattern}
                page = template.render(settings=Settings(language=spoken().language), **values)
                places.spare.write_text(page, encoding="utf-8", newline="\n")
                put(places.spare, file)
                count += 1
    except OSError as error:
        raise ParleyError(_("the redirects can't be written: {error}", error=tell(error, folder))) from None
    return count


def _has_room(file: Path) -> bool:
    """Make the folder of a page; not where its address goes on behind another page's, or another one's behind its."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        return False
    return not file.is_dir()


def _check_free(file: Path) -> None:
    if file.exists() and _MARK not in file.read_text(encoding="utf-8", errors="replace"):
        raise ParleyError(
            _("the redirects can't be written: {file} is another page; name a folder of its own", file=file)
        )


_MARK = "const replies = new Map(Object.entries("
"""What an earlier import has written."""


def _list_pages(places: Places) -> Iterator[tuple[Moved, Mapping[str, str]]]:
    for place in places.threads():
        yield place, dict(places.anchors(place.way))
    for place in places.comments():
        if "#" not in place.old:
            yield place, {}


def find_file(folder: Path, address: str) -> Path | None:
    """The file that a host shows at an address; None where there can be none."""
    try:
        parts = urlsplit(address)
    except ValueError:  # such as an address with a bracket, which nobody could follow
        return None
    names = [name for name in unquote(parts.path).split("/") if name]
    odd = any(name in (".", "..") or len(name.encode()) > _LONGEST or set(name) & set("\\:\0") for name in names)
    if parts.query or odd:
        return None
    if names and _PAGE.search(names[-1]):
        return folder.joinpath(*names)
    return folder.joinpath(*names, "index.html")
