"""When files came and were changed, as the history of their repository tells it."""

import os
import re
from datetime import datetime
from pathlib import Path

import pytest

from declared import load_library
from parley.caching.cache import Cache
from parley.checking.arrivals import date_library
from parley.model.entries import Contribution
from parley.model.library import Library
from parley.reading import history
from parley.reading.checkouts import ask_git
from parley.reading.history import LOAD, find_history, mark_history
from support import GOOD, NOW, Repository, write_tree

FOLDER = "discussions/two-follow-ups"
REPLY = "---\nauthor: {}\ndate: 2026-10-05\n---\n\nOne is enough.\n"
START = "2026-10-04T12:00:00Z"
EVE = f"{FOLDER}/replies/2026-10-05-eve.md"


def eve(author: str = "eve", keys: str = "") -> str:
    return REPLY.format(author).replace("date:", f"{keys}date:")


@pytest.fixture
def site(tmp_path: Path) -> Repository:
    """A repository that begins with `GOOD`, below posts/."""
    made = Repository(tmp_path / "site")
    made.commit(START, {f"posts/{path}": text for path, text in GOOD.items()})
    return made


def load(site: Repository, posts: str = "posts") -> Library:
    folder = site.folder / posts
    return date_library(load_library(folder, now=NOW), find_history(folder))


def find(library: Library, path: str) -> Contribution:
    [found] = [item for item in library.contributions() if item.path == path]
    return found


def arrival(site: Repository, path: str = EVE) -> str:
    item = find(load(site), path)
    return item.arrived.written if item.arrived else ""


def touch(site: Repository, path: str = EVE) -> str:
    item = find(load(site), path)
    return item.touched.written if item.touched else ""


def test_a_reply_comes_when_it_is_merged_and_not_when_it_was_written_or_committed(site: Repository) -> None:
    site.merge("2026-10-05T09:00:00Z", "2026-10-20T15:30:00Z", {f"posts/{EVE}": eve()})
    site.commit("2026-10-21T09:00:00Z", {"README.md": "Later."})
    assert arrival(site) == "2026-10-20T15:30:00Z"
    assert find(load(site), EVE).published.written == "2026-10-20T15:30:00Z"
    assert find(load(site), EVE).date.written == "2026-10-05"


def test_of_what_the_first_commit_holds_nothing_is_known(site: Repository) -> None:
    assert not any(item.arrived or item.touched for item in load(site).contributions())


@pytest.mark.parametrize(("number", "known"), [(LOAD, True), (LOAD + 1, False)])
def test_a_commit_that_brings_many_is_a_load(site: Repository, number: int, known: bool) -> None:
    paths = [f"{FOLDER}/replies/{number}.md" for number in range(number)]
    others = {"posts/people/ana.yml": "name: Ana\n", "docs/a.md": "No contribution."}
    site.commit("2026-10-20T12:00:00Z", {**{f"posts/{path}": eve() for path in paths}, **others})
    assert [bool(arrival(site, path)) for path in (paths[0], paths[-1])] == [known, known]


def test_an_edit_is_known_and_one_of_many_files_or_of_a_mode_is_none(site: Repository) -> None:
    paths = [f"{FOLDER}/replies/{number}.md" for number in range(LOAD + 1)]
    site.commit("2026-10-20T12:00:00Z", {f"posts/{path}": eve() for path in paths})
    site.commit("2026-10-21T12:00:00Z", {f"posts/{EVE}": eve()})
    assert touch(site) == ""
    site.commit("2026-10-22T12:00:00Z", {f"posts/{EVE}": eve("gil")})
    site.commit("2026-10-23T12:00:00Z", {f"posts/{path}": eve("gil") for path in (*paths, EVE)})
    site.git("update-index", "--chmod=+x", f"posts/{EVE}")
    site.git("commit", "-q", "-m", "x", at="2026-10-24T12:00:00Z")
    assert touch(site) == "2026-10-22T12:00:00Z"
    assert arrival(site) == "2026-10-21T12:00:00Z"


def rename_post(site: Repository, old: str, new: str, at: str, keys: str = "aliases") -> None:
    text = (site.folder / "posts/discussions" / old / "post.md").read_text()
    site.git("mv", f"posts/discussions/{old}", f"posts/discussions/{new}")
    former = text.partition(f"{keys}: [")[2].partition("]")[0]
    text = text.replace(f"{keys}: [{former}]\n", "").replace(
        "tags:", f"{keys}: [{', '.join([old, *former.split()])}]\ntags:"
    )
    site.commit(at, {f"posts/discussions/{new}/post.md": text})


