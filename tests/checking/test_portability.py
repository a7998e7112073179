"""No file is taken or made that another system cannot hold, and no system makes a file look other than it is meant."""

import json
import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from declared import KINDS, check_posts, propose, review
from parley.caching.cache import Cache
from parley.checking.rules.change.changeset import FileChange
from parley.commands.cli import main
from parley.editing.slugs import make_slug
from parley.forge.changes import find_changes
from parley.forge.issue_events import Event
from parley.forge.issue_forms import find_form
from parley.importing.names import identity_key, name_people
from parley.importing.records import Author
from parley.importing.streams.spool import Identity
from parley.model import layout
from parley.model.entries import Discussion
from parley.model.findings import InvalidPosts
from parley.model.layout import DEVICES, HANDLE, PATH_LENGTH, SLUG
from parley.model.settings import Settings
from parley.reading import checkouts
from parley.rendering.data.thread_data import build_thread_data, parse_thread_data
from support import GOOD, NOW, Files, track, write_tree

DISCUSSION = find_form("discussion", KINDS)

FOLDER = "discussions/two-follow-ups"
POST = GOOD[f"{FOLDER}/post.md"]
REPLY = "---\nauthor: eve\ndate: 2026-10-09\n---\n\nNew.\n"
PERSON = "name: Somebody\n"

Tree = Callable[[Files], Path]


def find_rules(posts: Path) -> set[str]:
    """The rules that are broken, where that blocks."""
    return {problem.rule for problem in check_posts(posts, "posts", NOW).problems if problem.blocks}


def place(device: str) -> Files:
    """Everything that can be called so."""
    return {
        f"discussions/{device}/post.md": POST,
        f"practices/{device}/post.md": GOOD["practices/first-meeting/post.yml"],
        f"{FOLDER}/replies/{device}.md": REPLY,
        f"practices/first-meeting/replies/{device}.yml": "author: eve\ndate: 2026-10-09\nbody: New.\n",
        f"people/{device}.yml": PERSON,
    }


@pytest.mark.parametrize("device", DEVICES)
def test_the_name_of_a_device_is_refused_wherever_it_stands(tree: Tree, device: str) -> None:
    files = {path: text for path, text in place(device).items() if not path.startswith("practices/" + device)}
    posts = tree({**GOOD, **files})
    found = [problem for problem in check_posts(posts, "posts", NOW).problems if problem.rule == "bad-name"]
    assert {problem.path for problem in found} == {
        f"posts/{path}".removesuffix("/post.md") if path.endswith("post.md") else f"posts/{path}" for path in files
    }
    assert all(f"'{device}' is a device name on Windows" in problem.message for problem in found)
    assert all(f"for example to '{device}-2'" in problem.help for problem in found)


def test_names_that_only_begin_or_end_like_devices_are_taken(tree: Tree) -> None:
    names = ("con-2", "a-con", "console", "com", "com0", "com10", "lpt", "nul0", "aux-aux")
    files: dict[str, str | bytes] = {f"{FOLDER}/replies/{name}.md": REPLY for name in names}
    files |= {f"discussions/{name}/post.md": POST for name in names}
    files |= {f"people/{name}.yml": f"name: Person {name}\n" for name in names}
    assert find_rules(tree({**GOOD, **files})) == set()


@pytest.mark.parametrize(
    "path",
    [
        *(f"discussions/{name}/post.md" for name in ("CON", "con.", "con ", "con.md", "com¹", "LPT³", "a.", "a ")),
        *(f"{FOLDER}/replies/{name}" for name in ("con.txt.md", "a..md", "a .md", "a.md.", "a.md ", "com².yml")),
        *(f"people/{name}.yml" for name in ("con.x", "ana ", "ana.", " ana", "a?", "a|b", "a\\b", "a:b", 'a"b')),
        "tags.yml.",
        "LICENSE.md ",
        "discussions./a/post.md",
        "aux.md",
        "aux",
    ],
)  # fmt: skip
def test_no_other_form_that_windows_reads_in_its_own_way_gets_in(tree: Tree, path: str) -> None:
    posts = tree({**GOOD, path: POST if path.endswith("post.md") else REPLY})
    assert {"bad-name", "unknown-file"} & find_rules(posts)


def test_a_name_with_capitals_is_led_to_one_that_is_taken(tree: Tree) -> None:
    problems = check_posts(tree({**GOOD, f"{FOLDER}/replies/CON.md": REPLY}), "posts", NOW).problems
    assert [problem.help for problem in problems] == ["Rename it, for example to 'con-2'."]


def test_the_longest_path_that_names_allow_fits_and_a_longer_one_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = "a" * SLUG.longest
    path = f"discussions/{name}/replies/{name}.yml"
    assert len(f"posts/{path}") <= PATH_LENGTH
    files = {**GOOD, f"discussions/{name}/post.md": POST, path: "author: eve\ndate: 2026-10-09\nbody: New.\n"}
    monkeypatch.chdir(tmp_path)
    for length, wanted in ((PATH_LENGTH, []), (PATH_LENGTH + 1, ["bad-name"])):
        label = "p" * (length - len(path) - 1)
        posts = write_tree(tmp_path / label, files)
        assert [problem.rule for problem in check_posts(Path(label), label, NOW).problems] == wanted
        assert check_posts(posts, str(posts), NOW).problems == ()  # it is not known where the repository begins
        cached = check_posts(Path(label), label, NOW, cache=Cache(tmp_path / "cache.sqlite"))
        assert [problem.rule for problem in cached.problems] == wanted


