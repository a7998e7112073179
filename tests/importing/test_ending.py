"""However an import ends, nothing is half-written and the next one finds no trace of it."""

import errno
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
from filelock import FileLock

from importing.archives import bring, make_posts, snapshot
from parley.importing import pages, staging, writer
from parley.importing.staging import remove_stale
from parley.importing.streams.spool import Spool
from parley.model.problems import ParleyError
from support import ROOT, write_tree

ENTRY = "_id: {0}{1}\nmessage: Hello {1}\nname: Ana\ndate: 2015-01-01\n"
ENTRIES = {f"page-{page}/{one}.yml": ENTRY.format(page, one) for page in "ab" for one in "xyz"}

KILLED = """
import os, signal, sys
from parley.importing import {module}
count, real = 0, {module}.{name}
def stop(*given, **more):
    global count
    count += 1
    if count == {number}:
        os.kill(os.getpid(), signal.{signal})
    return real(*given, **more)
{module}.{name} = stop
from parley.commands.cli import main
main(["import", sys.argv[1], "--to", sys.argv[2], "--tag", "old"])
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system ends no programs so")
@pytest.mark.parametrize(
    ("module", "name", "number", "how"),
    [
        ("pages", "convert", 3, "SIGKILL"),
        ("staging", "_place", 1, "SIGKILL"),
        ("staging", "_place", 4, "SIGKILL"),
        ("staging", "_place", 4, "SIGTERM"),
    ],
)
def test_an_import_that_is_killed_leaves_whole_files_and_the_next_succeeds(
    tmp_path: Path, module: str, name: str, number: int, how: str
) -> None:
    source, posts = write_tree(tmp_path / "data", ENTRIES), make_posts(tmp_path)
    code = KILLED.format(module=module, name=name, number=number, signal=how)
    done = subprocess.run(
        [sys.executable, "-c", code, str(source), str(posts)],
        env={**os.environ, "PYTHONPATH": str(ROOT / "hooks")},
        capture_output=True,
        check=False,
    )
    assert done.returncode == (-signal.SIGKILL if how == "SIGKILL" else 128 + signal.SIGTERM)
    whole = make_posts(tmp_path / "other")
    bring("static", source, whole)
    after, wanted = snapshot(posts), snapshot(whole)
    assert after.items() <= wanted.items()
    if how == "SIGTERM":
        assert list(after) == ["tags.yml"]
        assert not list(tmp_path.glob(".parley-import-*"))
    result, _ = bring("static", source, posts)
    assert snapshot(posts) == wanted
    assert not result.replies.unaccounted
    assert not list(tmp_path.glob(".parley-import-*"))


OWN = ".parley-import-"
FULL, READ_ONLY = errno.ENOSPC, errno.EROFS


def break_at(monkeypatch: pytest.MonkeyPatch, where: Any, name: str, number: int, error: Exception) -> None:
    """Let a function fail the `number`th time that it is called."""
    real, count = getattr(where, name), 0

    def fail(*given: Any, **more: Any) -> Any:
        nonlocal count
        count += 1
        if count == number:
            raise error
        return real(*given, **more)

    monkeypatch.setattr(where, name, fail)


@pytest.mark.parametrize(
    ("where", "name", "number", "error"),
    [
        (tempfile, "mkdtemp", 1, OSError(READ_ONLY, "Read-only file system")),
        (tempfile, "mkdtemp", 1, PermissionError(errno.EACCES, "Permission denied")),
        (Spool, "add_comment", 3, sqlite3.OperationalError("database or disk is full")),
        (Spool, "keep_parts", 2, sqlite3.OperationalError("database or disk is full")),
        (pages, "stage", 3, OSError(FULL, "No space left on device", f"/a/{OWN}x/posts/people/a.yml")),
        (writer, "relink", 1, OSError(FULL, "No space left on device")),
        (staging, "_place", 1, OSError(READ_ONLY, "Read-only file system")),
        (staging, "_place", 5, OSError(FULL, "No space left on device")),
        (staging, "_make_folders", 2, OSError(FULL, "No space left on device")),
        (staging, "_replace", 2, OSError(FULL, "No space left on device")),
    ],
)
def test_a_full_disk_and_one_that_takes_nothing_leave_all_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: Any, name: str, number: int, error: Exception
) -> None:
    source, posts = tmp_path / "a.json", make_posts(tmp_path)
    source.write_text(render_archive(""))
    bring("archive", source, posts)
    before = snapshot(tmp_path)
    source.write_text(render_archive("2020-02-02"))  # new replies come, and two old ones are renewed
    with monkeypatch.context() as broken:
        break_at(broken, where, name, number, error)
        with pytest.raises(ParleyError, match=r"nothing was imported|can't write next to") as caught:
            bring("archive", source, posts)
    assert OWN not in str(caught.value)
    assert {**snapshot(tmp_path), "a.json": b""} == {**before, "a.json": b""}
    assert not list(tmp_path.glob(".*"))
    result, library = bring("archive", source, posts)
    assert (result.mended["edited"], len(list(library.replies_to(library.discussions[0])))) == (2, 6)
    assert not list(tmp_path.glob(".*"))


def render_archive(edited: str) -> str:
    """An archive with a thread of three replies, or three more and the first two edited."""
    comments = [
        {"id": f"{at}", "author": {"name": f"R {at}"}, "date": "2020-01-02", "body": f"{at} {edited}"}
        | ({"edited": edited} if edited and at < 2 else {})
        for at in range(6 if edited else 3)
    ]
    one = {"id": "1", "title": "T", "author": {"name": "A"}, "date": "2020-01-01", "body": "x", "comments": comments}
    return json.dumps({"format": "parley-archive/1", "threads": [one]})


def test_what_is_only_half_copied_never_stands_among_posts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk without second names takes copies, and may fill up within one."""
    source, posts = write_tree(tmp_path / "data", ENTRIES), make_posts(tmp_path)
    before, copied = snapshot(posts), 0

    def copy_half(old: Path, new: Path) -> None:
        nonlocal copied
        copied += 1
        new.write_bytes(old.read_bytes()[: 10 if copied == 3 else None])
        if copied == 3:
            assert len(snapshot(posts)) == len(before) + 2
            raise OSError(FULL, "No space left on device")

    monkeypatch.setattr(os, "link", Mock(side_effect=OSError(errno.EPERM, "none here")))
    monkeypatch.setattr(shutil, "copyfile", copy_half)
    with pytest.raises(ParleyError, match="the disk is full"):
        bring("static", source, posts)
    assert snapshot(posts) == before
    assert not list(tmp_path.glob(".parley-import-*"))
    bring("static", source, posts)
    assert len(snapshot(posts)) > len(before) + len(ENTRIES)


def test_what_a_running_import_needs_stays(tmp_path: Path) -> None:
    stale, held = tmp_path / ".parley-import-a", tmp_path / ".parley-import-b"
    stale.mkdir()
    held.mkdir()
    with FileLock(held / "lock"):
        remove_stale(tmp_path)
        assert (stale.exists(), held.exists()) == (False, True)
    remove_stale(tmp_path)
    assert not held.exists()
