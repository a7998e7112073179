"""The sites of three communities in a browser: how they look to a program, what the dialog wants, what search finds."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from click.testing import CliRunner
from playwright.sync_api import Browser, Page, expect

from declaring_sites import CO_OPERATIVE, HEAD, SITES, write_site
from parley.commands.cli import main
from parley.rendering.search import documents
from support import EDITORIAL, build_site, run_parley, serve, write_tree
from watching import open_for_axe

PAGES = {
    "beekeepers": ("discussions/", "discussions/winter-food/", "archive/2026/", "search/?q=honey"),
    "co-operative": ("discussions/", "discussions/new-roof/", "people/flora/", "search/?stance=object"),
    "course": ("discussions/homework/", "methods/", "methods/adding/", "tags/", "latest/"),
}
IN_ITS_THEME = "beekeepers"
"""The site that has the look of its theme; the others have the editorial one."""
FIND_FONTS = """[...document.querySelectorAll("main *:not(code, kbd, pre)")]
    .filter((e) => [...e.childNodes].some((one) => one.nodeType === 3 && one.data.trim()))
    .map((e) => getComputedStyle(e).fontFamily.split(",")[0])"""
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture(scope="module")
def addresses(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mapping[str, str]]:
    with ExitStack() as served:
        found = {}
        for name in SITES:
            folder = write_site(tmp_path_factory.mktemp(name), name)
            settings = (folder / "mkdocs.yml").read_text(encoding="utf-8")
            here = settings.replace("https://talk.example/", "http://127.0.0.1:8000/")
            if name != IN_ITS_THEME:
                here = here.replace("  parley:\n", f"  parley:{EDITORIAL}\n")
            (folder / "mkdocs.yml").write_text(here, encoding="utf-8")
            build_site(folder)
            found[name] = served.enter_context(serve(folder / "site"))
        yield found


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with browser.new_context(viewport={"width": 390, "height": 800}, reduced_motion="reduce") as context:
        yield context.new_page()


UNSTICK = "document.querySelectorAll('.pa-foot').forEach((bar) => { bar.style.position = 'static'; })"
"""What begins below the bar at the foot of a telephone's screen comes out as it is scrolled; axe takes it for small."""


@pytest.mark.parametrize(
    ("part", "scheme", "width"),
    [
        (slice(1, 3), "dark", 390),
        *(pytest.param(part, "dark", 390, marks=pytest.mark.slow) for part in (slice(1), slice(3, None))),
        pytest.param(slice(None), "light", 1280, marks=pytest.mark.slow),
    ],
    ids=str,
)
def test_axe_finds_nothing_and_nothing_is_too_wide(
    browser: Browser, addresses: Mapping[str, str], part: slice, scheme: str, width: int
) -> None:
    faults = []
    with open_for_axe(browser, scheme, width) as page:
        for name, paths in PAGES.items():
            for path in paths[part]:
                page.goto(addresses[name] + path)
                page.evaluate(UNSTICK)
                found = Axe().run(page, {"exclude": [".md-copyright"]}, RULES).response["violations"]  # the theme's own
                faults += [f"{name}/{path}: {one['id']}: {one['nodes'][0]['target']}" for one in found]
                if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                    faults.append(f"{name}/{path} is too wide")
                fonts = set(page.evaluate(FIND_FONTS)) if name != IN_ITS_THEME else set()
                faults += [f"{name}/{path}: letters of {font}" for font in fonts - {"Charter", "system-ui"}]
    assert faults == []


def test_a_side_that_must_be_taken_is_missed_before_anything_is_sent(page: Page, addresses: Mapping[str, str]) -> None:
    page.goto(f"{addresses['co-operative']}discussions/new-roof/")
    page.locator("[data-pa-post] [data-pa-write]").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Your reply").fill("It may rain in.")
    dialog.get_by_text("Other ways to send it").click()
    dialog.get_by_label("Your handle").fill("eve")
    expect(dialog.get_by_text("‘Where do you stand?’ is missing.")).to_be_visible()
    for way in ("file", "issue"):
        assert dialog.locator(f"[data-pa-route={way}]").get_attribute("href") is None
    dialog.get_by_label("Where do you stand?").select_option("I stand aside")
    assert "stance%3A%20aside" in (dialog.locator("[data-pa-route=file]").get_attribute("href") or "")
    assert "stance=aside" in (dialog.locator("[data-pa-route=issue]").get_attribute("href") or "")


