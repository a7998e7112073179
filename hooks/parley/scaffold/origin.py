"""From where the program was installed, so that a site installs the same one."""

import json
from importlib.metadata import PackageNotFoundError, distribution
from typing import Any

PACKAGE = "mkdocs-parley"


def find_origin() -> str:
    """The address of what was installed, or nothing if it came from a package index, where its version is enough.

    What came from elsewhere says so itself (Python Packaging User Guide, "Recording the Direct URL Origin").
    """
    try:
        written = distribution(PACKAGE).read_text("direct_url.json")
    except PackageNotFoundError:
        return ""
    return read_origin(json.loads(written)) if written else ""


def read_origin(said: dict[str, Any]) -> str:
    """What a requirement says behind `@`, of a record of where a package came from."""
    at = str(said["url"])
    if repository := said.get("vcs_info"):
        at = f"{repository['vcs']}+{at}@{repository['commit_id']}"
    return f"{at}#subdirectory={said['subdirectory']}" if "subdirectory" in said else at
