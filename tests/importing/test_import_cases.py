"""Small archives in which other programs, or this one, have lost something: what is right for each.

`cases/` has the archives; each stands for a kind, of which further members are made up here.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from importing.archives import bring, bring_records, make_posts, only, read_records, snapshot
from parley.importing.dates import parse_date
from parley.importing.records import Author, BadArchive, Comment, ImportedThread, Noticed, Record
from parley.importing.result import ImportResult
from parley.importing.streams.recognising import Unrecognised, recognise
from parley.model.library import Library
from parley.model.markup.markdown import render_words
from support import write_tree

CASES = Path(__file__).with_name("cases")
DAY = parse_date("2019-01-01")


def take(form: str, name: str, folder: Path, **more: Any) -> tuple[ImportResult, Library]:
    return bring(form, CASES / name, make_posts(folder), **more)


def bodies(library: Library) -> dict[str, str]:
    """All texts by the id of the reply behind the archive's name; that of the post has none."""
    post, replies = only(library)
    return {"": post.body, **{id: reply.body for id, reply in replies.items()}}


def parents(library: Library) -> dict[str, str]:
    return {id: reply.reply_to.partition("-")[2] for id, reply in only(library)[1].items()}


def test_names_of_tags_in_discussions_are_words(tmp_path: Path) -> None:
    found = list(bodies(take("github", "01-angle-script", tmp_path)[1]).values())
    assert found == [
        "You call it as run \\<script> with two arguments.\n\n"
        "This paragraph must not vanish.\n\nNeither must this one.",
        "Put the \\<title> of the page first.\n\nEverything after it is my answer.",
        "Use List\\<Select> or a \\<select> box. The rest of the message.",
        "`std::vector<style>` is code, and \\<style> outside is not.\n\n- one\n- two",
    ]


def test_a_control_character_and_a_byte_of_latin_1_cost_nobody_an_archive(tmp_path: Path) -> None:
    for name, kind, text in (
        ("02-wxr-control-char", "cleaned", "Nice bread, thank you."),
        ("03-wxr-latin1-byte", "recoded", "Nice café bread, thank you."),
    ):
        result, library = take("wordpress", name, tmp_path / name)
        assert only(library)[1]["1"].body == text
        assert result.mended[kind] == 1
        assert result.cases[kind] == ["export.xml:5"]


@pytest.mark.parametrize(
    ("form", "data", "kind", "text"),
    [
        ("github", b'[{"title": "T", "body": "caf\xe9 \x93q\x94", "comments": []}]', "recoded", "café “q”"),
        ("github", b'[{"title": "T", "body": "a\x00b\x1fc", "comments": []}]', "cleaned", "abc"),
        ("github", '[{"title": "T", "body": "é", "comments": []}]'.encode("utf-16"), "", "é"),
        (
            "discourse",
            b'{"id": 1, "title": "T", "post_stream": {"posts": [{"post_number": 1, "cooked": "caf\xe9"}]}}',
            "recoded",
            "café",
        ),
    ],
)
def test_bytes_that_are_no_text_are_repaired_in_every_format(
    tmp_path: Path, posts: Path, form: str, data: bytes, kind: str, text: str
) -> None:
    (tmp_path / "x.json").write_bytes(data)
    result, library = bring(form, tmp_path / "x.json", posts)
    assert only(library)[0].body == text
    assert set(result.mended) - {"undated"} == ({kind} if kind else set())


@pytest.mark.parametrize("encoding", ["iso-8859-1", "windows-1252", "koi8-r", "shift_jis"])
def test_xml_is_read_in_the_encoding_that_it_names(tmp_path: Path, posts: Path, encoding: str) -> None:
    word = {"koi8-r": "Привет", "shift_jis": "日本語"}.get(encoding, "café – €" if encoding != "iso-8859-1" else "café")
    text = (
        (CASES / "02-wxr-control-char/export.xml").read_text(encoding="utf-8").replace("\x0b", "").replace("\x08", "")
    )
    text = text.replace("How to bake.", word).replace('encoding="UTF-8"', f'encoding="{encoding}"')
    (tmp_path / "e.xml").write_bytes(text.encode(encoding))
    _, library = bring("wordpress", tmp_path / "e.xml", posts)
    assert library.discussions[0].body == word


