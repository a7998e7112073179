"""Seconds to install a program where nothing is, as a CI job does before it can build."""

import shutil
import sys
from pathlib import Path

from bench.machine import find_version
from bench.measure import measure
from bench.peers import HERE, Tool
from support import ROOT


def install_twice(tool: type[Tool], folder: Path) -> tuple[float, float]:
    """Install a program into an empty folder, first with nothing kept, then with the packages that were fetched.

    Raises:
        CommandFailed: it can't be installed, for example because no registry is reached.
    """
    cache = {"PIP_CACHE_DIR": str(folder / "pip"), "npm_config_cache": str(folder / "npm")}
    seconds = []
    for _ in range(2):
        place = folder / "place"
        place.mkdir(parents=True)
        seconds.append(sum(measure(command, place, cache).wall for command in list_commands(tool, place)))
        shutil.rmtree(place)
    return seconds[0], seconds[1]


def list_commands(tool: type[Tool], place: Path) -> list[tuple[str, ...]]:
    """What is run in that folder: for ours what the publishing workflow runs, for others what their guides say."""
    if tool.key == "parley":
        return [("make", "-C", str(ROOT), ".venv", f"VENV={place / 'venv'}", f"PYTHON={sys.executable}")]
    packages = (f"{name}=={find_version(name)}" for name in tool.packages)
    commands = [
        (sys.executable, "-m", "venv", "venv"),
        ("venv/bin/pip", "install", "--quiet", "--disable-pip-version-check", *packages),
    ]
    if tool.key == "eleventy":
        for name in ("package.json", "package-lock.json"):
            shutil.copyfile(HERE / "eleventy" / name, place / name)
        commands.append(("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"))
    return commands
