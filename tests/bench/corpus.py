"""A forum of any size, the same on every machine: discussions with a long tail of replies that answer one another.

Every number is drawn from `Random.random`, whose sequence Python promises to keep.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate
from pathlib import Path
from random import Random

from bench.prose import VOWELS, write_text, write_words
from support import write_tree

SEED = 7
REPLIES = 24_000
DISCUSSIONS = 1_700
"""The size that the others follow in proportion: that of a forum of some years."""

SPREAD = 1.4
"""Of the logarithm of the number of replies: half of the discussions have six or fewer, one in a hundred over 120."""

TAGS = (
    "ancestry bridges ceramics drawing engines ferries gardens "
    "harbours insects joinery kitchens lanterns mountains novels"
).split()
PEOPLE = tuple(
    f"{first}{vowel}{last}" for first in ("bern", "dag", "fel", "jor", "lin", "mar") for vowel in VOWELS[:5]
    for last in ("bert", "dine", "gard", "lotta", "mund", "nika", "rich", "sina", "tha", "wyn")
)  # fmt: skip
_ACTIVITY = tuple(accumulate(1 / (rank + 10) for rank in range(len(PEOPLE))))
START = datetime(2016, 1, 4, 8)
PERIOD = timedelta(days=3_000)
"""In which all discussions are opened; it lies in the past, as no post may be of tomorrow."""


@dataclass(frozen=True)
class Reply:
    """`source` is the whole file, front matter and body."""

    id: str
    author: str
    date: datetime
    parent: str
    body: str
    school: str = ""

    @property
    def source(self) -> str:
        optional = f"reply_to: {self.parent}\n" if self.parent else ""
        optional += f"school: {self.school}\n" if self.school else ""
        return f"---\nauthor: {self.author}\ndate: {_write_date(self.date)}\n{optional}---\n\n{self.body}"


@dataclass(frozen=True)
class Discussion:
    """`source` is the whole file of its post."""

    slug: str
    title: str
    author: str
    date: datetime
    tags: tuple[str, ...]
    question: str
    body: str
    replies: tuple[Reply, ...]

    @property
    def source(self) -> str:
        return (
            f"---\ntitle: {self.title}\nauthor: {self.author}\ndate: {_write_date(self.date)}\n"
            f"tags: [{', '.join(self.tags)}]\nquestions: [{self.question}]\n---\n\n{self.body}"
        )


def _write_date(date: datetime) -> str:
    return f"{date:%Y-%m-%dT%H:%M:%SZ}"


def count_replies(discussions: int, seed: int = SEED) -> list[int]:
    """How many replies each discussion has: log-normal, and in all 24,000 for 1,700 discussions."""
    chance = Random(f"{seed} counts {discussions}")
    weights = [chance.lognormvariate(0, SPREAD) for _ in range(discussions)]
    total = round(discussions * REPLIES / DISCUSSIONS)
    whole = sum(weights)
    exact = [weight * total / whole for weight in weights]
    counts = [int(value) for value in exact]
    by_remainder = sorted(range(discussions), key=lambda number: counts[number] - exact[number])
    for number in by_remainder[: total - sum(counts)]:
        counts[number] += 1
    return counts


def build_discussions(discussions: int, seed: int = SEED) -> Iterator[Discussion]:
    """The forum, one discussion after the other, as ten thousand of them would fill the memory."""
    for number, replies in enumerate(count_replies(discussions, seed)):
        yield _build_discussion(number, START + PERIOD * number / discussions, replies, seed)


def _build_discussion(number: int, date: datetime, count: int, seed: int) -> Discussion:
    chance = Random(f"{seed} discussion {number}")
    title = write_words(chance, 4 + int(chance.random() * 6))
    tags = sorted({TAGS[int(chance.random() ** 2 * len(TAGS))] for _ in range(1 + int(chance.random() * 3))})
    author = _choose_author(chance)
    question = write_words(chance, 8)
    body = write_text(chance, 60 + int(chance.random() * 200))
    replies: list[Reply] = []
    for position in range(count):
        replies.append(_build_reply(chance, date, position, replies))
    return Discussion(f"d{number:05}", title, author, date, tuple(tags), question, body, tuple(replies))


def _build_reply(chance: Random, opened: datetime, position: int, before: list[Reply]) -> Reply:
    """Two in three answer another reply, mostly one of the last."""
    date = opened + timedelta(minutes=37 * (position + 1))
    parent = ""
    if before and chance.random() < 0.65:
        parent = before[-1 - int(chance.random() ** 3 * len(before))].id
    school = ("old", "new", "both", "", "", "")[int(chance.random() * 6)]
    author = _choose_author(chance)
    body = write_text(chance, 5 + int(chance.lognormvariate(3.8, 0.7)))
    return Reply(f"{date:%Y-%m-%d}-{author}-{position}", author, date, parent, body, school)


def _choose_author(chance: Random) -> str:
    return chance.choices(PEOPLE, cum_weights=_ACTIVITY)[0]


def build_late_reply(discussion: Discussion, number: int) -> Reply:
    """One more reply, another for each number: it answers the last one and is the newest of the forum."""
    chance = Random(f"{discussion.slug} late {number}")
    date = START + 1.2 * PERIOD + timedelta(days=number)
    parent = discussion.replies[-1].id if discussion.replies else ""
    return Reply(f"late-{number}", PEOPLE[number % len(PEOPLE)], date, parent, write_text(chance, 50))


def write_posts(posts: Path, discussion: Discussion) -> None:
    """Write one discussion as Parley reads it."""
    folder = posts / "discussions" / discussion.slug
    replies = {f"replies/{reply.id}.md": reply.source for reply in discussion.replies}
    write_tree(folder, {"post.md": discussion.source, **replies})


def write_tags(posts: Path) -> None:
    """Write the list of tags as Parley reads it."""
    lines = [f"- {{slug: {tag}, title: {tag.title()}, summary: About {tag}.}}\n" for tag in TAGS]
    write_tree(posts, {"tags.yml": "".join(lines)})
