"""People of an archive to handles and shown names.

A handle belongs to one person of the archive, in every import the same, and never to somebody who is here already.
"""

import hashlib
import html
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from weakref import finalize

from parley.checking.rules.people import find_cores, find_reserved, reserve_handles
from parley.importing.records import Author
from parley.importing.streams.scratch import as_stored, open_scratch
from parley.importing.streams.spool import Identity
from parley.model import layout
from parley.model.characters import remove_hidden
from parley.model.entries import CAME, Person, number_name
from parley.model.languages.alphabets import find_odd_letter, find_words, outlines, skeletons
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
    site_name: str,
) -> "Register":
    """Give everybody in an archive of a name a handle and a name to be shown, by the keys of `identity_key`.

    `people` are those who have a file already, `writers` the handles that have written something here. Each person of
    an archive has a file that says so, for nobody knows whether they are the person of that name who writes here.

    Of several people whose handles would be one, the first is who has it from an earlier import, then whose name is
    the handle, then who wrote first; the others get a hash of their names behind theirs. Of several of one name, the
    first bears it as it is, and the others with a number.
    """
    register = Register(people, writers, site_name, CAME.format(name=archive))
    for identity in identities:
        register.add(identity)
    register.find_known()
    register.give_handles()
    register.give_names()
    return register


_TABLES = """
CREATE TABLE person (
    key TEXT PRIMARY KEY, name TEXT, account TEXT, link TEXT, first REAL, differs INTEGER, wanted TEXT,
    handle TEXT UNIQUE, shown TEXT, met INTEGER DEFAULT 0
) WITHOUT ROWID;
CREATE TABLE holder (form TEXT PRIMARY KEY, handle TEXT) WITHOUT ROWID;
CREATE TABLE here (form TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE number (kind TEXT PRIMARY KEY, last INTEGER) WITHOUT ROWID;
"""
"""Everybody in the archive; the handle of who holds a name, by its skeletons, which is nobody's where several do;
skeletons of the names of those who are here; the last number behind a name."""

_ADD = """
INSERT INTO person (key, name, account, link, first, differs, wanted) VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (key) DO UPDATE SET name = excluded.name, account = excluded.account, link = excluded.link,
    first = excluded.first, differs = excluded.differs, wanted = excluded.wanted WHERE excluded.first < first
"""