def test_a_new_name_is_no_arrival(site: Repository) -> None:
    post = "---\ntitle: By hand?\nauthor: eve\ndate: 2026-10-05\ntags: [law]\n---\n\nOr not at all.\n"
    site.commit("2026-10-05T12:00:00Z", {"posts/discussions/by-hand/post.md": post})
    site.commit("2026-10-06T12:00:00Z", {"posts/discussions/by-hand/replies/a.md": eve()})
    rename_post(site, "by-hand", "on-paper", "2026-10-07T12:00:00Z")
    rename_post(site, "on-paper", "letters", "2026-10-08T12:00:00Z")
    assert arrival(site, "discussions/letters/post.md") == "2026-10-05T12:00:00Z"
    assert arrival(site, "discussions/letters/replies/a.md") == "2026-10-06T12:00:00Z"
    changed = eve(keys="aliases: [a]\n")
    site.commit(
        "2026-10-09T12:00:00Z",
        {
            "posts/discussions/letters/replies/b.yml": changed.replace("---\n\n", "body: ").replace("---\n", ""),
            "posts/discussions/letters/replies/a.md": None,
        },
    )
    assert arrival(site, "discussions/letters/replies/b.yml") == "2026-10-06T12:00:00Z"
    assert touch(site, "discussions/letters/replies/b.yml") == ""


def test_what_is_merged_into_another_discussion_came_when_it_came(site: Repository) -> None:
    post = "---\ntitle: By hand?\nauthor: eve\ndate: 2026-10-05\ntags: [law]\n---\n\nOr not at all.\n"
    site.commit("2026-10-05T12:00:00Z", {"posts/discussions/by-hand/post.md": post})
    site.commit("2026-10-06T12:00:00Z", {"posts/discussions/by-hand/replies/a.md": eve()})
    into = str(GOOD[f"{FOLDER}/post.md"]).replace("tags:", "merged: [by-hand]\ntags:")
    site.commit(
        "2026-10-10T12:00:00Z",
        {
            f"posts/{FOLDER}/post.md": into,
            f"posts/{FOLDER}/replies/by-hand.md": eve(),
            f"posts/{FOLDER}/replies/a.md": eve(keys="reply_to: by-hand\n"),
            "posts/discussions/by-hand/post.md": None,
            "posts/discussions/by-hand/replies/a.md": None,
        },
    )
    assert arrival(site, f"{FOLDER}/replies/by-hand.md") == "2026-10-05T12:00:00Z"
    assert arrival(site, f"{FOLDER}/replies/a.md") == "2026-10-06T12:00:00Z"


def test_another_ending_is_an_edit_and_no_arrival(site: Repository) -> None:
    site.commit("2026-10-06T12:00:00Z", {f"posts/{EVE}": eve()})
    other = EVE.replace(".md", ".yml")
    site.commit(
        "2026-10-07T12:00:00Z", {f"posts/{EVE}": None, f"posts/{other}": "author: eve\ndate: 2026-10-05\nbody: No.\n"}
    )
    assert (arrival(site, other), touch(site, other)) == ("2026-10-06T12:00:00Z", "2026-10-07T12:00:00Z")


def test_nobody_takes_the_arrival_of_a_name_that_was_gone_before(site: Repository) -> None:
    site.commit("2026-10-06T12:00:00Z", {f"posts/{EVE}": eve()})
    site.commit("2026-10-07T12:00:00Z", {f"posts/{EVE}": None})
    spam = f"{FOLDER}/replies/spam.md"
    site.commit("2026-10-08T12:00:00Z", {f"posts/{spam}": eve(keys="aliases: [2026-10-05-eve]\n")})
    assert arrival(site, spam) == "2026-10-08T12:00:00Z"


@pytest.mark.parametrize(("text", "came"), [(eve(), "2026-10-06T12:00:00Z"), (eve("gil"), "2026-10-08T12:00:00Z")])
def test_what_is_put_back_is_the_same_and_another_text_under_its_name_is_new(
    site: Repository, text: str, came: str
) -> None:
    site.commit("2026-10-06T12:00:00Z", {f"posts/{EVE}": eve()})
    site.commit("2026-10-07T12:00:00Z", {f"posts/{EVE}": None})
    site.commit("2026-10-08T12:00:00Z", {f"posts/{EVE}": text})
    assert arrival(site) == came


def test_what_is_not_committed_counts_by_its_date(site: Repository) -> None:
    write_tree(site.folder, {f"posts/{EVE}": eve()})
    assert arrival(site) == ""
    site.commit("2026-10-06T12:00:00Z")
    site.commit("2026-10-07T12:00:00Z", {f"posts/{EVE}": None})
    write_tree(site.folder, {f"posts/{EVE}": eve("gil")})
    assert arrival(site) == ""


