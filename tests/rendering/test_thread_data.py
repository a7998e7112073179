"""A thread as data: complete, described by its schema, and good for rebuilding every file."""

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator, ValidationError

from declared import KINDS, load_library
from parley.model import urls
from parley.model.entries import Discussion, Moment
from parley.model.findings import InvalidPosts
from parley.model.library import Library
from parley.model.settings import Declaration, Settings
from parley.reading.schema import list_kinds
from parley.reading.writing import Item, render_file
from parley.rendering.data.thread_data import (
    build_thread_data,
    draw_thread_data,
    parse_thread_data,
    render_schema,
    render_thread_data,
    thread_schema,
)
from support import FORUM, GOOD, NOW, Files, flatten, hold, write_tree

Tree = Callable[[Files], Path]
FOLDER = "discussions/two-follow-ups"
POST = f"{FOLDER}/post.md"
ANA = f"{FOLDER}/replies/2026-10-02-ana.md"
BOB = f"{FOLDER}/replies/2026-10-03-bob.yml"
PRACTICE = "practices/first-meeting/post.yml"
REMOVAL = "updated: 2026-10-05\nremoved: it named a person\n"

FULL: Files = {
    **GOOD,
    "people/ana.yml": "name: Ana É\nrole: contributor\nlink: https://example.org/ana\nabout: Writes letters.\n",
    POST: str(GOOD[POST]).replace(
        "tags:",
        "updated: 2026-10-04\npinned: true\nlocked: it is done\naliases: [first-name]\nsummary: In short.\n"
        "questions: [One?, 'Two: or three?']\n"
        "sources: [{name: A, url: https://example.org/, date: '1995', kind: guide}]\n"
        "tags:",
    ),
    ANA: str(GOOD[ANA]).replace("school", "updated: 2026-10-03\naliases: [2026-10-02-a]\nschool"),
    PRACTICE: f"{GOOD[PRACTICE]!s}caution: 'Mind: the date'\nbody: |\n  Text 🙂\n\n  ---\n",
}
"""Every key of every kind of file but `removed`."""

Make = Callable[..., dict[str, Any]]


@pytest.fixture
def make(tree: Tree) -> Make:
    """The data of the discussion in GOOD with some files changed, as it comes back from its text."""

    def build(files: Files | None = None, **settings: Any) -> dict[str, Any]:
        library = load_library(tree({**GOOD, **(files or {})}), now=NOW)
        return next(iter(everything(library, Settings(**settings))))

    return build


def everything(library: Library, settings: Settings) -> Iterator[dict[str, Any]]:
    for post in library.posts():
        data = build_thread_data(post, library.replies_to(post), library, settings)
        yield json.loads(render_thread_data(data))


def rebuild(library: Library) -> Files:
    """The library's files from its threads; what no thread needs comes from the library."""
    files = {person.path: render_file(person, KINDS) for person in library.people.values()}
    for data in everything(library, Settings()):
        files |= parse_thread_data(data, KINDS)
    return {**files, "tags.yml": yaml.safe_dump([asdict(tag) for tag in library.tags.values()])}


def load(root: Path) -> Library:
    """A library, but for when those wrote whose contributions were removed, which only the files say."""
    return replace(load_library(root, now=NOW), months={})


@pytest.mark.parametrize("files", [GOOD, FULL, None], ids=["small", "every key", "forum"])
def test_the_files_rebuilt_from_all_threads_give_the_same_library(
    tree: Tree, tmp_path: Path, files: Files | None
) -> None:
    library = load(tree(files) if files else FORUM / "posts")
    assert load(write_tree(tmp_path / "anew", rebuild(library))) == library


def test_what_is_removed_comes_back_as_removed_and_says_nothing(tree: Tree, tmp_path: Path) -> None:
    files = {**GOOD, "people/bob.yml": "name: Bob Named\n"}
    for path in (POST, BOB, PRACTICE):
        files[path] = str(GOOD[path]).replace("author:", f"{REMOVAL}aliases: [was-{len(path)}]\nauthor:")
    library = load(tree(files))
    assert [len(data["tags"]) for data in everything(library, Settings())] == [1, 1]
    text = "".join(map(render_thread_data, everything(library, Settings())))
    for withheld in (
        "Two follow-ups",
        "the-host",
        "Some say",
        '"bob"',
        "Bob",
        "something new",
        "Shake hands",
        "Meeting",
    ):
        assert withheld not in text, withheld
    assert "it named a person" in text
    assert load(write_tree(tmp_path / "anew", rebuild(library))) == library


