"""The rights of a job's token: those that the workflow gives it, and none besides.

Source: https://docs.github.com/actions/security-for-github-actions/security-guides/automatic-token-authentication
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from forge_bed.state import Refused

TOKEN = "job-"
"""Begins the token of a job, whose name follows."""


def read_rights(workflow: Path, job: str, *, from_fork: bool) -> dict[str, str]:
    """The rights of a job; in the run of a fork's pull request, every right to write becomes one to read."""
    content: Mapping[str, Any] = yaml.safe_load(workflow.read_text(encoding="utf-8"))
    given = content["jobs"].get(job, {}).get("permissions", content.get("permissions", {}))
    rights = {"metadata": "read", **given}
    return dict.fromkeys(rights, "read") if from_fork else rights


def want(rights: Mapping[str, str], level: str, *scopes: str) -> None:
    """Refuse, unless one of the scopes is given at that level.

    Of a public repository everything but its Pages may be read by anybody.
    """
    if level == "read" and "pages" not in scopes:
        return
    if not any(rights.get(scope) in (level, "write") for scope in scopes):
        raise Refused(403, "Resource not accessible by integration")
