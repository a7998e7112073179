"""What is said of each kind of change, by whom, to the letter."""

from pathlib import Path

from checking.test_mistakes_told import show
from declared import review
from forge.test_changes import (
    ACTORS,
    ANAS,
    ANSWER,
    BASE,
    BOBS,
    EDITS,
    GILS,
    POST,
    REPLIES,
    TABLE,
    Edit,
    change,
    edit_of,
    lay,
    make_edit,
)  # fmt: skip
from parley.model.entries import CAME
from support import NOW, hold, write_tree

PEOPLE = {
    "people/bob.yml": "name: Bob\naccount: github:11\n",
    "people/gil.yml": "name: Gil G\naccount: github:12\nbanned: Shouts.\nbanned_since: 2026-10-01\n",
    "people/old.yml": f"name: Old\nabout: {CAME.format(name='old')}\n",
}
NEW = f"{REPLIES}/2026-10-08-x.md"


def by(author: str, more: str = "") -> str:
    return f"---\nauthor: {author}\ndate: 2026-10-08\n{more}---\n\nWords.\n"


CASES: dict[str, tuple[str, str, Edit]] = {
    "a bot": ("dependabot[bot]", "", {NEW: by("dependabot")}),
    "somebody else": ("eve", "", {NEW: by("ana")}),
    "a login that is no handle": ("a.b..c", "", {NEW: by("ana")}),
    "a house voice": ("the-host", "", {NEW: by("the-host")}),
    "the removed": ("removed", "", {NEW: by("removed")}),
    "one of an archive": ("old", "", {NEW: by("old")}),
    "one of an archive, with a number": ("old", "77", {NEW: by("old")}),
    "one with the login of an archive's, under what stands in for it": ("old", "77", {NEW: by("old-77")}),
    "one with the login of an archive's, under another number": ("old", "77", {NEW: by("old-78")}),
    "another's handle": ("bob", "99", {NEW: by("bob")}),
    "a renamed login": ("robert", "11", {NEW: by("bob")}),
    "a renamed login under its new name": ("robert", "11", {NEW: by("robert")}),
    "one who is banned": ("gil", "12", {NEW: by("gil")}),
    "nobody": ("eve", "", {NEW: by("")}),
    "another's file": ("eve", "", change(BOBS, ("Two", "Ten"))),
    "another's file, by number": ("bob", "99", change(BOBS, ("Two", "Ten"))),
    "a file without an author": ("eve", "", {ANAS: "x"}),
    "a person's file": ("eve", "", {"people/bob.yml": "name: Bo\n"}),
    "a person's file, taken away": ("eve", "", {"people/bob.yml": None}),
    "one's own file, taken away": ("gil", "12", {"people/gil.yml": None}),
    "one's own ban": ("gil", "12", {"people/gil.yml": "name: Gil G\naccount: github:12\n"}),
    "one's own role": ("bob", "11", {"people/bob.yml": "name: Bob\nrole: maintainer\naccount: github:11\n"}),
    "one's own number": ("bob", "11", {"people/bob.yml": "name: Bob\naccount: github:99\n"}),
    "one's own aliases": ("bob", "11", {"people/bob.yml": "name: Bob\naccount: github:11\naliases: [rob]\n"}),
    "a name that is taken": ("eve", "", {"people/eve.yml": "name: Bob\n"}),
    "a name that looks taken": ("eve", "", {"people/eve.yml": "name: B0b\n"}),
    "tags": ("eve", "", {"tags.yml": "- {slug: law, title: Law, summary: x}\n"}),
    "restored": ("ana", "", change(POST, keys="restored: fine\n")),
    "moved": ("ana", "", change(ANAS, keys="moved: there\nmoved_to: /discussions/letters-by-hand/\n")),
    "dated back": ("eve", "", {NEW: by("eve").replace("2026-10-08", "2026-09-01")}),
    "dated ahead": ("eve", "", {NEW: by("eve").replace("2026-10-08", "2027-01-01")}),
    "an address": ("ana", "", {ANAS: None, f"{REPLIES}/2026-10-02-anna.md": BASE[ANAS]}),
    "a discussion": ("ana", "", {POST: None, ANSWER: None}),
    "an alias": ("ana", "", change(POST, keys="aliases: [two-follow-ups-2]\n")),
    "an answer moved": ("gil", "12", change(GILS, keys="reply_to: 2026-10-02-ana\n")),
    "a date": ("ana", "", edit_of(ANAS, "2026-10-02", "2026-10-01")),
    "an updated that goes back": ("ana", "", change(ANAS, ("One", "Ten"), keys="updated: 2026-10-01\n")),
    "an updated to come": ("ana", "", change(ANAS, ("One", "Ten"), keys="updated: 2026-12-01\n")),
}  # fmt: skip


def test_all_that_is_told_of_changes(tmp_path: Path) -> None:
    """`PARLEY_ACCEPT=1 pytest tests/forge/test_changes_told.py` writes what is found into `told.txt`."""
    told: list[str] = []

    def tell(title: str, actor: str, account: str, edit: Edit, *, maintainer: bool = False) -> None:
        lay(tmp_path / "head", {**PEOPLE, **edit}, {})
        found = review(
            tmp_path / "base", tmp_path / "head", actor, account=account, is_maintainer=maintainer, now=NOW
        ).problems
        told.extend((f"> {title}, by {actor}", *map(show, found)))

    write_tree(tmp_path / "base" / "posts", {**BASE, **PEOPLE})
    for what in TABLE:
        for actor in ACTORS.values():
            tell(what, actor, "", make_edit(what, actor))
    for what, (_, edit) in EDITS.items():
        tell(f"{what}, without a word", "mia", "", edit)
    for title, (actor, account, edit) in CASES.items():
        tell(title, actor, account, edit)
        tell(title, actor, account, edit, maintainer=True)
    hold(Path(__file__).with_name("told.txt"), "\n".join(told) + "\n")
