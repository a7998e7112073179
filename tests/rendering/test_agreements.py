"""What readers, feeds, search and data tell of who agrees."""

import json
import re
from collections.abc import Callable
from pathlib import Path

from declared import load_library
from microdata import read_microdata
from parley.building.digests import Digests
from parley.model.settings import Settings
from parley.reading.schema import list_kinds
from parley.rendering import theme
from parley.rendering.data.thread_data import draw_thread_data, parse_thread_data
from parley.rendering.feeds.feeds import plan_feeds, plan_thread_feed
from parley.rendering.pages import build_pages
from parley.rendering.search.documents import render_documents
from support import GOOD, NOW, Files

FOLDER = "discussions/two-follow-ups"
ROOM = f"agreements/{FOLDER}"
SITE = "https://example.org/"
AGREED: Files = {
    **GOOD,
    "people/eve.yml": "name: Eve <b>\n",
    f"{ROOM}/eve/i1.yml": "agrees:\n  - 2026-10-02-ana\n  - post\nschool: new\n",
    f"{ROOM}/bob/i2.yml": "agrees:\n  - 2026-10-02-ana\n",
}

Tree = Callable[[Files], Path]


def draw(tree: Tree, files: Files) -> str:
    pages = {page.address: page for page in build_pages(load_library(tree(files), now=NOW), Settings())}
    return pages[f"{FOLDER}/"].render()


def test_where_nobody_agrees_nothing_is_shown_of_it(tree: Tree) -> None:
    assert "pa-agreed" not in draw(tree, GOOD)


def test_who_agrees_is_counted_by_side_and_named_without_scripts(tree: Tree) -> None:
    html = draw(tree, AGREED)
    details = re.findall(r'<details class="pa-agreed">.*?</details>', html, re.DOTALL)
    words = [" ".join(re.sub(r"<[^>]+>", " ", one).split()) for one in details]
    assert [one.partition(" Eve")[0] for one in words] == ["1 agrees: new school 1", "2 agree : new school 1 bob ,"]
    for shown in ("Eve &lt;b&gt;", "(New school)"):
        assert shown in details[0]
    post = read_microdata(html, f"{SITE}{FOLDER}/")[0]
    assert post["interactionStatistic"]["userInteractionCount"] == "1"
    assert post["interactionStatistic"]["interactionType"] == "https://schema.org/AgreeAction"
    assert post["comment"][0]["upvoteCount"] == "2"


def test_who_only_agrees_is_a_name_that_leads_nowhere(tree: Tree) -> None:
    html = draw(tree, {**GOOD, f"{ROOM}/zed/i1.yml": "agrees: [post]\n"})
    assert "<bdi>zed</bdi>" in html
    assert "people/zed/" not in html


def test_agreement_changes_no_order_and_only_what_shows_it(tree: Tree) -> None:
    plain, agreed = (load_library(tree(files), now=NOW) for files in (GOOD, AGREED))
    order = [re.findall(r'id="(reply-[^"]+)"', draw(tree, files)) for files in (GOOD, AGREED)]
    assert order[0] == order[1]
    digests = [Digests(library, Settings()).of_thread(library.comparisons[0]) for library in (plain, agreed)]
    assert digests[0] == digests[1]


def test_feeds_search_and_data_tell_how_many_agree(tree: Tree) -> None:
    library, settings = load_library(tree(AGREED), now=NOW), Settings(site_url=SITE)
    post = next(library.posts())
    (document,) = render_documents(post, library, theme.environment(library, settings), settings)
    assert "|no|agreed=2" in document
    assert 'data-pagefind-sort="agreed:3"' in document
    (own,) = plan_thread_feed(post, library, settings, lambda: "")
    thread = next(one for one in plan_feeds(library, settings) if one.name == "feed.xml").make()
    assert own.name.endswith("feed.xml")
    assert "agree" not in thread, "documents that were written once stay as they are"
    data = draw_thread_data(post, library, settings)
    assert json.loads(data)["agreements"]["eve"] == {"agrees": ["2026-10-02-ana", "post"], "school": "new"}
    files = parse_thread_data(json.loads(data), list_kinds(library.declaration))
    assert files[f"{ROOM}/eve/agrees.yml"] == "agrees:\n  - 2026-10-02-ana\n  - post\nschool: new\n"
    assert files["people/eve.yml"]
    again = load_library(tree({**GOOD, **files}), now=NOW)
    assert [one.agreed for one in again.contributions()] == [one.agreed for one in library.contributions()]
