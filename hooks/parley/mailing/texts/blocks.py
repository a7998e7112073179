"""The marked block of a mail, which says what it is about; the text is what stands around it.

Mail programs quote it, cut its lines and colour it; so it is looked for in any quotation, and a line without a key goes
on with the one before.
"""

import re
from dataclasses import dataclass

from parley.model.forges import BLOCK, NO_NAME
from parley.model.languages.speaking import _

_OPENING = re.compile(
    r"\[\s?" + re.escape(BLOCK[0].partition(":")[0][1:]) + r":\s?(?P<kind>reply|discussion)\s?\]", re.I
)
_CLOSING = re.compile(r"\[\s?" + re.escape(BLOCK[1].partition(":")[0][1:]) + r":\s?end\s?\]", re.I)
_KEY = re.compile(r"(?P<key>[a-z][a-z0-9_]{0,59})\s?:\s*(?P<value>.*)", re.I)
_MARKED = re.compile(r"([a-z](?:[a-z0-9_]{0,58}[a-z0-9])?)[*_`]*\s?:\s?[*_`]*(?=\s|\w)", re.I)
"""A key in bold, of which the marks before it are gone, and those before its value."""

_SUBJECT = re.compile(r"\[(?P<post>[a-z0-9-]{1,80}/[a-z0-9-]{1,80})(?:#(?:reply-)?(?P<reply>[a-z0-9-]{1,80}))?\]")
_QUOTE = re.compile(r"[\s>]*")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")

_FENCE = "```"

MAX_LINES = 60
NAME = "name"
"""The key of the name that a newcomer wants; all others are fields of the issue form."""


@dataclass(frozen=True, slots=True)
class MarkedBlock:
    """`kind` is that of the issue form that the mail stands for."""

    kind: str
    values: dict[str, str]


def split_block(text: str, subject: str) -> tuple[str, MarkedBlock | None]:
    """The text around the block, and the block; without one, what the subject says."""
    lines = text.split("\n")
    places = [(_depth(line), at) for at, line in enumerate(lines) if _OPENING.search(_bare(line))]
    if not places:
        return text, _read_subject(subject)
    depth, at = min(places)
    found = _OPENING.search(_bare(lines[at]))
    assert found  # noqa: S101 (it was found there)
    end, values = _read_lines(lines, at + 1)
    if NAME in values:
        name = " ".join(values[NAME].split())
        values[NAME] = name.replace(NO_NAME, "").replace(_(NO_NAME), "").strip()
    block = MarkedBlock(found["kind"].lower(), values)
    if depth:
        return text, block
    if lines[max(at - 1, 0)] == _FENCE:  # it stood in a block of code
        at, end = at - 1, end + (lines[end : end + 1] == [_FENCE])
    above, below = "\n".join(lines[:at]), "\n".join(lines[end:])
    return above if above.strip() else below, block


def _read_lines(lines: list[str], start: int) -> tuple[int, dict[str, str]]:
    """The line behind the block that begins above `start`, and its values; a key that comes again adds a line."""
    values: dict[str, str] = {}
    last, empty = "", 0
    for at in range(start, min(start + MAX_LINES, len(lines))):
        line = _bare(lines[at])
        if _CLOSING.search(line):
            return at + 1, values
        empty = 0 if line else empty + 1
        if empty > 2:
            return at, values
        if found := _KEY.fullmatch(line):
            last = found["key"].lower()
            values[last] = "\n".join(filter(None, (values.get(last, ""), found["value"].strip())))
        elif last and line:
            values[last] = f"{values[last]} {line}".strip()
    return min(start + MAX_LINES, len(lines)), values


def _read_subject(subject: str) -> MarkedBlock | None:
    found = _SUBJECT.search(subject[:1000])
    return MarkedBlock("reply", {"discussion": found["post"], "reply_to": found["reply"] or ""}) if found else None


def _bare(line: str) -> str:
    """A line of the block without marks of quotation, backslashes and what was put around it to look well."""
    plain = _ESCAPED.sub(r"\1", line[_QUOTE.match(line).end() :][:2000])  # type: ignore[union-attr]
    whole = plain.rstrip("\\ \t\xa0")
    if _KEY.match(plain):
        return whole.lstrip()
    bare = whole.strip("*_` \t\xa0")
    found = _MARKED.match(bare) if bare != whole.lstrip(" ") else None
    return f"{found[1]}: {bare[found.end() :].lstrip()}" if found else bare


def _depth(line: str) -> int:
    return line[: _QUOTE.match(line).end()].count(">")  # type: ignore[union-attr]
