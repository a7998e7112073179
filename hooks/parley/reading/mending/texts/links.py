"""Links that lead nowhere and pictures, to links that lead somewhere and words.

A link is made whole where it is clear what was meant (`www.example.org`); where it is not, its words stay, and its
address becomes words behind them. A picture becomes a link to it: nothing is fetched from elsewhere.
"""

import html
import re
from collections.abc import Iterator, Sequence
from urllib.parse import unquote

from parley.model import urls
from parley.model.characters import is_blank, visible
from parley.model.findings import shorten
from parley.model.languages.speaking import _
from parley.model.markup.addresses import is_link
from parley.model.markup.places import Link, find_links
from parley.reading.mending.texts.changing import Replacement

_NESTED = r"\((?:\\.|[^\s()\\]|\((?:\\.|[^\s()\\])*\))*\)"
_INSIDE = re.compile(
    rf"\]\(\s*(?:<(?P<angled>[^<>\n]*)>|(?P<bare>(?:\\.|[^\s()\\<]|{_NESTED})(?:\\.|[^\s()\\]|{_NESTED})*))?"
    rf"(?P<title>\s+(?:\"[^\"]*\"|'[^']*'|\([^()]*\)))?\s*\)"
)
"""What follows the words of a link (CommonMark 0.31, 6.3)."""

_ENDINGS = (
    "com|org|net|edu|gov|int|info|io|dev|app|eu|de|fr|es|it|nl|uk|ch|at|be|se|no|dk|fi|pt|br|in|jp|cn|ru|ua|cz|gr|tr|kr"
    "|il|us|ca|au|nz|ie|hu|ro|example"
)
"""The last parts of names of hosts that aren't those of files as well."""

HOST = re.compile(rf"(?:www\.(?:[\w-]+\.)+[\w-]+|(?:[\w-]+\.)+(?:{_ENDINGS}))(?::\d+)?(?=[/?#]|$)", re.IGNORECASE)
_MAIL = re.compile(r"[\w.+-]+@(?:[\w-]+\.)+[a-z]{2,}", re.IGNORECASE)
_AUTHORITY = re.compile(r"https?://([^/?#]*)", re.IGNORECASE)
_NO_HOST = re.compile(r"[\s\"'<>{}|\\^`…*$!,;()&+=]|^[\W_]*$")
"""What stands in no name of a host, such as the `…` of an address that was cut, or a name that has no letter."""

QUOTES = "“”„‟«»‹›‘’‚"
"""Quotation marks as word processors and telephones set them."""

WIDE = f"（）「」『』【】《》〈〉、。，；：！？{QUOTES}–—"
"""Brackets and stops of Chinese and Japanese, quotes, dashes: no space stands before them, and none in a name."""

STOPS = "。，、；：！？「」『』【】《》〈〉\u061c\u200e\u200f\u2066-\u2069"
"""Of these, the ones that stand in no address at all, as they are, and marks of direction."""

TOGETHER = r"[,;|](?:https?://|www\.)"
"""What stands between addresses that were copied from one cell or one list."""

CLOSED = rf"[{QUOTES}](?![\w/%#?=&-])"
"""The mark that closes a quotation of an address; in `…/O’Brien` it's a letter's neighbour, and closes nothing."""

LONGEST = 500
"""Characters of an address that are looked through for its end."""

ENDING = re.compile(
    rf"(?:https?://|www\.)(?:[^/?#{WIDE}]{{0,{LONGEST}}}\.\w{{2,}}(?::\d+)?(?=[{WIDE}])"
    rf"|[^\s{STOPS}]{{1,{LONGEST}}}?(?=[{STOPS}]|{TOGETHER})"
    rf"|(?:[^\s{QUOTES}]|[‘’](?=\w)){{1,{LONGEST}}}?(?={CLOSED}))",
    re.IGNORECASE,
)


def find_changes(text: str, *, plainly: bool = False) -> Iterator[Replacement]:
    """What to do with each link and picture; `plainly` shows what is wrong as it was written."""
    links, whole_text = list(find_links(text)), _References(text)
    for number, link in enumerate(links):
        if link.is_picture:
            yield from _mend_picture(link, _find_around(links, number), whole_text, plainly=plainly)
        else:
            yield from _mend_link(link, whole_text, plainly=plainly)


