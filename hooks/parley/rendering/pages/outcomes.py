"""What threads have come to, as their pages show it; and the page of all outcomes: what is agreed, and what is not."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import jinja2

from parley.model import urls
from parley.model.languages.speaking import _
from parley.model.library import Library
from parley.rendering.pages.card import Cards, newest_first
from parley.rendering.pages.page import Page, cut, numbered_title, render
from parley.rendering.pages.settled import SettledPoint, show_outcome
from parley.rendering.planned import Dependencies

LINES = 8
"""Lines of each kind that are seen before the outcomes themselves: a screen holds no more."""


SIGNED = 8
"""People named above the outcomes, in whose words they are."""


def build_outcome_pages(library: Library, cards: Cards, drawer: jinja2.Environment, size: int) -> Iterator[Page]:
    """The pages of all outcomes, those of the threads that were active last before others.

    The front begins with the first lines of each thread, by turns what is agreed and what is not.
    """
    listed = newest_first(card for card in cards.values() if card.state)
    shown = {card.address: show_outcome(card.post, library.replies_to(card.post)) for card in listed}
    found = [one for one in shown.values() if one]
    conceded = Counter(point.conceded_by for one in found if one.post.outcome for point in one.post.outcome.points)
    signed = list(dict.fromkeys(one.post.outcome.by for one in found if one.post.outcome and one.post.outcome.by))
    signed = signed[:SIGNED]
    agreed, differ = (_take_first(lines) for lines in ([one.agreed for one in found], [one.differ for one in found]))
    for address, part, pager in cut(listed, size, urls.OUTCOMES):
        here = [one for card in part if (one := shown[card.address])]
        front = [*agreed, *differ] if pager.is_front else []
        files = [reply for one in here for reply in one.named] + [reply for line in front for reply in line.replies]
        posts = [card.post for card in part] + [line.post for line in front]
        yield Page(
            address,
            numbered_title(_("Outcomes"), pager),
            _("What each discussion has come to: what is agreed, and where there is still a difference."),
            render(
                drawer,
                "outcomes.html",
                address,
                cards=part,
                shown=shown,
                sides=_name_sides(library),
                signed=signed,
                agreed=agreed if pager.is_front else [],
                differ=differ if pager.is_front else [],
                conceded=_sort_stances(conceded, library),
                total=len(listed),
                pager=pager,
            ),
            changed=max((card.last for card in part), default=None),
            depends=Dependencies(
                items=[*posts, *files],
                values=(
                    [card.state for card in part],
                    sorted(conceded.items()),
                    list(map(library.person, signed)),
                    len(listed),
                    pager,
                ),
            ),
        )


def _name_sides(library: Library) -> list[str]:
    """What the sides are called whose replies are told apart, where the site compares them."""
    declared = library.declaration
    stances = declared.stances.by_key if declared.stances else {}
    return [
        stances[side.key].name
        for side in (declared.comparisons.sides if stances and declared.comparisons else ())
        if side.key in stances
    ]


def _take_first(threads: Sequence[Sequence[SettledPoint]]) -> list[SettledPoint]:
    """As many lines as are shown, those between sides before others: the first of each thread, then the second."""
    longest = max(map(len, threads), default=0)
    lines = [lines[at] for at in range(longest) for lines in threads if at < len(lines)]
    return sorted(lines, key=lambda line: not line.is_between_sides)[:LINES]


def _sort_stances(conceded: Mapping[str, int], library: Library) -> list[tuple[str, int]]:
    stances = library.declaration.stances
    return [(key, conceded[key]) for key in (stances.by_key if stances else ()) if conceded.get(key)]
