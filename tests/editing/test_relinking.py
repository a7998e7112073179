"""Names of replies that come back to the thread they were moved from."""

from dataclasses import replace
from pathlib import Path

import pytest

from declared import load_library
from parley.editing.relinking import name_again
from support import GOOD, write_tree


@pytest.mark.parametrize(
    ("id", "aliases", "taken", "again"),
    [
        ("2026-10-02-ana-2", ("2026-10-02-ana",), (), ["2026-10-02-ana"]),
        ("2026-10-02-ana-12", ("2026-10-01-bob", "2026-10-02-ana"), (), ["2026-10-02-ana"]),
        ("2026-10-02-ana-2", ("2026-10-02-ana",), ("2026-10-02-ana",), []),
        ("2026-10-02-ana-2", ("2026-10-02-anna",), (), []),
        ("2026-10-02-ana-b", ("2026-10-02-ana",), (), []),
        ("2026-10-02-ana", ("2026-10-02-ana",), (), []),
        ("2026-10-02-ana-2", (), (), []),
    ],
)
def test_a_reply_gets_the_name_again_that_it_gave_up(
    tmp_path: Path, id: str, aliases: tuple[str, ...], taken: tuple[str, ...], again: list[str]
) -> None:
    (note, reply), *_ = load_library(write_tree(tmp_path, GOOD)).replies.values()
    found = name_again([replace(reply, id=id)], replace(note, aliases=aliases), {*taken})
    assert list(found) == [(id, name) for name in again]
