"""Front matter as people write it, to front matter that YAML reads as it was meant."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from parley.reading.mending.repairs import Mended, Repair
from parley.reading.nodes import KeyTable


@dataclass(frozen=True, slots=True)
class Fenced:
    """A `.md` file in its parts: `text` is its front matter with both fences, `body_line` where the body begins."""

    text: str
    body: str
    body_line: int


def split_head(text: str) -> Fenced:
    """The front matter of a `.md` file, from its first character on, and its body; no body where there is no end."""
    begin = len(text) - len(text.lstrip("\n \t"))
    end = _END.search(text, begin + 3) if _FENCE.match(text, begin) else None
    if not end:
        return Fenced(text, "", text.count("\n") + 1)
    return Fenced(text[: end.end()], text[end.end() :], text.count("\n", 0, end.end()) + 1)


_FENCE = re.compile(r"---[ \t]*\n")
_END = re.compile(r"^(?:---|\.\.\.)[ \t]*$\n?", re.MULTILINE)


def mend_keys(path: str, head: Fenced, kind: KeyTable, tags: Mapping[str, str]) -> Mended:
    """The front matter of the file at `path`, mended."""
    repairs, text = [], head.text
    if (stripped := text.lstrip("\n \t")) != text and _FENCE.match(stripped):
        text = stripped
        repairs.append(Repair(1, "", "the front matter is read from its first line of dashes on"))
    if text.endswith("\n...\n"):
        text = text[: -len("...\n")] + "---\n"
        repairs.append(Repair(head.body_line - 1, "...", "'...' is read as the '---' that ends the front matter"))
    return Mended(text, tuple(repairs))
