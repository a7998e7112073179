"""A contributor's Markdown to safe HTML, and what is wrong with it.

The text is GitHub-flavoured Markdown: what a forge's preview shows is what the site shows. It passes two walls: comrak
lets neither HTML nor dangerous addresses through, and nh3 keeps only the tags and attributes listed here. The second
wall holds even if the first one falls, and is tested with the first one taken away.
"""

import html
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

import comrak
import nh3

from parley.model import urls
from parley.model.characters import has_hidden
from parley.model.layout import ID
from parley.model.markup import budget
from parley.model.markup.addresses import SCHEMES, find_deceit, find_deceit_of_words, is_link
from parley.model.markup.budget import MAX_NESTING
from parley.model.markup.directions import show_directions
from parley.model.markup.marks import FIXED, draw_marks
from parley.model.markup.mentions import Mention, link_mentions
from parley.model.markup.raw_html import OMITTED, draw_breaks, find_html
from parley.model.markup.trial import can_be_drawn, draw, with_places
from parley.model.markup.typography import set_type
from parley.model.markup.unshown import Unshown, find_hidden_references, find_unshown, may_lose, shows_nothing

TAGS = frozenset(
    "p br hr em strong del code pre blockquote ul ol li a h2 h3 h4 h5 h6 table thead tbody tr th td sup".split()
    + "section div span".split()
)
ATTRIBUTES: dict[str, set[str]] = {
    "*": set(),  # nh3's own default lets `title` and `lang` through on every tag
    "a": {"href", "id", "title"},
    "ol": {"start"},
    "th": {"align"},
    "td": {"align"},
    "code": {"class"},
    "li": {"id"},
}
DROPPED_WITH_CONTENT = frozenset(
    "script style template noscript noembed noframes iframe object svg math".split()
    + "textarea select title xmp plaintext".split()
)

REMEMBERED = 500
"""Texts whose HTML and words are at hand: those of a thread are asked for by its page, its feed and the search."""

_OF_ITS_PLACE = re.compile(r"""id(?<=\bid)\b|href\s*=\s*["']?[^"'hm]""")
"""Ids and links within the site, which depend on the page; it may find too much, never too little.

It reads small letters only and begins with one: a pattern that ignores case, or begins with `\\b`, takes four times as
long, which is more than it takes to clean a text.
"""

_LED = re.compile('#reply-|"/(?:people|tags)/')
"""What every link holds whose way depends on what is in the library."""

LANGUAGE = re.compile(r"language-[A-Za-z0-9+#._-]{1,30}")
"""The class of a block of code."""

REL = "nofollow ugc noopener noreferrer"
"""What is said of a link that leads away."""

_OWN = re.compile(rf'(<a href="(?![^"#/?]*:|//)[^"]*"(?: (?:title|id)="[^"]*")*) rel="{REL}"')
"""A link within the site as nh3 writes it: its address has no scheme."""

POST_HEADING = 2
REPLY_HEADING = 4
"""Levels of a text's own headings: below the title of the page, and below the byline of a reply (which is an h3)."""


Lead: TypeAlias = Callable[[str], str | None]
"""Gives the way to the reply, person or tag that a link means.

Nothing where it means none of these, and None where there is no such person or tag; see `references`.
"""


def render(
    text: str,
    *,
    contribution_id: str,
    here: str,
    heading: int,
    lead: Lead | None = None,
    mention: Mention | None = None,
) -> str:
    """Markdown to HTML that can stand on the page at `here`.

    `contribution_id` keeps the ids of this text (of footnotes) apart from others on the page; a first-level heading
    of the text becomes one of level `heading`. `lead` knows on which page of its thread a reply stands; without it
    each link to a reply leads to where it says. `mention` knows the ways to people; without it `@ana` stays words.
    """
    cleaned = _render(text, contribution_id, here, heading, lead)
    return show_directions(link_mentions(cleaned, mention) if mention else cleaned)


def _render(text: str, contribution_id: str, here: str, heading: int, lead: Lead | None) -> str:
    drawn = _lower_headings(_draw(text), heading)
    if not _OF_ITS_PLACE.search(drawn.lower()):
        return _clean(drawn)  # the same wherever it stands; to make a cleaner takes longer than to clean
    cleaner = _cleaner(urls.body_prefix(contribution_id), urls.root(here), lead if _LED.search(drawn) else None)
    return _follow_own(cleaner.clean(drawn))


