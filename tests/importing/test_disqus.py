"""Disqus' XML: threads of one page merged, doubles merged, what is hidden left out."""

import gzip
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from importing.archives import bring, only, snapshot
from parley.importing.formats.disqus import read_disqus
from parley.importing.mapping import FieldMapping
from parley.importing.records import Archive, Author, BadArchive, Comment, Fault, ImportedThread, Record
from parley.importing.streams.spool import Spool
from support import Files, write_tree

Write = Callable[[Files], Path]


def thread(id: str, link: str, title: str, more: str = "") -> str:
    return (
        f'<thread dsq:id="{id}"><id>{link}</id><forum>f</forum><link>{link}</link><title>{title}</title>'
        f"<message/><createdAt>2010-12-20T00:00:00Z</createdAt><author><name>owner</name></author>{more}</thread>"
    )


def post(
    id: str, thread: str, message: str, name: str = "ana", parent: str = "", date: str = "15", more: str = ""
) -> str:
    above = f'<parent dsq:id="{parent}"/>' if parent else ""
    return (
        f'<post dsq:id="{id}"><id>wp_id=4</id><message><![CDATA[{message}]]></message>'
        f"<createdAt>2010-12-17T{date}:22:30Z</createdAt>{more}"
        f"<author><email>secret@corp.example.io</email><name>{name}</name><isAnonymous>true</isAnonymous></author>"
        f'<ipAddress>203.0.113.77</ipAddress><thread dsq:id="{thread}"/>{above}</post>'
    )


def export(*parts: str) -> str:
    head = '<?xml version="1.0" encoding="utf-8"?>\n<disqus xmlns="http://disqus.com"'
    return f'{head} xmlns:dsq="http://disqus.com/disqus-internals">\n' + "\n".join(parts) + "\n</disqus>\n"


PAGE = export(
    '<category dsq:id="1"><forum>f</forum><title>General</title></category>',
    thread("10", "http://old.example.org/?p=198", "Two &amp;amp; three"),
    thread("11", "http://example.org/blog/x.html", "Two &amp;amp; three"),
    thread("12", "https://www.example.org/blog/x.html", "Another title of the page"),
    thread("13", "http://example.org/nobody.html", "Nobody answered"),
    thread("14", "http://example.org/gone.html", "Gone", "<isDeleted>true</isDeleted>"),
    post("1", "10", "<p>Is<br>it <b>so</b>?</p>"),
    post("2", "10", "Yes", "bob", "1", "16"),
    post("101", "11", "<p>Is<br>it <b>so</b>?</p>"),
    post("102", "11", "Only here", "郑", "101", "17"),
    post("3", "12", "spam", "x", "", "18", "<isSpam>true</isSpam>"),
    post("4", "12", "deleted", "x", "2", "18", "<isDeleted>true</isDeleted>"),
    post("5", "12", "answers what was deleted", "张三", "4", "19"),
    post("6", "12", "answers nobody known", "Bob", "999", "20"),
    post("7", "14", "in a deleted thread"),
)


def test_the_threads_of_one_page_are_one_discussion_without_doubles(archive: Write, posts: Path) -> None:
    source = archive({"disqus.xml": PAGE}) / "disqus.xml"
    result, library = bring("disqus", source, posts)
    discussion, replies = only(library)
    assert discussion.title == "Two & three"
    assert {id: reply.reply_to for id, reply in replies.items()} == {
        "1": "",
        "2": "disqus-1",
        "102": "disqus-1",
        "5": "disqus-2",
        "6": "",
    }
    assert replies["1"].body == "Is  \nit **so**?"
    assert discussion.date.at == replies["1"].date.at
    assert result.discussions.merged == 2
    assert result.discussions.dropped == {"nobody replied": 1, "deleted": 1}
    assert result.replies.merged == 1
    assert result.replies.dropped == {"spam": 1, "deleted": 1, "its discussion: deleted": 1}
    assert result.mended["orphaned"] == 2


