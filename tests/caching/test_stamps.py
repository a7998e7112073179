"""Whether files are the same is told without reading them, and never wrongly said."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from parley.caching import stamps
from parley.caching.stamps import Mark, mark_files, match, take_snapshot
from support import write_tree

FILES = {"mkdocs.yml": "site_name: A\n", "docs/index.md": "# One\n", "posts/tags.yml": "[]\n", "posts/a/post.md": "a\n"}
LONG_AGO = 1_600_000_000


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return write_tree(tmp_path / "project", FILES)


@pytest.fixture
def long_since(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every change lies far enough back for the times to tell one from the next."""
    monkeypatch.setattr(stamps, "SETTLED", -3600.0)


def settle(file: Path) -> None:
    """Set the times that can be set, as an unpacked archive or a careless copy does."""
    os.utime(file, (LONG_AGO, LONG_AGO))


def replace(file: Path, text: str) -> None:
    new = file.with_name("new")
    new.write_text(text)
    settle(new)
    new.replace(file)


def edit(file: Path, text: str) -> None:
    file.write_text(text)
    settle(file)


def link(file: Path, to: Path) -> None:
    file.unlink()
    file.symlink_to(to)


def has_digest(mark: Mark) -> bool:
    return isinstance(mark, bytes)


def test_marks_hold_while_nothing_changes(project: Path, long_since: None) -> None:
    marks = mark_files(take_snapshot([project]))
    assert sorted(Path(path).relative_to(project).as_posix() for path in marks) == sorted(FILES)
    assert not any(map(has_digest, marks.values()))
    assert match(marks, take_snapshot([project]))
    assert match(marks, take_snapshot([project]))


CHANGES: dict[str, Callable[[Path], object]] = {
    "an edit": lambda project: (project / "docs/index.md").write_text("# Another\n"),
    "an edit of equal size": lambda project: edit(project / "docs/index.md", "# Two\n"),
    "another file of equal size in its place": lambda project: replace(project / "docs/index.md", "# Two\n"),
    "a new file": lambda project: (project / "docs/new.md").write_text("# One\n"),
    "a new file in a new folder": lambda project: write_tree(project / "posts/b", {"post.md": "b\n"}),
    "a file less": lambda project: (project / "posts/tags.yml").unlink(),
    "another name": lambda project: (project / "posts/a/post.md").rename(project / "posts/a/other.md"),
    "another name of a folder": lambda project: (project / "posts/a").rename(project / "posts/b"),
    "two names changed over": lambda project: [
        (project / one).rename(project / other)
        for one, other in (("posts/tags.yml", "x"), ("mkdocs.yml", "posts/tags.yml"), ("x", "mkdocs.yml"))
    ],
    "another mode": lambda project: (project / "posts/a/post.md").chmod(0o755),
    "a link in its place": lambda project: link(project / "posts/a/post.md", project / "mkdocs.yml"),
}


@pytest.mark.parametrize("what", CHANGES)
@pytest.mark.parametrize("settled", [True, False])
def test_whatever_changes_breaks_them(project: Path, what: str, settled: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stamps, "SETTLED", -3600.0 if settled else 3600.0)
    for name in FILES:
        settle(project / name)
    marks = mark_files(take_snapshot([project]))
    assert {has_digest(mark) for mark in marks.values()} == {not settled}
    CHANGES[what](project)
    assert not match(marks, take_snapshot([project]))


def test_a_file_that_has_just_changed_is_known_by_its_content(project: Path) -> None:
    """Two changes within a tick of the clock look alike to the times."""
    marks = mark_files(take_snapshot([project]))
    assert all(map(has_digest, marks.values()))
    (project / "docs/index.md").touch()
    assert match(marks, take_snapshot([project]))
    edit(project / "docs/index.md", "# Two\n")
    assert not match(marks, take_snapshot([project]))
    edit(project / "docs/index.md", "# One\n")
    assert match(marks, take_snapshot([project]))


