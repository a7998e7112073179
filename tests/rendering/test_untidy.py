"""What a stranger wrote, as it was given, and what the page shows: all of one build."""

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest

from declared import check_posts, load_library
from parley.model import urls
from parley.model.settings import Settings
from parley.rendering.pages import build_pages
from support import GOOD, NOW, Files

REPLY = "discussions/two-follow-ups/replies/2026-10-05-eve-{}.md"

REPLIES = {
    "from Word": ("—\nauthor: “eve”\ndate: “2026-10-05”\n—\n\nSent from Word.\n", "Sent from Word."),
    "a date with points": ("---\nauthor: eve\ndate: 5.10.2026\n---\n\nA German date.\n", "A German date."),
    "no lines of dashes": ("Author: @Eve\nDate: October 5, 2026\n\nFrom a mail: hello.\n", "From a mail: hello."),
    "nothing but a text": ("Nothing but a text.\n", "Nothing but a text."),
    "an address as parent": (
        "---\nauthor: eve\ndate: 2026-10-05\nReply-To: http://127.0.0.1:8000/discussions/two-follow-ups/#reply-2026-10-02-ana\n"
        "School: Old school\n---\n\nAn answer to Ana.\n",
        "An answer to Ana.",
    ),
    "TOML": ('+++\nauthor = "eve"\ndate = 2026-10-05\n+++\n\nFrom another generator.\n', "From another generator."),
}  # fmt: skip

POSTS = {
    "hash": ("title: Why #1 is wrong", "Why #1 is wrong"),
    "colon": ("title: Follow-ups: is one enough?", "Follow-ups: is one enough?"),
    "at": ("title: @home: a case", "@home: a case"),
    "bracket": ("title: [Poll] One or two?", "[Poll] One or two?"),
    "quote": ('title: "Yes" or "no"?', '"Yes" or "no"?'),
    "open": ('title: "Never closed', '"Never closed'),
    "angle": ("title: > Quoted", "> Quoted"),
    "star": ("title: *Really* one?", "*Really* one?"),
    "emoji": ("title: 🙂", "🙂"),
    "arabic": ("title: لماذا: مرة واحدة؟", "لماذا: مرة واحدة؟"),
    "japanese": ("title：なぜ：一度だけ", "なぜ：一度だけ"),
}


@pytest.fixture
def files() -> Files:
    replies = {REPLY.format(f"{number}a1b"): text for number, (text, _) in enumerate(REPLIES.values())}
    head = "author: Eve\ndate: 4.10.2026\ntags: Sales\nsummary:\n"
    posts = {
        f"discussions/{slug}/post.markdown": f"---\n{title}\n{head}---\n\nYes.\n" for slug, (title, _) in POSTS.items()
    }
    return {**GOOD, **replies, **posts}


def test_what_a_stranger_wrote_is_on_the_page(files: Files, tree: Callable[[Files], Path]) -> None:
    posts = tree(files)
    found = check_posts(posts, "posts", NOW).problems
    assert [one for one in found if one.rule != "untidy"] == []
    pages = {page.address: page for page in build_pages(load_library(posts, now=NOW), Settings())}
    html = pages[urls.post("discussions", "two-follow-ups")].render()
    thread = read(html)
    for shown in (text for _, text in REPLIES.values()):
        assert shown in thread
    assert html.count('datetime="2026-10-05') >= len(REPLIES)
    for slug, (_, title) in POSTS.items():
        page = pages[urls.post("discussions", slug)].render()
        assert title in read("".join(re.findall(r"<h1.*?</h1>", page, re.DOTALL))), slug
        assert "2026-10-04" in page


def read(html: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", html))
