"""Titles of an archive to titles of discussions."""

import pytest

from parley.importing.bodies.conversion import make_title, title_from_name


@pytest.mark.parametrize(
    ("title", "fallback", "wanted"),
    [
        ("  Two \t follow-ups?\n", "x", "Two follow-ups?"),
        ("\ud83d half", "x", "? half"),
        ("a\u202eb\x07", "x", "ab"),
        ("", "From the address", "From the address"),
        ("???", "From the address", "From the address"),
        ("…", "—", "Untitled"),
        ("ask eva@corp.io", "x", "ask eva@…"),
    ],
)
def test_a_title_is_one_line_with_a_word(title: str, fallback: str, wanted: str) -> None:
    assert make_title(title, fallback) == (wanted, "")


def test_a_title_of_120_characters_stays_and_a_longer_one_ends_at_a_word() -> None:
    assert make_title("x" * 120, "") == ("x" * 120, "")
    assert make_title("x" * 121, "") == ("x" * 119 + "…", "x" * 121)
    words = "word " * 30
    short, whole = make_title(words, "")
    assert whole == words.strip()
    assert short == "word " * 22 + "word…"
    assert make_title("x" * 6000, "")[1] == "x" * 5000, (
        "what is longer is no title, and goes into one file with its text"
    )
    for early in (f"ab {'x' * 130}", f"{'x' * 59} {'y' * 100}"):
        assert make_title(early, "") == (f"{early[:119]}…", early)
    assert make_title(f"{'x' * 60} {'y' * 100}", "")[0] == "x" * 60 + "…"


@pytest.mark.parametrize(
    ("name", "wanted"), [("two-follow_ups", "Two follow ups"), ("2016/05/a--b", "2016 05 a b"), ("", "")]
)
def test_a_name_is_read_as_words(name: str, wanted: str) -> None:
    assert title_from_name(name) == wanted
