"""Names that not every working copy can hold."""

from pathlib import Path

REPLY = "---\nauthor: eve\ndate: 2026-10-05\n---\n\nA short note on paper, once.\n"


def make(posts: Path) -> None:
    replies = posts / "discussions/two-follow-ups/replies"
    for name in ("\u200b", "turned \u202e round", "two\nlines", "::notice::done", "\u96ea"):
        (replies / f"{name}.md").write_text(REPLY, encoding="utf-8")
    (replies / "com1.md").write_text(REPLY)
    (posts / "people/nul.yml").write_text("name: Nobody\n")
    (posts / "discussions/aux").mkdir()
    (posts / "discussions/aux/post.md").write_text((posts / "discussions/two-follow-ups/post.md").read_text())
