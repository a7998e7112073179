"""Front matter line by line to keys with the lines of their values, so that one mistake hides nothing that follows."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Line:
    """A line and its number in the file as it was given."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class KeyBlock:
    """Lines that belong together: a key with its value, or, without a `name`, comments and blank lines.

    `name` is the key that is meant, `written` how it was written, `value` what follows it on its line. `is_known` tells
    that it is a key of this kind of file.
    """

    lines: tuple[Line, ...]
    name: str = ""
    written: str = ""
    value: str = ""
    is_known: bool = False

    @property
    def texts(self) -> list[str]:
        return [line.text for line in self.lines]

    @property
    def number(self) -> int:
        return self.lines[0].number

    @property
    def more(self) -> list[str]:
        """The lines below that of the key."""
        return self.texts[1:]


LIST_MARK = re.compile(r"^\s*(?:[-*•+]\s+)?")
"""What stands before a key that is an item of a list."""

_KEY = re.compile(r"([^\s:：=#\-?{\[>][^:：=#]{0,60}?)\s*([:：=])(.*)", re.DOTALL)
_YAML_KEY = re.compile(r"([A-Za-z_][\w.-]*|<<|\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*')\s*:(?:[ \t]+(.*)|)", re.DOTALL)


def find_key(text: str, names: Mapping[str, str]) -> tuple[str, str, str] | None:
    """The key that a line begins with, as it is meant and as it is written, and the value behind it.

    `names` are the keys that there are, each by the name that `fold_key` gives it.
    """
    found = _KEY.fullmatch(text)
    if not found or (name := names.get(fold_key(found[1]))) is None:
        return None
    value, mark = found[3].strip(), _EMPHASIS.match(found[1])
    if mark and not found[1].endswith(mark[0]):  # `**Author:** ana`, `**Author: ana**`
        value = value.removeprefix(mark[0]).removesuffix(mark[0]).strip()
    return name, found[1], value


_EMPHASIS = re.compile(r"[*_]{1,3}")
_AROUND = re.compile(r"^[\W_]+|[\W_]+$")


def fold_key(text: str) -> str:
    """`Reply-To`, `reply to`, `**reply_to**` and `reply\\_to` are one key, as is one behind a picture."""
    return re.sub(r"[\s_.\-\\\u00a0]+", "_", _AROUND.sub("", unicodedata.normalize("NFC", text)).casefold())


def fold_names(names: Iterable[str]) -> dict[str, str]:
    """Keys by their folded names, and by the singular of those that are lists."""
    folded = {fold_key(name): name for name in names}
    return {name.removesuffix("s"): known for name, known in folded.items() if name.endswith("s")} | folded


def split_blocks(lines: Iterable[Line], names: Mapping[str, str]) -> list[KeyBlock]:
    """The keys of some lines, each with all lines down to the next."""
    blocks: list[_Growing] = []
    waiting: list[Line] = []
    for line in lines:
        text = line.text
        if (not blocks and not text.strip()) or (text.startswith("#") and not _is_text(blocks)):
            waiting.append(line)
            continue
        block = _begin(line, names, blocks)
        if block is None and blocks:
            blocks[-1].add(*waiting, line)
        else:
            if waiting:
                blocks.append(_Growing(KeyBlock(()), waiting))
            blocks.append(_Growing(block or KeyBlock((), written=text), [line]))
        waiting = []
    return [one.finish() for one in (*blocks, *([_Growing(KeyBlock(()), waiting)] if waiting else []))]


@dataclass(slots=True)
class _Growing:
    """A block whose lines are still coming; `second` is the first below its key that says something."""

    begun: KeyBlock
    lines: list[Line]
    second: str = ""

    def add(self, *lines: Line) -> None:
        self.lines += lines
        self.second = self.second or next((line.text for line in lines if line.text.strip()), "")

    def finish(self) -> KeyBlock:
        return replace(self.begun, lines=tuple(self.lines))


def _is_text(blocks: list[_Growing]) -> bool:
    """Tell whether a text is open that goes on in the first column, as no YAML would have it."""
    if not blocks or blocks[-1].begun.name != "body":
        return False
    block = blocks[-1]
    return (block.second or " ")[0] not in " \t" if block.begun.value[:1] in ("|", ">", "") else True


def _begin(line: Line, names: Mapping[str, str], before: list[_Growing]) -> KeyBlock | None:
    text = line.text
    depth = len(text) - len(text.lstrip(" \t\u00a0"))
    if depth and (depth > 3 or not _is_closed(before)):
        return None
    if found := find_key(text.strip(), names):
        name, written, value = found
        return KeyBlock((line,), name, written, value, is_known=True)
    if not depth and not _is_text(before) and (odd := _YAML_KEY.fullmatch(text)):
        return KeyBlock((line,), odd[1].strip("\"'") or odd[1], odd[1], (odd[2] or "").strip())
    return None


def _is_closed(before: list[_Growing]) -> bool:
    """Tell whether the key before has a value on its line, so that what is indented below may be a key of its own."""
    if not before:
        return True
    last = before[-1].begun
    return bool(last.value) and last.value[0] not in "|>[{&!#" if last.name else not last.written
