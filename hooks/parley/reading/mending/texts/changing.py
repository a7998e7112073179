"""A text on its way through the steps that mend it: each gives changes, and where they stood in the text as given."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field

from parley.reading.mending.repairs import Mended, Repair


@dataclass(frozen=True, slots=True, order=True)
class Replacement:
    """The characters from `start` to `end` become `new`; `what` tells it, if it is worth it."""

    start: int
    end: int
    new: str
    what: str = ""


@dataclass(slots=True)
class Changing:
    """The text as it is by now, for each of its lines the line it was in the text as given, and what was repaired."""

    text: str
    origins: list[int] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.origins = self.origins or list(range(1, self.text.count("\n") + 2))

    def apply(self, changes: Iterable[Replacement]) -> bool:
        """Make the changes, which may come in any order; of two that overlap the first is made. Tells if any was."""
        starts = _find_lines(self.text)
        pieces: list[str] = []
        origins, end = [self.origins[0]], 0
        for change in sorted(changes):
            found = self.text[change.start : change.end]
            if change.start < end or found == change.new:
                continue
            origins += self._keep(end, change.start, starts, pieces)
            line = self.origins[bisect_right(starts, change.start) - 1]
            pieces.append(change.new)
            origins += [line] * change.new.count("\n")
            end = change.end
            if change.what:
                self._tell(Repair(line, found, change.what))
        if not pieces:
            return False
        origins += self._keep(end, len(self.text), starts, pieces)
        self.text, self.origins = "".join(pieces), origins
        return True

    def _keep(self, start: int, end: int, starts: list[int], pieces: list[str]) -> list[int]:
        pieces.append(self.text[start:end])
        first = bisect_right(starts, start)
        return self.origins[first : first + pieces[-1].count("\n")]

    def _tell(self, repair: Repair) -> None:
        if repair not in self.repairs[-20:]:  # what a line has twice is told once
            self.repairs.append(repair)

    def finish(self) -> Mended:
        return Mended(self.text, tuple(sorted(self.repairs, key=lambda repair: repair.line)))


def _find_lines(text: str) -> list[int]:
    starts, at = [0], text.find("\n")
    while at >= 0:
        starts.append(at + 1)
        at = text.find("\n", at + 1)
    return starts
