"""The site as it is built: the claims on every built site, and what the maintainers' pages alone can break."""

import os
import re
import struct
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import html5lib
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from browser.test_accessibility import LOOKS, RULES
from browser.test_shifts import SIZES, barred, page  # noqa: F401 (fixtures)
from building.test_built_site import (  # noqa: F401 (they run here too, on the site below)
    Tree,
    test_every_link_and_every_anchor_leads_somewhere,
    test_every_page_has_one_title_one_heading_and_a_language,
    test_every_page_is_strict_html,
    test_ids_stand_once_on_a_page,
    test_nothing_is_loaded_from_elsewhere,
)
from content.starter import DOCS, FRONT_DOOR
from support import FORUM, ROOT, run_parley, serve, write_tree

PROGRAM = "parley"
"""The program's own site, below that of the discussions."""

TAGS = "- {slug: roses, title: Roses, summary: All about them.}\n"
PAGES = [
    re.sub(r"(?:^|/)index$", "", file.relative_to(DOCS).with_suffix("").as_posix())
    for file in sorted(DOCS.rglob("*.md"))
    if not {"decisions", "parley"} & set(file.parts)
]


OF_THE_PROGRAM = [
    f"{PROGRAM}/{name}".removesuffix("/index")
    for name in sorted(file.relative_to(FRONT_DOOR).with_suffix("").as_posix() for file in FRONT_DOOR.glob("*.md"))
]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("whole") / "site"
    run_parley("build", "--site", str(made), cwd=ROOT)
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict", "--site-dir", str(made / PROGRAM)]
    settings = DOCS / PROGRAM / "mkdocs.yml"
    subprocess.run(
        [*command, "--config-file", str(settings)], check=True, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    )
    return made


def parse(site: Path, *, of_the_program: bool) -> dict[str, Tree]:
    """The pages of one of the two sites; those of the program are drawn by the theme alone, with faults of its own."""
    parser = html5lib.HTMLParser(strict=not of_the_program, namespaceHTMLElements=False)
    names = [file.relative_to(site).as_posix() for file in sorted(site.rglob("*.html"))]
    names = [name for name in names if name.startswith(f"{PROGRAM}/") is of_the_program]
    return {name: parser.parse((site / name).read_text(encoding="utf-8")) for name in names}


@pytest.fixture(scope="module")
def documents(site: Path) -> dict[str, Tree]:
    return parse(site, of_the_program=False)


def test_every_link_of_the_programs_own_site_leads_somewhere(site: Path) -> None:
    own = parse(site, of_the_program=True)
    del own[f"{PROGRAM}/404.html"]  # it stands at every address, so its links begin at the root of the host
    assert len(own) > 10
    test_every_link_and_every_anchor_leads_somewhere(site, own)


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    with serve(site) as found:
        yield found


@pytest.mark.parametrize("posts", ["none", "others"])
def test_the_pages_stand_whatever_posts_there_are(tmp_path: Path, posts: str) -> None:
    """They lead to posts by lists, and where they name one, they say what stands in its place."""
    folder = FORUM / "posts" if posts == "others" else write_tree(tmp_path / "posts", {"tags.yml": TAGS})
    run_parley("build", "--posts", str(folder), "--site", str(tmp_path / "site"), cwd=ROOT)
    assert ":::" not in (tmp_path / "site/index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_page_by_hand(browser: Browser, address: str, scheme: str) -> None:
    faults = []
    axe = Axe()
    with browser.new_context(color_scheme=scheme, bypass_csp=True, reduced_motion="reduce") as context:  # type: ignore[arg-type]
        page = context.new_page()
        for name in [*PAGES, *OF_THE_PROGRAM]:
            page.goto(f"{address}{name}/" if name else address)
            found = axe.run(page, options=RULES if scheme == "light" else LOOKS)
            faults += [f"{name}: {violation['id']}: {violation['help']}" for violation in found.response["violations"]]
    assert faults == []


@pytest.mark.parametrize(("width", "height"), SIZES[::2])
def test_nothing_moves_on_any_page_by_hand(page: Page, address: str, width: int, height: int) -> None:  # noqa: F811
    """Their tables have their places before the theme's script puts boxes around them."""
    page.set_viewport_size({"width": width, "height": height})
    for name in [*PAGES, *OF_THE_PROGRAM]:
        page.goto(f"{address}{name}/" if name else address, wait_until="networkidle")
        page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        assert (name, page.evaluate("shifts")) == (name, [])


def test_every_picture_says_how_much_room_it_takes(site: Path) -> None:
    """Else what is below it moves once it comes. A number beside another number is what HTML allows."""
    for name, tree in (parse(site, of_the_program=True) | parse(site, of_the_program=False)).items():
        for picture in tree.iter("img"):
            size = [picture.get(side, "") for side in ("width", "height")]
            assert all(map(str.isdecimal, size)), f"{name}: {picture.get('src')}"
            file = (site / name).parent / picture.get("src", "").partition("#")[0]
            if file.suffix == ".png":
                wide, high = struct.unpack(">II", file.read_bytes()[16:24])
                assert wide * int(size[1]) == high * int(size[0]), f"{name}: {file.name}"


def test_a_picture_waits_until_its_reader_is_near(site: Path) -> None:
    """All but the first of a page do; else, on a slow line, the first waits for those that nobody may ever reach."""
    for name, tree in (parse(site, of_the_program=True) | parse(site, of_the_program=False)).items():
        waiting = [(picture.get("src"), picture.get("loading")) for picture in tree.iter("img")][1:]
        assert {how for _, how in waiting} <= {"lazy"}, f"{name}: {waiting}"


def test_the_program_says_nothing_that_html_does_not_allow(site: Path) -> None:
    """Two slips of the theme, mended by `docs/parley/hook.py`."""
    for name, tree in parse(site, of_the_program=True).items():
        assert [one for one in tree.iter("input") if one.get("type") == "checkbox" and one.get("autocomplete")] == []
        assert [one for one in tree.iter("label") if one.get("tabindex") == ""] == [], name


@pytest.mark.parametrize("name", ["moderation", "parley/command-line"])
def test_no_line_ends_within_the_name_of_an_option(page: Page, address: str, name: str) -> None:  # noqa: F811
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{address}{name}/")
    options = page.locator(".pa-whole")
    assert options.count() > 3
    assert set(options.evaluate_all("all => all.map(e => e.getClientRects().length)")) == {1}


def test_no_fold_of_ours_wears_the_box_of_the_theme(page: Page, address: str) -> None:  # noqa: F811
    for path in ("discussions/twenty-million-dollar-answer/", "search/"):
        page.goto(address + path)
        folds = page.locator(".parley summary, .pa-search summary")
        grounds = folds.evaluate_all("all => all.map(e => getComputedStyle(e).backgroundColor)")
        assert (path, set(grounds)) == (path, {"rgba(0, 0, 0, 0)"})
