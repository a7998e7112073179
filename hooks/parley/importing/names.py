"""People of an archive to handles and shown names.

A handle belongs to one person of the archive, in every import the same, and never to somebody who is here already.
"""

import hashlib
import html
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from parley.checking.rules.people import find_cores, find_reserved, reserve_handles
from parley.importing.records import Author
from parley.importing.streams.spool import Identity
from parley.model import layout
from parley.model.alphabets import find_odd_letter, find_words, outlines, skeletons
from parley.model.characters import remove_hidden
from parley.model.entries import CAME, Person
from parley.model.languages.speaking import _
from parley.model.secrets import MAIL
from parley.reading.readers import WebAddress

NOBODY = "Anonymous"
"""The name of those whose name the archive does not have."""

_NAME_LENGTH = 80
_ENDING = 6
_HANDLE_LENGTH = 39
"""Handles of an archive stay as short as they were: another import has to find the same ones."""


@dataclass(frozen=True, slots=True)
class Named:
    """A person as files will have it; `renamed` tells that the shown name is not as it was in the archive."""

    person: Person
    renamed: bool


def identity_key(author: Author) -> str:
    """What two records of one person share: the account, else the name as written, for archives keep no more."""
    return f"account {author.account.lower()}" if author.account else f"name {clean_name(author.name)}"


def name_people(
    identities: Iterable[Identity],
    archive: str,
    people: Mapping[str, Person],
    writers: Collection[str],
    site_name: str = "",
) -> dict[str, Named]:
    """Give everybody in an archive of a name a handle and a name to be shown, by the keys of `identity_key`.

    `people` are those who have a file already, `writers` the handles that have written something here. Each person of
    an archive has a file that says so, for nobody knows whether they are the person of that name who writes here.

    Of several people whose handles would be one, the first is who has it from an earlier import, then whose name is
    the handle, then who wrote first; the others get a hash of their names behind theirs. Of several of one name, the
    first bears it as it is, and the others with a number.
    """
    about = _(CAME, name=archive)
    known: dict[str, Identity] = {}
    for identity in identities:
        key = identity_key(identity.author)
        if key not in known or identity.first < known[key].first:
            known[key] = identity
    register = _Register.open(people, writers, site_name)
    wanted = {key: register.clear(clean_name(_name(identity.author))) for key, identity in known.items()}
    here = _find_known(known, wanted, about, people)
    named: dict[str, Named] = {}
    taken = set(here.values())
    handles = dict(here)
    for key in sorted(known.keys() - here.keys(), key=lambda key: _rank(key, known[key])):
        free = (one for one in _find_handles(key, known[key].author) if one not in taken and register.is_free(one))
        handles[key] = next(free)
        taken.add(handles[key])
    register.enter(taken)
    for key, handle in handles.items():
        author, there = known[key].author, people.get(handle)
        shown = there.name if key in here and there else register.name(wanted[key], handle)
        link = author.link if WebAddress.pattern.fullmatch(author.link) and len(author.link) <= WebAddress.most else ""
        person = Person(handle, shown, link=link, about=about, path=f"people/{handle}.yml")
        named[key] = Named(person, renamed=shown != clean_name(_name(author)))
    return named


@dataclass(slots=True)
class _Register:
    """The names and handles that are taken, as `parley check` sees them."""

    people: Mapping[str, Person]
    writers: Collection[str]
    site_name: str
    kept: frozenset[str]
    """Outlines of names that speak for the site."""
    names: set[str] = field(default_factory=set)
    """Skeletons of the names of those who are here."""
    holders: dict[str, str] = field(default_factory=dict)
    """The handle of who holds a name, by its skeletons; it is nobody's where several do."""
    numbers: dict[str, int] = field(default_factory=dict)

    @classmethod
    def open(cls, people: Mapping[str, Person], writers: Collection[str], site_name: str) -> "_Register":
        trusted = [person for person in people.values() if person.role in ("house-voice", "maintainer")]
        speaking = [*reserve_handles(site_name), *(name for one in trusted for name in (one.handle, one.name))]
        writers = {*writers, *(alias for person in people.values() for alias in person.aliases)}
        made = cls(people, writers, site_name, frozenset(form for name in speaking for form in outlines(name)))
        made.enter({*people, *writers})
        for person in people.values():
            made._hold(person.name, person.handle)
            made.names |= skeletons(person.name)
        return made

    def enter(self, handles: Iterable[str]) -> None:
        for handle in handles:
            self._hold(handle, handle)

    def _hold(self, name: str, handle: str) -> None:
        for form in skeletons(name):
            if self.holders.setdefault(form, handle) != handle:
                self.holders[form] = ""

    def is_free(self, handle: str) -> bool:
        """Tell whether a handle is nobody's, speaks for nobody, and is no name that somebody else has."""
        known = handle in self.people or handle in self.writers or outlines(handle) & self.kept
        return not known and not any(form in self.names for form in skeletons(handle))

    def clear(self, name: str) -> str:
        """The name without what would speak for the site: of such words, no more than the beginning is left."""
        name = _untangle(_AT.sub(" ", name)) or NOBODY
        if find_reserved(name, self.site_name):
            name = self._shorten(name)
        imitates = any(outlines(one) & self.kept for one in (name, *find_cores(name)))
        return f"{_make_room(name)} (archive)" if imitates else name

    def _shorten(self, name: str) -> str:
        """The name with the one word shortened that speaks for the site, or all words where it takes several."""
        short = {word: f"{word[:3] if len(word) > 3 else word[:1]}…" for word in find_words(name)}
        every = name
        for word in short:
            every = every.replace(word, short[word], 1)
        tries = (*(name.replace(word, short[word], 1) for word in short), every, NOBODY)
        return next(one for one in tries if not find_reserved(one, self.site_name))

    def name(self, wanted: str, handle: str) -> str:
        """The name, with a number behind it where somebody else has it."""
        kind = min(skeletons(wanted))
        number, shown = self.numbers.get(kind, 1), wanted
        while any(self.holders.get(form, handle) != handle for form in skeletons(shown)):
            number += 1
            shown = f"{_make_room(wanted)} ({number})"
        self.numbers[kind] = number
        self._hold(shown, handle)
        return shown


