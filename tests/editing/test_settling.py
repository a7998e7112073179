"""What has come of a post, set by a command, by two at once, and by those who may not."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from declared import DECLARED, KINDS, load_library
from parley.commands.cli import main
from parley.editing.settling import mend_conflict, read_point, split_conflict
from parley.model.entries import Point, Settlement
from support import GOOD, MKDOCS_YML, Files, write_tree

Tree = Callable[[Files], Path]
PATH = "discussions/two-follow-ups/post.md"
ANA, BOB = "2026-10-02-ana", "2026-10-03-bob"


def call(project: Path, monkeypatch: pytest.MonkeyPatch, *given: str, code: int = 0) -> str:
    monkeypatch.chdir(project)
    done = CliRunner().invoke(main, given)
    assert done.exit_code == code, done.output
    return done.output


@pytest.fixture
def project(tmp_path: Path) -> Path:
    write_tree(tmp_path, {"mkdocs.yml": MKDOCS_YML})
    write_tree(tmp_path / "posts", GOOD)
    return tmp_path


def find_outcome(project: Path) -> tuple[Settlement | None, str]:
    post = next(post for post in load_library(project / "posts").posts() if post.path == PATH)
    return post.outcome, post.answer


@pytest.mark.parametrize(
    ("line", "point"),
    [
        ("Two are enough.", Point("Two are enough.")),
        (f"Two. #reply-{ANA}", Point("Two.", (ANA,))),
        (f"Two (https://x.org/a/#reply-{ANA}, #reply-{BOB}).", Point("Two", (ANA, BOB))),
        (f"Two, old concedes. #reply-{ANA} #reply-{ANA}", Point("Two", (ANA,), "old")),
        (f"As [Bob](#reply-{BOB}) says. (New school concedes)", Point(f"As [Bob](#reply-{BOB}) says.", (), "new")),
        ("The old concedes nothing is a title", Point("The old concedes nothing is a title")),
        ("Whoever holds #1", Point("Whoever holds #1")),
    ],
)
def test_a_line_names_its_replies_and_who_concedes(line: str, point: Point) -> None:
    assert read_point(line, DECLARED.stances) == point


def test_the_command_sets_what_it_is_given_and_keeps_the_rest(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = (project / "posts" / PATH).read_text(encoding="utf-8")
    call(project, monkeypatch, "outcome", "two-follow-ups", "Two are enough: really.", "--by", "@Mia")
    call(project, monkeypatch, "outcome", "two-follow-ups", "--agreed", f"News. #reply-{ANA}", "--differ", "A third?")
    call(project, monkeypatch, "outcome", "two-follow-ups", "--answer", f"reply-{BOB}")
    points = (Point("News.", (ANA,)),), (Point("A third?"),)
    assert find_outcome(project) == (Settlement("Two are enough: really.", "mia", (), *points), BOB)
    after = (project / "posts" / PATH).read_text(encoding="utf-8")
    assert [line for line in before.splitlines() if line not in after.splitlines()] == []
    call(project, monkeypatch, "outcome", "two-follow-ups", "--off")
    assert find_outcome(project) == (None, "")


def test_the_command_writes_nothing_that_the_check_refuses(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = (project / "posts" / PATH).read_bytes()
    told = call(project, monkeypatch, "outcome", "two-follow-ups", "--agreed", "No. #reply-2026-10-02-anna", code=1)
    assert "unknown-answer" in told
    assert "Did you mean" in call(project, monkeypatch, "outcome", "two-follow-ups", "--answer", "ana", code=2)
    call(project, monkeypatch, "outcome", "two-follow-ups", "--off", code=2)
    call(project, monkeypatch, "outcome", "two-follow-ups", code=2)
    assert (project / "posts" / PATH).read_bytes() == before


def git(project: Path, *given: str, check: bool = True) -> str:
    command = ["git", "-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false", *given]
    return subprocess.run(command, cwd=project, capture_output=True, text=True, check=check).stdout


def test_a_merge_loses_no_outcome(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    later = str(GOOD[PATH]).replace("Two follow-ups?", "The same again?").replace("2026-10-01", "2026-10-05")
    reply = "---\nauthor: eve\ndate: 2026-10-06\n---\n\nYes.\n"
    write_tree(
        project / "posts",
        {"discussions/again/post.md": later, "discussions/again/replies/2026-10-06-eve.md": reply},
    )
    call(project, monkeypatch, "outcome", "two-follow-ups", "Two will do.", "--agreed", f"News. #reply-{ANA}")
    line = "Never. #reply-2026-10-06-eve"
    call(project, monkeypatch, "outcome", "again", "Three.", "--differ", line, "--answer", "2026-10-06-eve")
    call(project, monkeypatch, "merge", "again", "into", "two-follow-ups")
    outcome = Settlement(
        "Two will do.\n\nThree.", "", (), (Point("News.", (ANA,)),), (Point("Never.", ("2026-10-06-eve",)),)
    )
    assert find_outcome(project) == (outcome, "2026-10-06-eve")


def test_two_outcomes_at_one_time_are_told_and_made_one(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    git(project, "init", "-q", "-b", "main")
    git(project, "add", ".")
    git(project, "commit", "-qm", "all")
    for name, text, line, reply in (("one", "Two.", f"News. #reply-{ANA}", ANA), ("two", "Three.", "Patience.", BOB)):
        git(project, "checkout", "-q", "-b", name, "main")
        call(project, monkeypatch, "outcome", "two-follow-ups", text, "--agreed", line, "--answer", reply)
        git(project, "commit", "-qam", name)
    git(project, "merge", "-q", "one", check=False)
    told = call(project, monkeypatch, "check", code=1)
    assert "conflict-marker" in told
    assert "parley check --fix --write" in told
    call(project, monkeypatch, "check", "--fix", "--write")
    call(project, monkeypatch, "check")
    outcome, answer = find_outcome(project)
    assert outcome is not None
    assert set(outcome.summary.split("\n\n")) == {"Two.", "Three."}
    assert {point.text for point in outcome.agreed} == {"News.", "Patience."}
    assert {answer, *outcome.rests_on} == {ANA, BOB}


HEAD = "---\ntitle: T\nauthor: ana\ndate: 2026-10-01\n{}tags: [sales]\n---\n\nWords.\n"


def conflict(ours: str, theirs: str, base: str = "") -> bytes:
    middle = f"||||||| base\n{base}" if base else ""
    return HEAD.format(f"<<<<<<< HEAD\n{ours}{middle}=======\n{theirs}>>>>>>> other\n").encode()


@pytest.mark.parametrize(
    ("data", "kept"),
    [
        (conflict("outcome: One.\n", "outcome: Two.\n"), ["One.", "Two."]),
        (conflict("outcome: One.\n", "outcome: Two.\n", "outcome: None yet.\n"), ["One.", "Two."]),
        (conflict("outcome: One.\n", "outcome: One. And two.\n"), ["One. And two."]),
        (conflict("outcome: One.\r\n", "outcome: Two.\r\n").replace(b"sales]\n", b"sales]\r\n"), ["One.", "Two."]),
        (conflict("outcome: One.\nupdated: 2026-10-09\n", "updated: 2026-10-08\noutcome: Two.\n"), ["Two.", "One."]),
    ],
)
def test_both_versions_of_an_outcome_stay(data: bytes, kept: list[str], tree: Tree) -> None:
    made = mend_conflict(data, PATH, KINDS["discussion"])
    assert made is not None
    assert b"<<<" not in made
    post = next(post for post in load_library(tree({**GOOD, PATH: made.decode()})).posts() if post.path == PATH)
    assert post.outcome is not None
    assert post.outcome.summary.split("\n\n") == kept


@pytest.mark.parametrize(
    "data",
    [
        conflict("summary: One.\n", "outcome: Two.\n"),  # something else differs as well
        conflict("outcome: [One.]\n", "outcome: Two.\n"),  # one of them is wrong
        HEAD.format("").replace("Words.", "<<<<<<< HEAD\nWords.\n=======\nOthers.\n>>>>>>> x").encode(),
        HEAD.format("<<<<<<< HEAD\noutcome: One.\n").encode(),
        HEAD.format("outcome: One.\n").encode(),
    ],
)
def test_what_a_person_has_to_choose_is_left_to_one(data: bytes) -> None:
    assert mend_conflict(data, PATH, KINDS["discussion"]) is None


def test_a_line_of_signs_that_ends_nothing_is_text() -> None:
    assert split_conflict("a\n=======\nb\n>>>>>>> c\n") is None