def test_a_forum_of_disqus_without_mail_addresses_titles_and_links_is_read(tmp_path: Path) -> None:
    _, library = take("disqus", "04-disqus-no-email", tmp_path / "a")
    assert parents(library) == {"100": "", "101": "100"}
    assert bodies(library)["101"] == (
        "Indeed. [link](https://example.com/a) [a.png](https://uploads.disquscdn.com/images/a.png)"
    )
    _, library = take("disqus", "05-disqus-empty-id", tmp_path / "b")
    assert parents(library) == {"100": "", "101": "100"}
    assert only(library)[0].title == "Nice."
    assert bodies(library)[""] == "The comments on a page whose title and address the archive does not have."


def test_links_of_disqus_lead_where_they_led_and_people_have_their_names(tmp_path: Path) -> None:
    found = bodies(take("disqus", "40-disqus-redirects", tmp_path)[1])
    assert found["1001"] == "See <http://example.org/beans?a=1&b=2> and ask Bob B ."
    assert found["1002"] == "line  \nline two Spoiler: the end **bold**\n\n```\na = 1\nb = 2\n```"


@pytest.mark.parametrize(
    ("message", "shown"),
    [
        (
            '<a href="https://disq.us/url?url=https%3A%2F%2Fa.example%2Fb%3AXyz-1&amp;cuid=2">this</a>',
            "[this](https://a.example/b)",
        ),
        ("see http://disq.us/url?url=http%3A%2F%2Fa.example%2F%3AXyz&cuid=2 there", "see http://a.example/ there"),
        (
            '<a href="http://a.example/long/one" title="http://a.example/long/one">http://a.example/lo...</a>',
            "<http://a.example/long/one>",
        ),
        ('<a href="http://disq.us/p/1abc">short</a>', "[short](http://disq.us/p/1abc)"),
        ("@nobody_here:disqus and mail@x:disqus", "@nobody_here and mail@x"),
    ],
)
def test_what_disqus_put_into_a_message_is_taken_out(tmp_path: Path, posts: Path, message: str, shown: str) -> None:
    text = (CASES / "04-disqus-no-email/export.xml").read_text().replace("<p>Nice.</p>", message)
    (tmp_path / "d.xml").write_text(text)
    assert bodies(bring("disqus", tmp_path / "d.xml", posts)[1])["100"] == shown


def test_comment_files_of_every_layout_keep_their_threads(tmp_path: Path) -> None:
    ids = [f"aaaa1111-0000-11ea-8000-00000000000{number}" for number in (1, 2, 3)]
    _, library = take("static", "06-staticman-hugo-replyid/comments", tmp_path / "a")
    assert parents(library) == {ids[0]: "", ids[1]: ids[0], ids[2]: ids[1]}
    _, library = take("static", "07-staticman-frontmatter/comments", tmp_path / "b")
    assert bodies(library)["bbbb"] == "The body of a comment written by Staticman with format: frontmatter."
    for source in ("08-static-flat-postid", "08-static-flat-postid/_comments"):
        _, library = take("static", source, tmp_path / source)
        assert {post.title for post in library.discussions} == {"2014 bread", "2014 wine"}
    _, library = take("static", "10-static-parent_id/comments", tmp_path / "c")
    assert parents(library) == {"cccc1": "", "cccc2": "cccc1"}


