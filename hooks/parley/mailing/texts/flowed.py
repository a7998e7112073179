"""Plain text whose lines a mail program has cut, to the lines that its author wrote.

Source: RFC 3676, sections 4.1 to 4.6.
"""

import re

_QUOTE = re.compile(r">+")


def join_flowed(text: str, *, delsp: bool = False) -> str:
    """Lines that end with a space go on in the next of the same depth of quotation; with `delsp` the space goes."""
    lines: list[str] = []
    before, flows = -1, False
    for raw in text.split("\n"):
        quote = _QUOTE.match(raw)
        depth = quote.end() if quote else 0
        line = raw[depth:].removeprefix(" ")  # a space was stuffed before what would look like something else
        signature = line == "-- "
        if flows and depth == before and not signature:
            lines[-1] += line
        else:
            lines.append(f"{'>' * depth} {line}" if depth else line)
        flows = line.endswith(" ") and not signature
        if flows and delsp:
            lines[-1] = lines[-1][:-1]
        before = depth
    return "\n".join(lines)


MIN_WIDTH, MAX_WIDTH = 60, 80
"""Columns between which a line counts as full: programs cut at 65 to 78."""

_PLAIN = re.compile(r"[^\W\d_]|[\"'“‘«(„¿¡]")
_MARKUP = re.compile(r"\s{4}|\t|```|~~~|[#>|<]|[-*+]\s|\d{1,9}[.)]\s")


def keep_breaks(text: str) -> str:
    """Markdown in which the ends of lines that their author set are kept; those where a line was full are not.

    A line was cut by the program if the first word of the next would not have fitted into it. What follows a quotation
    is no part of it, and several empty lines are one.
    """
    lines = text.split("\n")
    width = _find_width(lines)
    made: list[str] = []
    fenced = False
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        fenced ^= line.lstrip().startswith(("```", "~~~"))
        if not fenced and not line.strip() and made and not made[-1].strip():
            continue
        made.append(line)
        if fenced or not line.strip() or not following.strip():
            continue
        if line.startswith(">") and not following.startswith(">"):
            made.append("")
        elif _is_broken(line, following, width):
            made[-1] = f"{line.rstrip()}\\"
    return "\n".join(made)


def _find_width(lines: list[str]) -> int:
    """The column at which a program has cut the lines; 0 where it has cut none. A long word always stays whole."""
    if any(line.rstrip().rfind(" ") > MAX_WIDTH for line in lines):
        return 0
    widest = max((len(line) for line in lines if len(line) <= MAX_WIDTH), default=0)
    return widest if widest >= MIN_WIDTH else 0


def _is_broken(line: str, following: str, width: int) -> bool:
    """Tell whether an author has set the end of a line within a paragraph."""
    if _MARKUP.match(line) or not _PLAIN.match(following) or line.endswith(("\\", "  ")) or "|" in line:
        return False
    return not width or len(line) + 1 + len(following.split(None, 1)[0]) <= width
