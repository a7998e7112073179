"""The rooms and the arrows between them."""

import ast
import subprocess
import sys
from pathlib import Path

from support import ROOT

HOOKS = ROOT / "hooks"
PACKAGE = HOOKS / "parley"
HOST = "mkdocs"

BOTTOM = {"model", "problems", "layout", "alphabets", "progress", "words"}
"""Modules that know none of the others, but for the model and the words for what it holds."""


def imported(file: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or "")
    return names


def test_importing_every_module_of_the_package_leaves_the_host_out() -> None:
    modules = [
        ".".join(path.relative_to(HOOKS).with_suffix("").parts).removesuffix(".__init__")
        for path in PACKAGE.rglob("*.py")
    ]
    code = f"import sys; {'; '.join(f'import {name}' for name in modules)}; print('{HOST}' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_only_the_adapter_imports_the_host() -> None:
    importers = {
        path.name
        for path in HOOKS.rglob("*.py")
        if any(name.split(".")[0] in (HOST, "material") for name in imported(path))
    }
    assert importers == {"mkdocs_hook.py"}


def test_the_bottom_of_the_house_rests_on_nothing() -> None:
    for name in BOTTOM:
        ours = {module for module in imported(PACKAGE / f"{name}.py") if module.startswith("parley")}
        assert ours <= {"parley.model", "parley.words"}, f"{name} imports {ours}"


def test_checks_print_nothing_and_raise_nothing() -> None:
    for file in (PACKAGE / "rules").glob("*.py"):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        calls = {
            node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        }
        assert "print" not in calls, file.name
        assert not any(isinstance(node, ast.Raise) for node in ast.walk(tree)), file.name


def test_no_html_is_written_outside_templates() -> None:
    for file in PACKAGE.rglob("*.py"):
        # the first two read HTML, to clean it and to name it; the third escapes whatever it writes
        if file.name not in ("markup.py", "text.py", "elements.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.JoinedStr):
                    assert "</" not in ast.unparse(node), f"{file.name}:{node.lineno}"
