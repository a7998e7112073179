"""Where a contribution is mentioned: the links to it in other texts, at its foot."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import html5lib
import pytest

from declared import load_library
from parley.model.settings import Settings
from parley.rendering.backlinks import MOST
from parley.rendering.mentioning import Directory, find_backlinks, find_page_backlinks
from parley.rendering.pages import build_pages
from support import GOOD, NOW, Files

SITE = "https://example.org/forum/"
TALK, LAW, MEETING = "discussions/two-follow-ups/post.md", "discussions/law/post.md", "practices/first-meeting/post.yml"
ANA, BOB = (f"discussions/two-follow-ups/replies/{name}" for name in ("2026-10-02-ana.md", "2026-10-03-bob.yml"))
POST = "---\ntitle: Is it <b>allowed</b>?\nauthor: mia\ndate: 2026-10-05\ntags: [law]\n---\n\n{}\n"


def find(tree: Callable[[Files], Path], files: Files, site_url: str = SITE) -> Mapping[str, list[str]]:
    """The addresses of what leads to each path."""
    library = load_library(tree({**GOOD, **files}), now=NOW)
    found = find_backlinks(
        library, Directory(library, Settings(site_url=site_url), ["handbook/law/", "guide/more.html"])
    )
    return {target: [link.address for link in links] for target, links in found.items()}


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("[so](/discussions/two-follow-ups/)", TALK),
        ("[so](</discussions/two-follow-ups/>)", TALK),
        ("[so][1]\n\n[1]: /discussions/two-follow-ups/", TALK),
        ("[so](/discussions/two-follow-ups/#reply-2026-10-02-ana)", ANA),
        ("[so](/discussions/two-follow-ups/page/2/#reply-2026-10-02-ana)", ANA),
        ("https://example.org/forum/discussions/two-follow-ups/#reply-2026-10-03-bob", BOB),
        ("http://EXAMPLE.org/forum/discussions/two-follow-ups/index.html?from=mail#top", TALK),
        ("[so](/discussions/former/#reply-first)", ANA),
        ("[so](/discussions/two-follow-ups/#reply-gone)", BOB),
        ("[so](/practices/first-meeting/)", MEETING),
        ("[so](https://example.org/forum/handbook/law/#fines)", "handbook/law/"),
        ("[so](https://example.org/forum/guide/more.html)", "guide/more.html"),
        ("`[so](/discussions/two-follow-ups/)`", ""),
        ("    [so](/discussions/two-follow-ups/)", ""),
        ("\\[so](/discussions/two-follow-ups/)", ""),
        ("https://example.org/discussions/two-follow-ups/", ""),
        ("https://example.org.evil.example/forum/discussions/two-follow-ups/", ""),
        ("[so](https://example.org/forum/discussions/never/)", ""),
        ("[so](https://example.org/forum/discussions/two-follow-ups/thread.json)", ""),
        ("[so](/discussions/law/)", ""),
    ],
)
def test_a_text_mentions_what_its_links_lead_to(tree: Callable[[Files], Path], text: str, target: str) -> None:
    files = {
        LAW: POST.format(text),
        TALK: GOOD[TALK].replace("tags", "aliases: [former]\ntags"),  # type: ignore[arg-type]
        ANA: "---\nauthor: ana\ndate: 2026-10-02\naliases: [first]\n---\n\nOne is enough.\n",
        "discussions/two-follow-ups/replies/gone.md": (
            "---\nauthor: ana\ndate: 2026-10-02\nupdated: 2026-10-05\nremoved: elsewhere\n"
            "moved_to: /discussions/two-follow-ups/#reply-2026-10-03-bob\n---\n\nMoved.\n"
        ),
    }
    found = find(tree, files)
    assert found.get(target, []) == (["discussions/law/"] if target else [])
    assert list(found) == ([target] if target else [])


def test_a_reply_mentions_neither_what_it_answers_nor_itself_nor_the_post_above(tree: Callable[[Files], Path]) -> None:
    reply = "---\nauthor: eve\ndate: 2026-10-09\nreply_to: 2026-10-02-ana\n---\n\n{}\n"
    own = "[a](#reply-2026-10-02-ana) [b](#reply-2026-10-09-eve) [c](/discussions/two-follow-ups/) "
    path = "discussions/two-follow-ups/replies/2026-10-09-eve.md"
    assert find(tree, {path: reply.format(own)}) == {}
    other = "[d](#reply-2026-10-03-bob) [e](#reply-2026-10-03-bob)"
    assert find(tree, {path: reply.format(own + other)}) == {BOB: ["discussions/two-follow-ups/#reply-2026-10-09-eve"]}
    removed = (
        "---\nauthor: eve\ndate: 2026-10-09\nupdated: 2026-10-10\nremoved: rude\n---\n\n[d](#reply-2026-10-03-bob)\n"
    )
    assert find(tree, {path: removed}) == {}


def test_sources_and_the_sides_of_a_practice_mention_too_and_without_an_address_only_links_from_the_root(
    tree: Callable[[Files], Path],
) -> None:
    law = POST.format("See.").replace("tags", f"sources: [{{name: Here, url: '{SITE}practices/first-meeting/'}}]\ntags")
    meeting = str(GOOD[MEETING]).replace("Meet online.", "[Online](/discussions/law/).")
    files = {LAW: law, MEETING: meeting}
    assert find(tree, files) == {MEETING: ["discussions/law/"], LAW: ["practices/first-meeting/"]}
    assert find(tree, files, site_url="") == {LAW: ["practices/first-meeting/"]}


def test_the_pages_of_the_maintainers_mention_by_the_links_of_their_html(tree: Callable[[Files], Path]) -> None:
    library = load_library(tree(GOOD), now=NOW)
    places = Directory(library, Settings(site_url=SITE), ["handbook/law/", "guide/more.html", ""])
    html = (
        '<p><a href="../../discussions/two-follow-ups/#reply-2026-10-02-ana">a</a> <a class=x '
        "href='/forum/practices/first-meeting/'>b</a> <a href=\"../../guide/more.html\">c</a> <a href='http://['>d</a>"
        '<code>&lt;a href="../../discussions/two-follow-ups/"&gt;</code></p>'
    )
    found = find_page_backlinks([("handbook/law/", "The law", html), ("", "Home", html)], places)
    assert {target: [link.title for link in links] for target, links in found.items()} == {
        ANA: ["The law"],
        MEETING: ["The law", "Home"],
    }


def test_what_is_mentioned_says_so_at_its_foot_and_unfolds_what_is_more_than_a_few(
    tree: Callable[[Files], Path],
) -> None:
    many = {
        f"discussions/law/replies/{number:03}.md": (
            f"---\nauthor: eve\ndate: 2026-10-{number % 20 + 6:02}\n---\n\n"
            "[He](/discussions/two-follow-ups/#reply-2026-10-02-ana) says so.\n"
        )
        for number in range(MOST + 9)
    }
    files = {**GOOD, LAW: POST.format("[There](/discussions/two-follow-ups/)"), **many}
    pages = {page.address: page for page in build_pages(load_library(tree(files), now=NOW), Settings())}
    page = pages["discussions/two-follow-ups/"]
    html = page.render()
    html5lib.HTMLParser(strict=True).parseFragment(html)
    assert list(page.mentions) == ["", "reply-2026-10-02-ana"]
    post, reply, rest = html.split('<div class="pa-mentions">')
    assert 'class="pa-beside"' in post.rpartition("</article>")[2]
    assert 'id="reply-2026-10-02-ana"' in reply.partition("</aside>")[2]
    assert "Is it &lt;b&gt;allowed&lt;/b&gt;?" in reply.partition("</article>")[0]
    own = rest.partition("</article>")[0]
    shown, folded = own.split("<details>")
    assert re.findall("#reply-([0-9]+)", shown) == ["039", "019", "058"]  # the newest first
    assert f"<summary>and {MOST + 6} more</summary>" in folded
    assert folded.count("<li>") == MOST - 3
    assert "and 9 more that aren't listed" in folded
    assert "pa-mentions" not in pages["practices/first-meeting/"].render()
