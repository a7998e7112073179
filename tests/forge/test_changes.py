"""A pull request is judged by what it changes: whose files, where their addresses lead, what else there is."""

import errno
import json
import os
import re
import shutil
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from declared import review
from parley.checking.check import Check
from parley.checking.rules.change.changeset import FileChange
from parley.commands.cli import main
from parley.forge import changes
from parley.forge.changes import NotCompared, find_changes
from support import GOOD, MKDOCS_YML, NOW, Files, write_tree

REPLIES = "discussions/two-follow-ups/replies"
ANAS = f"{REPLIES}/2026-10-02-ana.md"
BOBS = f"{REPLIES}/2026-10-03-bob.yml"
GILS = f"{REPLIES}/2026-10-04-gil.md"
POST = "discussions/letters-by-hand/post.md"
ANSWER = "discussions/letters-by-hand/replies/2026-10-06-gil.md"

ANAS_TEXT = "---\nauthor: ana\ndate: 2026-10-02\n---\n\nOne is enough.\n"
REPLY = "---\nauthor: {author}\ndate: 2026-10-07\n---\n\nA word more.\n"
POST_TEXT = "---\ntitle: By hand?\nauthor: ana\ndate: 2026-10-05\ntags: [law]\n---\n\nOr not at all.\n"

BASE: dict[str, str] = {
    **{path: str(text) for path, text in GOOD.items()},
    ANAS: ANAS_TEXT,
    BOBS: "author: bob\ndate: 2026-10-03T09:30:00Z\nbody: |\n  Two, with something new.\n",
    GILS: "---\nauthor: gil\ndate: 2026-10-04\n---\n\nNone.\n",
    f"{REPLIES}/2026-10-07-eve.md": REPLY.format(author="eve"),
    f"{REPLIES}/2026-10-07-mia.md": REPLY.format(author="mia"),
    POST: POST_TEXT,
    ANSWER: "---\nauthor: gil\ndate: 2026-10-06\n---\n\nAlways.\n",
}
"""What is on the site: posts and replies of ana, bob, eve, gil and mia, who is a maintainer."""

Edit = dict[str, str | None]
"""Files below posts/ with their new text; None deletes one."""

Reviewed = Callable[..., Check]


def edit_of(file: str, old: str, new: str) -> Edit:
    text = BASE[file]
    assert old in text
    return {file: text.replace(old, new)}


@pytest.fixture
def reviewed(tmp_path: Path) -> Reviewed:
    """Check a pull request against `BASE`; `others` are its files outside posts/."""

    def run(edit: Edit, actor: str = "ana", *, others: Files | None = None, maintainer: bool = False) -> Check:
        write_tree(tmp_path / "base" / "posts", BASE)
        lay(tmp_path / "head", edit, others or {})
        return review(tmp_path / "base", tmp_path / "head", actor, is_maintainer=maintainer, now=NOW)

    return run


def lay(head: Path, edit: Edit, others: Files) -> None:
    shutil.rmtree(head, ignore_errors=True)
    files = {path: text for path, text in {**BASE, **edit}.items() if text is not None}
    write_tree(head / "posts", files)
    write_tree(head, others)


def rules(check: Check) -> set[str]:
    return {problem.rule for problem in check.problems}


def edited(text: str, updated: str = "2026-10-09T10:00:00Z") -> str:
    """A text that says when it was edited."""
    return text.replace("date:", f"updated: {updated}\ndate:", 1)


ACTORS = {"author": "ana", "stranger": "eve", "maintainer": "mia"}


def make_edit(change: str, actor: str) -> Edit:
    """The eight kinds of change; those of a file that is there are made to one of ana's, unless they say otherwise."""
    own = {"ana": ANAS, "eve": f"{REPLIES}/2026-10-07-eve.md", "mia": f"{REPLIES}/2026-10-07-mia.md"}
    moved = {path.replace("letters-by-hand", "by-hand"): BASE[path] for path in (POST, ANSWER)}
    edits: dict[str, Edit] = {
        "add": {f"{REPLIES}/2026-10-08-ana.md": REPLY.format(author="ana")},
        "edit own": {own[actor]: edited(f"{BASE[own[actor]]}And another.\n")},
        "edit other's": {BOBS: edited(f"{BASE[BOBS]}  And another.\n")},
        "rename": {
            **{path: str(text).replace("tags:", "aliases: [letters-by-hand]\ntags:") for path, text in moved.items()},
            POST: None,
            ANSWER: None,
        },
        "delete": {ANAS: None},
        "change author": edit_of(ANAS, "author: ana", f"author: {'eve' if actor == 'eve' else 'gil'}"),
        "change date": edit_of(ANAS, "2026-10-02", "2026-10-04"),
        "change id": {ANAS: None, f"{REPLIES}/2026-10-02-ana-2.md": BASE[ANAS]},
    }
    return edits[change]


TABLE: dict[str, tuple[set[str], set[str], set[str]]] = {
    #                author                 stranger       maintainer
    "add": (set(), {"not-yours"}, set()),
    "edit own": (set(), set(), set()),
    "edit other's": ({"not-yours"}, {"not-yours"}, set()),
    "rename": ({"changed-permalink"}, {"not-yours"}, {"changed-permalink"}),
    "delete": ({"lost-permalink"}, {"not-yours"}, {"changed-permalink"}),
    "change author": ({"fixed-key"}, {"not-yours"}, set()),
    "change date": ({"fixed-key"}, {"not-yours"}, set()),
    "change id": ({"lost-permalink", "back-dated"}, {"not-yours", "back-dated"}, {"changed-permalink"}),
}

CELLS = [
    pytest.param(change, actor, expected, id=f"{change}, by the {actor}")
    for change, row in TABLE.items()
    for actor, expected in zip(ACTORS, row, strict=True)
]


def test_the_table_has_24_cells() -> None:
    assert len(CELLS) == 24


@pytest.mark.parametrize(("change", "actor", "expected"), CELLS)
def test_who_may_change_what(change: str, actor: str, expected: set[str], reviewed: Reviewed) -> None:
    handle = ACTORS[actor]
    assert rules(reviewed(make_edit(change, handle), handle)) == expected


@pytest.mark.parametrize("change", TABLE)
def test_a_maintainer_may_be_told_from_outside(change: str, reviewed: Reviewed) -> None:
    found = reviewed(make_edit(change, "eve"), "eve", maintainer=True)
    assert rules(found) <= {"changed-permalink"}


