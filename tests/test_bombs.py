"""No file within the limit of size costs more than a second of the processor and 200 MB, whatever it holds.

Measured in a process of its own, in seconds of the processor, so that a busy machine does not matter.
"""

import json
import os
import subprocess
import sys

import pytest

from attacks.bombs import MAX_MEGABYTES, MAX_SECONDS, Cost, all_bombs
from parley.sources import MAX_BYTES
from support import ROOT

PARTS = 2


def run(part: int) -> list[Cost]:
    done = subprocess.run(
        [sys.executable, "-m", "attacks.bombs", str(part), str(PARTS)],
        cwd=ROOT / "tests",
        env={**os.environ, "PYTHONPATH": f"{ROOT / 'tests'}:{ROOT / 'hooks'}"},
        capture_output=True,
        text=True,
        check=False,
    )
    costs = [Cost(**json.loads(line)) for line in done.stdout.splitlines()]
    names = [bomb.name for bomb in all_bombs()][part::PARTS]
    assert len(costs) == len(names), f"the process died of '{names[len(costs)]}'\n{done.stderr[-2000:]}"
    return costs


@pytest.mark.parametrize("part", range(PARTS))
def test_every_bomb_ends_soon_in_problems_or_in_harmless_pages(part: int) -> None:
    costs = run(part)
    slow = [f"{cost.name}: {cost.seconds:.2f} s" for cost in costs if cost.seconds > MAX_SECONDS]
    large = [f"{cost.name}: {cost.megabytes:.0f} MB" for cost in costs if cost.megabytes > MAX_MEGABYTES]
    assert not slow + large, "\n".join(slow + large)
    assert sum(cost.megabytes for cost in costs) <= MAX_MEGABYTES
    assert [cost.name for cost in costs if cost.harm] == []
    assert [cost.name for cost in costs if cost.refused and not cost.rules] == []


def test_the_bombs_are_as_large_as_a_file_may_be() -> None:
    sizes = [len(text.encode()) for bomb in all_bombs() for text in bomb.files.values() if isinstance(text, str)]
    assert max(sizes) <= MAX_BYTES
    assert sum(size > MAX_BYTES / 2 for size in sizes) > 150
