"""A date is read in any form that can mean one day only."""

from datetime import date, timedelta

import pytest
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st

from parley.reading.mending.dates import mend_date
from parley.reading.readers import Date

DATES = (
    *((text, "2026-11-07") for text in ("2026-11-7", "2026/11/07", "2026.11.7", "20261107")),
    *((text, "2026-11-07") for text in ("7.11.2026", "07. 11. 2026")),
    *((text, "2026-11-07") for text in ("7 November 2026", "Nov 7th, 2026", "Saturday, 7. November 2026")),
    *((text, "2026-11-27") for text in ("27.11.2026", "11/27/2026", "27/11/2026", "27-11-2026", "2026年11月27日")),
    *((text, "2026-11-27") for text in ("27 de noviembre de 2026", "27 ноября 2026 г.")),
    *((text, "2026-11-27") for text in ("٢٧ نوفمبر ٢٠٢٦", "27 Kasım 2026")),
    *((text, "2026-11-27") for text in ("２０２６-１１-２７", "2026년 11월 27일", "27 नवंबर 2026")),
    *((text, "2026-11-27") for text in ("2026-11-27 (Friday)", "27.11.2026 (Fr.)", "2026-11-27 at 10:00")),
    *((text, "2026-11-27") for text in ("2026-11-27 10:00 CET", "27.11.2026 10:00 MEZ", "2026/11/27 1:00 pm EST")),
    *((text, "2026-11-27") for text in ("Fri Nov 27 10:00:00 CET 2026", "2026-11-27 10:00 (CET)")),
    *((text, "2026-11-27") for text in ("2026–11–27", "2026\u201111\u201127", "2026−11−27 10:00")),
    ("Fri Nov 27 10:00:00 2026 +0100", "2026-11-27T10:00:00+01:00"),
    ("Fri Nov 27 10:00:00 UTC 2026", "2026-11-27T10:00:00Z"),
    ("11/11/2026", "2026-11-11"),
    *((text, "2026-11-27") for text in ("2026-W48-5", "2026W485", "27-Nov-26", "2026년 11월 27일 금요일")),
    *((text, "2026-11-27") for text in ("27 พ.ย. 2569", "27 พฤศจิกายน 2026", "יום שישי 27 בנובמבר 2026")),
    ("1795773600", "2026-11-27T10:00:00Z"),
    ("1795773600000", "2026-11-27T10:00:00Z"),
    ("1er décembre 2026", "2026-12-01"),
    # a time without a zone can't be placed, so the day counts
    *((text, "2026-11-07") for text in ("2026-11-07T09:30", "2026-11-07 9:30:12")),
    *((text, "2026-11-07") for text in ("7.11.2026, 21:30 Uhr", "Nov 7, 2026, 9:30 PM")),
    ("2026-11-07T09:30:00+0100", "2026-11-07T09:30:00+01:00"),
    ("2026-11-07 9:30 utc", "2026-11-07T09:30Z"),
    ("Sat, 07 Nov 2026 09:30:00 +0100", "2026-11-07T09:30:00+01:00"),
    ("2026-11-07T09:30:00+01:00[Europe/Berlin]", "2026-11-07T09:30:00+01:00"),
    *((text, "2026-11-07T09:30:00Z") for text in ("2026-11-7t9:30:00.25Z", "2026-11-07, 09:30:00,5 GMT")),
    *((text, "2026-11-07T09:30+02:00") for text in ("2026/11/7 9:30 +02", "7.11.2026 09:30 +0200 (CEST)")),
    *((text, "2026-11-07T21:30Z") for text in ("Nov 7, 2026 at 9:30 pm UTC", "7 Nov 2026, 9.30 p.m. z")),
    ("7 Nov 2026 12:05 am GMT", "2026-11-07T00:05Z"),
    ("7 Nov 2026 12:05 PM GMT", "2026-11-07T12:05Z"),
    *((f"7.11.2026 {at} 9.30{of} -03:30", "2026-11-07T09:30-03:30") for at, of in (("um", " Uhr"), ("à", "h"))),
    *((f"7 Nov 2026 {at} 9:30 {of}", "2026-11-07") for at, of in (("om", "uur"), ("klo", ""), ("", "h"))),
    *((text, "2026-11-07") for text in ("7 . 11 . 2026.", "2026 年 11 月 7 号")),
    *((text, "2026-11-07") for text in ("7th of the Nov., 2026", "7 Nov 2026,")),
    *((text, "2026-05-13") for text in ("13/5/2026", "5-13-2026", "13 may 2026", "2026 13 maj")),
    *((text, "2026-11-27") for text in ("27.11.26", "11/27/26", "27. Nov '26", "27/nov/2026", "2026. 11. 27.")),
    *((text, "1999-12-31") for text in ("31.12.99", "31/12/99", "99-12-31")),
    *((f"27 Nov 2026 {at}", "2026-11-27") for at in ("10:00 EST", "10 Uhr", "10am", "um 10 Uhr", "à 10 h 30")),
    *((f"27 Nov 2026{at}10:00", "2026-11-27") for at in (" - ", " a las ", ", ", " | ", ":", " kl. ")),
    *((f"10:00 AM{at}27 Nov 2026", "2026-11-27") for at in (" · ", ", ", " ")),
    *((f"2026-11-27 10:00 {zone}", "2026-11-27") for zone in ("Europe/Berlin", "PST8PDT", "(Eastern Time)")),
    *((f"2026-11-27T10:00 {zone}", "2026-11-27T10:00-05:00") for zone in ("UTC-5", "GMT-0500", "-5")),
    ("27/Nov/2026:10:00:00 +0000", "2026-11-27T10:00:00+00:00"),
    *((f"27 Nov 2026 {at} utc", "2026-11-27T10:30Z") for at in ("10:30", "10H30", "10 . 30", "10 h 30")),
    *((f"27 Nov 2026 10:30{at} utc", "2026-11-27T10:30:15Z") for at in (":15", ".15.2", ":15,25", ":15.123456")),
    ("27 Nov 2026 10 am utc", "2026-11-27T10:00Z"),
    ("20261127T100000Z", "2026-11-27T10:00:00Z"),
    *((f"15 {month} 2026", "2026-01-15") for month in ("janvier", "Jänner", "enero", "ene.", "janv.")),
    *((f"15 {month} 2026", "2026-03-15") for month in ("Mrz", "Marz", "Maerz", "mars", "marzo", "März")),
    *((f"15 {month} 2026", "2026-08-15") for month in ("aout", "août", "agosto", "Aug.")),
    ("15 de setiembre de 2026", "2026-09-15"),
    ("5/5/2026", "2026-05-05"),
    ("12-12-2026", "2026-12-12"),
    (f"7 November{' ' * 86}2026", "2026-11-07"),
)  # fmt: skip


