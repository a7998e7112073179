"""Each script goes on, whatever is wrong with another one, with what a device remembers or with a text."""

import itertools
import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from parley.rendering import theme
from parley.rendering.hints import LONGEST, blank_code
from support import GOOD, Files, run_parley, serve, write_project

FOLDER = "discussions/two-follow-ups"
REPOSITORY = "https://forge.example/us/talk"
FILES: Files = {
    **GOOD,
    f"{FOLDER}/replies/wide.md": (
        f"---\nauthor: ana\ndate: 2026-10-04\n---\n\n```\n{'wide ' * 100}\n```\n\na{'!' * 30_000}a {'word ' * 200}\n"
    ),
}
PALETTE = (
    "palette:\n"
    '    - {media: "(prefers-color-scheme: light)", scheme: default, toggle: {icon: material/eye, name: Dark}}\n'
    '    - {media: "(prefers-color-scheme: dark)", scheme: slate, toggle: {icon: material/eye, name: Light}}\n'
)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    project = write_project(tmp_path_factory.mktemp("scripts"), FILES, home="# Home\n\n::: discussions\n")
    settings = (project / "mkdocs.yml").read_text()
    settings = settings.replace(
        "theme: {name: material, font: false}", f"theme:\n  name: material\n  font: false\n  {PALETTE}"
    )
    (project / "mkdocs.yml").write_text(f"{settings}repo_url: {REPOSITORY}\n")
    run_parley("build", cwd=project)
    with serve(project / "site") as found:
        yield found


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with browser.new_context(viewport={"width": 390, "height": 800}, reduced_motion="reduce") as context:
        yield context.new_page()


# What works on the page of a thread, by the script that does it.


def folds(page: Page) -> None:
    page.locator("details.pa-answers > summary").first.click()
    page.wait_for_function("Object.keys(localStorage).some(key => key.includes(':folded:'))")
    page.reload()
    expect(page.locator("details.pa-answers").first).not_to_have_attribute("open", "")
    page.evaluate("localStorage.clear()")
    page.reload()


def orders(page: Page) -> None:
    page.locator("[data-pa-order]").select_option("newest")
    expect(page.locator("ol.pa-flat")).to_be_visible()


def marks(page: Page) -> None:
    page.evaluate("localStorage.setItem('parley:/:seen:discussions/two-follow-ups/', '[]')")
    page.reload()
    expect(page.locator(".pa-new-note")).to_have_text("3 new since your last visit")


def moves(page: Page) -> None:
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("j")
    page.wait_for_function("document.activeElement.dataset.paReply")


def scrolls(page: Page) -> None:
    expect(page.locator("[data-pa-reply=wide] pre > code")).to_have_attribute("tabindex", "0")


def searches(page: Page) -> None:
    page.keyboard.press("/")
    page.locator(".pa-search-dialog [name=q]").fill("enough")
    expect(page.locator(".pa-search-dialog .pa-found")).to_have_count(1)
    page.keyboard.press("Escape")


def writes(page: Page) -> None:
    page.locator("[data-pa-write='wide']").click()
    dialog = page.get_by_role("dialog", name="Reply to")
    dialog.get_by_label("Your reply").fill("Words.")
    dialog.get_by_label("Your handle").fill("eve")
    expect(dialog.get_by_role("link", name="Propose it")).to_have_attribute("href", re.compile("eve"))
    page.keyboard.press("Escape")


WORK = {
    "collapse.js": folds,
    "unread.js": marks,
    "order.js": orders,
    "keys.js": moves,
    "scroll.js": scrolls,
    "search.js": searches,
    "write.js": writes,
}


def test_every_script_of_a_page_is_tried() -> None:
    assert set(WORK) == set(theme.THREAD_SCRIPTS)


