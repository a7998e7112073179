"""What has come of a thread: above it, in its replies, in lists, feeds, search and data, and over the whole site."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from declared import DECLARED, load_library
from microdata import read_microdata
from parley.checking.loading import check_posts
from parley.forge.issue_forms import parse_body
from parley.model.entries import Point, Post, Settlement
from parley.model.library import Library
from parley.model.settings import Settings
from parley.reading.schema import list_kinds
from parley.rendering import theme
from parley.rendering.contributing import outcome_link
from parley.rendering.data.thread_data import build_thread_data, parse_thread_data, render_thread_data
from parley.rendering.feeds.feeds import draw_thread_feed
from parley.rendering.pages import Page, build_pages
from parley.rendering.search.documents import render_documents
from support import GOOD, Files

Tree = Callable[[Files], Path]
SITE = Settings(site_name="Talk", site_url="https://example.org/talk/")
ADDRESS = "discussions/two-follow-ups/"
POST = f"{ADDRESS}post.md"
ANA, BOB = "2026-10-02-ana", "2026-10-03-bob"
PARTS = f"""outcome:
  by: mia
  summary: Two are **enough**, as [Bob says](#reply-{BOB}).
  rests_on: [{ANA}]
  agreed:
    - text: A second mail needs *news*.
      rests_on: [{ANA}, "https://example.org/talk/{ADDRESS}#reply-{BOB}"]
      conceded_by: old
  differ:
    - Is there a third?
answer: {ANA}
"""


def settle(head: str, **others: str) -> Files:
    files = {**GOOD, **{f"{ADDRESS}replies/{name}": text for name, text in others.items()}}
    return {**files, POST: str(GOOD[POST]).replace("---\n", f"---\n{head}", 1)}


def find_post(library: Library) -> Post:
    return next(post for post in library.posts() if post.address == ADDRESS)


def draw(library: Library) -> dict[str, str]:
    pages: Mapping[str, Page] = {page.address: page for page in build_pages(library, SITE)}
    return {address: pages[address].render() for address in (ADDRESS, "discussions/", "outcomes/")}


def test_it_stands_above_its_thread_and_is_marked_where_it_was_said(tree: Tree) -> None:
    page = draw(load_library(tree(settle(PARTS))))[ADDRESS]
    panel, _, rest = page.partition('id="outcome"')[2].partition("</section>")
    assert "as" in panel
    assert "Mia" in panel
    assert f'Answered by: <a href="#reply-{ANA}"' in panel
    assert "<strong>enough</strong>" in panel
    assert f'href="#reply-{BOB}"' in panel
    assert "Old school concedes" in panel
    assert "<em>news</em>" in panel
    assert "Is there a third?" in panel
    marks = re.findall(r'<h3 id="reply-([^"]+)">.*?</h3>', rest)
    assert marks == [ANA, BOB]
    assert re.findall(r'href="#outcome">([^<]+)</a>', rest) == ["answer", "in the outcome"]


def test_a_text_alone_is_an_outcome_and_a_site_without_sides_has_outcomes(tree: Tree) -> None:
    files = {name: text for name, text in settle("outcome: Nobody knows.\n").items() if "practices" not in name}
    library = check_posts(tree(files), "posts").library
    assert library is not None
    pages = draw(library)
    assert "Nobody knows." in pages[ADDRESS]
    assert "Nobody knows." in pages["outcomes/"]
    assert "concede" not in pages["outcomes/"]
    assert "school" not in pages["outcomes/"].lower()
    assert ">settled<" in pages["discussions/"]


def test_the_page_of_all_outcomes_leads_to_the_replies(tree: Tree) -> None:
    page = draw(load_library(tree(settle(PARTS))))["outcomes/"]
    ledger = page.partition('class="pa-ledger"')[2].partition('class="pa-list"')[0]
    assert re.findall(r"<h2[^>]*>([^<]+)<", ledger) == ["Agreed", "Still differ"]
    for reply in (ANA, BOB):
        assert f'href="../{ADDRESS}#reply-{reply}"' in ledger
    assert "Points conceded:" in page
    assert "Old school</span> 1" in page


def test_an_empty_page_of_outcomes_says_so(tree: Tree) -> None:
    assert "No thread has an outcome yet" in draw(load_library(tree(GOOD)))["outcomes/"]


@pytest.mark.parametrize("answer", [ANA, BOB])
def test_search_engines_are_told_an_answer_to_the_post_itself(tree: Tree, answer: str) -> None:
    page = draw(load_library(tree(settle(f"answer: {answer}\n"))))[ADDRESS]
    data = read_microdata(page, f"https://example.org/talk/{ADDRESS}")
    is_answer = answer == ANA  # Bob answers Ana
    assert ("acceptedAnswer" in json.dumps(data)) is is_answer
    assert ("schema.org/Question" in page) is is_answer
    assert "QAPage" not in page


def test_a_removed_reply_is_named_as_such_and_answers_nothing(tree: Tree) -> None:
    text = "---\nauthor: ana\ndate: 2026-10-02\nupdated: 2026-10-05\nremoved: it named a person\n---\n\nAna's secret.\n"
    library = load_library(tree(settle(PARTS, **{f"{ANA}.md": text})))
    pages = draw(library)
    panel = pages[ADDRESS].partition('id="outcome"')[2].partition("</section>")[0]
    assert panel.count("A removed reply") == 3
    assert ">Ana<" not in panel
    assert ">ana<" not in panel
    assert "acceptedAnswer" not in pages[ADDRESS]
    assert ">settled<" in pages["discussions/"]
    assert ">answered<" not in pages["discussions/"]


def test_it_is_found_and_followed(tree: Tree) -> None:
    library = load_library(tree(settle(PARTS)))
    post = find_post(library)
    (document,) = render_documents(post, library, theme.environment(library, SITE), SITE)
    assert set(re.findall(r'filter="outcome:(\w+)"', document)) == {"answered", "settled"}
    assert "A second mail needs news." in document
    assert "Two are enough" in document
    feed = draw_thread_feed(post, library, SITE)
    assert 'term="answered"' in feed
    assert "Still differ" in feed
    assert f"https://example.org/talk/{ADDRESS}#reply-{BOB}" in feed


def test_it_goes_out_and_comes_in_again_with_all_of_it(tree: Tree, tmp_path: Path) -> None:
    library = load_library(tree(settle(PARTS)))
    post = find_post(library)
    assert post.outcome == Settlement(
        f"Two are **enough**, as [Bob says](#reply-{BOB}).",
        "mia",
        (ANA,),
        (Point("A second mail needs *news*.", (ANA, BOB), "old"),),
        (Point("Is there a third?"),),
    )
    data = json.loads(render_thread_data(build_thread_data(post, library.replies_to(post), library, SITE)))
    assert "mia" in data["people"]
    again = load_library(
        tree(parse_thread_data(data, list_kinds(library.declaration)) | {"tags.yml": GOOD["tags.yml"]})
    )
    assert find_post(again).outcome == post.outcome
    assert find_post(again).answer == ANA


def test_on_a_long_thread_every_way_leads_to_the_page_of_its_reply(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("parley.model.sheets.SIZE", 10)
    names = [f"2026-10-{day:02}-zed" for day in range(5, 26)]
    replies = {f"{name}.md": f"---\nauthor: zed\ndate: {name[:10]}\n---\n\nSo.\n" for name in names}
    library = load_library(tree(settle(f"outcome: See [it](#reply-{names[-1]}).\nanswer: {names[-1]}\n", **replies)))
    pages = {page.address: page.render() for page in build_pages(library, SITE)}
    last = next(reply for reply in library.replies_to(find_post(library)) if reply.id == names[-1]).page
    assert last > 1
    here = f"{ADDRESS}page/{last}/"
    assert pages[ADDRESS].count(f"page/{last}/#reply-{names[-1]}") >= 2
    assert f'{ADDRESS}#outcome">' in pages[here]
    assert "acceptedAnswer" in pages[here]
    assert "schema.org/Question" not in pages[ADDRESS]


def test_nothing_in_it_runs_or_passes_for_a_part_of_the_page(tree: Tree) -> None:
    evil = {"summary": "<script>x</script> [x](javascript:x)\n\n# Big", "agreed": ["# Heading <img src=x onerror=y>"]}
    page = draw(load_library(tree(settle(f"outcome: {json.dumps(evil)}\n"))))[ADDRESS]
    panel = page.partition('id="outcome"')[2].partition("</section>")[0]
    assert "<script" not in panel
    assert "<img" not in panel
    assert 'href="javascript' not in panel
    assert "<h1" not in panel


@pytest.mark.parametrize("forge", ["github", "gitlab", "gitea"])
def test_a_thread_leads_to_the_form_that_says_what_came_of_it(tree: Tree, forge: str) -> None:
    site = replace(SITE, repository="https://forge.example/ana/talk", forge=forge, declaration=DECLARED)
    library = load_library(tree(GOOD))
    address = outcome_link(site, list_kinds(library.declaration), find_post(library))
    asked = parse_qs(urlsplit(address).query)
    if forge == "github":
        assert (asked["template"], asked["thread"]) == (["outcome.yml"], [ADDRESS])
    else:
        (body,) = (text for name, (text,) in asked.items() if "title" not in name)
        filled = parse_body(body, list_kinds(library.declaration))
        assert filled is not None
        assert filled.values["thread"] == ADDRESS
    assert outcome_link(replace(site, repository=""), list_kinds(library.declaration), find_post(library)) == ""
