"""Dates in the forms that archives have, to moments in UTC."""

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from parley.reading.mending.dates import mend_date

_ISO = re.compile(
    r"(\d{4})-(\d\d?)-(\d\d?)"
    r"(?:[Tt ]+(\d\d?):(\d\d)(?::(\d\d)(?:[.,]\d{1,12})?)?\s*(Z|z|UTC|GMT|[+-]\d\d?(?::?\d\d)?)?)?",
    re.ASCII,
)
_NO_MAIL = re.compile(r"\b(?:GMT|UTC)[+-]\d|\d\s?[ap]\.?m\b", re.IGNORECASE)
"""The zone as browsers write it, and halves of a day: no mail has them, and its reader would pass over them."""

_DAY_FIRST = re.compile(r"(\d\d?)/(\d\d?)-(\d{4})\b", re.ASCII)
"""As Danish is written, where the day comes first."""

_CLOCK = re.compile(r"[\sT,–-](\d\d?):(\d\d)(?::(\d\d))?(?:\s?([ap])\.?m\b\.?)?", re.ASCII | re.IGNORECASE)
_COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d))?", re.ASCII)
"""Digits alone that are a date and no second of the year 1970, which they would be as well."""

_SECONDS = re.compile(r"\d{1,13}(?:\.\d{1,9})?", re.ASCII)
_MILLISECONDS = 100_000_000_000
"""A larger number counts milliseconds: as seconds it would lie behind the year 5000."""

_EARLIEST = datetime(1970, 1, 2, tzinfo=UTC)  # 1970-01-01 is what programs write for a date they do not have
_LATEST = datetime(9999, 1, 1, tzinfo=UTC)  # from then on it is no date that a file may have


def parse_date(text: str) -> datetime | None:
    """A date of ISO 8601 (any fraction, with or without zone), of mails, in seconds since 1970, or as people write it
    where that can mean one day; None for no date.

    A time without a zone is taken for UTC. Sources: ISO 8601; RFC 5322, 3.3; WordPress writes `0000-00-00 00:00:00`
    for none.
    """
    text = text.strip()[:100]
    try:
        if found := _COMPACT.fullmatch(text):
            moment = datetime(*(int(part or 0) for part in found.groups()), tzinfo=UTC)  # type: ignore[arg-type, misc]
        elif _SECONDS.fullmatch(text):
            number = float(text)
            moment = datetime.fromtimestamp(number / 1000 if number > _MILLISECONDS else number, UTC)
        elif found := _ISO.fullmatch(text):
            moment = _build(found)
        else:
            moment = _read_written(text) if _NO_MAIL.search(text) else _read_mail(text) or _read_written(text)
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError, TypeError, IndexError, AttributeError, OSError):
        return None
    return moment.replace(microsecond=0) if _EARLIEST <= moment < _LATEST else None


def _read_mail(text: str) -> datetime | None:
    try:
        return parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _read_written(text: str) -> datetime:
    """A date in words, `11th July 2024, 9:05 pm`, or with points or strokes.

    Raises:
        ValueError: it is none, or may be one of two.
    """
    text = _DAY_FIRST.sub(r"\1.\2.\3", text)
    day = mend_date(text) or mend_date(_CLOCK.sub("", text, count=1).strip(" ,-–"))
    if day is None:
        raise ValueError(text)
    moment = datetime.fromisoformat(day)
    clock = _CLOCK.search(text)
    if clock is None or "T" in day:
        return moment
    hour = int(clock[1]) % 12 + 12 * (clock[4].lower() == "p") if clock[4] else int(clock[1])
    return moment.replace(hour=hour, minute=int(clock[2]), second=min(int(clock[3] or 0), 59))


def _build(found: re.Match[str]) -> datetime:
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
    moment = datetime(year, month, day, hour, minute, min(second, 59), tzinfo=UTC)
    zone = found[7]
    if zone and zone[0] in "+-":
        digits = zone[1:].replace(":", "").rjust(2, "0")
        hours, minutes = (int(digits), 0) if len(digits) <= 2 else (int(digits[:-2]), int(digits[-2:]))
        shift = timedelta(hours=hours, minutes=minutes)
        moment = moment - shift if zone[0] == "+" else moment + shift
    return moment
