"""Which passages of a thread are quoted where they are answered: a reply that begins with words of what it answers."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from parley.model.entries import Contribution, Post, Reply
from parley.model.markup import markdown as markup
from parley.model.markup.passages import Flat, find_passage, find_quote, flatten


@dataclass(frozen=True, slots=True)
class Answered:
    """A passage of a text, by its first character and that behind its last, and the reply that quotes it."""

    start: int
    end: int
    reply: Reply


@dataclass(frozen=True, slots=True)
class Quotes:
    """The passages of each text by the path of its contribution and the text itself, and those who quote some.

    `quoting` gives the page of the thread on which a passage stands, by the path of the reply.
    """

    passages: Mapping[tuple[str, str], Sequence[Answered]] = field(default_factory=dict)
    quoting: Mapping[str, int] = field(default_factory=dict)


def may_quote(reply: Reply) -> bool:
    """Tell whether a reply may begin with a quotation."""
    return not reply.removed and _QUOTE.match(reply.body) is not None


_QUOTE = re.compile(r"\s*>")


def find_quotes(post: Post, replies: Sequence[Reply], read: Callable[[Contribution], Iterable[str | None]]) -> Quotes:
    """The passages of a post and its replies that are quoted by who answers them; `read` gives the texts of each."""
    known = {reply.id: reply for reply in replies}
    texts: dict[str, Sequence[tuple[str, Flat]]] = {}
    passages: dict[tuple[str, str], list[Answered]] = {}
    quoting: dict[str, int] = {}
    for reply in filter(may_quote, replies):
        parent = known.get(reply.reply_to) if reply.reply_to else post
        if not parent or parent.removed or not (quoted := find_quote(_draw(reply.body))):
            continue
        if parent.path not in texts:
            texts[parent.path] = _flatten(parent, read(parent))
        places = [(text, place) for text, flat in texts[parent.path] if (place := find_passage(flat, quoted))]
        if places and sum(quoted in flat.words for _, flat in texts[parent.path]) == 1:
            [(text, place)] = places
            passages.setdefault((parent.path, text), []).append(Answered(*place, reply))
            quoting[reply.path] = parent.page if isinstance(parent, Reply) else 1
    for found in passages.values():
        found.sort(key=lambda one: (one.start, one.end))
    return Quotes(passages, quoting)


def _flatten(item: Contribution, texts: Iterable[str | None]) -> list[tuple[str, Flat]]:
    shown = (text for text in dict.fromkeys(texts) if text and text not in item.asides)
    return [(text, flatten(_draw(text))) for text in shown]


def _draw(text: str) -> str:
    return markup.render(text, contribution_id="line", here="", heading=markup.REPLY_HEADING)
