"""The proof that nothing was lost: a record as it came, held against the tree of what Parley draws of it.

It shares no code with the conversion. HTML is read by html5lib; Markdown and plain text are taken apart by rough
patterns of their own. Words, links, images and lines of code of the record must all be in what is drawn.
"""

import html
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urljoin

import html5lib

from parley.importing.result import Difference
from parley.model import urls
from parley.model.languages.speaking import _
from parley.model.markup.markdown import render

_WORD = re.compile(r"[^\W_]+")
_MOST = 8
"""Examples of what is lacking that are kept of a text."""

_UNSEEN = frozenset({"script", "style", "template", "head"})
_SPACED = frozenset(
    "p br hr div pre blockquote ul ol li table tr td th h1 h2 h3 h4 h5 h6 dl dt dd section article aside figure "
    "figcaption header footer details summary option select center sup".split()
)
_FRAMES = {"iframe": "src", "embed": "src", "video": "src", "audio": "src", "source": "src", "object": "data"}
_AROUND = re.compile(
    r"\b(?:poll-info|poll-buttons|quote-controls|informations|onebox-metadata|clipboard-copy|avatar|site-icon|favicon)\b"
)
"""Classes of what a page has around a text: counters, buttons, portraits."""

_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|svg|bmp|tiff?)(?:[?#]|$)", re.IGNORECASE)


@dataclass(slots=True)
class Seen:
    """What is in a tree: words in their order as one text, and addresses and lines of code."""

    texts: list[str] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    images: list[str] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    code: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.texts)

    @property
    def words(self) -> Counter[str]:
        return Counter(_WORD.findall(self.text))


def read_tree(source: str) -> Seen:
    """What html5lib finds in a piece of HTML."""
    seen = Seen()
    tree: Any = html5lib.parseFragment(source, namespaceHTMLElements=False)
    waiting: list[tuple[Any, bool, str, bool]] = [(tree, False, "", False)]
    while waiting:
        node, leaving, link, coded = waiting.pop()
        if isinstance(node, str):
            seen.texts.append(node)
            seen.pieces.append(node)
            continue
        tag = node.tag if isinstance(node.tag, str) else ""
        if leaving:
            seen.texts.append(" ")
            continue
        names = node.get("class", "") if tag else ""
        if not tag or tag in _UNSEEN or _AROUND.search(names) or tag == "button" or (names == "meta" and link):
            continue
        link = _note(node, tag, seen, link, coded=coded)
        coded = coded or tag in _CODED
        if tag in _SPACED or (tag in _CODED and node.find(".//a[@href]") is not None):  # which stands behind it here
            seen.texts.append(" ")
            waiting.append((node, True, link, coded))
        for child in reversed(list(node)):
            if child.tail:
                waiting.append((child.tail, False, link, coded))
            waiting.append((child, False, link, coded))
        if node.text and tag != "iframe":
            waiting.append((node.text, False, link, coded))
    return seen


_CODED = frozenset("pre code tt kbd samp".split())


def _note(node: Any, tag: str, seen: Seen, link: str, *, coded: bool) -> str:
    """Note the addresses and the code of an element; gives the link that its children stand in.

    Code that stands in other code is a part of its lines.
    """
    if tag == "a" and node.get("href"):
        seen.links.append(node.get("href").strip())
        seen.titles.append(node.get("title", ""))
        return str(node.get("href"))
    if tag == "img":
        _note_image(node, seen, link)
    elif tag in _FRAMES and node.get(_FRAMES[tag]):
        seen.links.append(node.get(_FRAMES[tag]).strip())
    elif tag in _CODED:
        seen.titles.append(node.get("class", ""))
    if tag in _CODED and not coded:
        lines = [_settle_line(line) for line in _read_lines(node).split("\n")]
        if tag == "pre" or len([line for line in lines if line.strip()]) > 1:
            seen.code += [line for line in lines if line.strip()]
    return link


def _note_image(node: Any, seen: Seen, link: str) -> None:
    names, address = node.get("class", ""), (node.get("src") or "").strip()
    words = node.get("alt") or node.get("title", "")
    is_shown_by_link = bool(link) and _PICTURE.search(link) is not None
    if "emoji" in names or not address or address.startswith("data:"):
        seen.texts.append(words)
        return
    seen.texts.append(f" {words} ")
    if not is_shown_by_link:
        seen.images.append(address)


def _settle_line(line: str) -> str:
    """A line of code without what nobody sees: spaces behind it, a mark of the order of bytes."""
    return line.replace("\u00a0", " ").replace("\ufeff", "").rstrip()


def _read_lines(node: Any) -> str:
    pieces = [node.text or ""]
    for child in node:
        inner = _read_lines(child) if isinstance(child.tag, str) else ""
        pieces += ["\n" if child.tag in ("br", "li") else "", inner, child.tail or ""]
    return "".join(pieces)


def prove(
    where: str, source: str, form: str, base: str, parts: tuple[str, ...], changes: set[str]
) -> Iterator[Difference]:
    """What a record has that isn't drawn, a kind at a time; nothing where all is there."""
    here = urls.post("discussions", "x")
    drawn = [render(part, contribution_id="x", here=here, heading=4) for part in parts]
    page = read_tree("\n".join(drawn))
    source = _NO_TEXT.sub("", source)
    record = _read_html(source) if form == "html" else _read_markdown(source, is_plain=form == "text")
    whole = list(_find_whole(source, set(page.code)))
    fragments = Counter(word for one in whole for word in (one.read.words - one.words).elements())
    lacking = list((record.words - _known_words(page) - fragments).elements())
    found: dict[str, list[str]] = {}
    addresses_of_mail = (*_MAIL.findall(source), *_MAIL.findall(record.text))  # a tag may end within one
    mail = Counter(word for address in addresses_of_mail for word in _WORD.findall(address))
    token = _("access token removed") in page.text
    secret = {word for found in _SECRET.findall(source) for word in _WORD.findall(found)}
    mail += Counter(word for address in _OBFUSCATED.findall(source) for word in _WORD.findall(address))
    for word in lacking:
        kind = "mail" if mail[word] else "tokens" if token and (len(word) > _LONG or word in secret) else "words"
        found.setdefault(kind, []).append(word)
    shown = {_settle(address) for address in (*page.links, *page.images)}
    said = _settle(page.text)
    for kind, addresses in (("links", record.links), ("images", record.images)):
        for address in addresses:
            if lost := _find_lost(address, base, shown, said):
                found.setdefault("unlinked" if lost == "unlinked" or "unlinked" in changes else kind, []).append(
                    address
                )
    lines = Counter(line if form == "html" else line.strip() for line in page.code)
    lost_code = list((Counter(record.code) - lines).elements())
    for line, kind in _explain_code(lost_code, whole):
        found.setdefault(kind, []).append(line)
    if "plain" in changes:
        found.setdefault("plain", []).append(source.strip()[:40])
    for kind, cases in found.items():
        if cases:
            yield Difference(where, kind, tuple(cases[:_MOST]))


@dataclass(frozen=True, slots=True)
class _Whole:
    """Code of a source that a page shows whole: its words, and what a parser leaves of it that takes parts for tags.

    `kind` is the difference that there is: mail addresses, or none.
    """

    words: Counter[str]
    read: Seen
    kind: str


def _find_whole(source: str, shown: set[str]) -> Iterator[_Whole]:
    """Where somebody shows the source of a page: code with `<` in it, of which every line is shown as it stands."""
    masked = {_shorten_mail(line) for line in shown}
    for found in _CODE.finditer(source):
        lines = {_settle_line(line) for line in html.unescape(found[2]).split("\n")} - {""}
        if "<" in found[2] and lines and {_shorten_mail(line) for line in lines} <= masked:
            kind = "" if lines <= shown else "mail"
            yield _Whole(Counter(_WORD.findall(found[2])), read_tree(found[0]), kind)


def _explain_code(lost: list[str], whole: list[_Whole]) -> Iterator[tuple[str, str]]:
    """Lines of code that are not on a page as a parser reads them, each with the kind of difference that it is."""
    explained = {line: one.kind for one in whole for line in one.read.code}
    for line in lost:
        words = Counter(_WORD.findall(line))
        otherwise = next((one.kind for one in whole if words <= one.words), "mail" if _MAIL.search(line) else "code")
        if kind := explained.get(line, otherwise):
            yield line, kind


def _shorten_mail(line: str) -> str:
    return _MAIL.sub(lambda found: f"{re.split('@|%40', found[0])[0]}@…", line)


_NO_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f]")
"""Characters that no text has; what stands on both sides is one word."""

