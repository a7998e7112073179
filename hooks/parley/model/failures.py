"""What the system has refused, in words: at which place, what happened, and what helps."""

import errno

_RIGHTS = "permission denied", "Change its permissions, or run this as a user who has access."
_FILES = "too many open files", "Raise the limit (`ulimit -n`), or close other programs."
_CAUSES = {
    errno.ENOSPC: ("the disk is full", "Free some space, or choose another location."),
    errno.EFBIG: ("the file is larger than the system allows", "Raise the limit (`ulimit -f`)."),
    errno.EACCES: _RIGHTS,
    errno.EPERM: _RIGHTS,
    errno.EROFS: ("the disk is read-only", "Choose another location."),
    errno.EMFILE: _FILES,
    errno.ENFILE: _FILES,
    errno.ENOMEM: ("there isn't enough memory", "Close other programs."),
    errno.ENOENT: ("no such file or folder", ""),
    errno.EIO: ("the disk reports an error", "Check the disk."),
    errno.ENAMETOOLONG: ("the name is too long for the disk", "Choose a shorter path."),
}
if hasattr(errno, "EDQUOT"):  # not on Windows
    _CAUSES[errno.EDQUOT] = ("your disk quota is used up", "Free some space, or choose another location.")

_SHORTAGES = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOMEM})

SOMEWHERE = "the terminal, a pipe or a temporary file"
"""Where something was written whose name nobody knows."""


def explain(error: OSError, place: object = SOMEWHERE) -> str:
    """`site/index.html: the disk is full. Free some space, or choose another location.`

    `place` is what was read or written where the error itself doesn't say. Of two names, as a copy has, the second is
    the one that was to be written.
    """
    where = error.filename2 or error.filename or place
    what, cure = _CAUSES.get(error.errno or 0, (error.strerror or str(error), ""))
    if isinstance(where, bytes):
        where = where.decode(errors="replace")
    return f"{where}: {what}. {cure}".strip()


def is_shortage(error: OSError) -> bool:
    """Tell whether any other file would have met with the same, so that this one isn't to blame."""
    return error.errno in _SHORTAGES
