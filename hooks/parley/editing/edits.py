"""A change to a few keys of a file, made in its text: everything else its author wrote stays to the byte.

Comments, quotes, the order of keys, line ends and a byte-order mark are kept. What cannot be changed so, such as keys
between braces, is refused and left to a person. Each change is read back and compared before it is given away.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from parley.model.characters import find_hidden, visible
from parley.model.findings import Findings
from parley.model.languages.speaking import _
from parley.model.layout import is_markdown
from parley.model.problems import ParleyError
from parley.reading.frontmatter import FENCE, LOADER, parse_markdown_file, parse_yaml
from parley.reading.nodes import Body, MappingNode, Node, ScalarNode, SequenceNode
from parley.reading.sources import MARKS
from parley.reading.writing import render_keys

NewValues = Mapping[str, Any]
"""New values by key, in the types of JSON; a list takes the place of a list that begins with the same items.

A key whose value is neither text, flag nor list of texts can only be added.
"""

BEHIND = ("date", "name")
"""New keys are written below the first of these: every post and reply has the one, and every person the other."""


class Unchangeable(ParleyError):
    """The file is written in a way that only a person can change; the message says which and how."""


@dataclass(frozen=True, slots=True)
class _Splice:
    """Text that takes the place of what stands between two offsets."""

    start: int
    end: int
    text: str


def to_text(data: bytes) -> str:
    """The characters of a file as they stand in it; one in UTF-16 is written in UTF-8 once it is changed."""
    return data.decode(MARKS.get(data[:2], "utf-8"))


def set_keys(data: bytes, path: str, values: NewValues) -> bytes:
    """The content of the file at `path` with some keys set.

    Raises:
        Unchangeable: its text has a form that is left to a person.
        ParleyError: a value holds what no file may.
    """
    _check_values(values)
    text = to_text(data)
    start, end = find_head(text, path)
    try:
        root = yaml.compose(text[start:end], Loader=LOADER)
    except (yaml.YAMLError, RecursionError):
        raise _refuse(path, values) from None
    if not isinstance(root, yaml.MappingNode) or root.flow_style or root.start_mark.column:
        raise _refuse(path, values)
    nodes = {key.value: value for key, value in root.value}
    line_end = "\r\n" if "\r\n" in text else "\n"
    found: list[_Splice | None] = []
    new: dict[str, Any] = {}
    for name, value in values.items():
        if name not in nodes:
            new[name] = value
        elif isinstance(value, list):
            found.append(_extend(nodes[name], value, text[start:end], line_end))
        else:
            found.append(_replace(nodes[name], name, value))
    if new:
        found.append(
            _insert(next((nodes[name] for name in BEHIND if name in nodes), None), new, text[start:end], line_end)
        )
    splices = [splice for splice in found if splice is not None]
    if len(splices) < len(found):
        raise _refuse(path, values)
    head = text[start:end]
    for splice in sorted(splices, key=lambda one: one.start, reverse=True):
        head = head[: splice.start] + splice.text + head[splice.end :]
    changed = text[:start] + head + text[end:]
    if not _is_as_wanted(text, changed, path, values):
        raise _refuse(path, values)
    return changed.encode("utf-8")


def _check_values(values: NewValues) -> None:
    for name, value in values.items():
        if hidden := next((one for text in _list_texts(value) for one in find_hidden(text)), None):
            raise ParleyError(
                _(
                    "{name} would contain '{hidden}', which is invisible and may mislead; leave it out",
                    name=name,
                    hidden=visible(hidden[1]),
                )
            )


def _list_texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _list_texts(item)


def find_head(text: str, path: str) -> tuple[int, int]:
    """Where the YAML begins and ends: all of a `.yml` file, what stands between the dashes of a `.md` file."""
    mark = 1 if text.startswith("\ufeff") else 0
    if not is_markdown(path):
        return mark, len(text)
    fences = [found for found in re.finditer(r"[^\r\n]*(?:\r\n|\r|\n|\Z)", text[mark:]) if found[0].rstrip() == FENCE]
    return (mark + fences[0].end(), mark + fences[1].start()) if len(fences) > 1 else (mark, mark)


def _is_token(node: yaml.Node | None) -> bool:
    """Tell whether a value is one text on one line, so that its end in the file is known for certain."""
    return (
        isinstance(node, yaml.ScalarNode)
        and node.style not in ("|", ">")
        and node.start_mark.line == node.end_mark.line
    )


def _line_end(text: str, offset: int) -> int:
    """The offset behind the line that holds `offset`."""
    found = re.compile(r"\r\n|\r|\n").search(text, offset)
    return found.end() if found else len(text)


def _insert(node: yaml.Node | None, values: NewValues, head: str, line_end: str) -> _Splice | None:
    if node is None or not _is_token(node):
        return None
    offset = _line_end(head, node.end_mark.index)
    lines = _render(values).replace("\n", line_end)
    before = "" if head[:offset].endswith(("\n", "\r")) else line_end
    return _Splice(offset, offset, before + lines)


def _replace(node: yaml.Node, name: str, value: str | bool) -> _Splice | None:
    written = _render({name: value}).removeprefix(f"{name}:").strip()
    if not _is_token(node) or "\n" in written:
        return None
    return _Splice(node.start_mark.index, node.end_mark.index, written)


def _extend(node: yaml.Node, value: list[str], head: str, line_end: str) -> _Splice | None:
    """What adds the further items of a list behind its last one."""
    if isinstance(node, yaml.SequenceNode) and not node.value:  # `[]`
        return _Splice(node.start_mark.index, node.end_mark.index, f"[{', '.join(value)}]")
    if not isinstance(node, yaml.SequenceNode) or not _is_token(node.value[-1]):
        return None
    last, further = node.value[-1], value[len(node.value) :]
    if node.flow_style:
        return _Splice(last.end_mark.index, last.end_mark.index, "".join(f", {item}" for item in further))
    offset = _line_end(head, last.end_mark.index)
    before = "" if head[:offset].endswith(("\n", "\r")) else line_end
    indent = " " * node.start_mark.column
    return _Splice(offset, offset, before + "".join(f"{indent}- {item}{line_end}" for item in further))


def _is_as_wanted(old: str, new: str, path: str, values: NewValues) -> bool:
    """Read both texts as a check does: only the keys in question differ, and they have the values asked for."""
    (old_keys, old_body), (new_keys, new_body) = _read(old, path), _read(new, path)
    if old_keys is None or new_keys is None or old_body != new_body:
        return False
    texts = {name: str(value).lower() if isinstance(value, bool) else value for name, value in values.items()}
    return new_keys == {**old_keys, **texts}


def _read(text: str, path: str) -> tuple[Mapping[str, object] | None, str]:
    findings = Findings(path)
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    node: Node | None
    body: Body | None
    node, body = parse_markdown_file(text, findings) if is_markdown(path) else (parse_yaml(text, findings), None)
    if findings.problems or not isinstance(node, MappingNode):
        return None, ""
    return {key.text: _plain(value) for key, value in node.pairs}, body.text if body else ""


def _plain(node: Node) -> object:
    if isinstance(node, ScalarNode):
        return node.text.rstrip("\n") if node.block else node.text
    if isinstance(node, SequenceNode):
        return [_plain(item) for item in node.items]
    return {key.text: _plain(value) for key, value in node.pairs}


def _render(values: NewValues) -> str:
    return "".join(
        f"{name}: {str(value).lower()}\n" if isinstance(value, bool) else render_keys({name: value})
        for name, value in values.items()
    )


def _refuse(path: str, values: NewValues) -> Unchangeable:
    wanted = "; ".join(_render({name: value}).strip().replace("\n", " ") for name, value in values.items())
    return Unchangeable(_("{path} can't be edited automatically; set by hand: {wanted}", path=path, wanted=wanted))
