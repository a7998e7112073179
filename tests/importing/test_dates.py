"""Dates as archives write them."""

from datetime import UTC

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.importing.dates import parse_date


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("1424956742", "2015-02-26T13:19:02"),
        ("1424956742.5", "2015-02-26T13:19:02"),
        ("1424956742000", "2015-02-26T13:19:02"),
        ("2017-02-12T12:37:06.0000000-08:00", "2017-02-12T20:37:06"),
        ("2013-08-30T20:45:05Z", "2013-08-30T20:45:05"),
        ("2017-03-01T10:00:00", "2017-03-01T10:00:00"),
        ("2017-03-01 10:00 +0530", "2017-03-01T04:30:00"),
        ("2017-3-1", "2017-03-01T00:00:00"),
        ("2007-09-04 00:49:28", "2007-09-04T00:49:28"),
        ("2026-01-01 10:00:00+02", "2026-01-01T08:00:00"),  # as PostgreSQL writes it
        ("2026-01-01 10:00:00-08", "2026-01-01T18:00:00"),
        ("2026-01-01 10:00:00+2", "2026-01-01T08:00:00"),
        ("2026-01-01 10:00:00+5:30", "2026-01-01T04:30:00"),
        ("2026-01-01 10:00:00+05:30", "2026-01-01T04:30:00"),
        ("2026-01-01t10:00:00,25z", "2026-01-01T10:00:00"),
        ("2026-01-01 10:00:00 UTC", "2026-01-01T10:00:00"),
        ("2026-01-01  9:05 GMT", "2026-01-01T09:05:00"),
        ("  2026-01-01  ", "2026-01-01T00:00:00"),
        ("100000000000", "5138-11-16T09:46:40"),  # the last that counts seconds
        ("100000000001", "1973-03-03T09:46:40"),  # the first that counts milliseconds
        ("1970-01-02", "1970-01-02T00:00:00"),
        ("Fri, 22 May 2015 10:56:21 +0200", "2015-05-22T08:56:21"),
        ("22 May 15 9:05 GMT", "2015-05-22T09:05:00"),
        ("2016-12-31T23:59:60Z", "2016-12-31T23:59:59"),
    ],
)
def test_every_form_becomes_a_moment_in_utc(text: str, wanted: str) -> None:
    moment = parse_date(text)
    assert moment is not None
    assert moment.tzinfo is UTC
    assert f"{moment:%Y-%m-%dT%H:%M:%S}" == wanted


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "0",
            "0000-00-00 00:00:00",
            "1970-01-01",
            "1970-01-01T23:59:59",
            "1969-05-05",
            "9999-01-01",
            "yesterday",
            "2017-13-01",
        ),
        *("2017-01-01T25:00", "-5", "2017-01-01x", "x2017-01-01", "17-01-01", "2017-001-01", "2017-01-01T10", "1e9"),
        *("2017-01-01T10:00+02:0", "2017-01-01T10:00Z+1", "14249567420000", "٢٠١٧-٠١-٠١"),
    ],
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert parse_date(text) is None


@given(
    st.text(max_size=40) | st.from_regex(r"\A[0-9T:.+ -]{0,30}\Z") | st.from_regex(r"\A\w{3}, \d+ \w{3} \d+ [\d:]+\Z")
)
def test_nothing_crashes(text: str) -> None:
    parse_date(text)