ONE = {"id": "1", "name": "Ana", "message": "First", "date": "2019-01-01T10:00:00Z"}
TWO = {"id": "2", "name": "Bob", "message": "Second", "date": "2019-01-01T11:00:00Z"}
LAYOUTS: Mapping[str, dict[str, str]] = {
    "a list for a page": {"hello.json": json.dumps([ONE, {**TWO, "reply_to": "1"}])},
    "a list for each page": {"comments.json": json.dumps({"hello": [ONE, {**TWO, "parent": 1}]})},
    "answers within": {"hello.json": json.dumps([{**ONE, "replies": [TWO]}])},
    "toml": {
        "hello/a.toml": 'id = "1"\nname = "Ana"\nmessage = "First"\n',
        "hello/b.toml": 'id = 2\nreplyTo = 1\nname = "Bob"\nmessage = "Second"\n',
    },
    "toml pages": {
        "hello/a.md": '+++\nid = "1"\nname = "Ana"\n+++\nFirst\n',
        "hello/b.md": '+++\nid = "2"\nparent_id = "1"\nname = "Bob"\n+++\nSecond\n',
    },
    "an author apart": {
        "hello/a.yml": "id: 1\nauthor: {name: Ana}\nmessage: First\n",
        "hello/b.yml": "id: 2\nin_reply_to: 1\nauthor: {name: Bob}\nmessage: Second\n",
    },
    "an unknown field with ids": {
        "hello/a.yml": "id: x1\nname: Ana\nmessage: First\n",
        "hello/b.yml": "id: x2\nto: x1\nname: Bob\nmessage: Second\n",
    },
    "one folder": {
        "a.yml": "id: 1\npost_id: hello\nname: Ana\nmessage: First\n",
        "b.yml": "id: 2\npost_id: hello\nreplyID: 1\nname: Bob\nmessage: Second\n",
    },
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_static_comments_are_one_thread_in_every_layout(tmp_path: Path, posts: Path, layout: str) -> None:
    _, library = bring("static", write_tree(tmp_path / "data", LAYOUTS[layout]), posts)
    post, replies = only(library)
    assert post.title == "Hello"
    first, second = sorted(replies.values(), key=lambda one: one.body)
    assert (first.body, second.body, second.reply_to) == ("First", "Second", first.id)
    assert {library.person(one.author).name for one in (first, second)} == {"Ana", "Bob"}


def test_fields_that_look_like_parents_and_are_unknown_are_told(tmp_path: Path) -> None:
    files = {
        "hello/a.yml": "id: 1\nname: A\nmessage: x\n",
        "hello/b.yml": "id: 2\nname: B\nmessage: y\nrespondsTo: A, 2nd\n",
    }
    found = read_records("static", write_tree(tmp_path, files))
    assert [one for one in found if isinstance(one, Noticed)] == [Noticed("unanswered", "hello: respondsTo")]


def test_a_group_of_mails_without_references_is_one_thread(tmp_path: Path) -> None:
    result, library = take("mbox", "11-mbox-groups", tmp_path)
    assert sorted(bodies(library).values()) == [
        "Rye. (This mailer writes no In-Reply-To and no References.)",
        "Which flour do you use?",
    ]
    assert result.mended["guessed"] == 1


def test_a_line_of_a_mail_that_begins_with_from_begins_none(tmp_path: Path) -> None:
    _, library = take("mbox", "13-mbox-from-line", tmp_path)
    found = list(bodies(library).values())
    assert len(found) == 2
    assert "From my notes of the meeting on 3 March 2015" in found[0]
    assert found[0].endswith("The end.")


def test_issues_as_tools_keep_them_are_read(tmp_path: Path) -> None:
    for name in ("15-gh-issue-list", "22-issues-object"):
        _, library = take("github", name, tmp_path / name)
        assert sorted(bodies(library).values()) == ["How do I bake?" if "15" in name else "How?", "With heat."]


API = "https://api.github.com/repos/o/r/issues"
SITE = "https://github.com/o/r"
REST = [
    {
        **{"url": f"{API}/1", "html_url": f"{SITE}/issues/1", "number": 1, "title": "T", "user": {"login": "ana"}},
        **{"body": "B", "comments": 2, "created_at": "2020-01-01T00:00:00Z"},
    },
    {
        **{"url": f"{API}/2", "html_url": f"{SITE}/pull/2", "number": 2, "title": "P", "user": {"login": "ana"}},
        **{"body": "B", "comments": 1, "pull_request": {}},
    },
]
SAID = [
    {
        **{"url": f"{API}/comments/7", "html_url": f"{SITE}/issues/1#issuecomment-7", "issue_url": f"{API}/1", "id": 7},
        **{"user": {"login": "bob"}, "body": "C", "created_at": "2020-01-02T00:00:00Z"},
    },
    {
        "html_url": f"{SITE}/pull/2#issuecomment-8",
        "issue_url": f"{API}/2",
        "id": 8,
        "user": {"login": "b"},
        "body": "D",
    },
]


def test_issues_of_the_rest_interface_keep_their_comments_and_pull_requests_stay_away(
    tmp_path: Path, posts: Path
) -> None:
    source = write_tree(tmp_path / "gh", {"issues.json": json.dumps(REST), "comments.json": json.dumps(SAID)})
    result, library = bring("github", source, posts)
    assert bodies(library) == {"": "B", "7": "C"}
    assert result.discussions.dropped == {"a pull request": 1}
    assert result.missing == [
        "https://github.com/o/r/issues/1: 1 comments; fetch them too (repos/OWNER/NAME/issues/comments)"
    ]


def test_issues_that_came_under_their_address_for_programs_do_not_come_twice(tmp_path: Path, posts: Path) -> None:
    """An issue of the REST interface was known by `url` before; that of GraphQL has its page's address there."""
    early = ImportedThread(id=f"{API}/1", title="T", author=Author("ana", "ana"), date=DAY, body="B")
    bring_records([early], posts, name="github")
    source = write_tree(tmp_path / "gh", {"issues.json": json.dumps(REST), "comments.json": json.dumps(SAID)})
    result, library = bring("github", source, posts)
    assert bodies(library) == {"": "B", "7": "C"}
    assert (result.discussions.known, result.discussions.placed) == (1, 0)
    graph = {"title": "T", "url": f"{SITE}/issues/1", "author": {"login": "ana"}, "body": "B", "comments": []}
    (tmp_path / "d.json").write_text(json.dumps([graph]))
    for target in (posts, make_posts(tmp_path / "new")):
        bring("github", source, target)
        result, library = bring("github", tmp_path / "d.json", target)
        if target != posts:
            assert (result.discussions.known, len(library.discussions)) == (1, 1)


def test_the_discussion_of_a_page_is_named_by_the_page(tmp_path: Path, posts: Path) -> None:
    body = "# Baking bread\n\nHow to.\n\n[https://blog.example/2020/bread/](https://blog.example/2020/bread/)"
    said = {"nodes": [{"id": "c", "author": {"login": "ana"}, "body": "Nice"}]}
    entry = {"title": "2020/bread/", "url": f"{SITE}/discussions/1", "author": {"login": "giscus"}, "body": body}
    entry = {**entry, "comments": said}
    bare = {**entry, "url": f"{SITE}/issues/2", "title": "wine/", "author": {"login": "utterances-bot"}, "body": ""}
    (tmp_path / "d.json").write_text(json.dumps([entry, bare]))
    _, library = bring("github", tmp_path / "d.json", posts, site="https://blog.example/")
    assert {post.title: post.body for post in library.discussions} == {
        "Baking bread": "The comments on [Baking bread](https://blog.example/2020/bread/).",
        "Wine": "The comments on [Wine](https://blog.example/wine/).",
    }


def test_line_ends_of_comments_are_breaks_and_a_footer_of_a_mail_goes(tmp_path: Path) -> None:
    result, library = take("github", "38-github-line-breaks", tmp_path)
    found = list(bodies(library).values())
    assert found[0].startswith("Send it to:\\\nAna Example\\\n1 Shed Lane\\\nGardentown\n\nRoses are red\\\nViolets")
    assert any("unsubscribe" in text for text in found) is False
    assert any("Line one\\\nLine two" in text for text in found)
    assert result.mended["footers"] == 1


def test_posts_of_discourse_keep_pictures_formulas_polls_and_details(tmp_path: Path) -> None:
    for name in ("16-discourse-raw-image", "16b-discourse-cooked-only"):
        _, library = take("discourse", name, tmp_path / name, site="https://forum.example.org")
        text = bodies(library)[""]
        assert "[oven](https://forum.example.org/uploads/default/original/1X/abc.jpeg)" in text
        assert "[manual.pdf](https://forum.example.org/uploads/default/original/1X/xyz.pdf)" in text
        for gone in ("1920", "90 KB", "0voters", "[poll", "[details", "upload://"):
            assert gone not in text
        assert "**More**\n\nInside." in text
        assert "- rye\n- wheat" in text
        assert "Spoiler: secret" in text
        assert "$\\\\{a\\_1, b\\_2\\\\} \\* c \\* d$" in text or "a_1, b_2" in text


@pytest.mark.parametrize(
    ("raw", "drawn"),
    [
        ("![oven|690x388](https://a.example/o.jpg)", "[oven](https://a.example/o.jpg)"),
        ("![oven|690x388, 50%](upload://abc.jpeg)", "oven (upload\\://abc.jpeg)"),
        ('[details="More"]\nInside.\n[/details]', "**More**\n\nInside."),
        ("[poll type=regular]\n* rye\n* wheat\n[/poll]", "* rye\n* wheat"),
        ("[spoiler]secret[/spoiler] it", "Spoiler: secret it"),
        ('[date=2024-05-01 time=14:00:00 timezone="Europe/Berlin"]', "2024-05-01 14:00:00 Europe/Berlin"),
        ("costs $5 or $6", "costs $5 or $6"),
        ("`[poll]` and\n\n```\n[details=x]\n```", "`[poll]` and\n\n```\n[details=x]\n```"),
    ],
)
def test_marks_of_discourse_become_markdown(tmp_path: Path, posts: Path, raw: str, drawn: str) -> None:
    topic = {"id": 1, "title": "T", "post_stream": {"posts": [{"post_number": 1, "username": "a", "raw": raw}]}}
    (tmp_path / "1.json").write_text(json.dumps(topic))
    assert only(bring("discourse", tmp_path / "1.json", posts)[1])[0].body == drawn


def test_a_formula_of_discourse_is_shown_as_it_was_written(tmp_path: Path, posts: Path) -> None:
    topic = {
        "id": 1,
        "title": "T",
        "post_stream": {"posts": [{"post_number": 1, "username": "a", "raw": "so $\\{a_1, b_2\\} * c * d$ it"}]},
    }
    (tmp_path / "1.json").write_text(json.dumps(topic))
    text = only(bring("discourse", tmp_path / "1.json", posts)[1])[0].body
    assert render_words(text) == "so $\\{a_1, b_2\\} * c * d$ it"


def test_exports_of_commento_and_isso_are_read(tmp_path: Path) -> None:
    _, library = take("commento", "18-commento", tmp_path / "a")
    assert bodies(library) == {
        "": "The comments on [Bread](https://example.org/bread).",
        "a1": "First.",
        "a2": "Second.",
    }
    assert parents(library) == {"a1": "", "a2": "a1"}
    _, library = take("isso", "19-isso", tmp_path / "b")
    assert bodies(library) == {"": "The comments on Bread.", "1": "Nice **bread**."}


def test_nested_comments_of_blogger_stay_nested(tmp_path: Path) -> None:
    _, library = take("blogger", "20-blogger-nested", tmp_path)
    assert parents(library) == {"11": "", "12": "11"}


def test_an_address_of_a_file_server_is_words_and_costs_no_markup(tmp_path: Path) -> None:
    text = bodies(take("github", "21-ftp-link/d.json", tmp_path / "a")[1])[""]
    assert text == "Get it from ftp://ftp.example.org/pub/x and **read** this:\n\n- one\n- two"
    text = bodies(take("mbox", "21-ftp-link/list.mbox", tmp_path / "b")[1])[""]
    assert "ftp://ftp.example.org/pub/tool-1.2.tar.gz and has been" in text
    assert "> and what about the manual?" in text


def test_code_of_comments_keeps_its_lines(tmp_path: Path) -> None:
    found = bodies(take("wordpress", "31-code-in-comments", tmp_path)[1])
    assert found["71"] == (
        "Like so:\n\n```\nbeans = 0\nfor pod in pods:\n    beans += 5\nprint(beans)\n```\n\nAnd done.  \nReally done."
    )
    assert found["72"] == "Or:\n\n```\ncd shed\n\nrm -r old\n\nls\n```"


VERSIONS = [
    ("2020-01-02T00:00:00Z", "newer", ""),
    ("2020-01-01T00:00:00Z", "older", ""),
    ("2020-01-03T00:00:00Z", "gone", "deleted"),
]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_of_two_versions_the_newest_counts_in_any_order(posts: Path, order: tuple[int, int]) -> None:
    def version(number: int) -> Record:
        date, text, dropped = VERSIONS[number]
        what = {"body": text, "dropped": dropped, "edited": parse_date(date)}
        return Comment(id="1", thread="t", author=Author("A"), date=DAY, versioned=True, **what)  # type: ignore[arg-type]

    thread = ImportedThread(id="t", title="T", author=Author("B"), body="x")
    result, library = bring_records([thread, *map(version, order)], posts)
    assert bodies(library) == {"": "x", "1": "newer"}
    assert (result.mended["superseded"], result.replies.merged) == (1, 1)
    before = snapshot(posts)
    bring_records([thread, *map(version, order)], posts)
    assert snapshot(posts) == before
    result, library = bring_records([thread, version(2), *map(version, order)], posts)
    assert only(library)[1]["1"].removed == "It was removed in the archive."


def test_an_edit_of_a_newer_export_is_brought_and_what_was_edited_here_later_stays(posts: Path) -> None:
    def records(text: str, edited: str) -> list[Record]:
        moment = parse_date(edited)
        return [
            ImportedThread(id="t", title="T", author=Author("B"), date=DAY, body=text, edited=moment),
            Comment(id="1", thread="t", author=Author("A"), date=DAY, body=text, edited=moment, versioned=True),
        ]

    bring_records(records("first", ""), posts)
    result, library = bring_records(records("second", "2020-01-01T10:00:00Z"), posts)
    assert bodies(library) == {"": "second", "1": "second"}
    updated = only(library)[1]["1"].updated
    assert updated
    assert updated.written == "2020-01-01T10:00:00Z"
    assert (result.mended["edited"], result.files) == (2, 0)
    file = next(posts.glob("discussions/*/replies/*.md"))
    mine = file.read_text().replace("2020-01-01T10:00:00Z", "2021-01-01T10:00:00Z").replace("second", "mine")
    file.write_text(mine)
    result, library = bring_records(records("third", "2020-06-01T10:00:00Z"), posts)
    assert bodies(library) == {"": "third", "1": "mine"}


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("01-angle-script", "github"),
        ("02-wxr-control-char", "wordpress"),
        ("04-disqus-no-email", "disqus"),
        ("06-staticman-hugo-replyid", "static"),
        ("07-staticman-frontmatter", "static"),
        ("08-static-flat-postid", "static"),
        ("11-mbox-groups", "mbox"),
        ("15-gh-issue-list", "github"),
        ("16-discourse-raw-image", "discourse"),
        ("18-commento", "commento"),
        ("19-isso", "isso"),
        ("20-blogger-nested", "blogger"),
        ("22-issues-object", "github"),
        ("38-github-line-breaks", "github"),
    ],
)
def test_a_format_is_recognised_by_what_is_in_it_whatever_its_name(tmp_path: Path, name: str, form: str) -> None:
    assert recognise(CASES / name).form == form
    for file in (one for one in (CASES / name).rglob("*") if one.is_file()):
        (tmp_path / "bare").write_bytes(file.read_bytes())
        if form != "static":
            assert recognise(tmp_path / "bare").form == form


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"<!DOCTYPE html><html><body>x</body></html>", "a web page"),
        (b'<?xml version="1.0"?><opml version="2"><x/></opml>', "XML with the root element <opml>"),
        (b'{"weather": 1, "rain": 2}', "JSON with the keys weather, rain"),
        (b"PK\x03\x04rest", "a ZIP archive; unpack it first"),
        (b"", "an empty file"),
        (b"just some words", "plain text"),
        (b"CREATE TABLE `x` (a int);\nINSERT INTO `x` VALUES (1);", "a dump of a database"),
    ],
)
def test_what_is_no_archive_is_named_for_what_it_is(tmp_path: Path, data: bytes, said: str) -> None:
    (tmp_path / "x").write_bytes(data)
    with pytest.raises(Unrecognised, match="which no format is") as caught:
        recognise(tmp_path / "x")
    assert said in str(caught.value)


