"""A site whose every text tries to do something, in a real browser: nothing runs, nothing is fetched, nothing fails.

Two sites: one of all that the check lets through, and one built with the mending and the check of texts switched off
and comrak's wall taken away, so that HTML and every address reach the last wall. The page's own policy is switched off
in the browser, because it would hide what the walls let through; once it is left on, so that its complaints would be
seen.
"""

import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Dialog, Page, Request, Route

from attacks import PAYLOADS, first_wall_gone, texts_as_written, trees
from attacks.trees import Line, Tree
from declared import check_posts
from parley.checking.rules import text as text_rules
from support import FORUM, GOOD, NOW, ROOT, serve, write_tree

pytestmark = pytest.mark.slow
"""At once every payload is tried by `test_markup.py`, and in a browser by `test_preview.py` and `test_policy.py`."""

CHUNK = 9
"""Payloads of one discussion, one practice, one person and one tag; they take turns at the values."""

DRIVER = """
import sys
from attacks import first_wall_gone, texts_as_written
from parley.commands.cli import main
from parley.checking.rules import text
if sys.argv.pop(1) == "down":
    text.check_markdown = lambda *_, **__: []
    with texts_as_written(), first_wall_gone():
        main()
main()
"""


def plant() -> Tree:
    """Every payload in a reply, and in turn in every value of posts, people and tags."""
    texts = [payload.text for payload in PAYLOADS]
    lines: dict[str, tuple[tuple[Line, str], ...]] = {
        "people/the-host.yml": tuple((line, "") for line in trees.HOST),
        "discussions/all/post.md": tuple((line, "Words.") for line in (*trees.post_lines("all"), trees.BODY)),
    }
    tags: list[tuple[Line, str]] = [(trees.SALES, "")]
    for number, text in enumerate(texts):
        path = f"discussions/all/replies/r{number:03}.{'md' if number % 2 else 'yml'}"
        lines[path] = tuple((line, text) for line in (*trees.reply_lines(f"r{number}"), *trees.SOURCES, trees.BODY))
    for number in range(0, len(texts), CHUNK):
        turn = number // CHUNK
        part = texts[number : number + CHUNK]
        questions = [
            (trees.both("questions:"), ""),
            (trees.both("  - Good?"), ""),
            *((trees.QUESTION, text) for text in part),
        ]
        lines[f"people/p{turn}.yml"] = deal(trees.person_lines(turn), part, turn)
        lines[f"discussions/d{turn}/post.md"] = (
            *deal(trees.post_lines(f"d{turn}"), part, turn),
            *questions,
            *deal(trees.SOURCES, part, turn),
            (trees.BODY, part[turn % len(part)]),
        )
        lines[f"practices/w{turn}/post.yml"] = (
            *deal(trees.post_lines(f"w{turn}"), part, turn + 3),
            *deal(trees.SIDES, part, turn),
            (trees.BODY, part[(turn + 1) % len(part)]),
        )
        tags += deal(trees.tag_lines(turn), part, turn)
    return Tree({**lines, "tags.yml": tuple(tags)})


def deal(lines: Sequence[Line], texts: Sequence[str], turn: int) -> tuple[tuple[Line, str], ...]:
    return tuple((line, texts[(position + turn) % len(texts)]) for position, line in enumerate(lines))


def write_posts(folder: Path) -> dict[str, tuple[str, str]]:
    """Plant the payloads, and take out those that are refused as things stand.

    Returns the text that each reply was given, and the one that was read, by its id.
    """
    tree = plant()
    good = {path: text for path, text in GOOD.items() if path.startswith("discussions/")}
    while True:
        check = check_posts(write_tree(folder, {**good, **tree.files()}), "posts", NOW)
        if check.library is not None:
            read = {one.id: one.body for one in check.library.contributions() if "/replies/" in one.path}
            armed = {Path(path).stem: text for path, line, text in tree.armed() if line == trees.BODY.armed}
            return {id: (text, read[id]) for id, text in armed.items() if id in read}
        assert tree.disarm([problem for problem in check.problems if problem.blocks])


