"""At least three further inputs of the kind of each case in `cases/`, at what their readers make of them."""

import json
import re
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from importing.archives import read_records
from parley.importing.bodies.conversion import convert
from parley.importing.mapping import ValueSource
from parley.importing.records import Comment, ImportedThread, Liked, Markup
from support import write_tree

CASES = Path(__file__).with_name("cases")
Files = Mapping[str, str | bytes]


@pytest.mark.parametrize(
    ("kind", "form", "source", "shown"),
    [
        ("01", "lines", "a <textarea> of b", "a \\<textarea> of b"),
        ("01", "lines", "a <xmp> and <plaintext> b", "a \\<xmp> and \\<plaintext> b"),
        ("01", "markdown", "Vec<Option<T>> it\n\nnext", "Vec<Option\\<T>> it\n\nnext"),
        ("01", "lines", "<style>\nnot css\n\nnext", "\\<style>\\\nnot css\n\nnext"),
        (
            "16",
            "html",
            '<a class="lightbox" href="/u/a.png"><img src="/t/a.png" alt="oven"></a>',
            "[oven](https://o.example/u/a.png)",
        ),
        (
            "16",
            "html",
            '<a class="attachment" href="/u/x.pdf">manual.pdf</a> (90 KB)',
            "[manual.pdf](https://o.example/u/x.pdf) (90 KB)",
        ),
        ("16", "html", '<img class="emoji" alt=":smile:" src="/e.png"> ok', "\\:smile: ok"),
        (
            "16b",
            "html",
            '<div class="meta"><span class="filename">a</span><span class="informations">1920×1080 90 KB</span></div>',
            "a",
        ),
        ("16b", "html", '<div class="poll"><ul><li>rye</li></ul><div class="poll-info">0voters</div></div>', "- rye"),
        ("16b", "html", "<details><summary>More</summary>in</details>", "**More**\n\nin"),
        ("21", "text", "see gopher://g.example/x and\n> what", "see gopher://g.example/x and\n> what"),
        (
            "21",
            "html",
            "<p>by <a href='irc://i.example/bread'>chat</a> or <b>read</b></p>",
            "by [chat](irc://i.example/bread) or **read**",
        ),
        ("21", "lines", "get [it](sftp://s.example/x) and **read**", "get it (sftp://s.example/x) and **read**"),
        ("21", "markdown", "magnet:?xt=urn:btih:abc\n\n- one", "magnet:?xt=urn:btih:abc\n\n- one"),
        ("31", "html", "<code>a<br>&nbsp;&nbsp;b</code>", "```\na\n  b\n```"),
        ("31", "html", "<p>x <tt>cd a\ncd b</tt> y</p>", "x\n\n```\ncd a\ncd b\n```\n\ny"),
        ("31", "html", "<pre>a<br>b<br/>c</pre>", "```\na\nb\nc\n```"),
        ("31", "html", "<kbd>one\n two</kbd>", "```\none\n two\n```"),
        ("31", "html", "<pre><code><ol>\n<li>a</li><li> b</li>\n<li>c</li></ol></code></pre>", "```\na\n b\nc\n```"),
        ("38", "lines", "one\ntwo\r\nthree", "one\\\ntwo\\\nthree"),
        ("38", "lines", "- one\n- two\n\n> a\n> b", "- one\n- two\n\n> a\\\n> b"),
        ("38", "lines", "| a | b |\n| - | - |\n| c | d |", "| a | b |\n| - | - |\n| c | d |"),
        ("38", "lines", "```\na\nb\n```\nc\nd", "```\na\nb\n```\nc\\\nd"),
    ],
)
def test_a_text_of_the_kind_keeps_what_it_says(kind: str, form: Markup, source: str, shown: str) -> None:
    assert kind
    assert convert(source, form, "https://o.example/").parts == (shown,)


def wxr(old: str | bytes, new: str | bytes) -> bytes:
    """The export of case 02 with something else in it."""
    data = re.sub(rb"[\x01-\x08\x0b-\x1f]", b"", (CASES / "02-wxr-control-char/export.xml").read_bytes())
    first, second = (one if isinstance(one, bytes) else one.encode() for one in (old, new))
    assert first in data
    return data.replace(first, second)


def thread(id: str, inner: str) -> str:
    return f'<thread dsq:id="{id}">{inner}<isClosed>false</isClosed><isDeleted>false</isDeleted></thread>'


