"""Names that differ in case or Unicode form; many working copies can hold only one of each."""

from pathlib import Path

import pytest

REPLY = "---\nauthor: eve\ndate: 2026-10-05\n---\n\nA short note on paper, once.\n"
NAMES = ("2026-10-06-EVE", "2026-10-06-eve", "2026-10-07-zo\u00eb", "2026-10-07-zoe\u0308")


def make(posts: Path) -> None:
    replies = posts / "discussions/two-follow-ups/replies"
    before = len(list(replies.iterdir()))
    for name in NAMES:
        (replies / f"{name}.md").write_text(REPLY, encoding="utf-8")
    if len(list(replies.iterdir())) != before + len(NAMES):
        pytest.skip("this file system takes two of the names for one")