HOME = """# Home

::: discussions

::: practices

::: practice slug=w0

::: questions

::: latest limit=100

::: tags
"""


@pytest.fixture(scope="module")
def up(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The site as it would be built."""
    folder = prepare(tmp_path_factory)
    write_posts(folder / "posts")
    with serve(build(folder, "up")) as found:
        yield found


@pytest.fixture(scope="module")
def down(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The site without the check of texts and without the first wall."""
    folder = prepare(tmp_path_factory)
    with pytest.MonkeyPatch.context() as patch, texts_as_written(), first_wall_gone():
        patch.setattr(text_rules, "check_markdown", lambda *_, **__: [])
        texts = write_posts(folder / "posts")
    assert len(texts) > 0.9 * len(PAYLOADS)
    assert [given for given, read in texts.values() if given.strip() != read.strip()] == [], "else no wall is tried"
    with serve(build(folder, "down")) as found:
        yield found


@pytest.fixture
def address(request: pytest.FixtureRequest) -> str:
    found: str = request.getfixturevalue(request.param)
    return found


both_sites = pytest.mark.parametrize("address", ["up", "down"], indirect=True)


def prepare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The settings of the small forum with one page of the maintainers', which has every kind of live list."""
    folder = tmp_path_factory.mktemp("canary")
    settings = (FORUM / "mkdocs.yml").read_text(encoding="utf-8").replace("../../hooks/", f"{ROOT}/hooks/")
    settings = re.sub(r"^nav:\n(?:[ #\n].*\n?)*", "", settings, flags=re.MULTILINE)
    return write_tree(folder, {"mkdocs.yml": settings, "docs/index.md": HOME})


def build(folder: Path, walls: str) -> Path:
    done = subprocess.run(
        [sys.executable, "-c", DRIVER, walls, "build"],
        cwd=folder,
        env={
            "PYTHONPATH": f"{ROOT / 'tests'}:{ROOT / 'hooks'}",
            "NO_MKDOCS_2_WARNING": "1",
            "PARLEY_CACHE": str(folder / "cache"),  # what is drawn without a wall must not be found by another site
            "PATH": "/usr/bin:/bin",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return folder / "site"


def watch(page: Page, origin: str) -> list[str]:
    """What a page does that it should not, from now on."""
    found: list[str] = []

    def on_console(message: ConsoleMessage) -> None:
        if message.type == "error" and "status of 404" not in message.text:  # the server says so of a missing page
            found.append(f"console: {message.text}")

    def on_dialog(dialog: Dialog) -> None:
        found.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def on_failure(request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # the page was left before its icon had come
            found.append(f"failed: {request.url}")

    page.on("console", on_console)
    page.on("requestfailed", on_failure)
    page.on("dialog", on_dialog)
    page.on("pageerror", lambda error: found.append(f"error: {error}"))
    page.on("request", lambda request: None if request.url.startswith((origin, "data:")) else found.append(request.url))
    return found


def marks(page: Page) -> list[str]:
    found: list[str] = page.evaluate("[...document.documentElement.attributes].map(a => a.name)")
    return [name for name in found if name.startswith("data-pwn")]


@contextmanager
def opened(browser: Browser, policy: bool) -> Iterator[BrowserContext]:
    with browser.new_context(bypass_csp=not policy) as context:
        yield context


TEXTS = ("", "discussions/all/", "discussions/d0/", "practices/", "practices/w0/", "latest/")
"""Pages with Markdown of contributors, drawn or as plain words."""

PAGES = (
    *TEXTS,
    "discussions/",
    "tags/",
    "tags/sales/",
    "tags/hostile0/",
    "people/",
    "people/p0/",
    "latest/2026/",
    "archive/",
    "archive/2026/",
    "rules/",
    "nothing/at/this/address/",
)


@pytest.mark.parametrize(("address", "paths"), [("up", PAGES), ("down", TEXTS)], indirect=["address"])
def test_nothing_runs_on_any_kind_of_page(browser: Browser, address: str, paths: Sequence[str]) -> None:
    with opened(browser, policy=False) as context:
        page = context.new_page()
        found = watch(page, address)
        for path in paths:
            page.goto(address + path, wait_until="load")
            page.mouse.wheel(0, 20000)
            assert page.locator("h1").count() == 1, path
            assert marks(page) == [], path
            assert found == [], path


@both_sites
def test_the_policy_has_nothing_to_complain_of(browser: Browser, address: str) -> None:
    with opened(browser, policy=True) as context:
        page = context.new_page()
        found = watch(page, address)
        for path in TEXTS:
            page.goto(address + path, wait_until="load")
            assert marks(page) == []
        assert found == []


def test_a_former_address_leads_on(browser: Browser, up: str) -> None:
    with opened(browser, policy=False) as context:
        page = context.new_page()
        found = watch(page, up)
        page.goto(f"{up}discussions/former-d0/", wait_until="commit")
        page.wait_for_url("**/discussions/d0/")
        assert marks(page) == []
        assert found == []


def test_no_anchor_in_an_address_upsets_the_scripts(browser: Browser, up: str) -> None:
    with opened(browser, policy=True) as context:
        page = context.new_page()
        found = watch(page, up)
        for mark in ("%", "%zz", "%E0%A4%A", "__proto__", "pa-help", "<img src=x onerror=alert(1)>", "a'\"]"):
            page.goto("about:blank")  # else only the anchor would change
            page.goto(f"{up}discussions/two-follow-ups/#{mark}", wait_until="load")
            page.evaluate("mark => { location.hash = mark; }", mark)
            page.locator("h1").click()
            assert marks(page) == [], mark
            assert found == [], mark


def leave_out(route: Route) -> None:
    """Answer with an empty file: style sheets and scripts take most of a page's time."""
    route.fulfill(body="", content_type="text/css" if route.request.url.endswith(".css") else "text/javascript")


def test_no_title_breaks_out_of_its_page(browser: Browser, up: str) -> None:
    """Each discussion and practice has another payload in its title; every third is tried here."""
    with opened(browser, policy=False) as context:
        context.route("**/assets/**", leave_out)
        page = context.new_page()
        found = watch(page, up)
        for turn in range(0, -(-len(PAYLOADS) // CHUNK), 3):
            for path in (f"discussions/d{turn}/", f"practices/w{turn}/"):
                page.goto(up + path, wait_until="load")
                assert marks(page) == [], path
                assert page.title().endswith("Garden Talk"), path
        assert found == []


LED_TO = "ftp geo http https irc ircs mailto matrix sms tel xmpp".split()
"""Schemes that no browser runs anything of; told here once more, so that one more has to be thought about."""


@both_sites
def test_following_every_link_of_a_text_runs_nothing(browser: Browser, address: str) -> None:
    with opened(browser, policy=False) as context:
        page = context.new_page()
        context.route(lambda url: not url.startswith(address), lambda route: route.abort())
        page.goto(f"{address}discussions/all/", wait_until="load")
        addresses: list[str] = page.locator(".pa-text a").evaluate_all("all => all.map(a => a.href)")
        assert len(addresses) > 20
        assert {one.partition(":")[0] for one in addresses} - {"", *LED_TO} == set()
        page.evaluate(
            "for (const a of document.querySelectorAll('.pa-text a')) {"
            "  a.addEventListener('click', e => e.preventDefault(), {once: true}); a.focus(); a.click(); }"
        )
        assert marks(page) == []


def test_a_script_that_ran_would_be_seen(browser: Browser, up: str) -> None:
    """Else nothing above would claim anything."""
    with opened(browser, policy=False) as context:
        page = context.new_page()
        page.goto(up, wait_until="load")
        script = next(payload.text for payload in PAYLOADS if payload.id == "image-error")
        page.evaluate("html => document.body.insertAdjacentHTML('beforeend', html)", script)
        page.wait_for_function(
            "() => [...document.documentElement.attributes].some(a => a.name.startsWith('data-pwn'))"
        )
        assert marks(page) != []
