"""Microdata of a page as a search engine reads it.

Source: HTML Standard, 5.4 "Converting HTML to other formats" and 5.2 "Encoding microdata".
"""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin
from xml.etree.ElementTree import Element

import html5lib

_ADDRESSES = {"a": "href", "link": "href"}


def read_microdata(html: str, address: str) -> list[dict[str, Any]]:
    """The items of the page at an address, each with its type as `@type`; what has several values has a list."""
    tree = html5lib.HTMLParser(strict=False, namespaceHTMLElements=False).parseFragment(html)
    return [_read_item(element, address) for element in _find(tree, "itemscope", "itemprop")]


def read_breadcrumbs(html: str, address: str) -> list[dict[str, Any]]:
    """The ways from the front page to this one, which stand within other items and belong to none."""
    tree = html5lib.HTMLParser(strict=False, namespaceHTMLElements=False).parseFragment(html)
    lists = [one for one in tree.iter() if one.attrib.get("itemtype") == "https://schema.org/BreadcrumbList"]
    return [step for one in lists for step in _as_list(_read_item(one, address)["itemListElement"])]


def _find(element: Element, wanted: str, without: str = "") -> Iterator[Element]:
    """The outermost elements with an attribute; none of another item."""
    for child in element:
        if wanted in child.attrib and without not in child.attrib:
            yield child
        elif "itemscope" not in child.attrib:
            yield from _find(child, wanted, without)


def _read_item(element: Element, address: str) -> dict[str, Any]:
    types = [one.removeprefix("https://schema.org/") for one in element.attrib["itemtype"].split()]
    item: dict[str, Any] = {"@type": types if len(types) > 1 else types[0]}
    for name, value in _read_properties(element, address):
        if name == "comment":
            item.setdefault(name, []).append(value)
        else:
            item[name] = [*_as_list(item[name]), value] if name in item else value
    return item


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _read_properties(element: Element, address: str) -> Iterator[tuple[str, Any]]:
    for child in element:
        for name in child.attrib.get("itemprop", "").split():
            yield name, _read_value(child, address)
        if "itemscope" not in child.attrib:
            yield from _read_properties(child, address)


def _read_value(element: Element, address: str) -> Any:
    if "itemscope" in element.attrib:
        return _read_item(element, address)
    if element.tag in _ADDRESSES:
        return urljoin(address, element.attrib["href"])
    if element.tag == "data":
        return element.attrib["value"]
    return element.attrib["datetime"] if element.tag == "time" else " ".join("".join(element.itertext()).split())
