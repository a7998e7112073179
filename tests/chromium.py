"""Finds a Chromium for the tests, and with `--install` fetches one where there is none.

An existing chromium or chrome comes first, then Playwright's own, then the system's package. Of those that exist, the
one without windows comes first: it passes the same tests with a third of the processor time.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

LIGHT = "chromium-headless-shell"
NAMES = (LIGHT, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")


def find_chromium() -> str | None:
    """The path of a browser that Playwright can drive, or None."""
    for name in NAMES:
        if found := shutil.which(name):
            return found
    if MAC.exists():
        return str(MAC)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).exists() else None


def install() -> bool:
    """Try each way of getting a browser until one works."""
    playwright = [[sys.executable, "-m", "playwright", "install", "--with-deps", "chromium"]]
    for way in (playwright, *_packages(LIGHT), *_packages("chromium")):
        print(f"No browser found; trying: {' '.join(way[-1])}", flush=True)
        if _run(way) and find_chromium():
            return True
    return False


def install_light() -> None:
    """Get the browser without windows where the system has it; without it, the tests take what is there."""
    any(_run(way) for way in _packages(LIGHT))


def _packages(name: str) -> list[list[list[str]]]:
    """Ways to install a package of the system: as it is known already, then with the newest list of packages."""
    if not shutil.which("apt-get"):
        return []
    root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    step = [*root, "apt-get", "-qq", "install", "--yes", "--no-install-recommends", name]
    return [[step], [[*root, "apt-get", "-qq", "update"], step]]


def _run(way: list[list[str]]) -> bool:
    try:
        return all(subprocess.run(step, stdout=subprocess.DEVNULL, timeout=300).returncode == 0 for step in way)
    except (OSError, subprocess.TimeoutExpired):
        return False


if __name__ == "__main__":
    wanted = "--install" in sys.argv
    if not find_chromium() and not (wanted and install()):
        sys.exit("No chromium or chrome was found or could be installed; the browser tests need one.")
    if wanted and not shutil.which(LIGHT):
        install_light()
    print(f"Browser for the tests: {find_chromium()}")
