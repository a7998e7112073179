"""What all pages share is in a few files, and each page has it all the same: colours, drawer, icons, ways on."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Request, expect

from support import build_site, serve, serve_compressed, write_project, write_tree

DISCUSSION = "discussions/two-spades/"
TELEPHONE = {"width": 390, "height": 800}


@pytest.fixture(scope="module")
def address(forum_site: Path) -> Iterator[str]:
    with serve(forum_site) as found:
        yield found


FIRST_COLOURS = """requestAnimationFrame(function look() {
  if (document.querySelector("header")) window.firstScheme = document.body.dataset.mdColorScheme;
  else requestAnimationFrame(look);
});"""
"""What the colours are when a browser is about to show something for the first time."""


def test_colours_are_those_of_the_reader_before_anything_is_seen(browser: Browser, address: str) -> None:
    with browser.new_context(color_scheme="dark") as context:
        context.add_init_script(FIRST_COLOURS)
        page = context.new_page()
        page.goto(address + DISCUSSION)
        page.wait_for_function("() => window.firstScheme")
        assert page.evaluate("window.firstScheme") == "slate", "those of the device"
        page.locator("label[for^=__palette]:visible").click()
        expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "default")
        for path in ("people/", "", "handbook/tools/", "no/such/page/"):
            page.goto(address + path)
            page.wait_for_function("() => window.firstScheme")
            assert page.evaluate("window.firstScheme") == "default", "those that were chosen"
            expect(page.locator("label[for^=__palette]:visible")).to_have_count(1)
        page.evaluate("localStorage.setItem('/.__palette', '{')")
        page.goto(address + DISCUSSION)
        page.wait_for_function("() => window.firstScheme")
        assert page.evaluate("window.firstScheme") == "slate", "whatever has been written there"


@pytest.mark.parametrize("path", [DISCUSSION, "people/ana/", "latest/", "no/such/page/"])
def test_the_drawer_of_a_telephone_holds_the_whole_navigation(browser: Browser, address: str, path: str) -> None:
    with browser.new_context(viewport=TELEPHONE) as context:  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(address)
        drawer = page.locator(".md-sidebar--primary")
        wanted = set(drawer.locator("a:not([href^='#'])").evaluate_all("all => all.map(a => a.href)"))
        page.goto(address + path)
        expect(drawer).to_have_count(0)
        page.get_by_role("button", name="Menu").click()
        expect(drawer.get_by_role("link", name="Discussions")).to_be_in_viewport()
        assert set(drawer.locator("a").evaluate_all("all => all.map(a => a.href)")) == wanted
        drawer.get_by_role("link", name="Discussions").click()
        page.wait_for_url(f"{address}discussions/")


def test_without_scripts_the_main_links_stand_on_a_telephone(browser: Browser, address: str) -> None:
    with browser.new_context(viewport=TELEPHONE, java_script_enabled=False) as context:  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(address + DISCUSSION)
        expect(page.locator("label.md-header__button[for=__drawer]")).to_be_hidden()
        page.locator(".md-tabs").get_by_role("link", name="People").click()
        page.wait_for_url(f"{address}people/")
        page.goto(f"{address}handbook/tools/")
        expect(page.locator("label.md-header__button[for=__drawer]")).to_be_visible()  # the theme's own needs none


def test_the_first_stop_of_the_keyboard_skips_the_header(browser: Browser, address: str) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(address + DISCUSSION)
        page.keyboard.press("Tab")
        expect(page.locator(".md-skip")).to_be_focused()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("document.querySelector('.parley').contains(document.activeElement)")


def test_a_closed_drawer_is_no_stop_of_the_keyboard_and_its_switch_is_one(browser: Browser, address: str) -> None:
    with browser.new_context(viewport=TELEPHONE) as context:  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(f"{address}handbook/tools/")
        links = page.locator(".md-sidebar--primary a:visible")
        menu = page.get_by_role("button", name="Menu")
        expect(menu).to_have_attribute("aria-expanded", "false")
        stops = []
        for _ in range(12):
            page.keyboard.press("Tab")
            stops.append(page.evaluate("!!document.activeElement.closest('.md-sidebar')"))
        assert not any(stops)
        menu.focus()
        page.keyboard.press("Enter")
        expect(menu).to_have_attribute("aria-expanded", "true")
        expect(links.first).to_be_visible()
        links.first.focus()
        assert page.evaluate("!!document.activeElement.closest('.md-sidebar')")


def test_icons_come_from_the_file_that_holds_them(browser: Browser, address: str) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        with page.expect_response("**/assets/parley/icons.svg") as answer:
            page.goto(address + DISCUSSION)
        names = page.locator("header use").evaluate_all("all => all.map(use => use.href.baseVal.split('#')[1])")
        assert len(names) >= 3
        assert all(f'<symbol id="{name}" viewBox' in answer.value.text() for name in names)


def test_a_first_visit_to_a_discussion_takes_at_most_90_kilobytes(browser: Browser, forum_site: Path) -> None:
    with serve_compressed(forum_site) as address, browser.new_context() as context:
        page = context.new_page()
        moved: list[int] = []

        def add(request: Request) -> None:
            moved.append(request.sizes()["responseBodySize"])

        page.on("requestfinished", add)
        page.goto(address + DISCUSSION, wait_until="networkidle")
        assert len(moved) > 10
        assert sum(moved) <= 90_000


OF_OTHERS = """\
extra_javascript: [own.js]
copyright: Ours
theme:
  name: material
  font: false
  custom_dir: over
  features: [navigation.tabs, navigation.top]
  icon: {logo: fontawesome/brands/github}
  palette:
    - {media: "(prefers-color-scheme)", toggle: {icon: material/brightness-auto, name: Automatic}}
    - {media: "(prefers-color-scheme: light)", scheme: default, toggle: {icon: material/eye, name: Light}}
    - {media: "(prefers-color-scheme: dark)", scheme: slate, toggle: {icon: material/eye-off, name: Dark}}
"""
EXTRA = """\
extra:
  alternate: [{name: English, link: /en/, lang: en}, {name: Deutsch, link: /de/, lang: de}]
  social: [{icon: fontawesome/brands/mastodon, link: "https://social.example/@us"}]
"""
"""What an adopter may set of the theme, a template of their own among it."""


def test_what_an_adopter_sets_of_the_theme_shows_on_every_page(browser: Browser, tmp_path: Path) -> None:
    project = write_project(tmp_path)
    settings = project / "mkdocs.yml"
    text = settings.read_text().replace("theme: {name: material, font: false}\n", OF_OTHERS)
    settings.write_text(text.replace("extra:\n", EXTRA))
    own = {"over/partials/copyright.html": "<p>Own: {{ config.copyright }}</p>"}
    write_tree(project, {**own, "docs/own.js": "document$.subscribe(() => (document.body.dataset.own = 'yes'));"})
    build_site(project)
    with serve(project / "site") as root, browser.new_context(color_scheme="dark") as context:
        context.add_init_script(FIRST_COLOURS)
        page = context.new_page()
        for path in ("discussions/two-follow-ups/", "people/", ""):
            for _ in ("first", "again"):
                page.goto(root + path)
                page.wait_for_function("() => window.firstScheme")
                assert page.evaluate("window.firstScheme") == "slate", "automatic is what the device says"
            expect(page.get_by_text("Own: Ours")).to_be_visible()
            expect(page.locator("body[data-own=yes] .md-social use, .md-social path")).to_have_count(1)
            expect(page.locator("header a[hreflang=de]")).to_have_count(1)
        page.locator("label[for^=__palette]:visible").click()
        expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "default")
