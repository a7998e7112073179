"""What has come of a post, written into its file; and two versions of it, which git has left, made one."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from parley.editing.edits import set_keys, to_text
from parley.editing.leftovers import list_keys, remove_keys
from parley.model import layout
from parley.model.entries import Point, Settlement
from parley.model.findings import Findings
from parley.model.languages.speaking import N_, _
from parley.model.problems import ParleyError
from parley.model.settings import Stances
from parley.reading.frontmatter import parse_markdown_file, parse_yaml
from parley.reading.nodes import KeyTable, MappingNode, Values
from parley.reading.readers import read_keys
from parley.reading.writing import render_value

KEYS = ("outcome", "answer")

_REPLY = re.compile(rf"(?<!\S)\(?[^\s\[\]]*?#reply-({layout.ID.pattern.pattern})[).,;]*(?!\S)")
"""A reply named within a line by its address; one that is a link in Markdown stays."""


_CONCEDES = N_("{side} concedes")
"""How a line ends that says which side gave ground."""


def read_point(line: str, stances: Stances | None) -> Point:
    """A line as people write it: `Two are enough, old concedes. #reply-2026-11-20-bob #reply-2026-11-21-ana`.

    The replies it names, and the side that concedes by its key or its name, are taken out of its text.
    """
    ids = tuple(dict.fromkeys(_REPLY.findall(line)))
    text, side = _REPLY.sub("", line), ""
    for stance in stances.options if stances else ():
        for named in _CONCEDES, _(_CONCEDES):
            before, _side, after = map(re.escape, named.partition("{side}"))
            names = f"(?:{re.escape(stance.key)}|{re.escape(stance.name)})"
            said = re.compile(rf"(?:^|[\s,;:(–،؛、，-]+){before}{names}{after}\s*[).:。]*\s*$", re.IGNORECASE)
            if said.search(text):
                text, side = said.sub("", text), stance.key
    return Point(" ".join(text.split()), ids, side)


def write_outcome(data: bytes, path: str, outcome: Settlement | None, answer: str, updated: str) -> bytes:
    """The content of the file of a post that says what has come of it; everything else stays to the byte.

    Raises:
        Unchangeable: its text has a form that is left to a person.
    """
    there = set(list_keys(to_text(data), path))
    kept = remove_keys(data, path, KEYS) if there & set(KEYS) else data
    values: dict[str, Any] = {"updated": updated} if updated else {}
    values |= {"outcome": render_value(outcome)} if outcome else {}
    return set_keys(kept, path, values | ({"answer": answer} if answer else {}))


def rename_grounds(outcome: Settlement, renamed: Mapping[str, str]) -> Settlement:
    """An outcome of a thread whose replies have new ids."""

    def rename(ids: Iterable[str]) -> tuple[str, ...]:
        return tuple(renamed.get(id, id) for id in ids)

    def rename_in(points: Iterable[Point]) -> tuple[Point, ...]:
        return tuple(replace(point, rests_on=rename(point.rests_on)) for point in points)

    return replace(
        outcome, rests_on=rename(outcome.rests_on), agreed=rename_in(outcome.agreed), differ=rename_in(outcome.differ)
    )


_OURS, _BASE, _MIDDLE, _THEIRS = (re.compile(rf"{mark}{{7}}(?: .*)?$") for mark in ("<", r"\|", "=", ">"))


def split_conflict(text: str) -> tuple[str, str] | None:
    """Both versions of a text in which git has left marks; None where there are none, or they don't go in pairs.

    Source: git-merge, "How conflicts are presented", with or without the common ancestor.
    """
    versions: tuple[list[str], list[str]] = ([], [])
    state, found = "", False
    for line in text.split("\n"):
        bare = line.rstrip("\r")
        if not state and _OURS.match(bare):
            state, found = "ours", True
        elif state == "ours" and _BASE.match(bare):
            state = "base"
        elif state in ("ours", "base") and _MIDDLE.match(bare):
            state = "theirs"
        elif state == "theirs" and _THEIRS.match(bare):
            state = ""
        elif state != "base":
            for name, lines in zip(("ours", "theirs"), versions, strict=True):
                if state in ("", name):
                    lines.append(line)
    return ("\n".join(versions[0]), "\n".join(versions[1])) if found and not state else None


def mend_conflict(data: bytes, path: str, kind: KeyTable) -> bytes | None:
    """The content of a post's file of which git has left two versions, where they differ in nothing but its outcome.

    Nothing that was said is lost: the text of the later one stands below that of the earlier, the lines of both stay,
    and of two answers the earlier is one that it rests on. None where a person has to choose.
    """
    versions = split_conflict(to_text(data))
    if versions is None:
        return None
    pair = [_read(text, path, kind) for text in versions]
    if any(body is None for _, body in pair) or pair[0][1] != pair[1][1]:
        return None
    (ours, _), (theirs, _) = pair
    names = ours.keys() | theirs.keys()
    if {name for name in names if ours.get(name) != theirs.get(name)} - {*KEYS, "updated"}:
        return None
    order = sorted(range(2), key=lambda at: pair[at][0]["updated"].at if pair[at][0].get("updated") else _NEVER)
    old, new = (pair[at][0] for at in order)
    outcome = join_outcomes(old.get("outcome"), new.get("outcome"))
    answer = new.get("answer") or old.get("answer") or ""
    if old.get("answer") not in (None, answer):
        outcome = outcome or Settlement()
        outcome = replace(outcome, rests_on=_union(outcome.rests_on, [old["answer"]]))
    try:
        made = write_outcome(versions[order[1]].encode(), path, outcome, answer, "")
    except ParleyError:
        return None
    is_right = _read(to_text(made), path, kind)[0].get("outcome") == outcome
    return made if is_right else None


_NEVER = datetime.min.replace(tzinfo=UTC)


def _read(text: str, path: str, kind: KeyTable) -> tuple[Mapping[str, Any], str | None]:
    """The values of a file, and all that is not in its keys; None in its place where anything is wrong."""
    findings = Findings(path)
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    node, body = parse_markdown_file(text, findings) if layout.is_markdown(path) else (parse_yaml(text, findings), None)
    if findings.problems or not isinstance(node, MappingNode):
        return {}, None
    values: Values = read_keys(node, tuple(kind.keys if body else kind.yaml_keys), path, findings)
    wrong = any(problem.blocks for problem in findings.problems) or not values.complete
    return values.values, None if wrong else body.text if body else ""


def join_outcomes(old: Settlement | None, new: Settlement | None) -> Settlement | None:
    """What both say, each thing once, the older first."""
    if old is None or new is None or old == new:
        return new or old
    return Settlement(
        "\n\n".join(_list_texts(old.summary, new.summary)),
        new.by if old.by == new.by else "",
        _union(old.rests_on, new.rests_on),
        tuple(_merge_points(old.agreed, new.agreed)),
        tuple(_merge_points(old.differ, new.differ)),
    )


def _list_texts(old: str, new: str) -> Iterator[str]:
    if old not in new:
        yield old
    if new and (new not in old or old in new):
        yield new


def _merge_points(old: Iterable[Point], new: Iterable[Point]) -> Iterator[Point]:
    """The lines of both, each text once."""
    later = {point.text: point for point in new}
    for point in old:
        other = later.pop(point.text, point)
        yield Point(point.text, _union(point.rests_on, other.rests_on), other.conceded_by or point.conceded_by)
    yield from later.values()


def _union(old: Iterable[str], new: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*old, *new)))
