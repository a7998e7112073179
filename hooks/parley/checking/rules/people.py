"""Names of people that mislead."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache

from parley.checking.rules.entry import Entry, SiteEntries
from parley.model import words
from parley.model.findings import shorten
from parley.model.languages.alphabets import REMEMBERED, find_odd_letter, find_words, name_letter, outlines, spellings
from parley.model.languages.speaking import N_, _

NAMES = frozenset({"mixed-script", "handle-imitation", "reserved-name"})
"""Rules for which a name is nobody's at all."""

_TRUSTED = tuple(words.BADGES)

_PHRASES = {
    form: phrase
    for phrase in (*words.SPEAKERS, words.OPENED)
    for one in (phrase, f"{phrase}s", f"the {phrase}", f"the {phrase}s")
    for form in outlines(one)
}
"""By its outline, what no name may hold among its words."""

_REMOVED = outlines("removed")
_KINDS = frozenset(form for kind in words.CONTRIBUTIONS for form in outlines(kind))

_LONGEST_PHRASE = 3

_FILLERS = frozenset(
    "a account bot desk editor editors help moderation news of official our service staff support team the".split()
)
"""Words that make the name of a site no other name."""

_ORDINALS = frozenset("alt backup i ii iii iv jr junior l new real second sr true".split())
"""Words that make the name of a person no other name."""


def check_people(site: SiteEntries) -> None:
    """Report names of mixed alphabets, and handles or names that pass for the site or for who speaks for it."""
    people, site_name = site.people, site.site_name
    trusted = {entry.slot.name: entry for entry in people if entry.values.get("role") in _TRUSTED}
    shapes = {form: handle for handle in reserve_handles(site_name) for form in outlines(handle)}
    for handle, entry in trusted.items():
        names = (handle, str(entry.values.get("name") or ""))
        shapes |= {form: handle for name in names if name for form in outlines(name)}
    is_far = _stay_away((*shapes, *_PHRASES, *_REMOVED, *outlines("".join(find_words(site_name)))))
    for entry in people:
        name = entry.values.get("name") or ""
        if name and (odd := find_odd_letter(name)):
            entry.add(
                "mixed-script",
                _(
                    "name '{name}' mixes alphabets: '{odd}' is {letter}",
                    name=shorten(name),
                    odd=odd,
                    letter=name_letter(odd),
                ),
                _("Write it in one alphabet."),
                "name",
            )
        if entry.slot.name not in trusted and not (is_far(entry.slot.name) and is_far(name)):
            _check_shape(entry, entry.slot.name, "handle", "", shapes)
            if not (_check_shape(entry, name, "name", "name", shapes) or _check_reserved(entry, name, site_name)):
                cores = () if name.casefold() == entry.slot.name else (*find_cores(name), _claim(name))
                _check_shape(entry, name, "name", "name", shapes, cores)
    for entry in site.contributions:
        author = entry.values.get("author") or ""
        if not (author in trusted or is_far(author) or entry.values.get("removed")):  # whose author is shown nowhere
            _check_shape(entry, author, "author", "author", shapes)


_PLAIN = re.compile(r"(?!.*v[ ._-]*v)[\w .-]*", re.ASCII | re.IGNORECASE)
"""A name whose outline is put together from those of its letters, as most are: two `v` in a row look like a `w`."""


def _stay_away(forms: Iterable[str]) -> Callable[[str], bool]:
    """What tells of a name, as of nearly all, that nothing in it comes near one of these outlines: a quick look."""
    near = re.compile("|".join(map(re.escape, filter(None, forms))))
    return cache(lambda name: bool(_PLAIN.fullmatch(name)) and not any(map(near.search, outlines(name))))


def reserve_handles(site_name: str) -> Iterator[str]:
    """Names that speak for the site; only a file in people/ with a role may use one."""
    for phrase in words.SPEAKERS:
        yield from (phrase, f"{phrase}s", f"the {phrase}s")
    yield from words.WHOLE
    yield from map(_, (*words.BADGES.values(), words.OPENED))  # whole names only: `مشرف` is a maintainer, and a surname
    if any(char.isalnum() for char in site_name):
        yield site_name


def _check_shape(
    entry: Entry, name: str, what: str, key: str, shapes: Mapping[str, str], cores: Iterable[str] | None = None
) -> bool:
    """Report a name whose outline is another's, or one of its cores' is."""
    forms = (form for one in ((name,) if cores is None else cores) for form in sorted(outlines(one)) if form)
    imitated = next((shapes[form] for form in forms if form in shapes), None)
    if imitated is None:
        return False
    if imitated == name:
        message = _("{what} '{name}' is reserved for the site", what=what, name=shorten(name))
    else:
        words = N_("{what} '{name}' looks like '{imitated}', who speaks for the site")
        message = _(words, what=what, name=shorten(name), imitated=imitated)
    help = _("Choose another name; a maintainer needs a file in people/ that gives the role.")
    entry.add("handle-imitation", message, help, key)
    return True


