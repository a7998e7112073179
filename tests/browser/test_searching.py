"""Search as readers use it, on a telephone and on a desk, under an address that is not the root of its host."""

import gzip
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from click.testing import CliRunner
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect

from declared import DECLARED, SETTINGS
from parley.commands.cli import main
from parley.model import urls
from parley.model.entries import Discussion, Moment, Reply, Tag
from parley.model.library import Library
from parley.rendering import theme
from parley.rendering.search import documents
from parley.rendering.search.documents import build_documents, cut_posts, render_choices
from parley.rendering.search.indexer import Indexer
from support import GOOD, Files, build_site, serve, write_project
from watching import LOOKS, SIZES, open_watched

PAYLOAD = "<img src=x onerror=\"document.title='pwned'\"> & <b>gargoyle</b>"
BASE = "talk/site/"
HERE = "discussions/two-follow-ups/"

TITLES = {"A": "Two follow-ups?", "B": "A second letter", "C": "Meeting first"}
"""Of the discussions and the practice that hold the word lantern, in nine parts."""


def _post(title: str, author: str, date: str, tags: str, body: str) -> str:
    return f"---\ntitle: {json.dumps(title)}\nauthor: {author}\ndate: {date}\ntags: [{tags}]\n---\n\n{body}\n"


def _reply(author: str, date: str, body: str, school: str = "", to: str = "") -> str:
    head = f"author: {author}\ndate: {date}\n"
    head += f"school: {school}\n" if school else ""
    head += f"reply_to: {to}\n" if to else ""
    return f"---\n{head}---\n\n{body}\n"


FILLER = "\n\n".join(f"Line {number} of some length, so that the page has to scroll to its end." for number in range(9))
CODE = "`<script>document.title='pwned'</script>` gargoyle"

A, B, C = "discussions/two-follow-ups", "discussions/second-letter", "practices/first-meeting"
FILES: Files = {
    "tags.yml": GOOD["tags.yml"],
    "people/the-host.yml": GOOD["people/the-host.yml"],
    "people/bob.yml": "name: Bob B. Builder\n",
    f"{A}/post.md": _post(TITLES["A"], "the-host", "2026-10-01", "sales", f"A lantern.\n\n{FILLER}"),
    f"{A}/replies/a.md": _reply("ana", "2026-10-02", f"My lantern. {FILLER}", "old"),
    f"{A}/replies/b.md": _reply("bob", "2026-10-03T09:30:00Z", "No lantern.", "new", "a"),
    f"{A}/replies/c.md": _reply("the-host", "2026-10-04", "Our lantern.", "both", "b"),
    f"{A}/replies/d.md": _reply("cyd", "2026-10-05", FILLER, "", "c"),
    f"{A}/replies/e.md": _reply("dee", "2026-10-06", FILLER, "", "d"),
    f"{A}/replies/f.md": _reply("cyd", "2026-10-07", f"{FILLER}\n\n“Xylophones”, *all* day.", "", "e"),
    f"{B}/post.md": _post(TITLES["B"], "ana", "2025-05-01", "law", "Lantern, lantern, lantern."),
    f"{B}/replies/a.md": _reply("bob", "2025-05-02", "Lantern.", "old"),
    f"{C}/post.yml": str(GOOD[f"{C}/post.yml"]).replace("Say why", "A lantern"),
    f"{C}/replies/a.md": _reply("dee", "2026-11-01", f"{FILLER} A lantern.", "new"),
    "discussions/payload/post.md": _post(PAYLOAD, "eve", "2026-09-01", "law", CODE),
    "discussions/many/post.md": _post("Many", "ana", "2026-08-01", "law", "So many. Shan't stop."),
    **{f"discussions/many/replies/{n}.md": _reply("ana", f"2026-08-{n + 2:02}", f"Pebble {n}.") for n in range(8)},
    **{
        f"discussions/{n}/post.md": _post(f"Thing {n}", "ana", f"2026-07-{n + 1:02}", "sales", "A marble.")
        for n in range(12)
    },
}
ALL = {
    "A": {"The post", "ana", "Bob B. Builder @bob", "The Host"},
    "B": {"The post", "Bob B. Builder @bob"},
    "C": {"The post", "dee"},
}


