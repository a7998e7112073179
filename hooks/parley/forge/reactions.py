"""Reactions at the forge, to agreements: a thumb up on the issue or pull request from which a contribution came.

What somebody takes back there is taken back here by the next run, as all of it stands in files of its own.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from parley.checking.rules.change.actors import is_same
from parley.editing import drafts
from parley.editing.drafts import Draft
from parley.editing.transactions import Change
from parley.forge.acceptance import find_handle
from parley.forge.issue_events import Event
from parley.forge.proposals import draft_newcomer, find_no_agreement, is_from
from parley.model import layout
from parley.model.entries import AGREES_POST, Contribution, Post, Reply
from parley.model.languages.speaking import _
from parley.model.library import Library
from parley.model.lookup import find_post_of
from parley.model.problems import ParleyError
from parley.reading.schema import list_kinds
from parley.reading.writing import REMOVED

Fetch = Callable[[str], Any]
"""What the forge's interface answers at an address, in the types of JSON."""

NAME = "reactions"
"""What the files of a program are called, beside those of the person."""

PAGE = 50
"""Items of an answer; a shorter one is the last. Gitea and Forgejo give no more than these, as they come."""

LARGEST = 100_000
"""Bytes of a tree. What a step of a workflow is given is a variable of its shell, for which Linux has 131,072."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """An issue or pull request that somebody reacted to: its number, when it was opened, and the files it added."""

    number: int
    created: datetime | None
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reaction:
    """A thumb up: whose, by login and number of account, and on what."""

    login: str
    account: str
    source: Occasion


def find_interface(repository: str, forge: str) -> str:
    """The address below which a forge's interface speaks of a repository.

    Source: docs.github.com/rest, docs.gitlab.com/api, codeberg.org/api/swagger.
    """
    parts = urlsplit(repository)
    home, path = f"{parts.scheme}://{parts.netloc}", parts.path.strip("/")
    if forge == "gitlab":
        return f"{home}/api/v4/projects/{quote(path, safe='')}"
    if forge == "github":
        return f"https://api.github.com/repos/{path}" if parts.netloc == "github.com" else f"{home}/api/v3/repos/{path}"
    return f"{home}/api/v1/repos/{path}"


def list_reactions(base: str, forge: str, library: Library, fetch: Fetch) -> Iterator[Reaction]:
    """The reactions to all that contributions came from; one by one only where no list tells which have any."""
    if forge == "gitlab":
        for issue in _list_pages(f"{base}/issues?scope=all", fetch):
            if issue.get("upvotes") and _read_number(issue.get("iid")):
                source = Occasion(issue["iid"], _parse_time(issue.get("created_at")))
                found = _list_pages(f"{base}/issues/{issue['iid']}/award_emoji", fetch)
                yield from (_read(one, "username", source) for one in found if one.get("name") == "thumbsup")
        return
    if forge == "github":
        for issue in _list_pages(f"{base}/issues?state=all", fetch):
            counts = issue.get("reactions")
            if isinstance(counts, dict) and counts.get("+1") and _read_number(issue.get("number")):
                yield from _ask(f"{base}/issues/{issue['number']}", _find_source(issue, base, fetch), fetch)
        return
    for number in _list_numbers(library):
        yield from _ask(f"{base}/issues/{number}", Occasion(number, None), fetch)


def _list_numbers(library: Library) -> list[int]:
    """The issues from which replies came, by their ids."""
    replies = (one.id for one in library.contributions() if isinstance(one, Reply))
    return sorted({int(found[1]) for id in replies if (found := _FROM_ISSUE.search(id))})


_FROM_ISSUE = re.compile(r"-i(\d{1,9})$")


def _find_source(issue: Mapping[str, Any], base: str, fetch: Fetch) -> Occasion:
    source = Occasion(issue["number"], _parse_time(issue.get("created_at")))
    if not issue.get("pull_request"):
        return source
    files = _list_pages(f"{base}/pulls/{issue['number']}/files", fetch)
    return replace(
        source, created=None, files=tuple(str(one.get("filename")) for one in files if one.get("status") == "added")
    )


def _ask(address: str, source: Occasion, fetch: Fetch) -> Iterator[Reaction]:
    for one in _list_pages(f"{address}/reactions", fetch):
        if one.get("content") == "+1":
            yield _read(one, "login", source)


def _read(found: Mapping[str, Any], name: str, source: Occasion) -> Reaction:
    user = found.get("user")
    user = user if isinstance(user, dict) else {}
    return Reaction(str(user.get(name) or ""), str(_read_number(user.get("id")) or ""), source)


def _read_number(value: object) -> int:
    """A number above nothing; 0 for what is none."""
    return value if isinstance(value, int) and value > 0 else 0


def _list_pages(address: str, fetch: Fetch) -> Iterator[dict[str, Any]]:
    """The items of a list, a page at a time; a host that gives the same page again has no other.

    Raises:
        ParleyError: what the host answers is no list.
    """
    sign = "&" if "?" in address else "?"
    before: object = None
    for number in range(1, 1000):
        found = fetch(f"{address}{sign}per_page={PAGE}&limit={PAGE}&page={number}") or []
        if not isinstance(found, list):
            raise ParleyError(_("the Git host's answer to {address} is no list", address=address))
        if found == before:
            return
        yield from (one for one in found if isinstance(one, dict))
        if len(found) < PAGE:
            return
        before = found


def _parse_time(text: object) -> datetime | None:
    try:
        return datetime.fromisoformat(str(text)).astimezone(UTC).replace(microsecond=0)
    except ValueError:
        return None


def draw_changes(
    reactions: Iterable[Reaction], library: Library, posts: Path, label: str = "posts"
) -> tuple[list[Change], int]:
    """The files that become others by the reactions there are now, and how many of these count."""
    wanted: dict[tuple[str, str], list[str]] = {}
    places: dict[str, Post] = {}
    people: dict[str, Draft] = {}
    counted = 0
    for one in reactions:
        handle = _find_own(one, library)
        for item in _find_made(one.source, library, label, posts) if handle else ():
            post = item if isinstance(item, Post) else find_post_of(item.path, library)
            own = replace(item, agreed=tuple(pair for pair in item.agreed if pair[0] != handle))
            is_new = handle not in {name for name, _ in item.agreed}
            if post is None or (post.locked and is_new) or find_no_agreement(own, handle):
                continue
            places[post.path] = post
            wanted.setdefault((post.path, handle), []).append(AGREES_POST if item is post else item.id)
            counted += 1
            event = Event(one.source.number, one.login, int(one.account or 0), datetime.now(UTC), "")
            if newcomer := draft_newcomer(event, handle, library):
                people[newcomer.path] = newcomer
    kinds = list_kinds(library.declaration)
    made = {
        draft.path: draft
        for (path, handle), ids in wanted.items()
        for draft in [drafts.draft_agreement(places[path], handle, sorted(set(ids)), NAME, kinds)]
    }
    there = {one.path for group in library.agreements.values() for one in group if one.path.endswith(f"/{NAME}.yml")}
    drawn = [*sorted(people.items()), *sorted(made.items())]  # nothing stands there before its author does
    texts = {path: draft.text.encode() for path, draft in drawn}
    changes = [Change(path, _read_file(posts / path), text) for path, text in texts.items()]
    changes += [Change(path, _read_file(posts / path), None) for path in sorted(there - made.keys())]
    return [change for change in changes if change.before != change.after], counted


def draw_tree(changes: Sequence[Change], label: str, largest: int = LARGEST) -> tuple[str, list[Change]]:
    """The first of the changes as GitHub makes a tree of them, in JSON on one line, and which these are.

    The others come with the next run. Source: docs.github.com/rest/git/trees.
    """
    items: list[str] = []
    for change in changes:
        file = {"path": f"{label}/{change.path}", "mode": "100644", "type": "blob"}
        text = None if change.after is None else change.after.decode()
        items.append(json.dumps({**file, "sha": None} if text is None else {**file, "content": text}))
        if sum(map(len, items)) + 2 * len(items) > largest:
            items.pop()
            break
    return (f"[{', '.join(items)}]" if items else ""), list(changes[: len(items)])


def _find_own(reaction: Reaction, library: Library) -> str:
    """The handle that is of whoever reacted, as `Actor` has it; nothing for who has none or may not write here."""
    people = library.people.values()
    same = next((one for one in people if is_same(one.account, reaction.account)), None)
    handle = same.handle if same else find_handle(reaction.login, reaction.account, library)
    there = library.people.get(handle)
    is_others = not same and ((there and there.account) or any(handle in one.aliases for one in people))
    is_nobodys = layout.is_bot(reaction.login) or handle == REMOVED or bool(there and (there.banned or there.is_voice))
    return "" if is_others or is_nobodys else handle


def _read_file(file: Path) -> bytes | None:
    return file.read_bytes() if file.is_file() else None


def _find_made(source: Occasion, library: Library, label: str, posts: Path) -> Iterator[Contribution]:
    """What came from an issue, by the number in its id or the second in which it was opened, or from its files."""
    paths = {file.removeprefix(f"{label}/") for file in source.files}
    for item in library.contributions():
        if paths:
            if item.path in paths:
                yield item
        elif isinstance(item, Reply):
            found = _FROM_ISSUE.search(item.id)
            if found and int(found[1]) == source.number:
                yield item
        elif source.created and is_from(item, source.created, f"i{source.number}", posts):
            yield item
