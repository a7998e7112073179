"""What a change comes to: whose files, which are new, where the others lead, and where its problems are shown."""

from dataclasses import replace

import pytest

from changes.making import REPLIES, THREAD, Texts, enter, post, propose, reply, show
from parley.checking.rules.change.actors import Actor
from parley.checking.rules.change.changeset import ChangeSet, FileChange, is_carried_along
from parley.model.findings import Findings
from parley.model.problems import Severity

POST = f"{THREAD}/post.md"
ANAS = f"{REPLIES}/2026-10-02-ana.md"
BOBS = f"{REPLIES}/2026-10-03-bob.md"
AGREEMENT = "agreements/discussions/first-call/{}/x.yml".format
BEFORE: Texts = {
    POST: post("ana"),
    ANAS: reply("ana"),
    BOBS: reply("bob"),
    AGREEMENT("ana"): "agrees: [2026-10-03-bob]\n",
    AGREEMENT("bob"): "agrees: [2026-10-02-ana]\n",
    "people/ana.yml": "name: Ana\naliases: [anna]\n",
    "people/bob.yml": "name: Bob\naccount: '11'\naliases: [rob]\n",
    "people/the-host.yml": "name: Host\nrole: house-voice\n",
    "tags.yml": "- {slug: law, title: Law, summary: x}\n",
}


def test_the_changed_files_below_the_posts_are_named_from_there_in_order() -> None:
    paths = ("a/posts/people/x.yml", "a/posts2/y.yml", "posts/z.yml", "b/a/posts/q.yml", "a/posts/a/posts/b.md")
    files = tuple(FileChange(path, "added") for path in paths)
    change = ChangeSet(Actor.find("ana", {}, is_maintainer=False, account=""), {}, {}, files, "a/posts")
    assert change.paths == ["a/posts/b.md", "people/x.yml"]


def list_edits(
    edit: Texts, login: str, before: Texts = BEFORE, *, is_maintainer: bool = False
) -> list[tuple[str, str, str]]:
    """Each post or reply that is changed, where it would lead, and by what right."""
    rights = {(False, False): "none", (True, False): "own", (True, True): "proposed"}
    return [
        (one.old.path, one.new.path if one.new else "", rights[one.is_allowed, one.is_proposed])
        for one in propose(before, edit, login, is_maintainer=is_maintainer).edits
    ]


def test_what_is_there_is_its_authors_and_a_maintainers() -> None:
    edit = {
        POST: post("ana", text="Who?"),
        ANAS: None,
        BOBS: reply("ana"),
        f"{REPLIES}/new.md": reply("ana"),
        "people/ana.yml": "name: A\n",
    }
    assert list_edits(edit, "anna") == [(POST, POST, "none"), (ANAS, "", "none"), (BOBS, BOBS, "none")]
    assert list_edits(edit, "ana") == [(POST, POST, "own"), (ANAS, "", "own"), (BOBS, BOBS, "none")]
    assert list_edits(edit, "eve") == [(POST, POST, "none"), (ANAS, "", "none"), (BOBS, BOBS, "none")]
    assert list_edits(edit, "eve", is_maintainer=True) == [(POST, POST, "own"), (ANAS, "", "own"), (BOBS, BOBS, "own")]


def test_who_moves_a_discussion_takes_the_replies_of_others_along_unchanged() -> None:
    there = "discussions/calls"
    moved = {
        POST: None,
        BOBS: None,
        ANAS: None,
        f"{there}/post.md": post("ana", "aliases: [first-call]\n"),
        BOBS.replace(THREAD, there): BEFORE[BOBS],
        ANAS.replace(THREAD, there): BEFORE[ANAS],
    }
    to = {path: path.replace(THREAD, there) for path in (POST, ANAS, BOBS)}
    assert list_edits(moved, "ana") == [(path, to[path], "own") for path in to]
    assert list_edits(moved, "eve") == [(POST, to[POST], "none"), (ANAS, to[ANAS], "own"), (BOBS, to[BOBS], "own")]
    rewritten = {**moved, to[BOBS]: reply("bob", text="Two.")}
    assert list_edits(rewritten, "ana")[2] == (BOBS, to[BOBS], "none")
    assert [entry.path for entry in propose(BEFORE, moved, "ana").additions] == []


def test_a_reply_is_carried_along_by_its_post_alone_under_its_own_name_and_to_the_letter() -> None:
    there = ANAS.replace(THREAD, "discussions/calls")
    text = reply("ana", keys="aliases: [2026-10-02-ana]\n")
    entries = enter({ANAS: text, there: text, f"{REPLIES}/b.md": text, f"{there[:-3]}-2.md": text})
    old, moved, beside, renamed = entries.values()
    assert [is_carried_along(old, new) for new in (moved, None, old, beside, renamed)] == [True] + [False] * 4
    unread = [replace(entry, findings=Findings(entry.findings.path)) for entry in (old, moved)]
    assert not is_carried_along(*unread), "of what nobody could read nobody knows whether it is the same"


