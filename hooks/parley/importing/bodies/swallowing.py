"""HTML in which markup that swallows what stands behind it, or is none at all, is made words.

Somebody who writes about `<script>` or `List<String>` means words; a parser of HTML takes the first for the beginning
of a program and drops the rest of the text, and hides the second. Source: the HTML Standard, 13.2.5 (states in which
text is raw) and 13.2.6.4.
"""

import re
from collections import Counter
from html import escape as escape_html

KNOWN = frozenset(
    (
        "a abbr acronym address applet area article aside audio b base basefont bdi bdo bgsound big blink "
        "blockquote body br button canvas caption center cite code col colgroup command content data datalist dd "
        "del details dfn dialog dir div dl dt em embed fieldset figcaption figure font footer form frame frameset "
        "h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe image img input ins isindex kbd keygen label legend "
        "li link listing main map mark marquee menu menuitem meta meter nav nobr noembed noframes noscript object "
        "ol optgroup option output p param picture plaintext pre progress q rb rp rt rtc ruby s samp script search "
        "section select shadow slot small source spacer span strike strong style sub summary sup svg table tbody "
        "td template textarea tfoot th thead time title tr track tt u ul var video wbr xmp spoiler math mi mn mo "
        "ms mtext mrow mfrac msqrt mroot mstyle merror mpadded mphantom menclose msub msup msubsup munder mover "
        "munderover mtable mtr mtd semantics annotation g path circle rect line polyline polygon ellipse text "
        "tspan use defs symbol desc"
    ).split()
)
"""Elements of HTML, those of old times among them, the usual ones of SVG and MathML, and Disqus' own."""

_GONE = frozenset({"script", "style", "template"})
_KEPT = {
    **dict.fromkeys(("title", "textarea", "noscript", "noembed", "noframes", "xmp", "plaintext"), "div"),
    **dict.fromkeys(("select", "optgroup", "option"), "div"),
    **dict.fromkeys(("svg", "math"), ""),
}
"""What a parser would take for raw text or for something that is no text, and the block that stands in its place."""

_MARKUP = frozenset(
    (
        "a abbr acronym aside audio b bdo big blockquote br caption center cite code col colgroup dd del details "
        "dfn div dl dt em embed figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i iframe img ins kbd li "
        "mark nobr ol p picture pre q rp rt ruby s samp section small span strike strong sub summary sup table "
        "tbody td tfoot th thead tr tt u ul var video wbr svg math"
    ).split()
)
"""Elements that are markup where somebody writes Markdown: those that forges draw, and those of films."""

_CLOSING_THEMSELVES = frozenset(
    (
        "a area base br button col dd dt embed hr img input li link meta option p param pre code source tbody td "
        "tfoot th thead tr track wbr iframe"
    ).split()
)
"""What has no end, or ends where the next of its kind begins, so that many of them are not deep."""

_DEEPEST = 100
"""Elements within each other that are passed on. A parser takes time that grows with the square of their number."""

_TOKEN = re.compile(r"<(?:!--|(/?)([A-Za-z][^\s/<>]*)|[?!])")
_ATTRIBUTE = re.compile(r"""[\s/]*+([^\s=>/<][^\s=>/]*+)(?:\s*+=\s*+("[^"]*+"|'[^']*+'|[^\s>]*+))?""")
_NOISE = re.compile(r"<\?xml[^>]{0,300}>|<!(?:\[(?:if|endif)|doctype)[^>]{0,300}>", re.IGNORECASE)
_RAW = re.compile(
    r"<(?:\?(?:php|xml|=|\s)|%|!DOCTYPE|/?(?:html|head|body|script|style|form|input|textarea|select|option|meta|title)\b)",
    re.IGNORECASE,
)
"""What no program that marks code in colours puts into it: somebody shows the source of a page."""


_NAMED = re.compile(r"<(/?)([A-Za-z][\w.-]*(?::[A-Za-z][\w.-]*)?)(?=[\s/>])[^<>]*?(/?)>")
_LAST = re.compile(r"\s*(?:</|\Z)")
_COLOURS = frozenset("a b br code del em font i ins kbd mark ol li s samp span strong tt u ul".split())
_LANGUAGE = re.compile(r"""\blang\s*=""", re.IGNORECASE)
"""How a plug-in for WordPress is told the language of code that stands there as it is."""

_BREAK = re.compile(r"<br\s*/?>\n", re.IGNORECASE)
_NO_BREAK = re.compile(r"<(?!br\s*/?>)", re.IGNORECASE)


def is_word(name: str) -> bool:
    """Tell whether what looks like a tag of this name in Markdown is a word, as in `List<String>`."""
    return name.lower() not in _MARKUP


def is_known(name: str) -> bool:
    """Tell whether a name is one of an element."""
    return name in KNOWN or _is_foreign(name)


def _is_foreign(name: str) -> bool:
    """Tell whether it is an element of a program's own, such as `o:p` or `g-emoji`; the name is in small letters."""
    return re.search(r"[a-z0-9][-:][a-z]", name) is not None


def spare_words(text: str, changes: set[str]) -> str:
    """HTML that says to a parser what `text` says to a reader; `changes` gets `stripped` for a program left out."""
    return _Sparing(text, changes).run()


