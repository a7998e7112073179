"""Who does the work that can be done apart: this process, several of this machine, or those of a cluster.

Work is a function of a module with values that can be pickled, so that any `concurrent.futures.Executor` can do it.
"""

import multiprocessing
import os
import re
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice
from typing import Any, TypeVar

from parley.caching.cache import program
from parley.model.languages.catalogues import speak
from parley.model.languages.speaking import _, spoken
from parley.model.problems import ParleyError

WORTH_IT = 4
"""Batches below which nobody else is called: to start a process takes longer than a few of them."""

AHEAD = 4
"""Batches that wait for each worker, so that none is idle, and memory holds only so many results."""

PATIENCE = 10
"""Seconds to wait for a cluster."""

DASK = "dask://"

Pool = AbstractContextManager[tuple[Executor, int]]
"""An executor with the number of its workers, until it ends."""

_CLUSTER = re.compile(rf"{DASK}(\S+:\d{{1,5}})")

T = TypeVar("T")
B = TypeVar("B")
R = TypeVar("R")


class WrongResult(Exception):
    """A result came in the place of another: nothing may be made of either."""


@dataclass(frozen=True, slots=True)
class _Raised:
    """What the work itself has raised, and not its executor."""

    error: Exception


class Workers(ExitStack):
    """An executor that is started when there is enough to do. Leaving the context ends it."""

    def __init__(self, start: Callable[[], Pool] | None = None) -> None:
        """Without `start`, everything is done here."""
        super().__init__()
        self._start = start
        self._pool: tuple[Executor, int] | None = None

    def map(self, work: Callable[[B], R], batches: Iterable[B], meanwhile: Callable[[], bool] = bool) -> Iterator[R]:
        """The result of `work` for each batch, in their order.

        Other processes begin at once. As long as a result that is wanted isn't there, `meanwhile` is called: it does a
        little of something else, and tells whether it did. Each result says what it was made of, and who takes it
        looks, rather than rely on its place.

        Raises:
            ParleyError: the executor cannot be reached, or a worker died.
        """
        batches = iter(batches)
        first = list(islice(batches, WORTH_IT))
        if self._start and not self._pool and len(first) == WORTH_IT:
            try:
                self._pool = self.enter_context(self._start())
            except (OSError, NotImplementedError):  # a system that lets nobody start processes, or share memory
                self._start = None
        batches = chain(first, batches)
        return _share(*self._pool, work, batches, meanwhile) if self._pool else map(work, batches)


def _share(
    executor: Executor, number: int, work: Callable[[B], R], batches: Iterator[B], meanwhile: Callable[[], bool]
) -> Iterator[R]:
    asked = (_ask(executor.submit, _work, program(), spoken().language, work, batch) for batch in batches)
    return _receive(deque(islice(asked, AHEAD * number)), asked, meanwhile)


def _receive(
    waiting: deque[Future[R | _Raised]], following: Iterator[Future[R | _Raised]], meanwhile: Callable[[], bool]
) -> Iterator[R]:
    """The results of what is `waiting`; for each that is received, one more of the `following` is asked for."""
    try:
        while waiting:
            while not waiting[0].done() and meanwhile():
                pass
            result = _ask(waiting.popleft().result)
            if isinstance(result, _Raised):
                raise result.error
            waiting.extend(islice(following, 1))
            yield result
    finally:
        for future in waiting:
            future.cancel()


def _ask(call: Callable[..., T], *arguments: Any) -> T:
    """What the executor answers; it raises nothing itself unless something has happened to a worker."""
    try:
        return call(*arguments)
    except Exception as error:
        raise ParleyError(_("a worker process died, probably out of memory: {error}", error=error)) from error


def _work(wanted: bytes, language: str, work: Callable[[B], R], batch: B) -> R | _Raised:
    """What a worker does: it draws nothing with another program than the one that asks, and speaks as that does."""
    try:
        if program() != wanted:
            raise ParleyError(
                _(
                    "a worker has another version of the program than the build: it was changed in the "
                    "meantime, or isn't the same on all machines; build again once it is"
                )
            )
        speak(language)
        return work(batch)
    except Exception as error:
        error.add_note(traceback.format_exc())
        return _Raised(error)


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
    raise ParleyError(
        _("'{executor}' isn't an executor; use processes, none, or {dask}HOST:PORT", executor=executor, dask=DASK)
    )


def count_processors() -> int:
    """Those that this process may use, which in a container are fewer than the machine has."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def _start_processes() -> Iterator[tuple[Executor, int]]:
    """Processes of this machine. They are not forked from this one, which has threads and open files."""
    number = count_processors()
    method = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
    context = multiprocessing.get_context(method)
    if method == "forkserver":
        context.set_forkserver_preload(["parley.building.parts"])
    executor = ProcessPoolExecutor(number, context)
    try:
        yield executor, number
    finally:
        executor.shutdown(cancel_futures=True)


@contextmanager
def _start_cluster(address: str) -> Iterator[tuple[Executor, int]]:
    """The workers of a Dask cluster, which need the same version of this package and of its libraries."""
    try:
        import distributed
    except ImportError:
        raise ParleyError(_("a cluster needs Dask: pip install 'parley[distributed]'")) from None
    try:
        client: Any = distributed.Client(f"tcp://{address}", timeout=PATIENCE)  # type: ignore[no-untyped-call]
    except (OSError, TimeoutError) as error:
        raise ParleyError(
            _("the cluster at {address} can't be reached: {error}", address=address, error=error)
        ) from error
    try:
        number = sum(client.nthreads().values())
        if not number:
            raise ParleyError(_("the cluster at {address} has no workers", address=address))
        yield client.get_executor(pure=False), number
    finally:
        with suppress(Exception):  # it may have gone
            client.close()
