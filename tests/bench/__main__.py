"""Measure all tools with corpora of several sizes, and write the page about it.

`make bench SIZES="100 1000" RUNS="3 1" ARCHIVE=comments FORMAT=static`: a real archive comes first. With `--redraw`
nothing is measured: pages and charts are drawn from the numbers that lie beside them.
"""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from bench import charts, report
from bench.archive import read_archive
from bench.corpus import Forum, build_forum
from bench.installing import install_twice
from bench.machine import describe_machine, describe_versions, find_load
from bench.measure import CommandFailed
from bench.peers import TOOLS, Tool, find_installed
from bench.results import Results, read_results, write_results
from bench.rounds import Incomplete, run_corpus, warm_up
from support import ROOT

SIZES = (100, 1_000, 1_700, 10_000)


def main() -> None:
    """Do what the command line says."""
    options = parse_options()
    numbers = options.docs / report.NUMBERS
    if options.redraw:
        results = read_results(numbers)
    else:
        with tempfile.TemporaryDirectory(prefix="parley-bench-", dir=options.scratch) as scratch:
            results = measure_all(options, Path(scratch), numbers)
    if not results.corpora:
        sys.exit(1)
    charts.write_charts(results, options.docs)
    report.write_pages(results, options.docs)
    print(f"The numbers are in {options.docs / report.PAGE}")
    if not options.redraw and len(results.corpora) < len(set(options.sizes)) + bool(options.archive):
        sys.exit(1)


def parse_options() -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(prog="bench", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES, help="numbers of discussions")
    parser.add_argument("--archive", type=Path, help="a real archive, which `parley import` reads")
    parser.add_argument("--format", default="static", help="the format of the archive, as `parley import` calls it")
    parser.add_argument("--name", default="real archive", help="what the page calls the archive")
    parser.add_argument(
        "--runs",
        type=int,
        nargs="+",
        default=(3,),
        help="builds of each kind, of which the median counts, for each size; an archive takes the first",
    )
    parser.add_argument("--tools", nargs="+", choices=[tool.key for tool in TOOLS], help="all, if none is named")
    parser.add_argument("--scratch", type=Path, help="where to build; a folder is made in it and taken away again")
    parser.add_argument("--docs", type=Path, default=ROOT / "docs", help="where page, charts and numbers go")
    parser.add_argument("--redraw", action="store_true", help="measure nothing")
    options = parser.parse_args()
    if min(*options.runs, *options.sizes, 1) < 1:
        parser.error("sizes and runs are numbers from 1 on")
    if not options.sizes and not options.archive:
        parser.error("name sizes, or an archive")
    if len(options.runs) not in (1, len(options.sizes)):
        parser.error("name one number of runs for all sizes, or as many as sizes")
    if options.scratch:
        options.scratch.mkdir(parents=True, exist_ok=True)
        if options.scratch.resolve().is_relative_to(ROOT):
            parser.error("build outside the repository, or its files would be read as its own")
    return options


def measure_all(options: argparse.Namespace, scratch: Path, numbers: Path) -> Results:
    """Every corpus in its turn; the numbers are kept after each, and what stops one leaves those before it."""
    load = find_load()
    machine = describe_machine()
    if load > report.BUSY:
        print(f"Other programs are running (load {load:.1f}); the times will be longer than on a machine at rest.")
    chosen = [tool for tool in TOOLS if not options.tools or tool.key in options.tools]
    tools, missing = find_installed(chosen)
    for reason in missing:
        _say(reason)
    date = f"{datetime.now(UTC):%Y-%m-%d}"
    results = Results(date, machine, describe_versions(), load, missing=missing)
    try:
        warm_up(_prepare(tools, scratch / "trial"), _say)
        runs = options.runs if len(options.runs) > 1 else [*options.runs] * len(options.sizes)
        plan: list[tuple[int, int]] = sorted(dict(zip(options.sizes, runs, strict=True)).items())
        for size, count in [*([(0, options.runs[0])] if options.archive else []), *plan]:
            folder = scratch / str(size)
            forum = build_forum(size) if size else _import(options, folder)
            corpus = run_corpus(_prepare(tools, folder), forum, count, _say)
            results = replace(results, corpora=(*results.corpora, corpus))
            write_results(results, numbers)
        results = replace(results, installs=_install(tools, scratch / "install"))
        write_results(results, numbers)
    except (CommandFailed, Incomplete) as error:
        print(f"The measurement stopped: {error}", file=sys.stderr)
    return results


def _import(options: argparse.Namespace, folder: Path) -> Forum:
    _say(f"Importing {options.archive}")
    return read_archive(options.archive, options.format, options.name, folder / "import")


def _install(tools: Sequence[type[Tool]], folder: Path) -> dict[str, tuple[float, float]]:
    """Seconds to install each tool; one that can't be installed is said and left out."""
    found = {}
    for tool in tools:
        try:
            found[tool.key] = anew, kept = install_twice(tool, folder / tool.key)
            _say(f"{tool.title}, install: {anew:.1f} s, with its packages kept {kept:.1f} s")
        except CommandFailed as error:
            _say(f"{tool.title} can't be installed anew: {error}")
    return found


def _prepare(tools: Sequence[type[Tool]], folder: Path) -> list[Tool]:
    return [tool(folder / tool.key) for tool in tools]


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    main()
