"""What contributors write looks the same wherever it stands, makes no page wider, and hides nothing of others."""

import re
from collections.abc import Iterator
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from playwright.sync_api import TimeoutError as Late

import hostile
from parley.rendering import theme
from support import FORUM, ROOT, build_site, run_parley, serve, write_tree
from watching import let_go_back

WIDTHS = (320, 390, 768, 1280, 1920)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The settings of the small forum, with a page of the maintainers' that has every live list."""
    folder = tmp_path_factory.mktemp("layout")
    settings = (FORUM / "mkdocs.yml").read_text(encoding="utf-8").replace("../../hooks/", f"{ROOT}/hooks/")
    settings = re.sub(r"^nav:\n(?:[ #\n].*\n?)*", "", settings, flags=re.MULTILINE)
    write_tree(folder / "posts", hostile.build_files())
    build_site(write_tree(folder, {"mkdocs.yml": settings, "docs/index.md": hostile.HOME}))
    return folder / "site"


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    with serve(site) as found:
        yield found


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with browser.new_context(viewport={"width": 320, "height": 800}, reduced_motion="reduce") as context:
        yield context.new_page()


# No page scrolls sideways.

FAULTS = """() => {
  const width = document.documentElement.clientWidth;
  const faults = [];
  if (document.scrollingElement.scrollWidth > width) faults.push(`scrolls to ${document.scrollingElement.scrollWidth}`);
  const outside = ({ left, right, width: own }) => own > 0 && (left < -1 || right > width + 1);
  const holds = (box) => {
    const { overflowX, textOverflow, clipPath } = getComputedStyle(box);
    return /auto|scroll/.test(overflowX) || textOverflow === "ellipsis" || clipPath !== "none";
  };
  const place = (element) => `${element.tagName} ${element.className} in ${element.parentElement.className}`;
  const scrolls = new Set();
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || !element.checkVisibility() || element.closest(".md-sidebar")) continue;
    const range = document.createRange();
    range.selectNodeContents(texts.currentNode);
    if (![...range.getClientRects()].some(outside)) continue;
    let box = element;
    while (box && !holds(box)) box = box.parentElement;
    if (!box || outside(box.getBoundingClientRect())) faults.push(`outside: ${place(element)}`);
    else if (/auto|scroll/.test(getComputedStyle(box).overflowX)) scrolls.add(box);
  }
  for (const box of scrolls) if (box.tabIndex < 0) faults.push(`no key reaches ${place(box)}`);
  return faults;
}"""


def list_pages(site: Path) -> list[str]:
    """The address of every page, that of the search with results, and one that is not there."""
    found = [f"{file.parent.relative_to(site).as_posix()}/" for file in sorted(site.rglob("index.html"))]
    return [path if path != "./" else "" for path in found if path != "search/"] + ["search/?q=break", "nothing/"]


def find_faults(page: Page) -> list[str]:
    """What is wrong once the scripts have seen how wide the window is, for which they may take their time."""
    try:
        page.wait_for_function(f"() => ({FAULTS})().length === 0")
    except Late:
        return list(page.evaluate(FAULTS))
    return []


HOLDS_ALL = ("/bodies/", "/blocks/")
"""The threads that hold every kind of text."""


@pytest.mark.parametrize("everywhere", [False, pytest.param(True, marks=pytest.mark.slow)])
def test_no_text_makes_a_page_wider_than_its_window(page: Page, address: str, site: Path, everywhere: bool) -> None:
    """At once the pages that hold every kind of text, and the narrowest window; later all pages."""
    faults = []
    paths = list_pages(site)
    assert len(paths) > 90
    for path in paths:
        if not everywhere and path.count("/") > 1 and not any(name in path for name in HOLDS_ALL):
            continue
        page.goto(address + path, wait_until="load")
        if path.startswith("search/"):
            page.wait_for_selector(".pa-found")
        everything = any(name in path for name in HOLDS_ALL) or path.count("/") < 2
        for width in WIDTHS if everywhere and everything else WIDTHS[:1]:
            page.set_viewport_size({"width": width, "height": 800})
            faults += [f"{path} at {width}: {fault}" for fault in find_faults(page)]
    assert faults == []


def test_no_text_makes_a_preview_of_one_thread_wider(page: Page, site: Path, tmp_path: Path) -> None:
    posts = str(site.parent / "posts")
    for name in ("bodies", "hebrew"):
        file = tmp_path / f"{name}.html"
        run_parley("preview", f"discussions/{name}", "--posts", posts, "--to", str(file), cwd=site.parent)
        page.goto(file.as_uri())
        assert page.evaluate("document.scrollingElement.scrollWidth") == 320, name


