"""Which way each part of a text is written, where it holds words of both ways.

A browser takes the direction of a text from its first letter. That may be one of a text that is quoted, or stand in
code; and an Arabic paragraph may follow an English one. So each part says which way it goes wherever it differs from
what is around it, a quotation always; and code, addresses and handles go from left to right. The first letter that is
left is one of the writer's own. The preview in the browser does the same (`write-preview-directions.js`).
"""

import html
import re
from collections.abc import Iterator, Mapping, Sequence

from parley.model.characters import RIGHT_TO_LEFT

PARTS = frozenset("p h2 h3 h4 h5 h6 ul ol li table th td section".split())
CODE = frozenset({"pre", "code"})
QUOTED = frozenset({"blockquote", "div"})
"""Quotations, and alerts, which are drawn of them."""

TITLE = "pa-alert__title"
"""The class of a paragraph whose word is the site's."""

ADDRESS = re.compile(r"https?://|www\.|@", re.IGNORECASE)
"""How the words of a link begin that are an address or a handle."""

LETTER = re.compile(r"[^\W\d_]")
_TOKEN = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: [a-z-]+="[^"]*")*)>|[^<]+')
"""A tag as nh3 writes it, or words."""

_EMPTY = frozenset({"br", "hr"})


def show_directions(cleaned: str) -> str:
    """HTML that nh3 has cleaned, with `dir` on the parts that need it: none where all goes from left to right."""
    if cleaned.isascii() or not RIGHT_TO_LEFT.search(cleaned):
        return cleaned
    tokens = list(_TOKEN.finditer(cleaned))
    return "".join(_write(tokens, _find_directions(tokens)))


def _sort(tokens: Sequence[re.Match[str]], number: int) -> str | None:
    """What an element is here: `code`, `quoted`, `title`, `part`, or nothing of these."""
    name, attributes = tokens[number][2], tokens[number][3]
    if name in CODE or (name == "a" and ADDRESS.match(tokens[number + 1][0])):
        return "code"
    if TITLE in attributes:
        return "title"
    return "quoted" if name in QUOTED else "part" if name in PARTS else None


def _find_directions(tokens: Sequence[re.Match[str]]) -> Mapping[int, str]:
    """The direction of each part by the number of its tag, and that of the whole by -1.

    A letter counts for all that it stands in, out to the quotation, the code or the title that holds it.
    """
    found: dict[int, str] = {}
    around: list[tuple[int, str | None]] = [(-1, None)]
    for number, token in enumerate(tokens):
        if not token.lastindex:
            _count(html.unescape(token[0]), around, found)
        elif token[1]:
            around.pop()
        elif token[2] not in _EMPTY:
            around.append((number, _sort(tokens, number)))
    return found


def _count(words: str, around: Sequence[tuple[int, str | None]], found: dict[int, str]) -> None:
    letter = LETTER.search(words)
    if letter is None:
        return
    for number, sort in reversed(around):
        if sort in ("code", "title"):
            return
        found.setdefault(number, "rtl" if RIGHT_TO_LEFT.search(letter[0]) else "ltr")
        if sort == "quoted":
            return


def _write(tokens: Sequence[re.Match[str]], found: Mapping[int, str]) -> Iterator[str]:
    around: list[tuple[str | None, str]] = [(None, found.get(-1, "ltr"))]
    for number, token in enumerate(tokens):
        closing, name, attributes = token.groups()
        if name is None or name in _EMPTY:
            yield token[0]
        elif closing:
            around.pop()
            yield token[0]
        else:
            (outer, before), sort = around[-1], _sort(tokens, number)
            turned = "ltr" if sort == "code" else found.get(number, before) if sort in ("part", "quoted") else before
            around.append((sort, turned))
            is_said = turned != before or (sort in ("code", "quoted") and outer != "code")
            yield f'<{name}{attributes} dir="{turned}">' if is_said else token[0]
