"""What came late or was changed is new to everybody who follows, and nothing stands before what it answers."""

import random
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from declared import load_library
from feeding import build_feeds
from microdata import read_microdata
from parley.building.digests import Digests
from parley.checking.arrivals import date_library
from parley.model.entries import Moment, Reply
from parley.model.library import Library
from parley.model.settings import Settings
from parley.model.threads import order_by_date, take_turns
from parley.reading.history import find_history
from parley.rendering import theme
from parley.rendering.data.thread_data import build_thread_data
from parley.rendering.pages import build_pages
from parley.rendering.pages.activity import build_events
from parley.rendering.pages.card import build_cards, newest_first
from parley.rendering.pages.embeds import Options, render_embed
from parley.rendering.search.documents import render_documents
from support import GOOD, NOW, Files, Repository

Tree = Callable[[Files], Path]

SETTINGS = Settings(site_name="Talk", site_url="https://example.org/")
A = "{http://www.w3.org/2005/Atom}"
FOLDER = "discussions/two-follow-ups"
POST = f"{FOLDER}/post.md"
ANA = f"{FOLDER}/replies/2026-10-02-ana.md"
LATE = f"{FOLDER}/replies/2026-11-05-zoe-k3p9.md"
ZOE = "---\nauthor: zoe\ndate: {}\n---\n\nLate.\n"


def build(library: Library) -> dict[str, ElementTree.Element]:
    return {address: ElementTree.fromstring(text) for address, text in build_feeds(library, SETTINGS)}


def addresses(feed: ElementTree.Element) -> list[str]:
    return [link.attrib["href"][20:] for link in feed.findall(f"{A}entry/{A}link[@rel='alternate']")]


def times(feed: ElementTree.Element, reply: str) -> tuple[str, str]:
    [entry] = [
        one
        for one in feed.findall(f"{A}entry")
        if one.find(f"{A}link").attrib["href"].endswith(reply)  # type: ignore[union-attr]
    ]
    return entry.findtext(f"{A}published") or "", entry.findtext(f"{A}updated") or ""


