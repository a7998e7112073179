"""What an adopter sets in mkdocs.yml, once it has been checked (`reading.declaring`)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from typing import Literal


@dataclass(frozen=True, slots=True)
class Stance:
    """A side that a reply may take, and its colour on light and on dark paper (`#rrggbb`).

    `many` names several replies that take it, and `was` are the former keys, with which old files stay valid.
    """

    key: str
    name: str
    light: str
    dark: str
    many: str
    was: tuple[str, ...] = ()

    @property
    def several(self) -> str:
        """What stands before the number of replies that take it."""
        return self.many if self.many != self.name else self.name.lower()


@dataclass(frozen=True, slots=True)
class Stances:
    """The sides that replies may take.

    `key` is where a reply's file has its side, and `label` its name in filters and lists. `question`, `hint` and
    `none`, which stands for taking no side, are what people are asked with.
    """

    options: tuple[Stance, ...]
    label: str
    question: str
    hint: str
    none: str
    key: str = "stance"
    required: bool = False
    was: tuple[str, ...] = ()

    @property
    def by_key(self) -> dict[str, Stance]:
        return {stance.key: stance for stance in self.options}


@dataclass(frozen=True, slots=True)
class Part:
    """A text of a comparison: the key of its file, the heading above it, and what it is for the person who writes it.

    `short` is the heading of its column in a table.
    """

    key: str
    heading: str
    about: str
    short: str = ""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the things that are compared: what it is, and when it is the better one."""

    key: str
    text: Part
    better: Part
    light: str
    dark: str


@dataclass(frozen=True, slots=True)
class Comparisons:
    """What stands side by side on this site.

    `name` is what one of them is called in files and addresses, `label` what readers call it, `path` their folder and
    address, `title` the heading of the page with all of them, and `lead` the sentence below it. `rule` is a text about
    what all sides share, and `caution` one to beware of.
    """

    sides: tuple[Side, ...]
    name: str
    path: str
    title: str
    label: str = ""
    lead: str = ""
    about: str = ""
    rule: Part | None = None
    caution: Part | None = None

    @property
    def called(self) -> str:
        """What readers call one."""
        return self.label or self.name

    def parts(self) -> Iterator[Part]:
        """The texts in the order of a file."""
        for side in self.sides:
            yield from (side.text, side.better)
        yield from filter(None, (self.rule, self.caution))


FieldType = Literal["choice", "choices", "text", "link", "number", "date", "flag"]
Shown = Literal["byline", "head", "glance", "nowhere"]


@dataclass(frozen=True, slots=True)
class DeclaredField:
    """A key that a site adds to some kinds of file (`on`: discussion, comparison, reply, person).

    `options` are those of a choice, by their keys with their names, and `former` the keys that these had before.
    `least` and `most` bound a number. `by` tells who may set it. `shown` tells where: beside the author, at the head,
    in the box `At a glance`, or nowhere. `term` is the property of schema.org that it is, one of `TERMS`, or empty.
    """

    key: str
    type: FieldType
    on: tuple[str, ...]
    label: str
    help: str = ""
    options: tuple[tuple[str, str], ...] = ()
    former: tuple[tuple[str, str], ...] = ()
    least: float | None = None
    most: float | None = None
    by: Literal["author", "maintainer"] = "author"
    required: bool = False
    shown: Shown = "head"
    searched: bool = False
    filtered: bool = False
    sorted: bool = False
    stays: bool = False
    term: str = ""
    was: tuple[str, ...] = ()

    @property
    def is_measured(self) -> bool:
        """Tell whether its values have an order, so that people look for those from one to another."""
        return self.type in ("number", "date")


@dataclass(frozen=True, slots=True)
class HostedPage:
    """A page of the maintainers' that asks for a thread: `name` is the path of its file, as that of a post.

    `file` is the file itself, as problems show it, and `former` are names that it had. `address` is where it is read,
    as far as that is known before the site is built. `locked` is why it takes no replies any more, since the day
    `updated`.
    """

    name: str
    title: str
    file: str
    address: str
    date: str = ""
    former: tuple[str, ...] = ()
    locked: str = ""
    updated: str = ""


TERMS = tuple(
    (
        "about abstract contentLocation contentRating dateCreated educationalLevel educationalUse expires genre "
        "inLanguage isBasedOn learningResourceType license locationCreated material spatialCoverage teaches "
        "temporalCoverage timeRequired usageInfo version"
    ).split()
)
"""Properties of a creative work, as posts and replies are, that can be a text and that the page has not already.

Source: schema.org, CreativeWork.
"""


LISTS = ("tags", "people", "latest", "archive", "outcomes", "digest")

MARKDOWN = "markdown"
"""The Markdown of each page, for programs."""

OPTIONAL = (*LISTS, MARKDOWN)
"""What a site may turn off."""


