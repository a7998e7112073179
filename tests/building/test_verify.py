"""A finished site is looked over: what is missing, cut short or of another thread is named."""

import json
from pathlib import Path

import pytest

from parley.building.verify import find_missing, look_over
from parley.rendering.planned import Planned
from support import write_tree

PAGE = '<body data-pa-thread="discussions/a"><h3 id="reply-y">Y</h3><h3 class="k" id="reply-x-1">X</h3></body></html>\n'
FEED = "<feed>\n<id>two</id>\n<entry>\n<id>one</id>\n</entry>\n</feed>"
THREAD = json.dumps({"post": {"path": "a/post.md"}, "replies": [{"id": "x"}]})
IDS = {
    "a/index.html": ["reply-y", "reply-x-1", "discussions/a"],
    "a/feed.xml": ["two", "one"],
    "a/thread.json": ["x", "a/post.md"],
}
SITE = {"index.html": "<html></html>", "404.html": "<html></html>", **dict(zip(IDS, (PAGE, FEED, THREAD), strict=True))}


def plan(**changed: list[str]) -> list[Planned]:
    return [Planned(name, None, str, lambda ids=ids: ids) for name, ids in {**IDS, **changed}.items()]  # type: ignore[misc]


def look(planned: list[Planned], **files: str) -> list[str]:
    texts = {**SITE, **files}
    return [fault for one in planned for fault in look_over(one, texts[one.name])]


def test_a_whole_site_has_no_fault() -> None:
    assert look([*plan(), Planned("a/index.html", None, str), Planned("index.html", None, str)]) == []


@pytest.mark.parametrize("name", ["index.html", "404.html"])
def test_what_every_site_has_is_missed(tmp_path: Path, name: str) -> None:
    write_tree(tmp_path, SITE)
    assert find_missing(tmp_path) == []
    (tmp_path / name).unlink()
    assert find_missing(tmp_path) == [f"{name} is missing"]


@pytest.mark.parametrize(
    ("name", "end"), [("a/index.html", "</html>"), ("a/feed.xml", "</feed>"), ("a/thread.json", "}")]
)
def test_a_file_that_ends_too_soon_is_cut_short(name: str, end: str) -> None:
    text = SITE[name].rstrip()
    assert text.endswith(end)
    assert look(plan(), **{name: f"{text}  \n"}) == []
    assert look(plan(), **{name: text[:-1]}) == [f"{name} is cut short"]


@pytest.mark.parametrize("name", IDS)
def test_the_ids_of_another_thread_are_told(name: str) -> None:
    first, *rest = IDS[name]
    assert look(plan(**{name: rest})) == [f"{name} shows {first}"]
    assert look(plan(**{name: [*IDS[name], "more"]})) == [f"{name} lacks more"]
    assert look(plan(**{name: ["z", *rest]})) == [f"{name} lacks z", f"{name} shows {first}"]
    lacking = [f"m{number}" for number in range(5)]
    assert look(plan(**{name: [*IDS[name], *lacking]})) == [f"{name} lacks m0, m1, m2"]


def test_strange_ids_are_told_in_their_order() -> None:
    more = "".join(f'<h3 id="reply-z{number}">Z</h3>' for number in (5, 3, 1, 4, 2))
    assert look(plan(), **{"a/index.html": PAGE.replace("</body>", f"{more}</body>")}) == [
        "a/index.html shows reply-z1, reply-z2, reply-z3"
    ]


@pytest.mark.parametrize(
    ("name", "text"),
    [("a/index.html", PAGE.replace("<h3 id", '<p data-pa-thread=""></p><h3 id')), ("a/feed.xml", f"<id></id>\n{FEED}")],
)
def test_an_empty_id_is_one_too_many(name: str, text: str) -> None:
    assert look(plan(), **{name: text}) == [f"{name} shows "]


def test_of_a_file_of_any_other_kind_nothing_is_asked_but_that_it_is_there() -> None:
    assert look([Planned("a/x.css", None, str)], **{"a/x.css": "a {"}) == []


def test_what_stands_twice_is_told() -> None:
    twice = PAGE.replace("</body>", '<h3 id="reply-y">Y</h3></body>')
    assert look(plan(), **{"a/index.html": twice}) == ["a/index.html shows something twice"]


@pytest.mark.parametrize(
    "words",
    [
        'write id="reply-z" there',
        '<p>&lt;h3 id="reply-z"&gt;</p>',
        '<code>x id="reply-z"</code>',
        'say data-pa-thread="b"',
        '<i id="in-x_reply-z"></i>',
        '<i id="reply-Z"></i>',
    ],
)
def test_words_of_a_text_are_no_marks(words: str) -> None:
    assert look(plan(), **{"a/index.html": PAGE.replace("<h3 id", f"{words}<h3 id")}) == []
    assert look(plan(), **{"a/index.html": words + PAGE}) == []