def _find_around(links: Sequence[Link], number: int) -> Link | None:
    """The link in which a picture stands; it comes behind all its pictures."""
    picture = links[number]
    after = next((one for one in links[number + 1 : number + 50] if not one.is_picture), picture)
    return after if after.start < picture.start else None


def _mend_link(link: Link, whole_text: "_References", *, plainly: bool) -> Iterator[Replacement]:
    text = whole_text.text
    written, address = text[link.start : link.end], link.address
    found = ENDING.match(written)
    if found and not _has_no_host(bare := trim(found[0])):
        shown = f"[{bare}](https://{bare})" if written[:1] in "wW" else f"<{bare}>"
        sign = visible(written[len(bare)])
        what = _("the address '{address}' ends before '{sign}'", address=shorten(bare), sign=sign)
        yield Replacement(link.start, link.start + len(bare), shown, what)
        return
    is_own = bool(urls.parse_internal(address) or urls.parse_own_reply(address) or urls.is_page(address))
    if is_own or (is_link(address) and not _has_no_host(address)):
        if is_blank(link.words) and "![" not in written and not plainly and (split := _split(written)):
            shown = f"<{address}>" if is_link(address) else f"[{address}]({split[1]})"
            yield Replacement(
                link.start,
                link.end,
                shown,
                _("the link to '{address}' has its address for words", address=shorten(address)),
            )
        return
    whole = _complete(address)
    what = (
        _("'{address}' is read as '{whole}'", address=shorten(address), whole=shorten(whole))
        if whole
        else _lost(address)
    )
    if not written:
        yield from _take_apart(address, whole_text, what)
    elif plainly or not written.startswith("["):
        yield from _show(link, text, _lost(address))
    elif split := _split(written):
        words, place, title = split
        if whole:
            at = link.start + written.index(place, len(words) + 3) if place else link.end - 1
            yield Replacement(at, at + len(place), whole, what)
        elif title or "`" in place or "\n" in place:
            yield from _show(link, text, what)
        else:
            code = f" (`{place}`)" if place and place not in words else ""
            yield Replacement(
                link.start, link.end, words + code, what if place else _("a link without an address is words")
            )
    else:
        yield from _mend_definition(link, whole_text, whole, what)


def trim(address: str) -> str:
    """An address without the signs behind it that belong to the sentence (GFM 0.29, 6.9)."""
    while address[-1] in "?!.,:;*_~'\"" or (address[-1] == ")" and address.count(")") > address.count("(")):
        address = address[:-1]
    return address


def _lost(address: str) -> str:
    return _("'{address}' can't be reached from here, and is shown as words", address=shorten(address))


def _has_no_host(address: str) -> bool:
    found = _AUTHORITY.match(address)
    return bool(found and "@" not in (host := unquote(found[1])) and _NO_HOST.search(host))


def _complete(address: str) -> str:
    """The whole of an address that lacks its beginning or its last slash; else nothing."""
    if HOST.match(address):
        return f"https://{address}"
    if address.startswith("//") and HOST.match(address[2:]):
        return f"https:{address}"
    if _MAIL.fullmatch(address):
        return f"mailto:{address}"
    path, mark, anchor = address.partition("#")
    slashed = f"{path}/{mark}{anchor}"
    is_file = "." in path.rpartition("/")[2] and not path.startswith(f"/{urls.PEOPLE}")  # a handle may have a dot
    is_whole = path.endswith("/") or is_file
    return slashed if path.startswith("/") and urls.is_page(slashed) and not is_whole else ""


def _split(written: str) -> tuple[str, str, str] | None:
    """The words of a link in line, its address as it is written, and its title; None for a link of another form."""
    for found in re.finditer(r"\]\(", written):
        if inside := _INSIDE.fullmatch(written, found.start()):
            return written[1 : found.start()], inside["angled"] or inside["bare"] or "", inside["title"] or ""
    return None


def _show(link: Link, text: str, what: str) -> Iterator[Replacement]:
    """Show a link as it was written: what makes it one is escaped."""
    written = text[link.start : link.end]
    start = link.start
    if written.startswith("!["):
        yield Replacement(start + 1, start + 1, "\\", what)
    elif written.startswith(("[", "<")):
        yield Replacement(start, start, "\\", what)
    elif (at := written.find("://")) >= 0:
        yield Replacement(start + at, start + at, "\\", what)
    elif written.lower().startswith("www."):
        yield Replacement(start + 3, start + 3, "\\", what)
    elif ":" in written:
        at = start + written.index(":")
        yield Replacement(at, at, "\\", what)


