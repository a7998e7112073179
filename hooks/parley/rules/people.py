"""Names of people that mislead."""

from collections.abc import Iterable

from parley.alphabets import find_odd_letter, skeleton
from parley.findings import shorten
from parley.rules.entry import Entry

RESERVED = frozenset(
    {
        "admin",
        "administrator",
        "house",
        "house-voice",
        "maintainer",
        "maintainers",
        "moderator",
        "official",
        "parley",
        "staff",
    }
)
"""Handles that speak for the site; only a file in people/ with a role may use one."""


def check_people(people: Iterable[Entry], contributions: Iterable[Entry]) -> None:
    """Report names of mixed alphabets, and handles or names that pass for a house voice or a maintainer."""
    people = list(people)
    trusted = {entry.slot.name: entry for entry in people if entry.values.get("role") in ("house-voice", "maintainer")}
    shapes = {skeleton(handle): handle for handle in RESERVED}
    shapes |= {skeleton(str(entry.values.get("name") or "")): handle for handle, entry in trusted.items()}
    shapes |= {skeleton(handle): handle for handle in trusted}
    for entry in people:
        name = entry.values.get("name")
        if name and (odd := find_odd_letter(name)):
            entry.add("mixed-script", f"name '{shorten(name)}' {odd}", "Write it in one alphabet.", "name")
        if entry.slot.name not in trusted:
            _check_shape(entry, entry.slot.name, "handle", "", shapes)
            _check_shape(entry, name or "", "name", "name", shapes)
    for entry in contributions:
        author = entry.values.get("author")
        if author and author not in trusted:
            _check_shape(entry, author, "author", "author", shapes)


def _check_shape(entry: Entry, name: str, what: str, key: str, shapes: dict[str, str]) -> None:
    imitated = shapes.get(skeleton(name)) if name else None
    if imitated is not None:
        speaker = "is kept for the site" if imitated == name else f"passes for '{imitated}', who speaks for the site"
        help = "Use a name of your own; a maintainer needs a file in people/ that gives the role."
        entry.add("handle-imitation", f"{what} '{shorten(name)}' {speaker}", help, key)
