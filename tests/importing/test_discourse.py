"""Discourse: topics and single posts, raw or cooked; what is hidden stays out, what is lacking is said."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from importing.archives import bring, only, read_records, snapshot
from parley.importing.records import Author, BadArchive, Comment, ImportedThread, Missing
from support import Files

Write = Callable[[Files], Path]


def post(number: int, text: str, to: int | None = None, **more: Any) -> dict[str, Any]:
    return {
        "id": 1000 + number,
        "username": "Sir_Nate",
        "name": "",
        "created_at": f"2023-08-22T20:{number:02}:29.571Z",
        "post_number": number,
        "post_type": 1,
        "reply_to_post_number": to,
        "cooked": text,
        "hidden": False,
        "user_deleted": False,
        "deleted_at": None,
        "draft": True,
        **more,
    }


def topic(*posts: dict[str, Any], **more: Any) -> dict[str, Any]:
    stream = {"posts": list(posts), "stream": [one["id"] for one in posts]}
    head = {"id": 55, "title": "Two & more?", "fancy_title": "Two &amp; more?", "slug": "two-more", "tags": ["sales"]}
    return {"post_stream": stream, **head, "created_at": "2023-08-22T20:00:00.000Z", "category_id": 7, **more}


COOKED = """<aside class="quote no-group" data-username="ana" data-post="1"><div class="title">
<img alt="" width="20" src="https://avatars.example.net/a.png" class="avatar"> ana:</div>
<blockquote><p>Half a <em>quote</em></p></blockquote></aside>
<p>See <a class="mention" href="/u/bob">@bob</a> <img src="/images/s.png" title=":smile:" class="emoji" alt=":smile:">
<a href="//example.net/x_y">a</a> <a class="lightbox" href="/uploads/big.png">
<img src="/uploads/s.png" alt="shot"></a></p>
<div class="lazyYT" data-youtube-id="ab-c_1" data-youtube-title="A video"></div>
<pre><code class="lang-auto">x &lt; y</code></pre><svg><use href="#x"/></svg><script>alert(1)</script>"""

TOPIC = topic(
    post(1, "<p>Opening</p>", name="Nate"),
    post(2, COOKED, 1),
    post(3, "", None, post_type=3),
    post(4, "<p>(post deleted by author)</p>", 2, user_deleted=True),
    post(5, "<p>whisper</p>", 2, post_type=4),
    post(6, "<p>answers the deleted one</p>", 4, username="ana", name="Ana É"),
    post(8, "<p>answers one that is gone</p>", 7),
    post(9, "<p>hidden</p>", 7, hidden=True),
)


def test_a_topic_keeps_its_tree_and_leaves_out_what_is_hidden(archive: Write, posts: Path) -> None:
    source = archive({"t.json": json.dumps(TOPIC)})
    result, library = bring(
        "discourse", source, posts, site="https://forum.example.net", tags={"sales": "old", "7": "law"}
    )
    discussion, replies = only(library)
    assert (discussion.title, discussion.body, discussion.tags) == ("Two & more?", "Opening", ("old", "law"))
    assert {id: reply.reply_to for id, reply in replies.items()} == {"2": "", "6": "discourse-2", "8": ""}
    assert result.replies.dropped == {
        "a note of the system": 1,
        "deleted": 1,
        "a whisper among moderators": 1,
        "hidden": 1,
    }
    assert result.mended["orphaned"] == 2
    assert discussion.author == replies["2"].author == "sir-nate"
    assert library.person("ana").name == "Ana É"


def test_cooked_html_becomes_markdown_without_ornaments(archive: Write, posts: Path) -> None:
    _, library = bring("discourse", archive({"t.json": json.dumps(TOPIC)}), posts, site="https://forum.example.net")
    body = only(library)[1]["2"].body
    assert body.split("\n\n") == [
        "ana:\n> Half a *quote*",
        "See [@bob](https://forum.example.net/u/bob) :smile: [a](http://example.net/x_y) "
        "[shot](https://forum.example.net/uploads/big.png)".replace("http://example", "https://example"),
        "[A video](https://www.youtube.com/watch?v=ab-c_1)",
        "```\nx < y\n```",
    ]


def test_raw_is_taken_where_there_is_no_cooked_and_its_quotes_are_drawn(archive: Write, posts: Path) -> None:
    raw = '[quote="ana, post:1, topic:55"]\nHalf\n[quote]inner[/quote]\n[/quote]\n\nAll *of* it {{x}}'
    files = {"t.json": json.dumps(topic(post(1, "<p>x</p>"), post(2, "", raw=raw)))}
    _, library = bring("discourse", archive(files), posts)
    lines = [line for line in only(library)[1]["2"].body.split("\n") if line.strip("> ")]
    assert lines == ["> ana:", "> Half", "> > inner", "All *of* it {{x}}"]


def test_a_topic_of_single_posts_is_put_together_in_any_order(archive: Write, posts: Path) -> None:
    more = {"topic_id": 55, "topic_slug": "two-more", "topic_title": "Two & more?"}
    files = {f"{number}.json": json.dumps(post(11 - number, f"<p>n{number}</p>", 1, **more)) for number in (8, 9, 10)}
    result, library = bring("discourse", archive(files), posts)
    discussion, replies = only(library)
    assert (discussion.title, discussion.body, set(replies)) == ("Two & more?", "n10", {"2", "3"})
    assert result.discussions.read == 1


def test_a_topic_without_all_its_pages_is_reported_as_incomplete(archive: Write, posts: Path) -> None:
    data = topic(post(1, "<p>x</p>"), post(2, "<p>y</p>"))
    data["post_stream"]["stream"] += [7, 8, 9]
    result, _ = bring("discourse", archive({"t.json": json.dumps(data)}), posts)
    assert not result.complete
    assert result.missing == ["topic 55: 3 of 5 posts; fetch all its pages"]


def test_private_and_deleted_topics_stay_out_with_all_replies(archive: Write, posts: Path) -> None:
    files = {
        "a.json": json.dumps(topic(post(1, "<p>x</p>"), post(2, "<p>secret</p>"), archetype="private_message")),
        "b.json": json.dumps(topic(post(1, "<p>x</p>"), id=56, deleted_at="2023-09-01T00:00:00Z")),
    }
    result, library = bring("discourse", archive(files), posts)
    assert library.discussions == ()
    assert result.discussions.dropped == {"private": 1, "deleted": 1}
    assert result.replies.dropped == {"its discussion: private": 1}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('{"post_stream": {\n"posts": [}', "bad.json:2: this isn't JSON"),
        ("[" * 100_000, "bad.json:1: this JSON can't be read"),
        ('{"a": 1}', "neither a topic"),
        (b"\xff\xfe{}", "this isn't JSON"),
        ("7", "neither a topic"),
        (" ", "bad.json:1: this isn't JSON"),
    ],
)
def test_what_is_no_topic_is_refused(archive: Write, posts: Path, content: str | bytes, said: str) -> None:
    before = snapshot(posts)
    with pytest.raises(BadArchive) as caught:
        bring("discourse", archive({"good.json": json.dumps(TOPIC), "bad.json": content}), posts)
    assert said in str(caught.value)
    assert snapshot(posts) == before


@pytest.mark.parametrize(
    "key", ["id", "username", "created_at", "post_number", "reply_to_post_number", "cooked", "raw", "post_type"]
)
def test_odd_values_never_crash(archive: Write, posts: Path, key: str) -> None:
    values: list[Any] = [None, [], {}, "x", 7, -1, 1e300, True, [[]], {"a": [{}]}, "\ud800"]
    files = {
        f"{number}.json": json.dumps(topic(post(1, "<p>x</p>"), {**post(2, "<p>y</p>"), key: one}, id=number, tags=one))
        for number, one in enumerate(values)
    }
    result, _ = bring("discourse", archive(files), posts)
    assert result.replies.read == len(values)


def read(folder: Path, data: dict[str, Any], **mapping: str) -> list[Any]:
    (folder / "topic.json").write_text(json.dumps(data))
    return read_records("discourse", folder / "topic.json", **mapping)


@pytest.mark.parametrize(
    ("raw", "drawn"),
    [
        ('[quote="ana, post:1, topic:5"]\nHalf.\n[/quote]\nSo.', "> ana:\n>\n> Half.\n\nSo."),
        ("[quote=ana]Half.[/quote]", "> ana:\n>\n> Half."),
        ("[quote]one\n\ntwo[/quote]", "> one\n>\n> two"),
        ('[quote="a"][quote="b"]in[/quote]out[/quote]', "> a:\n>\n> > b:\n> >\n> > in\n>\n> out"),
        ("[quote][/quote]So.", ">\n\nSo."),
        ("[quote]open", "[quote]open"),
        ("[quoted]x[/quote]", "[quoted]x[/quote]"),
        ("[/quote]x", "[/quote]x"),
    ],
)
def test_quotations_are_drawn_from_the_innermost(tmp_path: Path, raw: str, drawn: str) -> None:
    thread = read(tmp_path, topic(post(1, "", raw=raw)))[0]
    assert (thread.markup, thread.body.strip()) == ("lines", drawn)


def test_six_levels_of_quotations_are_drawn(tmp_path: Path) -> None:
    for levels, left in ((6, 0), (7, 1)):
        thread = read(tmp_path, topic(post(1, "", raw="[quote]" * levels + "x" + "[/quote]" * levels)))[0]
        assert thread.body.count("[/quote]") == left


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({}, ""),
        ({"post_type": 2}, ""),  # a note of a moderator's, for everybody
        ({"post_type": 3}, "a note of the system"),
        ({"post_type": 4}, "a whisper among moderators"),
        ({"user_deleted": True}, "deleted"),
        ({"deleted_at": "2023-09-01T00:00:00Z"}, "deleted"),
        ({"hidden": True}, "hidden"),
    ],
)
def test_a_post_is_left_out_for_a_reason(tmp_path: Path, more: dict[str, Any], reason: str) -> None:
    found = read(tmp_path, topic(post(1, "first"), post(2, "second", **more)))
    assert found[-1].dropped == reason
    opening = read(tmp_path, topic(post(1, "first", **more)))[0]
    assert (opening.body, opening.dropped) == ("" if reason else "first", "")
    assert (opening.author is None) is bool(reason)


@pytest.mark.parametrize(
    ("more", "closed", "reason"),
    [
        ({}, False, ""),
        ({"closed": True}, True, ""),
        ({"archived": True}, True, ""),
        ({"closed": "no"}, False, ""),
        ({"deleted_at": "2023-09-01T00:00:00Z"}, False, "deleted"),
        ({"archetype": "private_message"}, False, "private"),
        ({"archetype": "regular"}, False, ""),
    ],
)
def test_a_topic_is_closed_or_left_out(tmp_path: Path, more: dict[str, Any], closed: bool, reason: str) -> None:
    thread = read(tmp_path, topic(post(1, "first"), **more))[0]
    assert (thread.closed, thread.dropped) == (closed, reason)


@pytest.mark.parametrize(
    ("mapping", "more", "address"),
    [
        ({}, {}, ""),
        ({"site": "https://f.example/"}, {}, "https://f.example/t/two-more/55"),
        ({"site": "https://f.example"}, {"slug": ""}, "https://f.example/t/-/55"),
        (
            {"site": "https://f.example", "address": "https://old.example/{thread}.html"},
            {},
            "https://old.example/55.html",
        ),
    ],
)
def test_a_topic_has_the_address_that_the_map_gives(
    tmp_path: Path, mapping: dict[str, str], more: dict[str, Any], address: str
) -> None:
    assert read(tmp_path, topic(post(1, "first"), **more), **mapping)[0].address == address


def test_who_wrote_and_what_is_answered_are_read(tmp_path: Path) -> None:
    head, second, third, *_ = read(
        tmp_path,
        topic(post(1, "a", name="Nate S."), post(2, "b", 1), post(3, "c", 2), title="", tags=[{"name": "x"}, "y"]),
    )
    assert head.author == Author("Nate S.", "Sir_Nate")
    assert (head.title, head.categories) == ("two more", ("x", "y", "7"))
    assert (second.author, second.parent, third.parent) == (Author("Sir_Nate", "Sir_Nate"), "", "2")
    assert head.date == datetime(2023, 8, 22, 20, 1, 29, tzinfo=UTC)


@pytest.mark.parametrize(
    ("stream", "count", "lacking"),
    [
        ([1001], 9, 0),
        ([1001, 7, 8], 1, 2),
        (None, 3, 2),
        (None, 1, 0),
        (None, None, 0),
        (None, "9" * 5000, 999_999_998),
    ],
)
def test_posts_that_the_topic_names_and_does_not_hold_are_counted(
    tmp_path: Path, stream: list[int] | None, count: int | str | None, lacking: int
) -> None:
    data = topic(post(1, "first"), posts_count=count)
    if stream is None:
        del data["post_stream"]["stream"]
    else:
        data["post_stream"]["stream"] = stream
    said = [one.what for one in read(tmp_path, data) if isinstance(one, Missing)]
    whole = lacking + 1
    assert said == ([f"topic 55: {lacking} of {whole} posts; fetch all its pages"] if lacking else [])


def test_a_topic_without_its_number_has_that_of_its_posts(tmp_path: Path) -> None:
    data = topic(post(1, "first", topic_id=77), post(2, "second", topic_id=77))
    del data["id"]
    head, answer, *_ = read(tmp_path, data)
    assert (head.id, answer.thread) == ("77", "77")


def test_single_posts_make_their_topics_whether_the_first_is_among_them_or_not(tmp_path: Path) -> None:
    def single(number: int, of: int) -> dict[str, Any]:
        return post(number, f"post {number}", topic_id=of, topic_title="Two?", topic_slug="two")

    found = read(tmp_path, [single(2, 5), single(1, 5), single(3, 6)])  # type: ignore[arg-type]
    threads = {one.id: (one.title, one.body) for one in found if isinstance(one, ImportedThread)}
    assert threads == {"5": ("Two?", "post 1"), "6": ("Two?", "")}
    assert {(one.id, one.thread) for one in found if isinstance(one, Comment)} == {("2", "5"), ("3", "6")}
