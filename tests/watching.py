"""Pages in a browser on which nothing may go wrong."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import BrowserContext, Page

SIZES = {"telephone": (390, 800), "desk": (1280, 800)}


@contextmanager
def open_watched(context: BrowserContext) -> Iterator[tuple[Page, list[str]]]:
    """A new page, and a list that will hold every error and warning that the browser tells."""
    page = context.new_page()
    faults: list[str] = []
    page.on("console", lambda said: faults.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page, faults


_WAY_BACK = """() => new Promise((done) => {
  const look = () => (history.state?.paDialog ? requestAnimationFrame(look) : done());
  look();
})"""


def let_go_back(page: Page) -> None:
    """Wait until a dialog that was closed has gone back in the history, which ends the loading of another page."""
    page.evaluate(_WAY_BACK)
