"""All that the command says of itself, and of the keys of files, to the letter.

`PARLEY_ACCEPT=1 pytest tests/commands/test_said.py` writes what is found into the files beside this one.
"""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from declared import KINDS
from parley.commands.cli import main
from parley.rendering.data.archive_data import archive_schema
from parley.rendering.data.thread_data import render_schema


def hold(name: str, found: str) -> None:
    expected = Path(__file__).with_name(name)
    if "PARLEY_ACCEPT" in os.environ:
        expected.write_text(found, encoding="utf-8")
    assert found == expected.read_text(encoding="utf-8")


def test_all_that_the_help_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    told = []
    for name in ("", *sorted(main.commands)):
        done = CliRunner().invoke(main, [*([name] if name else []), "--help"], prog_name="parley", terminal_width=120)
        told.append(f"=== {name or 'parley'}\n{done.output}")
    hold("help.txt", "\n".join(told))


def flatten(value: Any, path: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from flatten(inner, f"{path}/{name}" if name != "properties" else path)
    elif isinstance(value, list) and any(isinstance(one, dict) for one in value):
        for at, inner in enumerate(value):
            yield from flatten(inner, f"{path}/{at}")
    else:
        yield f"{path}: {json.dumps(value, ensure_ascii=False)}"


def test_all_that_the_schemas_say() -> None:
    told, seen = [], set()
    for kind in ("tags", "policy", *KINDS, "thread", "archive"):
        told.append(f"=== {kind}")
        for line in flatten(json.loads(render_schema(kind, KINDS))):
            said = line.rpartition("/")[2] if kind == "thread" and "/oneOf/" in line else line
            told += [line] if said not in seen else []
            seen |= {said, line.rpartition("/")[2]} if kind != "thread" else {said}
    assert json.loads(render_schema("archive", KINDS)) == archive_schema()
    hold("schemas.txt", "\n".join(told) + "\n")