@pytest.mark.parametrize("name", ["beekeepers", "co-operative"])
def test_a_discussion_is_written_with_what_the_site_has(page: Page, addresses: Mapping[str, str], name: str) -> None:
    page.goto(f"{addresses[name]}discussions/")
    page.locator("[data-pa-write-new]").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Title").fill("What now?")
    dialog.get_by_label("Text").fill("I wonder.")
    dialog.get_by_text("Other ways to send it").click()
    dialog.get_by_label("Your handle").fill("eve")
    if name == "co-operative":
        dialog.get_by_label("Plans").check()
        dialog.locator("summary", has_text="Budget in euros").click()
        dialog.get_by_label("Budget in euros").fill("250")
    else:
        expect(dialog.get_by_text("Tags")).to_have_count(0)
    href = dialog.locator("[data-pa-route=file]").get_attribute("href") or ""
    assert ("tags%3A%20%5Bplans%5D" in href and "budget%3A%20250%0A" in href) is (name == "co-operative")
    assert "title%3A" in href
    issue = dialog.locator("[data-pa-route=issue]").get_attribute("href") or ""
    assert ("&tags=plans" in issue and "&budget=250" in issue) is (name == "co-operative")


TYPED = CO_OPERATIVE.replace(
    "    fields:\n",
    "    fields:\n"
    "      due: {type: date, on: [reply], label: Due, required: true}\n"
    "      rooms: {type: choices, on: [reply], label: Rooms, options: {hall: Great hall, yard: Back yard}}\n"
    "      plan: {type: link, on: [reply], label: Sketch}\n"
    "      hours: {type: number, on: [reply], label: Hours, least: 0.5, most: 12}\n",
)


def test_each_value_has_the_field_that_its_type_wants(page: Page, tmp_path: Path) -> None:
    folder = write_site(tmp_path, "co-operative", TYPED)
    settings = (folder / "mkdocs.yml").read_text(encoding="utf-8")
    (folder / "mkdocs.yml").write_text(settings.replace("https://talk.example/", "http://127.0.0.1:8000/"))
    build_site(folder)
    with serve(folder / "site") as address:
        page.goto(f"{address}discussions/new-roof/")
        page.locator("[data-pa-post] [data-pa-write]").click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_label("Your reply").fill("In March.")
        dialog.get_by_label("Where do you stand?").select_option("I agree")
        dialog.get_by_text("Other ways to send it").click()
        dialog.get_by_label("Your handle").fill("eve")
        expect(dialog.get_by_text("‘Due’ is missing.")).to_be_visible()
        dialog.get_by_label("Due").fill("1969-12-31")
        expect(dialog.get_by_text("‘Due’ must be a date.")).to_be_visible()
        dialog.get_by_label("Due").fill("2027-03-01")
        dialog.locator("summary", has_text="Rooms").click()
        hours = dialog.get_by_label("Hours")
        assert {name: hours.get_attribute(name) for name in ("type", "min", "max")} == {
            "type": "number",
            "min": "0.5",
            "max": "12",
        }
        for wrong in ("13", "0", "1e1"):
            hours.fill(wrong)
            expect(dialog.get_by_text("‘Hours’ must be a number from 0.5 to 12.")).to_be_visible()
        hours.fill("2.5")
        dialog.get_by_label("Sketch").fill("example")
        expect(dialog.get_by_text("‘Sketch’ must be a full web address")).to_be_visible()
        assert dialog.locator("[data-pa-route=file]").get_attribute("href") is None
        dialog.get_by_label("Sketch").fill("https://plan.example/#a")
        rooms = dialog.get_by_role("group", name="Rooms")
        rooms.get_by_label("Great hall").check()
        rooms.get_by_label("Back yard").check()
        found = parse_qs(urlsplit(dialog.locator("[data-pa-route=file]").get_attribute("href") or "").query)
        (text,) = found["value"]
        head = 'due: 2027-03-01\nrooms:\n  - "hall"\n  - "yard"\nplan: "https://plan.example/#a"\nhours: 2.5\n---\n'
        assert head in text
        write_tree(folder / "posts/discussions/new-roof/replies", {"2026-11-28-eve-abcd.md": text})
        expect(dialog.get_by_role("status", name="What to fix")).not_to_contain_text("must be")
        dialog.get_by_role("button", name="Close").click()
        page.locator("[data-pa-post] [data-pa-write]").click()
        expect(page.get_by_role("dialog").get_by_label("Great hall")).to_be_checked()  # as it was kept
    assert "nothing to fix" in run_parley("check", cwd=folder).stdout


