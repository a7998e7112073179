"""What was measured, as numbers: kept as JSON, so that page and charts can be drawn again without measuring."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from bench.measure import Cost

STATES = {"cold": "from nothing", "unchanged": "unchanged", "reply": "one new reply"}
"""A build's starting point, with its name for readers."""


@dataclass(frozen=True)
class Build:
    """One run: its steps in order, each with its name."""

    steps: tuple[tuple[str, Cost], ...]

    @property
    def wall(self) -> float:
        return sum(cost.wall for _, cost in self.steps)

    @property
    def cpu(self) -> float:
        return sum(cost.cpu for _, cost in self.steps)

    @property
    def memory(self) -> int:
        """At most so much at once: Pagefind runs beside the step that starts it, and steps run one after another."""
        return max(cost.memory + cost.search_memory for _, cost in self.steps)

    @property
    def search_memory(self) -> int:
        return max(cost.search_memory for _, cost in self.steps)


@dataclass(frozen=True)
class Outcome:
    """Of one tool and one corpus: the runs by state, and what the first cold build wrote.

    `size` in bytes; `search_size` is what the first search fetches, in bytes and requests; None where no browser was;
    `search_answered` is False where a browser had shown no result after some minutes.
    """

    tool: str
    runs: Mapping[str, tuple[Build, ...]]
    size: int
    files: int
    search_size: int | None = None
    search_requests: int | None = None
    search_answered: bool = True

    def wall(self, state: str) -> float:
        return median(run.wall for run in self.runs[state])

    def cpu(self, state: str) -> float:
        return median(run.cpu for run in self.runs[state])

    def memory(self, state: str = "cold") -> float:
        return median(run.memory for run in self.runs[state])

    def search_memory(self, state: str = "cold") -> float:
        return median(run.search_memory for run in self.runs[state])

    def step(self, name: str, state: str = "cold") -> float:
        """The median of one step's time on the clock."""
        return median(cost.wall for run in self.runs[state] for step, cost in run.steps if step == name)


@dataclass(frozen=True)
class Corpus:
    """One size: how many there are, bytes of their source, and what each tool did with them."""

    discussions: int
    replies: int
    source: int
    outcomes: tuple[Outcome, ...]

    @property
    def runs(self) -> int:
        """How often each kind of build was measured."""
        return max(len(builds) for outcome in self.outcomes for builds in outcome.runs.values())

    def of(self, tool: str) -> Outcome | None:
        return next((outcome for outcome in self.outcomes if outcome.tool == tool), None)


@dataclass(frozen=True)
class Results:
    """All of it. `machine` is told in phrases, `versions` by program; `load` is that of the machine before it began."""

    date: str
    machine: tuple[str, ...]
    versions: Mapping[str, str]
    load: float
    corpora: tuple[Corpus, ...] = field(default=())


def write_results(results: Results, file: Path) -> None:
    """Keep the numbers, exactly."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(asdict(results), indent=1) + "\n", encoding="utf-8")


def read_results(file: Path) -> Results:
    """The numbers as they were kept."""
    data = json.loads(file.read_text(encoding="utf-8"))
    corpora = tuple(_read_corpus(one) for one in data["corpora"])
    return Results(**{**data, "machine": tuple(data["machine"]), "corpora": corpora})


def _read_corpus(data: dict[str, Any]) -> Corpus:
    return Corpus(**{**data, "outcomes": tuple(_read_outcome(one) for one in data["outcomes"])})


def _read_outcome(data: dict[str, Any]) -> Outcome:
    runs = {
        state: tuple(Build(tuple((name, Cost(**cost)) for name, cost in run["steps"])) for run in builds)
        for state, builds in data["runs"].items()
    }
    return Outcome(**{**data, "runs": runs})
