"""What people say of themselves: nobody gives themselves a role, another's handle, number or name."""

from collections.abc import Iterator

from parley.checking.rules.change.actors import is_same
from parley.checking.rules.change.changeset import ChangeSet
from parley.checking.rules.entry import Entry
from parley.checking.rules.people import NAMES, find_taken
from parley.model.findings import shorten


def check_identities(change: ChangeSet) -> None:
    actor = change.actor
    for entry, new, old in _find_own_people(change):
        role = new.values.get("role") if new else None
        if (role or "contributor") != ((old and old.values.get("role")) or "contributor"):
            message = f"only a maintainer may give the role '{shorten(role or 'contributor')}'"
            change.add(entry, "maintainers-key", message, "Leave 'role' as it was.", "role")
        if new is None:
            continue
        for position, alias in enumerate(new.former_names):
            if not actor.owns(alias) and not (old and alias in old.former_names):
                message = f"'{shorten(alias)}' isn't known as a handle of yours; only a maintainer may add it"
                help = "Ask a maintainer; your account number at the Git host shows whose it was."
                change.add(new, "maintainers-key", message, help, "aliases", position)
        was, now = (old.values.get("account") if old else None) or "", new.values.get("account") or ""
        if was != now and (was or not is_same(now, actor.account)):
            message = "only a maintainer may set an account number other than the sender's"
            change.add(new, "maintainers-key", message, "Leave 'account' as it was.", "account")


def check_names(change: ChangeSet) -> None:
    """Whoever chooses a name makes way for all who are there; a name that is there makes way for nobody."""
    for _, new, old in _find_own_people(change):
        name = new.values.get("name") if new else None
        if new is None or (old and old.values.get("name") == name):
            continue
        if any(one.rule in NAMES for one in new.findings.problems):
            continue
        if other := find_taken(new, change.before.values()):
            help = "Choose another name; adding a last name or a place is enough."
            change.add(
                new, "taken-name", f"name '{shorten(name or '')}' could be mistaken for '@{other}'", help, "name"
            )


def _find_own_people(change: ChangeSet) -> Iterator[tuple[Entry, Entry | None, Entry | None]]:
    """The files in which people who are no maintainers speak of themselves: the file, as it would be, as it is."""
    if not change.actor.is_maintainer:
        for person in change.people:
            if person.is_allowed:
                yield person.entry, person.new, person.old
