"""HTML of other programs to Markdown."""

import re
from dataclasses import dataclass
from functools import cache
from html import escape as escape_html
from html.parser import HTMLParser
from urllib.parse import quote, urljoin, urlsplit

import html_to_markdown
import nh3

from parley.model.characters import is_blank, remove_hidden
from parley.model.markup.addresses import find_deceit, find_deceit_of_words
from parley.model.markup.escaping import escape_text
from parley.reading.readers import WebAddress

_SHIFT = 0x10F000
"""Backslashes travel through the converter as characters that nothing else uses, so that it does not double them."""

_STAND_INS = re.compile(f"[{chr(_SHIFT)}-{chr(_SHIFT + 0x7F)}]")


def hide_escapes(text: str) -> str:
    """Each backslash and what it escapes as one stand-in."""
    return re.sub(r"\\([!-~])", lambda found: chr(_SHIFT + ord(found[1])), text)


def show_escapes(text: str) -> str:
    """Stand-ins back to backslashes."""
    return _STAND_INS.sub(lambda found: f"\\{chr(ord(found[0]) - _SHIFT)}", text)


def drop_stand_ins(text: str) -> str:
    """A text of an archive without the characters that are stand-ins here."""
    return _STAND_INS.sub("", text)


_INLINE = {
    **dict.fromkeys(("strong", "b"), "strong"),
    **dict.fromkeys(("em", "i", "cite", "dfn", "var"), "em"),
    **dict.fromkeys(("del", "s", "strike"), "del"),
    **dict.fromkeys(("code", "tt", "kbd", "samp"), "code"),
}
_BLOCKS = {
    **{name: name for name in "p blockquote ul ol li h1 h2 h3 h4 h5 h6 table thead tbody tr th td".split()},
    **dict.fromkeys(
        "aside div section article header footer center figure figcaption dl dt dd details summary".split(), "p"
    ),
}
_FRAMES = ("iframe", "video", "audio", "source", "embed", "object")
_LONELY = frozenset({"br", "hr", "img", "source", "embed"})
_ALONE = frozenset("p ul ol li blockquote table tr td th pre h1 h2 h3 h4 h5 h6".split())
"""What begins a new line, so that what stands first in it must not look like a list or a heading."""

_DROPPED = frozenset("script style template noscript svg math select textarea title".split())
_ATTRIBUTES = {
    "a": {"href", "class", "name"},
    "img": {"src", "alt", "title", "class"},
    "ol": {"start"},
    "code": {"class"},
    "pre": {"class"},
    **{name: {"src"} for name in ("iframe", "video", "audio", "source", "embed")},
    "object": {"data"},
    "div": {"data-youtube-id", "data-youtube-title"},  # Discourse draws its videos by a script
}

MAX_DEPTH = 12
"""Levels of lists, quotations and emphasis that are kept; checks allow sixteen."""

_ORNAMENTS = re.compile(r"\b(?:avatar|site-icon|favicon)\b")
"""Classes of pictures that belong to the page, not to what somebody said."""

