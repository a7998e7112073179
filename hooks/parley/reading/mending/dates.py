"""Dates as people write them, to the one form that a file has; only where they can mean one day."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import cache

LANGUAGES = (
    *("en", "de", "fr", "es", "it", "pt", "nl", "sv", "da", "nb", "fi", "et", "lv", "lt", "pl", "cs", "sk", "sl", "hr"),
    *("hu", "ro", "bg", "sr", "ru", "uk", "be", "el", "tr", "id", "ms", "vi", "sw", "ca", "gl", "eu", "is", "ga"),
    *("ar", "fa", "he", "hi", "bn", "ur", "th", "ka", "hy", "de_AT", "es_PE"),
)
"""Whose names of months are known. A name that two of them give to different months is none (listopad)."""

LONGEST = 100
"""Characters of a date, in words and with its time; what is longer is none, and is not worth looking at."""

_ISO = re.compile(
    r"(\d{4})(?:-(\d{1,2})-|/(\d{1,2})/|\.(\d{1,2})\.)(\d{1,2})"
    r"(?:,?[T\s]+(\d{1,2}:\d\d(?::\d\d)?)(?:[.,]\d+)?\s*(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?(?:\[.*\])?)?",
    re.ASCII | re.IGNORECASE,
)
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z?))?", re.ASCII)
_POINTED = re.compile(r"(\d{1,2})\s?\.\s?(\d{1,2})\s?\.\s?(\d{4})\.?|(\d{1,2})\.(\d{1,2})\.(\d\d)", re.ASCII)
"""With points, the day goes first wherever they are used. Of years with two digits that holds where no space follows a
point (CLDR 47: Korean alone writes `yy. M. d.`)."""

_YEAR_FIRST = re.compile(r"(\d{4})\s?\.\s?(\d{1,2})\s?\.\s?(\d{1,2})\.?", re.ASCII)
_SLASHED = re.compile(r"(\d{1,2})([/-])(\d{1,2})\2(\d{4}|\d\d)", re.ASCII)
_SIGNED = re.compile(r"(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日号號일](?:\s?[(（]?\w{1,3}[)）]?)?")
_SHORT = re.compile(r"(\d{1,2})-([^\W\d_]{3,9})-(\d\d)")
"""What spreadsheets make of a date, with the day first."""
_CLOCK = (
    r"(?:(?P<clock>\d{1,2}\s?[:.h]\s?\d\d(?:[:.]\d\d(?:[.,]\d{1,9})?)?)|(?P<hour>\d{1,2})(?=\s?(?:[ap]\.?m|uhr|h|uur)\b))"
    r"\s?(?P<half>[ap]\.?m\b\.?)?\s?(?:(?:uhr|h|uur)\b)?"
    r"\s?(?P<zone>Z\b|(?:UTC|GMT)?[+-]\d{1,2}(?::?\d\d)?|UTC|GMT)?"
)
_ZONE = r"(?:\s?\(?(?:[A-Z]{2,5}(?:[+-]?\d[A-Z]{0,4})?|[A-Z]+(?:/[A-Z_]+)+|(?:[A-Z]+\s){1,4}time)\)?)?"
"""The name of a zone, which may mean two, or another one in summer."""

_AT = r"(?:[,:@|/·–—-]|(?<=\d)T(?=\d)|\s(?:at|um|à|om|klo|kl\.?|a\slas|às|alle|ore|v|w|в|о)\s|\s)+"
_TIMED = tuple(
    re.compile(pattern, re.ASCII | re.IGNORECASE)
    for pattern in (rf"(?P<day>.*?\d.*?){_AT}{_CLOCK}{_ZONE}", rf"{_CLOCK}{_ZONE}{_AT}(?P<day>.*\d)")
)
_OF_DATE = re.compile(r"(\d\d:\d\d:\d\d(?: [AP]M)?) (?:(\S{1,6}) (\d{4})|(\d{4}) ([+-]\d{4}))$", re.ASCII)
"""The end of what the commands `date` and `git log` print, with the year behind the time."""

_THAI = re.compile("[\u0e01-\u0e4e]")
"""What has stops within its short names of months."""

_WEEK = re.compile(r"\d{4}-?W\d\d-?[1-7]", re.ASCII)
_SINCE_1970 = re.compile(r"[1-9]\d{9}(?:\d{3})?", re.ASCII)
"""Seconds or milliseconds, as programs count time."""

_DASHES = re.compile("[\u2010-\u2015\u2212]")

_ASIDE = re.compile(r"\s\([^\W\d_]{2,20}\.?\)$")
"""The name of a day, behind it."""


def mend_date(text: str) -> str | None:
    """`2026-11-27`, or with the time where its zone is told; None where it is no date, or may be one of two.

    A time without a zone can't be placed, so its day counts, which is the day in any zone; so does one with the name of
    a zone.
    """
    if len(text) > LONGEST:
        return None
    text = _ASIDE.sub("", " ".join(_to_ascii_digits(text).split()))
    if _SINCE_1970.fullmatch(text):
        return f"{datetime.fromtimestamp(int(text[:10]), UTC):%Y-%m-%dT%H:%M:%SZ}"
    if _WEEK.fullmatch(text):
        return _read_week(text)
    text = _OF_DATE.sub(r"\3\4 \1 \2\5", text)
    if (found := _COMPACT.fullmatch(text)) and found[4]:
        text = "{}-{}-{}T{}:{}:{}{}".format(*found.groups())
    if found := _ISO.fullmatch(text):
        month = found[2] or found[3] or found[4]
        return _write(int(found[1]), int(month), int(found[5]), found[6], found[7])
    if found_day := next(_find_days(text), None):
        return _write(*found_day)
    for pattern in _TIMED:
        if (timed := pattern.fullmatch(text)) and (found_day := next(_find_days(timed["day"].rstrip(" ,")), None)):
            return _write(*found_day, _read_clock(timed), timed["zone"])
    return None


def _read_week(text: str) -> str | None:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return None


TODAY = frozenset(
    "today now heute jetzt aujourd'hui aujourd’hui maintenant hoy ahora hoje agora oggi adesso vandaag nu dziś teraz "
    "сегодня сейчас اليوم الآن היום עכשיו 今日 本日 今 今天 现在 現在 오늘 지금 bugün şimdi आज अभी".split()
)
"""What stands for the day of writing, which nobody else can tell later."""


def is_today(text: str) -> bool:
    """Tell whether a date says no more than that it is the day of writing."""
    return text.partition(" #")[0].strip(" \t<>{}[]()'\"“”„.").casefold() in TODAY


def _read_clock(timed: re.Match[str]) -> str:
    parts = re.split(r"\s?[:.,h]\s?", (timed["clock"] or f"{timed['hour']}:00").lower())
    return _to_whole_day(":".join(parts[:3]), timed["half"])  # parts of a second don't count


def _to_ascii_digits(text: str) -> str:
    text = _DASHES.sub("-", unicodedata.normalize("NFKC", text))
    return "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text if char.isprintable())


def _find_days(text: str) -> Iterator[tuple[int, int, int]]:
    """Year, month and day of a text in one of the forms that can't mean another day."""
    if found := _COMPACT.fullmatch(text):
        yield int(found[1]), int(found[2]), int(found[3])
    elif found := _ISO.fullmatch(text):
        yield int(found[1]), int(found[2] or found[3] or found[4]), int(found[5])
    elif found := _POINTED.fullmatch(text):
        day, month, year = found.groups()[:3] if found[1] else found.groups()[3:]
        yield _complete(year), int(month), int(day)
    elif found := _SIGNED.fullmatch(text) or _YEAR_FIRST.fullmatch(text):
        yield int(found[1]), int(found[2]), int(found[3])
    elif found := _SLASHED.fullmatch(text):
        one, other, last = found[1], found[3], found[4]
        orders = {(last, other, one), (last, one, other), *([(one, other, last)] if len(last) == 2 else [])}
        days = {(_complete(year), int(month), int(day)) for year, month, day in orders}
        if len(possible := [day for day in days if _write(*day)]) == 1:
            yield possible[0]
    else:
        yield from _find_named(text)