class _Sparing:
    def __init__(self, text: str, changes: set[str]) -> None:
        self.text = text
        self.lower = text.lower()
        self.changes = changes
        self.pieces: list[str] = []
        self.end = self.open = self.clean = 0
        self.last: dict[str, int] = {}
        self.odd: Counter[str] = Counter()

    def run(self) -> str:
        while found := _TOKEN.search(self.text, self.end):
            self._add(self.text[self.end : found.start()])
            self.end = found.start()
            if found[2] is None:
                self._read_declaration()
            elif found[1]:
                self._read_end(found[2].lower(), found.end())
            else:
                self._read_start(found[2].lower(), found.end())
        self._add(self.text[self.end :])
        return "".join(self.pieces)

    def _add(self, piece: str) -> None:
        self.pieces.append(piece)

    def _go(self, end: int, written: str | None = None) -> None:
        """Go on behind `end`; what was passed stays as it is, or as it is `written`."""
        self._add(self.text[self.end : end] if written is None else written)
        self.end = end

    def _escape(self) -> None:
        self._go(self.end + 1, "&lt;")

    def _has_later(self, mark: str, at: int) -> bool:
        if mark not in self.last:
            self.last[mark] = self.lower.rfind(mark)
        return self.last[mark] >= at

    def _read_declaration(self) -> None:
        if self.text.startswith("<!--", self.end):
            if self._has_later("-->", self.end):
                self._go(self.text.find("-->", self.end) + 3, "")
            else:
                self._escape()
        elif noise := _NOISE.match(self.text, self.end):
            self._go(noise.end(), "")
        else:
            self._escape()

    def _read_end(self, name: str, at: int) -> None:
        close = self.text.find(">", at) + 1
        if not close:
            self._escape()
        elif self.odd[name]:  # programs close what they take for a tag
            self.odd[name] -= 1
            self._go(close, _tag(_KEPT.get(name, ""), closing=True))
        elif name in _GONE or name in _KEPT:
            self._go(close, "")
        elif is_known(name):
            self.open -= name not in _CLOSING_THEMSELVES and self.open > 0
            self._go(close)
        else:
            self._escape()

    def _read_start(self, name: str, at: int) -> None:
        written, close = self._read_attributes(name, at)
        swallows = name in _GONE or name in _KEPT
        if not close or (swallows and name != "option" and not self._has_later("</" + name, close)):
            self._escape()
        elif name in _GONE:
            end = self.lower.find("</" + name, close)
            if self.text[close:end].split():
                self.changes.add("stripped")
            self._go((self.text.find(">", end) + 1) or len(self.text), " ")
        elif name in _KEPT:
            self.odd[name] += 1
            self._go(close, _tag(_KEPT[name]))
        elif not is_known(name) or ("-" in name and not self._has_later("</" + name, close)):
            self.odd[name] += 1
            self._escape()
        elif name in ("pre", "code") and (end := self._find_raw(name, close)):
            self._go(close, written)
            code = self.text[close:end]
            has_lines = "\n" in _BREAK.sub("", code)  # then a break is a part of the page that is shown
            self._go(end, (re.sub("<", "&lt;", code) if has_lines else _NO_BREAK.sub("&lt;", code)))
        elif name == "iframe" and not self._has_later("</iframe", close):
            self._go(close, (written or self.text[self.end : close]) + _tag("iframe", closing=True))
        elif name not in _CLOSING_THEMSELVES and self.open >= _DEEPEST:
            self._go(close, "")
        else:
            self.open += name not in _CLOSING_THEMSELVES
            self._go(close, written)

    def _find_raw(self, name: str, close: int) -> int:
        """The end of code in which a page or a program stands as it is, as plug-ins take it; 0 where it is none."""
        end = self.lower.find("</" + name, close) if self._has_later("</" + name, close) else 0
        if not end or end == self.clean:
            return 0
        code = self.text[close:end]
        has_language = name == "pre" and _LANGUAGE.search(self.text, self.end, close)
        if _RAW.search(code) or _shows_source(code, _COLOURS if has_language else KNOWN):
            return end
        self.clean = end  # code within it, which nobody has closed, is no more
        return 0

    def _read_attributes(self, name: str, at: int) -> tuple[str | None, int]:
        """Where a tag ends, or 0 where it doesn't; and how it is written where one of its quotation marks is lost."""
        shown, broken = [name], False
        while found := _ATTRIBUTE.match(self.text, at):
            value, at = found[2] or "", found.end()
            quote = value[:1] if value[:1] in ("'", '"') else ""
            if quote and (len(value) == 1 or value[-1] != quote or "</" + name in value.lower()):
                broken = True
                value = value[1:].partition(">")[0]
                at = found.start(2) + 1 + len(value)
            elif quote:
                value = value[1:-1]
            shown.append(f'{found[1]}="{escape_html(value)}"' if found[2] is not None else found[1])
            if len(shown) > 40:
                return None, 0
        rest = re.compile(r"[\s/]*>").match(self.text, at)
        if rest is None:
            return None, 0
        return (f"<{' '.join(shown)}>" if broken else None), rest.end()


def _shows_source(code: str, known: frozenset[str]) -> bool:
    """Tell whether XML stands in code as it is: what programs take for a tag they close where the code ends, if at all.

    `known` are the names of elements that may stand in code to mark a part of it.
    """
    first = ""
    for found in _NAMED.finditer(code):
        name = found[2].lower()
        if name in known or name == "o:p":
            continue
        first = first or ("" if code[: found.start()].strip() else found[2])
        if name in KNOWN or found[3] or (found[1] and not _LAST.match(code, found.end())):
            return True
    return len(first) > 1 and code.rstrip().endswith("</" + first + ">")


def _tag(name: str, *, closing: bool = False) -> str:
    return f"<{'/' if closing else ''}{name}>" if name else ""
