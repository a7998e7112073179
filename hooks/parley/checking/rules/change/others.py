"""What a change brings beside posts, replies and people."""

from parley.checking.rules.change.changeset import ChangeSet
from parley.model import layout
from parley.model.characters import visible
from parley.model.findings import Findings, shorten
from parley.model.problems import Severity
from parley.reading.sources import clash_key

MAX_NAMED = 5
"""Files outside posts/ that a message names; it counts the rest."""


def check_twins(change: ChangeSet) -> None:
    """Report files in a folder that is the one of the posts to many file systems, and that nothing here reads."""
    posts = change.posts
    depth = posts.count("/") + 1
    for file in change.files:
        folder = "/".join(file.path.split("/")[:depth])
        if file.what != "deleted" and folder != posts and clash_key(folder) == clash_key(posts):
            findings = Findings(visible(file.path))
            message = f"folder '{shorten(folder)}' and '{posts}' are the same name on many file systems"
            findings.add("name-clash", message, f"Put the file into {posts}/.")
            change.problems.extend(findings.problems)


def check_answers(change: ChangeSet) -> None:
    """What the site asks everybody for has to be there when something is new; what is there may be older than that."""
    for new in change.additions:
        for key in new.kind.keys if new.kind and new.values and not new.values.get("removed") else ():
            if key.required and key.declared and not key.guarded and key.name not in new.values:
                help = f"Add '{key.name}: …', {key.about}."
                change.add(new, "missing-answer", f"this site asks everybody for '{key.name}'", help)


def check_others(change: ChangeSet) -> None:
    """Point a maintainer to what is no post, reply or person: the list of tags, and everything outside `posts/`."""
    if change.actor.is_maintainer:
        return
    paths = [file.path for file in change.files]
    below = f"{change.posts}/"
    slots = {path: layout.find_slot(path.removeprefix(below)) for path in paths if path.startswith(below)}
    others = [path for path in paths if slots.get(path) is None]
    own = {path: _OWN[slot.kind] for path, slot in slots.items() if slot and slot.kind in _OWN}
    for path, (what, name) in own.items():
        _report(change, path, f"this changes {what}", f"A maintainer decides on {name}.")
    if others:
        is_mixed = len(others) + len(own) < len(change.files)
        named = ", ".join(f"'{shorten(path)}'" for path in others[:MAX_NAMED])
        more = f" and {len(others) - MAX_NAMED} more" if len(others) > MAX_NAMED else ""
        what = "besides posts, this changes" if is_mixed else "this changes"
        files = f"{len(others)} other file{'' if len(others) == 1 else 's'}"
        help = "A maintainer must review it."
        if is_mixed:
            help = f"{help} Posts are merged sooner when they come in a pull request of their own."
        _report(change, others[0], f"{what} {files}: {named}{more}", help)


_OWN = {
    "tags": ("the list of tags", "tags"),
    "policy": ("what is accepted without a maintainer", "policy"),
    "article": ("what opens the thread of a page", "pages"),
}


def _report(change: ChangeSet, path: str, message: str, help: str) -> None:
    findings = Findings(visible(path))
    findings.add("for-a-maintainer", message, help, Severity.WARNING)
    change.problems.extend(findings.problems)
