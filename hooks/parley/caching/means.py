"""What makes a check quick: what earlier ones have worked out, and who does the work."""

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
