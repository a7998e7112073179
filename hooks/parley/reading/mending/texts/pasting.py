"""Lists, tables, links and signatures as other programs put them into plain text, to those of Markdown.

The preview in the browser does the same (`write-preview-pasted.js`) with the signs and limits that stand here.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from parley.model.findings import shorten
from parley.model.languages.speaking import _
from parley.model.markup.addresses import is_link
from parley.model.markup.markdown import find_code_lines
from parley.model.markup.places import blank_code
from parley.reading.mending.texts.changing import Replacement

_SHAPES = "●○■□➢➤❖►▶▸◆◇★☆➔➜"
_ANSWERS = "✓✔✗✘✖☐☑☒✅❌⚠👉🔹🔸🔷🔶"
MARKS = f"•‣⁃◦▪▫{_SHAPES}{_ANSWERS}·"
"""Signs with which Word, Outlook and others begin a line of a list, but for those of the typeface Symbol."""

BULLET = re.compile(
    r"(?P<indent>[ \t\u00a0]*)"
    rf"(?:(?P<mark>[{MARKS}\uf0a7\uf0b7\uf0d8\uf076\uf0fc\uf0fb][\ufe0e\ufe0f]?)|(?P<letter>[o§–—])(?=\t))"
    r"(?P<gap>[ \t\u00a0]+)(?=\S)"
)
"""How such a line begins; the signs of the private area are of the typeface Symbol."""

DEEPER = {**dict.fromkeys("o◦○▫□", 1), **dict.fromkeys("§▪■\uf0a7", 2)}
"""How deep a word processor's own lists stand where such a sign is in front."""

SHAPES = frozenset(_SHAPES)
"""Signs of lists, of headings and of legends: only where several lines begin with them they are the first."""

ANSWERS = frozenset(f"{_ANSWERS}\uf0fc\uf0fb")
"""Signs that say something themselves, which therefore stay."""

SYMBOLS = {"\uf04a": "☺", "\uf04c": "☹", "\uf0e0": "→", "\uf0df": "←", "\uf0f0": "⇨", "\uf0fc": "✓", "\uf0fb": "✗"}
"""Faces and arrows of the typeface Wingdings, with which Outlook and Word replace `:)` and `-->`."""

_SYMBOL = re.compile(f"[{''.join(SYMBOLS)}]")
_HAS = re.compile(rf"^{BULLET.pattern}|[^\t\n]\t", re.MULTILINE)
BLOCK = re.compile(
    r"[ \t]*(?:[>|]|(?:[-*+]|#{1,6})(?=[ \t]|$)|`{3}|~{3}|\[[^\]\n]+\]:"
    r"|\(?(?:\d{1,9}|[a-zA-Z]|[ivxlcIVXLC]+)[.)](?=[ \t])|[:|\t -]+$)"
    r"| +\S"
)
"""What begins, or may begin, something else than a row of cells: an item, a quotation, a note, a table of Markdown."""

LEAST_ROWS, MOST_COLUMNS = 3, 40

CHAT_LINK = re.compile(r"<(https?://[^\s<>|]+)\|([^\s<>|\[\]](?:[^<>|\[\]\n]*[^\s<>|\[\]])?)>")
"""A link as Slack exports it, with its words."""

SIGNATURE = re.compile(r"(?<=[^\n]\n)( {0,3})--(?=[ \t\u00a0]*$)", re.MULTILINE)
"""What mail programs put above a name: for Markdown it makes a heading of the line before it."""


def find_changes(text: str) -> Iterator[Replacement]:
    """What to do with lines that look like a list or a table; those in code stay."""
    for found in _SYMBOL.finditer(text):
        if not BULLET.match(text, text.rfind("\n", 0, found.start()) + 1, found.end() + 2):
            new = SYMBOLS[found[0]]
            yield Replacement(
                found.start(), found.end(), new, _("a sign of another typeface is read as '{new}'", new=new)
            )
    yield from _find_foreign(text)
    if not _HAS.search(text):
        return
    code = find_code_lines(text)
    code -= set(_find_heads(text, code))
    items: list[_SignedLine] = []
    rows: list[tuple[int, str]] = []
    start = 0
    for number, line in enumerate([*text.split("\n"), ""], 1):
        is_code = number in code
        bullet = None if is_code else BULLET.match(line)
        if bullet:
            items.append(_SignedLine(start, line, bullet))
        elif is_code or not line.strip():
            yield from _make_list(items)
            items = []
        if not is_code and not bullet and "\t" in line.strip(" ") and _is_row(line, rows):
            rows.append((start, line))
        else:
            yield from _make_table(rows, text)
            rows = []
        start += len(line) + 1


CAPITALS = re.compile(r"(?<![\w/.:@-])(?:H[tT]{2}[pP][sS]?(?=://\w)|W[wW]{2}(?=\.\w+\.\w))")
"""How telephones begin an address at the beginning of a sentence; for the parser it is none."""


