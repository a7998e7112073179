"""What the dialog for writing knows of the cleaning of texts, so that its preview lets through what a page does.

The preview draws with another parser, in the browser; what may come out of it is told here and nowhere else.
"""

from html.entities import html5
from typing import Any

from parley.model import characters, urls
from parley.model.markup import budget, directions, typography
from parley.model.markup import markdown as markup
from parley.model.markup.addresses import LINK
from parley.model.markup.marks import FIXED
from parley.model.markup.mentions import MENTION, MOST
from parley.model.settings import Settings
from parley.reading.mending import body
from parley.reading.mending.texts import depth, invisible, links, pasting
from parley.rendering.hints import to_javascript

PREVIEWED = "preview"
"""Stands for the id of a text that has none yet."""


def describe_walls(settings: Settings) -> dict[str, Any]:
    """The rules of `markup.render` as JSON takes them, patterns with source and flags."""
    return {
        "tags": sorted(markup.TAGS),
        "attributes": {name: sorted(names) for name, names in sorted(markup.ATTRIBUTES.items())},
        "fixed": {name: {key: sorted(found) for key, found in values.items()} for name, values in FIXED.items()},
        "dropped": sorted(markup.DROPPED_WITH_CONTENT),
        "link": to_javascript(LINK),
        "language": to_javascript(markup.LANGUAGE),
        "page": to_javascript(urls.PAGE),
        "ownReply": to_javascript(urls.OWN_REPLY),
        "rel": markup.REL,
        "prefix": urls.body_prefix(PREVIEWED),
        "headings": {"post": markup.POST_HEADING, "reply": markup.REPLY_HEADING},
        "growth": budget.MAX_GROWTH,
        "small": budget.SMALL,
        "deepest": budget.MAX_NESTING,
        "host": to_javascript(links.HOST),
        "ends": [links.WIDE, links.STOPS, links.TOGETHER, links.LONGEST, links.QUOTES],
        "maybe": to_javascript(body.MAYBE),
        "mention": to_javascript(MENTION),
        "mentions": MOST,
        "kept": depth.KEPT,
        "directions": _describe_directions(),
        "pasting": _describe_pasting(),
        "invisible": _describe_invisible(),
        "type": describe_type(settings.language) if settings.typographic else None,
    }


def describe_type(language: str) -> dict[str, Any]:
    """How quotes, dashes and dots are shown in a language."""
    return {
        "marks": typography.find_marks(language),
        "sign": to_javascript(typography.SIGN),
        "elision": to_javascript(typography.ELISION),
        "packed": to_javascript(typography.PACKED),
        "code": to_javascript(typography.CODE),
        "fold": to_javascript(typography.FOLD),
        "opening": typography.OPENING,
        "longestWord": typography.LONGEST_WORD,
        "deepest": typography.DEEPEST,
        "joining": typography.JOINING,
        "inline": sorted(typography.INLINE),
        "asWord": sorted(typography.AS_A_WORD),
        "leftOut": sorted(typography.LEFT_OUT),
    }


def _describe_directions() -> dict[str, Any]:
    return {
        "rightToLeft": to_javascript(characters.RIGHT_TO_LEFT),
        "address": to_javascript(directions.ADDRESS),
        "parts": sorted(directions.PARTS),
        "code": sorted(directions.CODE),
        "quoted": sorted(directions.QUOTED),
        "title": directions.TITLE,
    }


def _describe_pasting() -> dict[str, Any]:
    return {
        "bullet": to_javascript(pasting.BULLET),
        "block": to_javascript(pasting.BLOCK),
        "capitals": to_javascript(pasting.CAPITALS),
        "chatLink": to_javascript(pasting.CHAT_LINK),
        "signature": to_javascript(pasting.SIGNATURE),
        "deeper": pasting.DEEPER,
        "shapes": "".join(sorted(pasting.SHAPES)),
        "answers": "".join(sorted(pasting.ANSWERS)),
        "symbols": pasting.SYMBOLS,
        "leastRows": pasting.LEAST_ROWS,
        "mostColumns": pasting.MOST_COLUMNS,
    }


def _describe_invisible() -> dict[str, Any]:
    named = {name: char for name, char in html5.items() if name.endswith(";") and characters.SHAPELESS.fullmatch(char)}
    return {
        "fixed": to_javascript(invisible.FIXED),
        "blanks": to_javascript(invisible.BLANKS),
        "lineEnd": to_javascript(invisible.LINE_END),
        "each": to_javascript(characters.EACH),
        "rightToLeft": to_javascript(characters.RIGHT_TO_LEFT),
        "directions": to_javascript(invisible.DIRECTIONS),
        "meant": invisible.MEANT,
        "opens": invisible.OPENS,
        "isolate": invisible.ISOLATE,
        "turns": "".join(sorted(invisible.TURNS)),
        "marks": invisible.MARKS,
        "overrides": characters.OVERRIDES,
        "named": named,
    }
