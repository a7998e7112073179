"""Texts as older programs save them."""

from pathlib import Path

REPLY = "---\nauthor: eve\ndate: 2026-10-05\n---\n\nA note on paper, once.\n\nGrüße!\n"


def make(posts: Path) -> None:
    replies = posts / "discussions/two-follow-ups/replies"
    (replies / "2026-10-05-latin-1.md").write_bytes(REPLY.encode("latin-1"))
    (replies / "2026-10-05-utf-16.md").write_bytes(REPLY.encode("utf-16-le"))
    (replies / "2026-10-05-utf-8-with-mark-is-taken.md").write_bytes(REPLY.encode("utf-8-sig"))
