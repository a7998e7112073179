"""What other programs do to the front matter of a text that goes through them, undone."""

import re
from collections.abc import Iterable, Iterator, Sequence

_BREAKS = re.compile(r"\r\n?|[\u2028\u2029\x85\x0b]")
_BEFORE = tuple(re.compile(before) for before in (r">[ ]?", r"[+][ ]?", r"[ ]*\d{1,4}(?:[:|.]|[ ]?\||[ ]|\t|$)[ ]?"))
_PATH = re.compile(r"[#\s`*]*[\w./-]+\.(?:md|markdown|ya?ml)[`*:]*\s*\n", re.IGNORECASE)
_ROW = re.compile(r"[ ]*\|.*\|[ ]*")
_RULE = re.compile(r"[ |:-]+")
_ARROW = re.compile(r"(\w[\w ]{0,30}?)[ ]*(?:\t|->|=>|→)[ ]*(\S.*)")
_MARKED = re.compile(r"(?:#\+|#{1,6}[ ]|[:;%@]|//|--)?[ ]?(\w[\w ]{0,30}):[ ]*(.*)")
_HEADED = re.compile(
    r"(?:(?:-{3,}|_{3,})\s+)?(?:#{1,6}[ ]+)?(\w+: (?:(?!---)[^\n])+?)\s*(?:---|\n[ \t]*(?:-{3,}[ \t]*)?(?:\n|$))",
    re.UNICODE,
)
_KEY = re.compile(r"[ ,;]+(?=\w+: )")


def list_undone(text: str) -> Iterator[str]:
    """The text as it may have been; each only where something was done to all of the front matter.

    Line ends that are none of a file's; signs and numbers before each line, as in mails, in changes and in listings;
    the name of the file above it; keys in a table, behind arrows, tabs or the signs of comments; keys that an editor
    took for one heading.
    """
    text = text.lstrip("\ufeff")
    if _BREAKS.search(text):
        yield _BREAKS.sub("\n", text)
    lines = text.split("\n")
    for before in _BEFORE:
        if all(before.match(line) or not line.strip() for line in lines):
            plain = [before.sub("", line, count=1) for line in lines]
            if "---" in plain:  # else it may be a quotation or a list
                yield "\n".join(plain)
    if found := _PATH.match(text):
        yield text[found.end() :]
    end = next((at for at, line in enumerate(lines) if not line.strip()), len(lines))
    if end > 1 and all(_ROW.fullmatch(line) for line in lines[:end]):
        for cells in _list_pairs(lines[:end]):
            yield _write(cells, lines[end:])
    pair = _MARKED if text[:1] in tuple("#:;%@/-") else _ARROW
    pairs = [found.groups() for line in lines[:end] if (found := pair.fullmatch(line))]
    if len(pairs) == end > 1:
        yield _write(pairs, lines[end:])
    if found := _HEADED.match(text):
        yield "\n".join(("---", *_KEY.split(found[1]), "---", text[found.end() :].lstrip(" ")))


def _list_pairs(lines: Iterable[str]) -> Iterator[Iterable[Sequence[str]]]:
    """The keys of a table with one for each column, or for each row."""
    rows = [
        [cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines if not _RULE.fullmatch(line)
    ]
    if len(rows) == 2:
        yield zip(*rows, strict=False)
    if all(len(row) == 2 for row in rows):
        yield ((row[0], row[1]) for row in rows)
        yield ((row[0], row[1]) for row in rows[1:])


def _write(pairs: Iterable[Sequence[str]], rest: Iterable[str]) -> str:
    return "\n".join(("---", *(f"{name}: {value}" for name, value in pairs), "---", *rest))
