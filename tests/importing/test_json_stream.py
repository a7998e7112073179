"""JSON of archives: objects out of large files, and what is wrong with its line."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from parley.importing.records import Archive, BadArchive
from parley.importing.streams import json_stream
from parley.importing.streams.json_stream import objects_of, read_json, read_objects, text_of


def objects(file: Path, key: str = "id") -> list[dict[str, Any]]:
    return list(read_objects(Archive(file), file, lambda path, first: first == key))


def write(folder: Path, data: Any) -> Path:
    file = folder / "a.json"
    file.write_bytes(data if isinstance(data, bytes) else json.dumps(data).encode())
    return file


def test_objects_are_found_wherever_they_stand_and_come_whole(tmp_path: Path) -> None:
    one, two = {"id": 1, "deep": [{"id": "inner"}, 1.5, None]}, {"id": 2}
    assert objects(write(tmp_path, [one, {"x": {"y": [two]}}, {"other": 1, "id": 3}])) == [one, two]
    assert objects(write(tmp_path, b'{"id": 1}\n{"id": 2} {"no": 3}')) == [{"id": 1}, {"id": 2}]
    assert objects(write(tmp_path, gzip.compress(b'[{"id": 7}]'))) == [{"id": 7}]
    assert objects(write(tmp_path, [])) == []


def test_who_asks_is_told_the_keys_that_lead_to_an_object(tmp_path: Path) -> None:
    asked: list[tuple[tuple[str, ...], str]] = []
    file = write(tmp_path, {"data": {"list": [{"a": 1}, [{"b": 2}]]}})

    def ask(path: tuple[str, ...], first: str) -> bool:
        asked.append((path, first))
        return False

    assert list(read_objects(Archive(file), file, ask)) == []
    assert asked == [
        (("",), "data"),
        (("data", ""), "list"),
        (("data", "list", "item", ""), "a"),
        (("data", "list", "item", "item", ""), "b"),
    ]


def nested(levels: int) -> bytes:
    return b"[" * (levels - 1) + b'{"id": 1}' + b"]" * (levels - 1)


def test_sixty_levels_are_read_and_one_more_is_refused(tmp_path: Path) -> None:
    assert objects(write(tmp_path, nested(60))) == [{"id": 1}]
    with pytest.raises(BadArchive, match="it is nested more than 60 deep"):
        objects(write(tmp_path, nested(61)))


@pytest.mark.parametrize(("parts", "refused"), [(3, False), (4, True)])
def test_an_entry_of_more_parts_than_can_be_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, parts: int, refused: bool
) -> None:
    monkeypatch.setattr(json_stream, "_MAX_EVENTS", 8)  # two for each key with its value, one for the end
    file = write(tmp_path, [{"id": 1, **{f"k{number}": 0 for number in range(parts - 1)}}] * 3)
    if refused:
        with pytest.raises(BadArchive, match=r"it can't be read any further: one entry is too large to read$"):
            objects(file)
    else:
        assert len(objects(file)) == 3


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b'[{"id": 1},\n{"id": 2]', 2),
        (b'{"id": 1}\n\n,{"id": 2}\n}', 4),
        (b"\xef\xbb\xbf[\n\n1 2]", 3),
    ],
)
def test_what_is_no_json_is_named_with_its_line(tmp_path: Path, data: bytes, line: int) -> None:
    with pytest.raises(BadArchive, match=rf"a\.json:{line}: this isn't JSON: ."):
        objects(write(tmp_path, data), "none")


def test_a_whole_file_is_read_or_refused(tmp_path: Path) -> None:
    def read(data: Any) -> Any:
        file = write(tmp_path, data)
        return read_json(Archive(file), file)

    assert read({"a": [1, "é"]}) == {"a": [1, "é"]}
    with pytest.raises(BadArchive, match=r"a\.json:2: this isn't JSON: "):
        read(b'{"a":\n}')
    with pytest.raises(BadArchive, match=r"a\.json:1: this JSON can't be read: "):
        read(b"[" * 100_000)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ({"a": "x", "b": "y"}, "x"),
        ({"a": "", "b": "y"}, "y"),
        ({"a": 7}, "7"),
        ({"a": 0}, "0"),
        ({"a": True, "b": 1.5}, ""),
        ({"a": ["x"]}, ""),
        ({}, ""),
        (None, ""),
        (["a"], ""),
    ],
)
def test_the_first_text_or_whole_number_counts(data: Any, text: str) -> None:
    assert text_of(data, "a", "b") == text


@pytest.mark.parametrize(
    "value",
    [
        [{"n": 1}, 5, None, {"n": 2}],
        {"nodes": [{"n": 1}, None, {"n": 2}]},
        {"edges": [{"node": {"n": 1}}, 5, {"cursor": "x"}, {"node": {"n": 2}}], "nodes": [{"n": 9}]},
    ],
)
def test_objects_come_from_a_list_or_from_a_page_of_an_answer(value: Any) -> None:
    assert objects_of({"key": value}, "key") == [{"n": 1}, {"n": 2}]


@pytest.mark.parametrize("data", [None, [], {"key": None}, {"key": "text"}, {"key": {}}, {"key": {"nodes": "x"}}])
def test_where_there_is_no_list_there_is_nothing(data: Any) -> None:
    assert objects_of(data, "key") == []
