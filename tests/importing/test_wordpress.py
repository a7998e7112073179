"""WordPress: articles with comments; pingbacks, spam and what is not published stay out."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from importing.archives import bring, read_records, snapshot
from parley.importing.records import Author, BadArchive
from support import Files

Write = Callable[[Files], Path]


def comment(id: int, text: str, parent: int = 0, approved: str = "1", kind: str = "", author: str = "Anon") -> str:
    return (
        f"<wp:comment><wp:comment_id>{id}</wp:comment_id><wp:comment_author><![CDATA[{author}]]></wp:comment_author>"
        "<wp:comment_author_email>secret@corp.example.io</wp:comment_author_email>"
        "<wp:comment_author_url>https://example.org/~anon</wp:comment_author_url>"
        "<wp:comment_author_IP>203.0.113.77</wp:comment_author_IP>"
        f"<wp:comment_date>2007-09-04 10:49:{id:02}</wp:comment_date>"
        f"<wp:comment_date_gmt>2007-09-04 00:49:{id:02}</wp:comment_date_gmt>"
        f"<wp:comment_content><![CDATA[{text}]]></wp:comment_content>"
        f"<wp:comment_approved>{approved}</wp:comment_approved><wp:comment_type>{kind}</wp:comment_type>"
        f"<wp:comment_parent>{parent}</wp:comment_parent>"
        "<wp:commentmeta><wp:meta_key>akismet</wp:meta_key><wp:meta_value>x</wp:meta_value></wp:commentmeta>"
        "</wp:comment>"
    )


def item(id: int, *comments: str, kind: str = "post", status: str = "publish", title: str = "Follow &amp; up") -> str:
    return (
        f"<item><title>{title}</title><link>https://blog.example.org/?p={id}</link><dc:creator>mia</dc:creator>"
        '<content:encoded><![CDATA[First <b>line</b>\nsecond line\n\nNew <a href="/about">paragraph</a>'
        "<pre>code\n\n  x</pre>]]></content:encoded>"
        f"<wp:post_id>{id}</wp:post_id><wp:post_date>2007-09-01 10:00:00</wp:post_date>"
        "<wp:post_date_gmt>0000-00-00 00:00:00</wp:post_date_gmt><wp:comment_status>open</wp:comment_status>"
        f"<wp:status>{status}</wp:status><wp:post_type>{kind}</wp:post_type>"
        f'<category domain="category" nicename="rules"><![CDATA[Rules]]></category>{"".join(comments)}</item>'
    )


def wxr(*items: str, version: str = "1.2", scheme: str = "http", prefix: str = "wp") -> str:
    text = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"\n'
        'xmlns:content="http://purl.org/rss/1.0/modules/content/"\n'
        f'xmlns:excerpt="http://wordpress.org/export/{version}/excerpt/"\n'
        f'xmlns:wp="{scheme}://wordpress.org/export/{version}/">\n'
        '<channel><title>Blog</title><atom:link href="https://example.org" rel="self"/>'
        "<wp:author><wp:author_login>mia</wp:author_login><wp:author_email>m@corp.example.io</wp:author_email>"
        "<wp:author_display_name><![CDATA[Mia M.]]></wp:author_display_name></wp:author>\n"
        f"{''.join(items)}\n</channel></rss>"
    )
    return text.replace("wp:", f"{prefix}:").replace("xmlns:wp=", f"xmlns:{prefix}=")


BLOG = wxr(
    item(
        5,
        comment(1, "Anonymous comment.\nSecond line\n\n<b>Third</b>"),
        comment(2, "Answer &amp; more", 1, author="Ana &amp; Bob"),
        comment(3, "[...] mentioned [...]", 0, "1", "pingback", "N" * 230),
        comment(4, "waiting", 0, "0"),
        comment(5, "buy", 0, "spam"),
        comment(6, "gone", 0, "trash"),
        comment(7, "answers the waiting one", 4),
    ),
    item(6, status="draft", title="Draft"),
    item(7, kind="page", title="Page without comments"),
    item(8, comment(8, "on a page"), kind="page", title="About us"),
    item(9, kind="attachment"),
    item(10, kind="nav_menu_item"),
)


def test_an_article_comes_with_its_text_tags_and_comments(archive: Write, posts: Path) -> None:
    result, library = bring("wordpress", archive({"wxr.xml": BLOG}), posts, tags={"rules": "law"})
    first, page = sorted(library.discussions, key=lambda one: one.title, reverse=True)
    assert (first.title, page.title) == ("Follow & up", "About us")
    assert first.tags == ("law", "old")
    assert first.body.startswith("First **line**  \nsecond line\n\nNew [paragraph](https://blog.example.org/about)")
    assert "```\ncode\n\n  x\n```" in first.body
    assert library.person(first.author).name == "Mia M."
    replies = {reply.id: reply for reply in library.replies_to(first)}
    assert replies["wordpress-1"].body == "Anonymous comment.  \nSecond line\n\n**Third**"
    assert replies["wordpress-1"].date.at.hour == 0
    assert replies["wordpress-2"].reply_to == "wordpress-1"
    assert library.person(replies["wordpress-2"].author).name == "Ana & Bob"
    assert replies["wordpress-7"].reply_to == ""
    assert result.replies.dropped == {"pingback": 1, "not approved": 1, "spam": 1, "deleted": 1}
    assert result.discussions.dropped == {"not published": 1}
    text = str(snapshot(posts))
    assert "corp.example.io" not in text
    assert "203.0.113" not in text


@pytest.mark.parametrize(
    ("version", "scheme", "prefix"), [("1.0", "http", "wp"), ("1.1", "https", "wp"), ("1.2", "http", "w")]
)
def test_any_version_and_any_prefix_is_read(
    archive: Write, posts: Path, version: str, scheme: str, prefix: str
) -> None:
    blog = wxr(item(5, comment(1, "x")), version=version, scheme=scheme, prefix=prefix)
    result, _ = bring("wordpress", archive({"wxr.xml": blog}), posts)
    assert result.replies.placed == 1


def test_a_second_import_changes_nothing(archive: Write, posts: Path) -> None:
    source = archive({"wxr.xml": BLOG})
    bring("wordpress", source, posts)
    before = snapshot(posts)
    bring("wordpress", source, posts)
    assert snapshot(posts) == before


def test_an_article_that_was_changed_there_is_changed_here(archive: Write, posts: Path) -> None:
    blog = wxr(item(5))
    bring("wordpress", archive({"wxr.xml": blog}), posts)
    mark = "<wp:post_modified_gmt>2019-01-01 10:00:00</wp:post_modified_gmt><wp:post_id>"
    newer = blog.replace("<wp:post_id>", mark).replace("First <b>", "Newer. First <b>")
    result, library = bring("wordpress", archive({"wxr.xml": newer}), posts)
    (post,) = library.discussions
    assert post.body.startswith("Newer. ")
    assert result.mended["edited"] == 1


def test_comments_of_an_article_without_an_id_are_a_fault(archive: Write, posts: Path) -> None:
    with pytest.raises(BadArchive, match=r"wxr\.xml:7: a comment comes before"):
        bring("wordpress", archive({"wxr.xml": wxr("<item>" + comment(1, "x") + "</item>")}), posts)


def test_posts_with_one_title_are_two_discussions(archive: Write, posts: Path) -> None:
    _, library = bring("wordpress", archive({"wxr.xml": wxr(item(1), item(2))}), posts)
    assert len(library.discussions) == 2


@pytest.mark.parametrize("text", [" " * 60_000, "<pre" * 20_000, "\n" * 60_000, "<!--" * 20_000, "<p\n" * 20_000])
def test_hostile_comments_cost_little(archive: Write, posts: Path, text: str) -> None:
    begin = time.process_time()
    bring("wordpress", archive({"wxr.xml": wxr(item(5, comment(1, text + "x")))}), posts)
    assert time.process_time() - begin < 15


def read(folder: Path, *items: str) -> list[Any]:
    (folder / "wxr.xml").write_text(wxr(*items))
    return read_records("wordpress", folder / "wxr.xml")


@pytest.mark.parametrize(
    ("approved", "kind", "reason"),
    [
        ("1", "", ""),
        ("1", "comment", ""),
        ("1", "review", ""),
        ("approve", "", ""),
        ("approved", "", ""),
        ("0", "", "not approved"),
        ("hold", "", "not approved"),
        ("spam", "", "spam"),
        ("trash", "", "deleted"),
        ("post-trashed", "", "deleted"),
        ("1", "pingback", "pingback"),
        ("1", "trackback", "pingback"),
        ("1", "order_note", "no comment of a reader"),
    ],
)
def test_a_comment_is_left_out_for_a_reason(tmp_path: Path, approved: str, kind: str, reason: str) -> None:
    found, _ = read(tmp_path, item(5, comment(1, "x", approved=approved, kind=kind)))
    assert found.dropped == reason


@pytest.mark.parametrize(
    ("kind", "status", "more", "reason"),
    [
        ("post", "publish", "", ""),
        ("page", "publish", "", ""),
        ("post", "draft", "", "not published"),
        ("page", "private", "", "not published"),
        ("attachment", "publish", "", "no article"),
        ("post", "publish", "<wp:post_password>x</wp:post_password>", "password-protected"),
    ],
)
def test_an_article_is_left_out_for_a_reason(tmp_path: Path, kind: str, status: str, more: str, reason: str) -> None:
    *_, article = read(tmp_path, item(5, comment(1, "x"), more, kind=kind, status=status))
    assert article.dropped == reason


def test_an_article_is_read_whole(tmp_path: Path) -> None:
    text = (
        item(5)
        .replace("comment_status>open", "comment_status>closed")
        .replace("0000-00-00 00:00:00", "2007-08-31 23:00:00")
    )
    (article,) = read(tmp_path, text)
    assert article.author == Author("Mia M.", "mia")
    assert (article.title, article.address, article.closed) == ("Follow & up", "https://blog.example.org/?p=5", True)
    assert article.categories == ("rules", "Rules")
    assert article.date == datetime(2007, 8, 31, 23, tzinfo=UTC)
    (article,) = read(tmp_path, item(5).replace("<dc:creator>mia", "<dc:creator>bob"))
    assert (article.author, article.closed) == (Author("bob", "bob"), False)
    assert article.date == datetime(2007, 9, 1, 10, tzinfo=UTC), "the local date, where there is no other"


def test_a_comment_is_read_whole(tmp_path: Path) -> None:
    found, answer, _ = read(tmp_path, item(5, comment(1, "x"), comment(2, "y", 1)))
    assert found.author == Author("Anon", link="https://example.org/~anon")
    assert (found.id, found.thread, found.parent, answer.parent) == ("1", "5", "", "1")
    assert found.date == datetime(2007, 9, 4, 0, 49, 1, tzinfo=UTC)
    local = comment(1, "x").replace("2007-09-04 00:49:01", "0000-00-00 00:00:00")
    assert read(tmp_path, item(5, local))[0].date == datetime(2007, 9, 4, 10, 49, 1, tzinfo=UTC)


def test_an_article_without_a_number_is_a_fault(tmp_path: Path) -> None:
    (fault,) = read(tmp_path, item(5).replace("<wp:post_id>5</wp:post_id>", ""))
    assert fault.message == "an item has no wp:post_id"


@pytest.mark.parametrize(
    ("written", "drawn"),
    [
        ("a\nb", "a<br>b"),
        ("a  \r\n\r\n\r\nb", "a<p>b"),
        ("a\n<p>b</p>\nc", "a\n<p>b</p> c"),
        ("a<br />\nb", "a<br /> b"),
        ("a\n<LI>b", "a\n<LI>b"),
        ("a\n  <h2>b</h2>", "a\n  <h2>b</h2>"),
        ("a\n<h7>b", "a<br><h7>b"),
        ("a\n<b>b</b>", "a<br><b>b</b>"),
        ("a<!-- more -->\nb", "a<!-- more --> b"),
        ("a\n<pre>x\n\ny</pre>\nb\nc", "a<pre>x\n\ny</pre>b<br>c"),
        ("<PRE>x\ny</pre >z\nw", "<PRE>x\ny</pre >z<br>w"),
        ("<pre>x\ny", "<pre>x<br>y"),
        ("<prefix>x\ny</pre>", "<prefix>x<br>y</pre>"),
        ("a\n[code]\n  x <y>\n\nz[/code]\nb", 'a<pre class="language-">\n  x &lt;y>\n\nz</pre>b'),
        ("[SourceCode language='PHP' light=1]x[/SourceCode]", '<pre class="language-php">x</pre>'),
        (
            '[code lang="js"]x[/code][code=c++]y[/code]',
            '<pre class="language-js">x</pre><pre class="language-c++">y</pre>',
        ),
        ("[python]\nx[c]y[/c][/python]", '<pre class="language-python">\nx[c]y[/c]</pre>'),
        ("[code]x\ny", "[code]x<br>y"),
        ("[[code]]x[/code] [codex]y[/codex]", "[[code]]x[/code] [codex]y[/codex]"),
    ],
)
def test_line_ends_are_drawn_as_wordpress_draws_them(tmp_path: Path, written: str, drawn: str) -> None:
    assert read(tmp_path, item(5, comment(1, written)))[0].body == drawn


def test_a_block_of_code_breaks_no_line_before_or_behind_it(archive: Write, posts: Path) -> None:
    blog = wxr(item(5, comment(1, "Look:\n<pre>code</pre>\nDone.")))
    _, library = bring("wordpress", archive({"wxr.xml": blog}), posts)
    ((_, (reply,)),) = library.replies.items()
    assert reply.body == "Look:\n\n```\ncode\n```\n\nDone."
