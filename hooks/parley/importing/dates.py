"""Dates in the forms that archives have, to moments in UTC."""

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from parley.reading.mending.dates import mend_date

_NO_MAIL = re.compile(r"(?:GMT|UTC)[+-]\d|\s[ap]\.?m\b", re.IGNORECASE)
"""The zone as browsers write it, and halves of a day: no mail has them, and its reader would pass over them."""

_DAY_FIRST = re.compile(r"(\d\d?)/(\d\d?)-(?=\d{4})")
"""As Danish is written, where the day comes first."""

_CLOCK = re.compile(r"(\d\d?):(\d\d)(?::(\d\d))?(?:\s?([ap])\.?m\b)?", re.IGNORECASE)
_BEYOND = re.compile(r"(?<=:\d\d):[6-9]\d")
"""A second that is put in at the end of some days, which Python does not know, or that a clock has counted wrongly."""

_COMPACT = re.compile(r"(?:19|20)\d{6}(?:\d{6})?")
"""Digits alone that are a date and no second of the year 1970, which they would be as well."""

_SECONDS = re.compile(r"\d{1,13}(?:\.\d{1,9})?")
_MILLISECONDS = 100_000_000_000
"""A larger number counts milliseconds: as seconds it would lie behind the year 5000."""

_EARLIEST = datetime(1970, 1, 2, tzinfo=UTC)  # 1970-01-01 is what programs write for a date they do not have
_LATEST = datetime(9999, 1, 1, tzinfo=UTC)  # from then on it is no date that a file may have

_NONE = (ValueError, TypeError, IndexError, OverflowError)
"""What readers fail with on what is no date."""


def parse_date(text: str) -> datetime | None:
    """A date of ISO 8601 (any fraction, with or without zone), of mails, in seconds since 1970, or as people write it
    where that can mean one day; None for no date.

    A time without a zone is taken for UTC. Sources: ISO 8601; RFC 5322, 3.3; WordPress writes `0000-00-00 00:00:00`
    for none.
    """
    text = _BEYOND.sub(":59", text.strip())
    read: Callable[[str], datetime]
    of_mail = _read_written if _NO_MAIL.search(text) else parsedate_to_datetime
    for read in (_read_number, datetime.fromisoformat, of_mail, _read_written):
        with suppress(*_NONE):
            moment = read(text)
            moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
            return moment.replace(microsecond=0) if _EARLIEST <= moment < _LATEST else None
    return None


def _read_number(text: str) -> datetime:
    """A date of digits alone, or the seconds or milliseconds since 1970.

    Raises:
        ValueError: it is no number, or the date does not exist.
    """
    if _COMPACT.fullmatch(text):
        return datetime.fromisoformat(f"{text[:8]}T{text[8:]}")  # of a day alone the next reader knows
    if not _SECONDS.fullmatch(text):
        raise ValueError(text)
    number = float(text)
    return datetime.fromtimestamp(number / 1000 if number > _MILLISECONDS else number, UTC)


def _read_written(text: str) -> datetime:
    """A date in words, `11th July 2024, 9:05 pm`, or with points or strokes.

    Raises:
        ValueError: it is none, or may be one of two.
    """
    day = mend_date(_DAY_FIRST.sub(r"\1.\2.", text)) or ""
    moment = datetime.fromisoformat(day)
    clock = _CLOCK.search(text)
    if clock is None or "T" in day:
        return moment
    hour = int(clock[1]) % 12 + 12 * (clock[4].lower() == "p") if clock[4] else int(clock[1])
    return moment.replace(hour=hour, minute=int(clock[2]), second=int(clock[3] or 0))
