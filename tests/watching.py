"""Pages in a browser on which nothing may go wrong."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from playwright.sync_api import Browser, BrowserContext, Page

SIZES = {"telephone": (390, 800), "desk": (1280, 800)}
LOOKS: tuple[tuple[Literal["light", "dark"], str], ...] = (("light", "desk"), ("dark", "telephone"))
"""Colours do not depend on the size, nor the size on the colours: these two show all there is to see."""


@contextmanager
def open_watched(context: BrowserContext) -> Iterator[tuple[Page, list[str]]]:
    """A new page, and a list that will hold every error and warning that the browser tells."""
    page = context.new_page()
    faults: list[str] = []
    page.on("console", lambda said: faults.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page, faults


@contextmanager
def open_device(browser: Browser, size: str, forge: str) -> Iterator[BrowserContext]:
    """A device of one of the `SIZES` that may use its clipboard, and finds a page at every address of the `forge`."""
    width, height = SIZES[size]
    with browser.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce") as made:
        made.route(f"{forge}/**", lambda route: route.fulfill(body="The forge.", content_type="text/plain"))
        made.grant_permissions(["clipboard-read", "clipboard-write"])
        yield made


@contextmanager
def open_for_axe(browser: Browser, scheme: str, width: int) -> Iterator[Page]:
    """A page in light or dark colours for axe, a script of ours that the page's policy rightly refuses."""
    with browser.new_context(
        color_scheme=scheme,  # type: ignore[arg-type]
        viewport={"width": width, "height": 900},
        bypass_csp=True,
        reduced_motion="reduce",
    ) as context:
        yield context.new_page()


_WAY_BACK = """() => new Promise((done) => {
  const look = () => (history.state?.paDialog ? requestAnimationFrame(look) : done());
  look();
})"""


def let_go_back(page: Page) -> None:
    """Wait until a dialog that was closed has gone back in the history, which ends the loading of another page."""
    page.evaluate(_WAY_BACK)
