"""Dates in the forms that archives have, to moments in UTC."""

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

_ISO = re.compile(
    r"(\d{4})-(\d\d?)-(\d\d?)"
    r"(?:[Tt ]+(\d\d?):(\d\d)(?::(\d\d)(?:[.,]\d{1,12})?)?\s*(Z|z|UTC|GMT|[+-]\d\d?(?::?\d\d)?)?)?",
    re.ASCII,
)
_SECONDS = re.compile(r"\d{1,13}(?:\.\d{1,9})?", re.ASCII)
_MILLISECONDS = 100_000_000_000
"""A larger number counts milliseconds: as seconds it would lie behind the year 5000."""

_EARLIEST = datetime(1970, 1, 2, tzinfo=UTC)  # 1970-01-01 is what programs write for a date they do not have
_LATEST = datetime(9999, 1, 1, tzinfo=UTC)  # from then on it is no date that a file may have


def parse_date(text: str) -> datetime | None:
    """A date of ISO 8601 (any fraction, with or without zone), of mails, or in seconds since 1970; None for no date.

    A time without a zone is taken for UTC. Sources: ISO 8601; RFC 5322, 3.3; WordPress writes `0000-00-00 00:00:00`
    for none.
    """
    text = text.strip()[:100]
    try:
        if _SECONDS.fullmatch(text):
            number = float(text)
            moment = datetime.fromtimestamp(number / 1000 if number > _MILLISECONDS else number, UTC)
        elif found := _ISO.fullmatch(text):
            moment = _build(found)
        else:
            moment = parsedate_to_datetime(text)
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError, TypeError, IndexError, AttributeError, OSError):
        return None
    return moment.replace(microsecond=0) if _EARLIEST <= moment < _LATEST else None


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
