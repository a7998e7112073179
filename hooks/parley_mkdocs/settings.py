"""The settings of a site, which stand among those of MkDocs."""

import hashlib
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from parley.model.findings import shorten
from parley.model.languages.catalogues import name_language, speak
from parley.model.languages.causes import explain
from parley.model.languages.speaking import SOURCE, _
from parley.model.problems import ParleyError
from parley.model.settings import Font, Settings
from parley.reading.declaring import BLOCK, InvalidSettings, parse_settings
from parley.reading.frontmatter import LOADER
from parley.reading.hosted import find_pages
from parley.reading.hosts import find_site_url
from parley.reading.nodes import MappingNode, Node, Position, ScalarNode, SequenceNode

PLUGIN = "parley"
"""The name of the plug-in, as `pyproject.toml` gives it."""

OPTIONS = f"plugins.{PLUGIN}"


def find_settings(config: Mapping[str, Any]) -> Settings:
    """The settings of the site in those of MkDocs: the plug-in's options, or the block `extra.parley`.

    Raises:
        InvalidSettings: with all mistakes in them.
    """
    language = _find_language(config.get("theme"))
    speak(language)  # mistakes in the settings are told in the language of the site, too
    file = config.get("config_file_path")
    name = Path(file).name if file else "mkdocs.yml"
    options, extra = _find_options(config.get("plugins")), (config.get("extra") or {}).get("parley")
    if options and extra:
        raise InvalidSettings(
            _(
                "{name}: the settings of Parley stand in two places, plugins.parley and extra.parley. "
                "Move those of extra.parley to plugins.parley",
                name=name,
            )
        )
    block, label = (options, OPTIONS) if options else (extra, BLOCK)
    settings = parse_settings(
        None if block is None else _place_all(block, label, Path(file) if file else None),
        name,
        read_text(Path(file)) if file else "",
        label,
        site_name=config.get("site_name") or "",
        language=language,
        description=config.get("site_description") or "",
        site_url=_end_address(str(config.get("site_url") or "")),
        repository=config.get("repo_url") or "",
        templates=_read_templates(config.get("theme"), Path(file).parent if file else Path()),
    )
    settings = replace(settings, site_url=settings.site_url or find_site_url(os.environ, settings.branch))
    if not file:
        return settings
    settings = replace(settings, fonts=tuple(_read_font(Path(file).parent, font.path) for font in settings.fonts))
    docs = Path(config.get("docs_dir") or "docs")
    folder = Path(file).parent / docs
    pages = find_pages(folder, docs.name, settings.comments) if folder.is_dir() else None
    return replace(settings, declaration=replace(settings.declaration, pages=pages))


def _end_address(address: str) -> str:
    """The address of the site with a slash at its end, also where a plug-in such as mike has put a version there."""
    return f"{address.rstrip('/')}/" if address else ""


def _find_language(theme: Any) -> str:
    """The language of the theme: Material names it in one way, others in another."""
    if theme is None or isinstance(theme, str):
        return SOURCE
    said = (theme.get(name) for name in ("language", "locale"))
    return next((name_language(str(one)) for one in said if one), "") or SOURCE


def _find_options(plugins: Any) -> dict[str, Any]:
    """What the plug-in is given, in a list or mapping of plug-ins as it is written, or as MkDocs has loaded it."""
    listed = plugins if isinstance(plugins, list | tuple) else [plugins]
    named = (item[PLUGIN] for item in listed if isinstance(item, Mapping) and PLUGIN in item)
    found = next((getattr(item, "options", item) for item in named), None)
    options = found if isinstance(found, Mapping) else {}
    return {key: value for key, value in options.items() if key != "enabled"}  # which MkDocs takes for itself


def read_text(file: Path) -> str:
    """The text of a file of settings, or nothing where there is none to read."""
    try:
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return ""