@pytest.mark.parametrize(("given", "read"), DATES)
def test_a_date_is_read_as_written(given: str, read: str) -> None:
    assert mend_date(given) == read
    assert Date().parse(read)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "11/07/2026",
            "07-11-2026",
            "2026-02-30",
            *(
                "27/11/26",
                "26-11-27",
                "26. 11. 27.",
                "27 Nov 26",
                "27 Nov 2026 at 10",
                "2026-W54-5",
            ),
            "yesterday",
            "27 November",
            "November 2026",
            "",
            "2026",
            *("11/07/2026 (Saturday)", "2026-11-27 (2)", "10:00 CET"),
        ),
        "27 listopad 2026",  # November for Poles, October for Croats
        "27.11.2026 and 28.11.2026",
        *("12/11/2026", "13/13/2026", "13/05-2026", "127 Nov 2026", "27 Nov 12026", "27 Nov Dec 2026", "2026-11/07"),
        *("27 a b c d e Nov 2026", "27 x 2026", "7 November 2026 1", "20261307", "32.1.2026", "2026.11-07"),
        f"7 November{' ' * 87}2026",
    ],
)
def test_what_may_be_two_days_or_none_is_left(text: str) -> None:
    assert mend_date(text) is None


LANGUAGES = ("en", "de", "fr", "es", "it", "pt", "nl", "ru", "tr", "ar", "hi")


@given(
    st.integers(0, 20_000).map(lambda days: date(1990, 1, 1) + timedelta(days)),
    st.sampled_from(LANGUAGES),
    st.sampled_from(["d MMMM y", "EEEE, d MMMM y", "d MMM y"]),
)
def test_a_day_in_the_words_of_eleven_languages_is_that_day_or_left(day: date, language: str, form: str) -> None:
    assert mend_date(format_date(day, form, locale=language)) in (day.isoformat(), None)
    if form == "d MMMM y":
        assert mend_date(format_date(day, form, locale=language)) == day.isoformat()


@given(st.text(max_size=40))
def test_any_text_is_a_date_or_none(text: str) -> None:
    found = mend_date(text)
    assert found is None or found[:4].isdigit()
