"""The language that is spoken: that of the site, one at a time for a whole process.

Words are marked where they stand, in English: `_("Reply")`, with values by name `_("Page {number}", number=2)`, and
with a number `ngettext("{n} reply", "{n} replies", 2)`. A value is never put into the words before they are looked up.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property, reduce
from typing import Literal

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.numbers import format_decimal

SOURCE = "en"
"""The language in which the words are written."""

BRITISH = Locale("en", "GB")
"""22 November 2026."""


FORMS = ("zero", "one", "two", "few", "many", "other")
"""Source: Unicode Technical Standard 35, part 3, "Plural rule syntax"."""

WordKey = tuple[str, str]
"""A context, mostly none, and the English words; of those that have several forms, the first."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The words of one language, by those of English; those that go with a number are in `forms`, in each of theirs.

    `scripts` are those that scripts say.
    """

    words: Mapping[WordKey, str] = field(default_factory=dict)
    forms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    scripts: frozenset[str] = frozenset()


ENGLISH = Catalogue()
"""Needs no words: they stand where they are used."""


@dataclass(frozen=True)
class Speech:
    """A language as it's spoken: its name, as in HTML, its words, and what CLDR knows of it."""

    language: str
    catalogue: Catalogue
    locale: Locale

    @cached_property
    def forms(self) -> tuple[str, ...]:
        return list_forms(self.locale)

    def translate(self, words: str, context: str = "") -> str:
        return self.catalogue.words.get((context, words), words)

    def choose(self, one: str, many: str, number: int) -> str:
        """The words that go with a number."""
        form = self.locale.plural_form(number)
        found = self.catalogue.forms.get(one)
        if found is None:
            return one if number == 1 else many
        return found[self.forms.index(form if form in self.forms else "other")]


def list_forms(locale: Locale) -> tuple[str, ...]:
    """The categories of numbers that a language tells apart, in the order in which its catalogue has their forms.

    One that only millions have, as in French, isn't worth a form of each word.
    """
    used = {locale.plural_form(number) for number in range(1000)}
    return tuple(form for form in FORMS if form == "other" or form in used)


_speech = Speech(SOURCE, ENGLISH, BRITISH)


def use(speech: Speech) -> None:
    """Speak as this says."""
    global _speech
    if speech != _speech:
        _speech = speech
        show_day.cache_clear()


def spoken() -> Speech:
    """How it's spoken now."""
    return _speech


def is_source() -> bool:
    """Tell whether English is spoken, whose articles the code knows."""
    return _speech.language.partition("-")[0] == SOURCE


def N_(words: str) -> str:  # noqa: N802 (so it is called wherever there are catalogues)
    """The same words, to be translated where they're shown: for those that stand in a table."""
    return words


def NN_(one: str, many: str) -> tuple[str, str]:  # noqa: N802
    """The same words, of which a number chooses: for those that stand in a table."""
    return one, many


def fill(words: str, values: dict[str, object], otherwise: str) -> str:
    """The words with their values, or, where a translation names others, those of English."""
    if not values:
        return words
    try:
        return words.format(**values)
    except (KeyError, IndexError, ValueError):
        return otherwise.format(**values)


def _(words: str, **values: object) -> str:
    """Words in the language that is spoken; `values` take the places of their names in braces."""
    return fill(_speech.translate(words), values, words)


def pgettext(context: str, words: str, **values: object) -> str:
    """Words that mean several things in English, of which the context tells one."""
    return fill(_speech.translate(words, context), values, words)


def ngettext(one: str, many: str, number: int, **values: object) -> str:
    """Words that go with a number, which takes the place of `{n}`."""
    said = {"n": show_number(number), **values}
    return fill(_speech.choose(one, many, number), said, one if number == 1 else many)


def show_number(number: float) -> str:
    """`1,234` in English."""
    if isinstance(number, int) and 0 <= number < 1000:
        return str(number)
    shown: str = format_decimal(number, locale=_speech.locale)
    return shown


def show_list(parts: Sequence[str], style: Literal["and", "or", "unit"] = "and") -> str:
    """`one, two and three`; as units, `one, two, three`, by what stands before the last, which every language has."""
    if style == "unit":
        between = _speech.locale.list_patterns["standard"]["start"]
        return reduce(lambda before, part: str(between.format(before, part)), parts) if parts else ""
    shown: str = format_list(parts, "standard" if style == "and" else style, locale=_speech.locale)
    return shown


def show_labelled(label: str, value: str) -> str:
    """`Year: 2026`, with the signs of the language between them."""
    return _("{label}: {value}", label=label, value=value)


def show_sentences(message: str, help: str = "") -> str:
    """What is wrong, which ends without a stop, as a sentence, and the sentences that help."""
    return _("{message}. {help}", message=message, help=help) if help else _("{message}.", message=message)


def lower(words: str) -> str:
    """A heading within a sentence: German writes nouns with capitals there, too."""
    return words if _speech.locale.language in _CAPITALS else words.lower()


_CAPITALS = ("de", "gsw", "ksh", "lb", "nds")
"""Languages whose nouns begin with a capital."""


@cache
def show_day(day: date) -> str:
    """`22 November 2026` in English."""
    shown: str = format_date(day, "long", locale=_speech.locale)
    return shown


def show_month(month: int, *, short: bool = False) -> str:
    """`November` for 11, or `Nov`, where it stands alone."""
    names = _speech.locale.months["stand-alone"]
    if short and _speech.locale == BRITISH:
        return str(names["wide"][month])[:3]  # CLDR has `Sept`
    return str(names["abbreviated" if short else "wide"][month])


def show_month_of(year: int, month: int) -> str:
    """`November 2026`."""
    shown: str = format_skeleton("yMMMM", date(year, month, 1), locale=_speech.locale)
    return shown
