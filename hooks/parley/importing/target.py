"""What is below `posts/` before an import: what must stay, and what an earlier import has left."""

import os
import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from parley.importing import ids
from parley.importing.streams.scratch import Kept
from parley.model import layout
from parley.model.entries import Moment, Person
from parley.model.findings import Findings
from parley.model.languages.speaking import _
from parley.model.markup.budget import MAX_BYTES
from parley.model.problems import ParleyError
from parley.model.settings import NOTHING_DECLARED
from parley.reading import readers, schema
from parley.reading.frontmatter import parse_markdown_file, parse_yaml
from parley.reading.mending.mend import mend
from parley.reading.nodes import MappingNode


@dataclass(frozen=True, slots=True)
class Opened:
    """A discussion that is there: when it was opened, since when it takes no replies, the ids of its replies.

    `post` is its file, unless it is that of another thread with which somebody here has merged it, and `head` what its
    keys say.
    """

    slug: str
    date: Moment | None
    locked: Moment | None
    replies: Mapping[str, Path]
    post: Path | None = None
    head: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Destination:
    """The folder of posts. What grows with it is on disk.

    `writers` are the handles that have written something there; `slugs` leads from suffixes of earlier imports to the
    folders of their discussions.
    """

    posts: Path
    tags: frozenset[str]
    people: Mapping[str, Person]
    writers: Collection[str] = frozenset()
    slugs: Mapping[str, str] = field(default_factory=dict)

    def find_discussion(self, suffix: str) -> Opened | None:
        """The discussion that an earlier import has made of a thread, whatever its folder is called by now."""
        slug = self.slugs.get(suffix)
        if slug is None:
            return None
        folder = self.posts / "discussions" / slug
        post = next((file for file in _files(folder) if find_id(file) == "post"), None)
        values = _read(post, "discussion") if post else {}
        replies: dict[str, Path] = {}
        for file in _files(folder / "replies"):
            aliases = _read(file, "reply").get("aliases") or () if _FORMER_NAMES.search(_text(file)) else ()
            replies |= dict.fromkeys((find_id(file), *aliases), file)
        if suffix in map(ids.find_suffix, values.get("merged") or ()):
            post = None
        locked = values.get("updated") if values.get("locked") else None
        return Opened(slug, values.get("date"), locked, replies, post, values)


def read_date(file: Path) -> Moment | None:
    """The date in the file of a reply."""
    return _read(file, "reply").get("date")


def read_state(file: Path, kind: layout.FileKind) -> tuple[Moment | None, bool]:
    """When the text of a file was last changed, and whether it was removed here."""
    values = _read(file, kind)
    return values.get("updated") or values.get("date"), bool(values.get("removed"))


def load_target(posts: Path) -> Destination:
    """Look at the folder of posts.

    Raises:
        ParleyError: there is none, or its tags.yml cannot be read.
    """
    if posts.is_symlink() or not posts.is_dir():
        raise ParleyError(_("there is no folder {posts}/ to import into", posts=posts))
    people: Kept[Person] = Kept()
    for file in _list_files(posts / "people"):
        values = {key: value for key, value in _read(file, "person").items() if value is not None}
        if "name" in values:
            people[find_id(file)] = Person(handle=find_id(file), path=f"people/{file.name}", **values)
    slugs: Kept[str] = Kept()
    for folder in _folders(posts / "discussions"):
        names = [folder.name]
        for file in _files(folder):
            if _FORMER_NAMES.search(_text(file)):
                read = _read(file, "discussion")
                names += [name for key in _FORMER for name in read.get(key) or ()]
        slugs.update((suffix, folder.name) for name in names if (suffix := ids.find_suffix(name)))
    return Destination(posts, _load_tags(posts / "tags.yml"), people, _find_writers(posts), slugs)


_FORMER = ("aliases", "merged")
"""The keys that hold former names of a discussion, its own and those of others that were merged into it."""

_FORMER_NAMES = re.compile(r"^[ ]*(?:aliases|merged)[ ]*:", re.MULTILINE | re.IGNORECASE)
"""Where these keys may stand: few files have one, and only those are parsed for it."""

_AUTHOR = re.compile(r"^[ ]*author[ ]*:[ ]*[\"']?@?([a-z0-9_.-]+)", re.MULTILINE | re.IGNORECASE)


def _find_writers(posts: Path) -> Collection[str]:
    """The authors of all posts and replies, read line by line: thousands of files are not parsed for it."""
    found: Kept[None] = Kept()
    for top in posts.iterdir():
        for folder in _folders(top) if top.name != layout.PEOPLE else ():
            for file in (*_files(folder), *_files(folder / "replies")):
                found.update((name.lower(), None) for name in _AUTHOR.findall(_text(file)))
    return found.keys()


def _load_tags(file: Path) -> frozenset[str]:
    findings = Findings(str(file))
    node = parse_yaml(_text(file), findings)
    tags = schema.TAGS.read(node, file.name, findings) if node else ()
    if tags is None or findings.problems:
        raise ParleyError(_("{file} has errors; run `parley check`", file=file))
    return frozenset(tag.slug for tag in tags)


def _files(folder: Path) -> list[Path]:
    return sorted(_list_files(folder))


def _list_files(folder: Path) -> Iterator[Path]:
    """The files of a folder as they come, for it may hold a million of them."""
    with os.scandir(folder) if folder.is_dir() else nullcontext(()) as entries:
        for entry in entries:
            file = folder / entry.name
            if _name(file) and not entry.is_symlink():
                yield file


def _name(file: Path) -> str:
    """What a file is called in the ending that it is read as, such as `post.md` for `post.markdown.txt`."""
    name = layout.find_canonical("/".join(file.parts[-2:])).rpartition("/")[2]
    return name if name.endswith((".md", ".yml")) else ""


def find_id(file: Path) -> str:
    """The id that a file gives what is in it."""
    return _name(file).rpartition(".")[0]


def _folders(folder: Path) -> list[Path]:
    return sorted(one for one in folder.iterdir() if one.is_dir()) if folder.is_dir() else []


def _read(file: Path, kind: layout.FileKind) -> Mapping[str, Any]:
    """The values of a file that are right; what is wrong with it is for `parley check` to say."""
    findings = Findings(file.name)
    shape = schema.list_kinds(NOTHING_DECLARED)[kind]
    text = mend(_name(file), _text(file), shape).text
    node = parse_markdown_file(text, findings)[0] if _name(file).endswith(".md") else parse_yaml(text, findings)
    if not isinstance(node, MappingNode):
        return {}
    return readers.read_keys(node, shape.yaml_keys, kind, findings).values


def _text(file: Path) -> str:
    try:
        with file.open("rb") as stream:
            return stream.read(MAX_BYTES).decode(errors="replace").replace("\r\n", "\n").replace("\r", "\n")
    except OSError:
        return ""
