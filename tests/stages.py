"""The checks and the rules, as the lists of the stages have them."""

from collections.abc import Callable
from typing import Any

from parley.checking.stages import ELSEWHERE, READING, between_files, of_changes, of_files, of_threads

LISTS: tuple[tuple[tuple[Callable[[Any], None], *tuple[str, ...]], ...], ...] = (
    of_files.CHECKS,
    of_threads.CHECKS,
    between_files.CHECKS,
    of_changes.CHECKS,
)
ROWS = {check: frozenset(rules) for rows in LISTS for check, *rules in rows}
RULES = frozenset({*READING, *ELSEWHERE}.union(*ROWS.values()))