class Register(Mapping[str, Named]):
    """The people of an archive by their keys, and the names and handles that are taken, as `parley check` sees them.

    It is kept on disk: an archive may have a million people, of whom most have written once.
    """

    def __init__(self, people: Mapping[str, Person], writers: Collection[str], site_name: str, about: str) -> None:
        self._db = open_scratch(_TABLES)
        finalize(self, self._db.close)
        self.people, self.writers, self.site_name, self.about = people, writers, site_name, about
        speaking, self.aliases = [*reserve_handles(site_name)], set[str]()
        for handle in writers:
            self._hold(handle, handle)
        for person in people.values():
            if person.role in ("house-voice", "maintainer"):
                speaking += [person.handle, person.name]
            self.aliases.update(person.aliases)
            for name in (person.handle, person.name):
                self._hold(name, person.handle)
            self._db.executemany("INSERT OR IGNORE INTO here VALUES (?)", ((one,) for one in skeletons(person.name)))
        for handle in self.aliases:
            self._hold(handle, handle)
        self.kept = frozenset(form for name in speaking for form in outlines(name))
        """Outlines of names that speak for the site."""

    def __getitem__(self, key: str) -> Named:
        query = "SELECT name, account, link, handle, shown FROM person WHERE key = ?"
        found = self._db.execute(query, as_stored((key,))).fetchone()
        if found is None:
            raise KeyError(key)
        name, account, link, handle, shown = found
        fits = WebAddress.pattern.fullmatch(link) and len(link) <= WebAddress.most
        person = Person(handle, shown, link=link if fits else "", about=self.about, path=f"people/{handle}.yml")
        return Named(person, renamed=shown != clean_name(_name(Author(name, account))))

    def __iter__(self) -> Iterator[str]:
        return (key for (key,) in self._db.execute("SELECT key FROM person"))

    def __len__(self) -> int:
        [(count,)] = self._db.execute("SELECT count(*) FROM person")
        return int(count)

    def meet(self, key: str) -> bool:
        """Tell whether somebody is asked about for the first time."""
        query = "UPDATE person SET met = 1 WHERE key = ? AND met = 0"
        return self._db.execute(query, as_stored((key,))).rowcount > 0

    def add(self, identity: Identity) -> None:
        """Take somebody in, once, as they were when they wrote first."""
        author = identity.author
        key, wanted = identity_key(author), self._clear(clean_name(_name(author)))
        differs = _slug(_plain(author)) != (_login(author) or author.name)
        who = (key, author.name, author.account, author.link, identity.first, differs, wanted)
        self._db.execute(_ADD, as_stored(who))

    def _list_nameless(self, column: str) -> Iterator[tuple[str, Author, str, str]]:
        """Those who lack a handle or a name in the order in which they get it: key, author, name and handle."""
        query = (
            f"SELECT key, name, account, wanted, handle FROM person WHERE {column} IS NULL "  # noqa: S608 (a constant)
            "ORDER BY differs, first, key"  # by no index, so that all are read before the first is changed
        )
        for key, name, account, wanted, handle in self._db.execute(query):
            yield key, Author(name, account), wanted, handle

    def find_known(self) -> None:
        """Give those their handles whom an earlier import has named; one that only they could get goes before a
        plain one.
        """
        is_known = any(person.about == self.about for person in self.people.values())
        for is_plain in (False, True) if is_known else ():
            for key, author, wanted, _none in self._list_nameless("handle"):
                plain = _slug(_plain(author))
                for handle in _find_handles(key, author):
                    there = self.people.get(handle)
                    if there is None or there.about != self.about or (handle == plain) != is_plain:
                        continue
                    numbered = rf"{re.escape(_make_room(wanted))} \(\d+\)"
                    if (there.name == wanted or re.fullmatch(numbered, there.name)) and not self._is_given(handle):
                        query = "UPDATE person SET handle = ?, shown = ? WHERE key = ?"
                        self._db.execute(query, (handle, there.name, key))
                        break

    def give_handles(self) -> None:
        """Give everybody else the first handle that is free."""
        for key, author, *_rest in self._list_nameless("handle"):
            free = (one for one in _find_handles(key, author) if not self._is_given(one) and self._is_free(one))
            self._db.execute("UPDATE person SET handle = ? WHERE key = ?", (next(free), key))
        for (handle,) in self._db.execute("SELECT handle FROM person"):
            self._hold(handle, handle)

    def give_names(self) -> None:
        """Give everybody else the name that is wanted, with a number behind it where somebody else has it."""
        for key, _author, wanted, handle in self._list_nameless("shown"):
            self._db.execute("UPDATE person SET shown = ? WHERE key = ?", (self._number(wanted, handle), key))

    def _is_given(self, handle: str) -> bool:
        return self._db.execute("SELECT 1 FROM person WHERE handle = ?", (handle,)).fetchone() is not None

    def _hold(self, name: str, handle: str) -> None:
        query = (
            "INSERT INTO holder VALUES (?, ?) ON CONFLICT (form) DO UPDATE SET handle = '' WHERE handle != "
            "excluded.handle"
        )
        self._db.executemany(query, (as_stored((form, handle)) for form in skeletons(name)))

    def _is_free(self, handle: str) -> bool:
        """Tell whether a handle is nobody's, speaks for nobody, and is no name that somebody else has."""
        if handle in self.people or handle in self.writers or handle in self.aliases or outlines(handle) & self.kept:
            return False
        query = "SELECT 1 FROM here WHERE form = ?"
        return not any(self._db.execute(query, as_stored((form,))).fetchone() for form in skeletons(handle))

    def _clear(self, name: str) -> str:
        """The name without what would speak for the site: of such words, no more than the beginning is left."""
        name = _untangle(_AT.sub(" ", name))
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

    def _number(self, wanted: str, handle: str) -> str:
        """The name, with a number behind it where somebody else has it."""
        kind = min(skeletons(wanted))
        found = self._db.execute("SELECT last FROM number WHERE kind = ?", as_stored((kind,))).fetchone()
        (number,), shown = found or (1,), wanted
        while self._is_held(shown, handle):
            number += 1
            shown = number_name(_make_room(wanted), number)
        self._db.execute("INSERT OR REPLACE INTO number VALUES (?, ?)", as_stored((kind, number)))
        self._hold(shown, handle)
        return shown

    def _is_held(self, name: str, handle: str) -> bool:
        """Tell whether somebody else has a name, or several have."""
        query = "SELECT 1 FROM holder WHERE form = ? AND handle != ?"
        return any(self._db.execute(query, as_stored((form, handle))).fetchone() for form in skeletons(name))


