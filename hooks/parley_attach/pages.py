"""The pages of a site that another program has built: those that ask for a thread, and the one that is our frame."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from parley.model.markup.markdown import render_plain
from parley.model.settings import HostedPage
from parley.reading.hosted import name_page
from parley.reading.schema import TITLE_LENGTH
from parley_attach.elements import PageElement, find_elements, replace_all
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

_OLD = re.compile(f"{re.escape(OURS)}.*?{re.escape(OURS_END)}", re.DOTALL)
_TAGS = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class SitePage:
    """A page of the site: its file, its address, and its text without anything of ours."""

    file: Path
    address: str
    text: str

    @property
    def is_frame(self) -> bool:
        return FRAME in self.text

    @property
    def is_found(self) -> bool:
        """Tell whether the search finds it: not what only lends its looks, leads on, or is no page to come back to."""
        return not (self.is_frame or 'http-equiv="refresh"' in self.text or self.address in ("404.html", "404/"))

    def find_words(self) -> str:
        """The HTML of what the page itself says."""
        content = find_content(find_elements(self.text))
        return self.text[content.content : content.content_end] if content else ""

    def find_place(self) -> tuple[str, PageElement] | None:
        """The name of the thread that the page asks for, and where."""
        if THREAD not in self.text:
            return None
        found = next((one for one in find_elements(self.text) if THREAD in one.attributes), None)
        if found is None:
            return None
        return name_page(found.attributes[THREAD] or self.address), found


def read_pages(site: Path) -> Iterator[SitePage]:
    """The pages of a site, but for ours."""
    for file in sorted(site.rglob("*.html")):
        text = file.read_text(encoding="utf-8", errors="replace")
        if MADE not in text[-400:] and _REDIRECT not in text[-400:]:
            path = file.relative_to(site).as_posix()
            yield SitePage(
                file, path.removesuffix("index.html") if file.name == "index.html" else path, drop_ours(text)
            )


def drop_ours(text: str) -> str:
    """A text as it was before we put something into it."""
    return _OLD.sub("", text)


def list_asking(pages: Sequence[SitePage], declared: Sequence[HostedPage]) -> tuple[HostedPage, ...]:
    """The pages that ask for a thread, with what their sources say of them where these are known by the same name."""
    known: Mapping[str, HostedPage] = {page.name: page for page in declared}
    asking = []
    for page in pages:
        if found := page.find_place():
            name, _ = found
            own = known.get(name) or HostedPage(name, find_title(page.text), page.file.as_posix(), page.address)
            asking.append(replace(own, address=page.address))
    return tuple(asking)


def find_title(text: str) -> str:
    """The heading of a page, or its title where it has none."""
    elements = find_elements(text)
    heading = next((one for tag in ("h1", "title") for one in elements if one.tag == tag), None)
    words = render_plain(_TAGS.sub("", text[heading.content : heading.content_end])) if heading else ""
    return " ".join(words.replace("¶", " ").split())[:TITLE_LENGTH].strip() or "Untitled"


def put_in(page: SitePage, drawn: str, head: str) -> str:
    """The page with a thread in its place, and in its head what that needs."""
    _, place = page.find_place() or ("", None)
    elements = find_elements(page.text)
    end = next((one.content_end for one in elements if one.tag == "head"), 0)
    assert place  # noqa: S101 (only pages that ask are asked)
    changes = ((end, end, OURS + head + OURS_END), (place.content, place.content_end, OURS + drawn + OURS_END))
    return replace_all(page.text, iter(changes))
