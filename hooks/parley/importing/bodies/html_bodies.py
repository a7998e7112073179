"""HTML of other programs to Markdown."""

from functools import cache

import html_to_markdown
import nh3

from parley.importing.bodies.html_reader import ATTRIBUTES, TAGS, HTMLReader, Reading, drop_stand_ins, show_escapes
from parley.importing.bodies.swallowing import spare_words


def read_html(body: str, base: str, *, emphasis: bool = True) -> Reading:
    """Read HTML of any kind; addresses are resolved against `base`, without emphasis where it does not fit."""
    reader = HTMLReader(base, emphasis=emphasis)
    stripped: set[str] = set()
    reader.feed(drop_stand_ins(_cleaner().clean(spare_words(body, stripped))))
    reader.close()
    return reader.result(stripped=bool(stripped))


def lay_out(reading: Reading) -> str:
    """The Markdown of what was read; nothing where the library gives up, which the caller sees by the words missing."""
    try:
        made = html_to_markdown.convert(reading.html)
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
def _cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(TAGS), attributes=dict(ATTRIBUTES), url_schemes={"http", "https", "data", *_OTHER_SCHEMES}
    )