OUTCOME = "outcome: One is enough.\n"
SETTLED: dict[str, tuple[str, str, bool]] = {
    "an outcome": (post("ana"), post("ana", OUTCOME), True),
    "an answer": (post("ana"), post("ana", "answer: 2026-10-03-bob\n"), True),
    "both, and when": (post("ana"), post("ana", f"{OUTCOME}answer: 2026-10-03-bob\nupdated: 2026-10-09\n"), True),
    "one taken away": (post("ana", OUTCOME), post("ana"), True),
    "another one": (post("ana", OUTCOME), post("ana", OUTCOME.replace("One", "Two")), True),
    "empty lines below the text": (post("ana"), post("ana", OUTCOME) + "\n", True),
    "empty lines above the text": (post("ana"), post("ana", OUTCOME, "\n\nWho calls first?"), True),
    "a letter behind the text": (post("ana"), post("ana", OUTCOME, "Who calls first?X"), False),
    "a mistake mended besides": (post("ana", "pinned: x\n"), post("ana", OUTCOME), False),
    "when alone": (post("ana"), post("ana", "updated: 2026-10-09\n"), False),
    "nothing": (post("ana"), post("ana") + "\n", False),
    "another text": (post("ana"), post("ana", OUTCOME, "Who?"), False),
    "a summary": (post("ana"), post("ana", f"{OUTCOME}summary: x\n"), False),
    "a summary alone": (post("ana"), post("ana", "summary: x\n"), False),
    "a key taken away": (post("ana", "summary: x\n"), post("ana", OUTCOME), False),
    "a mistake that is there": (post("ana", "pinned: x\n"), post("ana", f"{OUTCOME}pinned: x\n"), False),
    "a mistake": (post("ana"), post("ana", f"{OUTCOME}pinned: x\n"), False),
}


@pytest.mark.parametrize(("before", "after", "is_proposed"), SETTLED.values(), ids=SETTLED)
def test_anybody_may_propose_what_a_post_has_come_to_and_nothing_else(
    before: str, after: str, is_proposed: bool
) -> None:
    there = {POST: before}
    assert list_edits({POST: after}, "eve", there) == [(POST, POST, "proposed" if is_proposed else "none")]
    assert list_edits({POST: after}, "ana", there) == [(POST, POST, "own")]


def test_an_outcome_of_a_post_without_a_text_is_proposed_in_its_place_alone() -> None:
    practice, there = "practices/first/post.yml", "practices/second/post.yml"
    text = "title: A\nauthor: ana\ndate: 2026-10-01\ntags: [law]\n" + "".join(
        f"{key}: Say.\n" for key in ("old_school", "new_school", "old_wins_when", "new_wins_when", "shared_rule")
    )
    before = {practice: text}
    assert list_edits({practice: text + OUTCOME}, "eve", before) == [(practice, practice, "proposed")]
    moved = {practice: None, there: f"{text}{OUTCOME}aliases: [first]\n"}
    assert list_edits(moved, "eve", before) == [(practice, there, "none")]
    aliased = text + "aliases: [first]\n"
    moved = {practice: None, there: aliased + OUTCOME}
    assert list_edits(moved, "eve", {practice: aliased}) == [(practice, there, "none")]
    assert list_edits({practice: None}, "eve", before) == [(practice, "", "none")]


def test_what_is_new_is_what_no_address_leads_on_to() -> None:
    edit = {
        ANAS: None,
        ANAS.replace(".md", "-2.md"): reply("ana", keys="aliases: [2026-10-02-ana]\n"),
        BOBS: None,
        f"{REPLIES}/a.md": reply("eve"),
        "discussions/a/post.md": post("eve"),
        "people/eve.yml": "name: Eve\n",
        AGREEMENT("eve"): "agrees: [post]\n",
    }
    assert [entry.path for entry in propose(BEFORE, edit, "eve").additions] == [
        "discussions/a/post.md",
        f"{REPLIES}/a.md",
    ]


def test_a_file_beside_one_of_its_name_is_not_new_when_it_is_edited() -> None:
    before = {**BEFORE, ANAS.replace(".md", ".yml"): "author: ana\ndate: 2026-10-02\nbody: One.\n"}
    edit = {ANAS.replace(".md", ".yml"): "author: ana\ndate: 2026-10-02\nbody: Two.\n"}
    assert propose(before, edit, "ana").additions == ()


