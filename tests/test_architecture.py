"""The rooms and the arrows between them."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache

import pytest

from draw_rooms import DRAWING, draw
from rooms import HOOKS, ROOMS, find_imports, find_room, find_wrong_arrows, list_modules, read_arrows

PACKAGE = HOOKS / "parley"
HOST = "mkdocs"

MOST_MODULES = 14
LONGEST_CHAIN = 13


def test_every_module_stands_in_a_room() -> None:
    rooms = {find_room(module) for module in list_modules() if module != "parley"}
    assert rooms == set(ROOMS)


def test_a_room_uses_only_those_below_it() -> None:
    assert list(find_wrong_arrows(read_arrows())) == []


@pytest.mark.parametrize(
    "line",
    [
        "import parley.building.site",
        "from parley.building import site",
        "from parley.building.site import Site",
        "def f():\n    from parley.building.site import Site",
        "importlib.import_module('parley.building.site')",
        "import_module(f'parley.building.{name}')",
        "__import__('parley.building.site')",
    ],
)
def test_an_import_that_leads_up_is_found_however_it_is_written(line: str) -> None:
    arrows = {"parley.model.urls": find_imports(line, frozenset({"parley.building", "parley.building.site"}))}
    assert len(list(find_wrong_arrows(arrows))) == 1


def test_an_import_of_what_nobody_can_tell_is_refused() -> None:
    with pytest.raises(AssertionError, match="nobody can tell"):
        find_imports("import_module(name)", frozenset())


def test_a_folder_holds_few_modules() -> None:
    folders = [path.parent for path in list_modules().values() if path.name != "__init__.py"]
    crowded = {folder.relative_to(HOOKS).as_posix(): folders.count(folder) for folder in folders}
    assert {folder: count for folder, count in crowded.items() if count > MOST_MODULES} == {}


def test_no_chain_of_imports_is_long() -> None:
    arrows = read_arrows()

    @cache
    def find_chain(module: str) -> tuple[str, ...]:
        ways = (find_chain(other) for other in sorted(arrows[module]) if other in arrows and other != module)
        return (module, *max(ways, key=len, default=()))

    longest = max(map(find_chain, arrows), key=len)
    assert len(longest) <= LONGEST_CHAIN, " > ".join(longest)


def test_the_picture_of_the_rooms_is_drawn_from_their_imports() -> None:
    assert DRAWING.read_text(encoding="utf-8") == draw(), "run: python tests/draw_rooms.py"


def list_types(text: str) -> Iterator[str]:
    """The names of classes and of other names for types that a module has at its top."""
    for node in ast.parse(text).body:
        match node:
            case ast.ClassDef(name):
                yield name.lstrip("_")
            case ast.Assign([ast.Name(name)], ast.Subscript() | ast.BinOp() | ast.Name()) if name.lstrip("_").istitle():
                yield name.lstrip("_")


def test_the_name_of_a_type_means_one_thing() -> None:
    places: dict[str, list[str]] = {}
    for module, path in list_modules().items():
        for name in set(list_types(path.read_text(encoding="utf-8"))):
            places.setdefault(name, []).append(module)
    assert {name: modules for name, modules in places.items() if len(modules) > 1} == {}


def test_importing_every_module_of_the_package_leaves_the_host_out() -> None:
    modules = [name for name in list_modules() if name.split(".")[0] == "parley"]
    code = f"import sys; {'; '.join(f'import {name}' for name in modules)}; print('{HOST}' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_only_the_adapter_imports_the_host() -> None:
    importers = {
        find_room(module)
        for module, imported in read_arrows().items()
        if any(name.split(".")[0] in (HOST, "material") for name in imported)
    }
    assert importers == {"host"}


def test_checks_print_nothing_and_raise_nothing() -> None:
    for file in (PACKAGE / "checking" / "rules").rglob("*.py"):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        calls = {
            node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        }
        assert "print" not in calls, file.name
        assert not any(isinstance(node, ast.Raise) for node in ast.walk(tree)), file.name


def test_no_html_is_written_outside_templates() -> None:
    # the first five read HTML, to clean it, draw more of it, name it and lead elsewhere; the last two escape all
    known = ("markdown.py", "marks.py", "mentions.py", "text.py", "linking.py", "elements.py", "saying.py")
    for file in PACKAGE.rglob("*.py"):
        if file.name not in known:
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.JoinedStr):
                    assert "</" not in ast.unparse(node), f"{file.name}:{node.lineno}"