@pytest.fixture(scope="module")
def long_thread(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """A site with more than 90 contributions of which the newest 50 were written after 11 November."""
    site = Repository(tmp_path_factory.mktemp("late") / "site")
    start = datetime(2026, 11, 1, tzinfo=UTC)
    replies = {
        f"posts/{FOLDER}/replies/r{number}.md": ZOE.format(f"{start + timedelta(hours=4 * number):%Y-%m-%dT%H:%MZ}")
        for number in range(110)
    }
    site.commit("2026-11-19T12:00:00Z", {**{f"posts/{path}": text for path, text in GOOD.items()}, **replies})
    return site


def draw(library: Library) -> str:
    return next(page.render() for page in build_pages(library, SETTINGS) if page.address == f"{FOLDER}/")


def describe(library: Library) -> dict[str, Any]:
    """What search engines are told of the discussion."""
    [item] = read_microdata(draw(library), f"{SETTINGS.site_url}{FOLDER}/")
    return item


def load(site: Repository) -> Library:
    posts = site.folder / "posts"
    return date_library(load_library(posts, now=NOW), find_history(posts))


@pytest.mark.parametrize("date", ["2026-11-05", "1970-01-01", "2026-11-05T10:00:00Z"])
def test_a_reply_that_is_merged_late_is_new_to_all_who_follow(long_thread: Repository, date: str) -> None:
    head = long_thread.git("rev-parse", "HEAD").strip()
    post = (long_thread.folder / "posts" / POST).read_text()
    old = {f"posts/{POST}": post.replace("2026-10-01", "1970-01-01")} if date[:4] == "1970" else {}
    long_thread.merge(f"{date[:10]}T12:00:00Z", "2026-11-20T09:00:00Z", {f"posts/{LATE}": ZOE.format(date), **old})
    after = load(long_thread)
    long_thread.git("reset", "-q", "--hard", head)
    feeds, here = build(after), f"{FOLDER}/#reply-2026-11-05-zoe-k3p9"
    for address in ("feed.xml", f"{FOLDER}/feed.xml", "tags/sales/feed.xml", "people/zoe/feed.xml"):
        assert addresses(feeds[address])[0] == here
        assert times(feeds[address], here) == ("2026-11-20T09:00:00Z", "2026-11-20T09:00:00Z")
        assert feeds[address].findtext(f"{A}updated") == "2026-11-20T09:00:00Z"
    cards = build_cards(after)
    assert cards["discussions", "two-follow-ups"].last.written == "2026-11-20T09:00:00Z"
    assert newest_first(cards.values())[0].post.id == "two-follow-ups"
    assert build_events(after, cards)[0].address == here
    for page in ("latest/", "people/zoe/"):
        [html] = [page_.render() for page_ in build_pages(after, SETTINGS) if page_.address == page]
        assert html.index("reply-2026-11-05-zoe-k3p9") < html.index("reply-r109")
    drawer = theme.environment(after, SETTINGS)
    embed = render_embed("latest", Options(limit=1), library=after, cards=cards, drawer=drawer, here="")
    shown = "1 January 1970" if old else "5 November 2026"
    assert f"{shown}" in embed
    assert "published <time" in embed
    assert "20 November 2026</time>" in embed  # the day says enough


def test_inside_its_thread_a_late_reply_stands_by_the_day_it_was_written(long_thread: Repository) -> None:
    head = long_thread.git("rev-parse", "HEAD").strip()
    long_thread.merge("2026-11-05T12:00:00Z", "2026-11-20T09:00:00Z", {f"posts/{LATE}": ZOE.format("2026-11-05")})
    library = load(long_thread)
    long_thread.git("reset", "-q", "--hard", head)
    [page] = [page.render() for page in build_pages(library, SETTINGS) if page.address == f"{FOLDER}/"]
    order = re.findall(r'<article class="pa-reply[^>]* aria-labelledby="reply-(.+?)"', page)
    assert order.index("r23") < order.index("2026-11-05-zoe-k3p9") < order.index("r24")


def test_after_an_import_dates_tell_what_is_new(long_thread: Repository) -> None:
    library = load(long_thread)
    events = build_events(library, build_cards(library))
    assert events[0].date.at == max(event.date.at for event in events)
    assert not any(event.came_late for event in events)


# edits and removals

REMOVED = "removed: It named a private person.\n"


@pytest.mark.parametrize("date", ["2026-10-05T09:30:00Z", "2026-10-05"])
@pytest.mark.parametrize("updated", ["2026-10-05", "2026-10-05T11:00:00Z"])
@pytest.mark.parametrize("removed", [True, False])
def test_a_change_on_the_day_of_the_text_is_later_than_the_text(
    tree: Tree, date: str, updated: str, removed: bool
) -> None:
    text = ZOE.format(date)
    before = build(load_library(tree({**GOOD, LATE: text}), now=NOW))
    keys = f"updated: {updated}\n{REMOVED if removed else ''}"
    library = load_library(tree({LATE: text.replace("date:", f"{keys}date:")}), now=NOW)
    after = build(library)
    for address in ("feed.xml", f"{FOLDER}/feed.xml", "tags/sales/feed.xml"):
        published, _ = times(before[address], "-zoe-k3p9")
        assert times(after[address], "-zoe-k3p9")[0] == published
        assert times(after[address], "-zoe-k3p9")[1] > published
        assert (after[address].findtext(f"{A}updated") or "") > (before[address].findtext(f"{A}updated") or "")
        assert after[address].findtext(f"{A}updated") == times(after[address], "-zoe-k3p9")[1]
    [comment] = [one for one in describe(library)["comment"] if "zoe" in one["url"]]
    assert comment["dateModified"] > comment["datePublished"]


def test_every_edit_of_one_day_is_told_once_git_knows_it(tmp_path: Path) -> None:
    site = Repository(tmp_path / "site")
    site.commit("2026-10-04T12:00:00Z", {f"posts/{path}": text for path, text in GOOD.items()})
    text, seen = ZOE.format("2026-10-05T09:30:00Z"), []
    site.commit("2026-10-05T10:00:00Z", {f"posts/{LATE}": text})
    edited = text.replace("date:", "updated: 2026-10-05\ndate:")
    for at, now in (
        ("2026-10-05T10:00:00Z", text),
        ("2026-10-05T11:00:00Z", edited),
        ("2026-10-05T12:00:00Z", edited.replace("Late.", "Later.")),
        ("2026-10-05T13:00:00Z", edited.replace("date:", f"{REMOVED}date:", 1)),
    ):
        site.commit(at, {f"posts/{LATE}": now})
        seen.append(times(build(load(site))["feed.xml"], "-zoe-k3p9"))
    assert [one for one, _ in seen] == ["2026-10-05T10:00:00Z"] * 4
    assert [other[11:13] for _, other in seen] == ["10", "11", "12", "13"]


def test_an_edit_that_is_merged_late_is_as_new_as_its_merge_and_one_before_the_merge_is_none(tmp_path: Path) -> None:
    site = Repository(tmp_path / "site")
    site.commit("2026-10-04T12:00:00Z", {f"posts/{path}": text for path, text in GOOD.items()})
    text = ZOE.format("2026-10-05").replace("date:", "updated: 2026-10-06\ndate:")
    site.merge("2026-10-06T12:00:00Z", "2026-10-20T12:00:00Z", {f"posts/{LATE}": text})
    assert times(build(load(site))["feed.xml"], "-zoe-k3p9") == ("2026-10-20T12:00:00Z", "2026-10-20T12:00:00Z")
    text = text.replace("2026-10-06", "2026-10-22T12:00:00Z").replace("Late", "Later")
    site.merge("2026-10-22T12:00:00Z", "2026-10-29T12:00:00Z", {f"posts/{LATE}": text})
    assert times(build(load(site))["feed.xml"], "-zoe-k3p9") == ("2026-10-20T12:00:00Z", "2026-10-29T12:00:00Z")


def test_a_removal_stands_with_the_day_of_the_file_on_the_page(tree: Tree) -> None:
    text = ZOE.format("2026-10-05T09:30:00Z").replace("date:", f"updated: 2026-10-05\n{REMOVED}date:", 1)
    library = load_library(tree({**GOOD, LATE: text}), now=NOW)
    pages = {page.address: page.render() for page in build_pages(library, SETTINGS)}
    assert re.search(r"Removed on <time [^>]*>5 October 2026</time>:", pages[f"{FOLDER}/"])
    assert '<time datetime="2026-10-05">5 October 2026</time>' in pages["moderation/"]
    entry = next(text for address, text in build_feeds(library, SETTINGS) if address == "feed.xml")
    assert "Removed on 5 October 2026: It named" in entry


# a day and a minute


def test_no_list_puts_an_answer_before_what_it_answers(tree: Tree) -> None:
    replies = {
        "c-asks": ("2026-10-01T09:30:00Z", ""),
        "b-answers": ("2026-10-01", "c-asks"),
        "a-answers": ("2026-10-01T09:30:00Z", "b-answers"),
    }
    files = {
        f"{FOLDER}/replies/{name}.md": f"---\nauthor: zoe\ndate: {date}\n{f'reply_to: {to}' if to else ''}\n---\n\nX.\n"
        for name, (date, to) in replies.items()
    }
    post = str(GOOD[POST]).replace("2026-10-01", "2026-10-01T08:00:00Z").replace("the-host", "zoe")
    kept = {path: text for path, text in GOOD.items() if "/replies/" not in path}
    library = load_library(tree({**kept, POST: post, **files}), now=NOW)
    [opened] = library.discussions
    right = [*replies]
    assert [reply.id for reply in library.replies_to(opened)] == right
    cards = build_cards(library)
    newest = [f"{FOLDER}/#reply-{name}" for name in reversed(right)] + [f"{FOLDER}/"]
    assert [event.address for event in build_events(library, cards) if event.author == "zoe"] == newest
    for address, feed in build(library).items():
        if "zoe" in address or address.startswith("disc"):
            assert addresses(feed) == newest
        found = [times(feed, one) for one in addresses(feed)]
        assert found == sorted(found, reverse=True)
    data = build_thread_data(opened, library.replies_to(opened), library, SETTINGS)
    assert [reply["id"] for reply in data["replies"]] == right
    document = render_documents(opened, library, theme.environment(library, SETTINGS), SETTINGS)[0]
    assert re.findall(r'id="reply-(.+?)\|', document) == right
    page = draw(library)
    seconds = [int(one) for one in re.findall(r'data-pa-date="(\d+)"', page)]
    assert seconds == sorted(seconds)
    structured = describe(library)
    shown = [structured["datePublished"]]
    while structured := next(iter(structured.get("comment", ())), {}):
        shown.append(structured["datePublished"])
    assert shown == sorted(shown)
    assert len(shown) == 4


MOMENTS = st.builds(
    Moment,
    st.integers(0, 200).map(lambda hours: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=hours)),
    st.booleans(),
).map(lambda moment: moment if moment.exact else Moment.from_day(moment.day))


