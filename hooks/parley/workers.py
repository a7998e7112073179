"""Who does the work that can be done apart: this process, several of this machine, or those of a cluster.

Work is a function of a module with values that can be pickled, so that any `concurrent.futures.Executor` can do it.
"""

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from contextlib import suppress
from functools import partial
from itertools import chain, islice
from types import TracebackType
from typing import Self, TypeVar

from parley.problems import ParleyError

WORTH_IT = 8
"""Batches below which nobody else is called: to start a process takes longer than a few of them."""

AHEAD = 3
"""Batches that wait for each worker, so that none is idle, and memory holds only so many results."""

DASK = "dask://"

Batch = TypeVar("Batch")
Result = TypeVar("Result")


class Workers:
    """An executor that is started when there is enough to do. Leaving its context ends it."""

    def __init__(self, start: Callable[[], tuple[Executor, int]] | None = None) -> None:
        """`start` gives the executor and the number of its workers; without it, everything is done here."""
        self._start = start
        self._executor: Executor | None = None
        self._number = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def map(self, work: Callable[[Batch], Result], batches: Iterable[Batch]) -> Iterator[Result]:
        """The result of `work` for each batch, in their order.

        Raises:
            ParleyError: the workers cannot be reached or have died.
        """
        batches = iter(batches)
        first = list(islice(batches, WORTH_IT))
        batches = chain(first, batches)
        if self._start is None or (self._executor is None and len(first) < WORTH_IT):
            yield from map(work, batches)
            return
        executor = self._find_executor(self._start)
        waiting: deque[Future[Result]] = deque()
        try:
            for batch in batches:
                waiting.append(executor.submit(work, batch))
                if len(waiting) > AHEAD * self._number:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        except BrokenExecutor as error:
            raise ParleyError(f"a worker has died, perhaps for want of memory: {error}") from error
        finally:
            for future in waiting:
                future.cancel()

    def _find_executor(self, start: Callable[[], tuple[Executor, int]]) -> Executor:
        if self._executor is None:
            self._executor, self._number = start()
        return self._executor

    def close(self) -> None:
        """End the workers. May be called twice."""
        if self._executor is not None:
            with suppress(Exception):  # those of a cluster that has gone
                self._executor.shutdown(cancel_futures=True)
            self._executor = None


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
    if executor.startswith(DASK) and executor != DASK:
        return Workers(partial(_start_cluster, executor.removeprefix(DASK)))
    raise ParleyError(f"'{executor}' is no executor; wanted: processes, none, or {DASK}HOST:PORT")


def count_processors() -> int:
    """Those that this process may use, which in a container are fewer than the machine has."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _start_processes() -> tuple[Executor, int]:
    """Processes of this machine. They are not forked from this one, which has threads and open files."""
    number = count_processors()
    method = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
    context = multiprocessing.get_context(method)
    if method == "forkserver":
        context.set_forkserver_preload(["parley.drawing"])
    return ProcessPoolExecutor(number, context), number


def _start_cluster(address: str) -> tuple[Executor, int]:
    """The workers of a Dask cluster, which need the same version of this package and of its libraries."""
    try:
        from distributed import Client
    except ImportError:
        raise ParleyError("a cluster needs Dask: pip install 'parley[distributed]'") from None
    try:
        client = Client(f"tcp://{address}", timeout=10)
    except (OSError, TimeoutError) as error:
        raise ParleyError(f"the cluster at {address} cannot be reached: {error}") from error
    number = sum(client.nthreads().values())
    if not number:
        client.close()
        raise ParleyError(f"the cluster at {address} has no worker")
    return client.get_executor(pure=False), number
