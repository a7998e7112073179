"""Discourse's own marks: quotations, details, polls, spoilers, dates and uploads, as Markdown everybody reads."""

import re

_CODE = re.compile(r"^[ \t>]*(`{3,}|~{3,}).+?^[ \t>]*\1|`[^`\n]+`", re.MULTILINE | re.DOTALL)
_QUOTE = re.compile(
    r"\n?\[quote(?:=\"?([^\]\n\"]{0,200})\"?)?\]((?:(?!\[quote\b|\[/quote\]).)*)\[/quote\]\n?", re.DOTALL
)
_CODE_OR_QUOTE = re.compile(f"{_CODE.pattern}|{_QUOTE.pattern}", _CODE.flags)
_LEVELS = 6
_DETAILS = re.compile(r"\[details(?:=\"?([^\]\n\"]{0,200})\"?)?\]")
_SPOILER = re.compile(r"\[/?(?:spoiler|blur)\]", re.IGNORECASE)
_POLL = re.compile(r"^[ \t]*\[/?poll\b[^\]\n]{0,300}\][ \t]*$", re.MULTILINE)
_DATE = re.compile(
    r"\[date=([\d-]{8,10})(?:[^\]\n]{0,200} time=([\d:]{4,8}))?"
    r"(?:[^\]\n]{0,200} timezone=\"?([\w/+-]{1,40}))?[^\]\n]{0,200}\]"
)
_SIZED = re.compile(r"!\[([^\]|\n]{0,300})\|\d{1,5}x\d{1,5}(?:,[^\]\n]{0,50})?\](?=\()")
_ATTACHED = re.compile(r"\[([^\]|\n]{1,300})\|(?:attachment|video|audio)[^\]\n]{0,50}\](?=\()")
_UPLOAD = re.compile(r"!?\[([^\]\n]{0,300})\]\(upload://([\w.-]{1,100})\)")
_FORMULA = re.compile(r"\$\$[^$]{1,2000}\$\$|(?<![\w$\\])\$(?!\s)[^$\n]{1,500}(?<![\s\\])\$(?![\w$])")
_MARK = re.compile(r"[\\*_`\[\]<>~]")


def draw_marks(raw: str) -> str:
    """The Markdown of a post without Discourse's own marks; code stays as it is."""
    for _ in range(_LEVELS):
        if "[/quote]" not in raw:
            break
        raw = _CODE_OR_QUOTE.sub(_draw_quote, raw)
    pieces, end = [], 0
    for code in _CODE.finditer(raw):
        pieces += [_draw(raw[end : code.start()]), code[0]]
        end = code.end()
    return "".join((*pieces, _draw(raw[end:])))


def _draw(text: str) -> str:
    if "[" in text:
        text = _DETAILS.sub(lambda found: f"\n\n**{(found[1] or 'Details').strip()}**\n\n", text)
        text = text.replace("[/details]", "\n\n")
        text = _POLL.sub("", text)
        text = _SPOILER.sub(lambda found: "" if "/" in found[0] else "Spoiler: ", text)
        text = _DATE.sub(lambda found: " ".join(filter(None, found.groups())), text)
        text = _ATTACHED.sub(r"[\1]", _SIZED.sub(r"![\1]", text))
        text = _UPLOAD.sub(lambda found: f"{found[1]} (upload\\://{found[2]})".strip(), text)
    text = re.sub(r"\n{3,}", "\n\n", text)
    return _FORMULA.sub(lambda found: _MARK.sub(r"\\\g<0>", found[0]), text) if "$" in text else text


def _draw_quote(found: re.Match[str]) -> str:
    _, who, text = found.groups()
    if text is None:
        return found[0]  # code
    who = (who or "").partition(",")[0].strip()
    lines = [*([f"{who}:", ""] if who else []), *text.strip().split("\n")]
    return "\n\n" + "\n".join(f"> {line}".rstrip() for line in lines) + "\n\n"
