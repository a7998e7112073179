"""Quotes, dashes and dots as a language prints them, where they were typed as on a typewriter: for pages alone.

What was typed stays in the files, and in all that programs read. A sign changes where it is clear what it stands for:
quotes in pairs, apostrophes within words or behind them, two or three hyphens between words, three dots. All else is
left: `5'10"`, `--fix`, `a="b"`. Code, addresses and notes are. The preview in the browser does the same
(`write-preview-type.js`).
"""

import html
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from operator import itemgetter

from parley.model.settings import Settings

Marks = tuple[str, str, str, str]
"""What opens and closes a quotation, and one within it."""

ROOT: Marks = ("“", "”", "‘", "’")

_CLDR = """\
«»“” ast blo bm br ca cv dyo el eu ewo it kab kk lij mg mua nnh pms sc sg
«»“” pt-AO pt-CH pt-CV pt-LU pt-MO pt-MZ pt-PT pt-ST pt-TL
„“‚‘ cs de dsb et hr hsb is ksh lb luy mk nds sk sl
«»‹› am az-Cyrl fa fr-CH gsw jgo mzn rm sdh wae
«»„“ bas be bua ky os ru sah tyv uk
””’’ fi he lag rn se sn sv yi
«»‘’ dua ksf nb nn no rw
«»«» ht hy oc yav
”“’‘ ar lld syr ur
„“„“ bg lt prg sgs
‘’“” fur ia tn
„”«» nmg pl ro
„”‚’ agq ff
„”»« hu szl
「」『』 ja yue zh-Hant zh-TW zh-HK zh-MO
«»„” shi zgh
„”‘’ bs
“”«» eo
„“«» ka
‘’‘’ nl
„”’’ sr
“’“” st
“”“” tk
»«›‹ ug
“”’‘ uz"""
"""Marks with the languages that have them. Source: Unicode CLDR 48, `delimiters`; all others have those of its root."""

_OUTER = ("«\u202f", "\u202f»")
"""In French spaces stand within guillemets: narrow, and no line ends there (Lexique des règles typographiques)."""

_MARKS: dict[str, Marks] = {
    "fr": (*_OUTER, *_OUTER),
    "fr-CA": (*_OUTER, "”", "“"),
    **{
        name: (marks[0], marks[1], marks[2], marks[3])
        for marks, *names in map(str.split, _CLDR.split("\n"))
        for name in names
    },
}


def find_marks(language: str) -> Marks:
    """The marks of a language by its name in HTML, or of the one that it is a kind of."""
    return _MARKS.get(language) or _MARKS.get(language.partition("-")[0], ROOT)


SIGN = re.compile(r"""["']|(?<!-)-{2,3}(?!-)|(?<!\.)\.{3}(?!\.)""")

ELISION = re.compile(
    r"'(?:[0-9]{2}s?(?![\w])|n'(?![\w])|(?:[stnkmr]|tis|twas|em|til|till|cause|bout|round|cos)(?![\w']))", re.IGNORECASE
)
"""Words that begin with an apostrophe, in English and Dutch: `'90s`, `rock 'n' roll`, `'tis`, `'s avonds`."""

OPENING = "([{«‹„‚“‘¿¡"
_CUT = re.compile(r"…\s*\Z")
_INCHES = re.compile(rf'(?<=\d)"(?:[^"]*[^\s"{re.escape(OPENING)}])?"')
"""A sign behind a figure stands for inches where the next one closes something as well."""

JOINING = "-–—/"
"""Behind these a quotation may begin, though one may end there as well."""

PACKED = re.compile("[\u3001-\u30ff\u3400-\u9fff\uf900-\ufaff\uff01-\uff60]")
"""What is written without spaces between words, so that quotes stand between letters."""

CODE = re.compile(r"[/_@=\\$#<>{}|]|[\w]\.[\w]")
"""What a word holds that is none: an address, a name in a program."""

