"""Nothing that a reader sees moves: neither while the rest of a page arrives, nor when the scripts have run."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route

from chromium import find_chromium
from support import serve

PAGES = {
    "home": "",
    "list": "discussions/",
    "discussion": "discussions/two-spades/",
    "outcomes": "outcomes/",
    "practice": "practices/digging/",
    "matrix": "practices/",
    "person": "people/ana/",
    "tag": "tags/soil/",
    "latest": "latest/",
    "log": "moderation/",
}
SIZES = ((390, 844), (768, 1024), (1280, 800))

PLACES = """() => {
  const found = {};
  const rank = (element) => [...element.parentElement.children].indexOf(element);
  const path = (element) => (element.parentElement ? `${path(element.parentElement)}/${rank(element)}` : "");
  let last = document.body;
  while (last.lastElementChild) last = last.lastElementChild;
  for (const element of document.body.querySelectorAll("main :is(h1, h2, h3, p, li, dt, dd, time)")) {
    const { x, y, width, height } = element.getBoundingClientRect();
    if (element.contains(last) || !element.checkVisibility() || !width || !height || y > innerHeight) continue;
    found[path(element)] = [element.textContent.trim(), Math.round(x), Math.round(y)];
  }
  return found;
}"""
"""Where texts stand that are there as a whole, by their way from the root."""

WATCH = """window.shifts = [];
new PerformanceObserver((list) => list.getEntries().forEach(({ value, sources }) =>
  shifts.push([value, ...sources.map(({ node }) => node?.outerHTML?.slice(0, 80) ?? node?.data)]),
)).observe({ type: "layout-shift", buffered: true });"""


@pytest.fixture(scope="module")
def address(forum_site: Path) -> Iterator[str]:
    with serve(forum_site) as found:
        yield found


@pytest.fixture(scope="module")
def barred(browser: Browser) -> Iterator[Browser]:
    """A browser whose scroll bars take room, as they do at a desk; tests have none otherwise."""
    made = browser.browser_type.launch(
        executable_path=find_chromium(), args=["--no-sandbox"], ignore_default_args=["--hide-scrollbars"]
    )
    yield made
    made.close()


@pytest.fixture
def page(barred: Browser) -> Iterator[Page]:
    with barred.new_context(reduced_motion="reduce") as context:
        context.add_init_script(WATCH)
        yield context.new_page()


def list_cuts(html: str) -> list[int]:
    """Where a page may pause: behind its header, and behind every eighth text of its main part."""
    header = html.index("</header>") + len("</header>")
    ends = [at for at in range(html.index("<main"), html.index("</main>")) if html.startswith(("</p>", "</li>"), at)]
    return [header, *(at + len("</li>") for at in ends[:24:8])]


def answer_with(part: str) -> Callable[[Route], None]:
    return lambda route: route.fulfill(body=part, content_type="text/html; charset=utf-8")


@pytest.mark.parametrize(("width", "height"), [SIZES[0], pytest.param(*SIZES[2], marks=pytest.mark.slow)])
def test_what_has_arrived_stays_where_it_is(page: Page, address: str, width: int, height: int) -> None:
    moved = []
    page.set_viewport_size({"width": width, "height": height})
    for name, path in PAGES.items():
        page.goto(address + path)
        whole = page.evaluate(PLACES)
        assert whole, name
        html = page.request.get(address + path).text()
        for cut in list_cuts(html):
            page.route(address + path, answer_with(html[:cut]))
            page.goto(address + path)
            for place, (text, *at) in page.evaluate(PLACES).items():
                if place in whole and whole[place][0] == text and whole[place][1:] != at:
                    moved.append(f"{name} at {cut}: {text[:40]!r} from {at} to {whole[place][1:]}")
            page.unroute(address + path)
    assert moved == []


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_no_script_moves_what_is_seen(page: Page, address: str, width: int, height: int) -> None:
    page.set_viewport_size({"width": width, "height": height})
    for name, path in PAGES.items():
        page.goto(address + path, wait_until="networkidle")
        page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        assert (name, page.evaluate("shifts")) == (name, [])
