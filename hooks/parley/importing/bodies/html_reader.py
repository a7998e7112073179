"""Reads well-formed HTML of other programs into smaller HTML, for the library that makes Markdown of it."""

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import partial
from html import escape as escape_html
from html.parser import HTMLParser
from typing import cast
from urllib.parse import quote, urljoin, urlsplit

from parley.model.characters import is_blank, remove_hidden
from parley.model.markup.addresses import LINK, find_deceit, find_deceit_of_words
from parley.model.markup.escaping import escape_text, has_address, keep_entities
from parley.reading.readers import WebAddress

_SHIFT = 0x10F000
"""Backslashes travel through the converter as characters that nothing else uses, so that it does not double them."""

_STAND_INS = re.compile(f"[{chr(_SHIFT)}-{chr(_SHIFT + 0x7E)}]")


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

_NAMED = frozenset("span button spoiler".split())
"""What is passed on for the sake of its class or name."""

TAGS = frozenset({*_INLINE, *_BLOCKS, *_FRAMES, *_LONELY, *_NAMED, "a", "pre", "sup"})

ATTRIBUTES = {
    "a": {"href", "class"},
    "img": {"src", "alt", "title", "class"},
    "ol": {"start"},
    "code": {"class"},
    "pre": {"class"},
    **{name: {"src"} for name in ("iframe", "video", "audio", "source", "embed")},
    "object": {"data"},
    "div": {"class", "data-youtube-id", "data-youtube-title"},  # Discourse draws its videos by a script
    **{name: {"class"} for name in ("span", "aside", "details")},
}

MAX_DEPTH = 12
"""Levels of lists, quotations and emphasis that are kept; checks allow sixteen."""

_AROUND = re.compile(
    r"\b(?:poll-info|poll-buttons|poll-info_counts|quote-controls|informations|onebox-metadata|clipboard-copy)\b"
)
"""Classes of what a page draws around a text: counters, buttons, sizes of pictures."""

_SPOILER = re.compile(r"\bspoiler\b")
_FORMULA = re.compile(r"\bmath\b")
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|svg|bmp|tiff?)$", re.IGNORECASE)

_ORNAMENTS = re.compile(r"\b(?:avatar|site-icon|favicon)\b")
"""Classes of pictures that belong to the page, not to what somebody said."""