@st.composite
def threads(draw: st.DrawFn) -> list[Reply]:
    """Replies whose dates, edits and arrivals say whatever they like."""
    replies: list[Reply] = []
    for number in range(draw(st.integers(1, 12))):
        to = draw(st.sampled_from(["", *(one.id for one in replies)]))
        times = [draw(st.none() | MOMENTS) for _ in range(3)]
        arrived, touched = (replace(one, exact=True) if one else None for one in times[1:])
        name = f"r{draw(st.integers(0, 999))}-{number}"
        reply = Reply(path=name, id=name, author="ana", date=draw(MOMENTS), body="x", reply_to=to)
        replies.append(replace(reply, updated=times[0], arrived=arrived, touched=touched))
    return replies


@given(threads(), st.randoms())
def test_whatever_dates_say_an_answer_is_not_before_what_it_answers_nor_a_change_before_the_text(
    replies: list[Reply], chance: random.Random
) -> None:
    post = replace(replies[0], id="post", path="post", reply_to="")
    mixed = list(replies)
    chance.shuffle(mixed)
    turns = take_turns(post, mixed)
    assert turns == take_turns(post, replies)
    places = {reply.id: number for number, reply in enumerate(order_by_date(mixed))}
    assert len(places) == len(replies)
    assert order_by_date(mixed) == order_by_date(replies)
    for reply in replies:
        turn, parent = turns[reply.path], turns[reply.reply_to or "post"]
        assert turn.place > parent.place
        assert turn.published.at >= parent.published.at
        assert turn.changed.at >= turn.published.at
        assert not reply.reply_to or places[reply.reply_to] < places[reply.id]
        if reply.updated and not reply.arrived:
            assert turn.changed.at > turn.published.at


