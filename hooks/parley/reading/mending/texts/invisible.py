"""Characters that nobody sees, as web pages, word processors, terminals and chats leave them in what is copied.

Sources: the Unicode Character Database for what each is; the WHATWG Encoding Standard for the bytes of Windows-1252,
which stand as C1 controls in a text that was read wrongly; ECMA-48 for what colours a terminal; Unicode Standard Annex
9 for what turns the direction of a text.

The preview in the browser does the same (`write-preview-invisible.js`) with the characters that stand here.
"""

import re
import unicodedata
from collections.abc import Iterator

from parley.model.characters import CONTROLS, OVERRIDES, RIGHT_TO_LEFT, find_hidden
from parley.model.languages.speaking import N_, _
from parley.model.markup.markdown import find_code_lines
from parley.model.markup.unshown import find_hidden_references, unescape
from parley.reading.mending.texts.changing import Replacement

_TERMINAL = r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b\n]*(?:\x07|\x1b\\)|[ -/]*[0-~])|\x9b[0-?]*[ -/]*[@-~]"
"""What tells a terminal colours and links."""

FIXED = re.compile(rf"(?P<terminal>{_TERMINAL})|\n?[\x0c\u2029]+\n?|[{CONTROLS}\u3164\uffa0\ufffc]")
BLANKS = re.compile(r"^[ \t]*[\u00a0\u202f\u2007\u3000][ \t\u00a0\u202f\u2007\u3000]*$", re.MULTILINE)
"""A line of spaces that Markdown doesn't take for an empty one, as mail programs write between paragraphs."""

LINE_END = re.compile("[\x0b\u2028]")
"""How Word and web pages end a line within a paragraph."""

_NOTHING = re.compile(r"[^\S\n]{0,200}(?:\n|\Z)")

MEANT = {
    "\x1e": "-",  # Word: a hyphen at which no line ends
    "\u3164": " ",
    "\uffa0": " ",
    **{chr(byte): bytes([byte]).decode("cp1252", "ignore") for byte in range(0x80, 0xA0)},
}
"""What is written instead; a byte that stands for nothing in Windows-1252 is left out, as all others are."""

OPENS = {"\u2066": "\u2069", "\u2067": "\u2069", "\u2068": "\u2069", "\u202a": "\u202c", "\u202b": "\u202c"}
DIRECTIONS = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
ISOLATE = {"\u202a": "\u2066", "\u202b": "\u2067", "\u202c": "\u2069"}
TURNS = frozenset("\u202b\u2067\u202d\u202e")


def find_characters(text: str, *, is_line: bool = False) -> Iterator[Replacement]:
    """What to do with each character that cannot be seen and is not needed where it stands.

    What is harmful is left for the check to tell. `is_line` tells that the text stays one paragraph.
    """
    if text.isascii() and text.isprintable():
        return
    code = find_code_lines(text) if LINE_END.search(text) else set()
    for found in FIXED.finditer(text):
        if LINE_END.match(found[0]):
            yield _end_line(found, code)
        else:
            yield _replace(found, is_line=is_line)
    for found in BLANKS.finditer(text):
        yield Replacement(found.start(), found.end(), "", _("a line of spaces is read as an empty line"))
    if DIRECTIONS.search(text):
        start = 0
        for line in text.split("\n"):
            yield from (Replacement(start + one.start, start + one.end, one.new, one.what) for one in _turn(line))
            start += len(line) + 1
    yield from _find_rest(text)


def _replace(found: re.Match[str], *, is_line: bool) -> Replacement:
    char = found[0].strip("\n")[:1]
    if found["terminal"]:
        return Replacement(found.start(), found.end(), "", _("what colours a terminal is left out"))
    if char in "\x0c\u2029":
        whole = found[0].startswith("\n") and found[0].endswith("\n")
        new = "\n" if is_line or whole else "\n\n"
        return Replacement(
            found.start(), found.end(), new, _("{char} is read as the end of a paragraph", char=_name(char))
        )
    new = MEANT.get(char, "")
    told = f"'{new}'" if new.strip() else "a space" if new else ""
    what = (
        _("{char} is read as {told}", char=_name(char), told=told)
        if told
        else _("{char} is left out", char=_name(char))
    )
    return Replacement(found.start(), found.end(), new, what)


