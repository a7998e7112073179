"""Disqus' XML export: all threads of a forum, then all posts.

One page often has two threads, an old address and a new one, with the same comments in both; threads with one address
or one title are therefore one page, and identical comments in it are merged.
"""

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from parley.importing.dates import parse_date
from parley.importing.records import Archive, Author, Comment, Fault, ImportedThread, Record
from parley.importing.streams.files import find_files
from parley.importing.streams.scratch import Kept
from parley.importing.streams.xml_stream import Element, read_elements
from parley.model.languages.speaking import N_, _

_WANTED = frozenset({"thread", "post"})


def read_disqus(archive: Archive) -> Iterator[Record]:
    """Read an export, which may be packed by gzip."""
    files = list(find_files(archive.path, (".xml", ".xml.gz")))
    told = archive.advance
    archive = replace(archive, advance=lambda count: told(count // 2))  # for each file is read twice
    names: Kept[str] = Kept()  # of those who are called by their logins, perhaps before they have said anything
    for file in files:
        for author, _parent in read_elements(replace(archive, noticed=[]), file, frozenset({"author"})):
            if author.get("username") and author.get("name"):
                names[author.get("username")] = author.get("name")
    for file in files:
        for element, around in read_elements(archive, file, _WANTED):
            if element.name == "post":
                yield from _read_post(element, file, names)
            elif around is None:
                yield from _read_thread(element, archive, file)
            else:
                around.children.append(element)  # within a post it names where that belongs


def _read_thread(element: Element, archive: Archive, file: Path) -> Iterator[Record]:
    id = _id(element)
    if not id:
        yield Fault(file, element.line, _("a thread has no dsq:id"))
        return
    address = element.get("link") or _find_address(element.get("id"))
    title = html.unescape(element.get("title"))
    signs = {"address": _sign(address), "title": " ".join(title.split()).casefold()}
    yield ImportedThread(
        id=id,
        title="" if "://" in title else title,
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


def _read_post(element: Element, file: Path, names: Mapping[str, str]) -> Iterator[Record]:
    id = _id(element)
    belongs = _id(element.find("thread"))
    if not id or not belongs:
        yield Fault(file, element.line, _("a post has no dsq:id, or doesn't say which thread it belongs to"))
        return
    author = element.find("author") or Element("author", {}, 0)
    anonymous = author.get("isAnonymous") == "true"
    yield Comment(
        id=id,
        thread=belongs,
        parent=_id(element.find("parent")),
        author=Author(author.get("name"), "" if anonymous else author.get("username")),
        date=parse_date(element.get("createdAt")),
        body=_free(element.get("message"), names),
        dropped=_reason(element),
        versioned=True,
    )


_REDIRECT = re.compile(r"https?://(?:www\.)?disq\.us/url\?([^\s\"'<>]+)", re.IGNORECASE)
_CALLED = re.compile(r"@([A-Za-z0-9_]{1,60}):disqus\b")
_LINK = re.compile(r"<a\b([^<>]*?)href=\"([^\"]*)\"([^<>]*)>([^<]*)</a>", re.IGNORECASE)
_TITLE = re.compile(r"\btitle=\"(https?://[^\"]+)\"", re.IGNORECASE)


def _free(message: str, names: Mapping[str, str]) -> str:
    """A message whose links lead to where they did before Disqus counted who follows them, with people's names."""
    if "disq.us" in message or "..." in message:
        message = _LINK.sub(_free_link, message)
        message = _REDIRECT.sub(lambda found: html.escape(_find_target(html.unescape(found[1])) or found[0]), message)
    return _CALLED.sub(lambda found: names.get(found[1], f"@{found[1]}"), message)


def _free_link(found: re.Match[str]) -> str:
    """A link whose words are its address, shortened by Disqus, as that address."""
    titled = _TITLE.search(f"{found[1]} {found[3]}")
    redirect = _REDIRECT.match(html.unescape(found[2]))
    target = _find_target(redirect[1]) if redirect else html.unescape(titled[1]) if titled else ""
    if not target:
        return found[0]
    words = html.unescape(found[4]).strip()
    is_address = words.endswith("...") and target.startswith(words.removesuffix("..."))
    shown = html.escape(target) if is_address else found[4]
    return html.escape(target).join(('<a href="', f'">{shown}<')) + "/a>"


def _find_target(query: str) -> str:
    """The address in the query of a redirect; Disqus puts a colon and a sign of its own behind it."""
    values = parse_qs(query).get("url", [""])
    return re.sub(r":[\w-]{2,40}$", "", values[0]) if "://" in values[0] else ""


def _reason(post: Element) -> str:
    """Why a post is not to be shown, or nothing."""
    if post.get("isSpam") == "true":
        return "spam"
    if post.get("isDeleted") == "true":
        return "deleted"
    return N_("not approved") if post.get("isApproved") == "false" else ""
