"""What the system refuses is told with the place and the cure, and blamed on nobody; no encoding ends a command."""

import errno
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

import pytest
from click.testing import CliRunner

from declared import check_posts
from parley.commands.cli import main
from parley.commands.shared.texts import decode
from parley.editing.drafts import Draft, write_draft
from parley.importing.streams.spool import Spool
from parley.model.languages.causes import explain
from parley.model.problems import ParleyError
from support import ROOT, digest, write_project, write_tree

REPLIES = "discussions/two-follow-ups/replies"
ODD = "2026-10-04-cem.md"
ODD_REPLY = "---\nauthor: cem\ndate: 2026-10-04\n---\n\nΤι κάνεις; 王小明 says — “hello”&#8238;.\n"
"""What no code page of eight bits holds, on a line that has to be shown with a problem."""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(write_project(tmp_path))
    return tmp_path


def run(
    *arguments: str, code: int, stdout: IO[bytes] | int = subprocess.PIPE, input: bytes = b"", **environment: Any
) -> subprocess.CompletedProcess[bytes]:
    done = subprocess.run(
        [sys.executable, "-m", "parley.commands.cli", *arguments],
        env={**os.environ, **environment},
        input=input,
        stdout=stdout,
        stderr=subprocess.PIPE,
        check=False,
    )
    said = (done.stdout or b"") + done.stderr
    assert b"Traceback" not in said
    assert b"bug in the tool" not in said
    assert done.returncode == code, said
    return done


# what the system refuses


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (
            OSError(errno.ENOSPC, "x", "from", None, "to"),
            "to: the disk is full. Free some space, or choose another location.",
        ),
        (OSError(errno.ENOSPC, "x"), "here: the disk is full. Free some space, or choose another location."),
        (OSError(errno.EACCES, "x", b"a\xff"), "a\ufffd: permission denied. Change its permissions, or run this as"),
        (OSError(errno.EROFS, "x", "a"), "a: the disk is read-only. Choose another location."),
        (OSError(errno.EMFILE, "x", "a"), "a: too many open files. Raise the limit"),
        (OSError(errno.ELOOP, "Too many links", "a"), "a: Too many links."),
        (OSError("odd"), "here: odd."),
    ],
)
def test_a_refusal_is_told_with_its_place_and_its_cure(error: OSError, told: str) -> None:
    assert explain(error, "here").startswith(told)


@pytest.mark.parametrize(
    "arguments", [("check",), ("check", "--format", "json"), ("show", "two-follow-ups"), ("stats",)]
)
def test_an_output_that_takes_no_more_is_told_as_such(project: Path, arguments: tuple[str, ...]) -> None:
    with Path("/dev/full").open("wb") as full:
        said = run(*arguments, code=2, stdout=full).stderr.decode()
    assert "the terminal, a pipe or a temporary file: the disk is full. Free some space" in said


def fail(error: BaseException) -> Callable[..., Any]:
    def call(*_: object, **__: object) -> None:
        raise error

    return call


def test_half_a_file_and_an_empty_folder_are_taken_back(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before, real = digest(project), Path.open

    def open_full(path: Path, mode: str = "r", **rest: Any) -> Any:
        real(path, mode, **rest).close()  # the name is given, then there is no room
        return real(Path("/dev/full"), "wb", 0)

    monkeypatch.setattr(Path, "open", open_full)
    with pytest.raises(ParleyError, match=r"nothing was written: .*post\.md: the disk is full"):
        write_draft(Draft("discussions/new/post.md", "x"), project / "posts")
    monkeypatch.undo()
    assert digest(project) == before
    assert not (project / "posts/discussions/new").exists()


@pytest.mark.parametrize("number", [errno.EMFILE, errno.ENFILE, errno.ENOMEM])
def test_a_shortage_of_the_machine_is_no_mistake_in_a_file(
    project: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    monkeypatch.setattr(os, "open", fail(OSError(number, "x", "posts/some.md")))
    with pytest.raises(ParleyError, match=r"^posts/some\.md: "):
        check_posts(project / "posts")


def test_a_file_that_cannot_be_read_is_told_as_its_own(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "open", fail(OSError(errno.EIO, "Input/output error", "x")))
    assert {problem.rule for problem in check_posts(project / "posts").problems} >= {"unreadable-file"}


@pytest.mark.parametrize(
    "error", [sqlite3.OperationalError("database or disk is full"), OSError(errno.ENOSPC, "No space left on device")]
)
def test_an_import_without_room_says_where_and_leaves_nothing(
    project: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    write_tree(project, {"old/one/1.yml": "name: Ana\ndate: 2026-01-01\nmessage: Hello there\n"})
    before = digest(project)
    monkeypatch.setattr(Spool, "add_comment", fail(error))
    done = CliRunner().invoke(main, ["import", "static", "old", "--to", "posts", "--tag", "sales"])
    assert done.exit_code == 2
    assert "parley: nothing was imported: next to posts/" in done.stderr
    assert "disk is full" in done.stderr
    assert "Free some space" in done.stderr
    assert digest(project) == before


def test_a_report_that_cannot_be_written_does_not_hide_that_all_is_imported(project: Path) -> None:
    write_tree(project, {"old/one/1.yml": "name: Ana\ndate: 2026-01-01\nmessage: Hello there\n"})
    options = ["import", "static", "old", "--to", "posts", "--tag", "sales", "--report", "no/report.json"]
    done = CliRunner().invoke(main, options)
    assert done.exit_code == 2
    assert "everything was imported, but the report can't be written: no/report.json: no such file" in done.stderr


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (ModuleNotFoundError("No module named 'mkdocs'", name="mkdocs"), "the package 'mkdocs' isn't installed for "),
        (MemoryError(), "there isn't enough memory"),
        (PermissionError(errno.EACCES, "x", "mkdocs.yml"), "mkdocs.yml: permission denied."),
    ],
)
def test_what_no_command_foresees_is_told_as_what_it_is(
    project: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, told: str
) -> None:
    monkeypatch.setattr("parley_mkdocs.project.load_project", fail(error))
    monkeypatch.setattr("parley_mkdocs.settings.read_settings", fail(error))
    for arguments in (["build"], ["show", "two-follow-ups"]):
        done = CliRunner().invoke(main, arguments)
        assert done.exit_code == 2
        assert told in done.stderr
        assert "bug in the tool" not in done.stderr


# encodings


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "utf-16"])
def test_what_an_encoding_lacks_ends_no_command(project: Path, encoding: str) -> None:
    write_tree(project / "posts", {f"{REPLIES}/{ODD}": ODD_REPLY})
    shown = run("show", "two-follow-ups", code=0, PYTHONIOENCODING=encoding).stdout.decode(encoding, "replace")
    assert "One is enough." in shown
    checked = run("check", code=1, PYTHONIOENCODING=encoding).stdout.decode(encoding, "replace")
    assert f"{ODD}:6:" in checked
    assert "error[control-character]" in checked


