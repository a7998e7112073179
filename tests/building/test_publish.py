"""The old site or the new one, and nothing in between."""

import ctypes
import errno
import os
import re
import shutil
import signal
import subprocess
import sys
import textwrap
import threading
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from filelock import FileLock, Timeout

from parley.building import publish as publishing
from parley.building.publish import PublishError, publish
from support import digest, write_tree

OLD = {"index.html": "old", "deep/page/index.html": "old page"}
NEW = {"index.html": "new", "other/index.html": "new page"}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return write_tree(tmp_path / "site", OLD)


def fill_new(folder: Path) -> None:
    write_tree(folder, NEW)


def leftovers(site: Path) -> list[str]:
    return sorted(path.name for path in site.parent.iterdir() if path != site and not path.name.endswith(".lock"))


def test_a_site_takes_the_place_of_nothing(tmp_path: Path) -> None:
    publish(tmp_path / "new" / "site", fill_new)
    assert digest(tmp_path / "new" / "site") == digest(write_tree(tmp_path / "wanted", NEW))


def test_a_site_takes_the_place_of_the_old_one_whole(site: Path, tmp_path: Path) -> None:
    publish(site, fill_new)
    assert digest(site) == digest(write_tree(tmp_path / "wanted", NEW))
    assert leftovers(site) == ["wanted"]


def test_what_a_link_in_the_old_site_leads_to_stays(site: Path, tmp_path: Path) -> None:
    kept = write_tree(tmp_path / "kept", {"own/page.txt": "mine", "own/deep/page.txt": "mine"})
    before = digest(kept)
    for link in (site / "kept", site / "deep" / "kept", site / "deep" / "page" / "kept"):
        link.symlink_to(kept)
    publish(site, fill_new)
    assert digest(site) == digest(write_tree(tmp_path / "wanted", NEW))
    assert digest(kept) == before
    assert leftovers(site) == ["kept", "wanted"]


def test_where_folders_cannot_be_exchanged_two_renames_do_it(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publishing, "_exchange", lambda one, other: False)
    publish(site, fill_new)
    assert digest(site) == digest(write_tree(tmp_path / "wanted", NEW))
    assert leftovers(site) == ["wanted"]


def _on(
    monkeypatch: pytest.MonkeyPatch, platform: str, *calls: str, code: int = 0, given: list[object] | None = None
) -> None:
    """Let the module believe that it runs on another system, whose calls for exchanging two folders fail in one way."""

    def load(name: str | None, *, use_errno: bool = False) -> SimpleNamespace:
        if platform == "win32":
            raise TypeError  # as there, where no library is that of the program
        assert (name, use_errno) == (None, True)
        return SimpleNamespace(**dict.fromkeys(calls, fail))

    def fail(*arguments: object) -> int:
        (given if given is not None else []).extend(arguments)
        return -1

    monkeypatch.setattr(publishing, "sys", SimpleNamespace(platform=platform))
    monkeypatch.setattr(ctypes, "CDLL", load)
    monkeypatch.setattr(ctypes, "get_errno", lambda: code)


@pytest.mark.parametrize(
    ("platform", "calls", "code"),
    [
        ("win32", (), 0),
        ("freebsd14", (), 0),
        ("linux", (), 0),  # a C library before renameat2
        ("darwin", (), 0),
        ("freebsd14", ("renameat2", "renamex_np"), errno.EACCES),  # calls of a name that mean something else
        ("linux", ("renamex_np",), errno.EACCES),
        ("darwin", ("renameat2",), errno.EACCES),
        ("linux", ("renameat2",), errno.EINVAL),  # the file system cannot
        ("linux", ("renameat2",), errno.ENOSYS),
        ("darwin", ("renamex_np",), errno.ENOTSUP),
    ],
)
def test_on_systems_without_an_exchange_the_new_site_takes_the_place_all_the_same(
    site: Path, monkeypatch: pytest.MonkeyPatch, platform: str, calls: tuple[str, ...], code: int
) -> None:
    _on(monkeypatch, platform, *calls, code=code)
    publish(site, fill_new)
    assert sorted(path.name for path in site.iterdir()) == ["index.html", "other"]
    assert (site / "index.html").read_text() == "new"
    assert leftovers(site) == []


@pytest.mark.parametrize(("platform", "call"), [("linux", "renameat2"), ("darwin", "renamex_np")])
def test_an_exchange_that_the_system_refuses_leaves_the_old_site(
    site: Path, monkeypatch: pytest.MonkeyPatch, platform: str, call: str
) -> None:
    given: list[object] = []
    _on(monkeypatch, platform, call, code=errno.EACCES, given=given)
    cure = "Change its permissions, or run this as a user who has access."
    message = f"the site was not replaced: {site}: permission denied. {cure}"
    with pytest.raises(PublishError, match=f"^{re.escape(message)}$"):
        publish(site, fill_new)
    building, old = os.fsencode(site.parent / ".site.building"), os.fsencode(site)
    # AT_FDCWD is -100 in <fcntl.h> of Linux; 2 is RENAME_EXCHANGE there and RENAME_SWAP in <stdio.h> of macOS
    assert given == ([-100, building, -100, old, 2] if platform == "linux" else [building, old, 2])
    assert (site / "index.html").read_text() == "old"
    assert leftovers(site) == []


