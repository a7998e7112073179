"""HTML read by a second parser, that of the standard, and compared with what may stand there."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

import html5lib

from parley.model.markup import markdown as markup

PREFIX = "in-p_"
_ADDRESS = re.compile(
    rf"(https?|ftp|ircs?)://[^/]|mailto:[^?]|(geo|matrix|sms|xmpp):[^/]|tel:[+0-9().;=a-z%-]+$|#{PREFIX}"
    r"|#reply-[a-z0-9_.-]+$|(\.\./)+([a-z0-9_.-]+/)*(#[a-z0-9-]+)?$",
    re.I,
)


def parse(html: str) -> tuple[Element, list[str]]:
    """The tree of a piece of a page, and where it is not what the standard wants."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree = parser.parseFragment(html)
    return tree, [f"{code} at {place}" for place, code, _ in parser.errors]


def parse_document(html: str) -> tuple[Element, list[str]]:
    """The tree of a whole page, and where it is not what the standard wants."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree = parser.parse(html)
    return tree, [f"{code} at {place}" for place, code, _ in parser.errors]


def elements(tree: Element) -> Iterator[Element]:
    """Every element below the root, which stands for the fragment itself."""
    return (element for element in tree.iter() if element is not tree)


def ids(tree: Element) -> list[str]:
    return [element.attrib["id"] for element in elements(tree) if "id" in element.attrib]


_SCHEME = re.compile(r"\s*(?:[^#/?]*:|//)")
"""What an address that leads away begins with."""


def find_foreign(html: str, prefix: str = PREFIX) -> list[str]:
    """What stands in a drawn text and must not: anything that the list of `markup` does not have."""
    tree, _ = parse(html)
    found = []
    for element in elements(tree):
        tag = element.tag if isinstance(element.tag, str) else "a comment"
        if tag not in markup.TAGS:
            found.append(f"<{tag}>")
        found += [
            f"<{tag} {name}={value!r}>" for name, value in element.attrib.items() if not _may(tag, name, value, prefix)
        ]
        if _SCHEME.match(element.attrib.get("href", "")) and "rel" not in element.attrib:
            found.append(f"<{tag} href={element.attrib['href']!r}> without rel")
    return found


def _may(tag: str, name: str, value: str, prefix: str) -> bool:
    match tag, name:
        case "a", "href":
            return bool(_ADDRESS.match(value.replace(prefix, PREFIX, 1)))
        case "a", "title":
            return "<" not in value
        case "a", "rel":
            return "nofollow" in value and "noopener" in value
        case _, "id":
            return name in markup.ATTRIBUTES.get(tag, ()) and value.startswith(prefix)
        case "section", "class":
            return value == "footnotes"
        case ("div", "class") | ("p", "class"):
            return re.fullmatch("pa-alert(?: pa-alert--[a-z]+|__title)", value) is not None
        case "span", ("class" | "role" | "aria-label"):
            return value in ("pa-task", "img", "done", "to do")
        case "code", "class":
            return re.fullmatch(r"language-[\w+#.-]{1,30}", value, re.ASCII) is not None
        case "ol", "start":
            return value.isascii() and value.isdigit()
        case (("th" | "td"), "align"):
            return value in ("left", "center", "right")
    return False


@dataclass(frozen=True)
class Vocabulary:
    """Everything by which a page could do something: its elements with their attributes, and its ids."""

    words: frozenset[tuple[str, ...]]
    ids: frozenset[str]


FREE = frozenset(
    (
        *("href", "datetime", "id", "content", "aria-label", "aria-labelledby", "data-initials", "data-pa-author"),
        *("viewBox", "x", "y", "width", "height", "d"),
    )
)
FREE_THERE = frozenset({("link", "title"), ("data", "value"), ("a", "title")})
"""Attributes whose values differ from page to page; the others come from templates as they are."""


ANSWERED = frozenset(
    {
        *(("mark",), ("mark", "id"), ("a", "class", "pa-passage"), ("a", "aria-label"), ("a", "title")),
        *(("div", "class", "pa-mentions"), ("a", "dir", "auto")),
        *(("a", "rel", "alternate"), ("a", "type", "application/atom+xml")),
    }
)
"""What marks a passage that is quoted, leads to a mention, and to the feed of answers; harmless words have none."""


def vocabulary(tree: Element) -> Vocabulary:
    """The vocabulary of a page. What a text's own cleaning lets through is left out."""
    words: set[tuple[str, ...]] = set()
    for element in elements(tree):
        tag = str(element.tag)
        if tag not in markup.TAGS:
            words.add((tag,))
        for name, value in element.attrib.items():
            if not _may(tag, name, value, "in-"):
                free = name in FREE or name.startswith("data-pa-") or (tag, name) in FREE_THERE
                words.add((tag, name) if free else (tag, name, re.sub(r"\d+", "0", value)))
    return Vocabulary(
        frozenset(words), frozenset(name for name in ids(tree) if not name.startswith(("in-", "letter-")))
    )


ADDRESSES = frozenset("href src action formaction data poster ping cite background srcset manifest xlink:href".split())
HARMFUL = frozenset("script iframe object embed style svg math base form input img template link meta frame".split())


def _is_own(tag: str, element: Element) -> bool:
    """The theme's charts, scripts, boxes and sheet of tables, and the address that search engines read."""
    if tag == "script":
        return element.attrib in SCRIPTS and not element.text
    if tag == "input":
        return element.attrib in INPUTS
    if tag == "link":
        return element.attrib in LINKS
    return tag == "svg" and "preserveAspectRatio" in element.attrib


INPUTS = (
    {"type": "search", "autocomplete": "off", "data-pa-words": ""},
    {"type": "search", "dir": "auto", "autocomplete": "off", "data-pa-words": ""},
    {"type": "checkbox"},  # opens on a phone what is folded there
)

LINKS = (
    {"itemprop": "url mainEntityOfPage", "href": "./"},
    {"rel": "stylesheet", "href": "../assets/parley/matrix.css"},  # for pages with a table of sides alone
    {"rel": "stylesheet", "href": "../../assets/parley/matrix.css"},
)

SCRIPTS = (
    {"type": "module", "src": "../../assets/parley/redirect.js"},
    {"type": "module", "src": "../assets/parley/narrow.js"},
    {"type": "module", "src": "../assets/parley/sort.js"},
)


_SCRIPT_ADDRESS = re.compile(r"[\x00-\x20]*(javascript|vbscript|data|file|blob)[\x00-\x20]*:", re.I)


def find_harm(tree: Element) -> list[str]:
    """Whatever runs, frames, styles or answers an event, wherever it stands."""
    found = []
    for element in elements(tree):
        tag = str(element.tag).lower()
        if tag in HARMFUL and not _is_own(tag, element):
            found.append(f"<{tag}>")
        for name, value in element.attrib.items():
            runs = str(name).lower() in ADDRESSES and _SCRIPT_ADDRESS.match(value)
            if str(name).lower().startswith("on") or runs or name in ("style", "srcdoc"):
                found.append(f"<{tag} {name}={value!r}>")
    return found
