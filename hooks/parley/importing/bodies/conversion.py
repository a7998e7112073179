"""Bodies of an archive to Markdown that passes the checks of this project, with no word lost on the way."""

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache

import comrak
import nh3

from parley.checking.rules.text import MAX_AT
from parley.importing.bodies import mails
from parley.importing.bodies.html_bodies import lay_out, read_html
from parley.importing.bodies.html_reader import CODE, Reading
from parley.importing.bodies.swallowing import is_word
from parley.importing.records import Markup
from parley.model.characters import has_hidden, remove_hidden
from parley.model.languages.speaking import _
from parley.model.markup import markdown as markup
from parley.model.markup.budget import MAX_NESTING
from parley.model.markup.escaping import escape_text, fence
from parley.model.markup.raw_html import find_html
from parley.model.secrets import MAIL, MAIL_TO_NOBODY, SECRETS
from parley.reading.mending.texts.breaks import keep_line_breaks
from parley.reading.schema import TITLE_LENGTH

MAX_PIECE = 250_000
"""Characters of HTML that are read at once; a longer text is read in pieces. A long book chapter has a tenth of it."""

MAX_PART = 50_000
"""Bytes of a text in one file; a file has at most 64 kB, its front matter included."""


@dataclass(slots=True)
class ConvertedText:
    """A converted body in parts that fit into a file each; no part where it says nothing.

    `changes` says what was done to it beyond conversion: `split`, `masked` (mail addresses), `blotted` (access tokens),
    `unlinked` (a link that leads nowhere), `plain` (markup given up to keep the words), `stripped` (a script).
    """

    parts: tuple[str, ...] = ()
    changes: set[str] = field(default_factory=set)


def convert(source: str, form: Markup, base: str = "") -> ConvertedText:
    """Convert a body; `base` is the address of the page it stood on."""
    body = ConvertedText()
    text = _without_secrets(clean(source), body.changes)
    pieces = _split_html(text) if form == "html" else _split(text, marked=form != "text")
    parts = [part for piece in pieces for part in _split(_convert_piece(piece, form, base, body.changes))]
    body.parts = tuple(_settle(part, body.changes) for part in parts if part.strip())
    if len(body.parts) > 1:
        body.changes.add("split")
    return body


def clean(text: str) -> str:
    """A text with LF line ends and without characters that cannot be seen or mislead."""
    text = text.encode(errors="replace").decode().replace("\r\n", "\n").replace("\r", "\n")
    return remove_hidden(re.sub("[\x0b\x0c\x85\u2028\u2029]", "\n", text)).strip("\n")


def _convert_piece(text: str, form: Markup, base: str, changes: set[str]) -> str:
    if form == "html":
        return _from_html(text, base, changes)
    if form == "text":
        made = _spare_words(mails.render_text(text), every=True)
        return made if passes(made) else _plain(text, changes)
    masked = mask(text, changes)
    if any(flaw.what in markup.COSTS for flaw in markup.find_flaws(masked)):
        return _plain(masked, changes)  # the parser must not be asked to draw it
    masked = _spare_words(masked)
    if form == "lines":
        masked = keep_line_breaks(masked)
    if passes(masked) and "mailto:" not in masked:
        return masked
    if form == "markdown":
        masked = _spare_code(masked)
    return _from_html(_draw(masked.replace("[^", f"{_BRACKET}^")).replace(_BRACKET, "["), base, changes)


_BRACKET = "\U0010f0ff"
"""Stands for a bracket that would begin a note: what draws HTML for the reader would take it for an address."""


_TRIES = 50


def _spare_words(text: str, *, every: bool = False) -> str:
    """Markdown in which what looks like a tag and is a word is one, or whatever looks like a tag."""
    for _try in range(_TRIES):
        lines = text.split("\n")
        found = False
        for flaw in markup.find_flaws(text):
            line = lines[flaw.line - 1]
            at = flaw.column - 1
            if flaw.what == "html" and (every or _is_word(line[at:])) and line[at : at + 1] == "<":
                lines[flaw.line - 1] = f"{line[:at]}\\{line[at:]}"
                found = True
        if not found:
            return text
        text = "\n".join(lines)
    return text


_HTML_CODE = re.compile(r"(<(code|pre|tt|kbd|samp)\b[^<>]*>)(.*?)(?=</\2\s*>|\Z)", re.DOTALL | re.IGNORECASE)


