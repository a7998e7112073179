"""Make small changes to the code, one at a time, and tell which of them no test notices.

`make mutants N=300 SEED=7 ROOMS="importing rules urls"`. Each change is made in a copy, where the tests that run the
changed line are run until one fails. What is unnoticed is to be judged by hand: it means the same, or a test misses.
"""

import argparse
import hashlib
import os
import pickle
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from mutants.changing import Change, draw_changes, find_changes
from mutants.touching import Touched, find_mentions, measure_touching
from mutants.trying import Outcome, Task, copy_repository, try_all
from support import ROOT

CONTROLS = 6
"""Changes whose tests are run without the change first."""


def main() -> None:
    """Do what the command line says."""
    options = parse_options()
    changes = [change for room in options.rooms for file in _find_files(room) for change in _read_changes(file)]
    drawn = draw_changes(changes, options.number, options.seed)
    print(f"{len(drawn)} of {len(changes)} changes", flush=True)
    with tempfile.TemporaryDirectory(prefix="parley-mutants-") as scratch:
        folder = Path(scratch)
        copy_repository(ROOT, folder / "measured")
        tasks = build_tasks(drawn, find_touched(folder, options.processes, options.without))
        if any(
            outcome.verdict != "unnoticed"
            for outcome in try_all(build_controls(tasks), ROOT, folder, options.processes)
        ):
            sys.exit("Without any change tests fail where they are tried; what would be told of changes means nothing.")
        outcomes = []
        for outcome in try_all(tasks, ROOT, folder, options.processes):
            outcomes.append(outcome)
            told = describe(outcome) if outcome.verdict != "noticed" else []
            print(f"{len(outcomes)} of {len(tasks)}", *told, sep="\n", flush=True)
    print("\n".join(sum_up(outcomes)))


def parse_options() -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(prog="mutants", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--number", type=int, default=100, help="how many changes, drawn at random")
    parser.add_argument("--seed", type=int, default=1, help="the same seed draws the same changes of the same code")
    parser.add_argument("--rooms", nargs="*", help="below hooks/parley (all, if none is named), or parley_mkdocs")
    parser.add_argument("--without", nargs="*", default=[], help="files of tests that take too long to be run")
    parser.add_argument("--processes", type=int, default=min(2, os.cpu_count() or 1))
    options = parser.parse_args()
    options.rooms = options.rooms or ["."]
    for room in options.rooms:
        if not _find_files(room):
            parser.error(f"'{room}' is neither a module nor a folder below hooks/parley")
    return options


def _find_files(room: str) -> list[Path]:
    package = ROOT / "hooks" / "parley"
    place = package.parent / room if room.startswith("parley_mkdocs") else package / room
    return sorted(place.rglob("*.py")) if place.is_dir() else [f for f in [place.with_suffix(".py")] if f.is_file()]


def _read_changes(file: Path) -> list[Change]:
    return find_changes(file.relative_to(ROOT).as_posix(), file.read_text(encoding="utf-8"))


def find_touched(folder: Path, processes: int, without: Sequence[str]) -> Touched:
    """Which test runs which line of the copy in `folder`, as it is known from the last time if nothing has changed."""
    copy = folder / "measured"
    files = sorted(
        path
        for room in ("hooks", "tests", "docs", "posts")
        for path in (copy / room).rglob("*.*")
        if "mutants" not in path.relative_to(copy).parts
    )
    state = hashlib.sha256(
        b"".join([*(path.read_bytes() for path in files if path.is_file()), *map(str.encode, without)])
    ).hexdigest()
    kept = ROOT / ".mutants" / f"{state[:16]}.pickle"
    if kept.is_file():
        found: Touched = pickle.loads(kept.read_bytes())
        return found
    touched = measure_touching(copy, folder, processes, without)
    shutil.rmtree(kept.parent, ignore_errors=True)
    kept.parent.mkdir()
    kept.write_bytes(pickle.dumps(touched))
    return touched


def build_tasks(changes: Iterable[Change], touched: Touched) -> list[Task]:
    """Each change with the tests that may notice it."""
    mentions = find_mentions(ROOT)
    return [
        Task(change, tuple((test.id, test.seconds) for test in touched.find_tests(change, mentions)))
        for change in changes
    ]


def build_controls(tasks: Sequence[Task]) -> list[Task]:
    """The tests of some changes without the change: they pass, or the trial itself is at fault."""
    return [
        Task(replace(task.change, start=0, end=0, became=""), task.tests) for task in tasks[:CONTROLS] if task.tests
    ]


def describe(outcome: Outcome) -> list[str]:
    """Where a change is that was not simply noticed, and the text of its lines before and after."""
    change = outcome.change
    text = (ROOT / change.file).read_text(encoding="utf-8")
    changed = change.apply(text)
    begin = text.rfind("\n", 0, change.start) + 1
    was = text[begin : _find_end(text, change.end)]
    became = changed[begin : _find_end(changed, change.start + len(change.became))]
    left_out = f", {outcome.left_out} not run" if outcome.left_out else ""
    head = f"{change.file}:{change.line}: {change.kind}, {outcome.verdict} ({outcome.tried} tests{left_out})"
    return [head, *(f"  - {line.strip()}" for line in was.splitlines()), *(f"  + {one}" for one in [became.strip()])]


def _find_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end


def sum_up(outcomes: Sequence[Outcome]) -> list[str]:
    """How many of each kind were noticed."""
    tried = Counter(outcome.change.kind for outcome in outcomes)
    noticed = Counter(outcome.change.kind for outcome in outcomes if outcome.verdict == "noticed")
    verdicts = Counter(outcome.verdict for outcome in outcomes)
    lines = [f"{kind:18} {noticed[kind]:4} of {count:4}" for kind, count in sorted(tried.items())]
    return [*lines, ", ".join(f"{count} {verdict}" for verdict, count in verdicts.most_common())]


if __name__ == "__main__":
    main()