def test_people_keep_their_names_and_get_handles_of_their_own(archive: Write, posts: Path) -> None:
    _, library = bring("disqus", archive({"disqus.xml": PAGE}), posts)
    _, replies = only(library)
    names = {id: library.person(reply.author).name for id, reply in replies.items()}
    assert names == {"1": "ana", "2": "bob", "102": "郑", "5": "张三", "6": "Bob (2)"}
    handles = {reply.author for reply in replies.values()}
    assert len(handles) == 5
    assert {"ana", "bob"} < handles


def test_neither_mail_address_nor_ip_comes_along(archive: Write, posts: Path) -> None:
    bring("disqus", archive({"disqus.xml": PAGE}), posts)
    text = str(snapshot(posts))
    assert "secret@" not in text
    assert "203.0.113" not in text


def test_titles_alone_do_not_merge_where_the_map_says_so(archive: Write, posts: Path) -> None:
    result, library = bring("disqus", archive({"disqus.xml": PAGE}), posts, merge=("address",))
    assert len(library.discussions) == 2
    assert result.replies.merged == 0


def test_an_export_packed_by_gzip_is_read(archive: Write, posts: Path) -> None:
    result, _ = bring("disqus", archive({"d.xml.gz": gzip.compress(PAGE.encode())}) / "d.xml.gz", posts)
    assert result.replies.placed == 5


BOMB = '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaaaaaaaa">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (PAGE.replace('dsq:id="1"', "dsq:id=1", 1), "bad.xml:3: this isn't XML"),
        (PAGE[:900], "this isn't XML"),
        (f"{BOMB}]><d>&j;</d>", "a document type or an entity"),
        ('<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><d>&x;</d>', "a document type or an entity"),
        ("<a>" * 5000, "nested more than"),
        (PAGE.encode().replace(b"</thread>", b"\xff\xfe", 1), "bad.xml"),
        ("", "this isn't XML"),
    ],
    ids=["no quotes", "cut off", "billion laughs", "external entity", "deep", "bytes", "empty"],
)
def test_what_is_no_export_is_refused_with_a_line_and_leaves_nothing(
    archive: Write, posts: Path, content: str | bytes, said: str
) -> None:
    before = snapshot(posts)
    with pytest.raises(BadArchive) as caught:
        bring("disqus", archive({"bad.xml": content}) / "bad.xml", posts)
    assert said in str(caught.value)
    assert snapshot(posts) == before
    assert not list(posts.parent.glob(".parley-import-*"))


def test_a_post_of_no_thread_is_a_fault_with_its_line(archive: Write, posts: Path) -> None:
    with pytest.raises(BadArchive, match=r"d\.xml:3: a post has no dsq:id"):
        bring("disqus", archive({"d.xml": export(post("", "10", "x"))}) / "d.xml", posts)


def test_a_post_of_a_thread_that_is_not_there_is_kept_and_reported(archive: Write, posts: Path) -> None:
    result, library = bring("disqus", archive({"d.xml": export(post("1", "77", "x"))}), posts)
    assert only(library)[0].title == "x"
    assert result.mended["unknown"] == 1


def records(folder: Path, *parts: str, **mapping: tuple[str, ...]) -> list[Record]:
    (folder / "d.xml").write_text(export(*parts))
    return list(read_disqus(Archive(folder / "d.xml", FieldMapping(**mapping))))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("id", "link", "address", "sign"),
    [
        ("198 https://x.example/?p=198", "", "https://x.example/?p=198", "?p=198"),
        ("198 http://x.example/a", "", "http://x.example/a", "/a"),
        ("/blog/a.html", "", "", "/blog/a.html"),
        ("blog/a.html", "", "", ""),
        ("http://x.example/a/", "https://y.example/b/", "https://y.example/b/", "/b"),
        ("", "http://x.example/b/index.html", "http://x.example/b/index.html", "/b"),
        ("", "http://x.example/b/myindex.html", "http://x.example/b/myindex.html", "/b/myindex.html"),
        ("", "http://x.example/b/index.php?p=1", "http://x.example/b/index.php?p=1", "/b?p=1"),
        ("", "http://[x/", "http://[x/", ""),
    ],
)
def test_addresses_of_one_page_share_path_and_query(
    tmp_path: Path, id: str, link: str, address: str, sign: str
) -> None:
    element = (
        thread("1", "", "A  Title &amp;amp; b")
        .replace("<id></id>", f"<id>{id}</id>")
        .replace("<link></link>", f"<link>{link}</link>")
    )
    (found,) = records(tmp_path, element)
    assert isinstance(found, ImportedThread)
    assert (found.address, found.title) == (address, "A  Title & b")
    assert found.same_as == ((f"address {sign}",) if sign else ()) + ("title a title & b",)
    (found,) = records(tmp_path, element, merge=("title",))
    assert isinstance(found, ImportedThread)
    assert found.same_as == ("title a title & b",)


