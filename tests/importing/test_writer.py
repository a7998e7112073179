"""Records to files: any tree comes back as it was, twice is once, and nothing is half-written."""

import errno
import functools
import gc
import os
import shutil
import sqlite3
import tempfile
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from declared import check_posts, load_library
from importing.archives import TAGS, bring_records, make_posts, only, snapshot
from parley.commands.cli import main
from parley.importing.mapping import FieldMapping
from parley.importing.records import Author, BadArchive, Comment, Fault, ImportedThread, Missing, ReadyFile, Record
from parley.importing.streams.spool import Spool
from parley.importing.target import load_target
from parley.importing.writer import Choices, import_records
from parley.model.problems import ParleyError
from parley.model.threads import build_tree
from support import NOW, write_tree

START = datetime(2020, 1, 1, tzinfo=UTC)
ANA = Author("Ana")


def thread(id: str = "t", **more: object) -> ImportedThread:
    values = {"title": "A title", "author": ANA, "date": START, "body": "Opening", **more}
    return ImportedThread(id=id, **values)  # type: ignore[arg-type]


def comment(id: str, parent: str = "", minute: int = 1, **more: object) -> Comment:
    values = {"thread": "t", "author": ANA, "date": START + timedelta(minutes=minute), "body": f"Text {id}", **more}
    return Comment(id=id, parent=parent, **values)  # type: ignore[arg-type]


TREES = st.integers(0, 25).flatmap(
    lambda count: st.tuples(*(st.integers(-1, max(number - 1, -1)) for number in range(count)))
)


@settings(max_examples=25)
@given(TREES, st.randoms(use_true_random=False))
def test_any_tree_of_comments_is_the_same_tree_after_writing_and_loading(
    parents: tuple[int, ...], chance: object
) -> None:
    comments = [
        comment(f"{number:02}", f"{parent:02}" if parent >= 0 else "", number, body=f"Body {number}")
        for number, parent in enumerate(parents)
    ]
    records: list[Record] = [thread(), *comments]
    chance.shuffle(records)  # type: ignore[attr-defined]
    with tempfile.TemporaryDirectory() as folder:
        posts = make_posts(Path(folder))
        result, library = bring_records(records, posts)
        nodes = build_tree(library.replies_to(library.discussions[0]))
        again, _ = bring_records(records, posts)
    found = {node.reply.id: (node.parent.id if node.parent else "", node.reply.body) for node in nodes}
    wanted = {one.id: (one.parent and f"test-{one.parent}", one.body) for one in comments}
    assert {id.removeprefix("test-"): value for id, value in found.items()} == wanted
    assert result.replies.placed == len(comments)
    assert again.files == 0


def test_nobody_of_an_archive_becomes_somebody_who_writes_here_without_a_file(posts: Path) -> None:
    """Read from files of every kind, and in every way in which an author can be written."""
    front = "title: T\ndate: 2020-01-01\ntags: [old]\n"
    write_tree(
        posts,
        {
            "discussions/one/post.md": f"---\nauthor: ana\n{front}---\n\nHi.\n",
            "discussions/one/replies/a.yml": "author: 'bob-b'\ndate: 2020-01-02\nbody: Hi.\n",
            "discussions/two/post.yml": f'author:   "cy"\n{front}body: Hi.\n',
            "discussions/two/replies/b.md": "---\ndate: 2020-01-02\nauthor: dan\n---\n\nHi.\n",
        },
    )
    assert load_target(posts).writers == {"ana", "bob-b", "cy", "dan"}
    said = [comment(str(at), author=Author(name)) for at, name in enumerate(["ana", "bob b", "cy", "dan", "eve"])]
    _, library = bring_records([thread(author=Author("ana")), *said], posts)
    (discussion,) = (post for post in library.discussions if post.title == "A title")
    authors = {reply.author for reply in library.replies_to(discussion)}
    assert "eve" in authors
    assert {handle.rpartition("-")[0] for handle in authors} == {"ana", "bob-b", "cy", "dan", ""}