LONG = """\
extra:
  parley:
    page_size: 1
    stances:
      options:
        one: { name: I agree with the whole proposal as it was written, many: agree with the whole proposal }
        two: { name: I agree but only if the budget is halved beforehand, many: agree if the budget is halved }
        three: { name: Donaudampfschifffahrtsgesellschaftskapitänsmütze, many: Donaudampfschifffahrtsgesellschaften }
        four: { name: I abstain because it does not concern me at all, many: abstain }
        five: { name: I object to how it came about and not to what it says, many: object to how it came about }
        six: { name: I object to it as a whole and for reasons of principle, many: object as a whole }
    comparisons:
      name: exercise
      sides:
        table: { heading: By a table with pencil and paper }
        graph: {}
        code: {}
        head: { heading: In one's head }
      rule: { heading: What all four need }
    fields:
"""
TYPES = ("choice", "choices", "text", "link", "number", "date", "flag") * 2
PLACES = ("byline", "head", "glance")
OPTIONS = ", options: {a: An option with a rather long name, b: B}"
FIELDS = "".join(
    f"      f{number}: {{type: {type}, on: [discussion, reply], label: A label of some words for field {number}, "
    f"shown: {PLACES[number % 3]}{OPTIONS if 'choice' in type else ''}}}\n"
    for number, type in enumerate(TYPES[:12])
)
FILLED = {
    "choice": "a",
    "choices": "[a, b]",
    "text": "In the great hall of the old town below the stairs",
    "link": f"https://example.org/{'a-very-long-address/' * 6}",
    "number": "123456789.25",
    "date": "2027-03-01",
    "flag": "true",
}


def write_extreme(folder: Path) -> Path:
    """A site with the most of everything that can be declared."""
    values = "".join(f"f{number}: {FILLED[type]}\n" for number, type in enumerate(TYPES[:12]))
    tags = "".join(f"- {{slug: t{at}, title: {'BQÄ'[at % 3]}ees {at}, summary: About {at}.}}\n" for at in range(300))
    sides = "".join(
        f"{side}{end}: Write a column and add what stands below it.\n"
        for side in ("table", "graph", "code", "head")
        for end in ("", "_better_when")
    )
    head = "title: All that a site may declare\nauthor: flora\ndate: 2026-10-01\ntags: [t1, t2]\n"
    posts = {
        "tags.yml": tags,
        "discussions/all/post.md": f"---\n{head}{values}---\n\nIt leaks.\n",
        "exercises/adding/post.yml": f"{head}{sides}rule: Check it.\n",
    }
    for at, stance in enumerate(("one", "two", "three", "four", "five", "six")):
        text = f"---\nauthor: ana{at}\ndate: 2026-10-0{at + 2}\nstance: {stance}\n{values}---\n\nAn answer.\n"
        posts[f"discussions/all/replies/r{at}.md"] = text
    settings = HEAD.replace("NAME", "most").replace("https://talk.example/", "http://127.0.0.1:8000/")
    pages = {
        "mkdocs.yml": settings + LONG.replace("  parley:", f"  parley:{EDITORIAL}") + FIELDS,
        "docs/index.md": "# Home\n\n::: front\n",
    }
    site = write_tree(folder, {**pages, **{f"posts/{path}": text for path, text in posts.items()}})
    build_site(site)
    return site


CUT = """() => [...document.querySelectorAll("main :is(.pa-stance, .pa-tally__part, dd, dt, th, td, .pa-tags li)")]
    .filter((one) => one.offsetParent)
    .filter((one) => one.getBoundingClientRect().right > innerWidth + 1 ||
      (getComputedStyle(one).display !== "inline" && one.scrollWidth > one.clientWidth + 1))
    .map((one) => one.textContent.slice(0, 60))"""


