"""What `make mutants` changes is one thing at a time, in code that stays code; and it knows a test that notices."""

import ast
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from mutants.changing import draw_changes, find_changes
from mutants.trying import Task, try_all
from support import ROOT, write_tree

pytestmark = pytest.mark.slow

FILES = [
    path
    for room in ("model", "reading", "caching", "editing", "forge", "building", "rendering", "checking", "importing")
    for path in sorted((ROOT / "hooks/parley" / room).glob("[a-z]*.py"))
    if path.stat().st_size < 4_000
]

MODULE = """\
import re

WORDS = "one two".split()
_PATTERN = re.compile(r"^[a-z]{1,3}$", re.ASCII | re.IGNORECASE)


def cut(text: str, most: int = 3) -> str:
    \"\"\"Not this.\"\"\"
    if most < 1 or not text:
        raise ValueError(f"at most {most + 1}")
    return text.strip()[:most] if text else ""
"""


def test_every_change_gives_another_module_that_is_still_one() -> None:
    texts = {path.name: path.read_text(encoding="utf-8") for path in FILES}
    assert len(texts) > 10
    for change in draw_changes((one for name, text in texts.items() for one in find_changes(name, text)), 150, 1):
        text = texts[change.file]
        assert ast.dump(ast.parse(change.apply(text))) != ast.dump(ast.parse(text)), change


@pytest.mark.parametrize(
    "changed",
    [
        "WORDS = ('one').split()",
        "re.compile(('^[a-z]$'), re.ASCII | re.IGNORECASE)",
        "re.compile(('[a-z]{1,3}$'), re.ASCII",
        're.compile(r"^[a-z]{1,3}$", (re.ASCII))',
        "most: int = (4)",
        "if (most < 1):",
        "if (most <= 1) or not text",
        "if most < 1 or (text)",
        "if (False):",
        "(f'at most {most + 2}')",
        "(f'at most {most - 1}')",
        "        pass\n    return",
        "return (text.strip()[:most])\n",
        "return (text.strip()[:])",
        "return (text.rstrip())[:most]",
    ],
)
def test_constants_defaults_flags_words_patterns_and_steps_are_changed(changed: str) -> None:
    assert any(changed in change.apply(MODULE) for change in find_changes("module.py", MODULE))


def test_docstrings_and_annotations_are_left_alone() -> None:
    assert find_changes("module.py", "Both = int | str\n") == []
    assert all("Not this." in change.apply(MODULE) for change in find_changes("module.py", MODULE))
    assert all("text: str, most: int = " in change.apply(MODULE) for change in find_changes("module.py", MODULE))


def test_a_sample_is_the_same_for_a_seed_and_holds_rare_kinds() -> None:
    changes = [change for path in FILES for change in find_changes(path.name, path.read_text(encoding="utf-8"))]
    drawn = draw_changes(changes, 200, 5)
    assert drawn == draw_changes(changes, 200, 5) != draw_changes(changes, 200, 6)
    assert len(set(drawn)) == len(drawn) == 200
    kinds, all_kinds = Counter(change.kind for change in drawn), Counter(change.kind for change in changes)
    assert kinds.keys() == all_kinds.keys()
    assert kinds["string"] / 200 < all_kinds["string"] / len(changes)
    assert sorted(draw_changes(changes[:9], 100, 5), key=repr) == sorted(changes[:9], key=repr)


def test_a_change_is_noticed_where_a_test_asks_for_the_value_and_not_where_it_only_runs(tmp_path: Path) -> None:
    files = {
        "hooks/module.py": MODULE,
        "tests/test_asks.py": "from module import cut\n\ndef test_asks():\n    assert cut(' abcd') == 'abc'\n",
        "tests/test_runs.py": "from module import cut\n\ndef test_runs():\n    cut(' abcd')\n",
        "pyproject.toml": "[tool.pytest.ini_options]\n",
    }
    subprocess.run(["git", "init", "--quiet", write_tree(tmp_path / "repository", files)], check=True)
    change = next(one for one in find_changes("hooks/module.py", MODULE) if one.kind == "default")
    tests = [(), *(((f"tests/test_{name}.py::test_{name}", 0.1),) for name in ("runs", "asks"))]
    outcomes = try_all([Task(change, test) for test in tests], tmp_path / "repository", tmp_path / "scratch", 1)
    assert sorted(outcome.verdict for outcome in outcomes) == ["never run", "noticed", "unnoticed"]
    assert (tmp_path / "repository/hooks/module.py").read_text() == MODULE
