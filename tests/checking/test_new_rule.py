"""What CONTRIBUTING says of a new rule is tried: its module, its row, its heading and its case are all it takes."""

import filecmp
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from support import ROOT, write_tree

MODULE = '''"""Titles in capitals."""

from parley.checking.rules.entry import Entry
from parley.model.problems import Severity


def check_shouting(entry: Entry) -> None:
    title = entry.values.get("title") or ""
    if title.isupper():
        help = "Write it as you'd say it."
        entry.add("shouting", "the title is in capitals", help, "title", severity=Severity.WARNING)
'''
HEADING = "## shouting { #shouting }\n\n**Warning.** A title is not all in capitals.\n\n"
CASE = {
    "posts/discussions/loud/post.md": (
        "---\ntitle: BUY NOW\nauthor: ana\ndate: 2026-10-05\ntags: [law]\n---\n\nOr never.\n"
    ),
    "expected.txt": (
        "posts/discussions/loud/post.md:2:8: warning[shouting]: the title is in capitals\n"
        "  |\n2 | title: BUY NOW\n  |        ^^^^^^^\n  = help: Write it as you'd say it. Rule: /rules/#shouting\n"
    ),
}
CLAIMS = (
    "tests/checking/test_cases.py::test_a_case_reads_to_the_letter_as_expected[shouting]",
    "tests/checking/test_cases.py::test_a_case_breaks_its_rule_and_as_good_as_no_other[shouting]",
    "tests/checking/test_cases.py::test_every_rule_has_a_case_and_every_case_a_rule",
    "tests/checking/test_cases.py::test_the_page_of_rules_has_each_rule_once_with_its_severity",
    "tests/checking/test_cases.py::test_the_page_of_rules_leads_to_each_of_them",
    "tests/checking/test_stages.py::test_every_check_stands_in_a_row",
    "tests/checking/test_stages.py::test_every_id_that_the_code_reports_is_in_a_list",
    "tests/checking/test_stages.py::test_a_check_reports_no_rule_but_those_of_its_row[shouting]",
)
COPIED = ("hooks", "tests/checking", "tests/cases", "tests/awful", "tests/forum")


def put(file: Path, before: str, text: str) -> None:
    whole = file.read_text(encoding="utf-8")
    assert whole.count(before) == 1
    file.write_text(whole.replace(before, text + before), encoding="utf-8")


@pytest.mark.slow
def test_a_rule_takes_its_module_its_row_its_heading_and_its_case(tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    for folder in COPIED:
        shutil.copytree(ROOT / folder, copy / folder)  # with what Python has compiled
    for file in (ROOT / "docs" / "rules.md", ROOT / "pyproject.toml", *(ROOT / "tests").glob("*.py")):
        (copy / file.relative_to(ROOT).parent).mkdir(parents=True, exist_ok=True)
        shutil.copy(file, copy / file.relative_to(ROOT))

    checking = copy / "hooks" / "parley" / "checking"
    (checking / "rules" / "shouting.py").write_text(MODULE, encoding="utf-8")
    put(checking / "stages" / "of_files.py", "    (text.check_secrets,", '    (shouting.check_shouting, "shouting"),\n')
    put(checking / "stages" / "of_files.py", " text\n", " shouting,")
    put(copy / "docs" / "rules.md", "[secret](#secret)", "[shouting](#shouting), ")
    put(copy / "docs" / "rules.md", "## secret { #secret }", HEADING)
    write_tree(copy / "tests" / "cases" / "shouting", CASE)

    assert sorted(find_changes(copy)) == [
        "docs/rules.md",
        "hooks/parley/checking/rules/shouting.py",
        "hooks/parley/checking/stages/of_files.py",
        "tests/cases/shouting",
    ]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider", *CLAIMS],
        cwd=copy,
        env={**os.environ, "PYTHONPATH": str(copy / "hooks")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert f"{len(CLAIMS)} passed" in done.stdout, done.stdout


def find_changes(copy: Path) -> Iterator[str]:
    """What is new or different in the copy, but for what Python has compiled."""
    waiting = [Path()]
    while waiting:
        folder = waiting.pop()
        for path in sorted((copy / folder).iterdir()):
            name = folder / path.name
            if name.name == "__pycache__":
                continue
            if not (ROOT / name).exists():
                yield name.as_posix()
            elif path.is_dir():
                waiting.append(name)
            elif not filecmp.cmp(path, ROOT / name, shallow=False):
                yield name.as_posix()
