"""The rooms of the generator and what they import, read from the files."""

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from support import ROOT

HOOKS = ROOT / "hooks"

ROOMS = (
    "commands",
    "host",
    "scaffold",
    "mailing",
    "importing",
    "building",
    "rendering",
    "forge",
    "editing",
    "checking",
    "reading",
    "caching",
    "model",
)
"""From top to bottom: a room uses those below it."""

NEIGHBOURS = {("importing", "building"), ("rendering", "caching")}
"""Rooms that have nothing to do with each other, though one stands below the other."""


def list_modules(folder: Path = HOOKS) -> dict[str, Path]:
    """Every module with its file."""
    return {_name(path, folder): path for path in sorted(folder.rglob("*.py"))}


def _name(path: Path, folder: Path) -> str:
    return ".".join(path.relative_to(folder).with_suffix("").parts).removesuffix(".__init__")


def find_imports(text: str, modules: frozenset[str]) -> set[str]:
    """What a module imports, wherever it does: of `modules` where it can be one of them, and by its name otherwise."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.Import(names):
                found |= {alias.name for alias in names}
            case ast.ImportFrom(module, names, 0):
                whole = {f"{module}.{alias.name}" for alias in names}
                found |= whole & modules
                if whole - modules or not modules:
                    found.add(module or "")
            case ast.Call(ast.Name("import_module") | ast.Attribute(attr="import_module"), [name, *_]):
                found.add(_say(name))
            case ast.Call(ast.Name("__import__"), [name, *_]):
                found.add(_say(name))
    return found


def _say(name: ast.expr) -> str:
    """The name in a call that imports a module, up to what is known only when it runs."""
    if isinstance(name, ast.JoinedStr):
        first = name.values[0]
        name = first if isinstance(first, ast.Constant) else name
    if isinstance(name, ast.Constant) and isinstance(name.value, str):
        return name.value.rstrip(".")
    raise AssertionError(f"nobody can tell what {ast.unparse(name)} imports")


def find_room(module: str) -> str | None:
    """The room of a module; None for one of others, or for the package itself."""
    first, *rest = module.split(".")
    if first in ("mkdocs_hook", "parley_mkdocs", "parley_attach"):
        return "host"
    return rest[0] if first == "parley" and rest else None


@cache
def read_arrows() -> dict[str, set[str]]:
    modules = list_modules()
    names = frozenset(modules)
    return {name: find_imports(path.read_text(encoding="utf-8"), names) for name, path in modules.items()}


def find_wrong_arrows(arrows: dict[str, set[str]]) -> Iterator[str]:
    for module, imported in sorted(arrows.items()):
        room = find_room(module)
        for other in sorted(imported):
            below = find_room(other)
            if room is None or below is None or room == below:
                continue
            if ROOMS.index(below) < ROOMS.index(room) or (room, below) in NEIGHBOURS:
                yield f"{module} imports {other}"


def find_arrows() -> Mapping[str, set[str]]:
    """The rooms that each room uses."""
    found: dict[str, set[str]] = {room: set() for room in ROOMS}
    for module, imported in read_arrows().items():
        if room := find_room(module):
            found[room] |= {below for other in imported if (below := find_room(other)) and below != room}
    return found
