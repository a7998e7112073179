"""No file within the limit of size costs more than a second of the processor and 200 MB, whatever it holds.

Measured in a process of its own, in seconds of the processor, so that a busy machine does not matter.
"""

import json
import os
import subprocess
import sys

import pytest

from attacks.bombs import GENERATED, MAX_MEGABYTES, MAX_SECONDS, Cost, all_bombs
from parley.model.markup.budget import MAX_BYTES, MAX_GROWTH
from support import ROOT

PARTS = 24
MADE = range(GENERATED, GENERATED + 200)


def run(part: int, parts: int, seeds: range = range(0)) -> list[Cost]:
    more = [str(seeds.start), str(seeds.stop)] if seeds else []
    done = subprocess.run(
        [sys.executable, "-m", "attacks.bombs", str(part), str(parts), *more],
        cwd=ROOT / "tests",
        env={**os.environ, "PYTHONPATH": f"{ROOT / 'tests'}:{ROOT / 'hooks'}"},
        capture_output=True,
        text=True,
        check=False,
    )
    costs = [Cost(**json.loads(line)) for line in done.stdout.splitlines()]
    names = [f"made from {seed}" for seed in seeds] or [bomb.name for bomb in all_bombs()][part::parts]
    assert len(costs) == len(names), f"the process died of '{names[len(costs)]}'\n{done.stderr[-2000:]}"
    return costs


def assert_harmless(costs: list[Cost]) -> None:
    slow = [f"{cost.name}: {cost.seconds:.2f} s" for cost in costs if cost.seconds > MAX_SECONDS]
    large = [f"{cost.name}: {cost.megabytes:.0f} MB" for cost in costs if cost.megabytes > MAX_MEGABYTES]
    grown = [f"{cost.name}: {cost.growth:.0f} times" for cost in costs if cost.growth > MAX_GROWTH]
    assert not slow + large + grown, "\n".join(slow + large + grown)
    assert sum(cost.megabytes for cost in costs) <= MAX_MEGABYTES
    assert [cost.name for cost in costs if cost.harm] == []
    assert [cost.name for cost in costs if cost.refused and not cost.rules] == []


@pytest.mark.parametrize("part", [0, *(pytest.param(part, marks=pytest.mark.slow) for part in range(1, PARTS))])
def test_every_bomb_ends_soon_in_problems_or_in_harmless_pages(part: int) -> None:
    assert_harmless(run(part, PARTS))


@pytest.mark.slow  # a second search, among shapes that nobody has thought of
def test_texts_made_at_random_end_soon_in_problems_or_in_harmless_pages() -> None:
    assert_harmless(run(0, 1, MADE))


def test_the_bombs_are_as_large_as_a_file_may_be() -> None:
    sizes = [len(text.encode()) for bomb in all_bombs() for text in bomb.files.values() if isinstance(text, str)]
    assert max(sizes) <= MAX_BYTES
    assert sum(size > MAX_BYTES / 2 for size in sizes) > 150
