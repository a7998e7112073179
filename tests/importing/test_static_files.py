"""Static comment files: fields by any name, parents by id or by position, foreign fields of no effect."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from importing.archives import bring, only, read_records, snapshot
from parley.importing.records import Author, BadArchive, Comment, Thread
from support import Files

Write = Callable[[Files], Path]

STATICMAN = {
    "zero-page/entry1.yml": (
        "_id: f6971110-6635-11ef-b74f-ab9da75b44da\n_parent: https://example.org/zero.html\nreplying_to_uid: ''\n"
        'message: "Fixed *since*.\\r\\n\\r\\n{{x}} {% raw %}"\nname: Ana Reader\n'
        "email: d41d8cd98f00b204e9800998ecf8427e\n"
        "hp: ''\ndate: 1424956742\n"
    ),
    "zero-page/entry2.yml": (
        "_id: 123\nreplying_to_uid: f6971110-6635-11ef-b74f-ab9da75b44da\nmessage: Thanks\nname: yes\n"
        "draft: true\nlayout: verslag\ntags: []\ndate: '2016-05-06T10:00:00.000Z'\n"
    ),
    "zero-page/entry3.yml": (
        "_id: x\nreplying_to_uid: '123'\nmessage: ' '\nbody: Deep\nname: 404\ndate: 2017-02-12T12:37:06.1234567-08:00\n"
    ),
    "zero-page/entry4.yml": "_id: lost\nreplying_to_uid: gone\nmessage: Hm\nname: null\ndate: 2017-03-01 10:00\n",
    "zero-page/entry5.yml": "_id: '7'\nreplying_to_uid: null\nmessage: ''\nname: Eve\ndate: 2017-03-01\n",
}


def test_a_thread_of_staticman_keeps_its_tree_names_and_dates(archive: Write, posts: Path) -> None:
    result, library = bring("static", archive(STATICMAN), posts)
    post, replies = only(library)
    assert post.title == "Zero page"
    assert post.body == "The comments on [Zero page](https://example.org/zero.html)."
    first = replies["f6971110-6635-11ef-b74f-ab9da75b44da"]
    assert first.body == "Fixed *since*.\n\n{{x}} {% raw %}"
    assert f"{first.date.at:%Y-%m-%dT%H:%M:%S}" == "2015-02-26T13:19:02" == f"{post.date.at:%Y-%m-%dT%H:%M:%S}"
    assert replies["123"].reply_to == first.id
    assert library.person(replies["123"].author).name == "yes"
    assert replies["x"].reply_to == replies["123"].id
    assert replies["x"].body == "Deep"
    assert library.person(replies["x"].author).name == "404"
    assert f"{replies['x'].date.at:%H:%M}" == "20:37"
    assert replies["lost"].reply_to == ""
    assert library.person(replies["lost"].author).name == "null"
    assert result.mended["orphaned"] == 1
    assert result.replies.dropped == {"it says nothing": 1}
    assert "d41d8cd98f" not in str(snapshot(posts))


def test_a_second_import_changes_nothing_and_a_newer_archive_adds_what_is_new(archive: Write, posts: Path) -> None:
    bring("static", archive(STATICMAN), posts)
    before = snapshot(posts)
    result, _ = bring("static", archive({}), posts)
    assert snapshot(posts) == before
    assert result.files == 0
    newer = "_id: new\nreplying_to_uid: x\nmessage: News\nname: Ana Reader\ndate: 2018-01-01\n"
    result, library = bring("static", archive({"zero-page/entry9.yml": newer}), posts)
    after = snapshot(posts)
    assert before.items() <= after.items()
    assert [path.rpartition("/")[2] for path in after.keys() - before.keys()] == ["static-new.md"]
    assert only(library)[1]["new"].reply_to == "static-x"


POSITIONS = {
    "page/1.yml": "message: one\nname: A\ndate: 2012-01-03\n",
    "page/2.yml": "message: answers the first by name\nreplying_to: '1'\nname: B\ndate: 2012-01-04\n",
    "page/3.yml": "message: two\nname: C\nreplying_to:\ndate: 2012-01-01\n",
    "page/4.yml": "message: answers the second by name\nreplying_to: 2\nname: D\ndate: 2012-01-05\n",
}


@pytest.mark.parametrize(
    ("parents", "wanted"),
    [("auto", ["1", "3"]), ("name-order", ["1", "3"]), ("date-order", ["3", "1"])],
)
def test_a_parent_may_be_a_number_among_the_top_level_comments(
    archive: Write, posts: Path, parents: str, wanted: list[str]
) -> None:
    result, library = bring("static", archive(POSITIONS), posts, parents=parents)
    _, replies = only(library)
    assert [replies[id].reply_to for id in ("2", "4")] == [f"static-{id}" for id in wanted]
    assert not result.mended["orphaned"]


def test_the_parent_0_is_the_page_and_what_has_no_date_is_the_last_by_date(archive: Write, posts: Path) -> None:
    files = {
        "page/1.yml": "message: without a date\nname: A\n",
        "page/2.yml": "message: dated\nreplying_to: '0'\nname: B\ndate: 2012-01-04\n",
        "page/3.yml": "message: answers the dated one\nreplying_to: 1\nname: C\ndate: 2012-01-05\n",
    }
    _, library = bring("static", archive(files), posts, parents="date-order")
    _, replies = only(library)
    assert replies["3"].reply_to == "static-2"


def test_fields_by_other_names_are_mapped(archive: Write, posts: Path) -> None:
    files = {"page/a.json": '{"nr": 7, "wer": "Jörg", "was": "<p>Hallo <b>Welt</b></p>", "wann": 1424956742}'}
    fields = {"id": ("nr",), "name": ("wer",), "body": ("was",), "date": ("wann",)}
    _, library = bring("static", archive(files), posts, fields=fields, address="https://example.org/{thread}/")
    post, replies = only(library)
    assert replies["7"].body == "Hallo **Welt**"
    assert library.person(replies["7"].author).name == "Jörg"
    assert "https://example.org/page/" in post.body


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"a: 'open\nb", "bad.yml:2: this is no YAML"),
        (b"- a\n- b\n", "must be keys with values"),
        (b"a: \xff\n", "bad.yml:1: byte 0xff is not UTF-8"),
        (b"message: ok\n" + b"x: " + b"[" * 200000, "bad.yml"),
        (b"a: &a [1]\nb: *nothere\nc: : :\n", "bad.yml:3"),
    ],
    ids=["open quote", "list", "encoding", "deep", "syntax"],
)
def test_a_file_that_cannot_be_read_is_named_with_its_line_and_nothing_is_written(
    archive: Write, posts: Path, content: bytes, said: str
) -> None:
    before = snapshot(posts.parent)
    with pytest.raises(BadArchive) as caught:
        bring("static", archive({**STATICMAN, "zero-page/bad.yml": content}), posts)
    assert said in str(caught.value)
    after = snapshot(posts.parent)
    assert {path for path in after if not path.startswith("archive")} == before.keys()


def test_ids_and_folders_with_tricks_stay_within_their_bounds(archive: Write, posts: Path) -> None:
    files = {
        "a/1.yml": "_id: ../../evil\nmessage: x\nname: ../x\ndate: 2012-01-01\n",
        "a/2.yml": "_id: CON\nmessage: y\nname: CON\ndate: 2012-01-01\n",
        "a/3.yml": "_id: con\nmessage: z\nname: con\ndate: 2012-01-01\n",
        f"{'a' * 200}/4.yml": f"_id: {'x' * 5000}\nmessage: z\nname: {'y' * 5000}\ndate: 2012-01-01\n",
    }
    _, library = bring("static", archive(files), posts)
    paths = [file.relative_to(posts.parent) for file in posts.parent.rglob("*") if file.is_file()]
    assert all(len(path.name) <= 84 for path in paths if path.parts[0] == "posts")
    assert len({str(path).lower() for path in paths}) == len(paths)
    assert sum(len(replies) for replies in library.replies.values()) == 4


def test_aliases_of_yaml_are_not_expanded(archive: Write, posts: Path) -> None:
    bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [{','.join([f'*{chr(97 + n)}'] * 9)}]\n" for n in range(9)
    )
    _, library = bring("static", archive({"p/1.yml": f"{bomb}message: hi\nname: A\ndate: 2012-01-01\n"}), posts)
    assert only(library)[1]["1"].body == "hi"


@pytest.mark.parametrize(
    ("body", "form"),
    [
        (" <p>x</p> ", "html"),
        ("<p>x</p> y", "markdown"),
        ("y <p>x</p>", "markdown"),
        ("*x*", "markdown"),
        ("<https://example.org/>", "html"),
    ],
)
def test_a_body_that_is_html_from_its_first_to_its_last_sign_is_read_as_such(
    archive: Write, body: str, form: str
) -> None:
    source = archive({"page/a.json": json.dumps({"id": "1", "body": body})})
    for said, wanted in (("auto", form), ("text", "text"), ("html", "html"), ("markdown", "markdown")):
        _, comment = read_records("static", source, body=said)
        assert isinstance(comment, Comment)
        assert comment.markup == wanted


@pytest.mark.parametrize(
    ("said", "parent"),
    [("b", "b"), (" b ", "b"), ("", ""), ("null", ""), ("None", ""), ("~", ""), ("undefined", ""), ("nil", "nil")],
)
def test_what_stands_for_no_parent_is_none(archive: Write, said: str, parent: str) -> None:
    source = archive(
        {"page/a.json": json.dumps({"id": "1", "body": "x", "parent": said, "name": " A  B ", "url": " u "})}
    )
    _, comment = read_records("static", source)
    assert isinstance(comment, Comment)
    assert comment.parent == parent
    assert comment.author == Author("A B", link="u")


def test_a_page_is_called_by_its_folder_and_read_where_its_comments_say(archive: Write) -> None:
    source = archive(
        {
            "2016/two-pages/a.yml": "message: x\n",
            "2016/two-pages/b.yml": "message: y\n_parent: https://example.org/two\n",
            "2016/two-pages/c.yml": "message: z\n_parent: https://example.org/three\n",
            "top.yml": "message: x\n",
        }
    )
    threads = {one.id: one for one in read_records("static", source) if isinstance(one, Thread)}
    assert {id: (one.title, one.address) for id, one in threads.items()} == {
        "2016/two-pages": ("2016 two pages", "https://example.org/two"),
        "archive": ("Archive", ""),
    }
    mapped = read_records("static", source, address="https://new.example/{thread}/")
    assert "https://new.example/2016/two-pages/" in [one.address for one in mapped if isinstance(one, Thread)]
