"""GitHub Discussions and Issues as JSON: answers of the GraphQL or REST interface, page by page, or lists of entries.

Discussions have two levels. `body`, the Markdown, is taken where it is there, else `bodyHTML`. The REST interface gives
comments apart from their issues, which they name by an address. giscus and utterances keep the comments of a page in a
discussion or an issue whose title is the path of the page.
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from parley.importing import ids
from parley.importing.bodies.conversion import title_from_name
from parley.importing.dates import parse_date
from parley.importing.records import (
    Archive,
    Author,
    Comment,
    Fault,
    ImportedThread,
    Liked,
    Markup,
    Missing,
    Noticed,
    Record,
)
from parley.importing.streams.files import find_files
from parley.importing.streams.json_stream import Path_, objects_of, read_objects, text_of
from parley.model.languages.speaking import N_, _
from parley.model.layout import is_bot

_GHOST = "ghost"
"""What GitHub calls those whose account is gone."""

_AROUND = frozenset(
    "data repository organization user viewer search nodes edges node item items discussions issues pulls "
    "pullRequests".split()
)
_ENVELOPE = frozenset(
    "data repository organization user viewer errors extensions pageInfo totalCount nodes edges magic timestamp repo "
    "issues pulls discussions pullRequests total_count incomplete_results items search node discussion issue".split()
)
_LISTS = ("discussions", "issues", "pulls", "pullRequests", "items", "nodes", "data", "repository", "search")
_BOTS = frozenset({"giscus[bot]", "giscus", "utterances-bot", "utteranc-es[bot]", "utteranc-es"})
"""Who opens the discussions of pages for giscus and utterances."""


def read_github(archive: Archive) -> Iterator[Record]:
    """Read a file, or all files of a folder."""
    lacking: Counter[str] = Counter()  # comments that an issue of the REST interface says it has, by its address
    for file in find_files(archive.path, (".json", ".jsonl", ".ndjson")):
        found = False
        for top in read_objects(archive, file, _is_entry):
            for entry, is_pull in _find_entries(top):
                found = True
                if "title" not in entry:
                    comment = _build_apart(entry, archive)
                    lacking[comment.thread] -= 1
                    yield comment
                    yield from _list_liked(entry, comment.thread, comment.id)
                else:
                    yield from _read_entry(entry, lacking, archive, is_pull=is_pull)
                yield from _notice_footer(entry)
        if not found:
            yield Fault(file, 1, _("there is no discussion and no issue in it (title, body, comments)"))
    for thread, count in lacking.items():
        if count > 0:
            yield Missing(
                _(
                    "{thread}: {count} comments; fetch them too (repos/OWNER/NAME/issues/comments)",
                    thread=thread,
                    count=count,
                )
            )


def _is_entry(path: Path_, first_key: str) -> bool:
    """Tell whether an object is a discussion or an issue by where it stands and its first key."""
    if first_key in _ENVELOPE:
        return False
    keys = path[:-1]  # the last is the object's own
    if keys and keys[-1] in ("discussion", "issue"):
        return True
    if any(key not in _AROUND for key in keys):
        return False
    return not keys or keys[-1] == "node" or (keys[-1] == "item" and keys[-2:-1] != ("edges",))


def _find_entries(
    data: dict[str, Any], *, is_pull: bool = False, depth: int = 0
) -> Iterator[tuple[dict[str, Any], bool]]:
    """The entries in an object: itself, or those of lists in it, whatever stands before these."""
    is_pull = is_pull or bool(data.get("pull_request")) or "/pull/" in text_of(data, "html_url", "url")
    has_text = "body" in data or "bodyHTML" in data or "body_html" in data
    is_comment = bool(text_of(data, "issue_url", "discussion_url")) and has_text
    if is_comment or (text_of(data, "title") and (has_text or "comments" in data)):
        yield data, is_pull
    elif depth < _DEEPEST:
        for key in _LISTS:
            inside = objects_of(data, key) or ([data[key]] if isinstance(data.get(key), dict) else [])
            for one in inside:
                yield from _find_entries(one, is_pull=is_pull or key.startswith("pull"), depth=depth + 1)


_DEEPEST = 6


def _read_entry(entry: dict[str, Any], lacking: Counter[str], archive: Archive, *, is_pull: bool) -> Iterator[Record]:
    thread = text_of(entry, "html_url", "url", "id", "number")
    body, form = _body(entry)
    author = _author(entry)
    page = _find_page(text_of(entry, "title"), body, author, archive.mapping.site)
    yield ImportedThread(
        id=thread,
        former="" if text_of(entry, "url") == thread else text_of(entry, "url"),
        title=page[0] if page else text_of(entry, "title"),
        author=None if page else author,
        date=parse_date(text_of(entry, "createdAt", "created_at")),
        edited=parse_date(text_of(entry, "lastEditedAt")),
        body="" if page else body,
        markup=form,
        address=page[1] if page else text_of(entry, "html_url", "url"),
        categories=tuple(_categories(entry)),
        closed=entry.get("locked") is True,
        dropped=N_("a pull request") if is_pull else _reason(entry),
    )
    if not page:
        yield from _list_liked(entry, thread, "")
    comments = objects_of(entry, "comments")
    if not comments and (count := text_of(entry, "comments")).isdecimal() and not is_pull:
        lacking[thread] += int(count[:9])
    missing = _count_lacking(entry, "comments", len(comments))
    for comment in comments:
        built = _build_comment(comment, thread, "", archive)
        yield built
        yield from _list_liked(comment, thread, built.id)
        yield from _notice_footer(comment)
        replies = objects_of(comment, "replies")
        missing += _count_lacking(comment, "replies", len(replies))
        for reply in replies:
            answer = _build_comment(reply, thread, built.id, archive)
            yield answer
            yield from _list_liked(reply, thread, answer.id)
            yield from _notice_footer(reply)
    if missing and not is_pull:
        yield Missing(
            _(
                "{thread}: {missing} or more comments; fetch the following pages (pageInfo.hasNextPage)",
                thread=thread,
                missing=missing,
            )
        )


_HEADING = re.compile(r"\s*#[ \t]+([^\n]{1,300})")
_ADDRESS = re.compile(r"https?://[^\s<>()\[\]]+")


def _find_page(title: str, body: str, author: Author, site: str) -> tuple[str, str] | None:
    """Title and address of the page that a discussion of giscus or utterances is about; None for any other."""
    if author.account.lower() not in _BOTS:
        return None
    heading, address = _HEADING.match(body), _ADDRESS.search(body)
    path = title if "://" in title else f"{site.rstrip('/')}/{title.lstrip('/')}" if site else ""
    shown = heading[1].strip() if heading else ""
    if not shown or shown == title:
        name = title.rstrip("/").rpartition("/")[2] if " " not in title else ""
        shown = title_from_name(name.removesuffix(".html")) or title
    return shown, address[0] if address else path


def _count_lacking(data: dict[str, Any], key: str, there: int) -> int:
    """How many of a page's entries are not there, at least."""
    page = data.get(key)
    if not isinstance(page, dict):
        return 0
    total = text_of(page, "totalCount")
    info = page.get("pageInfo")
    more = isinstance(info, dict) and info.get("hasNextPage") is True
    return max(int(more), int(total[:9]) - there) if total.isdecimal() else int(more)


