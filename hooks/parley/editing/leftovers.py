"""What a file still has of what its site no longer declares, and the file without it."""

from collections.abc import Container

import yaml

from parley.checking.rules.entry import Entry
from parley.editing.edits import Unchangeable, find_head, to_text
from parley.model.languages.speaking import _
from parley.reading.frontmatter import LOADER


def find_leftovers(entry: Entry) -> tuple[str, ...]:
    """The keys whose values nothing shows: those that are not declared, and those whose value is not."""
    if not entry.kind or not any(one.rule == "undeclared" for one in entry.findings.problems):
        return ()
    known = {name: key for key in entry.kind.keys for name in (*key.was, key.name)}
    return tuple(
        name
        for name in list_keys(entry.findings.text, entry.path)
        if name not in known or (known[name].declared and known[name].name not in entry.values)
    )


def list_keys(text: str, path: str) -> list[str]:
    """The keys of a file in their order."""
    return [key.value for key, _ in _compose(text, path)]


def remove_keys(data: bytes, path: str, names: Container[str]) -> bytes:
    """The content of a file without some keys; everything else stays to the byte.

    Raises:
        Unchangeable: a key does not begin a line of its own.
    """
    text = to_text(data)
    start, end = find_head(text, path)
    pairs = _compose(text, path)
    begins = [key.start_mark.index for key, _ in pairs]
    head = text[start:end]
    for at in reversed(range(len(pairs))):
        if pairs[at][0].value in names:
            if head[: begins[at]].rpartition("\n")[2]:
                raise Unchangeable(
                    _(
                        "{path} can't be edited automatically; remove by hand: {value}",
                        path=path,
                        value=pairs[at][0].value,
                    )
                )
            after = head.rfind("\n", 0, begins[at + 1]) + 1 if at + 1 < len(pairs) else len(head)
            head = head[: begins[at]] + _keep_notes(head[begins[at] : after]) + head[after:]
    return (text[:start] + head + text[end:]).encode("utf-8")


def _keep_notes(removed: str) -> str:
    """The comments at the end of a key that goes: what stands below it on lines of its own is about the next."""
    lines = removed.splitlines(keepends=True)
    first = len(lines)
    while first > 1 and (lines[first - 1].startswith("#") or not lines[first - 1].strip()):
        first -= 1
    while first < len(lines) and not lines[first].strip():
        first += 1
    return "".join(lines[first:])


def _compose(text: str, path: str) -> list[tuple[yaml.Node, yaml.Node]]:
    start, end = find_head(text, path)
    try:
        root = yaml.compose(text[start:end], Loader=LOADER)
    except (yaml.YAMLError, RecursionError):
        return []
    return list(root.value) if isinstance(root, yaml.MappingNode) and not root.flow_style else []
