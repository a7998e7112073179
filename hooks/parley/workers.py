"""Who does the work that can be done apart: this process, several of this machine, or those of a cluster.

Work is a function of a module with values that can be pickled, so that any `concurrent.futures.Executor` can do it.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from contextlib import suppress
from itertools import chain, islice
from types import TracebackType
from typing import Self, TypeVar

WORTH_IT = 8
"""Batches below which nobody else is called: to start a process takes longer than a few of them."""

AHEAD = 3
"""Batches that wait for each worker, so that none is idle, and memory holds only so many results."""

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
