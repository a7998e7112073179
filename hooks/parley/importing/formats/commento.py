"""Commento's and Comentario's exports: one JSON file with comments, who wrote them and, in newer ones, the pages.

Commento's second version names a page by `url`, its first by `domain` and `path`; Comentario's third has `pages`, which
comments name by `pageId`.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from parley.importing.dates import parse_date
from parley.importing.records import Archive, Author, Comment, ImportedThread, Record
from parley.importing.streams.files import find_files
from parley.importing.streams.json_stream import objects_of, read_json, text_of
from parley.model.languages.speaking import N_

_NOBODY = frozenset({"", "root", "anonymous", "none", "undefined", "00000000-0000-0000-0000-000000000000"})
"""What stands where there is no parent, no account or no link."""


def read_commento(archive: Archive) -> Iterator[Record]:
    """Read an export, which may be packed by gzip, or all of a folder."""
    for file in find_files(archive.path, (".json", ".json.gz")):
        data = read_json(archive, file)
        people = {text_of(one, "commenterHex", "id", "userHex"): one for one in objects_of(data, "commenters")}
        pages = {text_of(one, "id"): one for one in objects_of(data, "pages")}
        opened: set[str] = set()
        for comment in objects_of(data, "comments"):
            if not text_of(comment, "commentHex", "id"):
                continue
            page = pages.get(text_of(comment, "pageId"), {})
            address = _find_address(comment, page, archive.mapping.site)
            if address not in opened:
                opened.add(address)
                yield ImportedThread(
                    id=address,
                    title=text_of(page, "title"),
                    address=address if "://" in address else "",
                    closed=page.get("isReadonly") is True,
                )
            yield _build_comment(comment, address, people)


def _find_address(comment: Mapping[str, Any], page: Mapping[str, Any], site: str) -> str:
    if address := text_of(comment, "url"):
        return address
    path = text_of(page, "path") or text_of(comment, "path") or "/"
    domain = text_of(comment, "domain") or text_of(page, "domain")
    if "://" in path:
        return path
    host = f"https://{domain}" if domain else site.rstrip("/")
    return f"{host}/{path.lstrip('/')}"


def _build_comment(comment: dict[str, Any], thread: str, people: Mapping[str, dict[str, Any]]) -> Comment:
    who = text_of(comment, "commenterHex", "userCreated", "userHex", "commenterId")
    person = people.get(who, {})
    link = text_of(person, "link", "websiteUrl")
    parent = text_of(comment, "parentHex", "parentId")
    text = text_of(comment, "markdown")
    return Comment(
        id=text_of(comment, "commentHex", "id"),
        thread=thread,
        parent="" if parent in _NOBODY else parent,
        author=Author(
            text_of(person, "name") or text_of(comment, "authorName"),
            "" if who in _NOBODY or not person else f"#{who}",
            "" if link in _NOBODY else link,
        ),
        date=parse_date(text_of(comment, "creationDate", "createdTime", "createdAt")),
        edited=parse_date(text_of(comment, "editedTime")),
        body=text or text_of(comment, "html"),
        markup="markdown" if text else "html",
        dropped=_reason(comment),
        versioned=True,
    )


def _reason(comment: Mapping[str, Any]) -> str:
    """Why a comment is not to be shown, or nothing."""
    if comment.get("deleted") is True or comment.get("isDeleted") is True:
        return "deleted"
    state = text_of(comment, "state")
    if state == "flagged":
        return "spam"
    hidden = state not in ("", "approved") or comment.get("isApproved") is False or comment.get("isPending") is True
    return N_("not approved") if hidden else ""
