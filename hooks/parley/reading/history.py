"""When files of `posts/` came into their repository and when they were last changed there, as git knows it.

What counts is the line of first parents, which is what the site was built from: a reply that was written on the 5th and
merged on the 20th came on the 20th. Nothing here fails: where git cannot be asked, nothing is known.
"""

import os
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from parley.caching.cache import NOTHING, Cache, make_digest
from parley.model.layout import find_slot
from parley.reading import checkouts

LOAD = 20
"""Contributions that a commit may bring. One that brings more is a load, such as an import or the start of a site:
their dates tell more than the day on which they all came."""

PATIENCE = 600
"""Seconds that git may take."""


AHEAD = 24 * 60 * 60
"""Seconds by which the clock of who made a commit may be ahead of ours. Git takes any number for its time."""

_DIGITS = 20
"""Digits of the largest number that git keeps."""


@dataclass(frozen=True, slots=True)
class Life:
    """What is known of a file.

    `came` and `went` count commits from the oldest one, `went` is None where the file is there still. `arrived` and
    `touched` are seconds since 1970, or 0 where they are not known or tell nothing. `content` names the text it had
    when it went or was last changed.
    """

    came: int
    went: int | None = None
    arrived: int = 0
    touched: int = 0
    content: str = ""


History = Mapping[str, Life]
"""Of each post and reply that ever was, by its path below `posts/` without the ending."""


@dataclass(frozen=True, slots=True)
class Commit:
    """What one commit of the first-parent line did: paths with their state (`A`, `M`, `D`, `T`) and their content.

    `seconds` are 0 where it has no time. `begins` says that nothing is known from before: the first commit, or
    where a shallow clone is cut off.
    """

    seconds: int
    begins: bool
    changes: tuple[tuple[str, str, str], ...]


def mark_history(posts: Path) -> str:
    """What changes whenever the history of a folder may have become another; empty where there is none."""
    top = _find_top(posts)
    said = _ask(top, "rev-parse", "HEAD", "--git-path", "shallow") if top else b""
    head, _, shallow = os.fsdecode(said).strip().partition("\n")
    if not top or not head:
        return ""
    try:
        return f"{head} {(top / shallow).read_text()}"
    except OSError:
        return head


def find_history(posts: Path, cache: Cache = NOTHING) -> History:
    """What git knows of the files below `posts`; nothing where there is no git, no repository, or none of the files."""
    top, mark = _find_top(posts), mark_history(posts)
    if not top or not mark:
        return {}
    folder = posts.resolve().relative_to(top.resolve()).as_posix()
    key = make_digest("history", mark, folder)
    history: History | None = cache.find(key, dict)
    if history is None:
        history = build_history(_parse_log(_ask(top, *_LOG, "--", folder), "" if folder == "." else f"{folder}/"))
        cache.keep(key, history)
    return history


def build_history(commits: Iterable[Commit]) -> History:
    """The life of each post and reply, given the commits that concern them, the oldest first."""
    commits = list(commits)
    lives: dict[str, Life] = {}
    for number, (commit, seconds) in enumerate(zip(commits, _straighten(commits), strict=True)):
        gone = {_name(path) for state, path, _ in commit.changes if state == "D"}
        new = {_name(path): content for state, path, content in commit.changes if state == "A"}
        edited = {_name(path): content for state, path, content in commit.changes if state in "MT"}
        edited |= {name: content for name, content in new.items() if name in gone}  # from .yml to .md
        new = {name: content for name, content in new.items() if name not in gone}
        arrived = 0 if commit.begins or len(new) > LOAD else seconds
        touched = 0 if len(edited) > LOAD else seconds
        for name in gone - edited.keys():
            if name in lives:
                lives[name] = replace(lives[name], went=number)
        for name, content in new.items():
            before = lives.get(name)
            is_back = before is not None and before.content == content
            lives[name] = replace(before, went=None) if before and is_back else Life(number, None, arrived, 0, content)
        for name, content in edited.items():
            before = lives.get(name, Life(number))
            lives[name] = replace(before, went=None, touched=touched or before.touched, content=content)
    return lives


def _name(path: str) -> str:
    return path.rpartition(".")[0]


def _straighten(commits: list[Commit]) -> list[int]:
    """The time of each commit, none later than that of one that came after it; 0 where it is still to come.

    Whoever makes a commit may write any time into it. One that is earlier than the commit before it says nothing: one
    of the two is wrong, and it may be this one.
    """
    times = [commit.seconds for commit in commits]
    honest = [True, *(after >= before for before, after in pairwise(times))]
    latest = max(times, default=0)
    for number in reversed(range(len(times))):
        times[number] = min(times[number], latest)
        latest = times[number] if honest[number] else latest
    now = time.time()
    return [seconds if seconds <= now + AHEAD else 0 for seconds in times]


_LOG = (
    "log",
    "--first-parent",
    "--diff-merges=first-parent",
    "--reverse",
    "--raw",
    "-z",
    "--no-renames",
    "--no-abbrev",
    "--no-color",
    "--no-notes",
    "--format=tformat:%ct %P",
    "HEAD",
)


def _parse_log(log: bytes, prefix: str) -> Iterator[Commit]:
    """The commits of a log as `_LOG` asks for it, with what they did to posts and replies."""
    head = ""
    changes: list[tuple[str, str, str]] = []
    parts = iter(os.fsdecode(part) for part in log.replace(b"\0\n", b"\0").split(b"\0") if part)
    for part in parts:
        if not part.startswith(":"):
            if head:
                yield _make_commit(head, changes)
            head, changes = part, []
            continue
        _, _, old, new, state = part.split(" ")
        path = next(parts).removeprefix(prefix)
        slot = find_slot(path)
        if slot and slot.post and old != new:
            changes.append((state, path, new))
    if head:
        yield _make_commit(head, changes)


def _make_commit(head: str, changes: list[tuple[str, str, str]]) -> Commit:
    seconds, _, parents = head.strip("\n").partition(" ")
    return Commit(_read_time(seconds), not parents.strip(), tuple(changes))


def _read_time(said: str) -> int:
    """The time of a commit; 0, which tells nothing, where it has none."""
    return int(said) if said.isascii() and said.isdigit() and len(said) <= _DIGITS else 0


def _find_top(posts: Path) -> Path | None:
    """The nearest folder at or above `posts` that holds a repository, which git lets no contributor put anywhere."""
    posts = posts.resolve()
    return next((folder for folder in (posts, *posts.parents) if os.path.lexists(folder / ".git")), None)


def _ask(top: Path, *question: str) -> bytes:
    return checkouts.ask_git(top, *question, patience=PATIENCE)
