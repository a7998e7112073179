"""A site in a folder, read without a server: search, the dialog, keys and folding work, and nothing else is asked."""

import re
import zipfile
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urljoin

import pytest
from playwright.sync_api import Browser, Page, expect

from support import run_parley, write_forum

THREAD = "discussions/two-spades/index.html"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = write_forum(tmp_path_factory.mktemp("offline"))
    (project / "docs" / "card.png").write_bytes(b"for those who show a link to the site")
    told = run_parley("build", "--offline", "--zip", cwd=project)
    assert "isn't in the folder" not in told.stderr
    return project / "offline"


@pytest.fixture
def page(browser: Browser, folder: Path) -> Iterator[Page]:
    """A page on which nothing may go wrong, and that asks for nothing but files of the folder."""
    with browser.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce") as context:
        found = context.new_page()
        faults: list[str] = []
        own = folder.as_uri(), "data:", "blob:"
        found.on("request", lambda request: None if request.url.startswith(own) else faults.append(request.url))
        found.on("console", lambda said: faults.append(said.text) if said.type in ("error", "warning") else None)
        found.on("pageerror", lambda error: faults.append(str(error)))
        yield found
        assert faults == []


def test_every_link_leads_to_a_file(folder: Path) -> None:
    files = {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()}
    pages = sorted(name for name in files if name.endswith(".html"))
    assert len(pages) > 30
    lost = set()
    for name in pages:
        text = (folder / name).read_text(encoding="utf-8")
        assert 'type="module"' not in text
        for address in re.findall(r'<[a-z]+\s[^<>]*?\b(?:href|src)="([^"#?]+)', text):
            if not re.match(r"[a-z]+:|//", address):
                lost |= {unquote(urljoin(name, unescape(address)))} - files
    assert lost == set()
    assert "card.png" not in files, "no page shows it"


def test_the_archive_holds_the_folder(folder: Path) -> None:
    with zipfile.ZipFile(folder.with_name("offline.zip")) as packed:
        assert len(packed.namelist()) == sum(1 for file in folder.rglob("*") if file.is_file())
        assert "offline/index.html" in packed.namelist()


def test_the_search_finds_a_reply_and_leads_to_it_and_back(page: Page, folder: Path) -> None:
    page.goto((folder / "index.html").as_uri())
    page.keyboard.press("/")
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("searchbox").fill("clods")
    dialog.locator(".pa-found li a[href*='#reply-']").first.click()
    page.wait_for_url(re.compile("/discussions/[a-z-]+/index.html.*#reply-"))
    page.wait_for_function("() => CSS.highlights.get('pa-found')?.size > 0")
    page.go_back()
    expect(page.get_by_role("dialog").get_by_role("searchbox")).to_have_value("clods")
    page.goto((folder / "search/index.html").as_uri() + "?q=straw")
    page.locator(".pa-found").first.wait_for()
    page.locator("[data-pa-filters] summary").click()
    page.wait_for_function("() => document.querySelector('[name=tag]').length > 1")
    page.locator("nav.md-tabs a", has_text="Discussions").click()
    page.wait_for_url("**/discussions/index.html")


def test_keys_walk_a_thread_and_answers_fold(page: Page, folder: Path) -> None:
    page.goto((folder / THREAD).as_uri())
    page.keyboard.press("j")
    page.wait_for_function("() => document.activeElement.matches('[data-pa-reply]')")
    opened = page.locator(".pa-replies details[open]").count()
    page.keyboard.press("c")
    expect(page.locator(".pa-replies details[open]")).to_have_count(opened - 1)
    page.wait_for_function("() => Object.keys(localStorage).some((key) => key.includes(':folded:'))")
    page.reload()
    expect(page.locator(".pa-replies details[open]")).to_have_count(opened - 1)
    page.keyboard.press("?")
    expect(page.locator("dialog[data-pa-keys]")).to_be_visible()


def test_a_reply_is_written_seen_and_copied(page: Page, folder: Path) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto((folder / THREAD).as_uri())
    page.locator("[data-pa-reply] [data-pa-write]").first.click()
    dialog = page.locator("dialog.pa-write[open]")
    dialog.locator("[name=text]").fill("Neither **spade** nor @ana.")
    dialog.locator("summary", has_text="Preview").click()
    expect(dialog.locator("[data-pa-preview] strong")).to_have_text("spade")
    expect(dialog.locator("[data-pa-preview] a")).to_have_attribute("href", re.compile("^file:.*/people/"))
    dialog.get_by_text("Other ways to send it").click()
    dialog.locator("[name=handle]").fill("eve")
    dialog.get_by_role("button", name="Copy").click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "Neither **spade** nor @ana." in copied
    assert "author: eve" in copied