_CODE = re.compile(r"<(pre|code)\b[^>]*>(.*?)(?:</\1|\Z)", re.DOTALL | re.IGNORECASE)
_LONG = 9
_SECRET = re.compile(r"BEGIN [A-Z ]{0,20}PRIVATE KEY|\b\w{2,12}[_-]\w{10,}")
_MAIL = re.compile(r"[\w.+-]+(?:@|%40)[\w-]+(?:\.[\w-]+)+")
_OBFUSCATED = re.compile(r"mailto:[^\s\"'<>]+")


def _known_words(page: Seen) -> Counter[str]:
    """All words of a page, those of its addresses, titles and languages among them."""
    apart = Counter(_WORD.findall(" ".join(page.pieces)))  # where emphasis or code ends within a word
    apart |= Counter(_WORD.findall(_URL.sub(" ", page.text)))  # where an address stands behind a word without a space
    return Counter(page.words | apart) + Counter(_WORD.findall(unquote(" ".join((*page.links, *page.titles)))))


def _find_lost(address: str, base: str, shown: set[str], said: str) -> str:
    """Whether an address isn't on a page: `lost`, or `unlinked` where nobody could follow it; nothing where it is."""
    address = re.split('["<>]', address)[0]  # somebody has lost a quotation mark
    if not address or address.startswith(("#", "mailto:", "javascript:", "data:")):
        return ""
    try:
        full = urljoin(base, address) if base else address
    except ValueError:
        full = address
    if full.startswith("//"):
        full = f"http:{full}"
    settled = _settle(full)
    if settled in shown or settled in said or _settle(address) in said or any(one.startswith(settled) for one in shown):
        return ""
    return "lost" if full.lower().startswith(("http://", "https://")) else "unlinked"


