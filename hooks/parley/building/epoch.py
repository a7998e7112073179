"""The moment that stands for "now" in everything that is built, so that equal input gives equal bytes.

Source: the specification of SOURCE_DATE_EPOCH by the Reproducible Builds project.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from parley.model.library import Library

VARIABLE = "SOURCE_DATE_EPOCH"


@contextmanager
def setting_epoch(library: Library) -> Iterator[None]:
    """Let every program that asks for it find the epoch of a library, unless somebody has set another."""
    if VARIABLE in os.environ:
        yield
        return
    os.environ[VARIABLE] = str(find_epoch(library))
    try:
        yield
    finally:
        os.environ.pop(VARIABLE, None)


def find_epoch(library: Library) -> int:
    """Seconds since 1970 of the newest contribution or edit; 0 for an empty library."""
    newest = max((item.last_change.at for item in library.contributions()), default=datetime(1970, 1, 1, tzinfo=UTC))
    return int(newest.timestamp())