@pytest.fixture(scope="module")
def cut_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The same site with an index in several bundles: lantern and marble stand in two or more."""
    project = write_project(tmp_path_factory.mktemp("cut"), FILES)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(documents, "LARGE", 0)
        patch.setenv("PARLEY_CACHE", str(project / "cache"))
        patch.chdir(project)
        CliRunner().invoke(main, ["build"], catch_exceptions=False)
    with serve(project / "site") as found:
        yield found


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    project = write_project(tmp_path_factory.mktemp("search"), FILES)
    settings = project / "mkdocs.yml"
    settings.write_text(settings.read_text().replace("127.0.0.1:8000/", f"127.0.0.1:8000/{BASE}"))
    build_site(project, "--site", BASE)
    with serve(project) as found:
        yield found + BASE


both_sizes = pytest.mark.parametrize(
    "context", ["telephone", pytest.param("desk", marks=pytest.mark.slow)], indirect=True
)


@pytest.fixture
def context(browser: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    """A telephone, where a test names nothing else."""
    width, height = SIZES[getattr(request, "param", "telephone")]
    with browser.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce") as made:
        yield made


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page on which nothing may go wrong; what the server does not have is said by the server."""
    with open_watched(context) as (made, faults):
        yield made
        assert [fault for fault in faults if "status of 404" not in fault] == []


def ask(page: Page, words: str) -> Locator:
    """Open the dialog with the key and write all at once, as it answers parts, too; gives it once it has answered."""
    page.keyboard.press("/")
    dialog = page.get_by_role("dialog", name="Search")
    page.keyboard.insert_text(words)
    expect(dialog.get_by_role("status")).to_contain_text("ound")
    return dialog


def read(results: Locator) -> dict[str, set[str]]:
    """Who is listed under which title."""
    found = results.locator(".pa-found").evaluate_all(
        "all => all.map(e => [e.querySelector('h2 a').textContent, "
        "[...e.querySelectorAll(':scope ol a')].map(a => a.textContent)])"
    )
    names = {title: key for key, title in TITLES.items()}
    return {names.get(title, title): set(people) for title, people in found}


# Opening and closing.


@both_sizes
def test_the_key_opens_the_dialog_with_the_cursor_in_its_field_and_escape_closes_it(page: Page, address: str) -> None:
    page.goto(address + HERE)
    page.keyboard.press("/")
    field = page.get_by_role("dialog", name="Search").get_by_role("searchbox", name="Search posts and replies")
    expect(field).to_be_focused()
    expect(field).to_have_value("")
    page.keyboard.type("half a wo")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("/")
    expect(field).to_have_value("half a wo")


@pytest.mark.parametrize("key", ["Control+/", "Alt+/", "Meta+/"])
def test_the_key_with_another_is_left_alone(page: Page, address: str, key: str) -> None:
    page.goto(address + HERE)
    page.keyboard.press(key)
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_the_key_typed_into_a_field_is_a_letter(page: Page, address: str) -> None:
    page.goto(address + HERE)
    page.keyboard.press("/")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_have_value("/")
    page.keyboard.press("Escape")
    page.locator("[data-pa-order]").focus()
    page.keyboard.press("/")
    expect(page.get_by_role("dialog")).to_have_count(0)


@both_sizes
def test_every_page_has_a_control_in_its_header_that_opens_it(page: Page, address: str) -> None:
    for path in ("", HERE, "practices/first-meeting/", "tags/", "404.html"):
        page.goto(address + path)
        control = page.locator("header.md-header").get_by_role("link", name="Search")
        expect(control).to_be_visible()
        box = control.bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= 24
        control.click()
        dialog = page.get_by_role("dialog", name="Search")
        expect(dialog).to_be_visible()
        dialog.get_by_role("button", name="Close").click()
        expect(dialog).to_be_hidden()


