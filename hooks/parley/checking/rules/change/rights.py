"""Who may change what, judged by the files as they were before, so that no change can give itself a right.

The author named in the file that is there decides, never the one in the file that is proposed. Some keys stay as they
were published, some are a maintainer's, and nobody gives themselves a role, another's handle, number or name.
"""

from collections.abc import Iterator

from parley.checking.rules.change.actors import Actor, is_same
from parley.checking.rules.change.changeset import ChangeSet, Edit
from parley.checking.rules.entry import Entry, show_moment
from parley.checking.rules.people import NAMES, find_taken
from parley.model import layout
from parley.model.entries import Moment, find_agreed_thread
from parley.model.findings import shorten
from parley.model.languages.speaking import N_, _
from parley.model.problems import Severity
from parley.reading.readers import NO_HANDLE
from parley.reading.writing import REMOVED


def check_bans(change: ChangeSet) -> None:
    """Refuse everything by somebody whom a maintainer has stopped, under any of their handles."""
    actor = change.actor
    if actor.is_maintainer or not actor.banned:
        return
    edited = (edit.new or edit.old for edit in change.edits)
    agreements = (entry for entry, _thread in change.agreements)
    for entry in (*change.additions, *edited, *agreements, *(person.entry for person in change.people)):
        message = _(
            "'@{handle}' may not write here: {banned}",
            handle=actor.handle,
            banned=shorten(actor.banned, 300).rstrip("."),
        )
        change.add(entry, "banned", message, _("Write to a maintainer if you think that's wrong."))


def check_ownership(change: ChangeSet) -> None:
    for edit in change.edits:
        if not edit.is_allowed:
            _refuse(change, edit)
        elif edit.is_proposed and edit.new:
            author = shorten(edit.old.values["author"])
            message = _("this proposes what has come of a post of '{author}'", author=author)
            help = _("Its author or a maintainer decides on it.")
            change.add(edit.new, "for-a-maintainer", message, help, "outcome", severity=Severity.WARNING)
    actor = change.actor
    if actor.is_maintainer:
        return
    for new in change.additions:
        _check_author(change, new)
    for entry, is_own in change.agreements:
        if not is_own:
            own = actor.own_handle
            help = _("Put yours into the folder {handle}/.", handle=own) if own else _(NO_HANDLE)
            words = N_("this file says what '{handle}' agrees with; only they or a maintainer may send it")
            change.add(entry, "not-yours", _(words, handle=shorten(entry.slot.name)), help, "agrees")
    for person in change.people:
        if not person.is_allowed:
            name = person.entry.slot.name
            if actor.other and name in (actor.handle, actor.other):
                _refuse_other(change, person.entry, actor.handle, "name")
            else:
                message = _("this file is about '{name}'; only they or a maintainer may send it", name=shorten(name))
                change.add(person.entry, "not-yours", message, _("Leave it as it is."), "name")


def _refuse(change: ChangeSet, edit: Edit) -> None:
    author = edit.old.values.get("author")
    if author:
        whose = _("this belongs to '{author}'", author=shorten(author))
    else:
        whose = _("this has no author that can be read")
    message = f"{whose}; {_say_who_may(change.actor, author, bool(edit.new))}"
    help = _("Leave it as it is and write a reply of your own. To have it removed, use the form 'Report a post'.")
    change.add(edit.new or edit.old, "not-yours", message, help)


def _say_who_may(actor: Actor, author: str | None, is_change: bool) -> str:
    if author == actor.handle and actor.is_house_voice:
        if is_change:
            return _("it is a house voice, and only a maintainer may change it")
        return _("it is a house voice, and only a maintainer may delete it")
    if author:
        if is_change:
            return _("only its author or a maintainer may change it")
        return _("only its author or a maintainer may delete it")
    return _("only a maintainer may change it") if is_change else _("only a maintainer may delete it")