_MAX_OPEN = 60
_LANGUAGE = re.compile(r"(?:lang|language|brush)[-:]\s*(?!auto\b)([a-z0-9+#._-]{1,30})", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\n\u00a0\u2000-\u200a\u202f\u205f\u3000]+")


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of a body: `html` for the converter, and its words in lines as plain text.

    `codes` are the blocks of code; each stands in `plain` between two marks (`CODE`). `rough` is the same with the
    addresses of links behind their words. `unlinked` tells that a link was
    kept as words alone, because its address leads nowhere; `stripped` that a program in the text was left out.
    """

    html: str
    plain: str
    rough: str
    codes: tuple[str, ...]
    unlinked: bool
    stripped: bool


CODE = chr(_SHIFT)
"""Stands before and behind a block of code in a plain text."""


def _tag(name: str, **attributes: str) -> str:
    written = "".join(f' {key}="{escape_html(value)}"' for key, value in attributes.items())
    return f"<{name}{written}>"


def _open_code(names: str) -> str:
    """The beginning of a block of code, with its language where one of the names of its class tells it."""
    found = _LANGUAGE.search(names)
    return _tag("pre") + (_tag("code", **{"class": f"language-{found[1]}"}) if found else _tag("code"))


class _Aside(str):
    """An address among the pieces of plain text, which `rough` has and `plain` has not."""

    __slots__ = ()


class HTMLReader(HTMLParser):
    """Reads well-formed HTML, as nh3 writes it, into pieces of smaller HTML and of plain text."""

    def __init__(self, base: str, *, emphasis: bool) -> None:
        super().__init__()
        self.base = base
        self.emphasis = emphasis
        self.pieces: list[str] = []
        self.plain: list[str] = []
        self.codes: list[str] = []
        self.open: list[tuple[str, str]] = []  # each tag as written, and as what it is passed on
        self.depth = 0
        self.pre = 0
        self.code = 0
        self.link = 0
        self.skip = 0
        self.at_start = True
        self.unlinked = False
        self.opened: tuple[int, int]  # where a link begins among the pieces
        self.address = ""  # of the link that is open
        self.raised = False  # whether a raised text begins
        self.bare: dict[int, str] = {}  # behind which piece, if it ends in a bare address, nothing may follow it so
        self.begun: tuple[int, int, str]  # where code within a paragraph begins, and its class
        self.written: list[str] = []  # the code that is being read, as it stands there
        self.pictures: list[str] = []  # addresses of those within a link
        self.inside: list[str] = []  # addresses of links within code, where there can be none

    def result(self, *, stripped: bool) -> Reading:
        plain = "".join(piece for piece in self.plain if not isinstance(piece, _Aside))
        rough = "".join(f" ({piece})" if isinstance(piece, _Aside) else piece for piece in self.plain)
        return Reading("".join(self.pieces), plain, rough, tuple(self.codes), self.unlinked, stripped)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = defaultdict(str, cast("list[tuple[str, str]]", attrs))  # nh3 gives each a value
        if tag not in _LONELY and (self.skip or self._is_around(tag, values)):
            self.skip += 1
            self.open.append((tag, _SKIPPED))
        if self.skip:
            return
        if video := values["data-youtube-id"]:
            self._draw_frame(f"https://www.youtube.com/watch?v={quote(video, safe='')}", values["data-youtube-title"])
        if tag in _FRAMES:
            self._draw_frame(values["src"] or values["data"])
        elif tag == "img":
            self._draw_image(values)
        elif tag == "br":
            self._break_line()
        elif tag == "hr":
            self._draw(_tag("hr"), starts=True)
        if tag in _LONELY:
            return
        if tag == "li" and self.written and not self.written[-1].endswith("\n"):
            self.written.append("\n")  # as Discourse numbers the lines of code that it shows of GitHub
        passed = self._choose(tag, values)
        self.raised = self.raised or tag == "sup"
        self.open.append((tag, passed))
        if passed == "pre":
            self.pre += 1
            self.begun = (len(self.pieces), len(self.plain), values["class"])
        elif tag == "code" and self.pre and not any(self.written):
            self.begun = (*self.begun[:2], values["class"] or self.begun[2])
        elif passed == "a":
            self.link += 1
            address = self._resolve(values["href"])
            self.opened = (len(self.pieces), len(self.plain))
            self.address = address
            self._draw(_tag("a", href=address))
        elif passed == "ol" and values["start"].isdecimal():
            self._draw(_tag("ol", start=values["start"][:9]), starts=True)
        elif passed == "code":
            self.begun = (len(self.pieces), len(self.plain), values["class"])
            self.code += 1
        elif passed in _MARKS:
            if passed == "formula" or not self._follows_word():  # a part of a word is no place for a mark
                self.handle_data(_MARKS[passed])
        elif passed.startswith(_ADDRESS):
            pass
        elif passed:
            self.depth += passed in _COUNTED
            self._draw(_tag(passed), starts=passed in _ALONE)
            if tag == "summary" and self.emphasis:
                self._draw(_tag("strong"))

    def _is_around(self, tag: str, values: dict[str, str]) -> bool:
        """Tell whether a tag is of the page around the text, such as the counter of a poll or the size of a picture."""
        names = values["class"]
        return tag == "button" or _AROUND.search(names) is not None or (names == "meta" and self.link > 0)

    def _choose(self, tag: str, values: dict[str, str]) -> str:
        """What a tag is passed on as; nothing where its content alone is."""
        if tag == "pre":
            return "" if self.pre or self.code else "pre"
        if (self.pre or self.code) and (address := self._resolve(values["href"])):
            self.inside.append(address)
        if self.pre or self.code or len(self.open) > _MAX_OPEN:
            return ""
        if tag == "a":
            return self._choose_link(values["href"].strip())
        names = values["class"]
        if tag == "spoiler" or _SPOILER.search(names):
            return "spoiler"
        if tag in ("span", "div") and _FORMULA.search(names):
            return "formula"
        passed = _INLINE.get(tag) or _BLOCKS.get(tag, "")
        if passed in ("strong", "em", "del") and (
            not self.emphasis or any(t == "sup" or p == passed for t, p in self.open)
        ):
            return ""
        return "" if passed in _COUNTED and self.depth >= MAX_DEPTH else passed

    def _choose_link(self, address: str) -> str:
        """A link, or its address as words behind its own where it has a scheme that no link here has."""
        if self._resolve(address) and not self.link:
            return "a"
        if not address or address.startswith("#"):
            return ""
        self.unlinked = True
        scheme, colon, _ = address.partition(":")
        is_other = colon and scheme.isalnum() and scheme.lower() not in ("http", "https", "data") and not self.link
        return f"{_ADDRESS}{len(self.plain)} {address}" if is_other else ""

    def handle_endtag(self, tag: str) -> None:
        _, passed = self.open.pop()  # what nh3 writes is closed in order
        self._close(tag, passed)

    def _close(self, tag: str, passed: str) -> None:
        self.raised = self.raised and tag != "sup"
        if passed == _SKIPPED:
            self.skip -= 1
        elif passed == "pre":
            self.pre -= 1
            self._draw_code("".join(self.written))
            self._draw_inside()
        elif passed == "code":
            self._close_code()
            self._draw_inside()
        elif passed == "a":
            self._close_link()
        elif passed == "formula":
            self.handle_data(_MARKS[passed])
        elif passed.startswith(_ADDRESS):
            begun, _, address = passed.removeprefix(_ADDRESS).partition(" ")
            if "".join(self.plain[int(begun) :]).strip() not in (address, address.partition(":")[2].strip("/")):
                self.handle_data(f" ({address})")
        elif passed and passed not in _MARKS:
            if tag == "summary" and self.emphasis:
                self._draw(_tag("/strong"))
            self.depth -= passed in _COUNTED
            self._draw(_tag(f"/{passed}"), starts=passed in _ALONE)

    def _close_code(self) -> None:
        """End code within a paragraph. Where it has several lines it is a block, for its lines mean something."""
        self.code -= 1
        written = "".join(self.written)
        lines = [line.rstrip() for line in written.strip("\n").split("\n")]
        if len(lines) > 1 and not self.link and not any(passed == "table" for _, passed in self.open):
            self._draw_code(written, next((passed for _, passed in self.open if passed in _HEADINGS), ""))
            return
        self.written = []
        if written[:1].isspace():
            self.handle_data(" ")
        for number, line in enumerate(line for line in lines if line):
            if number:
                self._break_line()
            self._draw(_tag("code"))
            text = line if len(lines) > 1 else _SPACE.sub(" ", line).strip(" ")
            self.plain.append(text)
            self.pieces.append(escape_html(text))
            self._draw(_tag("/code"))
            self.at_start = False
        if written[-1:].isspace():
            self.handle_data(" ")

    def _draw_inside(self) -> None:
        """The links that stood within code, behind it: where the code does not say the address itself, it would go."""
        said = self.plain[self.begun[1] :]
        wanted = [
            one for one in dict.fromkeys(self.inside) if not any(one.removesuffix("/") in piece for piece in said)
        ]
        self.inside = []
        if wanted and not self.link:
            self.handle_data(" (")
            for number, address in enumerate(wanted):
                self.handle_data(", " if number else "")
                self._draw_link(address, address)
            self.handle_data(")")

    def _draw_code(self, written: str, heading: str = "") -> None:
        """A block of code in the place of what was read of it; a heading that it stands in ends before it."""
        piece, word, names = self.begun
        del self.pieces[piece:], self.plain[word:]
        self.written = []
        text = written.replace("\u00a0", " ").strip("\n")
        if not text.split():
            return
        self.codes.append(text)
        if heading:
            self._draw(_tag(f"/{heading}"), starts=True)
        self._draw(_open_code(names), starts=True)
        self.plain.append(f"{CODE}{text}{CODE}")
        self.pieces.append(escape_html(f"{text}\n"))
        self._draw(_tag("/code") + _tag("/pre"), starts=True)
        if heading:
            self._draw(_tag(heading), starts=True)

    def _close_link(self) -> None:
        """End a link. One without words gets its address for words; one that misleads is kept as words and address."""
        address, (piece, word) = self.address, self.opened
        words = "".join(self.plain[word:])
        if is_blank(words):
            self.handle_data(address)
            words = address
        misleads = find_deceit(address) or find_deceit_of_words(words, address)
        self._draw(_tag("/a"))
        self.link -= 1
        self.address = ""
        if words.strip() != address and not misleads:
            self.plain.append(_Aside(address))
        if misleads:
            self.unlinked = True
            self.pieces[piece], self.pieces[-1] = "", ""
            self.handle_data(" (")
            self._draw(_tag("code") + escape_html(address) + _tag("/code"))
            self.plain.append(address)
            self.handle_data(")")
        for picture in self.pictures:
            if not _PICTURE.search(urlsplit(address).path):
                self.handle_data(" (")
                self._draw_link(picture, _name_picture(picture))
                self.handle_data(")")
        self.pictures = []

    def handle_data(self, data: str) -> None:
        if self.skip:
            return
        data = remove_hidden(data)
        if self.pre or self.code:
            self.written.append(data)
            return
        text = _SPACE.sub(" ", data)
        if self.at_start:
            text = text.lstrip(" ")
        if not text:
            return
        if self.raised:
            self.raised = False
            text = self._raise(text)
        if not text[0].isspace():
            self._end_address()
        self.plain.append(text)
        if text == self.address == keep_entities(text):
            escaped = going_on = text  # an address that is a link by itself becomes one
        else:
            escape = partial(escape_text, text, at_start=self.at_start, linked=self.link > 0)
            escaped = escape()
            going_on = escape(goes_on=True) if has_address(text) else escaped
        self.pieces.append(_hold(escaped))
        self.bare = {len(self.pieces): going_on}
        self.at_start = False

    def _end_address(self) -> None:
        """End a bare address with which the text before has ended, as what follows would become a part of it."""
        if going_on := self.bare.get(len(self.pieces)):
            self.pieces[-1] = _hold(going_on)

    def _raise(self, text: str) -> str:
        """A raised number or sign behind another, which without a mark would be part of it: `10^6`, not `106`."""
        power = _POWER.fullmatch(text)
        if power is None or not self._follows_word():
            return text
        return f"^({text})" if power[1] else f"^{text}"

    def _follows_word(self) -> bool:
        """Tell whether what stands before is a letter or a number."""
        before = next((piece for piece in reversed(self.plain) if not isinstance(piece, _Aside)), "")
        return before[-1:].isalnum()

    def _draw(self, html: str, *, starts: bool = False) -> None:
        if not starts and not html.startswith("</"):
            self._end_address()
        self.pieces.append(html)
        if starts:
            self.plain.append("\n")
            self.at_start = True

    def _break_line(self) -> None:
        if self.pre or self.code:
            self.written.append("\n")
            return
        self.plain.append("\n")
        self.pieces.append(_tag("br"))
        self.at_start = True

    def _draw_image(self, values: dict[str, str]) -> None:
        if _ORNAMENTS.search(values["class"]):
            return
        words = values["alt"] or values["title"]
        address = self._resolve(values["src"])
        is_emoji = "emoji" in values["class"]
        if is_emoji or self.link or self.pre or self.code or not address:
            self.handle_data(words)
            if self.link and address and not is_emoji:
                self.pictures.append(address)
        else:
            self.handle_data(" ")  # what stands beside a picture is another word than its name
            self._draw_link(address, words or _name_picture(address))
            self.handle_data(" ")

    def _draw_frame(self, address: str, words: str | None = None) -> None:
        if (resolved := self._resolve(address)) and not (self.link or self.pre or self.code):
            self.handle_data(" ")
            self._draw_link(resolved, words or resolved)
            self.handle_data(" ")

    def _draw_link(self, address: str, words: str) -> None:
        if find_deceit_of_words(words, address):  # a picture of a page may have the address of the page for its words
            self.handle_data(f"{words} (")
            self._draw_link(address, address)
            self.handle_data(")")
            return
        self.link += 1
        self.address = address
        self._draw(_tag("a", href=address))
        self.handle_data(words)
        self._draw(_tag("/a"))
        self.address = ""
        if words.strip() != address:
            self.plain.append(_Aside(address))
        self.link -= 1

    def _resolve(self, address: str) -> str:
        """The full address, or nothing where there is none that a reader could follow."""
        address = address.strip()
        if not address or address.startswith("#"):
            return ""
        if _OTHER.fullmatch(address) and LINK.match(address) and len(address) <= WebAddress.most:
            return address
        try:
            full = urljoin(self.base or "http:", address) if self.base or address.startswith("//") else address
        except ValueError:
            return ""
        full = full.replace(" ", "%20")
        return full if len(full) <= WebAddress.most and WebAddress.pattern.fullmatch(full) else ""


def _hold(escaped: str) -> str:
    return escape_html(hide_escapes(escaped))


def _name_picture(address: str) -> str:
    return urlsplit(address).path.rpartition("/")[2] or "image"


_COUNTED = frozenset("blockquote ul ol strong em del".split())
_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())

_POWER = re.compile(r"[-+−]?(?:\d+|[A-Za-z])((?:[-+−*/.,](?:\d+|[A-Za-z]))*)")
_MARKS = {"spoiler": "Spoiler: ", "formula": "$"}
"""What is written before what a page hides, or around a formula."""

_OTHER = re.compile(r"(?!https?:)[a-z]{2,10}:[^\s\"'<>()\\]+", re.IGNORECASE)
"""A link of another scheme; pages let through those that `LINK` matches."""

_SKIPPED = "skipped"
_ADDRESS = "address "
