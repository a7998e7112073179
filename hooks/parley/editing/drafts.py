"""New files: their ids, places and texts, for everything that writes one."""

import re
import secrets
import string
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from parley.editing.transactions import make_folders, undoing
from parley.model import layout
from parley.model.entries import Agreement, Moment, Person, Post, Reply
from parley.model.languages.causes import explain
from parley.model.languages.speaking import _
from parley.model.problems import ParleyError
from parley.reading.mending.mend import mend
from parley.reading.mending.repairs import Repair
from parley.reading.schema import Kinds
from parley.reading.sources import find_link
from parley.reading.writing import render_file

Answers = Mapping[str, Any]
"""What somebody has said for the keys of a file, in the types of JSON, before it has been checked."""

NOTHING: Answers = {}

_LETTERS = string.ascii_lowercase + string.digits
_ENDING = 4
"""Random characters at the end of an id: two replies of a person on one day, in two branches, hardly ever clash."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A file that is still to be written: its path below `posts/`, and its text."""

    path: str
    text: str


def make_reply_id(handle: str, now: datetime, taken: Container[str] = (), *, ending: str = "") -> str:
    """`2026-11-22-ana-k3p9`: the day in UTC, who writes, four random letters or digits, or a given `ending`."""
    if ending:
        return f"{now:%Y-%m-%d}-{handle}-{ending}"
    while True:
        made = f"{now:%Y-%m-%d}-{handle}-{make_ending()}"
        if made not in taken:
            return made


def make_ending() -> str:
    """Four random letters or digits."""
    return "".join(secrets.choice(_LETTERS) for _ in range(_ENDING))


def draft_reply(
    post: Post,
    id: str,
    author: str,
    body: str,
    now: datetime,
    kinds: Kinds,
    *,
    reply_to: str = "",
    values: Answers = NOTHING,
) -> Draft:
    """The file of a reply to a post or, with `reply_to`, to one of its replies; `values` are of the keys asked for."""
    path = f"{post.folder}/{post.id}/replies/{id}.md"
    head = {"author": author, "date": Moment(now), "reply_to": reply_to, **values}
    reply: Reply = kinds["reply"].make(head, path=path, id=id, body=clean_body(body))
    return Draft(path, render_file(reply, kinds))


def draft_agreement(
    post: Post, handle: str, agrees: Iterable[str], name: str, kinds: Kinds, values: Answers = NOTHING
) -> Draft:
    """The file, called `name`, in which somebody agrees with replies, by their ids, or with their post."""
    path = f"{layout.AGREEMENTS}/{post.folder}/{post.id}/{handle}/{name}.yml"
    agreement: Agreement = kinds["agreement"].make({"agrees": tuple(agrees), **values}, handle=handle)
    return Draft(path, render_file(agreement, kinds))


def draft_post(post: Post, kinds: Kinds) -> Draft:
    """The file of a post; its `path` says which."""
    return Draft(post.path, render_file(post, kinds))


def draft_person(person: Person, kinds: Kinds) -> Draft:
    """The file of a person; its `path` says which."""
    return Draft(person.path, render_file(person, kinds))


def post_path(folder: str, slug: str) -> str:
    """`discussions/two-follow-ups/post.md`; a comparison has many short texts and no body, so its file is YAML."""
    return f"{folder}/{slug}/post.{'md' if folder == layout.DISCUSSIONS else 'yml'}"


_SOURCE = re.compile(r"^(date: [^#\n]+)(?: # from (\S+))?$", re.MULTILINE)


def mark_source(draft: Draft, ending: str) -> Draft:
    """The draft of a discussion with a comment that says what it came from, as the ending of a reply's id does.

    Without it, two that their author opened within one second would be taken for one.
    """
    return replace(draft, text=_SOURCE.sub(rf"\1 # from {ending}", draft.text, count=1)) if ending else draft


def read_source(text: str) -> str:
    """The ending that stands behind the date of a file, if there is one."""
    found = _SOURCE.search(text)
    return (found[2] or "") if found else ""


def clean_body(text: str) -> str:
    """A text as a file keeps it: lines end with LF, and no empty line stands at its beginning or end."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")


def mend_draft(draft: Draft, kinds: Kinds) -> tuple[Draft, tuple[Repair, ...]]:
    """The draft in the form in which it would be read, and what in it was only untidy and is in order now."""
    slot = layout.find_slot(draft.path)
    mended = mend(draft.path, draft.text, kinds.get(slot.kind) if slot else None)
    return Draft(draft.path, mended.text), mended.repairs


def write_draft(draft: Draft, posts: Path) -> Path:
    """Write a file into the folder of posts; gives its path. What is there is never overwritten.

    Raises:
        ParleyError: a file of this name is there already, a link leads out of the folder, or the system refuses.
    """
    file = posts / draft.path
    if link := find_link(posts, draft.path):
        raise ParleyError(_("{link} is a symbolic link; nothing was written", link=link))
    try:
        with undoing() as undo:
            make_folders(file.parent, undo)
            with file.open("xb") as stream:
                undo.append(file.unlink)
                stream.write(draft.text.encode())
    except FileExistsError:
        raise ParleyError(_("{file} already exists; nothing was written", file=file)) from None
    except OSError as error:
        raise ParleyError(_("nothing was written: {error}", error=explain(error, file))) from error
    return file
