"""The second wall: with the cleaning switched off, the policy of the page still lets nothing run or leave."""

import os
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from support import GOOD, ROOT, build_site, serve, write_project

POST = "discussions/two-follow-ups/post.md"
PAGES = (
    "discussions/two-follow-ups/",
    "practices/first-meeting/",
    "discussions/",
    "practices/",
    "people/the-host/",
    "people/in/2026-10/",
    "latest/",
)

MARK = "document.documentElement.setAttribute('data-pwned', location.pathname)"
PAYLOADS = (
    f"<script>{MARK}</script>",
    f'<script type="module">{MARK}</script>',
    '<script src="https://elsewhere.example/x.js"></script>',
    '<script src="data:text/javascript,alert(1)"></script>',
    f'<img src="x" onerror="{MARK}">',
    '<img src="https://elsewhere.example/pixel.gif">',
    f'<svg onload="{MARK}"></svg>',
    f'<details open ontoggle="{MARK}"><summary>x</summary></details>',
    f'<iframe srcdoc="<script>parent.{MARK}</script>"></iframe>',
    '<iframe src="https://elsewhere.example/"></iframe>',
    '<object data="https://elsewhere.example/x.swf"></object>',
    '<link rel="stylesheet" href="https://elsewhere.example/x.css">',
    '<style>body { background: url("https://elsewhere.example/x.png") }</style>',
    '<p style="background: url(https://elsewhere.example/y.png)">x</p>',
    '<video src="https://elsewhere.example/x.mp4" autoplay></video>',
    '<base href="https://elsewhere.example/">',
    '<form id="f" action="https://elsewhere.example/"><input name="a"></form>',
    f'<a id="j" href="javascript:{MARK}">x</a>',
)
"""What a page can do by itself. A `meta` element that leads away is left to the cleaning: no policy can stop it."""

BUILD = textwrap.dedent(
    """
    import sys
    from pathlib import Path
    from attacks import texts_as_written
    from parley.model.markup import markdown as markup
    from parley.building.output import Output
    from parley.checking.rules import text
    from parley_mkdocs.adapter import adapter
    from parley_mkdocs.project import load_project

    markup.render = lambda text, **_: text
    markup.render_line = lambda text, **_: text
    text.check_markdown = lambda *_, **__: []
    folder = Path(sys.argv[2])
    with texts_as_written():
        adapter.build(load_project(Path(sys.argv[1]), folder), Output(folder))
    """
)


def apart(project: Path) -> dict[str, str]:
    """Where a build finds our tests, and a cache of its own: what is drawn without a wall is for no other."""
    return {"PYTHONPATH": str(ROOT / "tests"), "PARLEY_CACHE": str(project / "cache")}


@pytest.fixture(scope="module")
def open_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site built without any cleaning, full of payloads."""
    body = "\n\n".join(PAYLOADS)
    files = {
        **{path: f"{text!s}\n{body}\n" if path.endswith(".md") else text for path, text in GOOD.items()},
        "practices/first-meeting/post.yml": str(GOOD["practices/first-meeting/post.yml"]).replace(
            "Shake hands.", "'" + PAYLOADS[4].replace("'", "''") + "'"
        ),
    }
    project = write_project(tmp_path_factory.mktemp("open"), files)
    command = [sys.executable, "-c", BUILD, str(project / "mkdocs.yml"), str(project / "site")]
    subprocess.run(command, check=True, cwd=project, env={**os.environ, **apart(project)})
    thread, practice = ((project / "site" / page / "index.html").read_text() for page in PAGES[:2])
    assert [payload for payload in PAYLOADS if payload not in thread] == [], "else no policy is tried"
    assert PAYLOADS[4] in practice
    with serve(project / "site") as address:
        yield address


@pytest.mark.parametrize("path", PAGES)
def test_nothing_runs_and_nothing_leaves_the_origin_even_without_cleaning(
    browser: Browser, open_site: str, path: str
) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        asked: list[str] = []
        left: list[str] = []
        page.on("dialog", lambda dialog: left.append(dialog.message))
        page.on("request", lambda request: asked.append(request.url))
        page.on("requestfailed", lambda request: asked.remove(request.url) if request.failure == "csp" else None)
        page.goto(open_site + path)
        if path == PAGES[0]:
            page.evaluate("document.getElementById('j')?.click(); document.getElementById('f')?.submit()")
        page.wait_for_load_state("networkidle")
        assert page.locator("html").get_attribute("data-pwned") is None
        assert [url for url in asked if not url.startswith((open_site, "data:", "about:"))] == []
        assert left == []
        assert page.url.startswith(open_site)


def test_the_policy_stands_first_and_allows_nothing_inline(tmp_path: Path) -> None:
    project = write_project(tmp_path)
    build_site(project)
    for file in (project / "site").rglob("*.html"):
        html = file.read_text()
        head = html.partition("<head>")[2]
        assert head.split(">")[0].strip() == '<meta charset="utf-8"', file
        policy = head.split(">")[1]
        assert "Content-Security-Policy" in policy, file
        assert "unsafe-inline" not in policy
        assert "unsafe-eval" not in policy.replace("wasm-unsafe-eval", "")
        assert "default-src 'none'" in policy
