"""What a page says to readers, whatever it says it with."""

import xml.etree.ElementTree as ET
from collections.abc import Iterator

import html5lib

READ = ("aria-label", "placeholder", "title", "alt", "data-label")
LEFT_OUT = {"script", "style", "code", "kbd", "pre"}


def list_texts(html: str) -> Iterator[str]:
    """What a page shows or says, without what is code."""
    tree = html5lib.parse(html, namespaceHTMLElements=False)
    stack: list[tuple[ET.Element, bool]] = [(tree, True)]
    while stack:
        element, is_read = stack.pop()
        is_read = is_read and isinstance(element.tag, str) and element.tag not in LEFT_OUT
        if is_read:
            yield element.text or ""
        if element.get("name") == "description" or element.get("property") in ("og:title", "og:description"):
            yield element.get("content") or ""
        yield from (element.get(name) or "" for name in READ)
        for child in element:
            if is_read:
                yield child.tail or ""
            stack.append((child, is_read))
