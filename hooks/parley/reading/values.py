"""What was read of a file by the table of its keys."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from parley.reading.nodes import Position


@dataclass(frozen=True, slots=True)
class Values:
    """What was read by a table of keys.

    `values` has an entry for each known key of the file, None where the value is wrong; `places` has the place of each
    value, or of each of its items where it is a list; `text_lines` the line on which the text of a value begins, which
    for a block (`|`) is the line below. `complete` is False when anything is wrong or missing.
    """

    values: Mapping[str, Any]
    places: Mapping[str, tuple[Position, ...]]
    text_lines: Mapping[str, int]
    complete: bool


NOTHING = Values({}, {}, {}, complete=False)
"""What is read of a file whose YAML cannot be parsed."""