LONGEST_WORD = 100
"""Characters on each side of a dash that are looked at: a text may be one word, of dashes."""

DEEPEST = 20
"""Quotations within each other that are looked at."""

APOSTROPHE = "’"
_DASHES = {2: "–", 3: "—"}


@dataclass(slots=True)
class _Scan:
    """A line, the quotes that are open in it, and what has been found: places of signs, with what takes their place."""

    text: str
    marks: Marks
    open: list[tuple[str, int]] = field(default_factory=list)
    opened: set[int] = field(default_factory=set)
    found: dict[int, str] = field(default_factory=dict)

    def at(self, place: int) -> str:
        return self.text[place : place + 1]  # nothing at -1 either

    def has(self, kind: str) -> bool:
        return any(one == kind for one, _ in self.open)

    def begin(self, kind: str, place: int) -> None:
        self.open.append((kind, place))
        self.opened.add(place)

    def end(self, kind: str, place: int) -> None:
        """Close the quotation that was opened last by this kind; those within it were none."""
        while True:
            one, start = self.open.pop()
            if one == kind:
                break
        within = sum(one == kind for one, _ in self.open) % 2
        first, last = self.marks[:2] if (kind == '"') != bool(within) else self.marks[2:]
        self.found[start], self.found[place] = first, last


def find_signs(text: str, marks: Marks) -> list[tuple[int, int, str]]:
    """The signs of a line that change: where each begins and ends, and what takes its place."""
    line = _Scan(text, marks)
    ends: dict[int, int] = {}
    for sign in SIGN.finditer(text):
        start, end = sign.span()
        ends[start] = end
        if sign[0] in ('"', "'"):
            _set_quote(line, sign[0], start)
        elif new := (_find_dots if sign[0] == "..." else _find_dash)(line, start, end):
            line.found[start] = new
    place = text.rfind('"')
    if place in line.opened and (_CUT.search(text) or not text[:place].split()):
        line.found[place] = marks[0]  # a quotation of several paragraphs opens in each
    return [(start, ends[start], line.found[start]) for start in sorted(line.found)]


def _set_quote(line: _Scan, kind: str, place: int) -> None:
    before, after = line.at(place - 1), line.at(place + 1)
    is_packed = PACKED.search(before + after)
    if is_letter(before) and is_letter(after) and not is_packed:
        if kind == "'" and not (before.isdecimal() and after.isdecimal()):
            line.found[place] = APOSTROPHE
        return
    if not is_letter(before) and ELISION.match(line.text, place):
        line.found[place] = APOSTROPHE
        return
    has = line.has(kind)
    is_behind = before in OPENING or place - 1 in line.opened
    begins = not _is_white(after) and (
        _is_white(before) or is_behind or before in JOINING or bool(not has and PACKED.search(before))
    )
    if has and not _is_white(before) and not (begins and (is_behind or is_letter(after))):
        if not _INCHES.match(line.text, place):
            line.end(kind, place)
    elif begins and len(line.open) < DEEPEST:
        line.begin(kind, place)
    elif kind == "'" and is_letter(before) and not before.isdecimal() and not is_packed:
        line.found[place] = APOSTROPHE
        line.opened.add(place)


def _find_dash(line: _Scan, start: int, end: int) -> str:
    before, after = line.at(start - 1), line.at(end)
    if _is_white(before) and _is_white(after):
        is_alone = before in ("", "\n") and after in ("", "\n")
        return "" if is_alone or line.at(end + 1) == "-" else _DASHES[end - start]
    if not is_letter(before) or not (is_letter(after) or after in ('"', "”", "’")):
        return ""
    left, right = line.text[max(0, start - LONGEST_WORD) : start], line.text[start : end + LONGEST_WORD]
    return "" if CODE.search(left.split()[-1] + right.split()[0]) else _DASHES[end - start]


def _find_dots(line: _Scan, start: int, end: int) -> str:
    before, after = line.at(start - 1), line.at(end)
    begins = before in ("", "\n", '"', "“")
    return "" if not {before, after}.isdisjoint("/\\") or (is_letter(after) and not begins) else "…"


