"""A thread as data: enough to rebuild the files of a post and of all its replies, and easy to read for a program.

`thread.json` beside each page is how a site can be left: the Markdown as written and every key, with no need to take
HTML apart. One table of keys makes the published schema and the checks of data that comes back.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from parley.model import layout
from parley.model.entries import Agreement, Person, Post, Reply
from parley.model.findings import Findings, InvalidPosts, shorten
from parley.model.languages.speaking import _
from parley.model.library import Library
from parley.model.settings import Settings
from parley.reading import readers, schema, writing
from parley.reading.nodes import NOTHING, MappingNode, Node, Position, ScalarNode, SequenceNode
from parley.reading.policies import POLICY
from parley.reading.readers import Choice, Key, ListOf, MappingOf, Name, Text
from parley.reading.schema import FileSchema, Kinds, list_kinds
from parley.rendering.data.archive_data import archive_schema

_BYLINE = 80 + len(" @") + layout.HANDLE.longest

FORMAT = "parley-thread/2"
"""Changes when who reads the old form could not read the new one."""

FORMER = "parley-thread/1"
"""Is read as well: replies say there what follows from their post and their id."""


def build_thread_data(post: Post, replies: Iterable[Reply], library: Library, settings: Settings) -> dict[str, Any]:
    """The content of a post's `thread.json`, as `thread_schema` describes it.

    Post and replies have the keys of their files, and beside them `id`, and `author_name` where readers see more than
    the handle. A post has `path`, `kind` and `address` too (from the site's root where the site has no address of its
    own); those of a reply follow from them and its id, but for the path of a file that is no `.md`. A removed
    contribution has only what the library keeps: its place, dates, reason and former names. `people` and `tags` are
    what the files need to load elsewhere: the files of their authors, and the post's tags; for a removed post, whose
    tags are withheld, any one tag.
    """
    replies, kinds = tuple(replies), list_kinds(library.declaration)
    agreements = library.agreements.get(post.place, ())
    named = {*(name for item in (post, *replies) for name in item.handles), *(one.handle for one in agreements)}
    handles = named & library.people.keys()
    tags = post.tags or tuple(library.tags)[:1]
    return {
        "format": FORMAT,
        "site": {"name": settings.site_name, "address": settings.site_url},
        "post": {
            "path": post.path,
            "kind": post.kind,
            **_build_contribution(post, library),
            "address": settings.site_url + post.address,
        },
        "replies": [
            ({} if item.path == _derive_path(post.path, item.id) else {"path": item.path})
            | _build_contribution(item, library)
            for item in replies
        ],
        **({"agreements": _build_agreements(agreements, kinds)} if agreements else {}),
        "people": {handle: _build_person(library.people[handle], kinds) for handle in sorted(handles)},
        "tags": [asdict(library.tags[slug]) for slug in tags],
    }


def _build_person(person: Person, kinds: Kinds) -> dict[str, Any]:
    """The keys of a person's file; who has no other role is a contributor."""
    keys = writing.file_keys(person, kinds)
    return {key: value for key, value in keys.items() if (key, value) != ("role", "contributor")}


def _build_agreements(agreements: Iterable[Agreement], kinds: Kinds) -> dict[str, Any]:
    """By its handle what somebody agrees with, in the order of the files, of which several become one."""
    joined: dict[str, Agreement] = {}
    for one in agreements:
        known = joined.get(one.handle, one)
        agrees = tuple(dict.fromkeys((*known.agrees, *one.agrees)))
        joined[one.handle] = replace(known, agrees=agrees, stance=known.stance or one.stance)
    return {handle: writing.file_keys(joined[handle], kinds) for handle in joined}


def draw_thread_data(post: Post, library: Library, settings: Settings) -> str:
    """The text of a post's `thread.json`."""
    return render_thread_data(build_thread_data(post, library.replies_to(post), library, settings))


def _derive_path(post: str, reply: str) -> str:
    """The path of a reply of this id, where nothing else is said, by the path of its post."""
    return f"{post.rpartition('/')[0]}/replies/{reply}.md"


def _build_contribution(item: Post | Reply, library: Library) -> dict[str, Any]:
    data = {"id": item.id, **writing.file_keys(item, list_kinds(library.declaration))}
    if (byline := library.person(item.author).byline) != item.author:
        data["author_name"] = byline
    if item.body:
        data["body"] = item.body
    return data


