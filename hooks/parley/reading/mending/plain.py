"""What is in order at first sight: most files are, and nothing else has to be asked of their keys."""

import re
from collections.abc import Iterable

from parley.model.characters import SHAPELESS
from parley.reading import readers
from parley.reading.nodes import KeyTable

_HIDDEN = SHAPELESS.pattern[1:-1]
_FIRST = rf"[^\s\-?:,\[\]{{}}#&*!|>'\"%@`=<~“”„‟‘’‚‛«»‹›{_HIDDEN}]"
_NEXT = rf"(?:[^\n:#\t{_HIDDEN}]|:(?=[^\s])|(?<=[^\s])#)"
_TEXT = rf"(?:{_FIRST}{_NEXT}*|\"[^\n\"\\\t{_HIDDEN}]+\"|'[^\n'\t{_HIDDEN}]+')"
_FOLDED = rf">-(?:\n  [^\s#{_HIDDEN}][^\n\t{_HIDDEN}]*)+"

_KNOWN: dict[int, tuple[KeyTable, re.Pattern[str]]] = {}


def find_plain(kind: KeyTable) -> re.Pattern[str]:
    """What matches the keys of a file of this kind, between fences or without, where they surely need no mending.

    Its group `keys` holds them without the fences, `fence` the first of these.
    """
    found = _KNOWN.get(id(kind))
    if found is None or found[0] is not kind:
        keys = rf"(?P<keys>(?:(?:{'|'.join(_list_keys(kind))})\n)+)"
        _KNOWN[id(kind)] = found = kind, re.compile(rf"(?P<fence>---\n)?{keys}(?(fence)---\n)")
    return found[1]


def _list_keys(kind: KeyTable) -> Iterable[str]:
    for key in kind.keys:
        if value := _match(key.reader):
            value = (
                rf"(?![^\n]*\.[a-zA-Z]+\n| (?:null|none|post|reply-[0-9-]{{10}}[^\n]*)\n){value}"
                if key.name == "reply_to"
                else value
            )
            yield f"{key.name}:{value}"


def _match(reader: readers.Reader) -> str:
    match reader:
        case readers.Name():
            return f" {_write_name(reader)}"
        case readers.Date():
            return f" {reader.pattern.pattern}".replace(r"\d", "[0-9]")  # digits of other scripts are mended
        case readers.Choice():
            return f" (?:{'|'.join(map(re.escape, reader.options))})"
        case readers.Reason():
            return rf" (?=[^ \n]+ [^ \n]){_TEXT}"  # more than one word is neither yes nor no
        case readers.Markdown():
            return ""  # its text is mended too
        case readers.Text():
            return f" (?:{_TEXT}|{_FOLDED})"
        case readers.Account():
            return " (?:[a-z][a-z0-9.-]*:)?[1-9][0-9]*"
        case readers.ListOf(item=readers.Name() as item):
            name = _write_name(item)
            return rf"(?: \[{name}(?:, {name})*\]|(?:\n  - {name})+)"
        case readers.ListOf(item=readers.Text()):
            return rf"(?:\n  - {_TEXT})+"
    return ""


def _write_name(reader: readers.Name) -> str:
    return f"(?:{reader.naming.pattern.pattern})"
