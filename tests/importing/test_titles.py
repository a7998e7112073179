"""Titles of an archive to titles of discussions, and what becomes of them when they change there or here."""

import json
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from importing.archives import bring, bring_records, make_posts, only, snapshot
from parley.importing.bodies.conversion import make_title, title_from_name
from parley.importing.records import Author, Comment, ImportedThread, Record
from support import NOW


@pytest.mark.parametrize(
    ("title", "fallback", "wanted"),
    [
        ("  Two \t follow-ups?\n", "x", "Two follow-ups?"),
        ("\ud83d half", "x", "? half"),
        ("a\u202eb\x07", "x", "ab"),
        ("", "From the address", "From the address"),
        ("???", "From the address", "From the address"),
        ("…", "—", "Untitled"),
        ("ask eva@corp.io", "x", "ask eva@…"),
    ],
)
def test_a_title_is_one_line_with_a_word(title: str, fallback: str, wanted: str) -> None:
    assert make_title(title, fallback) == (wanted, "")


def test_a_title_of_120_characters_stays_and_a_longer_one_ends_at_a_word() -> None:
    assert make_title("x" * 120, "") == ("x" * 120, "")
    assert make_title("x" * 121, "") == ("x" * 119 + "…", "x" * 121)
    words = "word " * 30
    short, whole = make_title(words, "")
    assert whole == words.strip()
    assert short == "word " * 22 + "word…"
    assert make_title("x" * 6000, "")[1] == "x" * 5000, (
        "what is longer is no title, and goes into one file with its text"
    )
    for early in (f"ab {'x' * 130}", f"{'x' * 59} {'y' * 100}"):
        assert make_title(early, "") == (f"{early[:119]}…", early)
    assert make_title(f"{'x' * 60} {'y' * 100}", "")[0] == "x" * 60 + "…"


@pytest.mark.parametrize(
    ("name", "wanted"), [("two-follow_ups", "Two follow ups"), ("2016/05/a--b", "2016 05 a b"), ("", "")]
)
def test_a_name_is_read_as_words(name: str, wanted: str) -> None:
    assert title_from_name(name) == wanted


DISQUS = """<disqus xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals">
<thread dsq:id="1"><link>https://old.example/a.html</link><title>{title}</title><createdAt>2015-01-01T10:00:00Z</createdAt>
</thread><post dsq:id="2"><message>Hello</message><createdAt>2015-01-02T10:00:00Z</createdAt><author><name>Ana</name>
<isAnonymous>true</isAnonymous></author><thread dsq:id="1"/></post></disqus>"""
WORDPRESS = """<rss xmlns:wp="http://wordpress.org/export/1.2/" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><item><title>{title}</title><content:encoded>A text.</content:encoded><wp:post_id>1</wp:post_id>
<wp:post_date_gmt>2015-01-01 10:00:00</wp:post_date_gmt><wp:post_modified_gmt>{edited}</wp:post_modified_gmt>
<wp:post_type>post</wp:post_type><wp:status>publish</wp:status></item></channel></rss>"""


def write_issue(file: Path, title: str, edited: str) -> None:
    issue = {"number": 1, "title": title, "body": "A text.", "author": {"login": "ana"}, "comments": []}
    file.write_text(json.dumps([{**issue, "createdAt": "2015-01-01T10:00:00Z"}]))


def write_topic(file: Path, title: str, edited: str) -> None:
    post = {"id": 5, "post_number": 1, "username": "ana", "created_at": "2015-01-01T10:00:00Z", "cooked": "<p>A text."}
    file.write_text(json.dumps({"id": 1, "title": title, "posts_count": 1, "post_stream": {"posts": [post]}}))


def write_open(file: Path, title: str, edited: str) -> None:
    one = {"id": "1", "title": title, "author": {"name": "Ana"}, "date": "2015-01-01", "edited": edited, "body": "x"}
    file.write_text(json.dumps({"format": "parley-archive/1", "threads": [one]}))


def write_isso(file: Path, title: str, edited: str) -> None:
    file.unlink(missing_ok=True)
    with sqlite3.connect(file) as database:
        database.executescript(
            "CREATE TABLE threads (id INTEGER, uri TEXT, title TEXT);"
            "CREATE TABLE comments "
            "(tid, id, parent, created, modified, mode, remote_addr, text, author, email, website);"
            "INSERT INTO comments VALUES (1, 1, NULL, 1420106400.0, NULL, 1, '', 'Hello', 'Ana', '', '');"
        )
        database.execute("INSERT INTO threads VALUES (1, '/a.html', ?)", (title,))


Write = Callable[[Path, str, str], object]
SOURCES: dict[str, Write] = {
    "disqus": lambda file, title, edited: file.write_text(DISQUS.format(title=title)),
    "wordpress": lambda file, title, edited: file.write_text(WORDPRESS.format(title=title, edited=edited)),
    "github": write_issue,
    "discourse": write_topic,
    "archive": write_open,
    "isso": write_isso,
}
ENDINGS = {"disqus": "xml", "wordpress": "xml", "isso": "db"}