def render_thread_data(data: Mapping[str, Any]) -> str:
    """The text of a `thread.json`; equal data gives equal bytes."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n"


def render_schema(kind: str, kinds: Kinds) -> str:
    """The JSON Schema of a kind of file, or of a `thread`, for people to read."""
    form = (
        thread_schema(kinds)
        if kind == "thread"
        else {"title": kind, **POLICY.json_schema()}
        if kind == "policy"
        else archive_schema()
        if kind == "archive"
        else schema.json_schema(kind, kinds)
    )
    return json.dumps(form, indent=1) + "\n"


def thread_schema(kinds: Kinds) -> dict[str, Any]:
    """The JSON Schema of a `thread.json`.

    Source: JSON Schema draft 2020-12.
    """
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "A post and its replies"}
    return {**head, **MappingOf(_list_keys(kinds), dict).json_schema()}


def parse_thread_data(data: Mapping[str, Any], kinds: Kinds) -> dict[str, str]:
    """The files of a post, its replies and their people, by their path below `posts/`.

    The data may come from anywhere: no path leads out of `posts/`, and every value passes the checks of its key. What
    concerns several files, such as parents, links and tags, is checked when they are loaded.

    Raises:
        InvalidPosts: with all that is wrong.
    """
    findings = Findings("thread.json")
    node = _build_node(_place_replies(data))
    found = (
        readers.read_keys(node, _list_keys(kinds), "a thread", findings) if isinstance(node, MappingNode) else NOTHING
    )
    if not found.complete:
        if not findings.problems:
            findings.add("wrong-type", _("a thread must be an object with keys"))
        raise InvalidPosts(findings.problems)
    post, replies = found.values["post"], found.values["replies"]
    agreements = [
        replace(one, path=f"{layout.AGREEMENTS}/{post.folder}/{post.id}/{one.handle}/agrees.yml")
        for one in found.values.get("agreements") or ()
    ]
    items: list[writing.Item] = [post, *replies, *agreements, *found.values["people"]]
    folder = post.path.rpartition("/")[0]
    for reply in replies:
        if not reply.path.startswith(f"{folder}/replies/"):
            findings.add(
                "unknown-file",
                _("reply '{path}' doesn't belong to '{place}'", path=shorten(reply.path), place=shorten(post.path)),
            )
    if len({item.path for item in items}) < len(items):
        findings.add("name-clash", _("two replies have the same path"), _("Rename one of the two."))
    if findings.problems:
        raise InvalidPosts(findings.problems)
    tag = found.values["tags"][0].slug if found.values["tags"] else writing.REMOVED
    return {item.path: writing.render_file(item, kinds, stand_in_tag=tag) for item in items}


def _place_replies(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give each reply without a path the one that follows from its id."""
    post, replies = (data.get(name) for name in ("post", "replies")) if isinstance(data, dict) else (None, None)
    if not isinstance(post, dict) or not isinstance(replies, list):
        return data
    path = str(post.get("path"))
    placed = [
        {"path": _derive_path(path, str(one["id"])), **one} if isinstance(one, dict) and "id" in one else one
        for one in replies
    ]
    return {**data, "replies": placed}


_NOWHERE = Position(1, 1)
_DEEPEST = 6


def _build_node(value: Any, depth: int = 0) -> Node:
    """A value of JSON as if it had been read from a file, so that the same checks apply to it."""
    if isinstance(value, dict) and depth < _DEEPEST:
        pairs = ((ScalarNode(str(name), _NOWHERE), _build_node(item, depth + 1)) for name, item in value.items())
        return MappingNode(tuple(pairs), _NOWHERE)
    if isinstance(value, list) and depth < _DEEPEST:
        return SequenceNode(tuple(_build_node(item, depth + 1) for item in value), _NOWHERE)
    text = value if isinstance(value, str) else json.dumps(value) if isinstance(value, int | float) else ""
    return ScalarNode(text.encode(errors="replace").decode(), _NOWHERE)  # JSON can hold half a character


@dataclass(frozen=True, slots=True)
class _ContributionReader:
    """Reads a post or a reply; which of `kinds` it is follows from its path."""

    kinds: Kinds

    def read(self, node: Node, what: str, findings: Findings) -> Post | Reply | None:
        pairs = node.pairs if isinstance(node, MappingNode) else ()
        texts = {name.text: value.text for name, value in pairs if isinstance(value, ScalarNode)}
        path = texts.get("path", "")
        slot = layout.find_slot(path)
        kind = self.kinds.get(slot.kind) if slot else None
        if slot is None or kind is None or not _has_place(slot, kind):
            findings.add("unknown-file", _("{what} '{path}' doesn't belong in posts/", what=what, path=shorten(path)))
            return None
        assert isinstance(node, MappingNode)  # noqa: S101 (it has a path)
        found = readers.read_keys(node, _contribution_keys(slot.kind, kind, removed="removed" in texts), path, findings)
        if not found.complete:
            return None
        own = {key.name for key in kind.yaml_keys}
        values = {name: value for name, value in found.values.items() if name in own}
        body = values.pop("body", "")
        item: Post | Reply = kind.make(kind.fill(values), path=path, id=slot.name, body=body)
        return item

    def json_schema(self) -> dict[str, Any]:
        forms = [
            MappingOf(_contribution_keys(kind, form, removed=removed), dict)
            for kind, form in self.kinds.items()
            for removed in (False, True)
        ]
        return {"oneOf": [form.json_schema() for form in forms]}


