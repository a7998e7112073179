"""Lists of the posts for which somebody chose one value of a declared field: a page for each value, as for each tag."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import jinja2

from parley.model import urls
from parley.model.languages.speaking import show_labelled, show_list, show_sentences
from parley.model.settings import Declaration, DeclaredField
from parley.rendering.pages.card import Card, newest_first
from parley.rendering.pages.page import Page, cut, numbered_title, render
from parley.rendering.planned import Dependencies


@dataclass(frozen=True, slots=True)
class Chosen:
    """A value that was chosen for some posts, in words, and the address of their list."""

    name: str
    address: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Narrowing:
    """A field with its values, none of which is without posts; `sort` asks the search for all of them in its order."""

    label: str
    values: tuple[Chosen, ...]
    sort: str = ""


def find_narrowings(cards: Sequence[Card], declaration: Declaration, kind: str, front: str) -> tuple[Narrowing, ...]:
    """The fields by which the list of a kind of post, at `front`, is narrowed or put in order."""
    name = declaration.name_of(kind)
    fields = (field for field in declaration.fields if kind in field.on and (field.filtered or field.sorted))
    found = (
        Narrowing(
            field.label,
            tuple(_list_values(cards, field, front)),
            f"?kind={name}&sort={field.key}" if field.sorted else "",
        )
        for field in fields
    )
    return tuple(one for one in found if one.values or (one.sort and cards))


def _list_values(cards: Sequence[Card], field: DeclaredField, front: str) -> Iterator[Chosen]:
    if not field.filtered or field.type not in ("choice", "choices", "flag"):
        return
    for option, name in field.options or (("yes", field.label),):
        chosen = tuple(card for card in cards if _has(card.post.get(field.key), option))
        if chosen:
            yield Chosen(name, urls.narrowed(front, field.key, option), chosen)


def _has(value: object, option: str) -> bool:
    return option in value if isinstance(value, tuple) else value in (option, True)


def build_narrowed_pages(
    narrowings: Sequence[Narrowing], titled: str, front: str, drawer: jinja2.Environment, size: int
) -> Iterator[Page]:
    """The pages for each value; `titled` is the list that they narrow."""
    told = describe(narrowings)
    for field in narrowings:
        for value in field.values:
            title = field.label if value.name == field.label else show_labelled(field.label, value.name)
            listed = newest_first(value.cards)
            about = {"title": title, "titled": titled, "front": front, "chosen": value.address, "total": len(listed)}
            for address, part, pager in cut(listed, size, value.address):
                values = {**about, "narrowings": narrowings, "cards": part, "pager": pager}
                yield Page(
                    address,
                    numbered_title(show_list((titled, title), "unit"), pager),
                    show_sentences(show_list((titled, title), "unit")),
                    render(drawer, "narrowed.html", address, **values),
                    changed=max((card.last for card in part), default=None),
                    depends=Dependencies(
                        items=[card.post for card in part], values=([card.facts for card in part], told, pager, about)
                    ),
                )


def describe(narrowings: Iterable[Narrowing]) -> list[object]:
    """All that a page shows of them."""
    return [
        (one.label, one.sort, [(value.name, value.address, len(value.cards)) for value in one.values])
        for one in narrowings
    ]
