"""Two discussions into one: what every file would hold afterwards. Nothing is written here.

The post of the one becomes a reply of the other, with title, summary and questions in its text; its replies answer that
reply now and keep their ids, so that links to them lead on. The other takes over all of its names as `merged`, and what
came of it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from parley.editing.carrying import carry, list_left
from parley.editing.edits import set_keys
from parley.editing.relinking import (
    bring_home,
    find_links,
    find_note,
    free_name,
    list_names,
    name_again,
    relink,
    rename_taken,
)
from parley.editing.settling import join_outcomes, rename_grounds, write_outcome
from parley.editing.transactions import Change
from parley.model.entries import Discussion, Post, Reply
from parley.model.languages.speaking import _
from parley.model.library import Library
from parley.model.markup.escaping import escape_text
from parley.model.problems import ParleyError
from parley.reading.schema import Kinds, list_kinds
from parley.reading.writing import render_file


class Unmergeable(ParleyError):
    """The two cannot become one; the message says why and what could be done."""


@dataclass(frozen=True, slots=True)
class Merge:
    """The changes in the order in which they are told; `begin` is the id of the reply that the post becomes.

    `renamed` has the new id of each reply whose own was taken; `links` are the contributions whose links lead to it;
    `left` the keys whose values a reply can't have.
    """

    changes: tuple[Change, ...]
    begin: str
    renamed: Mapping[str, str]
    links: tuple[str, ...]
    left: tuple[str, ...] = ()


def plan_merge(one: Post, other: Post, library: Library, read: Callable[[str], bytes]) -> Merge:
    """What merges `one` into `other`; `read` gives the content of a file by its path below posts/.

    Raises:
        Unmergeable: they are no two open discussions, or the dates are the wrong way round.
        Unchangeable: a file is written in a way that only a person can change.
    """
    one, other = _check_mergeable(one, other)
    kinds = list_kinds(library.declaration)
    moved, there = library.replies_to(one), library.replies_to(other)
    note = find_note(one, None, other, library)
    taken = list_names(reply for reply in there if reply is not note)
    for reply in moved:
        if clash := taken & set(reply.aliases):
            raise Unmergeable(
                _(
                    "'{clash}', a former id in '{id}', is a reply in '{other}' too",
                    clash=min(clash),
                    id=one.id,
                    other=other.id,
                )
            )
    again = dict(name_again(moved, note, taken | list_names(moved))) if note else {}
    taken_there = dict(rename_taken([one for one in moved if one.id not in again], taken | set(again.values())))
    renamed = {**again, **taken_there}
    names = taken | list_names(moved) | set(renamed.values())
    begin = note.id if note else free_name(one.id, names)
    folder = f"{other.folder}/{other.id}"
    opening = _build_opening(one, begin, f"{folder}/replies/{begin}.md", taken | list_names(moved), kinds)
    if note:
        opening = _reopen(one, note, opening, other, names)
    merged = [*other.merged, *one.former_names, one.id]
    post = read(other.path)
    changes = [
        Change(other.path, post, set_keys(_settle(one, other, post, renamed), other.path, {"merged": merged})),
        Change(one.path, read(one.path), None),
        Change(opening.path, read(note.path) if note else None, render_file(opening, kinds).encode()),
    ]

    def lead(place: str, id: str) -> str:
        return f"{place}#reply-{renamed.get(id, id)}"

    for reply in moved:
        data = read(reply.path)
        ending = reply.path.rpartition(".")[2]
        answered = renamed.get(reply.reply_to, reply.reply_to) or begin
        changed = data if answered == reply.reply_to else set_keys(data, reply.path, {"reply_to": answered})
        path = f"{folder}/replies/{renamed.get(reply.id, reply.id)}.{ending}"
        changed = relink(changed, path, one, lead)
        if note:
            changed = bring_home(changed.decode(), path, other, one.address, begin).encode()
        changes += [Change(reply.path, data, None), Change(path, None, changed)]
    links = tuple(find_links(one, library, taken_there))
    return Merge(tuple(changes), begin, taken_there, links, list_left(one, kinds["reply"], kinds))


def _settle(one: Post, other: Post, post: bytes, renamed: Mapping[str, str]) -> bytes:
    """The file of the other with what came of both; the answer is its own, if it has one."""
    if not (one.outcome or one.answer):
        return post
    carried = rename_grounds(one.outcome, renamed) if one.outcome else None
    answer = other.answer or renamed.get(one.answer, one.answer)
    return write_outcome(post, other.path, join_outcomes(other.outcome, carried), answer, "")


def _check_mergeable(one: Post, other: Post) -> tuple[Discussion, Discussion]:
    if not isinstance(one, Discussion) or not isinstance(other, Discussion):
        raise Unmergeable(_("only discussions can be merged; link a comparison to the other one instead"))
    if one.id == other.id:
        raise Unmergeable(_("'{id}' is one discussion; name two", id=one.id))
    for post in (one, other):
        if post.removed:
            raise Unmergeable(_("'{id}' is removed; its note must stay where it is", id=post.id))
        if post.locked:
            raise Unmergeable(_("'{id}' is locked and takes no replies; unlock it first", id=post.id))
    if one.date.is_before(other.date):
        raise Unmergeable(
            _(
                "'{id}' is older than '{other}', which it would have to answer; "
                "merge the other way round: parley merge {other} into {id}",
                id=one.id,
                other=other.id,
            )
        )
    return one, other


def _reopen(post: Discussion, note: Reply, opening: Reply, other: Post, names: set[str]) -> Reply:
    """The reply that a post has been before a split: in the place of its note, without the title that it was given."""
    body = opening.body.removeprefix(f"**{escape_text(post.title, at_start=True)}**\n\n")
    aliases = tuple(name for name in dict.fromkeys((*note.aliases, *opening.aliases)) if name not in names)
    return replace(
        opening,
        path=note.path,
        reply_to=note.reply_to,
        body=bring_home(body, "", other, post.address, note.id),
        aliases=aliases,
    )


def _build_opening(post: Discussion, id: str, path: str, taken: set[str], kinds: Kinds) -> Reply:
    parts = [f"**{escape_text(post.title, at_start=True)}**"]
    if post.summary:
        parts.append(escape_text(post.summary, at_start=True))
    parts.append(post.body)
    if post.questions:
        parts.append("\n".join(f"- {escape_text(question, at_start=True)}" for question in post.questions))
    aliases = tuple(name for name in post.aliases if name not in taken and name != id)
    values = {**carry(post, kinds["reply"], kinds), "aliases": aliases}
    made: Reply = kinds["reply"].make(values, path=path, id=id, body="\n\n".join(parts))
    return made
