"""What an adopter may set, and what is said when it is set wrongly."""

import re

import pytest

from parley.model.settings import InvalidSettings, SchoolStyle, Settings, parse_settings


def test_nothing_has_to_be_set() -> None:
    settings = parse_settings(None)
    assert settings == parse_settings({}) == Settings()
    assert (settings.site_name, settings.description, settings.site_url, settings.repository) == ("Parley", "", "", "")
    assert (settings.posts, settings.page_size, settings.forge, settings.branch) == ("posts", 30, "github", "main")


def test_each_school_has_a_name_and_two_colours_that_can_be_told_apart() -> None:
    schools = parse_settings(None).schools
    assert {key: school.name for key, school in schools.items()} == {
        "old": "Old school",
        "new": "New school",
        "both": "Both schools",
    }
    for school in schools.values():
        assert re.fullmatch("#[0-9a-f]{6} #[0-9a-f]{6}", f"{school.light} {school.dark}")
        assert _contrast(school.light, "#ffffff") >= 4.5, "on light paper (WCAG 2.2, 1.4.3)"
        assert _contrast(school.dark, "#1e2129") >= 4.5, "on dark paper"
    assert len({(school.light, school.dark) for school in schools.values()}) == 3


def _contrast(one: str, other: str) -> float:
    """Source: WCAG 2.2, relative luminance and contrast ratio."""
    lights = []
    for colour in (one, other):
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        lights.append(sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True)))
    return (max(lights) + 0.05) / (min(lights) + 0.05)


def test_what_the_host_knows_is_taken_and_what_is_set_wins() -> None:
    host = {"site_name": "Talk", "site_url": "https://x.example/", "repository": "https://gitlab.com/us/talk/"}
    settings = parse_settings({"branch": "trunk", "posts": "content", "page_size": 7}, **host)
    assert (settings.site_name, settings.site_url, settings.repository) == tuple(host.values())
    assert (settings.branch, settings.posts, settings.page_size, settings.forge) == ("trunk", "content", 7, "gitlab")
    assert parse_settings({"forge": "gitea"}, **host).forge == "gitea"


@pytest.mark.parametrize("key", ["page_size", "feed_size"])
@pytest.mark.parametrize("size", [1, 2, 30, 499, 500])
def test_a_size_within_bounds_is_taken(key: str, size: int) -> None:
    assert getattr(parse_settings({key: size}), key) == size


@pytest.mark.parametrize("key", ["page_size", "feed_size"])
@pytest.mark.parametrize("size", [0, -1, 501, True, "30", 2.5, None])
def test_any_other_size_is_refused(key: str, size: object) -> None:
    with pytest.raises(InvalidSettings, match=rf"^mkdocs.yml: extra.parley.{key} must be a number from 1 to 500$"):
        parse_settings({key: size})


@pytest.mark.parametrize(
    ("block", "said"),
    [
        ({"schools": "blue"}, "schools must have the keys old, new and both"),
        ({"schools": ["old"]}, "schools must have the keys old, new and both"),
        ({"schools": {"middle": {}}}, "schools.middle isn't known; use old, new and both, with name, light and dark"),
        ({"schools": {"new": "blue"}}, "schools.new isn't known; use old, new and both, with name, light and dark"),
        ({"schools": {"old": {"shape": "x"}}}, "schools.old.shape must be name, light or dark, with text as its value"),
        ({"schools": {"old": {"name": ""}}}, "schools.old.name must be name, light or dark, with text as its value"),
        ({"schools": {"old": {"name": 5}}}, "schools.old.name must be name, light or dark, with text as its value"),
        ({"schools": {"both": {"light": "red"}}}, "schools.both.light must be a colour such as #5a4a88"),
        ({"schools": {"both": {"dark": "#12345"}}}, "schools.both.dark must be a colour such as #b9a8e8"),
        ({"schools": {"new": {"dark": "#1234567"}}}, "schools.new.dark must be a colour such as #6fc9c2"),
        ({"schools": {"new": {"dark": "x#123456"}}}, "schools.new.dark must be a colour such as #6fc9c2"),
        ({"posts": 7}, "posts must be text"),
        ({"branch": None}, "branch must be text"),
        ({"forge": "sourceforge"}, "forge must be one of github, gitlab, gitea"),
        (
            {"pagesize": 3},
            "pagesize isn't a known key; known keys: "
            "posts, page_size, feed_size, person_page, person_feed, forge, branch, schools",
        ),
    ],
)
def test_each_mistake_is_told_in_words_of_its_own(block: object, said: str) -> None:
    with pytest.raises(InvalidSettings) as raised:
        parse_settings(block)
    assert str(raised.value) == f"mkdocs.yml: extra.parley.{said}"


def test_colours_may_be_written_in_capitals() -> None:
    assert parse_settings({"schools": {"new": {"dark": "#ABCDEF"}}}).schools["new"].dark == "#ABCDEF"


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
    with pytest.raises(InvalidSettings, match=r"^mkdocs.yml: extra.parley must be keys with values$"):
        parse_settings(block)