@pytest.mark.parametrize("form", SOURCES)
def test_a_title_that_was_changed_in_the_archive_is_brought_and_the_address_stays(tmp_path: Path, form: str) -> None:
    source, posts = tmp_path / f"a.{ENDINGS.get(form, 'json')}", make_posts(tmp_path)
    SOURCES[form](source, "Which flour?", "2015-01-01 10:00:00")
    _, library = bring(form, source, posts)
    slug = only(library)[0].id
    SOURCES[form](source, "Which flour for rye?", "2016-01-01 10:00:00")
    result, library = bring(form, source, posts)
    post = only(library)[0]
    assert (post.title, post.id) == ("Which flour for rye?", slug)
    assert post.updated
    assert result.mended["titled"] == 1
    assert "Which flour?" not in (posts / post.path).read_text()
    before = snapshot(posts)
    result, _ = bring(form, source, posts)
    assert snapshot(posts) == before
    assert not {"titled", "edited", "withdrawn"} & result.mended.keys()


DAY = datetime(2015, 1, 1, tzinfo=UTC)


def thread(title: str, edited: int = 0, *, body: str = "A text.", closed: bool = False) -> list[Record]:
    """A thread edited so many days after it was opened."""
    moment = DAY + timedelta(edited) if edited else None
    return [
        ImportedThread(id="t", title=title, author=Author("B"), date=DAY, body=body, edited=moment, closed=closed),
        Comment(id="1", thread="t", author=Author("A"), date=DAY, body="Hello"),
    ]


def change(posts: Path, old: str, new: str) -> None:
    (file,) = posts.glob("discussions/*/post.md")
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title: Which flour?", "title: Mine"),
        ("title: Which flour?", "title: Which flour?\nupdated: 2020-01-01"),
        ("title: Which flour?", "title: Which flour?\nupdated: 2020-01-01\nlocked: Enough."),
    ],
)
def test_a_title_stays_that_was_changed_here_and_there_and_both_are_told(posts: Path, old: str, new: str) -> None:
    bring_records(thread("Which flour?"), posts)
    change(posts, old, new)
    before = snapshot(posts)
    result, _ = bring_records(thread("Which flour for rye?"), posts)
    assert snapshot(posts) == before
    assert (result.mended["titled"], result.cases["withdrawn"]) == (0, ["t"])


@pytest.mark.parametrize("mine", ["Which flour", "WHICH FLOUR!", "Mine"])
@pytest.mark.parametrize("edited", [0, 10])
def test_a_title_that_was_changed_here_alone_stays_whatever_else_was_edited(
    posts: Path, mine: str, edited: int
) -> None:
    bring_records(thread("Which flour?"), posts)
    change(posts, "title: Which flour?", f'title: "{mine}"')
    result, library = bring_records(thread("Which flour?", edited, body="Another."), posts)
    assert only(library)[0].title == mine
    assert {**result.mended} == ({"edited": 1} if edited else {})


def test_a_dated_edit_brings_title_and_text_at_once_and_the_later_one_counts(posts: Path) -> None:
    bring_records(thread("Which flour?", 1), posts)
    change(posts, "title: Which flour?", "title: Mine")
    result, library = bring_records(thread("Which flour for rye?", 2, body="Another."), posts)
    post = only(library)[0]
    assert (post.title, post.body, post.updated and post.updated.at) == (
        "Which flour for rye?",
        "Another.",
        DAY + timedelta(2),
    )
    assert (result.mended["titled"], result.mended["edited"]) == (1, 1)
    result, library = bring_records(thread("Which bread?", 3, body="Another."), posts)
    assert (only(library)[0].title, {**result.mended}) == ("Which bread?", {"titled": 1})


def test_a_title_is_brought_of_what_was_closed_there_and_not_of_what_was_removed_here(posts: Path) -> None:
    bring_records(thread("Which flour?", closed=True), posts)
    result, library = bring_records(thread("Which flour for rye?", closed=True), posts)
    post = only(library)[0]
    assert (post.title, post.updated and post.updated.at) == ("Which flour for rye?", NOW)
    change(posts, "tags:", "removed: Gone.\ntags:")
    before = snapshot(posts)
    result, _ = bring_records(thread("Which bread?", 9, closed=True), posts)
    assert (snapshot(posts), {**result.mended}) == (before, {})


def test_a_title_that_is_too_long_is_brought_with_the_text_that_says_all_of_it_or_left_to_a_person(posts: Path) -> None:
    long = " ".join(["Flour"] * 40)
    bring_records(thread("Which flour?", 1), posts)
    result, library = bring_records(thread(long, 2), posts)
    assert only(library)[0].body == f"{long}\n\nA text."
    assert result.mended["titled"] == 1
    before = snapshot(posts)
    result, _ = bring_records(thread("Which flour for rye?", 2), posts)
    assert (snapshot(posts), result.mended["withdrawn"]) == (before, 1)


def test_a_thread_that_was_merged_into_another_here_changes_nothing_of_that_one(posts: Path) -> None:
    bring_records(thread("Which flour?"), posts)
    other = ImportedThread(id="other", title="Which bread?", author=Author("C"), date=DAY, body="Other.")
    bring_records([other], posts)
    (gone,) = posts.glob("discussions/which-bread-*")
    (file,) = posts.glob("discussions/which-flour-*/post.md")
    file.write_text(file.read_text().replace("tags:", f"merged: [{gone.name}]\ntags:"))
    (gone / "post.md").unlink()
    gone.rmdir()
    before = snapshot(posts)
    for dropped, edited in (("", DAY + timedelta(5)), ("deleted", None)):
        newer = ImportedThread(
            id="other", title="Bread?", author=Author("C"), date=DAY, body="New.", edited=edited, dropped=dropped
        )
        bring_records([newer], posts)
        assert snapshot(posts) == before
