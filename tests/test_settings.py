"""What an adopter may set, and what is said when it is set wrongly."""

import pytest

from parley.settings import InvalidSettings, SchoolStyle, parse_settings


def test_nothing_has_to_be_set() -> None:
    settings = parse_settings(None)
    assert settings.schools["old"].name == "Old school"
    assert settings.posts == "posts"


def test_one_school_can_be_renamed_and_recoloured_and_the_rest_stays() -> None:
    settings = parse_settings({"schools": {"old": {"name": "Paper", "light": "#112233"}}, "page_size": 5})
    assert settings.schools["old"] == SchoolStyle("Paper", "#112233", "#e3b26c")
    assert settings.schools["new"].name == "New school"
    assert settings.page_size == 5


def test_all_mistakes_are_told_at_once() -> None:
    wrong = {
        "pagesize": 3,
        "page_size": 0,
        "posts": 7,
        "schools": {"middle": {}, "old": {"light": "red;}", "shape": "x"}, "new": "blue"},
    }
    with pytest.raises(InvalidSettings) as raised:
        parse_settings(wrong)
    lines = str(raised.value).split("\n")
    assert len(lines) == 7
    assert all(line.startswith("mkdocs.yml: extra.parley.") for line in lines)


@pytest.mark.parametrize("block", ["text", 5, ["a"]])
def test_a_block_that_is_none_is_refused(block: object) -> None:
    with pytest.raises(InvalidSettings, match="keys with values"):
        parse_settings(block)
