"""What the system has refused, in words: at which place, what happened, and what helps."""

import errno

_RIGHTS = "permission denied", "Change its rights, or run this as somebody who may."
_FILES = "too many files are open", "Raise the limit (`ulimit -n`), or close other programs."
_CAUSES = {
    errno.ENOSPC: ("the disk is full", "Free some space, or name another place."),
    errno.EFBIG: ("the file gets larger than the system allows", "Raise the limit (`ulimit -f`)."),
    errno.EACCES: _RIGHTS,
    errno.EPERM: _RIGHTS,
    errno.EROFS: ("the disk can only be read", "Name another place."),
    errno.EMFILE: _FILES,
    errno.ENFILE: _FILES,
    errno.ENOMEM: ("there is not enough memory", "Close other programs."),
    errno.ENOENT: ("no such file or folder", ""),
    errno.EIO: ("the disk reports an error", "Look whether the disk is sound."),
    errno.ENAMETOOLONG: ("the name is too long for the disk", "Name a place with a shorter path."),
}
if hasattr(errno, "EDQUOT"):  # not on Windows
    _CAUSES[errno.EDQUOT] = ("your share of the disk is used up", "Free some space, or name another place.")

_SHORTAGES = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOMEM})

SOMEWHERE = "the terminal, a pipe or a temporary file"
"""Where something was written whose name nobody knows."""


def explain(error: OSError, place: object = SOMEWHERE) -> str:
    """`site/index.html: the disk is full. Free some space, or name another place.`

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
