"""`posts/` to a library, or every problem at once.

Three passes: read all files, check each file, check between files. Nothing stops at the first mistake, and a file with
a mistake still counts as being there, so that one mistake does not look like ten.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from parley import schema
from parley.cache import NOTHING, Cache, make_key
from parley.findings import Findings, visible
from parley.frontmatter import Body, Node, parse_markdown_file, parse_yaml
from parley.frontmatter import Mapping as MappingNode
from parley.frontmatter import Sequence as SequenceNode
from parley.model import Contribution, Discussion, Kind, Library, Person, Practice, Reply, Tag
from parley.problems import InvalidPosts, Problem
from parley.rules import library as library_rules
from parley.rules import people as people_rules
from parley.rules import text as text_rules
from parley.rules import threads as thread_rules
from parley.rules.entry import Entry
from parley.sources import Contents, Source, Wanted, change_sources, read_sources

ZONE_LEEWAY = timedelta(days=1)
"""Somewhere it is already tomorrow."""


@dataclass(frozen=True, slots=True)
class Check:
    """What a check of `posts/` found: all problems in order, what was read, and the library where nothing blocks.

    `entries` are the files as they were read, `notes` what a reader should know beside the problems. `deleted` are the
    paths, as problems show them, of files that a change takes away.
    """

    problems: tuple[Problem, ...]
    library: Library | None
    files: int
    entries: tuple[Entry, ...] = ()
    notes: tuple[str, ...] = ()
    deleted: frozenset[str] = frozenset()


def load_library(posts: Path, label: str = "posts", now: datetime | None = None) -> Library:
    """Load everything below `posts`.

    Raises:
        InvalidPosts: at least one file has an error; the exception carries all problems.
        NoPosts: there is no such folder.
    """
    check = check_posts(posts, label, now)
    if check.library is None:
        raise InvalidPosts(check.problems)
    return check.library


def check_posts(
    posts: Path,
    label: str = "posts",
    now: datetime | None = None,
    contents: Contents | None = None,
    cache: Cache = NOTHING,
) -> Check:
    """Check everything below `posts`; `label` stands for the folder in the paths of problems.

    `now` decides which dates lie in the future; it does not change what is built. With `contents`, files are checked as
    if they had been written already.
    """
    found = _read(posts, label, now, contents or {}, cache=cache)
    blocked = any(problem.blocks for problem in found.problems)
    library = None if blocked else _build_library(found.entries, found.tags or {})
    return Check(found.problems, library, found.files, tuple(found.entries))


@dataclass(frozen=True, slots=True)
class Part:
    """What is right in the files that were read, and the problems of these files, in order."""

    problems: tuple[Problem, ...]
    library: Library


def load_part(
    posts: Path,
    label: str = "posts",
    now: datetime | None = None,
    contents: Contents | None = None,
    wanted: Wanted | None = None,
) -> Part:
    """Load what is right and leave out each file with an error, so that one thread can be seen while another is wrong.

    `wanted` narrows what is read. Of the rest only the names are known, so that a link to a former name of it is a
    problem here and none in `check_posts`.
    """
    found = _read(posts, label, now, contents or {}, wanted)
    wrong = {problem.path for problem in found.problems if problem.blocks}
    entries = [entry for entry in found.entries if entry.findings.path not in wrong and entry.read.complete]
    opened = {entry.slot.post for entry in entries if entry.slot.kind != "reply"}
    entries = [entry for entry in entries if entry.slot.post in opened]
    return Part(found.problems, _build_library(entries, _fill_tags(entries, found.tags or {})))


def _fill_tags(entries: Iterable[Entry], tags: Mapping[str, Tag]) -> dict[str, Tag]:
    """The tags, and stand-ins for those that are in use while `tags.yml` cannot be read."""
    used = {slug for entry in entries for slug in entry.values.get("tags") or ()}
    return {**tags, **{slug: Tag(slug, slug, slug) for slug in sorted(used - tags.keys())}}


@dataclass(frozen=True, slots=True)
class _Reading:
    entries: list[Entry]
    tags: dict[str, Tag] | None
    problems: tuple[Problem, ...]
    files: int


def _read(
    posts: Path,
    label: str,
    now: datetime | None,
    contents: Contents,
    wanted: Wanted | None = None,
    cache: Cache = NOTHING,
) -> _Reading:
    sources, problems = change_sources(*read_sources(posts, label, wanted), contents, label)
    tags: dict[str, Tag] | None = {}
    entries: list[Entry] = []
    for source in sources:
        findings = Findings(f"{label}/{visible(source.path)}", source.text or "")
        if source.slot.kind == "tags":
            tags = None if source.text is None else _read_tags(source.text, findings)
            problems += findings.problems
        else:
            entries.append(_read_entry(source, findings, now or datetime.now(UTC), cache))
    _check_between(entries, tags)
    for entry in entries:
        problems += entry.findings.problems
    read = sum(source.text is not None for source in sources)
    return _Reading(entries, tags, tuple(sorted(problems)), read)


def _read_tags(text: str, findings: Findings) -> dict[str, Tag] | None:
    node = parse_yaml(text, findings)
    if node is None:
        if not findings.problems:
            findings.add("missing-key", "tags.yml holds no tags", "List them: '- {slug: …, title: …, summary: …}'.")
        return None
    text_rules.check_secrets(findings)
    items = schema.TAGS.read(node, "tags.yml", findings)
    if items is None or not isinstance(node, SequenceNode):
        return None
    tags: dict[str, Tag] = {}
    for tag, item in zip(items, node.items, strict=True):
        if tag.slug in tags:
            place = item.place
            message = f"tag '{tag.slug}' is listed twice"
            findings.add("wrong-value", message, "Keep one.", line=place.line, column=place.column, width=place.width)
        tags[tag.slug] = tag
    return tags


def _read_entry(source: Source, findings: Findings, now: datetime, cache: Cache) -> Entry:
    if source.text is None:
        return Entry(source.path, source.slot, findings, schema.NOTHING)
    key = make_key("entry", source.path, source.text)
    if known := cache.find(key):
        entry = Entry(source.path, source.slot, findings, *known)
    else:
        entry = _parse_entry(source, source.text, findings)
        if not findings.problems:
            cache.keep(key, (entry.read, entry.body, entry.links))
    _check_days(entry, now)
    return entry


def _parse_entry(source: Source, text: str, findings: Findings) -> Entry:
    kind = schema.KINDS[source.slot.kind]
    body: Body | None = None
    if source.path.endswith(".md"):
        node, body = parse_markdown_file(text, findings)
        values = _read_values(node, kind.keys, kind.name, findings)
    else:
        node = parse_yaml(text, findings)
        values = _read_values(node, kind.yaml_keys, kind.name, findings)
        if words := values.values.get("body"):
            body = Body(words, values.text_lines["body"])
    entry = Entry(source.path, source.slot, findings, values, body)
    _check_file(entry, kind, parsed=values is not schema.NOTHING)
    return entry


def _read_values(node: Node | None, keys: tuple[schema.Key, ...], what: str, findings: Findings) -> schema.Values:
    if isinstance(node, MappingNode):
        return schema.read_keys(node, keys, what, findings)
    if node is not None:
        schema.Record(keys, dict).read(node, what, findings)
    elif not findings.problems:
        findings.add("missing-key", f"{what} needs keys, found nothing", f"Begin with: {keys[0].name}: …")
    return schema.NOTHING


def _check_file(entry: Entry, kind: schema.FileKind, *, parsed: bool) -> None:
    text_rules.check_secrets(entry.findings)
    text_rules.check_contact_data(entry.findings)
    if entry.body:
        entry.links.extend(text_rules.check_markdown(entry.body.text, entry.body.line, entry.findings))
    for key in schema.markdown_keys(entry.slot.kind):
        if text := entry.values.get(key):
            entry.links.extend(text_rules.check_markdown(text, entry.read.text_lines[key], entry.findings))
    thread_rules.check_changes(entry)
    if (
        kind.body == "needed"
        and parsed
        and "removed" not in entry.values
        and entry.values.get("body", "") is not None  # what is wrong with it has been said
        and not (entry.body and entry.body.text.strip())
    ):
        line = entry.body.line if entry.body else 1
        below = "below the front matter" if entry.path.endswith(".md") else "behind 'body: |'"
        entry.findings.add("empty-body", f"{kind.name} has no text", f"Write it {below}.", line=line)


def _check_days(entry: Entry, now: datetime) -> None:
    for key in ("date", "updated"):
        moment = entry.moment(key)
        if moment and moment.at > now + ZONE_LEEWAY:
            entry.add(
                "future-date", f"{key} {moment.day} has not come yet", "Put the day on which it was written.", key
            )


def _check_between(entries: Sequence[Entry], tags: dict[str, Tag] | None) -> None:
    posts: dict[tuple[Kind, str], Entry] = {}
    replies: dict[tuple[Kind, str], list[Entry]] = {}
    people: list[Entry] = []
    for entry in entries:
        if entry.slot.post is None:
            people.append(entry)
        elif entry.slot.kind == "reply":
            replies.setdefault(entry.slot.post, []).append(entry)
        else:
            posts[entry.slot.post] = entry
    contributions = [entry for entry in entries if entry.slot.post]
    opened = list(posts.values())
    people_rules.check_people(people, contributions)
    for key in posts.keys() | replies.keys():
        thread_rules.check_thread(posts.get(key), replies.get(key, []))
    if tags is not None:
        library_rules.check_tags(opened, tags)
    library_rules.check_related([post for post in opened if post.slot.kind == "practice"], posts)
    library_rules.check_links(contributions, posts, replies)
    for kind in ("discussion", "practice"):
        library_rules.check_aliases([post for post in opened if post.slot.kind == kind], kind)
    for group in replies.values():
        library_rules.check_aliases(group, "reply")


def _build_item(entry: Entry) -> Contribution | Person:
    """The file's place in the model; every value of it is known to be right by now."""
    values: dict[str, Any] = {key: value for key, value in entry.values.items() if key != "body"}
    if entry.slot.post is None:
        return Person(handle=entry.slot.name, path=entry.path, **values)
    body = entry.body.text.strip("\n") if entry.body else ""
    item: Contribution = schema.KINDS[entry.slot.kind].build(path=entry.path, id=entry.slot.name, body=body, **values)
    return _withhold(item) if item.removed else item


