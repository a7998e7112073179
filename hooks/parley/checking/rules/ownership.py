"""Who may change what: judged by the files as they were before, so that no change can give itself a right.

The author named in the file that is there decides, never the one in the file that is proposed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from parley.checking.rules.entry import Entry
from parley.checking.rules.people import NAMES, find_taken
from parley.checking.rules.permalinks import Addresses, find_people, show_address
from parley.checking.rules.rewriting import Fault, Newest, find_newest, judge_addition, judge_edit
from parley.model import layout, urls
from parley.model.entries import Moment
from parley.model.findings import Findings, shorten
from parley.model.problems import Problem
from parley.reading.frontmatter import Place
from parley.reading.writing import REMOVED

Entries = Mapping[str, Entry]
"""Files by their paths below `posts/`."""

FIXED = ("author", "date")
MAINTAINERS = ("pinned", "locked")
"""Keys of a post that only a maintainer sets or takes away."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who proposes a change: a login in lower case. A house voice is a name of the site's own and nobody's login.

    A login can be given up and taken by another; the number of an account cannot. So where both numbers are known, that
    of who proposes the change (`account`) and that of a person of the site, they decide. `names` are the handles that
    are theirs, former ones too; `other` is the person of the site who has had this login, and is somebody else.
    """

    handle: str
    is_maintainer: bool = False
    is_house_voice: bool = False
    names: frozenset[str] = frozenset()
    account: str = ""
    other: str = ""

    @classmethod
    def find(cls, login: str, people: Entries, *, is_maintainer: bool = False, account: str = "") -> "Actor":
        """Look a login and the number of its account up among the people of the site as it is."""
        handle = login.lower()
        known = {entry.slot.name: entry for entry in people.values() if entry.slot.kind == "person"}
        same = [name for name, entry in known.items() if is_same(entry.values.get("account"), account)]
        there = known.get(handle)
        if there and not same and not (account and there.values.get("account")):
            same = [handle]
        if not same and there is None:
            holders = [name for name, entry in known.items() if handle in _former(entry)]
            if holders:
                return cls(handle, is_maintainer, account=account, other=holders[0])
        if not same and there:
            return cls(handle, is_maintainer, account=account, other=handle)
        roles = {known[name].values.get("role") for name in same}
        names = frozenset(one for name in same for one in (name, *_former(known[name])))
        if not (there or handle in names):
            names |= {handle}
        return cls(handle, is_maintainer or "maintainer" in roles, "house-voice" in roles, names, account)

    def owns(self, author: str | None) -> bool:
        """Tell whether a file is theirs. `removed` stands where an author was taken out, and is nobody's login."""
        return author in self.names and author != REMOVED and not self.is_house_voice


def is_same(one: str | None, other: str | None) -> bool:
    """Tell whether two numbers, `4711` or `github:4711`, are of one account."""
    if not one or not other:
        return False
    (forge, _, number), (other_forge, _, other_number) = one.rpartition(":"), other.rpartition(":")
    return number == other_number and (forge == other_forge or not forge or not other_forge)


def _former(entry: Entry) -> tuple[str, ...]:
    return tuple(entry.values.get("aliases") or ())


@dataclass(slots=True)
class Ruling:
    """What is wrong with a change by one actor, collected file by file."""

    actor: Actor
    before: Entries
    after: Entries
    problems: list[Problem] = field(default_factory=list)
    newest: Newest = field(init=False)

    def __post_init__(self) -> None:
        self.newest = find_newest(self.before.values())

    def add_fault(self, entry: Entry, fault: Fault | None) -> None:
        if fault:
            self.add(entry, fault.rule, fault.message, fault.help, fault.key)

    def add(self, entry: Entry, rule: str, message: str, help: str, key: str = "author", item: int = 0) -> None:
        """Report a problem with a file; one that is there no more has no line to show."""
        stands = self.after.get(entry.path) is entry
        findings = Findings(entry.findings.path, entry.findings.text if stands else "")
        place = entry.place(key, item) if stands else Place(1, 1)
        findings.add(rule, message, help, line=place.line, column=place.column, width=place.width)
        self.problems += findings.problems