def test_a_page_loads_nothing_of_the_index_before_it_is_asked(page: Page, address: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address + HERE)
    assert not any("/pagefind/" in url or "/search/" in url for url in asked)
    ask(page, "lantern")
    assert any("/pagefind/" in url for url in asked)
    assert all(url.startswith((address, "data:")) for url in asked)


# Finding.


@both_sizes
def test_a_word_of_one_deep_reply_leads_to_it_open_and_marked(page: Page, address: str) -> None:
    page.goto(address + HERE)
    page.locator("details[data-pa-answers] > summary").first.click()
    page.wait_for_function("() => Object.keys(localStorage).some((key) => key.includes(':folded:'))")
    expect(page.locator("[id='reply-f']")).to_be_hidden()
    page.goto(address)
    dialog = ask(page, "xylophone")
    assert read(dialog) == {"A": {"cyd"}}
    dialog.locator("li li a").last.click()
    page.wait_for_url(f"{address}{HERE}#reply-f")
    heading = page.locator("[id='reply-f']")
    expect(heading).to_be_in_viewport()
    assert heading.evaluate("e => e.matches(':target')")
    page.wait_for_function("() => CSS.highlights.has('pa-found')")
    marked = page.evaluate(
        "() => [...CSS.highlights.get('pa-found')].map("
        "range => [range.toString(), range.startContainer.parentElement.closest('article').querySelector('h3').id])"
    )
    assert marked == [["Xylophones", "reply-f"]]


def test_an_apostrophe_is_found_however_it_is_typed(page: Page, address: str) -> None:
    for typed in ("shan't", "shan’t"):
        page.goto(address)
        expect(ask(page, typed).locator("h2 a")).to_have_text("Many")


def test_words_are_marked_in_a_browser_without_highlights_too(context: BrowserContext, address: str) -> None:
    context.add_init_script("delete globalThis.Highlight")
    page = context.new_page()
    page.goto(address + HERE)
    ask(page, "xylophone").locator("li li a").last.click()
    expect(page.locator("[aria-labelledby=reply-f] mark")).to_have_text("Xylophones")
    expect(page.locator("[aria-labelledby=reply-f] em")).to_have_text("all")


def test_replies_stand_under_their_discussion_with_who_when_and_which_school(page: Page, address: str) -> None:
    page.goto(address)
    dialog = ask(page, "lantern")
    assert read(dialog) == ALL
    found = dialog.locator(".pa-found", has_text=TITLES["A"]).locator("li")
    expect(found.filter(has_text="Bob B. Builder @bob")).to_contain_text("New school 3 October 2026")
    expect(found.filter(has_text="The Host")).to_contain_text("house voice")
    expect(found.filter(has_text="The Host").locator("mark")).to_have_text("lantern")
    expect(dialog.get_by_role("status")).to_have_text("Found on 3 pages.")


def test_many_replies_of_one_discussion_are_folded_after_the_fourth(page: Page, address: str) -> None:
    page.goto(address)
    dialog = ask(page, "pebble")
    expect(dialog.locator("li li:visible")).to_have_count(4)
    dialog.get_by_text("4 more").click()
    expect(dialog.locator("li li:visible")).to_have_count(8)


def test_many_discussions_are_shown_a_few_at_a_time_and_counted(page: Page, address: str) -> None:
    page.goto(address)
    dialog = ask(page, "marble")
    expect(dialog.get_by_role("status")).to_have_text("Found on 12 pages; showing the first 6.")
    dialog.get_by_role("button", name="Show more").click()
    expect(dialog.locator(".pa-found")).to_have_count(12)
    expect(dialog.locator(".pa-found").nth(6).locator("h2 a")).to_be_focused()
    expect(dialog.get_by_role("status")).to_have_text("Found on 12 pages.")
    expect(dialog.get_by_role("button", name="Show more")).to_be_hidden()


def test_nothing_found_is_said(page: Page, address: str) -> None:
    page.goto(address)
    expect(ask(page, "quagmire").get_by_role("status")).to_have_text("No results found.")