def _spare_code(text: str) -> str:
    """Markdown in which stars and the like within code that stands in HTML are what they were: signs of the code."""
    pieces: list[str] = []
    end = 0
    for offset in find_html(text):
        if offset >= end and (found := _HTML_CODE.match(text, offset)):
            code = re.sub(r"[*_~`\\]", lambda sign: f"&#{ord(sign[0])};", found[3])
            pieces += (text[end:offset], found[1], code)
            end = found.end()
    return "".join((*pieces, text[end:]))


_NAME = re.compile(r"</?([A-Za-z][A-Za-z0-9:-]*)|<\?|<!(?!--)")


def _is_word(text: str) -> bool:
    found = _NAME.match(text)
    return found is not None and (found[1] is None or is_word(found[1]))


def _from_html(text: str, base: str, changes: set[str]) -> str:
    reading = read_html(text, base)
    if reading.unlinked:
        changes.add("unlinked")
    if reading.stripped:
        changes.add("stripped")
    for make in _tries(text, base, reading):
        made = mask(make(), changes)
        if passes(made) and _says(made) == _read(reading, changes):
            return made
    return _plain(reading.rough, changes)


def _tries(text: str, base: str, reading: Reading) -> Iterator[Callable[[], str]]:
    yield lambda: lay_out(reading)
    yield lambda: lay_out(read_html(text, base, emphasis=False))


def _plain(text: str, changes: set[str]) -> str:
    """The words alone, a paragraph for each line, and blocks of code as they are."""
    changes.add("plain")
    if text.count("[^") > MAX_NESTING:
        text = text.replace("[^", "[ ^")  # checks take them for footnotes, wherever they stand
    pieces: list[str] = []
    for number, piece in enumerate(text.split(CODE)):
        if number % 2:
            pieces.append(fence(piece))
        else:
            lines = (escape_text(" ".join(line.split()), at_start=True) for line in piece.split("\n"))
            pieces += (line for line in lines if line)
    return "\n\n".join(pieces)


def _settle(part: str, changes: set[str]) -> str:
    """A part as it may stand in a file, whatever it was: at the very last its lines stand in a block of code."""
    part = mask(part, changes)
    if passes(part):
        return part
    if "```" not in part and passes(made := _spare_words(part, every=True)):
        return made
    if passes(made := mask(_plain(part, changes), changes)):
        return made
    return fence(part.replace("@", " at ") if part.count("@") > MAX_AT else part)


@lru_cache(8)  # a text that was made is looked at once more where it is settled
def passes(text: str) -> bool:
    """Tell whether the checks of a text find nothing that blocks."""
    return text.count("@") <= MAX_AT and not has_hidden(text) and next(markup.find_flaws(text), None) is None


def mask(text: str, changes: set[str]) -> str:
    """The text with the second half of each mail address taken away, and every access token."""
    made = _without_secrets(text, changes)
    shown = MAIL.sub(_mask_mail, made)
    if shown != made:
        changes.add("masked")
    return shown


def _without_secrets(text: str, changes: set[str]) -> str:
    removed = _("access token removed")
    made = SECRETS.sub(f"({removed})", text)
    if made != text:
        changes.add("blotted")
    return made


def _mask_mail(found: re.Match[str]) -> str:
    local, _, host = found[0].partition("@")
    if MAIL_TO_NOBODY.search(host) or local == "git":  # git@… is how a repository is reached, not a person
        return found[0]
    return f"{local}@…"


