"""Who may say what has come of a post: its author, a maintainer, and anybody as a proposal."""

from pathlib import Path

import pytest

from declared import review
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