def test_a_login_is_the_same_in_capitals(reviewed: Reviewed) -> None:
    assert rules(reviewed(make_edit("add", "ana"), "Ana")) == set()


def test_nobody_takes_a_file_by_writing_their_name_into_it(reviewed: Reviewed) -> None:
    taken = BASE[BOBS].replace("author: bob", "author: eve").replace("Two", "Ten")
    (problem,) = reviewed({BOBS: taken}, "eve").problems
    assert (problem.rule, problem.path, problem.line) == ("not-yours", f"posts/{BOBS}", 1)
    assert "belongs to 'bob'" in problem.message


def test_nobody_makes_themselves_a_maintainer_in_the_same_change(reviewed: Reviewed) -> None:
    found = reviewed({BOBS: None, "people/eve.yml": "name: Eve\nrole: maintainer\n"}, "eve")
    assert rules(found) == {"not-yours", "maintainers-key"}


def test_a_login_that_is_called_like_a_house_voice_has_no_right_to_its_name(reviewed: Reviewed) -> None:
    new = reviewed({f"{REPLIES}/2026-10-08-host.md": REPLY.format(author="the-host")}, "the-host")
    assert rules(new) == {"not-yours"}
    edited = reviewed(edit_of("discussions/two-follow-ups/post.md", "*one*", "*ten*"), "the-host")
    assert "not-yours" in rules(edited)
    assert "not-yours" in rules(reviewed({"people/the-host.yml": "name: Me\nrole: house-voice\n"}, "the-host"))


@pytest.mark.parametrize(("actor", "expected"), [("bob", set()), ("eve", {"not-yours"}), ("mia", set())])
def test_a_persons_file_belongs_to_them(actor: str, expected: set[str], reviewed: Reviewed) -> None:
    assert rules(reviewed({"people/bob.yml": "name: Bob\n"}, actor)) == expected


@pytest.mark.parametrize("role", ["maintainer", "house-voice"])
def test_only_a_maintainer_gives_a_role(role: str, reviewed: Reviewed) -> None:
    edit: Edit = {"people/bob.yml": f"name: Bob\nrole: {role}\n"}
    assert rules(reviewed(edit, "bob")) == {"maintainers-key"}
    assert rules(reviewed(edit, "mia")) == set()


def test_nobody_says_of_themselves_what_maintainers_say(reviewed: Reviewed) -> None:
    edit: Edit = {"people/bob.yml": "name: Bob\nbanned: Spam.\nbanned_since: 2026-10-05\n"}
    found = [(one.message, one.help) for one in reviewed(edit, "bob").problems]
    assert found == [
        ("only a maintainer may set 'banned'", "Leave 'banned' out."),
        ("only a maintainer may set 'banned_since'", "Leave 'banned_since' out."),
    ]


@pytest.mark.parametrize("key", ["pinned: true", "locked: Enough.\nupdated: 2026-10-10"])
def test_only_a_maintainer_pins_and_locks(key: str, reviewed: Reviewed) -> None:
    text = POST_TEXT.replace("tags:", f"{key}\ntags:")
    for path in (POST, "discussions/new/post.md"):
        assert rules(reviewed({path: text})) == {"maintainers-key"}
        assert rules(reviewed({path: text}, "mia")) == set()


def removed(reason: str) -> Edit:
    return edit_of(ANAS, "---\n\n", f"updated: 2026-10-09\nremoved: {reason}\n---\n\n")


def test_authors_take_back_what_they_wrote_and_only_maintainers_what_others_wrote(reviewed: Reviewed) -> None:
    assert rules(reviewed(removed("I was wrong."))) == set()
    assert rules(reviewed(removed("I dislike it."), "eve")) == {"not-yours"}
    assert rules(reviewed(removed("An insult."), "mia")) == set()


def test_what_was_removed_comes_back_by_a_maintainer_only(tmp_path: Path) -> None:
    lay(tmp_path / "base", removed("An insult."), {})
    lay(tmp_path / "head", {ANAS: edited(ANAS_TEXT)}, {})
    base, head = tmp_path / "base", tmp_path / "head"
    assert rules(review(base, head, "ana", now=NOW)) == {"maintainers-key"}
    assert rules(review(base, head, "mia", now=NOW)) == set()


def test_no_day_before_the_lock_opens_a_locked_thread(tmp_path: Path) -> None:
    locked = edit_of(POST, "tags:", "locked: Enough.\nupdated: 2026-10-09\ntags:")
    lay(tmp_path / "base", locked, {})
    for day in ("2026-10-07", "2026-10-10"):
        new = ANSWER.replace("gil", "ana")
        lay(tmp_path / "head", {**locked, new: REPLY.format(author="ana").replace("2026-10-07", day)}, {})
        (problem,) = review(tmp_path / "base", tmp_path / "head", "ana", now=NOW).problems
        assert (problem.rule, problem.path) == ("locked", f"posts/{new}")


@pytest.mark.parametrize("stem", ["discussions/written/post.md", "practices/first-meeting/post.yml"])
@pytest.mark.parametrize("reply", ["2026-10-06-ana.md", "2026-10-06-ana.yml"])
def test_a_locked_post_is_closed_in_either_form_of_its_file(tmp_path: Path, stem: str, reply: str) -> None:
    written = "title: A\nauthor: gil\ndate: 2026-10-01\ntags: [law]\n"
    text = f"---\n{written}---\n\nText.\n" if stem.endswith(".md") else BASE["practices/first-meeting/post.yml"]
    other = {"post.md": "post.yml", "post.yml": "post.md"}[stem.rpartition("/")[2]]
    as_other = f"{written}body: Text.\n" if other == "post.yml" else f"---\n{text}---\n"
    folder = stem.rpartition("/")[0]
    for name, content in ((stem, text), (f"{folder}/{other}", as_other)):
        locked = content.replace("tags:", "locked: Enough.\nupdated: 2026-10-09\ntags:")
        shutil.rmtree(tmp_path / "base", ignore_errors=True)
        lay(tmp_path / "base", {stem: None, name: locked}, {})
        new = f"{folder}/replies/{reply}"
        said = "author: ana\ndate: 2026-10-06\n"
        answer = f"---\n{said}---\n\nHi.\n" if reply.endswith(".md") else f"{said}body: Hi.\n"
        lay(tmp_path / "head", {stem: None, name: locked, new: answer}, {})
        (problem,) = review(tmp_path / "base", tmp_path / "head", "ana", now=NOW).problems
        assert (problem.rule, problem.path) == ("locked", f"posts/{new}")


