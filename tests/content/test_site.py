"""The site as it is built: the claims on every built site, and what the maintainers' pages alone can break."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import html5lib
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from browser.test_accessibility import LOOKS, RULES
from building.test_built_site import (  # noqa: F401 (they run here too, on the site below)
    Tree,
    test_every_link_and_every_anchor_leads_somewhere,
    test_every_page_has_one_title_one_heading_and_a_language,
    test_every_page_is_strict_html,
    test_ids_stand_once_on_a_page,
    test_nothing_is_loaded_from_elsewhere,
)
from content.starter import DOCS
from support import FORUM, ROOT, run_parley, serve, write_tree

PROGRAM = "parley"
"""The program's own site, below that of the discussions."""

TAGS = "- {slug: roses, title: Roses, summary: All about them.}\n"
PAGES = [
    re.sub(r"(?:^|/)index$", "", file.relative_to(DOCS).with_suffix("").as_posix())
    for file in sorted(DOCS.rglob("*.md"))
    if not {"decisions", "parley"} & set(file.parts)
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
        for name in PAGES:
            page.goto(f"{address}{name}/" if name else address)
            found = axe.run(page, options=RULES if scheme == "light" else LOOKS)
            faults += [f"{name}: {violation['id']}: {violation['help']}" for violation in found.response["violations"]]
    assert faults == []