def test_what_an_import_writes_passes_the_check_whatever_people_are_called(posts: Path) -> None:
    names = [
        "John",
        "JOHN",
        "Jоhn",
        "J0hn",
        "Admin",
        "The Moderators",
        "A removed reply",
        "@ana",
        "Old",
        "old",
        "OLD (2)",
    ]
    said = [comment(str(at), author=Author(one, f"user-{at}")) for at, one in enumerate(names)]
    said += [comment(f"n{at}", author=Author(one)) for at, one in enumerate(names)]
    write_tree(posts, {"people/the-john.yml": "name: John\n"})
    result = import_records([thread(), *said], posts, Choices("test", ("old",), site_name="Old"), now=NOW)
    assert result.complete
    assert check_posts(posts, now=NOW, site_name="Old").problems == ()
    again = import_records([thread(), *said], posts, Choices("test", ("old",), site_name="Old"), now=NOW)
    assert again.files == 0


def test_a_newer_export_adds_to_what_was_changed_here(posts: Path) -> None:
    bring_records([thread(), comment("1")], posts)
    (folder,) = (posts / "discussions").iterdir()
    renamed = folder.with_name("our-own-name")
    folder.rename(renamed)
    post = renamed / "post.md"
    post.write_text(post.read_text().replace("tags: [old]", f"tags: [old]\naliases: [{folder.name}]"))
    reply = renamed / "replies/test-1.md"
    reply.write_text(reply.read_text().replace("Text 1", "Mended by hand"))
    newer: list[Record] = [
        thread(title="Another title"),
        comment("1", body="New"),
        comment("2", "1", 0),
        comment("3", minute=-9),
    ]
    result, library = bring_records(newer, posts)
    discussion, replies = only(library)
    assert discussion.id == "our-own-name"
    assert replies["1"].body == "Mended by hand"
    assert replies["2"].reply_to == "test-1"
    assert replies["2"].date == replies["1"].date
    assert replies["3"].date == discussion.date
    assert (result.discussions.known, result.replies.known, result.replies.placed) == (1, 1, 2)


def test_what_the_archive_has_not_approved_any_longer_stays_and_is_named(posts: Path) -> None:
    bring_records([thread(), comment("1"), comment("2", "1")], posts)
    before = snapshot(posts)
    result, _ = bring_records([thread(), comment("1", dropped="not approved"), comment("2", "1")], posts)
    assert snapshot(posts) == before
    assert result.mended["withdrawn"] == 1


@pytest.mark.parametrize("reason", ["deleted", "spam", "hidden"])
def test_what_the_archive_has_removed_is_marked_as_removed_once_and_its_answers_stay(posts: Path, reason: str) -> None:
    bring_records([thread(), comment("1"), comment("2", "1")], posts)
    newer: list[Record] = [thread(), comment("1", dropped=reason), comment("2", "1")]
    result, library = bring_records(newer, posts)
    replies = {reply.id: reply for reply in library.replies_to(library.discussions[0])}
    assert (replies["test-1"].removed, replies["test-2"].reply_to) == ("It was removed in the archive.", "test-1")
    assert (result.mended["removed"], result.files) == (1, 0)
    before = snapshot(posts)
    result, _ = bring_records(newer, posts)
    assert snapshot(posts) == before
    assert (result.mended["withdrawn"], result.mended["removed"]) == (1, 0)


def test_what_the_archive_does_not_have_any_longer_stays_and_is_named_until_it_is_removed(posts: Path) -> None:
    long = "\n\n".join("word " * 900 for _ in range(9))
    newer: list[Record] = [
        thread(body=long, markup="markdown"),
        comment("1", body=long, markup="markdown"),
        comment("2-part-2"),
    ]
    bring_records([*newer, comment("3")], posts)
    before = snapshot(posts)
    result, _ = bring_records(newer, posts)
    assert snapshot(posts) == before
    assert result.mended == {"withdrawn": 1}
    (file,) = posts.glob("discussions/*/replies/test-3.md")
    file.write_text(file.read_text().replace("---\n", "---\nremoved: Asked for.\nupdated: 2021-01-01\n", 1))
    assert not bring_records(newer, posts)[0].mended


