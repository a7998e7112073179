"""What came in each week, as pages and as a feed; and what somebody is answered, as a feed."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Mapping
from pathlib import Path

import html5lib
import pytest

from declared import load_library
from parley.model.settings import Settings
from parley.rendering.feeds.feeds import plan_feeds
from parley.rendering.feeds.weekly import plan_digest
from parley.rendering.pages import build_pages
from parley.rendering.pages.listing import weeks
from support import GOOD, NOW, Files

SITE = "https://example.org/forum/"
ATOM = "{http://www.w3.org/2005/Atom}"
FOLDER = "discussions/two-follow-ups/replies"
REPLY = "---\nauthor: {}\ndate: {}\n{}---\n\n{}\n"
LATER: Files = {
    **GOOD,
    **{f"{FOLDER}/r{n}.md": REPLY.format("eve", "2026-10-08", "", f"Word {n}.") for n in range(5)},
    f"{FOLDER}/x.md": REPLY.format("cem", "2026-01-01", "updated: 2026-10-21\nremoved: rude\n", "Fool."),
    "discussions/new-year/post.md": (
        "---\ntitle: A <new> year\nauthor: mia\ndate: 2021-01-01\ntags: [law]\nsummary: Old & new.\n---\n\nText.\n"
    ),
}


@pytest.fixture
def build(tree: Callable[[Files], Path]) -> Callable[..., tuple[dict[str, str], dict[str, str]]]:
    """The pages and the feeds of some files, by address."""

    def build(files: Files, **settings: object) -> tuple[dict[str, str], dict[str, str]]:
        library = load_library(tree(files), now=NOW)
        chosen = Settings(site_url=SITE, person_feed=1, person_page=1, **settings)  # type: ignore[arg-type]
        pages = {page.address: page.render() for page in build_pages(library, chosen)}
        return pages, {planned.name: planned.make() for planned in plan_feeds(library, chosen, plan_digest)}

    return build


Build = Callable[..., tuple[Mapping[str, str], Mapping[str, str]]]


def test_a_week_has_what_came_in_it_by_thread(build: Build) -> None:
    pages, _ = build(LATER)
    assert [address for address in pages if address.startswith("digest/")] == [
        "digest/",
        "digest/2026/",
        "digest/2020/",
        "digest/2026/41/",
        "digest/2026/40/",
        "digest/2020/53/",  # the first of January 2021 is in the last week of 2020
    ]
    first, later, old = (pages[f"digest/{week}/"] for week in ("2026/40", "2026/41", "2020/53"))
    for html in (pages["digest/"], pages["digest/2020/"], first, later, old):
        html5lib.HTMLParser(strict=True).parseFragment(html)
    assert "28 September 2026 to 4 October 2026: 2 new threads, 2 replies." in first
    assert [first.count(f'href="../../../{way}"') for way in ("practices/first-meeting/", "digest/2026/41/")] == [1, 1]
    assert re.findall(r'#reply-(\w+)"', later) == ["r0", "r1", "r2", "r3"]
    assert "Word 2." in later
    assert "Word 3." not in later
    assert "and 2 more" in later
    assert "A &lt;new&gt; year" in old
    assert "Old &amp; new." in old
    assert "28 December 2020 to 3 January 2021" in old
    assert "2021" in pages["digest/2020/"]
    assert not any("rude" in html or "Fool" in html for address, html in pages.items() if address.startswith("digest/"))


def test_a_full_week_goes_on(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weeks, "THREADS", 1)
    pages, _ = build(LATER)
    assert "digest/2026/40/page/2/" in pages
    assert len({pages[f"digest/2026/40/{part}"].count("pa-item__title") for part in ("", "page/2/")}) == 1


def test_the_feed_tells_of_weeks_that_are_over(build: Build) -> None:
    _, feeds = build(GOOD)
    [only] = ET.fromstring(feeds["digest/feed.xml"]).findall(f"{ATOM}entry")  # the only week of a site
    assert only.findtext(f"{ATOM}title") == "Week 40 of 2026"
    _, feeds = build(LATER)
    feed = ET.fromstring(feeds["digest/feed.xml"])
    entries = feed.findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}title") for entry in entries] == ["Week 40 of 2026", "Week 53 of 2020"]
    assert str(entries[0].find(f"{ATOM}link").get("href")) == f"{SITE}digest/2026/40/"  # type: ignore[union-attr]
    content = str(entries[0].findtext(f"{ATOM}content"))
    assert "Two follow-ups?" in content
    assert "(new, by The Host; 2 replies: ana, bob)" in content
    assert feeds["digest/feed.xml"] == build(LATER)[1]["digest/feed.xml"]


def test_who_has_a_feed_has_one_of_what_others_answer(build: Build) -> None:
    own = {f"{FOLDER}/a.md": REPLY.format("ana", "2026-10-09", "reply_to: 2026-10-02-ana\n", "And I add.")}
    pages, feeds = build({**LATER, **own})
    name = "people/ana/answers/feed.xml"
    feed = ET.fromstring(feeds[name])
    assert [entry.findtext(f"{ATOM}summary") for entry in feed.findall(f"{ATOM}entry")] == [None]
    assert 'href="../../people/ana/answers/feed.xml"' in pages["people/ana/"]
    assert sorted(one for one in feeds if "/answers/" in one) == [name, "people/the-host/answers/feed.xml"]
    assert "answers/" not in pages["people/bob/"]
