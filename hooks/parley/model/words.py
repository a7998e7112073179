"""The words with which the site speaks of people, and those that stand where something was removed.

They are here once: for what shows them, and for the rules that keep them from standing in anybody's name.
"""

from collections.abc import Mapping

from parley.model.entries import Post
from parley.model.languages.speaking import N_, _, is_source

BADGES: Mapping[str, str] = {"house-voice": N_("house voice"), "maintainer": N_("maintainer")}
"""What stands beside the name of who has a role."""

OPENED = N_("started this")
"""What stands beside the name of who opened the discussion."""

ROLES: Mapping[str, str] = {
    "house-voice": N_("House voice"),
    "maintainer": N_("Maintainer"),
    "contributor": N_("Person"),
}
"""What a person's page is headed with."""

TAKES: Mapping[str, str] = {
    "supports": N_("For"),
    "disputes": N_("Against"),
    "asks": N_("Questions"),
    "adds": N_("Additions"),
}
"""What a reply does to what it answers, and what such replies are headed with."""

YES = N_("yes")
"""What stands for a value that is true."""

TEMPLATE_AUTHOR = "your-handle"
TEMPLATE_TITLE = N_("What is it about?")
TEMPLATE_QUESTION = N_("What do you want to ask readers?")
TEMPLATE_REPLY = N_("Your reply, in Markdown.")
TEMPLATE_POST = N_("The best case for both sides, and what you don't know.")
"""What stands in the file that a forge opens for somebody who writes without the dialog, to be written over."""

REMOVED_AUTHOR = N_("[removed]")
REMOVED_POST = N_("A removed post")
REMOVED_REPLY = N_("A removed reply")
MOVED_REPLY = N_("A moved reply")


_REMOVED = {"discussion": N_("A removed discussion"), "page": N_("A removed page")}


def name_removed(kind: str) -> str:
    """What stands for the title of a removed post: `A removed discussion`."""
    if kind in _REMOVED:
        return _(_REMOVED[kind])
    # the name of a comparison is one of files: English, or no word at all
    return f"A removed {kind}" if is_source() else _(REMOVED_POST)


def show_title(post: Post) -> str:
    """The title, or what stands for it where it is withheld."""
    return post.title or name_removed(post.kind)


CONTRIBUTIONS = ("post", "reply", "discussion", "comparison")

SPEAKERS = ("admin", "administrator", "moderator", *BADGES.values())
"""Whoever bears such a word in a name, or several of such, speaks for the site."""

WHOLE = (
    *(
        "house",
        "official",
        "parley",
        "staff",
        "removed",
        OPENED,
        REMOVED_AUTHOR,
        REMOVED_POST,
        REMOVED_REPLY,
        MOVED_REPLY,
    ),
    *map(name_removed, CONTRIBUTIONS[2:]),
)
"""What is nobody's whole name, though a part of it may be."""