def disqus(threads: str, post: str = "<author><name>Ben</name></author>") -> str:
    return (
        '<?xml version="1.0"?><disqus xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals">'
        f'{threads}<post dsq:id="100"><message>Nice</message><createdAt>2018-01-02T00:00:00Z</createdAt>{post}'
        '<thread dsq:id="10"/></post></disqus>'
    )


def mails(*more: str, body: str = "Which flour?") -> str:
    head = "From a@o.example Thu Apr 16 09:53:04 2015\nFrom: Ana <a@o.example>\nSubject: Flour\nMessage-ID: <1@o>\n"
    first = f"{head}Date: Thu, 16 Apr 2015 09:53:04 +0000\n\n{body}\n"
    return "\n".join((first, *more))


def answer(*headers: str, day: int = 17) -> str:
    lines = (*headers, f"Date: Fri, {day} Apr 2015 09:53:04 +0000", "From: Ben <b@o.example>", "Message-ID: <2@o>")
    return "From b@o.example Fri Apr 17 09:53:04 2015\n" + "\n".join(lines) + "\n\nRye.\n"


ANA = {"name": "Ana", "message": "First", "date": "2019-01-01"}


def static(**answer: str) -> Files:
    return {
        "hello/a.json": json.dumps({**ANA, "_id": "a1"}),
        "hello/b.json": json.dumps({**ANA, "_id": "b2", **answer}),
    }


def issue(**more: Any) -> dict[str, Any]:
    said = [{"id": "c1", "author": {"login": "ben"}, "body": "With heat.", "createdAt": "2020-01-02T00:00:00Z"}]
    return {"title": "T", "url": "https://github.com/o/r/issues/1", "body": "How?", "comments": said, **more}


def isso(folder: Path, *rows: tuple[Any, ...]) -> Path:
    file = folder / "comments.db"
    with closing(sqlite3.connect(file)) as database:
        database.execute("CREATE TABLE threads (id INTEGER, uri TEXT, title TEXT)")
        names = "tid, id, parent, created, modified, mode, text, author, website"
        database.execute(f"CREATE TABLE comments ({names})")
        database.execute("INSERT INTO threads VALUES (1, '/bread/', NULL)")
        database.executemany("INSERT INTO comments VALUES (1, ?, ?, 1.5e9, NULL, ?, ?, NULL, NULL)", rows)
        database.commit()
    return file


def first_text(records: list[Any]) -> str:
    return next(one for one in records if isinstance(one, Comment)).body


def parent_of_last(records: list[Any]) -> str:
    return [one for one in records if isinstance(one, Comment)][-1].parent


def threads_of(records: list[Any]) -> list[str]:
    return sorted({one.thread for one in records if isinstance(one, Comment)})


def count(records: list[Any]) -> tuple[int, int]:
    kinds = [type(one) for one in records]
    return kinds.count(ImportedThread), kinds.count(Comment)


NICE = "Nice bread, thank you."