def test_an_edited_text_leads_to_the_places_here_and_keeps_its_whole_title_and_a_date_alone_edits_nothing(
    posts: Path,
) -> None:
    def records(text: str, years: int) -> list[Record]:
        edited = START.replace(year=START.year + years)
        said: dict[str, Any] = {"body": f"{text}: https://old.example/2/", "edited": edited}
        other = thread("2", title="Two", body="x", address="https://old.example/2/")
        return [thread(title="long " * 60, **said), comment("1", **said), other]

    bring_records(records("First", 0), posts)
    result = import_records(records("Second", 1), posts, Choices("test", ("old",), verify=True), now=NOW)
    assert (result.mended, result.verified) == ({"edited": 2, "relinked": 2}, 2)
    library = load_library(posts, now=NOW)
    (two,) = (post for post in library.discussions if post.title == "Two")
    (edited,) = (post for post in library.discussions if post.updated)
    link = f"Second: [Two](/discussions/{two.id}/)"
    assert edited.body == f"{'long ' * 59}long\n\n{link}"
    assert [reply.body for reply in library.replies_to(edited)] == [link]
    before = snapshot(posts)
    result, _ = bring_records(records("Second", 2), posts)
    assert (snapshot(posts), result.mended) == (before, {})


def test_a_discussion_that_is_locked_here_takes_no_more(posts: Path) -> None:
    bring_records([thread(closed=True), comment("1")], posts)
    newer: list[Record] = [
        thread(closed=True),
        comment("1"),
        comment("2", "1", 9),
        comment("3", "2", 10),
        comment("4", "", 0),
    ]
    result, library = bring_records(newer, posts)
    assert set(only(library)[1]) == {"1", "4"}
    assert result.replies.dropped == {"the discussion is locked here": 2}


def test_one_id_with_two_texts_is_two_replies_and_with_one_text_is_one(posts: Path) -> None:
    records: list[Record] = [
        thread(),
        comment("1"),
        comment("1"),
        comment("1", body="Another"),
        comment("1", body="Another"),
    ]
    result, library = bring_records(records, posts)
    assert {reply.body for reply in only(library)[1].values()} == {"Text 1", "Another"}
    assert result.replies.merged == 2


def test_long_titles_and_long_texts_keep_every_word(posts: Path) -> None:
    title = "word " * 60 + "*end*"
    body = "\n\n".join(f"Paragraph {number} " + "text " * 200 for number in range(120))
    result, library = bring_records(
        [
            thread(title=title, body=body, markup="markdown"),
            comment("1", body=body, markup="markdown"),
            comment("2", "1"),
        ],
        posts,
    )
    post, replies = only(library)
    assert len(post.title) <= 120
    assert post.body.startswith("word word")
    assert "\\*end\\*\n\nParagraph 0" in post.body
    parts = [replies[id] for id in ("1", "1-part-2", "1-part-3")]
    assert [part.reply_to for part in parts] == ["", "test-1", "test-1-part-2"]
    assert replies["2"].reply_to == "test-1"
    assert "\n\n".join(part.body for part in parts).split() == body.split()
    assert replies["opening-part-2"].author == post.author
    assert result.mended["split"] == 2
    assert result.mended["retitled"] == 1
    again, _ = bring_records([thread(title=title, body=body, markup="markdown")], posts)
    assert again.files == 0


@pytest.mark.parametrize("title", ["", "???", "\u202e", "- # *x* <b>", "no", "404", "ghp_" + "a1" * 20, "a@corp.io"])
def test_any_title_is_made_one(posts: Path, title: str) -> None:
    _, library = bring_records([thread(id="My-Id", title=title)], posts)
    assert only(library)[0].title


