"""One table of keys: the model, the checks and the JSON Schema agree with it."""

import re
from dataclasses import fields, replace
from datetime import UTC, datetime
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from declared import KINDS
from parley.model import layout
from parley.model.entries import Comparison, Discussion, Moment, Person, Reply
from parley.reading import readers, schema
from support import FORUM, GOOD

MADE_BY_LOADING = {"agreed", "path", "id", "kind", "body", "handle", "page", "added"}
MADE_BY_HISTORY = {"arrived", "touched"}


@pytest.mark.parametrize(
    ("kind", "model"),
    [("discussion", Discussion), ("comparison", Comparison), ("reply", Reply), ("person", Person)],
)
def test_every_field_of_the_model_has_its_key_and_every_other_key_is_shown(kind: str, model: type) -> None:
    keys = {key.field or key.name for key in KINDS[kind].keys if not isinstance(key.reader, readers.Markdown)}
    own = {field.name for field in fields(model)} - MADE_BY_LOADING - MADE_BY_HISTORY
    assert own <= keys
    shown = {key.name for key in KINDS[kind].keys if key.label}
    assert keys - own <= shown, "a key without a field in the model has a label, or nobody sees it"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ["path", "id", "body", "page", "added", "arrived", "byline", "names", "get"])
def test_no_key_has_the_name_of_something_else(kind: str, name: str) -> None:
    known = KINDS[kind]
    key = readers.Key(name, readers.Text(10), "anything")
    if name in {"byline", "names"} and not hasattr(known.build, name):
        assert replace(known, keys=(*known.keys, key)).keys[-1] is key
        return
    with pytest.raises(ValueError, match=f"can't have a key '{name}'"):
        replace(known, keys=(*known.keys, key))


@pytest.mark.parametrize("name", ["", "first-time", "My", "a:b", "__proto__", "a__b", "1st", "school", "text"])
def test_a_key_has_a_name_of_its_own_that_can_be_written_everywhere(name: str) -> None:
    known = KINDS["reply"]
    with pytest.raises(ValueError, match="key"):
        replace(known, keys=(*known.keys, readers.Key(name, readers.Text(10), "anything")))


@pytest.mark.parametrize("kind", [*KINDS, "tags"])
def test_the_json_schema_describes_every_key(kind: str) -> None:
    made = schema.json_schema(kind, KINDS)
    assert made["$schema"].startswith("https://json-schema.org/")
    if kind != "tags":
        assert set(made["properties"]) == {key.name for key in KINDS[kind].yaml_keys}
        assert all(value["description"] for value in made["properties"].values())
        assert made["additionalProperties"] is False


class EditorLoader(yaml.SafeLoader):
    """Reads YAML as editors do (YAML 1.2, core schema): a date is a text, a number is a number."""


EditorLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith((":timestamp", ":bool", ":int"))]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
EditorLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("(?:true|false)$", re.IGNORECASE), list("tTfF"))
EditorLoader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"[-+]?[0-9]+$"), list("-+0123456789"))


def read_as_an_editor(path: str, text: str) -> tuple[str, Any]:
    """The kind of a file and its keys; the front matter of a Markdown file with its text as `body`."""
    slot = layout.find_slot(path)
    assert slot is not None
    if path.endswith(".md"):
        _, head, body = text.split("---\n", 2)
        return slot.kind, {**yaml.load(head, EditorLoader), "body": body}
    return slot.kind, yaml.load(text, EditorLoader)


WHOLE = {
    path: file.read_text(encoding="utf-8")
    for file in sorted((FORUM / "posts").rglob("*.*"))
    if layout.find_slot(path := file.relative_to(FORUM / "posts").as_posix())
}


@pytest.mark.parametrize("path", [*WHOLE, *GOOD])
def test_an_editor_finds_nothing_to_mend_in_what_the_check_takes(path: str) -> None:
    kind, value = read_as_an_editor(path, str({**GOOD, **WHOLE}[path]))
    Draft202012Validator(schema.json_schema(kind, KINDS)).validate(value)


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("practices/first-meeting/post.yml", "title: Meeting first\n", ""),
        ("practices/first-meeting/post.yml", "shared_rule", "shared_rules"),
        ("practices/first-meeting/post.yml", "tags: [law, sales]", "tags: law"),
        ("practices/first-meeting/post.yml", "tags: [law, sales]", "tags: [Law]"),
        ("practices/first-meeting/post.yml", "date: 2026-10-01", "date: 1.10.2026"),
        ("discussions/two-follow-ups/replies/2026-10-03-bob.yml", "author: bob", "author: bob\nschool: newest"),
        ("people/mia.yml", "role: maintainer", "role: boss"),
        ("people/mia.yml", "role: maintainer", "link: mia.example"),
    ],
)
def test_an_editor_marks_what_the_check_would_refuse(path: str, old: str, new: str) -> None:
    assert old in str(GOOD[path])
    kind, value = read_as_an_editor(path, str(GOOD[path]).replace(old, new))
    assert not Draft202012Validator(schema.json_schema(kind, KINDS)).is_valid(value)


def test_a_bare_year_and_a_handle_of_digits_are_right_for_editors_too() -> None:
    text = (
        "title: 1984\nauthor: 404\ndate: 2026-10-01\ntags: [law]\nbody: x\n"
        "sources: [{name: 95, url: 'https://e.example/', date: 1995}]\n"
    )
    kind, value = read_as_an_editor("discussions/one/post.yml", text)
    assert value["author"] == 404
    Draft202012Validator(schema.json_schema(kind, KINDS)).validate(value)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-22", Moment(datetime(2026, 11, 22, tzinfo=UTC), exact=False)),
        ("2026-11-22T09:30:00Z", Moment(datetime(2026, 11, 22, 9, 30, tzinfo=UTC))),
        ("2026-11-22T09:30+02:00", Moment(datetime(2026, 11, 22, 7, 30, tzinfo=UTC))),
        ("2026-11-22 09:30:15.1234567 -05:30", Moment(datetime(2026, 11, 22, 15, 0, 15, tzinfo=UTC))),
        ("9998-12-31", Moment(datetime(9998, 12, 31, tzinfo=UTC), exact=False)),
        ("2024-02-29", Moment(datetime(2024, 2, 29, tzinfo=UTC), exact=False)),
    ],
)
def test_dates_are_read_in_utc(text: str, moment: Moment) -> None:
    assert readers.Date().parse(text) == moment


@pytest.mark.parametrize(
    "text",
    "|today|22.11.2026|2026-11-31|2026-13-01|2026-1-1|2026-11-22T09:30|2026-11-22T25:00Z|2026-11-22T09:30+99:00"
    "|0001-01-01T00:00:00+14:00|9999-12-31T23:59:59-14:00|9999-01-01|1969-12-31|٢٠٢٦-١١-٢٢".split("|"),
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert readers.Date().parse(text) is None


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
    options = tuple(key.name for key in (*KINDS["discussion"].keys, *KINDS["reply"].keys))
    assert readers.did_you_mean(typed, options) == (f"Did you mean '{nearest}'?" if nearest else "")
