"""Every address of the site, in one place.

An address is relative to the site's root and has no leading slash: `discussions/two-follow-ups/`. Addresses are stable
for ever; a change here breaks links that others have made.
"""

import re

from parley.model.entries import Contribution, Post, Reply
from parley.model.layout import AGREEMENTS, ID, PAGES, is_device

HOME = ""
DISCUSSIONS = "discussions/"
TAGS = "tags/"
PEOPLE = "people/"
LATEST = "latest/"
ARCHIVE = "archive/"
RULES = "rules/"
SEARCH = "search/"
MODERATION = "moderation/"
OUTCOMES = "outcomes/"
DIGEST = "digest/"
ANSWERS = "answers/"
"""Below the address of a person: what others answer them, as a feed."""
SCHEMAS = "schema/"

ASSETS = "assets/parley/"
OPEN_SEARCH = f"{ASSETS}opensearch.xml"
"""Tells a browser how to search the site from its own address bar."""
STYLE_SHEET = f"{ASSETS}parley.css"
MATRIX_SHEET = f"{ASSETS}matrix.css"
FRAME = f"{ASSETS}frame.js"
"""What all pages share and none carries; frame.js finds the root of the site by its own place."""
ICONS = f"{ASSETS}icons.svg"
OFFLINE = f"{ASSETS}offline.js"
JOIN = f"{ASSETS}join.js"
"""Leads from the theme's search to ours."""
WRITING_DATA = f"{ASSETS}write.json"
"""The dialog for writing and what its scripts know; write-dialog.js finds it beside itself."""
WRITING_NAMES = f"{ASSETS}names.json"
"""The names of discussions, which the dialog reads before it makes another."""
WRITING_HOMES = f"{ASSETS}homes.json"
"""Where everybody is found, which the preview reads once a text mentions somebody."""
SEARCH_CHOICES = f"{SEARCH}choices.json"
SEARCH_INDEX = "pagefind"
"""The folder of the index; search.js knows it and the two above by their places."""

RESERVED = frozenset(
    address.removesuffix("/")
    for address in (TAGS, PEOPLE, LATEST, ARCHIVE, DIGEST, OUTCOMES, RULES, SEARCH, MODERATION, SCHEMAS)
) | {"assets", PAGES, SEARCH_INDEX, AGREEMENTS}
"""What no folder of posts can be called."""


def post(folder: str, slug: str) -> str:
    """`discussions/two-follow-ups/`."""
    return f"{folder}/{slug}/"


def thread_page(folder: str, slug: str, number: int) -> str:
    """`discussions/two-follow-ups/page/2/`: a page of a long thread; the first stands at the address of its post."""
    return numbered(post(folder, slug), number) if number > 1 else post(folder, slug)


def argument(to: Post) -> str:
    """`discussions/two-follow-ups/argument/`: what is said for and against a post."""
    return f"{post(*to.place)}argument/"


def sheet(to: Post, number: int) -> str:
    """The address of a page of a thread; those after the first are our own, whoever has made the first."""
    return thread_page(*to.place, number) if number > 1 else to.address


def other_sheet(to: Post, number: int, other: int) -> str:
    """The way between two pages of a thread."""
    if to.address == post(*to.place):
        return other_page(number, other)
    return relative(sheet(to, other), sheet(to, number))


def other_page(number: int, other: int) -> str:
    """The way between two pages of a thread: from 1 to 3 `page/3/`, from 2 to 3 `../3/`, from 2 to 1 `../../`."""
    if number == 1:
        return f"page/{other}/"
    return f"../{other}/" if other > 1 else "../../"


def reply_anchor(reply_id: str) -> str:
    """`reply-2026-11-20-bob`: the id of a reply's heading on the page of its post."""
    return f"reply-{reply_id}"


def reply(to: Post, reply_: Reply) -> str:
    """`discussions/two-follow-ups/#reply-2026-11-20-bob`, or on a later page `…/page/2/#reply-2026-11-20-bob`."""
    return f"{sheet(to, reply_.page)}#{reply_anchor(reply_.id)}"


def passage_anchor(reply_id: str) -> str:
    """`passage~2026-11-20-bob`: the id of the passage that a reply quotes, in what it answers."""
    return f"passage~{reply_id}"


def body_prefix(contribution_id: str) -> str:
    """`in-2026-11-20-bob_`: what the ids of one body begin with.

    As `name_body` gives a reply no underscore, two bodies on a page cannot share an id, and none can be a reply's
    anchor or an id of the theme.
    """
    return f"in-{contribution_id}_"


def name_body(item: Contribution) -> str:
    """The name of a text among all of its page: a post and a reply may have the same word for a name.

    An underscore in the id of a reply is a `~`, which no id holds.
    """
    return item.id.replace("_", "~") if isinstance(item, Reply) else f"post_{item.id}"


def feed_address(page: str) -> str:
    """`tags/law/feed.xml` for the page `tags/law/`."""
    return f"{page}feed.xml"


def card(post: str) -> str:
    """The picture of a post: `discussions/two-follow-ups/post-card.png`."""
    return f"{post}post-card.png"


