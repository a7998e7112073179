"""One table of keys: the model, the checks and the JSON Schema agree with it."""

from dataclasses import fields
from datetime import UTC, datetime

import pytest

from parley import schema
from parley.model import Discussion, Moment, Person, Practice, Reply

MADE_BY_LOADING = {"path", "id", "kind", "body", "handle"}


@pytest.mark.parametrize(
    ("kind", "model"),
    [("discussion", Discussion), ("practice", Practice), ("reply", Reply), ("person", Person)],
)
def test_every_field_of_the_model_has_its_key_and_the_other_way_round(kind: str, model: type) -> None:
    keys = {key.name for key in schema.KINDS[kind].keys}
    assert keys == {field.name for field in fields(model)} - MADE_BY_LOADING


@pytest.mark.parametrize("kind", [*schema.KINDS, "tags"])
def test_the_json_schema_describes_every_key(kind: str) -> None:
    made = schema.json_schema(kind)
    assert made["$schema"].startswith("https://json-schema.org/")
    if kind != "tags":
        assert set(made["properties"]) == {key.name for key in schema.KINDS[kind].yaml_keys}
        assert all(value["description"] for value in made["properties"].values())
        assert made["additionalProperties"] is False


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-22", Moment(datetime(2026, 11, 22, tzinfo=UTC), exact=False)),
        ("2026-11-22T09:30:00Z", Moment(datetime(2026, 11, 22, 9, 30, tzinfo=UTC))),
        ("2026-11-22T09:30+02:00", Moment(datetime(2026, 11, 22, 7, 30, tzinfo=UTC))),
        ("2026-11-22 09:30:15.1234567 -05:30", Moment(datetime(2026, 11, 22, 15, 0, 15, tzinfo=UTC))),
        ("2024-02-29", Moment(datetime(2024, 2, 29, tzinfo=UTC), exact=False)),
    ],
)
def test_dates_are_read_in_utc(text: str, moment: Moment) -> None:
    assert schema.Date().parse(text) == moment


@pytest.mark.parametrize(
    "text",
    "|today|22.11.2026|2026-11-31|2026-13-01|2026-1-1|2026-11-22T09:30|2026-11-22T25:00Z|2026-11-22T09:30+99:00"
    "|0001-01-01T00:00:00+14:00|9999-12-31T23:59:59-14:00|1969-12-31|٢٠٢٦-١١-٢٢".split("|"),
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert schema.Date().parse(text) is None


def test_a_day_and_a_time_on_it_are_compared_by_the_day() -> None:
    day = Moment.from_day(datetime(2026, 11, 22).date())
    noon = Moment(datetime(2026, 11, 22, 12, tzinfo=UTC))
    assert not day.is_before(noon)
    assert not noon.is_before(day)
    assert day.is_before(Moment(datetime(2026, 11, 23, tzinfo=UTC)))


@pytest.mark.parametrize(
    ("typed", "nearest"), [("reply-to", "reply_to"), ("autor", "author"), ("Titel", "title"), ("qqq", "")]
)
def test_the_nearest_key_is_named_where_one_is_near(typed: str, nearest: str) -> None:
    options = tuple(key.name for key in (*schema.KINDS["discussion"].keys, *schema.KINDS["reply"].keys))
    assert schema.did_you_mean(typed, options) == (f"Did you mean '{nearest}'?" if nearest else "")