def is_letter(char: str) -> bool:
    """Tell whether a character, or none, belongs to a word or a figure."""
    return char != "" and unicodedata.category(char)[0] in ("L", "M", "N")


def _is_white(char: str) -> bool:
    """Tell whether a character is a space, or none."""
    return char == "" or char.isspace()


_TOKEN = re.compile(r'<(/?)([A-Za-z][^\s/>"]*)((?:[^>"]|"[^"]*")*)>|&[#\w]+;')
_LANG = re.compile(r' lang="([^"]*)"')

INLINE = frozenset("a abbr b bdi cite data del em i ins mark q s small span strong time u".split())
AS_A_WORD = frozenset({"code", "kbd", "samp"})
LEFT_OUT = frozenset({"sup", "pre", "script", "style", "svg", "textarea", "template", "math"})
_ENDS = {name: re.compile(rf"<[/]{name}>", re.IGNORECASE) for name in AS_A_WORD | LEFT_OUT}
_ADDRESS = re.compile(r"[^<\s]*[/@][^<\s]*</a>")
"""A link whose words are where it leads, or a handle."""

_TAG = r"<{}(?=[\s/>])(?>(?:[^>\"]|\"[^\"]*\")*)>"
_PLAIN = (
    r"[^<&\"'.-]++|&(?:amp|lt|gt);|\.(?!\.\.)|-(?!-)",
    _TAG.format(rf"/?(?:{'|'.join(INLINE | {'br'})})"),
    *(_TAG.format(name) + rf"(?>(?:[^<]++|<(?!/{name}>))*)<[/]{name}>" for name in _ENDS),
)
_EDGE = _TAG.format(rf"/?(?!(?:{'|'.join(_ENDS)})[\s/>])[a-z][a-z0-9]*")
_UNTOUCHED = re.compile(f"(?>(?:(?>(?:{'|'.join(_PLAIN)})*){_EDGE})*)")
"""Blocks without any sign that may change, which most are: they are passed over as one.

The groups are atomic: Python before 3.11.5 finds too little with `(?:…)*+` (its issue 106052).
"""

_VOID = frozenset("area col hr img input link meta source wbr".split())
A_WORD = "x"
"""Stands for code and for an address, which are words that nobody looks into."""


def set_page(drawn: str, settings: Settings) -> str:
    """What stands on a page, as the site shows it."""
    return set_type(drawn, settings.language) if settings.typographic else drawn


def set_words(text: str, settings: Settings, language: str = "") -> str:
    """A line of words, such as a title, as the site shows it; `language` is its own, where it isn't the site's."""
    if settings.typographic:
        for start, end, new in reversed(find_signs(text, find_marks(language or settings.language))):
            text = text[:start] + new + text[end:]
    return text


def set_type(drawn: str, language: str) -> str:
    """HTML with its quotes, dashes and dots as its languages print them, of which `language` is that of the whole."""
    return "".join(_write(drawn, language))


@dataclass(slots=True)
class _Stretch:
    """The words of a block, with the place of each piece in them and in the HTML.

    What is in another language within a line is a stretch of its own, and a word in the one around it.
    """

    language: str
    words: list[str] = field(default_factory=list)
    places: list[tuple[int, int, int]] = field(default_factory=list)
    length: int = 0

    def add(self, words: str, start: int, end: int) -> None:
        self.places.append((self.length, start, end))
        self.words.append(words)
        self.length += len(words)

    def find_signs(self) -> Iterator[tuple[int, int, str]]:
        """The signs that change, by their places in the HTML."""
        text = "".join(self.words)
        for start, end, new in find_signs(text, find_marks(self.language)) if SIGN.search(text) else ():
            number = bisect_right(self.places, start, key=itemgetter(0)) - 1
            at, first, last = self.places[number]
            if end > at + len(self.words[number]):
                continue  # a run of signs with a tag in it
            if last - first > len(self.words[number]):
                yield first, last, new  # an entity
            else:
                yield first + start - at, first + end - at, new


