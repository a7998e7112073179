"""`@ana` in a text: which words mention somebody, and the links that are made of them.

Forges make them of what is drawn, so nothing in code or in a link is one, nor is a part of an address.
"""

import html
import re
from collections.abc import Callable, Iterator

from parley.model.layout import HANDLE

MOST = 200
"""Mentions of a text that become links; a list of all who ever wrote here stays words."""

Mention = Callable[[str], str]
"""Gives the way to the person with a handle, or nothing where there is none."""

MENTION = re.compile(
    r"(?<![A-Za-z0-9_@./+\u00c0-\u052f-])@(?=([A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*))\1(?![@\u00c0-\u052f]|/[A-Za-z0-9_])"
)
"""The preview in the browser looks for the same; JavaScript knows no other way to take the whole of a word or none.

A handle may touch letters of scripts without spaces (`感谢@ana、`).

`a@b.cc`, `@ana@example.org` and `@org/team` mention nobody.
"""

_MAY_MENTION = re.compile(rf"@([A-Za-z0-9_.-]{{1,{HANDLE.longest}}})")

_PIECE = re.compile(r'<(/?)(a|code|pre)\b(?:[^>"]|"[^"]*")*>|<(?:[^>"]|"[^"]*")+>|[^<]+')


def find_mentions(text: str) -> Iterator[str]:
    """The handles that a Markdown text may mention, whether or not somebody has them: too many, and none is left out.

    What is written may end later than what is drawn, as in `_@ana_.`, or hold a reference or a backslash.
    """
    if "@" in text or "&" in text:
        for found in _MAY_MENTION.finditer(html.unescape(text).replace("\\", "").lower()):
            word = found[1]
            for end in (*(mark.start() for mark in re.finditer(r"[._-]", word)), len(word)):
                yield word[:end]
                yield word[: end + 1]


def _list_handles(written: str) -> Iterator[str]:
    """What may be meant, the whole first: `_` and `-` at the end belong to few."""
    for handle in dict.fromkeys((written.lower(), written.rstrip("_-").lower())):
        if len(handle) <= HANDLE.longest and HANDLE.pattern.fullmatch(handle):
            yield handle


def link_mentions(drawn: str, mention: Mention) -> str:
    """Cleaned HTML with a link on each mention of somebody who is known."""
    within = made = 0

    def draw(found: re.Match[str]) -> str:
        nonlocal made
        for handle in _list_handles(found[1]) if made < MOST else ():
            if way := mention(handle):
                made += 1
                words = f"@{found[1][: len(handle)]}"
                return f'<a href="{html.escape(way)}">{words}</a>{found[1][len(handle) :]}'
        return found[0]

    def draw_piece(found: re.Match[str]) -> str:
        nonlocal within
        if found[2]:
            within += -1 if found[1] else 1
        return found[0] if within or found[0][0] == "<" else MENTION.sub(draw, found[0])

    return _PIECE.sub(draw_piece, drawn) if "@" in drawn else drawn