@pytest.mark.parametrize("site_url", ["", "https://example.org/talk/"])
@pytest.mark.parametrize("files", [GOOD, FULL, None], ids=["small", "every key", "forum"])
def test_the_data_is_as_the_schema_says(tree: Tree, files: Files | None, site_url: str) -> None:
    library = load_library(tree(files) if files else FORUM / "posts", now=NOW)
    validator = Draft202012Validator(thread_schema(KINDS))
    for data in everything(library, Settings(site_url=site_url)):
        validator.validate(data)


def test_the_schema_is_a_schema_and_has_every_key_of_every_file() -> None:
    made = thread_schema(KINDS)
    Draft202012Validator.check_schema(made)
    forms = [*made["properties"]["post"]["oneOf"], *made["properties"]["replies"]["items"]["oneOf"]]
    for kind, described in KINDS.items():
        if kind in ("person", "agreement"):
            place = "people" if kind == "person" else "agreements"
            found = set(made["properties"][place]["additionalProperties"]["properties"])
        else:
            found = {
                name
                for form in forms
                if form["properties"]["kind"]["enum"] == [described.called or kind]
                for name in form["properties"]
            }
        assert {key.name for key in described.yaml_keys} <= found, kind
    assert set(made["properties"]["tags"]["items"]["properties"]) == {"slug", "title", "summary"}


def test_every_key_of_the_data_has_its_place_beside_the_keys_of_files(make: Make) -> None:
    beside = {"path", "kind", "id", "address", "author_name"}
    assert not beside & {key.name for kind in ("discussion", "comparison", "reply") for key in KINDS[kind].yaml_keys}
    assert beside <= make()["post"].keys()


def test_the_data_says_where_each_reply_is_read_and_who_wrote_it(make: Make) -> None:
    data = make({**FULL}, site_url="https://example.org/talk/")
    assert data["post"]["address"] == f"https://example.org/talk/{FOLDER}/"
    assert data["post"]["author_name"] == "The Host"
    assert [reply["id"] for reply in data["replies"]] == ["2026-10-02-ana", "2026-10-03-bob"]
    assert [reply.get("author_name") for reply in data["replies"]] == ["Ana É @ana", None]
    assert data["people"]["the-host"] == {"name": "The Host", "role": "house-voice"}
    assert data["tags"] == [{"slug": "sales", "title": "Sales", "summary": "To sell."}]


def test_without_an_address_of_its_own_a_site_gives_addresses_from_its_root(make: Make) -> None:
    assert make()["post"]["address"] == f"{FOLDER}/"


def test_what_follows_from_the_post_and_an_id_is_not_said_again_and_nothing_is_indented(make: Make) -> None:
    data = make({**FULL}, site_url="https://example.org/talk/")
    ana, bob = data["replies"]
    assert ana.keys() & {"path", "kind", "address"} == set()
    assert bob["path"] == BOB, "a file that is no .md says so"
    assert render_thread_data(data).count(FOLDER) == 3, "path and address of the post, path of one reply"
    assert render_thread_data(data).count("\n") == 1


def test_threads_of_the_former_form_are_read(make: Make) -> None:
    data = make({**FULL})
    former = {**data, "format": "parley-thread/1"}
    former["replies"] = [
        {"kind": "reply", "address": f"{FOLDER}/#reply-{reply['id']}", "author_name": "Ana", **reply, "path": path}
        for reply, path in zip(data["replies"], (ANA, BOB), strict=True)
    ]
    Draft202012Validator(thread_schema(KINDS)).validate(former)
    assert parse_thread_data(former, KINDS) == parse_thread_data(data, KINDS)


def test_a_thread_lies_beside_its_page(tree: Tree) -> None:
    library = load_library(tree(GOOD), now=NOW)
    assert [urls.thread_address(post) for post in library.posts()] == [
        f"{FOLDER}/thread.json",
        "practices/first-meeting/thread.json",
    ]