@pytest.mark.parametrize(
    ("kind", "form", "files", "asked", "found"),
    [
        ("02", "wordpress", {"x.xml": wxr(NICE, "a\x01b\x1fc")}, first_text, "abc"),
        ("02", "wordpress", {"x.xml": wxr(NICE, "a&#11;b&#x1;c]]>&#8;<![CDATA[d")}, first_text, "abcd"),
        ("02", "wordpress", {"x.xml": wxr(NICE, "a\ufffeb\x00c")}, first_text, "abc"),
        ("02", "wordpress", {"x.xml": b"\n\n " + wxr(NICE, "abc")}, first_text, "abc"),
        (
            "02",
            "wordpress",
            {"x.xml": wxr(NICE, "é – ü").decode().replace("UTF-8", "UTF-16").encode("utf-16")},
            first_text,
            "é – ü",
        ),
        ("13", "mbox", {"l.mbox": f"\ufeff{mails()}"}, count, (1, 0)),
        ("03", "wordpress", {"x.xml": wxr(NICE, b"na\xefve \x96 \x80")}, first_text, "naïve – €"),
        ("03", "wordpress", {"x.xml": wxr(NICE, b"\x93q\x94 \xc3\xa9")}, first_text, "“q” é"),
        ("03", "disqus", {"x.xml": disqus(thread("10", "")).encode().replace(b"Nice", b"caf\xe9")}, first_text, "café"),
        ("04", "disqus", {"x.xml": disqus(thread("10", "<link>https://o.example/</link>"))}, first_text, "Nice"),
        ("04", "disqus", {"x.xml": disqus(thread("10", ""), "<author/>")}, first_text, "Nice"),
        ("04", "disqus", {"x.xml": disqus(thread("10", ""), "")}, first_text, "Nice"),
        ("05", "disqus", {"x.xml": disqus(thread("10", "<id>198 http://o.example/?p=198</id>"))}, threads_of, ["10"]),
        ("05", "disqus", {"x.xml": disqus(thread("10", "<id/><link/><title/>"))}, threads_of, ["10"]),
        ("05", "disqus", {"x.xml": disqus(thread("10", "<id>/blog/x.html</id><title> </title>"))}, threads_of, ["10"]),
        ("06", "static", static(replyThread="a1"), parent_of_last, "a1"),
        ("06", "static", static(reply_id="a1", replyName="Ana"), parent_of_last, "a1"),
        ("06", "static", static(replying_to_uid="a1"), parent_of_last, "a1"),
        (
            "07",
            "static",
            {"h/a.md": "---\n_id: x\nname: Ana\n---\n\nBelow\n\n---\n\nit."},
            first_text,
            "Below\n\n---\n\nit.",
        ),
        ("07", "static", {"h/a.md": "---\r\n_id: x\r\nname: Ana\r\n---\r\nBelow."}, first_text, "Below."),
        ("07", "static", {"h/a.markdown": "+++\n_id = 'x'\nname = 'Ana'\n+++\nBelow."}, first_text, "Below."),
        ("08", "static", {f"{at}.yml": f"slug: p{at}\nname: A\nbody: x\n" for at in "ab"}, threads_of, ["pa", "pb"]),
        (
            "08",
            "static",
            {f"{at}.json": json.dumps({**ANA, "page": f"/p{at}/"}) for at in "ab"},
            threads_of,
            ["/pa/", "/pb/"],
        ),
        (
            "08",
            "static",
            {f"c/{at}.yml": f"postId: p{at}\nname: A\ntext: x\n" for at in "ab"},
            threads_of,
            ["pa", "pb"],
        ),
        ("10", "static", static(parentId="a1"), parent_of_last, "a1"),
        ("10", "static", static(comment_parent="a1"), parent_of_last, "a1"),
        ("10", "static", static(inReplyTo="a1", parent_id=""), parent_of_last, "a1"),
        ("11", "mbox", {"l.mbox": mails(answer("Subject: AW: Flour"))}, count, (1, 1)),
        ("11", "mbox", {"l.mbox": mails(answer("Subject: [list] Re: flour"))}, count, (1, 1)),
        ("11", "mbox", {"l.mbox": mails(answer("Subject: Salt"))}, count, (2, 0)),
        ("11", "mbox", {"l.mbox": mails(answer("References: <0@o> <1@o>"))}, count, (1, 1)),
        ("13", "mbox", {"l.mbox": mails(body="a\n\nFrom the oven, 16 April 2015\n\nb")}, count, (1, 0)),
        ("13", "mbox", {"l.mbox": mails(body="a\nFrom ana@o.example Thu Apr 16 09:53:04 2015\nb")}, count, (1, 0)),
        ("13", "mbox", {"l.mbox": mails(body="a\n\nFrom now on:\nSubject: x\n\nb")}, count, (1, 0)),
        (
            "15",
            "github",
            {"l.json": json.dumps([issue(), issue(url="https://github.com/o/r/issues/2")])},
            count,
            (2, 2),
        ),
        (
            "15",
            "github",
            {"l.json": json.dumps(issue()) + json.dumps(issue(url="https://github.com/o/r/issues/2"))},
            count,
            (2, 2),
        ),
        (
            "15",
            "github",
            {"l.jsonl": "\n".join(json.dumps(issue(url=f"https://github.com/o/r/issues/{at}")) for at in "12")},
            count,
            (2, 2),
        ),
        ("22", "github", {"a.json": json.dumps({"magic": "x", "issues": [issue()], "pulls": []})}, count, (1, 1)),
        ("22", "github", {"a.json": json.dumps({"discussions": {"nodes": [issue()]}})}, count, (1, 1)),
        ("22", "github", {"a.json": json.dumps({"data": {"search": {"edges": [{"node": issue()}]}}})}, count, (1, 1)),
        (
            "40",
            "disqus",
            {
                "x.xml": disqus(thread("10", "")).replace(
                    "Nice", "http://disq.us/url?url=https%3A%2F%2Fo.example%2Fx%3Aab12&amp;cuid=1"
                )
            },
            first_text,
            "https://o.example/x",
        ),
        (
            "40",
            "disqus",
            {
                "x.xml": disqus(thread("10", ""))
                .replace("Nice", "ask @ben_b:disqus", 1)
                .replace("<name>Ben</name>", "<name>Ben B</name><username>ben_b</username>")
            },
            first_text,
            "ask Ben B",
        ),
        (
            "40",
            "disqus",
            {"x.xml": disqus(thread("10", "")).replace("Nice", "http://disq.us/t/1abc")},
            first_text,
            "http://disq.us/t/1abc",
        ),
    ],
)
def test_an_archive_of_the_kind_is_read(
    tmp_path: Path, kind: str, form: str, files: Files, asked: Callable[[list[Any]], Any], found: Any
) -> None:
    assert kind
    assert asked(read_records(form, write_tree(tmp_path / "a", files))) == found


