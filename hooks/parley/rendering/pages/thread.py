"""A tree of replies as the steps in which it is drawn, and the map that stands beside it."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from parley.model import urls
from parley.model.entries import Moment, Reply
from parley.model.sheets import Sheet
from parley.model.threads import Branch, Turn

BARS = 24
"""Bars in the picture of replies over time."""


@dataclass(frozen=True, slots=True)
class Row:
    """A node with what has to be closed and opened before it when the tree is written as nested lists.

    `ends_lists` lists end first, then (`ends_item`) the item before; `begins_list` opens a list for answers, which will
    hold `list_size` replies at all depths. `anchor` is the reply's own, `answered` the reply that it answers, if it
    answers one; `parent`, `root`, `previous` and `next` are the ways to that, to the first reply of the thread and to
    the neighbours that answer the same, or empty. `seconds` put it in its place by date, since 1970, where the date
    on the page does not; else they are 0. `away` are the ways to answers on other pages: the
    address of the first on a page, how many there are, and the number of the page.
    """

    node: Branch
    anchor: str
    ends_lists: int
    ends_item: bool
    begins_list: bool
    list_size: int
    answered: Reply | None
    parent: str
    root: str
    previous: str
    next: str
    seconds: int
    away: tuple[tuple[str, int, int], ...] = ()

    @property
    def reply(self) -> Reply:
        return self.node.reply

    @property
    def is_nested(self) -> bool:
        """Tell whether it stands within what it answers: not so on a later page, nor below the last level."""
        return self.node.parent is not None and self.node.level == self.node.depth

    @property
    def is_next(self) -> bool:
        """Tell whether what it answers stands right above it, which shows without words."""
        return self.begins_list and self.is_nested

    @property
    def is_apart(self) -> bool:
        """Tell whether one of its ways leads to another page, so that no script finds it on this one."""
        ways = self.parent, self.root, self.previous, self.next
        return bool(self.away) or any(way and not way.startswith("#") for way in ways)


NO_TURNS: Mapping[str, Turn] = {}


def build_rows(
    sheet: Sheet, turns: Mapping[str, Turn] = NO_TURNS, lead: Callable[[int, int], str] = urls.other_page
) -> tuple[Row, ...]:
    """Write the tree of a page as a sequence of steps, so that a template draws any depth with one loop.

    `lead` gives the way from one page of the thread to another.
    """

    def find_seconds(reply: Reply) -> int:
        turn, seconds = turns.get(reply.path), sheet.ties[reply.id].seconds
        shown = turn.published if turn and turn.published.day == reply.date.day else reply.date  # see `show_moment`
        return seconds if seconds != int(shown.at.timestamp()) else 0

    def find_way(reply: Reply | None) -> str:
        if reply is None:
            return ""
        anchor = f"#{urls.reply_anchor(reply.id)}"
        return anchor if reply.page == sheet.number else lead(sheet.number, reply.page) + anchor

    rows: list[Row] = []
    level = -1
    for node in sheet.nodes:
        ties = sheet.ties[node.reply.id]
        rows.append(
            Row(
                node,
                anchor=urls.reply_anchor(node.reply.id),
                ends_lists=max(0, level - node.level),
                ends_item=node.level <= level,
                begins_list=node.level > level,
                list_size=rows[-1].node.below if rows else 0,
                answered=ties.parent,
                parent=find_way(ties.parent),
                root=find_way(ties.root),
                previous=find_way(ties.previous),
                next=find_way(ties.next),
                away=tuple((find_way(first), number, first.page) for first, number in ties.away),
                seconds=find_seconds(node.reply),
            )
        )
        level = node.level
    return tuple(rows)


@dataclass(frozen=True, slots=True)
class Map:
    """A thread at a glance.

    `people` are handles with their number of replies, most first; `voices` those of house voices, which are no people;
    `bars` the numbers of replies in `BARS` equal spans
    from `first` to `last`; `newest` is the id of the last; `answers` are the replies to the post itself. Removed
    replies count for nothing.
    """

    people: tuple[tuple[str, int], ...]
    voices: tuple[tuple[str, int], ...]
    bars: tuple[int, ...]
    first: Moment | None
    last: Moment | None
    newest: str
    answers: tuple[Branch, ...]


def build_map(sheet: Sheet, is_voice: Callable[[str], bool], replies: Iterable[Reply] | None = None) -> Map:
    """Sum a page of a thread up; with the `replies` of the thread, these, but for the answers to list."""
    shown = [node.reply for node in sheet.nodes] if replies is None else replies
    shown = [reply for reply in shown if not reply.removed]
    in_order = sorted(shown, key=lambda reply: (reply.date, reply.id))
    dates = [reply.date for reply in in_order]
    authors = sorted(Counter(reply.author for reply in shown).items(), key=lambda item: (-item[1], item[0]))
    return Map(
        people=tuple(one for one in authors if not is_voice(one[0])),
        voices=tuple(one for one in authors if is_voice(one[0])),
        bars=_build_bars([date.at.timestamp() for date in dates]),
        first=dates[0] if dates else None,
        last=dates[-1] if dates else None,
        newest=in_order[-1].id if in_order else "",
        answers=tuple(node for node in sheet.nodes if not sheet.ties[node.reply.id].parent and not node.reply.removed),
    )


def _build_bars(seconds: Sequence[float]) -> tuple[int, ...]:
    if not seconds or seconds[0] == seconds[-1]:
        return ()
    span = (seconds[-1] - seconds[0]) / BARS
    counts = Counter(min(int((moment - seconds[0]) / span), BARS - 1) for moment in seconds)
    return tuple(counts[number] for number in range(BARS))
