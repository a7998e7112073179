"""What a site is made of, once every file has been read and checked.

All of it is frozen; the work is done by functions elsewhere. Texts are kept as written: cleaning and escaping happen
where HTML is made (`markup`, `theme`).
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Literal

NOT_KEYS = frozenset(
    {"path", "id", "kind", "handle", "body", "text", "page", "added", "arrived", "touched", "at", "agreed"}
)
"""What entries hold that comes from elsewhere than the keys of their files, and `text`, as forms call a body."""

ThreadName = tuple[str, str]
"""The folder and the name of a post: `("discussions", "two-follow-ups")`."""

Done = Literal["locked", "unlocked", "removed", "restored", "moved", "banned"]
"""What maintainers do to a contribution, and to who wrote it."""

PostState = Literal["answered", "settled"]
"""What has become of a post: a reply answers it, or it has an outcome."""

Role = Literal["house-voice", "maintainer", "contributor"]


ZONES_AHEAD = timedelta(hours=14)
"""How long before UTC a day begins where it begins first."""

ZONES_BEHIND = timedelta(hours=12)
"""How long after UTC it ends where it ends last."""

CLOCK_SKEW = timedelta(minutes=10)
"""By how much the clock of a writer may be wrong."""


@dataclass(frozen=True, slots=True, order=True)
class Moment:
    """A day, or a day with a time, in UTC.

    Where only the day is known, `at` is its first second, or the first that it can have been; `exact` tells the two
    apart, so that a day is never shown as 00:00. A day is that of its writer, wherever in the world that is.
    """

    at: datetime
    exact: bool = True

    @classmethod
    def from_day(cls, day: date) -> "Moment":
        return cls(datetime.combine(day, time(), UTC), exact=False)

    @property
    def day(self) -> date:
        return self.at.date()

    @property
    def written(self) -> str:
        """As a file has it: `2026-11-22`, or `2026-11-22T09:30:00Z` where the time is known."""
        return self.instant if self.exact else self.at.isoformat()[:10]

    @property
    def instant(self) -> str:
        """With time and zone in any case (RFC 3339, ISO 8601): a day without a time stands for its first second."""
        return f"{self.at.isoformat()[:19]}Z"

    def is_before(self, other: "Moment") -> bool:
        """Compare by the minute where both times are known, else by the day."""
        if self.exact and other.exact:
            return self.at < other.at
        return self.day < other.day

    @property
    def earliest(self) -> datetime:
        """The first second that it can be, wherever its writer lives, and if the clock there is a little ahead."""
        return self.at - (CLOCK_SKEW if self.exact else ZONES_AHEAD)

    def is_surely_before(self, other: "Moment") -> bool:
        """Tell whether it is the earlier one, wherever in the world the two were written.

        At one moment it may be the 21st in one place and the 22nd in another, so what was written on the 21st can
        answer what was written on the 22nd.
        """
        last = self.at if self.exact else self.at + timedelta(days=1) + ZONES_BEHIND
        return last < other.earliest


@dataclass(frozen=True, slots=True)
class Source:
    """Where a claim comes from: shown under the text it stands in."""

    name: str
    url: str
    date: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """One line of an outcome, in Markdown; `rests_on` are ids of replies, `conceded_by` the side that gives ground."""

    text: str
    rests_on: tuple[str, ...] = ()
    conceded_by: str = ""


@dataclass(frozen=True, slots=True)
class Settlement:
    """What a thread has come to: a short text, what its sides agree on, and where they still differ.

    `by` is the handle of who has written it; empty where the file does not say.
    """

    summary: str = ""
    by: str = ""
    rests_on: tuple[str, ...] = ()
    agreed: tuple[Point, ...] = ()
    differ: tuple[Point, ...] = ()

    @property
    def points(self) -> tuple[Point, ...]:
        return (*self.agreed, *self.differ)

    @property
    def texts(self) -> tuple[str, ...]:
        """Everything in it that is Markdown, in the order of the page."""
        return tuple(filter(None, (self.summary, *(point.text for point in self.points))))

    @property
    def named(self) -> Iterator[str]:
        """The ids that it rests on."""
        yield from self.rests_on
        for point in self.points:
            yield from point.rests_on

    def rewrite(self, change: Callable[[str], str]) -> "Settlement":
        """The same with other texts."""
        agreed, differ = (
            tuple(replace(point, text=change(point.text)) for point in points) for points in (self.agreed, self.differ)
        )
        return replace(self, summary=change(self.summary) if self.summary else "", agreed=agreed, differ=differ)


class FromFile:
    """What is read of a file by the table of keys; `added` has the values of keys that the class has no field for."""

    __slots__ = ()
    added: tuple[tuple[str, Any], ...]

    def get(self, key: str) -> Any:
        """The value of a key of the file; what is not there is empty or None."""
        for name, value in self.added:
            if name == key:
                return value
        return getattr(self, key, None)


Agreed = tuple[str, str]
"""The handle of somebody who agrees, and the side that they take in the thread, or nothing."""

AGREES_POST = "post"
"""Stands in the file of an agreement for the post itself."""


def find_agreed_thread(path: str) -> ThreadName:
    """The folder and the name of the post in whose thread somebody agrees with something, by the path of the file."""
    _, folder, *name, _, _ = path.split("/")
    return folder, "/".join(name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement(FromFile):
    """What somebody agrees with in a thread: ids of replies, or `AGREES_POST`; `stance` is the side they take there."""

    handle: str
    path: str = ""
    agrees: tuple[str, ...] = ()
    stance: str = ""
    added: tuple[tuple[str, Any], ...] = ()

    @property
    def thread(self) -> ThreadName:
        """The folder of the post and its name, as it was when the file was written."""
        return find_agreed_thread(self.path)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribution(FromFile):
    """What a post and a reply share.

    `path` is the file's place below `posts/`, with forward slashes. `id` is a post's slug or a reply's id.
    `removed` holds the reason; text and author of a removed contribution are never shown. `restored` has the reason why
    it can be read again. `language` is that of its words, where it isn't the site's. `added` has the values of keys
    that the table of keys has and this class has no field for. `arrived` tells when it came into the repository, and
    `touched` when its file was last changed there, as far as that is known (see `arrivals`). `agreed` are those who
    agree with it, in the order of their handles.
    """

    path: str
    id: str
    author: str
    date: Moment
    body: str
    updated: Moment | None = None
    sources: tuple[Source, ...] = ()
    removed: str = ""
    restored: str = ""
    language: str = ""
    aliases: tuple[str, ...] = ()
    added: tuple[tuple[str, Any], ...] = ()
    arrived: Moment | None = None
    touched: Moment | None = None
    agreed: tuple[Agreed, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """All names that lead here: the one of now, then the former ones."""
        return (self.id, *self.aliases)

    @property
    def measures(self) -> tuple[tuple[Done, str], ...]:
        """What was done to it and still holds, with the reasons; one that was taken back is no longer told."""
        if self.removed:
            return (("removed", self.removed),)
        return (("restored", self.restored),) if self.restored else ()

    @property
    def handles(self) -> tuple[str, ...]:
        """Everybody who is named at it: who wrote it first of all, then who agrees."""
        return (self.author, *(handle for handle, _ in self.agreed))

    @property
    def asides(self) -> tuple[str, ...]:
        """Markdown of it that is neither its text nor the value of a key that is one."""
        return ()

    @property
    def published(self) -> Moment:
        """When it could first be read (RFC 4287, 4.2.9): its arrival, and its date where nobody knows of one.

        What is said to have been written after it came has been given the time of a clock that is wrong.
        """
        return self.arrived if self.arrived and self.arrived.at >= self.date.earliest else self.date

    @property
    def last_edit(self) -> Moment:
        """The day that the file gives for its last edit, lock or removal, which is what its readers are shown."""
        return self.updated or self.date

    @property
    def last_change(self) -> Moment:
        """When its readers were last shown something else; see `find_change`."""
        return self.find_change(self.published)

    def find_change(self, published: Moment) -> Moment:
        """When something was last changed that had been published at that moment; the moment itself if nothing was.

        An edit, too, counts from its arrival. One of which nothing but the day is known comes behind what was published
        on that day, though nobody can say when.
        """
        if self.updated is None:
            return published
        is_known = self.touched and self.touched.at >= self.updated.earliest
        edited = self.touched if self.touched and is_known else self.updated
        if edited.at > published.at:
            return edited
        if self.arrived and edited.is_surely_before(self.arrived):
            return published  # it was edited before it came
        return Moment(published.at + timedelta(seconds=1), exact=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Post(Contribution):
    """What opens a page: a discussion or a comparison. `kind` is what the site calls it.

    `outcome` is what its thread has come to, and `answer` the id of the reply that answers it.
    """

    kind: str
    title: str
    tags: tuple[str, ...] = ()
    summary: str = ""
    locked: str = ""
    unlocked: str = ""
    pinned: bool = False
    merged: tuple[str, ...] = ()
    outcome: Settlement | None = None
    answer: str = ""

    @property
    def asides(self) -> tuple[str, ...]:
        return self.outcome.texts if self.outcome else ()

    @property
    def handles(self) -> tuple[str, ...]:
        handles = super(Post, self).handles
        return (*handles, self.outcome.by) if self.outcome and self.outcome.by else handles

    @property
    def folder(self) -> str:
        """The folder of all posts of its kind, with which its address begins as well: `discussions`."""
        return self.path.partition("/")[0]

    @property
    def address(self) -> str:
        """Where it is read, from the site's root: `discussions/two-follow-ups/`."""
        return f"{self.folder}/{self.id}/"

    @property
    def place(self) -> ThreadName:
        return self.folder, self.id

    @property
    def measures(self) -> tuple[tuple[Done, str], ...]:
        done = super(Post, self).measures
        if self.locked:
            return (("locked", self.locked), *done)
        return (("unlocked", self.unlocked), *done) if self.unlocked else done

    @property
    def former_names(self) -> tuple[str, ...]:
        """All names that go on leading here: its own former ones, and those of posts merged into it."""
        return (*self.aliases, *self.merged)

    @property
    def names(self) -> tuple[str, ...]:
        return (self.id, *self.former_names)


