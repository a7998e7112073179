"""Sees that a version can be released: `python tests/releasing.py v0.2.0` before `make package` builds it."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
HEADING = re.compile(r"^## \[(.+)\](?: - (\d{4}-\d{2}-\d{2}))?$", re.MULTILINE)


def find_faults(tag: str, version: str, changelog: str) -> Iterator[str]:
    """What speaks against releasing a version of the code under a tag, with this changelog; no tag is no release."""
    headings = HEADING.findall(changelog)
    if headings[:1] != [("Unreleased", "")]:
        yield "CHANGELOG.md must begin with the heading [Unreleased]"
    released = headings[1:]
    numbers = [tuple(map(int, name.split("."))) for name, _ in released if re.fullmatch(r"\d+\.\d+\.\d+", name)]
    if len(numbers) < len(released) or not all(day for _, day in released):
        yield "a heading of CHANGELOG.md is neither [Unreleased] nor like [0.2.0] - 2026-11-28"
    if numbers != sorted(set(numbers), reverse=True):
        yield "the versions of CHANGELOG.md must go from the newest to the oldest, each once"
    if numbers and tuple(map(int, version.split("."))) < numbers[0]:
        yield f"the code is {version}, and CHANGELOG.md knows a newer version"
    if tag and tag != f"v{version}":
        yield f"the tag is {tag}, and hooks/parley/__init__.py says {version}"
    if tag and version not in dict(released):
        yield f"CHANGELOG.md has no heading for {version}: rename [Unreleased], and begin a new one above it"


def read_version() -> str:
    """The version of the code."""
    (version,) = re.findall(r'^__version__ = "(.+)"$', (ROOT / "hooks/parley/__init__.py").read_text(), re.MULTILINE)
    return str(version)


if __name__ == "__main__":
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    sys.exit("\n".join(find_faults("".join(sys.argv[1:]), read_version(), changelog)) or None)