def test_equal_libraries_give_equal_bytes(tree: Tree) -> None:
    root = tree(FULL)
    texts = [[render_thread_data(data) for data in everything(load_library(root, now=NOW), Settings())] for _ in "ab"]
    assert texts[0] == texts[1]


def refuse(data: Any) -> str:
    with pytest.raises(InvalidPosts) as caught:
        parse_thread_data(data, KINDS)
    return "\n".join(f"{problem.rule}: {problem.message}" for problem in caught.value.problems)


@pytest.mark.parametrize(
    "path",
    [
        "../outside.md",
        "/etc/passwd",
        "discussions/../../x/post.md",
        "discussions/../post.md",
        "discussions/a\\b/post.md",
        "discussions/two-follow-ups/replies/../post.md",
        "discussions/two-follow-ups/replies/..md",
        "people/ana.yml",
        "tags.yml",
        "",
    ],
)
def test_no_path_leads_out_of_its_place(make: Make, path: str) -> None:
    data = make()
    data["post"]["path"] = path
    data["replies"][0]["path"] = path
    assert refuse(data).count("unknown-file: ") == 2


@pytest.mark.parametrize("handle", ["../x", "Ana", "", "a/b"])
def test_no_handle_leads_out_of_its_place(make: Make, handle: str) -> None:
    data = make()
    data["people"][handle] = {"name": "Ana"}
    assert refuse(data)


def test_all_that_is_wrong_is_said_at_once(make: Make) -> None:
    data = make()
    data["post"]["title"] = 404 * "x"
    data["post"]["colour"] = "red"
    data["replies"][0]["date"] = "yesterday"
    data["replies"][1]["sources"] = {"name": "A"}
    del data["replies"][1]["author"]
    said = refuse(data)
    for rule in ("wrong-length", "unknown-key", "bad-date", "wrong-type", "missing-key"):
        assert f"{rule}: " in said


REQUIRED = {
    "": {"format", "post", "replies", "people", "tags"},
    "post": {"path", "kind", "id", "address", "title", "author", "date", "tags", "body"},
    "reply": {"id", "author", "date", "body"},
}


def test_what_is_needed_to_rebuild_a_file_is_required_by_schema_and_import_alike(make: Make) -> None:
    for where, keys in REQUIRED.items():
        for key in keys:
            data = make()
            del {"": data, "post": data["post"], "reply": data["replies"][0]}[where][key]
            with pytest.raises(ValidationError):
                Draft202012Validator(thread_schema(KINDS)).validate(data)
            assert key == "path" or (where, key) == ("reply", "id") or "missing-key" in refuse(data), (where, key)
            assert refuse(data)
    assert set(thread_schema(KINDS)["required"]) == REQUIRED[""]
    data = make()
    del data["site"]
    Draft202012Validator(thread_schema(KINDS)).validate(data)
    assert parse_thread_data(data, KINDS)


@pytest.mark.parametrize("format", ["parley-thread/3", "parley-thread", "", "other/1"])
def test_data_of_another_form_is_refused(make: Make, format: str) -> None:
    data = make()
    assert data["format"] == "parley-thread/2"
    data["format"] = format
    assert refuse(data)


def test_a_kind_that_is_not_that_of_its_place_is_refused(make: Make) -> None:
    data = make()
    data["post"]["kind"] = "reply"
    data["replies"][0]["kind"] = "discussion"
    assert refuse(data).count("'") >= 2


def test_people_and_keys_stand_in_one_order_whatever_the_order_of_sets(tree: Tree) -> None:
    handles = [f"person-{number}" for number in range(12)]
    files = {f"people/{handle}.yml": f"name: {handle} N\n" for handle in handles} | {
        f"{FOLDER}/replies/x-{handle}.yml": f"author: {handle}\ndate: 2026-10-05\nbody: Yes.\n" for handle in handles
    }
    library = load_library(tree({**GOOD, **files}), now=NOW)
    data = next(everything(library, Settings()))
    assert list(data["people"]) == sorted(["the-host", *handles])


