"""The four lists of checks: what stands in them, and that nothing stands elsewhere."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import pytest

from checking.test_cases import CASES, check_case
from parley.checking.stages import ELSEWHERE, READING
from parley.model.findings import Findings
from rooms import HOOKS
from stages import LISTS, ROWS, RULES

CHECKING = HOOKS / "parley" / "checking"
NAMES = {check.__name__: check.__module__ for check in ROWS}


def test_a_check_stands_in_one_row() -> None:
    assert len(ROWS) == sum(map(len, LISTS))
    assert len(NAMES) == len(ROWS), "two checks have one name"


def test_a_rule_that_reading_reports_may_be_a_checks_too_but_one_from_elsewhere_is_none() -> None:
    assert all(ROWS.values()), "a row without a rule"
    assert not frozenset(ELSEWHERE) & frozenset(READING).union(*ROWS.values())


def find_checks(tree: ast.Module) -> Iterator[str]:
    """The functions of a module that could stand in a row: they begin with `check_` and want one thing."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("check_") and len(node.args.args) == 1:
            yield node.name


def test_every_check_stands_in_a_row() -> None:
    found = {
        name: ".".join(file.relative_to(HOOKS).with_suffix("").parts)
        for file in sorted((CHECKING / "rules").rglob("*.py"))
        for name in find_checks(ast.parse(file.read_text(encoding="utf-8")))
    }
    assert found == NAMES


def test_no_check_is_called_but_by_its_list() -> None:
    for file in sorted(HOOKS.rglob("*.py")):
        if file.parent.name != "stages":
            tree = ast.parse(file.read_text(encoding="utf-8"))
            used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
            used |= {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
            assert not used & NAMES.keys(), file.name


def find_check(frame: FrameType | None, checks: dict[CodeType, frozenset[str]]) -> frozenset[str]:
    while frame is not None:
        if frame.f_code in checks:
            return checks[frame.f_code]
        frame = frame.f_back
    return frozenset({*READING, *ELSEWHERE})


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_check_reports_no_rule_but_those_of_its_row(
    case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add = Findings.add
    checks = {check.__code__: rules for check, rules in ROWS.items()}
    reported = []

    def watch(self: Findings, rule: str, *arguments: Any, **places: Any) -> None:
        assert rule in find_check(sys._getframe(1), checks)
        reported.append(rule)
        add(self, rule, *arguments, **places)

    monkeypatch.setattr(Findings, "add", watch)
    check_case(case, tmp_path)
    assert case.name in reported


def test_every_id_that_the_code_reports_is_in_a_list() -> None:
    """A rule that no row names has no page and no case, and nobody would miss them."""
    reported = set()
    for room in ("checking", "reading", "forge"):
        for file in (HOOKS / "parley" / room).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call):
                    reported |= {text for one in node.args[:2] if (text := find_id(node.func, one))}
                match node:  # what a kind of reader reports
                    case ast.Assign([ast.Name("rule")], ast.Constant(str(rule))):
                        reported.add(rule)
    assert reported <= RULES
    assert len(reported) == len(RULES - {"bad-embed"})


def find_id(function: ast.expr, name: ast.expr) -> str:
    called = getattr(function, "attr", getattr(function, "id", ""))
    if called not in ("add", "_add", "_refuse", "_Unbuildable") or not isinstance(name, ast.Constant):
        return ""
    return name.value if isinstance(name.value, str) and re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name.value) else ""
