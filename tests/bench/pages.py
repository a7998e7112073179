"""What a page costs its reader, measured in Chromium: bytes with an empty cache, and the longest tasks.

`PYTHONPATH=tests python -m bench.pages site` prints, for one page of each kind of a built site, what is fetched over a
server that compresses as static hosts do; `--long 1000` builds a thread of that many replies first, opens it, scrolls
through it, and tells the tasks over 50 ms. With `--docs DIR` what is told goes into its place on the page there, too.
"""

import argparse
import datetime
import gzip
import json
import os
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from random import Random
from typing import Any

from playwright.sync_api import Browser, sync_playwright

import chromium
from bench.machine import describe_machine
from bench.report import PAGE, replace_part
from support import GOOD, run_parley, serve_compressed, write_project

KINDS = {
    "home": "",
    "discussions": "discussions/",
    "discussion": "discussions/*/",
    "practices": "practices/",
    "practice": "practices/*/",
    "person": "people/*/",
    "tag": "tags/*/",
    "search": "search/",
}
"""Where the address has a star, the largest of such pages is measured."""

WORDS = "a letter was sent to the wrong desk and came back with an answer nobody had asked for".split()


def main() -> None:
    """Measure what the command line names."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("site", type=Path)
    parser.add_argument("--long", type=int, default=0, help="replies of the long thread; 0 for none")
    parser.add_argument("--docs", type=Path, help="the folder with the page that has the numbers")
    options = parser.parse_args()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find_chromium(), args=["--no-sandbox"])
        weights, long = {}, ""
        with serve_compressed(options.site) as address:
            for kind, pattern in KINDS.items():
                path = find_largest(options.site, pattern)
                weights[path] = weigh(browser, address + path)
                print(f"{kind:12} {weights[path] / 1000:6.1f} kB  {path}")
        if options.long:
            with tempfile.TemporaryDirectory() as folder:
                long = measure_long_thread(browser, Path(folder), options.long)
            print(long)
        measured = f"{browser.browser_type.name.title()} {browser.version.partition('.')[0]}"
        browser.close()
    if options.docs:
        file = options.docs / PAGE
        machine = (*describe_machine(), f"{measured}, with a load of {os.getloadavg()[0]:.0f} when it ended")
        part = render(weights, long, datetime.datetime.now(datetime.UTC).date(), machine)
        file.write_text(replace_part(file.read_text("utf-8"), part, BEGIN, END), "utf-8")


BEGIN = "<!-- written by `python -m bench.pages` from here -->"
END = "<!-- until here -->"


def render(weights: Mapping[str, int], long: str, day: datetime.date, machine: Iterable[str]) -> str:
    """What stands between the marks: a row for each page, and the long thread."""
    rows = [f"| {path or 'home'} | {size / 1000:.0f} kB |" for path, size in weights.items()]
    table = "\n".join(["| Page | All it fetches |", "| --- | ---: |", *rows])
    said = f"Measured on {day.day} {day:%B %Y} on the site this repository ships. The machine: {', '.join(machine)}."
    return "\n\n".join([said, table, *([long] if long else [])])


def find_largest(site: Path, pattern: str) -> str:
    """The address of the largest page that fits."""
    largest = max(site.glob(f"{pattern}index.html"), key=lambda page: page.stat().st_size)
    return largest.relative_to(site).as_posix().removesuffix("index.html")


def weigh(browser: Browser, address: str) -> int:
    """Bytes over the wire for one page with an empty cache, heads of the answers left out."""
    with browser.new_context() as context:
        page = context.new_page()
        sizes: dict[str, int] = {}
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        session.on(
            "Network.loadingFinished", lambda event: sizes.update({event["requestId"]: event["encodedDataLength"]})
        )
        page.goto(address, wait_until="networkidle")
        return sum(sizes.values())


def measure_long_thread(browser: Browser, folder: Path, count: int) -> str:
    """Open and scroll a thread of `count` replies, and say which tasks block the page for longest."""
    project = write_project(folder, {**GOOD, **write_replies(count)})
    run_parley("build", cwd=project)
    page_file = project / "site/discussions/long/index.html"
    with serve_compressed(project / "site") as address:
        path = f"{address}discussions/long/"
        size = len(gzip.compress(page_file.read_bytes())) / 1000
        longest = "; ".join(
            f"{name}: {', '.join(f'{task:.0f} ms' for task in sorted(tasks, reverse=True)[:3]) or 'none'}"
            for name, tasks in trace(browser, path).items()
        )
    told = f"A thread of {count:,} replies is {size:.0f} kB of compressed HTML."
    return f"{told} Its longest tasks of over 50 ms, {longest}."


def write_replies(count: int) -> dict[str, str]:
    """A discussion whose replies answer one another at random, some of them deep."""
    chance = Random(1)
    files = {
        "discussions/long/post.md": "---\ntitle: Long\nauthor: ana\ndate: 2026-01-01\ntags: [law]\n---\n\nBegin.\n"
    }
    for number in range(count):
        parent = f"reply_to: r-{chance.randrange(number):04}\n" if number and chance.random() < 0.7 else ""
        body = "\n\n".join(" ".join(chance.choices(WORDS, k=40)) for _ in range(chance.randrange(1, 4)))
        head = f"author: p{number % 40}\ndate: 2026-01-{2 + number * 28 // count:02}\n{parent}"
        files[f"discussions/long/replies/r-{number:04}.md"] = f"---\n{head}---\n\n{body}\n"
    return files


def trace(browser: Browser, address: str) -> dict[str, list[float]]:
    """Durations in milliseconds of the main thread's tasks over 50 ms: while opening, scrolling, ordering."""
    with browser.new_context(viewport={"width": 390, "height": 844}) as context:
        page = context.new_page()
        found: dict[str, list[float]] = {}

        def record(name: str, act: Any) -> None:
            with tempfile.NamedTemporaryFile(suffix=".json") as file:
                browser.start_tracing(page=page, path=file.name, categories=["toplevel", "devtools.timeline", "blink"])
                act()
                page.wait_for_load_state("networkidle")
                browser.stop_tracing()
                events = json.loads(Path(file.name).read_text())["traceEvents"]
            renderer = {
                (event["pid"], event["tid"])
                for event in events
                if event["name"] == "thread_name" and event["args"].get("name") == "CrRendererMain"
            }
            tasks = [
                event["dur"] / 1000
                for event in events
                if event["name"] in ("RunTask", "ThreadControllerImpl::RunTask")
                and event.get("dur", 0) > 50_000
                and (event["pid"], event["tid"]) in renderer
            ]
            found[name] = tasks

        record("open", lambda: page.goto(address))
        record("scroll", lambda: scroll(page))
        record("newest first", lambda: page.locator("[data-pa-order]").select_option("newest"))
        record("back to threads", lambda: page.locator("[data-pa-order]").select_option("threaded"))
        record("fold", lambda: page.locator("details[data-pa-answers] > summary").first.click())
        return found


def scroll(page: Any) -> None:
    """From top to bottom, a screen a frame."""
    page.evaluate(
        """() => new Promise((done) => {
          const step = () => {
            const before = scrollY;
            scrollBy(0, innerHeight);
            requestAnimationFrame(scrollY === before ? done : step);
          };
          step();
        })"""
    )


if __name__ == "__main__":
    main()