COUNT_LINES = "e => { const r = document.createRange(); r.selectNodeContents(e); return r.getClientRects().length; }"


def test_the_dialogs_hold_what_they_show(page: Page, address: str) -> None:
    wide = "e => [e, document.scrollingElement].map(e => e.scrollWidth - e.clientWidth)"
    for name in ("long", "joined", "address", "hebrew"):
        page.goto(f"{address}discussions/{name}/")
        page.locator("[aria-labelledby='reply-r'] [data-pa-write]").click()
        dialog = page.locator("dialog.pa-write[open]")
        dialog.locator("[name=text]").fill(f"{hostile.TEXTS[name]} <b> {hostile.ADDRESS}")
        dialog.locator("[data-pa-quote]").click()
        assert dialog.evaluate(wide) == [0, 0], name
        assert dialog.locator("[data-pa-close]").evaluate(COUNT_LINES) == 1, name
        page.keyboard.press("Escape")
        let_go_back(page)
    page.keyboard.press("/")
    search = page.locator(".pa-search-dialog")
    search.locator("[name=q]").fill("break")
    search.locator(".pa-found").first.wait_for()
    assert search.evaluate(wide) == [0, 0]


def test_keys_scroll_what_is_wider_than_its_place(page: Page, address: str) -> None:
    page.goto(f"{address}discussions/bodies/")
    for box in ("#reply-table-9 ~ .pa-text table", "#reply-block-9 ~ .pa-text code"):
        page.locator(box).scroll_into_view_if_needed()
        page.wait_for_function("box => document.querySelector(box).tabIndex === 0", arg=box)
        page.locator(box).focus()
        page.keyboard.press("ArrowRight")
        page.wait_for_function("box => document.querySelector(box).scrollLeft > 0", arg=box)


def test_marks_piled_on_a_letter_reach_no_other_contribution(page: Page, address: str) -> None:
    for path, parts in {
        "discussions/zalgo/": ("[aria-labelledby=reply-r]", "[aria-labelledby=reply-s]", "[aria-labelledby=reply-t]"),
        "people/": (".pa-item:nth-child(2n)", ".pa-item:nth-child(2n + 1)"),
    }.items():
        page.goto(address + path)
        for one, other in permutations(parts, 2):
            texts = page.locator(f"{other} > *")
            texts.evaluate_all("all => all.forEach(e => (e.style.visibility = 'hidden'))")
            alone = page.locator(one).last.screenshot()
            texts.evaluate_all("all => all.forEach(e => (e.style.visibility = ''))")
            assert page.locator(one).last.screenshot() == alone, (path, one, other)


# A text looks the same wherever it stands.

DIFFERENCES = """(skipped) => {
  const texts = [...document.querySelectorAll(".pa-post .pa-text, .pa-reply .pa-text")];
  const draw = (text) => [...text.querySelectorAll("*")].filter((e) => !e.matches("[class*=md-typeset__]"));
  const elements = texts.map(draw);
  const tags = elements.map((all) => all.map((element) => element.tagName.replace(/H[2-6]/, "H")));
  const differences = [];
  elements[0].forEach((element, at) => {
    const wanted = getComputedStyle(element);
    const names = [...wanted].filter((name) => !skipped.includes(name));
    const values = names.map((name) => wanted.getPropertyValue(name));
    elements.forEach((others, depth) => {
      const style = getComputedStyle(others[at]);
      names.forEach((name, number) => {
        const value = style.getPropertyValue(name);
        if (value !== values[number]) differences.push([depth, tags[0][at], name, values[number], value].join(" "));
      });
    });
  });
  return { tags, differences };
}"""
SIZES = "width height inline-size block-size perspective-origin transform-origin".split()
"""What depends on the room that is left."""
INDENTS = "padding-left padding-inline-start".split()
"""What is a part of it where there is little."""