def _follow_own(cleaned: str) -> str:
    """Let search engines follow the links within the site: what they lead to is nobody's advertisement."""
    return _OWN.sub(r"\1", cleaned)


def render_line(
    text: str, *, here: str, heading: int = 1, lead: Lead | None = None, mention: Mention | None = None
) -> str:
    """Markdown of one paragraph to HTML without the paragraph's own tags; the rest as `render` has it."""
    drawn = _draw_line(text)
    cleaner = _cleaner(urls.body_prefix("line"), urls.root(here), lead if _LED.search(drawn) else None)
    drawn = _follow_own(cleaner.clean(_lower_headings(drawn, heading))).strip()
    inner = drawn.removeprefix("<p>").removesuffix("</p>")
    line = inner if "</p>" not in inner and drawn.startswith("<p>") else drawn
    return show_directions(link_mentions(line, mention) if mention else line)


@lru_cache(REMEMBERED)
def render_plain(text: str) -> str:
    """The words of a text without its markup, its code blocks, tables and notes, for summaries."""
    return _strip(_draw(text), "pre table sup section")


@lru_cache(REMEMBERED)
def render_words(text: str, printed: str | None = None) -> str:
    """All words of a text without its markup, for those who look for them; code, tables and notes among them.

    Quotes and dashes are those of the language in which they are `printed`, if any.
    """
    drawn = set_type(_draw(text), printed) if printed else _draw(text)
    return _strip(_BACK.sub(r"\1", drawn), "sup")


def list_links(text: str) -> Iterator[str]:
    """The addresses of the links of a text, as they are written there."""
    return (html.unescape(address) for address in _HREF.findall(_draw(text)))


def _strip(drawn: str, dropped: str) -> str:
    """The words of what has been drawn, without the elements that are `dropped`.

    Where only inline markup, lists, quotations and headings stand, as in most texts, nothing has to be parsed.
    """
    words = _COMMON_TAG.sub("", drawn)
    if "<" in words:
        words = _plain_cleaner(dropped).clean(drawn)
    return " ".join(html.unescape(words).split())


_COMMON_TAG = re.compile("</?(?:p|br|hr|em|strong|del|code|a|ul|ol|li|blockquote|h[1-6])(?: [^<>]+)?>")


_BACK = re.compile('(class="footnote-backref"[^>]+>)↩')
"""The sign that leads from a note to its call; comrak's own, which escapes every `<` of a text."""


@lru_cache(REMEMBERED)
def _draw(text: str) -> str:
    return draw_marks(draw_breaks(_without_schemes(draw(text)), text), text)


_SCHEME_ALONE = re.compile("https?://", re.IGNORECASE)
_LINK_TO_A_SCHEME = re.compile(r'<a href="(https?://)">\1</a>', re.IGNORECASE)


def _without_schemes(drawn: str) -> str:
    """Show `http://.` as the words it is; comrak makes a link to nowhere of it, which forges do not."""
    return _LINK_TO_A_SCHEME.sub(r"\1", drawn) if '://">' in drawn else drawn


def _draw_line(text: str) -> str:
    plain = comrak.ExtensionOptions()  # several lines stand on a page, so none may have footnotes with ids
    plain.strikethrough = plain.autolink = True
    return draw_breaks(_without_schemes(draw(text, known=plain)), text)


