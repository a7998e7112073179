"""Dates as people write them, to the one form that a file has; only where they can mean one day."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from functools import cache

LANGUAGES = (
    *("en", "de", "fr", "es", "it", "pt", "nl", "sv", "da", "nb", "fi", "et", "lv", "lt", "pl", "cs", "sk", "sl", "hr"),
    *("hu", "ro", "bg", "sr", "ru", "uk", "be", "el", "tr", "id", "ms", "vi", "sw", "ca", "gl", "eu", "is", "ga"),
    *("ar", "fa", "he", "hi", "bn", "ur", "th", "ka", "hy"),
)
"""Whose names of months are known. A name that two of them give to different months is none (listopad)."""

LONGEST = 100
"""Characters of a date, in words and with its time; what is longer is none, and is not worth looking at."""

_ISO = re.compile(
    r"(\d{4})(?:-(\d{1,2})-|/(\d{1,2})/|\.(\d{1,2})\.)(\d{1,2})"
    r"(?:,?[T\s]+(\d{1,2}:\d\d(?::\d\d)?)(?:[.,]\d+)?\s*(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?(?:\[.*\])?)?",
    re.ASCII | re.IGNORECASE,
)
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)", re.ASCII)
_POINTED = re.compile(r"(\d{1,2})\s?\.\s?(\d{1,2})\s?\.\s?(\d{4})\.?", re.ASCII)
_SLASHED = re.compile(r"(\d{1,2})([/-])(\d{1,2})\2(\d{4})", re.ASCII)
_SIGNED = re.compile(r"(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日号일]")
_CLOCK = re.compile(
    r"(?P<day>.*?\d.*?)(?:,|\s)\s*(?:at\s|um\s|à\s|om\s|klo\s)?\s*"
    r"(?P<clock>\d{1,2}[:.]\d\d(?:[:.]\d\d)?)\s*(?P<half>[ap]\.?m\.?)?\s*(?:uhr|h|uur)?"
    r"\s*(?P<zone>Z|UTC|GMT|[+-]\d\d:?\d\d)?(?:\s*\(?[A-Z]{2,5}\)?)?",
    re.ASCII | re.IGNORECASE,
)
_OF_DATE = re.compile(r"(\d\d:\d\d:\d\d) (\S{1,6}) (\d{4})$", re.ASCII)
"""The end of what the command `date` prints, with the year behind the zone."""

_ASIDE = re.compile(r"\s\([^\W\d_]{2,20}\.?\)$")
"""The name of a day, behind it."""


def mend_date(text: str) -> str | None:
    """`2026-11-27`, or with the time where its zone is told; None where it is no date, or may be one of two.

    A time without a zone can't be placed, so its day counts, which is the day in any zone.
    """
    if len(text) > LONGEST:
        return None
    text = _ASIDE.sub("", " ".join(_to_ascii_digits(text).split()))
    text = _OF_DATE.sub(r"\3 \1 \2", text)
    if found := _ISO.fullmatch(text):
        month = found[2] or found[3] or found[4]
        return _write(int(found[1]), int(month), int(found[5]), found[6], found[7])
    day, clock, zone = text, None, None
    if (timed := _CLOCK.fullmatch(text)) and not _POINTED.fullmatch(text):
        day, clock, zone = timed["day"].rstrip(" ,"), timed["clock"].replace(".", ":"), timed["zone"]
        clock = _to_whole_day(clock, timed["half"])
    found_day = next(_find_days(day), None)
    return _write(*found_day, clock, zone) if found_day else None


def _to_ascii_digits(text: str) -> str:
    text = unicodedata.normalize("NFKC", text)
    return "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text if char.isprintable())


def _find_days(text: str) -> Iterator[tuple[int, int, int]]:
    """Year, month and day of a text in one of the forms that can't mean another day."""
    if found := _COMPACT.fullmatch(text):
        yield int(found[1]), int(found[2]), int(found[3])
    elif found := _ISO.fullmatch(text):
        yield int(found[1]), int(found[2] or found[3] or found[4]), int(found[5])
    elif found := _POINTED.fullmatch(text):  # with points, the day goes first wherever they are used
        yield int(found[3]), int(found[2]), int(found[1])
    elif found := _SIGNED.fullmatch(text):
        yield int(found[1]), int(found[2]), int(found[3])
    elif found := _SLASHED.fullmatch(text):
        one, other = int(found[1]), int(found[3])
        if one > 12 or one == other:
            yield int(found[4]), other, one
        elif other > 12:
            yield int(found[4]), one, other
    else:
        yield from _find_named(text)


def _find_named(text: str) -> Iterator[tuple[int, int, int]]:
    """`27 November 2026`, `Nov 27th, 2026`, `Friday, 27. November 2026`, `27 de noviembre de 2026`."""
    numbers = re.findall(r"\d+", text)
    days = [int(one) for one in numbers if len(one) <= 2]
    years = [int(one) for one in numbers if len(one) == 4]
    names = re.findall(r"[^\W\d_]+(?:['’\u0300-\u036f\u0900-\u0dff\u0e31-\u0e4e][^\W\d_]*)*", text)
    months = {month for name in names if (month := list_months().get(_fold(name)))}
    if len(numbers) == 2 and len(days) == len(years) == len(months) == 1 and len(names) <= 5:
        yield years[0], months.pop(), days[0]


def _fold(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold().strip(".")


@cache
def list_months() -> dict[str, int]:
    """The number of each month by its names and their common short forms."""
    from babel import Locale  # takes longer to load than most checks take, and is hardly ever needed

    found: dict[str, set[int]] = {}
    for language in LANGUAGES:
        months = Locale.parse(language).months
        for form in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in months[form][width].items():
                    if len(name) > (2 if name.isascii() else 1) and not any(char.isdigit() for char in name):
                        found.setdefault(_fold(name), set()).add(number)
    return {name: months.copy().pop() for name, months in found.items() if len(months) == 1}


def _to_whole_day(clock: str, half: str | None) -> str:
    """A time of twelve hours as one of twenty-four."""
    if not half:
        return clock
    hour, _, rest = clock.partition(":")
    return f"{int(hour) % 12 + (12 if half.lower().startswith('p') else 0)}:{rest}"


def _write(year: int, month: int, day: int, clock: str | None = None, zone: str | None = None) -> str | None:
    try:
        written = date(year, month, day).isoformat()
    except ValueError:
        return None
    if not clock or not zone:
        return written
    zone = zone.upper()
    if zone[0] in "+-":
        zone = f"{zone[:3]}:{zone[3:].strip(':') or '00'}"
    return f"{written}T{clock:0>{len(clock) + (clock.find(':') == 1)}}{zone if zone[0] in '+-' else 'Z'}"