@both_sizes
def test_a_payload_is_shown_as_the_text_it_is(page: Page, address: str) -> None:
    page.goto(address)
    dialog = ask(page, "gargoyle")
    expect(dialog.locator("h2 a")).to_have_text(PAYLOAD)
    expect(dialog.locator(".pa-found__text")).to_contain_text("<script>document.title='pwned'</script>")
    expect(dialog.locator("img, script, b")).to_have_count(0)
    dialog.locator("li li a").last.click()
    page.wait_for_url(f"{address}discussions/payload/")
    assert "pwned" not in page.title().replace(PAYLOAD, "")


@both_sizes
def test_the_arrow_keys_walk_through_what_was_found(page: Page, address: str) -> None:
    page.goto(address)
    dialog = ask(page, "xylophone")
    for key, focused in (
        ("ArrowDown", dialog.locator("h2 a")),
        ("ArrowDown", dialog.locator("li li a")),
        ("ArrowUp", dialog.locator("h2 a")),
        ("ArrowUp", dialog.get_by_role("searchbox")),
    ):
        page.keyboard.press(key)
        expect(focused).to_be_focused()


# Filters and order.

FILTERS = [
    ("Kind", "practices", {"C": ALL["C"]}),
    ("Tag", "Law", {"B": ALL["B"], "C": ALL["C"]}),
    ("School", "Old school", {"A": {"ana"}, "B": {"Bob B. Builder @bob"}}),
    ("Author", "bob", {"A": {"Bob B. Builder @bob"}, "B": {"Bob B. Builder @bob"}}),
    ("Author", "bob b. builder", {"A": {"Bob B. Builder @bob"}, "B": {"Bob B. Builder @bob"}}),
    ("Author", "nobody", {}),
    ("Year", "2025", {"B": ALL["B"]}),
    ("House voices", "only", {"A": {"The post", "The Host"}, "C": {"The post"}}),
    ("House voices", "hide", {"A": {"ana", "Bob B. Builder @bob"}, "B": ALL["B"], "C": {"dee"}}),
]


@pytest.fixture(params=["address", "cut_address"])
def either(request: pytest.FixtureRequest) -> str:
    """A site whose index is whole, and one whose index is cut."""
    found: str = request.getfixturevalue(request.param)
    return found


def narrow(form: Locator, name: str, value: str) -> None:
    if name == "Author":
        form.get_by_label(name).fill(value)
    else:
        form.get_by_label(name).select_option(label=value)


@both_sizes
def test_each_filter_leaves_only_what_it_says(page: Page, either: str) -> None:
    page.goto(either)
    dialog = ask(page, "lantern")
    dialog.get_by_text("Filter and sort").first.click()
    for name, value, wanted in FILTERS:
        expect(dialog.locator("li li")).to_have_count(sum(map(len, ALL.values())))
        narrow(dialog, name, value)
        expect(dialog.locator(".pa-found")).to_have_count(len(wanted))
        expect(dialog.locator("li li")).to_have_count(sum(map(len, wanted.values())))
        assert read(dialog) == wanted, (name, value)
        dialog.get_by_role("button", name="Clear").click()
        expect(dialog.get_by_role("searchbox")).to_have_value("")
        dialog.get_by_role("searchbox").fill("lantern")


@both_sizes
def test_filters_add_up_and_work_without_words(page: Page, address: str) -> None:
    page.goto(f"{address}search/?school=old&year=2025")
    expect(page.locator(".pa-found")).to_have_count(1)
    assert read(page.locator("main")) == {"B": {"Bob B. Builder @bob"}}


def test_results_come_by_relevance_or_by_date(page: Page, either: str) -> None:
    page.goto(either)
    dialog = ask(page, "lantern")
    assert next(iter(read(dialog))) == "B"
    dialog.get_by_text("Filter and sort").first.click()
    dialog.get_by_label("Sort by").select_option(label="newest first")
    expect(dialog.locator("h2 a")).to_have_text([TITLES[name] for name in "CAB"])
    people = dialog.locator(".pa-found", has_text=TITLES["A"]).locator("ol a")
    expect(people).to_have_text(["The Host", "Bob B. Builder @bob", "ana", "The post"])


