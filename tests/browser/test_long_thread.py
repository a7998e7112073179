"""A long thread on several pages, read with scripts and without."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from support import GOOD, Files, serve, write_project, write_tree

FOLDER = "discussions/two-follow-ups"
SMALL = (
    "import sys; from parley.commands import cli; from parley.model import sheets; "
    "sheets.SIZE, sheets.NEAR = 3, 1; cli.main(sys.argv[1:])"
)
"""The command with three replies on a page."""


def reply(day: int, to: int = 0) -> tuple[str, str]:
    head = f"author: ana\ndate: 2026-10-{day:02}\n" + (f"reply_to: r-{to}\n" if to else "")
    return f"{FOLDER}/replies/r-{day}.md", f"---\n{head}---\n\nWord{day} of reply {day}.\n"


FILES: Files = {
    **{path: text for path, text in GOOD.items() if "/replies/" not in path},
    **dict(reply(day, {5: 2, 6: 5, 8: 2}.get(day, 0)) for day in range(2, 10)),
}
"""Replies 2, 3, 4 on the first page, then 5, with 6 below it, and 7; then 8 and 9."""


def build(folder: Path) -> None:
    subprocess.run([sys.executable, "-c", SMALL, "build"], cwd=folder, check=True, capture_output=True)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write_project(tmp_path_factory.mktemp("long"), FILES, home="# Home\n\n::: discussions\n")
    build(folder)
    return folder


@pytest.fixture(scope="module")
def address(project: Path) -> Iterator[str]:
    with serve(project / "site") as found:
        yield f"{found}{FOLDER}/"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with browser.new_context(viewport={"width": 390, "height": 800}, reduced_motion="reduce") as context:
        yield context.new_page()


def shown(page: Page) -> list[str]:
    found: list[str] = page.locator("article.pa-reply").evaluate_all(
        "all => all.map(e => e.getAttribute('aria-labelledby').slice(6))"
    )
    return found


def test_without_scripts_an_old_address_shows_one_link_which_leads_to_the_reply(browser: Browser, address: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(address)
        expect(page.locator(".pa-elsewhere a").first).to_be_hidden()
        page.goto("about:blank")
        page.goto(f"{address}#reply-r-6")
        link = page.locator(".pa-elsewhere a:visible")
        expect(link).to_have_count(1)
        expect(link).to_be_in_viewport()
        link.click()
        page.wait_for_url(f"{address}page/2/#reply-r-6")
        expect(page.locator("[aria-labelledby='reply-r-6']")).to_be_in_viewport()
        page.get_by_role("link", name="Later replies").first.click()
        page.wait_for_url(f"{address}page/3/")
        page.get_by_role("link", name="First page").first.click()
        page.wait_for_url(address)
        page.get_by_role("link", name="2 replies on page").or_(
            page.get_by_role("link", name="1 reply on page 3")
        ).click()
        page.wait_for_url(f"{address}page/3/#reply-r-8")


@pytest.mark.parametrize(
    ("asked", "reached"),
    [
        ("#reply-r-6", "page/2/#reply-r-6"),
        ("page/3/#reply-r-2", "#reply-r-2"),
        ("page/2/#reply-r-9", "page/3/#reply-r-9"),
    ],
)
def test_with_scripts_an_address_of_another_page_leads_on_at_once(
    page: Page, address: str, asked: str, reached: str
) -> None:
    page.goto(address + asked)
    page.wait_for_url(address + reached)
    name = reached.rpartition("reply-")[2]
    expect(page.locator(f"[aria-labelledby='reply-{name}']")).to_be_in_viewport()


def test_words_to_mark_go_along(page: Page, address: str) -> None:
    page.goto(f"{address}?highlight=word6#reply-r-6")
    page.wait_for_url(f"{address}page/2/#reply-r-6")
    page.wait_for_function("() => CSS.highlights.get('pa-found')?.size === 1")


def test_a_page_can_be_put_in_order_folded_and_read_by_keys(page: Page, address: str) -> None:
    page.goto(f"{address}page/2/")
    assert shown(page) == ["r-5", "r-6", "r-7"]
    page.get_by_label("Order on this page").select_option("newest")
    assert shown(page) == ["r-7", "r-6", "r-5"]
    page.get_by_label("Order on this page").select_option("threaded")
    page.locator("details[data-pa-answers] > summary").click()
    expect(page.locator("[aria-labelledby='reply-r-6']")).to_be_hidden()
    page.goto(f"{address}page/2/#reply-r-6")
    expect(page.locator("[aria-labelledby='reply-r-6']")).to_be_visible()
    page.locator("[aria-labelledby='reply-r-5']").evaluate("e => { e.tabIndex = -1; e.focus(); }")
    page.keyboard.press("p")
    page.wait_for_url(f"{address}#reply-r-2")


def test_what_came_since_the_last_visit_is_new_on_whatever_page(page: Page, tmp_path: Path) -> None:
    folder = write_project(tmp_path, FILES, home="# Home\n\n::: discussions\n")
    build(folder)
    with serve(folder / "site") as home:
        address = f"{home}{FOLDER}/"
        for path in ("", "page/3/"):
            page.goto(address + path)
            expect(page.locator(".pa-new")).to_have_count(0)
        page.goto(home)
        expect(page.locator(".pa-new")).to_have_count(0)
        write_tree(folder / "posts", dict(reply(day) for day in (20, 21, 22)))
        build(folder)
        page.goto(home)
        expect(page.locator(".pa-new")).to_have_text("3 new")
        page.goto(f"{address}page/2/")
        expect(page.locator(".pa-new")).to_have_count(0)
        page.goto(f"{address}page/3/")
        expect(page.locator(".pa-new-note")).to_have_text("1 new since your last visit")
        page.set_viewport_size({"width": 800, "height": 360})  # what is in sight is seen
        page.goto(f"{address}page/4/")
        expect(page.locator(".pa-new-note")).to_have_text("2 new since your last visit")
        button = page.get_by_role("button", name="Next new")
        button.click()
        expect(button).to_have_text(re.compile(r"\([01] left\)"))  # until then it would lead to the same one again
        page.keyboard.press("u")
        expect(button).to_have_text("Next new (0 left)")
        page.goto(home)
        expect(page.locator(".pa-new")).to_have_count(0)


def test_search_leads_to_the_page_of_a_reply(page: Page, project: Path, address: str) -> None:
    home = address.removesuffix(f"{FOLDER}/")
    page.goto(f"{home}search/?q=word6")
    result = page.locator(".pa-found")
    expect(result.locator("h2")).to_have_text("Two follow-ups?, page 2")
    result.locator("ol a").first.click()
    page.wait_for_url(f"{address}page/2/#reply-r-6")
    page.goto(f"{home}search/?q=follow-ups")
    expect(page.get_by_role("status")).to_have_text("Found on 1 page.")
