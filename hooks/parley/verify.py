"""Looks at a finished site before anybody else does."""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path, PurePath

from parley.manifest import Planned

ALWAYS = ("index.html", "404.html")

_THREAD = re.compile(r'<[a-z0-9]+ [^<>]*?(?:data-pa-thread="([^"]*)"|\bid="(reply-[a-z0-9-]+)")')
"""In a tag, whose thread a page shows, or an anchor of its replies. No text holds a bare `<`, no value of a tag a bare
`"`, and the ids of a text begin in another way, see `urls`."""

_ID = re.compile(r"^<id>(.*)</id>$", re.MULTILINE)
"""As `feeds` writes it; no text holds a bare `<`."""


def find_faults(site: Path, made: Iterable[Planned]) -> list[str]:
    """What is wrong with files of a built site: missing, cut short, or with other ids than those of what they show."""
    faults = [f"{name} is missing" for name in ALWAYS if not (site / name).is_file()]
    for planned in made:
        try:
            text = (site / planned.name).read_text(encoding="utf-8")
        except OSError:
            faults.append(f"{planned.name} is missing")
            continue
        faults += _look_at(planned, text)
    return faults


def _look_at(planned: Planned, text: str) -> Iterable[str]:
    kind = PurePath(planned.name).suffix
    if kind in _ENDS and not text.rstrip().endswith(_ENDS[kind]):
        yield f"{planned.name} is cut short"
    elif planned.list_ids:
        wanted, found = sorted(planned.list_ids()), sorted(_FIND_IDS[kind](text))
        if wanted != found:
            lacking, strange = sorted({*wanted} - {*found}), sorted({*found} - {*wanted})
            parts = (f"{name} {', '.join(ids[:3])}" for name, ids in (("lacks", lacking), ("shows", strange)) if ids)
            yield f"{planned.name} {' and '.join(parts) or 'shows something twice'}"


def _find_paths(text: str) -> list[str]:
    """The files that a thread's data comes from."""
    thread = json.loads(text)
    return [item["path"] for item in (thread["post"], *thread["replies"])]


_ENDS: Mapping[str, str] = {".html": "</html>", ".xml": "</feed>", ".json": "}"}

_FIND_IDS: Mapping[str, Callable[[str], Iterable[str]]] = {
    ".html": lambda text: [thread or anchor for thread, anchor in _THREAD.findall(text)],
    ".xml": _ID.findall,
    ".json": _find_paths,
}
"""How the ids are found that a file shows, by the end of its name."""
