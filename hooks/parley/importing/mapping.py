"""What an adopter says about an archive: names of fields, addresses, tags."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

FIELDS: Mapping[str, tuple[str, ...]] = {
    "id": ("_id", "id", "comment_id", "commentId", "uuid"),
    "parent": tuple(
        (
            "replyToId replying_to_uid reply_to replyTo replying_to parent_id parentId replyID replyId reply_id "
            "in_reply_to inReplyTo comment_parent replyThread parent"
        ).split()
    ),
    "body": ("message", "body", "comment", "content", "contents", "text", "markdown", "html"),
    "date": (
        "date",
        "created_at",
        "createdAt",
        "created",
        "timestamp",
        "datetime",
        "time",
        "published",
        "published_at",
    ),
    "name": ("name", "author", "username", "author_name", "display_name", "nickname", "user"),
    "link": ("url", "website", "link", "author_url"),
    "page": ("post_id", "postId", "post", "page_id", "page", "page_url", "slug", "article", "permalink", "path"),
}
"""The names under which static comment files keep what an importer needs; the first that has a value counts."""


CATEGORY = "category"
"""The name under which the categories of a thread can fill a key of its discussion, in every format."""


AGREED = "agreed"
"""The name under which the number of those who agreed with a comment can fill a key of its reply, in every format."""


@dataclass(frozen=True, slots=True)
class ValueSource:
    """Where a key that the site declares has its value from: names of fields, of which the first with one counts.

    `options` turns values of the archive into those of the site; where there are some, no other value is taken.
    """

    names: tuple[str, ...]
    options: Mapping[str, str] = field(default_factory=dict)

    def pick(self, values: Iterable[str]) -> str:
        """What the key gets from values of the archive: the first that says something."""
        known = {old.casefold(): new for old, new in self.options.items()}
        told = (known.get(value.strip().casefold(), "") if known else value.strip() for value in values)
        return next(filter(None, told), "")


@dataclass(frozen=True, slots=True)
class FieldMapping:
    """`address` is a pattern with `{thread}`; `site` the address against which links within the site are read.

    `tags` turns the archive's categories into slugs of tags.yml, and `values` fills keys that the site declares.
    `parents` says how a reply names its parent: by its id, or by its number among the top-level comments in the order
    of file names or of dates. `auto` looks at the data.
    """

    fields: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: dict(FIELDS))
    parents: str = "auto"
    body: str = "auto"
    site: str = ""
    address: str = ""
    tags: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, ValueSource] = field(default_factory=dict)
    merge: tuple[str, ...] = ("address", "title")

    def fill_agreed(self, number: int) -> tuple[tuple[str, str], ...]:
        """What the number of those who agreed says for the keys that it fills; nothing where nobody did."""
        keys = (key for key, source in self.values.items() if AGREED in source.names and number > 0)
        return tuple((key, str(number)) for key in keys)