def find_cores(name: str) -> Iterator[str]:
    """What is left of a name without a number, or words that make it no other name, before or behind."""
    parts = find_words(unicodedata.normalize("NFKC", name))
    first = next((number for number, part in enumerate(parts) if not _is_filler(part)), len(parts))
    last = next((number for number in range(len(parts), first, -1) if not _is_filler(parts[number - 1])), first)
    for start in range(first + 1):
        for end in range(max(last, start + 1), len(parts) + 1):
            yield "".join((*parts[start : end - 1], _without_number(parts[end - 1])))


def _is_filler(word: str) -> bool:
    return word.casefold() in _FILLERS | _ORDINALS or not _without_number(word)


def _without_number(word: str) -> str:
    while word and unicodedata.category(word[-1])[0] == "N":
        word = word[:-1]
    return word


def _claim(name: str) -> str:
    """What stands behind the `@` of a name, where readers look for a handle."""
    _before, sign, claimed = unicodedata.normalize("NFKC", name).rpartition("@")
    return claimed if sign else ""


def _check_reserved(entry: Entry, name: str, site_name: str) -> bool:
    if found := find_reserved(name, site_name):
        help = _("Choose a name without it; a maintainer needs a file in people/ that gives the role.")
        entry.add(
            "reserved-name",
            _(
                "name '{name}' has '{found}', {reason}",
                name=shorten(name),
                found=shorten(found),
                reason=_explain(found),
            ),
            help,
            "name",
        )
    return bool(found)


def _explain(found: str) -> str:
    return _("which is only for handles") if found == "@" else _("which would make it speak for the site")


_HANDLE_SIGN = re.compile("[@＠﹫](?! )|(?<! )[@＠﹫]")
"""An `@` that belongs to a word, as it does before a handle: `Ben @ home` has none."""


@lru_cache(REMEMBERED)
def find_reserved(name: str, site_name: str = "") -> str:
    """The words of a name that speak for the site, or nothing.

    The site's name may be a part of somebody's own, as in `Eve of Garden Talk`; it is not when all else is `the` or
    `team`.
    """
    if _HANDLE_SIGN.search(name):
        return "@"
    parts = find_words(name)
    for form in outlines("".join(parts)):
        if any(word in form for word in _REMOVED) and any(kind in form for kind in _KINDS):
            return "removed"
    for start in range(len(parts)):
        for end in range(start + 1, min(start + _LONGEST_PHRASE, len(parts)) + 1):
            for form in outlines("".join(parts[start:end])):
                if form in _PHRASES and not _is_surname(name, parts, start, end):
                    return _PHRASES[form]
    said = outlines("".join(find_words(site_name)))
    own = "".join(part for part in parts if part.casefold() not in _FILLERS)
    tries = ("".join(parts), own, *find_cores(name))
    return site_name if said and any(one and outlines(one) & said for one in tries) else ""


def _is_surname(name: str, parts: Sequence[str], start: int, end: int) -> bool:
    """Tell whether a word is the first half of a double name behind another, as in `Robert Admin-Smith`."""
    if end - start > 1 or start == 0 or end == len(parts):
        return False
    before, word, after = parts[start - 1 : end + 1]
    others = {part.casefold() for part in (before, after)}
    return not others & (_FILLERS | _ORDINALS) and f"{before} {word}-{after}" in name


def find_taken(entry: Entry, others: Iterable[Entry]) -> str:
    """Whose name or handle, a former one too, a person's name looks like, among the files of all; else nothing.

    A login is given out once, so nobody takes a name from another by writing their own login out.
    """
    name, own = entry.values.get("name"), entry.slot.name
    if not name or name.casefold() == own:
        return ""
    mine = {own, *(entry.values.get("aliases") or ())}
    forms = spellings(name) | spellings(_claim(name))
    for other in sorted(others, key=lambda one: one.path):
        values, person = other.values, other.slot.kind == "person"
        if other.slot.kind == "tags" or (not person and values.get("removed")):  # whose author is shown nowhere
            continue
        holder = other.slot.name if person else values.get("author")
        if not holder or holder in mine:
            continue
        shown = (holder, values.get("name"), *(values.get("aliases") or ())) if person else (holder,)
        if any(one and spellings(one) & forms for one in shown):
            return holder
    return ""
