"""What a change brings beside posts, replies and people."""

from parley.checking.rules.change.changeset import ChangeSet
from parley.model import layout
from parley.model.characters import visible
from parley.model.findings import Findings, shorten
from parley.model.languages.speaking import N_, NN_, _, ngettext
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
            message = _(
                "folder '{folder}' and '{posts}' are the same name on many file systems",
                folder=shorten(folder),
                posts=posts,
            )
            findings.add("name-clash", message, _("Put the file into {posts}/.", posts=posts))
            change.problems.extend(findings.problems)


def check_answers(change: ChangeSet) -> None:
    """What the site asks everybody for has to be there when something is new; what is there may be older than that."""
    for new in change.additions:
        for key in new.kind.keys if new.kind and new.values and not new.values.get("removed") else ():
            if key.required and key.declared and not key.guarded and key.name not in new.values:
                help = _("Add '{name}: …', {about}.", name=key.name, about=_(key.about))
                change.add(new, "missing-answer", _("this site asks everybody for '{name}'", name=key.name), help)


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
        _report(change, path, _(what), _(name))
    if others:
        is_mixed = len(others) + len(own) < len(change.files)
        named = ", ".join(f"'{shorten(path)}'" for path in others[:MAX_NAMED])
        if len(others) > MAX_NAMED:
            named = _("{named} and {n} more", named=named, n=len(others) - MAX_NAMED)
        help = _("A maintainer must review it.")
        if is_mixed:
            help += " " + _("Posts are merged sooner when they come in a pull request of their own.")
        _report(change, others[0], ngettext(*(_MIXED if is_mixed else _OTHERS), len(others), named=named), help)


_OWN = {
    "tags": (N_("this changes the list of tags"), N_("A maintainer decides on tags.")),
    "policy": (N_("this changes what is accepted without a maintainer"), N_("A maintainer decides on policy.")),
    "article": (N_("this changes what opens the thread of a page"), N_("A maintainer decides on pages.")),
}

_OTHERS = NN_("this changes {n} other file: {named}", "this changes {n} other files: {named}")
_MIXED = NN_(
    "besides posts, this changes {n} other file: {named}", "besides posts, this changes {n} other files: {named}"
)


def _report(change: ChangeSet, path: str, message: str, help: str) -> None:
    findings = Findings(visible(path))
    findings.add("for-a-maintainer", message, help, Severity.WARNING)
    change.problems.extend(findings.problems)
