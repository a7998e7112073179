"""Values with their labels: of keys without a place of their own in the templates, and the sides of a practice."""

from dataclasses import dataclass
from typing import Any

from parley.model import words
from parley.model.entries import Contribution, Moment, Person, Practice
from parley.model.layout import kind_of
from parley.model.settings import Settings
from parley.reading.schema import KINDS, Markdown, WebAddress
from parley.rendering.wording import show_date


@dataclass(frozen=True, slots=True)
class LabelledValue:
    """`address` is where the text leads, if it is an address; `is_markdown` tells that it is drawn as Markdown."""

    label: str
    text: str
    address: str = ""
    is_markdown: bool = False


def list_fields(item: Contribution | Person, *, searched: bool = False) -> list[LabelledValue]:
    """The values of a contribution's keys that have a label and no field in the model, or those that are searched."""
    added = dict(item.added)
    keys = KINDS[kind_of(item)].keys if added else ()
    return [
        LabelledValue(
            key.label,
            show_value(added[key.name]),
            added[key.name] if isinstance(key.reader, WebAddress) else "",
            isinstance(key.reader, Markdown),
        )
        for key in keys
        if key.label and added.get(key.name) and (key.searched or not searched)
    ]


def show_value(value: Any) -> str:
    """A value as readers see it."""
    match value:
        case True:
            return words.YES
        case Moment():
            return show_date(value)
        case tuple():
            return ", ".join(map(show_value, value))
        case dict():
            return " ".join(map(show_value, value.values()))
    return str(value)


def list_sides(practice: Practice, settings: Settings) -> list[tuple[str, str]]:
    """The texts of a practice with their labels, in the order of the table of keys."""
    schools = {name: school.name for name, school in settings.schools.items()}
    sides = ((key.label, practice.get(key.name)) for key in KINDS["practice"].keys if isinstance(key.reader, Markdown))
    return [(label.format(**schools), text) for label, text in sides if text]
