"""Names and texts that git or an editor may write otherwise, and a character that nobody sees."""

from pathlib import Path

REPLY = "---\nauthor: eve\ndate: 2026-10-05\n---\n\nA note on paper, once. Gr\u00fc\u00dfe!\n"
ISOLATE = "\u2067\u05e9\u05dc\u05d5\u05dd goes on to the end of its line."


def make(posts: Path) -> None:
    replies = posts / "discussions/two-follow-ups/replies"
    (replies / "2026-10-05 Gr\u00fc\u00dfe (1).md").write_text(REPLY, encoding="utf-8")
    (replies / "2026-10-05-utf-16-with-mark.md").write_bytes(b"\xff\xfe" + REPLY.encode("utf-16-le"))
    file = replies / "2026-10-05-isolate-without-end.md"
    file.write_text(f"---\nauthor: eve\ndate: 2026-10-05\n---\n\n{ISOLATE}\n", encoding="utf-8")
