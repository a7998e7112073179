"""New files: their names, places and texts."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from parley.editing.drafts import Draft, clean_body, make_reply_id, post_path, write_draft
from parley.model import layout
from parley.model.problems import ParleyError

NIGHT = datetime(2026, 11, 22, 23, 59, tzinfo=UTC)


def test_the_id_of_a_reply_says_when_and_who_and_is_never_one_that_is_there() -> None:
    made = make_reply_id("ana", NIGHT)
    day, _, ending = made.rpartition("-")
    assert day == "2026-11-22-ana"
    assert len(ending) == 4
    assert layout.is_name(made)

    letters = {letter for _ in range(400) for letter in make_reply_id("ana", NIGHT)[-4:]}
    assert letters == set("abcdefghijklmnopqrstuvwxyz0123456789")

    class AllButOne:
        """Says of every name but the third that it is taken."""

        def __init__(self) -> None:
            self.asked: list[str] = []

        def __contains__(self, name: object) -> bool:
            self.asked.append(str(name))
            return len(self.asked) < 3

    taken = AllButOne()
    assert make_reply_id("ana", NIGHT, taken) == taken.asked[2]


def test_a_discussion_is_markdown_and_a_practice_is_yaml() -> None:
    assert post_path("discussions", "a") == "discussions/a/post.md"
    assert post_path("practices", "a") == "practices/a/post.yml"


@pytest.mark.parametrize(
    ("text", "kept"), [("\r\n\ra\r\nb\rc\n\n", "a\nb\nc"), ("  a  ", "  a  "), ("a\n\n\nb", "a\n\n\nb"), ("\n", "")]
)
def test_a_text_is_kept_with_lf_and_without_empty_lines_round_it(text: str, kept: str) -> None:
    assert clean_body(text) == kept


@pytest.mark.parametrize("path", ["practices/first/post.yml", "discussions/first/replies/a.md", "people/ana.yml"])
def test_the_first_file_of_its_kind_is_written_with_its_folders(tmp_path: Path, path: str) -> None:
    (tmp_path / "posts").mkdir()
    file = write_draft(Draft(path, "é\n"), tmp_path / "posts")
    assert file == tmp_path / "posts" / path
    assert file.read_bytes() == "é\n".encode()
    with pytest.raises(ParleyError, match=r"already exists; nothing was written$"):
        write_draft(Draft(path, "other"), tmp_path / "posts")
    assert file.read_bytes() == "é\n".encode()
    write_draft(Draft(f"{path[:-4]}-2.md", "beside it"), tmp_path / "posts")
