"""All that the command says of itself, and of the keys of files, to the letter.

`PARLEY_ACCEPT=1 pytest tests/commands/test_said.py` writes what is found into the files beside this one.
"""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from declared import KINDS
from parley.commands.cli import COMMANDS, load_command, main
from parley.rendering.data.archive_data import archive_schema
from parley.rendering.data.thread_data import render_schema
from support import flatten, hold

HERE = Path(__file__).parent


def test_all_that_the_help_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    told = []
    for command in map(load_command, COMMANDS):
        monkeypatch.setattr(command, "_help_option", None)  # as in a test that ran it without the group
    for name in ("", *sorted(COMMANDS)):
        done = CliRunner().invoke(main, [*([name] if name else []), "--help"], prog_name="parley", terminal_width=120)
        told.append(f"=== {name or 'parley'}\n{done.output}")
    hold(HERE / "help.txt", "\n".join(told))


def test_all_that_the_schemas_say() -> None:
    told, seen = [], set()
    for kind in ("tags", "policy", *KINDS, "thread", "archive"):
        told.append(f"=== {kind}")
        for line in flatten(json.loads(render_schema(kind, KINDS))):
            said = line.rpartition("/")[2] if kind == "thread" and "/oneOf/" in line else line
            told += [line] if said not in seen else []
            seen |= {said, line.rpartition("/")[2]} if kind != "thread" else {said}
    assert json.loads(render_schema("archive", KINDS)) == archive_schema()
    hold(HERE / "schemas.txt", "\n".join(told) + "\n")
