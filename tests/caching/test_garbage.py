"""A build that fails leaves Python as it was."""

import gc

import pytest

from parley.caching.garbage import RARELY, collecting_rarely


def test_garbage_is_looked_for_as_often_as_before_however_a_build_ends() -> None:
    before = gc.get_threshold()
    during = []

    def build() -> None:
        with collecting_rarely():
            during.append(gc.get_threshold())
            raise MemoryError

    with pytest.raises(MemoryError):
        build()
    assert (during, gc.get_threshold()) == ([RARELY], before)
    assert before != RARELY
