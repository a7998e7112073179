"""Each script goes on, whatever is wrong with another one, with what a device remembers or with a text."""

import itertools
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from hinting import blank_code
from parley.rendering import theme
from parley.rendering.hints import LONGEST
from support import GOOD, Files, build_site, serve, write_project
from watching import let_go_back

FOLDER = "discussions/two-follow-ups"
REPOSITORY = "https://forge.example/us/talk"
PRACTICE = str(GOOD["practices/first-meeting/post.yml"])
ANSWER = "author: bob\ndate: 2026-10-03\nbody: Yes.\n"
FILES: Files = {
    **GOOD,
    **{
        f"practices/p{at}/post.yml": PRACTICE.replace("Meeting first", f"Way {at}").replace("law, sales", tags)
        for at, tags in enumerate(["law"] * 5 + ["sales, law"] * 3)
    },
    "practices/p3/replies/yes.yml": ANSWER,
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
    build_site(project)
    with serve(project / "site") as found:
        yield found


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with browser.new_context(viewport={"width": 390, "height": 800}, reduced_motion="reduce") as context:
        yield context.new_page()


# What works on the page of a thread, by the script that does it. Things are found as the scripts find them.


def folds(page: Page) -> None:
    page.locator("[data-pa-answers] > summary").first.click()
    page.wait_for_function("() => Object.keys(localStorage).some(key => key.includes(':folded:'))")
    page.reload()
    expect(page.locator("[data-pa-answers]").first).not_to_have_attribute("open", "")
    page.evaluate("localStorage.clear()")
    page.reload()


def orders(page: Page) -> None:
    page.locator("[data-pa-order]").select_option("newest")
    expect(page.locator("[data-pa-flat]")).to_be_visible()
    page.locator("[data-pa-order]").select_option("threaded")
    expect(page.locator("[data-pa-tree]")).to_be_visible()


def marks(page: Page) -> None:
    page.evaluate("localStorage.setItem('parley:/:seen:discussions/two-follow-ups/', '[]')")
    page.reload()
    expect(page.locator("[data-pa-new-note]")).to_have_text("3 new since your last visit")
    expect(page.locator("[data-pa-reply] [data-pa-new]")).to_have_count(3)
    expect(page.get_by_role("button", name="Next new").first).to_be_visible()


def moves(page: Page) -> None:
    page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
    for key in "jj":
        page.keyboard.press(key)
        page.wait_for_function("() => document.activeElement.hasAttribute('data-pa-reply')")
    assert page.locator(":focus").get_attribute("aria-labelledby") == "reply-2026-10-03-bob"
    page.keyboard.press("p")
    assert page.locator(":focus").get_attribute("aria-labelledby") == "reply-2026-10-02-ana"
    fold = page.locator("[data-pa-answers]").first
    for state in (False, True):
        page.keyboard.press("c")
        assert fold.evaluate("fold => fold.open") is state
    page.locator("[data-pa-help]").click()
    expect(page.locator("[data-pa-keys]")).to_be_visible()
    page.keyboard.press("Escape")


def scrolls(page: Page) -> None:
    expect(page.locator("[aria-labelledby=reply-wide] pre > code")).to_have_attribute("tabindex", "0")


def searches(page: Page) -> None:
    page.keyboard.press("/")
    dialog = page.get_by_role("dialog", name="Search")
    dialog.get_by_role("searchbox").fill("enough")
    expect(dialog.locator("[data-pa-hit]")).to_have_count(2)
    page.keyboard.press("Escape")


def writes(page: Page) -> None:
    page.locator("[aria-labelledby='reply-wide'] [data-pa-write]").click()
    dialog = page.get_by_role("dialog", name="Reply to ana")
    dialog.get_by_role("button", name="Quote this").click()
    expect(dialog.get_by_role("link", name="Send", exact=True)).to_have_attribute("href", re.compile("text=%3E%20"))
    dialog.get_by_role("button", name="Discard").click()
    let_go_back(page)


def steps(page: Page) -> None:
    page.locator("[aria-labelledby='reply-2026-10-03-bob']").get_by_role("link", name="Parent").click()
    page.wait_for_url("**#reply-2026-10-02-ana")


def owns(page: Page) -> None:
    page.evaluate("localStorage.setItem('parley:/:handle', '\"ana\"')")
    page.reload()
    expect(page.locator("[data-pa-own]")).to_have_count(2)
    page.locator("[aria-labelledby='reply-wide']").get_by_role("button", name="Take back").click()
    dialog = page.get_by_role("dialog", name="Take back what you wrote")
    expect(dialog.get_by_role("link", name="Open its file")).to_have_attribute(
        "href", re.compile("/edit/main/.*wide.md$")
    )
    page.evaluate("localStorage.clear()")
    page.reload()


def agrees(page: Page) -> None:
    page.locator("[aria-labelledby='reply-2026-10-03-bob']").get_by_role("button", name="Agree").click()
    dialog = page.get_by_role("dialog", name="Agree with bob")
    expect(dialog.get_by_role("link", name="Send")).to_have_attribute("href", re.compile("reply-2026-10-03-bob"))
    dialog.get_by_role("button", name="Close").click()
    expect(dialog).to_have_count(0)
    let_go_back(page)


WORK = {
    "agree.js": agrees,
    "own.js": owns,
    "steps.js": steps,
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


def answer_instead(page: Page, name: str, **answer: Any) -> None:
    page.route(f"**/{name}", lambda route: route.fulfill(content_type="text/javascript", **answer))


THROWS = {"body": "throw new Error('broken')"}
MISSING = {"status": 404}


PLACES = dict(zip([*WORK, "bundle.*.min.js"], itertools.combinations(range(6), 2), strict=False))
"""In which two of six turns a script fails: of any two scripts each fails in a turn in which the other has to work."""


@pytest.mark.parametrize(
    ("turn", "answer"),
    [
        pytest.param(turn, answer, marks=pytest.mark.slow if (answer is MISSING) == turn % 2 else ())
        for turn, answer in itertools.product(range(6), (THROWS, MISSING))
    ],
)
def test_scripts_that_fail_stop_no_other(page: Page, address: str, turn: int, answer: dict[str, Any]) -> None:
    broken = {name for name, turns in PLACES.items() if turn in turns}
    for name in broken:
        answer_instead(page, name, **answer)
    page.goto(f"{address}{FOLDER}/")
    for name, work in WORK.items():
        if name not in broken:
            work(page)
    tools = page.locator("[data-pa-tools], [data-pa-foot]").locator("select, button").locator("visible=true")
    assert tools.count() == 3 - len(broken & {"order.js", "unread.js", "keys.js"})


def test_how_long_ago_something_was_stands_there_before_any_module_does(page: Page, address: str) -> None:
    page.route("**/*.js", lambda route: route.continue_() if "frame.js" in route.request.url else route.abort())
    page.clock.set_fixed_time("2026-10-02T12:00:00Z")
    page.goto(f"{address}{FOLDER}/")
    time = page.locator("[aria-labelledby='reply-2026-10-02-ana'] [data-pa-permalink] time")
    expect(time).to_have_text("today")
    expect(time).to_have_attribute("title", "2 October 2026")
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(time).to_have_text("2 October 2026")
    page.clock.set_fixed_time("2027-10-02T12:00:00Z")
    page.reload()
    expect(time).to_have_text("2 October 2026")


def test_a_long_list_of_comparisons_is_in_groups_and_can_be_narrowed_sorted_and_opened(
    page: Page, address: str, browser: Browser
) -> None:
    page.goto(f"{address}practices/")
    titles = page.locator("[data-pa-item] th a")
    assert page.locator("[data-pa-group] [scope=rowgroup]").all_inner_texts() == ["Law", "Sales"]
    expect(titles).to_have_text(["Meeting first", *(f"Way {at}" for at in range(8))])
    page.get_by_label("Sort by").select_option("replies")
    expect(titles.first).to_have_text("Way 3")
    page.get_by_label("Sort by").select_option("title")
    expect(titles.first).to_have_text("Meeting first")
    page.get_by_label("Find by words").fill("WAY 6")
    expect(page.locator("[data-pa-item]:visible")).to_have_count(1)
    expect(page.locator("[data-pa-group]:visible")).to_have_count(1)
    expect(page.locator("[data-pa-item]:visible td:visible")).to_have_count(0)
    page.locator("[data-pa-item]:visible").get_by_label("Compare here").check()
    expect(page.locator("[data-pa-item]:visible td:visible")).to_have_count(3)
    with browser.new_context(viewport={"width": 390, "height": 800}, java_script_enabled=False) as context:
        bare = context.new_page()
        bare.goto(f"{address}practices/#practice-p2")
        assert bare.locator("td:visible").count() == 3
        assert not bare.get_by_label("Sort by").is_visible()


@pytest.mark.parametrize("broken", ["search-box.js", "search-index.js", "search-found.js"])
def test_without_the_search_the_way_leads_to_what_else_there_is(page: Page, address: str, broken: str) -> None:
    answer_instead(page, broken, **MISSING)
    page.goto(f"{address}{FOLDER}/")
    writes(page)
    page.keyboard.press("/")
    page.wait_for_url(f"{address}search/")
    expect(page.get_by_text("Search runs in your browser and needs scripts")).to_be_visible()
    expect(page.get_by_role("search")).to_have_count(0)


def test_what_is_typed_before_the_search_is_there_is_searched_for(page: Page, address: str) -> None:
    held: list[Route] = []
    page.route("**/search-box.js", lambda route: held.append(route))
    page.goto(f"{address}{FOLDER}/")
    with page.expect_request("**/search-box.js"):
        page.locator("[data-pa-search-open]").first.click()
    expect(page.get_by_role("dialog", name="Search").get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("enough")
    page.keyboard.press("Enter")
    held[0].continue_()
    expect(page.get_by_role("dialog", name="Search").locator("[data-pa-hit]")).to_have_count(2)


ENTRIES = {*theme.THREAD_SCRIPTS, "redirect.js"}
DRAWN = ("join.js", "words.js")
"""Scripts that templates draw, with the words of the site."""

SCRIPTS = (*sorted(theme.ASSETS.glob("*.js")), *(theme.TEMPLATES / name for name in DRAWN))
SOURCES = {file.name: file.read_text() for file in SCRIPTS}


def test_no_script_of_a_page_is_needed_by_another() -> None:
    for name, text in SOURCES.items():
        needed = set(re.findall(r'(?:from|import) ?\(?"\./([\w-]+\.js)"', text))
        assert needed <= {*SOURCES, theme.PARSER.name}, name
        assert not needed & ENTRIES, name


# Scripts and looks apart.

OF_TEXTS = {"write-quote.js", "write-preview.js", "write-preview-breaks.js", "write-preview-people.js", "join.js"}
"""They turn the HTML of contributors' Markdown back into it, and make it, so they go by elements, within a text.
The last stands in the theme's own search.
"""


def test_scripts_find_things_by_attributes_of_their_own() -> None:
    pattern = re.compile(r"(?:querySelector(?:All)?|closest|matches)\??\.?\(\s*([\"'`][^)]*|\w+)")
    fine = re.compile(r'["`](\[data-pa-|\[hidden\]|input, textarea, select, dialog, |\$\{ANSWERS\})|ANSWERS|CONTROLS')
    for name, text in SOURCES.items():
        assert not re.search(r"classList|tagName|getElementsBy|(previous|next)ElementSibling", text), name
        assert set(re.findall(r"getElementById\(([^)]*)", text)) <= {"location.hash.slice(1", "way.hash.slice(1"}, name
        for selector in pattern.findall(text):
            assert name in OF_TEXTS or fine.match(selector), f"{name} looks for {selector}"


def test_what_scripts_look_for_is_in_the_templates() -> None:
    templates = "".join(file.read_text() for folder in (theme.TEMPLATES, theme.HOST) for file in folder.rglob("*.html"))
    there = set(re.findall(r"data-pa-[a-z-]+", templates))
    for name, text in SOURCES.items():
        made = set(re.findall(r"data-pa-[a-z-]+", text))
        assert made - there <= {"data-pa-flat", "data-pa-hit", "data-pa-waiting"}, name


def restyle(html: str) -> str:
    """A page or a dialog as another designer might make it: other classes, other elements, more of them."""
    html = re.sub(r'class=(\\?")([^"\\]*)', lambda found: f"class={found[1]}{found[2].replace('pa-', 'other-')}", html)
    for old, new in (
        ("article", "div"),
        ("section", "div"),
        ("aside", "div"),
        ("h3", "p"),
        ("ol", "div"),
        ("li", "div"),
    ):
        html = re.sub(rf"<(/?){old}(?=[ >])", rf"<\1{new}", html)
    html = re.sub(r"(<a [^>]*data-pa-permalink.*?</a>)", r"<span><em>\1</em></span>", html, flags=re.DOTALL)
    return re.sub(r"(<details.*?</summary>)", r"<div>more</div>\1<hr>", html, flags=re.DOTALL)


def test_another_markup_and_other_classes_stop_no_script(page: Page, address: str) -> None:
    def answer(route: Route) -> None:
        got = route.fetch()
        text = got.text()
        changed = restyle(text)
        assert changed != text
        route.fulfill(response=got, body=changed)

    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.route(lambda url: url.endswith("/") or "/?" in url or url.endswith("write.json"), answer)
    page.goto(f"{address}{FOLDER}/")
    assert page.locator("article.pa-reply, [class*=pa-reply], h3").count() == 0
    for work in WORK.values():
        work(page)
    let_go_back(page)
    page.goto(f"{address}{FOLDER}/?highlight=enough#reply-2026-10-02-ana")
    page.wait_for_function("() => CSS.highlights.get('pa-found')?.size === 1")
    page.goto(f"{address}search/?q=enough")
    expect(page.locator("[data-pa-hit]")).to_have_count(2)
    page.evaluate("localStorage.setItem('parley:/:total:discussions/two-follow-ups/', '1')")
    page.goto(address)
    expect(page.locator("[data-pa-card] [data-pa-new]")).to_have_text("2 new")
    assert errors == []


# What a device remembers.

ANYTHING = ["", "{", "null", "true", "5", '"text"', "[]", "[1, null]", "{}", '{"length": 3}', '[["a"]]', "[" * 100_000]
DRAFTS = [
    *ANYTHING,
    '{"text": 5, "tags": "law", "ending": {}, "school": [], "title": null}',
    json.dumps({"text": "Kept.", "tags": ["law", 5], "ending": "../..", "school": "none"}),
]


@pytest.mark.slow
def test_no_value_under_our_keys_stops_a_script(page: Page, address: str) -> None:
    page.goto(address)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    names = [f"{kind}:{FOLDER}/" for kind in ("seen", "folded", "total", "latest")] + ["order", "handle", "keys"]
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
        page.locator("[aria-labelledby='reply-wide'] [data-pa-write]").click()
        dialog = page.get_by_role("dialog", name="Reply to")
        expect(dialog.locator("[data-pa-path]")).to_contain_text(re.compile(r"-your-handle-[a-z0-9]{4}\.md$"))
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
        page.locator("[aria-labelledby='reply-wide'] [data-pa-write]").click()
        dialog = page.get_by_role("dialog", name="Reply to")
        dialog.get_by_label("Your reply").fill("A long and careful answer.")
        expect(dialog.get_by_text("Kept on this device")).to_be_hidden()
        expect(dialog.get_by_text("This browser can't save it")).to_be_visible()
        page.keyboard.press("Escape")
        page.locator("[aria-labelledby='reply-wide'] [data-pa-write]").click()
        expect(dialog.get_by_label("Your reply")).to_have_value("A long and careful answer.")
        with page.expect_event("dialog") as asked:
            page.once("dialog", lambda leave: leave.dismiss())
            page.evaluate("setTimeout(() => location.assign('/'))")
        assert asked.value.type == "beforeunload"
        dialog.get_by_role("button", name="Discard").click()
        page.locator("[data-pa-help]").click()
        page.get_by_role("button", name="Forget it all").click()
        expect(page.locator("[data-pa-forgotten]")).to_contain_text(re.compile("forgotten", re.IGNORECASE))
        page.goto(address)  # nothing is lost any more
        assert errors == []


def test_forgetting_says_what_happened_and_holds_until_the_page_is_left(page: Page, address: str) -> None:
    page.goto(f"{address}{FOLDER}/")
    writes(page)
    page.locator("[data-pa-help]").click()
    page.get_by_role("button", name="Forget it all").click()
    expect(page.locator("[data-pa-forgotten]")).to_contain_text("Forgotten, drafts included.")
    page.keyboard.press("Escape")
    page.locator("details[data-pa-answers] > summary").first.click()
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
    assert page.evaluate(script, [address, "x" * LONGEST + " a\u202eb"]) == []
    assert len(page.evaluate(script, [address, "x" * (LONGEST - 20) + " a\u202eb"])) == 1


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
