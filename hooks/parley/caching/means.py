"""What makes a run quick: what earlier ones have worked out, who does the work, and no search for garbage too often."""

import gc
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from parley.caching.cache import NOTHING, Cache, find_file
from parley.caching.workers import ALONE, Workers, find_workers


@dataclass(frozen=True, slots=True)
class Means:
    """Without both, everything is read and done here."""

    cache: Cache = NOTHING
    workers: Workers = ALONE


BARE = Means()


@contextmanager
def open_means(home: Path) -> Iterator[Means]:
    """Those of the project in a folder, for several checks. What they work out is kept for builds, and none is lost."""
    with closing(Cache(find_file(home), holds=True)) as cache, find_workers("processes") as workers:
        yield Means(cache, workers)
        cache.write()


RARELY = (20_000, 10, 10)
"""New objects after which the youngest are gone through, and how many times that before older ones are.

With Python's own 700, a build of 24,000 replies goes through the millions that stay 14 times: of a build after one new
reply that was a quarter.
"""


@contextmanager
def collecting_rarely() -> Iterator[None]:
    """Look for garbage less often, as most of what a build makes stays to its end; and then as often as before."""
    before = gc.get_threshold()
    gc.set_threshold(*RARELY)
    try:
        yield
    finally:
        gc.set_threshold(*before)