def test_whole_files_are_on_the_disk_before_the_folders_change_places(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that a power cut after the exchange does not find empty ones."""
    seen = []

    def sync() -> None:
        (building,) = (path for path in site.parent.iterdir() if path.name.endswith(".building"))
        seen.append(((site / "index.html").read_text(), (building / "other/index.html").read_text()))

    monkeypatch.setattr(os, "sync", sync)
    publish(site, fill_new)
    assert seen == [("old", "new page")]


def test_a_site_may_take_the_place_of_an_empty_folder_and_lie_below_folders_that_are_not_there(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for place in (tmp_path / "empty", tmp_path / "a/b/c"):
        publish(place, fill_new)
        assert (place / "index.html").read_text() == "new"


def test_nobody_waits_where_no_other_build_runs(site: Path) -> None:
    publish(site, fill_new, on_wait=lambda: pytest.fail("there is nobody to wait for"))
    publish(site, fill_new, on_wait=lambda: pytest.fail("the lock was kept"))


def test_a_build_waits_for_another_and_keeps_the_next_one_waiting(site: Path) -> None:
    other = FileLock(site.parent / ".site.lock")
    other.acquire()
    waited = []

    def on_wait() -> None:
        waited.append((site / "index.html").read_text())
        other.release()

    def fill(folder: Path) -> None:
        with pytest.raises(Timeout):
            other.acquire(blocking=False)
        fill_new(folder)

    publish(site, fill, on_wait=on_wait)
    assert waited == ["old"]
    assert (site / "index.html").read_text() == "new"
    other.acquire(blocking=False)
    other.release()


def test_a_build_begins_with_an_empty_folder_whatever_a_killed_one_has_left(site: Path, tmp_path: Path) -> None:
    for left in ("building", "retired"):
        write_tree(tmp_path / f".site.{left}", {"index.html": "half", "deep/page/index.html": "half"})

    def fill(folder: Path) -> None:
        assert (site / "index.html").read_text() == "old"
        assert leftovers(site) == [".site.building"]
        assert list(folder.iterdir()) == []
        fill_new(folder)

    publish(site, fill)
    assert (site / "index.html").read_text() == "new"
    assert leftovers(site) == []


def test_an_old_site_is_taken_away_in_parts_and_one_that_stays_keeps_no_new_one_out(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Many threads at once wait for the disk; `one/` and what lies in it can't be deleted."""
    write_tree(site, {"one/a/index.html": "", "one/b/index.html": "", "two/c/d/index.html": "", "two/e.html": ""})
    begun = []

    def delete(folder: str | Path, ignore_errors: bool = False) -> None:
        begun.append(str(folder).removeprefix(f"{site.parent}/"))
        if "/one" not in str(folder):
            rmtree(folder, ignore_errors=ignore_errors)
        elif not ignore_errors:
            raise PermissionError

    rmtree = shutil.rmtree
    monkeypatch.setattr(shutil, "rmtree", delete)
    publish(site, fill_new)
    assert (site / "index.html").read_text() == "new"
    old = [name for name in begun if "/" in name]
    place = old[0].partition("/")[0]
    assert sorted(old) == [f"{place}/{name}" for name in ("deep/page", "one/a", "one/b", "two/c")]
    assert begun.index(place, begun.index(old[-1])) > max(map(begun.index, old)), "last of all itself"


def test_a_build_killed_between_two_renames_is_made_good_by_the_next(site: Path) -> None:
    site.rename(site.parent / ".site.retired")

    def fail(folder: Path) -> None:
        assert (site / "index.html").read_text() == "old"
        raise RuntimeError

    with pytest.raises(RuntimeError):
        publish(site, fail)
    assert (site / "index.html").read_text() == "old"


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt, SystemExit])
def test_a_build_that_fails_leaves_the_old_site_as_it_was(site: Path, error: type[BaseException]) -> None:
    before = digest(site)

    def fail(folder: Path) -> None:
        fill_new(folder)
        raise error

    with pytest.raises(error):
        publish(site, fail)
    assert digest(site) == before
    assert leftovers(site) == []


def test_a_folder_that_is_no_site_is_never_replaced(tmp_path: Path) -> None:
    home = write_tree(tmp_path / "home", {"thesis.txt": "the only copy"})
    message = f"{home} isn't empty and isn't a site; name an empty folder or a new one"
    with pytest.raises(PublishError, match=f"^{re.escape(message)}$"):
        publish(home, fill_new)
    assert (home / "thesis.txt").read_text() == "the only copy"