@pytest.mark.slow
def test_the_most_of_everything_is_readable_on_a_telephone_and_a_desk(browser: Browser, tmp_path: Path) -> None:
    site, faults = write_extreme(tmp_path), []
    paths = ("", "discussions/", "discussions/all/", "exercises/", "exercises/adding/", "tags/", "latest/")
    with serve(site / "site") as address:
        for scheme, width in (("light", 390), ("dark", 1280)):
            with open_for_axe(browser, scheme, width) as page:
                for path in paths:
                    page.goto(address + path)
                    page.evaluate(UNSTICK)
                    found = Axe().run(page, options=RULES).response["violations"]
                    faults += [f"{width}/{path}: {one['id']}: {one['nodes'][0]['target']}" for one in found]
                    faults += [f"{width}/{path}: cut: {text}" for text in page.evaluate(CUT)]
                    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                        faults.append(f"{width}/{path} is too wide")
                page.goto(f"{address}exercises/adding/")
                rows = page.evaluate("new Set([...document.querySelectorAll('.pa-side')].map((e) => e.offsetTop)).size")
                assert rows == (1 if width == 1280 else 4)
        assert faults == []
        with open_for_axe(browser, "light", 390) as page:
            page.goto(f"{address}tags/")
            page.get_by_label("Find a tag").fill("aees 29")
            expect(page.locator("[data-pa-item]:visible")).to_have_count(
                5
            )  # 29, 290, 293 …, which begin with an umlaut
            expect(page.locator("main h2:visible")).to_have_text(["A"])
            page.goto(f"{address}discussions/")
            page.locator("[data-pa-write-new]").click()
            dialog = page.get_by_role("dialog")
            expect(dialog.locator("summary:visible", has_text="field 0")).to_contain_text("field 2 and 9 more")
            dialog.get_by_label("Bees 0", exact=True).check()
            dialog.get_by_label("Find a tag").fill("qees 100")
            expect(dialog.locator("[data-pa-tag]:visible")).to_have_count(2)  # the one that is chosen stays


FOUND = {
    ("co-operative", "stance=object"): (["A new roof"], ["It costs too much."]),
    ("co-operative", "q=new&budget=900"): (["A new shed"], ["Bikes get wet."]),
    ("co-operative", "kind=discussion&sort=budget"): (["A new roof", "A new shed"], []),
    ("co-operative", "budget.from=900.5"): (["A new roof"], []),
    ("co-operative", "budget.from=0&budget.to=1e3"): (["A new shed"], []),
    ("co-operative", "budget=12000"): (["A new roof"], []),
    ("course", "q=answer&graded=passed"): (["The first exercise"], ["My answer is four."]),
    ("course", "graded=passed"): (["The first exercise"], ["My answer is four."]),
}


@pytest.mark.parametrize(("name", "asked"), FOUND)
def test_search_is_narrowed_and_ordered_by_what_is_declared(
    page: Page, addresses: Mapping[str, str], name: str, asked: str
) -> None:
    titles, texts = FOUND[name, asked]
    page.goto(f"{addresses[name]}search/?{asked}")
    expect(page.locator(".pa-found__title")).to_have_text(titles)
    if texts:
        expect(page.locator(".pa-found__text")).to_have_text(texts)


def test_what_is_sorted_by_is_in_order_through_all_parts_of_an_index(
    page: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_site(tmp_path, "co-operative")
    settings = (folder / "mkdocs.yml").read_text(encoding="utf-8")
    (folder / "mkdocs.yml").write_text(settings.replace("https://talk.example/", "http://127.0.0.1:8000/"))
    monkeypatch.setattr(documents, "LARGE", 0)
    monkeypatch.chdir(folder)
    CliRunner().invoke(main, ["build"], catch_exceptions=False)
    assert len(list((folder / "site").glob("pagefind*"))) > 1
    with serve(folder / "site") as address:
        page.goto(f"{address}search/?kind=discussion&sort=budget")
        expect(page.locator(".pa-found__title")).to_have_text(["A new roof", "A new shed"])