def test_what_programs_read_is_whole_in_every_encoding(project: Path) -> None:
    write_tree(project / "posts", {f"{REPLIES}/{ODD}": ODD_REPLY.replace("cem", "王小明")})
    plain, odd = (
        run("check", "--format", "json", code=1, PYTHONIOENCODING=name).stdout for name in ("utf-8", "cp1252")
    )
    assert plain == odd


def test_a_closed_output_ends_no_command(project: Path) -> None:
    line = f"exec {sys.executable} -m parley.commands.cli check >&-"
    assert subprocess.run(["sh", "-c", line], capture_output=True, check=False).returncode == 0


TEXT = "A dash – here, in a “café”."


@pytest.mark.parametrize(
    ("data", "environment", "file"),
    [
        (TEXT.encode(), {}, ()),
        (TEXT.encode(), {"PYTHONIOENCODING": "cp1252"}, ("--file", "-")),
        (TEXT.encode(), {"PYTHONUTF8": "0", "LC_ALL": "C"}, ()),
        (TEXT.encode("utf-8-sig"), {}, ("--file", "-")),
        (TEXT.encode("utf-16"), {}, ()),
        (TEXT.encode("cp1252"), {"PYTHONIOENCODING": "cp1252"}, ()),
        (TEXT.encode("cp1252"), {"PYTHONIOENCODING": "cp1252"}, ("--file", "-")),
    ],
)
def test_a_text_is_read_in_the_encoding_that_it_has(
    project: Path, data: bytes, environment: dict[str, Any], file: tuple[str, ...]
) -> None:
    done = run("reply", "two-follow-ups", "--author", "cem", *file, code=0, input=data, **environment)
    written = Path(done.stdout.decode().strip()).read_text(encoding="utf-8")
    assert written.endswith(f"\n{TEXT}\n")
    assert (b"so it was read as cp1252" in done.stderr) is (data == TEXT.encode("cp1252"))


def test_an_encoding_that_nobody_has_named_is_not_guessed(project: Path) -> None:
    data = f"First.\n{TEXT}".encode("cp1252")
    said = run("reply", "two-follow-ups", "--author", "cem", code=2, input=data, PYTHONIOENCODING="utf-8").stderr
    assert b"the text isn't UTF-8: byte 0x96 in line 2. Save it as UTF-8." in said


@pytest.mark.parametrize("mark", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_a_mark_at_the_beginning_says_the_encoding(mark: str) -> None:
    assert decode(f"\ufeff{TEXT}".encode(mark)) == TEXT


def test_a_mark_of_what_a_text_is_not_is_refused() -> None:
    with pytest.raises(ParleyError, match="the text isn't UTF-8"):
        decode(b"\xff\xfea")


def test_no_module_but_this_one_words_what_the_system_says() -> None:
    """A message of the system alone names neither the place nor the cure."""
    spoken = [
        path.name
        for path in (ROOT / "hooks/parley").rglob("*.py")
        if "error.strerror" in path.read_text(encoding="utf-8") and path.name != "causes.py"
    ]
    assert sorted(spoken) == [
        "files.py",
        "indexer.py",
        "pictures.py",
        "sending.py",
        "sources.py",
    ]  # a file of an archive, Pagefind, a picture, a mail server, whose host is named, a file of posts/