@pytest.mark.parametrize("value", [None, 7, "", [], {}, [[[[[[[[[[]]]]]]]]]], {"a": {"b": {}}}, True, "\ud800"])
@pytest.mark.parametrize("key", ["post", "replies", "people", "tags", "format"])
def test_other_data_is_refused_or_read_and_never_crashes(make: Make, key: str, value: Any) -> None:
    data = make()
    data[key] = value
    if (key, value) in (("replies", []), ("people", {})):
        assert parse_thread_data(data, KINDS)
    else:
        said = refuse(data)
        assert not (key == "replies" and not isinstance(value, list)) or "wrong-type: " in said
        refuse(value)


@pytest.mark.parametrize("key", ["post", "replies", "tags"])
def test_no_depth_of_lists_or_objects_is_too_much(make: Make, key: str) -> None:
    lists: Any = "x"
    objects: Any = "x"
    for _ in range(3000):
        lists, objects = [lists], {"title": objects}
    for value in (lists, objects):
        data = make()
        data[key] = value
        assert refuse(data)


def test_replies_of_another_post_or_of_one_name_are_refused(make: Make) -> None:
    data = make()
    data["replies"][0]["path"] = "practices/first-meeting/replies/2026-10-02-ana.md"
    assert "doesn't belong" in refuse(data)
    data = make()
    data["replies"][1] = data["replies"][0]
    assert "name-clash" in refuse(data)


@pytest.mark.parametrize(("value", "title"), [(404, "404"), (2.5, "2.5"), (True, "true")])
def test_numbers_in_place_of_texts_are_taken_as_written(make: Make, value: Any, title: str) -> None:
    data = make()
    data["post"]["title"] = value
    assert f'title: "{title}"\n' in parse_thread_data(data, KINDS)[POST]


def test_half_a_character_does_not_reach_a_file(make: Make) -> None:
    data = make()
    data["replies"][0]["body"] = "a\ud800b"
    assert parse_thread_data(data, KINDS)[ANA].encode().endswith(b"a?b\n")


# all of it, to the letter

SHOWN = ("date", "title", "author", "body", "tags", "removed", "updated", "agrees", "name")
LITTLE = {
    kind: replace(form, keys=tuple(key for key in form.keys if key.name in SHOWN)) for kind, form in KINDS.items()
}
"""Kinds of files with few of their keys: the others are held where files are."""


def test_the_schema_of_a_thread_to_the_letter() -> None:
    """Held in `thread_schema.txt`, without most keys of files."""
    found = render_schema("thread", LITTLE)
    assert found == json.dumps(thread_schema(LITTLE), indent=1) + "\n"
    hold(Path(__file__).with_name("thread_schema.txt"), "\n".join(flatten(json.loads(found))) + "\n")


def test_the_schemas_of_files_are_for_people_to_read_too() -> None:
    for kind, title in (("policy", "policy"), ("archive", "An archive of conversations"), ("reply", "reply")):
        text = render_schema(kind, KINDS)
        assert text == json.dumps(json.loads(text), indent=1) + "\n"
        assert json.loads(text)["title"] == title
    assert set(json.loads(render_schema("policy", KINDS))["properties"]) == {"a_day", "links", "words", "quiet"}


OTHERS: Files = {
    **FULL,
    "people/bob.yml": "name: bob\n",
    "people/eve.yml": "name: Eve\n",
    f"agreements/{FOLDER}/eve/i1.yml": "agrees: [2026-10-02-ana]\n",
    f"agreements/{FOLDER}/eve/i2.yml": "agrees: [post, 2026-10-02-ana]\nschool: new\n",
    f"agreements/{FOLDER}/cem/i3.yml": "agrees: [post]\nschool: old\n",
    f"agreements/{FOLDER}/cem/i4.yml": "agrees: [2026-10-03-bob]\nschool: new\n",
    f"{FOLDER}/replies/gone.md": f"---\nauthor: dan\ndate: 2026-10-04\n{REMOVAL}reply_to: 2026-10-02-ana\n---\n\nNo.\n",
    "practices/gone/post.yml": str(GOOD[PRACTICE]).replace("author:", f"{REMOVAL}author:"),
    "pages/guide/setup/replies/r.md": "---\nauthor: eve\ndate: 2026-10-02\nlanguage: de\n---\n\nDas „geht“.\n",
}