def test_the_stand_in_for_an_author_who_was_taken_out_is_nobodys_login(tmp_path: Path) -> None:
    lay(tmp_path / "base", edit_of(ANAS, "author: ana", "author: removed\nupdated: 2026-10-09\nremoved: Private."), {})
    lay(tmp_path / "head", edit_of(ANAS, "author: ana", "author: removed\nupdated: 2026-10-10\nremoved: Private."), {})
    assert rules(review(tmp_path / "base", tmp_path / "head", "removed", now=NOW)) == {"not-yours"}


def test_a_reply_renamed_with_an_alias_keeps_its_address(reviewed: Reviewed) -> None:
    new = BASE[ANAS].replace("---\n\n", "aliases: [2026-10-02-ana]\n---\n\n")
    (problem,) = reviewed({ANAS: None, f"{REPLIES}/2026-10-02-ana-2.md": new}).problems
    assert problem.rule == "changed-permalink"
    assert "#reply-2026-10-02-ana' will redirect to" in problem.message


OWN = f"{REPLIES}/2026-10-08-ana.md"


@pytest.mark.parametrize(
    ("actor", "edit", "rule", "message", "help"),
    [
        (
            "eve",
            edit_of(ANAS, "One", "Ten"),
            "not-yours",
            "this belongs to 'ana'; only its author or a maintainer may change it",
            "Leave it as it is and write a reply of your own.",
        ),
        (
            "eve",
            {ANAS: None},
            "not-yours",
            "this belongs to 'ana'; only its author or a maintainer may delete it",
            "",
        ),
        ("eve", {POST: None}, "not-yours", "this belongs to 'ana'; only its author or a", ""),
        (
            "the-host",
            edit_of("practices/first-meeting/post.yml", "near", "far"),
            "not-yours",
            "this belongs to 'the-host'; it is a house voice, and only a maintainer may change it",
            "",
        ),
        (
            "eve",
            {OWN: REPLY.format(author="ana")},
            "not-yours",
            "author 'ana' isn't 'eve', who sent this",
            "Write your own login: author: eve.",
        ),
        ("e..ve", {OWN: REPLY.format(author="ana")}, "not-yours", "author 'ana' isn't 'e..ve'", "A maintainer can"),
        (
            "Eve_Acme",
            {OWN: REPLY.format(author="ana")},
            "not-yours",
            "author 'ana' isn't 'eve_acme'",
            "Write your own login: author: eve_acme.",
        ),
        (
            "renovate[bot]",
            {OWN: REPLY.format(author="ana")},
            "not-yours",
            "'renovate[bot]', who sent this, is a bot",
            "Send it from",
        ),
        (
            "the-host",
            {OWN: REPLY.format(author="the-host")},
            "not-yours",
            "'the-host' is a house voice of this site; only a maintainer may write under that name",
            "Contact a maintainer: your login is already taken as a name here.",
        ),
        (
            "removed",
            {OWN: REPLY.format(author="removed")},
            "not-yours",
            "'removed' is shown in place of removed authors, so nobody may write under it",
            "Contact a maintainer: your login is already taken as a name here.",
        ),
        (
            "eve",
            {"people/bob.yml": "name: Bob\n"},
            "not-yours",
            "this file is about 'bob'; only they or a maintainer may send it",
            "Leave it as it is.",
        ),
        (
            "bob",
            {"people/bob.yml": "name: Bob\nrole: maintainer\n"},
            "maintainers-key",
            "only a maintainer may give the role 'maintainer'",
            "Leave 'role' as it was.",
        ),
        (
            "ana",
            edit_of(POST, "tags:", "pinned: true\ntags:"),
            "maintainers-key",
            "only a maintainer may set 'pinned'",
            "Leave 'pinned' as it was, and ask a maintainer.",
        ),
        (
            "ana",
            edit_of(ANAS, "author: ana", "author: gil"),
            "fixed-key",
            "author 'gil' was 'ana' when this was published",
            "Put it back.",
        ),
        (
            "ana",
            edit_of(ANAS, "2026-10-02", "2026-10-04T08:30:00Z"),
            "fixed-key",
            "date '2026-10-04T08:30Z' was '2026-10-02' when this was published",
            "Put it back; the time of an edit goes into 'updated'.",
        ),
        (
            "ana",
            {ANAS: None},
            "lost-permalink",
            "'/discussions/two-follow-ups/#reply-2026-10-02-ana' would stop working",
            "Readers have linked to it. Keep the file",
        ),
        (
            "mia",
            {ANAS: None},
            "changed-permalink",
            "'/discussions/two-follow-ups/#reply-2026-10-02-ana' no longer works",
            "Do this only if the law requires it.",
        ),
    ],
)
def test_what_may_not_be_changed_is_told_with_whose_it_is_and_what_to_do(
    reviewed: Reviewed, actor: str, edit: Edit, rule: str, message: str, help: str
) -> None:
    found = [problem for problem in reviewed(edit, actor).problems if problem.rule == rule]
    assert [problem.message[: len(message)] for problem in found] == [message]
    assert found[0].help.startswith(help)


def test_what_a_maintainer_has_set_is_not_taken_away_by_the_author(tmp_path: Path) -> None:
    for key, line in (("pinned", "pinned: true\n"), ("locked", "locked: Enough.\nupdated: 2026-10-09\n")):
        lay(tmp_path / "base", edit_of(POST, "tags:", f"{line}tags:"), {})
        lay(tmp_path / "head", {}, {})
        found = review(tmp_path / "base", tmp_path / "head", "ana", now=NOW).problems
        assert [problem.message for problem in found] == [f"only a maintainer may remove '{key}'"]


