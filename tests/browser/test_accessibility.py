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
LIGHT = {"people", "tags", "archive", "latest of a year"}
"""Pages made of the same pieces as others; in the dark these are enough of them."""

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
LOOKS = {"runOnly": {"type": "rule", "values": ["color-contrast", "target-size", "link-in-text-block"]}}
"""The rules whose outcome the colours and the width decide; the rest is in the HTML, which is the same."""


@pytest.fixture(scope="module")
def address(forum_site: Path) -> Iterator[str]:
    with serve(forum_site) as found:
        yield found


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), pytest.param("dark", 390, marks=pytest.mark.slow)])
def test_axe_finds_nothing_on_any_kind_of_page(browser: Browser, address: str, scheme: str, width: int) -> None:
    faults = []
    axe = Axe()
    with open_for_axe(browser, scheme, width) as page:
        for name, path in PAGES.items():
            if scheme == "dark" and name in LIGHT:
                continue
            page.goto(address + path)
            found = axe.run(page, options=RULES if scheme == "light" else LOOKS)
            faults += [
                f"{name}: {violation['id']}: {violation['help']}: {[node['target'] for node in violation['nodes'][:3]]}"
                for violation in found.response["violations"]
            ]
    assert faults == []