COMMENTED = {
    "commentHex": "a1",
    "url": "https://o.example/",
    "commenterHex": "u",
    "markdown": "One",
    "parentHex": "root",
}


@pytest.mark.parametrize(
    ("comment", "dropped", "text"),
    [
        ({"state": "unapproved"}, "not approved", "One"),
        ({"state": "flagged"}, "spam", "One"),
        ({"deleted": True, "markdown": ""}, "deleted", ""),
        ({"markdown": "", "html": "<p>drawn</p>", "state": "approved"}, "", "<p>drawn</p>"),
        ({"url": "", "domain": "o.example", "path": "/b"}, "", "One"),
    ],
)
def test_comments_of_commento_in_every_state(tmp_path: Path, comment: dict[str, Any], dropped: str, text: str) -> None:
    data = json.dumps({"version": 1, "comments": [{**COMMENTED, **comment}], "commenters": []})
    page, one = read_records("commento", write_tree(tmp_path / "a", {"x.json": data}) / "x.json")
    assert isinstance(page, ImportedThread)
    assert isinstance(one, Comment)
    assert (one.dropped, one.body) == (dropped, text)
    assert page.address == ("https://o.example/b" if "path" in comment else "https://o.example/")


def test_comments_of_isso_in_every_state(tmp_path: Path) -> None:
    file = isso(tmp_path, (1, None, 1, "a"), (2, 1, 1, "b"), (3, None, 2, "c"), (4, None, 4, ""), (5, 9, 1, "é\ud7ff"))
    comments = [one for one in read_records("isso", file) if isinstance(one, Comment)]
    assert [(one.id, one.parent, one.dropped) for one in comments] == [
        *(("1", "", ""), ("2", "1", ""), ("3", "", "not approved"), ("4", "", "deleted"), ("5", "9", "")),
    ]


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        (
            "<blogger:status>LIVE</blogger:status><author><name>Ben",
            "<blogger:status>SPAM</blogger:status><author><name>Ben",
            {"12"},
        ),
        ("post-11</blogger:inReplyTo>", "post-99</blogger:inReplyTo>", {"11", "12"}),
        ("GHOSTED", "LIVE", {"11", "12", "13"}),
        ("GHOSTED", "PENDING", {"11", "12"}),
    ],
)
def test_comments_of_blogger_in_every_state(tmp_path: Path, old: str, new: str, found: set[str]) -> None:
    text = next((CASES / "20-blogger-nested").iterdir()).read_text()
    assert old in text
    source = write_tree(tmp_path / "a", {"feed.atom": text.replace(old, new)})
    records = read_records("blogger", source / "feed.atom")
    assert {one.id.rpartition("-")[2] for one in records if isinstance(one, Comment) and not one.dropped} == found


def test_a_number_of_likes_fills_a_key_that_wants_it_and_tells_no_names(tmp_path: Path) -> None:
    votes = {"id": "r", "user": {"name": "Ana"}, "locator": {"url": "/x/"}, "votes": {"a": True, "b": False, "c": True}}
    post = {"topic_id": 5, "post_number": 2, "username": "ana", "actions_summary": [{"id": 2, "count": 2}, {"id": 3}]}
    files = {"remark42/b.json": json.dumps(votes), "discourse/p.json": json.dumps(post)}
    write_tree(tmp_path, files)
    (tmp_path / "isso").mkdir()
    with closing(sqlite3.connect(isso(tmp_path / "isso", (1, None, 1, "a")))) as database:
        database.executescript("ALTER TABLE comments ADD COLUMN likes; UPDATE comments SET likes = 2")
    for form in ("remark42", "discourse", "isso"):
        told = read_records(
            form, tmp_path / form, values={"before": ValueSource(("agreed",)), "x": ValueSource(("y",))}
        )
        assert [one.values for one in told if isinstance(one, Comment)] == [(("before", "2"),)], form
        assert not any(isinstance(one, Liked) for one in told)
