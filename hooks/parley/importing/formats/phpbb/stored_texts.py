"""Texts as phpBB keeps them in its database, to HTML.

Since 3.2 a text is XML of s9e's TextFormatter: `<r>` where it has markup and `<t>` where it has none, with the marks as
they were typed in `<s>` and `<e>`. Before, tags bear the text's own sign (`[b:1a2b3c]`), and what is HTML stands
between comments. A tag without the sign was none then, and is none here.
"""

import re
from functools import cache
from html import escape, unescape
from typing import Any
from xml.etree.ElementTree import ParseError

import bbcode
from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from parley.importing.formats.phpbb.tags import KNOWN, Canvas, wrap

_DEEPEST = 60
_OPEN, _CLOSE = "\ue000", "\ue001"
"""Stand for the brackets of what was a tag; those that people typed stay brackets."""

_SMILEY = re.compile(r"<!-- s(.*?) --><img\b[^<>]*><!-- s\1 -->", re.DOTALL)
_MADE = re.compile(r"<!-- ([mwel]) -->(.*?)<!-- \1 -->", re.DOTALL)
_INLINE = re.compile(r"<!-- ia\d+ -->")
_TAG = r"\[(/?[A-Za-z*][\w*-]*)((?:=(?:&quot;(?:(?!&quot;).)*&quot;|[^\[\]\n]*?))?)(?::[muo])?:"
_PRE = re.compile(r"(<pre>.*?</pre>)", re.DOTALL)
_PARAGRAPH = re.compile(r"\s*<br>\s*(?:<br>\s*)+")


def draw_stored(text: str, sign: str, canvas: Canvas) -> str:
    """The HTML of a stored text; `sign` is its `bbcode_uid`. Its files and quotations are noted on the canvas."""
    drawn = _draw_xml(text, canvas) if re.match(r"<[rt]/?>", text) else _draw_signed(text, sign, canvas)
    pieces = [one if one.startswith("<pre>") else _PARAGRAPH.sub("<p>", one) for one in _PRE.split(drawn)]
    return "".join(pieces) + canvas.draw_rest()


class _Builder:
    """Takes the events of a parser of XML and puts the HTML together, from the inside out."""

    def __init__(self, canvas: Canvas) -> None:
        self.canvas = canvas
        self.open: list[tuple[str, dict[str, str], list[str]]] = [("", {}, [])]
        self.quotes = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.quotes += name == "QUOTE"
        self.open.append((name, attributes, [] if len(self.open) < _DEEPEST else self.open[-1][2]))

    def data(self, text: str) -> None:
        self.open[-1][2].append(escape(text, quote=False))

    def end(self, name: str) -> None:
        _, attributes, pieces = self.open.pop()
        above = self.open[-1][2]
        self.quotes -= name == "QUOTE"
        if pieces is above:
            return
        if name == "br":
            above.append("<br>")
        elif name not in ("s", "e", "i"):
            value = "".join(pieces)
            is_root = name in ("r", "t", "p")
            nested = self.quotes > 0
            above.append(value if is_root else self.canvas.draw(name.lower(), value, attributes, nested=nested))

    def close(self) -> str:
        return "".join(self.open[0][2])


def _draw_xml(text: str, canvas: Canvas) -> str:
    make: Any = DefusedXMLParser
    parser = make(target=_Builder(canvas), forbid_dtd=True)
    try:
        parser.feed(text)
        return str(parser.close())
    except (ParseError, DefusedXmlException):  # it was cut off, or changed by hand: the words alone
        canvas.quotes.clear()
        canvas.shown.clear()
        bare = re.sub(r"<(s|e|i)>[^<]*</\1>", "", text)
        return re.sub(r"<(?!br>)[^<>]*>?", " ", re.sub(r"<br ?/>\n?", "<br>", bare))


def _draw_signed(text: str, sign: str, canvas: Canvas) -> str:
    text = _SMILEY.sub(r"\1", _INLINE.sub("", text))
    text = _MADE.sub(_lengthen, text.translate(_NO_MARKS))
    if sign and f":{sign}]" in text:
        text = re.sub(_TAG + re.escape(sign) + r"\]", _mark, text, flags=re.DOTALL)
        text = str(_parser().format(text, canvas=canvas))
    else:
        text = text.replace("\n", "<br>")
    return text.replace(_OPEN, "[").replace(_CLOSE, "]")


def _lengthen(found: re.Match[str]) -> str:
    """A link that phpBB has made, without its comments and with its whole address where that was shortened."""
    link = _SHORTENED.fullmatch(found[2])
    return wrap("a", link[1], href=unescape(link[1])) if link else found[2]


_SHORTENED = re.compile(r"""<a\b[^<>]*\bhref="([^"<>]+)"[^<>]*>[^<>]* \.\.\. [^<>]*</a>""")
_NO_MARKS = {ord(_OPEN): None, ord(_CLOSE): None}


def _mark(found: re.Match[str]) -> str:
    options = found[2].replace("&quot;", '"')
    return f"{_OPEN}{found[1].lower()}{options}{_CLOSE}"


@cache
def _parser() -> Any:
    parser = bbcode.Parser(
        newline="<br>",
        install_defaults=False,
        escape_html=False,
        replace_links=False,
        replace_cosmetic=False,
        tag_opener=_OPEN,
        tag_closer=_CLOSE,
        max_tag_depth=_DEEPEST,
    )
    for name in KNOWN:
        parser.add_formatter(name, _format, escape_html=False, **_HOW.get(name, {}))
    return parser


_HOW = {
    "code": {"render_embedded": False, "transform_newlines": False},
    "*": {"same_tag_closes": True, "strip": True},
    "list": {"transform_newlines": False, "strip": True},
    "hr": {"standalone": True},
}
"""What the library has to know about tags beyond their names."""


def _format(name: str, value: str | None, options: Any, parent: Any, context: dict[str, Any]) -> str:
    canvas: Canvas = context["canvas"]
    return canvas.draw(name, value or "", dict(options), nested=parent is not None and parent.tag_name == "quote")
