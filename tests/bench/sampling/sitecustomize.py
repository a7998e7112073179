"""Notes every few milliseconds of processor time which part of Parley a Python process is at: `PARLEY_SAMPLES=FILE`.

Whatever Python starts with this folder on its path reads this file first, worker processes too. The clock is that of
processor time (setitimer(2), ITIMER_PROF), so that a process that waits is not counted. Each sample is one line.
"""

import atexit
import os
import signal
from types import FrameType

INTERVAL = 0.005

PARTS = {
    "parley/reading/": "reading",
    "parley/checking/parsing": "reading",
    "parley/checking/rereading": "reading",
    "parley/caching/stamps": "reading",
    "parley/building/manifest": "reading",
    "parley/checking/": "checking",
    "parley/rendering/pages/": "drawing pages",
    "parley/rendering/feeds/": "feeds and data",
    "parley/rendering/data/": "feeds and data",
    "parley/rendering/search/": "search",
    "parley/building/indexing": "search",
    "parley/building/output": "writing",
    "parley/building/verify": "writing",
    "parley/building/publish": "writing",
    "parley/caching/": "handing over",
    "mkdocs/": "frames",
    "parley_mkdocs/": "frames",
    "<frozen importlib": "starting",
}
"""By the beginning of a file's name below the folder of packages. What is not here, the caller is asked for."""


def find_part(frame: FrameType | None) -> str:
    """The part to which the innermost function that has one belongs; `other` where none has."""
    while frame is not None:
        name = frame.f_code.co_filename
        for folder in ("/hooks/", "/site-packages/"):
            name = name.rpartition(folder)[2]
        for beginning, part in PARTS.items():
            if name.startswith(beginning):
                return part
        frame = frame.f_back
    return "other"


def start(file: str) -> None:
    """Begin to note, in this process and in those that are forked from it."""
    # held to its end, also past a fork
    samples = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    signal.signal(signal.SIGPROF, lambda _, frame: os.write(samples, f"{find_part(frame)}\n".encode()) and None)

    def begin() -> None:
        signal.setitimer(signal.ITIMER_PROF, INTERVAL, INTERVAL)

    os.register_at_fork(after_in_child=begin)
    # at its end Python forgets who hears the signal, and unheard it would end the process
    atexit.register(signal.setitimer, signal.ITIMER_PROF, 0)
    begin()


if "PARLEY_SAMPLES" in os.environ:
    start(os.environ["PARLEY_SAMPLES"])
