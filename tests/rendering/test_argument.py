"""What a reply does to what it answers, and the page that shows a thread by that."""

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path

import html5lib
import pytest

from declared import load_library
from parley.model.entries import Moment, Reply
from parley.model.settings import Settings
from parley.reading.schema import list_kinds
from parley.rendering import theme
from parley.rendering.data.thread_data import draw_thread_data, parse_thread_data
from parley.rendering.feeds.feeds import plan_feeds
from parley.rendering.pages import Page, argument, build_pages
from parley.rendering.pages.argument import build_strands
from parley.rendering.pages.card import excerpt_own
from parley.rendering.search.documents import render_documents
from parley.rendering.wording import count_answers
from support import GOOD, NOW, Files

FOLDER = "discussions/two-follow-ups"
ADDRESS = f"{FOLDER}/argument/"
SITE = "https://example.org/"


def reply(id: str, body: str, *lines: str, author: str = "ana", date: str = "2026-10-04") -> Mapping[str, str]:
    head = "".join(f"{line}\n" for line in (f"author: {author}", f"date: {date}", *lines))
    return {f"{FOLDER}/replies/{id}.md": f"---\n{head}---\n\n{body}\n"}


ARGUED: Files = {
    **GOOD,
    **reply("for", "> Some say *one*.\n\nOne **is** enough.", "takes: supports"),
    **reply("against", "Two are.", "takes: disputes", "school: new", date="2026-10-05"),
    **reply("plain", "I read both.", "reply_to: against", date="2026-10-06"),
    **reply("deeper", "Which?", "takes: asks", "reply_to: plain", author="bob", date="2026-10-07"),
    **reply("aside", "Nice day.", "reply_to: against", date="2026-10-08"),
    **reply("gone", "It's Jo.", "takes: adds", "updated: 2026-10-09", "removed: it named a person"),
}
"""A thread in which some replies say what they do."""

Draw = Callable[[Files], Mapping[str, Page]]


@pytest.fixture
def draw(tree: Callable[[Files], Path]) -> Draw:
    def build(files: Files) -> Mapping[str, Page]:
        return {page.address: page for page in build_pages(load_library(tree(files), now=NOW), Settings())}

    return build


def test_the_argument_has_each_claim_under_what_it_does_and_leads_to_the_thread(draw: Draw) -> None:
    pages = draw(ARGUED)
    html = pages[ADDRESS].render()
    page = html5lib.HTMLParser(strict=True).parseFragment(html)
    words = " ".join("".join(page.itertext()).split())
    sides = re.findall(r'<h2 id="(\w+)">(\w[\w ]*) <span class="pa-quiet">(\d+)', html)
    assert sides == [("supports", "For", "1"), ("disputes", "Against", "1")]
    assert "One is enough." in words
    assert "Some say one. One is enough" not in words, "the quotation is not what the reply claims"
    for shown in ("1 other answer in the thread", "1 answer asks", "disputes ana · New school · 5 October 2026"):
        assert shown in words
    assert words.index("I read both.") < words.index("asks bob · 7 October 2026 Which?")
    for hidden in ("Nice day", "Jo", "adds"):
        assert hidden not in words
    thread = pages[f"{FOLDER}/"].render()
    anchors = re.findall(r'href="\.\./#(reply-[\w-]+)"', html)
    assert anchors == ["reply-for", "reply-against", "reply-plain", "reply-deeper"]
    assert all(f'id="{anchor}"' in thread for anchor in anchors)
    assert pages[ADDRESS].canonical == f"{FOLDER}/"
    assert f'<a href="../../{ADDRESS}">' in thread
    ids = [one.get("id") for one in page.iter() if one.get("id")]
    assert len(ids) == len({*ids})


def test_a_thread_without_relations_has_nothing_of_it(draw: Draw) -> None:
    pages = draw(GOOD)
    assert ADDRESS not in pages
    assert not any("argument" in page.render() or "pa-takes" in page.render() for page in pages.values())


