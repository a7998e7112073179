"""People of an archive to handles and shown names.

A handle belongs to one person of the archive, in every import the same, and never to somebody who is here already.
"""

import hashlib
import html
import re
import unicodedata
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass

from parley import layout
from parley.alphabets import find_odd_letter, skeleton
from parley.characters import remove_hidden
from parley.importing.records import Author
from parley.importing.spool import Identity
from parley.model import Person
from parley.rules.people import RESERVED
from parley.rules.text import MAIL
from parley.schema import WebAddress

NOBODY = "Anonymous"
"""The name of those whose name the archive does not have."""

ABOUT = "Wrote in the archive {}."
"""The line about a person who came with an archive; an import knows its people again by it."""

_NAME_LENGTH = 80
_ENDING = 6


@dataclass(frozen=True, slots=True)
class Named:
    """A person as files will have it; `renamed` tells that the shown name is not as it was in the archive."""

    person: Person
    renamed: bool


def identity_key(author: Author) -> str:
    """What two records of one person share: the account, else the name as written, for archives keep no more."""
    return f"account {author.account.lower()}" if author.account else f"name {clean_name(author.name)}"


def name_people(
    identities: Iterable[Identity], archive: str, people: Mapping[str, Person], writers: Container[str]
) -> dict[str, Named]:
    """Give everybody in an archive of a name a handle, by the keys of `identity_key`.

    `people` are those who have a file already, `writers` the handles that have written something here. Each person of
    an archive has a file that says so, for nobody knows whether they are the person of that name who writes here.

    Of several people whose handles would be one, the first is who has it from an earlier import, then whose name is
    the handle, then who wrote first; the others get a hash of their names behind theirs.
    """
    about = ABOUT.format(archive)
    known: dict[str, Identity] = {}
    for identity in identities:
        key = identity_key(identity.author)
        if key not in known or identity.first < known[key].first:
            known[key] = identity
    trusted = [person for person in people.values() if person.role in ("house-voice", "maintainer")]
    kept = RESERVED | {person.handle for person in trusted} | {person.name for person in trusted}
    shapes = {skeleton(name) for name in kept}
    named: dict[str, Named] = {}
    taken: set[str] = set()
    for key in sorted(known, key=lambda key: _rank(key, known[key], about, people)):
        author = known[key].author
        wanted = clean_name(author.name or author.account)
        shown = _untangle(wanted)
        shown = f"{shown[: _NAME_LENGTH - 10]} (archive)" if skeleton(shown) in shapes else shown
        for handle in _find_handles(key, author):
            there = people.get(handle)
            same = there.name == shown and there.about == about if there else handle not in writers
            if same and handle not in taken and skeleton(handle) not in shapes:
                break
        taken.add(handle)
        link = author.link if WebAddress.pattern.fullmatch(author.link) and len(author.link) <= WebAddress.most else ""
        person = Person(handle, shown, link=link, about=about, path=f"people/{handle}.yml")
        named[key] = Named(person, renamed=shown != wanted)
    return named


def clean_name(name: str) -> str:
    """A name as it can be shown: no markup, no mail address, one line of at most 80 characters."""
    name = html.unescape(re.sub(r"<[^<>]{0,200}>", "", name[:1000]))
    name = remove_hidden(unicodedata.normalize("NFC", name.encode(errors="replace").decode()))
    name = MAIL.sub(lambda found: found[0].partition("@")[0], " ".join(name.split()))
    name = name if len(name) <= _NAME_LENGTH else f"{name[: _NAME_LENGTH - 1].rstrip()}…"
    return name if any(char.isalnum() for char in name) else NOBODY


def _rank(key: str, identity: Identity, about: str, people: Mapping[str, Person]) -> tuple[bool, bool, float, str]:
    author = identity.author
    handle = _slug(author.account or clean_name(author.name))
    there = people.get(handle)
    has_it = there is not None and there.about == about and there.name == clean_name(author.name or author.account)
    return not has_it, handle != (author.account or author.name), identity.first, key


def _find_handles(key: str, author: Author) -> Iterator[str]:
    """The handle as it should be, then with one ending after the other, all made from who it is."""
    plain = _slug(author.account or clean_name(author.name))
    if layout.is_file_name(plain, layout.HANDLE_LENGTH):
        yield plain
    ending = hashlib.sha256(key.encode()).hexdigest()
    for at in range(0, len(ending) - _ENDING, _ENDING):
        yield _with_ending(plain or "reader", ending[at : at + _ENDING])
    yield ending[: layout.HANDLE_LENGTH]


def _slug(name: str) -> str:
    """The Latin letters and digits of a name; nothing where a good part of it has another alphabet."""
    folded = unicodedata.normalize("NFKD", name.replace("ß", "ss").replace("'", "")).lower()
    plain = folded.encode("ascii", "ignore").decode()
    lost = sum(char.isalpha() and not char.isascii() for char in folded)
    slug = "-".join(re.findall(r"[a-z0-9]+", plain))[: layout.HANDLE_LENGTH].strip("-")
    return slug if lost * 3 <= len(slug) else ""


def _with_ending(handle: str, ending: str) -> str:
    return f"{handle[: layout.HANDLE_LENGTH - _ENDING - 1].strip('-')}-{ending}"


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
