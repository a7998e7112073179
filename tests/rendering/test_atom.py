"""Entries to the letter, with everything that one may hold, on a site that has much and on one that has little."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from declared import DECLARED
from parley.checking.loading import check_posts
from parley.model import sheets
from parley.model.library import Library
from parley.model.settings import Declaration, DeclaredField, HostedPage, Settings
from parley.model.threads import Turn
from parley.rendering.feeds.atom import AtomWriter, Feed
from parley.rendering.feeds.entries import FeedEntry, build_thread
from parley.rendering.feeds.feeds import draw_thread_feed
from support import GOOD, NOW, Files, hold

Tree = Callable[[Files], Path]

FOLDER = "discussions/two-follow-ups"
POST = f"{FOLDER}/post.md"
ANA = f"{FOLDER}/replies/2026-10-02-ana.md"
BOB = f"{FOLDER}/replies/2026-10-03-bob.yml"
PRACTICE = "practices/first-meeting/post.yml"
SITE = Settings(site_name="Talk & Co", site_url="https://example.org/talk/")
MUCH = replace(
    DECLARED,
    fields=(
        DeclaredField(
            "mood",
            "choice",
            ("discussion", "comparison", "reply"),
            "Mood",
            options=(("calm", "Calm & kind"), ("hot", "Heated")),
        ),
        DeclaredField("proof", "link", ("discussion", "reply"), "Seen at"),
        DeclaredField("town", "text", ("reply",), "Town"),
        DeclaredField("caution", "text", ("discussion",), "Beware"),
    ),
    pages=(HostedPage("guide/setup", "Set it up", "docs/guide/setup.md", "guide/setup/"),),
)
LITTLE = Declaration(DECLARED.stances, fields=MUCH.fields[:1], lists=("tags",))
NOTE = "with a note[^1].\n\n# Heading\n\n[^1]: Noted.\n"
FILES: Files = {
    **GOOD,
    "people/jack-2.yml": "name: Jack (2)\nabout: Wrote in the archive Old Forum.\n",
    "people/eve.yml": "name: Eve <b>\nlink: https://example.org/eve\n",
    POST: (
        "---\ntitle: Two <follow-ups>?\nauthor: the-host\ndate: 2026-10-01\nupdated: 2026-10-04\ntags: [sales, law]\n"
        "summary: In short.\nlanguage: de\nmood: calm\nproof: https://example.org/?a=1&b=2\ncaution: Mind the dog.\n"
        "questions: ['One <b>?', Or two?]\nsources: [{name: A & B, url: https://example.org/, kind: guide}]\n"
        "answer: 2026-10-02-ana\noutcome:\n  summary: |\n    Two are enough, "
        f"{NOTE.strip().replace(chr(10), chr(10) + '    ')}\n  rests_on: [2026-10-02-ana, 2026-10-05-cem]\n"
        "  agreed: [{text: 'News[^1], as @eve says.',  rests_on: [2026-10-03-bob]}, Be short.]\n"
        "  differ: ['Is [this](#reply-2026-10-06-jack) a third?']\n"
        "---\n\nSome say *one*: [the second](#reply-2026-10-03-bob), [a tag](/tags/none/), [Bob](/people/bob/), "
        f"@eve and @bob, {NOTE}"
    ),
    ANA: (
        "---\nauthor: ana\ndate: 2026-10-02\nschool: old\nmood: hot\nproof: https://example.org/p\ntown: B & B\n"
        f"---\n\nOne is enough: [that](/{FOLDER}/#reply-2026-10-06-jack), {NOTE}"
    ),
    f"{FOLDER}/replies/2026-10-03-bob.yml": f"{GOOD[BOB]!s}takes: disputes\n",
    f"{FOLDER}/replies/2026-10-05-cem.md": (
        "---\nauthor: cem\ndate: 2026-10-05\nupdated: 2026-10-07\nremoved: it belongs there\nmood: hot\n"
        "moved_to: /discussions/other/#reply-2026-10-05-cem\n---\n\nFor others.\n"
    ),
    f"{FOLDER}/replies/2026-10-05-dan.md": (
        "---\nauthor: dan\ndate: 2026-10-05\nupdated: 2026-10-08\nremoved: spam\ntakes: asks\n---\n\nBuy!\n"
    ),
    f"{FOLDER}/replies/2026-10-06-jack.md": (
        "---\nauthor: jack-2\ndate: 2026-10-06\nreply_to: 2026-10-05-dan\n---\n\n@jack and @eve say so.\n\nMore.\n"
    ),
    "discussions/other/post.md": (
        "---\ntitle: Other\nauthor: ana\ndate: 2026-10-02\ntags: [law]\noutcome: Nobody knows.\n---\n\nText.\n"
    ),
    "discussions/other/replies/2026-10-05-cem.md": "---\nauthor: cem\ndate: 2026-10-05\n---\n\nFor others.\n",
    "pages/guide/setup/replies/2026-10-02-ana.md": "---\nauthor: ana\ndate: 2026-10-02\n---\n\nIt works.\n",
    PRACTICE: (
        f"{GOOD[PRACTICE]!s}mood: calm\ncaution: Beware.\nbody: |\n  Both, {NOTE.replace(chr(10), chr(10) + '  ')}"
    ).replace("Shake hands.", '"# Hands\\n\\nShake them[^1].\\n\\n[^1]: Or not.\\n"'),
    f"agreements/{FOLDER}/eve/i1.yml": "agrees: [2026-10-02-ana, post]\n",
    f"agreements/{FOLDER}/bob/i2.yml": "agrees: [2026-10-02-ana]\n",
}


def load(tree: Tree, declaration: Declaration, files: Files = FILES) -> Library:
    check = check_posts(tree(files), now=NOW, declaration=declaration)
    assert check.library, check.problems
    return check.library


def show(text: str) -> str:
    return text.replace("><", ">\n<")


def test_all_that_an_entry_may_hold(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    """Held in `atom.txt`; the thread is cut into pages of two, to which its links lead."""
    monkeypatch.setattr(sheets, "SIZE", 2)
    library = load(tree, MUCH)
    threads = [show(draw_thread_feed(post, library, SITE)) for post in library.posts()]
    hold(Path(__file__).with_name("atom.txt"), "\n".join(threads))


def test_what_a_site_without_lists_tells_of_an_entry(tree: Tree) -> None:
    """Held in `atom_alone.txt`: neither people nor outcomes have pages there, and its language is another."""
    files = {**GOOD, ANA: str(GOOD[ANA]).replace("school:", "mood: hot\nschool:")}
    files[POST] = str(GOOD[POST]).replace("tags:", "mood: calm\noutcome: Two.\ntags:")
    library = load(tree, LITTLE, {path: text for path, text in files.items() if path != PRACTICE})
    [post] = library.posts()
    hold(
        Path(__file__).with_name("atom_alone.txt"), show(draw_thread_feed(post, library, replace(SITE, language="de")))
    )


def test_a_feed_that_is_kept_counts_nobody_and_a_brief_one_has_first_words(tree: Tree) -> None:
    library = load(tree, MUCH)
    post, _other = library.discussions
    [entry, *_] = build_thread(post, library)
    feed = Feed("x", "x/feed.xml", "x/", "X", "", [entry], entry.turn.changed)
    writer = AtomWriter(library, SITE)
    assert "agree" not in writer.write_feed(feed)
    assert "1 agrees" in AtomWriter(library, SITE, counts=True).write_feed(feed)
    replies = list(build_thread(post, library))[1:]
    brief = show(writer.write_feed(replace(feed, entries=replies, is_brief=True)))
    assert [line for line in brief.splitlines() if "<content" in line or "<summary" in line] == [
        '<content type="html">&lt;p&gt;One is enough: that, with a note.&lt;/p&gt;</content>',
        '<content type="html">&lt;p&gt;Two, with something new.&lt;/p&gt;</content>',
        '<content type="html">&lt;p&gt;Moved on 7 October 2026: it belongs there &lt;a href="'
        'https://example.org/talk/discussions/other/#reply-2026-10-05-cem"&gt;Read it where it is now&lt;/a&gt;'
        "&lt;/p&gt;</content>",
        '<content type="html">&lt;p&gt;Removed on 8 October 2026: spam&lt;/p&gt;</content>',
        '<content type="html">&lt;p&gt;@jack and @eve say so.&lt;/p&gt;</content>',
    ]


def test_a_feed_depends_on_all_that_its_entries_are_drawn_from_and_on_what_stands_at_its_head(tree: Tree) -> None:
    library = load(tree, MUCH)
    post, _other = library.discussions
    ana, bob, cem, *_ = library.replies_to(post)
    first, second, third, *_ = build_thread(post, library)
    feed = Feed("x", "x/feed.xml", "x/", "X", "About.", [first, third], first.turn.changed)
    assert feed.depends.items == [post, post, ana, cem, bob, ana, post, bob, ana]
    assert second.files == [post, ana]
    turn = Turn(first.turn.published, third.turn.changed, first.turn.written, 0)
    others = [
        replace(feed, identity="y"),
        replace(feed, address="y/feed.xml"),
        replace(feed, page="y/"),
        replace(feed, title="Y"),
        replace(feed, subtitle="Other."),
        replace(feed, updated=third.turn.changed),
        replace(feed, entries=[FeedEntry(post, post, turn, settled=first.settled), third]),
    ]
    assert len({repr(one.depends.values) for one in (feed, *others)}) == 1 + len(others)
    assert [one.depends.items for one in others] == [feed.depends.items] * len(others)


def test_an_entry_that_just_fits_is_whole(tree: Tree) -> None:
    library = load(tree, MUCH)
    _, entry, *_ = build_thread(library.discussions[0], library)

    def draw(size: int) -> str:
        reply = replace(entry.item, body="x" * size)
        feed = Feed("x", "x/feed.xml", "x/", "X", "", [replace(entry, item=reply)], entry.turn.changed)
        return "<entry>" + AtomWriter(library, SITE).write_feed(feed).partition("<entry>")[2].removesuffix("</feed>\n")

    size = 100_000 - len(draw(1)) + 1
    assert len(draw(size)) == 100_000
    assert ["<content" in draw(size + more) for more in (-1, 0, 1)] == [True, True, False]
