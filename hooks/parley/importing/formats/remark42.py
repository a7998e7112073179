"""Remark42's backup: a line of JSON about the site, then one for each comment; gzipped or not.

Also the tree that its interface gives (`{"comments": [{"comment": …, "replies": […]}]}`).
"""

from collections.abc import Iterator
from typing import Any

from parley.importing.dates import parse_date
from parley.importing.records import Archive, Author, Comment, ImportedThread, Record
from parley.importing.streams.files import find_files
from parley.importing.streams.json_stream import Path_, objects_of, read_objects, text_of


def read_remark42(archive: Archive) -> Iterator[Record]:
    """Read a backup, or all of a folder."""
    for file in find_files(archive.path, (".json", ".gz", ".backup")):
        opened: dict[str, str] = {}
        closed: set[str] = set()
        for one in read_objects(archive, file, _is_wanted):
            closed |= {text_of(post, "url") for post in objects_of(one, "posts") if post.get("read_only") is True}
            if isinstance(one.get("locator"), dict):
                address = text_of(one["locator"], "url")
                if address not in opened:
                    opened[address] = text_of(one, "title")
                    yield ImportedThread(
                        id=address,
                        title=text_of(one, "title"),
                        address=address if "://" in address else "",
                        closed=address in closed,
                    )
                yield _build_comment(one, address, archive)


def _is_wanted(path: Path_, first_key: str) -> bool:
    if len(path) == 1:
        return first_key not in ("comments", "replies")
    return path[-2:-1] == ("comment",) and set(path) <= {"", "comments", "item", "replies", "comment"}


def _build_comment(one: dict[str, Any], thread: str, archive: Archive) -> Comment:
    user = one.get("user")
    text = text_of(one, "orig")
    drawn = text_of(one, "text")
    edit, votes = one.get("edit"), one.get("votes")
    liked = sum(vote is True for vote in votes.values()) if isinstance(votes, dict) else 0  # who did is shown to nobody
    return Comment(
        id=text_of(one, "id"),
        thread=thread,
        parent=text_of(one, "pid"),
        author=Author(text_of(user, "name"), f"#{who}" if (who := text_of(user, "id")) else ""),
        date=parse_date(text_of(one, "time")),
        edited=parse_date(text_of(edit, "time")),
        body=text or drawn,
        markup="markdown" if text else "html",
        dropped="deleted" if one.get("delete") is True else "",
        versioned=True,
        values=archive.mapping.fill_agreed(liked),
    )