def test_all_that_threads_say(tree: Tree, tmp_path: Path) -> None:
    """Held in `thread_data.txt`; what is read of it are the files that it was made of."""
    library = load_library(tree(OTHERS), now=NOW)
    site = Settings(site_name="Talk", site_url="https://example.org/talk/")
    texts = [draw_thread_data(post, library, site) for post in library.posts()]
    threads = [json.loads(text) for text in texts]
    assert texts == [json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n" for data in threads]
    shown = [json.dumps(data, ensure_ascii=False, indent=1) for data in threads]
    hold(Path(__file__).with_name("thread_data.txt"), "\n".join(shown) + "\n")
    files: dict[str, str] = {}
    for data in threads:
        files |= parse_thread_data(data, KINDS)
    items: tuple[Item, ...] = (*library.posts(), *(one for group in library.replies.values() for one in group))
    made = {item.path: item for item in (*items, *library.people.values()) if item.path in files}
    own = {f"agreements/{FOLDER}/{name}/agrees.yml" for name in ("cem", "eve")}
    assert files.keys() - made.keys() == own
    tags = {"practices/gone/post.yml": "law"}
    assert {path: files[path] for path in made} == {
        path: render_file(item, KINDS, stand_in_tag=tags.get(path, "removed")) for path, item in made.items()
    }
    assert files[f"agreements/{FOLDER}/eve/agrees.yml"] == "agrees:\n  - 2026-10-02-ana\n  - post\nschool: new\n"


GONE = object()
LONG = 81
NO_POST = "discussions/two-follow-ups/replies/x.md"
WRONG: list[tuple[str, Any]] = [
    ("format", "parley-thread/3"),
    ("site/name", "x" * 1001),
    ("site/address", "x" * 2001),
    ("post", "x"),
    ("post/path", "people/ana.yml"),
    ("post/path", NO_POST),
    ("post/path", "discussions/con/post.md"),
    ("post/path", "discussions/-x/post.md"),
    ("post/path", "con/two-follow-ups/post.md"),
    ("post/path", "elsewhere/two-follow-ups/post.md"),
    ("post/path", "pages/guide/con/post.yml"),
    ("post/path", "discussions/other/post.md"),
    ("post/path", "discussions/two-follow-ups/post.markdown"),
    ("post/path", "practices/two-follow-ups/post.md"),
    ("post/id", "Two"),
    ("post/id", GONE),
    ("post/kind", "practice"),
    ("post/author_name", "x" * 147),
    ("post/author_name", ""),
    ("post/colour", "red"),
    ("post/sources", [{"name": "A", "url": [["x"]]}]),
    ("post/outcome", {"summary": "So.", "agreed": [{"text": "x", "rests_on": [["2026-10-02-ana"]]}]}),
    ("post/outcome", {"summary": "So.", "agreed": [{"text": "x", "rests_on": [{"2026-10-02-ana": "y"}]}]}),
    ("post/body", GONE),
    ("post/body", None),
    ("replies", {}),
    ("replies/0", "x"),
    ("replies/0", "id"),
    ("replies/0", 7),
    ("replies/0/path", "discussions/two-follow-ups/post.md"),
    ("replies/0/path", "discussions/two-follow-ups/replies/con.md"),
    ("replies/0/path", "discussions/two-follow-ups/replies/-.md"),
    ("replies/0/path", "discussions/two-follow-ups-2/replies/2026-10-02-ana.md"),
    ("replies/0/path", "discussions/two-follow-ups/replies/2026-10-03-bob.yml"),
    ("replies/0/id", GONE),
    ("replies/0/id", "-"),
    ("replies/0/kind", "answer"),
    ("replies/0/body", GONE),
    ("replies/0/removed", "spam"),
    ("agreements", []),
    ("agreements", {"Eve": {"agrees": ["post"]}}),
    ("agreements", {"con": {"agrees": ["post"]}}),
    ("people", []),
    ("people", {"Ana!": {"name": "Ana"}, "Bob!": {"name": "Bob"}}),
    ("people", {"ana": "x", "con": {"name": "Con"}}),
    ("people", {"x" * LONG: {"name": ""}}),
    ("tags", []),
    ("tags", [{"slug": f"t{number}", "title": "T", "summary": "S."} for number in range(6)]),
    ("tags", GONE),
]


def put(data: dict[str, Any], place: str, value: Any) -> dict[str, Any]:
    at: Any = data
    *steps, last = (int(step) if step.isdecimal() else step for step in place.split("/"))
    for step in steps:
        at = at[step]
    if value is GONE:
        del at[last]
    else:
        at[last] = value
    return data


def test_all_that_is_said_of_data_that_is_wrong(make: Make) -> None:
    """Held in `thread_told.txt`."""
    told, given = [], json.dumps(make())
    for data, shown in ((None, "null"), ("x", '"x"'), ([], "[]"), ({}, "{}")):
        with pytest.raises(InvalidPosts) as caught:
            parse_thread_data(data, KINDS)  # type: ignore[arg-type]
        told.append(f"= {shown}\n")
        told += [
            f"{one.path}:{one.line}:{one.column} {one.rule}: {one.message} {one.help}\n"
            for one in caught.value.problems
        ]
    for place, value in WRONG:
        shown = "GONE" if value is GONE else json.dumps(value)
        told.append(f"= {place}: {shown if len(shown) < 100 else f'{shown[:60]}…'}\n")
        try:
            parse_thread_data(put(json.loads(given), place, value), KINDS)
        except InvalidPosts as error:
            told += [
                f"{one.path}:{one.line}:{one.column} {one.rule}: {one.message} {one.help}\n" for one in error.problems
            ]
    hold(Path(__file__).with_name("thread_told.txt"), "".join(told))


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("site/name", ""),
        ("site/name", "x" * 1000),
        ("site/address", ""),
        ("site/address", "x" * 2000),
        ("site", GONE),
        ("post/author_name", "x" * 146),
        ("post/author_name", GONE),
        ("post/outcome", {"summary": "So.", "agreed": [{"text": "x", "rests_on": ["2026-10-02-ana"]}]}),
        ("replies", []),
        ("replies/0/kind", "reply"),
        ("replies/0/path", f"{FOLDER}/replies/2026-10-02-ana_b.c.md"),
        ("replies/0/path", GONE),
        ("replies/0/address", "x"),
        ("people", {}),
        ("agreements", {}),
        ("agreements", {"eve": {}}),
        ("tags", [{"slug": f"t{number}", "title": "T", "summary": "S."} for number in range(5)]),
    ],
)
def test_what_may_be_so_or_not_be_there(make: Make, place: str, value: Any) -> None:
    data = make({**FULL})
    data["replies"][0]["path"] = ANA
    assert parse_thread_data(put(data, place, value), KINDS)[POST]


