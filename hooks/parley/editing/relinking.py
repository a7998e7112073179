"""Names of replies that go to another thread: which are free there, and what links to those that change."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from parley.editing.edits import find_head, to_text
from parley.model import layout
from parley.model.entries import Post, Reply, kind_of
from parley.model.layout import is_markdown
from parley.model.library import Library
from parley.model.lookup import find_reply, parse_place
from parley.model.markup.places import blank_code
from parley.reading.schema import list_kinds


def list_names(replies: Iterable[Reply]) -> set[str]:
    """All ids, now and formerly, of some replies."""
    return {name for reply in replies for name in reply.names}


def free_name(name: str, taken: set[str]) -> str:
    """The name, or with a number behind it where it is taken."""
    names = (name, *(f"{name[: layout.ID.longest - 5].rstrip('-')}-{number}" for number in range(2, 10_000)))
    return next(free for free in names if free not in taken)


def find_note(at: Post, root: Reply | None, home: Post, library: Library) -> Reply | None:
    """The note in the thread of `home` that leads to a reply, or without one to a post, by however many moves.

    When that comes back it takes the place of the note.
    """

    def leads_there(note: Reply) -> bool:
        passed: list[Reply] = []
        while note.moved_to and note not in passed:
            passed.append(note)
            place = parse_place(note.moved_to, library.declaration.folders)
            post = next((one for one in library.posts() if place.slug in one.names and one.folder in place.folders), at)
            reply = find_reply(library.replies_to(post), place.reply)
            if reply is None or reply is root:
                return post is at and reply is root and bool(root) == bool(place.reply)
            note = reply
        return False

    return next((reply for reply in library.replies_to(home) if leads_there(reply)), None)


def name_again(moved: Iterable[Reply], note: Reply, taken: set[str]) -> Iterator[tuple[str, str]]:
    """The former id of each reply that comes back with the one of a note, if it had to give it up where it was."""
    for reply in moved:
        stem, _, number = reply.id.rpartition("-")
        for name in note.aliases:
            if number.isdigit() and name not in taken and free_name(name, {name}) == f"{stem}-2":
                yield reply.id, name


def rename_taken(moved: Sequence[Reply], taken: set[str]) -> Iterator[tuple[str, str]]:
    """A new id for each reply whose own is taken; an alias cannot help, as the old one belongs to another."""
    used = taken | list_names(moved)
    for reply in moved:
        if reply.id in taken:
            new = free_name(reply.id, used)
            used.add(new)
            yield reply.id, new


_ID = r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*"
"""An id in a text; a dot behind it ends a sentence."""

Leading = Callable[[str, str], str]
"""Where a link to a reply shall lead, given the address of its thread (empty in the texts of that) and its id."""


def _link(post: Post) -> re.Pattern[str]:
    """A link to a reply of a post, from its own thread or from anywhere."""
    place = rf"(?:/{post.address}(?:page/[0-9]+/)?)?"
    return re.compile(rf"(?P<before>\]\(<?|\]:\s*<?)(?P<place>{place})#reply-(?P<id>{_ID})")


def relink(data: bytes, path: str, post: Post, lead: Leading) -> bytes:
    """The content of a file whose links to the replies of a post lead elsewhere."""
    text = to_text(data)
    return _relink(text, _blank(text, path), post, lead).encode("utf-8")


def relink_body(text: str, post: Post, lead: Leading) -> str:
    """The same of a text alone."""
    return _relink(text, blank_code(text), post, lead)


def _relink(text: str, blanked: str, post: Post, lead: Leading) -> str:
    """A text with other links; its code, which is `blanked`, goes on showing what its author wrote."""
    made, done = [], 0
    for found in _link(post).finditer(blanked):
        made += [text[done : found.end("before")], lead(found["place"], found["id"])]
        done = found.end()
    return "".join((*made, text[done:]))


def bring_home(text: str, path: str, home: Post, whole: str = "", id: str = "") -> str:
    """A text that comes back to the thread of `home`, whose links into it need no address any more.

    Those to `whole`, the post that becomes a reply again, lead to its `id`. A text without a file has no path.
    """
    text = _relink(text, _blank(text, path) if path else blank_code(text), home, lambda _, name: f"#reply-{name}")
    if not whole:
        return text
    blanked = _blank(text, path) if path else blank_code(text)
    for found in reversed([*re.finditer(rf"(?:\]\(<?|\]:\s*<?)(/{re.escape(whole)})(?![\w#?/])", blanked)]):
        text = f"{text[: found.start(1)]}#reply-{id}{text[found.end(1) :]}"
    return text


_INDENTED = re.compile(r"(?m)^body:[ ]*[|>].*\n(?:[ ]*\n)*([ ]+)")


def _blank(text: str, path: str) -> str:
    """The text of a file without its code, which in YAML stands further to the right."""
    if is_markdown(path):
        _, end = find_head(text, path)
        return text[:end] + blank_code(text[end:])
    if found := _INDENTED.search(text):
        indent = found[1]
        head, body = text[: found.start(1)], text[found.start(1) :].split("\n")
        count = next((at for at, line in enumerate(body) if line.strip() and not line.startswith(indent)), len(body))
        inside = blank_code("\n".join(line.removeprefix(indent) for line in body[:count])).split("\n")
        kept = [indent + new if line.startswith(indent) else new for line, new in zip(body, inside, strict=False)]
        return head + "\n".join((*kept, *body[count:]))
    return text


def find_links(post: Post, library: Library, renamed: Mapping[str, str]) -> Iterator[str]:
    """The files of other threads that link to a reply whose id changes."""
    own, kinds = post.path.rpartition("/")[0], list_kinds(library.declaration)
    replies = (reply for group in library.replies.values() for reply in group)
    for item in (*library.posts(), *replies):
        if not item.path.startswith(f"{own}/"):
            texts = "\n".join(
                [item.body, *item.asides, *(item.get(key.name) or "" for key in kinds[kind_of(item)].markdown)]
            )
            place = f"/{post.address}(?:page/[0-9]+/)?#reply-"
            if any(found[1] in renamed for found in re.finditer(rf"{place}({_ID})", texts)):
                yield item.path
