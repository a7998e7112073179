"""Catalogues of words in other languages: a file of gettext for each, whose sources are the English words themselves.

Plural forms are those of CLDR, in the order of its categories (`FORMS`), so that Python and a browser choose alike.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.core import get_locale_identifier, parse_locale
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from parley.model.languages.speaking import BRITISH, ENGLISH, SOURCE, Catalogue, Speech, WordKey, _, spoken, use
from parley.model.problems import ParleyError

FOLDER = Path(__file__).parent
"""Where the catalogues are: `de.po`, and `words.pot`, out of which they are made."""

TEMPLATE = "words.pot"

IN_SCRIPT = "In a script."
"""What is noted of words that a script says."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a catalogue is: of how many words there is a translation, of how many none, or one to be looked at."""

    language: str
    translated: int
    missing: int


def find_locale(language: str) -> Locale | None:
    """What CLDR knows of a language that is written as in HTML (BCP 47): `de`, `pt-BR`, `zh-Hant`; None if nothing."""
    try:
        return Locale.parse(language.replace("_", "-"), sep="-")
    except (ValueError, UnknownLocaleError, TypeError):
        return None


def name_language(text: str) -> str:
    """A language as HTML names it (BCP 47), from `PT_br` too; empty for what is none that CLDR knows."""
    try:
        parts = parse_locale(text.replace("_", "-"), sep="-")
    except ValueError:
        return ""
    return get_locale_identifier(parts, sep="-") if parts[0] in Locale("en").languages else ""


def find_file(language: str) -> Path | None:
    """The catalogue of a language: its own, or the one that it's a kind of (`de` for `de-AT`)."""
    parts = language.replace("_", "-").split("-")
    names = ("-".join(parts[:length]) for length in range(len(parts), 0, -1))
    files = {file.stem.lower(): file for file in FOLDER.glob("*.po")}
    return next((files[name.lower()] for name in names if name.lower() in files), None)


@cache
def load_catalogue(file: Path) -> Catalogue:
    return build_catalogue(read_catalogue(file))


def read_catalogue(file: Path) -> Catalog:
    with file.open("rb") as stream:
        return read_po(stream, locale=None if file.name == TEMPLATE else file.stem.replace("-", "_"))


def build_catalogue(catalog: Catalog) -> Catalogue:
    """What is translated in a file of gettext, without what still has to be looked at."""
    messages = [message for message in _list_messages(catalog) if _is_translated(message)]
    said = (_first(message.id) for message in messages if IN_SCRIPT in message.auto_comments)
    return Catalogue(
        {(one.context or "", one.id): _first(one.string) for one in messages if isinstance(one.id, str) and one.string},
        {_first(one.id): _all(one.string) for one in messages if not isinstance(one.id, str)},
        frozenset(said),
    )


def _list_messages(catalog: Catalog) -> Iterator[Message]:
    return (message for message in catalog if message.id)


def _is_translated(message: Message) -> bool:
    return not message.fuzzy and all(_all(message.string))


def _first(id: str | tuple[str, ...] | list[str]) -> str:
    return id if isinstance(id, str) else id[0]


def _all(string: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    if isinstance(string, str):
        return (string,)
    return tuple(string) if string else ("",)


def list_progress() -> Iterator[Progress]:
    """How far each catalogue is, English first."""
    wanted = _list_wanted()
    yield Progress(SOURCE, len(wanted), 0)
    for file in sorted(FOLDER.glob("*.po")):
        missing = len(wanted - _list_done(file))
        yield Progress(file.stem, len(wanted) - missing, missing)


def load_missing(language: str) -> list[str]:
    """The English words that a language has none for.

    Raises:
        ParleyError: there is no catalogue of it.
    """
    file = find_file(language)
    if file is None:
        known = ", ".join(sorted(file.stem for file in FOLDER.glob("*.po")))
        raise ParleyError(_("there is no catalogue of '{language}'; there are {known}", language=language, known=known))
    return sorted(words for _, words in _list_wanted() - _list_done(file))


def _list_wanted() -> set[WordKey]:
    return {_name(message) for message in _list_messages(read_catalogue(FOLDER / TEMPLATE))}


def _list_done(file: Path) -> set[WordKey]:
    return {_name(message) for message in _list_messages(read_catalogue(file)) if _is_translated(message)}


def _name(message: Message) -> WordKey:
    return message.context or "", _first(message.id)


def find_speech(language: str) -> Speech:
    """How a language is spoken: where there is no catalogue of it, in English, but for dates and numbers."""
    file = find_file(language)
    locale = find_locale(language)
    if locale is None or locale.language == SOURCE:
        locale = BRITISH
    return Speech(language, load_catalogue(file) if file else ENGLISH, locale)


def speak(language: str) -> None:
    """Speak a language from now on, in all of this process."""
    use(find_speech(language))


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak a language for a while."""
    before = spoken()
    speak(language)
    try:
        yield
    finally:
        use(before)
