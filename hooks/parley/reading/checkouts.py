"""What git knows of a checkout and the system may not."""

import os
import subprocess
from pathlib import Path

PATIENCE = 30
"""Seconds to wait for git, where no other number is given."""

_PROGRAM = b"100755"
"""The mode of a file that is to be executable wherever it is checked out."""

_ELSEWHERE = (
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_COMMON_DIR",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_NAMESPACE",
    "GIT_SHALLOW_FILE",
    "GIT_GRAFT_FILE",
)
"""Variables that lead git to another repository, as a hook of one has them."""

_SETTINGS = (
    "core.fsmonitor=false",
    "log.showSignature=false",
    "safe.bareRepository=explicit",
    "log.showRoot=true",
    "log.follow=false",
)
"""In place of what a repository sets: no program is run, no folder of a contributor's poses as a repository, and every
one is asked alike."""


def ask_git(folder: Path, *question: str, patience: int = PATIENCE) -> bytes:
    """What git says, and nothing where it is not there, does not trust the folder, or lacks what is asked for.

    What is asked is the repository of that folder, whatever a hook of another one has set, and no program that its
    settings name is started.
    """
    settings = [word for setting in _SETTINGS for word in ("-c", setting)]
    command = ["git", "-C", str(folder), "--literal-pathspecs", "--no-replace-objects", *settings, *question]
    environment = {name: value for name, value in os.environ.items() if name not in _ELSEWHERE}
    environment |= {"GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0"}
    try:
        done = subprocess.run(  # noqa: S603 (no shell; the paths are the caller's own)
            command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, check=True, timeout=patience
        )
    except (OSError, subprocess.SubprocessError):
        return b""
    return done.stdout


def find_programs(folder: Path) -> frozenset[str] | None:
    """The files below a folder that git makes executable, by their paths below it; None where git knows no file there.

    What a system says tells less: on the disks of Windows as Linux sees them, and on many a stick, every file is
    executable, whatever its contributor wanted.
    """
    stages = ask_git(folder, "ls-files", "--stage", "-z")
    entries = [entry.partition(b"\t") for entry in stages.split(b"\0") if entry]
    found = frozenset(os.fsdecode(path) for mode, _, path in entries if mode.startswith(_PROGRAM))
    return found if entries else None