def test_dates_that_cannot_be_are_those_of_what_is_answered(posts: Path) -> None:
    late = NOW + timedelta(days=400)
    result, library = bring_records([thread(date=late), comment("1"), comment("2", "1", date=None)], posts)
    post, replies = only(library)
    assert post.date.at == replies["1"].date.at == replies["2"].date.at
    assert result.cases["undated"] == ["t", "t/2"]


def test_an_empty_archive_is_no_mistake(posts: Path) -> None:
    before = snapshot(posts)
    result, _ = bring_records([], posts)
    assert result.complete
    assert snapshot(posts) == before


def test_what_is_missing_makes_the_result_incomplete(posts: Path) -> None:
    result, _ = bring_records([thread(), Missing("page 2")], posts)
    assert not result.complete


def test_a_page_that_nobody_answered_is_left_out_with_the_reasons_of_all_it_held(posts: Path) -> None:
    for held in ([], [comment("1", dropped="spam"), comment("2", dropped="deleted"), comment("3", body=" ")]):
        result, library = bring_records([thread(author=None), *held], posts)
        assert library.discussions == ()
        assert result.discussions.dropped == {"nobody replied": 1}
        assert result.replies.dropped == ({"spam": 1, "deleted": 1, "it has no text": 1} if held else {})
        assert result.cases.get("spam", []) == (["t/1"] if held else [])


def test_five_tags_are_taken_each_once_and_those_of_the_map_first(posts: Path) -> None:
    (posts / "tags.yml").write_text(
        "".join(f"- {{slug: t{number}, title: T{number}, summary: S.}}\n" for number in range(8))
    )
    mapping = FieldMapping(tags={"News": "t7", "Law": "t6", "*": "t5"})
    opened = [
        thread(id="a", categories=("News", "Law", "Other", "News")),
        thread(id="b", categories=("Other",), title="Other"),
    ]
    for tags, wanted in ((("t1",), [("t7", "t6", "t1"), ("t1",)]), ((), [("t7", "t6"), ("t5",)])):
        posts_folder = write_tree(posts.parent / f"tags-{len(tags)}", {"tags.yml": (posts / "tags.yml").read_text()})
        import_records(opened, posts_folder, Choices("test", tags, mapping), now=NOW)
        found = load_library(posts_folder, now=NOW).discussions
        assert sorted(post.tags for post in found) == sorted(wanted)
    many = write_tree(posts.parent / "tags-many", {"tags.yml": (posts / "tags.yml").read_text()})
    import_records(
        [thread()], many, Choices("test", tuple(f"t{number}" for number in range(6)), FieldMapping()), now=NOW
    )
    assert load_library(many, now=NOW).discussions[0].tags == ("t0", "t1", "t2", "t3", "t4")


def test_a_discussion_of_comments_alone_says_where_they_were(posts: Path) -> None:
    for address, shown in (
        ("https://example.org/a b", "The comments on [A title](https://example.org/a%20b)."),
        ("https://example.org/(a)", "The comments on A title."),
        ("example.org", "The comments on A title."),
        ("", "The comments on A title."),
    ):
        folder = make_posts(posts.parent / f"on {address}".replace("/", "-"))
        _, library = bring_records([thread(author=None, body="", address=address), comment("1")], folder)
        assert library.discussions[0].body == shown
    own = make_posts(posts.parent / "own")
    _, library = bring_records([thread(body="", title="# 1")], own)
    assert library.discussions[0].body == "\\# 1"


def test_what_was_closed_is_locked_since_its_last_reply(posts: Path) -> None:
    _, library = bring_records([thread(closed=True), comment("1", minute=9), comment("2", minute=3)], posts)
    (post,) = library.discussions
    assert post.locked == "It was closed in the archive."
    assert post.updated
    assert post.updated.at == START + timedelta(minutes=9)