def _check_author(change: ChangeSet, new: Entry) -> None:
    actor = change.actor
    author: str = new.values.get("author") or ""
    if not author:
        return
    if layout.is_bot(actor.handle):
        message = _(
            "'{handle}', who sent this, is a bot; contributions are written by people", handle=shorten(actor.handle)
        )
        change.add(new, "not-yours", message, _("Send it from the account of whoever wrote it."), "author")
    elif actor.other and author in (actor.other, actor.handle):
        _refuse_other(change, new, author, "author")
    elif author == actor.handle and actor.is_house_voice:
        _refuse_voice(change, new, author)
    elif author == actor.handle == REMOVED:
        message = _("'{author}' is shown in place of removed authors, so nobody may write under it", author=author)
        change.add(new, "not-yours", message, _("Contact a maintainer: your login is already taken as a name here."))
    elif author == actor.handle and actor.archived:
        message = _(
            "'{author}' is somebody of an archive, and only a maintainer can say whether that's you", author=author
        )
        own = actor.own_handle
        words = N_('If it is you, a maintainer adds account: "{account}" to people/{author}.yml.')
        help = _(words, account=actor.account or "…", author=author)
        if own:
            help = _("Write author: {own}.", own=own) + " " + help
        change.add(new, "not-yours", message, help)
    elif not actor.owns(author):
        message = _(
            "author '{author}' isn't '{handle}', who sent this", author=shorten(author), handle=shorten(actor.handle)
        )
        own = actor.own_handle
        help = _("Write your own login: author: {handle}.", handle=own) if own else _(NO_HANDLE)
        change.add(new, "not-yours", message, help)


def _refuse_other(change: ChangeSet, entry: Entry, handle: str, key: str) -> None:
    message = _(
        "'{handle}' is a handle of '@{other}', who has a different account at the Git host",
        handle=shorten(handle),
        other=change.actor.other,
    )
    help = _("If you're the same person with a new account, tell a maintainer; otherwise use another login.")
    change.add(entry, "not-yours", message, help, key)


def _refuse_voice(change: ChangeSet, entry: Entry, handle: str, key: str = "author") -> None:
    message = _("'{author}' is a house voice of this site; only a maintainer may write under that name", author=handle)
    help = _("Contact a maintainer: your login is already taken as a name here.")
    change.add(entry, "not-yours", message, help, key)


def check_signatures(change: ChangeSet) -> None:
    """Refuse an outcome that is said to be by somebody else than who sends it."""
    if change.actor.is_maintainer:
        return
    edited = ((edit.new, edit.old) for edit in change.edits if edit.new and edit.is_allowed)
    for new, old in (*edited, *((new, None) for new in change.additions)):
        outcome, before = new.values.get("outcome"), old.values.get("outcome") if old else None
        if not outcome or outcome == before or not outcome.by or change.actor.owns(outcome.by):
            continue
        if change.actor.is_house_voice and outcome.by == change.actor.handle:
            _refuse_voice(change, new, outcome.by, "outcome")
        else:
            message = _(
                "the outcome is signed '{by}', and '{handle}' sent it",
                by=shorten(outcome.by),
                handle=shorten(change.actor.handle),
            )
            help = _("Write your own handle after 'by', or leave that line out.")
            change.add(new, "not-yours", message, help, "outcome")


def check_locks(change: ChangeSet) -> None:
    """A thread that is locked takes no new reply, whatever day is written into it."""
    if change.actor.is_maintainer:
        return
    locked = {entry.slot.post for entry in change.before.values() if entry.values.get("locked")}
    for new in change.additions:
        is_locked = new.slot.kind == "reply" and new.slot.post in locked
        if is_locked and not any(problem.rule == "locked" for problem in new.findings.problems):
            message = _("a maintainer has locked this thread; it takes no new replies")
            change.add(new, "locked", message, _("Start a new discussion and link to this one."), "date")
    for entry, _thread in change.agreements:
        old = change.before.get(entry.path)
        if find_agreed_thread(entry.path) in locked and _list_agreed(entry) - _list_agreed(old):
            message = _("a maintainer has locked this thread; it takes no new agreement")
            change.add(entry, "locked", message, _("Leave the file as it was."), "agrees")


def _list_agreed(entry: Entry | None) -> set[str]:
    return {*(entry.values.get("agrees") or () if entry else ())}


FIXED = ("author", "date")
MAINTAINERS = ("pinned", "locked")
"""Keys of a post that only a maintainer sets or takes away."""


def check_fixed_keys(change: ChangeSet) -> None:
    for old, new in _find_own_edits(change):
        for key in FIXED:
            was, now = old.values.get(key), new.values.get(key)
            if was is not None and now is not None and was != now:
                help = (
                    _("Put it back; the time of an edit goes into 'updated'.") if key == "date" else _("Put it back.")
                )
                message = _(
                    "{key} '{now}' was '{was}' when this was published", key=key, now=_show(now), was=_show(was)
                )
                change.add(new, "fixed-key", message, help, key)