@dataclass(frozen=True, slots=True)
class _SettingNode:
    """A part of a settings file as it stands there; `line` is that in the site's own file, which may inherit it."""

    node: yaml.Node
    line: int = 0

    @property
    def place(self) -> Position:
        mark = self.node.start_mark
        return Position(self.line, 1) if self.line else Position(mark.line + 1, mark.column + 1)

    def find(self, name: object) -> "list[tuple[_SettingNode, _SettingNode]]":
        """The key and the value of a name, as MkDocs gives it, first where it is written and then where it comes from.

        Raises:
            InvalidSettings: it is there twice, and one of the two would be lost without a word.
        """
        if not isinstance(self.node, yaml.MappingNode):
            return []
        same = [(key, value) for key, value in self.node.value if _name_of(key) == name and key.tag != _MERGE]
        if len(same) > 1:
            line = self.line or same[1][0].start_mark.line + 1
            raise InvalidSettings(
                _(
                    "{line}: '{value}' stands here twice. Keep one of the two.",
                    line=line,
                    value=shorten(same[1][0].value),
                )
            )
        merged = [value for key, value in self.node.value if key.tag == _MERGE]
        nodes = [one for value in merged for one in (value.value if isinstance(value, yaml.SequenceNode) else [value])]
        found = [(_SettingNode(key, self.line), _SettingNode(value, self.line)) for key, value in same]
        return [*found, *(pair for one in nodes for pair in _SettingNode(one, self.line).find(name))]


_PLAIN = "tag:yaml.org,2002:"
_MERGE = f"{_PLAIN}merge"
_BOOL = f"{_PLAIN}bool"


def _name_of(key: yaml.Node) -> object:
    """A key as MkDocs gives it: YAML 1.1 takes `on`, `yes` and others for true and false."""
    return yaml.SafeLoader.bool_values[key.value.lower()] if key.tag == _BOOL else str(key.value)


def _place_all(block: Any, label: str, file: Path | None) -> Node:
    """The block of the settings with its places; `label` is that of where it stands.

    Raises:
        InvalidSettings: it can't be told what was meant, or it is too deep to be read.
    """
    name = file.name if file else "mkdocs.yml"
    try:
        return _place(block, list(_find_blocks(file, label)) if file else [], Position(1, 1))
    except InvalidSettings as error:
        raise InvalidSettings(f"{name}:{error}") from None
    except RecursionError:
        message = _(
            "{name}:1: {label} is nested too deeply, or stands within itself. Write it without anchors.",
            name=name,
            label=label,
        )
        raise InvalidSettings(message) from None


def _find_blocks(file: Path, label: str) -> Iterator[_SettingNode]:
    """Where the block stands in the file, and then in those from which the file inherits."""
    line = 0
    for _turn in range(20):
        try:
            root = yaml.compose(read_text(file), Loader=LOADER)
        except (yaml.YAMLError, ValueError):
            return
        if not isinstance(root, yaml.MappingNode):
            return
        for _rest, above in _SettingNode(root, line).find(label.partition(".")[0]):
            listed = above.node.value if isinstance(above.node, yaml.SequenceNode) else [above.node]
            yield from (value for node in listed for _rest, value in _SettingNode(node, above.line).find(PLUGIN))
        parent = next((value for _rest, value in _SettingNode(root, line).find("INHERIT")), None)
        if parent is None or not isinstance(parent.node, yaml.ScalarNode):
            return
        file, line = file.parent / parent.node.value, parent.place.line