@pytest.mark.parametrize("broken", [*WORK, "bundle.*.min.js"])
def test_a_script_that_fails_stops_no_other(page: Page, address: str, broken: str) -> None:
    page.route(
        f"**/{broken}", lambda route: route.fulfill(body="throw new Error('broken')", content_type="text/javascript")
    )
    page.goto(f"{address}{FOLDER}/")
    for name, work in WORK.items():
        if name != broken and (broken, name) != ("order.js", "unread.js"):  # the line of tools is shown by order.js
            work(page)


# What a device remembers.

ANYTHING = ["", "{", "null", "true", "5", '"text"', "[]", "[1, null]", "{}", '{"length": 3}', '[["a"]]', "[" * 100_000]
DRAFTS = [
    *ANYTHING,
    '{"text": 5, "tags": "law", "ending": {}, "school": [], "title": null}',
    json.dumps({"text": "Kept.", "tags": ["law", 5], "ending": "../..", "school": "none"}),
]


def test_no_value_under_our_keys_stops_a_script(page: Page, address: str) -> None:
    page.goto(address)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    names = [f"{kind}:{FOLDER}/" for kind in ("seen", "folded", "total", "latest")] + ["order", "handle"]
    fill = """([names, value]) => {
      localStorage.clear();
      for (const name of names) try { localStorage.setItem(`parley:/:${name}`, value); } catch {} // it may be too large
    }"""
    for value in (*ANYTHING, json.dumps(["x" * 10] * 300_000)):
        for path in ("", f"{FOLDER}/"):
            page.evaluate(fill, [names, value])
            page.goto(address + path)
        for work in (orders, moves, writes):
            work(page)
        assert errors == [], value[:50]
    searches(page)


def test_a_draft_may_be_anything(page: Page, address: str) -> None:
    page.goto(f"{address}{FOLDER}/")
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    for value in DRAFTS:
        page.evaluate("value => localStorage.setItem('parley:/:draft:discussions/two-follow-ups/#wide', value)", value)
        page.locator("[data-pa-write='wide']").click()
        dialog = page.get_by_role("dialog", name="Reply to")
        expect(dialog.locator("[data-path]")).to_contain_text(re.compile(r"-your-handle-[a-z0-9]{4}\.md$"))
        expect(dialog.get_by_label("Your reply")).to_have_value("Kept." if "Kept" in value else "")
        page.keyboard.press("Escape")
    assert errors == []


# Browsers that keep nothing.

DENY = """for (const name of ["localStorage", "sessionStorage"])
  Object.defineProperty(window, name, { get() { throw new DOMException("denied", "SecurityError"); } });"""
NONE = """for (const name of ["localStorage", "sessionStorage"])
  Object.defineProperty(window, name, { get() { return null; } });"""
FULL = """Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); };"""


@pytest.mark.parametrize("script", [DENY, NONE, FULL], ids=["denied", "none", "full"])
def test_without_a_memory_nothing_is_promised_and_no_draft_is_thrown_away_unasked(
    browser: Browser, address: str, script: str
) -> None:
    with browser.new_context(color_scheme="dark") as context:
        context.add_init_script(script)
        page = context.new_page()
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(f"{address}{FOLDER}/")
        expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
        for work in (orders, moves, scrolls, searches):
            work(page)
        page.locator("[data-pa-write='wide']").click()
        dialog = page.get_by_role("dialog", name="Reply to")
        dialog.get_by_label("Your reply").fill("A long and careful answer.")
        expect(dialog.get_by_text("It is kept on this device")).to_be_hidden()
        expect(dialog.get_by_text("This browser does not keep it")).to_be_visible()
        page.keyboard.press("Escape")
        page.locator("[data-pa-write='wide']").click()
        expect(dialog.get_by_label("Your reply")).to_have_value("A long and careful answer.")
        with page.expect_event("dialog") as asked:
            page.once("dialog", lambda leave: leave.dismiss())
            page.evaluate("setTimeout(() => location.assign('/'))")
        assert asked.value.type == "beforeunload"
        dialog.get_by_role("button", name="Discard").click()
        page.locator("[data-pa-help]").click()
        page.get_by_role("button", name="Forget it all").click()
        expect(page.locator("[data-pa-forgotten]")).to_contain_text("forgotten")
        page.goto(address)  # nothing is lost any more
        assert errors == []