def _write(drawn: str, language: str) -> Iterator[str]:
    at = 0
    for block in _cut(drawn, language):
        for start, end, new in sorted(chain.from_iterable(stretch.find_signs() for stretch in block)):
            yield drawn[at:start]
            yield new
            at = end
    yield drawn[at:]


@dataclass(slots=True)
class _Spoken:
    """One that names its language, and how many of its tag are open in it."""

    tag: str
    language: str
    open: int = 1


def _cut(drawn: str, language: str) -> Iterator[Sequence[_Stretch]]:
    """The blocks of HTML, each with its language: that of the innermost element that names one.

    Where none does, those in which nothing changes are left out.
    """
    spoken = [_Spoken("", language)]
    is_alike = not _LANG.search(drawn)
    block = [_Stretch(language)]
    around = [*block]
    at = find_block(drawn, 0) if is_alike else 0
    while token := _TOKEN.search(drawn, at):
        around[-1].add(drawn[at : token.start()], at, token.start())
        at = token.end()
        closes, name, attributes = token.groups()
        if name is None:
            around[-1].add(html.unescape(token[0]), token.start(), at)
            continue
        tag = name.lower()  # a site's own templates may shout
        if not closes and tag in _ENDS:
            end = _ENDS[tag].search(drawn, at)
            at = end.end() if end else len(drawn)
            if tag in AS_A_WORD:
                around[-1].add(A_WORD, at, at)
        elif tag == "a" and (address := _ADDRESS.match(drawn, at)):
            at = address.end()
            around[-1].add(A_WORD, at, at)
        elif tag == "br":
            around[-1].add("\n", at, at)
        else:
            known = len(spoken)
            _follow(spoken, closes, tag, attributes)
            if len(spoken) > known and tag in INLINE:
                around[-1].add(A_WORD, at, at)
                around.append(_Stretch(spoken[-1].language))
                block.append(around[-1])
            elif len(spoken) < known and len(around) > 1:
                around.pop()
            elif len(spoken) != known or tag not in INLINE:
                yield block
                around = [_Stretch(spoken[-1].language)]
                block = [*around]
                at = find_block(drawn, at) if is_alike else at
    around[-1].add(drawn[at:], at, len(drawn))
    yield block


def find_block(drawn: str, at: int) -> int:
    """Where the first block begins, from a place between two, in which something may change."""
    return next(_UNTOUCHED.finditer(drawn, at)).end()


def _follow(spoken: list[_Spoken], closes: str, tag: str, attributes: str) -> None:
    """Keep up with the languages of the elements around a place."""
    if tag not in _VOID and (named := _LANG.search(attributes)):
        spoken.append(_Spoken(tag, named[1]))
    elif tag == spoken[-1].tag:
        spoken[-1].open += -1 if closes else 1
        if not spoken[-1].open:
            spoken.pop()


FOLD = re.compile('(?<=[«‹])\\s|\\s(?=[»›])|-{2,3}|[–—]|\\.{3}|[“”„«»‹›「」『』‘’‚"]')
"""What may be one sign where it was typed and another where it is shown."""


def fold(words: str) -> tuple[str, Sequence[tuple[int, int]]]:
    """Words in which it makes no difference how signs are written, and of each character where it was."""
    folded: list[str] = []
    places: list[tuple[int, int]] = []
    at = 0
    for found in FOLD.finditer(words):
        start, end = found.span()
        folded.append(words[at:start])
        places += ((place, place + 1) for place in range(at, start))
        sign = found[0]
        if new := "-" if sign in ("--", "---", "–", "—") else "…" if sign == "..." else "" if sign.isspace() else "'":
            folded.append(new)
            places.append((start, end))
        at = end
    folded.append(words[at:])
    places += ((place, place + 1) for place in range(at, len(words)))
    return "".join(folded), places
