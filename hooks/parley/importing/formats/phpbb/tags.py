"""What BBCode says as HTML, a tag at a time, whichever way it was stored."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape, unescape


def wrap(name: str, html: str, **attributes: str) -> str:
    """An element around HTML; its attributes are escaped here."""
    values = "".join(f' {key.strip("_")}="{escape(value)}"' for key, value in attributes.items())
    return f"<{name}{values}>{html}<{'/'}{name}>"


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that belongs to a post: its name as it was sent, what was said about it, where it can be read."""

    name: str
    comment: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation that stands in no other one: whom it names, the number of the post if it has one, and its words."""

    author: str
    post: str
    words: str


@dataclass(slots=True)
class Canvas:
    """A post while it is drawn: its files, those that stand in its text, its quotations, how many are open."""

    files: Sequence[Attached] = ()
    shown: set[int] = field(default_factory=set)
    quotes: list[Quote] = field(default_factory=list)

    def draw(self, name: str, value: str, options: Mapping[str, str], *, nested: bool = False) -> str:
        """The HTML of a tag around HTML; a tag that nobody knows is its content, or else what its options say."""
        if name in _SAME:
            return wrap(_SAME[name], value)
        if name == "quote":
            return self._draw_quote(value, options, nested=nested)
        if name == "attachment":
            return self._draw_attached(value, options)
        if name in _BY_NAME:
            return _BY_NAME[name](value, options)
        return value if value.strip() or name in _SILENT else escape(" ".join(filter(None, options.values())))

    def _draw_quote(self, value: str, options: Mapping[str, str], *, nested: bool) -> str:
        author = unescape(options.get("author") or options.get("quote", "")).strip()
        if not nested:
            own = re.sub(r"<blockquote>.*</blockquote>", " ", value, flags=re.DOTALL)
            self.quotes.append(Quote(author, options.get("post_id", ""), strip(own)))
        said = wrap("p", f"{escape(author)}:") if author else ""
        return wrap("blockquote", said + value)

    def _draw_attached(self, value: str, options: Mapping[str, str]) -> str:
        name = unescape(options.get("filename") or strip(value)).strip()
        number = options.get("index") or options.get("attachment", "")
        at = next((at for at, one in enumerate(self.files) if one.name == name and at not in self.shown), None)
        if at is None and number.isdecimal() and int(number) < len(self.files):
            at = int(number)
        if at is None:
            return escape(name)
        self.shown.add(at)
        return draw_file(self.files[at])

    def draw_rest(self) -> str:
        """The files that do not stand in the text, each on a line of its own."""
        return "".join(wrap("p", draw_file(one)) for at, one in enumerate(self.files) if at not in self.shown)


def draw_file(file: Attached) -> str:
    """A link to a file, or its name where nobody knows the address, with what was said about it."""
    name = escape(file.name)
    shown = wrap("a", name, href=file.address) if file.address else name
    return f"{shown}: {escape(file.comment)}" if file.comment else shown


def strip(html: str) -> str:
    """The words of a piece of HTML on one line."""
    return " ".join(unescape(re.sub(r"<[^<>]*>", " ", html)).split())


def _draw_link(value: str, options: Mapping[str, str]) -> str:
    address = unescape(options.get("url") or strip(value)).strip()
    if "://" not in address and re.match(r"www\.", address, re.IGNORECASE):
        address = f"http://{address}"
    return wrap("a", value or escape(address), href=address)


def _draw_picture(value: str, options: Mapping[str, str]) -> str:
    address = unescape(options.get("src") or strip(value)).strip()
    return f'<img src="{escape(address)}">'


def _draw_code(value: str, options: Mapping[str, str]) -> str:
    language = options.get("lang") or options.get("code", "")
    named = {"class_": f"language-{language}"} if re.fullmatch(r"[\w+#.-]{1,30}", language) else {}
    text = re.sub(r"<br ?/?>\n?", "\n", value)
    return wrap("pre", wrap("code", text, **named))


def _draw_list(value: str, options: Mapping[str, str]) -> str:
    kind = options.get("type") or options.get("list", "")
    name = "ol" if kind in _NUMBERED else "ul"
    return wrap(name, re.sub(r"(?:<br>)+(?=<li>|$)", "", value))


def _draw_player(value: str, options: Mapping[str, str]) -> str:
    """A film or an animation: its address as a link."""
    address = unescape(strip(value) or next((one for one in options.values() if "://" in one), "")).strip()
    if "://" in address:
        return wrap("a", escape(address), href=address)
    return value if value.strip() else escape(" ".join(filter(None, options.values())))


def _draw_line(value: str, options: Mapping[str, str]) -> str:
    return f"<hr>{value}"


def _draw_spoiler(value: str, options: Mapping[str, str]) -> str:
    about = unescape(options.get("title") or options.get("spoiler", "")).strip()
    return f"{escape(about)} {wrap('div', value, class_='spoiler')}"


_NUMBERED = frozenset({"1", "a", "A", "i", "I", "decimal", "lower-alpha", "upper-alpha", "lower-roman", "upper-roman"})
_SAME = {
    **{name: name for name in ("table", "tr", "td", "th", "sub", "sup")},
    **{"b": "strong", "i": "em", "u": "u", "s": "del", "strike": "del", "del": "del"},
    **{"li": "li", "*": "li", "tt": "code", "c": "code", "center": "div", "h1": "h3", "h2": "h4", "h3": "h5"},
}
_BY_NAME = {
    "url": _draw_link,
    "img": _draw_picture,
    "code": _draw_code,
    "list": _draw_list,
    "spoiler": _draw_spoiler,
    "hr": _draw_line,
    **dict.fromkeys(("flash", "media", "video", "youtube", "audio", "mp3"), _draw_player),
}
_SILENT = frozenset({"color", "size", "font", "align", "email", "e", "emoji", "link_text", "mention", "table"})
"""Tags whose options say nothing to a reader."""

KNOWN = frozenset({*_SAME, *_BY_NAME, *_SILENT, "quote", "attachment"}) - {"e", "emoji", "link_text"}
"""Names of tags as people write them."""
