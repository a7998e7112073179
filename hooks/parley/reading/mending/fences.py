"""Where the front matter of a file begins and ends, however its lines of dashes look."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from parley.model.findings import shorten
from parley.model.languages.speaking import N_, _
from parley.reading.mending.blocks import LIST_MARK, Line, find_key
from parley.reading.mending.headings import find_heading
from parley.reading.mending.otherwise import find_json_end
from parley.reading.mending.repairs import Repair

FENCE = "---"

_DASHES = (
    r"-{3,}|\+{3,}|;{3,}|={3,}|_{3,}|(?:\* ?){3,}|(?:- ){2,}-|[-－–—―‒]*[－–—―‒][-－–—―‒]*|\\-{3,}|(?:\\-){3,}"
    r"|\\-(?:-){2,}"
)
_OPENS = re.compile(
    rf"[ \t]*(?:(?:{_DASHES})(?: ?(?:ya?ml|toml|json)| *#.*)?|(?:`{{3,}}|~{{3,}})[^`~]*)[ \t]*", re.IGNORECASE
)
_CLOSES = re.compile(rf"[ \t]*(?:{_DASHES}|\.{{3,}}|…|`{{3,}}|~{{3,}})[ \t]*")


@dataclass(frozen=True, slots=True)
class Fenced:
    """A file in its parts: the lines between the fences, and the `body`, which begins on `body_line`.

    `heading` is what stands above the keys as the title of the text.
    """

    head: Sequence[Line]
    body: str
    body_line: int
    repairs: tuple[Repair, ...] = ()
    is_closed: bool = True
    heading: str = ""


def find_fences(text: str, names: Mapping[str, str], others: Mapping[str, str]) -> Fenced | None:
    """The front matter of a file and its body; None where there is no key of `names`, or of `others`, to begin with.

    A head that is never closed ends before the first line that is neither a key nor belongs to one.
    """
    lines, every = text.split("\n"), {**others, **names}
    above = _find_comments(text, lines, every)
    heading = None if above else _find_heading(lines, every)
    skipped = above.count("\n") if above else heading[1] if heading else 0
    first = next((at for at, line in enumerate(lines) if at >= skipped and line.strip(_BLANK)), None)
    if first is None:
        return None
    opening = lines[first].strip(_BLANK)
    closing = _find_pluses(lines, first, every)
    is_opened = opening == FENCE or closing > 0 or bool(_OPENS.fullmatch(opening) and _goes_on(lines, first + 1, every))
    if opening.startswith("{"):
        return _find_json(lines, first, every)
    if not is_opened and not find_key(opening, names) and not _are_keys(lines, first, every):
        return None
    start, is_code = first + is_opened, opening[0] in "`~"
    start += is_code and bool(_OPENS.fullmatch(lines[start]))  # front matter and all in a code block
    end, is_closed = (closing, True) if closing else _find_end(lines, start, every, is_opened=is_opened)
    body, below = _find_body(lines, end + is_closed, first, opening if is_code else "")
    repairs = (
        *(_tell_around(above, 1) if above else _tell_beginning(lines[first], first, is_opened=is_opened)),
        *_tell_end(lines[end] if end < len(lines) else "", min(end, len(lines) - 1), is_closed=is_closed),
        *_tell_around(below, len(lines) - below.count("\n")),
    )
    head = [Line(at + 1, lines[at].lstrip("\ufeff")) for at in range(start, end)]
    return Fenced(head, "\n".join(body), end + is_closed + 1, repairs, is_closed, heading[0] if heading else "")


def _find_pluses(lines: Sequence[str], first: int, names: Mapping[str, str]) -> int:
    """The line of plus signs below keys in TOML, which may begin with one that is none here; 0 where there is none."""
    opening = lines[first].strip()
    if len(opening) < 3 or opening.strip("+"):
        return 0
    end = next((at for at in range(first + 1, len(lines)) if lines[at].strip() == opening), 0)
    return end if any(find_key(line, names) for line in lines[first + 1 : end]) else 0


def _are_keys(lines: Sequence[str], first: int, names: Mapping[str, str]) -> bool:
    """Tell whether the first lines are keys, each of them: one alone, in other words, may begin a text."""
    number = 0
    for line in lines[first:]:
        if not line.strip(_BLANK):
            break
        if not find_key(LIST_MARK.sub("", line), names):
            return False
        number += 1
    return number > 1


def _find_heading(lines: Sequence[str], names: Mapping[str, str]) -> tuple[str, int] | None:
    """A heading above the keys, and how many lines there are down to them."""
    found = find_heading("\n".join(lines[:20]))
    at = next((at for at in range(found[1], len(lines)) if lines[at].strip(_BLANK)), None) if found else None
    if found is None or at is None:
        return None
    opens = _OPENS.fullmatch(lines[at].strip(_BLANK)) and _goes_on(lines, at + 1, names)
    return (found[0], at) if opens or _are_keys(lines, at, names) else None


def _find_json(lines: Sequence[str], first: int, names: Mapping[str, str]) -> Fenced | None:
    """A head between braces, as JSON has it, which ends with its last one."""
    text = "\n".join(lines[first:])
    end = find_json_end(text)
    if not end or not any(find_key(key.lstrip("{, \t"), names) for key in text[:end].split("\n")):
        return None
    last = first + text.count("\n", 0, end)
    rest = text[end:].partition("\n")
    if rest[0].strip():
        return None
    head = [Line(first + at, line) for at, line in enumerate(text[:end].split("\n"), 1)]
    what = Repair(first + 1, "{", _("the keys are read as front matter, without a line of dashes above them"))
    return Fenced(head, rest[2], last + 2, (what,))


_COMMENTS = re.compile(
    r"[\s\ufeff]*(?:(?:<!--(?:(?!-->).)*-->\s*)+?\n(?=[ \t]*---[ \t]*\n)"
    r"|(?:(?![`~]{3})[^\n]+\n+){1,4}(?=[`~]{3}[^\n]*\n---[ \t]*\n))",
    re.DOTALL,
)
"""Comments of HTML above a line of dashes, as licences, linters and templates put them; what a program that chats says
above the file that it gives in a block of code."""


def _find_comments(text: str, lines: Sequence[str], names: Mapping[str, str]) -> str:
    found = _COMMENTS.match(text)
    return found[0] if found and _goes_on(lines, found[0].count("\n") + 1, names) else ""


def _tell_around(text: str, line: int) -> Iterator[Repair]:
    """Tell of what stands above the front matter, or below a block of code that has all of the file."""
    first = len(text) - len(text.lstrip(_BLANK + "\n"))
    found = shorten(" ".join(text[first:].split()))
    if found:
        what = N_("'{found}' stands above the front matter and is left out")
        what = what if line == 1 else N_("'{found}' stands below the file and is left out")
        yield Repair(line + text.count("\n", 0, first), found, _(what, found=found))


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


def _find_body(lines: Sequence[str], start: int, first: int, ticks: str) -> tuple[Sequence[str], str]:
    """The lines below the front matter, without the depth at which everything stands; `ticks` begin a block of code
    that has all of the file, and what stands below that comes apart."""
    body = lines[start:]
    depth = len(lines[first]) - len(lines[first].lstrip(" \t"))
    if depth and all(not line[:depth].strip() for line in body):
        body = [line[depth:] for line in body]
    if not ticks:
        return body, ""
    ends = re.compile(rf"[ \t]*{re.escape(ticks[:1])}{{{len(ticks) - len(ticks.lstrip(ticks[:1]))},}}(.*)")
    marks = [at for at, line in enumerate(body) if ends.fullmatch(line)]
    last = next((at for at in reversed(marks) if not ends.sub(r"\1", body[at]).strip()), None)
    if last is None or len(marks) % 2 == 0:
        return body, ""
    if any(line.strip() for line in body[:last]):
        return [*body[:last], ""], "\n".join(body[last + 1 :])
    return body[last + 1 :], ""


_BLANK = " \t\u00a0\ufeff\r\u200b\u200e\u200f\u2060"


def _goes_on(lines: Sequence[str], at: int, names: Mapping[str, str]) -> bool:
    """Tell whether the next line that says something is a key, or after a code fence the line of dashes."""
    line = next((line for line in lines[at:] if line.strip(" \t{") and not line.lstrip().startswith("#")), "")
    is_code = lines[at - 1].strip()[:1] in ("`", "~")
    return bool(find_key(LIST_MARK.sub("", line.lstrip(" \t{")), names)) or (is_code and line.rstrip() == FENCE)


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
        if find_key(LIST_MARK.sub("", line), names):
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
