"""Static comment files: fields by any name, parents by id or by position, foreign fields of no effect."""

import json
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from importing.archives import bring, only, read_records, snapshot
from parley.importing.records import Author, BadArchive, Comment, Fault, ImportedThread
from support import Files, write_tree

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
    assert result.replies.dropped == {"it has no text": 1}
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


def read(folder: Path, *texts: str, ending: str = "yml", **mapping: str) -> list[Comment]:
    """The comments of a page in the order of their files, read from a fresh folder."""
    files = {f"{number:02}.{ending}": text for number, text in enumerate(texts, start=1)}
    source = write_tree(Path(tempfile.mkdtemp(dir=folder)), files)
    return [one for one in read_records("static", source, **mapping) if isinstance(one, Comment)]


@pytest.mark.parametrize(
    ("said", "parent"),
    [
        ("1", "first"),
        ("2", "second"),
        ("'3'", "3"),
        ("'00'", "00"),
        ("x", "x"),
        ("4294967297", "4294967297"),
        ("1" * 5000, "1" * 5000),
        ("'0'", ""),
    ],
)
def test_a_position_that_no_comment_has_stays_as_it_is(tmp_path: Path, said: str, parent: str) -> None:
    top = [f"_id: {id}\nmessage: x\n" for id in ("first", "second")]
    *_, last = read(tmp_path, *top, f"_id: last\nmessage: x\nparent: {said}\n", parents="name-order")
    assert last.parent == parent


def test_comments_of_one_time_are_counted_by_their_ids(tmp_path: Path) -> None:
    dated = [f"_id: {id}\nmessage: x\ndate: {year}-01-01\n" for id, year in (("c", 2013), ("b", 2012), ("a", 2012))]
    undated = ["_id: z\nmessage: x\n", "_id: y\nmessage: x\n"]
    asking = [f"_id: q{number}\nmessage: x\nparent: {number}\n" for number in range(1, 6)]
    found = read(tmp_path, *dated, *undated, *asking, parents="date-order")
    assert [one.parent for one in found if one.id.startswith("q")] == ["a", "b", "c", "y", "z"]


@pytest.mark.parametrize(
    ("ids", "parents", "wanted"),
    [
        (("2", "9", "3"), ("", "", "2"), ("", "", "2")),  # an id that stands in a file
        (("", "", ""), ("", "", "2"), ("", "", "02")),  # the second by name is the second
        (("a", "b", "c"), ("", "", "2"), ("", "", "b")),
        (("a", "b", "c"), ("", "x", "1"), ("", "x", "1")),  # not all are numbers
        (("2", "b", "c"), ("", "", "1"), ("", "", "2")),
        (("2", "b", "c", "d"), ("", "", "1", "2"), ("", "", "1", "2")),
    ],
)
def test_numbers_are_positions_only_where_all_are_numbers_and_none_is_an_id(
    tmp_path: Path, ids: tuple[str, ...], parents: tuple[str, ...], wanted: tuple[str, ...]
) -> None:
    texts = [f"_id: ' {id} '\nmessage: x\nparent: '{parent}'\n" for id, parent in zip(ids, parents, strict=True)]
    found = read(tmp_path, *texts)
    assert tuple(one.parent for one in found) == wanted
    assert [one.id for one in found] == [id or f"{number:02}" for number, id in enumerate(ids, start=1)]


@pytest.mark.parametrize("ending", ["yml", "yaml", "YAML"])
def test_what_is_nested_in_a_file_is_passed_over_and_shifts_nothing(tmp_path: Path, ending: str) -> None:
    (found,) = read(
        tmp_path,
        "extra: {message: no, name: [no, {no: no}], url: no}\n? [a, b]\n: no\nx: &a hi\n? *a\n: no\nlist: [a, [b], c]\n"
        "parent: *a\nmessage: hello\nauthor: null\nurl: NULL\ntags: []\ndate: 2012-01-01\n",
        ending=ending,
    )
    assert (found.body, found.author, found.parent) == ("hello", Author("null"), "")
    assert found.date == datetime(2012, 1, 1, tzinfo=UTC)
    (quoted,) = read(tmp_path, "message: 'null'\nname: A\nurl: '~'\n")
    assert (quoted.body, quoted.author) == ("null", Author("A", link="~"))


