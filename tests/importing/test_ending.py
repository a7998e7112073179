"""However an import ends, nothing is half-written and the next one finds no trace of it."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from filelock import FileLock

from importing.archives import bring, make_posts, snapshot
from parley.importing.staging import remove_stale
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


def test_what_a_running_import_needs_stays(tmp_path: Path) -> None:
    stale, held = tmp_path / ".parley-import-a", tmp_path / ".parley-import-b"
    stale.mkdir()
    held.mkdir()
    with FileLock(held / "lock"):
        remove_stale(tmp_path)
        assert (stale.exists(), held.exists()) == (False, True)
    remove_stale(tmp_path)
    assert not held.exists()
