"""Try one change in a copy of the repository: a process that has loaded the libraries forks and runs tests."""

import importlib
import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from mutants.changing import Change

MOST_SECONDS = 20.0
"""Tests that took longer together, when nothing was changed, are not all run: the quickest are."""

FIRST = 40
"""So many tests are run before all the others, as most changes are noticed by them, and fewer files have to be read."""

PATIENCE = 30
"""So many times longer than without a change may tests take before they are ended, as the machine may be busy."""

LOADED = (
    "feedparser",
    "html5lib",
    "hypothesis",
    "jsonschema",
    "mkdocs.commands.build",
    "playwright.sync_api",
    "rich.progress",
    "xdist.plugin",
)
"""What takes long to import and is none of ours."""


@dataclass(frozen=True, slots=True)
class Task:
    """A change and the tests, with their seconds, that may notice it."""

    change: Change
    tests: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a change: noticed, unnoticed, never run, or ended, where the tests took far too long.

    That a change makes tests run on for ever is a way to notice it; on a busy machine it may be the machine.
    """

    change: Change
    verdict: str
    tried: int
    left_out: int
    seconds: float


class _Chosen:
    """Keeps the chosen tests, in their order."""

    def __init__(self, ids: Sequence[str]) -> None:
        self._ranks = {one: rank for rank, one in enumerate(ids)}

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = sorted(
            (item for item in items if item.nodeid in self._ranks), key=lambda item: self._ranks[item.nodeid]
        )


def try_all(tasks: Sequence[Task], root: Path, scratch: Path, processes: int) -> Iterator[Outcome]:
    """The outcome of each change, as they come."""
    for name in LOADED:
        with suppress(ImportError):
            importlib.import_module(name)
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(processes, context, _begin, (root, scratch)) as pool:
        for done in as_completed([pool.submit(_try_one, task) for task in tasks]):
            yield done.result()


_copy = Path()


def _begin(root: Path, scratch: Path) -> None:
    global _copy
    _copy = scratch / str(os.getpid())
    copy_repository(root, _copy)
    sys.dont_write_bytecode = False


def copy_repository(root: Path, copy: Path) -> None:
    """The files that git knows or would take, as they are now."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
    )
    for name in filter(None, listed.stdout.split("\0")):
        if (root / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(root / name, copy / name)
    for command in (["git", "init", "-q"], ["git", "add", "-A"]):  # some tests ask git what it knows
        subprocess.run(command, cwd=copy, check=True)


def _try_one(task: Task) -> Outcome:
    chosen: list[str] = []
    spent = 0.0
    for name, seconds in task.tests:
        if not chosen or spent + seconds <= MOST_SECONDS:
            chosen.append(name)
            spent += seconds
    if not chosen:
        return Outcome(task.change, "never run", 0, 0, 0.0)
    file = _copy / task.change.file
    text = file.read_text(encoding="utf-8")
    began = time.monotonic()
    _write(file, task.change.apply(text))
    try:
        verdict = _run(chosen[:FIRST], 120 + PATIENCE * spent)
        if verdict == "unnoticed" and chosen[FIRST:]:
            verdict = _run(chosen[FIRST:], 120 + PATIENCE * spent)
    finally:
        _write(file, text)
    return Outcome(task.change, verdict, len(chosen), len(task.tests) - len(chosen), time.monotonic() - began)


_stamp = 1_000_000_000


def _write(file: Path, text: str) -> None:
    """Write with a time that no earlier content had: Python knows what it compiled by time and size of the source."""
    global _stamp
    _stamp += 1
    file.write_text(text, encoding="utf-8")
    os.utime(file, (_stamp, _stamp))


def _run(ids: Sequence[str], patience: float) -> str:
    """Run tests in a process of their own, with all that it starts in one group, so that nothing stays behind."""
    child = os.fork()
    if not child:
        _become_pytest(ids)
    ends = time.monotonic() + patience
    status = None
    while status is None and time.monotonic() < ends:
        done, found = os.waitpid(child, os.WNOHANG)
        status = found if done else None
        time.sleep(0.02)
    with suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)
    if status is None:
        os.waitpid(child, 0)
        return "ended"
    return "unnoticed" if status == 0 else "noticed"


def _become_pytest(ids: Sequence[str]) -> None:
    code = 3
    try:
        os.setsid()
        output = os.open(_copy.parent / f"{_copy.name}.log", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(output, 1)
        os.dup2(output, 2)
        os.chdir(_copy)
        paths = [str(_copy / "hooks"), str(_copy / "tests")]
        sys.path[:0] = paths
        os.environ["PYTHONPATH"] = os.pathsep.join(paths)
        os.environ["COLUMNS"] = "200"
        for name in [name for name in sys.modules if name.partition(".")[0] in ("mutants", "parley", "support")]:
            del sys.modules[name]
        files = sorted({one.partition("::")[0] for one in ids})
        options = [
            "-x",
            "-q",
            "-n0",
            "--assert=plain",
            "-W",
            "ignore::pytest.PytestAssertRewriteWarning",
            "-p",
            "no:cacheprovider",
            "-o",
            "tmp_path_retention_policy=none",
        ]
        base = f"--basetemp={_copy.parent / f'{_copy.name}.tmp'}"
        code = int(pytest.main([*options, base, *files], plugins=[_Chosen(ids)]))
    except BaseException:
        traceback.print_exc()
        raise
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
