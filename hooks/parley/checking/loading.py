"""`posts/` to a library, or every problem at once.

Three passes: read all files, check each file and each thread, check between threads. Nothing stops at the first
mistake, and a file with a mistake still counts as being there, so that one mistake does not look like ten.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from parley.caching.cache import NOTHING, Cache
from parley.caching.workers import ALONE, Workers
from parley.checking.agreeing import find_agreed, tie_agreements
from parley.checking.called import find_called
from parley.checking.check import Check, Selection
from parley.checking.hosted import place_articles
from parley.checking.rereading import Origin, read_threads
from parley.checking.rules.entry import Entry, group_site
from parley.checking.rules.library import check_quiet
from parley.checking.stages import between_files, run
from parley.model.entries import (
    Agreed,
    Agreement,
    Article,
    Comparison,
    Contribution,
    Discussion,
    Person,
    Post,
    Reply,
    Tag,
    ThreadName,
)
from parley.model.findings import Findings
from parley.model.languages.speaking import _
from parley.model.layout import FOR_MAINTAINERS
from parley.model.library import Library
from parley.model.problems import Problem
from parley.model.settings import NO_POLICY, NOTHING_DECLARED, Declaration, Policy
from parley.model.sheets import list_pages, number_replies
from parley.model.threads import order_by_date
from parley.reading import schema
from parley.reading.frontmatter import parse_yaml
from parley.reading.nodes import SequenceNode
from parley.reading.policies import POLICY
from parley.reading.schema import Kinds
from parley.reading.sources import Contents, FileFilter


def check_posts(
    posts: Path,
    label: str = "posts",
    now: datetime | None = None,
    contents: Contents | None = None,
    cache: Cache = NOTHING,
    workers: Workers = ALONE,
    site_name: str = "",
    declaration: Declaration = NOTHING_DECLARED,
) -> Check:
    """Check everything below `posts`; `label` stands for the folder in the paths of problems.

    `now` decides which dates lie in the future; it does not change what is built. With `contents`, files are checked as
    if they had been written already. With a `cache`, what it knows is not parsed again. The `site_name` may be nobody's
    name. The `declaration` of the site says which posts and keys there are.
    """
    found = _read(posts, label, now, contents or {}, None, declaration, cache, workers, site_name)
    blocked = any(problem.blocks for problem in found.problems)
    library = None if blocked else _build_library(found, found.entries, found.tags, declaration, cache)
    return Check(found.problems, library, found.files, tuple(found.entries))


def load_part(
    posts: Path,
    label: str = "posts",
    now: datetime | None = None,
    contents: Contents | None = None,
    wanted: FileFilter | None = None,
    declaration: Declaration = NOTHING_DECLARED,
) -> Selection:
    """Load what is right and leave out each file with an error, so that one thread can be seen while another is wrong.

    `wanted` narrows what is read. Of the rest only the names are known, so that a link to a former name of it is a
    problem here and none in `check_posts`.
    """
    found = _read(posts, label, now, contents or {}, wanted, declaration)
    wrong = {problem.path for problem in found.problems if problem.blocks}
    entries = [entry for entry in found.entries if entry.findings.path not in wrong and entry.read.complete]
    opened = {entry.slot.post for entry in entries if entry.slot.kind != "reply"}
    entries = [entry for entry in entries if entry.slot.post in opened]
    return Selection(found.problems, _build_library(found, entries, _fill_tags(entries, found.tags), declaration))


def _fill_tags(entries: Iterable[Entry], tags: Mapping[str, Tag]) -> dict[str, Tag]:
    """The tags, and stand-ins for those that are in use while `tags.yml` cannot be read."""
    used = {slug for entry in entries for slug in entry.values.get("tags") or ()}
    return {**tags, **{slug: Tag(slug, slug, slug) for slug in sorted(used - tags.keys())}}


@dataclass(frozen=True, slots=True)
class _AllRead:
    entries: list[Entry]
    tags: dict[str, Tag]
    problems: tuple[Problem, ...]
    files: int
    digests: Mapping[str, bytes]
    policy: Policy = NO_POLICY


def _read(
    posts: Path,
    label: str,
    now: datetime | None,
    contents: Contents,
    wanted: FileFilter | None,
    declaration: Declaration,
    cache: Cache = NOTHING,
    workers: Workers = ALONE,
    site_name: str = "",
) -> _AllRead:
    entries, problems, digests = read_threads(Origin(posts, label, declaration), contents, wanted, cache, workers)
    tags: dict[str, Tag] | None = {}
    policy = NO_POLICY
    for entry in entries:
        if entry.slot.kind == "policy":
            policy = _read_policy(entry.findings) or policy
        if entry.slot.kind == "tags":
            tags = _read_tags(entry.findings) if entry.was_read else None
    contributed = [entry for entry in entries if entry.slot.kind not in FOR_MAINTAINERS]
    site = group_site(contributed, tags, now or datetime.now(UTC), site_name)
    run(between_files.CHECKS, site)
    for entry in entries:
        if entry.slot.kind == "policy" and wanted is None:
            check_quiet(policy, entry.findings, site, declaration.folders)
        problems += entry.findings.problems
    read = sum(entry.was_read for entry in entries)
    shown = tags if tags and "tags" in declaration.lists else {}
    return _AllRead(contributed, shown, tuple(sorted(problems)), read, digests, policy)


def _read_policy(findings: Findings) -> Policy | None:
    node = parse_yaml(findings.text, findings)
    policy: Policy | None = POLICY.read(node, "policy.yml", findings) if node else None
    return policy


def _read_tags(findings: Findings) -> dict[str, Tag] | None:
    told = len(findings.problems)
    node = parse_yaml(findings.text, findings)
    if node is None:
        if len(findings.problems) == told:
            findings.add("missing-key", _("tags.yml has no tags"), _("List them: '- {slug: …, title: …, summary: …}'."))
        return None
    items = schema.TAGS.read(node, "tags.yml", findings)
    if items is None:
        return None
    assert isinstance(node, SequenceNode)  # noqa: S101 (no other has items)
    tags: dict[str, Tag] = {}
    for number, tag in enumerate(items):
        if tag.slug in tags:
            place = node.items[number].place
            message = _("tag '{slug}' is listed twice", slug=tag.slug)
            findings.add("wrong-value", message, _("Keep one."), line=place.line, column=place.column)
        tags[tag.slug] = tag
    return tags


FromDisk = Contribution | Agreement | Person


def _build_item(entry: Entry, kinds: Kinds) -> FromDisk:
    """The file's place in the model; every value of it is known to be right by now.

    A removed contribution is made of what stays of it and of nothing else, so that no page can show by mistake what was
    taken back.
    """
    kind = kinds[entry.slot.kind]
    values: dict[str, Any] = {key: value for key, value in entry.values.items() if key != "body"}
    if entry.slot.post is None:
        about: Agreement | Person = kind.make(values, handle=entry.slot.name, path=entry.path)
        return about
    body = entry.text
    if values.get("removed"):
        values, body = kind.withhold(values), ""
    item: Contribution = kind.make(values, path=entry.path, id=entry.slot.name, body=body)
    return item


def _recall_item(entry: Entry, kinds: Kinds, digest: bytes | None, cache: Cache) -> FromDisk:
    return cache.remember(b"item" + digest, _build_item, entry, kinds) if digest else _build_item(entry, kinds)


T = TypeVar("T", bound=Contribution)


def _build_library(
    found: _AllRead, entries: Sequence[Entry], tags: dict[str, Tag], declaration: Declaration, cache: Cache = NOTHING
) -> Library:
    digests, kinds = found.digests, schema.list_kinds(declaration)
    items = [(entry, _recall_item(entry, kinds, digests.get(entry.path), cache)) for entry in entries]
    former = {name: item.handle for _, item in items if isinstance(item, Person) for name in item.aliases}
    months: dict[str, list[str]] = {}
    for entry, item in items:
        if isinstance(item, Contribution) and (author := entry.values.get("author")):
            months.setdefault(former.get(author, author), []).append(item.date.at.isoformat()[: len("2012-05")])
    if former:
        items = [(entry, _rename_author(item, former)) for entry, item in items]
    replies: dict[ThreadName, list[Reply]] = {}
    for entry, item in items:
        if isinstance(item, Reply):
            assert entry.slot.post  # noqa: S101 (each reply has its place there)
            replies.setdefault(entry.slot.post, []).append(item)
    posts = [item for _, item in items if isinstance(item, Post)]
    agreements = tie_agreements((item for _, item in items if isinstance(item, Agreement)), posts)
    if agreed := find_agreed(agreements, posts, replies):
        posts = [_put_agreed(post, agreed) for post in posts]
        replies = {key: [_put_agreed(reply, agreed) for reply in group] for key, group in replies.items()}
    numbered = {key: number_replies(order_by_date(group)) for key, group in replies.items()}
    addresses = {page.name: page.address for page in declaration.pages or ()}
    people = {item.handle: item for _, item in items if isinstance(item, Person)}
    called = {post.place: find_called((post, *numbered.get(post.place, ())), people) for post in posts}
    return Library(
        discussions=_in_order(item for item in posts if isinstance(item, Discussion)),
        comparisons=_in_order(item for item in posts if isinstance(item, Comparison)),
        articles=place_articles({item.id: item for item in posts if isinstance(item, Article)}, addresses),
        replies=numbered,
        people=people,
        tags=tags,
        digests=digests,
        known=_find_known((item for _, item in items), former),
        called={place: found for place, found in called.items() if found},
        months={handle: tuple(sorted(found)) for handle, found in months.items()},
        declaration=declaration,
        policy=found.policy,
        agreements=agreements,
        pages=dict(pair for post in posts for pair in list_pages(post, numbered.get(post.place, ()))),
    )


def _put_agreed(item: T, agreed: Mapping[str, tuple[Agreed, ...]]) -> T:
    return replace(item, agreed=agreed[item.path]) if item.path in agreed else item


def _find_known(items: Iterable[FromDisk], former: Mapping[str, str]) -> dict[str, str]:
    """See `Library.known`: who wrote what can be read, whom a file presents, and who had another handle."""
    known = dict(former)
    for item in items:
        if isinstance(item, Person):
            if item.is_presented:
                known[item.handle] = item.handle
        elif isinstance(item, Contribution) and item.author:  # which a removed one has not
            known[item.author] = item.author
    return known


def _rename_author(item: FromDisk, former: Mapping[str, str]) -> FromDisk:
    """What was written under a former handle is by the person who had it."""
    if isinstance(item, Agreement) and item.handle in former:
        return replace(item, handle=former[item.handle])
    if isinstance(item, Contribution) and item.author in former:
        return replace(item, author=former[item.author])
    return item


def _in_order(items: Iterable[T]) -> tuple[T, ...]:
    return tuple(sorted(items, key=lambda item: (item.date.at, item.id)))
