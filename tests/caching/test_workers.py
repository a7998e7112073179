"""Whoever does the work, the results are the same, in the same order, and what goes wrong is told."""

import multiprocessing
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

import comrak
import pytest

from corpus import write_corpus
from declared import check_posts
from parley.building import parts
from parley.building.parts import PARTS, Drawn, draw_apart
from parley.caching import workers
from parley.caching.cache import Cache
from parley.caching.workers import AHEAD, ALONE, DASK, WORTH_IT, Pool, Workers, find_workers
from parley.checking import rereading
from parley.model.entries import Discussion, Moment, Reply
from parley.model.library import Library
from parley.model.problems import ParleyError
from parley.model.settings import Settings
from support import GOOD, NOW, write_tree

SITE = Settings(site_name="Site", site_url="https://site.example/", cards=True)


class Late(Executor):
    """Does each piece of work when its result is asked for, and counts what it was given."""

    def __init__(self, is_done: bool = False) -> None:
        self.is_done = is_done
        self.given = 0
        self.cancelled = 0

    def submit(self, work: Callable[..., Any], /, *args: Any, **named: Any) -> Future[Any]:
        self.given += 1
        executor = self

        class Later(Future[Any]):
            def done(self) -> bool:
                return executor.is_done

            def result(self, timeout: float | None = None) -> Any:
                return work(*args, **named)

            def cancel(self) -> bool:
                executor.cancelled += 1
                return True

        return Later()


def call(executor: Executor, number: int = 2) -> Workers:
    return Workers(lambda: nullcontext((executor, number)))


def refuse() -> Pool:
    raise AssertionError("nobody else was needed")


def test_little_work_is_done_here() -> None:
    with Workers(refuse) as team:
        assert list(team.map(abs, range(-WORTH_IT + 1, 0))) == list(range(WORTH_IT - 1, 0, -1))
        assert list(team.map(abs, [])) == []
    with Workers(refuse) as team, pytest.raises(AssertionError, match="nobody else"):
        list(team.map(abs, range(WORTH_IT)))


def test_without_a_team_all_work_is_done_here_and_one_by_one() -> None:
    taken: list[int] = []
    results = ALONE.map(abs, (taken.append(number) or number for number in range(100)))  # type: ignore[func-returns-value]
    assert next(results) == 0
    assert len(taken) == WORTH_IT
    assert list(results) == list(range(1, 100))


def test_a_team_is_called_once_and_does_what_follows_however_little() -> None:
    teams: list[Late] = []

    def start() -> Pool:
        teams.append(Late())
        return nullcontext((teams[-1], 1))

    with Workers(start) as team:
        assert list(team.map(abs, range(20))) == list(range(20))
        assert list(team.map(abs, range(3))) == list(range(3))
    assert len(teams) == 1
    assert teams[0].given == 23


@pytest.mark.parametrize("number", [1, 2, 5])
def test_no_more_is_taken_ahead_than_keeps_everybody_busy(number: int) -> None:
    """So that memory holds only so many batches and results, however many there are."""
    taken = 0

    def count() -> Iterator[int]:
        nonlocal taken
        for one in range(100):
            taken += 1
            yield one

    executor = Late()
    ahead = []
    for received, result in enumerate(call(executor, number).map(abs, count())):
        assert result == received
        ahead.append(executor.given - received)
        assert taken - received <= max(AHEAD * number + 1, WORTH_IT)
    assert max(ahead) == AHEAD * number + 1
    assert executor.given == 100


def test_others_begin_before_anybody_asks_for_a_result() -> None:
    executor = Late()
    call(executor).map(abs, range(100))
    assert executor.given == AHEAD * 2


@pytest.mark.parametrize(("is_done", "expected"), [(False, [2, 1, 0]), (True, [])])
def test_who_waits_for_a_result_does_something_else(is_done: bool, expected: list[int]) -> None:
    """Until there is nothing left, or the result is there."""
    done: list[int] = []
    left = [0, 1, 2]

    def work_on() -> bool:
        if left:
            done.append(left.pop())
        return bool(left)

    executor = Late(is_done)
    assert list(call(executor).map(abs, range(20), work_on)) == list(range(20))
    assert done == expected


def test_who_stops_listening_stops_the_work() -> None:
    executor = Late()
    results = call(executor).map(abs, range(100))
    next(results)
    results.close()  # type: ignore[attr-defined]
    assert executor.given == AHEAD * 2 + 1
    assert executor.cancelled == AHEAD * 2


def test_a_team_is_ended_once() -> None:
    ends: list[int] = []

    @contextmanager
    def start() -> Iterator[tuple[Executor, int]]:
        yield Late(), 1
        ends.append(1)

    with Workers(start) as team:
        list(team.map(abs, range(WORTH_IT)))
        team.close()
    assert ends == [1]
    ALONE.close()


def test_any_executor_will_do_whatever_it_raises_where_a_worker_dies() -> None:
    class Broken(Late):
        def submit(self, work: Callable[..., Any], /, *args: Any, **named: Any) -> Future[Any]:
            if self.given > WORTH_IT:
                raise RuntimeError("gone")
            return super().submit(work, *args, **named)

    with ThreadPoolExecutor(2) as threads:
        assert list(call(threads).map(abs, range(-50, 0))) == list(range(50, 0, -1))
    with pytest.raises(ParleyError, match=r"a worker process died.*gone"):
        list(call(Broken()).map(abs, range(50)))
    with pytest.raises(RuntimeError, match="read"):  # not of a worker
        list(call(Late()).map(abs, (_fail("read") if number > WORTH_IT else number for number in range(50))))


def _fail(why: str) -> int:
    raise RuntimeError(why)