def test_all_that_bundles_hold_comes_in_one_order_of_dates(page: Page, either: str) -> None:
    page.goto(f"{either}search/?q=marble&sort=date")
    expect(page.locator(".pa-found")).to_have_count(6)
    page.get_by_role("button", name="Show more").click()
    expect(page.locator(".pa-found")).to_have_count(12)
    titles = page.locator("h2 a").all_text_contents()
    assert titles == [f"Thing {number}" for number in reversed(range(12))]


def test_a_second_click_on_more_shows_nothing_twice(page: Page, either: str) -> None:
    page.goto(f"{either}search/?q=marble&sort=date")
    more = page.get_by_role("button", name="Show more")
    more.evaluate("button => { button.click(); button.click(); }")  # a slower second one would meet what came instead
    expect(page.locator(".pa-found")).to_have_count(12)
    expect(page.get_by_role("status")).to_have_text("Found on 12 pages.")
    assert len(set(page.locator("h2 a").all_text_contents())) == 12


# The page with an address to share.


@both_sizes
def test_what_was_searched_for_stands_in_the_address_and_comes_back_from_it(page: Page, address: str) -> None:
    page.goto(address)
    dialog = ask(page, "lantern")
    dialog.get_by_text("Filter and sort").first.click()
    narrow(dialog, "Tag", "Law")
    expect(dialog.locator(".pa-found")).to_have_count(2)
    dialog.get_by_role("searchbox").press("Enter")
    page.wait_for_url(f"{address}search/?q=lantern&tag=law")
    expect(page.locator(".pa-found")).to_have_count(2)
    expect(page.get_by_label("Tag")).to_have_value("law")
    narrow(page.locator("main"), "Year", "2025")
    page.wait_for_url(f"{address}search/?q=lantern&tag=law&year=2025")
    page.reload()
    expect(page.locator(".pa-found")).to_have_count(1)
    assert read(page.locator("main")) == {"B": ALL["B"]}
    expect(page.get_by_role("searchbox")).to_have_value("lantern")


@both_sizes
def test_who_comes_back_from_a_result_finds_the_place_again(page: Page, either: str) -> None:
    page.goto(f"{either}search/?q=marble")
    found = page.locator(".pa-found")
    expect(found).to_have_count(6)
    page.get_by_role("button", name="Show more").click()
    expect(found).to_have_count(12)
    last = found.last.get_by_role("link").first
    last.scroll_into_view_if_needed()
    top = page.evaluate("scrollY")
    assert top > 0
    last.click()
    page.wait_for_url("**/discussions/**")
    page.go_back()
    expect(found).to_have_count(12)
    page.wait_for_function("top => Math.abs(scrollY - top) < 2", arg=top)


def test_who_comes_back_to_a_dialog_finds_it_as_it_was(page: Page, address: str) -> None:
    page.goto(f"{address}discussions/")
    page.keyboard.press("/")
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("searchbox").fill("marble")
    found = dialog.locator(".pa-found")
    expect(found).to_have_count(6)
    dialog.get_by_role("button", name="Show more").click()
    expect(found).to_have_count(12)
    found.last.get_by_role("link").first.click()
    page.wait_for_url("**/discussions/*/**")
    page.go_back()
    expect(found).to_have_count(12)
    expect(dialog.get_by_role("searchbox")).to_have_value("marble")
    expect(found.last).to_be_in_viewport()


SIGNS = {
    ("j", "KeyJ"): "j",
    ("J", "KeyJ"): "j",  # Caps Lock
    ("\u043e", "KeyJ"): "j",  # Russian
    ("\u041e", "KeyJ"): "j",
    ("\u062a", "KeyJ"): "j",  # Arabic
    ("\u307e", "KeyJ"): "j",  # kana
    ("h", "KeyJ"): "h",  # Dvorak: what it says goes
    (".", "Slash"): "/",  # Russian, Hebrew
    ("\u0638", "Slash"): "/",  # Arabic
    ("-", "Slash"): "-",  # German
    ("/", "Digit7"): "/",
    ("?", "Digit7"): "?",
    ("\u061f", "Slash"): "?",
    (";", "KeyQ"): ";",  # Greek
    ("\u00e9", "Digit2"): "\u00e9",
    ("Dead", "KeyJ"): "Dead",
    ("Enter", "Enter"): "Enter",
}
"""What keys say, and where they are, with what they mean here."""


