"""Who proposes a change, by what the forge and the files of people say."""

from collections.abc import Mapping
from dataclasses import dataclass

from parley.checking.rules.entry import Entry
from parley.model import layout
from parley.model.entries import is_of_archive, stand_in
from parley.reading.writing import REMOVED

Entries = Mapping[str, Entry]
"""Files by their paths below `posts/`."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who proposes a change: a login in lower case. A house voice is a name of the site's own and nobody's login.

    A login can be given up and taken by another; the number of an account cannot. So where both numbers are known, that
    of who proposes the change (`account`) and that of a person of the site, they decide. `names` are the handles that
    are theirs, former ones too; `other` is the person of the site who has had this login, and is somebody else.
    `banned` is why they may not write here, if they may not. The login may be a handle that came with an archive
    (`archived`), whose people had other accounts: whoever has the login now is not known to be the same, and has
    another handle until a maintainer says so.
    """

    handle: str
    is_maintainer: bool
    account: str
    is_house_voice: bool = False
    names: frozenset[str] = frozenset()
    other: str = ""
    banned: str = ""
    archived: bool = False

    @classmethod
    def find(cls, login: str, people: Entries, *, is_maintainer: bool, account: str) -> "Actor":
        """Look a login and the number of its account up among the people of the site as it is."""
        handle = login.lower()
        known = {entry.slot.name: entry for entry in people.values() if entry.slot.kind == "person"}
        same = [name for name, entry in known.items() if is_same(entry.values.get("account"), account)]
        there = known.get(handle)
        if there and not same and _is_archived(there):
            own = stand_in(handle, account)
            names = frozenset({own} if own and own not in known else ())
            banned = there.values.get("banned") or ""
            return cls(handle, is_maintainer, account, names=names, banned=banned, archived=True)
        if there and not same and not (account and there.values.get("account")):
            same = [handle]
        if not same:
            former = (name for name, entry in known.items() if handle in entry.former_names)
            if holder := handle if there else next(former, ""):
                return cls(handle, is_maintainer, account, other=holder)
        roles = {known[name].values.get("role") for name in same}
        names = frozenset(one for name in same for one in (name, *known[name].former_names))
        if not there:
            names |= {handle}
        banned = next((known[name].values["banned"] for name in same if known[name].values.get("banned")), "")
        is_voice, is_maintainer = "house-voice" in roles, is_maintainer or "maintainer" in roles
        return cls(handle, is_maintainer, account, is_voice, names, banned=banned)

    def owns(self, author: str | None) -> bool:
        """Tell whether a file is theirs. `removed` stands where an author was taken out, and is nobody's login."""
        return author in self.names and author != REMOVED and not self.is_house_voice

    @property
    def own_handle(self) -> str:
        """The handle under which they write, the login if it can be one; empty where a maintainer has to give it."""
        handles = (self.handle, *sorted(self.names))
        return next((one for one in handles if self.owns(one) and layout.is_name(one, layout.HANDLE)), "")


def _is_archived(person: Entry) -> bool:
    values = person.values
    return is_of_archive(values.get("about") or "", values.get("account") or "", values.get("role") or "contributor")


def is_same(one: str | None, other: str | None) -> bool:
    """Tell whether two numbers, `4711` or `github:4711`, are of one account."""
    if not one or not other:
        return False
    (forge, _, number), (other_forge, _, other_number) = one.rpartition(":"), other.rpartition(":")
    return number == other_number and (forge == other_forge or not forge or not other_forge)