def _take_apart(address: str, whole_text: "_References", what: str) -> Iterator[Replacement]:
    """Show as words all that may be the link with an address whose place isn't known."""
    for at in whole_text.find_addresses(address):
        yield Replacement(at, at, "\\", what)


_ADDRESS = re.compile(r"\]\(\s*<?([^\s()<>]*)|(?<=\])\[|\]:\s*<?([^\s<>]+)")


def _is_same(written: str, address: str) -> bool:
    return html.unescape(written) in (address, unquote(address))


_LABEL = re.compile(r"\[((?:\\.|[^\[\]\\])+)\](?:\[\])?$")
_DEFINITION = re.compile(r"^[ \t>]*(\[)((?:\\.|[^\[\]\\])+)\]:[ \t\n]*(<[^<>\n]*>|\S+)", re.MULTILINE)
"""Where the address of links by reference may stand; there may be more of a name than the one that counts."""


class _References:
    """A text and what is looked up in it again and again."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._definitions: dict[str, list[re.Match[str]]] | None = None
        self._addresses: dict[str, list[int]] | None = None

    def find_addresses(self, address: str) -> list[int]:
        """Where an address may stand as that of a link, in the order of the text."""
        if self._addresses is None:
            self._addresses = {}
            for found in _ADDRESS.finditer(self.text):
                at = start = found.start()
                while at and self.text[at - 1] == "\\":
                    at -= 1
                if (start - at) % 2 == 0:
                    self._addresses.setdefault(html.unescape(found[1] or found[2] or ""), []).append(start)
        same = {address, unquote(address)}
        return sorted(at for one in same for at in self._addresses.get(one, ()))

    def find_definition(self, written: str, address: str) -> re.Match[str] | None:
        """Where the address of a link by reference stands."""
        if self._definitions is None:
            self._definitions = {}
            for found in _DEFINITION.finditer(self.text):
                self._definitions.setdefault(_fold(found[2]), []).append(found)
        label = _LABEL.search(written)
        known = self._definitions.get(_fold(label[1]), []) if label else []
        return next((one for one in known[:20] if _is_same(one[3].strip("<>"), address)), known[0] if known else None)


def _fold(label: str) -> str:
    return " ".join(label.casefold().split())


def _mend_definition(link: Link, text: _References, whole: str, what: str) -> Iterator[Replacement]:
    found = text.find_definition(text.text[link.start : link.end], link.address)
    if found is None:
        yield from _show(link, text.text, what)
    elif whole:
        yield Replacement(found.start(3), found.end(3), whole, what)
    else:
        yield Replacement(found.start(1), found.start(1), "\\", what)


def _mend_picture(link: Link, around: Link | None, whole_text: _References, *, plainly: bool) -> Iterator[Replacement]:
    text = whole_text.text
    written = text[link.start : link.end]
    what = _("the picture '{address}' is a link to it", address=shorten(link.address))
    if not written:
        yield from _take_apart(link.address, whole_text, what)
        return
    if plainly or not written.startswith("!["):
        yield from _show(link, text, what)
        return
    split = _split(written[1:])
    alt = split[0] if split else _alt(written)
    words = name_picture(alt)
    if link.address.lower().startswith("data:"):
        yield Replacement(link.start, link.end, words, _("a picture within the text is left out"))
        if not split and (found := whole_text.find_definition(written, link.address)):
            yield Replacement(found.start(), found.end(), "")
    elif around:
        yield Replacement(link.start, link.end, words, what)
        if is_link(link.address):
            yield Replacement(around.end, around.end, f" (<{link.address}>)")
    elif split:
        yield Replacement(link.start, link.end, f"[{words}]{written[len(alt) + 3 :]}", what)
    elif label := _LABEL.search(written):
        yield Replacement(link.start, link.end, f"[{words}][{label[1]}]", what)
    else:
        yield from _show(link, text, what)


def _alt(written: str) -> str:
    return written[2:].partition("]")[0]


def name_picture(alt: str) -> str:
    """What stands for a picture: `picture: a spade`."""
    return "picture" if is_blank(alt) else f"picture: {alt}"