def test_keys_work_on_every_layout(page: Page, address: str) -> None:
    page.goto(address)
    found = page.evaluate(
        "async (keys) => { const { findSign } = await import(new URL('assets/parley/letters.js', location.href));"
        " return keys.map(([key, code]) => findSign({ key, code, shiftKey: key === '?' })); }",
        [list(pair) for pair in SIGNS],
    )
    assert dict(zip(SIGNS, found, strict=True)) == SIGNS
    page.evaluate(
        "dispatchEvent(Object.assign(new KeyboardEvent('keydown', { key: '.', code: 'Slash', cancelable: true })))"
    )
    expect(page.get_by_role("dialog").locator("[name=q]")).to_be_focused()


def test_on_the_page_of_the_search_the_key_goes_to_its_field(page: Page, address: str) -> None:
    page.goto(f"{address}search/")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.type("xylophone")
    page.wait_for_url(f"{address}search/?q=xylophone")
    expect(page.locator(".pa-found")).to_have_count(1)
    expect(page.locator(".pa-search-off")).to_be_hidden()


def test_what_is_typed_on_the_page_of_the_search_before_its_code_has_come_is_searched(page: Page, address: str) -> None:
    held: list[Route] = []
    page.route("**/search-box.js*", lambda route: held.append(route))
    page.goto(f"{address}search/", wait_until="commit")
    page.get_by_role("searchbox").fill("xylophone")
    while not held:
        page.evaluate("() => new Promise(requestAnimationFrame)")
    held[0].continue_()
    page.wait_for_url(f"{address}search/?q=xylophone")
    expect(page.get_by_role("searchbox")).to_have_value("xylophone")
    expect(page.locator(".pa-found")).to_have_count(1)


def test_without_scripts_the_control_leads_to_a_page_that_says_how_to_search(browser: Browser, address: str) -> None:
    for width, height in SIZES.values():
        with browser.new_context(viewport={"width": width, "height": height}, java_script_enabled=False) as made:
            page = made.new_page()
            page.goto(address + HERE)
            page.locator("header.md-header").get_by_role("link", name="Search").click()
            page.wait_for_url(f"{address}search/")
            expect(page.locator(".pa-search-off")).to_be_visible()
            expect(page.locator(".pa-search-off")).to_contain_text(f"site:127.0.0.1:8000/{BASE}")
            expect(page.locator(".pa-search-off a")).to_have_text(
                ["the tags", "the people", "the latest contributions", "the archive"]
            )
            expect(page.get_by_role("searchbox")).to_have_count(0)


def test_an_index_that_does_not_load_is_said_and_hurts_nothing(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    page.route(re.compile("/pagefind/"), lambda route: route.abort())
    page.goto(address + HERE)
    page.keyboard.press("/")
    page.keyboard.type("lantern")
    expect(page.get_by_role("status")).to_contain_text("couldn't be loaded")
    page.unroute_all()
    page.keyboard.press("Escape")
    expect(page.locator("h1")).to_be_visible()


# What holds for all of it.


@pytest.mark.parametrize("path", [HERE, "search/?q=lantern&school=old"])
def test_it_fits_and_can_be_used_by_everybody(browser: Browser, address: str, path: str) -> None:
    for scheme, size in LOOKS:
        width, height = SIZES[size]
        with browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme) as made:
            page = made.new_page()
            page.goto(address + path)
            if path == HERE:
                dialog = ask(page, "lantern")
                dialog.get_by_text("Filter and sort").first.click()
                dialog.get_by_label("Tag").select_option(label="Law")
            expect(page.locator(".pa-found").first).to_be_visible()
            wide = page.locator("html, dialog[open]").evaluate_all("all => all.map(e => e.scrollWidth - e.clientWidth)")
            assert max(wide) == 0
            found = Axe().run(page, "dialog[open]" if path == HERE else "main")
            assert found.response["violations"] == [], found.generate_report()


