"""Elements of a page of somebody else's, by their places in its text."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_OF_HEAD = frozenset("base link meta noscript script style template title".split())
_TEXTS = ("textarea", "title")
"""Elements in which a tag is text."""

_BEFORE = re.compile(r"\ufeff?(?:\s|<!--.*?-->)*<!doctype[^>]*>", re.IGNORECASE | re.DOTALL)


@dataclass(slots=True)
class PageElement:
    """An element: its tag with its attributes, where that begins and ends, and where its content and it itself end.

    One that is never closed ends where what it stands in does.
    """

    tag: str
    attributes: Mapping[str, str]
    start: int
    content: int
    content_end: int = -1
    end: int = -1
    above: "Sequence[PageElement]" = field(default=(), repr=False)


class _ElementFinder(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=False)
        self.found: list[PageElement] = []
        self.opened: list[PageElement] = []
        self._lines = [0]
        for line in text.split("\n"):  # as the parser counts them
            self._lines.append(self._lines[-1] + len(line) + 1)
        self._text = text
        self.feed(text)
        self.close()
        for element in self.opened:
            self._end(element, len(text), len(text))

    def _at(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._start(tag, attrs, tag in VOID)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._start(tag, attrs, True)

    def _start(self, tag: str, attrs: list[tuple[str, str | None]], is_ended: bool) -> None:
        if self.opened and self.opened[-1].tag in _TEXTS:
            return
        start, opening = self._at(), self.get_starttag_text() or ""
        attributes = {name: value or "" for name, value in attrs}
        element = PageElement(tag, attributes, start, start + len(opening), above=tuple(self.opened))
        self.found.append(element)
        if is_ended:
            self._end(element, element.content, element.content)
        else:
            self.opened.append(element)

    def handle_endtag(self, tag: str) -> None:
        if all(element.tag != tag for element in self.opened):
            return None
        if self.opened[-1].tag in _TEXTS and self.opened[-1].tag != tag:
            return None
        start = self._at()
        end = self._text.find(">", start) + 1 or len(self._text)
        while True:
            element = self.opened.pop()
            if element.tag == tag:
                return self._end(element, start, end)
            self._end(element, start, start)

    def _end(self, element: PageElement, content_end: int, end: int) -> None:
        element.content_end, element.end = content_end, end


def find_elements(text: str) -> Sequence[PageElement]:
    """The elements of a page in the order in which they begin."""
    return _ElementFinder(text).found


def find_head(text: str, elements: Sequence[PageElement]) -> tuple[int, int]:
    """Where the content of a page's head begins and ends, also where one or both of its tags are left out."""
    head = next((one for one in elements if one.tag == "head"), None)
    if head and head.content_end < head.end:
        return head.content, head.content_end
    above = head or next((one for one in elements if one.tag == "html"), None)
    before = _BEFORE.match(text)
    start = end = above.content if above else before.end() if before else 0
    for one in elements:
        if one.start >= end and one is not above:
            if one.tag not in _OF_HEAD:
                break
            end = one.end
    return start, end


def replace_all(text: str, changes: Iterator[tuple[int, int, str]]) -> str:
    """The text with others in the places of some parts. What stands within a part that is replaced goes with it."""
    made, at = [], 0
    for start, end, words in sorted(changes, key=lambda change: (change[0], change[0] < change[1], -change[1])):
        if start >= at:
            made += [text[at:start], words]
            at = end
    return "".join(made) + text[at:]