@pytest.mark.parametrize(
    ("path", "twin"),
    [
        ("people/zoe.yml", "People/zoe.yml"),
        ("discussions/a/post.md", "Discussions/b/post.md"),
        ("discussions/a/post.md", "discussions/A/post.md"),
        ("discussions/a/post.md", "discussions/a/Post.md"),
        (f"{FOLDER}/replies/a.md", f"{FOLDER}/Replies/b.md"),
        (f"{FOLDER}/replies/a.md", f"{FOLDER}/replies/A.md"),
        (f"{FOLDER}/replies/a.md", f"{FOLDER}/replies/a.MD"),
        ("tags.yml", "Tags.yml"),
        ("LICENSE.md", "license.md"),
        (f"{FOLDER}/replies/caf\u00e9.md", f"{FOLDER}/replies/cafe\u0301.md"),
        ("people/\uac00.yml", "people/\u1100\u1161.yml"),
    ],
)
def test_what_would_be_one_file_elsewhere_is_refused(tree: Tree, path: str, twin: str) -> None:
    assert unicodedata.normalize("NFC", path).casefold() != unicodedata.normalize("NFC", twin) or path != twin
    content = POST if "post" in path else PERSON if "people" in path else GOOD.get(path, REPLY)
    found = find_rules(tree({**GOOD, path: content, twin: content}))
    assert {"bad-name", "unknown-file", "name-clash"} & found


def test_a_pull_request_adds_no_second_folder_of_posts(tmp_path: Path) -> None:
    write_tree(tmp_path / "base/posts", GOOD)
    write_tree(tmp_path / "head/posts", GOOD)
    added = f"{FOLDER}/replies/2026-10-09-eve.md"
    write_tree(tmp_path / "head", {f"Posts/{added}": REPLY, f"POSTS/{added}": REPLY, "poster/a.md": REPLY})
    for maintainer in (False, True):
        found = review(tmp_path / "base", tmp_path / "head", "eve", now=NOW, is_maintainer=maintainer).problems
        assert {problem.path for problem in found if problem.rule == "name-clash"} == {
            f"Posts/{added}",
            f"POSTS/{added}",
        }


# Nobody makes such a name.


@pytest.mark.parametrize("device", DEVICES)
def test_no_name_of_a_device_is_made_of_a_title(device: str) -> None:
    raised = device.translate(str.maketrans("123", "¹²³"))
    for title in (device, device.upper(), f"{device}.", f" {device}! ", f"'{device}'", raised):
        assert make_slug(title) == f"{device}-2"
        assert make_slug(title, {f"{device}-2"}) == f"{device}-3"
    account, other = Author("X", account=device), Author(device.upper())
    named = name_people([Identity(one, 1.0) for one in (account, other)], "old", {}, frozenset(), "")
    for one in (account, other):
        handle = named[identity_key(one)].person.handle
        assert handle.startswith(f"{device}-")
        assert layout.is_file_name(handle, HANDLE)