_MAX_OPEN = 60
_LANGUAGE = re.compile(r"(?:lang|language|brush)[-:]\s*([a-z0-9+#._-]{1,30})", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\n\r\f\v\u00a0\u2000-\u200a\u202f\u205f\u3000]+")


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of a body: `html` for the converter, and its words in lines as plain text.

    `unlinked` tells that a link was kept as words alone, because its address leads nowhere.
    """

    html: str
    plain: str
    unlinked: bool


def read_html(body: str, base: str = "", *, emphasis: bool = True) -> Reading:
    """Read HTML of any kind; addresses are resolved against `base`, without emphasis where it does not fit."""
    reader = _HTMLReader(base, emphasis=emphasis)
    reader.feed(drop_stand_ins(_cleaner().clean(body)))
    reader.close()
    return reader.result()


def lay_out(reading: Reading) -> str:
    """The Markdown of what was read; nothing where the library gives up, which the caller sees by the words missing."""
    if not reading.html:
        return ""
    try:
        made = html_to_markdown.convert(reading.html, _options())
    except BaseException as error:
        if isinstance(error, Exception) or type(error).__name__ == "PanicException":  # how Rust fails in Python
            return ""
        raise
    return show_escapes(made.content or "").strip("\n")


@cache
def _options() -> html_to_markdown.ConversionOptions:
    return html_to_markdown.ConversionOptions(extract_metadata=False)


@cache
def _cleaner() -> nh3.Cleaner:
    tags = {*_INLINE, *_BLOCKS, *_FRAMES, *_LONELY, "a", "pre", "q"}
    return nh3.Cleaner(
        tags=tags,
        attributes={"*": set(), **_ATTRIBUTES},
        clean_content_tags=set(_DROPPED),
        url_schemes={"http", "https", "data"},
        link_rel=None,
        strip_comments=True,
    )


def _tag(name: str, attribute: str = "", value: str = "", *, closing: bool = False) -> str:
    inner = f' {attribute}="{escape_html(value)}"' if attribute else ""
    return f"<{'/' if closing else ''}{name}{inner}>"


def _open_code(names: str) -> str:
    """The beginning of a block of code, with its language where one of the names of its class tells it."""
    found = _LANGUAGE.search(names.replace("lang-auto", ""))
    return _tag("pre") + (_tag("code", "class", f"language-{found[1]}") if found else _tag("code"))


class _HTMLReader(HTMLParser):
    """Reads well-formed HTML, as nh3 writes it, into pieces of smaller HTML and of plain text."""

    def __init__(self, base: str, *, emphasis: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.base = base
        self.emphasis = emphasis
        self.pieces: list[str] = []
        self.plain: list[str] = []
        self.open: list[tuple[str, str]] = []  # each tag as written, and as what it is passed on
        self.depth = 0
        self.pre = 0
        self.code = 0
        self.link = 0
        self.at_start = True
        self.unlinked = False
        self.opened = ("", 0, 0)

    def result(self) -> Reading:
        return Reading("".join(self.pieces), "".join(self.plain), self.unlinked)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if video := values.get("data-youtube-id"):
            self._draw_frame(
                f"https://www.youtube.com/watch?v={quote(video, safe='')}", values.get("data-youtube-title")
            )
        if tag in _FRAMES:
            self._draw_frame(values.get("src") or values.get("data") or "")
        elif tag == "img":
            self._draw_image(values)
        elif tag == "br":
            self._break_line()
        elif tag == "hr":
            self._draw(_tag("hr"), starts=True)
        if tag in _LONELY:
            return
        passed = self._choose(tag, values)
        self.open.append((tag, passed))
        if passed == "pre":
            self.pre += 1
            self._draw(_open_code(values.get("class", "")), starts=True)
        elif tag == "code" and self.pieces[-1:] == [_open_code("")]:
            self.pieces[-1] = _open_code(values.get("class", ""))
        elif passed == "a":
            self.link += 1
            address = self._resolve(values.get("href", ""))
            self.opened = (address, len(self.pieces), len(self.plain))
            self._draw(_tag("a", "href", address))
        elif passed == "ol" and values.get("start", "").isdecimal():
            self._draw(_tag("ol", "start", values["start"][:9]), starts=True)
        elif passed:
            self.code += passed == "code"
            self.depth += passed in _COUNTED
            self._draw(_tag(passed), starts=passed in _ALONE)

    def _choose(self, tag: str, values: dict[str, str]) -> str:
        """What a tag is passed on as; nothing where its content alone is."""
        if tag == "pre":
            return "" if self.pre else "pre"
        if self.pre or self.code or len(self.open) > _MAX_OPEN:
            return ""
        if tag == "a":
            address = values.get("href", "")
            keep = bool(self._resolve(address)) and not self.link
            self.unlinked = self.unlinked or bool(address and not keep and not address.startswith(("#", "mailto:")))
            return "a" if keep else ""
        passed = _INLINE.get(tag) or _BLOCKS.get(tag, "")
        if passed in ("strong", "em", "del") and (not self.emphasis or any(p == passed for _, p in self.open)):
            return ""
        return "" if passed in _COUNTED and self.depth >= MAX_DEPTH else passed

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1][0] == tag:  # what nh3 writes is closed in order
            self._close(self.open.pop()[1])

    def _close(self, passed: str) -> None:
        if passed == "pre":
            self.pre -= 1
            self._draw(_tag("code", closing=True) + _tag("pre", closing=True), starts=True)
        elif passed == "a":
            self._close_link()
        elif passed:
            self.code -= passed == "code"
            self.depth -= passed in _COUNTED
            self._draw(_tag(passed, closing=True), starts=passed in _ALONE)

    def _close_link(self) -> None:
        """End a link. One without words gets its address for words; one that misleads is kept as words and address."""
        address, piece, word = self.opened
        words = "".join(self.plain[word:])
        if is_blank(words):
            self.handle_data(address)
            words = address
        misleads = find_deceit(address) or find_deceit_of_words(words, address)
        self._draw(_tag("a", closing=True))
        self.link -= 1
        if misleads:
            self.unlinked = True
            self.pieces[piece], self.pieces[-1] = "", ""
            self.handle_data(" (")
            self._draw(_tag("code"))
            self.code += 1
            self.handle_data(address)
            self.code -= 1
            self._draw(_tag("code", closing=True))
            self.handle_data(")")

    def handle_data(self, data: str) -> None:
        data = remove_hidden(data)
        if self.pre:
            self.plain.append(data)
            self.pieces.append(escape_html(data.replace("\u00a0", " "), quote=False))
            return
        text = _SPACE.sub(" ", data)
        if self.at_start:
            text = text.lstrip(" ")
        if not text:
            return
        self.plain.append(text)
        if not self.code:
            text = hide_escapes(escape_text(text, at_start=self.at_start))
        self.pieces.append(escape_html(text, quote=False))
        self.at_start = False

    def _draw(self, html: str, *, starts: bool = False) -> None:
        self.pieces.append(html)
        if starts:
            self.plain.append("\n")
            self.at_start = True

    def _break_line(self) -> None:
        self.plain.append("\n")
        if self.pre:
            self.pieces.append("\n")
        elif not self.code:
            self.pieces.append(_tag("br"))
            self.at_start = True

    def _draw_image(self, values: dict[str, str]) -> None:
        if _ORNAMENTS.search(values.get("class", "")):
            return
        words = values.get("alt") or values.get("title", "")
        address = self._resolve(values.get("src", ""))
        if "emoji" in values.get("class", "") or self.link or self.pre or self.code or not address:
            self.handle_data(words)
        else:
            self._draw_link(address, words or urlsplit(address).path.rpartition("/")[2] or "image")

    def _draw_frame(self, address: str, words: str | None = None) -> None:
        if (resolved := self._resolve(address)) and not (self.link or self.pre or self.code):
            self.handle_data(" ")
            self._draw_link(resolved, words or resolved)
            self.handle_data(" ")

    def _draw_link(self, address: str, words: str) -> None:
        self.link += 1
        self._draw(_tag("a", "href", address))
        self.handle_data(words)
        self._draw(_tag("a", closing=True))
        self.link -= 1

    def _resolve(self, address: str) -> str:
        """The full address, or nothing where there is none that a reader could follow."""
        address = address.strip()
        if not address or address.startswith("#"):
            return ""
        try:
            full = urljoin(self.base or "http:", address) if self.base or address.startswith("//") else address
        except ValueError:
            return ""
        full = full.replace(" ", "%20")
        return full if len(full) <= WebAddress.most and WebAddress.pattern.fullmatch(full) else ""


_COUNTED = frozenset("blockquote ul ol strong em del".split())
