"""What an adopter sets in mkdocs.yml, checked."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from parley.model.forges import FORGES, find_forge
from parley.model.problems import ParleyError


class InvalidSettings(ParleyError):
    """A setting is not what it should be; the message names all of them."""


@dataclass(frozen=True, slots=True)
class SchoolStyle:
    """How a school is named to readers, and its colour on light and on dark paper (`#rrggbb`)."""

    name: str
    light: str
    dark: str


SCHOOLS = {
    "old": SchoolStyle("Old school", "#8a5714", "#e3b26c"),
    "new": SchoolStyle("New school", "#0d6868", "#6fc9c2"),
    "both": SchoolStyle("Both schools", "#5a4a88", "#b9a8e8"),
}


@dataclass(frozen=True, slots=True)
class Settings:
    """`site_url` is the site's own address, with a slash at its end, or empty; `repository` that of the forge's page.

    `forge` is a name of `parley.model.forges`; `branch` is the one that is published. From `person_page` contributions
    on somebody has a page of their own, from `person_feed` on a feed.
    """

    site_name: str = "Parley"
    description: str = ""
    site_url: str = ""
    repository: str = ""
    posts: str = "posts"
    page_size: int = 30
    feed_size: int = 30
    person_page: int = 3
    person_feed: int = 5
    forge: str = "github"
    branch: str = "main"
    schools: Mapping[str, SchoolStyle] = field(default_factory=lambda: dict(SCHOOLS))


def parse_settings(extra: object, **host: Any) -> Settings:
    """Read the block `extra.parley` of mkdocs.yml; `host` are the fields of `Settings` that the host itself has.

    Raises:
        InvalidSettings: with all that is wrong in the block.
    """
    block = {} if extra is None else extra
    if not isinstance(block, Mapping):
        raise InvalidSettings("mkdocs.yml: extra.parley must be keys with values")
    mistakes = list(_find_mistakes(block))
    if mistakes:
        raise InvalidSettings("\n".join(f"mkdocs.yml: extra.parley.{mistake}" for mistake in mistakes))
    schools = {
        name: SchoolStyle(
            **{"name": style.name, "light": style.light, "dark": style.dark, **block.get("schools", {}).get(name, {})}
        )
        for name, style in SCHOOLS.items()
    }
    plain = {key: value for key, value in block.items() if key != "schools"}
    forge = {"forge": find_forge(host.get("repository", ""))}
    return Settings(schools=schools, **{**forge, **host, **plain})


_NUMBERS = ("page_size", "feed_size", "person_page", "person_feed")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


def _find_mistakes(block: Mapping[str, Any]) -> Iterator[str]:
    known = ("posts", *_NUMBERS, "forge", "branch", "schools")
    for key in block:
        if key not in known:
            yield f"{key} isn't a known key; known keys: {', '.join(known)}"
    for key in ("posts", "branch"):
        if not isinstance(block.get(key, ""), str):
            yield f"{key} must be text"
    if block.get("forge", "github") not in FORGES:
        yield f"forge must be one of {', '.join(FORGES)}"
    for key in _NUMBERS:
        number = block.get(key, 1)
        if not isinstance(number, int) or isinstance(number, bool) or not 1 <= number <= 500:
            yield f"{key} must be a number from 1 to 500"
    schools = block.get("schools", {})
    if not isinstance(schools, Mapping):
        yield "schools must have the keys old, new and both"
        return
    for name, style in schools.items():
        if name not in SCHOOLS or not isinstance(style, Mapping):
            yield f"schools.{name} isn't known; use old, new and both, with name, light and dark"
            continue
        for key, value in style.items():
            if key not in ("name", "light", "dark") or not isinstance(value, str) or not value:
                yield f"schools.{name}.{key} must be name, light or dark, with text as its value"
            elif key != "name" and not _COLOUR.fullmatch(value):
                yield f"schools.{name}.{key} must be a colour such as {getattr(SCHOOLS[name], key)}"
