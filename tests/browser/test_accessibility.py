"""WCAG 2.2, levels A and AA, as far as a program can tell (axe), in both schemes and on both kinds of device."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from support import serve
from watching import open_for_axe

PAGES = {
    "home": "",
    "list": "discussions/",
    "discussion": "discussions/two-spades/",
    "settled discussion": "discussions/watering/",
    "outcomes": "outcomes/",
    "practice": "practices/digging/",
    "matrix": "practices/",
    "person": "people/ana/",
    "people": "people/",
    "people of a month": "people/in/2026-10/",
    "tag": "tags/soil/",
    "tags": "tags/",
    "latest": "latest/",
    "latest of a year": "latest/2026/",
    "archive": "archive/2026/",
    "search": "search/?q=straw",
    "page by hand": "handbook/tools/",
    "log": "moderation/",
    "not found": "nothing/here/",
}
ALIKE = {"settled discussion", "list", "people", "people of a month", "tags", "archive", "latest of a year", "practice"}
"""Pages made of the same pieces as others: looked at later, and in light colours alone."""

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
LOOKS = {"runOnly": {"type": "rule", "values": ["color-contrast", "target-size", "link-in-text-block"]}}
"""The rules whose outcome the colours and the width decide; the rest is in the HTML, which is the same."""


@pytest.fixture(scope="module")
def address(forum_site: Path) -> Iterator[str]:
    with serve(forum_site) as found:
        yield found


@pytest.mark.parametrize(
    ("names", "scheme", "width"),
    [
        pytest.param(PAGES.keys() - ALIKE, "light", 1280, id="light"),
        pytest.param(ALIKE, "light", 1280, id="alike", marks=pytest.mark.slow),
        pytest.param(PAGES.keys() - ALIKE, "dark", 390, id="dark", marks=pytest.mark.slow),
    ],
)
def test_axe_finds_nothing_on_any_kind_of_page(
    browser: Browser, address: str, names: set[str], scheme: str, width: int
) -> None:
    faults = []
    axe = Axe()
    with open_for_axe(browser, scheme, width) as page:
        for name, path in PAGES.items():
            if name not in names:
                continue
            page.goto(address + path)
            found = axe.run(page, options=RULES if scheme == "light" else LOOKS)
            faults += [
                f"{name}: {violation['id']}: {violation['help']}: {[node['target'] for node in violation['nodes'][:3]]}"
                for violation in found.response["violations"]
            ]
    assert faults == []