def test_files_of_no_kind_are_nobodys_post_agreement_or_person() -> None:
    change = propose(BEFORE, {}, "ana", others=(FileChange("posts/people/notes.txt", "added"),))
    assert (change.edits, change.additions, change.agreements, change.people) == ((), (), (), ())


def test_agreements_are_those_of_the_handle_in_their_path() -> None:
    edit = {
        AGREEMENT("ana"): None,
        AGREEMENT("bob"): "agrees: [post]\n",
        AGREEMENT("eve"): "agrees: [post]\n",
        BOBS: None,
        "tags.yml": "[]\n",
    }
    found = {one.path: (one.read.values.get("agrees"), own) for one, own in propose(BEFORE, edit, "bob").agreements}
    assert found == {
        AGREEMENT("ana"): (("2026-10-03-bob",), False),
        AGREEMENT("bob"): (("post",), True),
        AGREEMENT("eve"): (("post",), False),
    }


def list_people(
    edit: Texts, login: str, account: str = "", *, is_maintainer: bool = False
) -> list[tuple[str, bool, bool, str, bool]]:
    """Each file of a person: whether it was and will be there, the name in it, and whether that is allowed."""
    return [
        (one.entry.path, bool(one.old), bool(one.new), one.entry.values["name"], one.is_allowed)
        for one in propose(BEFORE, edit, login, account, is_maintainer=is_maintainer).people
    ]


def test_the_file_of_a_person_is_theirs_and_a_maintainers() -> None:
    edit = {
        "people/ana.yml": "name: A\n",
        "people/anna.yml": "name: An\n",
        "people/bob.yml": None,
        ANAS: None,
        "people/the-host.yml": "name: H\nrole: house-voice\n",
    }

    def list_told(*allowed: str) -> list[tuple[str, bool, bool, str, bool]]:
        told = (("ana", True, True, "A"), ("anna", False, True, "An"), ("bob", True, False, "Bob"))
        files = (*told, ("the-host", True, True, "H"))
        return [(f"people/{handle}.yml", was, will, name, handle in allowed) for handle, was, will, name in files]

    assert list_people(edit, "ana") == list_told("ana", "anna")
    assert list_people(edit, "the-host") == list_told()
    assert list_people(edit, "bob", "11") == list_told("bob")
    assert list_people(edit, "bob", "12") == list_told()
    assert list_people(edit, "anna") == list_told(), "a former handle is its person's"
    assert list_people(edit, "eve", is_maintainer=True) == list_told("ana", "anna", "bob", "the-host")


def test_a_problem_is_shown_where_it_stands_in_the_file_as_it_would_be() -> None:
    text = reply(
        "ana", keys="sources:\n  - {name: A, url: https://a.example/}\n  - {name: B, url: https://b.example/}\n"
    )
    change = propose(BEFORE, {ANAS: text, BOBS: None}, "ana")
    new, old = change.after[ANAS], change.before[BOBS]
    change.add(new, "rule", "one", "Mend it.")
    change.add(new, "rule", "two", "Mend it.", "sources", 1, Severity.NOTICE)
    change.add(new, "rule", "three", "Mend it.", "sources")
    change.add(old, "rule", "four", "Mend it.")
    change.add(change.before[ANAS], "rule", "five", "Mend it.", "date", severity=Severity.WARNING)
    assert list(map(show, change.problems)) == [
        "…/2026-10-02-ana.md:2:9 [ana] error rule: one | Mend it.",
        "…/2026-10-02-ana.md:6:5 [{] notice rule: two | Mend it.",
        "…/2026-10-02-ana.md:5:5 [{] error rule: three | Mend it.",
        "…/2026-10-03-bob.md:1:1 [] error rule: four | Mend it.",
        "…/2026-10-02-ana.md:1:1 [] warning rule: five | Mend it.",
    ]


def test_a_problem_is_shown_in_the_words_of_a_file_that_was_mended_or_is_yet_to_be_read() -> None:
    change = propose({}, {ANAS: reply("ana")}, "ana")
    entry = change.after[ANAS]
    given = entry.findings.text.replace("author: ana", "Author:   Ana")
    mended = replace(entry, findings=Findings(entry.findings.path, entry.findings.text, given=given))
    unread = replace(entry, findings=Findings(entry.findings.path, read=lambda: entry.findings.text))
    for one in (mended, unread):
        told = replace(change, after={ANAS: one}, problems=[])
        told.add(one, "rule", "one", "Mend it.")
        (problem,) = told.problems
        assert problem.excerpt == ("Author:   Ana" if one is mended else "author: ana")
