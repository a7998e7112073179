"""A thread under themes that people have: it can be read at every width, light and dark; their pages stay."""

import subprocess
import sys
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from browser.test_accessibility import LOOKS
from support import GOOD, serve, write_tree
from watching import open_for_axe

SITE = "site_name: Theirs\nnav: [{{Home: index.md}}, {{Guide: guide.md}}]\ntheme: {theme}\nplugins: [{plugins}]\n"
SCHEMES = (
    '[{{media: "(prefers-color-scheme: light)", scheme: default, primary: {0}, accent: {1}}},'
    ' {{media: "(prefers-color-scheme: dark)", scheme: slate, primary: {0}, accent: {1}}}]'
)
THEMES = {
    "material": f"{{name: material, font: false, palette: {SCHEMES.format('indigo', 'indigo')}}}",
    "colours": f"{{name: material, font: false, palette: {SCHEMES.format('deep purple', 'pink')}}}",
    "mkdocs": "{name: mkdocs, color_mode: auto}",
    "readthedocs": "readthedocs",
}
REPLY = """\
---
author: ana
date: 2026-10-02
---

It **works**: `dig --deep`, [a link](https://example.org/) among words, [`dig`](https://example.org/dig), and @bob.

> A quotation.

```python
x = 1  # a line of code that goes on and on, far behind the edge of the screen of a telephone
```

| what | how many |
| --- | --- |
| spades | 2 |
"""
PAGES = {
    "docs/index.md": "# Home\n\nA page of **theirs** with [a link](guide.md) and `code`.\n\n| a |\n| --- |\n| 1 |\n",
    "docs/guide.md": "---\ncomments: true\n---\n\n# Guide\n\nDig.\n",
}
VIEWS = [(width, scheme) for width in (390, 1280) for scheme in ("light", "dark")]


def build(folder: Path, site: str, theme: str, plugins: str) -> Path:
    write_tree(folder, {f"{site}.yml": SITE.format(theme=theme, plugins=plugins)})
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--config-file", f"{site}.yml", "--site-dir", site]
    subprocess.run(command, cwd=folder, check=True)
    return folder / site


LOOK = """() => [...document.body.querySelectorAll("*")].filter((one) => one.checkVisibility()).map((element) => {
  const { x, y, width, height } = element.getBoundingClientRect();
  const style = getComputedStyle(element);
  const shown = ["color", "backgroundColor", "borderColor", "fontFamily", "fontSize", "visibility", "opacity"];
  return [element.tagName, x, y, width, height, ...shown.map((name) => style[name])].join(" ");
})"""
"""Where everything stands on a page, and how it looks; pictures differ by a pixel from time to time."""


def look(browser: Browser, site: Path) -> list[list[str]]:
    """What their first page looks like in every view."""
    seen = []
    with serve(site) as address:
        for width, scheme in VIEWS:
            with open_for_axe(browser, scheme, width) as page:
                page.goto(address, wait_until="networkidle")
                page.evaluate("document.fonts.ready.then(() => true)")
                seen.append(page.evaluate(LOOK))
    return seen


@pytest.mark.slow
@pytest.mark.parametrize("theme", THEMES)
def test_under_a_theme_of_theirs_a_thread_can_be_read_and_their_other_page_is_as_it_was(
    theme: str, browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PARLEY_CACHE", str(tmp_path / "cache"))
    posts = {f"posts/{name}": text for name, text in GOOD.items() if not name.startswith("practices")}
    answer = REPLY.replace("ana", "bob").replace("10-02", "10-03").replace("\n---\n\n", "\nreply_to: a\n---\n\n", 1)
    write_tree(tmp_path, {**PAGES, **posts, "posts/pages/guide/replies/a.md": REPLY})
    write_tree(tmp_path, {"posts/pages/guide/replies/b.md": answer})
    before = look(browser, build(tmp_path, "before", THEMES[theme], "search"))
    site = build(tmp_path, "after", THEMES[theme], "search, parley")
    for had, has in zip(before, look(browser, site), strict=True):
        assert [line for line in has if line not in had] == []
        assert len(has) == len(had)
    faults, axe = [], Axe()
    with serve(site) as address:
        for width, scheme in VIEWS:
            with open_for_axe(browser, scheme, width) as page:
                for path in ("guide/", "discussions/two-follow-ups/"):
                    page.goto(address + path, wait_until="networkidle")
                    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
                        faults.append(f"{width} {scheme} {path}: scrolls sideways")
                    found = axe.run(page, context={"include": [[".parley"]]}, options=LOOKS)
                    faults += [
                        f"{width} {scheme} {path}: {one['id']}: {[node['target'] for node in one['nodes'][:3]]}"
                        for one in found.response["violations"]
                    ]
    assert faults == []


PALETTE = (
    "red pink purple deep-purple indigo blue light-blue cyan teal green light-green lime yellow amber orange"
    " deep-orange brown grey blue-grey black white"
).split()
"""The primary colours of Material; each but the last five is one of its accents, too."""

LINKS = """([scheme, colour]) => {
  Object.assign(document.body.dataset, { mdColorScheme: scheme, mdColorPrimary: colour, mdColorAccent: colour });
  const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const paint = (colours) => {
    for (canvas.fillStyle of ["white", ...colours]) canvas.fillRect(0, 0, 1, 1);
    return canvas.getImageData(0, 0, 1, 1).data.slice(0, 3);
  };
  const bright = (parts) => {
    const shares = [...parts].map((one) => one / 255);
    const [r, g, b] = shares.map((one) => (one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05;
  };
  const under = (one) => (one ? [...under(one.parentElement), getComputedStyle(one).backgroundColor] : []);
  const links = [...document.querySelectorAll(".parley a, .parley a code")].filter((one) => one.checkVisibility());
  const compare = (link, colour) => {
    const [dark, light] = [paint([...under(link), colour]), paint(under(link))].map(bright).sort((a, b) => a - b);
    return light / dark;
  };
  const hovered = getComputedStyle(links[0]).getPropertyValue("--md-accent-fg-color");
  return links.flatMap((one) => [compare(one, getComputedStyle(one).color), compare(one, hovered)]);
}"""
"""How far links, also those below the mouse, stand from what they are on: the contrast ratio of WCAG 2.2."""


@pytest.mark.slow
def test_links_can_be_read_in_every_colour_of_materials_palette(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PARLEY_CACHE", str(tmp_path / "cache"))
    posts = {f"posts/{name}": text for name, text in GOOD.items() if not name.startswith("practices")}
    write_tree(tmp_path, {**PAGES, **posts, "posts/pages/guide/replies/a.md": REPLY})
    pale = []
    with serve(build(tmp_path, "site", THEMES["material"], "parley")) as address:
        page = browser.new_page(bypass_csp=True)
        for path in ("guide/", "discussions/"):
            page.goto(address + path)
            page.add_style_tag(content="* { transition: none !important }")
            for scheme in ("default", "slate"):
                for colour in PALETTE:
                    found = page.evaluate(LINKS, [scheme, colour])
                    assert len(found) > 5
                    pale += [f"{path} {scheme} {colour}: {min(found):.2f}"] if min(found) < 4.5 else []
        page.close()
    assert pale == []
