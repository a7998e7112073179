"""What other packages add to ours: they name it among the entry points of their own, in the groups of `GROUPS`.

Source: "Entry points specification", Python Packaging User Guide.
"""

from collections.abc import Iterator
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from parley.model.languages.speaking import _
from parley.model.problems import ParleyError

GROUPS = ("parley.rules", "parley.imports", "parley.embeds")


@cache
def find_added(group: str) -> tuple[EntryPoint, ...]:
    """What is added to a group, by name."""
    return tuple(sorted(entry_points(group=group), key=lambda point: point.name))


@cache
def load_added(point: EntryPoint) -> Any:
    """What an entry point names.

    Raises:
        ParleyError: it isn't there.
    """
    try:
        return point.load()
    except (ImportError, AttributeError) as error:
        raise ParleyError(
            _(
                "{group}: {name} can't be loaded from {value}: {error}",
                group=point.group,
                name=point.name,
                value=point.value,
                error=error,
            )
        ) from error


def list_code() -> Iterator[tuple[str, bytes]]:
    """The name of everything that is added, and the text of the module it comes from: results depend on them."""
    for point in (point for group in GROUPS for point in find_added(group)):
        spec = find_spec(point.module)
        file = Path(spec.origin) if spec and spec.origin else None
        yield f"{point.group} {point.name} {point.value}", file.read_bytes() if file and file.is_file() else b""