def _find_foreign(text: str) -> Iterator[Replacement]:
    """Signs that mean something in another program, and something else or nothing in Markdown."""
    plain = blank_code(text) if any(one.search(text) for one in (SIGNATURE, CHAT_LINK, CAPITALS)) else ""
    for found in CAPITALS.finditer(plain):
        what = _("'{address}' is read as '{whole}'", address=found[0], whole=found[0].lower())
        yield Replacement(found.start(), found.end(), found[0].lower(), what)
    for found in SIGNATURE.finditer(plain):
        what = _("'{text}' is shown as the words it is", text="--")
        yield Replacement(found.start(), found.end(), f"{found[1]}\\--", what)
    for found in CHAT_LINK.finditer(plain):
        if is_link(found[1]):
            whole = f"[{found[2]}](<{found[1]}>)"
            what = _("'{address}' is read as '{whole}'", address=shorten(found[0]), whole=shorten(whole))
            yield Replacement(found.start(), found.end(), whole, what)


def _find_heads(text: str, code: Collection[int]) -> Iterator[int]:
    """Lines of a tab and more cells above a row of as many: the head of a table whose corner is empty, and no code."""
    lines = text.split("\n")
    for number in code:
        line, following = lines[number - 1], lines[number] if number < len(lines) else ""
        is_above = number + 1 not in code and number - 1 not in code and following[:1] not in ("", "\t", " ")
        if is_above and line.startswith("\t") and line.count("\t") == following.count("\t"):
            yield number


@dataclass(frozen=True, slots=True)
class _SignedLine:
    """A line that begins with the sign of a list: where, and what was found there."""

    start: int
    line: str
    found: re.Match[str]

    @property
    def sign(self) -> str:
        return (self.found["mark"] or self.found["letter"]).rstrip("\ufe0e\ufe0f")

    @property
    def depth(self) -> int:
        """Columns before the sign."""
        return len(self.found["indent"].expandtabs(4))

    @property
    def is_ornament(self) -> bool:
        """Tell whether the sign stands at both ends; a letter there is one of a word's."""
        words = self.line.strip()
        return bool(self.found["mark"]) and len(words.strip(self.sign)) < len(words) - 1

    @property
    def is_tabbed(self) -> bool:
        """Tell whether a word processor made the line: nobody types a tab between sign and words."""
        return "\t" in self.found["gap"]


def _make_list(items: Sequence[_SignedLine]) -> Iterator[Replacement]:
    """Lines without a blank one between them, to one list; what may be a heading, or a sign that says something, stays.

    Different shapes at the same depth, as ● and ○, say something as well.
    """
    while items and items[0].sign in "o§·":
        items = items[1:]
    if not items or any(item.is_ornament for item in items):
        return
    if len(items) == 1 and not items[0].is_tabbed and items[0].sign in (SHAPES | ANSWERS) - SYMBOLS.keys():
        return
    shapes = {item.sign for item in items if item.sign in SHAPES and not item.is_tabbed}
    is_legend = len(shapes) > 1 and len({item.depth for item in items}) == 1
    for item, depth in zip(items, _find_depths(items), strict=True):
        stays = item.sign in ANSWERS or (is_legend and item.sign in shapes)
        sign = SYMBOLS.get(item.sign) or item.found["mark"]
        new = f"- {sign} " if stays else f"{'  ' * depth}- "
        what = _("'{sign}' is read as the beginning of a list's item", sign=item.sign)
        yield Replacement(item.start, item.start + item.found.end(), new, what)


def _find_depths(items: Sequence[_SignedLine]) -> Iterator[int]:
    """How deep each item stands: by how far it is indented, or where all are alike by the signs of word processors."""
    if len({item.depth for item in items}) > 1:
        outer: list[int] = []
        for item in items:
            while outer and outer[-1] > item.depth - 2:
                outer.pop()
            yield len(outer)
            outer.append(item.depth)
        return
    least = min(DEEPER.get(item.sign, 0) for item in items)
    known: dict[str, int] = {}
    depth = -1
    for item in items:
        depth = known.setdefault(item.sign, min(DEEPER.get(item.sign, 0) - least, depth + 1))
        yield depth


def _is_row(line: str, rows: Sequence[tuple[int, str]]) -> bool:
    if rows:
        return line.count("\t") == rows[0][1].count("\t")
    return line.count("\t") < MOST_COLUMNS


def _make_table(rows: Sequence[tuple[int, str]], text: str) -> Iterator[Replacement]:
    """Lines with as many tabs each, as a spreadsheet copies its cells; the first is the head."""
    if len(rows) < LEAST_ROWS:
        return
    if rows[0][1].count("\t") == 1 and any(line.startswith("\t") for _, line in rows[1:]):
        return
    if any(BLOCK.match(line) for _, line in rows) or not any(line.partition("\t")[2].strip() for _, line in rows):
        return
    start, end = rows[0][0], rows[-1][0] + len(rows[-1][1])
    drawn = [_make_row(line) for _, line in rows]
    drawn.insert(1, "|" + " --- |" * (rows[0][1].count("\t") + 1))
    before = "\n" if start and text[:start].rstrip(" \t")[-2:] != "\n\n" and text[:start].strip() else ""
    after = "\n" if text[end : end + 2].strip() or text[end + 1 : end + 2].strip() else ""
    what = _("lines with tabs are read as a table")
    yield Replacement(start, end, before + "\n".join(drawn) + after, what)


def _make_row(line: str) -> str:
    cells = (cell.strip().replace("|", "\\|") for cell in line.split("\t"))
    return f"| {' | '.join(cells)} |"