def _place(value: Any, written: Sequence[_SettingNode], place: Position) -> Node:
    """A value of the settings, as MkDocs gives it, with its place; `written` is where it may come from, nearest first.

    What isn't found there stands at `place`, that of what it is a part of.
    """
    place = written[0].place if written else place
    if isinstance(value, Mapping):
        pairs = []
        for name, one in value.items():
            wanted = name if isinstance(name, bool) else str(name)
            found = [pair for part in written for pair in part.find(wanted)]
            key = ScalarNode(str(found[0][0].node.value), found[0][0].place) if found else ScalarNode(str(name), place)
            pairs.append((key, _place(one, [node for _rest, node in found], key.place)))
        return MappingNode(tuple(pairs), place)
    if isinstance(value, list | tuple):
        nodes = written[0].node.value if written and isinstance(written[0].node, yaml.SequenceNode) else []
        parts = (
            [[_SettingNode(node, written[0].line)] for node in nodes] if len(nodes) == len(value) else [[]] * len(value)
        )
        return SequenceNode(tuple(_place(one, part, place) for one, part in zip(value, parts, strict=True)), place)
    node = written[0].node if written else None
    if value is not None and isinstance(node, yaml.ScalarNode) and node.tag.startswith(_PLAIN):
        return ScalarNode(node.value, place)  # a `No`, `1.10` or `12:30` that is meant as a word
    if isinstance(value, bool):
        return ScalarNode(str(value).lower(), place)
    return ScalarNode("" if value is None else str(value), place)


def read_pages(config_file: Path) -> tuple[str, bool]:
    """The folder of the maintainers' pages from that of the settings, and whether these can name their headings.

    Raises:
        ParleyError: the file is not one of settings.
    """
    config = _load(config_file)
    listed = config.get("markdown_extensions") or ()
    named = [name for one in listed for name in (one if isinstance(one, Mapping) else (one,))]
    can_name = any(str(name).rpartition(".")[2] in ("attr_list", "extra") for name in named)
    return str(config.get("docs_dir") or "docs"), can_name


def is_alone(config: Mapping[str, Any]) -> bool:
    """Tell whether no other plug-in or hook takes part, which may change anything."""
    return len(config["plugins"]) <= 1


def read_settings(config_file: Path) -> Settings:
    """The settings of the site, read without anything that a build needs besides.

    Raises:
        ParleyError: the file is not one of settings.
    """
    config = _load(config_file)
    return find_settings({**config, "config_file_path": str(config_file)})


def _load(config_file: Path) -> Mapping[str, Any]:
    try:
        with config_file.open("rb") as stream:
            config = _find_loader()(stream)
    except RecursionError:
        raise ParleyError(_("{config_file} can't be read: it is nested too deeply", config_file=config_file)) from None
    except (OSError, yaml.YAMLError, ParleyError) as error:
        raise ParleyError(_("{config_file} can't be read: {error}", config_file=config_file, error=error)) from error
    if not isinstance(config, Mapping) or not isinstance(config.get("extra") or {}, Mapping):
        raise ParleyError(
            _("{config_file} must be keys with values, and so must `extra` in it", config_file=config_file)
        )
    return config


def _read_templates(theme: Any, home: Path) -> tuple[tuple[str, str], ...]:
    """The templates in `parley/` of the adopter's own folder, by name."""
    own = getattr(theme, "custom_dir", None) or (theme.get("custom_dir") if isinstance(theme, Mapping) else None)
    folder = home / str(own) / "parley" if own else None
    files = sorted(file for file in folder.rglob("*") if file.is_file()) if folder else []
    return tuple((file.relative_to(folder).as_posix(), read_text(file)) for file in files if folder)


def _read_font(home: Path, name: str) -> Font:
    """A font that the settings name by its path from where they are.

    Raises:
        ParleyError: there is none.
    """
    try:
        return Font(str(home / name), hashlib.sha256((home / name).read_bytes()).hexdigest())
    except OSError as error:
        raise ParleyError(_("the font {file} can't be read: {error}", file=name, error=explain(error, name))) from error


def _find_loader() -> Callable[[Any], Any]:
    """What reads a file of settings as MkDocs does; without MkDocs, a file has nothing that only MkDocs knows."""
    try:
        from mkdocs.exceptions import MkDocsException
        from mkdocs.utils.yaml import yaml_load
    except ModuleNotFoundError:
        return yaml.safe_load

    def load(stream: Any) -> Any:
        try:
            return yaml_load(stream)
        except MkDocsException as error:
            raise ParleyError(str(error)) from error

    return load
