"""The workflows ask for no more rights than they need, and run nothing that can change under them."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from support import ROOT

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.y*ml"))
USES = re.compile(r"^\s*(?:- )?uses:\s*(.*)$", re.MULTILINE)
PINNED = re.compile(r"[\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+(\.\d+)*")

each_workflow = pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.name)


def read(workflow: Path) -> dict[Any, Any]:
    """A workflow; YAML reads its key `on` as true."""
    found = yaml.safe_load(workflow.read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def test_there_are_workflows() -> None:
    assert {path.name for path in WORKFLOWS} >= {"check.yml", "publish.yml"}


def test_zizmor_finds_nothing() -> None:
    command = [
        str(Path(sys.executable).with_name("zizmor")),
        "--persona",
        "auditor",
        "--offline",
        "--no-progress",
        ".github",
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "No findings to report" in done.stdout + done.stderr
    for workflow in WORKFLOWS:
        assert workflow.name in done.stdout + done.stderr


@each_workflow
def test_every_action_is_pinned_to_a_commit_with_its_version_beside_it(workflow: Path) -> None:
    used = USES.findall(workflow.read_text(encoding="utf-8"))
    assert used
    assert [line for line in used if not PINNED.fullmatch(line.strip())] == []


@each_workflow
def test_no_workflow_runs_with_rights_on_a_pull_request_of_a_stranger(workflow: Path) -> None:
    triggers = read(workflow)[True]
    assert not {"pull_request_target", "workflow_run", "issue_comment"} & set(triggers)


@each_workflow
def test_rights_are_given_job_by_job(workflow: Path) -> None:
    content = read(workflow)
    assert content["permissions"] == {}
    for name, job in content["jobs"].items():
        assert job["permissions"], name
        assert "write-all" not in str(job["permissions"])


@each_workflow
def test_only_a_job_without_a_checkout_may_write(workflow: Path) -> None:
    for name, job in read(workflow)["jobs"].items():
        if "write" in job["permissions"].values():
            assert not any("checkout" in str(step.get("uses")) or "run" in step for step in job["steps"]), name


@each_workflow
def test_a_checkout_leaves_no_key_behind(workflow: Path) -> None:
    for job in read(workflow)["jobs"].values():
        for step in job["steps"]:
            if "checkout" in str(step.get("uses")):
                assert step["with"]["persist-credentials"] is False


@each_workflow
def test_a_script_of_a_workflow_takes_nothing_from_an_expression(workflow: Path) -> None:
    """What stands in `${{ }}` is put into the script before a shell reads it; `env` is the way."""
    for job in read(workflow)["jobs"].values():
        assert [step["run"] for step in job["steps"] if "${{" in step.get("run", "")] == []


@each_workflow
def test_every_job_ends_by_itself(workflow: Path) -> None:
    assert all(job["timeout-minutes"] <= 30 for job in read(workflow)["jobs"].values())
