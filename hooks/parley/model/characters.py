"""Characters without a shape: which there are, and where a script or an emoji needs one.

Source: the Unicode Character Database (properties Default_Ignorable_Code_Point, Noncharacter_Code_Point, category Cf),
which a test compares with the tables here; chapter 23 of the Unicode Standard says what each is for; sequences of emoji
are those of Unicode Technical Standard 51. What a script needs is told by its blocks, not letter by letter.
"""

import re
import unicodedata
from collections.abc import Iterator

CONTROLS = r"\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029"
"""All but tab and newline; with the separators of lines and paragraphs."""

IGNORABLE = (
    r"\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f"
    r"\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
"""Default_Ignorable_Code_Point."""

NONCHARACTERS = r"\ufdd0-\ufdef" + "".join(
    rf"\U{plane:04x}fffe\U{plane:04x}ffff" if plane else r"\ufffe\uffff" for plane in range(17)
)
FORMATS = r"\ufff9-\ufffb\U00013430-\U0001343f"
"""What category Cf has besides, but for the signs that stand around numbers and are seen."""

RIGHT_TO_LEFT = re.compile(r"[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
"""The blocks of letters that are written so, and the mark that stands for one."""

SHAPELESS = re.compile(f"[{CONTROLS}{IGNORABLE}{NONCHARACTERS}{FORMATS}]")

SHAPELESS_ASCII = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
"""The same of a text in ASCII, as most are: of each letter there is less to ask."""

# what stands before or behind those that are needed
_JOINING = (
    r"\u0600-\u061b\u061d-\u08ff\u0900-\u0dff\u0f00-\u109f\u1780-\u17b3\u17b6-\u180a\u1810-\u18af\u1a20-\u1aaf\u1b00-\u1bff"
    r"\ua840-\ua87f\ua8e0-\ua8ff\ua980-\ua9ff\uaa60-\uaaff\uabc0-\uabff\ufb50-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc"
    r"\U00010ac0-\U00010bff\U00010d00-\U00010d3f\U00010f00-\U00011fff\U0001e900-\U0001e95f"
)
_WITHOUT_SPACES = (
    r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17b3\u17b6-\u17ff\u1950-\u19df\u1a20-\u1aaf\ua9e0-\ua9ff\uaa60-\uaadf"
)
_MARKS = r"\u0300-\u034e\u0350-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f"
_EMOJI = (
    r"\u00a9\u00ae\u203c\u2049\u2122\u2139\u2190-\u21ff\u2300-\u23ff\u24c2\u25a0-\u27bf\u2900-\u297f\u2b00-\u2bff"
    r"\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
)
_IDEOGRAPHS = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002fffd\U00030000-\U0003fffd"
_VARYING = (
    r"0\u1000-\u109f\u2200-\u22ff\u2a00-\u2aff\u3000-\u303f\ua840-\ua87f\uff01-\uff60"
    r"\U00010ac0-\U00010aff\U00013000-\U0001342f"
)
_NOTES = r"\U0001d100-\U0001d172\U0001d17b-\U0001d1ff"
_LETTER = r"[^\W\d_]"
_EITHER_DIRECTION = r"\u061c\u200e\u200f"

_NEEDED = "|".join(
    (
        rf"(?<=[{_JOINING}])[\u200c\u200d]|[\u200c\u200d](?=[{_JOINING}])",  # joined, or kept apart
        rf"(?<=[{_EMOJI}\ufe0f\U000e007f])\u200d(?=[{_EMOJI}])",  # emoji of several
        rf"(?<=[{_EMOJI}#*0-9])[\ufe0e\ufe0f]",  # as text, or in colours
        rf"(?<=[{_IDEOGRAPHS}{_VARYING}])[\ufe00-\ufe0d]",
        rf"(?<=[{_IDEOGRAPHS}])[\U000e0100-\U000e013f]",  # the form of an ideograph in a name
        r"(?<=\U0001f3f4)[\U000e0030-\U000e0039\U000e0061-\U000e007a]{3,6}\U000e007f",  # flags of parts of countries
        rf"(?<={_LETTER})\u00ad(?={_LETTER})",  # where a word may be cut
        rf"(?<=[{_WITHOUT_SPACES}])\u200b|\u200b(?=[{_WITHOUT_SPACES}])",  # where a line may be
        rf"(?<![{IGNORABLE}])[{_EITHER_DIRECTION}](?![{IGNORABLE}])",  # they turn nothing but the signs beside them
        rf"\u034f(?=[{_MARKS}])",  # the order of marks
        r"(?<=[\u1820-\u18aa])[\u180b-\u180f]",  # forms of Mongolian letters
        r"\u115f(?=[\u1160-\u11a7])|(?<=[\u1100-\u115f\ua960-\ua97c])\u1160",  # old Hangul
        r"(?<=[\U0001bc00-\U0001bc9f])[\U0001bca0-\U0001bca3]",  # shorthand
        rf"(?<=[{_NOTES}])[\U0001d173-\U0001d17a]|[\U0001d173-\U0001d17a](?=[{_NOTES}])",  # beams and slurs
        r"(?<=[\U00013000-\U0001342f])[\U00013430-\U0001343f]",  # hieroglyphs
    )
)
EACH = re.compile(f"{_NEEDED}|({SHAPELESS.pattern})")
"""Each of them; the group is empty where it is needed."""


NEVER = re.compile(
    f"[{CONTROLS}{NONCHARACTERS}"
    r"\u17b4\u17b5\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb"
    r"\U000e0000-\U000e001f\U000e0080-\U000e00ff\U000e0140-\U000e0fff]"
)
"""Those that no text needs, wherever they stand; among them what turns the direction of a text ("Trojan Source",
CVE-2021-42574)."""


OVERRIDES = "\u202d\u202e"
"""They show letters in another order than they are written in."""

_ISOLATES = re.compile(r"[\u2066-\u2069\n]")


def _find_pairs(text: str) -> set[int]:
    """Where isolates stand that end on the line they begin on (Unicode Standard Annex 9, 3.1.2).

    Text in another direction needs them, and nothing beyond them is turned. One around nothing is not needed.
    """
    paired: set[int] = set()
    waiting: list[int] = []
    for found in _ISOLATES.finditer(text):
        if found[0] == "\n":
            waiting = []
        elif found[0] != "\u2069":
            waiting.append(found.start())
        elif waiting and (start := waiting.pop()) < found.start() - 1:
            paired |= {start, found.start()}
    return paired


def find_hidden(text: str) -> Iterator[tuple[int, str]]:
    """Where a character stands that cannot be seen and is not needed there, and the character."""
    if (SHAPELESS_ASCII if text.isascii() else SHAPELESS).search(text):
        pairs = _find_pairs(text) if "\u2069" in text else set()
        for found in EACH.finditer(text):
            if found[1] and found.start() not in pairs:
                yield found.start(), found[1]


def has_hidden(text: str) -> bool:
    """Tell whether anything in a text cannot be seen and is not needed where it stands."""
    return next(find_hidden(text), None) is not None


def remove_hidden(text: str) -> str:
    """The text without them; it has none then."""
    if not (SHAPELESS_ASCII if text.isascii() else SHAPELESS).search(text):
        return text
    while hidden := {offset for offset, _ in find_hidden(text)}:
        text = "".join(char for offset, char in enumerate(text) if offset not in hidden)
    return text


_BLANK = re.compile(rf"[\s\u2800\U0001d159{SHAPELESS.pattern[1:-1]}]*")
"""Spaces, the empty pattern of Braille and the empty head of a note, which are signs by their property."""


def is_blank(text: str) -> bool:
    """Tell whether a text shows nothing at all."""
    return _BLANK.fullmatch(text) is not None


def visible(text: str) -> str:
    """The text with each character that has no shape of its own written as its code."""
    if text.isascii() and text.isprintable():
        return text
    hidden = {offset for offset, _ in find_hidden(text)}
    return "".join(char if is_visible(char) and at not in hidden else _code(char) for at, char in enumerate(text))


def _code(char: str) -> str:
    return f"\\u{ord(char):04x}" if char <= "\uffff" else f"\\U{ord(char):08x}"


def is_visible(char: str) -> bool:
    """Tell whether a terminal shows the character where it stands and leaves its neighbours alone."""
    return char == " " or unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Zs"}