@pytest.mark.parametrize("name", ["post.md", "post.yml"])
def test_a_locked_thread_takes_no_reply_in_whichever_form_its_post_is_written(tmp_path: Path, name: str) -> None:
    """Practices are YAML, and discussions may be; a day before the lock opens neither."""
    practice = str(BASE["practices/first-meeting/post.yml"]).replace(
        "tags:", "locked: Done.\nupdated: 2026-10-05\ntags:"
    )
    markdown = f"---\n{practice}---\n"
    text = practice if name == "post.yml" else markdown
    locked: Edit = {"practices/first-meeting/post.yml": None, f"practices/first-meeting/{name}": text}
    new = "practices/first-meeting/replies/2026-10-03-ana.md"
    lay(tmp_path / "base", locked, {})
    lay(tmp_path / "head", {**locked, new: REPLY.format(author="ana").replace("2026-10-07", "2026-10-03")}, {})
    found = review(tmp_path / "base", tmp_path / "head", "ana", now=NOW).problems
    assert [(problem.rule, problem.path) for problem in found] == [("locked", f"posts/{new}")]
    assert review(tmp_path / "base", tmp_path / "head", "mia", now=NOW).problems == ()


def test_a_rename_hides_no_change_of_author_or_date(reviewed: Reviewed) -> None:
    new = REPLY.format(author="gil").replace("---\n\n", "aliases: [2026-10-02-ana]\n---\n\n")
    found = reviewed({ANAS: None, f"{REPLIES}/2026-10-02-ana-2.md": new})
    assert [problem.rule for problem in found.problems].count("fixed-key") == 2


def test_a_file_may_turn_from_markdown_into_yaml(reviewed: Reviewed) -> None:
    new = "author: ana\ndate: 2026-10-02\nbody: |\n  One is enough.\n"
    assert rules(reviewed({ANAS: None, ANAS.replace(".md", ".yml"): new})) == set()


@pytest.mark.parametrize(
    ("key", "file", "address"),
    [
        ("aliases", POST, "/discussions/pen-and-ink/"),
        ("merged", POST, "/discussions/pen-and-ink/"),
        ("aliases", ANAS, "/discussions/two-follow-ups/#reply-pen-and-ink"),
    ],
)
def test_former_names_lead_on_for_ever(tmp_path: Path, key: str, file: str, address: str) -> None:
    lay(tmp_path / "base", change(file, keys=f"{key}: [pen-and-ink]\n"), {})
    lay(tmp_path / "head", {}, {})
    (problem,) = review(tmp_path / "base", tmp_path / "head", "ana", now=NOW).problems
    assert (problem.rule, problem.message) == ("lost-permalink", f"'{address}' would stop working")
    (problem,) = review(tmp_path / "base", tmp_path / "head", "mia", now=NOW).problems
    assert (problem.rule, problem.message) == ("changed-permalink", f"'{address}' no longer works")


def test_a_discussion_that_is_deleted_loses_every_address_in_it(reviewed: Reviewed) -> None:
    found = reviewed({POST: None, ANSWER: None})
    assert {(problem.rule, problem.path) for problem in found.problems} == {
        ("lost-permalink", f"posts/{POST}"),
        ("not-yours", f"posts/{ANSWER}"),
    }


def test_a_renamed_discussion_takes_the_replies_of_others_along_only_as_they_are(reviewed: Reviewed) -> None:
    edit = make_edit("rename", "ana")
    answer = ANSWER.replace("letters-by-hand", "by-hand")
    found = reviewed({**edit, answer: BASE[ANSWER].replace("Always", "Never")})
    assert rules(found) == {"changed-permalink", "not-yours"}
    assert [problem.path for problem in found.problems if problem.blocks] == [f"posts/{answer}"]


def test_a_file_without_a_readable_author_is_left_to_maintainers(tmp_path: Path) -> None:
    write_tree(tmp_path / "base/posts", {**BASE, GILS: "no front matter\n"})
    lay(tmp_path / "head", {}, {})
    assert rules(review(tmp_path / "base", tmp_path / "head", "gil", now=NOW)) == {"not-yours"}
    assert rules(review(tmp_path / "base", tmp_path / "head", "mia", now=NOW)) == set()


def test_everything_outside_the_posts_is_pointed_out_to_a_maintainer(reviewed: Reviewed) -> None:
    others = {f"hooks/a{number}.txt": "x" for number in range(7)}
    (problem,) = reviewed({}, "eve", others=others).problems
    assert problem.rule == "for-a-maintainer"
    assert problem.message.startswith("this changes 7 other files: 'hooks/a0.txt'")
    assert problem.message.endswith(" and 2 more")


def test_a_post_that_comes_with_other_files_is_told_apart(reviewed: Reviewed) -> None:
    (problem,) = reviewed(make_edit("add", "ana"), others={".github/workflows/x.yml": "on: push"}).problems
    assert problem.message == "besides posts, this changes 1 other file: '.github/workflows/x.yml'"
    assert "pull request of their own" in problem.help


def test_tags_are_the_maintainers(reviewed: Reviewed) -> None:
    tags: Edit = {"tags.yml": f"{BASE['tags.yml']}- {{slug: art, title: Art, summary: To please.}}\n"}
    assert rules(reviewed(tags)) == {"for-a-maintainer"}
    assert rules(reviewed(tags, "mia")) == set()


def test_mistakes_of_others_that_were_there_before_are_left_out_and_counted(tmp_path: Path) -> None:
    broken = {**BASE, GILS: BASE[GILS].replace("None.", "&#8238;None.")}
    write_tree(tmp_path / "base/posts", broken)
    write_tree(tmp_path / "head/posts", {**broken, f"{REPLIES}/2026-10-08-ana.md": REPLY.format(author="ana")})
    found = review(tmp_path / "base", tmp_path / "head", "ana", now=NOW)
    assert found.problems == ()
    assert found.notes[1].startswith("1 problem was there before")
    assert found.library is None


def test_a_mistake_that_was_there_before_is_reported_to_whoever_touches_its_file(tmp_path: Path) -> None:
    broken = {**BASE, ANAS: ANAS_TEXT.replace("One", "&#8238;One")}
    write_tree(tmp_path / "base/posts", broken)
    write_tree(tmp_path / "head/posts", {**broken, ANAS: edited(broken[ANAS] + "And a word more.\n")})
    assert rules(review(tmp_path / "base", tmp_path / "head", "ana", now=NOW)) == {"control-character"}


def test_what_a_change_breaks_in_other_files_is_reported(reviewed: Reviewed) -> None:
    found = reviewed(edit_of("practices/first-meeting/post.yml", "two-follow-ups", "nowhere"), "mia")
    assert rules(found) == {"unknown-discussion"}
    assert "alias-clash" in rules(
        reviewed(
            {
                "discussions/x/post.md": POST_TEXT.replace("tags:", "aliases: [y]\ntags:"),
                "discussions/y/post.md": POST_TEXT,
            }
        )
    )