def test_a_site_without_tags_has_threads_without_tags(tree: Tree) -> None:
    kinds = list_kinds(Declaration(lists=()))
    data = {
        "format": "parley-thread/2",
        "post": {
            "path": "discussions/a/post.md",
            "kind": "discussion",
            "id": "a",
            "date": "2026-10-01",
            "updated": "2026-10-05",
            "removed": "spam",
            "address": "discussions/a/",
        },
        "replies": [],
        "people": {},
        "tags": [],
    }
    assert parse_thread_data(data, kinds) == {
        "discussions/a/post.md": render_file(
            Discussion(
                path="discussions/a/post.md",
                id="a",
                author="",
                title="",
                body="",
                date=Moment.from_day(date(2026, 10, 1)),
                updated=Moment.from_day(date(2026, 10, 5)),
                removed="spam",
            ),
            kinds,
        )
    }


def test_the_file_of_a_removed_post_has_the_first_of_its_tags(tree: Tree) -> None:
    removed = str(GOOD[POST]).replace("author:", f"{REMOVAL}author:")
    [data, _] = everything(load_library(tree({**GOOD, POST: removed}), now=NOW), Settings())
    data["tags"] = [{"slug": slug, "title": slug, "summary": slug} for slug in ("sales", "law")]
    assert "tags: [sales]\n" in parse_thread_data(data, KINDS)[POST]


def test_who_cannot_be_read_hides_no_reply_that_is_elsewhere(make: Make) -> None:
    data = put(put(make(), "people", {"ana": "x"}), "replies/0/path", "discussions/other/replies/2026-10-02-ana.md")
    assert refuse(data).splitlines() == [
        "unknown-file: reply 'discussions/other/replies/2026-10-02-ana.md' doesn't belong to "
        "'discussions/two-follow-ups/post.md'",
        "wrong-type: people/ana must be keys with values, found 'x'",
    ]
