"""On what was measured, in words."""

import json
import os
import platform
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from bench.peers import ELEVENTY, HUGO_PACKAGE


def describe_machine() -> tuple[str, ...]:
    """Processor, cores, memory, system, Python; what the machine does not tell is left out."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    facts = (
        _find_processor(),
        f"{cores} {'core' if cores == 1 else 'cores'}" if cores else "",
        _find_memory(),
        f"{platform.system()} {platform.release().partition('-')[0]}",
        f"Python {platform.python_version()}",
    )
    return tuple(fact for fact in facts if fact)


def describe_versions() -> dict[str, str]:
    """The programs that are compared, as far as they are here."""
    names = {
        "MkDocs": "mkdocs",
        "Material": "mkdocs-material",
        "Pagefind": "pagefind",
        "Hugo": HUGO_PACKAGE,
        "Zensical": "zensical",
        "Eleventy": "eleventy",
    }
    return {title: found for title, name in names.items() if (found := find_version(name))}


def find_version(package: str) -> str:
    """Of a package as pip names it, or of Eleventy; nothing where it is not here."""
    if package == "eleventy":
        file = ELEVENTY / "node_modules/@11ty/eleventy/package.json"
        return str(json.loads(file.read_text("utf-8"))["version"]) if file.exists() else ""
    try:
        return version(package.partition("[")[0])
    except PackageNotFoundError:
        return ""


def find_load() -> float:
    """How many processes wanted a core in the last minute, before we began; 0 where the system does not tell."""
    return os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0


def _find_processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return f"{next(named, '') or platform.machine()} ({platform.machine()})"


def _find_memory() -> str:
    if sys.platform == "win32":
        return ""
    return f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB of memory"
