"""HTML in a Markdown text, to the words it is; what stands around and within it stays Markdown.

`<br>` stays, as it breaks a line. Pictures and links, which forges' editors and word processors write as HTML, become
those of Markdown.
"""

import html
import re
from bisect import bisect_left
from collections.abc import Iterator

from parley.model.findings import shorten
from parley.model.languages.speaking import N_, _
from parley.model.markup.addresses import is_link
from parley.model.markup.raw_html import find_html
from parley.reading.mending.texts.changing import Replacement
from parley.reading.mending.texts.links import name_picture

_ATTRIBUTE = r"\s+[A-Za-z_:][\w.:-]*(?:\s*=\s*(?:[^\s\"'=<>`]+|'[^']*'|\"[^\"]*\"))?"
_WHOLE = re.compile(rf"<(?:[A-Za-z][A-Za-z0-9-]*(?:{_ATTRIBUTE})*\s*/?|/[A-Za-z][A-Za-z0-9-]*\s*)>")
"""An open or a closing tag (CommonMark 0.31, 6.6)."""

_BREAK = re.compile(r"<br[ \t]*/?>", re.IGNORECASE)
_PICTURE = re.compile(r"<img\b", re.IGNORECASE)
_LINK = re.compile(f"(<a(?:{_ATTRIBUTE})*" + r"\s*>)([^<>\[\]\n]*)</a\s*>", re.IGNORECASE)
_VALUE = r"\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))"
_ADDRESS = re.compile(r"(?:://|www\.)[^\s<]*$", re.IGNORECASE)
"""An address of which a backslash behind it would become part."""

_SPECIAL = re.compile(r"[\\`*_~\[\]:@&|<]|(?<=w)\.")
"""What Markdown would find within a tag that is words; a colon or the stop behind `www` makes an address of them."""


def find_changes(text: str) -> Iterator[Replacement]:
    """What to do with all that the parser takes for HTML; a text that has some has more once these are made."""
    for offset in _choose(text):
        whole = _WHOLE.match(text, offset)
        link = _LINK.match(text, offset)
        if whole and _BREAK.fullmatch(whole[0]):
            yield from _move_break(text, *whole.span())
        elif whole and _PICTURE.match(whole[0]) and (made := _draw_picture(whole[0])):
            yield Replacement(*whole.span(), made, _("the picture is a link to it"))
        elif link and (made := _draw_link(link[1], link[2])):
            yield Replacement(*link.span(), made, _("the link is read as Markdown"))
        else:
            found = whole[0] if whole else "<"
            apart = " " if _ADDRESS.search(text[max(offset - 500, 0) : offset]) else ""
            shown = apart + "\\<" + _SPECIAL.sub(r"\\\g<0>", found[1:])
            yield Replacement(
                offset, offset + len(found), shown, _("'{text}' is shown as the words it is", text=_show(text, offset))
            )


def _choose(text: str) -> Iterator[int]:
    """Offsets of HTML that can be escaped at once.

    In a block of HTML, which begins where a line does, there is no code to the parser; once its beginning is escaped,
    there may be. So what stands behind a mark of code in the same block is looked at in the next round. A block ends
    with an empty line, but for those of `_LONG` (CommonMark 0.31, 4.6).
    """
    code = [found.start() for found in _CODE.finditer(text)]
    begin = end = -1
    is_long = is_block = False
    for offset in find_html(text):
        if not text.startswith("<", offset):
            return
        is_first = not text[text.rfind("\n", 0, offset) + 1 : offset].strip(" \t>")
        if begin < 0 or (not is_long and (_EMPTY.search(text, end, offset) or (is_first and not is_block))):
            begin, is_long, is_block = offset, False, is_first
        end = offset
        if not is_block or bisect_left(code, begin) == bisect_left(code, offset):
            yield offset
        is_long = is_long or bool(_LONG.match(text, offset))


_CODE = re.compile(r"`|~~~|\n[ \t]*\n(?: {4}|\t)")
_EMPTY = re.compile(r"\n[ \t>]*\n")
_LONG = re.compile(r"<(?:[!?]|/?(?:script|style|pre|textarea)\b)", re.IGNORECASE)


def _show(text: str, offset: int) -> str:
    end = text.find(">", offset, offset + 60) + 1 or offset + 20
    return shorten(" ".join(text[offset:end].split()), 40)


def _move_break(text: str, start: int, end: int) -> Iterator[Replacement]:
    """A break at the beginning of a line ends the line before it, where there is one; else it breaks nothing."""
    first = text.rfind("\n", 0, start) + 1
    before = text[text.rfind("\n", 0, max(first - 1, 0)) + 1 : max(first - 1, 0)]
    ends = bool(re.search(r"[^\s`~=|>*_-]$", before))
    if ends and not text[first:start].strip() and text[end : end + 1] in ("\n", ""):
        yield Replacement(first - 1, end, "<br>", _(_MOVED))
        return
    if ends:
        yield Replacement(first - 1, first - 1, "<br>")
    yield Replacement(start, end, "", _(_MOVED))


_MOVED = N_("a '<br>' at the beginning of a line ends the line before it")


def _find_value(tag: str, name: str) -> str:
    found = re.search(rf"\s{name}{_VALUE}", tag, re.IGNORECASE)
    return html.unescape(next(filter(None, found.groups()), "")).strip() if found else ""


def _draw_picture(tag: str) -> str:
    address, alt = _find_value(tag, "src"), _find_value(tag, "alt")
    return f"[{_plain(name_picture(alt))}](<{address}>)" if _fits(address) else ""


def _draw_link(tag: str, words: str) -> str:
    address = _find_value(tag, "href")
    return f"[{words}](<{address}>)" if _fits(address) and words.strip() else ""


def _fits(address: str) -> bool:
    return is_link(address) and not re.search(r"[<>\\\s]", address)


def _plain(words: str) -> str:
    return re.sub(r"[\\\[\]`*_<~|]", r"\\\g<0>", " ".join(words.split()))
