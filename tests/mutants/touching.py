"""Which test runs which line: a plug-in for pytest that tells coverage, and the table that is read from it later.

What a test shares with others, such as a site that is built once for a module, belongs to all that ask for it.
"""

import ast
import json
import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from coverage import Coverage, CoverageData

from mutants.changing import Change

SHARED = "shared by "
OUTCOMES = "MUTANTS_OUTCOMES"
"""Names the folder into which each process of pytest writes its tests that passed."""

LEFT_OUT = ("tests/browser", "tests/test_bench.py")

SETTINGS = """\
[run]
data_file = {data}
parallel = true
source = {source}
context = ${{MUTANTS_TEST-}}
disable_warnings = no-data-collected,module-not-imported,module-not-measured,couldnt-parse,process-sys-modules
"""


@dataclass(frozen=True, slots=True)
class Test:
    """A test that passes, with the seconds of the processor that it takes and what it shares."""

    id: str
    seconds: float
    shared: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Touched:
    """The tests, and the contexts (a test, or what tests share) that ran each line of each file."""

    tests: tuple[Test, ...]
    lines: Mapping[str, Mapping[int, frozenset[str]]]

    def find_tests(self, change: Change, mentions: Mapping[str, set[tuple[str, int]]]) -> list[Test]:
        """The tests that run what is changed, the quickest first."""
        found = set(self._find_contexts(change.file, range(change.lines[0], change.lines[1] + 1)))
        for file, line in _follow(change.names, mentions):
            found |= self._find_contexts(file, [line])
        if not found:
            found = {context for contexts in self.lines.get(change.file, {}).values() for context in contexts}
        chosen = [test for test in self.tests if test.id in found or not found.isdisjoint(test.shared)]
        own = f"test_{Path(change.file).stem}."
        return sorted(chosen, key=lambda test: (own not in test.id, test.seconds, test.id))

    def _find_contexts(self, file: str, lines: Iterable[int]) -> frozenset[str]:
        there = self.lines.get(file, {})
        return frozenset(context for line in lines for context in there.get(line, ()))


def measure_touching(root: Path, folder: Path, processes: int, without: Iterable[str] = ()) -> Touched:
    """Run all tests but those `without` once under coverage.

    Raises:
        subprocess.CalledProcessError: pytest itself failed; a test that fails is left out.
    """
    settings = folder / "coverage.ini"
    settings.write_text(SETTINGS.format(data=folder / "data" / "touched", source=root / "hooks"), encoding="utf-8")
    for name in ("data", "outcomes"):
        (folder / name).mkdir()
    environment = {
        **os.environ,
        "COVERAGE_PROCESS_START": str(settings),
        "PYTHONPATH": f"{root / 'hooks'}{os.pathsep}{root / 'tests'}",
        OUTCOMES: str(folder / "outcomes"),
    }
    options = ["-q", "-p", "mutants.touching", "-m", "not slow", f"--numprocesses={processes}", "--dist=loadfile"]
    left_out = [f"--ignore={path}" for path in (*LEFT_OUT, *without)]
    done = subprocess.run([sys.executable, "-m", "pytest", *options, *left_out], cwd=root, env=environment, check=False)
    if done.returncode not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
        done.check_returncode()
    measured = Coverage(config_file=str(settings))
    measured.combine()
    return Touched(tuple(_read_outcomes(folder / "outcomes")), dict(_read_lines(measured.get_data(), root)))


def _read_lines(data: CoverageData, root: Path) -> Iterator[tuple[str, dict[int, frozenset[str]]]]:
    for file in data.measured_files():
        contexts = data.contexts_by_lineno(file)
        path = Path(file).relative_to(root).as_posix()
        yield path, {line: frozenset(one.split("|")[-1] for one in on if one) for line, on in contexts.items()}


def _read_outcomes(folder: Path) -> Iterator[Test]:
    for file in sorted(folder.iterdir()):
        for line in file.read_text(encoding="utf-8").splitlines():
            name, seconds, shared = json.loads(line)
            yield Test(name, seconds, tuple(shared))


def find_mentions(root: Path) -> dict[str, set[tuple[str, int]]]:
    """The lines (file, line) on which each name stands in the code; names of what is set at import lead further."""
    mentions: dict[str, set[tuple[str, int]]] = defaultdict(set)
    for path in sorted((root / "hooks").rglob("*.py")):
        file = path.relative_to(root).as_posix()
        for top in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(top, ast.Assign | ast.AnnAssign):
                targets = top.targets if isinstance(top, ast.Assign) else [top.target]
                for target in (one for one in targets if isinstance(one, ast.Name)):
                    for name in _find_names(top):
                        mentions[f"set by {name[0]}"].add((target.id, 0))
            for word, line in _find_names(top):
                mentions[word].add((file, line))
    return mentions


def _find_names(node: ast.AST) -> Iterator[tuple[str, int]]:
    for inner in ast.walk(node):
        if isinstance(inner, ast.Name):
            yield inner.id, inner.lineno
        elif isinstance(inner, ast.Attribute):
            yield inner.attr, inner.lineno


def _follow(names: Iterable[str], mentions: Mapping[str, set[tuple[str, int]]]) -> Iterator[tuple[str, int]]:
    seen: set[str] = set()
    waiting = list(names)
    while waiting:
        if (name := waiting.pop()) not in seen:
            seen.add(name)
            yield from mentions.get(name, ())
            waiting += (further for further, _ in mentions.get(f"set by {name}", ()))


# --- within pytest ----------------------------------------------------------------------------------------------------

_passed: list[tuple[str, float, list[str]]] = []
_began = 0.0


def _count_seconds() -> float:
    """Of the processor, so that what else the machine does makes no test a slow one."""
    return sum(os.times()[:4])


def _switch(context: str) -> None:
    if coverage := Coverage.current():
        coverage.switch_context(context)
    os.environ["MUTANTS_TEST"] = context.replace("$", "_")


def _name_shared(definition: pytest.FixtureDef[object]) -> str:
    return f"{SHARED}{definition.baseid}: {definition.argname}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    global _began
    _switch(item.nodeid)
    _began = _count_seconds()
    result = yield
    _switch("")
    return result


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef: pytest.FixtureDef[object], request: pytest.FixtureRequest) -> Iterator[None]:
    if fixturedef.scope == "function":
        return (yield)
    before = os.environ.get("MUTANTS_TEST", "")
    _switch(_name_shared(fixturedef))
    try:
        return (yield)
    finally:
        _switch(before)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    report = yield
    if call.when == "call" and call.excinfo is None:
        found = getattr(item, "_fixtureinfo", None)
        shared = [_name_shared(one) for all_ in (found.name2fixturedefs.values() if found else ()) for one in all_]
        _passed.append((item.nodeid, round(_count_seconds() - _began, 3), shared))
    return report


def pytest_sessionfinish() -> None:
    if _passed:
        file = Path(os.environ[OUTCOMES]) / f"{os.getpid()}.jsonl"
        file.write_text("".join(json.dumps(one) + "\n" for one in _passed), encoding="utf-8")
    if coverage := Coverage.current():
        _switch("")
        coverage.save()
