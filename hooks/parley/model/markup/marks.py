"""What forges draw of a text beyond its Markdown: the boxes of lists of tasks, and alerts, as words and fixed signs.

Both are made of what the parser has drawn. It escapes every `<` of a text, so each tag is its own.
"""

import re

ALERTS = ("note", "tip", "important", "warning", "caution")

FIXED: dict[str, dict[str, set[str]]] = {
    "section": {"class": {"footnotes"}},
    "span": {"class": {"pa-task"}, "role": {"img"}, "aria-label": {"done", "to do"}},
    "div": {"class": {f"pa-alert pa-alert--{name}" for name in ALERTS}},
    "p": {"class": {"pa-alert__title"}},
}
"""The attributes that an element may have with these values alone."""

_BOX = re.compile(r'<input type="checkbox" (checked="" )?disabled="" /> (\n<p>|</li>)?')
_DONE = '<span class="pa-task" role="img" aria-label="done">☑</span>'
_OPEN = '<span class="pa-task" role="img" aria-label="to do">☐</span>'

_EDGE = re.compile(
    r"<(/?)(blockquote|li)\b[^>]*>"
    rf"(?:(?<=<blockquote>)\n<p>\[!({'|'.join(ALERTS)})\](?:(?:<br />)?\n|</p>\n(?!</blockquote>)))?",
    re.IGNORECASE,
)
"""Where a quotation or the item of a list begins and ends, and the word of an alert with what ends its line."""


def draw_marks(drawn: str, text: str) -> str:
    """What was drawn of a text with boxes as signs that have words, and with alerts."""
    if "<input " in drawn:
        drawn = _BOX.sub(_draw_box, drawn)
    if "<p>[!" in drawn and "\\[!" not in text:
        drawn = _draw_alerts(drawn)
    return drawn


def _draw_box(found: re.Match[str]) -> str:
    is_done, after = found[1], found[2] or ""
    if after == "</li>":  # forges leave a box without a task as it is written
        return f"[{'x' if is_done else ' '}]</li>"
    return f"{after}{_DONE if is_done else _OPEN} "


def _draw_alerts(drawn: str) -> str:
    """Alerts stand within nothing else, on forges too: in a list or another quotation they are quotations."""
    ends: list[str] = []

    def draw(found: re.Match[str]) -> str:
        if found[1]:
            return ends.pop() if ends else found[0]
        is_alert = found[3] and not ends
        ends.append("</div>" if is_alert else f"</{found[2]}>")
        if not is_alert:
            return found[0]
        title = f'<p class="pa-alert__title">{found[3].capitalize()}</p>\n'
        return f'<div class="pa-alert pa-alert--{found[3].lower()}">\n{title}{"" if "</p>" in found[0] else "<p>"}'

    return _EDGE.sub(draw, drawn)