def test_forgetting_says_what_happened_and_holds_until_the_page_is_left(page: Page, address: str) -> None:
    page.goto(f"{address}{FOLDER}/")
    writes(page)
    page.locator("[data-pa-help]").click()
    page.get_by_role("button", name="Forget it all").click()
    expect(page.locator("[data-pa-forgotten]")).to_contain_text("It is forgotten, drafts of replies too.")
    page.keyboard.press("Escape")
    page.locator("details.pa-answers > summary").first.click()
    orders(page)
    assert page.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('parley:'))") == []


# Texts that take long.

UNITS = [
    "`",
    "``",
    "~~~",
    "[",
    "![",
    "](",
    "(",
    ")",
    "<a",
    "<",
    " ",
    "\n",
    "+1",
    "a@",
    "a.",
    "-eyJ",
    "x",
    "\\",
    "[a](b",
]
OPENING = ["`", "[", "![", "](", "<a", " ", "\n", "-eyJ", "a@"]
"""Those with which something begins or goes on, to be tried in pairs."""
SLOWEST = 5000
"""Milliseconds for one text, whose slowest takes some 100; 60,000 backticks alone took 28,000."""


def test_no_text_holds_the_page_up(page: Page, address: str) -> None:
    page.goto(address)
    script = """async ([root, texts]) => {
      const { findHints } = await import(root + "assets/parley/write-check.js");
      const { cleanBody } = await import(root + "assets/parley/write-file.js");
      const data = await (await fetch(root + "assets/parley/write.json")).json();
      data.longest = Infinity;
      const taken = texts.map(([unit, length]) => {
        const text = `x${unit.repeat(length / unit.length)}x`;
        const start = performance.now();
        findHints(text, data);
        cleanBody(text);
        return [performance.now() - start, unit.slice(0, 12)];
      });
      return taken.sort(([a], [b]) => b - a).slice(0, 3);
    }"""
    runs = "".join("`" * length + " " for length in range(1, 345))
    far = [(unit, 4 * LONGEST) for unit in (*UNITS, runs, "```x\n", "[a](b", "[http://a](http://", "\n\n")]
    pairs = [("".join(pair), LONGEST) for pair in itertools.permutations(OPENING, 2)]
    slowest = page.evaluate(script, [address, far + pairs])
    assert slowest[0][0] < SLOWEST, slowest


def test_what_is_not_going_to_be_sent_is_not_read_to_its_end(page: Page, address: str) -> None:
    page.goto(address)
    script = """async ([root, text]) => {
      const { findHints } = await import(root + "assets/parley/write-check.js");
      return findHints(text, await (await fetch(root + "assets/parley/write.json")).json());
    }"""
    assert page.evaluate(script, [address, "x" * LONGEST + " <b>bold</b>"]) == []
    assert len(page.evaluate(script, [address, "x" * (LONGEST - 20) + " <b>bold</b>"])) == 1


def test_a_word_as_long_as_a_text_is_found_and_shown_in_part(page: Page, address: str) -> None:
    page.goto(f"{address}search/?q=word")
    expect(page.locator(".pa-found__text mark").first).to_have_text("word")
    assert len(page.locator(".pa-found__text").inner_text()) < 1000


def test_a_page_and_the_build_take_the_same_for_code(page: Page, address: str) -> None:
    page.goto(address)
    parts = ["`", "``", "```", "~~~", "\n", "\n\n", " ", "a", "````", "\t"]
    texts = ["".join(some) for size in range(1, 5) for some in itertools.product(parts, repeat=size)]
    script = """async ([root, texts]) =>
      texts.map((await import(root + "assets/parley/write-check.js")).blankCode)"""
    assert page.evaluate(script, [address, texts]) == [blank_code(text) for text in texts]
