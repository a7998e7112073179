"""One browser for all tests."""

from collections.abc import Iterator

import pytest
from chromium import find_chromium
from playwright.sync_api import Browser, sync_playwright


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real Chromium; without one the tests fail, because what they claim would not be known."""
    path = find_chromium()
    assert path, "no chromium or chrome found; run `make browser`"
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-background-networking"]
        )
        yield made
        made.close()
