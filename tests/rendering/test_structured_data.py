"""What a page of a thread tells search engines: complete, shaped like the thread, and nothing of what is removed."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from declared import load_library
from microdata import read_breadcrumbs, read_microdata
from parley.model import urls
from parley.model.entries import Discussion, Moment, Post, Reply
from parley.model.library import Library
from parley.model.settings import Settings
from parley.model.sheets import SIZE, list_pages, number_replies
from parley.model.threads import DRAWN_DEPTH, build_tree
from parley.rendering import theme
from parley.rendering.pages import build_pages
from parley.rendering.pages.card import build_card
from parley.rendering.pages.posts import draw_post
from support import FORUM, GOOD, NOW, Files

Tree = Callable[[Files], Path]
SITE = "https://example.org/talk/"
FOLDER = "discussions/two-follow-ups"
POST = f"{FOLDER}/post.md"
ANA = f"{FOLDER}/replies/2026-10-02-ana.md"
PRACTICE = "practices/first-meeting/post.yml"
REMOVAL = "updated: 2026-10-05\nremoved: it named a person\n"

INSTANT = r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$"
COMMON = {
    "author": {
        "type": "object",
        "properties": {
            "@type": {"enum": ["Person", "Organization"]},
            "name": {"type": "string", "minLength": 1, "not": {"pattern": "^https?:"}},
            "alternateName": {"type": "string", "pattern": "^@[a-z0-9-]+$"},
            "url": {"type": "string", "pattern": "^https?://"},
        },
        "required": ["@type", "name"],
        "additionalProperties": False,
    },
    "datePublished": {"type": "string", "pattern": INSTANT},
    "dateModified": {"type": "string", "pattern": INSTANT},
    "text": {"type": "string", "pattern": r"\S"},
    "creativeWorkStatus": {"const": "Deleted"},
    "url": {"type": "string", "pattern": "^https?://"},
    "parentItem": {"type": "string", "pattern": "^https?://"},
    "comment": {"type": "array", "items": {"$ref": "#/$defs/comment"}, "minItems": 1},
}
WANTED = Draft202012Validator(
    {
        "properties": {
            **COMMON,
            "@type": {"enum": ["DiscussionForumPosting", ["DiscussionForumPosting", "Question"]]},
            "headline": {"type": "string", "minLength": 1},
            "mainEntityOfPage": {"type": "string", "pattern": "^https?://"},
            "keywords": {"type": ["string", "array"]},
            "commentCount": {"type": "string", "pattern": "^[0-9]+$"},
            "acceptedAnswer": {"$ref": "#/$defs/comment"},
        },
        "required": ["@type", "author", "datePublished", "text", "headline", "url", "commentCount"],
        "additionalProperties": False,
        "if": {"properties": {"@type": {"type": "array"}}},
        "then": {"required": ["acceptedAnswer"]},
        "else": {"properties": {"acceptedAnswer": False}},
        "$defs": {
            "comment": {
                "properties": {**COMMON, "@type": {"enum": ["Comment", ["Comment", "Answer"]]}},
                "required": ["@type", "url", "author", "datePublished", "text"],
                "additionalProperties": False,
            }
        },
    }
)
"""What Google requires of a post and of every comment, and no property twice; a question is one with its answer."""


@pytest.fixture
def make(tree: Tree) -> Callable[..., dict[str, Any]]:
    """The data of the discussion in GOOD with some files changed."""

    def build(files: Files | None = None) -> dict[str, Any]:
        library = load_library(tree({**GOOD, **(files or {})}), now=NOW)
        return describe(library.discussions[0], library)

    return build


def describe(post: Post, library: Library, number: int = 1) -> dict[str, Any]:
    drawer = theme.environment(library, Settings())
    card = build_card(post, library.replies_to(post), library.is_voice)
    drawn = draw_post(post, card, library, drawer, Settings(), number)
    [item] = read_microdata(drawn, SITE + urls.thread_page(post.folder, post.id, number))
    return item


def comments(data: dict[str, Any], depth: int = 0) -> Iterator[tuple[dict[str, Any], int]]:
    for comment in data.get("comment", []):
        yield comment, depth
        yield from comments(comment, depth + 1)


def test_every_post_and_every_comment_has_what_google_requires() -> None:
    library = load_library(FORUM / "posts", now=NOW)
    questions = 0
    for post in library.posts():
        data = describe(post, library)
        WANTED.validate(data)
        answers = [comment for comment, _ in comments(data) if comment["@type"] != "Comment"]
        assert answers == ([data["acceptedAnswer"]] if "acceptedAnswer" in data else [])
        questions += len(answers)
        replies = library.replies_to(post)
        assert len(list(comments(data))) == len(replies)
        assert data["commentCount"] == str(sum(not reply.removed for reply in replies))
    assert questions == 1


def test_comments_nest_as_replies_answer_each_other() -> None:
    library = load_library(FORUM / "posts", now=NOW)
    for post in library.posts():
        found = [
            (comment["url"].partition("#reply-")[2], depth) for comment, depth in comments(describe(post, library))
        ]
        assert found == [(node.reply.id, node.level) for node in build_tree(library.replies_to(post))]


def test_a_post_says_what_it_is_and_where(make: Callable[..., dict[str, Any]]) -> None:
    data = make(
        {POST: str(GOOD[POST]).replace("tags:", "updated: 2026-10-04T10:00:00+02:00\nquestions: [Why?]\ntags:")}
    )
    ana = data["comment"][0]
    assert data["url"] == data["mainEntityOfPage"] == f"{SITE}{FOLDER}/"
    assert "creativeWorkStatus" not in str(data)
    assert data["headline"] == "Two follow-ups?"
    assert data["text"] == "The question Why? Some say one."
    assert data["datePublished"] == "2026-10-01T00:00:00Z"
    assert data["dateModified"] == "2026-10-04T08:00:00Z"
    assert data["keywords"] == "Sales"
    assert ana["author"] == {"@type": "Person", "name": "ana", "url": f"{SITE}people/in/2026-10/#person-ana"}
    assert ana["url"] == f"{SITE}{FOLDER}/#reply-2026-10-02-ana"
    assert ana["text"] == "One is enough."
    assert ana["comment"][0]["datePublished"] == "2026-10-03T09:30:00Z"


def test_a_house_voice_is_no_person_and_a_handle_stands_beside_the_name(make: Callable[..., dict[str, Any]]) -> None:
    assert make()["author"] == {"@type": "Organization", "name": "The Host", "url": f"{SITE}people/the-host/"}
    assert make({"people/ana.yml": "name: Ana É\n"})["comment"][0]["author"] == {
        "@type": "Person",
        "name": "Ana É",
        "alternateName": "@ana",
        "url": f"{SITE}people/ana/",
    }


def test_a_page_of_a_person_is_a_profile_and_that_of_a_house_voice_is_none(tree: Tree) -> None:
    library = load_library(tree({**GOOD, "people/ana.yml": "name: Ana É\n"}), now=NOW)
    pages = {page.address: page for page in build_pages(library, Settings())}
    [profile] = read_microdata(pages["people/ana/"].render(), SITE)
    person = {"@type": "Person", "name": "Ana É", "alternateName": "@ana"}
    assert profile == {"@type": "ProfilePage", "mainEntity": person}
    assert read_microdata(pages["people/the-host/"].render(), SITE) == []


def test_a_page_says_in_which_list_it_stands(tree: Tree) -> None:
    library = load_library(tree(GOOD), now=NOW)
    address = f"{SITE}{FOLDER}/"
    html = next(page for page in build_pages(library, Settings()) if f"{SITE}{page.address}" == address).render()
    assert read_breadcrumbs(html, address) == [
        {"@type": "ListItem", "item": f"{SITE}discussions/", "name": "Discussion", "position": "1"},
        {"@type": "ListItem", "name": "Two follow-ups?", "position": "2"},
    ]


def test_a_practice_is_told_in_words(tree: Tree) -> None:
    library = load_library(tree({**GOOD, PRACTICE: f"{GOOD[PRACTICE]!s}caution: Mind *this*.\nbody: More.\n"}), now=NOW)
    data = describe(library.comparisons[0], library)
    WANTED.validate(data)
    for words in ("Shake hands.", "It is near.", "Meet online.", "It is far.", "Say why.", "Mind this.", "More."):
        assert words in data["text"]
    assert data["commentCount"] == "0"
    assert "comment" not in data


def test_what_is_removed_keeps_its_place_and_nothing_else(make: Callable[..., dict[str, Any]]) -> None:
    data = make({ANA: str(GOOD[ANA]).replace("author:", f"{REMOVAL}author:")})
    WANTED.validate(data)
    ana = data["comment"][0]
    assert ana["author"] == {"@type": "Person", "name": "[removed]"}
    assert ana["creativeWorkStatus"] == "Deleted"
    assert ana["text"] == "Removed on 5 October 2026: it named a person"
    assert ana["dateModified"] == "2026-10-05T00:00:00Z"
    assert ana["comment"][0]["author"]["name"] == "bob"
    assert data["commentCount"] == "1"
    assert "One is enough" not in str(data)
    assert "creativeWorkStatus" not in data | data["comment"][0]["comment"][0], "these are not removed"


def test_a_removed_post_keeps_its_comments(make: Callable[..., dict[str, Any]]) -> None:
    data = make({POST: str(GOOD[POST]).replace("author:", f"{REMOVAL}author:")})
    WANTED.validate(data)
    assert data["headline"] == "A removed discussion"
    assert data["author"] == {"@type": "Person", "name": "[removed]"}
    assert (data["datePublished"], data["creativeWorkStatus"]) == ("2026-10-01T00:00:00Z", "Deleted")
    assert "keywords" not in data
    assert len(data["comment"]) == 1


@pytest.mark.parametrize(
    ("body", "words"), [("```\ncode only\n```", "code only"), ("Look:\n\n| a |\n| - |\n| b |", "Look: a b")]
)
def test_code_and_tables_are_words_of_a_text(make: Callable[..., dict[str, Any]], body: str, words: str) -> None:
    data = make({ANA: f"---\nauthor: ana\ndate: 2026-10-02\n---\n\n{body}\n"})
    assert data["comment"][0]["text"] == words


# what strangers write


@pytest.mark.parametrize(
    "payload",
    [
        '"><b itemprop=author>Carol</b>',
        '<span itemprop="text">x</span>',
        "<data itemprop=name value=Carol></data>",
        "'><time itemprop=datePublished datetime=2020-01-01>",
        "</li></ol></div>",
    ],
)
def test_no_text_title_or_name_gives_a_property(tree: Tree, payload: str) -> None:
    library = load_library(tree(GOOD), now=NOW)
    post = replace(library.discussions[0], title=payload, body=f"`{payload}`\n\n{payload}", questions=(payload,))
    people = {**library.people, "ana": replace(library.people["mia"], handle="ana", name=payload)}
    data = describe(post, replace(library, people=people, discussions=(post,)))
    WANTED.validate(data)
    assert data["headline"] == payload
    assert data["comment"][0]["author"]["name"] == payload
    assert data["datePublished"] == "2026-10-01T00:00:00Z"


# size


def chain(length: int) -> tuple[Discussion, Library]:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    post = Discussion(
        path="discussions/chain/post.md", id="chain", author="ana", date=Moment(start), body="Go.", title="A", tags=()
    )
    replies = number_replies(
        tuple(
            Reply(
                path=f"discussions/chain/replies/r{number:05}.md",
                id=f"r{number:05}",
                author="ana",
                date=Moment(start + timedelta(minutes=number)),
                body=f"Link {number}.",
                reply_to=f"r{number - 1:05}" if number else "",
            )
            for number in range(length)
        )
    )
    return post, Library(
        discussions=(post,), replies={("discussions", "chain"): replies}, pages=dict(list_pages(post, replies))
    )


def test_a_long_chain_is_told_in_order_and_says_on_each_page_what_is_answered() -> None:
    post, library = chain(SIZE + 20)
    for number, first, size in ((1, 0, SIZE), (2, SIZE, 20)):
        data = describe(post, library, number)
        if number == 1:
            WANTED.validate(data)
            assert data["commentCount"] == str(SIZE + 20)
        else:
            assert (data["url"], data["text"]) == (f"{SITE}discussions/chain/", "Go.")
            assert not {"commentCount", "mainEntityOfPage"} & data.keys()
        found = list(comments(data))
        assert [comment["text"] for comment, _ in found] == [f"Link {first + at}." for at in range(size)]
        assert [depth for _, depth in found] == [min(at, DRAWN_DEPTH - 1) for at in range(size)]
        page = f"{SITE}discussions/chain/"
        for at, (comment, _) in enumerate(found):
            if at < DRAWN_DEPTH and first + at:
                assert ("parentItem" in comment) == (number > 1 and at == 0), "it is nested where it isn't said"
            elif first + at:
                before = found[at - 1][0]["url"]
                assert comment["parentItem"] == before
        if number == 2:
            assert found[0][0]["parentItem"] == f"{page}#reply-r{SIZE - 1:05}"
