"""`parley import`, as a person uses it."""

import gzip
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import IO

import pytest
from click.testing import CliRunner, Result

from importing.archives import snapshot
from parley.commands.archives.import_ import _watched
from parley.commands.cli import main
from parley.importing.formats import FORMATS
from parley.importing.records import BadArchive
from parley.importing.streams.files import open_file
from support import write_tree


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["import", *map(str, arguments)])


@pytest.fixture
def comments(tmp_path: Path) -> Path:
    entry = "_id: a\nmessage: Hello\nname: Ana\ndate: 2015-01-01\nreplying_to: gone\n"
    return write_tree(tmp_path / "comments", {"page/a.yml": entry, "page/b.yml": "message: ' '\nname: Bob\n"})


def test_the_report_says_what_became_of_everything(comments: Path, posts: Path, tmp_path: Path) -> None:
    done = run("static", comments, "--to", posts, "--tag", "old", "--report", tmp_path / "report.json")
    assert done.exit_code == 0, done.output
    assert "discussions: 1 read: 1 placed" in done.output
    assert "replies: 2 read: 1 placed, 1 left out (it has no text)" in done.output
    assert "they answer is missing: 1 (" in done.output
    assert f"parley check --posts {posts}" in done.output
    report = json.loads((tmp_path / "report.json").read_text())
    assert report["complete"] is True
    assert report["replies"] == {
        "read": 2,
        "placed": 1,
        "known": 0,
        "merged": 0,
        "dropped": {"it has no text": 1},
        "unaccounted": 0,
    }
    assert report["cases"]["orphaned"] == ["page/a: what it answers isn't in the archive"]


def test_a_dry_run_writes_nothing(comments: Path, posts: Path) -> None:
    before = snapshot(posts)
    moved = posts.with_name("moved.conf")
    done = run("static", comments, "--to", posts, "--tag", "old", "--dry-run", "--redirects", moved)
    assert done.exit_code == 0
    assert "this was a dry run" in done.output
    assert not moved.exists()
    assert snapshot(posts) == before


def test_a_map_names_fields_and_tags(comments: Path, posts: Path, tmp_path: Path) -> None:
    mapping = tmp_path / "fields.yml"
    mapping.write_text("fields:\n  name: [nobody, name]\n  body: message\nparents: id\ntags:\n  '*': law\n")
    done = run("static", comments, "--to", posts, "--map", mapping)
    assert done.exit_code == 0, done.output
    assert "tags: [law]" in next(posts.glob("discussions/*/post.md")).read_text()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("fields: {nose: x}", "no key 'nose'"),
        ("parents: uncle", "must be one of auto"),
        ("a: [", "YAML"),
        ("- x", "must be keys"),
        ("tags: [x]", "categories with tags"),
        ("", "must be keys"),
    ],
)
def test_a_map_that_is_wrong_is_said_to_be(comments: Path, posts: Path, tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "fields.yml").write_text(text)
    done = run("static", comments, "--to", posts, "--map", tmp_path / "fields.yml")
    assert done.exit_code == 2
    assert said in done.output
    assert "Traceback" not in done.output


def test_an_archive_that_lacks_something_ends_with_1(posts: Path, tmp_path: Path) -> None:
    topic = {"id": 1, "title": "T", "post_stream": {"posts": [], "stream": [5]}}
    source = write_tree(tmp_path / "topics", {"t.json": json.dumps(topic)})
    done = run("discourse", source, "--to", posts, "--tag", "old")
    assert done.exit_code == 1
    assert "missing from the archive: topic 1: 1 of 1 posts" in done.output


@pytest.mark.parametrize("form", FORMATS)
def test_no_format_ends_in_a_traceback_on_what_is_none(form: str, posts: Path, tmp_path: Path) -> None:
    before = snapshot(posts)
    write_tree(
        tmp_path / "odd", {"x.xml": "\x00", "x.json": "\x00", "x.yml": "\x00", "x.mbox": "\x00", "y/thread.json": "7"}
    )
    (tmp_path / "empty").mkdir()
    for source in (tmp_path / "odd", tmp_path / "empty", tmp_path / "odd/x.json", "/dev/null"):
        done = run(form, source, "--to", posts, "--tag", "old")
        assert done.exit_code in ((2,) if str(source) != "/dev/null" else (0, 2)), done.output
        assert "Traceback" not in done.output
        assert "bug in the tool" not in done.output
    assert snapshot(posts) == before


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_pipes_links_and_folders_are_no_files(posts: Path, tmp_path: Path) -> None:
    source = write_tree(tmp_path / "page", {"good/a.yml": "message: Hello\nname: Ana\ndate: 2015-01-01\n"})
    (source / "good/folder.yml").mkdir()
    (source / "good/link.yml").symlink_to("/etc/hostname")
    assert run("static", source, "--to", posts, "--tag", "old", "--dry-run").exit_code == 0
    os.mkfifo(source / "good/pipe.yml")
    done = run("static", source, "--to", posts, "--tag", "old")
    assert done.exit_code == 2
    assert "pipe.yml:1: this isn't a plain file" in done.output


def test_names_of_archives_are_plain(comments: Path, posts: Path) -> None:
    assert run("static", comments, "--to", posts, "--tag", "old", "--name", "../x").exit_code == 2