@dataclass(frozen=True, slots=True)
class Declaration:
    """What a community declares of itself: the sides of its replies, its comparisons, its fields, and its lists.

    `pages` are those of the maintainers' that ask for a thread; None where nobody has looked. They are no settings:
    what follows from one concerns its thread alone.
    """

    stances: Stances | None = None
    comparisons: Comparisons | None = None
    fields: tuple[DeclaredField, ...] = ()
    lists: tuple[str, ...] = OPTIONAL
    pages: tuple[HostedPage, ...] | None = field(default=None, compare=False, repr=False)

    @property
    def folders(self) -> tuple[str, ...]:
        """The folders of posts."""
        return ("discussions", *((self.comparisons.path,) if self.comparisons else ()), "pages")

    def coloured(self) -> tuple[Side | Stance, ...]:
        """Whatever has a colour."""
        sides = self.comparisons.sides if self.comparisons else ()
        return (*sides, *(self.stances.options if self.stances else ()))

    def name_of(self, kind: str) -> str:
        """What the site calls a kind of file."""
        return self.comparisons.name if self.comparisons and kind == "comparison" else kind

    def kind_of(self, name: str) -> str:
        """The kind of file that is called so."""
        return "comparison" if self.comparisons and name == self.comparisons.name else name


PROOFS = ("either", "signed", "answered")
"""What shows that a mail is from its sender: a DKIM signature, an answer to a mail of ours, or one of the two."""


Accept = Literal["off", "known", "clean"]
"""Whose contributions go on the site by themselves, when nothing is wrong with them: nobody's, those of people who have
something published, or everybody's."""

NOTHING_DECLARED = Declaration()


@dataclass(frozen=True, slots=True)
class Font:
    """A file with letters that the site brings, and a digest of it; where it lies makes no difference."""

    path: str = field(repr=False)
    digest: str


@dataclass(frozen=True, slots=True)
class Settings:
    """`language` is what the site speaks, as HTML names it.

    `site_url` is the site's own address, with a slash at its end, or empty; `repository` that of the forge's page.

    `forge` is a name of `parley.model.forges`; `branch` is the one that is published. `send` is the way by which the
    dialog sends a text, where the site prefers one: as an issue, as a file, or by mail.
    From `person_page` contributions on somebody has a page of their own, from `person_feed` on a feed.
    `comments` are patterns of paths in the folder of the maintainers' pages, below which a thread hangs.
    `mail` is the address for those without an account, or empty, and `mail_proof` one of `PROOFS`. `accept` tells
    whose contributions need no maintainer. `look` is that of the site's theme or, on all its pages, the editorial
    one; `typographic` tells whether pages show quotes and dashes as their languages print them, and `search` whether
    our search has a place in the header of our pages or of all. From the addresses in `allow` a page with texts of
    contributors may load something, too. `card` is the picture that other sites show with a link to a page, and
    `cards` tells whether each post has one of its own, drawn with `fonts` where ours lack letters. `moved` are former
    addresses of the maintainers' pages, each with its new one. `templates` are those of the site's own in place of
    ours: name and text.
    """

    site_name: str = "Parley"
    language: str = "en"
    description: str = ""
    site_url: str = ""
    repository: str = ""
    posts: str = "posts"
    page_size: int = 30
    feed_size: int = 30
    person_page: int = 3
    person_feed: int = 5
    forge: str = "github"
    branch: str = "main"
    mail: str = ""
    mail_proof: str = "either"
    send: str = ""
    accept: Accept = "known"
    comments: tuple[str, ...] = ()
    look: Literal["theme", "editorial"] = "theme"
    typographic: bool = False
    search: Literal["own", "all"] = "own"
    allow: tuple[str, ...] = ()
    card: str = ""
    cards: bool = False
    fonts: tuple[Font, ...] = ()
    moved: tuple[tuple[str, str], ...] = ()
    templates: tuple[tuple[str, str], ...] = ()
    declaration: Declaration = field(default_factory=Declaration)

    def colours(self) -> Mapping[str, tuple[str, str]]:
        """The colours on light and on dark paper of each stance and side, by its key."""
        return {one.key: (one.light, one.dark) for one in self.declaration.coloured()}


@dataclass(frozen=True, slots=True)
class Quiet:
    """A thread whose new replies wait each day from `begins` to `ends` (UTC); all day, where both are the same."""

    thread: str
    begins: time
    ends: time

    def holds(self, now: datetime) -> bool:
        """Tell whether a reply that comes at this moment waits."""
        clock = now.astimezone(UTC).time()
        if self.begins < self.ends:
            return self.begins <= clock < self.ends
        return clock >= self.begins or clock < self.ends


@dataclass(frozen=True, slots=True)
class Policy:
    """The limits within which a contribution is accepted by rule; one beyond them waits for a maintainer.

    `a_day` are contributions of one person within 24 hours, `links` those in one text, `words` what no text may hold.
    """

    a_day: int = 10
    links: int = 5
    words: tuple[str, ...] = ()
    quiet: tuple[Quiet, ...] = ()


NO_POLICY = Policy()
"""What holds where a site has no file of its own."""
