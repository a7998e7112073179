"""One file on its way to the model: what could be read of it, where each value stands, and what is wrong with it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from parley.model.entries import Moment
from parley.model.findings import Findings
from parley.model.layout import Slot
from parley.model.problems import Severity
from parley.reading.frontmatter import Body, Place
from parley.reading.schema import Values


@dataclass(frozen=True, slots=True)
class Entry:
    """`values` holds what is right even when other keys are wrong, so that every check sees as much as there is.

    `links` are the links within the site that the texts hold: address, line, column. `was_read` is False where the
    file is there and could not be read, or was not to be. `find_places` gives the places that `read` would hold, where
    nobody has parsed the file: they are needed only where something is wrong.
    """

    path: str
    slot: Slot
    findings: Findings
    read: Values
    body: Body | None = None
    links: list[tuple[str, int, int]] = field(default_factory=list)
    was_read: bool = True
    find_places: "Callable[[Entry], Mapping[str, tuple[Place, ...]]] | None" = None

    @property
    def values(self) -> Mapping[str, Any]:
        return self.read.values

    def moment(self, key: str) -> Moment | None:
        return self.values.get(key)

    def place(self, key: str, item: int = 0) -> Place:
        places = (self.find_places(self) if self.find_places else self.read.places).get(key, ())
        return places[item] if item < len(places) else Place(1, 1)

    @property
    def former_names(self) -> tuple[str, ...]:
        return (*(self.values.get("aliases") or ()), *(self.values.get("merged") or ()))

    def add(
        self, rule: str, message: str, help: str, key: str, item: int = 0, severity: Severity = Severity.ERROR
    ) -> None:
        """Report a problem with the value of a key, or with one item of it."""
        place = self.place(key, item)
        where = {"line": place.line, "column": place.column, "width": place.width}
        self.findings.add(rule, message, help, severity, **where)


def show_moment(moment: Moment) -> str:
    """A moment as a message tells it: to the minute, or the day alone."""
    return moment.at.strftime("%Y-%m-%dT%H:%MZ") if moment.exact else moment.day.isoformat()
