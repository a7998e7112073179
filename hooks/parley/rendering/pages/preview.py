"""One page that stands alone in a file: the style sheet in it, links to the site, no script."""

import base64
import hashlib
import re

import jinja2

from parley.model import urls
from parley.model.markup.typography import set_page
from parley.model.settings import Settings
from parley.rendering import theme
from parley.rendering.pages.page import Page

GENERATOR = "parley preview"
"""What a preview says of itself, so that no other file is taken for one and replaced."""

_OTHER_PAGE = re.compile(r'href="(page/)')
"""A way to another page of a long thread, of which a preview shows the first."""

STYLES = ("editorial.css", "parley.css", "notes.css")


def render_preview(page: Page, drawer: jinja2.Environment, settings: Settings) -> str:
    """The whole document. Links to other pages lead to the site where it has an address."""
    sheets = [(theme.ASSETS / name).read_text(encoding="utf-8") for name in STYLES]
    style = "\n".join(
        [drawer.get_template("colours.css").render(sheets=()), *sheets, drawer.get_template("preview.css").render()]
    )
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    content = set_page(page.render(), settings)
    content = _OTHER_PAGE.sub(lambda found: f'href="{urls.root(page.address)}{page.address}{found[1]}', content)
    if settings.site_url:  # quotation marks within texts are escaped, so each match is an attribute of ours
        content = content.replace(f'href="{urls.root(page.address)}', f'href="{settings.site_url}')
    return drawer.get_template("preview.html").render(
        title=page.title,
        generator=GENERATOR,
        policy=f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'",
        style=style,
        content=content,
    )
