"""A forum in Arabic: lines begin on the right, each contribution goes its own way, and no page scrolls sideways."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

import right_to_left
from browser.test_layout import find_faults
from support import run_parley, serve
from watching import let_go_back

KINDS = (
    *("", "discussions/", right_to_left.MIXED, "discussions/two-spades/", "practices/", "practices/digging/", "tags/"),
    *("tags/soil/", "people/", "people/ana/", "people/in/2026-10/", "latest/", "latest/2026/", "archive/"),
    *("archive/2026/", "moderation/", "outcomes/", "digest/2026/40/", "handbook/tools/", "search/?q=water", "nothing/"),
)
"""A page of each kind."""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = right_to_left.write_site(tmp_path_factory.mktemp("arabic"))
    run_parley("build", cwd=folder)
    missing = [name for name in KINDS[:-2] if not Path(folder, "site", name, "index.html").exists()]
    assert missing == []
    with serve(folder / "site") as found:
        yield found


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with browser.new_context(viewport={"width": 390, "height": 800}, reduced_motion="reduce") as context:
        yield context.new_page()


SIDES = """() => {
  const faults = [];
  const box = (element) => element.getBoundingClientRect();
  const tell = (what, element) => faults.push(`${what}: ${element.tagName} ${element.className}`);
  if (getComputedStyle(document.body).direction !== "rtl") tell("left to right", document.body);
  const right = (element) => element && box(element).right - parseFloat(getComputedStyle(element).paddingRight);
  for (const list of document.querySelectorAll(".pa-replies details")) {
    const line = getComputedStyle(list.querySelector(":scope > summary"), "::before");
    if (line.borderLeftWidth !== "0px" || parseFloat(line.left) < box(list).width / 2) tell("line", list);
    const answers = list.querySelector(":scope > ol");
    if (box(answers).left !== box(list).left || box(answers).right > box(list).right) tell("indent", list);
  }
  for (const head of document.querySelectorAll(".pa-reply > h3")) {
    const [first] = head.children;
    if (Math.abs(box(first).right - right(head)) > 1) tell("byline", head);
  }
  const lined = ".pa-notice, .pa-questions, .pa-quarrel, .pa-answered, .pa-search .pa-found ol > li";
  for (const line of document.querySelectorAll(lined)) {
    const { borderLeftWidth, borderRightWidth } = getComputedStyle(line);
    if (borderLeftWidth !== "0px" || borderRightWidth === "0px") tell("side", line);
  }
  const title = document.createRange();
  for (const block of document.querySelectorAll(".pa-item__title, .pa-list .pa-item__summary")) {
    if (!block.textContent) continue;
    title.selectNodeContents(block);
    if (Math.abs(title.getBoundingClientRect().right - box(block).right) > 1) tell("list", block);
  }
  const beside = document.querySelector(".pa-page > .pa-beside");
  const post = document.querySelector(".pa-page > .pa-post, .pa-page > .pa-thread");
  if (innerWidth > 1100 && beside && box(beside).right > box(post).left) tell("beside", beside);
  return faults;
}"""
"""What stands on the wrong side."""


@pytest.mark.slow  # 21 kinds of page at two widths
def test_every_kind_of_page_begins_on_the_right(page: Page, address: str) -> None:
    faults = []
    for path in KINDS:
        page.goto(address + path, wait_until="load")
        if path.startswith("search/"):
            page.locator(".pa-found").first.wait_for()
        for width in (390, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            found = [*find_faults(page), *page.evaluate(SIDES)]
            faults += [f"{path} at {width}: {fault}" for fault in found]
    assert faults == []


LINES = """(texts) => texts.map((words) => {
  const all = [...document.querySelectorAll(".pa-post h1, .pa-text *, [data-pa-author] bdi")];
  const element = all.findLast((one) => one.textContent.trim() === words);
  const range = document.createRange();
  const letters = document.createTreeWalker(element, NodeFilter.SHOW_TEXT).nextNode();
  const at = (place) => {
    range.setStart(letters, place);
    range.setEnd(letters, place + 1);
    return range.getBoundingClientRect().left;
  };
  range.selectNodeContents(element);
  const inside = range.getBoundingClientRect();
  const column = element.closest(".pa-post, .pa-reply").getBoundingClientRect();
  const begins = Math.abs(inside.left - column.left) < Math.abs(inside.right - column.right) ? "left" : "right";
  const goes = at(0) > at(letters.data.trim().length - 1) ? "leftwards" : "rightwards";
  return [getComputedStyle(element).direction, goes, begins];
})"""
"""Which way words go: by the style, by where the first and the last sign stand, and from which edge of the column."""


def test_each_part_of_a_mixed_thread_goes_its_own_way(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(address + right_to_left.MIXED)
    right, left = ["rtl", "leftwards", "right"], ["ltr", "rightwards", "left"]
    wanted = {
        "تربة ناعمة أم خشنة؟": right,
        "الناعمة تحفظ الماء": right,
        "git grep -i soil posts": left,
        "Easier for whom? See https://example.org/a/ first.": left,
        "شكرًا يا @ana.": right,
        "The book says pH 6.5.": left,
        "@ana": ["ltr", "rightwards", "right"],
    }
    assert dict(zip(wanted, page.evaluate(LINES, list(wanted)), strict=True)) == wanted
    quote = page.locator("[aria-labelledby=reply-2026-10-10-ana-c3d4] blockquote")
    assert quote.evaluate(
        "e => [e.dir, getComputedStyle(e).borderRightWidth, getComputedStyle(e).borderLeftWidth]"
    ) == [*("rtl", "3px", "0px")]


def test_the_dialogs_begin_on_the_right(page: Page, address: str) -> None:
    page.goto(address + right_to_left.MIXED)
    page.locator("[aria-labelledby=reply-2026-10-10-ana-c3d4] [data-pa-write]").click()
    dialog = page.locator("dialog.pa-write[open]")
    dialog.locator("[name=text]").fill("نعم")
    close, quoted, text = (dialog.locator(one) for one in ("[data-pa-close]", "[data-pa-quoted]", "[name=text]"))
    assert close.evaluate("e => e.getBoundingClientRect().x") < 100
    assert quoted.evaluate("e => [getComputedStyle(e).borderRightWidth, getComputedStyle(e).borderLeftWidth]") == [
        "2px",
        "0px",
    ]
    assert text.evaluate("e => getComputedStyle(e).direction") == "rtl"
    example = dialog.locator("#pa-write-about bdi")
    assert example.evaluate("e => [e.textContent, getComputedStyle(e).direction]") == ["[كلمات](https://…)", "ltr"]
    text.fill("yes")
    assert text.evaluate("e => getComputedStyle(e).direction") == "ltr"
    assert dialog.evaluate("e => e.scrollWidth - e.clientWidth") == 0
    page.keyboard.press("Escape")
    let_go_back(page)
    page.keyboard.press("/")
    search = page.locator(".pa-search-dialog")
    search.locator("[name=q]").fill("الماء")
    search.locator(".pa-found").first.wait_for()
    assert page.evaluate(SIDES) == []
    assert search.evaluate("e => e.scrollWidth - e.clientWidth") == 0
    assert search.locator(".pa-search__close").evaluate("e => e.getBoundingClientRect().x") < 100