@pytest.mark.parametrize(
    ("name", "code"), [("x" * 30, 0), ("x" * 31, 2), ("a-1", 0), ("A", 2), ("a_b", 2), ("a b", 2), ("-a", 2)]
)
def test_the_name_of_an_archive_stands_before_every_id(comments: Path, posts: Path, name: str, code: int) -> None:
    done = run("static", comments, "--to", posts, "--tag", "old", "--name", name)
    assert done.exit_code == code, done.output
    replies = [path.stem for path in posts.glob("discussions/*/replies/*.md")]
    assert replies == ([f"{name}-a"] if not code else [])
    assert ("letters a-z, digits and hyphens, at most 30" in " ".join(done.output.split())) is bool(code)


@pytest.mark.parametrize("tags", [["--tag", "old", "--tag", "law"], ["--tag", "old,law"], ["--tag", " old  law,"]])
def test_tags_are_given_one_by_one_or_together(comments: Path, posts: Path, tags: list[str]) -> None:
    done = run("static", comments, "--to", posts, *tags)
    assert done.exit_code == 0, done.output
    assert "tags: [old, law]" in next(posts.glob("discussions/*/post.md")).read_text()


def test_a_dry_run_says_what_would_come_and_keeps_its_report(comments: Path, posts: Path, tmp_path: Path) -> None:
    wet = run("static", comments, "--to", posts, "--tag", "old", "--dry-run", "--report", tmp_path / "dry.json")
    dry = json.loads((tmp_path / "dry.json").read_text())
    assert "Nothing was written: this was a dry run." in wet.output
    assert "Now run" not in wet.output
    real = run("static", comments, "--to", posts, "--tag", "old", "--report", tmp_path / "real.json")
    assert f"Now run: parley check --posts {posts}" in real.output
    assert "dry run" not in real.output
    assert json.loads((tmp_path / "real.json").read_text())["replies"] == dry["replies"]


def test_the_help_names_every_format_with_what_it_is() -> None:
    *_, shown = run("--help").output.partition("FORMAT is one of:\n")
    told = [
        "static     a folder of comment files (Staticman and its kin), in any of their layouts",
        "disqus     the XML file that Disqus exports",
        "wordpress  the XML file that WordPress exports (WXR)",
        "discourse  a topic's JSON, or a folder of topics",
        "github     Discussions or Issues as JSON, of the GraphQL or the REST interface",
        "blogger    the Atom feed that Blogger exports",
        "mbox       a mailing list's mbox, or a folder of them",
        "commento   the JSON file that Commento or Comentario exports",
        "isso       the database of Isso (SQLite)",
        "remark42   a backup of Remark42",
        "cusdis     the comments of Cusdis as its interface gives them (JSON)",
        "phpbb      a dump of the database of phpBB 3 (MySQL or MariaDB, SQL)",
        "archive    the open form for conversations that move (parley-archive), as `parley export` writes it",
        "parley     a thread.json of Parley, or a whole built site",
    ]
    assert shown.split() == " ".join(told).split()


@pytest.mark.parametrize("missing", [("static", "nowhere", "--to", "x"), ("static", "."), ("words", ".", "--to", "x")])
def test_what_is_missing_on_the_command_line_is_said(missing: tuple[str, ...]) -> None:
    done = run(*missing)
    assert done.exit_code == 2
    assert "Usage:" in done.output


def test_who_watches_is_told_how_far_it_is_and_a_log_is_not(comments: Path, posts: Path) -> None:
    arguments = ["import", "static", str(comments), "--to", str(posts), "--tag", "old", "--dry-run"]
    watched = CliRunner().invoke(main, arguments, env={"FORCE_COLOR": "1", "TERM": "xterm", "COLUMNS": "120"})
    assert watched.exit_code == 0, watched.output
    assert "Reading" in watched.stderr
    assert "Clearing up" in watched.stderr
    assert CliRunner().invoke(main, arguments).stderr == ""


@pytest.mark.parametrize(
    ("step", "said"),
    [
        ("people", "Naming people"),
        ("discussions", "Discussions written: 3"),
        ("links", "Texts searched for links to each other: 3"),
        ("files", "Files put in their places: 3"),
        ("end", "Clearing up"),
    ],
)
def test_each_step_of_an_import_says_how_far_it_is(
    step: str, said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in {"FORCE_COLOR": "1", "TERM": "xterm", "COLUMNS": "120"}.items():
        monkeypatch.setenv(name, value)
    with _watched(Path(__file__)) as (on_bytes, on_step):
        on_bytes(1)
        on_step(step, 3)
    assert said in capsys.readouterr().err


def test_a_file_that_went_away_meanwhile_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadArchive, match=r"nowhere\.xml:1: it can't be read: No such file or directory"):
        open_file(tmp_path / "nowhere.xml")


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_file_is_counted_as_it_is_read_and_closed_with_its_stream(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pack: Callable[[bytes], bytes]
) -> None:
    file = tmp_path / "a"
    file.write_bytes(pack(b"one\ntwo\n"))
    opened: list[IO[bytes]] = []
    open_number = os.fdopen

    def open_and_keep(number: int, mode: str) -> IO[bytes]:
        opened.append(open_number(number, mode))
        return opened[-1]

    monkeypatch.setattr(os, "fdopen", open_and_keep)
    counts: list[int] = []
    with open_file(file, counts.append) as stream:
        assert stream.read() == b"one\ntwo\n"
    assert sum(counts) == file.stat().st_size
    assert [one.closed for one in opened] == [True]