def test_a_clock_that_runs_ahead_makes_nobody_rely_on_times(project: Path) -> None:
    os.utime(project / "mkdocs.yml", (LONG_AGO, LONG_AGO * 2))
    assert has_digest(mark_files(take_snapshot([project]))[str(project / "mkdocs.yml")])


@pytest.mark.usefixtures("long_since")
def test_what_is_ignored_and_what_tools_hide_may_change(project: Path) -> None:
    write_tree(
        project, {"site/index.html": "old", ".site.lock": "", ".venv/lib/a.py": "", "docs/__pycache__/a.pyc": ""}
    )
    marks = mark_files(take_snapshot([project], [project / "site", project / "absent"]))
    assert sorted(Path(path).relative_to(project).as_posix() for path in marks) == sorted(FILES)
    write_tree(
        project,
        {"site/index.html": "new", "site/a": "", ".venv/lib/b.py": "", ".git/HEAD": "", "docs/__pycache__/b": ""},
    )
    (project / ".site.lock").unlink()
    assert match(marks, take_snapshot([project], [project / "site", project / "absent"]))


@pytest.mark.usefixtures("long_since")
@pytest.mark.parametrize("name", ["docs/.well-known/security.txt", "docs/.htaccess", "posts/.odd"])
def test_what_is_hidden_further_down_counts(project: Path, name: str) -> None:
    """The settings may let hidden files of docs/ into the site, and the check complains about those of posts/."""
    roots = [project, project / "docs", project / "posts"]
    marks = mark_files(take_snapshot(roots))
    write_tree(project, {name: "one"})
    assert not match(marks, take_snapshot(roots))


@pytest.mark.usefixtures("long_since")
def test_roots_within_roots_count_once(project: Path) -> None:
    roots = [project, project / "docs", project / "docs/index.md", project / "mkdocs.yml"]
    marks = mark_files(take_snapshot(roots))
    assert len(marks) == len(FILES)
    assert match(marks, take_snapshot(roots))
    (project / "docs/index.md").write_text("# Other\n")
    assert not match(marks, take_snapshot(roots))


@pytest.mark.usefixtures("long_since")
def test_a_root_that_is_not_there_is_missed_when_it_comes(project: Path) -> None:
    roots = [project, project.parent / "elsewhere"]
    marks = mark_files(take_snapshot(roots))
    assert match(marks, take_snapshot(roots))
    write_tree(project.parent / "elsewhere", {"a.md": "a"})
    assert not match(marks, take_snapshot(roots))


@pytest.mark.usefixtures("long_since")
def test_links_are_followed(project: Path) -> None:
    outside = write_tree(project.parent / "outside", {"a.md": "one", "deep/b.md": "one"})
    (project / "docs/folder").symlink_to(outside)
    (project / "docs/file.md").symlink_to(outside / "a.md")
    (project / "docs/nowhere.md").symlink_to(outside / "later.md")
    for name in ("a.md", "deep/b.md", "later.md"):
        marks = mark_files(take_snapshot([project]))
        assert match(marks, take_snapshot([project]))
        (outside / name).write_text("another")
        assert not match(marks, take_snapshot([project]))


@pytest.mark.usefixtures("long_since")
def test_a_loop_of_links_ends_and_hides_nothing(project: Path) -> None:
    (project / "docs/up").symlink_to(project)
    (project / "docs/one").symlink_to(project / "docs/two")
    (project / "docs/two").symlink_to(project / "docs/one")
    (project / "self").symlink_to("self")
    marks = mark_files(take_snapshot([project]))
    assert len(marks) == len(FILES)
    assert match(marks, take_snapshot([project]))
    for name in FILES:
        (project / name).write_text("changed")
        assert not match(marks, take_snapshot([project]))
        marks = mark_files(take_snapshot([project]))


def test_a_file_that_cannot_be_read_equals_nothing(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is made anew each time, rather than left as it was."""
    marks = mark_files(take_snapshot([project]))

    def refuse(self: Path, mode: str = "r") -> object:
        raise PermissionError

    monkeypatch.setattr(Path, "open", refuse)
    assert not match(marks, take_snapshot([project]))
    assert not match(mark_files(take_snapshot([project])), take_snapshot([project]))
