"""Disqus' XML export: all threads of a forum, then all posts.

One page often has two threads, an old address and a new one, with the same comments in both; threads with one address
or one title are therefore one page, and identical comments in it are merged.
"""

import html
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from parley.importing.dates import parse_date
from parley.importing.records import Archive, Author, Comment, Fault, ImportedThread, Record
from parley.importing.streams.files import find_files
from parley.importing.streams.xml_stream import Element, read_elements

_WANTED = frozenset({"thread", "post"})


def read_disqus(archive: Archive) -> Iterator[Record]:
    """Read an export, which may be packed by gzip."""
    for file in find_files(archive.path, (".xml", ".xml.gz")):
        for element, around in read_elements(archive, file, _WANTED):
            if element.name == "post":
                yield from _read_post(element, file)
            elif around is None:
                yield from _read_thread(element, archive, file)
            else:
                around.children.append(element)  # within a post it names where that belongs


def _read_thread(element: Element, archive: Archive, file: Path) -> Iterator[Record]:
    id = _id(element)
    if not id:
        yield Fault(file, element.line, "a thread has no dsq:id")
        return
    address = element.get("link") or _find_address(element.get("id"))
    title = html.unescape(element.get("title"))
    signs = {"address": _sign(address), "title": " ".join(title.split()).casefold()}
    yield ImportedThread(
        id=id,
        title=title,
        date=parse_date(element.get("createdAt")),
        address=address if "://" in address else "",
        categories=tuple(filter(None, (element.get("category"),))),
        closed=element.get("isClosed") == "true",
        same_as=tuple(f"{kind} {signs[kind]}" for kind in archive.mapping.merge if signs[kind]),
        dropped="deleted" if element.get("isDeleted") == "true" else "",
    )


def _id(element: Element | None) -> str:
    return element.attributes.get("dsq:id", "") if element else ""


def _find_address(id: str) -> str:
    """The address in a thread's own id, which may be a path, an address or `198 https://example.org/?p=198`."""
    found = re.search(r"https?://\S+", id)
    return found[0] if found else id if id.startswith("/") else ""


def _sign(address: str) -> str:
    """What addresses of one page share: path and query, whatever the host and its protocol."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    path = re.sub(r"/(?:index\.\w+)?$", "", parts.path)
    return f"{path}?{parts.query}" if parts.query else path


def _read_post(element: Element, file: Path) -> Iterator[Record]:
    id = _id(element)
    belongs = _id(element.find("thread"))
    if not id or not belongs:
        yield Fault(file, element.line, "a post has no dsq:id, or doesn't say which thread it belongs to")
        return
    author = element.find("author") or Element("author", {}, 0)
    anonymous = author.get("isAnonymous") == "true"
    yield Comment(
        id=id,
        thread=belongs,
        parent=_id(element.find("parent")),
        author=Author(author.get("name"), "" if anonymous else author.get("username")),
        date=parse_date(element.get("createdAt")),
        body=element.get("message"),
        dropped=_reason(element),
    )


def _reason(post: Element) -> str:
    """Why a post is not to be shown, or nothing."""
    if post.get("isSpam") == "true":
        return "spam"
    if post.get("isDeleted") == "true":
        return "deleted"
    return "not approved" if post.get("isApproved") == "false" else ""
