"""A file that its owner has shut."""

import errno
import os
from contextlib import AbstractContextManager
from pathlib import Path
from unittest import mock

REPLY = "discussions/two-follow-ups/replies/2026-10-05-eve.md"

_open = os.open


def make(posts: Path) -> AbstractContextManager[object]:
    file = posts / REPLY
    file.write_text("---\nauthor: eve\ndate: 2026-10-05\n---\n\nNot for you.\n")
    file.chmod(0)
    return mock.patch("os.open", _open_as_a_user)


def _open_as_a_user(path: str | Path, flags: int) -> int:
    """Keep to the rights of a file even for root, whom the system would let through."""
    if not Path(path).stat().st_mode & 0o400:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
    return _open(path, flags)