def refuse(
    records: list[Record], posts: Path, *, mapping: FieldMapping | None = None, tags: tuple[str, ...] = ("old",)
) -> str:
    before = snapshot(posts.parent)
    with pytest.raises(ParleyError) as caught:
        import_records(records, posts, Choices("test", tags, mapping or FieldMapping()), now=NOW)
    assert snapshot(posts.parent) == before
    return str(caught.value)


def test_all_faults_are_named_and_nothing_is_written(posts: Path) -> None:
    faults: list[Record] = [Fault(Path("a.yml"), 3, "bad"), thread(), comment("1"), Fault(Path("b.yml"), 7, "worse")]
    said = refuse(faults, posts)
    assert "a.yml:3: bad" in said
    assert "b.yml:7: worse" in said
    with pytest.raises(BadArchive) as caught:
        import_records([Fault(Path("a"), 1, "bad")] * 1001, posts, Choices("test"))
    assert len(caught.value.faults) == 1000


def test_a_reader_that_fails_half_way_leaves_nothing(posts: Path) -> None:
    def read() -> Iterator[Record]:
        yield thread()
        yield comment("1")
        raise BadArchive(Fault(Path("x"), 1, "cut off"))

    before = snapshot(posts.parent)
    with pytest.raises(BadArchive):
        import_records(read(), posts, Choices("test", ("old",)), now=NOW)
    assert snapshot(posts.parent) == before


def test_tags_must_be_there(posts: Path) -> None:
    assert "--tag" in refuse([thread()], posts, tags=())
    said = refuse([thread()], posts, tags=("old", "nowhere"))
    assert "- slug: nowhere" in said
    assert "- slug: old" not in said
    assert "- slug: mapped" in refuse([thread()], posts, mapping=FieldMapping(tags={"x": "mapped"}))
    one = [ReadyFile(f"practices/{slug}/post.md", "x", "post", tags=(("new", slug, "S."),)) for slug in "ab"]
    assert refuse([*one], posts).split("\n")[1:] == ["- slug: new", "  title: b", "  summary: S."], "a tag of two sites"
    assert import_records([], posts, Choices("test"), now=NOW).complete, "without a discussion no tag is asked for"


def test_a_folder_that_is_not_there_or_is_a_link_is_refused(tmp_path: Path, posts: Path) -> None:
    (tmp_path / "link").symlink_to(posts)
    for folder in (tmp_path / "nowhere", tmp_path / "link", posts / "tags.yml"):
        with pytest.raises(ParleyError, match="there is no folder"):
            import_records([thread()], folder, Choices("test", ("old",)), now=NOW)


def test_a_place_beside_the_posts_that_cannot_be_written_is_said(posts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(**_: object) -> str:
        raise PermissionError(13, "Permission denied", str(posts.parent))

    monkeypatch.setattr(tempfile, "mkdtemp", fail)
    said = refuse([thread()], posts, tags=("old",))
    assert str(posts) in said
    assert "permission denied" in said


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (
            OSError(errno.ENOSPC, "No space left on device"),
            "nothing was imported: next to {posts}/: the disk is full. Free some space, or choose another location.",
        ),
        (
            sqlite3.OperationalError("database or disk is full"),
            "nothing was imported: next to {posts}/, where an import needs room for a second copy of its archive: "
            "database or disk is full. Free some space there.",
        ),
    ],
)
def test_a_disk_that_is_full_half_way_is_said(
    posts: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, said: str
) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setenv("SQLITE_TMPDIR", str(posts))  # on the same disk
    monkeypatch.setattr(Spool, "keep_parts", fail)
    assert refuse([thread(), comment("1")], posts) == said.format(posts=posts)


