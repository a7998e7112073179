"""XML as a stream of elements: one at a time in memory, prefixes by what they are declared as, entities refused."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.sax import SAXException, SAXParseException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

from defusedxml.common import DefusedXmlException
from defusedxml.expatreader import DefusedExpatParser

from parley.importing.records import Archive, BadArchive, Fault
from parley.importing.streams.files import MAX_ITEM, open_text
from parley.model.characters import visible
from parley.model.languages.speaking import _

_PREFIXES = (
    ("wordpress.org/export/1.", "wp"),
    ("purl.org/rss/1.0/modules/content", "content"),
    ("purl.org/dc/", "dc"),
    ("disqus.com/disqus-internals", "dsq"),
    ("purl.org/syndication/thread", "thr"),
    ("schemas.google.com/blogger", "blogger"),
    ("schemas.google.com/g/2005", "gd"),
    ("www.w3.org/2005/Atom", ""),
    ("purl.org/atom/app", "app"),
    ("www.w3.org/2007/app", "app"),
)
"""A part of a namespace's name, whatever its version, and the prefix under which readers know it."""

_ENCODING = re.compile(rb"^(<\?xml[^>]{0,200}?)\s+encoding\s*=\s*(?:\"[^\"]*\"|'[^']*')")
"""What a file says of its encoding, which is UTF-8 when it comes to the parser."""

_EARLY = re.compile(rb"^(\s+)(<\?xml[^>]{0,300}>)")
"""Empty lines before a file says that it is XML, as plug-ins write them that end in some; no parser takes them."""

_MAX_DEPTH = 100


@dataclass(slots=True)
class Element:
    """An element with its attributes, its own text and its children; `parent` is what it stands in."""

    name: str
    attributes: Mapping[str, str]
    line: int
    children: "list[Element]" = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.texts).strip()

    def find(self, name: str) -> "Element | None":
        """The first child of a name."""
        return next((child for child in self.children if child.name == name), None)

    def all(self, name: str) -> "list[Element]":
        return [child for child in self.children if child.name == name]

    def get(self, name: str) -> str:
        """The text of the first child of a name, or nothing."""
        found = self.find(name)
        return found.text if found else ""


def read_elements(archive: Archive, file: Path, wanted: frozenset[str]) -> Iterator[tuple[Element, Element | None]]:
    """Each finished element with a wanted name, and the wanted element that it stands in, as far as that is read.

    A wanted element is taken out of the one around it, so that an element with a million of them stays small.

    Raises:
        BadArchive: the file is no XML, or has a document type, which an archive does not need.
    """
    handler = _Handler(wanted)
    make: Any = DefusedExpatParser
    parser = make(forbid_dtd=True)
    parser.setContentHandler(handler)
    handler.line = parser.getLineNumber

    def fault(message: str, line: int = 0) -> BadArchive:
        return BadArchive(Fault(file, line or parser.getLineNumber() or 1, message))

    try:
        with open_text(archive, file) as stream:
            begin = True
            while data := stream.read(1 << 16):
                parser.feed(_ENCODING.sub(rb"\1", _EARLY.sub(rb"\2\1", data), count=1) if begin else data)
                begin = False
                yield from handler.take()
            if not handler.begun:
                raise fault(_("this isn't XML: it is empty"))
            parser.close()
            yield from handler.take()
    except SAXParseException as error:
        raise fault(
            _("this isn't XML: {error}", error=visible(error.getMessage())), error.getLineNumber() or 1
        ) from None
    except DefusedXmlException:
        raise fault(_("a document type or an entity is declared here, which archives never do")) from None
    except (SAXException, LookupError, ValueError) as error:
        raise fault(_("this XML can't be read: {error}", error=visible(str(error)))) from None
    except (OSError, EOFError) as error:
        raise fault(_("it can't be read any further: {error}", error=error)) from None


class _Handler(ContentHandler):
    def __init__(self, wanted: frozenset[str]) -> None:
        super().__init__()
        self.wanted = wanted
        self.open: list[Element | None] = []
        self.inside: list[Element] = []
        self.done: list[tuple[Element, Element | None]] = []
        self.prefixes: dict[str, str] = {}
        self.begun = False
        self.held = 0
        self.marks: list[int] = []
        self.line: Callable[[], int] = lambda: 1

    def take(self) -> list[tuple[Element, Element | None]]:
        done, self.done = self.done, []
        return done

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802 (the library's name)
        for key, value in attrs.items():
            if key == "xmlns" or key.startswith("xmlns:"):
                known = next((prefix for part, prefix in _PREFIXES if part in value), None)
                if known is not None:
                    self.prefixes[key[6:]] = known
        self.begun = True
        full = self._name(name)
        if len(self.open) >= _MAX_DEPTH:
            raise SAXException(_("it is nested more than {max_depth} deep", max_depth=_MAX_DEPTH))
        if full in self.wanted:
            element: Element | None = Element(full, self._attributes(attrs), self.line())
            self.inside.append(element)  # type: ignore[arg-type]
            self.marks.append(self.held)
        elif self.inside:
            element = Element(full, self._attributes(attrs), self.line())
            above = self.open[-1]
            if above is not None:
                above.children.append(element)
        else:
            element = None
        self.open.append(element)
        self._hold(100 if element else 0)

    def endElement(self, name: str) -> None:  # noqa: ARG002, N802
        element = self.open.pop()
        if element is not None and self.inside and element is self.inside[-1]:
            self.inside.pop()
            self.done.append((element, self.inside[-1] if self.inside else None))
            self.held = self.marks.pop()

    def characters(self, content: str) -> None:
        if self.open and self.open[-1] is not None:
            self.open[-1].texts.append(content)
            self._hold(len(content))

    def _hold(self, amount: int) -> None:
        self.held += amount
        if self.held > 8 * MAX_ITEM:
            raise SAXException(_("one entry is too large to read"))

    def _name(self, name: str) -> str:
        prefix, _, local = name.rpartition(":")
        known = self.prefixes.get(prefix, prefix)
        return f"{known}:{local}" if known else local

    def _attributes(self, attrs: AttributesImpl) -> dict[str, str]:
        return {self._name(key) if ":" in key else key: value for key, value in attrs.items()}
