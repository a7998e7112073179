"""The HTML of a mail without what its program put there: the mail that is answered, and signatures."""

import re
from functools import cache
from html import escape
from html.parser import HTMLParser

import nh3

from parley.model.languages.speaking import _

MAX_HTML = 400_000
"""Characters that are looked at: one's own words come first."""

MAX_OPEN = 250
MAX_REPEATED = 300_000
"""Elements within one another, and those that a parser makes again in each that follows: more cost it minutes.

Mail programs that quote one another ten times come to eighty. Source: HTML Living Standard, 13.2.4.3, for the second.
"""

_START = re.compile(r"<(/?)([a-z][a-z0-9]*)", re.IGNORECASE)
_UNCLOSED = frozenset("p li dt dd td th tr thead tbody tfoot option optgroup colgroup rp rt html head body".split())
_REPEATED = frozenset("a b big code em font i nobr s small strike strong tt u".split())

_QUOTATIONS = re.compile(
    r"\b(?:gmail_quote|gmail_quote_container|gmail_extra|yahoo_quoted\w*|protonmail_quote|tutanota_quote|moz-cite-prefix"
    r"|moz-forward-container|zmail_extra|ydp\w*yahoo_quoted|appendonsend|divRplyFwdMsg|OLK_SRC_BODY_SECTION"
    r"|mail-editor-reference-message-container|ms-outlook-mobile-reference-message|x_divRplyFwdMsg|x_gmail_quote"
    r"|WordSection1_quote|k9mail_quote|fastmail-quote|hey_quote)\b",
    re.IGNORECASE,
)
_SIGNATURES = re.compile(
    r"\b(?:gmail_signature\w*|moz-signature|AppleMailSignature|x_AppleMailSignature|ms-outlook-mobile-signature"
    r"|ms-outlook-mobile-body-separator-line|yahoo_signature|protonmail_signature_block\w*|tutanota_signature"
    r"|x_ms-outlook-mobile-signature|Signature)\b"
)
_LAST = re.compile(r"\b(?:x_)?(?:divRplyFwdMsg|appendonsend|OLK_SRC_BODY_SECTION)\b")
"""With Outlook's marks, all that follows belongs to the mail that is answered."""

_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())


def is_costly(html: str) -> bool:
    """Tell whether a parser would take much longer for this than for any mail of a program."""
    nested = repeated = most = starts = 0
    for found in _START.finditer(html[:MAX_HTML]):
        name, step = found[2].lower(), -1 if found[1] else 1
        starts += 1
        if name in _VOID or name in _UNCLOSED:
            continue
        nested = max(nested + step, 0)
        repeated = max(repeated + step, 0) if name in _REPEATED else repeated
        most = max(most, repeated)
        if nested > MAX_OPEN:
            return True
    return most * starts > MAX_REPEATED


def drop_quotations(html: str) -> tuple[str, tuple[str, ...]]:
    """The HTML of one's own words, and in words what was taken away."""
    reader = _OwnWords()
    reader.feed(_cleaner().clean(html[:MAX_HTML]))
    reader.close()
    return "".join(reader.pieces), tuple(reader.dropped)


@cache
def _cleaner() -> nh3.Cleaner:
    """Makes well-formed HTML of any, in which marks of mail programs are kept."""
    tags = nh3.ALLOWED_TAGS | {"font"}
    marks = {"class", "id", "type", "name", "cite"}
    attributes = {name: set(kept) | marks for name, kept in nh3.ALLOWED_ATTRIBUTES.items()} | {"*": marks}
    schemes = {"http", "https", "mailto", "cid", "data"}
    return nh3.Cleaner(
        tags=tags,
        attributes=attributes,
        clean_content_tags={"script", "style", "title"},
        link_rel=None,
        url_schemes=schemes,
    )


class _OwnWords(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.dropped: dict[str, None] = {}
        self.depth = 0  # of elements within one that is left out
        self.ended = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.ended or self.depth:
            self.depth += bool(self.depth) and tag not in _VOID
            return
        values = {name: value or "" for name, value in attrs}
        marks = f"{values.get('class', '')} {values.get('id', '')} {values.get('name', '')}"
        what = _name_mark(tag, values, marks)
        if _LAST.search(marks):
            self.ended = True
        if what:
            self.dropped[what] = None
            self.depth = int(tag not in _VOID)
            return
        inner = "".join(f' {name}="{escape(value)}"' for name, value in values.items())
        self.pieces.append(_tag(f"{tag}{inner}"))

    def handle_endtag(self, tag: str) -> None:
        if self.ended:
            return
        if self.depth:
            self.depth -= tag not in _VOID
            return
        self.pieces.append(_tag(tag, closing=True))

    def handle_data(self, data: str) -> None:
        if not (self.ended or self.depth):
            self.pieces.append(escape(data, quote=False))


def _name_mark(tag: str, values: dict[str, str], marks: str) -> str:
    if _SIGNATURES.search(marks):
        return _("your signature")
    if _QUOTATIONS.search(marks) or (tag == "blockquote" and values.get("type", "").lower() == "cite"):
        return _("the mail you answered")
    return ""


def _tag(inner: str, *, closing: bool = False) -> str:
    return f"<{'/' if closing else ''}{inner}>"
