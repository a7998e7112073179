"""The feed of the digest to the letter: which weeks are told, in which order, and what of each."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from parley.model.entries import Article, Contribution, Discussion, Moment, Person, Reply
from parley.model.library import Library
from parley.model.settings import Declaration, Settings
from parley.rendering.feeds.feeds import plan_feeds
from parley.rendering.feeds.weekly import plan_digest
from parley.rendering.planned import Planned
from support import hold

SITE = Settings(site_name="Talk & Co", site_url="https://example.org/talk/")
START = datetime(2025, 11, 3, tzinfo=UTC)
"""The Monday of the 45th week."""


def at(week: int, hours: float = 0) -> Moment:
    """So many hours into a week, counted from that of `START`; without any the Monday alone."""
    return Moment(START + timedelta(weeks=week, hours=hours), exact=bool(hours))


def post(name: str, date: Moment, author: str = "mia", **values: object) -> Discussion:
    path = f"discussions/{name}/post.md"
    made = Discussion(path=path, id=name, author=author, date=date, body="Text.", title=f"About <{name}>")
    return replace(made, **values)  # type: ignore[arg-type]


def replies(name: str, date: Moment, *authors: str) -> tuple[Reply, ...]:
    folder = f"discussions/{name}/replies"
    return tuple(
        Reply(path=f"{folder}/r{number}.md", id=f"r{number}", author=author, date=date, body="Yes.")
        for number, author in enumerate(authors)
    )


def plan(posts: Sequence[Discussion], answers: Sequence[tuple[Reply, ...]] = (), **values: object) -> list[Planned]:
    threads = {("discussions", group[0].path.split("/")[1]): group for group in answers}
    library = replace(Library(discussions=tuple(posts), replies=threads), **values)  # type: ignore[arg-type]
    return [one for one in plan_feeds(library, SITE, plan_digest) if one.name == "digest/feed.xml"]


def titles(planned: Planned) -> list[str]:
    return re.findall("<title>(Week .*?)</title>", planned.make())


def test_a_week_tells_of_each_thread_who_began_it_and_who_replied() -> None:
    """Held in `weekly.txt`; new threads come first, and each name stands once."""
    posts = [
        post("zoo", at(0, 30), "ana"),
        post("old", at(-9)),
        post("older", at(-9)),
        post("garden", at(0, 50), "cem", updated=at(3)),
        post("art", at(0, 50), "mia"),
        post("next", at(1)),
        post("after", at(2)),
        post("gone", at(0, 9), "", removed="spam", updated=at(0, 10)),
    ]
    answers = [
        replies("old", at(0, 20), "ana", "bob", "ana", "cem", "dan", "eve"),
        replies("older", at(0, 21), "ana", "bob", "cem", "dan", "eve", "fay", "gil"),
        replies("garden", at(0, 160), "bob", "cem", "dan", "eve", "fay", "gil"),
        (
            *replies("art", at(1, 1), "bob"),
            replace(replies("art", at(1, 2), "x", "")[1], removed="rude", updated=at(1, 3)),
        ),
    ]
    people = {"ana": Person("ana", "Ana & Co"), "mia": Person("mia", "Mia", role="maintainer")}
    [planned] = plan(posts, answers, people=people)
    hold(Path(__file__).with_name("weekly.txt"), planned.make().replace("><", ">\n<"))
    assert planned.list_ids
    assert planned.list_ids() == re.findall("<id>(.*?)</id>", planned.make())


def test_the_twelve_weeks_before_the_last_are_told_whatever_was_edited_since() -> None:
    for weeks, told in ((13, 12), (14, 12), (2, 1), (1, 1)):
        posts = [post(f"d{week}", at(week)) for week in range(weeks)]
        posts[0] = replace(posts[0], updated=at(weeks + 1))
        [planned] = plan(posts)
        known = [(START + timedelta(weeks=week)).date().isocalendar()[:2] for week in range(weeks)]
        over = known[max(weeks - 1 - told, 0) : max(weeks - 1, 1)]
        assert titles(planned) == [f"Week {number} of {year}" for year, number in reversed(over)], weeks
        assert planned.make().count("<updated>") == 1 + told
        last = at(max(weeks - 2, 0)).instant
        assert re.findall("<updated>(.*?)</updated>", planned.make())[:2] == [last, last], (
            "the feed, and its first entry"
        )


def test_where_all_was_removed_no_week_is_told_and_the_last_day_is_that_of_the_last_of_all() -> None:
    gone = [post(f"d{week}", at(week), "", removed="spam", updated=at(week, 1)) for week in range(2)]
    [planned] = plan(gone)
    assert titles(planned) == []
    assert re.findall("<updated>(.*?)</updated>", planned.make()) == [at(1).instant]


def test_a_site_without_a_digest_has_no_feed_of_it_and_pages_of_the_maintainers_are_no_news() -> None:
    assert plan([post("a", at(0))], declaration=Declaration(lists=("tags", "people"))) == []
    answer = Reply(path="pages/setup/replies/r.md", id="r", author="ana", date=at(0), body="It works.")
    article = Article(path="pages/setup/post.yml", id="setup", title="Set up", body="", at="setup/")
    replied: dict[tuple[str, str], tuple[Reply, ...]] = {("pages", "setup"): (answer,)}
    [planned] = plan([post("a", at(-1))], articles={"setup": article}, replies=replied)
    assert titles(planned) == ["Week 44 of 2025"]
    [planned] = plan([], articles={"setup": article}, replies=replied)
    assert "&gt;Set up&lt;/a&gt;&lt;span&gt; (1 reply: ana)&lt;/span&gt;" in planned.make()


def test_it_depends_on_what_its_lines_say_and_on_when_they_came() -> None:
    posts = [post("a", at(0), "mia"), post("b", at(0, 1), "bob"), post("c", at(0, 2), "ana"), post("d", at(1), "eve")]
    people = {name: Person(name, name.title()) for name in ("ana", "bob", "mia")}

    def depend(first: Contribution, name: str = "Mia") -> tuple[object, ...]:
        [planned] = plan([first, *posts[1:]], people={**people, "mia": Person("mia", name)})  # type: ignore[list-item]
        assert planned.depends
        return planned.depends.values

    as_it_is = depend(posts[0])
    assert [person.handle for person in as_it_is[1]] == ["ana", "bob", "mia"]  # type: ignore[attr-defined]
    assert depend(replace(posts[0], body="Other.")) == as_it_is
    changed = [
        depend(replace(posts[0], title="Other")),
        depend(replace(posts[0], author="ana")),
        depend(replace(posts[0], date=at(0, 0.5))),
        depend(replace(posts[0], date=at(0, 9))),
        depend(posts[0], "Other"),
    ]
    assert len({repr(one) for one in (as_it_is, *changed)}) == 6
