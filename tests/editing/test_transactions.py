"""Several files changed together: all of them, or none."""

import errno
import os
import re
from pathlib import Path
from typing import Any

import pytest

from parley.editing.drafts import Draft, write_draft
from parley.editing.transactions import Change, NotChanged, write_changes
from parley.model.problems import ParleyError
from support import digest, write_tree

BEFORE = {"discussions/a/post.md": "A", "discussions/a/replies/x.md": "X", "discussions/b/post.md": "B"}
CHANGES = (
    Change("discussions/b/post.md", b"B", b"B and A"),
    Change("discussions/a/post.md", b"A", None),
    Change("discussions/b/replies/a.md", None, b"A"),
    Change("discussions/a/replies/x.md", b"X", None),
    Change("discussions/b/replies/x.md", None, b"X"),
)


def contents(posts: Path) -> dict[str, str]:
    return {path.relative_to(posts).as_posix(): path.read_text() for path in posts.rglob("*") if path.is_file()}


def test_all_is_changed_and_folders_left_empty_are_gone(tmp_path: Path) -> None:
    posts = write_tree(tmp_path / "posts", BEFORE)
    write_changes(posts, CHANGES)
    assert contents(posts) == {
        "discussions/b/post.md": "B and A",
        "discussions/b/replies/a.md": "A",
        "discussions/b/replies/x.md": "X",
    }
    assert not (posts / "discussions/a").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["posts"]


@pytest.mark.parametrize("kind", ["discussions", "practices"])
def test_with_the_last_post_its_folder_goes_and_the_one_for_all_of_its_kind_stays(tmp_path: Path, kind: str) -> None:
    files = {f"{kind}/a/post.md": "A", f"{kind}/a/replies/x.md": "X", "people/ana.yml": "name: Ana"}
    posts = write_tree(tmp_path / "posts", files)
    write_changes(posts, [Change(path, text.encode(), None) for path, text in files.items()])
    assert sorted(path.relative_to(posts).as_posix() for path in posts.rglob("*")) == sorted([kind, "people"])


def test_a_folder_that_holds_something_else_stays(tmp_path: Path) -> None:
    posts = write_tree(tmp_path / "posts", {**BEFORE, "discussions/a/notes.txt": "mine"})
    write_changes(posts, CHANGES)
    assert [path.name for path in (posts / "discussions/a").iterdir()] == ["notes.txt"]


def test_folders_that_hold_no_file_are_gone_up_to_the_first_that_does(tmp_path: Path) -> None:
    gone = [f"agreements/discussions/{path}/x.yml" for path in ("a/ana", "b/ana")] + ["practices/a/post.yml"]
    posts = write_tree(tmp_path / "posts", dict.fromkeys([*gone, "agreements/discussions/b/bob/x.yml"], "A"))
    for empty in ("agreements/discussions/a/ana/old/older", "agreements/discussions/b/eve", "agreements/discussions/c"):
        (posts / empty).mkdir(parents=True)
    write_changes(posts, [Change(path, b"A", None) for path in gone])
    left = sorted(path.relative_to(posts).as_posix() for path in posts.rglob("*"))
    names = ("", "/b", "/b/bob", "/b/bob/x.yml", "/b/eve", "/c")
    beside = [f"agreements/discussions{name}" for name in names]
    assert left == ["agreements", *beside, "practices"], "what lies beside these is nobody's business here"


def test_old_files_that_cannot_be_cleared_away_take_nothing_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    posts = write_tree(tmp_path / "posts", {"tags.yml": "x"})
    unlink = os.unlink

    def refuse(path: Any, **options: Any) -> None:
        if str(path).startswith("old-"):
            raise PermissionError(errno.EACCES, "no", path)
        unlink(path, **options)

    monkeypatch.setattr(os, "unlink", refuse)
    write_changes(posts, [Change("tags.yml", b"x", b"y")])
    assert contents(posts) == {"tags.yml": "y"}


def test_what_is_changed_keeps_its_mode(tmp_path: Path) -> None:
    posts = write_tree(tmp_path / "posts", BEFORE)
    (posts / "discussions/b/post.md").chmod(0o640)
    write_changes(posts, CHANGES)
    assert (posts / "discussions/b/post.md").stat().st_mode & 0o777 == 0o640