@pytest.mark.parametrize(("width", "skipped"), [(390, SIZES + INDENTS), (1280, SIZES)])
def test_markdown_looks_the_same_in_a_post_and_in_replies_of_every_depth(
    page: Page, address: str, width: int, skipped: list[str]
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{address}discussions/alike/")
    found = page.evaluate(DIFFERENCES, skipped)
    first, *others = found["tags"]
    assert set(first) == set(
        "P UL OL LI BLOCKQUOTE CODE PRE TABLE THEAD TBODY TR TH TD H HR SUP SECTION A DEL EM STRONG BR".split()
    )
    assert others == [first] * hostile.DEPTHS
    assert found["differences"][:20] == []


def test_numbers_stay_as_they_were_written(page: Page, address: str) -> None:
    page.goto(f"{address}discussions/alike/")
    lists = page.locator(".pa-text ol").evaluate_all("all => all.map(e => getComputedStyle(e).listStyleType)")
    assert set(lists) == {"decimal"}
    page.goto(f"{address}practices/blocks/")
    lists = page.locator(".pa-text ol").evaluate_all("all => all.map(e => getComputedStyle(e).listStyleType)")
    assert set(lists) == {"decimal"}


def test_the_sign_of_an_item_is_there_to_be_seen(page: Page, address: str) -> None:
    for path in ("discussions/words/", "discussions/alike/", "practices/blocks/"):
        page.goto(address + path)
        styles = page.locator("main li").evaluate_all(
            "all => all.map(e => getComputedStyle(e)).map(s => [s.listStyleType, s.overflow])"
        )
        signed = [overflow for kind, overflow in styles if kind != "none"]
        assert signed
        assert set(signed) == {"visible"}, path


def test_there_is_room_for_the_digits_of_the_largest_number(page: Page, address: str) -> None:
    page.goto(f"{address}discussions/bodies/")
    room: list[Any] = page.locator("#reply-start-9 ~ .pa-text ol").evaluate_all(
        "all => all.map(e => parseFloat(getComputedStyle(e).paddingLeft) / parseFloat(getComputedStyle(e).fontSize))"
    )
    assert min(room) > 10 * 0.5  # ten digits of half an em each


# Paper.


@pytest.mark.parametrize(
    "path", ["", "discussions/alike/", "practices/blocks/", "people/", "search/?q=break", "nothing/"]
)
@pytest.mark.parametrize("scripts", [True, False])
def test_who_reads_in_the_dark_prints_dark_ink_on_white(
    browser: Browser, address: str, path: str, scripts: bool
) -> None:
    with browser.new_context(color_scheme="dark", java_script_enabled=scripts) as context:
        page = context.new_page()
        page.goto(address + path)
        if scripts:
            page.wait_for_selector("body[data-md-color-scheme=slate]")
        page.emulate_media(media="print", color_scheme="dark")
        colours = (
            page.locator("main *").evaluate_all(
                "all => all.filter(e => e.checkVisibility()).map(e => getComputedStyle(e))"
                ".flatMap(s => [['ink', s.color], ['paper', s.backgroundColor]])"
            )
            if scripts
            else [["ink", page.locator("main").evaluate("e => getComputedStyle(e).color")]]
        )
        for kind, colour in {tuple(pair) for pair in colours}:
            red, green, blue, *opacity = (float(part) for part in re.findall(r"[\d.]+", colour))
            light = 0.2126 * red + 0.7152 * green + 0.0722 * blue
            assert light < 140 if kind == "ink" else light > 200 or opacity == [0], (kind, colour)


# The theme's sheets are in a layer below ours.

CASCADE = """() => ({
  unlayered: [...document.styleSheets].map(({ href }) => href).filter((href) => /assets.stylesheets/.test(href)),
  layers: [...document.styleSheets].flatMap(({ cssRules }) => [...cssRules])
    .filter((rule) => rule instanceof CSSImportRule)
    .map(({ layerName, styleSheet }) => [layerName, styleSheet.cssRules.length > 0]),
  font: getComputedStyle(document.querySelector(".md-typeset")).fontFamily,
})"""
"""Each sheet of the theme is imported into the layer, has arrived, and is linked nowhere else."""


def test_the_themes_sheets_are_in_a_layer_below_ours_and_are_loaded_once(page: Page, address: str) -> None:
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    for path in ("", "discussions/", "practices/", "handbook/tools/", "no/such/page/"):
        asked.clear()
        page.goto(address + path)
        found = page.evaluate(CASCADE)
        assert found["unlayered"] == []
        assert found["layers"] == [["theme", True], ["theme", True]]
        assert "Charter" in found["font"]
        sheets = [url for url in asked if "/assets/stylesheets/" in url]
        assert len(sheets) == len(set(sheets)) == 2
    assert [text for text in complaints if "404" not in text] == []


def test_no_rule_of_ours_outbids_the_theme() -> None:
    """In a layer below, a theme's rule needs no repeated class and no element around to be beaten."""
    for sheet in theme.ASSETS.glob("*.css"):
        text = re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.DOTALL)
        assert not re.search(r"\[dir\]|\.md-typeset \.parley|(\.[\w-]+)\1(?![\w-])", text), sheet.name
