"""The argument of a thread: what is said for and against its post, and what is answered, in the first words of each.

It is another way to look at what stands in the thread, where every text is whole. So it leads there, has no place in
search or the sitemap, and is there only where replies say what they do to what they answer (`takes`).
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import jinja2

from parley.model import urls, words
from parley.model.entries import Article, Post, Reply
from parley.model.languages.speaking import N_, _
from parley.model.library import Library
from parley.model.threads import Branch, build_tree
from parley.model.words import TAKES
from parley.rendering.pages.card import Card, Cards, excerpt_own
from parley.rendering.pages.page import Page
from parley.rendering.planned import Dependencies

MOST = 1000
"""Claims on the page; of a longer argument the answers of answers are left to the thread."""

LENGTH = 200
"""Characters of each: a line or three."""

OPEN = 60
"""Claims with which all answers are unfolded; of a longer argument one is read at a time."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A reply in the argument, with the steps that draw lists in lists (see `thread.Row`).

    `way` leads to where it is read; `answers` counts what is answered to it here by what each does, and `others` those
    that stand in the thread alone.
    """

    node: Branch
    words: str
    way: str
    answers: Mapping[str, int]
    others: int
    ends_lists: int
    ends_item: bool
    begins_list: bool

    @property
    def reply(self) -> Reply:
        return self.node.reply


@dataclass(frozen=True, slots=True)
class Strand:
    """The answers to the post that do one thing, and what is answered to them; `key` is empty for all others."""

    key: str
    title: str
    size: int
    claims: Sequence[Claim]


def build_argument_pages(library: Library, cards: Cards, drawer: jinja2.Environment) -> Iterator[Page]:
    """A page for each thread with an argument."""
    for post in library.posts():
        card = cards[post.place]
        if card.takes and not post.removed:
            yield Page(
                address=urls.argument(post),
                title=_("{title}: the argument", title=words.show_title(post)),
                description=card.summary,
                render=partial(_draw, post, card, library, drawer),
                path="" if isinstance(post, Article) else post.path,
                changed=card.last,
                canonical=post.address,
                depends=Dependencies(threads=(post,), values=("argument", card.facts)),
            )


def _draw(post: Post, card: Card, library: Library, drawer: jinja2.Environment) -> str:
    sides = build_strands(post, library.replies_to(post))
    is_open = sum(len(side.claims) for side in sides) <= OPEN
    template = drawer.get_template("argument.html")
    return template.render(here=urls.argument(post), post=post, card=card, sides=sides, is_open=is_open)


def build_strands(post: Post, replies: Sequence[Reply]) -> list[Strand]:
    """The argument: replies that say what they do and, where these answer others, those; siblings by date.

    What was agreed to most is no nearer to the top: an order by numbers makes the first ones win.
    """
    nodes = _cut(build_tree(_pick(replies)))
    answers = Counter((node.parent.id, node.reply.takes) for node in nodes if node.parent)
    all_answers = Counter(reply.reply_to for reply in replies if not reply.removed)
    groups: dict[str, list[Branch]] = {}
    key = ""
    for node in nodes:
        if node.depth == 0:
            key = "" if node.reply.removed else node.reply.takes
        groups.setdefault(key, []).append(node)
    titles = {**TAKES, "": N_("Elsewhere in the thread")}
    return [
        Strand(key, title, sum(not node.depth for node in group), _build_claims(post, group, answers, all_answers))
        for key, title in titles.items()
        if (group := groups.get(key))
    ]


def _pick(replies: Sequence[Reply]) -> list[Reply]:
    """The replies that say what they do, and all that they answer."""
    known = {reply.id: reply for reply in replies}
    wanted: set[str] = set()
    for reply in replies:
        step = reply if reply.takes and not reply.removed else None
        while step and step.id not in wanted:
            wanted.add(step.id)
            step = known.get(step.reply_to)
    return [reply for reply in replies if reply.id in wanted]


def _cut(nodes: Sequence[Branch]) -> Sequence[Branch]:
    """As many levels as there is room for; of the first level alone, the first ones."""
    sizes = Counter(node.depth for node in nodes)
    left, depth = MOST, 0
    while depth in sizes and left >= sizes[depth]:
        left -= sizes[depth]
        depth += 1
    return [node for node in nodes if node.depth < max(depth, 1)][:MOST]


def _build_claims(
    post: Post, nodes: Sequence[Branch], answers: Mapping[tuple[str, str], int], all_answers: Mapping[str, int]
) -> list[Claim]:
    claims, level = [], -1
    for node in nodes:
        reply = node.reply
        own = {key: number for key in (*TAKES, "") if (number := answers.get((reply.id, key)))}
        claims.append(
            Claim(
                node,
                excerpt_own(reply.body, LENGTH),
                find_way(post, reply),
                own,
                max(0, all_answers.get(reply.id, 0) - sum(own.values())),
                ends_lists=max(0, level - node.level),
                ends_item=node.level <= level,
                begins_list=node.level > level,
            )
        )
        level = node.level
    return claims


def find_way(post: Post, reply: Reply) -> str:
    """The way from the argument to a reply, as short as there is one: there are hundreds on a page."""
    address, thread = urls.reply(post, reply), urls.post(*post.place)
    return (
        f"../{address.removeprefix(thread)}"
        if address.startswith(thread)
        else urls.relative(address, urls.argument(post))
    )
