"""The pages of a site that another program has built: those that ask for a thread, and the one that is our frame."""

import codecs
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import webencodings

from parley.model.markup.markdown import render_plain
from parley.model.settings import HostedPage
from parley.reading.hosted import name_page
from parley.reading.schema import TITLE_LENGTH
from parley_attach.elements import PageElement, find_elements, find_head, replace_all
from parley_attach.frames import PLACE as FRAME
from parley_attach.frames import find_content

THREAD = "data-parley-thread"
"""An element with this attribute is where a page wants its thread; its value, if there is one, is the thread's name."""

OURS = "<!--parley-->"
OURS_END = "<!--/parley-->"
"""Around what was put into a page of the site, so that it goes when it is put there again."""

MADE = "parley: made by `parley attach`"
"""What a page of ours says in a comment, by which it is known the next time."""

_REDIRECT = " data-pa-target>"
"""What a page of ours has that only leads on."""

_LEADS_ON = re.compile(r"<meta\b[^>]*http-equiv\s*=\s*[\"']?refresh\b", re.IGNORECASE)
PERMALINK = re.compile(r"<a\b[^>]*>(?:¶|#|§|🔗|&para;|&#182;|&#xb6;|\u200b|&ZeroWidthSpace;|\s)*</a>", re.IGNORECASE)
"""What many programs put behind a heading, and is none of its words."""

_CHARSET = re.compile(rb"<meta\b[^>]*charset\s*=\s*[\"']?\s*([\w:.-]+)", re.IGNORECASE)
_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_OLD = re.compile(f"{re.escape(OURS)}.*?{re.escape(OURS_END)}", re.DOTALL)
_TAGS = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class SitePage:
    """A page of the site: its file, its address, its text without anything of ours, and how that is encoded."""

    file: Path
    address: str
    text: str
    encoding: str = "utf-8"

    @property
    def is_frame(self) -> bool:
        return FRAME in self.text.lower() and any(FRAME in one.attributes for one in find_elements(self.text))

    @property
    def is_found(self) -> bool:
        """Tell whether the search finds it: not what only lends its looks, leads on, or is no page to come back to."""
        return not (self.is_frame or _LEADS_ON.search(self.text) or self.address in ("404.html", "404/"))

    def find_words(self) -> str:
        """The HTML of what the page itself says."""
        content = find_content(find_elements(self.text))
        return self.text[content.content : content.content_end] if content else ""

    def find_place(self) -> tuple[str, PageElement] | None:
        """The name of the thread that the page asks for, and where.

        A page with several of the elements is a list of others, and has a thread only if one of them has its own name.
        """
        if THREAD not in self.text.lower():
            return None
        found = [one for one in find_elements(self.text) if THREAD in one.attributes]
        if len(found) > 1:
            found = [one for one in found if name_page(one.attributes[THREAD]) == self.own_name]
        return (name_page(found[0].attributes[THREAD] or self.address), found[0]) if found else None

    @property
    def own_name(self) -> str:
        """What its thread is called, unless it says otherwise."""
        return name_page(self.address)

    @property
    def has_base(self) -> bool:
        """Tell whether all links begin elsewhere than at the page."""
        return any(one.tag == "base" and "href" in one.attributes for one in find_elements(self.text))

    def encode(self, text: str) -> bytes:
        """A text of the page in its own encoding, with references in the places of characters that it lacks."""
        return text.encode(self.encoding, "xmlcharrefreplace")


def read_pages(site: Path) -> Iterator[SitePage]:
    """The pages of a site, but for ours."""
    for file in sorted(file for file in site.rglob("*.html") if file.is_file()):  # a folder may be called so, too
        text, encoding = decode_page(file.read_bytes())
        if MADE not in text[-400:] and _REDIRECT not in text[-400:]:
            path = file.relative_to(site).as_posix()
            address = path.removesuffix("index.html") if file.name == "index.html" else path
            yield SitePage(file, address, drop_ours(text), encoding)


def decode_page(data: bytes) -> tuple[str, str]:
    """The text of a page, and its encoding: as it says itself or, where it doesn't, as browsers take it.

    Source: HTML Standard, "Determining the character encoding". A page of ASCII alone is left so.
    """
    encoding = next((name for mark, name in _MARKS.items() if data.startswith(mark)), "")
    said = _CHARSET.search(data[:1024])
    known = webencodings.lookup(said[1].decode("ascii", "replace")) if said and not encoding else None
    encoding = encoding or (known.codec_info.name if known and not known.name.startswith(("utf-16", "x-")) else "")
    for guess in [encoding] if encoding else ["ascii", "utf-8"]:
        try:
            return data.decode(guess), guess
        except UnicodeDecodeError:
            continue
    return data.decode(encoding or "cp1252", "replace"), encoding or "cp1252"


def drop_ours(text: str) -> str:
    """A text as it was before we put something into it."""
    return _OLD.sub("", text)


def list_asking(pages: Sequence[SitePage], declared: Sequence[HostedPage]) -> tuple[HostedPage, ...]:
    """The pages that ask for a thread, with what their sources say of them where these are known by the same name."""
    known: Mapping[str, HostedPage] = {page.name: page for page in declared}
    found = [(page, place[0]) for page in pages if (place := page.find_place())]
    owned = {name for page, name in found if name == page.own_name}
    asking = []
    for page, name in found:
        if name == page.own_name or name not in owned:  # a list that shows one post whole isn't that post
            own = known.get(name) or HostedPage(name, find_title(page.text), page.file.as_posix(), page.address)
            asking.append(replace(own, address=page.address))
    return tuple(asking)


def find_title(text: str) -> str:
    """The heading of a page's content, or its title where it has none."""
    elements = find_elements(text)
    content = find_content(elements)
    headings = [one for one in elements if one.tag == "h1"]
    own = [one for one in headings if content is None or content in one.above]  # above it often stands the site's name
    titles = [one for one in elements if one.tag == "title"]
    heading = next(iter((*own, *titles, *headings)), None)
    inner = text[heading.content : heading.content_end] if heading else ""
    words = render_plain(_TAGS.sub("", PERMALINK.sub("", inner)))
    return " ".join(words.replace("¶", " ").split())[:TITLE_LENGTH].strip() or "Untitled"


def put_in(page: SitePage, drawn: str, head: str) -> str:
    """The page with a thread in its place, and in its head what that needs."""
    _, place = page.find_place() or ("", None)
    _start, end = find_head(page.text, find_elements(page.text))
    assert place  # noqa: S101 (only pages that ask are asked)
    last = place.content_end if place.content_end < place.end else place.content  # unless it is never closed
    changes = ((end, end, OURS + head + OURS_END), (place.content, last, OURS + drawn + OURS_END))
    return replace_all(page.text, iter(changes))