def test_collections_are_nested_fifty_deep_at_most(tmp_path: Path) -> None:
    (found,) = read(tmp_path, f"x: {'[' * 49}{']' * 49}\nmessage: hello\n")
    assert found.body == "hello"
    source = write_tree(tmp_path / "deep", {"1.yml": f"x: {'[' * 50}{']' * 50}\nmessage: hello\n"})
    (fault,) = (one for one in read_records("static", source) if isinstance(one, Fault))
    assert (fault.line, fault.message) == (1, "this isn't YAML: it is nested more than 50 deep")


@pytest.mark.parametrize(
    ("name", "text", "line", "said"),
    [
        ("a.yml", "just words\n", 1, "a comment must be keys with values"),
        ("a.yml", "a: b\nc: [\n", 3, "this isn't YAML: "),
        ("a.yml", "a: b\nc: *\n", 2, "this isn't YAML: "),
        ("a.json", '{"a": 1,\n"b" 2}', 2, "this isn't JSON: Expecting ':' delimiter"),
        ("a.JSON", "['a']", 1, "this isn't JSON: "),
        ("a.json", "[" * 100_000, 1, "this JSON can't be read: "),
        ("a.json", "[1]", 1, "a comment must be keys with values"),
        ("a.json", "7", 1, "a comment must be keys with values"),
    ],
)
def test_a_fault_names_its_file_and_line_and_the_next_file_is_read(
    tmp_path: Path, name: str, text: str, line: int, said: str
) -> None:
    source = write_tree(tmp_path / "page", {name: text, "good.yml": "message: hello\n"})
    fault, thread, comment = read_records("static", source)
    assert isinstance(fault, Fault)
    assert (fault.path, fault.line) == (source / name, line)
    assert said in fault.message
    assert "\n" not in fault.message
    assert isinstance(thread, ImportedThread)
    assert isinstance(comment, Comment)
    assert comment.body == "hello"


def test_values_of_json_are_texts_as_they_are_written(tmp_path: Path) -> None:
    text = '{"id": 007, "parent": 12345678901234567890, "name": NaN, "body": 1.50, "url": true, "website": "w"}'
    (found,) = read(tmp_path, text.replace("007", "7"), ending="json")
    assert (found.id, found.parent, found.author.name, found.body) == ("7", "12345678901234567890", "NaN", "1.50")
    assert found.author.link in ("", "w")


def test_one_file_is_a_page_of_its_own(tmp_path: Path) -> None:
    source = write_tree(tmp_path / "page", {"two-pages.yml": "message: x\n"}) / "two-pages.yml"
    thread, comment = read_records("static", source)
    assert isinstance(thread, ImportedThread)
    assert isinstance(comment, Comment)
    assert (thread.id, thread.title, comment.thread, comment.id) == ("two-pages", "Two pages", "two-pages", "two-pages")


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
        (b"a: 'open\nb", "bad.yml:2: this isn't YAML"),
        (b"- a\n- b\n", "must be keys with values"),
        (b"message: ok\n" + b"x: " + b"[" * 200000, "bad.yml"),
        (b"a: &a [1]\nb: *nothere\nc: : :\n", "bad.yml:3"),
    ],
    ids=["open quote", "list", "deep", "syntax"],
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
    threads = {one.id: one for one in read_records("static", source) if isinstance(one, ImportedThread)}
    assert {id: (one.title, one.address) for id, one in threads.items()} == {
        "2016/two-pages": ("2016 two pages", "https://example.org/two"),
        "archive": ("Archive", ""),
    }
    mapped = read_records("static", source, address="https://new.example/{thread}/")
    assert "https://new.example/2016/two-pages/" in [one.address for one in mapped if isinstance(one, ImportedThread)]