def _build_apart(data: dict[str, Any], archive: Archive) -> Comment:
    """A comment of the REST interface, which names its issue."""
    shown = text_of(data, "html_url").partition("#")[0]
    named = text_of(data, "issue_url", "discussion_url").replace("://api.github.com/repos/", "://github.com/")
    return _build_comment(data, shown or named, text_of(data, "parent_id"), archive)


def _build_comment(data: dict[str, Any], thread: str, parent: str, archive: Archive) -> Comment:
    author = _author(data)
    body, form = _body(data)
    date = text_of(data, "createdAt", "created_at")
    above = data.get("replyTo")
    id = text_of(data, "id", "databaseId", "url")
    return Comment(
        id=id or ids.content_id(author.account, author.name, date, body),
        thread=thread,
        parent=text_of(above, "id") or parent,
        author=author,
        date=parse_date(date),
        edited=parse_date(text_of(data, "lastEditedAt", "updated_at")),
        body=body,
        markup=form,
        dropped=_reason(data),
        versioned=bool(id),
        address=text_of(data, "html_url") or ("" if "api.github.com" in text_of(data, "url") else text_of(data, "url")),
        values=archive.mapping.fill_agreed(_count_liked(data)),
    )


_THUMBS = ("THUMBS_UP", "+1")