def test_no_clock_of_a_commit_puts_it_before_or_behind_those_around_it(site: Repository) -> None:
    paths = [f"{FOLDER}/replies/{name}.md" for name in "abcde"]
    days = ["2026-10-06", "2037-01-01", "2026-10-08", "1971-01-01", "2026-10-10"]
    for path, day in zip(paths, days, strict=True):
        site.commit(f"{day}T12:00:00Z", {f"posts/{path}": eve()})
    assert [arrival(site, path)[:10] for path in paths] == [
        "2026-10-06",
        "2026-10-10",
        "2026-10-08",
        "1971-01-01",
        "2026-10-10",
    ]
    assert find(load(site), paths[3]).published.written == "2026-10-05"


def test_where_a_shallow_clone_is_cut_off_nothing_is_known(site: Repository, tmp_path: Path) -> None:
    for number in range(4):
        site.commit(f"2026-10-0{number + 5}T12:00:00Z", {f"posts/{FOLDER}/replies/{number}.md": eve()})
    clone = Repository(tmp_path / "clone")
    clone.git("fetch", "-q", "--depth", "2", f"file://{site.folder}", "main")
    clone.git("checkout", "-q", "FETCH_HEAD")
    known = [arrival(clone, f"{FOLDER}/replies/{number}.md") for number in range(4)]
    assert known == ["", "", "", "2026-10-08T12:00:00Z"]
    mark = mark_history(clone.folder / "posts")
    clone.git("fetch", "-q", "--deepen", "1", f"file://{site.folder}", "main")
    assert mark_history(clone.folder / "posts") != mark
    assert arrival(clone, f"{FOLDER}/replies/2.md") == "2026-10-07T12:00:00Z"


def test_a_mark_tells_one_commit_from_the_next(site: Repository) -> None:
    mark = mark_history(site.folder / "posts")
    assert mark == mark_history(site.folder / "posts")
    site.commit("2026-10-06T12:00:00Z", {"README.md": "No post."})
    assert mark_history(site.folder / "posts") != mark


def test_no_name_of_a_file_confuses_it(site: Repository) -> None:
    names = ["a\nb.md", ":000000 100644 0 1 A.md", '"quoted".md', "1700000000 .md", "\udcff.md", "ä.md", " x\t.md"]
    odd = [f"{FOLDER}/replies/{name}" for name in names]
    for path in odd:
        (site.folder / "posts" / path).write_text(eve())
    site.commit("2026-10-06T12:00:00Z", {f"posts/{EVE}": eve()})
    found = find_history(site.folder / "posts")
    seconds = int(datetime.fromisoformat("2026-10-06T12:00:00+00:00").timestamp())
    for path in (*odd, EVE):
        assert found[path.rpartition(".")[0]].arrived == seconds, path


def test_no_setting_of_the_repository_changes_or_runs_anything(site: Repository, tmp_path: Path) -> None:
    site.merge("2026-10-05T09:00:00Z", "2026-10-20T15:30:00Z", {f"posts/{EVE}": eve()})
    site.git("notes", "add", "-m", ":a note")
    expected = find_history(site.folder / "posts")
    assert len(expected) == 5
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\ntouch {tmp_path}/was-run\n")
    program.chmod(0o755)
    for name, value in {
        "core.fsmonitor": str(program),
        "core.pager": str(program),
        "diff.external": str(program),
        "gpg.program": str(program),
        "log.showSignature": "true",
        "log.showRoot": "false",
        "log.follow": "true",
        "log.diffMerges": "off",
        "notes.displayRef": "*",
        "diff.renames": "copies",
        "diff.relative": "true",
        "color.ui": "always",
        "core.quotePath": "true",
    }.items():
        site.git("config", name, value)
    assert find_history(site.folder / "posts") == expected
    assert not (tmp_path / "was-run").exists()


def test_a_folder_of_a_contributors_cannot_pose_as_the_repository(site: Repository, tmp_path: Path) -> None:
    site.commit("2026-10-06T12:00:00Z", {f"posts/{EVE}": eve()})
    expected = find_history(site.folder / "posts")
    site.git("clone", "-q", "--bare", ".", str(tmp_path / "bare"))
    for path in (tmp_path / "bare").iterdir():
        path.rename(site.folder / "posts" / path.name)
    config = site.folder / "posts" / "config"
    config.write_text(f"{config.read_text()}\tfsmonitor = touch {tmp_path}/was-run\n")
    site.commit("2026-10-07T12:00:00Z", {f"posts/{FOLDER}/replies/b.md": eve()})
    assert find_history(site.folder / "posts").keys() == {*expected, f"{FOLDER}/replies/b"}
    assert not (tmp_path / "was-run").exists()


