"""What git knows of a checkout and the system may not."""

import os
import subprocess
from pathlib import Path

PATIENCE = 30
"""Seconds to wait for git."""

_PROGRAM = b"100755"
"""The mode of a file that is to be executable wherever it is checked out."""


def find_programs(folder: Path) -> frozenset[str] | None:
    """The files below a folder that git makes executable, by their paths below it; None where git knows no file there.

    What a system says tells less: on the disks of Windows as Linux sees them, and on many a stick, every file is
    executable, whatever its contributor wanted.
    """
    try:
        # nothing that the settings of an unknown checkout name is started
        done = subprocess.run(
            ["git", "-c", "core.fsmonitor=false", "ls-files", "--stage", "-z"],  # noqa: S607 (whichever git there is)
            capture_output=True,
            check=False,
            timeout=PATIENCE,
            cwd=folder,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    entries = [entry.partition(b"\t") for entry in done.stdout.split(b"\0") if entry]
    found = frozenset(os.fsdecode(path) for mode, _, path in entries if mode.startswith(_PROGRAM))
    return found if entries else None
