"""What `parley check --fix` changes: files as they are read, in their places."""

import os
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from parley.checking.rules.entry import Entry
from parley.editing.edits import Unchangeable, set_keys, to_text
from parley.editing.leftovers import find_leftovers, remove_keys
from parley.editing.settling import mend_conflict
from parley.editing.transactions import Change
from parley.model import layout
from parley.model.characters import visible
from parley.model.languages.speaking import N_, _, show_number
from parley.model.markup.budget import MAX_BYTES
from parley.reading.sources import MARKS

Dates = Mapping[str, Mapping[str, str]]
"""By the path of a file, the dates that it should have."""


@dataclass(frozen=True, slots=True)
class Fix:
    """A file below `posts/` with its content, and where it belongs with the content that it should have."""

    path: str
    home: str
    before: bytes
    after: bytes

    @property
    def changes(self) -> tuple[Change, ...]:
        if self.path == self.home:
            return (Change(self.path, self.before, self.after),)
        return Change(self.path, self.before, None), Change(self.home, None, self.after)


def plan_fixes(
    entries: Iterable[Entry], posts: Path, dates: Dates, *, leftovers: bool
) -> tuple[list[Fix], list[Unchangeable]]:
    """What to do with each file that is untidy or misdated, and what keeps others from being changed.

    With `leftovers`, what the site does not declare goes as well: nobody can tell whether it was declared once, or is
    what an author wrote under a wrong name, so it is done for no one who didn't ask for it.
    """
    fixes: list[Fix] = []
    refused: list[Unchangeable] = []
    for entry in entries:
        names, home = find_leftovers(entry) if leftovers else (), layout.find_canonical(entry.path)
        home = entry.path if (posts / home).exists() else home
        dated = dates.get(entry.path, {})
        is_kept = entry.findings.given is None and not _is_recoded(posts / entry.path)
        if is_kept and not (names or dated) and home == entry.path:
            continue
        before = (posts / entry.path).read_bytes()
        after = before if is_kept else _encode(entry.findings.text, before)
        try:
            after = remove_keys(after, entry.path, names) if names else after
            after = set_keys(after, entry.path, dated) if dated else after
        except Unchangeable as error:
            refused.append(error)  # which keeps nothing else from being changed
        if len(after) > MAX_BYTES:
            words = N_(
                "{path} stays as it is: in order it would have {size} bytes, and at most {most} are read. "
                "Shorten it, or part it, by hand"
            )
            sizes = {"size": show_number(len(after)), "most": show_number(MAX_BYTES)}
            refused.append(Unchangeable(_(words, path=f"{posts}/{entry.path}", **sizes)))
        elif after != before or home != entry.path:
            fixes.append(Fix(entry.path, home, before, after))
    return fixes, refused


def plan_conflicts(entries: Iterable[Entry], posts: Path) -> list[Fix]:
    """Each post of which git has left two versions that differ only in what has come of it, with both kept."""
    fixes: list[Fix] = []
    for entry in entries:
        if entry.kind and any(one.rule == "conflict-marker" for one in entry.findings.problems):
            data = (posts / entry.path).read_bytes()
            if made := mend_conflict(data, entry.path, entry.kind):
                fixes.append(Fix(entry.path, entry.path, data, made))
    return fixes


def plan_moves(posts: Path, folders: tuple[str, ...], lost: Container[str]) -> list[Fix]:
    """Each file that stands beside its place, to where it belongs, unless there is something already.

    `lost` are the paths, as problems show them, of the files and folders that have no place.
    """
    fixes: list[Fix] = []
    taken: set[str] = set()
    for path in sorted(_list_files(posts)):
        shown = [f"{posts}/{visible(one)}" for one in (path, *map(str, PurePosixPath(path).parents))]
        home = layout.find_home(path, folders) if any(one in lost for one in shown) else ""
        if home and home not in taken and not (posts / home).exists():
            taken.add(home)
            data = (posts / path).read_bytes()
            fixes.append(Fix(path, home, data, data))
    return fixes


def _list_files(posts: Path) -> Iterator[str]:
    for folder, _folders, names in os.walk(posts):
        for name in names:
            file = Path(folder) / name
            if file.is_file() and not file.is_symlink():
                yield file.relative_to(posts).as_posix()


def _is_recoded(file: Path) -> bool:
    """Tell whether a file is in another encoding than it should be."""
    with file.open("rb") as stream:
        return stream.read(2) in MARKS


def _encode(text: str, before: bytes) -> bytes:
    """A mended text as the file had it: with the line ends of Windows where these were used."""
    return text.replace("\n", "\r\n" if "\r\n" in to_text(before) else "\n").encode("utf-8")