def check_ownership(before: Entries, after: Entries, changed: Iterable[str], actor: Actor) -> list[Problem]:
    """Judge the changed files below `posts/`, given by their paths, against who proposes the change."""
    ruling = Ruling(actor, before, after)
    addresses = Addresses(after.values())
    changed = sorted(changed)
    followed: set[str] = set()
    for path in changed:
        old = before.get(path)
        if old and old.slot.post:
            new = addresses.find(old)
            if new is not None:
                followed.add(new.path)
            _judge_contribution(ruling, old, new, addresses)
    _judge_people(ruling, changed)
    for path in changed:
        new = after.get(path)
        if new and new.slot.post and path not in before and path not in followed:
            _judge_addition(ruling, new)
        elif (entry := new or before.get(path)) and entry.slot.kind == "person":
            _judge_person(ruling, entry, before.get(path))
    return ruling.problems


def _judge_contribution(ruling: Ruling, old: Entry, new: Entry | None, addresses: Addresses) -> None:
    """A post or reply that was there: `new` is where its address leads now."""
    actor = ruling.actor
    if not actor.is_maintainer and not actor.owns(old.values.get("author")) and not _is_carried_along(old, new):
        _refuse(ruling, old, new)
        return
    if new is not None and not actor.is_maintainer and (new.path == old.path or new.path not in ruling.before):
        _judge_fixed(ruling, old, new)
        _judge_maintainers_keys(ruling, new, old)
    if new is not None and _is_same(old, new, addresses):
        ruling.add_fault(new, judge_edit(old, new, ruling.newest))
    _judge_address(ruling, old, new, addresses)


def _is_same(old: Entry, new: Entry, addresses: Addresses) -> bool:
    """Tell whether a file goes on being what it was, under any name; what is merged becomes something else."""
    post = addresses.find_post(old)
    merged = post.values.get("merged") if post else None
    is_moved = old.slot.post is not None and old.slot.post[1] in (merged or ())
    return old.slot.kind == new.slot.kind and not is_moved


def _is_carried_along(old: Entry, new: Entry | None) -> bool:
    """Tell whether a reply stands unchanged in the folder of its post, which has got another name."""
    return (
        new is not None
        and old.slot.kind == "reply"
        and old.slot.post != new.slot.post
        and old.slot.name == new.slot.name
        and bool(old.findings.text)
        and old.findings.text == new.findings.text
    )


def _refuse(ruling: Ruling, old: Entry, new: Entry | None) -> None:
    author = old.values.get("author")
    whose = f"belongs to '{shorten(author)}'" if author else "names no author that can be read"
    message = f"this {old.slot.kind} {whose}; {_only_who(ruling.actor, author)} {_doing(new)} it"
    help = (
        "Leave it as it is, and write a reply of your own. What must go can be reported with the form 'Report a post'."
    )
    ruling.add(new or old, "not-yours", message, help)


def _only_who(actor: Actor, author: str | None) -> str:
    if author == actor.handle:
        return "it is a house voice, and only a maintainer"
    return "only its author or a maintainer" if author else "only a maintainer"


def _doing(new: Entry | None) -> str:
    return "changes" if new else "deletes"


