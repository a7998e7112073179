"""Who does the work that can be done apart: this process, several of this machine, or those of a cluster.

Work is a function of a module with values that can be pickled, so that any `concurrent.futures.Executor` can do it.
"""

import multiprocessing
import os
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice
from types import TracebackType
from typing import Any, Self, TypeVar

from parley.caching.cache import program
from parley.model.problems import ParleyError

WORTH_IT = 4
"""Batches below which nobody else is called: to start a process takes longer than a few of them."""

AHEAD = 2
"""Batches that wait for each worker, so that none is idle, and memory holds only so many results."""

PATIENCE = 10
"""Seconds to wait for a cluster."""

DASK = "dask://"

_CLUSTER = re.compile(rf"{DASK}(\S+:\d{{1,5}})")

T = TypeVar("T")
B = TypeVar("B")
R = TypeVar("R")


class WrongResult(Exception):
    """A result came in the place of another: nothing may be made of either."""


@dataclass(frozen=True, slots=True)
class Pool:
    """An executor with the number of its workers, the exceptions that tell of its end, and a call that ends it."""

    executor: Executor
    number: int
    failures: tuple[type[Exception], ...]
    close: Callable[[], object]


class Workers:
    """A pool that is started when there is enough to do. Leaving its context ends it."""

    def __init__(self, start: Callable[[], Pool] | None = None) -> None:
        """Without `start`, everything is done here."""
        self._start = start
        self._pool: Pool | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def map(self, work: Callable[[B], R], batches: Iterable[B]) -> Iterator[R]:
        """The result of `work` for each batch, in their order.

        Each result says what it was made of, and who takes it looks, rather than rely on its place.

        Raises:
            ParleyError: the pool cannot be reached, or a worker died.
        """
        batches = iter(batches)
        first = list(islice(batches, WORTH_IT))
        batches = chain(first, batches)
        if self._start is None or (self._pool is None and len(first) < WORTH_IT):
            yield from map(work, batches)
            return
        try:
            self._pool = self._pool or self._start()
        except (OSError, NotImplementedError):  # a system that lets nobody start processes, or share memory
            self._start = None
            yield from map(work, batches)
            return
        yield from self._share(self._pool, work, batches)

    def _share(self, pool: Pool, work: Callable[[B], R], batches: Iterable[B]) -> Iterator[R]:
        waiting: deque[Future[R]] = deque()
        try:
            for batch in batches:
                waiting.append(pool.executor.submit(_work, program(), work, batch))
                if len(waiting) > AHEAD * pool.number:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        except pool.failures as error:
            raise ParleyError(f"a worker process died, probably out of memory: {error}") from error
        finally:
            for future in waiting:
                future.cancel()

    def close(self) -> None:
        """End the pool. May be called twice."""
        if self._pool is not None:
            with suppress(Exception):  # of a cluster that has gone
                self._pool.close()
            self._pool = None


def _work(wanted: bytes, work: Callable[[B], R], batch: B) -> R:
    """What a worker does: it draws nothing with another program than the one that asks.

    Raises:
        ParleyError: its program is another.
    """
    if program() != wanted:
        raise ParleyError(
            "a worker has another version of the program than the build: it was changed in the meantime, "
            "or isn't the same on all machines; build again once it is"
        )
    return work(batch)


def cut_batches(items: Iterable[T], size: int, weigh: Callable[[T], int]) -> Iterator[list[T]]:
    """Items together as batches, each as soon as it weighs at least `size`; the last may weigh less."""
    batch: list[T] = []
    weight = 0
    for item in items:
        batch.append(item)
        weight += weigh(item)
        if weight >= size:
            yield batch
            batch, weight = [], 0
    if batch:
        yield batch


ALONE = Workers()
"""Does everything here."""


def find_workers(executor: str) -> Workers:
    """The workers that a setting names: `processes` of this machine, `none` besides this one, or `dask://HOST:PORT`.

    Raises:
        ParleyError: it names something else.
    """
    if executor == "none":
        return Workers()
    if executor == "processes":
        return Workers(_start_processes) if count_processors() > 1 else Workers()
    if cluster := _CLUSTER.fullmatch(executor):
        return Workers(partial(_start_cluster, cluster[1]))
    raise ParleyError(f"'{executor}' isn't an executor; use processes, none, or {DASK}HOST:PORT")


def count_processors() -> int:
    """Those that this process may use, which in a container are fewer than the machine has."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _start_processes() -> Pool:
    """Processes of this machine. They are not forked from this one, which has threads and open files."""
    number = count_processors()
    method = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
    context = multiprocessing.get_context(method)
    if method == "forkserver":
        context.set_forkserver_preload(["parley.building.parts"])
    pool = ProcessPoolExecutor(number, context)
    return Pool(pool, number, (BrokenExecutor,), partial(pool.shutdown, cancel_futures=True))


def _start_cluster(address: str) -> Pool:
    """The workers of a Dask cluster, which need the same version of this package and of its libraries."""
    try:
        import distributed
    except ImportError:
        raise ParleyError("a cluster needs Dask: pip install 'parley[distributed]'") from None
    try:
        client: Any = distributed.Client(f"tcp://{address}", timeout=PATIENCE)  # type: ignore[no-untyped-call]
    except (OSError, TimeoutError) as error:
        raise ParleyError(f"the cluster at {address} can't be reached: {error}") from error
    number = sum(client.nthreads().values())
    if not number:
        client.close()
        raise ParleyError(f"the cluster at {address} has no workers")
    failures = (distributed.KilledWorker, distributed.CancelledError, OSError)
    return Pool(client.get_executor(pure=False), number, failures, client.close)
