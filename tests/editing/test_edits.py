"""A key set in the text of a file: everything else stays to the byte."""

import difflib
import re

import pytest

from parley.editing.edits import Unchangeable, set_keys
from parley.model.problems import ParleyError
from support import FORUM

LOCK = {"updated": "2026-11-22", "locked": "Enough: said"}
HEAD = b"---\ntitle: One\nauthor: ana\ndate: 2026-10-01\ntags: [law]\n---\n\nText.\n"


def lock(data: bytes, path: str = "discussions/one/post.md") -> bytes:
    return set_keys(data, path, LOCK)


def test_new_keys_stand_below_the_date_and_nothing_else_moves() -> None:
    assert lock(HEAD) == HEAD.replace(b"2026-10-01\n", b'2026-10-01\nupdated: 2026-11-22\nlocked: "Enough: said"\n')


@pytest.mark.parametrize("file", sorted((FORUM / "posts").rglob("*/post.*")), ids=lambda file: file.parent.name)
def test_every_post_only_gains_lines(file: object) -> None:
    assert hasattr(file, "read_bytes")
    before = re.sub(rb"^(updated|locked):.*\n", b"", file.read_bytes(), flags=re.MULTILINE)
    after = set_keys(before, str(file), LOCK)
    changed = [
        line for line in difflib.ndiff(before.decode().split("\n"), after.decode().split("\n")) if line[0] != " "
    ]
    assert changed == ["+ updated: 2026-11-22", '+ locked: "Enough: said"']


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"date: 2026-10-01  # a day\n", b"date: 2026-10-01  # a day\npinned: true\n"),
        (b"date: '2026-10-01'\r\n", b"date: '2026-10-01'\r\npinned: true\r\n"),
        (b"\xef\xbb\xbf# schema\ndate: 2026-10-01", b"\xef\xbb\xbf# schema\ndate: 2026-10-01\npinned: true\n"),
        (b"pinned: 'false' # not now\ndate: 2026-10-01\n", b"pinned: true # not now\ndate: 2026-10-01\n"),
        ("date: 2026-10-01\ntitle: 🙂 é\n".encode(), "date: 2026-10-01\npinned: true\ntitle: 🙂 é\n".encode()),
    ],
)
def test_comments_quotes_line_ends_and_marks_are_kept(before: bytes, after: bytes) -> None:
    assert set_keys(before, "discussions/one/post.yml", {"pinned": True}) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"aliases: [a, 'b' ] # two\n", b"aliases: [a, 'b', c ] # two\n"),
        (
            b"aliases:\n  - a  # the first\n  # and\n  - b\n# end\n",
            b"aliases:\n  - a  # the first\n  # and\n  - b\n  - c\n# end\n",
        ),
        (b"aliases:\n- a\n- b", b"aliases:\n- a\n- b\n- c\n"),
        (b"aliases: [] # none\n", b"aliases: [a, b, c] # none\n"),
        (
            "questions: [Why?, 🙂 é?]\naliases: [a, b]\n".encode(),
            "questions: [Why?, 🙂 é?]\naliases: [a, b, c]\n".encode(),
        ),
        (b"aliases: [a,\n  b]\r\n", b"aliases: [a,\n  b, c]\r\n"),
    ],
)
def test_a_list_is_lengthened_in_its_own_form(before: bytes, after: bytes) -> None:
    rest = b"date: 2026-10-01\n"
    assert set_keys(rest + before, "x/post.yml", {"aliases": ["a", "b", "c"]}) == rest + after


def test_lines_that_end_as_long_ago_are_kept() -> None:
    assert lock(HEAD.replace(b"\n", b"\r")) == HEAD.replace(b"\n", b"\r").replace(
        b"2026-10-01\r", b'2026-10-01\rupdated: 2026-11-22\nlocked: "Enough: said"\n'
    )


def test_a_day_that_stands_there_is_replaced_where_it_stands() -> None:
    old = HEAD.replace(b"tags:", b"updated: 2026-10-05 # typo\ntags:")
    assert b"updated: 2026-11-22 # typo\n" in lock(old)
    assert lock(old).count(b"updated") == 1


def test_dashes_in_the_body_are_no_end_of_the_head() -> None:
    data = HEAD + b"\n---\ndate: 2000-01-01\n---\n"
    assert lock(data).endswith(b"\n---\ndate: 2000-01-01\n---\n")
    assert lock(data).count(b"locked") == 1


@pytest.mark.parametrize(
    "data",
    [
        b"---\n{title: One, author: ana, date: 2026-10-01}\n---\n\nText.\n",
        b"---\ntitle: One\ndate: >-\n  2026-10-01\n---\n\nText.\n",
        b"---\n  title: One\n  date: 2026-10-01\n---\n\nText.\n",
        b"---\ntitle: One\n---\n\nText.\n",
        b"---\ndate: 2026-10-01\nupdated: >-\n  2026-10-02\n---\n\nText.\n",
        b"---\ndate: 2026-10-01\ntitle: [\n---\n\nText.\n",
        b"---\ndate: 2026-10-01\n",
        b"---\ndate: 2026-10-01\ndate: 2026-10-01\n---\n\nText.\n",
        b"no front matter\n",
    ],
)
def test_a_form_that_cannot_be_changed_safely_is_left_to_a_person(data: bytes) -> None:
    with pytest.raises(Unchangeable, match="can't be edited automatically; set by hand: updated: 2026-11-22; locked"):
        lock(data)


@pytest.mark.parametrize(
    "aliases", [b"[x, y]", b"[a, b, c, d]", b"a", b"a: b", b"\n- a\n- b\n  c", b"\n- a\n- >-\n  b", b"\n- a\n- [b]"]
)
def test_a_list_that_does_not_begin_with_the_same_items_or_ends_in_no_word_is_refused(aliases: bytes) -> None:
    with pytest.raises(Unchangeable):
        set_keys(b"date: 2026-10-01\naliases: " + aliases + b"\n", "x/post.yml", {"aliases": ["a", "b", "c"]})


@pytest.mark.parametrize("char", ["\x1b", "\u202e", "\x00", "\ufdd0"])
def test_a_value_that_no_file_may_hold_is_blamed_and_not_the_file(char: str) -> None:
    with pytest.raises(ParleyError, match=r"locked would contain '\\u[0-9a-f]{4}', which is invisible") as caught:
        set_keys(HEAD, "discussions/one/post.md", {**LOCK, "locked": f"Enough{char}"})
    assert not isinstance(caught.value, Unchangeable)
