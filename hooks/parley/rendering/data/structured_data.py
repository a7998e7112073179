"""What a thread tells search engines: a DiscussionForumPosting with its tree of Comments, as JSON-LD.

Sources: schema.org; Google Search Central, "Discussion forum (DiscussionForumPosting) structured data", for what is
required: an author with a name, `datePublished` with its zone, and a text, on the post and on every comment.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from parley.model import urls, words
from parley.model.entries import Contribution, Discussion, Library, Practice, Reply
from parley.model.markup import markdown as markup
from parley.model.settings import Settings
from parley.model.sheets import Sheet, cut_thread
from parley.model.threads import Branch, Turn, take_turns
from parley.rendering.fields import list_sides
from parley.rendering.homes import find_home
from parley.rendering.wording import show_removal

DEEPEST = 30
"""Levels of comments within comments; who reads JSON may well do it by recursion."""


def build_structured_data(
    post: Discussion | Practice,
    replies: Iterable[Reply],
    library: Library,
    settings: Settings,
    description: str,
    sheet: Sheet | None = None,
    turns: Mapping[str, Turn] | None = None,
) -> dict[str, Any]:
    """The structured data of a post's page, or of a page of its thread.

    Comments nest as replies answer each other. Below level `DEEPEST` they go on at that level, in the order in which
    they are read, and name what they answer as `parentItem`. What was removed keeps its place, dates and reason. A site
    without an address gives no `url`, and comments the anchor on their page as `@id`.

    A later page of a long thread has its own comments, the address of the post and, in place of its text, the
    description that stands there; how many comments there are in all is said on the first. `turns` are those of the
    whole thread, for who has them.
    """
    replies = tuple(replies)
    sheet = sheet or cut_thread(replies)[0]
    turns = turns or take_turns(post, replies)
    shown = sum(not reply.removed for reply in replies)
    address = _full(urls.post(post.kind, post.id), settings)
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "DiscussionForumPosting",
        "@id": address,
        "url": address,
        "mainEntityOfPage": address,
        "headline": post.shown_title,
        "description": description,
        **_describe(post, turns[post.path], library, settings),
        "keywords": [library.tags[slug].title for slug in post.tags],
        "isPartOf": _without_empty({"@type": "WebSite", "name": settings.site_name, "url": settings.site_url}),
        "commentCount": shown,
        "interactionStatistic": {
            "@type": "InteractionCounter",
            "interactionType": "https://schema.org/CommentAction",
            "userInteractionCount": shown,
        },
        "comment": _build_comments(post, sheet, turns, library, settings),
    }
    if sheet.number > 1:
        data |= {"text": description, "commentCount": "", "interactionStatistic": ""}
    return _without_empty(data)


def render_structured_data(data: dict[str, Any]) -> str:
    r"""JSON that can stand in a `script` element as it is: no text in it can close the element or open a comment.

    `<`, `>` and `&` are written as `\u003c` and so on, which JSON reads as the same; so are the two line ends of
    Unicode that older JavaScript takes for ends of a line.
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def _build_comments(
    post: Discussion | Practice, sheet: Sheet, turns: Mapping[str, Turn], library: Library, settings: Settings
) -> list[dict[str, Any]]:
    top: list[dict[str, Any]] = []
    levels = [top]
    for node in sheet.nodes:
        level = min(node.depth, DEEPEST - 1)
        comment = _build_comment(post, node, sheet, turns[node.reply.path], library, settings)
        del levels[level + 1 :]
        levels[level].append(comment)
        if node.below and level < DEEPEST - 1:
            comment["comment"] = []
            levels.append(comment["comment"])
    return top


def _build_comment(
    post: Discussion | Practice, node: Branch, sheet: Sheet, turn: Turn, library: Library, settings: Settings
) -> dict[str, Any]:
    comment = {
        "@type": "Comment",
        "@id": _identify(post, node.reply, settings),
        "url": _full(urls.reply(post, node.reply), settings),
        **_describe(node.reply, turn, library, settings),
    }
    parent = sheet.ties[node.reply.id].parent
    if parent and (node.depth >= DEEPEST or not node.parent):
        comment["parentItem"] = {"@type": "Comment", "@id": _identify(post, parent, settings)}
    return _without_empty(comment)


def _identify(post: Discussion | Practice, reply: Reply, settings: Settings) -> str:
    return _full(urls.reply(post, reply), settings) or f"#{urls.reply_anchor(reply.id)}"


def _describe(item: Discussion | Practice | Reply, turn: Turn, library: Library, settings: Settings) -> dict[str, Any]:
    """What a post and a comment have in common."""
    return {
        "author": _build_author(item, library, settings),
        "datePublished": turn.published.instant,
        "dateModified": turn.changed.instant if item.updated else "",
        "text": _find_text(item, settings),
        "creativeWorkStatus": "Deleted" if item.removed else "",
    }


def _build_author(item: Contribution, library: Library, settings: Settings) -> dict[str, str]:
    """A name as text, and the page of who bears it. A house voice is a role of the site's and no person."""
    if item.removed:
        return {"@type": "Person", "name": words.REMOVED_AUTHOR}
    person = library.person(item.author)
    kind = "Organization" if person.role == "house-voice" else "Person"
    page = _full(find_home(item.author, library, settings), settings)
    return _without_empty({"@type": kind, "name": person.name, "alternateName": person.mention, "url": page})


def _find_text(item: Discussion | Practice | Reply, settings: Settings) -> str:
    if item.removed:
        return show_removal(item)
    parts = [_to_plain(item.body)]
    if isinstance(item, Discussion):
        parts += item.questions
    elif isinstance(item, Practice):
        parts = [f"{name}: {_to_plain(text)}" for name, text in list_sides(item, settings)] + parts
    return "\n".join(part for part in parts if part)


def _to_plain(text: str) -> str:
    return markup.render_words(text) or " ".join(text.split())


def _full(address: str, settings: Settings) -> str:
    return settings.site_url + address if settings.site_url else ""


def _without_empty(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in ("", [])}