def _name(author: Author) -> str:
    return author.name or _login(author)


def _login(author: Author) -> str:
    """The account where it is a name; one that begins with `#` is a number that no reader knows."""
    return "" if author.account.startswith("#") else author.account


def _find_known(
    known: Mapping[str, Identity], wanted: Mapping[str, str], about: str, people: Mapping[str, Person]
) -> dict[str, str]:
    """The handles of those whom an earlier import has named; one that only they could get goes before a plain one."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for is_plain in (False, True):
        for key in sorted(known.keys() - found.keys(), key=lambda key: _rank(key, known[key])):
            plain = _slug(_plain(known[key].author))
            for handle in _find_handles(key, known[key].author):
                there = people.get(handle)
                if there is None or there.about != about or handle in taken or (handle == plain) != is_plain:
                    continue
                numbered = rf"{re.escape(_make_room(wanted[key]))} \(\d+\)"
                if there.name == wanted[key] or re.fullmatch(numbered, there.name):
                    found[key] = handle
                    taken.add(handle)
                    break
    return found


def _make_room(name: str) -> str:
    """A name that has room for what is put behind it."""
    return name[: _NAME_LENGTH - 10].rstrip()


_AT = re.compile("[@＠﹫]")


def clean_name(name: str) -> str:
    """A name as it can be shown: no markup, no mail address, one line of at most 80 characters."""
    name = html.unescape(re.sub(r"<[^<>]{0,200}>", "", name[:1000]))
    name = remove_hidden(unicodedata.normalize("NFC", name.encode(errors="replace").decode()))
    name = MAIL.sub(lambda found: found[0].partition("@")[0], " ".join(name.split()))
    name = name if len(name) <= _NAME_LENGTH else f"{name[: _NAME_LENGTH - 1].rstrip()}…"
    return name if any(char.isalnum() for char in name) else NOBODY


def _rank(key: str, identity: Identity) -> tuple[bool, float, str]:
    author = identity.author
    return _slug(_plain(author)) != (_login(author) or author.name), identity.first, key


def _plain(author: Author) -> str:
    return _login(author) or clean_name(author.name)


def _find_handles(key: str, author: Author) -> Iterator[str]:
    """The handle as it should be, then with one ending after the other, all made from who it is."""
    plain = _slug(_plain(author))
    if layout.is_file_name(plain, layout.HANDLE):
        yield plain
    ending = hashlib.sha256(key.encode()).hexdigest()
    start = (plain or "reader")[: _HANDLE_LENGTH - _ENDING - 1].strip("-")
    for at in range(0, len(ending) - _ENDING, _ENDING):
        yield f"{start}-{ending[at : at + _ENDING]}"
    yield ending[:_HANDLE_LENGTH]


def _slug(name: str) -> str:
    """The Latin letters and digits of a name; nothing where a good part of it has another alphabet."""
    folded = unicodedata.normalize("NFKD", name.replace("ß", "ss").replace("'", "")).lower()
    plain = folded.encode("ascii", "ignore").decode()
    lost = sum(char.isalpha() and not char.isascii() for char in folded)
    slug = "-".join(re.findall(r"[a-z0-9]+", plain))[:_HANDLE_LENGTH].strip("-")
    return slug if lost * 3 <= len(slug) else ""


def _untangle(name: str) -> str:
    """The name with a space wherever a word changes its alphabet: such words pass for others."""
    words = []
    for word in name.split():
        start = 0
        for end in range(1, len(word) + 1):
            if find_odd_letter(word[start:end]):
                words.append(word[start : end - 1])
                start = end - 1
        words.append(word[start:])
    return " ".join(words)[:_NAME_LENGTH].strip()
