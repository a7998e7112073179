"""A whole site in a real browser: nothing fails, nothing comes from elsewhere, everything fits."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from support import serve

DISCUSSION = "discussions/two-spades/"
PAGES = ("", DISCUSSION, "practices/digging/", "practices/", "nothing/at/this/address/")
MORE = (
    "discussions/",
    "tags/",
    "tags/soil/",
    "people/",
    "people/ana/",
    "people/in/2026-10/",
    "latest/",
    "latest/2026/",
    "archive/",
    "archive/2026/",
)


@pytest.fixture(scope="module")
def address(forum_site: Path) -> Iterator[str]:
    with serve(forum_site) as found:
        yield found


def watch(page: Page, origin: str) -> list[str]:
    """What goes wrong on a page from now on. That the server has no page is said by the server, not by the page."""
    found: list[str] = []

    def on_console(message: object) -> None:
        kind, text = message.type, message.text  # type: ignore[attr-defined]
        if kind in ("error", "warning") and "status of 404" not in text:
            found.append(f"console: {text}")

    page.on("console", on_console)
    page.on("pageerror", lambda error: found.append(f"error: {error}"))
    page.on(
        "requestfailed",
        lambda request: (
            found.append(f"failed: {request.url}")
            if request.failure != "net::ERR_ABORTED"  # the page was left before all had come
            else None
        ),
    )
    page.on("request", lambda request: None if request.url.startswith((origin, "data:")) else found.append(request.url))
    page.on(
        "response",
        lambda answer: (
            found.append(f"{answer.status}: {answer.url}")
            if answer.status >= 400 and answer.request.resource_type != "document"
            else None
        ),
    )
    return found


@pytest.mark.parametrize("scripts", [True, False])
def test_a_page_opens_without_a_fault_and_fits_a_telephone(browser: Browser, address: str, scripts: bool) -> None:
    with browser.new_context(viewport={"width": 390, "height": 800}, java_script_enabled=scripts) as context:
        page = context.new_page()
        found = watch(page, address)
        for path in (*PAGES, *MORE):
            page.goto(address + path, wait_until="load")
            assert page.locator("h1").count() == 1, path
            assert page.locator("h1").is_visible(), path
            width = page.locator("html").evaluate("e => e.scrollWidth") if scripts else 390
            assert width == 390, path
            assert found == [], path


def test_the_thread_reads_without_scripts(browser: Browser, address: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(address + DISCUSSION)
        replies = page.locator("article.pa-reply")
        assert replies.count() >= 5
        assert all(replies.nth(number).is_visible() for number in range(replies.count()))


def test_a_reply_is_found_at_its_permalink(browser: Browser, address: str) -> None:
    with browser.new_context(viewport={"width": 1280, "height": 700}) as context:
        page = context.new_page()
        page.goto(address + DISCUSSION)
        last = page.locator("a[data-pa-permalink]").last
        anchor = last.evaluate("link => link.hash.slice(1)")
        last.click()
        page.wait_for_url(f"**/*#{anchor}")
        heading = page.locator(f"[id='{anchor}']")
        assert heading.evaluate("e => e.matches(':target')")
        top = heading.evaluate("e => e.getBoundingClientRect().top")
        assert 0 <= top < 700


def test_answers_stand_to_the_right_of_what_they_answer(browser: Browser, address: str) -> None:
    with browser.new_context(viewport={"width": 1280, "height": 700}) as context:
        page = context.new_page()
        page.goto(address + DISCUSSION)
        depths = page.locator("article.pa-reply").evaluate_all(
            "all => all.map(e => [e.getBoundingClientRect().left, e.closest('ol').matches('ol ol') ? 1 : 0])"
        )
        top = {left for left, nested in depths if not nested}
        assert len(top) == 1
        assert all(left > min(top) for left, nested in depths if nested)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_paper(browser: Browser, address: str, scheme: str) -> None:
    """At least 4.5 to 1 (WCAG 2.2, 1.4.3) for every colour that small text is set in."""
    for scripts in (True, False):
        with browser.new_context(color_scheme=scheme, java_script_enabled=scripts) as context:  # type: ignore[arg-type]
            page = context.new_page()
            page.goto(address + DISCUSSION)
            paper = page.locator("body").evaluate("e => getComputedStyle(e).backgroundColor")
            for part in (
                ".pa-text p",
                ".pa-facts",
                "[data-pa-permalink]",
                ".pa-badge",
                *(f".pa-is-{key}" for key in STANCES),
            ):
                ink = page.locator(part).first.evaluate("e => getComputedStyle(e).color")
                assert contrast(ink, paper) >= 4.5, f"{part} {ink} on {paper}, scripts {scripts}"


STANCES = ("old", "new", "both")


def contrast(one: str, other: str) -> float:
    """WCAG 2.2, "contrast ratio": of two colours written as rgb(r, g, b)."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def luminance(colour: str) -> float:
    channels = [int(part) / 255 for part in colour.removeprefix("rgb(").removesuffix(")").split(",")]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
