"""What is installed, and what `make` does."""

import importlib.metadata
import json
import re
import subprocess
import tomllib

import pytest

from parley import __version__
from parley.rendering import theme
from releasing import find_faults, read_version
from support import ROOT

PINNED = {
    name: (ROOT / name).read_text(encoding="utf-8")
    for name in (
        "requirements.txt",
        "requirements-mail.txt",
        "requirements-site.txt",
        "tests/bench/requirements.txt",
        "tests/bench/zensical.txt",
        "tests/mutants/requirements.txt",
        "tests/forge_bed/requirements.txt",
        *(f"tests/host/{name}.txt" for name in ("attach", "materialx", "neighbours", "properdocs")),
    )
}
"""All but the first three files are for `make bench`, `mutants`, `hosts` and `test-slow` alone."""

REQUIREMENTS = "\n".join(PINNED.values())


def test_every_requirement_is_pinned_with_hashes_and_none_has_an_address() -> None:
    pinned = re.split(r"\n(?=[a-z0-9])", REQUIREMENTS, flags=re.IGNORECASE)
    requirements = [one for one in pinned if not one.startswith("#")]
    assert len(requirements) > 30
    assert all(re.match(r"[\w.\-\[\]]+==\S+", one) and "--hash=sha256:" in one for one in requirements)
    assert not re.search(r"://|--(extra-)?index|--find-links", REQUIREMENTS)


def test_every_package_of_npm_is_pinned_with_a_hash_and_none_has_an_address() -> None:
    text = (ROOT / "tests/bench/eleventy/package-lock.json").read_text(encoding="utf-8")
    packages = {name: one for name, one in json.loads(text)["packages"].items() if name}
    assert len(packages) > 30
    assert all("integrity" in one and "version" in one for one in packages.values())
    assert "://" not in text


def test_what_is_bundled_for_the_browser_is_what_is_pinned_and_keeps_its_licences() -> None:
    folder = theme.PARSER.parent
    lock = json.loads((folder / "package-lock.json").read_text(encoding="utf-8"))
    wanted = json.loads((folder / "package.json").read_text(encoding="utf-8"))["dependencies"]
    packages = {name.removeprefix("node_modules/"): one for name, one in lock["packages"].items() if name}
    assert all("integrity" in one and "resolved" not in one and one["license"] == "MIT" for one in packages.values())
    head = theme.PARSER.read_text(encoding="utf-8").partition("*/")[0]
    bundled = dict(re.findall(r"^([a-z-]+) (\d[\d.]*)$", head, re.MULTILINE))
    assert bundled == {name: packages[name]["version"] for name in bundled}
    assert bundled.items() >= wanted.items()
    assert head.count("WITHOUT WARRANTY OF ANY KIND") == head.count("Copyright (c)") == head.count("MIT License")


def test_every_dependency_has_its_reason_and_is_pinned() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    project = tomllib.loads(text)["project"]
    wanted = project["dependencies"] + [name for group in project["optional-dependencies"].values() for name in group]
    for requirement in wanted:
        name = re.split(r"[\[<>=]", requirement)[0]
        assert re.search(rf"^{re.escape(name)}(\[.*\])?==", REQUIREMENTS, re.MULTILINE | re.IGNORECASE), name
        if requirement in project["dependencies"]:
            assert re.search(rf'"{re.escape(requirement)}",\s+# \w', text), f"{name} has no reason"


@pytest.mark.parametrize(
    ("tag", "version", "changelog", "faults"),
    [
        ("", "0.1.0", "## [Unreleased]\n", 0),
        ("v0.1.0", "0.1.0", "## [Unreleased]\n\n## [0.1.0] - 2026-12-01\n", 0),
        ("", "0.2.0", "## [Unreleased]\n\n## [0.1.0] - 2026-12-01\n", 0),
        ("v0.1.0", "0.1.0", "## [Unreleased]\n", 1),
        ("v0.2.0", "0.1.0", "## [Unreleased]\n\n## [0.1.0] - 2026-12-01\n", 1),
        ("", "0.1.0", "## [Unreleased]\n\n## [0.2.0] - 2026-12-01\n", 1),
        ("", "0.2.0", "## [Unreleased]\n\n## [0.1.0] - 2026-12-01\n\n## [0.2.0] - 2026-12-02\n", 1),
        ("", "0.2.0", "## [0.2.0]\n", 1),
        ("", "0.2.0", "## [Unreleased]\n\n## [0.1.0]\n", 1),
    ],
)
def test_a_release_is_what_its_tag_and_the_changelog_say(tag: str, version: str, changelog: str, faults: int) -> None:
    assert len(list(find_faults(tag, version, changelog))) == faults


def test_the_changelog_of_this_version_is_in_order() -> None:
    assert read_version() == __version__ == importlib.metadata.version("mkdocs-parley")
    assert list(find_faults("", __version__, (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"))) == []


def test_help_lists_the_targets() -> None:
    printed = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for target in ("site", "serve", "check", "test", "test-slow", "content"):
        assert f"make {target} " in printed


OTHERS = re.compile(
    r"ROOT / \W?(?:posts|mkdocs|README|"
    r"docs\b(?!. / .rules\.md|/parley/pages/(?:declare|extend|import|mail|run-your-own)\.md))"
)
"""What contributors and adopters change: posts, settings, pages; not those of rules and of what is set or added."""


def test_no_test_of_the_program_stands_on_what_others_write() -> None:
    """A reply that is right must not turn `make test` red; what the starter content promises is for `make content`."""
    files = [file for file in (ROOT / "tests").rglob("*.py") if not {"content", "bench"} & set(file.parts)]
    assert len(files) > 50
    assert [file.name for file in files if OTHERS.search(file.read_text(encoding="utf-8"))] == []


def test_every_decision_has_a_number_of_its_own() -> None:
    records = sorted((ROOT.joinpath("docs") / "decisions").glob("*.md"))
    assert [int(file.name[:4]) for file in records] == list(range(1, len(records) + 1))
    assert [re.findall(r"\A# (\d+)\.", file.read_text(encoding="utf-8")) for file in records] == [
        [str(number)] for number in range(1, len(records) + 1)
    ]


def test_no_test_of_the_program_reads_the_posts_that_are_here() -> None:
    """So that no contribution, whoever sends it and whatever day it bears, can turn a test red."""
    tests = {file: file.read_text(encoding="utf-8") for file in (ROOT / "tests").rglob("*.py")}
    parts = [ROOT / "tests" / name for name in ("content", "bench")]
    program = {file: text for file, text in tests.items() if not any(map(file.is_relative_to, parts))}
    assert len(program) > 100
    for file, text in program.items():
        assert 'ROOT / "po' + "sts" not in text, file
        for call in re.findall(r"(?:run|start)_parley\(([^)]*cwd=ROOT\b[^)]*)\)", text):
            assert '"--posts"' in call, f"{file}: {call}"


def test_no_group_is_possessive() -> None:
    """`(?:…)*+` finds too little in Python before 3.11.5 (its issue 106052), which many systems have: `(?>(?:…)*)`."""
    found = [
        path.name for path in (ROOT / "hooks").rglob("*.py") if re.search(r"\)[*+?]\+(?!,)", path.read_text("utf-8"))
    ]
    assert found == ["typography.py"], "whose note names the sign"
