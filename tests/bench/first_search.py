"""What a reader's first search fetches, in a real browser with nothing kept: bytes as a static host sends them.

The server counts, because a browser's own tools see nothing of what a worker loads. What the page itself needs is not
counted, unless it is fetched for the search alone, as Material fetches its whole index with every page.
"""

import http
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Error, Page, sync_playwright

import chromium
from support import _CompressedPages, serve

PATIENCE = 180_000
"""Milliseconds to wait for results; no reader waits as long, but a browser may work so long at a large index."""


@dataclass(frozen=True)
class SearchCost:
    """Bytes and requests; `answered` is False where no result was shown in all that time."""

    size: int
    requests: int
    answered: bool


def _search_parley(page: Page, word: str) -> None:
    page.keyboard.press("/")
    page.keyboard.type(word)
    page.locator(".pa-search__count", has_text="Found").wait_for(timeout=PATIENCE)  # said when all excerpts are there


def _search_pagefind(page: Page, word: str) -> None:
    """A search by the bundle's own call, and the text of the five results that its own interface shows first."""
    found = page.evaluate(
        """async (word) => {
          const pagefind = await import("/pagefind/pagefind.js");
          await pagefind.init();
          const { results } = await pagefind.search(word);
          return (await Promise.all(results.slice(0, 5).map((result) => result.data()))).length;
        }""",
        word,
    )
    assert found, "Pagefind found nothing"


def _search_material(page: Page, word: str) -> None:
    page.keyboard.press("/")
    page.keyboard.type(word)
    page.locator(".md-search-result__item mark").first.wait_for(timeout=PATIENCE)


def _search_zensical(page: Page, word: str) -> None:
    page.keyboard.press("/")
    page.keyboard.type(word)
    page.get_by_text(re.compile(r"\d+ results?")).wait_for(timeout=PATIENCE)


SEARCHES: dict[str, tuple[Callable[[Page, str], None], str]] = {
    "parley": (_search_parley, r"/(pagefind[^/]*|search)/"),
    "hugo": (_search_pagefind, r"/pagefind/"),
    "eleventy": (_search_pagefind, r"/pagefind/"),
    "material": (_search_material, r"/search/|/workers/search|/lunr/"),
    "zensical": (_search_zensical, r"/search\.json|/workers/search"),
}
"""How a reader searches, and the addresses that are fetched for that alone."""


def measure_first_search(tool: str, site: Path, word: str) -> SearchCost | None:
    """Open the home page, search one word, wait for results; None where there is no browser."""
    browser_path = chromium.find_chromium()
    if not browser_path:
        return None
    search, pattern = SEARCHES[tool]
    with serve_counted(site) as (address, sent), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
        page = browser.new_page()
        page.goto(address, wait_until="load", timeout=PATIENCE)
        page.wait_for_load_state("networkidle", timeout=PATIENCE)
        try:
            search(page, word)
            answered = True
        except Error:  # too late, or the page died of it
            answered = False
        browser.close()
    sizes = [size for path, size in sent if re.search(pattern, path)]
    return SearchCost(sum(sizes), len(sizes), answered)


@contextmanager
def serve_counted(site: Path) -> Iterator[tuple[str, list[tuple[str, int]]]]:
    """Serve a folder compressed; the list grows by path and bytes of the body of every answer."""
    sent: list[tuple[str, int]] = []
    lock = threading.Lock()

    class Counted(_CompressedPages):
        def send_response(self, code: int, message: str | None = None) -> None:
            self.found = code == http.HTTPStatus.OK
            super().send_response(code, message)

        def send_header(self, keyword: str, value: str) -> None:
            if keyword == "Content-Length" and self.found:
                with lock:
                    sent.append((self.path, int(value)))
            super().send_header(keyword, value)

    with serve(site, Counted) as address:
        yield address, sent
