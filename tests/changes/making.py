"""Changes that somebody proposes, made of texts alone."""

from collections.abc import Callable, Mapping

from declared import KINDS
from parley.checking.parsing import parse_sources
from parley.checking.rules.change.actors import Actor
from parley.checking.rules.change.changeset import ChangeSet, FileChange
from parley.checking.rules.entry import Entry
from parley.model.layout import find_slot
from parley.model.problems import Problem
from parley.reading.schema import Kinds
from parley.reading.sources import SourceFile

Texts = Mapping[str, str | None]
"""Files below posts/ with their texts; None deletes one."""

THREAD = "discussions/first-call"
REPLIES = f"{THREAD}/replies"


def enter(texts: Texts, kinds: Kinds = KINDS) -> dict[str, Entry]:
    """Files by their paths, each looked at by itself."""
    known = _known.setdefault(id(kinds), {})
    for path, text in texts.items():
        slot = find_slot(path)
        if text is not None and slot and (path, text) not in known:
            (known[path, text],) = parse_sources("posts", [SourceFile(path, slot, text)], kinds)
    return {path: known[path, text] for path, text in texts.items() if text is not None and (path, text) in known}


_known: dict[int, dict[tuple[str, str], Entry]] = {}


def propose(
    before: Texts,
    edit: Texts,
    login: str,
    account: str = "",
    *,
    is_maintainer: bool = False,
    others: tuple[FileChange, ...] = (),
    kinds: Kinds = KINDS,
) -> ChangeSet:
    """What a login would change, beside `others`: files outside posts/, and links."""
    old = enter(before, kinds)
    new = enter({**before, **edit}, kinds)
    changes = [
        FileChange(f"posts/{path}", "deleted" if text is None else "edited" if path in before else "added")
        for path, text in edit.items()
    ]
    actor = Actor.find(login, old, is_maintainer=is_maintainer, account=account)
    return ChangeSet(actor, old, new, (*changes, *others), "posts")


def tell(check: Callable[[ChangeSet], None], change: ChangeSet) -> list[str]:
    """All that a check says of a change."""
    check(change)
    return list(map(show, change.problems))


def show(one: Problem) -> str:
    """A problem on one line: its place, what is to be marked there, what is said, and what to do."""
    path = one.path.removeprefix("posts/").replace(f"{REPLIES}/", "…/")
    marked = one.excerpt[one.column - 1 : one.column - 1 + one.width]
    return f"{path}:{one.line}:{one.column} [{marked}] {one.severity.value} {one.rule}: {one.message} | {one.help}"


def reply(author: str, date: str = "2026-10-02", keys: str = "", text: str = "One is enough.") -> str:
    """A reply; `keys` are further lines of its head."""
    return f"---\nauthor: {author}\ndate: {date}\n{keys}---\n\n{text}\n"


def post(author: str, keys: str = "", text: str = "Who calls first?") -> str:
    """A discussion; `keys` are further lines of its head."""
    return f"---\ntitle: First call\nauthor: {author}\ndate: 2026-10-01\ntags: [law]\n{keys}---\n\n{text}\n"
