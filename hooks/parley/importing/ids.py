"""Names of files from the ids of an archive: the same in every import, bounded, and fit for every file system."""

import hashlib
import re

from parley.editing.slugs import make_slug
from parley.model import layout

_PLAIN_LENGTH = 70
"""Leaves room for the number of a part behind it."""

_HASHED = re.compile(r"x[0-9a-f]{16}")
SUFFIX_LENGTH = 10
NAME_LENGTH = 30
"""Characters of the name that stands before every id."""


def reply_id(name: str, id: str) -> str:
    """The id of a reply: `disqus-2521126018`, or with a hash where the archive's id cannot be part of a file's name.

    Ids that differ in case alone get different hashes, as they would be one file on some systems.
    """
    plain = f"{name}-{id}"
    if len(plain) <= _PLAIN_LENGTH and layout.is_name(plain) and not _HASHED.fullmatch(id):
        return plain
    return f"{name}-x{_hash(id)[:16]}"


def part_id(id: str, number: int) -> str:
    """The id of a later part of a text that is too long for one file."""
    return f"{id}-part-{number}"


def find_whole(id: str) -> str:
    """The id of the first part of a text, of the id of any of them."""
    return re.sub(r"-part-[0-9]+\Z", "", id)


def thread_suffix(name: str, id: str) -> str:
    """The end of a slug by which a thread is found again, even if its title has changed."""
    return _hash(f"{name}\0{id}")[:SUFFIX_LENGTH]


def slug(title: str, suffix: str) -> str:
    """The folder of a discussion: words of its title, then the suffix."""
    return f"{make_slug(title)}-{suffix}"


def find_suffix(slug: str) -> str:
    """The suffix of a slug that `slug` may have made, or nothing."""
    end = slug.rpartition("-")[2]
    return end if re.fullmatch(rf"[0-9a-f]{{{SUFFIX_LENGTH}}}", end) else ""


def content_id(*parts: str) -> str:
    """An id for a comment that has none, from what it says."""
    return f"x{_hash(chr(0).join(parts))[:16]}"


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()