def test_folders_that_are_not_there_are_made_and_are_gone_again_where_a_later_step_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    posts = write_tree(tmp_path / "posts", {"tags.yml": "x"})
    changes = [Change("discussions/c/replies/x.md", None, b"X"), Change("discussions/c/replies/y.md", None, b"Y")]
    with monkeypatch.context() as patch:
        rename = Path.rename

        def fail(self: Path, target: Path) -> Path:
            if target.name == "y.md":
                raise OSError(28, "No space left on device", str(target))
            return rename(self, target)

        patch.setattr(Path, "rename", fail)
        with pytest.raises(NotChanged):
            write_changes(posts, changes)
    assert [path.name for path in posts.iterdir()] == ["tags.yml"]
    write_changes(posts, changes)
    assert contents(posts) == {"tags.yml": "x", "discussions/c/replies/x.md": "X", "discussions/c/replies/y.md": "Y"}


@pytest.mark.parametrize("failing", range(8))
def test_whichever_step_fails_everything_is_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: int
) -> None:
    posts = write_tree(tmp_path / "posts", BEFORE)
    before = digest(tmp_path)
    rename, calls = Path.rename, iter(range(1000))

    def fail(self: Path, target: Path) -> Path:
        if next(calls) == failing:
            raise OSError(28, "No space left on device", str(target))
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", fail)
    if failing < 6:
        with pytest.raises(NotChanged) as told:
            write_changes(posts, CHANGES)
        assert re.fullmatch(
            r"nothing was changed: [^:]*: the disk is full\. Free some space, or choose another location\.",
            str(told.value),
        )
        assert digest(tmp_path) == before
        assert sorted(path.name for path in tmp_path.rglob("*") if path.is_dir()) == [
            "a",
            "b",
            "discussions",
            "posts",
            "replies",
        ]
    else:  # six renames make all of it, so that none was forgotten above
        write_changes(posts, CHANGES)


def test_an_interruption_is_passed_on_and_leaves_everything_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    posts = write_tree(tmp_path / "posts", BEFORE)
    before = digest(tmp_path)
    rename = Path.rename

    def interrupt(self: Path, target: Path) -> Path:
        if self.name == "new-2":
            assert self.parent.parent == tmp_path, "beside the posts, so that a rename is one step"
            assert re.fullmatch(r"\.posts\.[a-z0-9_]+", self.parent.name), "nobody takes it for posts"
            raise KeyboardInterrupt
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_changes(posts, CHANGES)
    assert digest(tmp_path) == before


def test_nothing_is_written_through_a_link(tmp_path: Path) -> None:
    posts = write_tree(tmp_path / "posts", BEFORE)
    elsewhere = write_tree(tmp_path / "elsewhere", {"post.md": "A"})
    (posts / "discussions/link").symlink_to(elsewhere)
    (posts / "discussions/b/link.md").symlink_to(elsewhere / "post.md")
    for path, before in (
        ("discussions/link/post.md", b"A"),
        ("discussions/link/x.md", None),
        ("discussions/b/link.md", b"A"),
    ):
        with pytest.raises(NotChanged, match=r"^nothing was changed: [^X:]*link(\.md)? is a symbolic link$"):
            write_changes(posts, [CHANGES[0], Change(path, before, b"B")])
    with pytest.raises(ParleyError, match="link is a symbolic link; nothing was written"):
        write_draft(Draft("discussions/link/new/post.md", "B"), posts)
    assert contents(elsewhere) == {"post.md": "A"}
    assert (posts / "discussions/b/post.md").read_text() == "B"


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (Change("discussions/a/post.md", b"older", b"new"), "has changed in the meantime"),
        (Change("discussions/a/gone.md", b"A", None), "has changed in the meantime"),
        (Change("discussions/a/post.md", None, b"new"), "already exists"),
    ],
)
def test_a_file_that_is_not_what_it_was_is_left_alone(tmp_path: Path, change: Change, why: str) -> None:
    posts = write_tree(tmp_path / "posts", BEFORE)
    before = digest(tmp_path)
    with pytest.raises(NotChanged) as told:
        write_changes(posts, [CHANGES[0], change])
    assert str(told.value) == f"nothing was changed: {posts / change.path} {why}"
    assert digest(tmp_path) == before
