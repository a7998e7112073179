"""The pictures of README and docs, taken from the built site: `make pictures` takes them anew.

Beside them stands what each was taken of, as a digest of the page and its styles: `tests/content/test_pictures.py`
says which are stale. Nothing of a Git host is on them.
"""

import hashlib
import json
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from chromium import find_chromium
from content.palettes import shrink
from support import ROOT, run_parley, serve

GUIDES = ROOT / "docs" / "images"
FRONT_DOOR = ROOT / "docs" / "parley" / "pages" / "images"
TAKEN = GUIDES / "pictures.json"
REPOSITORY = "https://github.com/example/outreach-parley"
"""The dialog offers other ways where there is no Git host, and most sites have one."""

LATER = "2030-01-01T12:00:00Z"
"""Dates say how long ago they were while they are new, and a picture doesn't stay so."""

THREAD = "discussions/twenty-million-dollar-answer/"
SAID = "A sceptic who answers is worth more than ten who do not.\n\nI have **one** question: who counted?"


@dataclass(frozen=True)
class Picture:
    """What is to be seen in a window; `steps` do what a reader does."""

    page: str
    width: int = 390
    height: int = 800
    scheme: str = "light"
    steps: Callable[[Page], None] = lambda _: None
    scale: int = 1
    folder: Path = FRONT_DOOR


def _look_at_replies(page: Page) -> None:
    page.locator("#replies").evaluate("e => e.scrollIntoView()")


def _search(page: Page) -> None:
    page.locator("[data-pa-search-open]").first.click()
    page.get_by_role("searchbox").first.fill("follow-up")
    page.locator("[data-pa-hit]").first.wait_for()


def _open(page: Page) -> None:
    page.locator("[data-pa-reply] [data-pa-write]").first.click()
    page.locator("dialog[open] textarea:visible").first.wait_for()


def _write(page: Page) -> None:
    _open(page)
    page.locator("dialog[open] textarea:visible").first.fill(SAID)


def _preview(page: Page) -> None:
    _write(page)
    page.locator("dialog[open] summary", has_text="Preview").click()
    page.locator("dialog[open] strong", has_text="one").wait_for()
    page.locator("dialog[open] textarea:visible").first.evaluate("e => e.scrollIntoView()")


def _slip(page: Page) -> None:
    _open(page)
    page.locator("dialog[open] textarea:visible").first.fill(
        SAID.partition("\n")[0].replace("more", "\N{RIGHT-TO-LEFT OVERRIDE}more")
    )
    page.get_by_role("button", name="Fix it for me").wait_for()
    page.locator("dialog[open] textarea:visible").first.evaluate("e => e.scrollIntoView()")


def _send(page: Page) -> None:
    _write(page)
    page.locator("dialog[open] summary", has_text="Other ways to send it").click()
    page.get_by_label("Your handle").fill("ana")
    page.locator("dialog[open] summary", has_text="Other ways to send it").evaluate("e => e.scrollIntoView()")


def _begin(page: Page) -> None:
    page.locator("[data-pa-write-new]").first.click()
    page.locator("dialog[open] textarea:visible").first.wait_for()


PICTURES = {
    "front": Picture("", 1280, 800),
    "thread": Picture(THREAD, 1280, 800, steps=_look_at_replies),
    "reading": Picture(THREAD, steps=_look_at_replies, scale=2),
    "search": Picture("", scheme="dark", steps=_search, scale=2),
    "practice": Picture("practices/asking-an-expert/", 1280, 800, "dark"),
    "preview": Picture(THREAD, steps=_preview, scale=2),
    "reply-link": Picture(THREAD, height=360, steps=_look_at_replies, scale=2, folder=GUIDES),
    "reply-write": Picture(THREAD, steps=_write, scale=2, folder=GUIDES),
    "reply-mend": Picture(THREAD, steps=_slip, scale=2, folder=GUIDES),
    "reply-send": Picture(THREAD, steps=_send, scale=2, folder=GUIDES),
    "discussion-new": Picture("discussions/", steps=_begin, scale=2, folder=GUIDES),
    "card": Picture("", 1200, 630, folder=GUIDES),
}


def build(site: Path) -> None:
    """Build the site that the pictures are taken of."""
    run_parley("build", "--site", str(site), cwd=ROOT, PARLEY_REPO_URL=REPOSITORY)


def describe(picture: Picture, site: Path) -> str:
    """A digest of what decides what is to be seen: the page, the dialog, their styles and the window."""
    looks = sorted((site / "assets" / "parley").rglob("*.css"))
    files = [site / picture.page / "index.html", *looks, *(site / "assets" / "parley").rglob("write.json")]
    window = repr((picture.width, picture.height, picture.scheme, picture.scale)).encode()
    told = [window, *(hashlib.sha256(file.read_bytes()).digest() for file in files)]
    return hashlib.sha256(b"".join(told)).hexdigest()[:16]


def list_stale(site: Path) -> list[str]:
    """The names of pictures of which something has changed since they were taken."""
    taken = json.loads(TAKEN.read_text(encoding="utf-8")) if TAKEN.exists() else {}
    return [name for name, picture in PICTURES.items() if taken.get(name) != describe(picture, site)]


def take(site: Path, names: list[str]) -> None:
    """Take pictures by name and write down what they were taken of."""
    taken = json.loads(TAKEN.read_text(encoding="utf-8")) if TAKEN.exists() else {}
    with serve(site) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
        for name in names:
            picture = PICTURES[name]
            page = browser.new_page(
                viewport={"width": picture.width, "height": picture.height},
                color_scheme="dark" if picture.scheme == "dark" else "light",
                device_scale_factor=picture.scale,
                reduced_motion="reduce",
            )
            page.clock.set_fixed_time(LATER)
            page.goto(address + picture.page)
            picture.steps(page)
            page.evaluate("document.activeElement.blur()")
            shot = page.screenshot(animations="disabled")
            page.close()
            page = browser.new_page()  # without the policy of a page
            (picture.folder / f"{name}.png").write_bytes(shrink(shot, page))
            page.close()
            taken[name] = describe(picture, site)
        browser.close()
    kept = {name: taken[name] for name in PICTURES if name in taken}
    TAKEN.write_text(json.dumps(kept, indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder) / "site"
        build(site)
        stale = list(PICTURES) if "--all" in sys.argv else list_stale(site)
        take(site, stale)
        print(f"{len(stale)} pictures taken: {', '.join(stale)}" if stale else "All pictures are of the site as it is.")
