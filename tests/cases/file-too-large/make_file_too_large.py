"""One byte too many, and a file that is just small enough."""

from pathlib import Path

from parley.model.markup.budget import MAX_BYTES

HEAD = "---\nauthor: eve\ndate: 2026-10-05\n---\n\n"
LINE = "Again and again, the same is said in the same words.\n"


def make(posts: Path) -> None:
    replies = posts / "discussions/two-follow-ups/replies"
    (replies / "2026-10-05-just-taken.md").write_text(_reply(MAX_BYTES))
    (replies / "2026-10-05-one-more.md").write_text(_reply(MAX_BYTES + 1))


def _reply(size: int) -> str:
    return (HEAD + LINE * size)[:size]