def list_static(folder: Path, name: str, data: object) -> tuple[dict[str, list[str]], dict[str, Comment]]:
    """The texts of the comments of a file by their threads, and the comments by their texts."""
    file = write_tree(folder, {name: json.dumps(data)})
    found = [one for one in read_records("static", file) if isinstance(one, Comment)]
    texts: dict[str, list[str]] = {}
    for one in found:
        texts.setdefault(one.thread, []).append(one.body)
    return texts, {one.body: one for one in found}


def test_a_list_of_all_comments_is_parted_by_the_pages_that_they_name(tmp_path: Path) -> None:
    """By a number as WordPress has it, or by an address of the site, which is nobody's own."""
    for number, (key, one, other) in enumerate((("post", 370, 366), ("url", "/tea/", "/bread/"), ("path", "a", "b"))):
        said = {"author": "Ana", "date": "2020-01-01"}
        data = [{key: one, "comment": "A", **said}, {key: other, "comment": "B", **said}]
        texts, _ = list_static(tmp_path / f"{number}", "comments.json", data)
        assert texts == {f"{one}": ["A"], f"{other}": ["B"]}
    data = [{"url": "https://ana.example", "comment": "A"}, {"url": "/tea/", "comment": "B"}]
    texts, _ = list_static(tmp_path / "own", "tea.json", [{"author": "Ana", **one} for one in data])
    assert texts == {"tea": ["A", "B"]}, "where one names none, the file is the page"


def test_a_list_that_says_how_far_each_comment_is_moved_in_keeps_its_tree(tmp_path: Path) -> None:
    def build(*depths: int) -> list[dict[str, object]]:
        return [
            {"author": "Ana", "date": f"2020-01-{at:02}", "depth": depth, "content": f"{at}"}
            for at, depth in enumerate(depths, 1)
        ]

    def find_parents(folder: Path, *depths: int) -> str:
        _, comments = list_static(folder, "comments.json", {"a-page": build(*depths)})
        texts = {one.id: text for text, one in comments.items()}
        return "".join(texts.get(comments[f"{at}"].parent, ".") for at in range(1, len(depths) + 1))

    assert find_parents(tmp_path / "a", 0, 1, 2, 1, 0, 1, 2, 3) == ".121.567"
    assert find_parents(tmp_path / "b", 1, 2, 2) == ".11"
    for number, depths in enumerate(((0, 2, 1), (1, 0, 1), (0, 0, 0))):  # none of them is in the order of its page
        assert find_parents(tmp_path / f"c{number}", *depths) == "..."


def test_a_body_may_be_a_list_of_lines_or_what_an_interface_gives(tmp_path: Path) -> None:
    bodies = [["Dear Ana", "", "Yes."], {"rendered": "<p>Rye.</p>"}, {"raw": "Rye", "rendered": "<p>No.</p>"}]
    data = {"tea": [{"author": "Ana", "datetime": "Jan 15, 2009", "comment": body} for body in bodies]}
    texts, comments = list_static(tmp_path, "comments.json", data)
    assert texts == {"tea": ["Dear Ana\n\nYes.", "<p>Rye.</p>", "Rye"]}
    assert comments["Rye"].date == datetime(2009, 1, 15, tzinfo=UTC)


def test_a_list_that_grows_at_its_top_brings_what_is_new_alone(tmp_path: Path, posts: Path) -> None:
    """Such lists name no ids, and many sites have the newest first."""
    old = [
        {"author": "Ben", "date": "2020-01-02", "content": "Two"},
        {"author": "Ana", "date": "2020-01-01", "content": "One"},
    ]
    new = [{"author": "Cy", "date": "2020-01-03", "content": "Three"}, *old]
    for data, placed in (([*old], 2), (new, 1)):
        source = write_tree(tmp_path / "source", {"tea.json": json.dumps(data)})
        result, library = bring("static", source, posts)
        assert result.replies.placed == placed
    assert sorted(reply.body for reply in only(library)[1].values()) == ["One", "Three", "Two"]