def test_the_number_of_changed_files_is_told(reviewed: Reviewed) -> None:
    edit = {**make_edit("add", "ana"), **make_edit("edit own", "ana"), GILS: None}
    assert reviewed(edit).notes == ("3 files changed: 1 added, 1 edited, 1 deleted.",)


# validation never becomes smaller in silence

BAD: Edit = {GILS: BASE[GILS].replace("None.", "&#8238;None.")}


def test_without_a_base_everything_is_checked_and_that_is_said(tmp_path: Path) -> None:
    lay(tmp_path / "head", BAD, {})
    found = review(tmp_path / "nothing", tmp_path / "head", "ana", now=NOW)
    assert rules(found) == {"control-character", "not-compared"}
    assert any("there is no folder" in problem.message for problem in found.problems)


def test_with_a_base_without_posts_everything_is_checked_and_that_is_said(tmp_path: Path) -> None:
    lay(tmp_path / "head", BAD, {})
    (tmp_path / "base").mkdir()
    assert rules(review(tmp_path / "base", tmp_path / "head", "ana", now=NOW)) == {"control-character", "not-compared"}


def test_where_nothing_differs_everything_is_checked_and_that_is_said(tmp_path: Path) -> None:
    lay(tmp_path / "head", BAD, {})
    found = review(tmp_path / "head", tmp_path / "head", "ana", now=NOW)
    assert rules(found) == {"control-character", "not-compared"}
    assert any("nothing differs" in problem.message for problem in found.problems)


def test_with_too_many_files_everything_is_checked_and_that_is_said(
    reviewed: Reviewed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changes, "MAX_FILES", 5)
    found = reviewed(BAD)
    assert rules(found) == {"control-character", "not-compared"}
    assert any("more than 5 files" in problem.message for problem in found.problems)


# the comparison of two trees


def compared(folder: Path) -> dict[str, str]:
    return {change.path: change.what for change in find_changes(folder / "base", folder / "head")}


def test_a_tree_compared_with_itself_has_no_changes(tmp_path: Path) -> None:
    write_tree(tmp_path / "base", BASE)
    assert find_changes(tmp_path / "base", tmp_path / "base") == ()


def test_every_kind_of_change_of_a_file_is_seen(tmp_path: Path) -> None:
    base = write_tree(tmp_path / "base", {"a": "1", "b/c": "1", "b/d": "12", "run": "x", "kind": "x", "same/e": "1"})
    head = write_tree(tmp_path / "head", {"new": "1", "b/c": "2", "b/d": "1", "run": "x", "same/e": "1"})
    (head / "run").chmod(0o755)
    (base / "link").symlink_to("a")
    (head / "link").symlink_to("/etc/passwd")
    (head / "kind").symlink_to("b")
    (head / "module").mkdir()
    assert compared(tmp_path) == {
        "a": "deleted",
        "new": "added",
        "b/c": "edited",
        "b/d": "edited",
        "run": "edited",
        "link": "edited",
        "kind": "edited",
        "module": "added",
    }


def test_gits_own_folder_is_left_out_at_the_top_only(tmp_path: Path) -> None:
    write_tree(tmp_path / "base", {".git/HEAD": "1", "a": "1"})
    write_tree(tmp_path / "head", {".git": "gitdir: elsewhere", "a": "1", "posts/.git/hooks/x": "1"})
    assert compared(tmp_path) == {"posts/.git/hooks/x": "added"}


def test_links_are_not_followed(tmp_path: Path) -> None:
    outside = write_tree(tmp_path / "outside", {"secret": "1"})
    write_tree(tmp_path / "base", {"a": "1"})
    head = write_tree(tmp_path / "head", {"a": "1"})
    (head / "posts").symlink_to(outside)
    assert compared(tmp_path) == {"posts": "added"}
    (tmp_path / "way").symlink_to(head)
    for way in ("way", "nowhere", "head/a"):
        with pytest.raises(NotCompared) as told:
            find_changes(tmp_path / "base", tmp_path / way)
        assert str(told.value) == f"there is no folder '{tmp_path / way}'"


def test_links_are_compared_by_where_they_lead_even_where_that_is_nowhere(tmp_path: Path) -> None:
    """A link that hangs is no mistake of who changed something else; one in the place of an equal file is a change."""
    base = write_tree(tmp_path / "base", {"a": "1", "taken": "1"})
    head = write_tree(tmp_path / "head", {"a": "1"})
    for side in (base, head):
        (side / "hangs").symlink_to("nowhere")
        (side / "turns").symlink_to("a" if side == base else "nowhere")
    (head / "taken").symlink_to("a")
    assert compared(tmp_path) == {"taken": "edited", "turns": "edited"}


def test_a_repository_within_the_repository_is_no_change_where_it_is_on_both_sides(tmp_path: Path) -> None:
    for side in ("base", "head"):
        write_tree(tmp_path / side, {"a": "1"})
        (tmp_path / side / "module").mkdir()
    (tmp_path / "base/was").mkdir()
    assert compared(tmp_path) == {"was": "deleted"}
    (tmp_path / "base/module").rmdir()
    write_tree(tmp_path / "base", {"module": "a file"})
    assert compared(tmp_path) == {"was": "deleted", "module": "edited"}