def test_variables_of_a_hook_lead_nowhere_else(
    site: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = find_history(site.folder / "posts")
    other = Repository(tmp_path / "other")
    other.commit(START, {"a": "b"})
    monkeypatch.setenv("GIT_DIR", str(other.folder / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(other.folder))
    assert find_history(site.folder / "posts") == expected


def test_posts_may_be_the_repository_or_lie_behind_a_link(tmp_path: Path) -> None:
    posts = Repository(tmp_path / "elsewhere")
    posts.commit(START, GOOD)
    posts.commit("2026-10-06T12:00:00Z", {EVE: eve()})
    found = find_history(posts.folder)
    assert found[EVE.removesuffix(".md")].arrived
    (tmp_path / "posts").symlink_to(posts.folder)
    assert find_history(tmp_path / "posts") == found


def test_a_folder_with_an_odd_name_is_no_pattern(tmp_path: Path) -> None:
    site = Repository(tmp_path / "site")
    site.commit(START, {"README.md": "Hi."})
    site.commit("2026-10-06T12:00:00Z", {"*/discussions/a/post.md": "", "b/discussions/b/post.md": ""})
    assert find_history(site.folder / "*").keys() == {"discussions/a/post"}


@pytest.mark.parametrize("why", ["no repository", "no commit", "no git", "a git that fails", "damage"])
def test_where_git_cannot_say_nothing_is_known(
    tmp_path: Path, site: Repository, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = site.folder / "posts"
    if why == "no repository":
        folder = write_tree(tmp_path / "alone" / "posts", GOOD)
    if why == "no commit":
        folder = write_tree(Repository(tmp_path / "new").folder / "posts", GOOD)
    if why == "no git":
        monkeypatch.setenv("PATH", str(tmp_path))
    if why == "a git that fails":
        (tmp_path / "git").write_text("#!/bin/sh\necho fatal: detected dubious ownership >&2\nexit 128\n")
        (tmp_path / "git").chmod(0o755)
        monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    if why == "damage":
        for file in (site.folder / ".git" / "objects").rglob("*"):
            if file.is_file():
                file.unlink()
    assert find_history(folder) == {}
    library = load_library(folder, now=NOW)
    assert date_library(library, find_history(folder)) is library


def test_git_is_asked_once_for_one_history(site: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = Cache(tmp_path / "cache.sqlite")
    found = find_history(site.folder / "posts", cache)
    cache.write()
    monkeypatch.setattr(history, "build_history", lambda commits: pytest.fail("it is known"))
    assert find_history(site.folder / "posts", cache) == found


def test_a_git_that_takes_too_long_is_waited_for_no_longer(site: Repository) -> None:
    assert ask_git(site.folder, "rev-parse", "HEAD") != b""
    assert ask_git(site.folder, "rev-parse", "HEAD", patience=0) == b""


def test_zones_and_languages_change_nothing(site: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    site.merge("2026-10-05T09:00:00+0900", "2026-10-20T15:30:00-0500", {f"posts/{EVE}": eve()})
    expected = load(site)
    for zone, language in (("Pacific/Kiritimati", "C"), ("America/New_York", "de_DE.UTF-8")):
        monkeypatch.setenv("TZ", zone)
        monkeypatch.setenv("LC_ALL", language)
        assert load(site) == expected
    assert arrival(site) == "2026-10-20T20:30:00Z"


@pytest.mark.parametrize(
    "who", ["<a@b.org> 4102444800 +0000", f"<a@b.org> {10**12} +0000", f"<a@b.org> {10**30} +0000", "<a@b.org> -5", ""]
)
def test_a_commit_whose_time_is_none_or_still_to_come_stops_nothing_and_tells_nothing(
    site: Repository, who: str
) -> None:
    site.commit("2026-10-20T15:30:00Z", {f"posts/{EVE}": eve()})
    good = site.git("cat-file", "commit", "HEAD")
    bad = re.sub("(?m)^committer .*\n", f"committer a {who}\n" if who else "", good)
    (site.folder / "commit").write_text(bad)
    made = site.git("hash-object", "-t", "commit", "-w", "--literally", "commit").strip()
    (site.folder / "commit").unlink()
    site.git("update-ref", "refs/heads/main", made)
    assert arrival(site) == ""
    other = EVE.replace("eve", "fay")
    site.commit("2026-10-21T15:30:00Z", {f"posts/{other}": eve("fay")})
    assert (arrival(site), arrival(site, other)) == ("", "2026-10-21T15:30:00Z")
