"""YAML becomes texts with the places they stand in, and nothing that YAML can do besides happens."""

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from parley.model.findings import Findings
from parley.reading.frontmatter import MAX_DEPTH, parse_markdown_file, parse_yaml
from parley.reading.nodes import Body, MappingNode, Node, Position, ScalarNode, SequenceNode


def read(text: str) -> tuple[Node | None, list[tuple[str, int, int]]]:
    """What was parsed, and the problems as rule, line and column."""
    findings = Findings("x", text)
    node = parse_yaml(text, findings)
    return node, [(problem.rule, problem.line, problem.column) for problem in findings.problems]


def texts(node: Node | None) -> dict[str, str]:
    assert isinstance(node, MappingNode)
    return {key.text: value.text for key, value in node.pairs if isinstance(value, ScalarNode)}


@pytest.mark.parametrize(
    "value",
    [
        "no",
        "yes",
        "null",
        "~",
        "0777",
        "0x1F",
        "1_000",
        "1:30",
        "1e3",
        ".inf",
        ".nan",
        "2026-11-22",
        "=",
        "404",
        "true",
    ],
)
def test_a_value_is_the_text_that_was_written(value: str) -> None:
    node, problems = read(f"a: {value}\n")
    assert texts(node) == {"a": value}
    assert problems == []


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("''", ""),
        ("", ""),
        ("'it''s'", "it's"),
        ('"a\\tb"', "a\tb"),
        ("|\n  a\n   b\n", "a\n b\n"),
        ("|-\n  a\n", "a"),
        (">\n  a\n  b\n", "a b\n"),
        ("a\n  b", "a b"),
        ("'#no comment'", "#no comment"),
    ],
)
def test_each_way_of_writing_a_text_is_understood(written: str, value: str) -> None:
    assert texts(read(f"a: {written}\n")[0]) == {"a": value}


def test_every_value_has_the_place_where_it_begins() -> None:
    node, _ = read("é: 王\nb:\n  - c\n  - {d: 'e f'}\n")
    assert isinstance(node, MappingNode)
    assert [(key.text, key.place) for key, _ in node.pairs] == [("é", Position(1, 1, 1)), ("b", Position(2, 1, 1))]
    (_, first), (_, second) = node.pairs
    assert first.place == Position(1, 4, 1)
    assert isinstance(second, SequenceNode)
    assert second.items[0].place == Position(3, 5, 1)
    inner = second.items[1]
    assert isinstance(inner, MappingNode)
    assert inner.pairs[0][1].place == Position(4, 9, 5)


def test_a_block_is_known_to_begin_below() -> None:
    for mark in "|>":
        node, _ = read(f"a: {mark}\n  b\n")
        assert isinstance(node, MappingNode)
        value = node.pairs[0][1]
        assert isinstance(value, ScalarNode)
        assert (value.block, value.place.line) == (True, 1)


