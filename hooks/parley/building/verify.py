"""Looks over what a build makes before anybody else does."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path, PurePath

from parley.model.languages.speaking import _
from parley.rendering.planned import Planned

ALWAYS = ("index.html", "404.html")

_MARKS = (re.compile(r'data-pa-thread="([^"]*)"'), re.compile(r' id="(reply-[a-z0-9_.-]+)"'))
"""Whose thread a page shows, and the anchors of its replies; the ids of a text begin in another way, see `urls`."""

_ID = re.compile(r"<id>([^<]*)</id>")
"""As `feeds` writes it; no text holds a bare `<`."""


def find_missing(site: Path) -> list[str]:
    """Which files a built site lacks that every site has."""
    return [_("{name} is missing", name=name) for name in ALWAYS if not (site / name).is_file()]


def look_over(planned: Planned, text: str) -> Iterator[str]:
    """What is wrong with the text of a file that was made: cut short, or with other ids than those of what it shows."""
    kind = PurePath(planned.name).suffix
    end = _ENDS.get(kind, "")
    # behind a page stands what an adopter's hook adds
    if not (end in text if kind == ".html" else text.rstrip().endswith(end)):
        yield _("{name} is cut short", name=planned.name)
    elif planned.list_ids:
        wanted, found = sorted(planned.list_ids()), sorted(_FIND_IDS[kind](text))
        if wanted != found:
            lacking, strange = sorted({*wanted} - {*found}), sorted({*found} - {*wanted})
            if lacking:
                yield _("{name} lacks {ids}", name=planned.name, ids=", ".join(lacking[:3]))
            if strange:
                yield _("{name} shows {ids}", name=planned.name, ids=", ".join(strange[:3]))
            if not lacking and not strange:
                yield _("{name} shows something twice", name=planned.name)


def _find_marks(html: str) -> Iterator[str]:
    """The marks of a page, which stand in tags. A text may hold the same words, but no bare `<`."""
    for mark in _MARKS:  # one after the other, as each begins with letters that are looked for at once
        for found in mark.finditer(html):
            if html.rfind("<", 0, found.start()) > html.rfind(">", 0, found.start()):
                yield found[1]


def _find_contributions(text: str) -> list[str]:
    """The file of the post that a thread's data comes from, and the ids of its replies."""
    thread = json.loads(text)
    return [thread["post"]["path"], *(reply["id"] for reply in thread["replies"])]


_ENDS: Mapping[str, str] = {".html": "</html>", ".xml": "</feed>", ".json": "}"}

_FIND_IDS: Mapping[str, Callable[[str], Iterable[str]]] = {
    ".html": _find_marks,
    ".xml": _ID.findall,
    ".json": _find_contributions,
}
"""How the ids are found that a file shows, by the end of its name."""