def _withhold(item: Contribution) -> Contribution:
    """Empty every text of a removed contribution, so that no page can show by mistake what was taken back."""
    item = replace(item, author="", body="", sources=())
    if isinstance(item, Reply):
        return replace(item, school=None)
    if isinstance(item, Discussion):
        return replace(item, title="", summary="", tags=(), questions=())
    if isinstance(item, Practice):
        sides = dict.fromkeys(schema.markdown_keys("practice"), "")
        return replace(item, title="", summary="", tags=(), discussions=(), **sides)  # type: ignore[arg-type]
    return item


Item = TypeVar("Item", bound=Contribution)


def _build_library(entries: Iterable[Entry], tags: dict[str, Tag]) -> Library:
    items = [(entry.slot, _build_item(entry)) for entry in entries]
    replies: dict[tuple[Kind, str], list[Reply]] = {}
    for slot, item in items:
        if isinstance(item, Reply) and slot.post:
            replies.setdefault(slot.post, []).append(item)
    return Library(
        discussions=_in_order(item for _, item in items if isinstance(item, Discussion)),
        practices=_in_order(item for _, item in items if isinstance(item, Practice)),
        replies={key: _in_order(group) for key, group in replies.items()},
        people={item.handle: item for _, item in items if isinstance(item, Person)},
        tags=tags,
    )


def _in_order(items: Iterable[Item]) -> tuple[Item, ...]:
    return tuple(sorted(items, key=lambda item: (item.date.at, item.id)))