def _list_reactions(data: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The people behind thumbs up, as far as they are named: their names are public there."""
    for one in objects_of(data, "reactions"):
        if text_of(one, "content") in _THUMBS:
            yield {"user": one.get("user")}
    for group in objects_of(data, "reactionGroups"):
        if text_of(group, "content") in _THUMBS:
            for one in (*objects_of(group, "reactors"), *objects_of(group, "users")):
                yield {"user": one}


def _list_liked(data: dict[str, Any], thread: str, comment: str) -> Iterator[Liked]:
    for one in _list_reactions(data):
        author = _author(one)
        if author.account != _GHOST and not is_bot(author.account):
            yield Liked(thread, comment, author)


def _count_liked(data: dict[str, Any]) -> int:
    groups = [one for one in objects_of(data, "reactionGroups") if text_of(one, "content") in _THUMBS]
    told = [text_of(group.get(key), "totalCount") for group in groups for key in ("reactors", "users")]
    told.append(text_of(data.get("reactions"), "+1"))
    return max([sum(1 for _ in _list_reactions(data)), *(int(one[:9]) for one in told if one.isdecimal())])


def _reason(data: dict[str, Any]) -> str:
    if data.get("deletedAt"):
        return "deleted"
    return "hidden" if data.get("isMinimized") is True else ""


def _author(data: dict[str, Any]) -> Author:
    author = data.get("author") or data.get("user")
    account = author if isinstance(author, str) else text_of(author, "login")
    name = text_of(author, "name") or account
    return Author(name, account) if name else Author(_GHOST, _GHOST)


_DRAWN = re.compile(r"\s*<(?:p|div|h[1-6]|ul|ol|pre|blockquote|table)\b[^>]{0,200}\bdir=\"auto\"", re.IGNORECASE)


def _body(data: dict[str, Any]) -> tuple[str, Markup]:
    """The text and how it is written; some tools put the HTML under `body`."""
    text = text_of(data, "body")
    if text:
        return (text, "html") if _DRAWN.match(text) else (drop_footer(text)[0], "lines")
    return text_of(data, "bodyHTML", "body_html"), "html"


_FOOTER = re.compile(
    r"(?:^[> \t]*[—–-]{1,3}[ \t]*\n)?^[> \t]*(?:You are receiving this because[^\n]*\n[> \t]*)?"
    r"Reply to this email directly(?:[^\n]*\n(?![> \t]*\n)){0,12}[^\n]*$\n?",
    re.MULTILINE,
)


def drop_footer(text: str) -> tuple[str, bool]:
    """A comment that came by mail without what the program put below it, with its address to unsubscribe."""
    text = text.replace("\r\n", "\n")
    if "Reply to this email directly" not in text or "unsubscribe" not in text.lower():
        return text, False
    made = _FOOTER.sub("", text)
    return made, made != text


def _notice_footer(data: dict[str, Any]) -> Iterator[Record]:
    if drop_footer(text_of(data, "body"))[1]:
        yield Noticed("footers", text_of(data, "html_url", "url", "id", "createdAt", "created_at"))


def _categories(entry: dict[str, Any]) -> Iterator[str]:
    category = entry.get("category")
    name = text_of(category, "name") or text_of(entry, "category")
    if name:
        yield name
    for label in objects_of(entry, "labels"):
        if name := text_of(label, "name"):
            yield name