@lru_cache(REMEMBERED)
def _clean(drawn: str) -> str:
    return _cleaner("", "").clean(drawn)


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something in a text that would not come through: `line` and `column` count from 1 within the text."""

    what: str
    found: str
    line: int
    column: int
    why: str = ""


def find_flaws(text: str) -> Iterator[Flaw]:
    """Tell where a text holds HTML, a link that is none, an image, or nesting deeper than `MAX_NESTING`.

    `what` is `html`, `link`, `image`, `nesting`, `empty` (a text that shows nothing) or `deceit` (a link that
    leads elsewhere than it seems to, for the reason in `why`); `internal` is given for each link within the site, to be
    looked up by who knows the site. `table`, `cost` and `growth` tell what is too much to
    draw; of a text that must not be drawn, nothing else is told.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if costly := find_cost(text):
        yield costly
        return
    drawn = draw_breaks(draw(text, with_places()), text)
    if costly := _find_growth(text, drawn):
        yield costly
    if shows_nothing(drawn) and (first := _FIRST.search(text)) and OMITTED not in drawn and "<img " not in drawn:
        yield Flaw("empty", first[0], *_position(text, first.start()))
    if "<a " in drawn:
        yield from _find_deceits(text, drawn)
    if "&" in text and has_hidden(drawn):
        for offset, reference in find_hidden_references(text):
            yield Flaw("control", reference, *_position(text, offset))
    if OMITTED in drawn:
        yield from _find_html(text)
    if "<img " in drawn or any(not is_link(address) for address in _HREF.findall(drawn)):
        yield from _find_links(text)
    if drawn.count("</") > MAX_NESTING:
        yield from _find_nesting(text, drawn)


_FIRST = re.compile(r"\S.*(?<=\S)")
"""The first line of a text that has words."""


def find_losses(text: str, *, is_line: bool = False) -> Iterator[Unshown]:
    """Tell which words of a text without costs would not be shown; `is_line` tells that `render_line` draws it."""
    if may_lose(text):
        yield from find_unshown(text, _draw_line(text) if is_line else _draw(text))


COSTS = frozenset({"nesting", "table", "cost", "growth"})
"""Flaws of a text that nobody should be asked to draw."""


def find_cost(text: str) -> Flaw | None:
    """Tell where a text would cost too much, before anything of it is drawn here."""
    if (depth := budget.find_depth(text)) is not None:
        return Flaw("nesting", "", *_position(text, depth))
    table = budget.find_large_table(text)
    if table and (table.is_hopeless or not can_be_drawn(text)):
        return _large_table(table, text)
    is_costly = not table and budget.looks_odd(text) and not can_be_drawn(text)
    return Flaw("cost", "", *_position(text, budget.find_odd_line(text))) if is_costly else None


def _find_growth(text: str, drawn: str) -> Flaw | None:
    """Tell where a text grows too much, by what it is drawn as."""
    if len(drawn) * _WORST_CLEANING < budget.allowed_html(text):
        return None
    longest = f"post_{'x' * ID.longest}"
    whole = render(text, contribution_id=longest, here="discussions/a/page/2/", heading=REPLY_HEADING)
    if len(whole) <= budget.allowed_html(text):
        return None
    table = budget.find_large_table(text)
    return _large_table(table, text) if table else Flaw("growth", "", *_position(text, budget.find_odd_line(text)))


_WORST_CLEANING = 4
"""Times that cleaning makes a drawn text longer at the most: every link of a footnote names its contribution."""


def _large_table(table: budget.Table, text: str) -> Flaw:
    return Flaw("table", f"{table.cells:,}", *_position(text, table.start))


_CODE_BLOCK = re.compile(r'<pre data-sourcepos="(\d+):\d+-(\d+):')


def find_code_lines(text: str) -> set[int]:
    """The lines of a text, from 1, that stand in blocks of code; none of one that costs too much."""
    if find_cost(text):
        return set()
    drawn = draw(text, with_places())
    return {line for first, last in _CODE_BLOCK.findall(drawn) for line in range(int(first), int(last) + 1)}


@lru_cache
def _cleaner(prefix: str, root: str, lead: Lead | None = None) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(TAGS),
        attributes=ATTRIBUTES,
        attribute_filter=_attribute_filter(prefix, root, lead),
        tag_attribute_values=FIXED,
        id_prefix=prefix,
        url_schemes=set(SCHEMES),
        link_rel=REL,
        clean_content_tags=set(DROPPED_WITH_CONTENT),
    )


@lru_cache
def _plain_cleaner(dropped: str) -> nh3.Cleaner:
    return nh3.Cleaner(tags=set(), attributes={}, clean_content_tags={*dropped.split(), *DROPPED_WITH_CONTENT})


