"""A card: the title of a post, what it is, whose it is, and the name of the site.

Nothing on it changes with a reply, so a picture that somebody has in a chat stays true, and a new reply draws nothing.
"""

import re
from dataclasses import dataclass

import jinja2

from parley.model import urls
from parley.model.characters import RIGHT_TO_LEFT
from parley.model.entries import Post
from parley.model.library import Library
from parley.model.markup.typography import set_words
from parley.model.settings import Settings
from parley.rendering.cards.fonts import load_faces
from parley.rendering.cards.lines import LEADING, WIDTH, break_title, cut_line
from parley.rendering.wording import Wording

SMALL = 32
"""The size of all but the title, in pixels."""

_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class CardWords:
    """What stands on a card."""

    title: str
    kind: str
    author: str
    site: str


def describe_card(post: Post, library: Library, settings: Settings) -> CardWords | None:
    """What stands on the card of a post; nothing where it has none.

    It has none where the site wants none, where the post is removed or opened by a page of the maintainers', and where
    no font has the letters of its title or of the site: a picture of boxes says less than that of the site.
    """
    if not settings.cards or not settings.site_url or post.removed or post.address != urls.post(*post.place):
        return None
    faces = load_faces(settings.fonts)
    title = faces.plain(set_words(post.title, settings, post.language))
    site = faces.plain(settings.site_name)
    if not title or not site:
        return None
    kind = faces.plain(Wording(settings.declaration.comparisons).head_kind(post.kind))
    return CardWords(title, kind, faces.plain(library.person(post.author).byline), site)


def list_bare(library: Library, settings: Settings) -> list[str]:
    """The files of the posts without a card of their own, because no font has their letters."""
    own = (post for post in library.posts() if not post.removed and post.address == urls.post(*post.place))
    is_wanted = settings.cards and settings.site_url
    return [post.path for post in own if not find_card(post, library, settings)] if is_wanted else []


def find_card(post: Post, library: Library, settings: Settings) -> str:
    """The address of the card of a post, or nothing."""
    return urls.card(post.address) if describe_card(post, library, settings) else ""


def draw_card(shown: CardWords | None, drawer: jinja2.Environment, settings: Settings) -> bytes:
    """The picture, as PNG: the same bytes on every machine, as only the fonts count that come with the site."""
    import resvg_py

    assert shown, "nothing is planned of others"  # noqa: S101
    faces = load_faces(settings.fonts)
    size, lines = break_title(shown.title, faces.measure)
    is_rtl = bool((letter := _LETTER.search(shown.title)) and RIGHT_TO_LEFT.match(letter[0]))
    half = WIDTH / 2 / SMALL
    svg = drawer.get_template("card.svg").render(
        shown=shown,
        lines=lines,
        size=size,
        step=size * LEADING,
        small=SMALL,
        site=cut_line(shown.site, faces.measure, half),
        author=cut_line(shown.author, faces.measure, half),
        is_rtl=is_rtl,
        families=", ".join(f"'{face.family}'" for face in faces.faces),
        bars=list(dict.fromkeys(light for light, _ in settings.colours().values())) or ["#1d1b18"],
    )
    return bytes(
        resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True, font_files=[face.file for face in faces.faces])
    )
