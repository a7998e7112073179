"""Former names: each belongs to one post of a kind, one reply of a thread, one person."""

from collections.abc import Iterator, Sequence

from parley.checking.rules.entry import Entry, SiteEntries, ThreadEntries
from parley.model.findings import shorten


def check_reply_aliases(thread: ThreadEntries) -> None:
    _check_group(thread.replies, "reply")


def check_aliases(site: SiteEntries) -> None:
    _check_group(site.people, "person")
    for kind in ("discussion", "practice"):
        _check_group([post for post in site.posts.values() if post.slot.kind == kind], kind)


def _check_group(group: Sequence[Entry], what: str) -> None:
    """Check the former names within a group that shares one space of names."""
    owners = {entry.slot.name: entry for entry in group}
    for entry in group:
        for key, position, alias in _find_former_names(entry):
            first = alias not in owners
            owner = owners.setdefault(alias, entry)
            if not first:
                if alias == entry.slot.name:
                    message, help = f"alias '{alias}' is its own name", "Remove it: that address already works."
                else:
                    taken = "the name of" if alias == owner.slot.name else "a former name of"
                    message = f"alias '{alias}' is {taken} '{shorten(owner.slot.name)}'"
                    help = f"A name can belong to only one {what}; remove it from one of the two."
                entry.add("alias-clash", message, help, key, position)


def _find_former_names(entry: Entry) -> Iterator[tuple[str, int, str]]:
    """Each former name with the key and the position at which it stands."""
    for key in ("aliases", "merged"):
        for position, name in enumerate(entry.values.get(key) or ()):
            yield key, position, name
