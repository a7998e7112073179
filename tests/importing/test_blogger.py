"""Blogger: both schemas of its feed."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from importing.archives import bring, only, read_records, snapshot
from parley.importing.records import Author, BadArchive, Fault, ImportedThread
from support import Files

Write = Callable[[Files], Path]

BLOG = "tag:blogger.com,1999:blog-10056400"


def old_entry(id: int, kind: str, content: str, more: str = "", name: str = "Anonymous") -> str:
    return (
        f"<entry><id>{BLOG}.post-{id}</id><published>2009-12-30T00:43:{id % 60:02}.373-08:00</published>"
        "<updated>2010-01-01T00:00:00.000-08:00</updated>"
        f"<category scheme='http://schemas.google.com/g/2005#kind' term='http://schemas.google.com/blogger/2008/kind#{kind}'/>"
        f"<title type='text'>Title {id}</title><content type='html'>{content}</content>"
        f"<author><name>{name}</name><email>noreply@blogger.com</email></author>{more}</entry>"
    )


def answers(post: int) -> str:
    return f"<thr:in-reply-to href='http://b.example.org/x.html' ref='{BLOG}.post-{post}' type='text/html'/>"


def feed(*entries: str) -> str:
    return (
        "<?xml version='1.0' encoding='UTF-8'?>\n<?xml-stylesheet href='x' type='text/css'?>"
        "<feed xmlns='http://www.w3.org/2005/Atom' xmlns:thr='http://purl.org/syndication/thread/1.0'\n"
        "xmlns:app='http://purl.org/atom/app#' xmlns:blogger='http://schemas.google.com/blogger/2018'>\n"
        f"<title>A blog</title>{''.join(entries)}\n</feed>"
    )


OLD = feed(
    old_entry(1, "template", "&lt;html&gt;"),
    old_entry(2, "settings", "x"),
    old_entry(
        10,
        "post",
        "&lt;BR/&gt;Text &lt;B&gt;bold&lt;/B&gt;",
        "<link rel='alternate' type='text/html' href='http://b.example.org/x.html'/>"
        "<category scheme='http://www.blogger.com/atom/ns#' term='Law'/>",
    ),
    old_entry(11, "comment", "Thx &amp;lt;b&amp;gt;", answers(10)),
    old_entry(
        12,
        "comment",
        "nested",
        answers(10) + "<link rel='related' href='http://www.blogger.com/feeds/1/10/comments/default/11'/>",
        "Ana",
    ),
    old_entry(13, "post", "draft", "<app:control><app:draft>yes</app:draft></app:control>"),
)


def new_entry(id: int, kind: str, more: str, status: str = "LIVE") -> str:
    return (
        f"<entry><id>{BLOG}.post-{id}</id><blogger:type>{kind}</blogger:type><blogger:status>{status}</blogger:status>"
        f"<author><name>Ana</name><blogger:type>BLOGGER</blogger:type></author><title>T{id}</title>"
        f"<content type='html'>&lt;p&gt;C{id}&lt;/p&gt;</content>"
        f"<blogger:created>2018-01-01T10:00:{id:02}Z</blogger:created>"
        f"<published>2018-01-01T10:00:{id:02}Z</published>{more}</entry>"
    )


NEW = feed(
    new_entry(20, "POST", "<blogger:filename>/2018/01/x.html</blogger:filename><blogger:trashed/>"),
    new_entry(21, "COMMENT", f"<blogger:parent>{BLOG}.post-20</blogger:parent><blogger:inReplyTo/>"),
    new_entry(
        22,
        "COMMENT",
        f"<blogger:parent>{BLOG}.post-20</blogger:parent><blogger:inReplyTo>{BLOG}.post-21</blogger:inReplyTo>",
    ),
    new_entry(23, "COMMENT", f"<blogger:parent>{BLOG}.post-20</blogger:parent>", "SPAM"),
    new_entry(24, "COMMENT", f"<blogger:parent>{BLOG}.post-20</blogger:parent>", "EMPTIED"),
    new_entry(25, "POST", "", "DRAFT"),
    new_entry(26, "PAGE", ""),
)


def test_the_old_schema_gives_articles_with_nested_comments(archive: Write, posts: Path) -> None:
    result, library = bring("blogger", archive({"blog.xml": OLD}), posts, tags={"Law": "law"})
    post, replies = only(library)
    assert (post.title, post.body, post.tags) == ("Title 10", "Text **bold**", ("law", "old"))
    assert {id: (reply.body, reply.reply_to) for id, reply in replies.items()} == {
        "11": ("Thx \\<b>", ""),
        "12": ("nested", "blogger-11"),
    }
    assert result.discussions.dropped == {"not published": 1}
    assert "noreply@" not in str(snapshot(posts))


def test_the_new_schema_gives_the_same(archive: Write, posts: Path) -> None:
    result, library = bring("blogger", archive({"feed.atom": NEW}), posts)
    post, replies = only(library)
    assert (post.title, post.body) == ("T20", "C20")
    assert {id: reply.reply_to for id, reply in replies.items()} == {"21": "", "22": "blogger-21"}
    assert result.replies.dropped == {"spam": 1, "deleted": 1}


def test_an_entry_without_a_number_is_a_fault(archive: Write, posts: Path) -> None:
    with pytest.raises(BadArchive, match="an entry has no id"):
        bring("blogger", archive({"f.xml": NEW.replace(f"{BLOG}.post-21</id>", "x</id>")}), posts)


def read(folder: Path, *entries: str, **mapping: str) -> list[Any]:
    (folder / "feed.xml").write_text(feed(*entries))
    return read_records("blogger", folder / "feed.xml", **mapping)


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ("", ""),
        ("<blogger:status>LIVE</blogger:status>", ""),
        ("<blogger:status>SPAM</blogger:status>", "spam"),
        ("<blogger:status>EMPTIED</blogger:status>", "deleted"),
        ("<blogger:status>PENDING</blogger:status>", "not approved"),
        ("<blogger:status>DRAFT</blogger:status>", "not published"),
        ("<blogger:trashed>2020-01-01T00:00:00Z</blogger:trashed>", "deleted"),
        ("<app:control><app:draft>yes</app:draft></app:control>", "not published"),
        ("<app:control><app:draft>no</app:draft></app:control>", ""),
    ],
)
def test_an_entry_is_left_out_for_a_reason(tmp_path: Path, more: str, reason: str) -> None:
    found = read(tmp_path, old_entry(10, "post", "x", more), old_entry(11, "comment", "y", answers(10) + more))
    assert [one.dropped for one in found] == [reason, reason]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("\n&lt;SPAN class='deleted-comment'&gt;This comment\nhas been removed.&lt;/SPAN&gt;\n", "deleted"),
        ("THIS POST has been removed by a blog administrator", "deleted"),
        ("This comment has been removed by the author.", "deleted"),
        ("I know that this comment has been removed by the author.", ""),
        ("This comment has been removed by the author. Why?", ""),
    ],
)
def test_words_that_stand_in_the_place_of_a_comment_say_that_it_was_removed(
    tmp_path: Path, text: str, reason: str
) -> None:
    (found,) = read(tmp_path, old_entry(11, "comment", text, answers(10)))
    assert found.dropped == reason


@pytest.mark.parametrize(
    ("more", "parent"),
    [
        ("", ""),
        ("<blogger:inReplyTo>tag:blogger.com,1999:blog-1.post-11</blogger:inReplyTo>", "11"),
        ("<blogger:inReplyTo>tag:blogger.com,1999:blog-1.post-10</blogger:inReplyTo>", ""),
        ("<link rel='related' href='http://www.blogger.com/feeds/1/10/comments/default/11?v=2'/>", "11"),
        ("<link rel='self' href='http://www.blogger.com/feeds/1/10/comments/default/11?v=2'/>", ""),
        ("<link rel='related' href='http://www.blogger.com/feeds/1/10/comments/other/11'/>", ""),
    ],
)
def test_a_comment_answers_another_in_either_schema(tmp_path: Path, more: str, parent: str) -> None:
    (found,) = read(tmp_path, old_entry(12, "comment", "y", answers(10) + more))
    assert (found.id, found.thread, found.parent) == ("12", "10", parent)


def test_an_entry_is_read_whole(tmp_path: Path) -> None:
    author = "<author><name>Ana</name><uri>https://ana.example/</uri></author>"
    links = (
        "<link rel='self' href='http://b.example.org/self'/><link rel='alternate' href='http://b.example.org/x.html'/>"
        "<category scheme='other' term='Law'/><category scheme='other'/>"
    )
    entry = old_entry(10, "post", "Text", links)
    (found,) = read(tmp_path, entry[: entry.index("<author>")] + author + links + "</entry>")
    assert found.author == Author("Ana", link="https://ana.example/")
    assert (found.title, found.body, found.address) == ("Title 10", "Text", "http://b.example.org/x.html")
    assert found.categories == ("Law",)
    assert found.date == datetime(2009, 12, 30, 8, 43, 10, tzinfo=UTC)
    bare = entry[: entry.index("<author>")] + "<blogger:filename>/2009/x.html</blogger:filename></entry>"
    (found,) = read(tmp_path, bare, site="https://new.example/")
    assert (found.author, found.address) == (Author(""), "https://new.example/2009/x.html")
    assert read(tmp_path, bare)[0].address == ""


def test_what_is_neither_post_nor_comment_is_passed_over_and_what_has_no_number_is_a_fault(tmp_path: Path) -> None:
    numberless = [
        old_entry(10, kind, "x").replace(f"{BLOG}.post-10", "tag:none") for kind in ("post", "comment", "template")
    ]
    found = read(tmp_path, numberless[0], "\n", *numberless[1:], old_entry(10, "settings", "x"))
    assert found == [Fault(tmp_path / "feed.xml", line, "an entry has no id that ends in a number") for line in (4, 5)]
    typed = old_entry(10, "template", "x", "<blogger:type>POST</blogger:type>")
    assert [type(one) for one in read(tmp_path, typed)] == [ImportedThread]


def test_an_entry_says_of_itself_what_it_is_or_is_passed_over(tmp_path: Path) -> None:
    post, comment = old_entry(10, "post", "x"), old_entry(11, "comment", "x", answers(10))
    unsaid = post.replace("http://schemas.google.com/g/2005#kind", "other")
    assert [one.id for one in read(tmp_path, unsaid, post, comment)] == ["10", "11"]


def test_a_comment_that_names_no_article_names_none(tmp_path: Path) -> None:
    (found,) = read(tmp_path, old_entry(11, "comment", "x"))
    assert (found.thread, found.parent) == ("", "")


@pytest.mark.parametrize("kind", ["POST", "COMMENT"])
def test_an_entry_is_of_when_it_was_published_and_else_of_when_it_was_made(tmp_path: Path, kind: str) -> None:
    entry = new_entry(20, kind, "").replace("<published>2018-01-01", "<published>2019-02-03")
    for text, date in (
        (entry, datetime(2019, 2, 3, 10, 0, 20, tzinfo=UTC)),
        (entry.replace("published>", "other>"), datetime(2018, 1, 1, 10, 0, 20, tzinfo=UTC)),
        (entry.replace("2019-02-03T", "never "), datetime(2018, 1, 1, 10, 0, 20, tzinfo=UTC)),
        (entry.replace("published>", "other>").replace("created>", "other>"), None),
    ):
        (found,) = read(tmp_path, text)
        assert found.date == date