def _end_line(found: re.Match[str], code: set[int]) -> Replacement:
    """A break of Markdown, where one can stand."""
    text, start = found.string, found.start()
    before = text[text.rfind("\n", 0, start) + 1 : start]
    ends = bool(_NOTHING.match(text, found.end()))
    if before.lstrip(" >").startswith("|"):
        new = " " if ends else "<br>"
    else:
        is_words = before.strip(" >") and not before.lstrip(" >").startswith("#")
        within = is_words and not ends and text.count("\n", 0, start) + 1 not in code
        new = "" if ends else "\\\n" if within else "\n"
    return Replacement(start, found.end(), new, _("{found} is read as a line's end", found=_name(found[0])))


def _name(char: str) -> str:
    code = f"U+{ord(char):04X}"
    name = _(_NAMES[char]) if char in _NAMES else unicodedata.name(char, "").lower()
    return _("the invisible {code} ({name})", code=code, name=name) if name else _("the invisible {code}", code=code)


_NAMES = {
    "\x0b": N_("line break"),
    "\x0c": N_("page break"),
    "\x1e": N_("fixed hyphen"),
    "\ufffc": N_("a picture that didn't come along"),
}


def _turn(line: str) -> Iterator[Replacement]:
    """Keep what turns the direction of a text and ends where it began; leave out what turns nothing.

    Embeddings that end become isolates, which show the same and leave alone what stands around them.
    """
    found = list(DIRECTIONS.finditer(line))
    if not found or any(one[0] in OVERRIDES for one in found):
        return
    waiting: list[re.Match[str]] = []
    paired: set[int] = set()
    for one in found:
        if one[0] in OPENS:
            waiting.append(one)
        elif waiting and OPENS[waiting[-1][0]] == one[0]:
            opened = waiting.pop()
            paired |= {opened.start(), one.start()}
            for half in (opened, one):
                if half[0] in ISOLATE:
                    yield Replacement(half.start(), half.end(), ISOLATE[half[0]], _(_TURNED))
    lone = [one for one in found if one.start() not in paired]
    is_needed = any(one[0] in TURNS for one in lone) or RIGHT_TO_LEFT.search(line)
    end = len(_TO_END.sub("", line))
    open_ = [one for one in waiting if is_needed and one.end() < end]
    for one in lone:
        if one not in open_:
            yield Replacement(one.start(), one.end(), "", _("{char} is left out", char=_name(one[0])))
        elif one[0] in ISOLATE:
            yield Replacement(one.start(), one.end(), ISOLATE[one[0]], _(_TURNED))
    if open_:
        what = _("a mark of direction that nothing ends is read to the end of its line")
        yield Replacement(end, end, "\u2069" * len(open_), what)


_TO_END = re.compile(r"[|\\]?[ \t]*$")
"""What ends a line and has to stay its end."""

_TURNED = N_("an embedding of text in another direction is read as an isolate")


def _find_rest(text: str) -> Iterator[Replacement]:
    """What is hidden besides; of several marks of direction one may be needed."""
    for offset, char in find_hidden(text):
        if DIRECTIONS.match(char) or FIXED.match(char):
            continue
        before, after = text[offset - 1 : offset], text[offset + 1 : offset + 2]
        if not (char in MARKS and after == char != before):
            yield Replacement(offset, offset + 1, "", _("{char} is left out", char=_name(char)))


MARKS = "\u200e\u200f\u061c"


def find_references(text: str) -> Iterator[Replacement]:
    """What to do with references whose characters would be hidden where they come to stand, such as `&#8203;`."""
    for offset, reference in find_hidden_references(text):
        char = unescape(reference)
        if char not in OVERRIDES and not DIRECTIONS.match(char):
            new = MEANT[char] if "\x80" <= char <= "\x9f" else ""
            what = (
                _("'{reference}' is read as '{new}'", reference=reference, new=new)
                if new
                else _("'{reference}', which nobody sees, is left out", reference=reference)
            )
            yield Replacement(offset, offset + len(reference), new, what)