def twin(page: str) -> str:
    """The Markdown of a page, for programs: `discussions/two-follow-ups/index.md`, or `guide/law.md`.

    Not `index.html.md`, as llmstxt.org proposes: a server that knows no `.md` takes that for HTML, and it has the words
    of strangers as they were written. Source: Apache's mod_mime, "Files with Multiple Extensions".
    """
    return f"{page.removesuffix('.html')}.md" if page and not page.endswith("/") else f"{page}index.md"


def thread_address(to: Post) -> str:
    """`discussions/two-follow-ups/thread.json`: a post and its replies as data."""
    return f"{post(*to.place)}thread.json"


def schema_address(kind: str) -> str:
    """`schema/reply.json`: the JSON Schema of a kind of file, or of `thread`."""
    return f"{SCHEMAS}{kind}.json"


def tag(slug: str) -> str:
    """`tags/follow-up/`."""
    return f"{TAGS}{slug}/"


def narrowed(front: str, key: str, value: str) -> str:
    """`discussions/~status/open/`: no post has a name with `~`, so it never has another's address."""
    return f"{front}~{key}/{'~' if is_device(value) else ''}{value}/"


def person(handle: str, month: str = "") -> str:
    """`people/ana/`; where somebody is found among those who wrote in a month, `people/in/2012-05/#person-ana`.

    A site is built on Windows, too, so the folder of `aux` is `people/~aux/`; no handle begins with `~`.
    """
    if month:
        return f"{people_in(month)}#{person_anchor(handle)}"
    return f"{PEOPLE}~{handle}/" if is_device(handle) else f"{PEOPLE}{handle}/"


def people_in(month: str) -> str:
    """`people/in/2012-05/`: who wrote in a month. No page of somebody called `in` or `2012-05` has such an address."""
    return f"{PEOPLE}in/{month}/"


def person_anchor(handle: str) -> str:
    """`person-ana`: the id of a person on the page of a month."""
    return f"person-{handle}"


def latest(year: int) -> str:
    """`latest/2026/`: everything that came in a year."""
    return f"{LATEST}{year}/"


def digest(year: int, week: int = 0) -> str:
    """`digest/2026/47/`: what came in a week (ISO 8601); the weeks of a year, where none is given."""
    return f"{DIGEST}{year}/{week:02}/" if week else f"{DIGEST}{year}/"


def archive(year: int) -> str:
    """`archive/2026/`."""
    return f"{ARCHIVE}{year}/"


def numbered(address: str, number: int) -> str:
    """`discussions/page/2/`: a page of a list; the front of the list stands at its own address."""
    return f"{address}page/{number}/"


def relative(target: str, here: str) -> str:
    """The way from one address to another, as a browser on `here` resolves it.

    >>> relative("tags/law/", "discussions/two-follow-ups/")
    '../../tags/law/'
    >>> relative("discussions/two-follow-ups/#reply-a", "discussions/two-follow-ups/")
    '#reply-a'
    """
    path, mark, fragment = target.partition("#")
    if path == here and mark:
        return f"#{fragment}"
    return ("../" * here.count("/") + target) or "./"


def root(here: str) -> str:
    """The way from an address to the site's root: `../../`."""
    return relative(HOME, here)


def file_of(address: str) -> str:
    """The file that a web server sends for an address: `discussions/index.html`."""
    return f"{address}index.html"


INTERNAL = re.compile(
    rf"/(?:({PAGES})/([a-z0-9-]+(?:/[a-z0-9-]+)*?)|([a-z0-9-]+)/([a-z0-9-]+))/"
    rf"(?:(?:page/[0-9]{{1,9}}/)?#reply-({ID.pattern.pattern}))?"
)
OWN_REPLY = re.compile(rf"#reply-({ID.pattern.pattern})")
"""What contributors write to lead to another post or reply, and to a reply on the same page."""


def parse_internal(href: str) -> tuple[str, str, str] | None:
    """Read a link that a contributor wrote to a post or reply of this site.

    `/discussions/two-follow-ups/#reply-2026-11-20-bob` gives `("discussions", "two-follow-ups", "2026-11-20-bob")`, and
    so does the same with `page/2/` before its anchor; the reply's id is empty where the link leads to the post. None
    stands for anything else.
    """
    found = INTERNAL.fullmatch(href)
    if found is None or found[3] in RESERVED:
        return None
    folder, slug, reply_id = found[1] or found[3], found[2] or found[4], found[5] or ""
    return folder, slug, reply_id


PAGE = re.compile(
    r"/(?:[a-z0-9][a-z0-9._-]*/)*(?:feed\.xml|thread\.json|(?<=/search/)\?q=[\w%+.-]*)?(?:#[a-z0-9][a-z0-9._-]*)?",
    re.ASCII,
)


def is_page(href: str) -> bool:
    """Tell whether a link that a contributor wrote leads to a page or feed of this site: `/people/ana/`, `/`."""
    return PAGE.fullmatch(href) is not None


def parse_own_reply(href: str) -> str:
    """The id in a link to a reply on the same page, `#reply-2026-11-20-bob`; nothing for anything else."""
    found = OWN_REPLY.fullmatch(href)
    return found[1] if found else ""
