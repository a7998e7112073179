"""Where the front matter of a file begins and ends, however its lines of dashes look."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from parley.model.findings import shorten
from parley.model.languages.speaking import _
from parley.reading.mending.blocks import Line, find_key
from parley.reading.mending.repairs import Repair

FENCE = "---"

_OPENS = re.compile(
    r"[ \t]*(?:-{3,}|\+{3,}|[-–—―‒]*[–—―‒][-–—―‒]*|\\-{3,}|(?:\\-){3,}|`{3,}\s*(?:ya?ml|toml)?|_{3,})[ \t]*"
)
_CLOSES = re.compile(r"[ \t]*(?:-{3,}|\+{3,}|\.{3,}|…|[-–—―‒]*[–—―‒][-–—―‒]*|\\-{3,}|(?:\\-){3,}|`{3,}|_{3,})[ \t]*")


@dataclass(frozen=True, slots=True)
class Fenced:
    """A file in its parts: the lines between the fences, and the `body`, which begins on `body_line`.

    `is_toml` tells that the lines are TOML.
    """

    head: Sequence[Line]
    body: str
    body_line: int
    repairs: tuple[Repair, ...] = ()
    is_toml: bool = False
    is_closed: bool = True


def find_fences(text: str, names: Mapping[str, str]) -> Fenced | None:
    """The front matter of a file and its body; None where there is no key of `names` to begin with.

    A head that is never closed ends before the first line that is neither a key nor belongs to one.
    """
    lines = text.split("\n")
    above = _find_comments(text, lines, names)
    skipped = above.count("\n")
    first = next((at for at, line in enumerate(lines) if at >= skipped and line.strip(_BLANK)), None)
    if first is None:
        return None
    opening = lines[first].strip(_BLANK)
    is_opened = opening == FENCE or bool(_OPENS.fullmatch(opening) and _goes_on(lines, first + 1, names))
    if not is_opened and not find_key(opening, names):
        return None
    start, is_code = first + is_opened, opening.startswith("`")
    start += is_code and bool(_OPENS.fullmatch(lines[start]))  # front matter and all in a code block
    end, is_closed = _find_end(lines, start, names, is_opened=is_opened)
    body = _find_body(lines, end + is_closed, first, is_code=is_code)
    repairs = (
        *(_tell_comments(above) if above else _tell_beginning(lines[first], first, is_opened=is_opened)),
        *_tell_end(lines[end] if end < len(lines) else "", min(end, len(lines) - 1), is_closed=is_closed),
    )
    head = [Line(at + 1, lines[at].lstrip("\ufeff")) for at in range(start, end)]
    return Fenced(head, "\n".join(body), end + is_closed + 1, repairs, opening.startswith("+"), is_closed)


_COMMENTS = re.compile(r"[\s\ufeff]*(?:<!--(?:(?!-->).)*-->\s*)+?\n(?=[ \t]*---[ \t]*\n)", re.DOTALL)
"""Comments of HTML above a line of dashes, as licences, linters and templates put them."""


def _find_comments(text: str, lines: Sequence[str], names: Mapping[str, str]) -> str:
    found = _COMMENTS.match(text)
    return found[0] if found and _goes_on(lines, found[0].count("\n") + 1, names) else ""


def _tell_comments(above: str) -> Iterator[Repair]:
    first = len(above) - len(above.lstrip(_BLANK + "\n"))
    found = shorten(" ".join(above[first:].split()))
    yield Repair(
        above.count("\n", 0, first) + 1,
        found,
        _("'{found}' stands above the front matter and is left out", found=found),
    )


def _tell_beginning(line: str, at: int, *, is_opened: bool) -> Iterator[Repair]:
    found = line.strip(_BLANK)
    if not is_opened:
        yield Repair(at + 1, found, _("the keys are read as front matter, without a line of dashes above them"))
    elif found != FENCE:
        yield Repair(at + 1, found, _("'{found}' is read as the line of dashes above the keys", found=found))
    elif at or line.rstrip() != FENCE:
        yield Repair(at + 1, found, _("the front matter is read from its first line of dashes on"))


def _tell_end(line: str, at: int, *, is_closed: bool) -> Iterator[Repair]:
    found = line.strip(_BLANK)
    if not is_closed:
        yield Repair(at + 1, "", _("the text is read from here on, without a line of dashes below the keys"))
    elif line.rstrip() != FENCE:
        yield Repair(at + 1, found, _("'{found}' is read as the line of dashes below the keys", found=found))


def _find_body(lines: Sequence[str], start: int, first: int, *, is_code: bool) -> Sequence[str]:
    """The lines below the front matter, without the depth at which everything stands, and the end of a code block."""
    body = lines[start:]
    depth = len(lines[first]) - len(lines[first].lstrip(" \t"))
    if depth and all(not line[:depth].strip() for line in body):
        body = [line[depth:] for line in body]
    if is_code:
        last = next((at for at in reversed(range(len(body))) if body[at].strip()), -1)
        if last >= 0 and re.fullmatch("`{3,}", body[last].strip()) and sum(_is_ticks(one) for one in body) % 2:
            body = [*body[:last], *body[last + 1 :]]
    return body


def _is_ticks(line: str) -> bool:
    return line.lstrip().startswith("```")


_BLANK = " \t\u00a0\ufeff\r"


def _goes_on(lines: Sequence[str], at: int, names: Mapping[str, str]) -> bool:
    """Tell whether the next line that says something is a key, or after a code fence the line of dashes."""
    line = next((line for line in lines[at:] if line.strip() and not line.lstrip().startswith("#")), "")
    return bool(find_key(line.strip(), names)) or (lines[at - 1].strip().startswith("`") and line.rstrip() == FENCE)


def _find_end(lines: Sequence[str], start: int, names: Mapping[str, str], *, is_opened: bool) -> tuple[int, bool]:
    """The line that ends the head, and whether it is a fence; else the first line behind it."""
    is_keyed = False
    text = _find_texts(lines, start)
    for at in range(start, len(lines)):
        line = lines[at]
        if at in text:
            continue
        if line.rstrip() == FENCE or (is_keyed and _CLOSES.fullmatch(line)):
            return at, True
        if not line.strip():
            if is_keyed and not _has_more(lines, at, names, is_opened=is_opened):
                return at, False
            continue
        if find_key(line.strip(), names):
            is_keyed = True
        elif is_keyed and line[0] not in " \t#-*•[]{}\"'" and not _is_headed(lines, at, names):
            return at, False
    return len(lines), False


_BEGINS_TEXT = re.compile(r"[^#]*[:-][ \t]+[|>][-+\d]*[ \t]*(?:#.*)?")
"""The end of a line below which a text of several lines stands, further in."""


def _find_texts(lines: Sequence[str], start: int) -> set[int]:
    """The lines of texts that stand below their keys: what looks like a fence there, such as that of code, is none.

    Only above a line of dashes at the margin, so that a head whose own one stands further in still ends there.
    """
    last = next((at for at in reversed(range(start, len(lines))) if lines[at].rstrip() == FENCE), start)
    found, depth = set[int](), -1
    for at in range(start, last):
        line = lines[at].rstrip()
        if not line:
            continue
        margin = len(line) - len(line.lstrip(" \t"))
        if 0 <= depth < margin:
            found.add(at)
        else:
            depth = margin if _BEGINS_TEXT.fullmatch(line) else -1
    return found


def _is_headed(lines: Sequence[str], at: int, names: Mapping[str, str]) -> bool:
    """Tell whether a line that is no key stands among keys, or above the line of dashes below them."""
    if re.match(r"[\w-]+:(?:\s|$)", lines[at]):
        return True
    for line in lines[at + 1 :]:
        if find_key(line.strip(), names) or _CLOSES.fullmatch(line):
            return True
        if not line.strip():
            return False
    return False


def _has_more(lines: Sequence[str], at: int, names: Mapping[str, str], *, is_opened: bool) -> bool:
    """Tell whether something of the head stands below a blank line: what is indented, a comment, a key, or its end."""
    rest = [line for line in lines[at:] if line.strip()]
    if not rest:
        return is_opened
    if (rest[0][0] in " \t#" and is_opened) or _CLOSES.fullmatch(rest[0]) or find_key(rest[0].strip(), names):
        return True
    return is_opened and bool(re.match(r"[\w-]+:(?:\s|$)", rest[0]))
