"""A reply and its answers to another place: what every file would hold afterwards. Nothing is written here.

Where they stood a note stays, which leads to where they are now and has the ids of all of them, so that every link
leads on. Replies keep their ids where these are free.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from parley.editing.carrying import carry, list_left
from parley.editing.drafts import draft_post
from parley.editing.edits import NewValues, set_keys
from parley.editing.leftovers import remove_keys
from parley.editing.relinking import (
    Leading,
    bring_home,
    find_links,
    find_note,
    list_names,
    name_again,
    relink,
    relink_body,
    rename_taken,
)
from parley.editing.transactions import Change
from parley.model import urls
from parley.model.entries import Discussion, Post, Reply
from parley.model.languages.speaking import _
from parley.model.library import Library
from parley.model.problems import ParleyError
from parley.reading.schema import Kinds, list_kinds
from parley.reading.writing import render_file

Read = Callable[[str], bytes]
"""Gives the content of a file by its path below posts/."""


class Unmovable(ParleyError):
    """The reply cannot go there; the message says why and what could be done."""


@dataclass(frozen=True, slots=True)
class Move:
    """The changes in the order in which they are told; `address` is where the reply can be read afterwards.

    `renamed` has the new id of each reply whose own was taken; `links` are the contributions whose links lead to it;
    `left` the keys whose values the new file can't have.
    """

    changes: tuple[Change, ...]
    address: str
    moved: int
    renamed: Mapping[str, str]
    links: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """What readers are told of it: the reason, and when, as `updated` has it."""

    reason: str
    updated: str


def list_subtree(root: Reply, replies: Iterable[Reply]) -> tuple[Reply, ...]:
    """A reply and all that answers it, however deep, each behind what it answers."""
    answers: dict[str, list[Reply]] = {}
    for reply in replies:
        answers.setdefault(reply.reply_to, []).append(reply)
    found = [root]
    for reply in found:
        found += answers.get(reply.id, ())
    return tuple(found)


def plan_answer(root: Reply, parent: Reply | None, post: Post, library: Library, read: Read, told: Told) -> Move:
    """What lets a reply answer another of its own thread, or the post.

    Raises:
        Unmovable: it answers that already, or would answer itself.
        Unchangeable: its file is written in a way that only a person can change.
    """
    wanted = parent.id if parent else ""
    if root.reply_to == wanted:
        raise Unmovable(
            _("'{id}' already answers '{wanted}'", id=root.id, wanted=wanted)
            if wanted
            else _("'{id}' already answers the post", id=root.id)
        )
    tree = list_subtree(root, library.replies_to(post))
    if parent in tree:
        raise Unmovable(
            _("'{wanted}' is one of the replies below '{id}', which can't answer itself", wanted=wanted, id=root.id)
        )
    data = read(root.path)
    values: dict[str, str] = {"updated": told.updated, "moved": told.reason}
    change = Change(root.path, data, _answer(data, root, wanted, values))
    return Move((change,), urls.reply(post, root), len(tree), {})


def plan_move(
    root: Reply, post: Post, other: Post, parent: Reply | None, library: Library, read: Read, told: Told
) -> Move:
    """What moves a reply and its answers below another post, or below one of its replies.

    Raises:
        Unmovable: the reply was removed, or one of its former ids is taken there.
        Unchangeable: a file is written in a way that only a person can change.
    """
    if root.removed:
        raise Unmovable(_("'{id}' was removed or moved already; its note must stay where it is", id=root.id))
    tree = list_subtree(root, library.replies_to(post))
    note = find_note(post, root, other, library)
    taken = list_names(reply for reply in library.replies_to(other) if reply is not note)
    for reply in tree:
        if clash := taken & set(reply.aliases):
            raise Unmovable(
                _(
                    "'{clash}', a former id of '{id}', is a reply to '{other}' too",
                    clash=min(clash),
                    id=reply.id,
                    other=other.id,
                )
            )
    again = {**dict(name_again(tree[1:], note, taken | list_names(tree))), root.id: note.id} if note else {}
    others = [reply for reply in tree if reply.id not in again]
    taken_there = dict(rename_taken(others, taken | set(again.values())))
    renamed = {**again, **taken_there}
    comes = {name for reply in tree for name in (renamed.get(reply.id, reply.id), *reply.aliases)}
    folder = f"{other.folder}/{other.id}"
    changes = []
    lead = _lead(post, tree, renamed)
    for reply in tree:
        data = read(reply.path)
        answered = (parent.id if parent else "") if reply is root else renamed.get(reply.reply_to, reply.reply_to)
        changed = relink(_answer(data, reply, answered), reply.path, post, lead)
        if note:
            changed = bring_home(changed.decode(), reply.path, other).encode()
            if reply is root and (names := [name for name in note.aliases if name not in comes | set(root.aliases)]):
                changed = set_keys(changed, reply.path, {"aliases": [*root.aliases, *names]})
        id = renamed.get(reply.id, reply.id)
        path = f"{folder}/replies/{id}.{reply.path.rpartition('.')[2]}"
        changes.append(Change(path, read(path) if note and note.path == path else None, changed))
    if note and note.path not in {change.path for change in changes}:
        changes.append(Change(note.path, read(note.path), None))
    id = renamed.get(root.id, root.id)
    address = f"{other.address}#{urls.reply_anchor(id)}"
    changes += _leave_note(root, tree, f"/{address}", read, told, list_kinds(library.declaration))
    return Move(tuple(changes), address, len(tree), taken_there, tuple(find_links(post, library, taken_there)))


def plan_split(
    root: Reply, post: Post, title: str, slug: str, tags: tuple[str, ...], library: Library, read: Read, told: Told
) -> Move:
    """What makes a discussion of its own of a reply and its answers.

    Raises:
        Unmovable: the reply was removed.
        Unchangeable: a file is written in a way that only a person can change.
    """
    if root.removed:
        raise Unmovable(_("'{id}' was removed or moved already; its note must stay where it is", id=root.id))
    tree, kinds = list_subtree(root, library.replies_to(post)), list_kinds(library.declaration)
    lead = _lead(post, tree, {}, root, f"/discussions/{slug}/")
    values = {"title": title, "tags": tags, **carry(root, kinds["discussion"], kinds)}
    own: Discussion = kinds["discussion"].make(
        {name: value for name, value in values.items() if value},
        path=f"discussions/{slug}/post.md",
        id=slug,
        body=relink_body(root.body, post, lead),
    )
    changes = [Change(own.path, None, draft_post(own, kinds).text.encode())]
    for reply in tree[1:]:
        data = read(reply.path)
        answered = "" if reply.reply_to == root.id else reply.reply_to
        changed = relink(_answer(data, reply, answered), reply.path, post, lead)
        changes.append(Change(f"discussions/{slug}/replies/{reply.path.rpartition('/')[2]}", None, changed))
    address = own.address
    changes += _leave_note(root, tree, f"/{address}", read, told, kinds)
    return Move(tuple(changes), address, len(tree), {}, left=list_left(root, kinds["discussion"], kinds))


def _answer(data: bytes, reply: Reply, wanted: str, values: NewValues | None = None) -> bytes:
    """The content of a file whose reply answers another, or with an empty id the post; the rest stays to the byte."""
    values = dict(values or {})
    if wanted == reply.reply_to:
        return set_keys(data, reply.path, values) if values else data
    if wanted:
        return set_keys(data, reply.path, {"reply_to": wanted, **values})
    data = remove_keys(data, reply.path, ("reply_to",))
    return set_keys(data, reply.path, values) if values else data


def _leave_note(
    root: Reply, tree: Sequence[Reply], address: str, read: Read, told: Told, kinds: Kinds
) -> Iterator[Change]:
    names = tuple(dict.fromkeys(name for reply in tree for name in reply.names if name != root.id))
    note = set_keys(
        _empty(root, kinds), root.path, {"updated": told.updated, "removed": told.reason, "moved_to": address}
    )
    if names:
        note = set_keys(note, root.path, {"aliases": list(names)})
    yield Change(root.path, read(root.path), note)
    for reply in tree[1:]:
        yield Change(reply.path, read(reply.path), None)


def _empty(root: Reply, kinds: Kinds) -> bytes:
    """The file of a reply with nothing but what its note needs."""
    bare = replace(root, body="", updated=None, sources=(), stance="", takes="", added=(), aliases=())
    bare = replace(bare, restored="", moved="")
    return render_file(bare, kinds).encode()


def _lead(
    post: Post, tree: Sequence[Reply], renamed: Mapping[str, str], root: Reply | None = None, at: str = ""
) -> Leading:
    """Where links of what goes shall lead: to what goes with it, to what stays, or to the root where that is `at`.

    What has the address of the thread in it is left as it is, since a note there leads on.
    """
    moved = {name for reply in tree for name in reply.names}

    def lead(place: str, id: str) -> str:
        if place:
            return f"{place}#reply-{id}"
        if root and id in root.names:
            return at
        return f"#reply-{renamed.get(id, id)}" if id in moved else f"/{post.address}#reply-{id}"

    return lead