def build_large_library() -> Library:
    """1,700 discussions, some with hundreds of replies and most with a few; words as unevenly used as people's are."""
    chance = Random(7)
    parts = ["".join(map(chance.choice, ("bdfgklmnprst", "aeiou", ("", "n", "r", "s")))) for _ in range(40_003)]
    words = ["".join(parts[n : n + 2 + n // 20_000]) for n in range(40_000)]  # the rarer, the longer
    stock = chance.choices(words, [1 / (number + 3) for number in range(len(words))], k=400_000)
    start = datetime(2024, 1, 1, tzinfo=UTC)

    def some(count: int) -> str:
        at = chance.randrange(len(stock) - count)
        return " ".join(stock[at : at + count])

    def write(id: str, date: datetime, count: int, path: str = "") -> dict[str, Any]:
        return {
            "path": path,
            "id": id,
            "author": f"p-{chance.randrange(300)}",
            "date": Moment(date),
            "body": some(count),
        }

    days = [start + timedelta(hours=10 * number) for number in range(1700)]
    opened = [
        Discussion(**write(f"d-{n}", day, 150, f"discussions/d-{n}/post.md"), title=some(6), tags=("law",))
        for n, day in enumerate(days)
    ]
    threads: dict[tuple[str, str], tuple[Reply, ...]] = {}
    for number in chance.choices(range(1700), [1 / (number + 40) for number in range(1700)], k=24_000):
        thread = threads.get(("discussions", f"d-{number}"), ())
        date = days[number] + timedelta(minutes=len(thread))
        reply = Reply(
            **write(f"{date.date()}-r-{len(thread):04}", date, chance.choice((15, 30, 60, 90, 150))), stance="old"
        )
        threads["discussions", f"d-{number}"] = (*thread, reply)
    return Library(tuple(opened), replies=threads, tags={"law": Tag("law", "Law", "Allowed.")}, declaration=DECLARED)


@pytest.mark.slow  # an index of 24,000 replies
def test_the_first_search_in_24000_replies_moves_at_most_300_kilobytes(
    browser: Browser, address: str, tmp_path: Path
) -> None:
    library = build_large_library()
    drawer = theme.environment(library, SETTINGS)
    for folder, posts in cut_posts(library).items():
        with Indexer() as indexer:
            for name, render in build_documents(posts, library, drawer, SETTINGS):
                indexer.add(name, render())
            indexer.write(tmp_path / folder)
    (tmp_path / "search").mkdir()
    (tmp_path / "search/choices.json").write_text(render_choices(library))
    rare = max(library.replies["discussions", "d-3"][5].body.split(), key=len)
    common = min(library.discussions[0].title.split(), key=len)
    with serve(tmp_path) as large:
        for words in (rare, f"{rare} {common}"):
            with browser.new_context() as made:
                sizes = search_first(made.new_page(), address, large, list(cut_posts(library)), words)
                assert 100_000 < sum(sizes) <= 300_000, sizes


def search_first(page: Page, address: str, other: str, bundles: list[str], words: str) -> list[int]:
    """The sizes of all that is sent between the key and the results, with another index in the place of ours."""
    sizes: list[int] = []
    frame = page.request.get(address + urls.FRAME).text()
    named = 'data-pa-bundles=\\"{}\\"'
    assert frame.count(named.format("pagefind")) == 1
    frame = frame.replace(named.format("pagefind"), named.format(" ".join(bundles)))
    page.route(address + urls.FRAME, lambda route: route.fulfill(body=frame, content_type="text/javascript"))

    def fetch(route: Route) -> None:
        route.fulfill(response=route.fetch(url=route.request.url.replace(address, other)))

    page.route(re.compile(f"{re.escape(address)}({'|'.join(bundles)}|search)/"), fetch)
    page.goto(address + HERE)
    page.on("response", lambda answer: sizes.append(len(gzip.compress(answer.body()))))
    ask(page, words)
    expect(page.locator(".pa-found").first).to_be_visible()
    return sizes