def _name(author: Author) -> str:
    return author.name or _login(author)


def _login(author: Author) -> str:
    """The account where it is a name; one that begins with `#` is a number that no reader knows."""
    return "" if author.account.startswith("#") else author.account


def _make_room(name: str) -> str:
    """A name that has room for what is put behind it."""
    return name[: _NAME_LENGTH - 10].removesuffix(" ")


_AT_HAND = 100
"""Names that are at hand: what is asked of a person is asked several times in a row."""

_AT = re.compile("[@＠﹫]")


@lru_cache(_AT_HAND)
def clean_name(name: str) -> str:
    """A name as it can be shown: no markup, no mail address, one line of at most 80 characters."""
    name = html.unescape(re.sub(r"<[^<>]{0,200}>", "", name[:1000]))
    name = remove_hidden(unicodedata.normalize("NFC", name.encode(errors="replace").decode()))
    name = MAIL.sub(lambda found: found[0].partition("@")[0], " ".join(name.split()))
    name = name if len(name) <= _NAME_LENGTH else f"{name[: _NAME_LENGTH - 1].removesuffix(' ')}…"
    return name if any(char.isalnum() for char in name) else NOBODY


def _plain(author: Author) -> str:
    return _login(author) or clean_name(author.name)


def _find_handles(key: str, author: Author) -> Iterator[str]:
    """The handle as it should be, then with one ending after the other, all made from who it is."""
    plain = _slug(_plain(author))
    if layout.is_file_name(plain, layout.HANDLE):
        yield plain
    ending = hashlib.sha256(key.encode()).hexdigest()
    start = (plain or "reader")[: _HANDLE_LENGTH - _ENDING - 1].removesuffix("-")
    for at in range(0, len(ending) - _ENDING, _ENDING):
        yield f"{start}-{ending[at : at + _ENDING]}"
    yield ending[:_HANDLE_LENGTH]


@lru_cache(_AT_HAND)
def _slug(name: str) -> str:
    """The Latin letters and digits of a name; nothing where a good part of it has another alphabet."""
    folded = unicodedata.normalize("NFKD", name.replace("ß", "ss").replace("'", "")).lower()
    plain = folded.encode("ascii", "ignore").decode()
    lost = sum(char.isalpha() and not char.isascii() for char in folded)
    slug = "-".join(re.findall(r"[a-z0-9]+", plain))[:_HANDLE_LENGTH].removesuffix("-")
    return slug if lost * 3 <= len(slug) else ""


def _untangle(name: str) -> str:
    """The name with a space wherever a word changes its alphabet: such words pass for others."""
    words = []
    for word in name.split():
        part = ""
        for char in word:
            if find_odd_letter(part + char):
                words.append(part)
                part = ""
            part += char
        words.append(part)
    return " ".join(words)[:_NAME_LENGTH].removesuffix(" ")