@dataclass(frozen=True, slots=True, kw_only=True)
class Discussion(Post):
    kind: str = "discussion"
    questions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison(Post):
    """Several ways of doing one thing, side by side; its texts are those that the site declares."""

    kind: str = "comparison"
    discussions: tuple[str, ...] = ()


UNKNOWN_DAY = Moment.from_day(date(1970, 1, 1))
"""Stands for the day of a page that doesn't tell it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article(Post):
    """A page of the maintainers', below which a thread hangs: its title and where it is, for its text isn't ours.

    `at` is its address; None where there is no such page any more, so that its thread stands by itself.
    """

    kind: str = "page"
    author: str = ""
    date: Moment = UNKNOWN_DAY
    at: str | None = None

    @property
    def address(self) -> str:
        return super(Article, self).address if self.at is None else self.at


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply(Contribution):
    """One answer. `reply_to` is the id of the reply it answers, or empty when it answers the post.

    `stance` is the key of the side it takes, and `takes` what it does to what it answers (see `words.TAKES`), or empty.
    `page` is the page of its thread on which it stands: the first, unless the thread is long (see `sheets`). `moved`
    has the reason why it answers something else than it did; `moved_to` leads from a removed reply to where it can be
    read now.
    """

    reply_to: str = ""
    moved: str = ""
    moved_to: str = ""
    stance: str = ""
    takes: str = ""
    page: int = 1

    @property
    def measures(self) -> tuple[tuple[Done, str], ...]:
        if self.removed and self.moved_to:
            return (("moved", self.removed),)
        done = super(Reply, self).measures
        return (("moved", self.moved), *done) if self.moved and not self.removed else done


CAME = "Wrote in the archive {name}."
"""The line about a person who came with an archive, by which such people are known: the same in files of all languages.
"""


def find_archive(about: str) -> str:
    """The archive with which a person came, by the line about them; nothing for anybody else."""
    before, _name, after = CAME.partition("{name}")
    is_line = about.startswith(before) and about.endswith(after)
    return about.removeprefix(before).removesuffix(after) if is_line else ""


def number_name(name: str, number: int) -> str:
    """The name of somebody from an archive where others have it, too: `Jack (2)`."""
    return f"{name} ({number})"


def take_off_number(name: str) -> str:
    """A name as its owner had it, before `number_name`."""
    return re.sub(r" \([0-9]+\)$", "", name)


def is_of_archive(about: str, account: str, role: str) -> bool:
    """Tell it of somebody by the values of three keys: a handle of an archive is nobody's login."""
    return bool(find_archive(about)) and not account and role == "contributor"


