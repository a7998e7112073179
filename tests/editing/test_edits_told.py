"""What commands that change posts say and write, one after the other, and what is made of titles and keys.

`PARLEY_ACCEPT=1 pytest tests/editing/test_edits_told.py` writes what is found into `told.txt`, `slugs.json` and
`keys.json`. Read it with care.
"""

import json
import re
from contextlib import chdir
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from parley.commands.cli import main
from parley.editing.edits import Unchangeable, set_keys
from parley.editing.leftovers import remove_keys
from parley.editing.slugs import make_slug
from support import GOOD, hold, write_project

HERE = Path(__file__).parent
TWO, OLD = "discussions/two-follow-ups", "discussions/how-often"
POSTS = {
    **GOOD,
    f"{OLD}/post.md": (
        "---\ntitle: How often?\nauthor: ana\ndate: 2026-09-01\ntags: [law]\nquestions: [Why?]\nanswer: 2026-09-02-cy\n"
        "outcome:\n  summary: Once.\n  by: ana\n  agreed:\n    - Once is [enough](#reply-2026-09-02-cy).\n---\n\n"
        "See [the other](/discussions/two-follow-ups/) and [a reply](../two-follow-ups/#reply-2026-10-02-ana).\n"
    ),
    f"{OLD}/replies/2026-09-02-cy.md": "---\nauthor: cy\ndate: 2026-09-02\n---\n\nOnce.\n",
    f"{OLD}/replies/2026-10-02-ana.md": (
        "---\nauthor: ana\ndate: 2026-10-02\nreply_to: 2026-09-02-cy\n---\n\nThe same.\n"
    ),
    f"{TWO}/replies/2026-10-04-dan.md": (
        "---\nauthor: dan\ndate: 2026-10-04\nreply_to: 2026-10-03-bob\nupdated: 2026-10-05\n---\n\n"
        "> Two, with something new.\n\nSee [above](#reply-2026-10-02-ana), [there](/discussions/how-often/) and "
        "[`#reply-2026-10-02-ana`](#reply-2026-10-02-ana).\n\n```\n[above](#reply-2026-10-02-ana)\n```\n"
    ),
    f"agreements/{TWO}/eve/x1.yml": "agrees: [post, 2026-10-03-bob]\n",
    "people/gil.yml": "name: Gil\n# a note\nrole: contributor\n",
}
COMMANDS = (
    ("lock", "two-follow-ups", "All is said."),
    ("lock", "two-follow-ups", "All is said."),
    ("lock", "--off", "two-follow-ups", "Not all."),
    ("pin", "how-often"),
    ("pin", "--off", "how-often"),
    ("remove", "two-follow-ups", "Private.", "--reply", "2026-10-03-bob"),
    ("remove", "two-follow-ups", "Private.", "--reply", "2026-10-03-bib"),
    ("restore", "two-follow-ups", "Not private.", "--reply", "2026-10-03-bob"),
    ("restore", "two-follow-ups", "Not private.", "--reply", "2026-10-03-bob"),
    ("remove", "how-often", "Private.", "--post", "--dry-run"),
    ("remove", "first-meeting", "Wrong.", "--post"),
    ("restore", "first-meeting", "Right.", "--post"),
    ("ban", "gil", "Shouts."),
    ("ban", "--off", "gil", "Calm."),
    ("ban", "zoe", "Spam."),
    ("outcome", "two-follow-ups", "One.", "--agreed", "One is enough #reply-2026-10-02-ana", "--by", "the-host"),
    ("outcome", "two-follow-ups", "--differ", "old concedes: when", "--rests-on", "2026-10-03-bob", "--by", "the-host"),
    ("outcome", "two-follow-ups", "--answer", "2026-10-02-anna"),
    ("move", "two-follow-ups#reply-2026-10-04-dan", "two-follow-ups#reply-2026-10-02-ana", "It answers that."),
    ("move", "two-follow-ups#reply-2026-10-02-ana", "two-follow-ups#reply-2026-10-04-dan", "Round."),
    ("move", "two-follow-ups#reply-2026-10-02-ana", "how-often", "It belongs there."),
    ("move", "how-often#reply-2026-10-02-ana-2", "two-follow-ups", "And back."),
    ("split", "two-follow-ups#reply-2026-10-03-bob", "Something new?", "Another thing.", "--tag", "law"),
    ("split", "two-follow-ups#reply-2026-10-03-bob", "Something new?", "Again."),
    ("rename", "two-follow-ups", "one-follow-up"),
    ("rename", "one-follow-up", "how-often"),
    ("merge", "one-follow-up", "into", "how-often", "--dry-run"),
    ("merge", "how-often", "into", "one-follow-up"),
    ("merge", "one-follow-up", "into", "how-often"),
    ("merge", "first-meeting", "how-often"),
    ("check",),
)


def read_all(posts: Path) -> dict[str, str]:
    return {str(one.relative_to(posts)): one.read_text(encoding="utf-8") for one in posts.rglob("*") if one.is_file()}


def test_all_that_commands_say_and_write(tmp_path: Path) -> None:
    """The moment of a change is shown as NOW, and its day as TODAY."""
    project = write_project(tmp_path, POSTS)
    written = "".join(POSTS[name] for name in POSTS if isinstance(POSTS[name], str))  # type: ignore[misc]
    told: list[str] = []
    before = read_all(project / "posts")
    for command in COMMANDS:
        with chdir(project):
            done = CliRunner().invoke(main, command)
        after = read_all(project / "posts")
        told.append(f"$ parley {' '.join(command)} ({done.exit_code})\n{done.output}")
        told += [f"--- {path}\n{text}" for path, text in sorted(after.items()) if text != before.get(path)]
        told += [f"--- {path} is gone\n" for path in sorted(before.keys() - after.keys())]
        before = after
    text = "\n".join(told)
    for pattern, name in ((r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ", "NOW"), (r"20\d\d-\d\d-\d\d", "TODAY")):
        text = re.sub(pattern, lambda found, name=name: found[0] if found[0] in written else name, text)  # type: ignore[misc]
    hold(HERE / "told.txt", text)


def test_all_that_is_made_of_titles_and_keys() -> None:
    """A further text is put into a file with `null` behind it."""
    titles = json.loads((HERE / "slugs.json").read_text(encoding="utf-8"))
    made = {title: [make_slug(title), make_slug(title, {make_slug(title)})] for title in titles}
    hold(HERE / "slugs.json", json.dumps(made, ensure_ascii=False, indent=1) + "\n")
    files = json.loads((HERE / "keys.json").read_text(encoding="utf-8"))
    hold(
        HERE / "keys.json", json.dumps({text: list(edit(text)) for text in files}, ensure_ascii=False, indent=1) + "\n"
    )


EDITS: tuple[dict[str, Any], ...] = (
    {"updated": "2026-11-22", "locked": "Enough: said"},
    {"pinned": True, "title": "New"},
    {"pinned": False, "aliases": ["a", "b"]},
)


def edit(text: str) -> list[str]:
    path = "discussions/one/post.md" if text.startswith("---") else "discussions/one/post.yml"
    told = []
    for values in EDITS:
        try:
            told.append(set_keys(text.encode(), path, values).decode())
        except Unchangeable as error:
            told.append(f"! {error}")
    try:
        told.append(remove_keys(text.encode(), path, {"title", "tags"}).decode())
    except Unchangeable as error:
        told.append(f"! {error}")
    return told
