"""The structured data of a thread: complete for search engines, shaped like the thread, closed to break-outs."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from parley.checking.loading import load_library
from parley.model.entries import Discussion, Library, Moment, Practice, Reply
from parley.model.settings import Settings
from parley.model.threads import build_tree
from parley.rendering.data.structured_data import DEEPEST, build_structured_data, render_structured_data
from support import FORUM, GOOD, NOW, Files

Tree = Callable[[Files], Path]
SITE = "https://example.org/talk/"
SETTINGS = Settings(site_name="Talk", site_url=SITE)
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
    "comment": {"type": "array", "items": {"$ref": "#/$defs/comment"}, "minItems": 1},
}
WANTED = Draft202012Validator(
    {
        "properties": {
            **COMMON,
            "@context": {"const": "https://schema.org"},
            "@type": {"const": "DiscussionForumPosting"},
            "headline": {"type": "string", "minLength": 1},
            "commentCount": {"type": "integer", "minimum": 0},
            "interactionStatistic": {
                "properties": {
                    "@type": {"const": "InteractionCounter"},
                    "interactionType": {"const": "https://schema.org/CommentAction"},
                    "userInteractionCount": {"type": "integer"},
                },
                "required": ["@type", "interactionType", "userInteractionCount"],
            },
            "isPartOf": {"properties": {"@type": {"const": "WebSite"}}, "required": ["@type", "name"]},
        },
        "required": [
            *("@context", "@type", "author", "datePublished", "text", "headline"),
            *("commentCount", "interactionStatistic", "isPartOf"),
        ],
        "$defs": {
            "comment": {
                "properties": {**COMMON, "@type": {"const": "Comment"}},
                "required": ["@type", "@id", "author", "datePublished", "text"],
            }
        },
    }
)
"""What Google requires of a post and of every comment."""


@pytest.fixture
def make(tree: Tree) -> Callable[..., dict[str, Any]]:
    """The data of the discussion in GOOD with some files changed."""

    def build(files: Files | None = None, settings: Settings = SETTINGS) -> dict[str, Any]:
        library = load_library(tree({**GOOD, **(files or {})}), now=NOW)
        return describe(library.discussions[0], library, settings)

    return build


def describe(post: Discussion | Practice, library: Library, settings: Settings = SETTINGS) -> dict[str, Any]:
    return build_structured_data(post, library.replies_to(post), library, settings, "In short.")


def comments(data: dict[str, Any], depth: int = 0) -> Iterator[tuple[dict[str, Any], int]]:
    for comment in data.get("comment", []):
        yield comment, depth
        yield from comments(comment, depth + 1)


@pytest.mark.parametrize("site_url", ["", SITE])
def test_every_post_and_every_comment_has_what_google_requires(site_url: str) -> None:
    library = load_library(FORUM / "posts", now=NOW)
    for post in library.posts():
        data = json.loads(render_structured_data(describe(post, library, Settings(site_url=site_url))))
        WANTED.validate(data)
        replies = library.replies_to(post)
        assert len(list(comments(data))) == len(replies)
        assert data["commentCount"] == sum(not reply.removed for reply in replies)


def test_comments_nest_as_replies_answer_each_other() -> None:
    library = load_library(FORUM / "posts", now=NOW)
    for post in library.posts():
        found = [
            (comment["url"].partition("#reply-")[2], depth) for comment, depth in comments(describe(post, library))
        ]
        assert found == [(node.reply.id, node.depth) for node in build_tree(library.replies_to(post))]


def test_a_post_says_what_it_is_and_where(make: Callable[..., dict[str, Any]]) -> None:
    data = make(
        {POST: str(GOOD[POST]).replace("tags:", "updated: 2026-10-04T10:00:00+02:00\nquestions: [Why?]\ntags:")}
    )
    ana = data["comment"][0]
    assert data["@id"] == data["url"] == data["mainEntityOfPage"] == f"{SITE}{FOLDER}/"
    assert "creativeWorkStatus" not in json.dumps(data)
    assert data["headline"] == "Two follow-ups?"
    assert data["text"] == "Some say one.\nWhy?"
    assert data["datePublished"] == "2026-10-01T00:00:00Z"
    assert data["dateModified"] == "2026-10-04T08:00:00Z"
    assert data["keywords"] == ["Sales"]
    assert data["description"] == "In short."
    assert data["isPartOf"] == {"@type": "WebSite", "name": "Talk", "url": SITE}
    assert ana["author"] == {"@type": "Person", "name": "ana", "url": f"{SITE}people/in/2026-10/#person-ana"}
    assert ana["url"] == f"{SITE}{FOLDER}/#reply-2026-10-02-ana"
    assert ana["comment"][0]["datePublished"] == "2026-10-03T09:30:00Z"


def test_a_house_voice_is_no_person(make: Callable[..., dict[str, Any]]) -> None:
    assert make()["author"] == {"@type": "Organization", "name": "The Host", "url": f"{SITE}people/the-host/"}


def test_a_practice_is_told_in_words(tree: Tree) -> None:
    library = load_library(tree({**GOOD, PRACTICE: f"{GOOD[PRACTICE]!s}caution: Mind *this*.\nbody: More.\n"}), now=NOW)
    data = describe(library.practices[0], library)
    WANTED.validate(data)
    assert data["text"].split("\n") == [
        "Old school: Shake hands.",
        "Old school wins when: It is near.",
        "New school: Meet online.",
        "New school wins when: It is far.",
        "The rule both share: Say why.",
        "Caution: Mind this.",
        "More.",
    ]
    assert data["commentCount"] == 0
    assert "comment" not in data


def test_what_is_removed_keeps_its_place_and_nothing_else(make: Callable[..., dict[str, Any]]) -> None:
    data = make({ANA: str(GOOD[ANA]).replace("author:", f"{REMOVAL}author:")})
    WANTED.validate(data)
    ana = data["comment"][0]
    assert ana["author"] == {"@type": "Person", "name": "[removed]"}
    assert ana["creativeWorkStatus"] == "Deleted"
    assert ana["text"] == "Removed on 5 October 2026: it named a person"
    assert ana["comment"][0]["author"]["name"] == "bob"
    assert data["commentCount"] == data["interactionStatistic"]["userInteractionCount"] == 1
    assert "One is enough" not in str(data)
    assert "creativeWorkStatus" not in data | data["comment"][0]["comment"][0], "these are not removed"


def test_a_removed_post_keeps_its_comments(make: Callable[..., dict[str, Any]]) -> None:
    data = make({POST: str(GOOD[POST]).replace("author:", f"{REMOVAL}author:")})
    WANTED.validate(data)
    assert data["headline"] == "A removed discussion"
    assert data["creativeWorkStatus"] == "Deleted"
    assert "keywords" not in data
    assert len(data["comment"]) == 1


@pytest.mark.parametrize(
    ("body", "words"), [("```\ncode only\n```", "code only"), ("Look:\n\n| a |\n| - |\n| b |", "Look: a b")]
)
def test_code_and_tables_are_words_of_a_text(make: Callable[..., dict[str, Any]], body: str, words: str) -> None:
    data = make({ANA: f"---\nauthor: ana\ndate: 2026-10-02\n---\n\n{body}\n"})
    assert data["comment"][0]["text"] == words


def test_without_an_address_of_its_own_a_site_gives_anchors_only(make: Callable[..., dict[str, Any]]) -> None:
    data = make(settings=Settings())
    WANTED.validate(data)
    assert data["comment"][0]["@id"] == "#reply-2026-10-02-ana"
    text = render_structured_data(data)
    for absent in ('"url"', "mainEntityOfPage", "people/", f"{FOLDER}/"):
        assert absent not in text


# what strangers write

PAYLOADS = [
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "]]>",
    "&lt;/script&gt;",
    "\u2028alert(1)\u2029",
    '"},\\',
]


class Scripts(HTMLParser):
    """Counts the scripts of a page and keeps what they hold."""

    def __init__(self) -> None:
        super().__init__()
        self.inside, self.found = False, list[str]()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "script":
            self.found.append("")
            self.inside = True

    def handle_endtag(self, tag: str) -> None:
        self.inside = False

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.found[-1] += data


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_text_breaks_out_of_the_script_element(tree: Tree, payload: str) -> None:
    library = load_library(tree(GOOD), now=NOW)
    post = replace(library.discussions[0], title=payload, body=f"`{payload}`", questions=(payload,))
    people = {**library.people, "ana": replace(library.people["mia"], handle="ana", name=payload)}
    library = replace(library, people=people, discussions=(post,))
    text = render_structured_data(describe(post, library))
    assert not set("<>&\u2028\u2029") & set(text)
    assert json.loads(text)["headline"] == payload
    assert json.loads(text)["comment"][0]["author"]["name"] == payload
    parser = Scripts()
    parser.feed(f'<script type="application/ld+json">{text}</script><p>')
    assert parser.found == [text]


# size


def chain(length: int) -> tuple[Discussion, Library]:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    post = Discussion(
        path="discussions/chain/post.md", id="chain", author="ana", date=Moment(start), body="Go.", title="A", tags=()
    )
    replies = tuple(
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
    return post, Library(discussions=(post,), replies={("discussion", "chain"): replies})


def test_a_chain_of_five_thousand_is_told_in_order_with_its_links() -> None:
    post, library = chain(5000)
    data = json.loads(render_structured_data(describe(post, library)))
    WANTED.validate(data)
    found = list(comments(data))
    assert [comment["@id"][-5:] for comment, _ in found] == [f"{number:05}" for number in range(5000)]
    assert [depth for _, depth in found] == [min(number, DEEPEST - 1) for number in range(5000)]
    for number, (comment, _) in enumerate(found):
        if number >= DEEPEST:
            assert comment["parentItem"] == {"@type": "Comment", "@id": found[number - 1][0]["url"]}
        else:
            assert "parentItem" not in comment


def test_branches_below_the_deepest_level_stay_in_reading_order() -> None:
    post, library = chain(DEEPEST + 3)
    replies = library.replies_to(post)
    last = replies[-1]
    twigs = tuple(
        replace(last, id=f"twig-{number}", reply_to=replies[number].id)
        for number in (DEEPEST - 2, DEEPEST - 1, DEEPEST)
    )
    library = replace(library, replies={("discussion", "chain"): (*replies, *twigs)})
    nodes = build_tree((*replies, *twigs))
    data = describe(post, library)
    WANTED.validate(data)
    found = list(comments(data))
    assert [(comment["@id"].partition("#reply-")[2], depth) for comment, depth in found] == [
        (node.reply.id, min(node.depth, DEEPEST - 1)) for node in nodes
    ]


def test_equal_libraries_give_equal_bytes(make: Callable[..., dict[str, Any]]) -> None:
    assert render_structured_data(make()) == render_structured_data(make())
