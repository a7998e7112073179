"""Who may change what: judged by the files as they were before, so that no change can give itself a right.

The author named in the file that is there decides, never the one in the file that is proposed.
"""

from parley.checking.rules.change.actors import Actor
from parley.checking.rules.change.changeset import ChangeSet, Edit
from parley.checking.rules.entry import Entry
from parley.model import layout
from parley.model.findings import shorten
from parley.reading.writing import REMOVED


def check_ownership(change: ChangeSet) -> None:
    for edit in change.edits:
        if not edit.is_allowed:
            _refuse(change, edit)
    actor = change.actor
    if actor.is_maintainer:
        return
    for new in change.additions:
        _check_author(change, new)
    for person in change.people:
        if not person.is_allowed:
            name = person.entry.slot.name
            if actor.other and name in (actor.handle, actor.other):
                _refuse_other(change, person.entry, actor.handle, "name")
            else:
                message = f"this file is about '{shorten(name)}'; only they or a maintainer may send it"
                change.add(person.entry, "not-yours", message, "Leave it as it is.", "name")


def _refuse(change: ChangeSet, edit: Edit) -> None:
    author = edit.old.values.get("author")
    whose = f"belongs to '{shorten(author)}'" if author else "has no author that can be read"
    doing = "change" if edit.new else "delete"
    message = f"this {edit.old.slot.kind} {whose}; {_only_who(change.actor, author)} may {doing} it"
    help = "Leave it as it is and write a reply of your own. To have it removed, use the form 'Report a post'."
    change.add(edit.new or edit.old, "not-yours", message, help)


def _only_who(actor: Actor, author: str | None) -> str:
    if author == actor.handle:
        return "it is a house voice, and only a maintainer"
    return "only its author or a maintainer" if author else "only a maintainer"


def _check_author(change: ChangeSet, new: Entry) -> None:
    actor = change.actor
    author = new.values.get("author")
    if author and author == actor.other:
        _refuse_other(change, new, author, "author")
    elif author == actor.handle and actor.is_house_voice:
        message = f"'{author}' is a house voice of this site; only a maintainer may write under that name"
        change.add(new, "not-yours", message, "Contact a maintainer: your login is already taken as a name here.")
    elif author == actor.handle == REMOVED:
        message = f"'{author}' is shown in place of removed authors, so nobody may write under it"
        change.add(new, "not-yours", message, "Contact a maintainer: your login is already taken as a name here.")
    elif author and not actor.owns(author):
        message = f"author '{shorten(author)}' isn't '{shorten(actor.handle)}', who sent this"
        is_handle = layout.is_name(actor.handle, layout.HANDLE_LENGTH)
        help = f"Write your own login: author: {actor.handle}." if is_handle else "A maintainer must send it."
        change.add(new, "not-yours", message, help)


def _refuse_other(change: ChangeSet, entry: Entry, handle: str, key: str) -> None:
    message = f"'{shorten(handle)}' is a handle of '@{change.actor.other}', who has a different account at the Git host"
    help = "If you're the same person with a new account, tell a maintainer; otherwise use another login."
    change.add(entry, "not-yours", message, help, key)


def check_locks(change: ChangeSet) -> None:
    """A thread that is locked takes no new reply, whatever day is written into it."""
    if change.actor.is_maintainer:
        return
    for new in change.additions:
        if new.slot.kind != "reply":
            continue
        folder = new.path.partition("/replies/")[0]
        posts = (change.before.get(f"{folder}/{name}") for name in ("post.md", "post.yml"))
        is_locked = any(post and post.values.get("locked") for post in posts)
        if is_locked and not any(problem.rule == "locked" for problem in new.findings.problems):
            message = "a maintainer has locked this thread; it takes no new replies"
            change.add(new, "locked", message, "Start a new discussion and link to this one.", "date")
