"""Values with their labels: of keys without a place of their own in the templates, and the sides of a comparison."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from parley.model import words
from parley.model.entries import Comparison, Contribution, Moment, Person, kind_of
from parley.model.languages.speaking import _, lower, pgettext, show_labelled
from parley.model.settings import Comparisons, Part
from parley.reading.nodes import KeyTable
from parley.reading.readers import Choice, Flag, ListOf, Markdown, Reader, WebAddress
from parley.rendering.wording import show_date


@dataclass(frozen=True, slots=True)
class LabelledValue:
    """`address` is where the text leads, if it is an address; `is_markdown` tells that it is drawn as Markdown.

    `term` is the property of schema.org that it is, and `exact` its value for programs.
    """

    label: str
    text: str
    address: str = ""
    is_markdown: bool = False
    term: str = ""
    exact: str = ""


def list_fields(
    item: Contribution | Person, kinds: Mapping[str, KeyTable], *, searched: bool = False, shown: str = ""
) -> list[LabelledValue]:
    """The values of a contribution's keys that have a label and no field in the model.

    With `searched` those that can be found, with `shown` those that have this place on the page.
    """
    added = dict(item.added)
    keys = kinds[kind_of(item)].keys if added else ()
    return [
        LabelledValue(
            key.label,
            show_value(added[key.name], key.reader),
            added[key.name] if isinstance(key.reader, WebAddress) else "",
            isinstance(key.reader, Markdown),
            key.term,
            added[key.name].written if isinstance(added[key.name], Moment) else show_value(added[key.name], key.reader),
        )
        for key in keys
        if key.label and added.get(key.name) and (key.searched or not searched) and shown in ("", key.shown)
    ]


def list_choices(item: Contribution, kinds: Mapping[str, KeyTable]) -> Iterator[tuple[str, str, str]]:
    """What was chosen for a contribution: the key, the option, and both in words. A flag that is set is one, too."""
    added = dict(item.added)
    for key in kinds[kind_of(item)].keys if added else ():
        value = added.get(key.name)
        match key.reader:
            case _ if not (key.label and value):
                continue
            case Choice() as choice:
                yield key.name, value, show_labelled(key.label, choice.name(value))
            case ListOf(Choice() as choice):
                yield from ((key.name, one, show_labelled(key.label, choice.name(one))) for one in value)
            case Flag():
                yield key.name, "true", key.label


def show_value(value: Any, reader: Reader | None = None) -> str:
    """A value as readers see it."""
    match value, reader:
        case True, _:
            return _(words.YES)
        case Moment(), _:
            return show_date(value)
        case tuple(), ListOf(item):
            return pgettext("between items of a list", ", ").join(show_value(one, item) for one in value)
        case dict(), _:
            return " ".join(map(show_value, value.values()))
        case str(), Choice():
            return reader.name(value)
    return str(value)


def list_sides(comparison: Comparison, declared: Comparisons) -> list[tuple[str, str]]:
    """The texts of a comparison with their labels, in the order of a file."""
    texts = ((label, comparison.get(part.key)) for part, label in name_parts(declared))
    return [(label, text) for label, text in texts if text]


def name_parts(declared: Comparisons) -> list[tuple[Part, str]]:
    """What each text of a comparison is called where it stands alone: that of a side begins with its side."""
    labels = [pair for side in declared.sides for pair in ((side.text, ""), (side.better, side.text.heading))]
    labels += [(part, "") for part in (declared.rule, declared.caution) if part]
    return [(part, f"{of} {lower(part.heading)}" if of else part.heading) for part, of in labels]