def test_a_file_is_never_replaced(tmp_path: Path) -> None:
    home = write_tree(tmp_path, {"thesis.txt": "the only copy"})
    with pytest.raises(PublishError, match=r"thesis\.txt isn't a folder; name one that may be replaced$"):
        publish(home / "thesis.txt", fill_new)
    assert (home / "thesis.txt").read_text() == "the only copy"


def test_a_link_is_never_replaced(site: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(site)
    with pytest.raises(PublishError, match="isn't a folder"):
        publish(tmp_path / "link", fill_new)


def test_two_builds_at_once_come_one_after_the_other(site: Path) -> None:
    running = threading.Lock()
    waited = threading.Event()

    def fill(folder: Path) -> None:
        assert running.acquire(blocking=False), "two builds fill at the same time"
        fill_new(folder)
        if not second_started.is_set():
            second.start()
            second_started.set()
            assert waited.wait(20)
        running.release()

    second_started = threading.Event()
    second = threading.Thread(target=publish, args=(site, fill), kwargs={"on_wait": waited.set})
    publish(site, fill)
    second.join(20)
    assert not second.is_alive()
    assert (site / "index.html").read_text() == "new"


KILLED = textwrap.dedent(
    """
    import os, signal, sys
    from pathlib import Path
    from parley.building.publish import publish

    def fill(folder):
        for number in range(40):
            if number == int(sys.argv[2]):
                os.kill(os.getpid(), signal.SIGKILL)
            (folder / f"{number}.html").write_text("new")
        (folder / "index.html").write_text("new")

    publish(Path(sys.argv[1]), fill)
    """
)


@pytest.mark.parametrize("moment", [0, 1, 20, 39])
def test_a_build_that_is_killed_leaves_the_old_site_as_it_was(site: Path, moment: int) -> None:
    before = digest(site)
    done = subprocess.run([sys.executable, "-c", KILLED, str(site), str(moment)], check=False)
    assert done.returncode == -signal.SIGKILL
    assert digest(site) == before
    publish(site, fill_new)
    assert (site / "index.html").read_text() == "new"
    assert leftovers(site) == []


FULL = textwrap.dedent(
    """
    import resource, sys
    from pathlib import Path
    from parley.model.problems import ParleyError
    from parley.building.publish import publish

    def fill(folder):
        if sys.argv[2] == "limit":
            resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000))
        for number in range(100):
            (folder / f"{number}.html").write_text("x" * 50_000)

    try:
        publish(Path(sys.argv[1]), fill)
    except ParleyError as error:
        sys.exit(f"refused: {error}")
    """
)


def _run_full(site: Path, how: str) -> None:
    before = digest(site)
    done = subprocess.run([sys.executable, "-c", FULL, str(site), how], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "refused: the site was not replaced" in done.stderr
    assert digest(site) == before
    assert leftovers(site) == []


def test_a_disk_that_takes_no_more_leaves_the_old_site_as_it_was(site: Path) -> None:
    _run_full(site, "limit")


def test_a_full_disk_leaves_the_old_site_as_it_was(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk], capture_output=True).returncode:
        # not the administrator: /dev/full stands for the disk, with the same error from the system
        full = write_tree(disk / "site", OLD)

        def fill(folder: Path) -> None:
            with Path("/dev/full").open("w") as stream:
                stream.write("x")

        with pytest.raises(PublishError, match="the disk is full"):
            publish(full, fill)
        assert digest(full) == digest(write_tree(tmp_path / "wanted", OLD))
        return
    try:
        _run_full(write_tree(disk / "site", OLD), "disk")
    finally:
        subprocess.run(["umount", disk], check=True)


@pytest.fixture
def read_only(site: Path) -> Iterator[Path]:
    """A site in a folder that takes no new files; for the administrator, whom modes do not stop, a read-only mount."""
    mounted = os.geteuid() == 0 and not subprocess.run(["mount", "--bind", site.parent, site.parent]).returncode
    if mounted:
        subprocess.run(["mount", "-o", "remount,bind,ro", site.parent], check=True)
    elif os.geteuid() == 0:
        site = Path("/proc/site")  # nobody at all can write there
    else:
        site.parent.chmod(0o555)
    yield site
    if mounted:
        subprocess.run(["umount", site.parent], check=True)
    elif os.geteuid() != 0:
        site.parent.chmod(0o755)


def test_a_place_that_cannot_be_written_is_said_in_one_sentence(read_only: Path) -> None:
    before = digest(read_only)
    with pytest.raises(PublishError, match="the site was not replaced"):
        publish(read_only, fill_new)
    assert digest(read_only) == before