def _judge_addition(ruling: Ruling, new: Entry) -> None:
    actor = ruling.actor
    if actor.is_maintainer:
        return
    author = new.values.get("author")
    if author and author == actor.other:
        _refuse_other(ruling, new, author, "author")
    elif author == actor.handle and actor.is_house_voice:
        message = f"'{author}' is a house voice of this site; only a maintainer writes under that name"
        ruling.add(new, "not-yours", message, "Write to a maintainer: your login is taken as a name here.")
    elif author == actor.handle == REMOVED:
        message = f"'{author}' stands for an author who was taken out, and is nobody's name"
        ruling.add(new, "not-yours", message, "Write to a maintainer: your login is taken as a name here.")
    elif author and not actor.owns(author):
        message = f"author '{shorten(author)}' is not '{shorten(actor.handle)}', who sends this"
        is_handle = layout.is_name(actor.handle, layout.HANDLE_LENGTH)
        help = f"Write your own login: author: {actor.handle}." if is_handle else "A maintainer has to send it."
        ruling.add(new, "not-yours", message, help)
    _judge_maintainers_keys(ruling, new, None)
    _judge_lock(ruling, new)
    ruling.add_fault(new, judge_addition(new, ruling.newest))


def _judge_lock(ruling: Ruling, new: Entry) -> None:
    """A thread that is locked takes no new reply, whatever day is written into it."""
    if new.slot.kind != "reply":
        return
    folder = new.path.partition("/replies/")[0]
    posts = (ruling.before.get(f"{folder}/{name}") for name in ("post.md", "post.yml"))
    is_locked = any(post and post.values.get("locked") for post in posts)
    if is_locked and not any(problem.rule == "locked" for problem in new.findings.problems):
        message = "this thread has been locked by a maintainer, and takes no new replies"
        ruling.add(new, "locked", message, "Open a discussion of its own and link to this one.", "date")


def _judge_person(ruling: Ruling, entry: Entry, old: Entry | None) -> None:
    actor = ruling.actor
    if actor.is_maintainer:
        return
    if actor.other and entry.slot.name in (actor.handle, actor.other):
        _refuse_other(ruling, entry, actor.handle, "name")
        return
    if not actor.owns(entry.slot.name):
        message = f"this file is about '{shorten(entry.slot.name)}'; only they or a maintainer may send it"
        ruling.add(entry, "not-yours", message, "Leave it as it is.", "name")
        return
    new = ruling.after.get(entry.path)
    role = new.values.get("role") if new else None
    if (role or "contributor") != ((old and old.values.get("role")) or "contributor"):
        message = f"only a maintainer gives the role '{shorten(role or 'contributor')}'"
        ruling.add(entry, "maintainers-key", message, "Leave 'role' as it was.", "role")
    if new is not None:
        _judge_identity(ruling, new, old)
        _judge_name(ruling, new, old)


def _judge_name(ruling: Ruling, new: Entry, old: Entry | None) -> None:
    """Whoever chooses a name makes way for all who are there; a name that is there makes way for nobody."""
    name = new.values.get("name")
    if (old and old.values.get("name") == name) or any(one.rule in NAMES for one in new.findings.problems):
        return
    if other := find_taken(new, ruling.before.values()):
        help = "Use a name that is nobody else's; a second name or a place tells two people apart."
        ruling.add(new, "taken-name", f"name '{shorten(name or '')}' passes for that of '@{other}'", help, "name")


def _judge_identity(ruling: Ruling, new: Entry, old: Entry | None) -> None:
    """Nobody gives themselves another's former handle, or a number that the forge has not given them."""
    actor = ruling.actor
    for position, alias in enumerate(_former(new)):
        if not actor.owns(alias) and not (old and alias in _former(old)):
            message = f"'{shorten(alias)}' is not known as a handle of yours; only a maintainer adds it"
            help = "Ask a maintainer; the number of your account at the forge shows whose it was."
            ruling.add(new, "maintainers-key", message, help, "aliases", position)
    was, now = (old.values.get("account") if old else None) or "", new.values.get("account") or ""
    if was != now and (was or not is_same(now, actor.account)):
        message = "only a maintainer sets another number than that of the account which sends this"
        ruling.add(new, "maintainers-key", message, "Leave 'account' as it was.", "account")


def _refuse_other(ruling: Ruling, entry: Entry, handle: str, key: str) -> None:
    message = f"'{shorten(handle)}' is a handle of '@{ruling.actor.other}', whose account at the forge is another"
    help = "If you are the same person with a new account, tell a maintainer; else write under another login."
    ruling.add(entry, "not-yours", message, help, key)


