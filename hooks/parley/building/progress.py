"""How far a build has come, told to whoever wants to know."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Report = Callable[[int, int], None]
"""Called with the number of pages written and the number there will be."""

_report: ContextVar[Report | None] = ContextVar("report", default=None)


@contextmanager
def reporting(report: Report) -> Iterator[None]:
    """Tell `report` about every page that is written inside the block."""
    token = _report.set(report)
    try:
        yield
    finally:
        _report.reset(token)


def advance(done: int, total: int) -> None:
    """Say that one more page is written."""
    report = _report.get()
    if report is not None:
        report(done, total)
