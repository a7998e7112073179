"""The plug-in added to the settings of a site that is there already, with every other line as it was."""

from collections.abc import Iterator
from textwrap import indent
from typing import Any

import yaml

from parley.model.languages.speaking import _
from parley.model.problems import ParleyError
from parley.reading.frontmatter import LOADER

PLUGIN = "parley"
_PLUGINS, _SEARCH = (("tag:yaml.org,2002:str", word) for word in ("plugins", "search"))

Spot = tuple[int, str]
"""Where something is put into a text, and what."""


def join_plugin(text: str, item: str) -> str:
    """The text of mkdocs.yml with one more plug-in; `item` is its item in a list, indented by two spaces.

    A site that names no plug-ins has MkDocs' own search, which is then named beside ours.

    Raises:
        ParleyError: there's no place where it could be added without changing what stands there.
    """
    root = _compose(text)
    plugins = next((value for key, value in root.value if key.value == "plugins"), None)
    if plugins is not None and PLUGIN in _names(plugins):
        return text
    if "mkdocs_hook.py" in text:
        raise ParleyError(_("it names a mkdocs_hook.py; if that is Parley's, nothing is missing"))
    if plugins is None and any(key.value == "INHERIT" for key, _ in root.value):
        raise ParleyError(_("the plug-ins may stand in the file that it inherits"))
    at, piece = (len(text), f"{_break(text)}\nplugins:\n  - search\n{item}")
    if plugins is not None:
        at, piece = _find_spot(text, plugins, item)
    piece = "\r\n".join(piece.splitlines()) + "\r\n" if "\r\n" in text and "\n" in piece else piece
    joined = f"{text[:at]}{piece}{text[at:]}"
    if not _has_only_more(root, joined):
        raise ParleyError(_("what stands there leaves no safe place for it"))
    return joined


def _compose(text: str) -> yaml.MappingNode:
    try:
        root = yaml.compose(text, Loader=LOADER)
    except yaml.YAMLError as error:
        raise ParleyError(_("it can't be read ({error})", error=error)) from error
    if not isinstance(root, yaml.MappingNode) or root.flow_style:
        raise ParleyError(_("it isn't keys with values, one below the other"))
    return root


def _names(plugins: yaml.Node) -> list[str]:
    """The names of plug-ins in a list or mapping of them."""
    if isinstance(plugins, yaml.MappingNode):
        return [key.value for key, _ in plugins.value]
    listed = plugins.value if isinstance(plugins, yaml.SequenceNode) else []
    return [name for node in listed for name in (_names(node) if isinstance(node, yaml.MappingNode) else [node.value])]


def _has_only_more(before: yaml.MappingNode, joined: str) -> bool:
    """Tell whether a text says all that it said before, and names one more plug-in, the last one."""
    try:
        old, new = dict(_outline(before)), dict(_outline(_compose(joined)))
    except (ParleyError, TypeError):
        return False
    had, has = old.pop(_PLUGINS, (_SEARCH,)), new.pop(_PLUGINS, ())
    return old == new and len(has) == len(had) + 1 and has[:-1] == had and PLUGIN in str(has[-1])


def _outline(node: yaml.Node) -> Any:
    """What a node says, without where and how."""
    if isinstance(node, yaml.ScalarNode):
        return node.tag, node.value
    if isinstance(node, yaml.MappingNode):
        return tuple((_outline(key), _outline(value)) for key, value in node.value)
    return tuple(map(_outline, node.value))


def _find_spot(text: str, plugins: yaml.Node, item: str) -> Spot:
    bare = yaml.safe_load(item)[0]
    if isinstance(plugins, yaml.SequenceNode) and not plugins.flow_style and plugins.value:
        column = plugins.start_mark.column
        return _end_of(text, plugins), _lead(text, plugins) + indent(_dedent(item), " " * column)
    if isinstance(plugins, yaml.MappingNode) and not plugins.flow_style and plugins.value:
        options = bare["parley"] if isinstance(bare, dict) else {}
        lines = yaml.safe_dump({"parley": options}, sort_keys=False, allow_unicode=True, width=1000)
        return _end_of(text, plugins), _lead(text, plugins) + indent(lines, " " * plugins.start_mark.column)
    if isinstance(plugins, yaml.SequenceNode | yaml.MappingNode) and plugins.flow_style:
        bare = bare if isinstance(plugins, yaml.SequenceNode) or isinstance(bare, dict) else {"parley": {}}
        written = yaml.safe_dump(bare, default_flow_style=True, allow_unicode=True, width=100_000, sort_keys=False)
        written = written.removesuffix("\n").removesuffix("\n...")
        if isinstance(plugins, yaml.MappingNode):
            written = written.removeprefix("{").removesuffix("}")
        end = plugins.end_mark.index - 1
        last = text[plugins.start_mark.index + 1 : end].rstrip()
        return end, ("" if not last or last.endswith(",") else ", ") + written
    raise ParleyError(_("`plugins` is neither a list nor keys with values"))


def _dedent(item: str) -> str:
    return "".join(line.removeprefix("  ") for line in item.splitlines(keepends=True))


def _end_of(text: str, node: yaml.Node) -> int:
    """The end of the last line on which something of a node stands; comments below it belong to what follows."""
    last = max(_list_ends(node))
    end = text.find("\n", max(last - 1, 0))
    return len(text) if end < 0 else end + 1


def _list_ends(node: yaml.Node) -> Iterator[int]:
    """Where the values within a node end; a block itself ends where the next key begins."""
    if isinstance(node, yaml.ScalarNode) or (isinstance(node, yaml.CollectionNode) and node.flow_style):
        yield node.end_mark.index
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from (*_list_ends(key), *_list_ends(value))
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from _list_ends(value)


def _lead(text: str, node: yaml.Node) -> str:
    return "" if text[: _end_of(text, node)].endswith("\n") else "\n"


def _break(text: str) -> str:
    return "" if not text or text.endswith("\n") else "\n"


def join_requirement(text: str, line: str) -> str:
    """The text of requirements.txt with one more line, unless it names the package already.

    Raises:
        ParleyError: everything in it has hashes, and ours would have none.
    """
    if any(one.strip().lower().startswith("mkdocs-parley") for one in text.splitlines()):
        return text
    if "--hash=" in text:
        raise ParleyError(_("everything in it is pinned with hashes"))
    return f"{text}{_break(text)}{line}"