def _judge_people(ruling: Ruling, changed: Iterable[str]) -> None:
    """Every page of a person has to lead on, under another handle if need be."""
    lost = find_people(ruling.before.values()) - find_people(ruling.after.values()) - {REMOVED}
    for path in changed:
        old = ruling.before.get(path)
        if old is None or not (old.slot.kind == "person" or ruling.actor.is_maintainer):
            continue  # nobody else may change an author at all
        person = old.slot.kind == "person"
        for handle in (old.slot.name, *_former(old)) if person else (old.values.get("author"),):
            if handle in lost:
                lost.remove(handle)
                _report_lost_person(ruling, ruling.after.get(path) or old, handle)


def _report_lost_person(ruling: Ruling, entry: Entry, handle: str) -> None:
    address = f"/{urls.person(shorten(handle))}"
    key = "aliases" if entry.slot.kind == "person" else "author"
    if ruling.actor.is_maintainer:
        message = f"'{address}' leads nowhere any more"
        help = f"If it is somebody's former handle, list it in their file in people/: aliases: [{shorten(handle)}]."
        ruling.add(entry, "changed-permalink", message, help, key)
    else:
        message = f"'{address}' would lead nowhere"
        help = f"List the former handle in your file in people/: aliases: [{shorten(handle)}]."
        ruling.add(entry, "lost-permalink", message, help, key)


def _judge_fixed(ruling: Ruling, old: Entry, new: Entry) -> None:
    for key in FIXED:
        was, now = old.values.get(key), new.values.get(key)
        if was is not None and now is not None and was != now:
            help = "Put it back."
            if key == "date":
                help = "Put it back; the day of an edit goes into 'updated'."
            ruling.add(new, "fixed-key", f"{key} '{_show(now)}' was '{_show(was)}' when it was published", help, key)


def _judge_maintainers_keys(ruling: Ruling, new: Entry, old: Entry | None) -> None:
    for key in MAINTAINERS:
        was, now = (old.values.get(key) if old else None) or None, new.values.get(key) or None
        if was != now:
            message = f"only a maintainer {'sets' if now else 'takes away'} '{key}'"
            ruling.add(new, "maintainers-key", message, f"Leave '{key}' as it was, and ask a maintainer.", key)
    if old and old.values.get("removed") and new.values.get("removed") != old.values["removed"]:
        message = "this was removed; only a maintainer brings it back or changes the reason"
        ruling.add(new, "maintainers-key", message, "Leave 'removed' as it was, and ask a maintainer.", "removed")


_KEEP = (
    "Readers have linked to it. Keep the file and write 'removed: <why>' and 'updated: <today>' into it; "
    "if it has got another name, list the old one in the new file under 'aliases'."
)


def _judge_address(ruling: Ruling, old: Entry, new: Entry | None, addresses: Addresses) -> None:
    """Every name under which the file could be reached has to lead somewhere still."""
    lost = addresses.find_lost(old)
    for address in lost:
        if ruling.actor.is_maintainer:
            message = f"'{address}' leads nowhere any more"
            ruling.add(
                new or old, "changed-permalink", message, "That is meant for what the law wants gone.", "aliases"
            )
        else:
            message = f"'{address}' would lead nowhere"
            help = "Put it back into 'aliases': readers have linked to it." if new else _KEEP
            ruling.add(new or old, "lost-permalink", message, help, "aliases")
    if new is not None and not lost and old.slot != new.slot and not _is_carried_along(old, new):
        message = f"'{show_address(old)}' leads on to '{show_address(new)}' from now on"
        ruling.add(new, "changed-permalink", message, "Make sure that the new name is one to keep.", "aliases")


def _show(value: Any) -> str:
    if isinstance(value, Moment):
        return f"{value.at:%Y-%m-%dT%H:%MZ}" if value.exact else value.day.isoformat()
    return shorten(str(value))
