"""New files: their names, places and texts."""

import errno
import io
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from declared import KINDS
from parley.editing.drafts import (
    Draft,
    clean_body,
    draft_agreement,
    draft_person,
    draft_post,
    draft_reply,
    make_reply_id,
    mark_source,
    mend_draft,
    post_path,
    read_source,
    write_draft,
)
from parley.model import layout
from parley.model.entries import Discussion, Moment, Person
from parley.model.problems import ParleyError
from parley.reading.mending.repairs import Repair
from support import write_tree

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
    assert make_reply_id("ana", NIGHT, taken, ending="i12") == "2026-11-22-ana-i12", "a number is told by who asks"


POST = Discussion(
    path="discussions/first-call/post.md",
    id="first-call",
    author="bob",
    date=Moment(NIGHT),
    body="Say.",
    title="The date: now?",
    tags=("law",),
)


def test_a_draft_is_the_file_as_a_person_would_write_it() -> None:
    stance, when = {"school": "old"}, "date: 2026-11-22T23:59:00Z"
    by_ana = f"---\nauthor: ana\n{when}\n"
    drafts = [
        draft_post(POST, KINDS),
        draft_reply(POST, "r1", "ana", "\r\nYes.\r\n", NIGHT, KINDS),
        draft_reply(POST, "r1", "ana", "Yes.", NIGHT, KINDS, reply_to="r0", values=stance),
        draft_agreement(POST, "ana", iter(["post", "r0"]), "k3p9", KINDS),
        draft_agreement(POST, "ana", ["r0"], "k3p9", KINDS, stance),
        draft_person(Person("ana", "Ana", account="5", path="people/ana.yml"), KINDS),
    ]
    assert [(one.path, one.text) for one in drafts] == [
        (POST.path, f'---\ntitle: "The date: now?"\nauthor: bob\n{when}\ntags: [law]\n---\n\nSay.\n'),
        ("discussions/first-call/replies/r1.md", f"{by_ana}---\n\nYes.\n"),
        ("discussions/first-call/replies/r1.md", f"{by_ana}reply_to: r0\nschool: old\n---\n\nYes.\n"),
        ("agreements/discussions/first-call/ana/k3p9.yml", "agrees:\n  - post\n  - r0\n"),
        ("agreements/discussions/first-call/ana/k3p9.yml", "agrees:\n  - r0\nschool: old\n"),
        ("people/ana.yml", 'name: Ana\nrole: contributor\naccount: "5"\n'),
    ]


def test_the_date_of_a_draft_says_what_it_came_from() -> None:
    head = 'title: "The date: now?"\ndate: 2026-11-22'
    draft = Draft(POST.path, f"{head}\n---\n\nSet a\ndate: soon\n")
    marked = mark_source(draft, "i12")
    assert marked == Draft(POST.path, f"{head} # from i12\n---\n\nSet a\ndate: soon\n")
    assert mark_source(draft, "") == draft
    assert [read_source(text) for text in (marked.text, draft.text)] == ["i12", ""]
    others = ("title: A", "date: 2026-11-22 # by hand", "date: 2026-11-22 # from i12, by hand", "x date: y # from i12")
    assert [read_source(text) for text in others] == ["", "", "", ""]


@pytest.mark.parametrize(
    ("path", "text", "mended", "repairs"),
    [
        (
            POST.path,
            "---\nTitle: A\n---\nB\n",
            "---\ntitle: A\n---\nB\n",
            (Repair(2, "Title", "'Title' is read as title"),),
        ),
        (POST.path, "---\ntitle: A\n---\nB\n", "---\ntitle: A\n---\nB\n", ()),
        ("notes.md", "---\nTitle: A\n---\nB\n", "---\nTitle: A\n---\nB\n", ()),
    ],
)
def test_a_draft_is_mended_as_a_file_of_its_kind(
    path: str, text: str, mended: str, repairs: tuple[Repair, ...]
) -> None:
    assert mend_draft(Draft(path, text), KINDS) == (Draft(path, mended), repairs)


def test_a_discussion_is_markdown_and_a_practice_is_yaml() -> None:
    assert post_path("discussions", "a") == "discussions/a/post.md"
    assert post_path("practices", "a") == "practices/a/post.yml"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("\r\n\ra\r\nb\rc\n\n", "a\nb\nc"),
        ("  a  ", "  a  "),
        ("a\n\n\nb", "a\n\n\nb"),
        ("\n", ""),
        ("\nX\nis X\n", "X\nis X"),
    ],
)
def test_a_text_is_kept_with_lf_and_without_empty_lines_round_it(text: str, kept: str) -> None:
    assert clean_body(text) == kept


@pytest.mark.parametrize("path", ["practices/first/post.yml", "discussions/first/replies/a.md", "people/ana.yml"])
def test_the_first_file_of_its_kind_is_written_with_its_folders(tmp_path: Path, path: str) -> None:
    (tmp_path / "posts").mkdir()
    file = write_draft(Draft(path, "é\n"), tmp_path / "posts")
    assert file == tmp_path / "posts" / path
    assert file.read_bytes() == "é\n".encode()
    with pytest.raises(ParleyError) as told:
        write_draft(Draft(path, "other"), tmp_path / "posts")
    assert str(told.value) == f"{file} already exists; nothing was written"
    assert file.read_bytes() == "é\n".encode()
    write_draft(Draft(f"{path[:-4]}-2.md", "beside it"), tmp_path / "posts")


def test_nothing_is_written_through_a_link_that_leads_out_of_the_posts(tmp_path: Path) -> None:
    posts = write_tree(tmp_path / "posts", {"people/ana.yml": "name: Ana"})
    (tmp_path / "elsewhere").mkdir()
    (posts / "practices").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ParleyError) as told:
        write_draft(Draft("practices/first/post.yml", "A"), posts)
    assert str(told.value) == f"{posts}/practices is a symbolic link; nothing was written"
    assert list((tmp_path / "elsewhere").iterdir()) == []


class FullDisk(io.RawIOBase):
    """A file on a disk that takes no byte more."""

    def write(self, _data: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_file_that_cannot_be_written_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    posts = write_tree(tmp_path / "posts", {"people/ana.yml": "name: Ana"})

    def fill(self: Path, *_arguments: Any) -> FullDisk:
        self.touch()
        return FullDisk()

    monkeypatch.setattr(Path, "open", fill)
    with pytest.raises(ParleyError) as told:
        write_draft(Draft("practices/first/post.yml", "A"), posts)
    assert str(told.value) == (
        f"nothing was written: {posts}/practices/first/post.yml: the disk is full. Free some space, or choose another "
        "location."
    )
    assert sorted(path.name for path in posts.rglob("*")) == ["ana.yml", "people"]