@pytest.mark.parametrize(
    "name", ["", "process", "None", "threads", DASK, "dask:host:8786", "dask://host", "dask://host:port"]
)
def test_an_executor_that_nobody_knows_is_answered_with_those_there_are(name: str) -> None:
    with pytest.raises(ParleyError, match="isn't an executor; use processes, none, or dask://HOST:PORT"):
        find_workers(name)


def test_one_processor_needs_no_second_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "count_processors", lambda: 1)
    monkeypatch.setattr(workers, "_start_processes", refuse)
    with find_workers("processes") as alone:
        assert list(alone.map(abs, range(100))) == list(range(100))


def test_a_cluster_that_cannot_be_reached_is_named() -> None:
    """Tried by another process: what Dask leaves behind then is in the way of the next cluster."""
    code = (
        "from parley.caching import workers; from parley.model.problems import ParleyError; workers.PATIENCE = 0.1\n"
        "try: list(workers.find_workers('dask://127.0.0.1:9').map(abs, range(8)))\n"
        "except ParleyError as error: print(error)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("the cluster at 127.0.0.1:9 can't be reached: ")


def test_without_dask_it_is_told_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with find_workers("dask://127.0.0.1:9") as team, pytest.raises(ParleyError, match="pip install"):
        list(team.map(abs, range(WORTH_IT)))


# Processes of this machine, and of a cluster


def test_processes_end_with_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "count_processors", lambda: 2)
    with find_workers("processes") as team:
        processes = set(team.map(_whose, range(20)))
        assert os.getpid() not in processes
        assert len(processes) <= 2
    assert not processes & {process.pid for process in multiprocessing.active_children()}


def _whose(_: int) -> int:
    return os.getpid()


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    """Where a cluster of two processes of this machine is found; a worker that dies is not given a second chance."""
    import dask
    import distributed  # a second of every run that the others need not wait for

    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 0}),
        distributed.LocalCluster(  # type: ignore[no-untyped-call]
            n_workers=2,
            threads_per_worker=1,
            processes=True,
            host="127.0.0.1",
            dashboard_address="127.0.0.1:0",
            silence_logs=60,
        ) as found,
    ):
        yield found.scheduler_address.replace("tcp://", DASK)


@pytest.fixture(params=["processes", pytest.param("dask", marks=pytest.mark.slow)])
def team(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workers]:
    monkeypatch.setattr(workers, "count_processors", lambda: 2)
    name = request.param if request.param == "processes" else request.getfixturevalue("cluster")
    with find_workers(name) as found:
        yield found


def test_a_mistake_in_the_work_comes_through_as_it_is_and_the_team_goes_on(team: Workers) -> None:
    with pytest.raises(ValueError, match="invalid literal"):
        list(team.map(int, [*map(str, range(20)), "x", *map(str, range(20))]))
    assert list(team.map(int, map(str, range(30)))) == list(range(30))


@pytest.fixture(scope="module")
def posts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write_tree(tmp_path_factory.mktemp("drawn") / "posts", GOOD)
    write_corpus(folder, 20, 3)
    return folder


def read(posts: Path, kept: Cache, team: Workers) -> Library:
    library = check_posts(posts, "posts", NOW, cache=kept, workers=team).library
    assert library
    return library


def draw(library: Library, team: Workers) -> list[Drawn]:
    return list(draw_apart([(post, frozenset(PARTS)) for post in library.posts()], library, SITE, team))


@pytest.fixture(scope="module")
def alone(posts: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Library, list[Drawn]]:
    library = read(posts, Cache(tmp_path_factory.mktemp("alone") / "cache.sqlite"), ALONE)
    return library, draw(library, ALONE)


def test_others_read_and_draw_what_one_process_reads_and_draws(
    team: Workers,
    posts: Path,
    alone: tuple[Library, list[Drawn]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(parts, "BATCH", 8)
    monkeypatch.setattr(rereading, "BATCH", 8)
    library, drawn = alone
    assert sum(1 for _ in library.contributions()) >= WORTH_IT * 8 * 2
    together = read(posts, Cache(tmp_path / "cache.sqlite"), team)
    assert team._pool, "the work was too little for others"
    assert together == library
    assert together.digests == library.digests
    assert draw(together, team) == drawn


def test_all_parts_of_a_thread_together_draw_each_text_once(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[str] = []
    render = comrak.render_markdown

    def count(text: str, *extensions: Any, **options: Any) -> str:
        drawn.append(text.strip())
        return render(text, *extensions, **options)

    monkeypatch.setattr(comrak, "render_markdown", count)
    post = Discussion(
        path="p", id="p", author="ana", date=Moment(NOW), title="P", tags=(), body="Drawn by no other test."
    )
    reply = Reply(path="r", id="r", author="bob", date=Moment(NOW), body="Nor is this answer.")
    library = Library(discussions=(post,), replies={post.place: (reply,)})
    draw(library, ALONE)
    assert sorted(drawn) == ["Drawn by no other test.", "Nor is this answer."]


def test_a_worker_that_dies_is_told(team: Workers) -> None:
    with pytest.raises(ParleyError, match="a worker process died, probably out of memory"):
        list(team.map(os._exit, [1] * WORTH_IT))


def test_where_no_process_can_be_started_everything_is_done_here() -> None:
    def refuse() -> Pool:
        raise OSError("no semaphores here")

    assert list(Workers(refuse).map(_whose, range(3 * WORTH_IT))) == [os.getpid()] * 3 * WORTH_IT


def test_a_worker_with_another_program_draws_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    programs = iter([b"asked"] * WORTH_IT + [b"asked", b"changed"] * WORTH_IT)
    monkeypatch.setattr(workers, "program", lambda: next(programs))
    with pytest.raises(ParleyError, match="another version of the program"):
        list(call(Late()).map(str, range(WORTH_IT)))
