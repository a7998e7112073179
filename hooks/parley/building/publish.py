"""A site that is either the old one or the new one, whatever happens in between.

A build goes into a folder beside the site, is looked over there, and then changes places with the site in one step.
One lock keeps two builds apart; what a killed build has left behind is taken away by the next.
"""

import ctypes
import ctypes.util
import errno
import os
import shutil
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path

from filelock import FileLock, Timeout

from parley.model.languages.causes import explain
from parley.model.languages.speaking import _
from parley.model.problems import ParleyError


class PublishError(ParleyError):
    """The site could not be put in place; the old one stands as it was."""


def publish(site: Path, fill: Callable[[Path], None], *, on_wait: Callable[[], None] = lambda: None) -> None:
    """Build a site with `fill`, which is given an empty folder, and put it in the place of `site`.

    `on_wait` is called when another build has to finish first. Whatever `fill` raises is passed on, and leaves `site`
    untouched.

    Raises:
        PublishError: the disk is full, the place cannot be written, or `site` is something other than a folder.
    """
    site = site.absolute()
    if site.is_symlink() or (site.exists() and not site.is_dir()):
        raise PublishError(_("{site} isn't a folder; name one that may be replaced", site=site))
    if site.is_dir() and any(site.iterdir()) and not (site / "index.html").exists():
        raise PublishError(_("{site} isn't empty and isn't a site; name an empty folder or a new one", site=site))
    try:
        site.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(site.parent / f".{site.name}.lock")
        try:
            held = lock.acquire(blocking=False)
        except Timeout:
            on_wait()
            held = lock.acquire()
        with held:
            _replace(site, fill)
    except OSError as error:
        raise PublishError(_("the site was not replaced: {error}", error=explain(error, site))) from error


def _replace(site: Path, fill: Callable[[Path], None]) -> None:
    """Build beside the site and swap; called with the lock held."""
    building, retired = (site.parent / f".{site.name}.{part}" for part in ("building", "retired"))
    if retired.exists() and not site.exists():
        retired.rename(site)  # a build was killed between two renames, where the system cannot exchange folders
    for leftover in (building, retired):
        _remove(leftover)
    building.mkdir()
    try:
        fill(building)
        if hasattr(os, "sync"):
            os.sync()  # so that a power cut after the swap finds whole files
        if not site.exists():
            building.rename(site)
        elif not _exchange(building, site):
            site.rename(retired)
            building.rename(site)
    finally:
        _remove(building)
        _remove(retired)


def _remove(folder: Path) -> None:
    """Take away a whole site, if it is there: one thread would wait for the disk at each of its folders."""
    inner = [one for room in _list_folders(folder) for one in _list_folders(room)]
    with ThreadPoolExecutor() as threads:
        list(threads.map(partial(shutil.rmtree, ignore_errors=True), inner))
    shutil.rmtree(folder, ignore_errors=True)


def _list_folders(folder: Path | str) -> list[str]:
    """The folders in a folder that is there; links to others are none."""
    with suppress(OSError), os.scandir(folder) as places:
        return [one.path for one in places if one.is_dir(follow_symlinks=False)]
    return []


def _exchange(one: Path, other: Path) -> bool:
    """Let two folders change places in one step; False where the system or the file system cannot."""
    here, there, swap = os.fsencode(one), os.fsencode(other), 2  # RENAME_EXCHANGE on Linux, RENAME_SWAP on macOS
    beside = -100  # AT_FDCWD: a name is that of the current folder
    calls: dict[str, tuple[str, tuple[object, ...]]] = {
        "linux": ("renameat2", (beside, here, beside, there, swap)),
        "darwin": ("renamex_np", (here, there, swap)),
    }
    name, arguments = calls.get(sys.platform, ("", ()))
    call = getattr(ctypes.CDLL(None, use_errno=True), name, None) if name else None
    if call is None:
        return False
    if not call(*arguments):
        return True
    code = ctypes.get_errno()
    if code in (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP):
        return False
    raise OSError(code, os.strerror(code), str(other))
