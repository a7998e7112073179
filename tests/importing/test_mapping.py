"""What an adopter says about an archive in a file, key by key."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from declaring_sites import CO_OPERATIVE, write_site
from parley.checking.loading import check_posts
from parley.commands.cli import main
from parley.commands.shared.common import read_settings
from parley.importing.map_files import BadMapping, load_mapping
from parley.importing.mapping import FIELDS, FieldMapping, ValueSource
from support import write_tree


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
        ("values: {room: place}", "values", {"room": ValueSource(("place",))}),
        (
            "values: {room: {from: [place, at], options: {A: hall}}}",
            "values",
            {"room": ValueSource(("place", "at"), {"A": "hall"})},
        ),
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
        ("tags: {a: b, c: [old]}", "tags 'c' must be one name"),
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


# Keys that a site declares.

DECLARED = CO_OPERATIVE.replace(
    "    fields:\n",
    "    fields:\n"
    "      graded: {type: choice, on: [reply], label: Graded, by: maintainer,\n"
    "        options: {draft: Draft, passed: Passed}}\n"
    "      hours: {type: number, on: [reply], label: Hours, most: 24}\n"
    "      rooms: {type: choices, on: [reply], label: Rooms, options: {hall: Great hall, yard: Back yard}}\n"
    "      state: {type: choice, on: [discussion], label: State, options: {open: Open, done: Done}}\n",
)
MAP = """\
values:
  stance: vote
  graded: {from: rating, options: {'5': passed, '1': draft}}
  hours: [time_spent, hours]
  rooms: places
"""
ENTRIES = {
    "first/entry1.yml": (
        "_id: a1\nname: Ana\nmessage: Yes.\ndate: 2019-01-01T10:00:00Z\nvote: i agree\nrating: 5\nhours: 2.5\n"
        "places: Great hall; yard\n"
    ),
    "first/entry2.yml": (
        "_id: b2\nname: Bob\nmessage: No.\ndate: 2019-01-02T10:00:00Z\nvote: perhaps\nrating: 3\ntime_spent: 30\n"
    ),
}


def bring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mapping: str, code: int = 0) -> str:
    folder = write_site(tmp_path / "site", "co-operative", DECLARED)
    (tmp_path / "map.yml").write_text(mapping, encoding="utf-8")
    write_tree(tmp_path / "data", dict(ENTRIES))
    monkeypatch.chdir(folder)
    options = ["--to", "posts", "--tag", "plans", "--map", str(tmp_path / "map.yml")]
    done = CliRunner().invoke(main, ["import", "static", str(tmp_path / "data"), *options])
    assert done.exit_code == code, done.output
    return done.output


def test_a_map_fills_keys_that_the_site_declares(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = bring(tmp_path, monkeypatch, MAP)
    assert "values that don't fit the keys that the map fills, left out: 2" in told
    checked = check_posts(Path("posts"), declaration=read_settings(Path("mkdocs.yml")).declaration)
    assert checked.problems == ()
    assert checked.library
    ana, bob = next(found for place, found in checked.library.replies.items() if "new-" not in place[1])
    assert (ana.stance, ana.get("graded"), ana.get("hours"), ana.get("rooms")) == (
        "agree",
        "passed",
        "2.5",
        ("hall", "yard"),
    )
    assert (bob.stance, bob.get("graded"), bob.get("hours")) == ("", None, None)  # nothing that was not said


def test_categories_fill_keys_of_a_discussion(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write_site(tmp_path, "co-operative", DECLARED)
    (tmp_path / "map.yml").write_text("values: {state: {from: category, options: {Closed topics: done}}}\n")
    node: dict[str, object] = {"id": "D1", "title": "Old", "body": "It was.", "createdAt": "2019-01-01T10:00:00Z"}
    node |= {
        "author": {"login": "ana"},
        "category": {"name": "closed topics"},
        "comments": {"totalCount": 0, "nodes": []},
    }
    data = {"data": {"repository": {"discussions": {"nodes": [node]}}}}
    (tmp_path / "old.json").write_text(json.dumps(data), encoding="utf-8")
    monkeypatch.chdir(folder)
    options = ["--to", "posts", "--tag", "plans", "--map", str(tmp_path / "map.yml")]
    done = CliRunner().invoke(main, ["import", "github", str(tmp_path / "old.json"), *options])
    assert done.exit_code == 0, done.output
    (post,) = Path("posts/discussions").glob("old-*/post.md")
    assert "\nstate: done\n" in post.read_text(encoding="utf-8")


def test_a_key_that_is_not_declared_is_not_filled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = bring(tmp_path, monkeypatch, "values: {grade: rating}\n", code=2)
    assert "the map fills 'grade', which no discussion or reply of this site has. Did you mean 'graded'?" in told
