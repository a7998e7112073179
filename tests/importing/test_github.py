"""GitHub Discussions and Issues: two levels, in any of the shapes that tools write."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from importing.archives import bring, only, read_records, snapshot
from parley.importing.mapping import ValueSource
from parley.importing.records import Author, BadArchive, Comment, Fault, Missing
from support import Files

Write = Callable[[Files], Path]


def node(id: str, body: str, replies: list[Any] | None = None, **more: Any) -> dict[str, Any]:
    made = {"id": id, "author": {"login": "Ana-B"}, "createdAt": "2023-03-16T10:26:21Z", "body": body, **more}
    if replies is not None:
        made["replies"] = page(*replies)
    return made


def page(*nodes: Any, **more: Any) -> dict[str, Any]:
    return {"totalCount": len(nodes), "pageInfo": {"hasNextPage": False}, "nodes": list(nodes), **more}


def discussion(*nodes: Any, **more: Any) -> dict[str, Any]:
    return {
        "id": "D_kwDO1",
        "number": 7,
        "title": "Which version?",
        "url": "https://github.com/o/r/discussions/7",
        "locked": False,
        "category": {"name": "Q&A"},
        "author": None,
        "createdAt": "2023-03-16T10:00:00Z",
        "body": "See *this* <details><summary>More</summary>text</details>",
        "comments": page(*nodes),
        **more,
    }


TREE = discussion(
    node("DC_a", "One", [node("DC_b", "Two", replyTo={"id": "DC_a"}), node("DC_B", "Two again", author=None)]),
    node("DC_c", "spam", isMinimized=True),
    node("DC_d", "deleted", deletedAt="2023-03-17T00:00:00Z"),
    node("DC_e", "", bodyHTML='<p dir="auto">Drawn <a href="/o/r">x</a></p>'),
)
SHAPES: dict[str, Any] = {
    "answer": {"data": {"repository": {"discussions": page(TREE)}}},
    "one": {"data": {"repository": {"discussion": TREE}}},
    "node": {"data": {"node": TREE}},
    "list": [TREE],
    "object": TREE,
    "slurped pages": [{"data": {"repository": {"discussions": page(TREE)}}}, {"data": {"repository": {}}}],
    "edges": {"data": {"repository": {"discussions": {"totalCount": 1, "edges": [{"cursor": "x", "node": TREE}]}}}},
    "of the one who asks": {"data": {"viewer": {"repository": {"discussions": page(TREE)}}}},
    "issues": {"data": {"repository": {"issues": page(TREE)}}},
    "search": {"data": {"search": {"issueCount": 1, "nodes": [TREE]}}},
}


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_gives_the_same_discussion(archive: Write, posts: Path, shape: str) -> None:
    result, library = bring("github", archive({"d.json": json.dumps(SHAPES[shape])}), posts, tags={"Q&A": "law"})
    post, replies = only(library)
    assert (post.title, post.author, post.tags) == ("Which version?", "ghost", ("law", "old"))
    assert post.body == "See *this*\n\n**More**\n\ntext"
    bodies = {reply.body: reply for reply in replies.values()}
    assert set(bodies) == {"One", "Two", "Two again", "Drawn [x](https://github.com/o/r)"}
    assert bodies["Two"].reply_to == bodies["Two again"].reply_to == bodies["One"].id
    assert bodies["One"].author == "ana-b"
    assert result.replies.dropped == {"hidden": 1, "deleted": 1}
    assert result.complete


def test_pages_one_behind_the_other_are_read(archive: Write, posts: Path) -> None:
    other = discussion(node("DC_z", "z"), url="https://github.com/o/r/discussions/8")
    text = "\n".join(json.dumps({"data": {"repository": {"discussions": page(one)}}}) for one in (TREE, other))
    _, library = bring("github", archive({"d.json": text}), posts)
    assert len(library.discussions) == 2


def test_the_flat_form_without_ids_is_the_same_in_every_import(archive: Write, posts: Path) -> None:
    by_bob = {"author": {"name": "bob"}}
    flat = {
        **{key: TREE[key] for key in ("title", "url", "createdAt")},
        "id": "2329",
        "author": {"name": "ana", "url": "https://github.com/ana"},
        "body": '<p dir="auto">Which <code>v</code>?</p>',
        "comments": [
            {**by_bob, "body": '<p dir="auto">2.</p>', "createdAt": "2023-03-17T10:00:00Z", "replies": None},
            {**by_bob, "body": "x", "createdAt": "2023-03-18T10:00:00Z", "replies": []},
        ],
        "answer": {"body": "2."},
    }
    source = archive({"d.json": json.dumps([flat])})
    _, library = bring("github", source, posts)
    assert only(library)[0].body == "Which `v`?"
    before = snapshot(posts)
    flat["comments"].insert(0, {"author": {"name": "eve"}, "body": "first", "createdAt": "2023-03-16T11:00:00Z"})
    source.joinpath("d.json").write_text(json.dumps([flat]))
    result, _ = bring("github", source, posts)
    assert (result.replies.known, result.replies.placed) == (2, 1)
    assert before.items() <= snapshot(posts).items()


def test_ids_that_differ_in_case_alone_are_two_files_everywhere(archive: Write, posts: Path) -> None:
    bring("github", archive({"d.json": json.dumps(TREE)}), posts)
    paths = list(snapshot(posts))
    assert len({path.lower() for path in paths}) == len(paths)


@pytest.mark.parametrize(
    "lacking",
    [
        discussion(node("a", "x"), comments=page(node("a", "x"), totalCount=5)),
        discussion(comments=page(node("a", "x"), pageInfo={"hasNextPage": True})),
        discussion({**node("a", "x"), "replies": page(node("b", "y"), totalCount=3)}),
    ],
    ids=["count", "next page", "replies"],
)
def test_an_answer_without_all_its_pages_is_reported_as_incomplete(
    archive: Write, posts: Path, lacking: dict[str, Any]
) -> None:
    result, _ = bring("github", archive({"d.json": json.dumps(lacking)}), posts)
    assert not result.complete


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (
            '{"data":\n{"repository": {"discussions": {"nodes": [{"title": "x", "comments": [}',
            "bad.json:2: this isn't JSON",
        ),
        (json.dumps(TREE)[:-20], "bad.json:1: this isn't JSON"),
        ('{"title": "x", "comments": ' + "[" * 100_000, "nested more than"),
        ("[" * 100_000, "nested more than"),
        ("[]", "no discussion and no issue"),
        ('{"data": null}', "no discussion and no issue"),
    ],
)
def test_what_is_no_answer_is_refused(archive: Write, posts: Path, content: str | bytes, said: str) -> None:
    before = snapshot(posts)
    with pytest.raises(BadArchive) as caught:
        bring("github", archive({"a.json": json.dumps(TREE), "bad.json": content}), posts)
    assert said in str(caught.value)
    assert snapshot(posts) == before


@pytest.mark.parametrize("key", ["id", "author", "createdAt", "body", "replies", "replyTo", "comments", "title", "url"])
def test_odd_values_never_crash(archive: Write, posts: Path, key: str) -> None:
    values: list[Any] = [None, [], {}, "x", 7, [[]], {"nodes": 7}, {"edges": [7]}, [{"title": []}]]
    data = []
    for number, value in enumerate(values):
        data.append(discussion({**node("a", "x"), key: value}, url=f"https://x.org/{number}"))
        data.append(discussion(node("b", "y"), **{"url": f"https://y.org/{number}", key: value}))
    result, _ = bring("github", archive({"d.json": json.dumps(data)}), posts)
    assert result.replies.read >= len(values)


def read(folder: Path, data: Any) -> list[Any]:
    (folder / "d.json").write_text(json.dumps(data))
    return read_records("github", folder / "d.json")


@pytest.mark.parametrize(
    ("body", "form"),
    [
        ('<p dir="auto">x</p>', "html"),
        (' <h2 class="a" dir="auto">x</h2>', "html"),
        ('<TABLE dir="auto">', "html"),
        ("<p>x</p>", "lines"),
        ('text <p dir="auto">x</p>', "lines"),
        ('<pdir="auto">', "lines"),
        ('<span dir="auto">x</span>', "lines"),
        (f'<p {"a" * 201} dir="auto">', "lines"),
    ],
)
def test_html_under_the_name_of_markdown_is_known(tmp_path: Path, body: str, form: str) -> None:
    thread, comment = read(tmp_path, discussion(node("DC_a", body), body=body))
    assert (thread.markup, thread.body) == (comment.markup, comment.body) == (form, body)


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({}, ""),
        ({"deletedAt": None, "isMinimized": False}, ""),
        ({"deletedAt": "2023-03-17T00:00:00Z", "isMinimized": True}, "deleted"),
        ({"isMinimized": True}, "hidden"),
        ({"isMinimized": "true"}, ""),
    ],
)
def test_a_comment_is_left_out_for_a_reason(tmp_path: Path, more: dict[str, Any], reason: str) -> None:
    _, comment = read(tmp_path, discussion(node("DC_a", "x", **more)))
    assert comment.dropped == reason


@pytest.mark.parametrize(
    ("more", "author"),
    [
        ({"author": {"login": "ana", "name": "Ana B"}}, Author("Ana B", "ana")),
        ({"author": {"login": "ana"}}, Author("ana", "ana")),
        ({"author": None, "user": {"login": "bob"}}, Author("bob", "bob")),
        ({"author": "cy"}, Author("cy", "cy")),
        ({"author": None}, Author("ghost", "ghost")),
        ({"author": {}}, Author("ghost", "ghost")),
    ],
)
def test_who_wrote_is_read_in_every_shape_and_a_deleted_account_is_the_forges_ghost(
    tmp_path: Path, more: dict[str, Any], author: Author
) -> None:
    _, comment = read(tmp_path, discussion(node("DC_a", "x", **more)))
    assert comment.author == author


def test_category_and_labels_are_categories(tmp_path: Path) -> None:
    labels = {"nodes": [{"name": "law"}, {"colour": "red"}, {"name": "old"}]}
    assert read(tmp_path, discussion(labels=labels))[0].categories == ("Q&A", "law", "old")
    assert read(tmp_path, discussion(category=None, labels=[{"name": "law"}]))[0].categories == ("law",)
    assert read(tmp_path, discussion(category="General"))[0].categories == ("General",)


@pytest.mark.parametrize(("locked", "closed"), [(True, True), (False, False), (None, False)])
def test_a_locked_discussion_is_closed(tmp_path: Path, locked: bool | None, closed: bool) -> None:
    assert read(tmp_path, discussion(locked=locked))[0].closed is closed


def test_a_reply_answers_whom_it_names_and_else_what_it_stands_below(tmp_path: Path) -> None:
    replies = [
        node("DC_b", "x"),
        node("DC_c", "x", replyTo={"id": "DC_b"}),
        node("DC_d", "x", replyTo=None),
        node("DC_e", "x", replyTo={"id": ""}),
    ]
    _, *comments = read(tmp_path, discussion(node("DC_a", "x", replies)))
    assert [one.parent for one in comments] == ["", "DC_a", "DC_b", "DC_a", "DC_a"]


@pytest.mark.parametrize(
    ("comments", "lacking"),
    [
        (page(node("a", "x"), totalCount="1"), 0),
        (page(node("a", "x"), totalCount="3"), 2),
        (page(node("a", "x"), totalCount=0), 0),
        (page(node("a", "x"), totalCount="many"), 0),
        (page(node("a", "x"), totalCount="1", pageInfo={"hasNextPage": True}), 1),
        (page(node("a", "x"), totalCount="4", pageInfo={"hasNextPage": True}), 3),
        (page(node("a", "x"), totalCount="9" * 5000), 999_999_998),
        ([node("a", "x")], 0),
    ],
)
def test_what_is_lacking_is_counted_as_far_as_it_is_known(tmp_path: Path, comments: Any, lacking: int) -> None:
    found = read(tmp_path, discussion(comments=comments))
    assert [one.what.split(": ")[1].split()[0] for one in found if isinstance(one, Missing)] == (
        [str(lacking)] if lacking else []
    )


def test_a_file_of_something_else_is_a_fault_and_the_next_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"data": {"repository": {"name": "x"}}}')
    (tmp_path / "b.json").write_text(json.dumps(TREE))
    fault, *found = read_records("github", tmp_path)
    assert isinstance(fault, Fault)
    assert (fault.path, fault.line) == (tmp_path / "a.json", 1)
    assert fault.message.endswith("(title, body, comments)")
    assert len(found) == 7


def thumb(*logins: str) -> dict[str, Any]:
    return page(*({"content": "THUMBS_UP", "user": {"login": login} if login else None} for login in logins))


LIKED = discussion(
    node("DC_a", "One", author={"login": "Bob"}, reactions=thumb("Ana-B", "stranger", "bob", "x[bot]", "")),
    node("DC_b", "Two", reactionGroups=[{"content": "THUMBS_UP", "reactors": page({"login": "Bob"})}]),
    node("DC_c", "Three", reactions={"+1": 3, "heart": 1}, reactionGroups=[{"content": "HEART", "users": page()}]),
    author={"login": "Ana-B"},
    reactions=thumb("Bob"),
)


def test_who_wrote_there_and_agreed_there_agrees_here_and_nobody_else_does(archive: Write, posts: Path) -> None:
    folder = archive({"d.json": json.dumps(LIKED)})
    result, library = bring("github", folder, posts)
    post, replies = only(library)
    agreed = {item.body: [handle for handle, _side in item.agreed] for item in (post, *replies.values())}
    assert agreed == {post.body: ["bob"], "One": ["ana-b"], "Two": ["bob"], "Three": []}
    assert (result.mended["agreed"], result.mended["strangers"]) == (3, 1)
    assert library.person("stranger").path == ""
    (posts / f"agreements/discussions/{post.id}/bob/github-opening.yml").unlink()
    before = snapshot(posts)
    bring("github", folder, posts)
    assert snapshot(posts) == before, "what somebody has taken back stays so"


@pytest.mark.parametrize(("body", "number"), [("One", "5"), ("Two", "1"), ("Three", "3")])
def test_the_number_can_fill_a_key(archive: Write, body: str, number: str) -> None:
    values = {"before": ValueSource(("agreed",))}
    records = read_records("github", archive({"d.json": json.dumps(LIKED)}), values=values)
    (found,) = [one for one in records if isinstance(one, Comment) and one.body == body]
    assert found.values == (("before", number),)
