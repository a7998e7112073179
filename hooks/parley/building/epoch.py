"""The moment that stands for "now" in everything that is built, so that equal input gives equal bytes.

Source: the specification of SOURCE_DATE_EPOCH by the Reproducible Builds project.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from parley.model.library import Library

VARIABLE = "SOURCE_DATE_EPOCH"


@contextmanager
def setting_epoch(library: Library) -> Iterator[None]:
    """Let every program that asks for it find the epoch of a library, unless somebody has set another.

    It is the second of the newest contribution or edit; 0 for an empty library.
    """
    if VARIABLE in os.environ:
        yield
        return
    seconds = max((item.last_change.at.timestamp() for item in library.contributions()), default=0)
    os.environ[VARIABLE] = str(int(seconds))
    try:
        yield
    finally:
        os.environ.pop(VARIABLE, None)
