"""Links between threads of an archive, which lead to the place of their target here once it is known."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from parley.editing.edits import find_head, to_text
from parley.editing.transactions import Change
from parley.importing.leading.places import Moved
from parley.importing.staging import walk_texts
from parley.model.languages.speaking import _
from parley.model.markup.escaping import escape_text

_CODE = re.compile(r"(?ms)^[ >\t]*(`{3,}|~{3,}).*?^[ >\t]*\1[`~]*[ \t]*$|(?<!`)(`+)(?!`).+?(?<!`)\2(?!`)")
_ADDRESS = re.compile(
    r"(\]\()(https?://[^\s()<>]+)(?=\))|<(https?://[^\s<>]+)>|(?<![\w<(\[/])(https?://[^\s<>()\[\]*]+)"
)
_ENDING = re.compile(r"[.,;:!?'\"*_~]+$")


Find = Callable[[str], Moved | None]
"""Where what an address leads to is on this site."""


def relink(ready: Path, find: Find, told: Callable[[str], None], watch: Callable[[int], None]) -> None:
    """Give links in staged files the places here.

    `told` gets the path of each file that was changed, and `watch` the number of those that were looked at.
    """
    for number, file in enumerate(_list_texts(ready), 1):
        watch(number)
        text = file.read_text(encoding="utf-8")
        if "://" in text:
            head, body = _cut(text)
            made = relink_text(body, find)
            if made != body:
                file.write_text(head + made, encoding="utf-8", newline="\n")
                told(file.relative_to(ready).as_posix())


def relink_change(change: Change, find: Find) -> Change | None:
    """A change to a text with its links leading to the places here; None where the text is what it was before."""
    (_, before), (head, text) = (_cut_there(data or b"", change.path) for data in (change.before, change.after))
    body = relink_text(text, find)
    return None if body.split() == before.split() else replace(change, after=f"{head}{body}".encode())


def _cut_there(data: bytes, path: str) -> tuple[str, str]:
    text = to_text(data)
    at = text.index("\n", find_head(text, path)[1]) + 1
    return text[:at], text[at:]


def _list_texts(ready: Path) -> Iterator[Path]:
    """The staged Markdown files, folder by folder: an archive may have more of them than memory."""
    for root, names in walk_texts(ready):
        yield from (Path(root) / name for name in names if name.endswith(".md"))


def _cut(text: str) -> tuple[str, str]:
    """Front matter and body; the stand-in of a page keeps its link, which says where it was read."""
    at = text.find("\n---\n") + 5
    begin = _("The comments on {shown}.", shown="[").partition("[")[0] + "["
    is_stand_in = text[at:].strip().startswith(begin) and "\ntitle:" in text[:at]
    return (text, "") if is_stand_in else (text[:at], text[at:])


def relink_text(text: str, find: Find) -> str:
    """A text with its links to known places leading there; code stays as it is."""
    pieces, end = [], 0
    for code in _CODE.finditer(text):
        pieces += [_relink(text[end : code.start()], find), code[0]]
        end = code.end()
    return "".join((*pieces, _relink(text[end:], find)))


def _relink(text: str, find: Find) -> str:
    def lead(found: re.Match[str]) -> str:
        if found[1]:
            place = find(found[2])
            return f"{found[1]}{place.way}" if place else found[0]
        address, rest = found[3] or found[4], ""
        if found[4] and (mark := _ENDING.search(address)):
            address, rest = address[: mark.start()], mark[0]
        place = find(address)
        if place is None:
            return found[0]
        return f"[{escape_text(place.title or place.way, at_start=False, linked=True)}]({place.way}){rest}"

    return _ADDRESS.sub(lead, text)