def stand_in(login: str, account: str) -> str:
    """The handle of somebody whose login is a handle of an archive; nothing where the account is not known.

    The number is that of the account, so it is the same each time, and nobody else's.
    """
    number = account.rpartition(":")[2]
    return f"{login.lower()}-{number}" if number else ""


@dataclass(frozen=True, slots=True)
class Person(FromFile):
    handle: str
    name: str
    role: Role = "contributor"
    link: str = ""
    about: str = ""
    path: str = ""
    aliases: tuple[str, ...] = ()
    account: str = ""
    banned: str = ""
    banned_since: Moment | None = None
    quiet: bool = False
    added: tuple[tuple[str, Any], ...] = ()

    @property
    def is_of_archive(self) -> bool:
        """Tell whether an import has written its file, and no maintainer has said since whose account it is."""
        return is_of_archive(self.about, self.account, self.role)

    @property
    def is_voice(self) -> bool:
        """Tell whether it is a role that the maintainers write under, and so nobody to be counted."""
        return self.role == "house-voice"

    @property
    def is_presented(self) -> bool:
        """Tell whether its file says more than what a program writes of everybody who comes: an import, or the form."""
        if self.role != "contributor" or self.aliases or self.added:
            return True
        return not find_archive(self.about) and bool(self.about or self.link or self.name != self.handle)

    @property
    def mention(self) -> str:
        """`@carol`, which stands behind a name that does not say as much itself; nothing behind `Carol`."""
        said = "".join(char for char in self.name.casefold() if char.isalnum())
        return "" if said == self.handle.replace("-", "") else f"@{self.handle}"

    @property
    def byline(self) -> str:
        """How a text names the person: `Carol Weiss @carol`. A name is free to choose, the handle is not."""
        return f"{self.name} {self.mention}".rstrip()


@dataclass(frozen=True, slots=True)
class Tag:
    slug: str
    title: str
    summary: str


Kind = Literal["discussion", "comparison", "article", "reply", "agreement", "person"]


def kind_of(item: Contribution | Agreement | Person) -> Kind:
    """The kind of file that holds an item, as in `schema.list_kinds`."""
    if isinstance(item, Agreement):
        return "agreement"
    if isinstance(item, Article):
        return "article"
    if isinstance(item, Post):
        return "discussion" if isinstance(item, Discussion) else "comparison"
    return "reply" if isinstance(item, Reply) else "person"