def _settle(address: str) -> str:
    """An address or text without what may differ between two ways to write one address."""
    return unquote(html.unescape(address)).replace(" ", "").replace("http://", "https://").rstrip("/")


def _read_html(source: str) -> Seen:
    """The tree of a record, and the words that stand in the source beyond it: a parser may have swallowed them."""
    seen = read_tree(source)
    bare = html.unescape(_TAG.sub(" ", _PROGRAM.sub(" ", source)))
    apart = Counter(_WORD.findall(" ".join(seen.pieces)))
    known: Counter[str] = Counter(seen.words | apart)  # whole words, and those in which a tag stands
    beyond = Counter(_WORD.findall(bare)) - known - Counter(_WORD.findall(" ".join(_ATTRIBUTE.findall(source))))
    if any(mark in source.lower() for mark in _SWALLOWING):
        seen.texts.append(f" {' '.join(beyond.elements())}")
    return seen


_SWALLOWING = (
    "<script",
    "<style",
    "<title",
    "<textarea",
    "<template",
    "<xmp",
    "<plaintext",
    "<select",
    "<!--",
    "<iframe",
)
_PROGRAM = re.compile(r"<(script|style|template)\b[^>]*>.*?</\1\s*>|<!--.*?-->", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_ATTRIBUTE = re.compile(r"""=\s*("[^"]*"|'[^']*'|[^\s>]+)""")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_FENCED = re.compile(r"(?ms)^([> \t]*)(`{3,}|~{3,})[^\n]*\n(.*?)^[> \t]*\2[`~]*[ \t]*$")
_NUMBER = re.compile(r"(?m)^[> \t]*(?:[-*+][ \t]+)?\d{1,9}[.)](?=[ \t]|$)")
_TICKED = re.compile(r"(?m)^([> \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+)\[[xX]\](?=[ \t])")
_URL = re.compile(r"(!?\]\(|!?)<?(https?://[^\s<>\"'\]]+)", re.IGNORECASE)
_ELEMENT = re.compile(
    r"</?(?:[a-z][a-z0-9]{0,11})\b(?:\s+[\w:-]+\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s>]+)|\s+[\w-]+)*\s*/?>", re.IGNORECASE
)
_FOOTNOTE = re.compile(r"\[\^[^\]\s]{1,60}\]:?")
_RELATIVE = re.compile(r"(\])\(\s*<?((?!https?:)[^\s()<>]{1,300})>?(?:\s+\"[^\"]*\")?\s*\)", re.IGNORECASE)
_IMAGE = re.compile(r"!\[[^\]]*\]\(\s*<?(https?://[^\s<>)]+)")


def _read_markdown(source: str, *, is_plain: bool) -> Seen:
    """The words, addresses and lines of code of a text that isn't HTML, by rough patterns."""
    seen = Seen()
    text = source.replace("\r\n", "\n").replace("\r", "\n")
    if not is_plain:
        text = _COMMENT.sub(" ", text)
        for prefix, _, code in _FENCED.findall(text):
            lines = [line.removeprefix(prefix).rstrip() for line in code.split("\n")]
            seen.code += [line.strip() for line in lines if line.strip() and ">" not in prefix]
        seen.images += _IMAGE.findall(text)
        text = _TICKED.sub(r"\1", _FOOTNOTE.sub(" ", text))
        seen.links += [address for _, address in _RELATIVE.findall(text) if not address.startswith("#")]
        text = _RELATIVE.sub(lambda found: f"{found[1]} ", text)
        text = _FENCED.sub(lambda found: f"\n{found[3]}", text)
        marked = _ELEMENT.sub(lambda found: " " if _is_element(found[0]) else found[0], text)
        seen.links += [
            address
            for found in _ELEMENT.findall(text)
            if _is_element(found)
            for address in re.findall(r"https?://[^\s\"'<>]+", found)
        ]
        text = marked
    seen.links += [_find_address(found).rstrip(".,;:!?)*_`~|\\") for found in _URL.finditer(text)]
    words = _URL.sub(lambda found: f"{found[1]} {found[2][len(_find_address(found)) :]}", text)
    words = _NUMBER.sub(" ", words)
    seen.texts.append(words if is_plain else html.unescape(words))
    return seen


def _find_address(found: re.Match[str]) -> str:
    """An address; that of a link in Markdown ends where its brackets do."""
    if not found[1].endswith("("):
        return found[2]
    depth = 1
    for at, sign in enumerate(found[2]):
        depth += (sign == "(") - (sign == ")")
        if not depth:
            return found[2][:at]
    return found[2]


_NAMES = frozenset(
    (
        "a abbr b blockquote br center code dd del details div dl dt em font h1 h2 h3 h4 h5 h6 hr i img ins kbd li "
        "mark ol p picture pre q s samp section small span strike strong sub summary sup table tbody td tfoot th thead "
        "tr tt u ul var video audio iframe embed figure figcaption"
    ).split()
)
"""Elements that people write in Markdown; what else looks like one is a word that must be on the page."""


def _is_element(tag: str) -> bool:
    found = re.match(r"</?([A-Za-z][A-Za-z0-9]*)", tag)
    return found is not None and found[1].lower() in _NAMES