@pytest.fixture
def run(tree: Tree, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    tree(GOOD)
    monkeypatch.chdir(tmp_path)
    return lambda *arguments: CliRunner().invoke(main, arguments, input="Some words.\n")


def test_no_command_makes_one(run: Callable[..., Result], tmp_path: Path) -> None:
    common = ("--author", "ana", "-t", "law")
    done = run("new", "discussion", "Con", *common)
    assert done.exit_code == 0, done.output
    assert (tmp_path / "posts/discussions/con-2/post.md").is_file()
    done = run("new", "discussion", "Anything", "--slug", "aux", *common)
    assert (done.exit_code, "device name on Windows" in done.output) == (2, True)
    done = run("rename", "two-follow-ups", "nul")
    assert (done.exit_code, "device name on Windows" in done.output) == (2, True)
    done = run("reply", "two-follow-ups", "--author", "con")
    assert done.exit_code == 0, done.output
    names = [part for path in (tmp_path / "posts").rglob("*") for part in path.relative_to(tmp_path).parts]
    assert not {name.partition(".")[0] for name in names} & {*DEVICES}


def test_what_is_there_already_can_be_renamed_and_edited(run: Callable[..., Result], tmp_path: Path) -> None:
    write_tree(tmp_path / "posts", {"discussions/aux/post.md": POST, "discussions/aux/replies/a.md": REPLY})
    done = run("lock", "aux", "Enough said.")
    assert done.exit_code == 0, done.output
    done = run("rename", "aux", "aux-cable")
    assert done.exit_code == 0, done.output
    assert "bad-name" not in find_rules(tmp_path / "posts")


def test_no_form_makes_one(tree: Tree) -> None:
    values = {"title": "Con", "text": "Some words.", "tags": "law", "questions": ""}
    body = "\n\n".join(f"### {field.label}\n\n{values.get(field.id) or '_No response_'}" for field in DISCUSSION.fields)
    made = propose(Event(1, "eve", 1, datetime(2026, 10, 9, tzinfo=UTC), body), tree(GOOD), NOW)
    assert made.draft, made.mistakes
    assert made.draft.path == "discussions/con-2/post.md"


@pytest.mark.parametrize("place", ["post", "reply", "person"])
def test_no_data_of_a_thread_makes_one(tree: Tree, place: str) -> None:
    library = check_posts(tree(GOOD), "posts", NOW).library
    assert library
    post = library.discussions[0]
    assert isinstance(post, Discussion)
    text = json.dumps(build_thread_data(post, library.replies_to(post), library, Settings()))
    changed = {
        "post": text.replace("discussions/two-follow-ups/", "discussions/nul/").replace('"two-follow-ups"', '"nul"'),
        "reply": text.replace("2026-10-03-bob", "com1"),
        "person": text.replace("the-host", "aux"),
    }[place]
    assert changed != text
    with pytest.raises(InvalidPosts):
        parse_thread_data(json.loads(changed), KINDS)


# The bit of a program


def make_all_executable(folder: Path) -> None:
    for file in folder.rglob("*"):
        if ".git" not in file.parts:
            file.chmod(0o777)


def test_a_disk_that_calls_every_file_a_program_leaves_nothing_to_mend(tree: Tree, tmp_path: Path) -> None:
    posts = tree(GOOD)
    make_all_executable(posts)
    cache = Cache(tmp_path / "cache.sqlite")
    assert check_posts(posts, "posts", NOW).problems == ()
    assert check_posts(posts, "posts", NOW, cache=cache).problems == ()
    track(tmp_path, "posts/people/mia.yml")  # and where git knows of one, it is that one
    found = [*check_posts(posts, "posts", NOW).problems, *check_posts(posts, "posts", NOW, cache=cache).problems]
    assert [(problem.rule, problem.path) for problem in found] == [("odd-file", "posts/people/mia.yml")] * 2


def test_without_git_nothing_is_said_of_programs(tree: Tree, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    posts = tree(GOOD)
    make_all_executable(posts)
    track(tmp_path, "posts/people/mia.yml")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert checkouts.find_programs(posts) is None
    assert check_posts(posts, "posts", NOW).problems == ()


def test_no_program_of_an_unknown_checkout_is_started(tree: Tree, tmp_path: Path) -> None:
    posts = tree(GOOD)
    track(tmp_path, "posts/people/mia.yml")
    mark = tmp_path / "started"
    script = write_tree(tmp_path, {"hook": f"#!/bin/sh\ntouch '{mark}'\n"}) / "hook"
    script.chmod(0o755)
    with (tmp_path / ".git/config").open("a") as config:
        config.write(f"[core]\n\tfsmonitor = {script}\n\tpager = {script}\n\thooksPath = {tmp_path}\n")
    assert checkouts.find_programs(posts) == frozenset({"people/mia.yml"})
    assert not mark.exists()


def test_a_hook_of_another_repository_does_not_answer_for_this_one(
    tree: Tree, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    posts = tree(GOOD)
    track(tmp_path, "posts/people/mia.yml")
    other = write_tree(tmp_path / "other", {"people/mia.yml": "x", "a.md": "x"})
    track(other)
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(other / ".git/index"))
    assert checkouts.find_programs(posts) == frozenset({"people/mia.yml"})


def test_git_is_not_asked_where_no_file_is_executable(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("parley.reading.sources.find_programs", lambda folder: pytest.fail("asked"))
    assert check_posts(tree(GOOD), "posts", NOW).problems == ()


@pytest.mark.parametrize(
    ("base", "head"), [((), ()), (("a",), ("a",)), ((), ("a",)), (("a",), ()), (("a",), ("b",))], ids=str
)
@pytest.mark.parametrize("disk", ["base", "head", "both", "none"])
def test_two_checkouts_on_whatever_disks_differ_by_what_git_has(
    tmp_path: Path, base: tuple[str, ...], head: tuple[str, ...], disk: str
) -> None:
    for side, programs in (("base", base), ("head", head)):
        folder = write_tree(tmp_path / side, {"a": "1", "b": "1", "c/d": "1"})
        for name in programs:
            (folder / name).chmod(0o755)
        track(folder, *programs)
        if disk in (side, "both"):
            make_all_executable(folder)
    found = find_changes(tmp_path / "base", tmp_path / "head")
    assert {change.path for change in found} == {*base} ^ {*head}


def test_without_git_a_disk_that_calls_every_file_a_program_changes_none(tmp_path: Path) -> None:
    for side in ("base", "head"):
        write_tree(tmp_path / side, {"a": "1", "b": "1", "c/d": "1"})
    make_all_executable(tmp_path / "head")
    assert find_changes(tmp_path / "base", tmp_path / "head") == ()
    (tmp_path / "head/a").chmod(0o644)
    found = find_changes(tmp_path / "base", tmp_path / "head")
    assert found == (FileChange("b", "edited"), FileChange("c/d", "edited"))
