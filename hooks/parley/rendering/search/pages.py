"""What Pagefind reads of a page of the maintainers': its words, under its headings, without what stands around them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser

import jinja2

from parley.rendering.search.documents import Passage
from parley.rendering.search.languages import find_language


def render_page_document(drawer: jinja2.Environment, title: str, html: str) -> str:
    """The document of a page that is drawn already; each heading with an id is found by itself."""
    parts = list(_cut(html))
    document = drawer.get_template("search_document.html").render(
        language=find_language(),
        title=title,
        is_first=True,
        filters={"kind": ["page"], "house": ["no"]},
        sorts={},
        parts=parts,
        last="",
    )
    return document.replace("PAGEFIND_", "PAGEFIND")


def join_documents(page: str, thread: str) -> str:
    """The document of a page with the thread below it, of the documents of both: the search knows one by an address."""
    words = page.partition("<body>")[2].rpartition("</body>")[0]
    kept = (line for line in words.split("\n") if "data-pagefind-sort" not in line)
    own = "\n".join(
        line for line in thread.split("\n") if 'id="title|' not in line
    )  # which the page has as its heading
    return own.replace("<body>", "<body>" + "\n".join(kept), 1)


def _cut(html: str) -> Iterator[Passage]:
    reader = _Cutter()
    reader.feed(html)
    reader.close()
    for part in reader.parts:
        anchor = part.anchor
        heading, text = (" ".join("".join(words).split()) for words in (part.heading, part.text))
        if anchor == _TOP or (heading and text):
            yield Passage(f"{anchor}||||no", heading if anchor != _TOP else "", text)


_TOP = "post"
"""What scripts know the beginning of any page by."""

_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
_VOID = frozenset({"area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
_INLINE = frozenset("a abbr b bdi bdo cite code del em i ins kbd mark q s small span strong sub sup u var wbr".split())
"""What stands within a line: a word goes on across it."""
_LEFT_OUT = frozenset({"script", "style", "template", "svg", "h1"})


@dataclass(slots=True)
class _Section:
    anchor: str
    heading: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)


class _Cutter(HTMLParser):
    """Leaves out scripts, the signs of headings, and our lists, whose words are found where they stand."""

    def __init__(self) -> None:
        super().__init__()
        self.parts = [_Section(_TOP)]
        self._depth = 0
        self._outside = 0
        """The depth of the element that is left out, or 0."""
        self._heading = 0

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        self._part(tag)
        if tag in _VOID:
            return
        self._depth += 1
        names = dict(attrs)
        classes = (names.get("class") or "").split()
        if not self._outside and (tag in _LEFT_OUT or "parley" in classes or "headerlink" in classes):
            self._outside = self._depth
        if tag in _HEADINGS and names.get("id") and not self._outside:
            self.parts.append(_Section(str(names["id"])))
            self._heading = self._depth

    def handle_endtag(self, tag: str) -> None:
        self._part(tag)
        if tag in _VOID:
            return
        self._outside = 0 if self._depth <= self._outside else self._outside
        self._heading = 0 if self._depth <= self._heading else self._heading
        self._depth -= 1

    def handle_data(self, data: str) -> None:
        if not self._outside:
            (self.parts[-1].heading if self._heading else self.parts[-1].text).append(data)

    def _part(self, tag: str) -> None:
        if tag not in _INLINE:
            self.handle_data(" ")