def test_what_came_with_one_merge_is_in_the_order_in_which_it_was_written() -> None:
    came = Moment(datetime(2026, 2, 1, tzinfo=UTC))
    post = Reply(path="post", id="post", author="ana", date=Moment.from_day(date(2026, 1, 1)), body="x")
    first = replace(post, path="a", id="a", date=Moment.from_day(date(2026, 1, 2)), arrived=came)
    answer = replace(first, path="b", id="b", date=Moment.from_day(date(2026, 1, 3)), reply_to="a")
    later = replace(first, path="c", id="c", date=Moment.from_day(date(2026, 1, 9)))
    turns = take_turns(post, [later, answer, first])
    assert sorted(turns, key=lambda path: turns[path].place) == ["post", "a", "b", "c"]


@given(threads())
def test_an_edit_with_a_time_is_later_than_one_with_its_day_alone(replies: list[Reply]) -> None:
    for reply in replies:
        day = replace(reply, updated=Moment.from_day(reply.date.day + timedelta(days=1)), touched=None, arrived=None)
        timed = replace(day, updated=Moment(reply.date.at + timedelta(days=1, hours=24)))
        assert timed.last_change.at > day.last_change.at > day.published.at


def test_what_is_kept_of_a_thread_knows_whose_arrival_it_was(tree: Tree) -> None:
    library = load_library(tree(GOOD), now=NOW)
    [post] = library.discussions
    digests = {item.path: item.path.encode() for item in library.contributions()}
    library, moment = replace(library, digests=digests), Moment(NOW)
    keys = {Digests(library, SETTINGS).of_thread(post)}
    for number in range(2):
        for arrived, touched in ((moment, None), (None, moment)):
            replies = list(library.replies_to(post))
            replies[number] = replace(replies[number], arrived=arrived, touched=touched)
            other = replace(library, replies={post.place: tuple(replies)})
            keys.add(Digests(other, SETTINGS).of_thread(post))
    assert len(keys) == 5


# what is not there


def test_a_feed_without_entries_is_as_old_as_the_last_change_of_the_site(tree: Tree) -> None:
    tags = f"{GOOD['tags.yml']!s}- {{slug: new, title: New, summary: Of nothing yet.}}\n"
    feeds = build(load_library(tree({**GOOD, "tags.yml": tags}), now=NOW))
    assert not feeds["tags/new/feed.xml"].findall(f"{A}entry")
    for feed in feeds.values():
        assert (feed.findtext(f"{A}updated") or "") > "2026-10-01"
    assert feeds["tags/new/feed.xml"].findtext(f"{A}updated") == feeds["feed.xml"].findtext(f"{A}updated")


def test_a_site_without_a_contribution_has_no_feed_and_links_to_none(tree: Tree) -> None:
    library = load_library(tree({"tags.yml": GOOD["tags.yml"], "people/mia.yml": GOOD["people/mia.yml"]}), now=NOW)
    assert not list(build_feeds(library, SETTINGS))
    assert not [page for page in build_pages(library, SETTINGS) if "1970" in page.render()]
