"""Discourse: topics as `/t/ID.json` gives them, or a file for each post.

A reply is known by its number within the topic, by which answers name it. `cooked`, the HTML, is taken where it is
there, for it alone has the addresses of pictures; else `raw`, the Markdown, in which Discourse's own marks are written
out.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from parley.importing.bodies.discourse_marks import draw_marks
from parley.importing.dates import parse_date
from parley.importing.records import (
    Archive,
    Author,
    BadArchive,
    Comment,
    Fault,
    ImportedThread,
    Markup,
    Missing,
    Record,
)
from parley.importing.streams.files import find_files
from parley.importing.streams.json_stream import objects_of, read_json, text_of
from parley.model.languages.speaking import _

_SMALL_ACTION, _WHISPER = 3, 4
_FIRST = "1"


def read_discourse(archive: Archive) -> Iterator[Record]:
    """Read a topic, or all topics and posts of a folder."""
    waiting: dict[str, ImportedThread] = {}  # topics whose first post has not been met
    opened: set[str] = set()
    for file in find_files(archive.path, (".json",)):
        try:
            data = read_json(archive, file)
        except BadArchive as bad:
            yield from bad.faults
            continue
        for one in data if isinstance(data, list) else [data]:
            if isinstance(one, dict) and isinstance(one.get("post_stream"), dict):
                yield from _read_topic(one, archive)
            elif text_of(one, "topic_id") and text_of(one, "post_number"):
                thread = text_of(one, "topic_id")
                if text_of(one, "post_number") == _FIRST:
                    opened.add(thread)
                    yield _build_thread(one, {**one, "title": one.get("topic_title")}, thread, archive)
                else:
                    waiting[thread] = _build_thread(None, {**one, "title": one.get("topic_title")}, thread, archive)
                    yield _build_comment(one, thread, _address(one, thread, archive), archive)
            else:
                yield Fault(file, 1, _("this is neither a topic of Discourse nor a post of one"))
    yield from (thread for id, thread in waiting.items() if id not in opened)


def _read_topic(topic: dict[str, Any], archive: Archive) -> Iterator[Record]:
    thread = text_of(topic, "id")
    posts = objects_of(topic["post_stream"], "posts")
    thread = thread or next((text_of(post, "topic_id") for post in posts), "")
    first = next((post for post in posts if text_of(post, "post_number") == _FIRST), None)
    yield _build_thread(first, topic, thread, archive)
    for post in posts:
        if post is not first:
            yield _build_comment(post, thread, _address(topic, thread, archive), archive)
    stream = topic["post_stream"].get("stream")
    if isinstance(stream, list):
        there = {text_of(post, "id") for post in posts}
        lacking = sum(str(id) not in there for id in stream)
    else:
        count = text_of(topic, "posts_count")
        lacking = max(0, int(count[:9]) - len(posts)) if count.isdecimal() else 0
    if lacking:
        yield Missing(
            _(
                "topic {thread}: {lacking} of {total} posts; fetch all its pages",
                thread=thread,
                lacking=lacking,
                total=lacking + len(posts),
            )
        )


def _build_thread(first: Any, topic: dict[str, Any], id: str, archive: Archive) -> ImportedThread:
    hidden = first is None or bool(_reason(first))
    body, form = _body({} if hidden else first)
    slug = text_of(topic, "slug", "topic_slug")
    pattern = archive.mapping.address
    return ImportedThread(
        id=id,
        title=text_of(topic, "title") or slug.replace("-", " "),
        author=None if hidden else _author(first),
        date=parse_date(text_of(topic if hidden else first, "created_at")),
        edited=None if hidden else _edited(first),
        body=body,
        markup=form,
        address=pattern.replace("{thread}", id) if pattern else _address(topic, id, archive),
        categories=(*_tags(topic), text_of(topic, "category_id")),
        closed=topic.get("closed") is True or topic.get("archived") is True,
        dropped=_topic_reason(topic),
    )


def _topic_reason(topic: dict[str, Any]) -> str:
    """Why a topic is not to be shown, or nothing; a single post's `deleted_at` says nothing about its topic."""
    if "post_stream" in topic and text_of(topic, "deleted_at"):
        return "deleted"
    return "private" if topic.get("archetype") == "private_message" else ""


def _tags(topic: dict[str, Any]) -> list[str]:
    tags = topic.get("tags")
    return [text_of(tag, "name") or str(tag) for tag in tags] if isinstance(tags, list) else []


def _address(topic: dict[str, Any], id: str, archive: Archive) -> str:
    site = archive.mapping.site.rstrip("/")
    return f"{site}/t/{text_of(topic, 'slug', 'topic_slug') or '-'}/{id}" if site else ""


def _build_comment(post: dict[str, Any], thread: str, topic: str, archive: Archive) -> Comment:
    body, form = _body(post)
    number = text_of(post, "post_number", "id")
    parent = text_of(post, "reply_to_post_number")
    return Comment(
        id=number,
        thread=thread,
        address=f"{topic}/{number}" if topic else "",
        parent="" if parent == _FIRST else parent,
        author=_author(post),
        date=parse_date(text_of(post, "created_at")),
        edited=_edited(post),
        body=body,
        markup=form,
        dropped=_reason(post),
        versioned=True,
        values=archive.mapping.fill_agreed(_count_likes(post)),
    )


_LIKE = "2"
"""What Discourse calls a like among the things that are done to a post."""


def _count_likes(post: dict[str, Any]) -> int:
    counts = (text_of(one, "count") for one in objects_of(post, "actions_summary") if text_of(one, "id") == _LIKE)
    return max((int(count[:9]) for count in counts if count.isdecimal()), default=0)


def _edited(post: dict[str, Any]) -> datetime | None:
    """When a post was changed: `updated_at` moves for votes and links too, so only where there is a second version."""
    version = text_of(post, "version", "public_version")
    is_gone = bool(post.get("user_deleted") or post.get("deleted_at"))
    is_new = not version.isdecimal() or int(version[:9]) > 1 or is_gone
    return parse_date(text_of(post, "deleted_at", "updated_at")) if is_new else None


def _reason(post: dict[str, Any]) -> str:
    """Why a post is not to be shown, or nothing."""
    if post.get("post_type") == _SMALL_ACTION:
        return _("a note of the system")
    if post.get("post_type") == _WHISPER:
        return _("a whisper among moderators")
    if post.get("user_deleted") or post.get("deleted_at"):
        return "deleted"
    return "hidden" if post.get("hidden") else ""


def _author(post: dict[str, Any]) -> Author:
    account = text_of(post, "username")
    return Author(text_of(post, "name") or account, account)


def _body(post: dict[str, Any]) -> tuple[str, Markup]:
    drawn = text_of(post, "cooked")
    return (drawn, "html") if drawn else (draw_marks(text_of(post, "raw")), "lines")
