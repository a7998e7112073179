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

CHECKOUT = "checkout"
"""One new reply where all files are new and what the last build kept is there, as in CI; of ours alone."""


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
class Share:
    """What a site has of one kind of files in one of its rooms."""

    room: str
    kind: str
    size: int
    files: int


@dataclass(frozen=True)
class Outcome:
    """Of one tool and one corpus: the runs by state, and what the first cold build wrote.

    `kept` are the bytes that it keeps for the next build beside the site; `upload` those of the site packed, which took
    `packing` seconds. `parts` is processor time by part of the program, of one more cold build; empty where it does not
    tell. `search_size` is what the first search fetches, in bytes and requests; None where no browser was;
    `search_answered` is False where a browser had shown no result after some minutes. `edit` is how many seconds a
    preview takes to show an edit, of ours alone; 0 where it wasn't measured.
    """

    tool: str
    runs: Mapping[str, tuple[Build, ...]]
    shares: tuple[Share, ...]
    kept: int = 0
    upload: int = 0
    packing: float = 0.0
    parts: Mapping[str, float] = field(default_factory=dict)
    search_size: int | None = None
    search_requests: int | None = None
    search_answered: bool = True
    edit: float = 0.0

    @property
    def size(self) -> int:
        return sum(share.size for share in self.shares)

    @property
    def files(self) -> int:
        return sum(share.files for share in self.shares)

    def sum_up(self, by: str, figure: str = "size") -> dict[str, int]:
        """Bytes, or files, for each `kind` or `room`, the most first."""
        found: dict[str, int] = {}
        for share in self.shares:
            found[getattr(share, by)] = found.get(getattr(share, by), 0) + getattr(share, figure)
        return dict(sorted(found.items(), key=lambda pair: -pair[1]))

    def wall(self, state: str) -> float:
        return median(run.wall for run in self.runs[state])

    def cpu(self, state: str) -> float:
        return median(run.cpu for run in self.runs[state])

    def memory(self, state: str = "cold") -> float:
        return median(run.memory for run in self.runs[state])

    def search_memory(self, state: str = "cold") -> float:
        return median(run.search_memory for run in self.runs[state])


@dataclass(frozen=True)
class Corpus:
    """How many there are, bytes of their source, and what each tool did with them; `name` is that of a real archive.

    `failed` tells which tools didn't build it, with their words.
    """

    discussions: int
    replies: int
    source: int
    outcomes: tuple[Outcome, ...]
    people: int = 0
    name: str = ""
    failed: tuple[str, ...] = ()

    @property
    def runs(self) -> int:
        """How often each kind of build was measured."""
        return max(len(builds) for outcome in self.outcomes for builds in outcome.runs.values())

    def of(self, tool: str) -> Outcome | None:
        return next((outcome for outcome in self.outcomes if outcome.tool == tool), None)


@dataclass(frozen=True)
class Results:
    """All of it. `machine` is told in phrases, `versions` by program; `load` is that of the machine before it began.

    `missing` are the programs that could not be measured, with the reason; `installs` the seconds that it took to
    install each one anew, with nothing kept and with the packages kept that were fetched before.
    """

    date: str
    machine: tuple[str, ...]
    versions: Mapping[str, str]
    load: float
    corpora: tuple[Corpus, ...] = ()
    missing: tuple[str, ...] = ()
    installs: Mapping[str, tuple[float, float]] = field(default_factory=dict)

    @property
    def grown(self) -> tuple[Corpus, ...]:
        """The made-up corpora, each larger than the one before; the real ones where there are no others."""
        return tuple(corpus for corpus in self.corpora if not corpus.name) or self.corpora


def write_results(results: Results, file: Path) -> None:
    """Keep the numbers, exactly."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(asdict(results), indent=1) + "\n", encoding="utf-8")


def read_results(file: Path) -> Results:
    """The numbers as they were kept."""
    data = json.loads(file.read_text(encoding="utf-8"))
    corpora = tuple(_read_corpus(one) for one in data["corpora"])
    installs = {tool: tuple(seconds) for tool, seconds in data["installs"].items()}
    sets = {name: tuple(data[name]) for name in ("machine", "missing")}
    return Results(**{**data, **sets, "corpora": corpora, "installs": installs})


def _read_corpus(data: dict[str, Any]) -> Corpus:
    outcomes = tuple(_read_outcome(one) for one in data["outcomes"])
    return Corpus(**{**data, "outcomes": outcomes, "failed": tuple(data.get("failed", ()))})


def _read_outcome(data: dict[str, Any]) -> Outcome:
    runs = {
        state: tuple(Build(tuple((name, Cost(**cost)) for name, cost in run["steps"])) for run in builds)
        for state, builds in data["runs"].items()
    }
    return Outcome(**{**data, "runs": runs, "shares": tuple(Share(**share) for share in data["shares"])})