def test_what_cannot_be_read_is_said_and_never_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The administrator may read everything, so the system is asked to say no."""
    for side in ("base", "head"):
        write_tree(tmp_path / side, {"a": "1", "b/c/d": "1"})

    def refuse(what: str, there: Callable[..., Any]) -> Callable[..., Any]:
        def refusing(path: Path, *more: Any) -> Any:
            if Path(path).as_posix().endswith(what):
                raise PermissionError(13, "Permission denied", str(path))
            return there(path, *more)

        return refusing

    advice = "Change its permissions, or run this as a user who has access\\."
    with monkeypatch.context() as patch:
        patch.setattr(os, "scandir", refuse("base/b/c", os.scandir))
        with pytest.raises(NotCompared, match=rf"^a folder can't be read: .*/base/b/c: permission denied\. {advice}$"):
            find_changes(tmp_path / "base", tmp_path / "head")
    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", refuse("head/b/c/d", Path.open))
        with pytest.raises(NotCompared, match=rf"^a file can't be read: .*/head/b/c/d: permission denied\. {advice}$"):
            find_changes(tmp_path / "base", tmp_path / "head")


def test_of_the_mode_only_what_git_keeps_is_a_change(tmp_path: Path) -> None:
    for side, modes in (("base", (0o644, 0o755, 0o644)), ("head", (0o600, 0o700, 0o744))):
        write_tree(tmp_path / side, {"text": "1", "program": "1", "turned": "1"})
        for name, mode in zip(("text", "program", "turned"), modes, strict=True):
            (tmp_path / side / name).chmod(mode)
    assert compared(tmp_path) == {"turned": "edited"}


@pytest.mark.parametrize(("most", "refused"), [(3, True), (4, False)])
def test_as_many_files_as_the_limit_says_are_compared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int, refused: bool
) -> None:
    monkeypatch.setattr(changes, "MAX_FILES", most)
    for side in ("base", "head"):
        write_tree(tmp_path / side, {"a": "1", "b": "1", "c/d": "1", "c/e": "1"})
    if refused:
        with pytest.raises(NotCompared) as told:
            find_changes(tmp_path / "base", tmp_path / "head")
        assert str(told.value) == f"'{tmp_path}/base' holds more than 3 files"
    else:
        assert compared(tmp_path) == {}


class ManyFiles:
    """One of many entries of a folder."""

    def __init__(self, number: int) -> None:
        self.name = str(number)

    def is_dir(self, *, follow_symlinks: bool) -> bool:
        return follow_symlinks

    def stat(self, *, follow_symlinks: bool) -> bool:
        return follow_symlinks


@pytest.mark.parametrize(("number", "said"), [(100_000, "there is no folder"), (100_001, "holds more than")])
def test_a_hundred_thousand_files_are_looked_at_and_no_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, said: str
) -> None:
    """The second tree is not there, which is told only where the first one was not too large."""
    monkeypatch.setattr(os, "scandir", lambda _: nullcontext(map(ManyFiles, range(number))))
    with pytest.raises(NotCompared, match=said):
        find_changes(tmp_path, tmp_path / "nowhere")


def test_changes_are_told_in_the_order_of_paths_and_an_empty_tree_is_none(tmp_path: Path) -> None:
    paths = [f"{letter}/{number}" for letter in "abc" for number in range(3)]
    write_tree(tmp_path / "head", dict.fromkeys(paths, "1"))
    (tmp_path / "base").mkdir()
    assert find_changes(tmp_path / "base", tmp_path / "head") == tuple(FileChange(path, "added") for path in paths)


def test_a_program_is_one_among_other_files_and_no_link_is_one(tmp_path: Path) -> None:
    for side in ("base", "head"):
        folder = write_tree(tmp_path / side, {"run": "1", "text": "1"})
        for link in ("one", "two"):
            (folder / link).symlink_to("text")
    (tmp_path / "head/run").chmod(0o755)
    assert compared(tmp_path) == {"run": "edited"}
    (tmp_path / "head/text").chmod(0o755)
    assert compared(tmp_path) == {}, "a system that says so of every file knows nothing of it"


def test_what_git_says_of_programs_goes_before_what_the_system_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for side in ("base", "head"):
        (write_tree(tmp_path / side, {"run": "1", "text": "1"}) / "run").chmod(0o755)
    known = {"base": frozenset({"run"}), "head": frozenset({"text", "run"})}
    monkeypatch.setattr("parley.reading.checkouts.find_programs", lambda root: known[root.name])
    assert compared(tmp_path) == {"text": "edited"}


def test_a_folder_that_fails_without_a_name_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_tree(tmp_path / "base", {"a/b": "1"})

    def fail(path: Path) -> Any:
        if path.name == "a":
            raise OSError(errno.EIO, "Input/output error")
        return scandir(path)

    scandir = os.scandir
    monkeypatch.setattr(os, "scandir", fail)
    with pytest.raises(NotCompared) as told:
        find_changes(tmp_path / "base", tmp_path / "base")
    assert str(told.value) == (f"a folder can't be read: {tmp_path}/base/a: the disk reports an error. Check the disk.")


def test_files_up_to_sixteen_megabytes_are_compared(tmp_path: Path) -> None:
    for side in ("base", "head"):
        (tmp_path / side).mkdir()
        for name, size in (("most", 2**24), ("more", 2**24 + 1)):
            with (tmp_path / side / name).open("wb") as file:
                file.truncate(size)
    assert compared(tmp_path) == {"more": "edited"}


def test_files_of_one_size_that_differ_at_their_very_end_are_told_apart(tmp_path: Path) -> None:
    for side, end in (("base", b"x"), ("head", b"y")):
        write_tree(tmp_path / side, {"large": b"\0" * (2 * 1024 * 1024) + end, "same": b"\0" * (2 * 1024 * 1024 + 1)})
    assert compared(tmp_path) == {"large": "edited"}


def test_what_is_no_file_is_never_opened(tmp_path: Path) -> None:
    for side in ("base", "head"):
        (tmp_path / side).mkdir()
        os.mkfifo(tmp_path / side / "pipe")
    assert compared(tmp_path) == {"pipe": "edited"}


def test_a_huge_file_counts_as_changed_and_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changes, "MAX_COMPARED", 10)
    for side in ("base", "head"):
        size = 11 if side == "base" else 20
        write_tree(tmp_path / side, {"huge": b"\0" * 11, "grows": b"\0" * (size - 3), "small": b"\0" * 10})
    opened: list[str] = []
    there = Path.open

    def watch(path: Path, *more: Any) -> Any:
        opened.append(path.name)
        return there(path, *more)

    monkeypatch.setattr(Path, "open", watch)
    assert compared(tmp_path) == {"grows": "edited", "huge": "edited"}
    assert opened == ["small"] * 2


# the command


def run(folder: Path, *options: str, actor: str = "eve", env: dict[str, str] | None = None) -> Result:
    settings = write_tree(folder, {"mkdocs.yml": MKDOCS_YML}) / "mkdocs.yml"
    where = (
        "--base",
        str(folder / "base"),
        "--head",
        str(folder / "head"),
        "--actor",
        actor,
        "--config",
        str(settings),
    )
    return CliRunner().invoke(main, ["check", *where, *options], env=env)


def test_the_command_names_files_as_the_forge_does_and_ends_with_1(tmp_path: Path) -> None:
    write_tree(tmp_path / "base" / "posts", BASE)
    lay(tmp_path / "head", {BOBS: None}, {})
    done = run(tmp_path)
    assert done.exit_code == 1
    assert done.output.startswith(f"posts/{BOBS}:1:1: error[not-yours]: this belongs to 'bob'")
    assert done.output.endswith("1 file changed: 1 deleted.\n11 files read: 1 error\n")
    assert run(tmp_path, "--maintainer").exit_code == 0
    assert json.loads(run(tmp_path, "--format", "json").output)["notes"] == ["1 file changed: 1 deleted."]


def test_a_notice_and_a_warning_do_not_block(tmp_path: Path) -> None:
    write_tree(tmp_path / "base" / "posts", BASE)
    lay(tmp_path / "head", make_edit("rename", "ana"), {"Makefile": "x"})
    done = run(tmp_path, actor="ana")
    assert done.exit_code == 0
    assert "1 warning, 1 notice" in done.output


@pytest.mark.parametrize(("value", "code"), [("true", 0), ("false", 1), ("", 1)])
def test_the_environment_can_say_who_is_a_maintainer(tmp_path: Path, value: str, code: int) -> None:
    write_tree(tmp_path / "base" / "posts", BASE)
    lay(tmp_path / "head", {BOBS: None}, {})
    assert run(tmp_path, env={"PARLEY_MAINTAINER": value}).exit_code == code


@pytest.mark.parametrize(
    "options", [("--base", "x"), ("--head", "x"), ("--base", "x", "--head", "x"), ("--base", "x", "--actor", "ana")]
)
def test_a_review_that_could_not_judge_is_refused(options: tuple[str, ...]) -> None:
    done = CliRunner().invoke(main, ["check", *options])
    assert done.exit_code == 2
    assert "go together" in done.output


def test_a_review_is_never_narrowed_to_some_paths_nor_led_elsewhere(tmp_path: Path) -> None:
    assert run(tmp_path, "posts").exit_code == 2
    assert run(tmp_path, "--posts", "/etc").exit_code == 2
    assert run(tmp_path, "--posts", "../x").exit_code == 2


def test_a_head_without_posts_ends_with_2(tmp_path: Path) -> None:
    write_tree(tmp_path / "base" / "posts", BASE)
    (tmp_path / "head").mkdir()
    assert run(tmp_path).exit_code == 2


@pytest.mark.parametrize("form", ["text", "github", "json"])
def test_no_name_of_a_file_breaks_the_report(tmp_path: Path, form: str) -> None:
    write_tree(tmp_path / "base" / "posts", BASE)
    names = (b"\xff\xfe.md", b"a\n::error::x.md", "\u202e`@ana`<b>.md".encode(), b"x" * 250, b"-n", b"%0A.md")
    for folder in ("posts/discussions/two-follow-ups/replies", "posts", "hooks"):
        write_tree(tmp_path / "head" / "posts", BASE)
        (tmp_path / "head" / folder).mkdir(exist_ok=True)
        for name in names:
            Path(os.fsdecode(os.fsencode(tmp_path / "head" / folder) + b"/" + name)).write_text("x")
    done = run(tmp_path, "--format", form, "--summary", str(tmp_path / "summary.md"))
    assert done.exit_code == 1, done.output
    page = (tmp_path / "summary.md").read_text(encoding="utf-8")
    for output in (done.output, page):
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", output)
        assert not re.search(r"^\s*::error::x", output, re.MULTILINE)
    assert "<b>" not in re.sub(r"```+text.*?\n```+\n|(`+).*?\1", "", page, flags=re.DOTALL).replace("\\<b", "")


def test_a_merge_of_two_discussions_loses_no_address(tmp_path: Path) -> None:
    for side in ("base", "head"):
        write_tree(tmp_path / side / "posts", BASE)
        write_tree(tmp_path / side, {"mkdocs.yml": MKDOCS_YML})
    merged = CliRunner().invoke(
        main, ["merge", "letters-by-hand", "INTO", "two-follow-ups", "--posts", str(tmp_path / "head/posts")]
    )
    assert merged.exit_code == 0, merged.output
    assert not (tmp_path / "head/posts" / POST).exists()
    found = review(tmp_path / "base", tmp_path / "head", "mia", now=NOW)
    assert [problem for problem in found.problems if problem.blocks] == []
    assert "lost-permalink" not in rules(found)
    strangers = review(tmp_path / "base", tmp_path / "head", "eve", now=NOW)
    assert any(problem.blocks for problem in strangers.problems)


# a published text changes in the open

PRACTICE = "practices/first-meeting/post.yml"


def change(file: str, *edits: tuple[str, str], keys: str = "") -> Edit:
    """A file with some words replaced and some keys added."""
    text = BASE[file]
    for old, new in edits:
        assert old in text
        text = text.replace(old, new)
    return {file: text.replace("date:", f"{keys}date:", 1)}


EDITS: dict[str, tuple[str, Edit]] = {
    "a letter": ("the text", change(ANAS, ("One", "Ond"))),
    "a text taken away": ("the text", change(PRACTICE, ("old_school", "body: More.\nold_school"))),
    "a title": ("title", change(POST, ("By hand?", "By foot?"))),
    "a summary": ("summary", change(POST, keys="summary: Short.\n")),
    "questions": ("questions", change(POST, keys="questions: [Who?]\n")),
    "a source": ("sources", change(BOBS, keys="sources: [{name: A, url: 'https://example.org'}]\n")),
    "a school": ("school", change(ANAS, keys="school: new\n")),
    "what it answers": ("reply_to", change(GILS, keys="reply_to: 2026-10-02-ana\n")),
    "a side": ("shared_rule", change(PRACTICE, ("Say why.", "Say nothing."))),
    "a removal": ("removed", change(ANAS, keys="removed: An insult.\n")),
    "a lock": ("locked", change(POST, keys="locked: Enough.\n")),
}


@pytest.mark.parametrize("what", EDITS)
def test_every_edit_of_what_was_published_says_when_it_was_made(tmp_path: Path, what: str) -> None:
    key, edit = EDITS[what]
    [(path, text)] = edit.items()
    base, head = tmp_path / "base", tmp_path / "head"
    for updated, told, passes in (
        ("", "", False),
        ("2026-10-07", "2026-10-07", False),
        ("2026-10-07", "2026-10-06T23:00:00Z", False),
        ("", "2026-10-07", True),
        ("2026-10-07", "2026-10-07T09:00:00Z", True),
        ("2026-10-07T09:00:00Z", "2026-10-07", False),
        ("2026-10-07T09:00:00Z", "2026-10-07T09:00:01Z", True),
    ):
        lay(base, {path: edited(BASE[path], updated) if updated else BASE[path]}, {})
        lay(head, {path: edited(str(text), told) if told else text}, {})
        found = review(base, head, "mia", now=NOW).problems
        silent = [problem for problem in found if problem.rule == "silent-edit"]
        if passes:
            assert not found, (updated, told)
        elif told or what not in ("a removal", "a lock"):
            [problem] = silent
            assert problem.message.startswith(f"{key} was edited after publication")
            assert problem.excerpt.startswith("updated:" if told else "date:")


@pytest.mark.parametrize(
    "edit",
    [
        change(POST, ("[law]", "[law, sales]")),
        change(POST, keys="pinned: true\n"),
        change(POST, keys="aliases: [once]\n"),
        change(ANAS, ("author: ana", "author: anna")),
        change(PRACTICE, ("discussions: [two-follow-ups]", "discussions: [letters-by-hand]")),
        change(ANAS, ("One is enough.\n", "One is enough.\n\n")),
        {ANAS: None, ANAS.replace(".md", ".yml"): "author: ana\ndate: 2026-10-02\nbody: |\n  One is enough.\n"},
    ],
)
def test_what_is_no_part_of_a_text_needs_no_time(reviewed: Reviewed, edit: Edit) -> None:
    assert rules(reviewed(edit, "mia")) <= {"changed-permalink"}


@pytest.mark.parametrize(
    ("key", "file", "line"),
    [
        ("summary", POST, "summary: Short.\n"),
        ("questions", POST, "questions: [Who?]\n"),
        ("sources", BOBS, "sources: [{name: A, url: 'https://example.org'}]\n"),
        ("school", ANAS, "school: new\n"),
        ("reply_to", GILS, "reply_to: 2026-10-02-ana\n"),
    ],
)
def test_what_is_taken_out_of_what_was_published_is_an_edit_too(tmp_path: Path, key: str, file: str, line: str) -> None:
    lay(tmp_path / "base", change(file, keys=line), {})
    lay(tmp_path / "head", {}, {})
    (problem,) = review(tmp_path / "base", tmp_path / "head", "mia", now=NOW).problems
    assert problem.rule == "silent-edit"
    assert problem.message.startswith(f"{key} was edited after publication")
    lay(tmp_path / "head", {file: edited(BASE[file])}, {})
    assert rules(review(tmp_path / "base", tmp_path / "head", "mia", now=NOW)) == set()


def test_a_text_that_moves_says_when_it_was_changed_on_the_way(reviewed: Reviewed) -> None:
    moved = make_edit("rename", "ana")
    [post, answer] = [path for path, text in moved.items() if text is not None]
    assert "silent-edit" not in rules(reviewed(moved, "mia"))
    assert "silent-edit" in rules(reviewed({**moved, answer: str(moved[answer]).replace("Always", "Never")}, "mia"))
    assert "silent-edit" in rules(reviewed({**moved, post: str(moved[post]).replace("Or", "And")}, "ana"))


def test_a_removed_text_may_be_emptied_and_a_lock_be_taken_away(tmp_path: Path) -> None:
    gone = edited(BASE[ANAS]).replace("date:", "removed: An insult.\ndate:", 1)
    locked = edited(BASE[POST]).replace("tags:", "locked: Enough.\ntags:")
    lay(tmp_path / "base", {ANAS: gone, POST: locked}, {})
    lay(tmp_path / "head", {ANAS: gone.replace("One is enough.\n", ""), POST: edited(BASE[POST])}, {})
    assert rules(review(tmp_path / "base", tmp_path / "head", "mia", now=NOW)) == set()


def test_nothing_of_a_day_to_come_is_let_in_and_what_is_there_stops_nobody(tmp_path: Path, reviewed: Reviewed) -> None:
    new = f"{REPLIES}/new.md"
    text = REPLY.format(author="ana")
    [found] = reviewed({new: text.replace("2026-10-07", "2062-10-07")}).problems
    assert (found.rule, found.blocks) == ("future-date", True)
    later: Edit = {ANAS: ANAS_TEXT.replace("2026-10-02", "2062-10-02")}
    lay(tmp_path / "base", later, {})
    edits: list[Edit] = [{new: text}, {ANAS: edited(f"{later[ANAS]}And more.\n")}]
    edits.append({new: text.replace("date:", "reply_to: 2026-10-02-ana\ndate:")})
    for edit in edits:
        lay(tmp_path / "head", {**later, **edit}, {})
        found_ = review(tmp_path / "base", tmp_path / "head", "ana", now=NOW).problems
        assert not [problem for problem in found_ if problem.blocks]
        assert "back-dated" not in {problem.rule for problem in found_}


def test_nothing_is_dated_before_what_others_have_said_since(reviewed: Reviewed) -> None:
    new = f"{REPLIES}/new.md"
    text = REPLY.format(author="ana")
    for day, found in (("2026-10-03", {"back-dated"}), ("2026-10-04", set()), ("2026-11-20", set())):
        assert rules(reviewed({new: text.replace("2026-10-07", day)}, "ana")) == found, day
    early = {new: text.replace("2026-10-07", "2026-10-03")}
    assert rules(reviewed(early, "ana", maintainer=True)) == set()
    assert rules(reviewed({new: early[new].replace("author: ana", "author: mia")}, "mia")) == set()
    assert rules(reviewed({ANAS: edited(f"{ANAS_TEXT}More.\n", "2026-10-03")}, "ana")) == {"back-dated"}
    assert rules(reviewed({"discussions/old/post.md": POST_TEXT.replace("2026-10-05", "1970-01-01")}, "ana")) == set()
    old = POST_TEXT.replace("2026-10-05", "1970-01-01")
    answer = text.replace("2026-10-07", "1970-01-02")
    assert rules(reviewed({"discussions/old/post.md": old, "discussions/old/replies/a.md": answer}, "ana")) == set()