def _attribute_filter(prefix: str, root: str, lead: Lead | None) -> Callable[[str, str, str], str | None]:
    def keep(element: str, attribute: str, value: str) -> str | None:
        if attribute == "href":
            if lead and (way := lead(value)) != "":
                return way
            if value.startswith("#"):
                return value if urls.parse_own_reply(value) else f"#{prefix}{value[1:]}"
            if urls.is_page(value):
                return root + value[1:]
            return value if is_link(value) else None
        if attribute == "title":  # a theme may show it as HTML, so nothing in it may begin a tag
            return value.replace("<", "‹").replace(">", "›")
        if element == "code":
            return value if LANGUAGE.fullmatch(value) else None
        if attribute == "start":
            return value if value.isascii() and value.isdigit() else None
        if attribute == "align":
            return value if value in {"left", "center", "right"} else None
        return value

    return keep


_HEADING = re.compile(r"<(/?)h([1-6])>")


def _lower_headings(drawn: str, top: int) -> str:
    """comrak writes heading tags without attributes and escapes those a text holds, so every match is its own."""
    return _HEADING.sub(lambda found: f"<{found[1]}h{min(int(found[2]) + top - 1, 6)}>", drawn)


def _find_html(text: str) -> Iterator[Flaw]:
    starts = [0, *(found.end() for found in re.finditer("\n", text))]
    first = {bisect_right(starts, offset): offset for offset in reversed(find_html(text))}  # stands for its line
    for line, offset in sorted(first.items()):
        close = text.find(">", offset, offset + 60) + 1 or offset + 20
        yield Flaw("html", text[offset:close], line, offset - starts[line - 1] + 1)


def _position(text: str, offset: int) -> tuple[int, int]:
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def _place(lines: Sequence[str], at: str) -> tuple[int, int]:
    """A line and its character where the parser gives a line and bytes, as in `2:10`."""
    line, column = map(int, at.split(":"))
    return line, len(lines[line - 1].encode()[: column - 1].decode(errors="ignore")) + 1


_HREF = re.compile(r'<a [^>]*href="([^"]*)')
_ANCHOR = re.compile(r'<(a|img) data-sourcepos="(\d+:\d+)-[^"]+" (?:href|src)="([^"]*)"')


def _find_links(text: str) -> Iterator[Flaw]:
    """Look at the addresses as written; HTML is escaped, so that every match is comrak's own."""
    options = with_places()
    options.unsafe_ = options.escape = True
    drawn = draw(text, options)
    lines = text.split("\n")
    for tag, at, escaped in _ANCHOR.findall(drawn):
        address = html.unescape(escaped)
        internal = urls.parse_internal(address) or urls.parse_own_reply(address)
        if tag == "a" and not internal and (is_link(address) or urls.is_page(address)):
            continue
        line, column = _place(lines, at)
        if _SCHEME_ALONE.fullmatch(address) and lines[line - 1].startswith(address, column - 1):
            continue
        yield Flaw("image" if tag == "img" else "internal" if internal else "link", address, line, column)


_WHOLE_LINK = re.compile(r'<a data-sourcepos="(\d+:\d+)-[^"]+" href="([^"]+)"[^>]*>(.*?)</a>', re.DOTALL)


def _find_deceits(text: str, drawn: str) -> Iterator[Flaw]:
    """Look at where each link says that it leads, and where it does."""
    lines = text.split("\n")
    for at, escaped, inner in _WHOLE_LINK.findall(drawn):
        address = html.unescape(escaped)
        if not is_link(address) or "<img " in inner or "<!--" in inner:
            continue  # told already
        words = html.unescape(_ANY_TAG.sub("", inner))
        if why := find_deceit(address) or find_deceit_of_words(words, address):
            yield Flaw("deceit", address, *_place(lines, at), why)


_ANY_TAG = re.compile("<[^>]+>")
_TAG = re.compile(r'<(/?)(?:ul|ol|blockquote|em|strong|del|a|sup)(?: data-sourcepos="(\d+:\d+))?')


def _find_nesting(text: str, drawn: str) -> Iterator[Flaw]:
    depth, at = 0, ""
    for closing, found in _TAG.findall(drawn):
        depth += -1 if closing else 1
        at = found or at  # the link within the call of a note has no place of its own
        if depth > MAX_NESTING:
            yield Flaw("nesting", "", *_place(text.split("\n"), at))
            return
