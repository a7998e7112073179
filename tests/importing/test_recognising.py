"""What a file looks like by what it holds: each mark of each format alone, and what is said of what is none."""

import bz2
import gzip
import sqlite3
from pathlib import Path

import pytest

from parley.importing.streams.recognising import Likeness, Unrecognised, look_at, recognise
from support import write_tree

GITHUB = "discussions or issues of GitHub"
DISCOURSE = "topics of Discourse"
COMMENTO = "an export of Commento or Comentario"
MANY = ", ".join(f"k{at:02}" for at in range(30))


@pytest.mark.parametrize(
    ("data", "form", "looks"),
    [
        (b"PK\x03\x04x", "", "a ZIP archive; unpack it first"),
        (b"%PDF-1.7", "", "a PDF"),
        (b"7z\xbc\xafx", "", "a 7z archive; unpack it first"),
        (bz2.compress(b"x"), "", "a file packed by bzip2; unpack it first"),
        (b"\xfd7zXZx", "", "a file packed by xz; unpack it first"),
        (b"\x28\xb5\x2f\xfdx", "", "a file packed by zstd; unpack it first"),
        (b"x".ljust(257, b"\0") + b"ustar", "", "a tar archive; unpack it first"),
        (gzip.compress(b"x".ljust(257, b"\0") + b"ustar", mtime=0), "", "a tar archive; unpack it first"),
        ('{"format" : "parley-archive/1"}'.encode("utf-16"), "archive", "an archive in Parley's own format"),
        ("<?xml version='1.0'?><disqus>".encode("utf-16-le"), "disqus", "an export of Disqus"),
        ("<?xml version='1.0'?><disqus>".encode("utf-16-be"), "disqus", "an export of Disqus"),
        (b"\x89PNGx", "", "a picture"),
        (b"\xff\xd8\xffx", "", "a picture"),
        (b"GIF89a", "", "a picture"),
        (gzip.compress(b"x" * 500, mtime=0)[:-20], "", "a packed file that breaks off"),
        (b"", "", "an empty file"),
        (b" \t\r\n\xef\xbb\xbf", "", "an empty file"),
        (b"\xef\xbb\xbf \t\r\n", "", "an empty file"),
        (b"From ana Sat", "mbox", "an mbox"),
        (b"From: ana", "", "plain text"),
        (gzip.compress(b"From ana Sat", mtime=0), "mbox", "an mbox"),
        (b"<?xml version='1.0'?><disqus>", "disqus", "an export of Disqus"),
        (b"<x xmlns='http://disqus.com/disqus-internals' a=\">\">", "disqus", "an export of Disqus"),
        (b"<rss xmlns:wp='http://wordpress.org/export/1.2/'>", "wordpress", "an export of WordPress"),
        (b"<rss><wp:wxr_version>", "wordpress", "an export of WordPress"),
        (b"<feed xmlns:gd='http://schemas.google.com/blogger/2008'>", "blogger", "an export of Blogger"),
        (b"<feed><id>tag:blogger.com,1999</id>", "blogger", "an export of Blogger"),
        (b"<rss><id>tag:blogger.com,1999</id>", "", "XML with the root element <rss>"),
        (b"<!DOCTYPE HTML>", "", "a web page"),
        (b"<HTML lang='en'>", "", "a web page"),
        (b"<" + b"a" * 50 + b">", "", f"XML with the root element <{'a' * 40}>"),
        (b"<<<", "", "something like XML"),
        (b'{"format" : "parley-archive/1"}', "archive", "an archive in Parley's own format"),
        (b'{"format" : "parley-thread/2"}', "parley", "a thread of Parley"),
        (b'{"post_stream" : 1}', "discourse", DISCOURSE),
        (b'{"topic_id" : 1,\n"post_number": 2}', "discourse", DISCOURSE),
        (b'{"post_number" : 1,\n"topic_id": 2}', "discourse", DISCOURSE),
        (b'[{"name": "a", "date": 1, "body": "https://github.com/a/b/issues/1"}]', "static", "comment files"),
        (b'{"commentHex" : 1}', "commento", COMMENTO),
        (b'{"pageId" : 1,\n"markdown" : 2}', "commento", COMMENTO),
        (b'{"commenters" : []}', "commento", COMMENTO),
        (b'{"locator" : {"site": 1}}', "remark42", "a backup of Remark42"),
        (b'{"version":1,"users":[],"posts":[]}', "remark42", "a backup of Remark42"),
        (b'[{"by_nickname" : 1}]', "cusdis", "comments of Cusdis"),
        *(
            (f'[{{"{key}" : 1}}]'.encode(), "github", GITHUB)
            for key in (
                "issue_url discussion_url authorAssociation author_association pageInfo repository_url".split()
            )
        ),
        *(
            (f'{{"url": "https:{slash * 2}{host}github.com{slash}o{slash}{kind}{slash}1"}}'.encode(), "github", GITHUB)
            for slash, host, kind in (("/", "", "issues"), ("\\/", "api.", "discussions"), ("/", "api.", "pull"))
        ),
        (b'["https://github.com/o/r/wiki/1"]', "", "JSON"),
        (b'[{"title" : 1,\n"body" : 2}]', "github", GITHUB),
        (b'[{"body" : 1,\n"title" : 2}]', "github", GITHUB),
        (b'{"name": 1, "message": 2, "date": 3}', "static", "comment files"),
        (b'{"a": 1, "b": 2, "a": 3}', "", "JSON with the keys a, b"),
        (b"[1, 2]", "", "JSON"),
        (b"{" + b"".join(b'"k%02d": 1,' % at for at in range(99)), "", f"JSON with the keys {MANY[:120]}"),
        (b"name: Ana\nmessage: Hi\ndate: 2020-01-01\n", "static", "comment files"),
        (b"- name = Ana\n  message = Hi\n  _id = 1\n", "static", "comment files"),
        (b"name: Ana\nmessage: Hi\n", "", "plain text"),
        (b"insert into x values", "", "a dump of a database (SQL) that isn't phpBB's"),
        (b"-- x\nCREATE TABLE x; bbcode_uid", "phpbb", "a dump of phpBB's database"),
        (b"INSERT INTO x" + b" " * ((1 << 20) - 18) + b"bbcode_uid", "phpbb", "a dump of phpBB's database"),
        (b"INSERTED INTO x bbcode_uid", "", "plain text"),
    ],
)  # fmt: skip
def test_a_file_looks_like_what_it_holds(data: bytes, form: str, looks: str, tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(data)
    assert look_at(tmp_path / "x") == Likeness(form, looks)


@pytest.mark.parametrize(
    ("name", "text", "form", "looks"),
    [
        ("a.md", "---\nname: Ana\ndate: 2020-01-01\n---\n\nbody: x\n", "static", "comment files"),
        ("a.markdown", "+++\nname = 1\ndate = 2\n+++\n", "static", "comment files"),
        ("a.md", "---\ntitle: T\nname: Ana\ndate: 2020-01-01\n---\n", "", "a page with front matter"),
        ("a.md", "---\nx: 1\n---\nname: Ana\ndate: 2020-01-01\n", "", "a page with front matter"),
        ("a.txt", "---\nname: Ana\ndate: 2020-01-01\n---\n", "", "plain text"),
        ("a.MD", "---\nname: Ana\n_id: 1\n---\n", "static", "comment files"),
    ],
)
def test_a_page_of_a_site_looks_like_a_comment_or_not(
    name: str, text: str, form: str, looks: str, tmp_path: Path
) -> None:
    write_tree(tmp_path, {name: text})
    assert look_at(tmp_path / name) == Likeness(form, looks)


@pytest.mark.parametrize(
    ("tables", "form", "looks"),
    [
        (("threads (id)", "comments (tid, mode, text)"), "isso", "a database of Isso"),
        (("comments (tid, mode, text)",), "", "a database (SQLite) with the tables comments"),
        (("threads (id)", "comments (tid, text)"), "", "a database (SQLite) with the tables comments, threads"),
        (tuple(f"t{at} (id)" for at in range(7)), "", "a database (SQLite) with the tables t0, t1, t2, t3, t4, t5"),
    ],
)
def test_a_database_looks_like_its_tables(tables: tuple[str, ...], form: str, looks: str, tmp_path: Path) -> None:
    database = sqlite3.connect(tmp_path / "x.db")
    for table in tables:
        database.execute(f"CREATE TABLE {table}")
    database.close()
    assert look_at(tmp_path / "x.db") == Likeness(form, looks)
    (tmp_path / "y.db").write_bytes((tmp_path / "x.db").read_bytes()[:40])
    assert look_at(tmp_path / "y.db") == Likeness("", "a database that can't be read")


COMMENT = "name: Ana\nmessage: Hi\ndate: 2020-01-01\n"


def refuse(source: Path) -> str:
    with pytest.raises(Unrecognised) as caught:
        recognise(source)
    return str(caught.value).replace(str(source), "x")


def test_a_folder_looks_like_its_files(tmp_path: Path) -> None:
    one = write_tree(tmp_path / "one", {"a.yml": COMMENT, "b.txt": "Words."})
    assert recognise(one) == Likeness("static", "a folder with comment files")
    two = write_tree(one, {"c.mbox": "From ana"})
    assert recognise(two).form == "mbox", "a site has files of many kinds beside its archive"
    write_tree(one, {"d.xml": "<disqus>"})
    assert refuse(one) == (
        "x has files of several formats (c.mbox looks like an mbox; d.xml looks like an export of Disqus); "
        "name one with --format"
    )
    empty = write_tree(tmp_path / "empty", {".hidden/a.yml": COMMENT, "a/.b.yml": COMMENT})
    (empty / "link.yml").symlink_to(one / "a.yml")
    assert refuse(empty) == (
        "x has nothing that looks like an archive (it has no file that could be looked at); name a format with --format"
    )
    odd = write_tree(tmp_path / "odd", {"a.txt": "Words.", "b.pdf": "%PDF"})
    assert "x has nothing that looks like an archive (a.txt looks like plain text); name" in refuse(odd)
    assert refuse(odd / "b.pdf").endswith("looks like a PDF, which no format is; name one with --format")


@pytest.mark.parametrize(("others", "found"), [(199, True), (200, False)])
def test_two_hundred_files_are_looked_at_and_pages_and_pictures_last(tmp_path: Path, others: int, found: bool) -> None:
    folder = write_tree(tmp_path / "x", {f"{at:03}.txt": "Words." for at in range(others)} | {"z/a.yml": COMMENT})
    write_tree(folder, {f"0/{at}.{end}": "x" for at in range(20) for end in ("html", "JPG", "zip", "js")})
    if found:
        assert recognise(folder).form == "static"
    else:
        assert "nothing that looks like an archive" in refuse(folder)