def _split(text: str, *, marked: bool = True) -> Iterator[str]:
    """Parts of at most `MAX_PART` bytes, cut between paragraphs where there are any, else between lines or words.

    A block of code that is cut in Markdown ends with its part and begins once more in the next one.
    """
    text, begin, again = text.strip("\n"), 0, ""
    while len(text) - begin > MAX_PART or len(text[begin:].encode()) > MAX_PART:
        head = text[begin : begin + MAX_PART].encode()[:MAX_PART].decode(errors="ignore")
        at = next((at for mark in ("\n\n", "\n", " ") if (at := head.rfind(mark)) > len(head) // 2), len(head))
        part = again + head[:at].strip("\n")
        again, end = _find_open(part) if marked else ("", "")
        yield f"{part}\n{end}" if end else part
        begin += at
        while text[begin : begin + 1] == "\n":
            begin += 1
        if end and (closed := re.compile(rf"{re.escape(end)}[`~]*[ \t]*(?:\n|\Z)").match(text, begin)):
            begin, again = closed.end(), ""
    if begin < len(text):
        yield again + text[begin:]


_FENCE = re.compile(r"^((?:> ?){0,50} {0,3})(`{3,99}(?=[^`\n]*$)|~{3,99})([^\n]*)", re.MULTILINE)


_LONGEST_NAME = 100
"""Characters of the name of a language, which stands once more in each part."""


def _find_open(text: str) -> tuple[str, str]:
    """The line that opens the block of code in which a text ends, and the one that would close it; or nothing."""
    begin, end = "", ""
    for above, mark, more in (found.groups() for found in _FENCE.finditer(text)):
        if not end:
            begin, end = f"{above}{mark}{more if len(more) < _LONGEST_NAME else ''}\n", above + mark
        elif not more.strip() and mark.startswith(end.lstrip("> ")):
            begin, end = "", ""
    return begin, end


def _split_html(text: str) -> Iterator[str]:
    """Pieces of HTML, cut behind a block or a line and in no tag; what is open there ends in the piece."""
    while len(text) > MAX_PIECE:
        head = text[:MAX_PIECE]
        opened = head.rfind("<")
        if opened > max(head.rfind(">"), MAX_PIECE // 2):
            head = head[:opened]
        ends = (head.rfind(mark) + len(mark) for mark in _ENDS)
        seams = (at for at in (head.rfind("\n"), head.rfind(" ")) if at > head.rfind(">"))
        at = next((at for at in (*ends, *seams) if at > MAX_PIECE // 2), len(head))
        yield text[:at]
        text = text[at:]
    yield text


_ENDS = ("</p>", "</div>", "</li>", "</pre>", "<br>", "<br />", ">\n", "> ")


@cache
def _extensions() -> comrak.ExtensionOptions:
    options = comrak.ExtensionOptions()
    options.table = options.strikethrough = options.autolink = True
    return options


def _draw(text: str) -> str:
    """Markdown with whatever HTML it holds, drawn for the reader of HTML, which cleans it."""
    options = comrak.RenderOptions()
    options.unsafe_ = True
    return comrak.render_markdown(text, _extensions(), render_options=options)


def _says(text: str) -> tuple[list[str], list[str]]:
    """All that a reader sees of a Markdown text: its words, and the lines of its blocks of code."""
    drawn = comrak.render_markdown(text, _extensions())
    codes = [_lines(html.unescape(found)) for found in _CODE_BLOCK.findall(drawn)]
    apart = _BLOCK_TAG.sub(" ", drawn)
    return html.unescape(nh3.clean(apart, tags=set())).split(), codes


_CODE_BLOCK = re.compile(r"<pre><code[^<>]*>(.*?)</code></pre>", re.DOTALL)
_BLOCK_TAG = re.compile(r"</?(?:p|br|hr|pre|blockquote|ul|ol|li|h[1-6]|table|thead|tbody|tr|t[hd])\b[^<>]*>")


def _read(reading: Reading, changes: set[str]) -> tuple[list[str], list[str]]:
    words = mask(reading.plain.replace(CODE, " "), changes).split()
    return words, [_lines(mask(code, changes)) for code in reading.codes]


def _lines(code: str) -> str:
    return "\n".join(line.rstrip() for line in code.strip("\n").split("\n"))


def make_title(title: str, fallback: str) -> tuple[str, str]:
    """A title on one line of at most 120 characters, and the whole of it where it had to be shortened.

    `fallback` stands where a title has no letter and no digit.
    """
    whole = ""
    for text in (title, fallback, "Untitled"):
        text = text[:5000].encode(errors="replace").decode()
        whole = mask(" ".join(remove_hidden(text.replace("\t", " ")).split()), set())
        if any(char.isalnum() for char in whole):
            break
    if len(whole) <= TITLE_LENGTH:
        return whole, ""
    head = whole[: TITLE_LENGTH - 1]
    short = head.rpartition(" ")[0] if " " in head[TITLE_LENGTH // 2 :] else head
    return f"{short.rstrip()}…", whole


def title_from_name(name: str) -> str:
    """`two-follow-ups` gives `Two follow ups`."""
    words = " ".join(name.replace("/", " ").replace("_", " ").replace("-", " ").split())
    return words[:1].upper() + words[1:]