def _has_place(slot: layout.Slot, kind: FileSchema) -> bool:
    """Tell whether a contribution may have its file there: in the folder of its kind, under names for every system.

    Only posts have a folder of their kind, and replies have names of their own.
    """
    assert slot.post  # noqa: S101 (no other kind is read here)
    naming = layout.ID if slot.kind == "reply" else layout.naming_of(slot.post[0])
    names = "/".join(slot.post).split("/")
    is_portable = layout.is_file_name(slot.name, naming) and all(map(layout.is_file_name, names))
    return is_portable and kind.folder in ("", slot.post[0])


@dataclass(frozen=True, slots=True)
class _ContributionsReader:
    """Reads a list of any length, each item with `item`."""

    item: _ContributionReader

    def read(self, node: Node, what: str, findings: Findings) -> tuple[Any, ...] | None:
        if not isinstance(node, SequenceNode):
            findings.add("wrong-type", _("{what} must be a list", what=what))
            return None
        items = tuple(self.item.read(item, what, findings) for item in node.items)
        return None if None in items else items

    def json_schema(self) -> dict[str, Any]:
        return {"type": "array", "items": self.item.json_schema()}


@dataclass(frozen=True, slots=True)
class _PeopleReader:
    """Reads people, or what they agree with, by their handles; `folder` has their files."""

    kind: FileSchema
    folder: str = layout.PEOPLE

    def read(self, node: Node, what: str, findings: Findings) -> tuple[Any, ...] | None:
        if not isinstance(node, MappingNode):
            findings.add("wrong-type", _("{what} must be an object with a handle for each person", what=what))
            return None
        people = []
        for name, value in node.pairs:
            values = MappingOf(self.kind.keys, dict).read(value, f"{self.folder}/{shorten(name.text)}", findings)
            handle = Name(layout.HANDLE).read(name, what, findings)
            if handle and not layout.is_file_name(handle, layout.HANDLE):
                findings.add(
                    "bad-name",
                    _("{folder}/{handle}.yml can't be a file on Windows", folder=self.folder, handle=handle),
                    _("Remove the person."),
                )
            elif handle and values is not None:
                people.append(self.kind.make(values, handle=handle, path=f"{self.folder}/{handle}.yml"))
        return tuple(people)

    def json_schema(self) -> dict[str, Any]:
        return {
            "type": "object",
            "propertyNames": Name(layout.HANDLE).json_schema(),
            "additionalProperties": MappingOf(self.kind.keys, dict).json_schema(),
        }


def _contribution_keys(kind: str, form: FileSchema, *, removed: bool) -> tuple[Key, ...]:
    """What a post or reply has in the data: its place, then the keys of its file."""
    is_post = kind != "reply"
    place = (
        Key(
            "path",
            Text(300),
            "where its file is, below posts/" + ("" if is_post else "; else replies/, its id and .md beside the post"),
            required=is_post,
        ),
        Key("kind", Choice((form.called or kind,)), "what it is", required=is_post),
        Key("id", Name(_NAMINGS.get(kind, layout.SLUG)), "the slug of a post, the id of a reply", required=True),
        Key(
            "address",
            Text(2400),
            "its address; relative to the site's root if the site has no address"
            if is_post
            else "its address; else that of the post, #reply- and its id",
            required=is_post,
        ),
    )
    if removed:
        kept = (key for key in form.keys if key.stays)
        return (*place, *(replace(key, required=key.name in ("date", "updated", "removed")) for key in kept))
    needs_body = form.body == "needed"
    keys = (
        replace(key, required=needs_body) if key.name == "body" else key
        for key in form.yaml_keys
        if key.name != "removed"
    )
    return (
        *place,
        Key("author_name", Text(_BYLINE), "the name and handle as readers see them; else the handle alone"),
        *keys,
    )


_NAMINGS = {"reply": layout.ID, "article": layout.PAGE}


def _list_keys(kinds: Kinds) -> tuple[Key, ...]:
    posts = {kind: form for kind, form in kinds.items() if kind in ("discussion", "comparison", "article")}
    least = int(any(key.name == "tags" for key in kinds["discussion"].keys))
    return (
        Key("format", Choice((FORMAT, FORMER)), "the version of this format", required=True),
        Key(
            "site",
            MappingOf(
                (
                    Key("name", Text(1000, least=0), "what the site is called"),
                    Key("address", Text(2000, least=0), "the address of its first page, where it has one"),
                ),
                dict,
            ),
            "the address of the thread",
        ),
        Key("post", _ContributionReader(posts), "the post that opens the thread", required=True),
        Key(
            "replies",
            _ContributionsReader(_ContributionReader({"reply": kinds["reply"]})),
            "all replies, in the order of dates",
            required=True,
        ),
        Key(
            "agreements",
            _PeopleReader(kinds["agreement"], layout.AGREEMENTS),
            "by their handles what people agree with in this thread",
        ),
        Key("people", _PeopleReader(kinds["person"]), "the authors who have a file in people/", required=True),
        Key("tags", ListOf(schema.TAGS.item, 5, least), "the entries of tags.yml that the post needs", required=True),
    )
