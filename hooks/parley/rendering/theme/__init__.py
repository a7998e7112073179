"""HTML is made here: one Jinja environment with autoescape on, the templates, one style sheet.

Python hands over finished values; everything that is not marked as HTML is escaped on its way in.
"""

import re
from collections.abc import MutableMapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

import jinja2
import jinja2.ext
from jinja2.bccache import Bucket
from markupsafe import Markup

from parley.model import urls, words
from parley.model.entries import Contribution, Person, Post
from parley.model.layout import HANDLE
from parley.model.library import Library
from parley.model.markup import markdown as markup
from parley.model.markup.mentions import Mention
from parley.model.markup.passages import QuotedPassage, lead_back, mark_passages
from parley.model.markup.quoting import Quotes
from parley.model.settings import Settings
from parley.reading.schema import list_kinds
from parley.rendering import contributing
from parley.rendering.fields import list_fields
from parley.rendering.homes import find_home
from parley.rendering.references import find_thread, make_lead, make_mention
from parley.rendering.saying import teach
from parley.rendering.wording import Wording, hue, initials, show_about, show_date, show_moment

FOLDER = Path(__file__).parent
TEMPLATES = FOLDER / "templates"
HOST = FOLDER / "host"
"""What stands around our pages, over the templates of the site's theme, whichever that is."""
LEAN = FOLDER / "lean"
"""Parts of Material for MkDocs, without what all pages share."""
ASSETS = FOLDER / "assets"
PARSER = FOLDER / "vendor" / "micromark.js"
"""Markdown in the browser, for the preview of a text; made by others, and bundled by `make vendor`."""

LOOKS = {
    "editorial": ("editorial.css", "parley.css", "notes.css", "search.css"),
    "theme": ("parley.css", "notes.css", "search.css", "theme.css"),
    "attached": ("parley.css", "notes.css", "search.css", "theme.css", "attached.css"),
}
"""Style sheets that every page of ours needs, by the look of the site: a browser gets them as one."""

MATERIAL_REM = 0.8
"""What we call a rem, 16 px where a reader has changed nothing, is that much of Material's, which are 20."""


@dataclass(frozen=True, slots=True)
class Sheets:
    """How our style sheets are made: for which look of `LOOKS`, and how much of the host's is one rem of ours."""

    name: str = "theme"
    rem: float = 1


SCRIPTS = ("unread.js", "keys.js", "scroll.js", "search.js", "write.js", "own.js")
THREAD_SCRIPTS = ("agree.js", "steps.js", "collapse.js", "order.js", *SCRIPTS)
"""Modules that every page starts, and those of a page with a thread; each does one thing."""


class Compiled(jinja2.BytecodeCache):
    """Compiled templates by name, file and text, as Jinja asks for them, the same for all of this process.

    What compiling depends on besides has to be the same for all environments that draw from one folder of templates.
    """

    used: ClassVar[dict[tuple[str, str], bytes]] = {}
    known: ClassVar[dict[tuple[str, str], bytes]] = {}
    """Compiled by an earlier process, whether this one uses them or not."""

    def load_bytecode(self, bucket: Bucket) -> None:
        name = bucket.key, bucket.checksum
        if found := self.used.get(name) or self.known.get(name):
            self.used[name] = found
            bucket.bytecode_from_string(found)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.used[bucket.key, bucket.checksum] = bucket.bytecode_to_string()


