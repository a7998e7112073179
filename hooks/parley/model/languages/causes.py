"""What an error of the system means, and what to do."""

import errno

from parley.model.languages.speaking import N_, _, show_sentences

_RIGHTS = N_("permission denied"), N_("Change its permissions, or run this as a user who has access.")
_FILES = N_("too many open files"), N_("Raise the limit (`ulimit -n`), or close other programs.")
_CAUSES = {
    errno.ENOSPC: (N_("the disk is full"), N_("Free some space, or choose another location.")),
    errno.EFBIG: (N_("the file is larger than the system allows"), N_("Raise the limit (`ulimit -f`).")),
    errno.EACCES: _RIGHTS,
    errno.EPERM: _RIGHTS,
    errno.EROFS: (N_("the disk is read-only"), N_("Choose another location.")),
    errno.EMFILE: _FILES,
    errno.ENFILE: _FILES,
    errno.ENOMEM: (N_("there isn't enough memory"), N_("Close other programs.")),
    errno.ENOENT: (N_("no such file or folder"), ""),
    errno.EIO: (N_("the disk reports an error"), N_("Check the disk.")),
    errno.ENAMETOOLONG: (N_("the name is too long for the disk"), N_("Choose a shorter path.")),
}
if hasattr(errno, "EDQUOT"):  # not on Windows
    _CAUSES[errno.EDQUOT] = (N_("your disk quota is used up"), N_("Free some space, or choose another location."))

_SHORTAGES = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOMEM})

SOMEWHERE = N_("the terminal, a pipe or a temporary file")
"""Where something was written whose name nobody knows."""


def explain(error: OSError, place: object = SOMEWHERE) -> str:
    """`site/index.html: the disk is full. Free some space, or choose another location.`

    `place` is what was read or written where the error itself doesn't say. Of two names, as a copy has, the second is
    the one that was to be written.
    """
    where = error.filename2 or error.filename or (_(SOMEWHERE) if place is SOMEWHERE else place)
    what, cure = _CAUSES.get(error.errno or 0, (error.strerror or str(error), ""))
    if isinstance(where, bytes):
        where = where.decode(errors="replace")
    return f"{where}: {show_sentences(_(what), cure and _(cure))}"


def is_shortage(error: OSError) -> bool:
    """Tell whether any other file would have met with the same, so that this one isn't to blame."""
    return error.errno in _SHORTAGES