def test_a_folder_of_two_formats_is_refused_with_an_example_of_each(tmp_path: Path) -> None:
    for name in ("02-wxr-control-char/export.xml", "04-disqus-no-email/export.xml"):
        (tmp_path / f"{name[:2]}.xml").write_bytes((CASES / name).read_bytes())
    with pytest.raises(
        Unrecognised, match=r"02\.xml looks like an export of WordPress; 04\.xml looks like an export of D"
    ):
        recognise(tmp_path)


@pytest.mark.parametrize("form", ["disqus", "wordpress", "blogger"])
@pytest.mark.parametrize("case", ["02-wxr-control-char", "04-disqus-no-email", "20-blogger-nested"])
def test_an_export_of_another_service_is_an_error(tmp_path: Path, form: str, case: str) -> None:
    if form == {"02": "wordpress", "04": "disqus", "20": "blogger"}[case[:2]]:
        return
    source = next((CASES / case).iterdir())
    before = snapshot(make_posts(tmp_path))
    looks = {"02": "an export of WordPress", "04": "an export of Disqus", "20": "an export of Blogger"}[case[:2]]
    with pytest.raises(BadArchive, match=f"there is nothing in it of what '{form}' reads; it looks like {looks}"):
        bring(form, source, tmp_path / "posts")
    assert snapshot(tmp_path / "posts") == before
