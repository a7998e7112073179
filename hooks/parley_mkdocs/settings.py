"""The settings of a site, which stand among those of MkDocs."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from mkdocs.exceptions import MkDocsException
from mkdocs.utils.yaml import yaml_load

from parley.model.problems import ParleyError
from parley.model.settings import Settings
from parley.reading.declaring import parse_settings
from parley.reading.frontmatter import LOADER
from parley.reading.nodes import MappingNode, Node, Position, ScalarNode, SequenceNode


def find_settings(config: Mapping[str, Any]) -> Settings:
    """The settings of the site in those of MkDocs.

    Raises:
        InvalidSettings: with all mistakes in them.
    """
    block = (config.get("extra") or {}).get("parley")
    file = config.get("config_file_path")
    text = _read_text(Path(file)) if file else ""
    return parse_settings(
        None if block is None else _place(block, _find_block(text)),
        Path(file).name if file else "mkdocs.yml",
        text,
        site_name=config.get("site_name") or "",
        description=config.get("site_description") or "",
        site_url=config.get("site_url") or "",
        repository=config.get("repo_url") or "",
    )


def _read_text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return ""


def _find_block(text: str) -> yaml.Node | None:
    """Where the block stands in the file; nowhere if the file inherits it."""
    try:
        found: yaml.Node | None = yaml.compose(text, Loader=LOADER)
    except (yaml.YAMLError, ValueError):
        return None
    for wanted in ("extra", "parley"):
        pairs = found.value if isinstance(found, yaml.MappingNode) else ()
        found = next((value for key, value in pairs if key.value == wanted), None)
    return found


def _place(value: Any, found: yaml.Node | None) -> Node:
    """A value of the settings, as MkDocs gives it, with its place in the file where it stands there as it is."""
    mark = found.start_mark if found else None
    place = Position(mark.line + 1, mark.column + 1) if mark else Position(1, 1)
    if isinstance(value, Mapping):
        known = found.value if isinstance(found, yaml.MappingNode) and len(found.value) == len(value) else None
        pairs = zip(value.items(), known or [(None, None)] * len(value), strict=True)
        placed = ((_place_key(name, key), _place(one, node)) for (name, one), (key, node) in pairs)
        return MappingNode(tuple(placed), place)
    if isinstance(value, list | tuple):
        nodes = found.value if isinstance(found, yaml.SequenceNode) and len(found.value) == len(value) else None
        items = (_place(one, nodes[at] if nodes else None) for at, one in enumerate(value))
        return SequenceNode(tuple(items), place)
    if isinstance(value, bool) and isinstance(found, yaml.ScalarNode):
        return ScalarNode(found.value, place)  # a `No` that is meant as a word
    if isinstance(value, bool):
        return ScalarNode(str(value).lower(), place)
    return ScalarNode("" if value is None else str(value), place)


def _place_key(name: object, found: yaml.Node | None) -> ScalarNode:
    """A key as it was written: YAML 1.1 takes `on` and `off` for true and false."""
    if found is None:
        return ScalarNode({True: "on", False: "off"}.get(name, str(name)), Position(1, 1))  # type: ignore[call-overload]
    return ScalarNode(str(found.value), Position(found.start_mark.line + 1, found.start_mark.column + 1))


def is_alone(config: Mapping[str, Any]) -> bool:
    """Tell whether no other plug-in or hook takes part, which may change anything."""
    return len(config["plugins"]) <= 1


def read_settings(config_file: Path) -> Settings:
    """The settings of the site, read without anything that a build needs besides.

    Raises:
        ParleyError: the file is not one of settings.
    """
    try:
        with config_file.open("rb") as stream:
            config = yaml_load(stream)
    except (OSError, yaml.YAMLError, MkDocsException) as error:
        raise ParleyError(f"{config_file} can't be read: {error}") from error
    if not isinstance(config, Mapping) or not isinstance(config.get("extra") or {}, Mapping):
        raise ParleyError(f"{config_file} must be keys with values, and so must `extra` in it")
    site_url = str(config.get("site_url") or "")
    site_url = f"{site_url.rstrip('/')}/" if site_url else ""
    return find_settings({**config, "site_url": site_url, "config_file_path": str(config_file)})
