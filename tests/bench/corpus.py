"""A forum of any size, the same on every machine, which is distributed as a real one is.

The source: the comments of haacked.com, public in the repository haacked/haacked.com (`_data/comments`, read in
November 2026 by `parley import static`): 24,251 replies by 10,625 people below 1,740 articles, from 2004 to 2026. What
a table here says was measured there; what could not be, as the archive has comments alone and on one blog, says so.

Every number is drawn from `Random.random`, whose sequence Python promises to keep.
"""

import json
import math
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import accumulate, cycle, islice
from pathlib import Path
from random import Random

from bench.prose import RARE, WORDS, WORDS_EACH, write_text, write_words
from support import write_tree

SEED = 7
REPLIES, DISCUSSIONS, PEOPLE = 24_251, 1_740, 10_625
"""The size that the others follow in proportion. The share of newcomers stayed the same for all those years."""

Quantiles = Sequence[tuple[float, float]]
"""Shares of all that have at most so much, the first with the least and the last with the most."""

CONTRIBUTIONS: Quantiles = (
    (0, 1), (0.75, 1), (0.75, 2), (0.8683, 2), (0.8683, 3), (0.9138, 3), (0.9138, 4), (0.937, 4), (0.937, 5),
    (0.9628, 6), (0.9766, 9), (0.9868, 14), (0.9907, 19), (0.995, 29), (0.9976, 49), (0.9985, 74), (0.9991, 99),
    (0.9997, 131), (0.9998, 204), (0.9998, 1102), (1, 1450),
)  # fmt: skip
"""Of a person: three in four write once, 13 % three times or more, 6 % five times or more, one in 400 fifty times."""

WORDS_OF_REPLY: Quantiles = (
    (0, 1), (0.01, 1), (0.05, 4), (0.1, 6), (0.25, 14), (0.5, 29), (0.75, 60), (0.9, 113), (0.95, 160), (0.99, 297),
    (0.999, 552), (1, 1689),
)  # fmt: skip
REPLIES_OF_DISCUSSION: Quantiles = (
    (0, 1), (0.1, 1), (0.25, 3), (0.5, 7), (0.75, 17), (0.9, 35), (0.95, 48), (0.99, 91), (0.999, 154), (1, 206),
)  # fmt: skip
DAYS_UNTIL_REPLY: Quantiles = (
    (0, 0.001), (0.1, 0.017), (0.25, 0.237), (0.5, 1.744), (0.75, 169), (0.9, 1104), (0.95, 1904), (0.99, 3426),
    (0.999, 5258), (1, 6556),
)  # fmt: skip
OPENED = {
    2004: 232, 2005: 305, 2006: 364, 2007: 231, 2008: 125, 2009: 88, 2010: 85, 2011: 82, 2012: 39, 2013: 37, 2014: 35,
    2015: 16, 2016: 13, 2017: 10, 2018: 13, 2019: 23, 2020: 11, 2021: 7, 2022: 6, 2023: 5, 2024: 5, 2025: 6,
}  # fmt: skip
"""Discussions of each year."""

ANSWERS = 0.33
"""Of all replies those that answer another, from 2013 to 2018, when the blog had threads; mostly one of the last."""

REGULARS = 0.063
"""Who opens discussions: those with five contributions or more. A choice, as one person wrote all the articles."""

PRACTICES, PEOPLE_FILES, REMOVED, LOCKED, SCHOOL = 20, 0.1, 0.005, 0.02, 0.05
"""Practices in a forum of any size; the shares of regulars with a file, of replies taken back, of discussions closed,
and of replies that argue for a school. Choices too."""

TAGS = (
    "ancestry bridges ceramics drawing engines ferries gardens "
    "harbours insects joinery kitchens lanterns mountains novels"
).split()
END = datetime(2026, 6, 1, tzinfo=UTC)
"""No reply is younger."""


@dataclass(frozen=True)
class Reply:
    """`source` is the whole file, front matter and body."""

    id: str
    author: str
    date: datetime
    parent: str
    body: str
    source: str = field(repr=False)


