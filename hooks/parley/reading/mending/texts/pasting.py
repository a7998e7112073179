"""Lists and tables as word processors and spreadsheets put them into plain text, to those of Markdown."""

import re
from collections.abc import Iterator, Sequence

from parley.model.markup.markdown import find_code_lines
from parley.reading.mending.texts.changing import Replacement

_BULLET = re.compile(r"[ \t\u00a0]*([•‣⁃◦▪▫●○■□➢➤✓✔❖·\uf0a7\uf0b7\uf0d8\uf076\uf0fc]|[o§](?=\t))[ \t\u00a0]+(?=\S)")
"""How Word, Outlook and others begin a line of a list; those of the private area are of the typeface Symbol."""

_DEEPER = {**dict.fromkeys("o◦○▫□", 1), **dict.fromkeys("§▪■\uf0a7", 2)}
_SYMBOLS = {"\uf04a": "☺", "\uf04c": "☹", "\uf0e0": "→", "\uf0df": "←", "\uf0f0": "⇨", "\uf0fc": "✓", "\uf0fb": "✗"}
"""Faces and arrows of the typeface Wingdings, with which Outlook and Word replace `:)` and `-->`."""

_SYMBOL = re.compile(f"[{''.join(_SYMBOLS)}]")
_HAS = re.compile(rf"^{_BULLET.pattern}|[^\t\n]\t", re.MULTILINE)
MOST_COLUMNS = 40


def find_changes(text: str) -> Iterator[Replacement]:
    """What to do with lines that look like a list or a table; those in code stay."""
    for found in _SYMBOL.finditer(text):
        if not _BULLET.match(text, text.rfind("\n", 0, found.start()) + 1, found.end() + 2):
            new = _SYMBOLS[found[0]]
            yield Replacement(found.start(), found.end(), new, f"a sign of another typeface is read as '{new}'")
    if not _HAS.search(text):
        return
    lines, code = text.split("\n"), find_code_lines(text)
    start, listed = 0, False
    rows: list[tuple[int, str]] = []
    for number, line in enumerate([*lines, ""], 1):
        bullet = None if number in code else _BULLET.match(line)
        if bullet and (listed or bullet[1] not in "o§·"):
            listed = True
            mark = "  " * _DEEPER.get(bullet[1], 0) + "- "
            yield Replacement(
                start, start + bullet.end(), mark, f"'{bullet[1]}' is read as the beginning of a list's item"
            )
        else:
            listed = listed and bool(line.strip())
        if number not in code and not bullet and "\t" in line.strip(" ") and _is_row(line, rows):
            rows.append((start, line))
        else:
            yield from _make_table(rows, lines, text)
            rows = []
        start += len(line) + 1


def _is_row(line: str, rows: Sequence[tuple[int, str]]) -> bool:
    if rows:
        return line.count("\t") == rows[0][1].count("\t")
    return line.count("\t") < MOST_COLUMNS


def _make_table(rows: Sequence[tuple[int, str]], lines: Sequence[str], text: str) -> Iterator[Replacement]:
    """Lines with as many tabs each, as a spreadsheet copies its cells; the first is the head."""
    if len(rows) < 2 or any(line.startswith("\t") for _, line in rows[1:]):
        return
    start, end = rows[0][0], rows[-1][0] + len(rows[-1][1])
    drawn = [_make_row(line) for _, line in rows]
    drawn.insert(1, "|" + " --- |" * (rows[0][1].count("\t") + 1))
    before = "\n" if start and text[:start].rstrip(" \t")[-2:] != "\n\n" and text[:start].strip() else ""
    after = "\n" if text[end : end + 2].strip() or text[end + 1 : end + 2].strip() else ""
    what = "lines with tabs are read as a table"
    yield Replacement(start, end, before + "\n".join(drawn) + after, what)


def _make_row(line: str) -> str:
    cells = (cell.strip().replace("|", "\\|") for cell in line.split("\t"))
    return f"| {' | '.join(cells)} |"