def test_what_a_thread_says_of_itself_is_kept(tmp_path: Path) -> None:
    """Each of it alone: closed is not deleted, and neither is anything else than true."""
    for more, closed, dropped in (
        ("", False, ""),
        ("<isClosed>true</isClosed><isDeleted>false</isDeleted>", True, ""),
        ("<isClosed>false</isClosed><isDeleted>true</isDeleted>", False, "deleted"),
    ):
        (found,) = records(tmp_path, thread("1", "http://x.example/", "A", more))
        assert isinstance(found, ImportedThread)
        assert (found.id, found.closed, found.dropped) == ("1", closed, dropped)
        assert found.date == datetime(2010, 12, 20, tzinfo=UTC)
        assert found.categories == ()


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ("", ""),
        ("<isSpam>false</isSpam><isDeleted>false</isDeleted><isApproved>true</isApproved>", ""),
        ("<isSpam>true</isSpam><isDeleted>true</isDeleted>", "spam"),
        ("<isDeleted>true</isDeleted>", "deleted"),
        ("<isApproved>false</isApproved>", "not approved"),
    ],
)
def test_a_post_is_left_out_for_a_reason(tmp_path: Path, more: str, reason: str) -> None:
    (found,) = records(tmp_path, post("1", "10", "x", more=more))
    assert isinstance(found, Comment)
    assert found.dropped == reason


def test_an_account_tells_people_apart_but_not_where_nobody_was_logged_in(tmp_path: Path) -> None:
    own = "<username>ana_1</username>"
    for anonymous, account in (("true", ""), ("false", "ana_1")):
        text = post("1", "10", "x", parent="9").replace("<isAnonymous>true", f"{own}<isAnonymous>{anonymous}")
        (found,) = records(tmp_path, text)
        assert isinstance(found, Comment)
        assert found.author == Author("ana", account)
        assert (found.thread, found.parent, found.body) == ("10", "9", "x")
        assert found.date == datetime(2010, 12, 17, 15, 22, 30, tzinfo=UTC)


def test_a_thread_or_post_without_its_number_is_a_fault_with_its_line(tmp_path: Path) -> None:
    found = records(tmp_path, thread("", "", "A"), post("1", "", "x"))
    assert [(one.line, one.message) for one in found if isinstance(one, Fault)] == [
        (3, "a thread has no dsq:id"),
        (4, "a post has no dsq:id, or doesn't say which thread it belongs to"),
    ]


def test_a_file_that_is_read_twice_counts_once(tmp_path: Path) -> None:
    source, told = write_tree(tmp_path / "data", {"a.xml": PAGE}), list[int]()
    list(read_disqus(Archive(source, FieldMapping(), told.append)))
    assert 0 <= len(PAGE.encode()) - sum(told) <= len(told)


def test_threads_are_joined_by_an_index(tmp_path: Path) -> None:
    """Looking through all threads for each that shares a title takes time by the square of their number."""
    spool = Spool(tmp_path / "spool")
    plan = spool._db.execute("EXPLAIN QUERY PLAN UPDATE thread SET page = '' WHERE page = ''").fetchall()
    spool.close()
    assert "USING INDEX" in str(plan)
