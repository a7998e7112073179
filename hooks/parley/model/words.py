"""The words with which the site speaks of people, and those that stand where something was removed.

They are here once: for what shows them, and for the rules that keep them from standing in anybody's name.
"""

from collections.abc import Mapping

from parley.model.entries import name_removed

BADGES: Mapping[str, str] = {"house-voice": "house voice", "maintainer": "maintainer"}
"""What stands beside the name of who has a role."""

OPENED = "started this"
"""What stands beside the name of who opened the discussion."""

ROLES: Mapping[str, str] = {"house-voice": "House voice", "maintainer": "Maintainer", "contributor": "Person"}
"""What a person's page is headed with."""

TAKES: Mapping[str, str] = {"supports": "For", "disputes": "Against", "asks": "Questions", "adds": "Additions"}
"""What a reply does to what it answers, and what such replies are headed with."""

YES = "yes"
"""What stands for a value that is true."""

TEMPLATE_AUTHOR = "your-handle"
TEMPLATE_TITLE = "What is it about?"
TEMPLATE_QUESTION = "What do you want to ask readers?"
TEMPLATE_REPLY = "Your reply, in Markdown."
TEMPLATE_POST = "The best case for both sides, and what you don't know."
"""What stands in the file that a forge opens for somebody who writes without the dialog, to be written over."""

REMOVED_AUTHOR = "[removed]"
REMOVED_POST = "A removed post"
REMOVED_REPLY = "A removed reply"
MOVED_REPLY = "A moved reply"


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
