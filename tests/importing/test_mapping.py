"""What an adopter says about an archive in a file, key by key."""

from pathlib import Path

import pytest

from parley.importing.map_files import BadMapping, load_mapping
from parley.importing.mapping import FIELDS, FieldMapping


def load(folder: Path, text: str | bytes) -> FieldMapping:
    (folder / "map.yml").write_bytes(text if isinstance(text, bytes) else text.encode())
    return load_mapping(folder / "map.yml")


def test_what_is_not_said_is_as_it_is_without_a_file(tmp_path: Path) -> None:
    bare = FieldMapping()
    assert bare.fields == FIELDS
    assert (bare.parents, bare.body, bare.site, bare.address) == ("auto", "auto", "", "")
    assert (bare.tags, bare.merge) == ({}, ("address", "title"))
    assert load(tmp_path, "parents: auto\n") == bare


@pytest.mark.parametrize(
    ("text", "key", "value"),
    [
        ("parents: id", "parents", "id"),
        ("parents: name-order", "parents", "name-order"),
        ("parents: date-order", "parents", "date-order"),
        ("body: html", "body", "html"),
        ("body: markdown", "body", "markdown"),
        ("body: text", "body", "text"),
        ("site: https://example.org/", "site", "https://example.org/"),
        ("address: https://example.org/{thread}/", "address", "https://example.org/{thread}/"),
        ("tags: {Old news: old, '*': law}", "tags", {"Old news": "old", "*": "law"}),
        ("merge: []", "merge", ()),
        ("merge: [title]", "merge", ("title",)),
        ("merge: [address, title]", "merge", ("address", "title")),
        ("fields: {name: nick}", "fields", {**FIELDS, "name": ("nick",)}),
        ("fields: {name: [nick, name], id: no}", "fields", {**FIELDS, "name": ("nick", "name"), "id": ("no",)}),
        ("\ufeffbody: text", "body", "text"),
    ],
)
def test_each_key_says_what_it_says_and_leaves_the_others(tmp_path: Path, text: str, key: str, value: object) -> None:
    found = load(tmp_path, text)
    assert getattr(found, key) == value
    others = {name: getattr(found, name) for name in FieldMapping.__slots__ if name != key}
    assert others == {name: getattr(FieldMapping(), name) for name in others}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("parents: uncle", "parents 'uncle' must be one of auto, id, name-order, date-order"),
        ("body: rtf", "body 'rtf' must be one of auto, html, markdown, text"),
        ("site: example.org", "isn't a full web address"),
        ("address: /{thread}", "isn't a full web address"),
        ("tags: [old]", "tags must be categories with tags"),
        ("tags: {a: b, c: [old]}", "tags 'c' must be one tag"),
        ("merge: [date]", "must be one of address, title"),
        ("merge: [title, title, address]", "map.yml:1"),
        ("fields: {nose: x}", "no key 'nose'"),
        (f"fields: {{name: {'x' * 101}}}", "101 characters; it must have 1 to 100"),
        (f"fields: {{name: [{', '.join(f'n{n}' for n in range(21))}]}}", "map.yml:1"),
        ("colour: red", "no key 'colour'"),
        ("- parents", "the mapping must be keys with values, such as fields"),
        (b"body: \xff", "isn't UTF-8"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(tmp_path: Path, text: str | bytes, said: str) -> None:
    with pytest.raises(BadMapping) as raised:
        load(tmp_path, text)
    assert said in str(raised.value)
    assert str(raised.value).startswith(str(tmp_path / "map.yml"))


def test_all_that_is_wrong_is_told_on_lines_of_its_own(tmp_path: Path) -> None:
    with pytest.raises(BadMapping) as raised:
        load(tmp_path, "parents: uncle\nbody: rtf\n")
    first, *lines = str(raised.value).split("\n")
    assert first.startswith(str(tmp_path / "map.yml"))
    assert [line.partition(" ")[0] for line in lines if line.startswith(str(tmp_path))] == [
        f"{tmp_path}/map.yml:1:10:",
        f"{tmp_path}/map.yml:2:7:",
    ]


def test_twenty_names_of_a_field_are_taken(tmp_path: Path) -> None:
    names = tuple(f"n{number}" for number in range(20))
    assert load(tmp_path, f"fields: {{name: [{', '.join(names)}], id: {'x' * 100}}}").fields["name"] == names


def test_a_file_that_is_not_there_is_said_to_be_so(tmp_path: Path) -> None:
    with pytest.raises(BadMapping, match=r"can't be read: .*/nowhere\.yml: no such file"):
        load_mapping(tmp_path / "nowhere.yml")
