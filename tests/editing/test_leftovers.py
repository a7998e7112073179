"""What is taken out of a file is what nobody declares, and nothing else."""

import pytest

from parley.editing.edits import Unchangeable
from parley.editing.leftovers import remove_keys

FILE = "---\ntitle: T\nbudget: 3 # in euros\n\n# about the date\ndate: 2026-01-01\n---\n\nBody\n"
LEFT = FILE.replace("budget: 3 # in euros\n\n", "")


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_comment_about_another_key_stays(mark: str, end: str) -> None:
    before, after = (f"{mark}{text}".replace("\n", end).encode() for text in (FILE, LEFT))
    assert remove_keys(before, "post.md", {"budget"}) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("title: T\nbudget: 3", "title: T\n"),
        ("title: T\nbudget: 3\n# kept\n", "title: T\n# kept\n"),
        ("title: T\nbudget: |\n  a\n\n  # text\ndate: x\n", "title: T\ndate: x\n"),
        ("budget:\n- a\n- b\n# kept\ntitle: T\n", "# kept\ntitle: T\n"),
    ],
)
def test_a_key_goes_with_its_whole_value(before: str, after: str) -> None:
    assert remove_keys(before.encode(), "post.yml", {"budget"}).decode() == after


def test_a_key_that_begins_no_line_is_left_to_a_person() -> None:
    with pytest.raises(Unchangeable, match="remove by hand: budget"):
        remove_keys(b"? budget\n: 3\ntitle: T\n", "post.yml", {"budget"})
