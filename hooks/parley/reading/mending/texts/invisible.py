"""Characters that nobody sees, as web pages, word processors, terminals and chats leave them in what is copied.

Sources: the Unicode Character Database for what each is; the WHATWG Encoding Standard for the bytes of Windows-1252,
which stand as C1 controls in a text that was read wrongly; ECMA-48 for what colours a terminal; Unicode Standard Annex
9 for what turns the direction of a text.
"""

import re
import unicodedata
from collections.abc import Iterator

from parley.model.characters import CONTROLS, OVERRIDES, find_hidden
from parley.model.markup.markdown import find_code_lines
from parley.model.markup.references import find_hidden_references, unescape
from parley.reading.mending.texts.changing import Replacement

_TERMINAL = r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b\n]*(?:\x07|\x1b\\)|[ -/]*[0-~])|\x9b[0-?]*[ -/]*[@-~]"
"""What tells a terminal colours and links."""

_FIXED = re.compile(rf"(?P<terminal>{_TERMINAL})|\n?[\x0c\u2029]+\n?|[{CONTROLS}\u3164\uffa0\ufffc]")
_BLANKS = re.compile(r"^[ \t]*[\u00a0\u202f\u2007\u3000][ \t\u00a0\u202f\u2007\u3000]*$", re.MULTILINE)
"""A line of spaces that Markdown doesn't take for an empty one, as mail programs write between paragraphs."""

_LINE_END = re.compile("[\x0b\u2028]")
"""How Word and web pages end a line within a paragraph."""

_MEANT = {
    "\x1e": "-",  # Word: a hyphen at which no line ends
    "\u3164": " ",
    "\uffa0": " ",
}
_OPENS = {"\u2066": "\u2069", "\u2067": "\u2069", "\u2068": "\u2069", "\u202a": "\u202c", "\u202b": "\u202c"}
_DIRECTIONS = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
_ISOLATE = {"\u202a": "\u2066", "\u202b": "\u2067", "\u202c": "\u2069"}
_TURNS = frozenset("\u202b\u2067\u202d\u202e")


def find_characters(text: str, *, is_line: bool = False) -> Iterator[Replacement]:
    """What to do with each character that cannot be seen and is not needed where it stands.

    What is harmful is left for the check to tell. `is_line` tells that the text stays one paragraph.
    """
    if text.isascii() and text.isprintable():
        return
    code = find_code_lines(text) if _LINE_END.search(text) else set()
    for found in _FIXED.finditer(text):
        if _LINE_END.match(found[0]):
            yield _end_line(found, code)
        else:
            yield _replace(found, is_line=is_line)
    for found in _BLANKS.finditer(text):
        yield Replacement(found.start(), found.end(), "", "a line of spaces is read as an empty line")
    if _DIRECTIONS.search(text):
        start = 0
        for line in text.split("\n"):
            yield from (Replacement(start + one.start, start + one.end, one.new, one.what) for one in _turn(line))
            start += len(line) + 1
    yield from _find_rest(text)


def _replace(found: re.Match[str], *, is_line: bool) -> Replacement:
    char = found[0].strip("\n")[:1]
    if found["terminal"]:
        return Replacement(found.start(), found.end(), "", "what colours a terminal is left out")
    if char in "\x0c\u2029":
        whole = found[0].startswith("\n") and found[0].endswith("\n")
        new = "\n" if is_line or whole else "\n\n"
        return Replacement(found.start(), found.end(), new, f"{_name(char)} is read as the end of a paragraph")
    new = _as_windows(char) if "\x80" <= char <= "\x9f" else _MEANT.get(char, "")
    told = f"'{new}'" if new.strip() else "a space" if new else ""
    what = f"{_name(char)} is read as {told}" if told else f"{_name(char)} is left out"
    return Replacement(found.start(), found.end(), new, what)


def _end_line(found: re.Match[str], code: set[int]) -> Replacement:
    """A break of Markdown, where one can stand."""
    text, start = found.string, found.start()
    before = text[text.rfind("\n", 0, start) + 1 : start]
    ends = text[found.end() : found.end() + 1] in ("\n", "")
    if before.lstrip(" >").startswith("|"):
        new = " " if ends else "<br>"
    else:
        is_words = before.strip(" >") and not before.lstrip(" >").startswith("#")
        within = is_words and not ends and text.count("\n", 0, start) + 1 not in code
        new = "" if ends else "\\\n" if within else "\n"
    return Replacement(start, found.end(), new, f"{_name(found[0])} is read as a line's end")


def _as_windows(char: str) -> str:
    """What the byte stands for in Windows-1252; nothing for the five that stand for nothing."""
    return bytes([ord(char)]).decode("cp1252", "ignore")


def _name(char: str) -> str:
    code = f"U+{ord(char):04X}"
    name = _NAMES.get(char) or unicodedata.name(char, "").lower()
    return f"the invisible {code} ({name})" if name else f"the invisible {code}"


_NAMES = {
    "\x0b": "line break",
    "\x0c": "page break",
    "\x1e": "fixed hyphen",
    "\ufffc": "a picture that didn't come along",
}


def _turn(line: str) -> Iterator[Replacement]:
    """Keep what turns the direction of a text and ends where it began; leave out what turns nothing.

    Embeddings that end become isolates, which show the same and leave alone what stands around them.
    """
    found = list(_DIRECTIONS.finditer(line))
    if not found or any(one[0] in OVERRIDES for one in found):
        return
    waiting: list[re.Match[str]] = []
    paired: set[int] = set()
    for one in found:
        if one[0] in _OPENS:
            waiting.append(one)
        elif waiting and _OPENS[waiting[-1][0]] == one[0]:
            opened = waiting.pop()
            paired |= {opened.start(), one.start()}
            for half in (opened, one):
                if half[0] in _ISOLATE:
                    yield Replacement(half.start(), half.end(), _ISOLATE[half[0]], _TURNED)
    lone = [one for one in found if one.start() not in paired]
    if not any(one[0] in _TURNS for one in lone) and not any(map(_is_right_to_left, line)):
        yield from (Replacement(one.start(), one.end(), "", f"{_name(one[0])} is left out") for one in lone)


_TURNED = "an embedding of text in another direction is read as an isolate"


def _is_right_to_left(char: str) -> bool:
    return char > "\u0590" and unicodedata.bidirectional(char) in ("R", "AL", "AN")


def _find_rest(text: str) -> Iterator[Replacement]:
    """What is hidden besides; of several marks of direction one may be needed."""
    for offset, char in find_hidden(text):
        if _DIRECTIONS.match(char) or _FIXED.match(char):
            continue
        before, after = text[offset - 1 : offset], text[offset + 1 : offset + 2]
        if not (char in _MARKS and after == char != before):
            yield Replacement(offset, offset + 1, "", f"{_name(char)} is left out")


_MARKS = "\u200e\u200f\u061c"


def find_references(text: str) -> Iterator[Replacement]:
    """What to do with references whose characters would be hidden where they come to stand, such as `&#8203;`."""
    for offset, reference in find_hidden_references(text):
        char = unescape(reference)
        if char not in OVERRIDES and not _DIRECTIONS.match(char):
            new = _as_windows(char) if "\x80" <= char <= "\x9f" else ""
            what = f"'{reference}' is read as '{new}'" if new else f"'{reference}', which nobody sees, is left out"
            yield Replacement(offset, offset + len(reference), new, what)
