"""Links, a pipe and a program where texts should be."""

import os
from pathlib import Path

from support import track

REPLY = "---\nauthor: eve\ndate: 2026-10-05\n---\n\nA short note on paper, once.\n"


def make(posts: Path) -> None:
    replies = posts / "discussions/two-follow-ups/replies"
    (replies / "2026-10-05-link.md").symlink_to("/etc/passwd")
    (replies / "2026-10-05-link-to-nothing.md").symlink_to("gone.md")
    (replies / "2026-10-05-link-to-a-neighbour.md").symlink_to("2026-10-02-ana.md")
    answer = REPLY.replace("\n---\n\n", "\nreply_to: 2026-10-05-link\n---\n\n")
    (replies / "2026-10-05-answers-a-link.md").write_text(answer)
    (posts / "discussions/link-to-a-folder").symlink_to("two-follow-ups")
    (posts / "people/link-to-the-root").symlink_to("/")
    (replies / "2026-10-05-folder.md").mkdir()
    os.mkfifo(replies / "2026-10-05-pipe.md")
    program = replies / "2026-10-05-program.md"
    program.write_text(REPLY)
    program.chmod(0o755)
    track(posts.parent, program.relative_to(posts.parent).as_posix())
