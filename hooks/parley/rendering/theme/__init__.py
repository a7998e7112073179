"""HTML is made here: one Jinja environment with autoescape on, the templates, one style sheet.

Python hands over finished values; everything that is not marked as HTML is escaped on its way in.
"""

import zlib
from functools import cache
from pathlib import Path

import jinja2
from markupsafe import Markup

from parley.caching.cache import NOTHING, Cache
from parley.caching.compiled import Compiled
from parley.model import urls, words
from parley.model.entries import Contribution, Library, Moment, Person, Post, Practice, Reply
from parley.model.markup import markdown as markup
from parley.model.settings import Settings
from parley.rendering import contributing
from parley.rendering.references import find_thread, make_lead

FOLDER = Path(__file__).parent
TEMPLATES = FOLDER / "templates"
HOST = FOLDER / "host"
ASSETS = FOLDER / "assets"

SCRIPTS = ("unread.js", "keys.js", "scroll.js", "search.js", "write.js")
THREAD_SCRIPTS = ("collapse.js", "order.js", *SCRIPTS)
"""Modules that every page starts, and those of a page with a thread; each does one thing."""

POST_HEADING = 2
REPLY_HEADING = 4
"""Levels of a text's own headings: below the title of the page, and below the byline of a reply (which is an h3)."""

MONTHS = tuple("January February March April May June July August September October November December".split())


def environment(library: Library, settings: Settings, kept: Cache = NOTHING) -> jinja2.Environment:
    """The environment that draws every page of a library. A name a template does not know is an error.

    `kept` has templates that are compiled already, and takes those that were not.
    """
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
        bytecode_cache=Compiled(kept),
        auto_reload=False,  # each build makes an environment of its own
    )

    @cache
    def draw_piece(template: str, **values: object) -> Markup:
        """A piece that comes again and again, drawn once for each set of values."""
        return Markup(made.get_template(template).render(values))  # noqa: S704 (a template with autoescape)

    @jinja2.pass_context
    def draw_name(context: jinja2.runtime.Context, handle: str) -> Markup:
        # only the depth of a page decides the way to a person, so a name is drawn once for all pages of a depth
        return draw_piece("name.html", handle=handle, here="/" * context["here"].count("/"))

    def draw_called(who: Person) -> Markup:
        return draw_piece("called.html", who=who)

    made.filters |= {
        "to": _to,
        "name": draw_name,
        "called": draw_called,
        "avatar": lambda handle: draw_piece("avatar.html", handle=handle),
        "school": lambda school: draw_piece("school.html", school=school),
        "moment": show_moment,
        "text": _text,
        "line": _line,
        "date": show_date,
        "count": count,
        "hue": hue,
        "initials": initials,
    }
    made.globals |= {
        "site_name": settings.site_name,
        "site_url": settings.site_url,
        "has_feeds": next(library.posts(), None) is not None,
        "repository": settings.repository,
        "schools": settings.schools,
        "library": library,
        "person": library.person,
        "tags": library.tags,
        "urls": urls,
        "words": words,
        "history": lambda path: contributing.history_link(settings, path),
        "reply_link": lambda post, reply=None: contributing.reply_link(settings, post, reply),
        "start_link": lambda: contributing.start_link(settings, library),
        "reply_folder": contributing.reply_folder,
        "forge": contributing.find_forge(settings),
    }
    return made


@jinja2.pass_context
def _to(context: jinja2.runtime.Context, address: str) -> str:
    """The way from the page being drawn to an address of the site."""
    return urls.relative(address, context["here"])


@jinja2.pass_context
def _text(context: jinja2.runtime.Context, contribution: Contribution) -> Markup:
    """The body of a post or reply, drawn and cleaned."""
    heading = POST_HEADING if isinstance(contribution, Post) else REPLY_HEADING
    # a reply's id and a post's slug may be the same word; the post's ids get a prefix that no reply can have
    name = contribution.id if isinstance(contribution, Reply) else f"post_{contribution.id}"
    here = context["here"]
    lead = make_lead(context["library"], find_thread(contribution), here)
    drawn = markup.render(contribution.body, contribution_id=name, here=here, heading=heading, lead=lead)
    return Markup(drawn)  # noqa: S704 (cleaned by the line above)


@jinja2.pass_context
def _line(context: jinja2.runtime.Context, text: str, post: Post) -> Markup:
    """A line of a post, drawn and cleaned."""
    here = context["here"]
    lead = make_lead(context["library"], find_thread(post), here)
    return Markup(markup.render_line(text, here=here, heading=REPLY_HEADING, lead=lead))  # noqa: S704 (cleaned by the call)


def show_date(moment: Moment) -> str:
    """`22 November 2026`, or with its time `22 November 2026, 09:30 UTC`; the same in every locale."""
    at = moment.at
    day = f"{at.day} {MONTHS[at.month - 1]} {at.year}"
    return f"{day}, {at.isoformat()[11:16]} UTC" if moment.exact else day


_MOMENT = '<time datetime="{}">{}</time>'


def show_moment(moment: Moment) -> Markup:
    """The date as a `time` element. Nearly every one is another, so a template would be started for each."""
    # Markup.format would escape both, and take four times as long
    return Markup(_MOMENT.format(moment.written, show_date(moment)))  # noqa: S704 (figures and names of months)


def show_removal(item: Contribution) -> str:
    """What stands in the place of a removed text where no template draws it."""
    return f"Removed on {show_date(item.last_edit)}: {item.removed}"


def name_sides(practice: Practice, settings: Settings) -> list[tuple[str, str]]:
    """The texts of a practice, each with the heading that it has where no template lays them out."""
    old, new = settings.schools["old"].name, settings.schools["new"].name
    sides = (
        (old, practice.old_school),
        (f"{old} wins when", practice.old_wins_when),
        (new, practice.new_school),
        (f"{new} wins when", practice.new_wins_when),
        ("The rule both share", practice.shared_rule),
        ("Caution", practice.caution),
    )
    return [(heading, text) for heading, text in sides if text]


def count(number: int, one: str, many: str = "") -> str:
    """`1 reply`, `2 replies`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


HUES = 12


def hue(handle: str) -> int:
    """The number of the colour that stands for a person, 0 to `HUES` - 1; the same on every page and in every build."""
    return zlib.crc32(handle.encode()) % HUES


def initials(name: str) -> str:
    """`TI` for The Invited, `A` for ana, `王` for 王小明."""
    words = [word for word in name.replace("-", " ").split() if word[0].isalnum()]
    return "".join(word[0] for word in words[:2]).upper()