def _complete(year: str) -> int:
    """The year of its last two digits (POSIX, strptime: 69 to 99 are of the last century)."""
    return int(year) + (0 if len(year) == 4 else 1900 if int(year) > 68 else 2000)


def _find_named(text: str) -> Iterator[tuple[int, int, int]]:
    """`27 November 2026`, `Nov 27th, 2026`, `Friday, 27. November '26`, `27 de noviembre de 2026`."""
    text = _SHORT.sub(r"\1 \2 20\3", re.sub(r"['’](?=\d\d\b)", "20", text))
    text = re.sub(r"(?<=\w)\.(?=\w)", "", text) if _THAI.search(text) else text
    numbers = re.findall(r"\d+", text)
    days = [int(one) for one in numbers if len(one) <= 2]
    years = [int(one) for one in numbers if len(one) == 4]
    names = re.findall(r"[^\W\d_]+(?:['’\u0300-\u036f\u0900-\u0dff\u0e31-\u0e4e][^\W\d_]*)*", text)
    names += [name[1:] for name in names if name[0] == "ב"]  # "in", which is part of the word in Hebrew
    months = {month for name in names if (month := list_months().get(_fold(name)))}
    if len(numbers) == 2 and len(days) == len(years) == len(months) == 1 and len(names) <= 5:
        is_buddhist = years[0] > 2400  # the calendar of Thailand counts from 543 years earlier
        yield years[0] - 543 * is_buddhist, months.pop(), days[0]


def _fold(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold().replace(".", "")


@cache
def list_months() -> dict[str, int]:
    """The number of each month by its names and their common short forms."""
    from babel import Locale  # takes longer to load than most checks take, and is hardly ever needed

    found: dict[str, set[int]] = {"mrz": {3}, "maerz": {3}}
    for language in LANGUAGES:
        months = Locale.parse(language).months
        for form in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in months[form][width].items():
                    if len(name) > (2 if name.isascii() else 1) and not any(char.isdigit() for char in name):
                        found.setdefault(_fold(name), set()).add(number)
    plain: dict[str, set[int]] = {}
    for name, numbers in found.items():
        plain.setdefault(_ACCENT.sub("", unicodedata.normalize("NFD", name)), set()).update(numbers)
    return {name: min(months) for name, months in (plain | found).items() if len(months) == 1}


_ACCENT = re.compile("(?<=[a-z])[\u0300-\u036f]")
"""What many leave out, whose keyboard hasn't got it."""


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
    zone = re.sub("UTC|GMT|Z", "", zone.upper())
    if zone:
        digits = re.sub(r"\D", "", zone)
        digits = digits.zfill(2) if len(digits) <= 2 else digits.zfill(4)
        zone = f"{zone[0]}{digits[:2]}:{digits[2:] or '00'}"
    return f"{written}T{clock:0>{len(clock) + (clock.find(':') == 1)}}{zone or 'Z'}"
