"""A name and a text that git or an editor may write otherwise."""

from pathlib import Path

REPLY = "---\nauthor: eve\ndate: 2026-10-05\n---\n\nA note on paper, once. Gr\u00fc\u00dfe!\n"


def make(posts: Path) -> None:
    replies = posts / "discussions/two-follow-ups/replies"
    (replies / "2026-10-05 Gr\u00fc\u00dfe (1).md").write_text(REPLY, encoding="utf-8")
    (replies / "2026-10-05-utf-16-with-mark.md").write_bytes(b"\xff\xfe" + REPLY.encode("utf-16-le"))
