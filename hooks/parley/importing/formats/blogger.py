"""Blogger's export: one Atom feed with articles and comments, in the schema of 2008 or in that of 2018.

In the old one a comment names its article, and a nested one its parent by a link to the parent's own feed; in the new
one there are elements for both.
"""

import re
from collections.abc import Iterator
from datetime import datetime

from parley.importing.dates import parse_date
from parley.importing.records import Archive, Author, Comment, Fault, ImportedThread, Record
from parley.importing.streams.files import find_files
from parley.importing.streams.xml_stream import Element, read_elements
from parley.model.languages.speaking import N_, _

_KIND = "http://schemas.google.com/g/2005#kind"
_NUMBER = re.compile(r"(\d+)\D*$")
_DEFAULT_FEED = re.compile(r"/comments/default/(\d+)")


def read_blogger(archive: Archive) -> Iterator[Record]:
    """Read a feed, or all feeds of a folder."""
    for file in find_files(archive.path, (".xml", ".atom", ".xml.gz")):
        for entry, _parent in read_elements(archive, file, frozenset({"entry"})):
            kind = _kind(entry)
            id = _number(entry.get("id"))
            if kind in ("post", "page", "comment") and not id:
                yield Fault(file, entry.line, _("an entry has no id that ends in a number"))
            elif kind in ("post", "page"):
                yield _read_post(entry, id, archive, is_page=kind == "page")
            elif kind == "comment":
                yield _read_comment(entry, id)


def _kind(entry: Element) -> str:
    """`post`, `comment` or something else, such as a setting or a template."""
    if declared := entry.get("blogger:type"):
        return declared.lower()
    kinds = [one.attributes.get("term", "") for one in entry.all("category") if one.attributes.get("scheme") == _KIND]
    return kinds[0].rpartition("#")[2] if kinds else ""


def _number(address: str) -> str:
    found = _NUMBER.search(address)
    return found[1] if found else ""


def _read_post(entry: Element, id: str, archive: Archive, *, is_page: bool) -> ImportedThread:
    address = _link(entry, "alternate")
    title = entry.get("title")
    if not address and archive.mapping.site:
        address = archive.mapping.site.rstrip("/") + entry.get("blogger:filename")
    return ImportedThread(
        id=id,
        title=title,
        author=_author(entry),
        date=parse_date(entry.get("published")) or parse_date(entry.get("blogger:created")),
        edited=_edited(entry),
        body=entry.get("content"),
        address=address,
        categories=tuple(
            one.attributes["term"]
            for one in entry.all("category")
            if one.attributes.get("term") and one.attributes.get("scheme") != _KIND
        ),
        is_page=is_page,
        dropped=_reason(entry),
    )


def _read_comment(entry: Element, id: str) -> Comment:
    above = entry.find("thr:in-reply-to")
    thread = _number(entry.get("blogger:parent")) or _number(above.attributes.get("ref", "") if above else "")
    nested = _DEFAULT_FEED.search(_link(entry, "related"))
    parent = _number(entry.get("blogger:inReplyTo")) or (nested[1] if nested else "")
    return Comment(
        id=id,
        thread=thread,
        parent="" if parent == thread else parent,
        author=_author(entry),
        date=parse_date(entry.get("published")) or parse_date(entry.get("blogger:created")),
        body=entry.get("content"),
        dropped=_reason(entry),
        edited=_edited(entry),
        versioned=True,
        address=_link(entry, "alternate"),
    )


def _edited(entry: Element) -> datetime | None:
    """When a text was last changed; Blogger gives every entry a date of change, most often that of its beginning."""
    changed = parse_date(entry.get("updated"))
    published = parse_date(entry.get("published")) or parse_date(entry.get("blogger:created"))
    return changed if changed and published and changed > published else None


def _reason(entry: Element) -> str:
    control = entry.find("app:control")
    if entry.get("blogger:trashed") or _is_removed(entry):
        return "deleted"
    status = entry.get("blogger:status") or "LIVE"
    known = {"LIVE": "", "SPAM": "spam", "EMPTIED": "deleted", "PENDING": N_("not approved")}
    return (
        N_("not published") if control and control.get("app:draft") == "yes" else known.get(status, N_("not published"))
    )


_REMOVED = re.compile(
    r"\s*(?:<span class=[\"']deleted-comment[\"']>.*"
    r"|this (?:comment|post) has been removed by (?:the author|a blog administrator)\.?)\s*",
    re.IGNORECASE | re.DOTALL,
)


def _is_removed(entry: Element) -> bool:
    """Tell whether a comment of the older schema was removed: by a property, or by what stands in its place."""
    properties = {one.attributes.get("name", "") for one in entry.all("gd:extendedProperty")}
    return "blogger.contentRemoved" in properties or _REMOVED.fullmatch(entry.get("content")) is not None


def _author(entry: Element) -> Author:
    author = entry.find("author")
    return Author(author.get("name"), link=author.get("uri")) if author else Author("")


def _link(entry: Element, rel: str) -> str:
    return next((one.attributes.get("href", "") for one in entry.all("link") if one.attributes.get("rel") == rel), "")
