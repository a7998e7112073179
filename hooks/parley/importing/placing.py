"""Where each comment of a thread belongs: its parent, its date, and whether it is there twice.

Works on the heads of comments, without their texts, so that a thread of any length fits into memory.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from parley.model.languages.speaking import N_, _
from parley.model.threads import find_rings

_RING = N_("it answers itself in a loop")


@dataclass(frozen=True, slots=True)
class Head:
    """A comment without its text: `row` leads to the text, `digest` is equal where texts are equal."""

    row: int
    id: str
    parent: str
    who: str
    date: datetime | None
    digest: bytes
    dropped: str = ""
    thread: str = ""
    edited: datetime | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """A comment in its place: `parent` is the id of one that is placed as well, or empty."""

    head: Head
    parent: str
    date: datetime


@dataclass(frozen=True, slots=True)
class Placement:
    """All comments of a thread; each head is in `placed`, `merged` or `dropped`, and the rest says what was mended.

    In `placed` no comment stands before what it answers.
    """

    placed: tuple[Placed, ...]
    merged: tuple[Head, ...]
    dropped: tuple[Head, ...]
    orphaned: tuple[tuple[Head, str], ...]
    redated: tuple[Head, ...]
    undated: tuple[Head, ...]


def place(heads: Iterable[Head], opened: datetime, known: Collection[str] = ()) -> Placement:
    """Place the comments of a thread that was opened at a date.

    Doubles (same author, second and text) are merged; the one whose id is `known` from an earlier import is kept, else
    the first by (date, id). A comment whose parent is not there stands at the top level; one whose parent was left out
    answers the nearest that was not. No comment is older than what it answers: it gets that date.
    """
    ordered = sorted(heads, key=lambda head: (head.date is None, head.date or opened, head.id))
    by_id = {head.id: head for head in ordered}
    kept_for = _find_doubles(ordered, known)
    kept = [head for head in ordered if not head.dropped and head.id not in kept_for]
    parents: dict[str, str] = {}
    orphaned: list[tuple[Head, str]] = []
    for head in kept:
        parent, reason = _find_parent(head, by_id, kept_for)
        if parent:
            parents[head.id] = parent
        if reason:
            orphaned.append((head, reason))
    order = {head.id: number for number, head in enumerate(kept)}
    for ring in list(find_rings(parents)):
        first = min(ring, key=order.__getitem__)
        del parents[first]
        orphaned.append((by_id[first], _RING))
    placed, redated, undated = _give_dates(kept, parents, opened)
    return Placement(
        placed=tuple(placed),
        merged=tuple(by_id[id] for id in kept_for),
        dropped=tuple(head for head in ordered if head.dropped),
        orphaned=tuple(orphaned),
        redated=tuple(redated),
        undated=tuple(undated),
    )


def _find_doubles(heads: Sequence[Head], known: Collection[str]) -> dict[str, str]:
    """The ids that are left out for another, and that other."""
    groups: dict[tuple[str, datetime, bytes], list[Head]] = {}
    for head in heads:
        if not head.dropped and head.date is not None:
            groups.setdefault((head.who, head.date, head.digest), []).append(head)
    kept_for: dict[str, str] = {}
    for group in groups.values():
        keep = next((head for head in group if head.id in known), group[0])
        kept_for |= {head.id: keep.id for head in group if head is not keep}
    return kept_for


def _find_parent(head: Head, by_id: dict[str, Head], kept_for: dict[str, str]) -> tuple[str, str]:
    """The id of the nearest ancestor that is kept, and what is odd about it."""
    seen = {head.id}
    step, reason = head.parent, ""
    while step:
        kept = kept_for.get(step, step)
        if kept not in by_id:
            return "", reason or N_("what it answers isn't in the archive")
        if step in seen:
            return "", _RING
        if by_id[kept].dropped:
            reason = _("what it answers was left out")
        elif kept != head.id:
            return kept, reason
        seen.add(step)
        step = by_id[step].parent
    return "", reason


def _give_dates(
    heads: Sequence[Head], parents: dict[str, str], opened: datetime
) -> tuple[list[Placed], list[Head], list[Head]]:
    answers: dict[str, list[Head]] = {}
    for head in heads:
        answers.setdefault(parents.get(head.id, ""), []).append(head)
    placed: list[Placed] = []
    redated: list[Head] = []
    undated: list[Head] = []
    waiting = [("", opened)]
    while waiting:
        parent, earliest = waiting.pop()
        for head in answers.get(parent, ()):
            date = max(head.date or earliest, earliest)
            if head.date is None:
                undated.append(head)
            elif date != head.date:
                redated.append(head)
            placed.append(Placed(head, parent, date))
            waiting.append((head.id, date))
    return placed, redated, undated
