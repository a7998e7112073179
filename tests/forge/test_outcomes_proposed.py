"""Who may say what has come of a post: its author, a maintainer, and anybody as a proposal."""

import subprocess
from pathlib import Path

import pytest

from declared import load_library, propose, review
from parley.forge.answers import answer
from parley.forge.issue_events import Event
from parley.forge.proposals import Proposal
from parley.model.entries import Point, Settlement
from support import GOOD, MKDOCS_YML, NOW, write_tree

POST = "discussions/by-hand/post.md"
TEXT = "---\ntitle: By hand?\nauthor: ana\ndate: 2026-10-05\ntags: [law]\n{}---\n\nOr not at all.\n"
OUTCOME = "updated: 2026-10-06T10:00:00Z\noutcome: By hand.\n"
SIGNED = OUTCOME.replace("By hand.", "{{by: {}, summary: By hand.}}")
BEFORE = "outcome: {by: gil, summary: Never.}\n"


def judge(folder: Path, login: str, before: str, after: str, body: str = "Or not at all.") -> list[str]:
    for name, head in (("base", before), ("head", after)):
        write_tree(folder / name, {"mkdocs.yml": MKDOCS_YML})
        text = TEXT.format(head).replace("Or not at all.", body if name == "head" else "Or not at all.")
        write_tree(folder / name / "posts", {**GOOD, POST: text})
    found = review(folder / "base", folder / "head", login, now=NOW)
    return [f"{one.severity.value} {one.rule}" for one in found.problems]


@pytest.mark.parametrize(
    ("login", "before", "after", "told"),
    [
        ("ana", "", OUTCOME, []),
        ("mia", "", SIGNED.format("gil"), []),  # a maintainer
        ("ana", "", SIGNED.format("ana"), []),
        ("ana", "", SIGNED.format("mia"), ["error not-yours"]),
        ("ana", BEFORE, SIGNED.format("gil"), ["error not-yours"]),  # other words in gil's name
        ("ana", BEFORE, BEFORE.replace("outcome", "updated: 2026-10-06\noutcome").replace("Never", "Never"), []),
        ("bob", "", OUTCOME, ["warning for-a-maintainer"]),
        (
            "bob",
            "",
            "updated: 2026-10-06T10:00:00Z\noutcome: {by: ana, summary: I say so.}\n",
            ["error not-yours", "warning for-a-maintainer"],
        ),
        ("bob", "", OUTCOME + "pinned: true\n", ["error not-yours"]),
        ("bob", "", "updated: 2026-10-06\n", ["error not-yours"]),
        ("ana", "", "outcome: By hand.\n", ["error silent-edit"]),
        ("bob", "", "outcome: By hand.\n", ["error silent-edit", "warning for-a-maintainer"]),
    ],
)
def test_its_author_and_maintainers_set_it_and_others_propose(
    tmp_path: Path, login: str, before: str, after: str, told: list[str]
) -> None:
    assert sorted(judge(tmp_path, login, before, after)) == told


def test_a_proposal_changes_no_word_of_the_post(tmp_path: Path) -> None:
    assert judge(tmp_path, "bob", "", OUTCOME, "Buy my book.") == ["error not-yours"]


REPLY = "discussions/by-hand/replies/2026-10-06-gil.md"
THREAD = {
    **GOOD,
    POST: TEXT.format(""),
    REPLY: "---\nauthor: gil\ndate: 2026-10-06\n---\n\nAlways.\n",
    "discussions/by-hand/replies/2026-10-07-bob.md": "---\nauthor: bob\ndate: 2026-10-07\n---\n\nHardly.\n",
}
FILLED = {
    "Discussion to sum up": "https://example.org/discussions/by-hand/",
    "What came of it": "By hand, if you have the time.",
    "What is agreed now": "- Ink lasts, old concedes. https://example.org/discussions/by-hand/#reply-2026-10-06-gil\n",
    "Where people still differ": "_No response_",
    "Reply that answers it": "https://example.org/discussions/by-hand/#reply-2026-10-06-gil",
}


def ask(posts: Path, login: str, label: str = "", **others: str) -> Proposal:
    filled = {**FILLED, **{name.replace("_", " "): text for name, text in others.items()}}
    body = "\n\n".join(f"### {name}\n\n{text}" for name, text in filled.items())
    action = "labeled" if label else "opened"
    return propose(Event(7, login, 4711, NOW, body, ending="i7", action=action, label=label), posts, NOW)


def test_a_form_writes_the_outcome_into_the_post(tmp_path: Path) -> None:
    posts = write_tree(tmp_path / "posts", THREAD)
    made = ask(posts, "ana")
    assert made.mistakes == ()
    assert made.waits == ()
    assert made.draft is not None
    said = answer(made)
    done = subprocess.run(["git", "hash-object", posts / POST], capture_output=True, text=True, check=True)
    assert (said.path, said.replaces) == (f"posts/{POST}", done.stdout.strip())
    assert said.title == "Outcome by ana of by-hand"
    write_tree(posts, {POST: made.draft.text})
    post = next(one for one in load_library(posts).posts() if one.path == POST)
    point = Point("Ink lasts", ("2026-10-06-gil",), "old")
    assert post.outcome == Settlement("By hand, if you have the time.", "ana", (), (point,))
    assert post.answer == "2026-10-06-gil"
    assert post.body == "Or not at all."
    assert ask(posts, "ana").is_published


def test_what_others_than_the_author_propose_waits(tmp_path: Path) -> None:
    posts = write_tree(tmp_path / "posts", THREAD)
    waits = ask(posts, "bob").waits
    assert any("'ana'" in why for why in waits)
    accepted = ask(posts, "bob", label="accepted")
    assert accepted.waits == ()
    assert accepted.draft is not None
    write_tree(posts, {POST: accepted.draft.text})
    assert any("in place of" in why or "takes the place" in why for why in ask(posts, "ana").waits)


@pytest.mark.parametrize(
    ("others", "label"),
    [
        ({"Discussion_to_sum_up": "by-hands"}, "Discussion to sum up"),
        ({"Reply_that_answers_it": "2026-10-06-gill"}, "Reply that answers it"),
        ({"What_is_agreed_now": "No. #reply-2026-10-09-eve"}, "What came of it"),
    ],
)
def test_what_is_wrong_with_the_form_is_told_by_its_field(tmp_path: Path, others: dict[str, str], label: str) -> None:
    posts = write_tree(tmp_path / "posts", THREAD)
    made = ask(posts, "ana", **others)
    assert [one.label for one in made.mistakes] == [label]


def test_a_form_with_nothing_in_it_asks_for_something(tmp_path: Path) -> None:
    posts = write_tree(tmp_path / "posts", THREAD)
    empty = dict.fromkeys(("What_came_of_it", "What_is_agreed_now", "Reply_that_answers_it"), "_No response_")
    assert "nothing is said" in ask(posts, "ana", **empty).mistakes[0].message