def test_a_relation_is_shown_in_words_in_the_thread_and_goes_when_the_reply_does(draw: Draw) -> None:
    html = draw(ARGUED)[f"{FOLDER}/"].render()
    assert re.findall(r'<span class="pa-takes">(\w+)</span>', html) == ["supports", "disputes", "asks"]
    assert html.count("pa-takes--") == 3


def test_feeds_search_and_data_know_what_a_reply_does(tree: Callable[[Files], Path]) -> None:
    library = load_library(tree(ARGUED), now=NOW)
    settings = Settings(site_url=SITE)
    post = next(library.posts())
    (document,) = render_documents(post, library, theme.environment(library, settings), settings)
    assert set(re.findall(r'"takes:(\w+)"', document)) == {"supports", "disputes", "asks"}
    assert "reply-deeper|bob||2026-10-07|no|takes=asks" in document
    assert 'reply-plain|ana||2026-10-06|no"' in document
    feed = next(one for one in plan_feeds(library, settings) if one.name == "feed.xml").make()
    assert f'<category term="disputes" scheme="{SITE}schema/reply.json#/properties/takes" label="disputes"' in feed
    data = draw_thread_data(post, library, settings)
    assert data.count('"takes":') == 3
    files = parse_thread_data(json.loads(data), list_kinds(library.declaration))
    assert "takes: disputes\n" in files[f"{FOLDER}/replies/against.md"]


def made(id: str, to: str = "", takes: str = "", day: int = 1) -> Reply:
    return Reply(
        path=f"x/{id}", id=id, author="ana", date=Moment(NOW.replace(day=day)), body=id, reply_to=to, takes=takes
    )


def test_a_long_argument_leaves_its_deeper_levels_to_the_thread(
    draw: Draw, tree: Callable[[Files], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(argument, "MOST", 5)
    post = next(load_library(tree(GOOD), now=NOW).posts())
    first = [made(f"a{n}", takes="supports") for n in range(3)]
    second = [made(f"b{n}", "a0", "disputes") for n in range(2)]
    third = [made("c", "b0", "asks")]
    (side,) = build_strands(post, [*first, *second, *third])
    assert [claim.reply.id for claim in side.claims] == ["a0", "b0", "b1", "a1", "a2"]
    assert [claim.others for claim in side.claims] == [0, 1, 0, 0, 0]
    monkeypatch.setattr(argument, "MOST", 2)
    (side,) = build_strands(post, [*first, *second, *third])
    assert [claim.reply.id for claim in side.claims] == ["a0", "a1"]


def test_a_ring_or_a_missing_parent_stops_nothing(tree: Callable[[Files], Path]) -> None:
    post = next(load_library(tree(GOOD), now=NOW).posts())
    (side,) = build_strands(post, [made("a", "nowhere", "adds")])
    assert (side.key, side.size) == ("adds", 1)


@pytest.mark.parametrize(
    ("body", "claim"),
    [
        ("> He said so.\n\nI don't.", "I don't."),
        ("> He said so.", "He said so."),
        ("> a\n> b\n\n> c\n\nNo.\n\nMore.", "No."),
        ("", ""),
        ("word " * 100, ("word " * 100)[:200].rpartition(" ")[0] + "\N{NO-BREAK SPACE}…"),
    ],
)
def test_a_claim_is_what_stands_behind_what_is_quoted(body: str, claim: str) -> None:
    assert excerpt_own(body, 200) == claim


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"disputes": 1}, "1 answer disputes it"),
        ({"supports": 2}, "2 answers support it"),
        ({"asks": 1, "adds": 2}, "3 answers: 1 asks, 2 add"),
        ({"adds": 1, "": 1}, "2 answers: 1 adds"),
        ({"": 1}, "1 answer"),
    ],
)
def test_answers_are_counted_by_what_they_do(answers: dict[str, int], said: str) -> None:
    assert count_answers(answers) == said
