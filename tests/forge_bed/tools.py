"""What the bed needs besides Python: `act`, which runs workflows, and the forge's `gh`. `--install` fetches both."""

import os
import shutil
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

REQUIREMENTS = Path(__file__).with_name("requirements.txt")


@dataclass(frozen=True)
class Tools:
    act: str
    gh: str


class Missing(Exception):
    """A tool can't be had here; the message says which, and what would install it."""


def find_tools() -> Tools:
    """The programs, in the environment of the tests or on the system.

    Raises:
        Missing: one of them is not there.
    """
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))
    act, gh = shutil.which("act", path=path), shutil.which("gh", path=path)
    for name, found in (("act", act), ("gh", gh)):
        if found is None:
            raise Missing(f"{name} is missing; make test-slow installs it where it can be had")
    return Tools(str(act), str(gh))


def install() -> None:
    """Install what is missing: `act` as a package of Python, pinned, and `gh` from the system."""
    with suppress(Missing):
        find_tools()
        return
    print("Installing act and gh for the tests", flush=True)
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
    subprocess.run([*pip, "--requirement", str(REQUIREMENTS)], check=False)
    if not shutil.which("gh"):
        root = [] if os.geteuid() == 0 else ["sudo", "-n"]
        step = [*root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
        for update in (False, True):
            if update:
                subprocess.run([*step, "update"], stdout=subprocess.DEVNULL, check=False)
            command = [*step, "install", "--yes", "--no-install-recommends", "gh"]
            if subprocess.run(command, stdout=subprocess.DEVNULL, check=False).returncode == 0:
                break


if __name__ == "__main__":
    if "--install" in sys.argv:
        install()
    try:
        print(f"For workflows: {find_tools()}")
    except Missing as missing:
        print(missing)  # the tests say so too, and are skipped