def test_a_full_folder_of_temporary_files_is_named(
    tmp_path: Path, posts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    (tmp_path / "scratch").mkdir()
    monkeypatch.setenv("SQLITE_TMPDIR", str(tmp_path / "scratch"))
    monkeypatch.setattr(Spool, "keep_parts", fail)
    free = {tmp_path / "scratch": 5, posts.parent: 10}
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: SimpleNamespace(total=free[folder], free=free[folder]))
    assert refuse([thread(), comment("1")], posts) == (
        f"nothing was imported: in {tmp_path / 'scratch'}, the system's folder for temporary files: "
        "database or disk is full. Free some space there."
    )


def test_comments_alone_date_their_page_by_the_first_of_them(posts: Path) -> None:
    late = START + timedelta(days=1)
    for number, (author, date, wanted) in enumerate(
        [(None, late, START), (None, None, START), (ANA, late, late), (ANA, None, START)]
    ):
        id = f"page-{number}"
        records: list[Record] = [thread(id, title=id, author=author, date=date), comment("c", minute=0, thread=id)]
        _, library = bring_records(records, posts, name=f"n{number}")
        assert [post.date.at for post in library.discussions if post.title == id] == [wanted]


def test_a_discussion_whose_date_was_spoilt_here_takes_what_is_new(posts: Path) -> None:
    import_records([thread(), comment("1")], posts, Choices("test", ("old",)), now=NOW)
    (file,) = posts.glob("discussions/*/post.md")
    text = file.read_text()
    file.write_text(text.replace("date: 2020-01-01", "date: 2020-13-01"))
    result = import_records([thread(), comment("1"), comment("2", "1", 2)], posts, Choices("test", ("old",)), now=NOW)
    assert (result.replies.known, result.replies.placed, result.replies.dropped) == (1, 1, {})
    file.write_text(text)
    assert set(only(load_library(posts, now=NOW))[1]) == {"1", "2"}


