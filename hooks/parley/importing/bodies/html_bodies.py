"""HTML of other programs to Markdown."""

from dataclasses import fields, replace
from functools import cache

import html_to_markdown
import nh3

from parley.importing.bodies.html_reader import ATTRIBUTES, TAGS, HTMLReader, Reading, drop_stand_ins, show_escapes
from parley.importing.bodies.swallowing import spare_words


def read_html(body: str, base: str = "", *, emphasis: bool = True) -> Reading:
    """Read HTML of any kind; addresses are resolved against `base`, without emphasis where it does not fit."""
    reader = HTMLReader(base, emphasis=emphasis)
    stripped: set[str] = set()
    reader.feed(drop_stand_ins(_cleaner().clean(spare_words(body, stripped))))
    reader.close()
    return reader.result(stripped=bool(stripped))


def lay_out(reading: Reading) -> str:
    """The Markdown of what was read; nothing where the library gives up, which the caller sees by the words missing."""
    if not reading.html:
        return ""
    options = _options()
    try:
        made = html_to_markdown.convert(reading.html, options)
    except BaseException as error:
        if isinstance(error, Exception) or type(error).__name__ == "PanicException":  # how Rust fails in Python
            return ""
        raise
    return show_escapes(made.content or "").strip("\n")


_OTHER_SCHEMES = frozenset(
    "ftp ftps sftp irc ircs gopher news nntp tel sms magnet file git svn ssh sip xmpp geo webcal feed mms urn".split()
)
"""Schemes of addresses that are words here, for nobody's browser follows them."""


@cache
def _options() -> html_to_markdown.ConversionOptions:
    """Options with their styles themselves, which the library would otherwise look up by their names in each call."""
    options = html_to_markdown.ConversionOptions(extract_metadata=False)
    styles = {}
    for name, value in ((one.name, getattr(options, one.name)) for one in fields(options)):
        kind = getattr(html_to_markdown, "".join(part.capitalize() for part in name.split("_")), None)
        if kind and isinstance(value, str):
            styles[name] = getattr(kind, value.upper())
    return replace(options, **styles)


@cache
def _cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(TAGS),
        attributes={"*": set(), **ATTRIBUTES},
        clean_content_tags={"script", "style", "template"},
        url_schemes={"http", "https", "data", *_OTHER_SCHEMES},
        link_rel=None,
        strip_comments=True,
    )