@pytest.mark.parametrize(
    ("text", "rule", "line", "column"),
    [
        ("a: &x b", "yaml-feature", 1, 4),
        ("a: b\nc: *x", "yaml-feature", 2, 4),
        ("*x : a", "yaml-feature", 1, 1),
        ("a: !!int 1", "yaml-feature", 1, 4),
        ("a: !x {}", "yaml-feature", 1, 4),
        ("a: !<tag:x> [b]", "yaml-feature", 1, 4),
        ("<<: {a: b}", "yaml-feature", 1, 1),
        ("a: b\n---\nc: d", "yaml-feature", 2, 1),
        ("%YAML 1.1\n---\na: b", "yaml-feature", 1, 1),
        ("%TAG ! tag:x\n---\na: b", "yaml-feature", 1, 1),
        ("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1), "yaml-feature", 1, MAX_DEPTH + 1),
        ("a: b\nc: d\na: e", "duplicate-key", 3, 1),
        ("{a: b, 'a': c}", "duplicate-key", 1, 8),
        ("? [a]\n: b", "yaml-syntax", 1, 3),
        ("? {a: b}\n: c", "yaml-syntax", 1, 3),
        ("a: b: c", "yaml-syntax", 1, 5),
        ("a: 'b\n", "yaml-syntax", 1, 4),
        ("a: [b", "yaml-syntax", 1, 4),
        ("a: @b", "yaml-syntax", 1, 4),
        ("a:\n\t- b", "yaml-syntax", 2, 1),
        ('a: "\\q"', "yaml-syntax", 1, 5),
        ('a: "\\ud800"', "yaml-syntax", 1, 7),
        ('a: b\nc: "\\u202e"', "control-character", 2, 4),
        ('a: b\nc: "x\\0"', "control-character", 2, 4),
        ('"\\u200b": b', "control-character", 1, 1),
    ],
)
def test_what_is_not_taken_is_refused_where_it_stands(text: str, rule: str, line: int, column: int) -> None:
    assert (rule, line, column) in read(text)[1]


def test_a_quoted_merge_key_is_a_key() -> None:
    assert texts(read("'<<': a")[0]) == {"<<": "a"}


def test_twenty_levels_are_read() -> None:
    node, problems = read("[" * MAX_DEPTH + "]" * MAX_DEPTH)
    assert isinstance(node, SequenceNode)
    assert problems == []


def test_all_that_can_be_read_is_read_in_spite_of_a_mistake() -> None:
    node, problems = read("a: &x b\nc: !y d\na: e\nf: g")
    assert texts(node) == {"a": "b", "c": "d", "f": "g"}
    assert [rule for rule, _, _ in problems] == ["yaml-feature", "yaml-feature", "duplicate-key"]


@pytest.mark.parametrize("text", ["", "# nothing\n", "\n\n"])
def test_nothing_is_nothing_and_no_problem(text: str) -> None:
    assert read(text) == (None, [])


def test_the_body_counts_its_lines_as_the_file_does() -> None:
    findings = Findings("x")
    node, body = parse_markdown_file("---\na: b\nc: d\n---\n\none\n---\ntwo\n", findings)
    assert texts(node) == {"a": "b", "c": "d"}
    assert body == Body("\none\n---\ntwo\n", 5)
    assert findings.problems == []


def test_values_of_front_matter_stand_where_they_do_in_the_file() -> None:
    findings = Findings("x", "---\na: b\nc: *d\n---\n")
    parse_markdown_file(findings.text, findings)
    assert [(problem.line, problem.column) for problem in findings.problems] == [(3, 4)]


@pytest.mark.parametrize(
    "text", ["", "a", "# a", " ---\na: b\n---", "\n---\na: b\n---\n", "---\na: b", "----\na: b\n----\n"]
)
def test_a_file_without_front_matter_is_told_so(text: str) -> None:
    findings = Findings("x", text)
    assert parse_markdown_file(text, findings) == (None, None)
    assert [problem.rule for problem in findings.problems] == ["no-front-matter"]


def test_blanks_behind_the_dashes_do_no_harm() -> None:
    findings = Findings("x")
    node, body = parse_markdown_file("--- \na: b\n---\t\nc", findings)
    assert (texts(node), body, findings.problems) == ({"a": "b"}, Body("c", 4), [])


PARTS = (
    "a b : - ? [ ] { } , & * ! !! | > ' \" % @ ` # ~ << --- ... \\ \\ud800 \\x00 é 😀 0 .inf 2001-13-45 +99:00".split(
        " "
    )
)
yaml_like = st.lists(
    st.sampled_from([*PARTS, " ", "\n", "\n  ", "\t", ": ", "- ", "\u2028", "\x85", "\ufeff"]), max_size=40
)


@settings(max_examples=500, deadline=None)
@given(st.one_of(st.text(max_size=200), yaml_like.map("".join)))
def test_whatever_is_written_ends_in_values_or_in_problems(text: str) -> None:
    node, problems = read(text)
    assert node is None or isinstance(node, ScalarNode | SequenceNode | MappingNode)
    assert all(rule in ("yaml-syntax", "yaml-feature", "duplicate-key", "control-character") for rule, _, _ in problems)


names = st.text("abcdefgh_", min_size=1, max_size=8)
values = st.text(st.characters(exclude_categories=("C", "Zl", "Zp")), max_size=30)


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(names, values, min_size=1, max_size=6))
def test_what_is_written_out_is_read_back(pairs: dict[str, str]) -> None:
    node, problems = read(yaml.safe_dump(pairs, allow_unicode=True, default_style="'"))
    assert (texts(node), problems) == (pairs, [])


LINES = (
    *(
        "author: ana",
        "date: 2026-01-02T03:04:05Z",
        "no: yes",
        "a: 1:2, (b) & c?",
        "a: it's -- so!",
        "a: b",
        "",
        "b_c: d@e",
    ),
    *("f: g: h", "f: g #h", "f: g ", "f:", "f:  g", "f: é", "f: [g]", "f: -g", "  f: g", "- f: g", "#f: g", "f: g,"),
)


@given(st.lists(st.sampled_from(LINES)).map("\n".join))
def test_plain_keys_are_what_a_reader_of_yaml_says(text: str) -> None:
    written = f"{text}\n"
    by_reader = f"{written}# a remark, which only the reader of YAML knows\n"
    assert read(written) == read(by_reader)
