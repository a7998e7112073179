"""Pages of a site that another program has built, as Markdown for programs that read, and llms.txt."""

from collections.abc import Sequence
from pathlib import Path

from parley.building.parts import Site
from parley.importing.bodies.html_bodies import lay_out, read_html
from parley.model import urls
from parley.model.markup.markdown import render_plain
from parley.rendering.data.llms import LLMS, draw_llms
from parley.rendering.data.twins import PageText, draw_page_twin
from parley.rendering.pages.card import build_cards
from parley.rendering.pages.page import Page
from parley_attach.elements import find_elements
from parley_attach.pages import MADE, PERMALINK, SitePage, find_title

_SIGN = f"\n<!-- {MADE} -->\n"
"""How a text of ours ends, so that none of theirs is ever overwritten."""


def write_twins(site: Site, pages: Sequence[SitePage], own: Sequence[Page]) -> None:
    """Write the Markdown of all pages that the search finds, and what leads to it, but over no file of theirs.

    What was written for a page that is no longer there goes.
    """
    articles = {article.address: article for article in site.library.articles.values()}
    read = [_read(page, site.settings.site_url) for page in pages if page.is_found]
    texts = [text for text in read if text.text or text.address in articles]
    made = {
        urls.twin(text.address): draw_page_twin(
            text, articles.get(text.address), site.library, site.settings, lambda _link: ""
        )
        for text in texts
    }
    ours = {page.address: page for page in own}
    made[LLMS] = draw_llms(texts, build_cards(site.library), site.library, site.settings, ours)
    folder = site.output.folder
    files = {file.relative_to(folder).as_posix(): file for file in (*folder.rglob("*.md"), folder / LLMS)}
    theirs = {name for name, file in files.items() if file.exists() and not (file.is_file() and _is_ours(file))}
    for name in files.keys() - made.keys() - theirs:
        files[name].unlink()
    for name, twin in made.items():
        if name not in theirs:
            site.output.write(name, twin + _SIGN)


def _read(page: SitePage, site_url: str) -> PageText:
    base = site_url + page.address if site_url else ""
    text = lay_out(read_html(PERMALINK.sub("", page.find_words()), base))
    return PageText(page.address, find_title(page.text), _find_about(page), text)


def _find_about(page: SitePage) -> str:
    """What the page says of itself to search engines."""
    named = (one.attributes for one in find_elements(page.text) if one.tag == "meta")
    return next((render_plain(one.get("content", "")) for one in named if one.get("name") == "description"), "")


def _is_ours(file: Path) -> bool:
    return file.read_text(encoding="utf-8", errors="replace").endswith(_SIGN)