@dataclass(frozen=True)
class Post:
    """A discussion or a practice with its replies; `source` is the whole file of the post."""

    slug: str
    title: str
    author: str
    date: datetime
    tags: tuple[str, ...]
    body: str
    replies: tuple[Reply, ...]
    source: str = field(repr=False)
    kind: str = "discussions"


@dataclass(frozen=True)
class Forum:
    """`posts` gives one after the other, as ten thousand would fill the memory: so many `discussions`, then practices.

    `beside` are Parley's other files. `rare` is a word to search, which about one text in forty holds.
    """

    discussions: int
    posts: Callable[[], Iterator[Post]]
    beside: Mapping[str, str]
    name: str = ""
    rare: str = RARE


def draw(quantiles: Quantiles, share: float) -> float:
    """What lies at a share between 0 and 1: between two known values, in proportion of their logarithms."""
    place = bisect_right(quantiles, share, 1, len(quantiles) - 1, key=lambda pair: pair[0])
    (before, low), (after, high) = quantiles[place - 1 : place + 1]
    return low * math.pow(high / low, (share - before) / (after - before))


def spread(quantiles: Quantiles, number: int, total: int) -> list[int]:
    """So many whole values in rising order, distributed as the table says; the largest make up what is lacking."""
    values = [round(draw(quantiles, (one + 0.5) / number)) for one in range(number)]
    lacking = total - sum(values)
    for place in islice(cycle(range(number - 1, max(-1, number - 4 - number // 50), -1)), abs(lacking)):
        values[place] = max(1, values[place] + (1 if lacking > 0 else -1))
    return values


def count_replies(discussions: int, seed: int = SEED) -> list[int]:
    """How many replies each discussion has."""
    chance = Random(f"{seed} counts {discussions}")
    counts = spread(REPLIES_OF_DISCUSSION, discussions, round(discussions * REPLIES / DISCUSSIONS))
    return sorted(counts, key=lambda _: chance.random())


def name_person(number: int) -> str:
    """A handle for each number, as different to the eye as words are."""
    return f"{WORDS[1_000 + number % 400]}-{WORDS[2_000 + number // 400]}"


@cache
def count_contributions(discussions: int) -> list[int]:
    """How many replies each person writes, the most active last."""
    total = round(discussions * REPLIES / DISCUSSIONS)
    return spread(CONTRIBUTIONS, max(1, round(total * PEOPLE / REPLIES)), total)


def build_forum(discussions: int, seed: int = SEED) -> Forum:
    """A forum of so many discussions."""
    people = len(count_contributions(discussions))
    regulars = [name_person(number) for number in range(people - math.ceil(people * REGULARS), people)]
    tags = "".join(f"- {{slug: {tag}, title: {tag.title()}, summary: About {tag}.}}\n" for tag in TAGS)
    files = {f"people/{handle}.yml": f"name: {handle.title()}\n" for handle in regulars[:: round(1 / PEOPLE_FILES)]}
    return Forum(discussions, lambda: _build_posts(discussions, regulars, seed), {"tags.yml": tags, **files})


def _build_posts(discussions: int, regulars: Sequence[str], seed: int) -> Iterator[Post]:
    counts = count_replies(discussions, seed)
    chance = Random(f"{seed} authors {discussions}")
    each = enumerate(count_contributions(discussions))
    authors = sorted((number for number, count in each for _ in range(count)), key=lambda _: chance.random())
    ends = list(accumulate(counts))
    for number, end in enumerate(ends):
        wrote = [name_person(one) for one in authors[end - counts[number] : end]]
        yield _build_post(number, _date_post((number + 0.5) / discussions), wrote, regulars, seed)
    for number in range(PRACTICES):
        date = _date_post((number + 0.5) / PRACTICES)
        yield _build_post(number, date, regulars[-5:], regulars, seed, "practices")


def _date_post(share: float) -> datetime:
    """When a discussion was opened, of which a share of all were opened before."""
    ends = list(accumulate(OPENED.values()))
    place = bisect_right(ends, share * ends[-1])
    year = [*OPENED][place]
    part = 1 - (ends[place] - share * ends[-1]) / OPENED[year]
    return datetime(year, 1, 4, 8, tzinfo=UTC) + timedelta(days=int(355 * part), minutes=int(share * 1e6) % 600)


def _build_post(
    number: int, date: datetime, wrote: Sequence[str], regulars: Sequence[str], seed: int, kind: str = "discussions"
) -> Post:
    chance = Random(f"{seed} {kind} {number}")
    title = write_words(chance, 4 + int(chance.random() * 6))
    tags = sorted({TAGS[int(chance.random() ** 2 * len(TAGS))] for _ in range(1 + int(chance.random() * 3))})
    author = regulars[int(chance.random() * len(regulars))]
    body = write_text(chance, 60 + int(chance.random() * 200))
    days = sorted(draw(DAYS_UNTIL_REPLY, chance.random()) for _ in wrote)
    replies: list[Reply] = []
    for position, handle in enumerate(wrote):
        # what would be of tomorrow comes in the last days, in order
        at = min(date + timedelta(days=days[position]), END - timedelta(minutes=len(wrote) - position))
        replies.append(_build_reply(chance, at.replace(microsecond=0), handle, position, replies))
    head = {"title": json.dumps(title), "author": author, "date": _write_date(date), "tags": f"[{', '.join(tags)}]"}
    if kind == "practices":
        sides = ("old_school", "old_wins_when", "new_school", "new_wins_when", "shared_rule")
        head |= {side: f"{write_words(chance, 25)}." for side in sides}
    else:
        head["questions"] = f"[{write_words(chance, 8)}]"
        if chance.random() < LOCKED:
            head |= {"locked": "All has been said.", "updated": _write_date(END)}
    source = _write_source(head, body)
    return Post(f"{kind[0]}{number:05}", title, author, date, tuple(tags), body, tuple(replies), source, kind)


def _build_reply(chance: Random, date: datetime, author: str, position: int, before: Sequence[Reply]) -> Reply:
    parent = ""
    if before and chance.random() < ANSWERS:
        parent = before[-1 - int(chance.random() ** 3 * len(before))].id
    body = write_text(chance, round(draw(WORDS_OF_REPLY, chance.random())))
    more = {}
    if chance.random() < SCHOOL:
        more["school"] = ("old", "new", "both")[int(chance.random() * 3)]
    if chance.random() < REMOVED:
        more |= {"removed": "Taken back.", "updated": _write_date(END)}
    return _make_reply(f"{date:%Y-%m-%d}-{author}-{position}", author, date, parent, body, more)


def _make_reply(id: str, author: str, date: datetime, parent: str, body: str, more: Mapping[str, str]) -> Reply:
    head = {"author": author, "date": _write_date(date), **({"reply_to": parent} if parent else {}), **more}
    return Reply(id, author, date, parent, body, _write_source(head, body))


def _write_source(head: Mapping[str, str], body: str) -> str:
    lines = "".join(f"{key}: {value}\n" for key, value in head.items())
    return f"---\n{lines}---\n\n{body}"


def _write_date(date: datetime) -> str:
    return f"{date:%Y-%m-%dT%H:%M:%SZ}"


def build_late_reply(post: Post, newest: datetime, number: int) -> Reply:
    """One more reply, another for each number: it answers the last one and is the newest of the forum."""
    chance = Random(f"{post.slug} late {number}")
    last = post.replies[-1] if post.replies else None
    author, parent = (last.author, last.id) if last else (post.author, "")
    date = newest + timedelta(minutes=number + 1)
    return _make_reply(f"late-{number}", author, date, parent, write_text(chance, WORDS_EACH), {})


def write_post(posts: Path, post: Post) -> None:
    """Write a post with its replies as Parley reads it."""
    replies = {f"replies/{reply.id}.md": reply.source for reply in post.replies}
    write_tree(posts / post.kind / post.slug, {"post.md": post.source, **replies})