def check_maintainers_keys(change: ChangeSet) -> None:
    for old, new in _find_own_edits(change):
        _check_keys(change, new, old)
        if old.values.get("removed") and new.values.get("removed") != old.values["removed"]:
            message = _("this was removed; only a maintainer may restore it or change the reason")
            help = _("Leave 'removed' as it was, and ask a maintainer.")
            change.add(new, "maintainers-key", message, help, "removed")
    if not change.actor.is_maintainer:
        for new in change.additions:
            _check_keys(change, new, None)


def _find_own_edits(change: ChangeSet) -> Iterator[tuple[Entry, Entry]]:
    """What authors change of theirs; what an address leads on to elsewhere was there before."""
    if change.actor.is_maintainer:
        return
    for edit in change.edits:
        new = edit.new
        if edit.is_allowed and new and (new.path == edit.old.path or new.path not in change.before):
            yield edit.old, new


def _check_keys(change: ChangeSet, new: Entry, old: Entry | None) -> None:
    for key in (*MAINTAINERS, *new.guarded):
        was, now = (old.values.get(key) if old else None) or None, new.values.get(key) or None
        if was != now:
            words = N_("only a maintainer may set '{key}'") if now else N_("only a maintainer may remove '{key}'")
            message = _(words, key=key)
            change.add(
                new, "maintainers-key", message, _("Leave '{key}' as it was, and ask a maintainer.", key=key), key
            )


def _show(value: str | Moment) -> str:
    return show_moment(value) if isinstance(value, Moment) else shorten(value)


def check_identities(change: ChangeSet) -> None:
    actor = change.actor
    for entry, new, old in _find_own_people(change):
        role = new.values.get("role") if new else None
        if role and role != "contributor":  # whoever has another is a maintainer, or nobody's login
            message = _("only a maintainer may give the role '{role}'", role=shorten(role))
            change.add(entry, "maintainers-key", message, _("Leave 'role' as it was."), "role")
        if new is None:
            for key in entry.guarded:
                if entry.values.get(key):
                    message = _("only a maintainer may delete a file that says '{key}'", key=key)
                    change.add(entry, "maintainers-key", message, _("Leave the file where it is."), key)
            continue
        for key in new.guarded:
            if new.values.get(key) != (old.values.get(key) if old else None):
                change.add(
                    new,
                    "maintainers-key",
                    _("only a maintainer may set '{key}'", key=key),
                    _("Leave '{key}' out.", key=key),
                    key,
                )
        for position, alias in enumerate(new.former_names):
            if not actor.owns(alias):
                message = _(
                    "'{alias}' isn't known as a handle of yours; only a maintainer may add it", alias=shorten(alias)
                )
                help = _("Ask a maintainer; your account number at the Git host shows whose it was.")
                change.add(new, "maintainers-key", message, help, "aliases", position)
        was, now = (old.values.get("account") if old else None) or "", new.values.get("account") or ""
        if was != now and (was or not is_same(now, actor.account)):
            message = _("only a maintainer may set an account number other than the sender's")
            change.add(new, "maintainers-key", message, _("Leave 'account' as it was."), "account")


def check_names(change: ChangeSet) -> None:
    """Whoever chooses a name makes way for all who are there; a name that is there makes way for nobody."""
    for _edit, new, old in _find_own_people(change):
        if new is None or (old and old.values.get("name") == new.values.get("name")):
            continue
        if any(one.rule in NAMES for one in new.findings.problems):
            continue
        if other := find_taken(new, change.before.values()):
            help = _("Choose another name; adding a last name or a place is enough.")
            change.add(
                new,
                "taken-name",
                _("name '{name}' could be mistaken for '@{other}'", name=shorten(new.values["name"]), other=other),
                help,
                "name",
            )


def _find_own_people(change: ChangeSet) -> Iterator[tuple[Entry, Entry | None, Entry | None]]:
    """The files in which people who are no maintainers speak of themselves: the file, as it would be, as it is."""
    if not change.actor.is_maintainer:
        for person in change.people:
            if person.is_allowed:
                yield person.entry, person.new, person.old