class WithoutIndents(jinja2.ext.Extension):
    """Templates are indented for those who read them; pages are not."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:  # noqa: ARG002
        return _INDENT.sub("\n", source)


_INDENT = re.compile(r"\n[ \t]+")


class Drawer(jinja2.Environment):
    """What draws templates. Each context copies what all know, which from the chain of mappings of Jinja takes long."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """What a template knows: no template of ours is given more than all have."""
        return {**self.globals, **d} if d else self.globals


def environment(library: Library, settings: Settings) -> jinja2.Environment:
    """The environment that draws every page of a library. A name a template does not know is an error."""
    declared, kinds = library.declaration, list_kinds(library.declaration)
    made = Drawer(
        loader=jinja2.ChoiceLoader(
            [
                jinja2.DictLoader(dict(settings.templates)),
                jinja2.FileSystemLoader(TEMPLATES),
                jinja2.PrefixLoader({"parley": jinja2.FileSystemLoader(TEMPLATES)}),
            ]
        ),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
        bytecode_cache=Compiled(),
        extensions=[WithoutIndents],
        auto_reload=False,  # each build makes an environment of its own
    )

    @cache
    def draw_piece(template: str, **values: object) -> Markup:
        """A piece that comes again and again, drawn once for each set of values."""
        return Markup(made.get_template(template).render(values))  # noqa: S704 (a template with autoescape)

    @jinja2.pass_context
    def draw_name(context: jinja2.runtime.Context, handle: str, is_author: bool = False) -> Markup:
        # only the depth of a page decides the way to a person, so a name is drawn once for all pages of a depth
        return draw_piece("name.html", handle=handle, is_author=is_author, here="/" * context["here"].count("/"))

    @jinja2.pass_context
    def draw_byline(context: jinja2.runtime.Context, handle: str, is_author: bool = True) -> Markup:
        return draw_piece("byline.html", handle=handle, is_author=is_author, here="/" * context["here"].count("/"))

    def draw_called(who: Person, is_author: bool = False) -> Markup:
        return draw_piece("called.html", who=who, is_author=is_author)

    made.filters |= {
        "to": _to,
        "name": draw_name,
        "byline": draw_byline,
        "called": draw_called,
        "avatar": lambda handle: draw_piece("avatar.html", handle=handle),
        "stance": lambda stance: draw_piece("stance.html", stance=stance),
        "moment": show_moment,
        "text": _text,
        "line": _line,
        "aside": _aside,
        "date": show_date,
        "fields": lambda item, shown="head": list_fields(item, kinds, shown=shown),
        "hue": hue,
        "about": show_about,
        "initials": initials,
    }
    made.globals |= {
        "site_name": settings.site_name,
        "site_url": settings.site_url,
        "has_feeds": next(library.posts(), None) is not None,
        "repository": settings.repository,
        "declared": declared,
        "lists": declared.lists,
        "stances": declared.stances.by_key if declared.stances else {},
        "comparisons": declared.comparisons,
        "coloured": tuple({one.key: one for one in declared.coloured()}.values()),
        "library": library,
        "settings": settings,
        "person": library.person,
        "home": cache(lambda handle: find_home(handle, library, settings)),
        "tags": library.tags,
        "urls": urls,
        "words": words,
        "history": lambda path: contributing.history_link(settings, path),
        "reply_link": lambda post: contributing.reply_link(settings, kinds, post),
        "agree_link": lambda post: contributing.agree_link(settings, kinds, post),
        "outcome_link": lambda post: contributing.outcome_link(settings, kinds, post),
        "start_link": lambda kind="discussion": contributing.start_link(settings, library, kind),
        "asked": lambda kind: contributing.list_asked(kind, kinds),
        "parts": contributing.list_parts(declared.comparisons, kinds),
        "forge": contributing.find_forge(settings),
        "handle_length": HANDLE.longest,
    }
    made.globals |= Wording(declared.comparisons).list_names()
    teach(made)
    return made


@jinja2.pass_context
def _to(context: jinja2.runtime.Context, address: str) -> str:
    """The way from the page being drawn to an address of the site."""
    return urls.relative(address, context["here"])


@jinja2.pass_context
def _text(context: jinja2.runtime.Context, contribution: Contribution) -> Markup:
    """The body of a post or reply, drawn and cleaned."""
    heading = markup.POST_HEADING if isinstance(contribution, Post) else markup.REPLY_HEADING
    name = urls.name_body(contribution)
    here = context["here"]
    lead = make_lead(context["library"], context["settings"], find_thread(contribution), here)
    drawn = markup.render(
        contribution.body,
        contribution_id=name,
        here=here,
        heading=heading,
        lead=lead,
        mention=_mention(context, contribution),
    )
    drawn = _quote(context, contribution, contribution.body, drawn)
    return Markup(drawn)  # noqa: S704 (cleaned by the line above)


@jinja2.pass_context
def _line(context: jinja2.runtime.Context, text: str, item: Contribution) -> Markup:
    """A line of a post or reply, drawn and cleaned."""
    here = context["here"]
    lead = make_lead(context["library"], context["settings"], find_thread(item), here)
    mention = _mention(context, item)
    drawn = markup.render_line(text, here=here, heading=markup.REPLY_HEADING, lead=lead, mention=mention)
    return Markup(_quote(context, item, text, drawn))  # noqa: S704 (cleaned by the line above)


@jinja2.pass_context
def _aside(context: jinja2.runtime.Context, text: str, post: Post, in_full: bool = False) -> Markup:
    """A text of an outcome, drawn and cleaned: in full, or as a line within another text."""
    here = context["here"]
    lead = make_lead(context["library"], context["settings"], post.place, here)
    if in_full:
        name = f"outcome_{post.id}"
        given = {"here": here, "heading": markup.REPLY_HEADING, "lead": lead, "mention": _mention(context, post)}
        return Markup(markup.render(text, contribution_id=name, **given))  # noqa: S704 (cleaned)
    return _line(context, text, post)


def _quote(context: jinja2.runtime.Context, item: Contribution, text: str, drawn: str) -> str:
    """A text in its thread with its passages that others quote, and with the way back from its own quotation."""
    quotes: Quotes = context.get("quotes", NO_QUOTES)
    answered = quotes.passages.get((item.path, text), ())
    page = quotes.quoting.get(item.path) if text == item.body else None
    if not answered and not page:
        return drawn
    template = context.environment.get_template("passage.html")

    def draw_call(anchor: str, page: int, name: str = "", *, is_back: bool = False) -> str:
        at = context["sheet"].number
        way = f"{'' if page == at else context['lead'](at, page)}#{anchor}"
        return template.render(way=way, name=name, is_back=is_back)

    passages = [
        QuotedPassage(
            one.start,
            one.end,
            urls.passage_anchor(one.reply.id),
            draw_call(urls.reply_anchor(one.reply.id), one.reply.page, context["person"](one.reply.author).byline),
        )
        for one in answered
    ]
    drawn = mark_passages(drawn, passages) if passages else drawn
    return lead_back(drawn, draw_call(urls.passage_anchor(item.id), page, is_back=True)) if page else drawn


NO_QUOTES = Quotes()


def _mention(context: jinja2.runtime.Context, item: Contribution) -> Mention:
    return make_mention(context["library"], context["settings"], context["here"], item)
