"""What CONTRIBUTING says of a new key is tried: one line in the table of keys, and the issue forms written anew."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from checking.test_new_rule import find_changes, put
from support import GOOD, MKDOCS_YML, ROOT, write_tree

LINE = (
    '    Key("town", Text(80), "where it happened", ask=Ask("Town", "As precisely as you like.", "Bonn"), '
    'label="Town", searched=True),\n'
)
ABOVE = "    _REPLY_TO,\n"
REPLY = (
    "---\nauthor: dora\ndate: 2026-10-05\ntown: Quuxville\n---\n\nThree is enough.\n",
    f"---\nauthor: dora\ndate: 2026-10-05\ntown: {'Quuxville' * 9}\n---\n\nThree is enough.\n",
)
CLAIMS = (
    "tests/forge/test_issue_forms.py::test_a_form_on_disk_has_exactly_the_fields_that_are_read[reply]",
    "tests/reading/test_schema.py::test_the_json_schema_describes_every_key[reply]",
)


@pytest.mark.slow
def test_a_key_takes_its_line_in_the_table(tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    for folder in ("hooks", ".github", "tests/forge", "tests/reading", "tests/events", "tests/forum"):
        shutil.copytree(ROOT / folder, copy / folder)  # with what Python has compiled
    for file in (ROOT / "pyproject.toml", *(ROOT / "tests").glob("*.py")):
        (copy / file.relative_to(ROOT).parent).mkdir(parents=True, exist_ok=True)
        shutil.copy(file, copy / file.relative_to(ROOT))
    write_tree(copy, {"mkdocs.yml": MKDOCS_YML})
    put(copy / "hooks/parley/reading/schema.py", ABOVE, LINE)

    def run(*command: str) -> str:
        environment = {**os.environ, "PYTHONPATH": str(copy / "hooks")}
        done = subprocess.run(
            [sys.executable, "-m", *command], cwd=copy, env=environment, capture_output=True, text=True, check=False
        )
        return done.stdout + done.stderr

    run("parley.commands.cli", "forms")
    changed = set(find_changes(copy)) - {"mkdocs.yml"}
    assert changed == {".github/ISSUE_TEMPLATE/reply.yml", "hooks/parley/reading/schema.py"}
    assert "--town TEXT" in run("parley.commands.cli", "reply", "--help")
    for number, text in enumerate(REPLY):
        write_tree(copy / "posts", {**GOOD, "discussions/two-follow-ups/replies/2026-10-05-dora.md": text})
        found = run("parley.commands.cli", "check")
        assert ("town has 81 characters" in found) == bool(number), found
    assert f"{len(CLAIMS)} passed" in run("pytest", "-q", "-n", "0", "-p", "no:cacheprovider", *CLAIMS)
