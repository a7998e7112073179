"""Names of people that mislead."""

import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache

from parley.checking.rules.entry import Entry
from parley.model import layout, words
from parley.model.alphabets import find_odd_letter, find_words, outlines, skeletons
from parley.model.findings import shorten

_TRUSTED = tuple(words.BADGES)

_PHRASES = {
    form: phrase
    for phrase in (*words.SPEAKERS, words.OPENED)
    for one in (phrase, f"{phrase}s", f"the {phrase}", f"the {phrase}s")
    for form in outlines(one)
}
"""By its outline, what no name may hold among its words."""

_LONGEST_PHRASE = 3
_NEVER = float("inf")

_FILLERS = frozenset("a account bot desk editor editors help news of official our support team the".split())
"""Words that make the name of a site no other name."""


def check_people(people: Iterable[Entry], contributions: Iterable[Entry], site_name: str = "") -> None:
    """Report names of mixed alphabets, and handles or names that pass for the site, for who speaks for it, or another.

    Whatever passes for the site is in the way of nobody else.
    """
    people = list(people)
    former = {alias: entry.slot.name for entry in people for alias in entry.values.get("aliases") or ()}
    writings: dict[str, list[Entry]] = {}
    for entry in contributions:
        author = entry.values.get("author")
        if author and not entry.values.get("removed"):  # whose author is shown nowhere
            writings.setdefault(former.get(author, author), []).append(entry)
    trusted = {entry.slot.name: entry for entry in people if entry.values.get("role") in _TRUSTED}
    shapes = {form: handle for handle in reserve_handles(site_name) for form in outlines(handle)}
    for handle, entry in trusted.items():
        names = (handle, str(entry.values.get("name") or ""))
        shapes |= {form: handle for name in names if name for form in outlines(name)}
    named: list[Entry] = []
    for entry in people:
        name = entry.values.get("name") or ""
        if name and (odd := find_odd_letter(name)):
            entry.add("mixed-script", f"name '{shorten(name)}' {odd}", "Write it in one alphabet.", "name")
        if entry.slot.name not in trusted:
            imitates = _check_shape(entry, entry.slot.name, "handle", "", shapes)
            imitates = _check_shape(entry, name, "name", "name", shapes) or imitates
            if imitates or _check_reserved(entry, name, site_name):
                continue
        if name and layout.is_name(entry.slot.name, layout.HANDLE_LENGTH):
            named.append(entry)
    written: dict[str, float] = {}
    for author, entries in writings.items():
        if author in trusted or not sum(_check_shape(one, author, "author", "author", shapes) for one in entries):
            written[author] = _find_first(entries)
    _check_taken(named, written, trusted, former)


def reserve_handles(site_name: str) -> Iterator[str]:
    """Names that speak for the site; only a file in people/ with a role may use one."""
    for phrase in words.SPEAKERS:
        yield from (phrase, f"{phrase}s", f"the {phrase}s")
    yield from words.WHOLE
    if any(char.isalnum() for char in site_name):
        yield site_name


def _check_shape(entry: Entry, name: str, what: str, key: str, shapes: Mapping[str, str]) -> bool:
    imitated = next((shapes[form] for form in sorted(outlines(name)) if form in shapes), None) if name else None
    if imitated is None:
        return False
    speaker = "is kept for the site" if imitated == name else f"passes for '{imitated}', who speaks for the site"
    help = "Use a name of your own; a maintainer needs a file in people/ that gives the role."
    entry.add("handle-imitation", f"{what} '{shorten(name)}' {speaker}", help, key)
    return True


def _check_reserved(entry: Entry, name: str, site_name: str) -> bool:
    found = find_reserved(name, site_name)
    if found:
        help = "Use a name of your own, without it; a maintainer needs a file in people/ that gives the role."
        entry.add("reserved-name", f"name '{shorten(name)}' has '{shorten(found)}', {_explain(found)}", help, "name")
    return bool(found)


def _explain(found: str) -> str:
    return "which stands before handles only" if found == "@" else "with which it speaks for the site"


@cache
def find_reserved(name: str, site_name: str = "") -> str:
    """The words of a name that speak for the site, or nothing.

    A site's name of one word may well be a part of somebody's own; it is not when all else is `the` or `team`.
    """
    if "@" in unicodedata.normalize("NFKC", name):
        return "@"
    parts, site = find_words(name), find_words(site_name)
    for start in range(len(parts)):
        for end in range(start + 1, min(start + _LONGEST_PHRASE, len(parts)) + 1):
            for form in outlines("".join(parts[start:end])):
                if form in _PHRASES:
                    return _PHRASES[form]
    said = outlines("".join(site))
    lengths: Collection[int] = range(1, len(parts) + 1) if len(site) > 1 else ()
    within = ("".join(parts[start : start + length]) for length in lengths for start in range(len(parts) - length + 1))
    own = "".join(part for part in parts if part.casefold() not in _FILLERS)
    return site_name if site and any(outlines(one) & said for one in (*within, own)) else ""


def _find_first(entries: Iterable[Entry]) -> float:
    """When the first was written, in seconds of the epoch; for ever in the future where no date can be read."""
    dates = (entry.moment("date") for entry in entries)
    return min((date.at.timestamp() for date in dates if date), default=_NEVER)


def _check_taken(
    people: Iterable[Entry], written: Mapping[str, float], trusted: Collection[str], former: Mapping[str, str]
) -> None:
    """Report each name that is another's name or handle, or was; of two, who has a role or wrote first has it."""
    people = sorted(
        people,
        key=lambda entry: (
            entry.slot.name not in trusted,
            written.get(entry.slot.name, _NEVER),
            entry.slot.name,
        ),
    )
    holders: dict[str, list[str]] = {}
    for handle in sorted({*written, *(entry.slot.name for entry in people)}):
        for form in skeletons(handle):
            holders.setdefault(form, []).append(handle)
    for alias, handle in sorted(former.items()):
        for form in skeletons(alias):
            holders.setdefault(form, []).append(handle)
    for entry in people:
        name, own = entry.values["name"], entry.slot.name
        others = (holder for form in sorted(skeletons(name)) for holder in holders.get(form, ()) if holder != own)
        if other := next(others, None):
            help = "Use a name that is nobody else's; a second name or a place tells two people apart."
            entry.add("taken-name", f"name '{shorten(name)}' passes for that of '@{other}'", help, "name")
        for form in skeletons(name):
            holders.setdefault(form, []).append(own)
