"""A long thread cut into pages, so that no page takes a browser seconds to open.

Page 1 holds the first `SIZE` replies to a post, page 2 the next ones, as they came. So an answer may stand on a later
page than what it answers, but one more reply changes the last page and moves nothing: its page is part of the address
of a reply, which others have written down.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from parley.model.entries import Post, Reply, ThreadName
from parley.model.threads import Branch, build_tree

SIZE = 1000
"""Replies on a page. A telephone opens that many in a second; no thread that people read from end to end has more."""

NEAR = 100
"""Replies of the next page to which a page leads by their anchors, for those that stood on it once: a reply that is
merged weeks after its date moves the last one of each page after it to the next."""


def number_replies(replies: tuple[Reply, ...]) -> tuple[Reply, ...]:
    """The replies to a post, in the order of `order_by_date`, each with the number of its page."""
    later = (replace(reply, page=1 + position // SIZE) for position, reply in enumerate(replies[SIZE:], SIZE))
    return (*replies[:SIZE], *later)


def list_pages(post: Post, replies: Iterable[Reply]) -> Iterable[tuple[ThreadName, Mapping[str, int]]]:
    """What `Library.pages` holds of a post."""
    pages = {name: reply.page for reply in replies if reply.page > 1 for name in reply.names}
    return [((post.folder, name), pages) for name in post.names] if pages else ()


@dataclass(frozen=True, slots=True)
class Ties:
    """What a reply is tied to in its thread, on whatever page: what it answers, the first reply of its branch, and the
    neighbours that answer the same. `away` are the first answers to it on each page but its own, and how many there are
    on that page. `seconds` put it in its place by date: since 1970, and never before what it answers.
    """

    parent: Reply | None
    root: Reply | None
    previous: Reply | None
    next: Reply | None
    away: tuple[tuple[Reply, int], ...]
    seconds: int

    def list_others(self, page: int) -> list[tuple[Reply | None, int]]:
        """What of it stands on other pages than this one."""
        near = self.parent, self.root, self.previous, self.next
        return [*((one if one and one.page != page else None, 1) for one in near), *self.away]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page of a thread: its number, that of the last one, and its replies as a tree.

    `before` is the number of replies on the pages before it, `shown_before` without removed ones, `ties` are those of
    all replies of the thread, by id.
    `elsewhere` are the replies on other pages to which this one leads by their anchors: all of them on the first page,
    which is the address of every reply of a thread that is not long yet.
    """

    number: int
    last: int
    before: int
    nodes: tuple[Branch, ...]
    ties: Mapping[str, Ties]
    elsewhere: tuple[Reply, ...] = ()
    shown_before: int = 0

    @property
    def is_whole(self) -> bool:
        """Tell whether it is all of its thread."""
        return self.last == 1

    @property
    def latest(self) -> int:
        """The seconds of the newest reply on any page."""
        return max(tie.seconds for tie in self.ties.values())

    def list_answered(self) -> list[Reply]:
        """The replies on other pages that are answered on this one."""
        parents = (self.ties[node.reply.id].parent for node in self.nodes)
        return [parent for parent in parents if parent and parent.page != self.number]

    def describe(self) -> list[object]:
        """All that it shows of other pages, but for the people in `list_answered`."""
        others = (tie for node in self.nodes for tie in self.ties[node.reply.id].list_others(self.number))
        tied: list[object] = [(one.id, one.page, number) if one else None for one, number in others]
        tied += [self.ties[node.reply.id].seconds for node in self.nodes]
        elsewhere = [(one.names, one.page) for one in self.elsewhere]
        return [self.number, min(self.last, self.number + 1), self.before, self.shown_before, tied, elsewhere]


def cut_thread(replies: Sequence[Reply]) -> tuple[Sheet, ...]:
    """The pages of a thread; one that is not cut, or has no replies, has one."""
    nodes = build_tree(replies)
    ties = _tie(nodes)
    last = max((reply.page for reply in replies), default=1)
    if last == 1:
        return (Sheet(1, 1, 0, nodes, ties),)
    pages: dict[int, list[Reply]] = {}
    for reply in replies:
        pages.setdefault(reply.page, []).append(reply)
    sheets: list[Sheet] = []
    before = shown = 0
    for number in sorted(pages):
        elsewhere = pages.get(number + 1, [])[:NEAR]
        if number == 1:
            elsewhere = [reply for other in sorted(pages) if other > 1 for reply in pages[other]]
        sheets.append(Sheet(number, last, before, build_tree(pages[number]), ties, tuple(elsewhere), shown))
        before += len(pages[number])
        shown += sum(not reply.removed for reply in pages[number])
    return tuple(sheets)


def _tie(nodes: Sequence[Branch]) -> dict[str, Ties]:
    siblings: dict[str, list[Reply]] = {}
    for node in nodes:
        siblings.setdefault(node.parent.id if node.parent else "", []).append(node.reply)
    neighbours: dict[str, tuple[Reply | None, Reply | None]] = {}
    for group in siblings.values():
        ways = [None, *group, None]
        neighbours |= {reply.id: (ways[at], ways[at + 2]) for at, reply in enumerate(group)}
    ties: dict[str, Ties] = {}
    root: Reply | None = None
    for node in nodes:
        root = node.reply if node.depth == 0 else root
        written = int(node.reply.date.at.timestamp())
        away: dict[int, list[Reply]] = {}
        for answer in siblings.get(node.reply.id, ()):
            if answer.page != node.reply.page:
                away.setdefault(answer.page, []).append(answer)
        ties[node.reply.id] = Ties(
            node.parent,
            root if node.depth > 1 else None,
            *neighbours[node.reply.id],
            away=tuple((away[page][0], len(away[page])) for page in sorted(away)),
            seconds=max(written, ties[node.parent.id].seconds) if node.parent else written,
        )
    return ties
