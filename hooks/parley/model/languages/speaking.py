"""The language that is spoken: that of the site, one at a time for a whole process.

Words are marked where they stand, in English: `_("Reply")`, with values by name `_("Page {number}", number=2)`, and
with a number `ngettext("{n} reply", "{n} replies", 2)`. A value is never put into the words before they are looked up.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal

from parley.model.languages.catalogues import ENGLISH, Catalogue, find_file, find_locale, list_forms, load_catalogue

SOURCE = "en"
"""The language in which the words are written."""

_BRITISH = Locale("en", "GB")
"""22 November 2026."""


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


def find_speech(language: str) -> Speech:
    """How a language is spoken: where there is no catalogue of it, in English, but for dates and numbers."""
    file = find_file(language)
    locale = find_locale(language)
    if locale is None or locale.language == SOURCE:
        locale = _BRITISH
    return Speech(language, load_catalogue(file) if file else ENGLISH, locale)


_speech = Speech(SOURCE, ENGLISH, _BRITISH)


def speak(language: str) -> None:
    """Speak a language from now on, in all of this process."""
    use(find_speech(language))


def use(speech: Speech) -> None:
    """Speak as this says."""
    global _speech
    if speech != _speech:
        _speech = speech
        show_day.cache_clear()


def spoken() -> Speech:
    """How it's spoken now."""
    return _speech


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak a language for a while."""
    before = _speech
    speak(language)
    try:
        yield
    finally:
        use(before)


def N_(words: str) -> str:  # noqa: N802 (so it is called wherever there are catalogues)
    """The same words, to be translated where they're shown: for those that stand in a table."""
    return words


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


@cache
def show_day(day: date) -> str:
    """`22 November 2026` in English."""
    shown: str = format_date(day, "long", locale=_speech.locale)
    return shown


def show_month(month: int) -> str:
    """`November` for 11, where it stands alone."""
    shown: str = _speech.locale.months["stand-alone"]["wide"][month]
    return shown