def test_a_clash_takes_everything_back(posts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    link = os.link
    moved: list[str] = []

    def fail_late(source: Path, target: Path) -> None:
        if len(moved) == 3:
            raise FileExistsError(17, "File exists", str(source), None, str(target))
        moved.append(str(target))
        link(source, target)

    monkeypatch.setattr(os, "link", fail_late)
    before = snapshot(posts.parent)
    with pytest.raises(ParleyError, match="nothing was imported"):
        import_records([thread(), *(comment(str(n)) for n in range(5))], posts, Choices("test", ("old",)), now=NOW)
    assert len(moved) == 3
    assert snapshot(posts.parent) == before
    assert not list(posts.glob("discussions/*"))


def test_a_disk_without_hard_links_will_do(posts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse_link(source: Path, target: Path) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse_link)
    result, library = bring_records([thread(), comment("1")], posts)
    assert result.files == 3
    assert set(only(library)[1]) == {"1"}


def test_discussions_that_came_apart_stay_apart_when_the_archive_makes_them_one(posts: Path) -> None:
    apart: list[Record] = [thread("a"), thread("b"), comment("1", thread="a"), comment("2", thread="b")]
    bring_records(apart, posts)
    before = snapshot(posts)
    one: list[Record] = [thread("a", same_as=("x",)), thread("b", same_as=("x",)), thread("c", same_as=("x",))]
    result, library = bring_records([*one, *apart[2:], comment("3", thread="c")], posts)
    assert before.items() <= snapshot(posts).items()
    assert len(library.discussions) == 2
    assert (result.discussions.known, result.replies.known, result.replies.placed) == (2, 2, 1)


def test_comments_of_one_id_in_two_threads_of_a_page_are_two(posts: Path) -> None:
    twins: list[Record] = [thread("a", same_as=("x",)), thread("b", same_as=("x",))]
    comments = [comment(id, parent, thread=one) for one in "ab" for id, parent in (("1", ""), ("2", "1"))]
    first: list[Record] = [*twins[:1], *comments[:2]]
    bring_records(first, posts)
    result, library = bring_records([*twins, *(replace(one, body=f"{one.thread}{one.id}") for one in comments)], posts)
    replies = {reply.body: reply for reply in library.replies_to(library.discussions[0])}
    assert set(replies) == {"Text 1", "Text 2", "b1", "b2"}
    assert replies["b2"].reply_to == replies["b1"].id
    assert (result.replies.known, result.replies.placed) == (2, 2)


def test_a_discussion_that_the_archive_has_taken_back_is_named(posts: Path) -> None:
    bring_records([thread(), comment("1")], posts)
    before = snapshot(posts)
    result, _ = bring_records([thread(dropped="not published"), comment("1")], posts)
    assert snapshot(posts) == before
    assert result.mended["withdrawn"] == 1
    result, library = bring_records([thread(dropped="deleted"), comment("1")], posts)
    assert library.discussions[0].removed == "It was removed in the archive."
    assert result.mended["removed"] == 1


def test_a_dry_run_says_the_same_and_writes_nothing(posts: Path) -> None:
    before = snapshot(posts.parent)
    result, _ = bring_records([thread(), comment("1")], posts, dry_run=True)
    assert (result.files, result.replies.placed) == (3, 1)
    assert snapshot(posts.parent) == before


def test_two_archives_of_one_kind_do_not_meet(posts: Path) -> None:
    bring_records([thread(), comment("1")], posts, name="one")
    _, library = bring_records([thread(body="Other"), comment("1", body="Other")], posts, name="two")
    assert len(library.discussions) == 2
    assert {reply.id for replies in library.replies.values() for reply in replies} == {"one-1", "two-1"}


def test_memory_does_not_grow_with_the_archive(tmp_path: Path) -> None:
    body = "<p>" + ("w" * 999 + " ") * 100 + "</p>"  # 100 kB, three hundred times

    def read() -> Iterator[Record]:
        for number in range(300):
            spam = "" if number % 150 == 0 else "spam"
            yield comment(str(number), thread=str(number % 10), body=f"{body}{number}", dropped=spam)

    posts = write_tree(tmp_path / "posts", {"tags.yml": TAGS})
    tracemalloc.start()
    try:
        result = import_records(read(), posts, Choices("test", ("old",)), now=NOW)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert result.replies.read == 300
    assert peak < 10_000_000


def _count_kept() -> dict[int, tuple[int, str]]:
    """How much is remembered by each function that forgets nothing."""
    every = [one for one in gc.get_objects() if isinstance(one, functools._lru_cache_wrapper)]
    free = [one for one in every if one.cache_parameters()["maxsize"] is None]
    return {id(one): (one.cache_info().currsize, str(one)) for one in free}


def test_nothing_remembers_every_record_of_an_archive(posts: Path) -> None:
    def read(count: int, name: str) -> Iterator[Record]:
        yield thread(name)
        for number in range(count):
            yield comment(str(number), thread=name, author=Author(f"Person {number}", f"p{number}"))

    choices = Choices("test", ("old",))
    import_records(read(10, "first"), posts, choices, now=NOW)  # what is loaded when it is wanted is there then
    before = _count_kept()
    import_records(read(90, "second"), posts, choices, now=NOW)
    for one, (count, name) in _count_kept().items():
        assert count - before.get(one, (0, ""))[0] < 40, f"{name} keeps all that it was asked for"


def test_a_discussion_that_was_merged_into_another_does_not_come_again(posts: Path) -> None:
    bring_records([thread("one"), comment("1", thread="one"), thread("two"), comment("2", thread="two")], posts)
    one, two = sorted((posts / "discussions").iterdir())
    merged = CliRunner().invoke(main, ["merge", one.name, "into", two.name, "--posts", str(posts)])
    assert merged.exit_code == 0, merged.output
    before = snapshot(posts)
    bring_records([thread("one"), comment("1", thread="one"), thread("two"), comment("2", thread="two")], posts)
    assert snapshot(posts) == before
